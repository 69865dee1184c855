import Columnar

/// JSON text.
enum JSONWriting {
    /// A string between quotes, with what JSON does not allow in one escaped.
    static func quoted(_ text: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        out.reserve(text.count &+ 2)
        out.append(0x22)
        var plain = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte >= 0x20, byte != 0x22, byte != 0x5C { continue }
            out.append(UnsafeRawBufferPointer(rebasing: text[plain..<index]))
            plain = index &+ 1
            out.append(0x5C)
            switch byte {
            case 0x08: out.append(0x62)
            case 0x09: out.append(0x74)
            case 0x0A: out.append(0x6E)
            case 0x0C: out.append(0x66)
            case 0x0D: out.append(0x72)
            case 0x22, 0x5C: out.append(byte)
            default:
                out.append("u00" as StaticString)
                HexText.write(byte, upper: true, into: &out)
            }
        }
        out.append(UnsafeRawBufferPointer(rebasing: text[plain...]))
        out.append(0x22)
    }
}
