import Columnar
import Functions

/// Values as `show()` prints them: like a cast to string, but with NULL for nulls, also inside nested values, and binary
/// as bytes in hexadecimal.
enum PrettyText {
    static func strings(of column: Column, count: Int, context: EvaluationContext) throws -> [String] {
        let column = column.flattened()
        switch column.layout {
        case .null: return Array(repeating: "NULL", count: count)
        case .array(let offsets, let elements):
            let texts = try strings(of: elements, count: elements.count, context: context)
            return ranges(column, offsets, count) { "[" + texts[$0].joined(separator: ", ") + "]" }
        case .map(let offsets, let keys, let values):
            let keyTexts = try strings(of: keys, count: keys.count, context: context)
            let valueTexts = try strings(of: values, count: values.count, context: context)
            return ranges(column, offsets, count) {
                "{" + zip(keyTexts[$0], valueTexts[$0]).map { "\($0) -> \($1)" }.joined(separator: ", ") + "}"
            }
        case .structure(let fields) where column.type.isNested:
            let texts = try fields.map { try strings(of: $0, count: count, context: context) }
            return (0..<count).map { row in
                column.isNull(row) ? "NULL" : "{" + texts.map { $0[row] }.joined(separator: ", ") + "}"
            }
        default: break
        }
        if column.type == .binary {
            return (0..<count).map { row in
                guard case .binary(let bytes) = column.value(at: row) else { return "NULL" }
                return "["
                    + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
                    .joined(separator: " ") + "]"
            }
        }
        if column.type == .variant {
            return VariantText.jsonTexts(of: column, count: count, context: context).map { $0 ?? "NULL" }
        }
        let text = try Cast.cast(column, to: .string, mode: .legacy, context: context)
        return (0..<count).map { row in
            if case .string(let value) = text.value(at: row) { value } else { "NULL" }
        }
    }

    private static func ranges(
        _ column: Column, _ offsets: Buffer, _ count: Int, _ text: (Range<Int>) -> String
    ) -> [String] {
        let bounds = offsets.typed(Int32.self)
        return (0..<count).map { row in
            column.isNull(row) ? "NULL" : text(Int(bounds[row])..<Int(bounds[row + 1]))
        }
    }
}
