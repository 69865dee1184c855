#if canImport(Glibc)
    import Glibc
#endif

/// Grows a flat column of any type by one value or by rows of another column.
///
/// The typed appends (``append(_:as:)``, ``append(bytes:)``) are for loops over known types; the caller keeps to the
/// builder's physical type. Amortised O(1) a value.
package final class ColumnBuilder {
    package let type: DataType
    package private(set) var count = 0
    private let width: Int
    private var capacity: Int
    private var values: Buffer
    private var bits: Bitmap?
    private var children: [ColumnBuilder] = []
    private var arena = StringArena()
    /// Heaps of columns whose long views were taken over without a copy.
    private var borrowedHeaps: [Buffer] = []

    package init(_ type: DataType, capacity: Int = 64) {
        self.type = type
        self.capacity = max(capacity, 16)
        switch type {
        case .array(let element, _): children = [ColumnBuilder(element)]
        case .map(let key, let value, _): children = [ColumnBuilder(key), ColumnBuilder(value)]
        default: children = (type.storedFields ?? []).map { ColumnBuilder($0.dataType, capacity: capacity) }
        }
        switch type.physicalType {
        case .array, .map: width = 4
        case let other: width = other.width
        }
        values = Buffer(capacity: (self.capacity + 1) * width)
        if children.count > 0, width == 4 { values.typed(Int32.self)[0] = 0 }
    }

    package func reserve(_ additional: Int) {
        let needed = count + additional
        guard needed > capacity else { return }
        let grown = max(needed, capacity * 2)
        if width > 0 { values = values.grown(to: (grown + 1) * width, keeping: (count + 1) * width) }
        if let old = bits {
            let larger = Bitmap(count: grown, filledWith: true)
            memcpy(larger.words, old.words, (capacity + 63) / 64 * 8)
            bits = larger
        }
        capacity = grown
    }

    package func appendNull() {
        reserve(1)
        if bits == nil { bits = Bitmap(count: capacity, filledWith: true) }
        bits?.clear(count)
        switch type.physicalType {
        case .array, .map: values.typed(Int32.self)[count + 1] = values.typed(Int32.self)[count]
        case .structure: for child in children { child.appendNull() }
        default: if width > 0 { memset(values.pointer + count * width, 0, width) }
        }
        count += 1
    }

    /// Appends a fixed-width value of the builder's physical type.
    @inline(__always)
    package func append<T: BitwiseCopyable>(_ value: T, as: T.Type = T.self) {
        if count == capacity { reserve(1) }
        values.typed(T.self)[count] = value
        count &+= 1
    }

    /// Appends a string or binary value; long ones are copied into the builder's arena.
    package func append(bytes: UnsafeRawBufferPointer) {
        if count == capacity { reserve(1) }
        values.typed(StringView.self)[count] = arena.view(of: bytes)
        count &+= 1
    }

    package func append(string: String) {
        var string = string
        string.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a value of the builder's type; a value of another kind is stored as null.
    package func append(_ value: Value) {
        switch (value, type.physicalType) {
        case (.boolean(let flag), .bool): append(flag ? 1 : 0, as: UInt8.self)
        case (.integer(let number), .int8): append(Int8(truncatingIfNeeded: number))
        case (.integer(let number), .int16): append(Int16(truncatingIfNeeded: number))
        case (.integer(let number), .int32): append(Int32(truncatingIfNeeded: number))
        case (.integer(let number), .int64): append(number)
        case (.float(let number), .float): append(number)
        case (.double(let number), .double): append(number)
        case (.decimal(let number), .int64): append(Int64(truncatingIfNeeded: number))
        case (.decimal(let number), .int128): append(number)
        case (.string(let text), .view): append(string: text)
        case (.binary(let bytes), .view): bytes.withUnsafeBytes { append(bytes: $0) }
        case (.array(let elements), .array):
            for element in elements { children[0].append(element) }
            closeRange()
        case (.map(let keys, let entries), .map):
            for key in keys { children[0].append(key) }
            for entry in entries { children[1].append(entry) }
            closeRange()
        case (.structure(let fields), .structure) where fields.count == children.count:
            reserve(1)
            for (child, field) in zip(children, fields) { child.append(field) }
            count += 1
        default: appendNull()
        }
    }

    /// Ends a row of an array or map whose elements were appended to ``child(_:)``.
    package func closeRange() {
        reserve(1)
        values.typed(Int32.self)[count + 1] = Int32(truncatingIfNeeded: children[0].count)
        count += 1
    }

    /// Ends a row of a struct whose fields were appended to ``child(_:)``.
    package func closeStructure() {
        reserve(1)
        count += 1
    }

    /// The builder of array elements (0), map keys (0) and values (1), or struct fields.
    package func child(_ index: Int) -> ColumnBuilder { children[index] }

    /// Appends every row of a column of the same type. Long strings are shared, not copied.
    package func append(contentsOf column: Column) {
        let column = column.flattened()
        let n = column.count
        guard n > 0 else { return }
        if case .null = column.layout {
            for _ in 0..<n { appendNull() }
            return
        }
        reserve(n)
        if let validity = column.validity {
            if bits == nil { bits = Bitmap(count: capacity, filledWith: true) }
            for row in 0..<n where !validity[row] { bits?.clear(count + row) }
        }
        switch column.layout {
        case .fixed(let buffer): memcpy(values.pointer + count * width, buffer.pointer, n * width)
        case .view(let buffer, let heap):
            memcpy(values.pointer + count * width, buffer.pointer, n * width)
            borrowedHeaps.append(contentsOf: heap)
        case .array(let offsets, let elements): append(offsets, n, [elements])
        case .map(let offsets, let keys, let entries): append(offsets, n, [keys, entries])
        case .structure(let fields):
            for (child, field) in zip(children, fields) { child.append(contentsOf: field) }
        case .null, .constant, .dictionary: break
        }
        count += n
    }

    private func append(_ offsets: Buffer, _ n: Int, _ parts: [Column]) {
        let source = offsets.typed(Int32.self)
        let target = values.typed(Int32.self)
        let shift = target[count] &- source[0]
        for row in 0..<n { target[count + row + 1] = source[row + 1] &+ shift }
        let range = Int(source[0])..<Int(source[n])
        for (child, part) in zip(children, parts) { child.append(contentsOf: part.slice(range)) }
    }

    /// The column built so far; the builder must not be used afterwards.
    package func finish() -> Column {
        let validity = bits.flatMap { bits -> Bitmap? in
            let exact = Bitmap(count: count, buffer: bits.storage)
            return exact.allSet ? nil : exact
        }
        let layout: Column.Layout
        switch type.physicalType {
        case .null: layout = .null
        case .view: layout = .view(values, heap: arena.buffers + deduplicated(borrowedHeaps))
        case .array: layout = .array(offsets: values, elements: children[0].finish())
        case .map: layout = .map(offsets: values, keys: children[0].finish(), values: children[1].finish())
        case .structure: layout = .structure(children.map { $0.finish() })
        default: layout = .fixed(values)
        }
        return Column(type, count: count, layout: layout, validity: validity)
    }

    private func deduplicated(_ heaps: [Buffer]) -> [Buffer] {
        var seen = Set<ObjectIdentifier>()
        return heaps.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }
}

/// Memory for the bytes of strings longer than 12 bytes, in blocks that never move.
package struct StringArena {
    package private(set) var buffers: [Buffer] = []
    private var used = 0
    private var blockCapacity = 0

    package init() {}

    /// Space for `count` bytes; valid as long as ``buffers`` are kept.
    package mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        if used + count > blockCapacity {
            blockCapacity = max(count, min(max(4096, blockCapacity * 2), 1 << 20))
            buffers.append(Buffer(capacity: blockCapacity))
            used = 0
        }
        let pointer = buffers[buffers.count - 1].pointer + used
        used += count
        return pointer
    }

    /// A view of a copy of `bytes`.
    package mutating func view(of bytes: UnsafeRawBufferPointer) -> StringView {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return StringView() }
        if bytes.count <= StringView.inlineCapacity { return StringView(base, length: bytes.count) }
        let copy = allocate(bytes.count)
        memcpy(copy, base, bytes.count)
        return StringView(copy, length: bytes.count)
    }

    /// Gives back the end of the last allocation, when less was written than asked for.
    package mutating func shrinkLast(by count: Int) { used -= count }
}

