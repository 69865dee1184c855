/// Writes the few JSON documents that the interface hands out.
struct JSONText {
    private(set) var text = ""

    mutating func raw(_ piece: String) { text += piece }

    /// A string literal, with quotes, backslashes and control characters escaped.
    mutating func string(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// `"name": `
    mutating func name(_ value: String) {
        string(value)
        text += ": "
    }
}
