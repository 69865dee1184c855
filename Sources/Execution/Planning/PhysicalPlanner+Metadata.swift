import Columnar
import Formats
import Plans

extension PhysicalPlanner {
    /// An aggregation without groups whose functions the metadata of the files answers: the numbers of rows and of nulls,
    /// and bounds of types for which they are values that occur. `nil` when the files must be read.
    func planFromMetadata(
        _ aggregate: Aggregate, _ calls: [(call: AggregateCall, attribute: Attribute)]
    ) throws -> PhysicalOperator? {
        guard aggregate.groupBy.isEmpty, !calls.isEmpty, case .scan(let scan) = aggregate.child.withoutPlainProjections,
            scan.pushedFilters.isEmpty, scan.pushedLimit == nil,
            let source = scan.source as? FileScanSource, let statistics = source.statistics
        else { return nil }
        var values: [Value] = []
        for (call, _) in calls {
            guard !call.isDistinct, call.filter == nil,
                let value = MetadataAnswer.value(of: call, source.dataSchema, statistics)
            else { return nil }
            values.append(value)
        }
        let functions = calls.map { Expression.aggregate($0.call).planText }.joined(separator: ", ")
        return MetadataAggregateOperator(
            values, output: calls.map(\.attribute),
            text: "PushedAggregation: [\(functions)], Location: \(source.description)")
    }
}

private enum MetadataAnswer {
    static func value(of call: AggregateCall, _ schema: Schema, _ statistics: TableStatistics) -> Value? {
        switch call.name {
        case "count":
            guard call.arguments.count <= 1 else { return nil }
            switch call.arguments.first {
            case nil: return .integer(Int64(statistics.rowCount))
            case .literal(let value, _)?: return .integer(value.isNull ? 0 : Int64(statistics.rowCount))
            case .attribute(let column)?:
                guard let nulls = self.column(column, schema, statistics)?.nullCount else { return nil }
                return .integer(Int64(statistics.rowCount - nulls))
            default: return nil
            }
        case "min", "max":
            guard case .attribute(let attribute)? = call.arguments.first, hasExactBounds(attribute.type),
                let column = column(attribute, schema, statistics)
            else { return nil }
            if column.nullCount == statistics.rowCount { return .null }
            return call.name == "min" ? column.min : column.max
        default: return nil
        }
    }

    private static func column(
        _ attribute: Attribute, _ schema: Schema, _ statistics: TableStatistics
    ) -> TableStatistics.ColumnStatistics? {
        guard let index = schema.index(ofName: attribute.name), schema[index].dataType == attribute.type,
            index < statistics.columns.count
        else { return nil }
        return statistics.columns[index]
    }

    /// Writers shorten the bounds of strings and leave NaN out of those of floating-point numbers.
    private static func hasExactBounds(_ type: DataType) -> Bool {
        switch type {
        case .boolean, .byte, .short, .integer, .long, .date, .timestamp, .timestampNTZ: true
        case .decimal: type.physicalType == .int64
        default: false
        }
    }
}

extension LogicalPlan {
    /// The plan below projections that only choose columns.
    fileprivate var withoutPlainProjections: LogicalPlan {
        switch self {
        case .project(let project):
            project.expressions.allSatisfy { if case .attribute = $0 { true } else { false } }
                ? project.child.withoutPlainProjections : self
        case .subqueryAlias(let node): node.child.withoutPlainProjections
        case .planID(let child, _): child.withoutPlainProjections
        default: self
        }
    }
}
