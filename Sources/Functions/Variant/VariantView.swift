import Columnar

/// A value in the variant encoding of Parquet and Spark, read in place. Every access is checked against the buffers'
/// ends: malformed bytes give an error.
struct VariantView {
    enum Kind {
        case null
        case boolean(Bool)
        case integer(Int64)
        case float(Float)
        case double(Double)
        case decimal(Int128, scale: Int)
        case date(Int32)
        case timestamp(Int64)
        case timestampNTZ(Int64)
        case string(UnsafeRawBufferPointer)
        case binary(UnsafeRawBufferPointer)
        case uuid(UnsafeRawBufferPointer)
        case object(Container)
        case array(Container)
    }

    /// Where the parts of an object or array lie.
    struct Container {
        let count: Int
        let idWidth: Int
        let offsetWidth: Int
        let ids: Int
        let offsets: Int
        let data: Int
    }

    let value: UnsafeRawBufferPointer
    let metadata: UnsafeRawBufferPointer
    let start: Int

    init(_ value: UnsafeRawBufferPointer, metadata: UnsafeRawBufferPointer, start: Int = 0) {
        self.value = value
        self.metadata = metadata
        self.start = start
    }

    static func malformed() -> PyriteError {
        PyriteError(
            .runtime, "MALFORMED_VARIANT", sqlState: "22023",
            "Variant binary is malformed. Please check the data source is valid.")
    }

    /// `width` bytes as an unsigned number, lowest first.
    private static func unsigned(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ width: Int) throws -> Int {
        guard at >= 0, width > 0, at &+ width <= bytes.count else { throw malformed() }
        var result = 0
        for index in 0..<width { result |= Int(bytes[at &+ index]) &<< (8 &* index) }
        return result
    }

    private func load<T: FixedWidthInteger & BitwiseCopyable>(_ at: Int, as: T.Type) throws -> T {
        guard at >= 0, at &+ MemoryLayout<T>.size <= value.count else { throw Self.malformed() }
        return T(littleEndian: value.loadUnaligned(fromByteOffset: at, as: T.self))
    }

    private func slice(_ at: Int, _ length: Int) throws -> UnsafeRawBufferPointer {
        guard at >= 0, length >= 0, at &+ length <= value.count else { throw Self.malformed() }
        return UnsafeRawBufferPointer(rebasing: value[at..<(at &+ length)])
    }

    func kind() throws -> Kind {
        let header = Int(try load(start, as: UInt8.self))
        let info = header &>> 2
        let body = start &+ 1
        switch header & 3 {
        case 1: return .string(try slice(body, info))
        case 2:
            let isLarge = info &>> 4 & 1 == 1
            return .object(try container(isLarge, idWidth: (info &>> 2 & 3) &+ 1, offsetWidth: (info & 3) &+ 1))
        case 3: return .array(try container(info &>> 2 & 1 == 1, idWidth: 0, offsetWidth: (info & 3) &+ 1))
        default: break
        }
        switch info {
        case 0: return .null
        case 1: return .boolean(true)
        case 2: return .boolean(false)
        case 3: return .integer(Int64(try load(body, as: Int8.self)))
        case 4: return .integer(Int64(try load(body, as: Int16.self)))
        case 5: return .integer(Int64(try load(body, as: Int32.self)))
        case 6: return .integer(try load(body, as: Int64.self))
        case 7: return .double(Double(bitPattern: try load(body, as: UInt64.self)))
        case 8: return .decimal(Int128(try load(body &+ 1, as: Int32.self)), scale: try scale(body))
        case 9: return .decimal(Int128(try load(body &+ 1, as: Int64.self)), scale: try scale(body))
        case 10: return .decimal(try load(body &+ 1, as: Int128.self), scale: try scale(body))
        case 11: return .date(try load(body, as: Int32.self))
        case 12: return .timestamp(try load(body, as: Int64.self))
        case 13: return .timestampNTZ(try load(body, as: Int64.self))
        case 14: return .float(Float(bitPattern: try load(body, as: UInt32.self)))
        case 15: return .binary(try slice(body &+ 4, Int(try load(body, as: UInt32.self))))
        case 16: return .string(try slice(body &+ 4, Int(try load(body, as: UInt32.self))))
        case 20: return .uuid(try slice(body, 16))
        default: throw Self.malformed()
        }
    }

    private func scale(_ at: Int) throws -> Int {
        let scale = Int(try load(at, as: UInt8.self))
        guard scale <= 38 else { throw Self.malformed() }
        return scale
    }

