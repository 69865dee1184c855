import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_Command) throws(PyriteError) -> Request {
        switch message.commandType {
        case .registerFunction(let function): return .statement(.registerFunction(try decode(function)))
        case .writeOperation(let write): return .statement(.write(try decode(write)))
        case .writeOperationV2(let write): return .statement(.write(try decode(write)))
        case .createDataframeView(let view):
            return .statement(
                .createView(
                    CreateView(
                        name: try parseAttributeName(view.name), plan: try decode(view.input),
                        scope: view.isGlobal ? .global : .local, orReplace: view.replace)))
        case .sqlCommand(let sql): return try decode(sql)
        case .registerTableFunction(let function):
            let call = try decode(call: function)
            return .statement(
                .registerFunction(
                    RegisterFunction(
                        name: call.name, resultType: call.resultType, isDeterministic: call.isDeterministic,
                        command: call.command, evalType: call.evalType)))
        case .extension(let any):
            guard any.typeURL == Self.partitionCountURL else { throw InvalidPlan.noHandler(any.typeURL) }
            let relation = try parseMessage(Spark_Connect_Relation.self, from: Array(any.value))
            return .partitionCount(try decode(relation))
        case nil: throw InvalidPlan.notSupported("command_type", of: "Command", unknown: message.unknownFields)
        }
    }

    private func decode(
        _ message: Spark_Connect_CommonInlineUserDefinedFunction
    ) throws(PyriteError) -> RegisterFunction {
        guard case .pythonUdf(let python) = message.function else {
            throw InvalidPlan.notSupported(
                "function", of: "CommonInlineUserDefinedFunction", unknown: message.unknownFields)
        }
        return RegisterFunction(
            name: message.functionName, resultType: try DataType(python.outputType),
            isDeterministic: message.deterministic, command: Array(python.command), evalType: Int(python.evalType))
    }

    private mutating func decode(_ message: Spark_Connect_WriteOperation) throws(PyriteError) -> WriteOperation {
        try checkLayout(message)
        let mode: WriteOperation.Mode
        switch message.mode {
        case .unspecified, .errorIfExists: mode = .error
        case .append: mode = .append
        case .overwrite: mode = .overwrite
        case .ignore: mode = .ignore
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("WriteOperation.SaveMode", number)
        }
        var options = message.options
        var isInsert = false
        let target: WriteOperation.Target
        switch message.saveType {
        case .path(let path): target = .path(path)
        case .table(let table):
            guard table.saveMethod != .insertInto || mode != .ignore else {
                throw InvalidPlan.error("insertInto with the mode ignore")
            }
            isInsert = table.saveMethod == .insertInto
            target = .table(try parseAttributeName(table.tableName))
        case nil:
            guard let place = options.first(where: { $0.key.lowercased() == "path" }) else {
                throw InvalidPlan.notSet("save_type", of: "WriteOperation")
            }
            options[place.key] = nil
            target = .path(place.value)
        }
        var operation = WriteOperation(
            input: try bucketed(message), format: message.hasSource ? message.source : nil, target: target,
            mode: mode, partitionBy: message.partitioningColumns, options: options)
        operation.isInsert = isInsert
        return operation
    }

    /// Throws for combinations of buckets, sorting, clusters and partitions that Spark refuses.
    private func checkLayout(_ message: Spark_Connect_WriteOperation) throws(PyriteError) {
        func refuse(_ condition: String, _ state: String, _ text: String) -> PyriteError {
            PyriteError(.analysis, condition, sqlState: state, text)
        }
        if !message.clusteringColumns.isEmpty {
            guard message.partitioningColumns.isEmpty else {
                throw refuse(
                    "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED", "42908",
                    "Cannot specify both CLUSTER BY and PARTITIONED BY.")
            }
            guard !message.hasBucketBy else {
                throw refuse(
                    "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED", "42908",
                    "Cannot specify both CLUSTER BY and CLUSTERED BY INTO BUCKETS.")
            }
        }
        guard message.hasBucketBy else {
            guard message.sortColumnNames.isEmpty else {
                throw refuse("SORT_BY_WITHOUT_BUCKETING", "42601", "sortBy must be used together with bucketBy.")
            }
            return
        }
        try CreateTable.Buckets.check(count: Int(message.bucketBy.numBuckets))
    }

    /// The rows to write: those of each bucket together and in order. The table itself keeps no buckets.
    private mutating func bucketed(_ message: Spark_Connect_WriteOperation) throws(PyriteError) -> LogicalPlan {
        var input = try decode(message.input)
        guard message.hasBucketBy else { return input }
        let keys = message.bucketBy.bucketColumnNames.map { Expression.unresolvedAttribute(UnresolvedAttribute([$0])) }
        input = .repartition(
            Repartition(input, partitionCount: Int(message.bucketBy.numBuckets), scheme: .hash(keys)))
        guard !message.sortColumnNames.isEmpty else { return input }
        let order = message.sortColumnNames.map {
            SortOrder(.unresolvedAttribute(UnresolvedAttribute([$0])))
        }
        return .sort(Sort(input, order, isGlobal: false))
    }

    private mutating func decode(_ message: Spark_Connect_WriteOperationV2) throws(PyriteError) -> WriteOperation {
        let mode: WriteOperation.Mode
        switch message.mode {
        case .create: mode = .error
        case .append: mode = .append
        case .createOrReplace, .replace: mode = .overwrite
        case .overwritePartitions: mode = .overwrite
        case .overwrite:
            guard case .literal(.boolean(true), _) = try decode(message.overwriteCondition) else {
                throw PyriteError.unsupported("writeTo with a partial overwrite")
            }
            mode = .overwrite
        case .unspecified: throw InvalidPlan.invalidEnum("WriteOperationV2.Mode", 0)
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("WriteOperationV2.Mode", number)
        }
        var partitions: [String] = []
        for column in message.partitioningColumns {
            let transform = try decode(column)
            guard case .unresolvedAttribute(let attribute) = transform else {
                let shown = transform.prettySQL
                throw PyriteError(
                    .unsupported, "UNSUPPORTED_PARTITION_TRANSFORM", sqlState: "0A000",
                    "Unsupported partition transform: `\(shown)`. The supported transforms are `identity`, `bucket`, and "
                        + "`clusterBy`. Ensure your transform expression uses one of these.",
                    parameters: ["transform": "`\(shown)`"])
            }
            partitions.append(attribute.nameParts.joined(separator: "."))
        }
        var options = message.options
        if message.mode == .overwritePartitions { options["partitionOverwriteMode"] = "dynamic" }
        var operation = WriteOperation(
            input: try decode(message.input), format: message.hasProvider ? message.provider : nil,
            target: .table(try parseAttributeName(message.tableName)), mode: mode, partitionBy: partitions,
            options: options)
        operation.isInsert = message.mode == .overwrite || message.mode == .overwritePartitions
        operation.insertsByName = operation.isInsert
        return operation
    }
}
