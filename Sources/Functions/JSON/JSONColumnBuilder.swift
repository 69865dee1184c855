import Columnar
import Glibc

/// Grows a column by values read from JSON. Unlike ``ColumnBuilder`` it takes back what was appended last, when the
/// record turns out to be malformed.
final class JSONColumnBuilder {
    enum Kind: UInt8 {
        case void, boolean, byte, short, integer, long, float, double, decimal, wideDecimal
        case string, binary, date, timestamp, timestampNTZ, interval, time, array, map, structure, variant
    }

    let type: DataType
    let kind: Kind
    let precision: Int
    let scale: Int
    let children: [JSONColumnBuilder]
    let names: JSONNameTable
    private let width: Int
    private(set) var count = 0
    private var capacity = 0
    private var values: Buffer
    /// One byte a row: 0 is null.
    private var flags: Buffer
    private var hasNulls = false
    private var arena = StringArena()

    init(_ type: DataType) {
        self.type = type
        var scale = 0
        var precision = 0
        var children: [JSONColumnBuilder] = []
        var names: [String] = []
        switch type {
        case .null: kind = .void
        case .boolean: kind = .boolean
        case .byte: kind = .byte
        case .short: kind = .short
        case .integer: kind = .integer
        case .long: kind = .long
        case .float: kind = .float
        case .double: kind = .double
        case .decimal(let p, let s):
            (precision, scale) = (p, s)
            kind = p <= 18 ? .decimal : .wideDecimal
        case .string, .collated, .char, .varchar: kind = .string
        case .binary: kind = .binary
        case .date: kind = .date
        case .timestamp: kind = .timestamp
        case .timestampNTZ: kind = .timestampNTZ
        case .yearMonthInterval, .dayTimeInterval: kind = .interval
        // Files hold none of these; a column of such a type is all null.
        case .timestampNanos, .calendarInterval, .spatial: kind = .void
        case .time: kind = .time
        case .variant:
            kind = .variant
            children = [JSONColumnBuilder(.binary), JSONColumnBuilder(.binary)]
        case .array(let element, _):
            kind = .array
            children = [JSONColumnBuilder(element)]
        case .map(let key, let value, _):
            kind = .map
            children = [JSONColumnBuilder(key), JSONColumnBuilder(value)]
        case .structure(let schema):
            kind = .structure
            children = schema.fields.map { JSONColumnBuilder($0.dataType) }
            names = schema.names
        }
        self.scale = scale
        self.precision = precision
        self.children = children
        self.names = JSONNameTable(names)
        width = kind == .array || kind == .map ? 4 : type.physicalType.width
        values = Buffer(capacity: 0)
        flags = Buffer(capacity: 0)
        values.typed(Int32.self)[0] = 0
    }

    @inline(__always)
    private func reserve() {
        if count == capacity { grow() }
    }

    @inline(never)
    private func grow() {
        let grown = max(1024, capacity * 2)
        let largerValues = Buffer(capacity: (grown + 1) * width)
        memcpy(largerValues.pointer, values.pointer, min((count + 1) * width, values.capacity))
        let largerFlags = Buffer(capacity: grown)
        memcpy(largerFlags.pointer, flags.pointer, count)
        values = largerValues
        flags = largerFlags
        capacity = grown
    }

    /// Appends a value of the builder's width.
    @inline(__always)
    func append<T: BitwiseCopyable>(_ value: T) {
        reserve()
        let row = count
        values.typed(T.self)[row] = value
        flags.typed(UInt8.self)[row] = 1
        count = row &+ 1
    }

    func appendNull() {
        reserve()
        let row = count
        flags.typed(UInt8.self)[row] = 0
        hasNulls = true
        switch kind {
        case .array, .map: values.typed(Int32.self)[row &+ 1] = values.typed(Int32.self)[row]
        case .structure, .variant: for child in children { child.appendNull() }
        default: if width > 0 { memset(values.pointer + row &* width, 0, width) }
        }
        count = row &+ 1
    }

    /// Appends text that stays where it is as long as the column lives.
    @inline(__always)
    func append(borrowing text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress else { return append(StringView()) }
        append(StringView(base, length: text.count))
    }

    /// Appends the scanner's string without its escapes.
    func appendUnescaped(_ scanner: JSONScanner) {
        let room = scanner.token.count
        let target = arena.allocate(room).assumingMemoryBound(to: UInt8.self)
        let written = scanner.unescape(into: target)
        arena.shrinkLast(by: room - written)
        append(StringView(target, length: written))
    }

    func append(copying bytes: UnsafeRawBufferPointer) { append(arena.view(of: bytes)) }

