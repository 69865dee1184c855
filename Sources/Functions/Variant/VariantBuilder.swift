import Columnar

/// Puts a variant together: its value bytes and the dictionary of field names, in the order of their first use.
struct VariantBuilder: ~Copyable {
    /// A field of an object being written: its name's id and where its value begins.
    struct Field {
        let id: Int
        let offset: Int
    }

    private(set) var value = ByteWriter()
    private var names = ByteWriter()
    private var nameEnds: [Int] = []
    private var ids: [[UInt8]: Int] = [:]
    private var scratch = ByteWriter()
    /// Values on their way behind a header.
    private var moved = ByteWriter()
    /// Spark's bound on either part.
    static let sizeLimit = 128 << 20

    init() {}

    mutating func clear() {
        value.clear()
        names.clear()
        nameEnds.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }

    /// Appends the variant to a builder of variants.
    mutating func finish(to builder: ColumnBuilder) {
        finish { builder.child($0).append(bytes: $1) }
        builder.closeStructure()
    }

    /// Hands out the value (0) and the dictionary of names (1).
    mutating func finish(_ take: (Int, UnsafeRawBufferPointer) -> Void) {
        take(0, value.bytes)
        scratch.clear()
        let width = Self.width(max(names.count, nameEnds.count))
        scratch.append(UInt8(1 | (width - 1) << 6))
        Self.append(nameEnds.count, width, &scratch)
        Self.append(0, width, &scratch)
        for end in nameEnds { Self.append(end, width, &scratch) }
        scratch.append(names.bytes)
        take(1, scratch.bytes)
    }

    /// The id of a name, given at its first use.
    mutating func id(_ name: UnsafeRawBufferPointer) -> Int {
        let key = Array(name)
        if let known = ids[key] { return known }
        let id = nameEnds.count
        ids[key] = id
        names.append(name)
        nameEnds.append(names.count)
        return id
    }

    // MARK: Scalars

    /// Appends a value in the encoding itself; it must not refer to names.
    mutating func append(raw bytes: UnsafeRawBufferPointer) { value.append(bytes) }

    mutating func appendNull() { value.append(0) }
    mutating func append(_ flag: Bool) { value.append(flag ? 4 : 8) }

    /// In the fewest bytes that hold it.
    mutating func append(_ number: Int64) {
        if let small = Int8(exactly: number) {
            value.append(3 << 2)
            value.append(UInt8(bitPattern: small))
        } else if let short = Int16(exactly: number) {
            value.append(4 << 2)
            little(short)
        } else if let int = Int32(exactly: number) {
            value.append(5 << 2)
            little(int)
        } else {
            value.append(6 << 2)
            little(number)
        }
    }

    mutating func append(_ number: Double) {
        value.append(7 << 2)
        little(number.bitPattern)
    }

    mutating func append(_ number: Float) {
        value.append(14 << 2)
        little(number.bitPattern)
    }

    mutating func append(decimal number: Int128, scale: Int) {
        let digits = number.magnitude
        if digits < 1_000_000_000, scale <= 9 {
            value.append(8 << 2)
            value.append(UInt8(truncatingIfNeeded: scale))
            little(Int32(truncatingIfNeeded: number))
        } else if digits < 1_000_000_000_000_000_000, scale <= 18 {
            value.append(9 << 2)
            value.append(UInt8(truncatingIfNeeded: scale))
            little(Int64(truncatingIfNeeded: number))
        } else {
            value.append(10 << 2)
            value.append(UInt8(truncatingIfNeeded: scale))
            little(number)
        }
    }

    mutating func append(date days: Int32) {
        value.append(11 << 2)
        little(days)
    }

    mutating func append(timestamp micros: Int64) {
        value.append(12 << 2)
        little(micros)
    }

    mutating func append(timestampNTZ micros: Int64) {
        value.append(13 << 2)
        little(micros)
    }

    mutating func append(string text: UnsafeRawBufferPointer) {
        if text.count < 64 {
            value.append(UInt8(text.count << 2 | 1))
        } else {
            value.append(16 << 2)
            little(UInt32(truncatingIfNeeded: text.count))
        }
        value.append(text)
    }

    mutating func append(binary bytes: UnsafeRawBufferPointer) {
        value.append(15 << 2)
        little(UInt32(truncatingIfNeeded: bytes.count))
        value.append(bytes)
    }

    private mutating func little<T: FixedWidthInteger>(_ number: T) {
        for index in 0..<(T.bitWidth / 8) {
            value.append(UInt8(truncatingIfNeeded: number >> T(index * 8)))
        }
    }

    private static func append(_ number: Int, _ width: Int, _ out: inout ByteWriter) {
        for index in 0..<width { out.append(UInt8(truncatingIfNeeded: number &>> (index &* 8))) }
    }

    /// Bytes that hold a number up to `limit`.
    private static func width(_ limit: Int) -> Int {
        limit <= 0xFF ? 1 : limit <= 0xFFFF ? 2 : limit <= 0xFF_FFFF ? 3 : 4
    }

