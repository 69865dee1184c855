/// What a column's metadata says of the column of a table: its comment and the expression of its default.
package struct ColumnMetadata: Sendable {
    package var comment: String?
    /// SQL text.
    package var defaultText: String?

    package init(comment: String? = nil, defaultText: String? = nil) {
        self.comment = comment
        self.defaultText = defaultText
    }

    /// Reads Spark's names out of a JSON object; other members are left aside.
    package init(json: String?) {
        guard let json else { return }
        var reader = JSONReader(json)
        guard case .object(let members, _)? = reader.readDocument() else { return }
        if case .string(let text)? = members["comment"] { comment = text }
        if case .string(let text)? = members["CURRENT_DEFAULT"] { defaultText = text }
    }

    /// A JSON object, `nil` when there is nothing to say.
    package var json: String? {
        var members: [String] = []
        if let comment { members.append("\"comment\":\(Self.quoted(comment))") }
        if let defaultText { members.append("\"CURRENT_DEFAULT\":\(Self.quoted(defaultText))") }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    /// A JSON string.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