    private func container(_ isLarge: Bool, idWidth: Int, offsetWidth: Int) throws -> Container {
        let sizeWidth = isLarge ? 4 : 1
        let count = try Self.unsigned(value, start &+ 1, sizeWidth)
        guard count <= value.count else { throw Self.malformed() }
        let ids = start &+ 1 &+ sizeWidth
        let offsets = ids &+ count &* idWidth
        return Container(
            count: count, idWidth: idWidth, offsetWidth: offsetWidth, ids: ids, offsets: offsets,
            data: offsets &+ (count &+ 1) &* offsetWidth)
    }

    /// The element or field value at a position of an array or object.
    func element(_ index: Int, of container: Container) throws -> VariantView {
        let offset = try Self.unsigned(
            value, container.offsets &+ index &* container.offsetWidth, container.offsetWidth)
        guard container.data &+ offset < value.count else { throw Self.malformed() }
        return VariantView(value, metadata: metadata, start: container.data &+ offset)
    }

    /// The name of the field at a position of an object.
    func name(_ index: Int, of container: Container) throws -> UnsafeRawBufferPointer {
        try key(try Self.unsigned(value, container.ids &+ index &* container.idWidth, container.idWidth))
    }

    /// The names of a dictionary, in order.
    static func names(of metadata: UnsafeRawBufferPointer) throws -> [UnsafeRawBufferPointer] {
        guard let header = metadata.first else { throw malformed() }
        let count = try unsigned(metadata, 1, Int(header &>> 6 & 3) &+ 1)
        guard count < metadata.count else { throw malformed() }
        let view = VariantView(UnsafeRawBufferPointer(start: nil, count: 0), metadata: metadata)
        return try (0..<count).map { try view.key($0) }
    }

    /// A name of the dictionary.
    private func key(_ id: Int) throws -> UnsafeRawBufferPointer {
        guard let header = metadata.first, header & 0x0F == 1 else { throw Self.malformed() }
        let width = Int(header &>> 6 & 3) &+ 1
        let count = try Self.unsigned(metadata, 1, width)
        guard id < count else { throw Self.malformed() }
        let first = 1 &+ width
        let begin = try Self.unsigned(metadata, first &+ id &* width, width)
        let end = try Self.unsigned(metadata, first &+ (id &+ 1) &* width, width)
        let data = first &+ (count &+ 1) &* width
        guard begin <= end, data &+ end <= metadata.count else { throw Self.malformed() }
        return UnsafeRawBufferPointer(rebasing: metadata[(data &+ begin)..<(data &+ end)])
    }

    /// The field of this name; `nil` when there is none. Fields lie in the order of their names.
    func field(_ name: UnsafeRawBufferPointer, of container: Container) throws -> VariantView? {
        for index in 0..<container.count {
            let key = try self.name(index, of: container)
            if key.count == name.count, key.elementsEqual(name) { return try element(index, of: container) }
        }
        return nil
    }

    /// Bytes from the value's first to its last.
    func size() throws -> Int {
        let header = Int(try load(start, as: UInt8.self))
        switch try kind() {
        case .string(let text): return header & 3 == 1 ? 1 &+ text.count : 5 &+ text.count
        case .binary(let bytes): return 5 &+ bytes.count
        case .object(let container), .array(let container):
            let length = try Self.unsigned(
                value, container.offsets &+ container.count &* container.offsetWidth, container.offsetWidth)
            return container.data &- start &+ length
        default: break
        }
        switch header &>> 2 {
        case 0, 1, 2: return 1
        case 3: return 2
        case 4: return 3
        case 5, 11, 14: return 5
        case 8: return 6
        case 9: return 10
        case 10: return 18
        case 20: return 17
        default: return 9
        }
    }

    /// The bytes of the value alone.
    func bytes() throws -> UnsafeRawBufferPointer { try slice(start, try size()) }
}

/// Variant values of an argument by row.
struct VariantInput {
    private let values: TextInput
    private let metadata: TextInput
    private let step: Int
    private let column: Column

    init(_ column: Column) {
        self.column = column
        var flat = column
        var step = 1
        if case .constant(let one) = column.layout {
            flat = one
            step = 0
        }
        self.step = step
        if case .structure(let parts) = flat.layout, parts.count == 2 {
            values = TextInput(parts[0].flattened())
            metadata = TextInput(parts[1].flattened())
        } else {
            values = TextInput(.nulls(.binary, count: 1))
            metadata = values
        }
    }

    @inline(__always) subscript(row: Int) -> VariantView {
        VariantView(values[row &* step], metadata: metadata[row &* step])
    }
}
