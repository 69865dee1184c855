import Columnar
import Functions

/// Values as Python prints them: the form in which Spark's answers were recorded.
enum PythonText {
    static func write(_ value: Value, _ type: DataType) -> String {
        switch (value, type) {
        case (.null, _): return "None"
        case (.boolean(let flag), _): return flag ? "True" : "False"
        case (.integer(let days), .date):
            let date = CivilDate(days: days)
            return "datetime.date(\(date.year), \(date.month), \(date.day))"
        case (.integer(let micros), .timestamp), (.integer(let micros), .timestampNTZ):
            let days = floorDivide(micros, microsPerDay)
            let date = CivilDate(days: days)
            let rest = micros - days * microsPerDay
            var parts = [date.year, date.month, date.day, rest / 3_600_000_000, rest / 60_000_000 % 60]
            if rest % 60_000_000 != 0 { parts.append(rest / 1_000_000 % 60) }
            if rest % 1_000_000 != 0 { parts.append(rest % 1_000_000) }
            return "datetime.datetime(\(parts.map { "\($0)" }.joined(separator: ", ")))"
        case (.integer(let number), _): return "\(number)"
        case (.float(let number), _): return write(.double(Double(number)), .double)
        case (.double(let number), _):
            if number.isNaN { return "nan" }
            return number.description
        case (.decimal(let unscaled), .decimal(_, let scale)):
            return "Decimal('" + NumberWriting.text { NumberWriting.decimal(unscaled, scale: scale, into: &$0) } + "')"
        case (.string(let text), _): return quoted(text)
        case (.binary(let bytes), _):
            let body = bytes.map { byte -> String in
                switch byte {
                case 0x0A: "\\n"
                case 0x09: "\\t"
                case 0x0D: "\\r"
                case 0x5C: "\\\\"
                case 0x20..<0x7F: String(UnicodeScalar(byte))
                default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }
            }
            return "b'" + body.joined() + "'"
        case (.array(let elements), .array(let element, _)):
            return "[" + elements.map { write($0, element) }.joined(separator: ", ") + "]"
        case (.map(let keys, let values), .map(let key, let value, _)):
            return "{"
                + zip(keys, values).map { "\(write($0, key)): \(write($1, value))" }.joined(separator: ", ") + "}"
        case (.structure(let fields), .structure(let schema)):
            return "Row("
                + zip(fields, schema.fields).map { "\($1.name)=\(write($0, $1.dataType))" }.joined(separator: ", ")
                + ")"
        default: return "?"
        }
    }

    private static func quoted(_ text: String) -> String {
        let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var out = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            case "\\": out += "\\\\"
            case "'" where quote == "'": out += "\\'"
            case _ where scalar.value < 32:
                out += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + String(quote)
    }
}