    // MARK: Containers

    /// Where the next value begins.
    var position: Int { value.count }

    /// Puts the header of an array before its elements, which were written from `start` on.
    mutating func closeArray(from start: Int, offsets: [Int]) {
        let size = value.count - start
        let isLarge = offsets.count > 255
        let width = Self.width(size)
        scratch.clear()
        scratch.append(UInt8((isLarge ? 1 : 0) << 4 | (width - 1) << 2 | 3))
        Self.append(offsets.count, isLarge ? 4 : 1, &scratch)
        for offset in offsets { Self.append(offset - start, width, &scratch) }
        Self.append(size, width, &scratch)
        insertScratch(at: start)
    }

    /// Puts the header of an object before its values. The fields are sorted by name; of equal names the last stays
    /// when `keepsLast`, else false is returned.
    mutating func closeObject(from start: Int, fields: [Field], keepsLast: Bool = false) -> Bool {
        var sorted = fields
        sorted.sort { a, b in
            let order = compareNames(a.id, b.id)
            return order != 0 ? order < 0 : a.offset < b.offset
        }
        var unique: [Field] = []
        for field in sorted {
            if let last = unique.last, last.id == field.id {
                guard keepsLast else { return false }
                unique[unique.count - 1] = field
            } else {
                unique.append(field)
            }
        }
        let size = value.count - start
        let isLarge = unique.count > 255
        let offsetWidth = Self.width(size)
        let idWidth = Self.width(unique.map(\.id).max() ?? 0)
        scratch.clear()
        scratch.append(UInt8((isLarge ? 1 : 0) << 6 | (idWidth - 1) << 4 | (offsetWidth - 1) << 2 | 2))
        Self.append(unique.count, isLarge ? 4 : 1, &scratch)
        for field in unique { Self.append(field.id, idWidth, &scratch) }
        for field in unique { Self.append(field.offset - start, offsetWidth, &scratch) }
        Self.append(size, offsetWidth, &scratch)
        insertScratch(at: start)
        return true
    }

    private func compareNames(_ a: Int, _ b: Int) -> Int {
        if a == b { return 0 }
        let bytes = names.bytes
        let x = bytes[(a == 0 ? 0 : nameEnds[a - 1])..<nameEnds[a]]
        let y = bytes[(b == 0 ? 0 : nameEnds[b - 1])..<nameEnds[b]]
        return x.lexicographicallyPrecedes(y) ? -1 : 1
    }

    private mutating func insertScratch(at start: Int) {
        moved.clear()
        moved.append(UnsafeRawBufferPointer(rebasing: value.bytes[start...]))
        value.truncate(to: start)
        value.append(scratch.bytes)
        value.append(moved.bytes)
    }

    // MARK: From other forms

    /// Appends what a JSON text stands for. False when it is malformed.
    ///
    /// - Throws: VARIANT_DUPLICATE_KEY for an object with a name twice.
    mutating func append(json: UnsafeRawBufferPointer, syntax: JSONCursor.Syntax = []) throws -> Bool {
        var cursor = JSONCursor(json, syntax: syntax)
        // What follows the value is not looked at.
        return try append(&cursor, depth: 0)
    }

    private mutating func append(_ cursor: inout JSONCursor, depth: Int) throws -> Bool {
        guard depth < JSONCursor.depthLimit else { return false }
        switch cursor.peekKind() {
        case .object:
            cursor.position += 1
            let start = position
            var fields: [Field] = []
            if !cursor.take(0x7D) {
                while true {
                    var name = ByteWriter(capacity: 64)
                    guard cursor.peekKind() == .string, cursor.readText(into: &name), cursor.take(0x3A) else {
                        return false
                    }
                    let id = self.id(name.bytes)
                    if fields.contains(where: { $0.id == id }) {
                        let key = String(decoding: name.bytes, as: UTF8.self)
                        throw PyriteError(
                            .runtime, "VARIANT_DUPLICATE_KEY", sqlState: "22023",
                            "Failed to build variant because of a duplicate object key `\(key)`.",
                            parameters: ["key": key])
                    }
                    fields.append(Field(id: id, offset: position))
                    guard try append(&cursor, depth: depth + 1) else { return false }
                    if cursor.take(0x7D) { break }
                    guard cursor.take(0x2C) else { return false }
                }
            }
            return closeObject(from: start, fields: fields)
        case .array:
            cursor.position += 1
            let start = position
            var offsets: [Int] = []
            if !cursor.take(0x5D) {
                while true {
                    offsets.append(position)
                    guard try append(&cursor, depth: depth + 1) else { return false }
                    if cursor.take(0x5D) { break }
                    guard cursor.take(0x2C) else { return false }
                }
            }
            closeArray(from: start, offsets: offsets)
            return true
        case .string:
            var text = ByteWriter(capacity: 64)
            guard cursor.readText(into: &text) else { return false }
            append(string: text.bytes)
            return true
        case .boolean:
            let flag = cursor.current == 0x74
            guard cursor.skipValue() else { return false }
            append(flag)
            return true
        case .null:
            guard cursor.skipValue() else { return false }
            appendNull()
            return true
        case .number:
            guard let text = cursor.slice() else { return false }
            return append(number: text)
        case nil: return false
        }
    }

