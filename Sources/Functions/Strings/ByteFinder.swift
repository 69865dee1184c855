import Columnar
import Glibc

/// Finds one string of bytes in many texts: looks for the byte of the needle that texts rarely hold, which the C library
/// does many bytes at a time, and compares the rest only there.
struct ByteFinder {
    let needle: [UInt8]
    /// The position of the rarest byte.
    private let rare: Int

    init(_ needle: [UInt8]) {
        self.needle = needle
        var best = 0
        for index in needle.indices where ByteFinder.frequency(needle[index]) < ByteFinder.frequency(needle[best]) {
            best = index
        }
        rare = best
    }

    /// A rough rank of how often a byte occurs in text; higher is more often.
    private static func frequency(_ byte: UInt8) -> Int {
        switch byte {
        case 0x20: 30
        case 0x61...0x7A:
            // By how often letters occur in English.
            Array("zqxjkvbpygfwmucldrhsnioate".utf8).firstIndex(of: byte) ?? 0
        case 0x30...0x39: 20
        case 0x41...0x5A: 8
        case 0x80...0xFF: 15
        default: 3
        }
    }

    /// The position of the first occurrence at or after `start`; `nil` when there is none. An empty needle is found at
    /// once. `needle` must be the finder's own bytes, taken out by the caller so that rows cost no access check.
    @inline(__always)
    func find(
        _ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        let length = needle.count
        if length == 0 { return start <= bytes.count ? start : nil }
        guard let base = bytes.baseAddress, let wanted = needle.baseAddress else { return nil }
        let byte = Int32(needle[rare])
        var position = start
        while position &+ length <= bytes.count {
            let rest = bytes.count &- length &- position &+ 1
            guard let hit = memchr(base + (position &+ rare), byte, rest) else { return nil }
            let at = base.distance(to: UnsafeRawPointer(hit)) &- rare
            if memcmp(base + at, wanted, length) == 0 { return at }
            position = at &+ 1
        }
        return nil
    }
}
