import Columnar

/// Hexadecimal digits.
enum HexText {
    @inline(__always) static func write(_ byte: UInt8, upper: Bool, into out: inout ByteWriter) {
        let digits: StaticString = upper ? "0123456789ABCDEF" : "0123456789abcdef"
        out.append(digits.utf8Start[Int(byte >> 4)])
        out.append(digits.utf8Start[Int(byte & 15)])
    }

    /// The value of a digit; `nil` for another character.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