    /// An integer when it fits, a decimal when it has no exponent and at most 38 digits, else a double.
    private mutating func append(number text: UnsafeRawBufferPointer) -> Bool {
        let hasExponent = text.contains { $0 | 0x20 == 0x65 }
        let point = text.firstIndex(of: 0x2E)
        if point == nil, !hasExponent, let integer = NumberParsing.integer(text) {
            append(integer)
            return true
        }
        if !hasExponent {
            let scale = point.map { text.count - $0 - 1 } ?? 0
            if scale <= 38, case .value(let number) = NumberParsing.decimal(text, precision: 38, scale: scale) {
                append(decimal: number, scale: scale)
                return true
            }
        }
        guard let double = NumberParsing.double(text) else { return false }
        append(double)
        return true
    }

    /// Appends a copy of a variant, its names taken into this dictionary.
    mutating func append(_ view: VariantView, depth: Int = 0) throws {
        guard depth < VariantText.depthLimit else { throw VariantView.malformed() }
        switch try view.kind() {
        case .object(let container):
            let start = position
            var fields: [Field] = []
            for index in 0..<container.count {
                let id = self.id(try view.name(index, of: container))
                fields.append(Field(id: id, offset: position))
                try append(try view.element(index, of: container), depth: depth + 1)
            }
            guard closeObject(from: start, fields: fields) else { throw VariantView.malformed() }
        case .array(let container):
            let start = position
            var offsets: [Int] = []
            for index in 0..<container.count {
                offsets.append(position)
                try append(try view.element(index, of: container), depth: depth + 1)
            }
            closeArray(from: start, offsets: offsets)
        default: value.append(try view.bytes())
        }
    }

    /// Appends a value of any type that a variant can hold.
    mutating func append(_ column: Column, _ row: Int) throws {
        if column.isNull(row) { return appendNull() }
        switch column.layout {
        case .constant(let one): return try append(one, 0)
        case .dictionary(let indices, let values):
            return try append(values, Int(indices.typed(Int32.self)[row]))
        case .null: appendNull()
        case .structure(let parts) where column.type == .variant:
            let view = VariantView(
                TextInput(parts[0].flattened())[row], metadata: TextInput(parts[1].flattened())[row])
            try append(view)
        case .structure(let children):
            guard case .structure(let schema) = column.type else { return appendNull() }
            let start = position
            var fields: [Field] = []
            for (index, child) in children.enumerated() {
                var name = schema[index].name
                let id = name.withUTF8 { self.id(UnsafeRawBufferPointer($0)) }
                fields.append(Field(id: id, offset: position))
                try append(child, row)
            }
            _ = closeObject(from: start, fields: fields, keepsLast: true)
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            let start = position
            var positions: [Int] = []
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                positions.append(position)
                try append(elements, index)
            }
            closeArray(from: start, offsets: positions)
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            let start = position
            var fields: [Field] = []
            let flatKeys = TextInput(keys.flattened())
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                let id = self.id(flatKeys[index])
                fields.append(Field(id: id, offset: position))
                try append(values, index)
            }
            _ = closeObject(from: start, fields: fields, keepsLast: true)
        case .view(let views, _):
            let bytes = StringView.bytes(UnsafePointer(views.typed(StringView.self) + row))
            if column.type == .binary { append(binary: bytes) } else { append(string: bytes) }
        case .fixed(let buffer): append(buffer, row, column.type)
        }
    }

    private mutating func append(_ buffer: Buffer, _ row: Int, _ type: DataType) {
        switch type {
        case .boolean: append(buffer.typed(UInt8.self)[row] != 0)
        case .byte: append(Int64(buffer.typed(Int8.self)[row]))
        case .short: append(Int64(buffer.typed(Int16.self)[row]))
        case .integer: append(Int64(buffer.typed(Int32.self)[row]))
        case .long: append(buffer.typed(Int64.self)[row])
        case .float: append(buffer.typed(Float.self)[row])
        case .double: append(buffer.typed(Double.self)[row])
        case .decimal(_, let scale):
            let number =
                type.physicalType == .int64
                ? Int128(buffer.typed(Int64.self)[row]) : buffer.typed(Int128.self)[row]
            append(decimal: number, scale: scale)
        case .date: append(date: buffer.typed(Int32.self)[row])
        case .timestamp: append(timestamp: buffer.typed(Int64.self)[row])
        case .timestampNTZ: append(timestampNTZ: buffer.typed(Int64.self)[row])
        default: appendNull()
        }
    }
}
