import CPyrite

extension Batch {
    /// Hands the rows out as a struct array, for the caller to release. Buffers are shared, not copied, except those that
    /// Arrow lays out otherwise: booleans, decimals of up to 18 digits and strings.
    package func exportArrow(to out: UnsafeMutablePointer<ArrowArray>) throws(PyriteError) {
        let owner = ExportedArray(columns: [], buffers: [nil], childCount: columns.count)
        for (column, place) in zip(columns, owner.children) { try column.exportArrow(to: place) }
        owner.export(to: out, length: count, nullCount: 0)
    }
}

extension Column {
    /// Hands the column out, for the caller to release.
    package func exportArrow(to out: UnsafeMutablePointer<ArrowArray>) throws(PyriteError) {
        let column = flattened()
        let validity = column.validity
        let bits = validity.map { UnsafeMutableRawPointer($0.words) }
        let nulls = column.nullCount
        switch column.layout {
        case .null:
            ExportedArray(columns: [], buffers: [], childCount: 0).export(to: out, length: count, nullCount: count)
        case .fixed(let buffer):
            let values: Buffer
            switch type {
            case .boolean: values = packed(buffer)
            case .decimal where type.physicalType == .int64: values = widened(buffer)
            default: values = buffer
            }
            ExportedArray(columns: [column], buffers: [bits, values.pointer], childCount: 0, keeping: [values])
                .export(to: out, length: count, nullCount: nulls)
        case .view(let views, _):
            let (offsets, bytes) = try concatenated(views.typed(StringView.self), validity)
            let owner = ExportedArray(
                columns: [], buffers: [bits, offsets.pointer, bytes.pointer], childCount: 0,
                keeping: [offsets, bytes] + (validity.map { [$0.storage] } ?? []))
            owner.export(to: out, length: count, nullCount: nulls)
        case .array(let offsets, let elements):
            let owner = ExportedArray(columns: [column], buffers: [bits, offsets.pointer], childCount: 1)
            try elements.exportArrow(to: owner.children[0])
            owner.export(to: out, length: count, nullCount: nulls)
        case .map(let offsets, let keys, let values):
            let owner = ExportedArray(columns: [column], buffers: [bits, offsets.pointer], childCount: 1)
            let entries = Batch([keys, values], count: keys.count)
            try entries.exportArrow(to: owner.children[0])
            owner.export(to: out, length: count, nullCount: nulls)
        case .structure(let parts) where type == .calendarInterval:
            let packed = packedIntervals(parts)
            ExportedArray(columns: [column], buffers: [bits, packed.pointer], childCount: 0, keeping: [packed])
                .export(to: out, length: count, nullCount: nulls)
        case .structure(let fields):
            let owner = ExportedArray(columns: [column], buffers: [bits], childCount: fields.count)
            for (field, place) in zip(fields, owner.children) { try field.exportArrow(to: place) }
            owner.export(to: out, length: count, nullCount: nulls)
        case .constant, .dictionary: throw PyriteError.internalError("a flattened column is still encoded")
        }
    }

    /// Booleans as bits.
    private func packed(_ buffer: Buffer) -> Buffer {
        let bits = Bitmap(count: count, filledWith: false)
        let words = bits.words
        let flags = buffer.typed(UInt8.self)
        for row in 0..<count {
            words[row &>> 6] |= UInt64(truncatingIfNeeded: flags[row] & 1) &<< UInt64(truncatingIfNeeded: row & 63)
        }
        return bits.storage
    }

    /// Decimals of 64 bits as 128 bits.
    private func widened(_ buffer: Buffer) -> Buffer {
        let wide = Buffer(capacity: count &* 16)
        let source = buffer.typed(Int64.self)
        let target = wide.typed(Int128.self)
        for row in 0..<count { target[row] = Int128(truncatingIfNeeded: source[row]) }
        return wide
    }

    /// Calendar intervals as Arrow has them: 32 bits of months, 32 of days and 64 of nanoseconds.
    private func packedIntervals(_ parts: [Column]) -> Buffer {
        let packed = Buffer(capacity: count &* 16, zeroed: true)
        let flat = parts.map { $0.flattened() }
        guard flat.count == 3, let months = flat[0].fixedValues(Int32.self), let days = flat[1].fixedValues(Int32.self),
            let micros = flat[2].fixedValues(Int64.self)
        else { return packed }
        for row in 0..<count {
            let target = packed.pointer + row &* 16
            target.storeBytes(of: months[row], as: Int32.self)
            (target + 4).storeBytes(of: days[row], as: Int32.self)
            (target + 8).storeBytes(of: micros[row] &* 1_000, as: Int64.self)
        }
        return packed
    }

    /// The bytes of all strings one after another, and where each begins.
    private func concatenated(
        _ views: UnsafePointer<StringView>, _ validity: Bitmap?
    ) throws(PyriteError) -> (offsets: Buffer, bytes: Buffer) {
        let offsets = Buffer(capacity: (count &+ 1) &* 4)
        let ends = offsets.typed(Int32.self)
        var total = 0
        ends[0] = 0
        for row in 0..<count {
            if validity.map({ $0[row] }) ?? true { total &+= views[row].length }
            ends[row &+ 1] = Int32(truncatingIfNeeded: total)
        }
        guard total <= Int(Int32.max) else {
            throw PyriteError.unsupported("a batch with more than 2 GB of text in one column")
        }
        let bytes = Buffer(capacity: total)
        for row in 0..<count {
            let start = Int(ends[row])
            let length = Int(ends[row &+ 1]) &- start
            guard length > 0 else { continue }
            let source = StringView.bytes(views + row)
            UnsafeMutableRawBufferPointer(start: bytes.pointer + start, count: length).copyMemory(from: source)
        }
        return (offsets, bytes)
    }
}

/// The memory that an exported array points into, kept until it is released.
private final class ExportedArray {
    private let columns: [Column]
    private let kept: [Buffer]
    private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>
    private let bufferCount: Int
    let children: [UnsafeMutablePointer<ArrowArray>]
    private let childPointers: UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>?

    init(columns: [Column], buffers: [UnsafeMutableRawPointer?], childCount: Int, keeping kept: [Buffer] = []) {
        self.columns = columns
        self.kept = kept
        bufferCount = buffers.count
        self.buffers = .allocate(capacity: max(buffers.count, 1))
        for (index, buffer) in buffers.enumerated() { self.buffers[index] = UnsafeRawPointer(buffer) }
        children = (0..<childCount).map { _ in
            let place = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
            place.initialize(to: ArrowArray())
            return place
        }
        childPointers = pointerArray(children)
    }

    deinit {
        for child in children {
            child.pointee.release?(child)
            child.deallocate()
        }
        childPointers?.deallocate()
        buffers.deallocate()
    }

    func export(to out: UnsafeMutablePointer<ArrowArray>, length: Int, nullCount: Int) {
        out.pointee = ArrowArray(
            length: Int64(length), null_count: Int64(nullCount), offset: 0, n_buffers: Int64(bufferCount),
            n_children: Int64(children.count), buffers: buffers, children: childPointers, dictionary: nil,
            release: releaseExportedArray, private_data: Unmanaged.passRetained(self).toOpaque())
    }
}

private func releaseExportedArray(_ array: UnsafeMutablePointer<ArrowArray>?) {
    guard let array, let owner = array.pointee.private_data else { return }
    array.pointee.release = nil
    array.pointee.private_data = nil
    Unmanaged<ExportedArray>.fromOpaque(owner).release()
}
