/// Spark's 32-bit Murmur3 (`hash(…)`, and the placement of rows in partitions). Differs from the reference in its tail:
/// each byte beyond a multiple of four is mixed on its own.
package enum Murmur3 {
    package static let seed: Int32 = 42

    /// The hash of each row over all columns, each column's hash being the seed of the next; nulls leave it as it is.
    /// The result holds `count` Int32 values. O(rows × columns).
    package static func hash(columns: [Column], count: Int, seed: Int32 = Murmur3.seed) -> Buffer {
        let result = Buffer(capacity: count &* 4)
        let hashes = result.typed(UInt32.self)
        let start = UInt32(bitPattern: seed)
        for row in 0..<count { hashes[row] = start }
        for column in columns { update(hashes, column, count) }
        return result
    }

    @inline(__always) static func mixKey(_ key: UInt32) -> UInt32 {
        var k = key &* 0xCC9E_2D51
        k = k &<< 15 | k &>> 17
        return k &* 0x1B87_3593
    }

    @inline(__always) static func mixHash(_ hash: UInt32, _ key: UInt32) -> UInt32 {
        var h = hash ^ key
        h = h &<< 13 | h &>> 19
        return h &* 5 &+ 0xE654_6B64
    }

    @inline(__always) static func finish(_ hash: UInt32, _ length: UInt32) -> UInt32 {
        var h = hash ^ length
        h = (h ^ h &>> 16) &* 0x85EB_CA6B
        h = (h ^ h &>> 13) &* 0xC2B2_AE35
        return h ^ h &>> 16
    }

    @inline(__always) package static func hash(_ value: Int32, seed: UInt32) -> UInt32 {
        finish(mixHash(seed, mixKey(UInt32(bitPattern: value))), 4)
    }

    @inline(__always) package static func hash(_ value: Int64, seed: UInt32) -> UInt32 {
        let low = mixHash(seed, mixKey(UInt32(truncatingIfNeeded: value)))
        return finish(mixHash(low, mixKey(UInt32(truncatingIfNeeded: value &>> 32))), 8)
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt32) -> UInt32 {
        var h = seed
        let whole = bytes.count & ~3
        var position = 0
        while position < whole {
            h = mixHash(h, mixKey(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
            position &+= 4
        }
        while position < bytes.count {
            h = mixHash(h, mixKey(UInt32(bitPattern: Int32(Int8(bitPattern: bytes[position])))))
            position &+= 1
        }
        return finish(h, UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func update(_ hashes: UnsafeMutablePointer<UInt32>, _ column: Column, _ count: Int) {
        if column.isConstant || column.isDictionary { return update(hashes, column.flattened(), count) }
        if column.type == .null { return }
        switch column.type {
        case .boolean: fixed(hashes, column, count, UInt8.self) { hash(Int32($0), seed: $1) }
        case .byte: fixed(hashes, column, count, Int8.self) { hash(Int32($0), seed: $1) }
        case .short: fixed(hashes, column, count, Int16.self) { hash(Int32($0), seed: $1) }
        case .integer, .date, .yearMonthInterval: fixed(hashes, column, count, Int32.self) { hash($0, seed: $1) }
        case .long, .timestamp, .timestampNTZ, .dayTimeInterval, .time:
            fixed(hashes, column, count, Int64.self) { hash($0, seed: $1) }
        case .float:
            fixed(hashes, column, count, Float.self) { value, seed in
                let bits = value == 0 ? 0 : value.isNaN ? 0x7FC0_0000 : value.bitPattern
                return hash(Int32(bitPattern: bits), seed: seed)
            }
        case .double:
            fixed(hashes, column, count, Double.self) { value, seed in
                let bits = value == 0 ? 0 : value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern
                return hash(Int64(bitPattern: bits), seed: seed)
            }
        case .decimal, .timestampNanos:
            if column.type.physicalType == .int64 {
                fixed(hashes, column, count, Int64.self) { hash($0, seed: $1) }
            } else {
                fixed(hashes, column, count, Int128.self) { value, seed in
                    withBigEndianBytes(of: value) { hash($0, seed: seed) }
                }
            }
        case .string, .collated, .char, .varchar, .binary, .spatial:
            guard let views = column.views else { return }
            eachValid(column, count) { row in hashes[row] = hash(StringView.bytes(views + row), seed: hashes[row]) }
        case .array, .map, .structure, .variant, .calendarInterval:
            eachValid(column, count) { row in hashes[row] = nested(column, row, seed: hashes[row]) }
        case .null: break
        }
    }

    @inline(__always)
    private static func fixed<T: BitwiseCopyable>(
        _ hashes: UnsafeMutablePointer<UInt32>, _ column: Column, _ count: Int, _ type: T.Type,
        _ body: (T, UInt32) -> UInt32
    ) {
        guard let values = column.fixedValues(T.self) else { return }
        if let validity = column.validity {
            for row in 0..<count where validity[row] { hashes[row] = body(values[row], hashes[row]) }
        } else {
            for row in 0..<count { hashes[row] = body(values[row], hashes[row]) }
        }
    }

    @inline(__always)
    private static func eachValid(_ column: Column, _ count: Int, _ body: (Int) -> Void) {
        let validity = column.validity
        for row in 0..<count where validity?[row] ?? true { body(row) }
    }

    /// The shortest two's complement form, highest byte first, as Java's `BigInteger.toByteArray` gives it.
    package static func withBigEndianBytes<R>(of value: Int128, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeBytes(of: value.bigEndian) { bytes in
            var start = 0
            let filler: UInt8 = value < 0 ? 0xFF : 0
            while start < 15 && bytes[start] == filler && (bytes[start + 1] ^ filler) & 0x80 == 0 { start += 1 }
            return body(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// One value of any type; a null gives the seed.
    private static func nested(_ column: Column, _ row: Int, seed: UInt32) -> UInt32 {
        if column.isNull(row) { return seed }
        switch column.layout {
        case .structure(let children): return children.reduce(seed) { nested($1, row, seed: $0) }
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            return (Int(bounds[row])..<Int(bounds[row + 1])).reduce(seed) { nested(elements, $1, seed: $0) }
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            return (Int(bounds[row])..<Int(bounds[row + 1])).reduce(seed) {
                nested(values, $1, seed: nested(keys, $1, seed: $0))
            }
        default:
            let one = Buffer(capacity: 4)
            one.typed(UInt32.self)[0] = seed
            update(one.typed(UInt32.self), column.slice(row..<(row + 1)), 1)
            return one.typed(UInt32.self)[0]
        }
    }
}
