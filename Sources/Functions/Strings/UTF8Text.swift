import Columnar
import Glibc

/// Characters (code points) in UTF-8 bytes. Broken bytes count as one character each.
package enum UTF8Text {
    /// Bytes of the character that begins with `lead`, at least 1.
    @inline(__always) static func width(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    @inline(__always) static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var bits: UInt8 = 0
        for index in 0..<bytes.count { bits |= bytes[index] }
        return bits < 0x80
    }

    /// The number of characters: bytes that are no continuation.
    @inline(__always) static func length(_ bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for index in 0..<bytes.count { count &+= bytes[index] & 0xC0 != 0x80 ? 1 : 0 }
        return count
    }

    /// The byte position `characters` characters after `start`, at most the end.
    @inline(__always)
    static func advance(_ bytes: UnsafeRawBufferPointer, _ start: Int, by characters: Int) -> Int {
        var position = start
        var left = characters
        while left > 0 && position < bytes.count {
            position &+= width(bytes[position])
            left &-= 1
        }
        return min(position, bytes.count)
    }

    @inline(__always)
    static func slice(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        guard start < end, let base = bytes.baseAddress else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: base + start, count: end &- start)
    }

    /// The position of `needle` at or after `start`; `nil` when there is none. An empty needle is found at once.
    package static func find(
        _ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int = 0
    ) -> Int? {
        let length = needle.count
        if length == 0 { return start <= bytes.count ? start : nil }
        guard let base = bytes.baseAddress, let wanted = needle.baseAddress else { return nil }
        var position = start
        while position &+ length <= bytes.count {
            let rest = bytes.count &- length &- position &+ 1
            guard let hit = memchr(base + position, Int32(needle[0]), rest) else { return nil }
            let at = base.distance(to: UnsafeRawPointer(hit))
            if memcmp(hit, wanted, length) == 0 { return at }
            position = at &+ 1
        }
        return nil
    }

    /// The last position of `needle` that begins before `end`.
    static func findLast(_ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, before end: Int) -> Int? {
        var position = min(end, bytes.count &- needle.count)
        guard let base = bytes.baseAddress, let wanted = needle.baseAddress else { return nil }
        while position >= 0 {
            if memcmp(base + position, wanted, needle.count) == 0 { return position }
            position &-= 1
        }
        return nil
    }

    @inline(__always)
    static func hasPrefix(_ bytes: UnsafeRawBufferPointer, _ prefix: UnsafeRawBufferPointer) -> Bool {
        guard prefix.count <= bytes.count else { return false }
        guard let a = bytes.baseAddress, let b = prefix.baseAddress else { return true }
        return memcmp(a, b, prefix.count) == 0
    }

    @inline(__always)
    static func hasSuffix(_ bytes: UnsafeRawBufferPointer, _ suffix: UnsafeRawBufferPointer) -> Bool {
        guard suffix.count <= bytes.count else { return false }
        guard let a = bytes.baseAddress, let b = suffix.baseAddress else { return true }
        return memcmp(a + (bytes.count &- suffix.count), b, suffix.count) == 0
    }

    static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        a.count == b.count && hasPrefix(a, b)
    }

    /// The scalar at a position; broken bytes give the replacement character.
    static func scalar(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
        let lead = bytes[position]
        if lead < 0x80 { return UInt32(lead) }
        let length = width(lead)
        guard length > 1, position + length <= bytes.count else { return 0xFFFD }
        var value = UInt32(lead) & (0xFF &>> UInt32(length + 1))
        for index in 1..<length { value = value << 6 | UInt32(bytes[position + index] & 0x3F) }
        return value
    }

    /// Upper or lower case, written to `out`. Letters beyond ASCII go through the standard library.
    @inline(__always)
    static func writeCase(_ bytes: UnsafeRawBufferPointer, upper: Bool, into out: inout ByteWriter) {
        if isASCII(bytes) {
            out.reserve(bytes.count)
            let first: UInt8 = upper ? 0x61 : 0x41
            for index in 0..<bytes.count {
                let byte = bytes[index]
                out.append(byte &- first < 26 ? byte ^ 0x20 : byte)
            }
        } else {
            let text = String(decoding: bytes, as: UTF8.self)
            out.append(upper ? text.uppercased() : text.lowercased())
        }
    }
}
