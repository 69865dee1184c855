/// Writes Thrift's compact protocol. Fields of a struct must come in ascending order.
struct ThriftCompactWriter {
    private(set) var bytes: [UInt8] = []
    private var lastID: Int16 = 0
    private var outer: [Int16] = []

    typealias WireType = ThriftCompactReader.WireType

    private mutating func varint(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func zigzag(_ value: Int64) { varint(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    private mutating func header(_ id: Int16, _ type: WireType) {
        let delta = id - lastID
        if delta > 0 && delta <= 15 {
            bytes.append(UInt8(delta) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            zigzag(Int64(id))
        }
        lastID = id
    }

    mutating func int32(_ id: Int16, _ value: Int32) {
        header(id, .i32)
        zigzag(Int64(value))
    }

    mutating func int64(_ id: Int16, _ value: Int) {
        header(id, .i64)
        zigzag(Int64(value))
    }

    mutating func byte(_ id: Int16, _ value: Int8) {
        header(id, .byte)
        bytes.append(UInt8(bitPattern: value))
    }

    mutating func boolean(_ id: Int16, _ value: Bool) { header(id, value ? .booleanTrue : .booleanFalse) }

    mutating func binary(_ id: Int16, _ value: some Collection<UInt8>) {
        header(id, .binary)
        element(value)
    }

    mutating func string(_ id: Int16, _ value: String) { binary(id, Array(value.utf8)) }

    mutating func structure(_ id: Int16, _ body: (inout ThriftCompactWriter) -> Void) {
        header(id, .structure)
        element(body)
    }

    /// Begins a list; `count` elements follow.
    mutating func list(_ id: Int16, _ type: WireType, count: Int) {
        header(id, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | type.rawValue)
        } else {
            bytes.append(0xF0 | type.rawValue)
            varint(UInt64(count))
        }
    }

    /// A struct standing alone or in a list.
    mutating func element(_ body: (inout ThriftCompactWriter) -> Void) {
        outer.append(lastID)
        lastID = 0
        body(&self)
        bytes.append(0)
        lastID = outer.removeLast()
    }

    /// A string in a list.
    mutating func element(_ value: some Collection<UInt8>) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// An integer in a list.
    mutating func element(_ value: Int32) { zigzag(Int64(value)) }
}
