import Columnar
import Functions
import Plans

/// What `char(n)` and `varchar(n)` columns do to strings that are written into them.
enum StringLength {
    /// Longer strings lose spaces at their end, as far as that helps, or are an error; `char` pads shorter ones.
    static func limited(_ value: Expression, to length: Int, pads: Bool) -> Expression {
        let binding = ScalarBinding(
            argumentTypes: [.string, .integer], resultType: .string, nullable: value.nullable, canFail: true
        ) { arguments, count, _ in
            let column = arguments[0].flattened()
            let builder = ColumnBuilder(.string, capacity: count)
            for row in 0..<count {
                guard case .string(let text) = column.value(at: row) else {
                    builder.append(.null)
                    continue
                }
                builder.append(.string(try fitted(text, length, pads)))
            }
            return builder.finish()
        }
        // The length is an argument, so that calls for columns of different lengths are not taken for one another.
        let name = "\(pads ? "char" : "varchar")_type_write_side_check"
        return .call(ScalarCall(name, [value, .literal(.integer(Int64(length)), .integer)], binding: binding))
    }

    private static func fitted(_ text: String, _ length: Int, _ pads: Bool) throws -> String {
        let count = text.unicodeScalars.count
        if count <= length { return pads ? text + String(repeating: " ", count: length - count) : text }
        let kept = text.unicodeScalars.prefix(length)
        guard text.unicodeScalars.dropFirst(length).allSatisfy({ $0 == " " }) else {
            throw PyriteError(
                .runtime, "EXCEED_LIMIT_LENGTH", sqlState: "54006",
                "Exceeds char/varchar type length limitation: \(length).",
                parameters: ["limit": "\(length)"])
        }
        return String(String.UnicodeScalarView(kept))
    }
}
