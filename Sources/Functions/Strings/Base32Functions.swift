import Columnar

/// Base 32 (RFC 4648).
enum Base32Functions {
    static let definitions: [FunctionDefinition] = [
        .rows(
            "to_base32", .string, "to_base32(bytes) - The bytes in base 32.", ["to_base32('foobar')"], since: "4.3.0",
            parameters: [.binary], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
            return rows.mapText { row, out in
                var bits: UInt32 = 0
                var count = 0
                let start = out.count
                for byte in x[row] {
                    bits = bits &<< 8 | UInt32(byte)
                    count &+= 8
                    while count >= 5 {
                        count &-= 5
                        out.append(alphabet.utf8Start[Int(bits &>> UInt32(count) & 31)])
                    }
                }
                if count > 0 { out.append(alphabet.utf8Start[Int(bits &<< UInt32(5 &- count) & 31)]) }
                while (out.count &- start) % 8 != 0 { out.append(0x3D) }
                return true
            }
        },
        .rows(
            "from_base32", .string, "from_base32(str) - The bytes of base 32 digits.",
            ["from_base32('MZXW6YTBOI======')"], since: "4.3.0", parameters: [.text], result: .binary, canFail: true
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                var bits: UInt32 = 0
                var count = 0
                for byte in x[row] {
                    let digit: UInt8
                    switch byte {
                    case 0x41...0x5A: digit = byte - 0x41
                    case 0x61...0x7A: digit = byte - 0x61
                    case 0x32...0x37: digit = byte - 0x32 + 26
                    case 0x3D: continue
                    // A character outside the alphabet ends the text, as Spark's decoder has it.
                    default: return true
                    }
                    bits = bits &<< 5 | UInt32(digit)
                    count &+= 5
                    if count >= 8 {
                        count &-= 8
                        out.append(UInt8(truncatingIfNeeded: bits &>> UInt32(count)))
                    }
                }
                return true
            }
        },
    ]
}
