#if canImport(Glibc)
    import Glibc
#endif

extension Column {
    /// The same rows without constant or dictionary encoding (at the top level). O(count) unless already flat.
    package func flattened() -> Column {
        switch layout {
        case .constant(let one):
            let rows = Selection(capacity: count)
            memset(UnsafeMutableRawPointer(rows.rows), 0, count &* 4)
            rows.setCount(count)
            return one.flattened().gather(rows)
        case .dictionary(let indices, let values):
            let rows = Selection(sharing: indices, count: count)
            let flat = values.gather(rows)
            return Column(type, count: count, layout: flat.layout, validity: validity)
        default:
            return self
        }
    }

    /// A column whose every row is `value`. O(1).
    package static func constant(_ value: Value, _ type: DataType, count: Int) -> Column {
        if case .null = type { return Column(.null, count: count, layout: .null) }
        let builder = ColumnBuilder(type, capacity: 1)
        builder.append(value)
        return Column(type, count: count, layout: .constant(builder.finish()))
    }

    /// A column of nulls. O(1).
    package static func nulls(_ type: DataType, count: Int) -> Column { constant(.null, type, count: count) }

    /// The rows in `range`. Fixed-width and view columns share memory; bitmaps are copied.
    package func slice(_ range: Range<Int>) -> Column {
        let n = range.count
        if range == 0..<count { return self }
        func shared(_ buffer: Buffer, _ width: Int) -> Buffer {
            Buffer(
                borrowing: buffer.pointer + range.lowerBound &* width,
                capacity: Swift.max(buffer.capacity &- range.lowerBound &* width, 0), owner: buffer)
        }
        let validity = self.validity.map { $0.slice(range) }
        let sliced: Layout
        switch layout {
        case .null: sliced = .null
        case .constant(let one): sliced = .constant(one)
        case .fixed(let buffer): sliced = .fixed(shared(buffer, type.physicalType.width))
        case .view(let buffer, let heap): sliced = .view(shared(buffer, 16), heap: heap)
        case .dictionary(let indices, let values): sliced = .dictionary(indices: shared(indices, 4), values: values)
        case .structure(let children): sliced = .structure(children.map { $0.slice(range) })
        case .array, .map:
            let rows = Selection(capacity: n)
            for i in 0..<n { rows.rows[i] = Int32(truncatingIfNeeded: range.lowerBound &+ i) }
            rows.setCount(n)
            return gather(rows)
        }
        return Column(type, count: n, layout: sliced, validity: validity)
    }
}

extension Bitmap {
    /// The bits in `range`, moved to begin at bit 0. O(range / 64).
    package func slice(_ range: Range<Int>) -> Bitmap {
        let n = range.count
        let result = Bitmap(count: n, filledWith: false)
        let shift = UInt64(range.lowerBound & 63)
        let first = range.lowerBound &>> 6
        let lastWord = (count &+ 63) / 64
        for index in 0..<((n &+ 63) / 64) {
            let position = first &+ index
            var word = words[position] &>> shift
            if shift > 0 && position &+ 1 < lastWord { word |= words[position &+ 1] &<< (64 &- shift) }
            result.words[index] = word
        }
        return result
    }
}
