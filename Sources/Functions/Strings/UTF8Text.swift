import Columnar
import Glibc

/// Characters (code points) in UTF-8 bytes. Broken bytes count as one character each.
package enum UTF8Text {
    /// Bytes of the character that begins with `lead`, at least 1.
    @inline(__always) static func width(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    @inline(__always) static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var bits: UInt64 = 0
        var position = 0
        while position &+ 8 <= bytes.count {
            bits |= base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            position &+= 8
        }
        bits |= StringView.word(base + position, bytes.count &- position)
        return bits & 0x8080_8080_8080_8080 == 0
    }

    /// The number of characters: bytes that are no continuation.
    @inline(__always) static func length(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        @inline(__always) func continuations(_ word: UInt64) -> Int {
            (word &>> 7 & ~(word &>> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
        }
        var count = bytes.count
        var position = 0
        while position &+ 8 <= bytes.count {
            count &-= continuations(base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position &+= 8
        }
        return count &- continuations(StringView.word(base + position, bytes.count &- position))
    }

    /// The byte position `characters` characters after `start`, at most the end.
    @inline(__always)
    static func advance(_ bytes: UnsafeRawBufferPointer, _ start: Int, by characters: Int) -> Int {
        var position = start
        var left = characters
        while left > 0 && position < bytes.count {
            // Up to eight characters at once where all are ASCII.
            if position &+ 8 <= bytes.count, let base = bytes.baseAddress {
                let step = min(left, 8)
                let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if word & (0x8080_8080_8080_8080 as UInt64) &>> UInt64(truncatingIfNeeded: 64 &- step &* 8) == 0 {
                    position &+= step
                    left &-= step
                    continue
                }
            }
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
        let end = bytes.count &- length
        // Long texts: the C library looks for the first byte. Short ones: eight positions at once, by their first and
        // last byte, because a call costs more than the search.
        while position &+ 64 <= end {
            guard let hit = memchr(base + position, Int32(needle[0]), end &- position &+ 1) else { return nil }
            let at = base.distance(to: UnsafeRawPointer(hit))
            if memcmp(hit, wanted, length) == 0 { return at }
            position = at &+ 1
        }
        let first = UInt64(needle[0]) &* 0x0101_0101_0101_0101
        let last = UInt64(needle[length &- 1]) &* 0x0101_0101_0101_0101
        while position <= end {
            let room = min(end &- position &+ 1, 8)
            let heads: UInt64
            let tails: UInt64
            if room == 8 {
                heads = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                tails = base.loadUnaligned(fromByteOffset: position &+ length &- 1, as: UInt64.self)
            } else {
                heads = StringView.word(base + position, room)
                tails = StringView.word(base + (position &+ length &- 1), room)
            }
            // The high bit of each byte that is zero, exactly.
            let other = (heads ^ first) | (tails ^ last)
            let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
            var hits = ~((other & low) &+ low | other | low)
            hits &= UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- room &* 8)
            while hits != 0 {
                let at = position &+ hits.trailingZeroBitCount &>> 3
                if length <= 2 || isEqual(base + at, wanted, length) { return at }
                hits &= hits &- 1
            }
            position &+= 8
        }
        return nil
    }

    @inline(__always)
    private static func isEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ length: Int) -> Bool {
        length <= 8 ? StringView.word(a, length) == StringView.word(b, length) : memcmp(a, b, length) == 0
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

    @inline(__always)
    static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let x = a.baseAddress, let y = b.baseAddress else { return true }
        return isEqual(x, y, a.count)
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
        guard let base = bytes.baseAddress else { return }
        let (count, start) = (bytes.count, out.count)
        out.reserve(count &+ 8)
        let target = UnsafeMutableRawPointer(out.end)
        // Eight bytes at once; the high bits of `letters` mark those to change.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (first, behind): (UInt64, UInt64) = upper ? (0x61, 0x7B) : (0x41, 0x5B)
        var beyond: UInt64 = 0
        var position = 0
        while position < count {
            let rest = count &- position
            let word =
                rest >= 8
                ? base.loadUnaligned(fromByteOffset: position, as: UInt64.self) : StringView.word(base + position, rest)
            let low = word & (ones &* 0x7F)
            let letters = (low &+ ones &* (0x80 &- first)) ^ (low &+ ones &* (0x80 &- behind))
            target.storeBytes(of: word ^ (letters & (ones &* 0x80)) &>> 2, toByteOffset: position, as: UInt64.self)
            beyond |= word
            position &+= 8
        }
        if beyond & (ones &* 0x80) == 0 {
            out.advance(by: count)
        } else {
            out.truncate(to: start)
            let text = String(decoding: bytes, as: UTF8.self)
            out.append(upper ? text.uppercased() : text.lowercased())
        }
    }

    /// The characters in the opposite order, written to `out`.
    @inline(__always)
    static func writeReversed(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        guard let base = bytes.baseAddress else { return }
        if isASCII(bytes) {
            let count = bytes.count
            out.reserve(count &+ 8)
            let target = UnsafeMutableRawPointer(out.end)
            var left = count
            while left >= 8 {
                let word = base.loadUnaligned(fromByteOffset: left &- 8, as: UInt64.self)
                target.storeBytes(of: word.byteSwapped, toByteOffset: count &- left, as: UInt64.self)
                left &-= 8
            }
            let word = StringView.word(base, left).byteSwapped &>> UInt64(truncatingIfNeeded: 64 &- left &* 8)
            target.storeBytes(of: left > 0 ? word : 0, toByteOffset: count &- left, as: UInt64.self)
            out.advance(by: count)
            return
        }
        var end = bytes.count
        while end > 0 {
            var start = end &- 1
            while start > 0 && bytes[start] & 0xC0 == 0x80 { start &-= 1 }
            out.append(slice(bytes, start, end))
            end = start
        }
    }
}
