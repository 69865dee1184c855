/// Encodes values as Parquet's mix of runs and bit-packed groups.

/// The bits that values up to `largest` need.
func bitWidth(of largest: Int) -> Int { Int.bitWidth - max(largest, 0).leadingZeroBitCount }

/// Appends `count` values of `width` bits. Equal values make a run where there are at least 32 of them, counted from a
/// multiple of 8: shorter runs cost more in headers than they save.
func encodeHybrid(_ values: UnsafePointer<UInt32>, count: Int, width: Int, to sink: inout ByteSink) {
    var start = 0
    var position = 0
    while position &+ 32 <= count {
        if values[position] == values[position &+ 31], isRun(values + position, 32) {
            let value = values[position]
            var end = position &+ 32
            while end < count && values[end] == value { end &+= 1 }
            // Whole groups: `start` and `position` are a multiple of 8 apart.
            if position > start { packBits(values + start, position &- start, width, to: &sink) }
            sink.appendVarint(UInt64(end &- position) << 1)
            for byte in 0..<((width + 7) / 8) { sink.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
            position = end
            start = end
        } else {
            position &+= 8
        }
    }
    if start < count { packBits(values + start, count &- start, width, to: &sink) }
}

private func isRun(_ values: UnsafePointer<UInt32>, _ count: Int) -> Bool {
    let first = values[0]
    var differences: UInt32 = 0
    for i in 0..<count { differences |= values[i] ^ first }
    return differences == 0
}

/// Appends one bit-packed run, filled up with zeros to a multiple of 8 values.
private func packBits(_ values: UnsafePointer<UInt32>, _ count: Int, _ width: Int, to sink: inout ByteSink) {
    let groups = (count &+ 7) / 8
    sink.appendVarint(UInt64(groups) << 1 | 1)
    guard width > 0 else { return }
    let byteCount = groups &* width
    let start = sink.reserve(byteCount)
    var out = start
    var word: UInt64 = 0
    var bits: UInt64 = 0
    let w = UInt64(width)
    for i in 0..<count {
        // Fewer than 8 bits are pending, so 32 more always fit.
        word |= UInt64(values[i]) &<< bits
        bits &+= w
        out.storeBytes(of: word, as: UInt64.self)
        out += Int(truncatingIfNeeded: bits &>> 3)
        word = word &>> (bits & ~7)
        bits &= 7
    }
    out.storeBytes(of: word, as: UInt64.self)
    let written = (out - start) + (bits > 0 ? 1 : 0)
    for index in min(written, byteCount)..<byteCount { start.storeBytes(of: 0, toByteOffset: index, as: UInt8.self) }
    sink.advance(byteCount)
}

/// Appends definition levels of one bit: one run when all are 1, else the bits as they are.
func encodeLevels(_ bits: UnsafePointer<UInt64>?, count: Int, to sink: inout ByteSink) {
    guard let bits else {
        sink.appendVarint(UInt64(count) << 1)
        sink.append(UInt8(1))
        return
    }
    let groups = (count + 7) / 8
    sink.appendVarint(UInt64(groups) << 1 | 1)
    sink.append(UnsafeRawBufferPointer(start: bits, count: groups))
}
