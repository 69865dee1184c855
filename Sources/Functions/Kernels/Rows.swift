import Columnar

/// The arguments of a kernel with their encodings taken care of: each is flat, or one row that stands for all.
struct Rows {
    let arguments: [Column]
    let count: Int
    /// The type of the column to make.
    let type: DataType
    /// Rows in which no argument is null; `nil` when that is all. Not set for kernels that look at nulls themselves.
    let validity: Bitmap?

    /// Fixed-width values of an argument.
    @inline(__always) func fixed<T: BitwiseCopyable>(_ index: Int, as: T.Type = T.self) -> FixedInput<T> {
        FixedInput(arguments[index])
    }

    /// Strings or binary values of an argument.
    @inline(__always) func text(_ index: Int) -> TextInput { TextInput(arguments[index]) }

    /// Whether the row of an argument is null: for kernels that take nulls.
    func nulls(_ index: Int) -> NullInput { NullInput(arguments[index]) }

    /// The only row of an argument that is the same for all rows.
    func constant(_ index: Int) -> Column? {
        if case .constant(let one) = arguments[index].layout { one } else { nil }
    }

    func constantText(_ index: Int) -> [UInt8]? {
        guard let one = constant(index), one.views != nil else { return nil }
        return Array(TextInput(one)[0])
    }
}

/// Values of a flat or constant column by row.
struct FixedInput<T: BitwiseCopyable> {
    let base: UnsafePointer<T>
    /// 0 for a constant.
    let step: Int
    /// Keeps the values alive.
    private let buffer: Buffer

    init(_ column: Column) {
        var flat = column
        var step = 1
        if case .constant(let one) = column.layout {
            flat = one
            step = 0
        }
        if case .fixed(let values) = flat.layout {
            buffer = values
        } else {
            // A column of type `.null` has no values: all of its rows read as zero.
            buffer = Buffer(capacity: MemoryLayout<T>.stride, zeroed: true)
            step = 0
        }
        base = UnsafePointer(buffer.typed(T.self))
        self.step = step
    }

    @inline(__always) subscript(row: Int) -> T { base[row &* step] }
}

/// Strings of a flat or constant column by row.
struct TextInput {
    let base: UnsafePointer<StringView>
    let step: Int
    /// Keeps the views alive; ``heap`` holds what long ones point to.
    private let buffer: Buffer
    let heap: [Buffer]

    init(_ column: Column) {
        var flat = column
        var step = 1
        if case .constant(let one) = column.layout {
            flat = one
            step = 0
        }
        if case .view(let values, let heap) = flat.layout {
            buffer = values
            self.heap = heap
        } else {
            buffer = Buffer(capacity: 16, zeroed: true)
            heap = []
            step = 0
        }
        base = UnsafePointer(buffer.typed(StringView.self))
        self.step = step
    }

    @inline(__always) subscript(row: Int) -> UnsafeRawBufferPointer { StringView.bytes(base + row &* step) }
    @inline(__always) func view(_ row: Int) -> UnsafePointer<StringView> { base + row &* step }
}

/// Nulls of a flat or constant column by row.
struct NullInput {
    private let words: UnsafePointer<UInt64>?
    private let all: Bool
    private let owner: Column

    init(_ column: Column) {
        owner = column
        all = column.isConstant || column.type == .null ? column.isNull(0) : false
        words = column.validity.map { UnsafePointer($0.words) }
    }

    @inline(__always) subscript(row: Int) -> Bool {
        guard let words else { return all }
        return words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0
    }
}

/// Runs `body` over arguments of any encoding and gives `count` rows of `type`.
///
/// Constant arguments are evaluated once. A dictionary beside constants is evaluated on its values, then mapped. All
/// else is flattened. With `strict` a null argument makes a null row.
func evaluateRows(
    _ arguments: [Column], count: Int, type: DataType, strict: Bool = true, _ body: (Rows) throws -> Column
) throws -> Column {
    if count == 0 { return ColumnBuilder(type).finish() }
    if strict && arguments.contains(where: isAllNull) { return .nulls(type, count: count) }
    var arguments = arguments.map { $0.isConstant || !isAllNull($0) ? $0 : .nulls($0.type, count: count) }
    for index in arguments.indices {
        guard case .constant(let one) = arguments[index].layout else { continue }
        if strict && one.isNull(0) { return .nulls(type, count: count) }
        if !one.isFlat {
            arguments[index] = Column(one.type, count: count, layout: .constant(one.flattened()))
        }
    }
    let varying = arguments.indices.filter { !arguments[$0].isConstant }
    if varying.isEmpty && !arguments.isEmpty {
        let ones = arguments.map { column -> Column in
            if case .constant(let one) = column.layout { one } else { column }
        }
        let result = try body(Rows(arguments: ones, count: 1, type: type, validity: nil))
        return Column(type, count: count, layout: .constant(result.flattened()))
    }
    if strict, varying.count == 1, case .dictionary(let indices, let values) = arguments[varying[0]].layout,
        values.count <= count, values.count > 0
    {
        var inner = arguments.map { column -> Column in
            guard case .constant = column.layout else { return values }
            return Column(column.type, count: values.count, layout: column.layout)
        }
        inner[varying[0]] = values.flattened()
        // An entry that no row uses may fail; then the rows decide.
        if let result = try? body(Rows(arguments: inner, count: values.count, type: type, validity: nil)) {
            return mapped(result.flattened(), indices, count, arguments[varying[0]].validity)
        }
    }
    for index in varying { arguments[index] = arguments[index].flattened() }
    var validity: Bitmap?
    if strict { for index in varying { validity = Bitmap.and(validity, arguments[index].validity) } }
    return try body(Rows(arguments: arguments, count: count, type: type, validity: validity))
}

private func isAllNull(_ column: Column) -> Bool { if case .null = column.layout { true } else { false } }

/// The values of a dictionary's entries as rows: a dictionary again for strings, else flat.
private func mapped(_ values: Column, _ indices: Buffer, _ count: Int, _ validity: Bitmap?) -> Column {
    if values.validity == nil, values.views != nil {
        return Column(
            values.type, count: count, layout: .dictionary(indices: indices, values: values), validity: validity)
    }
    let flat = values.gather(Selection(sharing: indices, count: count))
    if flat.isConstant || flat.layoutIsNull { return flat }
    return Column(flat.type, count: count, layout: flat.layout, validity: Bitmap.and(flat.validity, validity))
}

extension Column {
    fileprivate var layoutIsNull: Bool { if case .null = layout { true } else { false } }
}
