/// An immutable sequence of `count` values of one type, any of which may be null.
///
/// Values under a null are defined memory but mean nothing.
package final class Column: @unchecked Sendable {
    package indirect enum Layout {
        /// Values of the type's ``PhysicalType`` in sequence (every width but views).
        case fixed(Buffer)
        /// ``StringView``s, and the buffers that views of more than 12 bytes point into.
        case view(Buffer, heap: [Buffer])
        /// Row i holds elements offsets[i]..<offsets[i+1] (Int32, count + 1 of them).
        case array(offsets: Buffer, elements: Column)
        /// Row i holds entries offsets[i]..<offsets[i+1].
        case map(offsets: Buffer, keys: Column, values: Column)
        case structure([Column])
        /// The type is `.null`.
        case null
        /// Every row is the single row of another column, null or not. `validity` is `nil`.
        case constant(Column)
        /// Row i is row indices[i] (Int32) of `values`, which has no nulls and is flat; nulls are told by `validity`.
        case dictionary(indices: Buffer, values: Column)
    }

    package let type: DataType
    package let count: Int
    package let layout: Layout
    /// `nil` when no row is null (or the layout is `.constant` or `.null`; see ``isNull(_:)``).
    package let validity: Bitmap?

    package init(_ type: DataType, count: Int, layout: Layout, validity: Bitmap? = nil) {
        self.type = type
        self.count = count
        self.layout = layout
        self.validity = validity
    }

    package var isConstant: Bool { if case .constant = layout { true } else { false } }
    package var isDictionary: Bool { if case .dictionary = layout { true } else { false } }
    package var isFlat: Bool { !isConstant && !isDictionary }

    /// Whether some row may be null. O(1); may say yes when none is.
    package var mayHaveNulls: Bool {
        switch layout {
        case .null: count > 0
        case .constant(let one): one.isNull(0)
        default: validity != nil
        }
    }

    /// For slow paths; kernels read ``validity`` of the flattened column.
    package func isNull(_ row: Int) -> Bool {
        switch layout {
        case .null: true
        case .constant(let one): one.isNull(0)
        default: validity.map { !$0[row] } ?? false
        }
    }

    /// The number of null rows. O(count / 64).
    package var nullCount: Int {
        switch layout {
        case .null: count
        case .constant(let one): one.isNull(0) ? count : 0
        default: validity.map { count - $0.setCount } ?? 0
        }
    }

    /// The values of a flat fixed-width column; `nil` for another layout. The caller knows the physical type.
    @inlinable package func fixedValues<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafePointer<T>? {
        if case .fixed(let buffer) = layout { UnsafePointer(buffer.typed(T.self)) } else { nil }
    }

    /// The views of a flat string or binary column; `nil` for another layout.
    @inlinable package var views: UnsafePointer<StringView>? {
        if case .view(let buffer, _) = layout { UnsafePointer(buffer.typed(StringView.self)) } else { nil }
    }

    /// The same rows under another type of the same physical layout (a date read as an int, say).
    package func reinterpreted(as type: DataType) -> Column {
        if case .constant(let one) = layout {
            return Column(type, count: count, layout: .constant(one.reinterpreted(as: type)))
        }
        if case .dictionary(let indices, let values) = layout {
            let layout = Layout.dictionary(indices: indices, values: values.reinterpreted(as: type))
            return Column(type, count: count, layout: layout, validity: validity)
        }
        return Column(type, count: count, layout: layout, validity: validity)
    }

    /// Bytes of memory held by the column's own buffers (heaps included, shared or not).
    package var byteCount: Int {
        var total = validity?.storage.capacity ?? 0
        switch layout {
        case .fixed(let buffer): total += buffer.capacity
        case .view(let buffer, let heap): total += buffer.capacity + heap.reduce(0) { $0 + $1.capacity }
        case .array(let offsets, let elements): total += offsets.capacity + elements.byteCount
        case .map(let offsets, let keys, let values): total += offsets.capacity + keys.byteCount + values.byteCount
        case .structure(let children): total += children.reduce(0) { $0 + $1.byteCount }
        case .null: break
        case .constant(let one): total += one.byteCount
        case .dictionary(let indices, let values): total += indices.capacity + values.byteCount
        }
        return total
    }
}

/// Rows of several columns of equal length.
package struct Batch: @unchecked Sendable {
    package var columns: [Column]
    package var count: Int

    package init(_ columns: [Column], count: Int) {
        self.columns = columns
        self.count = count
    }

    package static let targetCount = 8192

    package var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

    package func gather(_ rows: Selection) -> Batch {
        Batch(columns.map { $0.gather(rows) }, count: rows.count)
    }
    package func slice(_ range: Range<Int>) -> Batch {
        if range == 0..<count { return self }
        return Batch(columns.map { $0.slice(range) }, count: range.count)
    }
}

/// Row numbers (Int32) in the order wanted. -1 stands for a row of nulls where a function says so.
package final class Selection: @unchecked Sendable {
    package let rows: UnsafeMutablePointer<Int32>
    package private(set) var count: Int
    private let buffer: Buffer

    package init(capacity: Int) {
        buffer = Buffer(capacity: capacity &* 4)
        rows = buffer.typed()
        count = 0
    }
    package convenience init(_ indices: [Int]) {
        self.init(capacity: indices.count)
        for (position, index) in indices.enumerated() { rows[position] = Int32(truncatingIfNeeded: index) }
        count = indices.count
    }
    /// Reads row numbers that lie in a buffer already (a dictionary's indices).
    package init(sharing buffer: Buffer, count: Int) {
        self.buffer = buffer
        rows = buffer.typed()
        self.count = count
    }
    /// Says how many entries the owner has written; at most the capacity.
    package func setCount(_ count: Int) { self.count = count }
    package var storage: Buffer { buffer }

    /// The rows where a flat boolean column is true and not null. O(count), branch-free.
    package convenience init(whereTrue column: Column) {
        let column = column.flattened()
        self.init(capacity: column.count)
        guard let flags = column.fixedValues(UInt8.self) else { return }
        var written = 0
        let rows = self.rows
        if let validity = column.validity {
            let words = validity.words
            for index in 0..<column.count {
                rows[written] = Int32(truncatingIfNeeded: index)
                let valid = words[index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63) & 1
                written &+= Int(truncatingIfNeeded: UInt64(flags[index]) & valid)
            }
        } else {
            for index in 0..<column.count {
                rows[written] = Int32(truncatingIfNeeded: index)
                written &+= Int(flags[index])
            }
        }
        count = written
    }
}