extension Column {
    /// The rows of all columns one after another. All have the type `type`. O(total rows). A column that nobody else
    /// holds is freed as soon as its rows are there.
    package static func concatenate(_ columns: consuming [Column], type: DataType) -> Column {
        if columns.count == 1 { return columns[0] }
        let builder = ColumnBuilder(type, capacity: columns.reduce(0) { $0 + $1.count })
        var rest = columns
        rest.reverse()
        while let column = rest.popLast() { builder.append(contentsOf: column) }
        return builder.finish()
    }
}

extension Batch {
    /// The rows of all batches one after another. O(total rows). Batches that nobody else holds are freed column by
    /// column.
    package static func concatenate(_ batches: consuming [Batch], schema: Schema) -> Batch {
        if batches.count == 1 { return batches[0] }
        let total = batches.reduce(0) { $0 + $1.count }
        var parts = Batch.columnLists(batches, width: schema.count)
        let columns = schema.fields.indices.map { index in
            var list: [Column] = []
            swap(&list, &parts[index])
            return Column.concatenate(list, type: schema.fields[index].dataType)
        }
        return Batch(columns, count: total)
    }

    /// The columns of all batches by their position; the batches themselves are let go.
    package static func columnLists(_ batches: consuming [Batch], width: Int) -> [[Column]] {
        (0..<width).map { index in batches.map { $0.columns[index] } }
    }
}
