import Columnar

/// PLAIN byte arrays: each value behind its length in four bytes.
///
/// Writes `count` views that point at the bytes from `next` on and returns where they end; `nil` when the bytes end too
/// early. At least 16 bytes behind `end` must be readable.
func viewPlainByteArrays(
    _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, into out: UnsafeMutablePointer<StringView>, count: Int
) -> UnsafeRawPointer? {
    var next = start
    for i in 0..<count {
        guard end - next >= 4 else { return nil }
        let length = Int(next.loadUnaligned(as: UInt32.self))
        next += 4
        guard length <= end - next, length <= StringView.maxLength else { return nil }
        out[i] = viewOfPadded(next, length)
        next += length
    }
    return next
}

/// A view made without a loop over bytes: 12 bytes from `pointer` on must be readable whatever the length.
@inline(__always)
func viewOfPadded(_ pointer: UnsafeRawPointer, _ length: Int) -> StringView {
    let prefix = UInt64(pointer.loadUnaligned(as: UInt32.self))
    if length > 12 {
        return StringView(
            head: UInt64(truncatingIfNeeded: length) | prefix &<< 32, tail: UInt64(UInt(bitPattern: pointer)))
    }
    let rest = pointer.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
    let headBits = UInt64(truncatingIfNeeded: min(length, 4) &* 8)
    let tailBits = UInt64(truncatingIfNeeded: max(length &- 4, 0) &* 8)
    let headMask = (UInt64(1) &<< headBits) &- 1
    let tailMask = tailBits == 64 ? UInt64.max : (UInt64(1) &<< tailBits) &- 1
    return StringView(head: UInt64(truncatingIfNeeded: length) | (prefix & headMask) &<< 32, tail: rest & tailMask)
}

/// Passes over `count` values; `nil` when the bytes end too early.
func skipPlainByteArrays(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer, count: Int) -> UnsafeRawPointer? {
    var next = start
    for _ in 0..<count {
        guard end - next >= 4 else { return nil }
        let length = Int(next.loadUnaligned(as: UInt32.self))
        next += 4
        guard length <= end - next else { return nil }
        next += length
    }
    return next
}

/// Writes views of those of the next `total` values that stand at `positions`, which ascend, and returns where the values
/// end; `nil` when the bytes end too early. At least 16 bytes behind `end` must be readable.
func pickPlainByteArrays(
    _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, into out: UnsafeMutablePointer<StringView>,
    at positions: UnsafePointer<Int32>, count: Int, of total: Int
) -> UnsafeRawPointer? {
    var next = start
    var row = 0
    for index in 0..<count {
        let wanted = Int(positions[index])
        guard let place = skipPlainByteArrays(next, end, count: wanted &- row), end - place >= 4 else { return nil }
        let length = Int(place.loadUnaligned(as: UInt32.self))
        next = place + 4
        guard length <= end - next, length <= StringView.maxLength else { return nil }
        out[index] = viewOfPadded(next, length)
        next += length
        row = wanted &+ 1
    }
    return skipPlainByteArrays(next, end, count: total &- row)
}
