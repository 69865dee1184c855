import Columnar

/// `collate`, `collation`, and the keys that stand for collated strings where values are compared, hashed or sorted.
package enum CollationFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "collation", .string, "collation(str) - The name of the string's collation.", ["collation('Spark SQL')"],
            since: "4.0.0", count: 1...1
        ) { call in
            guard let collation = call.types[0] == .null ? .utf8Binary : call.types[0].collation,
                !call.types[0].isNested
            else { throw call.mismatch(0, required: "\"STRING\"") }
            return ScalarBinding(argumentTypes: call.types, resultType: .string, nullable: false) { _, count, _ in
                .constant(.string("SYSTEM.BUILTIN.\(collation.name)"), .string, count: count)
            }
        },
        .scalar(
            "collate", .string, "collate(str, name) - The string, to be compared by the collation of this name.",
            ["collate('Spark SQL', 'UTF8_LCASE')"], since: "4.0.0", count: 2...2
        ) { call in
            guard call.types[0].isString || call.types[0] == .null else {
                throw call.mismatch(0, required: "\"STRING\"")
            }
            guard let literal = call.arguments[1].literal else {
                throw FunctionError.nonFoldableArgument("collate", parameter: "collationName", type: .string)
            }
            guard case .string(let name) = literal else {
                throw PyriteError(
                    .analysis, "UNEXPECTED_INPUT_TYPE", sqlState: "42K09",
                    "Parameter first of function `collate` requires the \"STRING\" type, however "
                        + "\"\(call.arguments[1].sql)\" has the type \"\(call.types[1].sql)\".",
                    parameters: [
                        "paramIndex": "first", "functionName": "`collate`", "requiredType": "\"STRING\"",
                        "inputSql": "\"\(call.arguments[1].sql)\"", "inputType": "\"\(call.types[1].sql)\"",
                    ])
            }
            let type = DataType.text(try Collation(name: name))
            return ScalarBinding(argumentTypes: [type, .string], resultType: type, nullable: call.anyNullable) {
                arguments, _, _ in arguments[0]
            }
        },
    ]

    /// A value of which two are equal, or in order, as bytes when the originals are by their collations.
    package static func key(of type: DataType, nullable: Bool) -> ScalarBinding {
        ScalarBinding(argumentTypes: [type], resultType: type.withoutCollations, nullable: nullable) {
            arguments, _, _ in try key(arguments[0], type)
        }
    }

    private static func key(_ column: Column, _ type: DataType) throws -> Column {
        guard type.hasCollation else { return column }
        let result = type.withoutCollations
        switch column.layout {
        case .constant(let one): return Column(result, count: column.count, layout: .constant(try key(one, type)))
        case .dictionary(let indices, let values):
            return Column(
                result, count: column.count, layout: .dictionary(indices: indices, values: try key(values, type)),
                validity: column.validity)
        default: break
        }
        let parts: Column.Layout
        switch (column.layout, type) {
        case (.array(let offsets, let elements), .array(let element, _)):
            parts = .array(offsets: offsets, elements: try key(elements, element))
        case (.map(let offsets, let keys, let values), .map(let keyType, let valueType, _)):
            parts = .map(offsets: offsets, keys: try key(keys, keyType), values: try key(values, valueType))
        case (.structure(let children), .structure(let schema)):
            parts = .structure(try zip(children, schema.fields).map { try key($0, $1.dataType) })
        case (.view, .collated(let collation)):
            return try evaluateRows([column], count: column.count, type: result) { rows in
                let text = rows.text(0)
                return rows.mapText { row, out in
                    CollatedText.write(text[row], collation, into: &out)
                    return true
                }
            }
        default: return column.reinterpreted(as: result)
        }
        return Column(result, count: column.count, layout: parts, validity: column.validity)
    }
}
