import Columnar
import Functions

extension ExpressionResolver {
    /// The arguments of an aggregate with `WITHIN GROUP (ORDER BY …)` as its definition takes them.
    func ordered(
        _ call: UnresolvedFunction, _ name: String, _ arguments: [Expression], by first: SortOrder
    ) throws -> [Expression] {
        let key = try resolve(first.expression).withoutAlias
        switch name {
        case "mode":
            // The least of the most frequent values, or the greatest.
            let isDescending = !first.ascending
            return [key, .literal(.boolean(!isDescending), .boolean)]
                + (isDescending ? [.literal(.boolean(true), .boolean)] : [])
        case "listagg":
            let keys = try call.orderWithinGroup.map { try resolve($0.expression).withoutAlias }
            let directions = call.orderWithinGroup.map { order in
                order.ascending ? (order.nullsFirst ? "A" : "a") : (order.nullsFirst ? "D" : "d")
            }
            let delimiter = arguments.count > 1 ? arguments[1] : .literal(.null, .null)
            return [arguments[0], delimiter] + keys + [.literal(.string(directions.joined()), .string)]
        default:
            return [key] + arguments + [.literal(.boolean(!first.ascending), .boolean)]
        }
    }

    /// What Spark refuses of aggregates over an order: DISTINCT, and more keys than one.
    func checkWithinGroup(_ call: UnresolvedFunction, _ name: String) throws {
        let printed = ["mode": "Mode", "percentile_cont": "PercentileCont", "percentile_disc": "PercentileDisc"]
        guard let shown = printed[name] else { return }
        func refused(_ function: String, _ condition: String, _ what: String) -> PyriteError {
            PyriteError(
                .analysis, "INVALID_WITHIN_GROUP_EXPRESSION.\(condition)", sqlState: "42K0K",
                "Invalid function `\(function)` with WITHIN GROUP. The function \(what).",
                parameters: ["funcName": "`\(function)`"])
        }
        if call.isDistinct {
            throw refused(name, "DISTINCT_UNSUPPORTED", "does not support DISTINCT with WITHIN GROUP")
        }
        if call.orderWithinGroup.count > 1 {
            let count = call.orderWithinGroup.count
            throw refused(
                shown, "WRONG_NUM_ORDERINGS", "requires 1 orderings in WITHIN GROUP but got \(count)")
        }
    }

    /// Generators that do not take an array or map apart; `nil` for others.
    func resolveRowGenerator(_ name: String, _ arguments: [Expression]) throws -> Expression? {
        switch name {
        case "json_tuple":
            guard arguments.count > 1 else {
                throw FunctionError.wrongArgumentCount(name, expected: "> 1", actual: arguments.count)
            }
            let texts = arguments.map { analyzer.coerced($0, to: .string) }
            let fields = (0..<(arguments.count - 1)).map { StructField("c\($0)", .string) }
            return .generator(GeneratorCall(name: name, arguments: texts, resultFields: fields))
        case "stack":
            guard arguments.count > 1 else {
                throw FunctionError.wrongArgumentCount(name, expected: "> 1", actual: arguments.count)
            }
            guard case .integer(let rows)? = analyzer.constantValue(arguments[0]), rows > 0, rows < 1 << 16 else {
                throw FunctionError.nonFoldable(
                    sql: "stack(\(arguments.map(\.prettySQL).joined(separator: ", ")))", name: "n", type: .integer,
                    input: arguments[0].prettySQL)
            }
            let values = Array(arguments.dropFirst())
            let width = (values.count + Int(rows) - 1) / Int(rows)
            var fields: [StructField] = []
            for column in 0..<width {
                let cells = stride(from: column, to: values.count, by: width).map { values[$0] }
                guard let type = TypeCoercion.commonType(cells.map(\.dataType), isANSI: analyzer.isANSI) else {
                    throw PyriteError(
                        .analysis, "DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES", sqlState: "42K09",
                        "Cannot resolve \"stack\" due to data type mismatch: The data type of the column "
                            + "(\(column)) do not have the same type.",
                        parameters: ["columnIndex": "\(column)"])
                }
                fields.append(StructField("col\(column)", type))
            }
            let typed = values.enumerated().map { analyzer.coerced($1, to: fields[$0 % width].dataType) }
            return .generator(
                GeneratorCall(name: name, arguments: [arguments[0]] + typed, resultFields: fields))
        case "variant_explode", "variant_explode_outer":
            guard arguments.count == 1, arguments[0].dataType == .variant || arguments[0].dataType == .null else {
                throw FunctionError.unexpectedInputType(
                    sql: "\(name)(\(arguments.map(\.prettySQL).joined(separator: ", ")))", position: 0,
                    required: "\"VARIANT\"", input: describe(arguments[0]))
            }
            let fields = [
                StructField("pos", .integer, nullable: false), StructField("key", .string),
                StructField("value", .variant, nullable: false),
            ]
            return .generator(
                GeneratorCall(
                    name: name, arguments: [analyzer.coerced(arguments[0], to: .variant)], resultFields: fields))
        default: return nil
        }
    }
}
