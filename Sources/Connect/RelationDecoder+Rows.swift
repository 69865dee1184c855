import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_Sample) throws(PyriteError) -> LogicalPlan {
        .sample(
            Sample(
                try decode(message.input), lowerBound: message.lowerBound, upperBound: message.upperBound,
                withReplacement: message.withReplacement, seed: message.hasSeed ? message.seed : nil))
    }

    mutating func decode(_ message: Spark_Connect_Deduplicate) throws(PyriteError) -> LogicalPlan {
        guard !message.withinWatermark else { throw PyriteError.unsupported("dropDuplicatesWithinWatermark") }
        switch (message.allColumnsAsKeys, message.columnNames.isEmpty) {
        case (true, false):
            throw InvalidPlan.error(
                "DEDUPLICATE_ALL_COLUMNS_AND_SUBSET", "Cannot deduplicate on both all columns and a subset of columns.")
        case (false, true):
            throw InvalidPlan.error(
                "DEDUPLICATE_REQUIRES_COLUMNS_OR_ALL",
                "Deduplicate requires to either deduplicate on all columns or a subset of columns.")
        case (true, true): return .distinct(try decode(message.input))
        case (false, false):
            return .deduplicate(Deduplicate(try decode(message.input), columns: message.columnNames))
        }
    }

    mutating func decode(_ message: Spark_Connect_Repartition) throws(PyriteError) -> LogicalPlan {
        try checkPartitionCount(message.numPartitions)
        return .repartition(
            Repartition(
                try decode(message.input), partitionCount: Int(message.numPartitions),
                scheme: message.shuffle ? .roundRobin : .coalesce))
    }

    mutating func decode(_ message: Spark_Connect_RepartitionByExpression) throws(PyriteError) -> LogicalPlan {
        if message.hasNumPartitions { try checkPartitionCount(message.numPartitions) }
        if message.partitionExprs.count == 1,
            case .directShufflePartitionID(let direct) = message.partitionExprs[0].exprType
        {
            return .repartition(
                Repartition(
                    try decode(message.input),
                    partitionCount: message.hasNumPartitions ? Int(message.numPartitions) : nil,
                    scheme: .direct(try decode(direct.child))))
        }
        let expressions = try decode(message.partitionExprs)
        let orders = expressions.compactMap { if case .sortOrder(let order) = $0 { order } else { nil } }
        let scheme: Repartition.Scheme
        if expressions.isEmpty {
            scheme = .roundRobin
        } else if orders.isEmpty {
            scheme = .hash(expressions)
        } else if orders.count == expressions.count {
            scheme = .range(orders)
        } else {
            throw InvalidPlan.error("partitioning by both sort orders and plain expressions")
        }
        return .repartition(
            Repartition(
                try decode(message.input),
                partitionCount: message.hasNumPartitions ? Int(message.numPartitions) : nil, scheme: scheme))
    }

    mutating func decode(_ message: Spark_Connect_NAFill) throws(PyriteError) -> LogicalPlan {
        guard !message.values.isEmpty else {
            throw InvalidPlan.error("NA_FILL_VALUES_EMPTY", "Filling nulls needs at least one value.")
        }
        guard message.values.count == 1 || message.values.count == message.cols.count else {
            throw InvalidPlan.error(
                "NA_FILL_VALUES_LENGTH_MISMATCH",
                "\(message.values.count) values to fill nulls with are given for \(message.cols.count) columns.")
        }
        return .fillNulls(
            FillNulls(try decode(message.input), columns: message.cols, values: try message.values.map(constant)))
    }

    mutating func decode(_ message: Spark_Connect_NAReplace) throws(PyriteError) -> LogicalPlan {
        let input = try decode(message.input)
        var replacements: [(old: Expression, new: Expression)] = []
        for replacement in message.replacements {
            replacements.append((try constant(replacement.oldValue), try constant(replacement.newValue)))
        }
        return .replaceValues(ReplaceValues(input, columns: message.cols, replacements: replacements))
    }

    func constant(_ message: Spark_Connect_Expression.Literal) throws(PyriteError) -> Expression {
        let constant = try TypedValue(message)
        return .literal(constant.value, constant.type)
    }
}
