import Columnar
import Plans

/// An integer that holds normalised keys.
protocol NormalizedKey: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, SendableMetatype {}
extension UInt64: NormalizedKey {}
extension UInt128: NormalizedKey {}

/// One key of an order, evaluated.
struct SortDirection: Sendable {
    var ascending: Bool
    var nullsFirst: Bool
}

/// Key columns normalised into one unsigned integer a row whose order is the rows' order as far as it reaches.
struct NormalizedKeys<Key: NormalizedKey> {
    /// Whether equal keys mean equal rows; otherwise the rest is for ``RowOrder`` to compare.
    let isExact: Bool
    private let parts: [Part]

    private struct Part {
        var direction: SortDirection
        var physical: PhysicalType
        /// Bits of the value that go into the key (the highest ones); the null bit comes on top.
        var bits: Int
        var hasNullBit: Bool
    }

    /// Bits that all keys need, or `nil` when some key has no bound.
    static func bitsNeeded(_ columns: [(type: DataType, mayHaveNulls: Bool)]) -> Int? {
        var total = 0
        for column in columns {
            switch column.type.physicalType {
            case .bool: total += 1
            case .int8, .int16, .int32, .int64, .float, .double, .int128:
                total += column.type.physicalType.width * 8
            case .null: break
            case .view, .array, .map, .structure: return nil
            }
            if column.mayHaveNulls { total += 1 }
        }
        return total
    }

    init(_ columns: [(type: DataType, mayHaveNulls: Bool)], directions: [SortDirection]) {
        var left = Key.bitWidth
        var exact = true
        var parts: [Part] = []
        for (column, direction) in zip(columns, directions) {
            let physical = column.type.physicalType
            let nullBits = column.mayHaveNulls ? 1 : 0
            if left <= nullBits {
                exact = false
                break
            }
            var bits: Int
            switch physical {
            case .bool: bits = 1
            case .int8, .int16, .int32, .int64, .float, .double, .int128: bits = physical.width * 8
            case .view: bits = 128
            case .null: bits = 0
            case .array, .map, .structure:
                bits = 0
                exact = false
            }
            if physical == .view || bits > left - nullBits {
                exact = false
                bits = min(bits, left - nullBits)
                if physical == .view { bits = bits / 8 * 8 }
            }
            left -= bits + nullBits
            parts.append(Part(direction: direction, physical: physical, bits: bits, hasNullBit: column.mayHaveNulls))
            if !exact { break }
        }
        self.parts = parts
        self.isExact = exact
    }

    /// The keys of `columns` rows in `range`, written to `out` (one a row of the range). Columns must be flat.
    func encode(_ columns: [Column], range: Range<Int>, into out: UnsafeMutablePointer<Key>) {
        let n = range.count
        for index in 0..<n { out[index] = 0 }
        for (part, column) in zip(parts, columns) {
            let scratch = Buffer(capacity: n &* 16)
            let values = scratch.typed(UInt128.self)
            part.physical == .view
                ? viewBits(column, range, part.bits, values)
                : fixedBits(column, part.physical, range, part.bits, values)
            let mask: UInt128 = part.bits >= 128 ? .max : (1 &<< UInt128(truncatingIfNeeded: part.bits)) &- 1
            let flip: UInt128 = part.direction.ascending ? 0 : mask
            let shift = Key(truncatingIfNeeded: part.bits)
            let validity = column.validity?.words
            let isNullColumn = column.type == .null
            let nullMark: Key = part.direction.nullsFirst ? 0 : 1
            for index in 0..<n {
                var valid = !isNullColumn
                if let validity {
                    let row = range.lowerBound &+ index
                    valid = validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0
                }
                var key = out[index]
                if part.hasNullBit { key = key &<< 1 | (valid ? 1 &- nullMark : nullMark) }
                let value = valid ? (values[index] ^ flip) & mask : 0
                out[index] = (part.bits >= Key.bitWidth ? 0 : key &<< shift) | Key(truncatingIfNeeded: value)
            }
        }
    }

    private func viewBits(_ column: Column, _ range: Range<Int>, _ bits: Int, _ out: UnsafeMutablePointer<UInt128>) {
        guard let views = column.views else { return }
        let wanted = bits / 8
        for index in 0..<range.count {
            let view = views + range.lowerBound + index
            let bytes = StringView.bytes(view)
            var value: UInt128 = 0
            let taken = min(wanted, bytes.count)
            for position in 0..<taken { value = value &<< 8 | UInt128(truncatingIfNeeded: bytes[position]) }
            out[index] = taken == 0 ? 0 : value &<< UInt128(truncatingIfNeeded: (wanted &- taken) &* 8)
        }
    }

    private func fixedBits(
        _ column: Column, _ physical: PhysicalType, _ range: Range<Int>, _ bits: Int,
        _ out: UnsafeMutablePointer<UInt128>
    ) {
        guard case .fixed(let buffer) = column.layout else {
            for index in 0..<range.count { out[index] = 0 }
            return
        }
        let (start, n) = (range.lowerBound, range.count)
        let drop = UInt128(truncatingIfNeeded: physical == .bool ? 0 : max(physical.width * 8 - bits, 0))
        switch physical {
        case .bool:
            let values = buffer.typed(UInt8.self) + start
            for index in 0..<n { out[index] = UInt128(truncatingIfNeeded: values[index]) }
        case .int8:
            let values = buffer.typed(Int8.self) + start
            for index in 0..<n { out[index] = UInt128(truncatingIfNeeded: UInt8(bitPattern: values[index]) ^ 0x80) }
        case .int16:
            let values = buffer.typed(Int16.self) + start
            for index in 0..<n { out[index] = UInt128(truncatingIfNeeded: UInt16(bitPattern: values[index]) ^ 0x8000) }
        case .int32:
            let values = buffer.typed(Int32.self) + start
            for index in 0..<n {
                out[index] = UInt128(truncatingIfNeeded: UInt32(bitPattern: values[index]) ^ 0x8000_0000)
            }
        case .int64:
            let values = buffer.typed(Int64.self) + start
            for index in 0..<n {
                out[index] = UInt128(truncatingIfNeeded: UInt64(bitPattern: values[index]) ^ (1 &<< 63))
            }
        case .float:
            let values = buffer.typed(Float.self) + start
            for index in 0..<n {
                let value = values[index]
                let bits: UInt32 = value == 0 ? 0 : (value.isNaN ? 0x7FC0_0000 : value.bitPattern)
                out[index] = UInt128(truncatingIfNeeded: bits &>> 31 != 0 ? ~bits : bits | 0x8000_0000)
            }
        case .double:
            let values = buffer.typed(Double.self) + start
            for index in 0..<n {
                let value = values[index]
                let bits: UInt64 = value == 0 ? 0 : (value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern)
                out[index] = UInt128(truncatingIfNeeded: bits &>> 63 != 0 ? ~bits : bits | (1 &<< 63))
            }
        case .int128:
            let values = buffer.typed(Int128.self) + start
            for index in 0..<n { out[index] = UInt128(bitPattern: values[index]) ^ (1 &<< 127) }
        case .view, .null, .array, .map, .structure:
            for index in 0..<n { out[index] = 0 }
        }
        if drop > 0 { for index in 0..<n { out[index] = out[index] &>> drop } }
    }
}
