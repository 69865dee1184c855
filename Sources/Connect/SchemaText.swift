import Columnar
import SQL

/// The schema that a client sent as text: the JSON form of a type, or DDL such as `a INT, b STRING`.
package func parseSchemaText(
    _ text: String, _ options: SQLParserOptions = SQLParserOptions()
) throws(PyriteError) -> Schema {
    if let first = text.utf8.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }),
        first == UInt8(ascii: "{")
    {
        let type = try TypeJSON.parse(text)
        guard case .structure(let schema) = type else {
            throw InvalidPlan.error(
                "INVALID_SCHEMA_NON_STRUCT_TYPE", "The schema is not a struct type, but \(type.sql).")
        }
        return schema
    }
    return try parsed { try SQLParser(text, options: options).parseTableSchema() }
}

/// A type as text: its JSON form, a type in DDL such as `array<int>`, or a list of columns, which is a struct.
package func parseTypeOrSchema(
    _ text: String, _ options: SQLParserOptions = SQLParserOptions()
) throws -> DataType {
    if let first = text.utf8.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }),
        first == UInt8(ascii: "{") || first == UInt8(ascii: "\"")
    {
        return try TypeJSON.parse(text)
    }
    if let type = try? SQLParser(text, options: options).parseDataType() { return type }
    return .structure(try SQLParser(text, options: options).parseTableSchema())
}

/// The JSON form of types, as `StructType.json()` writes it.
enum TypeJSON {
    static func parse(_ text: String) throws(PyriteError) -> DataType {
        var reader = JSONReader(text)
        guard let value = reader.readDocument() else { throw failure("it is no JSON") }
        return try type(value, reader)
    }

    /// - Parameters:
    ///   - path: where in its field the type stands: the field's name, then `.element`, `.key` or `.value`.
    ///   - collations: of the strings in the field, by path.
    private static func type(
        _ value: JSONReader.Value, _ reader: JSONReader, _ path: String = "", _ collations: [String: String] = [:]
    ) throws(PyriteError) -> DataType {
        switch value {
        case .string("string"):
            guard let name = collations[path] else { return .string }
            return .text(try Collation(qualifiedName: name))
        case .string("null"): return .null
        case .string(let name): return try parseTypeText(name)
        case .object(let members, _):
            guard case .string(let kind)? = members["type"] else { throw failure("a type without a name") }
            switch kind {
            case "struct": return .structure(try structure(members, reader))
            case "array":
                guard let element = members["elementType"], case .bool(let containsNull)? = members["containsNull"]
                else { throw failure("an array type misses 'elementType' or 'containsNull'") }
                return .array(try type(element, reader, path + ".element", collations), containsNull: containsNull)
            case "map":
                guard let key = members["keyType"], let value = members["valueType"],
                    case .bool(let containsNull)? = members["valueContainsNull"]
                else { throw failure("a map type misses 'keyType', 'valueType' or 'valueContainsNull'") }
                return .map(
                    try type(key, reader, path + ".key", collations),
                    try type(value, reader, path + ".value", collations), valueContainsNull: containsNull)
            case "udt":
                guard let sqlType = members["sqlType"] else { throw failure("a user-defined type without 'sqlType'") }
                return try type(sqlType, reader)
            default: throw failure("the type '\(kind)'")
            }
        default: throw failure("a type is neither a name nor an object")
        }
    }

    private static func structure(
        _ members: [String: JSONReader.Value], _ reader: JSONReader
    ) throws(PyriteError) -> Schema {
        guard case .array(let fields)? = members["fields"] else { throw failure("a struct type misses 'fields'") }
        var result: [StructField] = []
        for field in fields {
            guard case .object(let members, _) = field, case .string(let name)? = members["name"],
                let fieldType = members["type"]
            else { throw failure("a field misses 'name' or 'type'") }
            var nullable = true
            if case .bool(let flag)? = members["nullable"] { nullable = flag }
            var metadata: String?
            var collations: [String: String] = [:]
            if case .object(var entries, let range)? = members["metadata"] {
                if case .object(let named, _)? = entries.removeValue(forKey: "__COLLATIONS") {
                    for case (let path, .string(let name)) in named { collations[path] = name }
                }
                if !entries.isEmpty { metadata = reader.text(range) }
            }
            let type = try type(fieldType, reader, name, collations)
            result.append(StructField(name, type, nullable: nullable, metadata: metadata))
        }
        return Schema(result)
    }

    private static func failure(_ reason: String) -> PyriteError {
        InvalidPlan.error("a schema in JSON: \(reason)")
    }
}
