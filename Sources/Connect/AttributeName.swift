import Columnar

/// Splits the text of a column name at its dots: `a.b` is two parts, `` `a.b` `` is one. A backtick inside backticks is
/// written twice.
package func parseAttributeName(_ text: String) throws(PyriteError) -> [String] {
    func failure() -> PyriteError {
        PyriteError(
            .analysis, "INVALID_ATTRIBUTE_NAME_SYNTAX", sqlState: "42601",
            "Syntax error in the attribute name: \(text). Check that backticks appear in pairs, a quoted string is a "
                + "complete name part and use a backtick only inside quoted name parts.",
            parameters: ["name": text])
    }
    let dot = UInt8(ascii: ".")
    let tick = UInt8(ascii: "`")
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var index = 0
    while true {
        var part: [UInt8] = []
        if index < bytes.count, bytes[index] == tick {
            index += 1
            while true {
                guard index < bytes.count else { throw failure() }
                if bytes[index] != tick {
                    part.append(bytes[index])
                    index += 1
                } else if index + 1 < bytes.count, bytes[index + 1] == tick {
                    part.append(tick)
                    index += 2
                } else {
                    index += 1
                    break
                }
            }
            guard index == bytes.count || bytes[index] == dot else { throw failure() }
        } else {
            while index < bytes.count, bytes[index] != dot {
                guard bytes[index] != tick else { throw failure() }
                part.append(bytes[index])
                index += 1
            }
            // The empty text is one empty name; an empty part beside a dot is none.
            guard !part.isEmpty || bytes.isEmpty else { throw failure() }
        }
        parts.append(String(decoding: part, as: UTF8.self))
        guard index < bytes.count else { return parts }
        index += 1
    }
}
