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
        let known = field.metadata ?? "{}"
        switch field.dataType {
        case .char, .varchar:
            let entry = "\"__CHAR_VARCHAR_TYPE_STRING\":\(quoted(field.dataType.simpleString))"
            if known.utf8.count <= 2 { return "{\(entry)}" }
            return known.contains("__CHAR_VARCHAR_TYPE_STRING") ? known : "{\(entry),\(known.dropFirst())"
        default: return known
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
        case .char, .varchar: "\"string\""
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
            if case .object(let entries, let range)? = field["metadata"], !entries.isEmpty {
                result.fields[index].metadata = reader.text(range)
            }
        }
        return result
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
