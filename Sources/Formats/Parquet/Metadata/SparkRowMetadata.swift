import Columnar

/// The schema as JSON that Spark puts into its files, so that types which Parquet does not know come back.
enum SparkRowMetadata {
    static let key = "org.apache.spark.sql.parquet.row.metadata"

    static func encode(_ schema: Schema) -> String {
        let fields = schema.fields.map { field in
            "{\"name\":\(quoted(field.name)),\"type\":\(encode(field.dataType)),\"nullable\":\(field.nullable),"
                + "\"metadata\":\(metadata(field))}"
        }
        return "{\"type\":\"struct\",\"fields\":[" + fields.joined(separator: ",") + "]}"
    }

    /// char and varchar are strings whose declared type stands in the field's metadata.
    private static func metadata(_ field: StructField) -> String {
        var known = field.metadata ?? "{}"
        var collations: [String] = []
        collect(&collations, of: field.dataType, at: field.name)
        if !collations.isEmpty {
            let rest = known.utf8.count <= 2 ? "}" : ",\(known.dropFirst())"
            known = "{\"__COLLATIONS\":{\(collations.joined(separator: ","))}" + rest
        }
        switch field.dataType {
        case .char, .varchar:
            let entry = "\"__CHAR_VARCHAR_TYPE_STRING\":\(quoted(field.dataType.simpleString))"
            if known.utf8.count <= 2 { return "{\(entry)}" }
            return known.contains("__CHAR_VARCHAR_TYPE_STRING") ? known : "{\(entry),\(known.dropFirst())"
        default: return known
        }
    }

    /// The collations of the strings in a field by their places; structs inside name those of their own fields.
    private static func collect(_ entries: inout [String], of type: DataType, at path: String) {
        switch type {
        case .collated(let collation): entries.append("\(quoted(path)):\"spark.\(collation.name)\"")
        case .array(let element, _): collect(&entries, of: element, at: path + ".element")
        case .map(let key, let value, _):
            collect(&entries, of: key, at: path + ".key")
            collect(&entries, of: value, at: path + ".value")
        default: break
        }
    }

    private static func encode(_ type: DataType) -> String {
        switch type {
        case .array(let element, let containsNull):
            "{\"type\":\"array\",\"elementType\":\(encode(element)),\"containsNull\":\(containsNull)}"
        case .map(let key, let value, let valueContainsNull):
            "{\"type\":\"map\",\"keyType\":\(encode(key)),\"valueType\":\(encode(value)),"
                + "\"valueContainsNull\":\(valueContainsNull)}"
        case .structure(let schema): encode(schema)
        case .char, .varchar, .collated: "\"string\""
        default: quoted(type.typeName)
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// What the JSON of a file written by Spark says beyond the file's own types: intervals, `void`, and the fields'
    /// metadata, for the columns of `schema`. JSON that is malformed or speaks of other columns changes nothing.
    static func refine(_ schema: Schema, with json: String) -> Schema {
        var reader = JSONReader(json)
        guard case .object(let members, _)? = reader.readDocument(), case .array(let fields)? = members["fields"] else {
            return schema
        }
        var known: [String: [String: JSONReader.Value]] = [:]
        for case .object(let field, _) in fields {
            if case .string(let name)? = field["name"] { known[name] = field }
        }
        var result = schema
        for index in result.fields.indices {
            guard let field = known[result.fields[index].name] else { continue }
            if case .string(let name)? = field["type"] {
                switch (result.fields[index].dataType, specialType(name)) {
                case (.structure(let schema), _) where name == "variant" && schema.index(ofName: "metadata") != nil:
                    result.fields[index].dataType = .variant
                case (.integer, .yearMonthInterval?), (.long, .dayTimeInterval?), (.integer, .null?),
                    (.boolean, .null?):
                    result.fields[index].dataType = specialType(name) ?? result.fields[index].dataType
                default: break
                }
            }
            let (type, metadata) = collated(result.fields[index], as: field, reader)
            result.fields[index].dataType = type
            if let metadata { result.fields[index].metadata = metadata }
        }
        return result
    }

    /// The type of a field with the collations that its JSON names, and the rest of the JSON's metadata.
    private static func collated(
        _ field: StructField, as json: [String: JSONReader.Value], _ reader: JSONReader
    ) -> (type: DataType, metadata: String?) {
        guard case .object(var entries, let range)? = json["metadata"] else { return (field.dataType, nil) }
        var collations: [String: Collation] = [:]
        if case .object(let named, _)? = entries.removeValue(forKey: "__COLLATIONS") {
            for case (let path, .string(let name)) in named {
                // Strings of one that is not known are plain.
                collations[path] = try? Collation(qualifiedName: name)
            }
        }
        let type = collated(field.dataType, at: field.name, by: collations, json["type"], reader)
        return (type, entries.isEmpty ? nil : reader.text(range))
    }

    private static func collated(
        _ type: DataType, at path: String, by collations: [String: Collation], _ json: JSONReader.Value?,
        _ reader: JSONReader
    ) -> DataType {
        var members: [String: JSONReader.Value] = [:]
        if case .object(let found, _)? = json { members = found }
        switch type {
        case .string: return .text(collations[path] ?? .utf8Binary)
        case .array(let element, let containsNull):
            let inner = collated(element, at: path + ".element", by: collations, members["elementType"], reader)
            return .array(inner, containsNull: containsNull)
        case .map(let key, let value, let containsNull):
            return .map(
                collated(key, at: path + ".key", by: collations, members["keyType"], reader),
                collated(value, at: path + ".value", by: collations, members["valueType"], reader),
                valueContainsNull: containsNull)
        case .structure(var schema):
            guard case .array(let fields)? = members["fields"], fields.count == schema.count else { return type }
            for index in fields.indices {
                guard case .object(let field, _) = fields[index] else { continue }
                schema.fields[index].dataType = collated(schema.fields[index], as: field, reader).type
            }
            return .structure(schema)
        default: return type
        }
    }

    /// A type that Parquet has no annotation for, by its name in the JSON.
    private static func specialType(_ name: String) -> DataType? {
        if name == "void" || name == "null" { return .null }
        guard name.hasPrefix("interval ") else { return nil }
        let parts = name.dropFirst("interval ".count).split(separator: " ")
        guard let first = parts.first, let last = parts.last, parts.count == 1 || parts.count == 3 else { return nil }
        let yearMonth: [Substring: DataType.YearMonthField] = ["year": .year, "month": .month]
        let dayTime: [Substring: DataType.DayTimeField] = [
            "day": .day, "hour": .hour, "minute": .minute, "second": .second,
        ]
        if let start = yearMonth[first], let end = yearMonth[last] { return .yearMonthInterval(start, end) }
        if let start = dayTime[first], let end = dayTime[last] { return .dayTimeInterval(start, end) }
        return nil
    }
}
