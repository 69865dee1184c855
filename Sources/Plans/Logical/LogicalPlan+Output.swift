import Columnar

extension LogicalPlan {
    /// The columns of an analyzed plan, in order. Nodes that analysis removes give none.
    package var output: [Attribute] {
        switch self {
        case .scan(let scan): scan.output
        case .range(let range): range.output
        case .localRelation(let relation): relation.output
        case .recursion(let node): node.output
        case .recursionReference(let node): node.output
        case .oneRow: []
        case .project(let project): project.expressions.compactMap(\.outputAttribute)
        case .aggregate(let aggregate): aggregate.aggregates.compactMap(\.outputAttribute)
        case .expand(let expand): expand.output
        case .window(let window): window.child.output + window.expressions.compactMap(\.outputAttribute)
        case .generate(let generate): generate.child.output + generate.output
        case .setOperation(let operation): operation.output
        case .subqueryAlias(let alias):
            alias.child.output.map {
                var attribute = $0
                attribute.qualifier = alias.qualifier
                return attribute
            }
        case .join(let join):
            switch join.kind {
            case .leftSemi, .leftAnti: join.left.output
            case .inner, .cross: join.left.output + join.right.output
            case .left: join.left.output + join.right.output.map(\.asNullable)
            case .right: join.left.output.map(\.asNullable) + join.right.output
            case .full: (join.left.output + join.right.output).map(\.asNullable)
            }
        case .show(let show): show.output
        case .shared(let node): node.output
        case .mapPartitions(let node): node.output
        case .collectMetrics(let node): node.child.output
        case .filter(let node): node.child.output
        case .sort(let node): node.child.output
        case .limit(let node): node.child.output
        case .distinct(let child): child.output
        case .deduplicate(let node): node.child.output
        case .repartition(let node): node.child.output
        case .sample(let node): node.child.output
        case .hint(let node): node.child.output
        case .planID(let child, _), .located(let child, _): child.output
        case .unresolvedRelation, .unresolvedTableFunction, .inlineTable, .withColumns, .dropColumns, .renameColumns,
            .toDF, .viewQuery, .fillNulls, .dropNulls, .replaceValues, .unpivot, .toSchema, .with, .describe,
            .frequentItems, .tableFunction:
            []
        }
    }

    package var schema: Schema { Schema(output.map(\.field)) }
}

extension Attribute {
    package var asNullable: Attribute {
        var copy = self
        copy.nullable = true
        return copy
    }
}
