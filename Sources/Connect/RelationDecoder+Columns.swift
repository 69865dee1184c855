import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    /// Without an input, a projection computes its expressions once.
    mutating func decode(_ message: Spark_Connect_Project) throws(PyriteError) -> LogicalPlan {
        let input = message.hasInput ? try decode(message.input) : .oneRow
        return .project(Project(input, try decode(message.expressions).map(named)))
    }

    /// A column under two casts keeps its name here, but not in SQL's select lists.
    private func named(_ expression: Expression) -> Expression {
        guard case .cast(let outer) = expression, case .cast(let inner) = outer.child,
            case .unresolvedAttribute(let attribute) = inner.child, let name = attribute.nameParts.last
        else { return expression }
        return .alias(Alias(expression, name))
    }

    mutating func decode(_ message: Spark_Connect_WithColumns) throws(PyriteError) -> LogicalPlan {
        let input = try decode(message.input)
        var columns: [Alias] = []
        for message in message.aliases {
            guard message.name.count == 1 else {
                throw InvalidPlan.error(
                    "WITH_COLUMNS_REQUIRE_SINGLE_NAME_PART",
                    "A new column must have one name, but has \(message.name.count).")
            }
            columns.append(try decode(message))
        }
        return .withColumns(WithColumns(input, columns))
    }

    /// The list keeps the order of the renames; the map is what older clients send.
    mutating func decode(_ message: Spark_Connect_WithColumnsRenamed) throws(PyriteError) -> LogicalPlan {
        let renames =
            message.renames.isEmpty
            ? message.renameColumnsMap.sorted { $0.key < $1.key }.map { (from: $0.key, to: $0.value) }
            : message.renames.map { (from: $0.colName, to: $0.newColName) }
        return .renameColumns(RenameColumns(try decode(message.input), renames))
    }

    mutating func decode(_ message: Spark_Connect_Unpivot) throws(PyriteError) -> LogicalPlan {
        .unpivot(
            Unpivot(
                try decode(message.input), ids: try decode(message.ids),
                values: message.hasValues ? try decode(message.values.values) : nil,
                variableColumn: message.variableColumnName, valueColumn: message.valueColumnName))
    }

    mutating func decode(_ message: Spark_Connect_ToSchema) throws(PyriteError) -> LogicalPlan {
        let type = try DataType(message.schema)
        guard case .structure(let schema) = type else {
            throw InvalidPlan.error(
                "INVALID_SCHEMA_NON_STRUCT_TYPE", "The schema is not a struct type, but \(type.sql).")
        }
        return .toSchema(try decode(message.input), schema)
    }
}
