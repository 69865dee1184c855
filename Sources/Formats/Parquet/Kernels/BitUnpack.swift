/// Unpacks little-endian bit-packed integers. At least 16 bytes behind the last packed byte must be readable: page
/// buffers carry that slack.

/// Unpacks `count` values of `width` (1...32) bits beginning with the value at `index`.
func unpackBits(
    _ source: UnsafeRawPointer, index: Int, width: Int, into out: UnsafeMutablePointer<UInt32>, count: Int
) {
    var done = 0
    // One by one up to a whole group of eight, whose bytes are aligned.
    let head = min((8 &- index & 7) & 7, count)
    if head > 0 {
        unpackSlowly(source, index, width, out, head)
        done = head
    }
    let groups = (count &- done) &>> 3
    if groups > 0 {
        let start = source + (index &+ done) &>> 3 &* width
        unpackGroups(start, width, out + done, groups)
        done &+= groups &* 8
    }
    if done < count { unpackSlowly(source, index &+ done, width, out + done, count &- done) }
}

private func unpackSlowly(
    _ source: UnsafeRawPointer, _ index: Int, _ width: Int, _ out: UnsafeMutablePointer<UInt32>, _ count: Int
) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    for i in 0..<count {
        let bit = (index &+ i) &* width
        let word = source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
        out[i] = UInt32(truncatingIfNeeded: word &>> UInt64(bit & 7) & mask)
    }
}

/// The width as a literal lets the compiler unroll with constant shifts.
private func unpackGroups(
    _ source: UnsafeRawPointer, _ width: Int, _ out: UnsafeMutablePointer<UInt32>, _ groups: Int
) {
    switch width {
    case 1: unpackEights(source, 1, out, groups)
    case 2: unpackEights(source, 2, out, groups)
    case 3: unpackEights(source, 3, out, groups)
    case 4: unpackEights(source, 4, out, groups)
    case 5: unpackEights(source, 5, out, groups)
    case 6: unpackEights(source, 6, out, groups)
    case 7: unpackEights(source, 7, out, groups)
    case 8: unpackEights(source, 8, out, groups)
    case 9: unpackFours(source, 9, out, groups)
    case 10: unpackFours(source, 10, out, groups)
    case 11: unpackFours(source, 11, out, groups)
    case 12: unpackFours(source, 12, out, groups)
    case 13: unpackFours(source, 13, out, groups)
    case 14: unpackFours(source, 14, out, groups)
    case 15: unpackSingles(source, 15, out, groups)
    case 16: unpackSingles(source, 16, out, groups)
    case 17: unpackSingles(source, 17, out, groups)
    case 18: unpackSingles(source, 18, out, groups)
    case 19: unpackSingles(source, 19, out, groups)
    case 20: unpackSingles(source, 20, out, groups)
    default: unpackSingles(source, width, out, groups)
    }
}

/// Eight values of at most 8 bits from one load.
@inline(__always)
private func unpackEights(
    _ source: UnsafeRawPointer, _ width: Int, _ out: UnsafeMutablePointer<UInt32>, _ groups: Int
) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    let w = UInt64(width)
    for group in 0..<groups {
        let word = source.loadUnaligned(fromByteOffset: group &* width, as: UInt64.self)
        let to = out + group &* 8
        to[0] = UInt32(truncatingIfNeeded: word & mask)
        to[1] = UInt32(truncatingIfNeeded: word &>> w & mask)
        to[2] = UInt32(truncatingIfNeeded: word &>> (2 &* w) & mask)
        to[3] = UInt32(truncatingIfNeeded: word &>> (3 &* w) & mask)
        to[4] = UInt32(truncatingIfNeeded: word &>> (4 &* w) & mask)
        to[5] = UInt32(truncatingIfNeeded: word &>> (5 &* w) & mask)
        to[6] = UInt32(truncatingIfNeeded: word &>> (6 &* w) & mask)
        to[7] = UInt32(truncatingIfNeeded: word &>> (7 &* w) & mask)
    }
}

/// Four values of at most 14 bits from each of two loads.
@inline(__always)
private func unpackFours(
    _ source: UnsafeRawPointer, _ width: Int, _ out: UnsafeMutablePointer<UInt32>, _ groups: Int
) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    let w = UInt64(width)
    let half = width &* 4
    for group in 0..<groups {
        let start = group &* width
        let to = out + group &* 8
        let low = source.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        let high =
            source.loadUnaligned(fromByteOffset: start &+ half &>> 3, as: UInt64.self) &>> UInt64(half & 7)
        to[0] = UInt32(truncatingIfNeeded: low & mask)
        to[1] = UInt32(truncatingIfNeeded: low &>> w & mask)
        to[2] = UInt32(truncatingIfNeeded: low &>> (2 &* w) & mask)
        to[3] = UInt32(truncatingIfNeeded: low &>> (3 &* w) & mask)
        to[4] = UInt32(truncatingIfNeeded: high & mask)
        to[5] = UInt32(truncatingIfNeeded: high &>> w & mask)
        to[6] = UInt32(truncatingIfNeeded: high &>> (2 &* w) & mask)
        to[7] = UInt32(truncatingIfNeeded: high &>> (3 &* w) & mask)
    }
}

/// One value from each load, at constant distances.
@inline(__always)
private func unpackSingles(
    _ source: UnsafeRawPointer, _ width: Int, _ out: UnsafeMutablePointer<UInt32>, _ groups: Int
) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    for group in 0..<groups {
        let start = group &* width
        let to = out + group &* 8
        for i in 0..<8 {
            let bit = i &* width
            let word = source.loadUnaligned(fromByteOffset: start &+ bit &>> 3, as: UInt64.self)
            to[i] = UInt32(truncatingIfNeeded: word &>> UInt64(bit & 7) & mask)
        }
    }
}

/// Unpacks `count` values of `width` (1...64) bits beginning with the value at `index`.
func unpackBits64(
    _ source: UnsafeRawPointer, index: Int, width: Int, into out: UnsafeMutablePointer<UInt64>, count: Int
) {
    let mask = width == 64 ? UInt64.max : (UInt64(1) &<< UInt64(width)) &- 1
    if width <= 57 {
        for i in 0..<count {
            let bit = (index &+ i) &* width
            let word = source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
            out[i] = word &>> UInt64(bit & 7) & mask
        }
        return
    }
    for i in 0..<count {
        let bit = (index &+ i) &* width
        let byte = bit &>> 3
        let shift = UInt64(bit & 7)
        let low = source.loadUnaligned(fromByteOffset: byte, as: UInt64.self) &>> shift
        let high = UInt64(source.load(fromByteOffset: byte &+ 8, as: UInt8.self))
        // A shift by 64 would be masked to 0: shift twice.
        out[i] = (low | (high &<< (63 &- shift)) &<< 1) & mask
    }
}
