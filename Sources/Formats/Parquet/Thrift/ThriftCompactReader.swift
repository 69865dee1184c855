/// Reads Thrift's compact protocol, in which Parquet writes its footer and page headers.
///
/// Every length is checked against the bytes that are left, so no input makes it read outside its buffer, allocate more
/// than the input's size or recurse deeply.
struct ThriftCompactReader {
    enum WireType: UInt8 {
        case stop = 0
        case booleanTrue, booleanFalse
        case byte, i16, i32, i64, double, binary, list, set, map, structure, uuid
    }

    /// A field of the struct being read.
    struct Field {
        let id: Int16
        let type: WireType
    }

    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0
    private var depth = 0
    private static let maxDepth = 64

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    private static let truncated = ParquetError("the metadata ends too early", isTruncation: true)

    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw Self.truncated }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func varint() throws -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            result |= UInt64(next & 0x7F) &<< shift
            if next & 0x80 == 0 { return result }
            shift += 7
            if shift >= 70 { throw ParquetError("the metadata holds an integer of too many bytes") }
        }
    }

    private mutating func zigzag() throws -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Reads a struct: `body` is handed every field and reads or skips its value.
    mutating func structure(_ body: (inout ThriftCompactReader, Field) throws -> Void) throws {
        guard depth < Self.maxDepth else { throw ParquetError("the metadata is nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        var lastID: Int16 = 0
        while true {
            let header = try byte()
            if header == 0 { return }
            guard let type = WireType(rawValue: header & 0x0F), type != .stop else {
                throw ParquetError("the metadata holds an unknown field type \(header & 0x0F)")
            }
            let delta = Int16(header >> 4)
            let id = delta == 0 ? Int16(truncatingIfNeeded: try zigzag()) : lastID &+ delta
            lastID = id
            try body(&self, Field(id: id, type: type))
        }
    }

    /// Reads a list: `body` reads one element each time.
    mutating func list(
        _ field: Field, reserve: (Int) -> Void = { _ in }, _ body: (inout ThriftCompactReader, WireType) throws -> Void
    ) throws {
        guard field.type == .list || field.type == .set else { throw mismatch(field, "a list") }
        let (count, element) = try listHeader()
        reserve(count)
        for _ in 0..<count { try body(&self, element) }
    }

    private mutating func listHeader() throws -> (count: Int, element: WireType) {
        let header = try byte()
        var count = UInt64(header >> 4)
        if count == 15 { count = try varint() }
        // Every element takes at least one byte.
        guard count <= UInt64(remaining) else { throw Self.truncated }
        // Type 0 is an old writer's boolean list.
        let raw = header & 0x0F
        guard let element = WireType(rawValue: raw == 0 ? 1 : raw) else {
            throw ParquetError("the metadata holds a list of an unknown type \(raw)")
        }
        return (Int(count), element)
    }

    private func mismatch(_ field: Field, _ expected: String) -> ParquetError {
        ParquetError("field \(field.id) of the metadata is a \(field.type) where \(expected) is expected")
    }

    mutating func int64(_ field: Field) throws -> Int64 {
        switch field.type {
        case .byte: return Int64(Int8(bitPattern: try byte()))
        case .i16, .i32, .i64: return try zigzag()
        default: throw mismatch(field, "an integer")
        }
    }

    mutating func int32(_ field: Field) throws -> Int32 {
        guard let value = Int32(exactly: try int64(field)) else {
            throw ParquetError("field \(field.id) of the metadata does not fit 32 bits")
        }
        return value
    }

    /// A count, offset or size: not negative.
    mutating func size(_ field: Field) throws -> Int {
        let value = try int64(field)
        guard value >= 0 else { throw ParquetError("field \(field.id) of the metadata is negative: \(value)") }
        return Int(value)
    }

    mutating func boolean(_ field: Field) throws -> Bool {
        switch field.type {
        case .booleanTrue: return true
        case .booleanFalse: return false
        default: throw mismatch(field, "a boolean")
        }
    }

    /// A boolean in a list, where it takes a byte.
    mutating func booleanElement() throws -> Bool { try byte() == WireType.booleanTrue.rawValue }

    /// The place of a binary or string value in the buffer.
    mutating func binary(_ field: Field) throws -> UnsafeRawBufferPointer {
        guard field.type == .binary else { throw mismatch(field, "a string") }
        let length = try varint()
        guard length <= UInt64(remaining) else { throw Self.truncated }
        defer { position += Int(length) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
    }

    mutating func bytes(_ field: Field) throws -> [UInt8] { Array(try binary(field)) }

    mutating func string(_ field: Field) throws -> String { String(decoding: try binary(field), as: UTF8.self) }

    /// Passes over a value of any type.
    mutating func skip(_ type: WireType) throws {
        guard depth < Self.maxDepth else { throw ParquetError("the metadata is nested too deeply") }
        switch type {
        case .stop, .booleanTrue, .booleanFalse: break
        case .byte: _ = try byte()
        case .i16, .i32, .i64: _ = try varint()
        case .double: try advance(8)
        case .uuid: try advance(16)
        case .binary:
            let length = try varint()
            guard length <= UInt64(remaining) else { throw Self.truncated }
            position += Int(length)
        case .list, .set:
            depth += 1
            defer { depth -= 1 }
            let (count, element) = try listHeader()
            for _ in 0..<count { try skipElement(element) }
        case .map:
            depth += 1
            defer { depth -= 1 }
            let count = try varint()
            guard count <= UInt64(remaining) else { throw Self.truncated }
            if count == 0 { return }
            let types = try byte()
            guard let key = WireType(rawValue: types >> 4), let value = WireType(rawValue: types & 0x0F) else {
                throw ParquetError("the metadata holds a map of unknown types")
            }
            for _ in 0..<count {
                try skipElement(key)
                try skipElement(value)
            }
        case .structure: try structure { reader, field in try reader.skip(field.type) }
        }
    }

    /// Booleans take a byte inside collections and none as fields.
    private mutating func skipElement(_ type: WireType) throws {
        if type == .booleanTrue || type == .booleanFalse { try advance(1) } else { try skip(type) }
    }

    private mutating func advance(_ count: Int) throws {
        guard count <= remaining else { throw Self.truncated }
        position += count
    }
}