    /// Appends a variant, which its two binary columns hold.
    func append(variant: inout VariantBuilder) {
        variant.finish { children[$0].append(copying: $1) }
        closeStructure()
    }

    /// Ends a row of an array or map whose entries were appended to the children.
    func closeRange() {
        reserve()
        let row = count
        values.typed(Int32.self)[row &+ 1] = Int32(truncatingIfNeeded: children[0].count)
        flags.typed(UInt8.self)[row] = 1
        count = row &+ 1
    }

    /// Ends a row of a struct: fields that got no value are null.
    @inline(__always)
    func closeStructure() {
        reserve()
        let row = count
        for child in children where child.count == row { child.appendNull() }
        flags.typed(UInt8.self)[row] = 1
        count = row &+ 1
    }

    /// Takes back all rows from `rows` on, including what was appended to children for a row that was not ended.
    func truncate(to rows: Int) {
        count = rows
        switch kind {
        case .structure, .variant: for child in children where child.count >= rows { child.truncate(to: rows) }
        case .array, .map:
            let entries = Int(values.typed(Int32.self)[rows])
            for child in children { child.truncate(to: entries) }
        default: break
        }
    }

    /// The column so far; the builder begins anew.
    func finish(heap: [Buffer]) -> Column {
        defer { reset() }
        let rows = count
        var validity: Bitmap?
        if hasNulls, kind != .void {
            let bits = Bitmap(count: rows, filledWith: false)
            let source = flags.typed(UInt8.self)
            let words = bits.words
            for row in 0..<rows {
                words[row &>> 6] |= UInt64(source[row]) &<< UInt64(truncatingIfNeeded: row & 63)
            }
            validity = bits.allSet ? nil : bits
        }
        let layout: Column.Layout
        switch kind {
        case .void: layout = .null
        case .string, .binary: layout = .view(values, heap: heap + arena.buffers)
        case .array: layout = .array(offsets: values, elements: children[0].finish(heap: heap))
        case .map:
            layout = .map(offsets: values, keys: children[0].finish(heap: heap), values: children[1].finish(heap: heap))
        case .structure, .variant: layout = .structure(children.map { $0.finish(heap: heap) })
        default: layout = .fixed(values)
        }
        return Column(type, count: rows, layout: layout, validity: validity)
    }

    private func reset() {
        count = 0
        capacity = 0
        values = Buffer(capacity: 0)
        flags = Buffer(capacity: 0)
        values.typed(Int32.self)[0] = 0
        hasNulls = false
        arena = StringArena()
    }
}

/// Finds fields by the bytes of their names, by an open-addressing table; most records have their fields in one order,
/// so that the field behind the last found is tried first.
final class JSONNameTable {
    private let names: [[UInt8]]
    private let storage: UnsafeMutablePointer<UInt8>
    private let offsets: UnsafeMutablePointer<Int32>
    private let slots: UnsafeMutablePointer<Int32>
    private let mask: Int
    private let isUnique: Bool

    init(_ texts: [String]) {
        isUnique = Set(texts).count == texts.count
        names = texts.map { Array($0.utf8) }
        var size = 8
        while size < texts.count * 2 { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.update(repeating: -1, count: size)
        offsets = .allocate(capacity: texts.count + 1)
        storage = .allocate(capacity: max(names.reduce(0) { $0 + $1.count }, 1))
        offsets[0] = 0
        var used = 0
        for (index, name) in names.enumerated() {
            for byte in name {
                storage[used] = byte
                used += 1
            }
            offsets[index + 1] = Int32(truncatingIfNeeded: used)
            let hash = name.withUnsafeBytes { Self.hash($0) }
            var slot = hash & mask
            // Of fields with the same name the last one is meant.
            while slots[slot] >= 0, names[Int(slots[slot])] != name { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: index)
        }
    }

    deinit {
        slots.deallocate()
        offsets.deallocate()
        storage.deallocate()
    }

    var count: Int { names.count }

    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: value >> 8)
    }

    @inline(__always)
    private func matches(_ index: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let start = Int(offsets[index])
        guard Int(offsets[index &+ 1]) &- start == name.count else { return false }
        guard let base = name.baseAddress else { return true }
        return memcmp(storage + start, base, name.count) == 0
    }

    /// The field of this name; `nil` for none. `guess` is tried first.
    @inline(__always)
    func index(of name: UnsafeRawBufferPointer, guess: Int) -> Int? {
        if guess < names.count, isUnique, matches(guess, name) { return guess }
        var slot = Self.hash(name) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if matches(index, name) { return index }
            slot = (slot &+ 1) & mask
        }
        return nil
    }
}
