import Columnar

/// xxHash64 as Spark computes it: integers of four and eight bytes, then bytes.
package enum XXHash64 {
    private static let p1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let p3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let p5: UInt64 = 0x27D4_EB2F_1656_67C5

    @inline(__always) private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x &<< n | x &>> (64 &- n) }

    @inline(__always) private static func avalanche(_ hash: UInt64) -> UInt64 {
        var h = (hash ^ hash &>> 33) &* p2
        h = (h ^ h &>> 29) &* p3
        return h ^ h &>> 32
    }

    static func hash(_ value: Int32, seed: UInt64) -> UInt64 {
        let h = (seed &+ p5 &+ 4) ^ (UInt64(UInt32(bitPattern: value)) &* p1)
        return avalanche(rotate(h, 23) &* p2 &+ p3)
    }

    static func hash(_ value: Int64, seed: UInt64) -> UInt64 {
        let h = (seed &+ p5 &+ 8) ^ (rotate(UInt64(bitPattern: value) &* p2, 31) &* p1)
        return avalanche(rotate(h, 27) &* p1 &+ p4)
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var position = 0
        var h: UInt64
        let count = bytes.count
        if count >= 32 {
            var v = (seed &+ p1 &+ p2, seed &+ p2, seed, seed &- p1)
            func round(_ lane: UInt64, _ offset: Int) -> UInt64 {
                rotate(lane &+ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) &* p2, 31) &* p1
            }
            while position &+ 32 <= count {
                v.0 = round(v.0, position)
                v.1 = round(v.1, position &+ 8)
                v.2 = round(v.2, position &+ 16)
                v.3 = round(v.3, position &+ 24)
                position &+= 32
            }
            h = rotate(v.0, 1) &+ rotate(v.1, 7) &+ rotate(v.2, 12) &+ rotate(v.3, 18)
            for lane in [v.0, v.1, v.2, v.3] { h = (h ^ (rotate(lane &* p2, 31) &* p1)) &* p1 &+ p4 }
        } else {
            h = seed &+ p5
        }
        h = h &+ UInt64(count)
        while position &+ 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            h = rotate(h ^ (rotate(word &* p2, 31) &* p1), 27) &* p1 &+ p4
            position &+= 8
        }
        if position &+ 4 <= count {
            let word = UInt64(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            h = rotate(h ^ (word &* p1), 23) &* p2 &+ p3
            position &+= 4
        }
        while position < count {
            h = rotate(h ^ (UInt64(bytes[position]) &* p5), 11) &* p1
            position &+= 1
        }
        return avalanche(h)
    }

    /// One value of any type; a null gives the seed.
    static func hash(_ column: Column, _ row: Int, seed: UInt64) -> UInt64 {
        if column.isNull(row) { return seed }
        switch column.layout {
        case .null: return seed
        case .constant(let one): return hash(one, 0, seed: seed)
        case .dictionary(let indices, let values):
            return hash(values, Int(indices.typed(Int32.self)[row]), seed: seed)
        case .view(let buffer, _):
            return hash(StringView.bytes(UnsafePointer(buffer.typed(StringView.self) + row)), seed: seed)
        case .structure(let children): return children.reduce(seed) { hash($1, row, seed: $0) }
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            return (Int(bounds[row])..<Int(bounds[row + 1])).reduce(seed) { hash(elements, $1, seed: $0) }
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            return (Int(bounds[row])..<Int(bounds[row + 1])).reduce(seed) {
                hash(values, $1, seed: hash(keys, $1, seed: $0))
            }
        case .fixed(let buffer):
            switch column.type.physicalType {
            case .bool: return hash(Int32(buffer.typed(UInt8.self)[row]), seed: seed)
            case .int8: return hash(Int32(buffer.typed(Int8.self)[row]), seed: seed)
            case .int16: return hash(Int32(buffer.typed(Int16.self)[row]), seed: seed)
            case .int32: return hash(buffer.typed(Int32.self)[row], seed: seed)
            case .int64: return hash(buffer.typed(Int64.self)[row], seed: seed)
            case .float:
                let value = buffer.typed(Float.self)[row]
                return hash(
                    Int32(bitPattern: value == 0 ? 0 : value.isNaN ? 0x7FC0_0000 : value.bitPattern), seed: seed)
            case .double:
                let value = buffer.typed(Double.self)[row]
                let bits = value == 0 ? 0 : value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern
                return hash(Int64(bitPattern: bits), seed: seed)
            case .int128:
                return Murmur3.withBigEndianBytes(of: buffer.typed(Int128.self)[row]) { hash($0, seed: seed) }
            default: return seed
            }
        }
    }
}

enum HashFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "hash", .hash, "hash(a, b, …) - The Murmur3 hash of the arguments.", ["hash('Spark', array(123), 2)"],
            since: "2.0.0", count: 1...Int.max
        ) { call in
            try rejectMaps(call)
            return ScalarBinding(argumentTypes: call.types, resultType: .integer, nullable: false) {
                arguments, count, _ in
                Column(.integer, count: count, layout: .fixed(Murmur3.hash(columns: arguments, count: count)))
            }
        },
        .scalar(
            "xxhash64", .hash, "xxhash64(a, b, …) - The 64-bit xxHash of the arguments.",
            ["xxhash64('Spark', array(123), 2)"], since: "3.0.0", count: 1...Int.max
        ) { call in
            try rejectMaps(call)
            return ScalarBinding(argumentTypes: call.types, resultType: .long, nullable: false) { arguments, count, _ in
                let buffer = Buffer(capacity: count * 8)
                let out = buffer.typed(UInt64.self)
                for row in 0..<count { out[row] = arguments.reduce(42) { XXHash64.hash($1, row, seed: $0) } }
                return Column(.long, count: count, layout: .fixed(buffer))
            }
        },
    ]

    private static func rejectMaps(_ call: Call) throws {
        guard call.types.contains(where: \.holdsMap) else { return }
        throw PyriteError(
            .analysis, "DATATYPE_MISMATCH.HASH_MAP_TYPE", sqlState: "42K09",
            "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input to the function `\(call.name)` cannot "
                + "contain elements of the \"MAP\" type.",
            parameters: ["sqlExpr": "\"\(call.sql)\"", "functionName": "`\(call.name)`"])
    }
}
