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
}
