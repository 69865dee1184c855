import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    package mutating func decode(_ message: Spark_Connect_Relation) throws(PyriteError) -> LogicalPlan {
        try nested { (decoder) throws(PyriteError) in
            let plan = try decoder.decodeKind(message)
            return message.common.hasPlanID ? .planID(plan, message.common.planID) : plan
        }
    }

    private mutating func decodeKind(_ message: Spark_Connect_Relation) throws(PyriteError) -> LogicalPlan {
        switch message.relType {
        // Leaves
        case .read(let read): return try decode(read)
        case .sql(let sql): return try decode(sql)
        case .localRelation(let relation): return try decode(relation)
        case .range(let range): return try decode(range)
        case .extension(let any): return try decode(any)
        case .unresolvedTableValuedFunction(let function):
            return .unresolvedTableFunction(
                name: try parseAttributeName(function.functionName), arguments: try decode(function.arguments),
                alias: [])
        // Rows
        case .filter(let filter):
            return .filter(Filter(try decode(filter.input), try decode(filter.condition)))
        case .sort(let sort):
            return .sort(Sort(try decode(sort.input), try decode(sort.order), isGlobal: sort.isGlobal))
        case .limit(let limit): return .limit(Limit(try decode(limit.input), count: literal(limit.limit)))
        case .offset(let offset):
            return .limit(Limit(try decode(offset.input), count: nil, offset: literal(offset.offset)))
        case .tail(let tail):
            return .limit(Limit(try decode(tail.input), count: literal(tail.limit), isTail: true))
        case .sample(let sample): return try decode(sample)
        case .deduplicate(let deduplicate): return try decode(deduplicate)
        case .repartition(let repartition): return try decode(repartition)
        case .repartitionByExpression(let repartition): return try decode(repartition)
        case .fillNa(let fill): return try decode(fill)
        case .dropNa(let drop):
            return .dropNulls(
                DropNulls(
                    try decode(drop.input), columns: drop.cols,
                    minimumNonNulls: drop.hasMinNonNulls ? Int(drop.minNonNulls) : nil))
        case .replace(let replace): return try decode(replace)
        // Columns
        case .project(let project): return try decode(project)
        case .toDf(let toDF): return .toDF(try decode(toDF.input), names: toDF.columnNames)
        case .withColumns(let columns): return try decode(columns)
        case .withColumnsRenamed(let renamed): return try decode(renamed)
        case .drop(let drop):
            return .dropColumns(
                DropColumns(try decode(drop.input), columns: try decode(drop.columns), names: drop.columnNames))
        case .unpivot(let unpivot): return try decode(unpivot)
        case .toSchema(let toSchema): return try decode(toSchema)
        // Names
        case .subqueryAlias(let alias):
            return .subqueryAlias(SubqueryAlias(try decode(alias.input), alias.qualifier + [alias.alias]))
        case .withRelations(let relations): return try decode(relations)
        case .hint(let hint):
            return .hint(Hint(try decode(hint.input), name: hint.name, arguments: try decode(hint.parameters)))
        // Groups and several inputs
        case .aggregate(let aggregate): return try decode(aggregate)
        case .join(let join): return try decode(join)
        case .lateralJoin(let join): return try decode(join)
        case .setOp(let operation): return try decode(operation)
        // Text
        case .showString(let show):
            return .show(
                Show(
                    try decode(show.input), rowCount: Int(show.numRows), truncate: Int(show.truncate),
                    isVertical: show.vertical))
        case .htmlString(let html):
            return .show(
                Show(
                    try decode(html.input), rowCount: Int(html.numRows), truncate: Int(html.truncate), isHTML: true))
        // Functions of the client
        case .mapPartitions(let map): return try decode(map)
        case .groupMap(let map): return try decode(map)
        case .coGroupMap(let map): return try decode(map)
        case .commonInlineUserDefinedTableFunction(let function): return try decode(function)
        // Statistics
        case .collectMetrics(let metrics): return try decode(metrics)
        case .summary(let summary): return try decode(summary)
        case .describe(let describe): return try decode(describe)
        case .crosstab(let crosstab): return try decode(crosstab)
        case .cov(let cov): return try decode(cov)
        case .corr(let corr): return try decode(corr)
        case .approxQuantile(let quantile): return try decode(quantile)
        case .freqItems(let items): return try decode(items)
        case .sampleBy(let sample): return try decode(sample)
        case .catalog: throw InvalidPlan.notSupported("catalog below another relation", of: "Relation")
        case .unknown: throw InvalidPlan.notSupported("unknown", of: "Relation")
        case nil: throw InvalidPlan.notSupported("rel_type", of: "Relation", unknown: message.unknownFields)
        }
    }

    private func literal(_ count: Int32) -> Expression { .literal(.integer(Int64(count)), .integer) }
}
