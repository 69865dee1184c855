import Glibc

/// Puts the values of settings in the place of `${name}` in a text, before it is read.
enum VariableSubstitution {
    /// `${key}`, `${spark:key}` and the like are settings, `${env:NAME}` variables of the environment. What has another
    /// prefix, or is not there, stays. Values may hold references themselves. Linear in the text for each level.
    static func apply(to text: String, _ setting: (String) -> String) -> String {
        var bytes = Array(text.utf8)
        guard holdsReference(bytes) else { return text }
        let limit = bytes.count + growthLimit
        // References that lead to one another in a circle stay as they are in the end.
        for _ in 0..<8 where bytes.count < limit {
            guard let next = pass(bytes, limit, setting) else { break }
            bytes = next
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Bytes by which a text may grow before references stay: in a circle they could double it each time.
    private static let growthLimit = 1 << 22

    private static func holdsReference(_ bytes: [UInt8]) -> Bool {
        var position = 0
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "$"), bytes[position + 1] == UInt8(ascii: "{") { return true }
            position += 1
        }
        return false
    }

    /// One level of references; `nil` when nothing was replaced.
    private static func pass(_ bytes: [UInt8], _ limit: Int, _ setting: (String) -> String) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var isChanged = false
        var position = 0
        // Up to here no reference ends, so that many openings are not each followed to the end of the text.
        var barren = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "$"), position >= barren, out.count < limit,
                let end = closingBrace(bytes, from: position, &barren),
                let value = value(of: String(decoding: bytes[(position + 2)..<end], as: UTF8.self), setting)
            {
                out += value.utf8
                isChanged = true
                position = end + 1
            } else {
                out.append(bytes[position])
                position += 1
            }
        }
        return isChanged ? out : nil
    }

    /// The brace that ends a reference; there is no white space in one. `barren` is set to where the search for one ended
    /// in vain.
    private static func closingBrace(_ bytes: [UInt8], from start: Int, _ barren: inout Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "{") else { return nil }
        var position = start + 2
        while position < bytes.count, bytes[position] > 32 {
            if bytes[position] == UInt8(ascii: "}") { return position > start + 2 ? position : nil }
            position += 1
        }
        barren = position
        return nil
    }

    private static func value(of reference: String, _ setting: (String) -> String) -> String? {
        guard let colon = reference.utf8.firstIndex(of: UInt8(ascii: ":")) else { return setting(reference) }
        let name = String(reference[reference.utf8.index(after: colon)...])
        switch reference[..<colon] {
        case "spark", "sparkconf", "hivevar", "hiveconf": return setting(name)
        case "env": return getenv(name).map { String(cString: $0) }
        default: return nil
        }
    }
}
