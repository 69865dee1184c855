import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_MapPartitions) throws(PyriteError) -> LogicalPlan {
        try map(try decode(message.input), message.func)
    }

    /// The keys and each row as a struct, in the order of the keys as Spark sorts them for its workers; equal keys are
    /// in one partition. The function is called over these rows and finds the groups itself, so that none is kept here.
    mutating func decode(_ message: Spark_Connect_GroupMap) throws(PyriteError) -> LogicalPlan {
        let child = try decode(message.input)
        var list: [Expression] = []
        for (index, expression) in try decode(message.groupingExpressions).enumerated() {
            list.append(.alias(Alias(expression, "key_\(index)")))
        }
        let keys = list.indices.map { Expression.unresolvedAttribute(UnresolvedAttribute(["key_\($0)"])) }
        list.append(.alias(Alias(Self.wholeRow, Self.rowsColumn)))
        let rows = LogicalPlan.project(Project(child, list))
        let parted = LogicalPlan.repartition(
            keys.isEmpty
                ? Repartition(rows, partitionCount: 1, scheme: .coalesce)
                : Repartition(rows, partitionCount: nil, scheme: .hash(keys)))
        return try map(sorted(parted, keys), message.func)
    }

    private static var wholeRow: Expression {
        .unresolvedFunction(UnresolvedFunction(["struct"], [.unresolvedStar(target: nil, planID: nil)]))
    }

    /// A row for each key of either side, with both sides' rows as arrays; null where a side has none.
    mutating func decode(_ message: Spark_Connect_CoGroupMap) throws(PyriteError) -> LogicalPlan {
        let (left, leftKeys) = try collectedGroups(message.input, message.inputGroupingExpressions)
        let (right, rightKeys) = try collectedGroups(message.other, message.otherGroupingExpressions)
        guard leftKeys.count == rightKeys.count else {
            throw InvalidPlan.error("cogrouped sides with \(leftKeys.count) and \(rightKeys.count) keys")
        }
        func column(_ side: String, _ name: String) -> Expression {
            .unresolvedAttribute(UnresolvedAttribute([side, name]))
        }
        let same = zip(leftKeys, rightKeys).map { left, right -> Expression in
            .unresolvedFunction(UnresolvedFunction(["<=>"], [column("left", left), column("right", right)]))
        }
        let join = LogicalPlan.join(
            Join(
                .subqueryAlias(SubqueryAlias(left, ["left"])), .subqueryAlias(SubqueryAlias(right, ["right"])),
                kind: same.isEmpty ? .cross : .full,
                condition: same.dropFirst().reduce(same.first) { .and($0 ?? $1, $1) }.map { .on($0) } ?? .none))
        var list = zip(leftKeys, rightKeys).map { left, right -> Expression in
            .alias(Alias(.coalesce([column("left", left), column("right", right)]), left))
        }
        list.append(.alias(Alias(column("left", Self.rowsColumn), "left_rows")))
        list.append(.alias(Alias(column("right", Self.rowsColumn), "right_rows")))
        let both = LogicalPlan.project(Project(join, list))
        return try map(sorted(both, leftKeys.map { .unresolvedAttribute(UnresolvedAttribute([$0])) }), message.func)
    }

    private static let rowsColumn = "rows"

    private mutating func collectedGroups(
        _ input: Spark_Connect_Relation, _ grouping: [Spark_Connect_Expression]
    ) throws(PyriteError) -> (plan: LogicalPlan, keys: [String]) {
        let child = try decode(input)
        var keys: [String] = []
        var groups: [Expression] = []
        for (index, expression) in try decode(grouping).enumerated() {
            keys.append("key_\(index)")
            groups.append(.alias(Alias(expression, "key_\(index)")))
        }
        let rows = Expression.unresolvedFunction(UnresolvedFunction(["collect_list"], [Self.wholeRow]))
        let plan = LogicalPlan.aggregate(
            Aggregate(
                child, groupBy: groups, aggregates: [.alias(Alias(rows, Self.rowsColumn))],
                prependsGroupingColumns: true))
        return (plan, keys)
    }

    private func sorted(_ plan: LogicalPlan, _ keys: [Expression]) -> LogicalPlan {
        keys.isEmpty ? plan : .sort(Sort(plan, keys.map { SortOrder($0) }, isGlobal: false))
    }

    private func map(
        _ child: LogicalPlan, _ function: Spark_Connect_CommonInlineUserDefinedFunction
    ) throws(PyriteError) -> LogicalPlan {
        guard case .pythonUdf(let python) = function.function else {
            throw InvalidPlan.notSupported(
                "function", of: "CommonInlineUserDefinedFunction", unknown: function.unknownFields)
        }
        let type = try DataType(python.outputType)
        guard case .structure(let schema) = type else {
            throw InvalidPlan.error("a function over rows that gives \(type.sql), not a struct")
        }
        return .mapPartitions(
            MapPartitions(child, name: function.functionName, command: Array(python.command), schema: schema))
    }

    mutating func decode(_ message: Spark_Connect_CollectMetrics) throws(PyriteError) -> LogicalPlan {
        .collectMetrics(
            CollectMetrics(try decode(message.input), name: message.name, metrics: try decode(message.metrics)))
    }

    /// A table function: its rows come as an array of structs for each row of arguments. A table argument is collected
    /// into an array of rows before, once for each of its partitions.
    mutating func decode(
        _ message: Spark_Connect_CommonInlineUserDefinedTableFunction
    ) throws(PyriteError) -> LogicalPlan {
        .tableFunction(try decode(call: message))
    }

    mutating func decode(
        call message: Spark_Connect_CommonInlineUserDefinedTableFunction
    ) throws(PyriteError) -> TableFunctionCall {
        guard case .pythonUdtf(let python) = message.function else {
            throw InvalidPlan.notSupported(
                "function", of: "CommonInlineUserDefinedTableFunction", unknown: message.unknownFields)
        }
        // Without a type, the function itself is to say it for each call.
        let type = python.hasReturnType ? try DataType(python.returnType) : .null
        switch type {
        case .structure, .null: break
        default:
            throw PyriteError(
                .analysis, "UDTF_RETURN_TYPE_MISMATCH", sqlState: "42K09",
                "A table function must give a struct type, but gives \(type.sql).", parameters: ["type": type.sql])
        }
        return TableFunctionCall(
            name: message.functionName, arguments: try decode(message.arguments), resultType: type,
            isDeterministic: message.deterministic, command: Array(python.command), evalType: Int(python.evalType))
    }
}
