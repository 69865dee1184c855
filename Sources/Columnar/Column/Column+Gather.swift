extension Column {
    /// The rows named by `rows`, in that order. O(rows). Dictionaries stay dictionaries.
    ///
    /// With `allowingMissing`, row -1 gives null; otherwise every row number must be in range.
    package func gather(_ rows: Selection, allowingMissing: Bool = false) -> Column {
        let n = rows.count
        // An empty column has no row 0 for -1 to read: its memory may hold views and indices of something else.
        if allowingMissing && count == 0 { return .nulls(type, count: n) }
        let index = UnsafePointer(rows.rows)
        if case .constant(let one) = layout, !allowingMissing || one.isNull(0) {
            return Column(type, count: n, layout: .constant(one))
        }
        if isConstant { return flattened().gather(rows, allowingMissing: allowingMissing) }
        if case .null = layout { return Column(type, count: n, layout: .null) }

        let validity = gatheredValidity(index, n, allowingMissing: allowingMissing)
        let layout: Layout
        switch self.layout {
        case .fixed(let buffer):
            layout = .fixed(gatherFixed(buffer, width: type.physicalType.width, index, n))
        case .view(let buffer, let heap):
            layout = .view(gatherFixed(buffer, width: 16, index, n), heap: heap)
        case .dictionary(let indices, let values):
            layout = .dictionary(indices: gatherFixed(indices, width: 4, index, n), values: values)
        case .structure(let children):
            layout = .structure(children.map { $0.gather(rows, allowingMissing: allowingMissing) })
        case .array(let offsets, let elements):
            let (newOffsets, picked) = gatherRanges(UnsafePointer(offsets.typed(Int32.self)), index, n)
            layout = .array(offsets: newOffsets, elements: elements.gather(picked))
        case .map(let offsets, let keys, let values):
            let (newOffsets, picked) = gatherRanges(UnsafePointer(offsets.typed(Int32.self)), index, n)
            layout = .map(offsets: newOffsets, keys: keys.gather(picked), values: values.gather(picked))
        case .null, .constant:
            layout = .null
        }
        return Column(type, count: n, layout: layout, validity: validity)
    }

    private func gatheredValidity(_ index: UnsafePointer<Int32>, _ n: Int, allowingMissing: Bool) -> Bitmap? {
        if validity == nil {
            var least: Int32 = 0
            if allowingMissing { for i in 0..<n { least = min(least, index[i]) } }
            if least >= 0 { return nil }
        }
        let result = Bitmap(count: n, filledWith: false)
        let out = result.words
        if let source = validity?.words {
            for i in 0..<n {
                let row = Int(index[i])
                if row < 0 { continue }
                let bit = source[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                out[i &>> 6] |= bit &<< UInt64(truncatingIfNeeded: i & 63)
            }
        } else {
            for i in 0..<n {
                out[i &>> 6] |= (index[i] < 0 ? 0 : 1) &<< UInt64(truncatingIfNeeded: i & 63)
            }
        }
        return result.allSet ? nil : result
    }
}

/// One type switch by width, then a tight loop.
private func gatherFixed(_ source: Buffer, width: Int, _ index: UnsafePointer<Int32>, _ n: Int) -> Buffer {
    let out = Buffer(capacity: n &* width)
    switch width {
    case 1: gatherLoop(source.typed(UInt8.self), out.typed(UInt8.self), index, n)
    case 2: gatherLoop(source.typed(UInt16.self), out.typed(UInt16.self), index, n)
    case 4: gatherLoop(source.typed(UInt32.self), out.typed(UInt32.self), index, n)
    case 8: gatherLoop(source.typed(UInt64.self), out.typed(UInt64.self), index, n)
    default: gatherLoop(source.typed(StringView.self), out.typed(StringView.self), index, n)
    }
    return out
}

private func gatherLoop<T: BitwiseCopyable>(
    _ source: UnsafeMutablePointer<T>, _ out: UnsafeMutablePointer<T>, _ index: UnsafePointer<Int32>, _ n: Int
) {
    // Row -1 reads row 0. The validity bitmap hides what was read.
    for i in 0..<n { out[i] = source[Int(max(index[i], 0))] }
}

private func gatherRanges(
    _ offsets: UnsafePointer<Int32>, _ index: UnsafePointer<Int32>, _ n: Int
) -> (Buffer, Selection) {
    let newOffsets = Buffer(capacity: (n &+ 1) &* 4)
    let out = newOffsets.typed(Int32.self)
    var total: Int32 = 0
    out[0] = 0
    for i in 0..<n {
        let row = Int(index[i])
        if row >= 0 { total &+= offsets[row &+ 1] &- offsets[row] }
        out[i &+ 1] = total
    }
    let picked = Selection(capacity: Int(total))
    var written = 0
    for i in 0..<n {
        let row = Int(index[i])
        if row < 0 { continue }
        var element = offsets[row]
        let end = offsets[row &+ 1]
        while element < end {
            picked.rows[written] = element
            written &+= 1
            element &+= 1
        }
    }
    picked.setCount(written)
    return (newOffsets, picked)
}
