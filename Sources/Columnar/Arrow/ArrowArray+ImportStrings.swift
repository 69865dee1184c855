import CPyrite

extension ArrowReader {
    /// Strings and binary values with offsets: views into their bytes.
    func strings(
        _ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int, largeOffsets: Bool
    ) throws(PyriteError) -> Column.Layout {
        let views = Buffer(capacity: count &* 16)
        guard count > 0, let offsets = try buffer(array, 1, needed: true) else { return .view(views, heap: []) }
        let width = largeOffsets ? 8 : 4
        func offset(_ row: Int) -> Int {
            let place = (start &+ row) &* width
            return largeOffsets
                ? Int(offsets.loadUnaligned(fromByteOffset: place, as: Int64.self))
                : Int(offsets.loadUnaligned(fromByteOffset: place, as: Int32.self))
        }
        let total = offset(count)
        let bytes = try buffer(array, 2, needed: total > offset(0))
        let target = views.typed(StringView.self)
        var begin = offset(0)
        guard begin >= 0 else { throw failure("its offsets are negative") }
        for row in 0..<count {
            let end = offset(row &+ 1)
            guard end >= begin, end &- begin <= StringView.maxLength else {
                throw failure("its offsets do not rise, or a value has more than 2147483647 bytes")
            }
            target[row] = bytes.map { StringView($0 + begin, length: end &- begin) } ?? StringView()
            begin = end
        }
        let heap = bytes.map { [shared($0, byteCount: total, alignment: 1)] } ?? []
        return .view(views, heap: heap)
    }

    /// Arrow's string views have the same short form; the long form names one of several buffers.
    func views(
        _ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int, _ validity: Bitmap?
    ) throws(PyriteError) -> Column.Layout {
        let views = Buffer(capacity: count &* 16)
        guard count > 0, let source = try buffer(array, 1, needed: true) else { return .view(views, heap: []) }
        // The last buffer holds the sizes of the buffers between it and the views.
        let dataCount = Int(array.pointee.n_buffers) &- 3
        guard dataCount >= 0 else { throw failure("the sizes of its buffers are missing") }
        var heap: [Buffer] = []
        if dataCount > 0, let sizes = try buffer(array, dataCount &+ 2, needed: true) {
            for index in 0..<dataCount {
                let size = Int(sizes.loadUnaligned(fromByteOffset: index &* 8, as: Int64.self))
                guard size >= 0 else { throw failure("the size of a buffer is negative") }
                guard let data = try buffer(array, index &+ 2, needed: size > 0) else {
                    heap.append(Buffer(capacity: 0))
                    continue
                }
                heap.append(shared(data, byteCount: size, alignment: 1))
            }
        }
        let target = views.typed(StringView.self)
        for row in 0..<count {
            if let validity, !validity[row] {
                target[row] = StringView()
                continue
            }
            let place = (start &+ row) &* 16
            let head = source.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let tail = source.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)
            let length = Int(Int32(truncatingIfNeeded: head))
            guard length >= 0 else { throw failure("the length of a value is negative") }
            if length <= StringView.inlineCapacity {
                target[row] = StringView(source + (place &+ 4), length: length)
                continue
            }
            let index = Int(Int32(truncatingIfNeeded: tail))
            let offset = Int(Int32(truncatingIfNeeded: tail &>> 32))
            guard index >= 0, index < heap.count, offset >= 0, offset &+ length <= heap[index].capacity else {
                throw failure("a value lies outside of its buffers")
            }
            target[row] = StringView(heap[index].pointer + offset, length: length)
        }
        return .view(views, heap: heap)
    }

    func fixedBytes(
        _ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int, _ size: Int
    ) throws(PyriteError) -> Column.Layout {
        let views = Buffer(capacity: count &* 16)
        guard count > 0, let base = try buffer(array, 1, needed: true) else { return .view(views, heap: []) }
        let target = views.typed(StringView.self)
        let first = base + start &* size
        for row in 0..<count { target[row] = StringView(first + row &* size, length: size) }
        return .view(views, heap: [shared(first, byteCount: count &* size, alignment: 1)])
    }
}
