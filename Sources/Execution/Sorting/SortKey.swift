import Columnar
import Plans

/// An integer that holds normalised keys.
protocol NormalizedKey: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, SendableMetatype {}
extension UInt32: NormalizedKey {}
extension UInt64: NormalizedKey {}
extension UInt128: NormalizedKey {}

/// One key of an order, evaluated.
struct SortDirection: Sendable {
    var ascending: Bool
    var nullsFirst: Bool
}

/// What a normalised key has to tell apart of one key column.
struct SortColumn {
    var type: DataType
    var mayHaveNulls: Bool
    /// Of integers: the range that all values lie in.
    var range: ClosedRange<Int64>?
    /// Of strings and binary.
    var texts: TextShape?

    /// What strings have in common.
    struct TextShape {
        /// Leading bytes that are the same in all.
        var prefix: Int
        /// Further bytes of the longest.
        var width: Int
        /// Bits that tell a string from its beginning with zeros behind it: none where all are equally long.
        var lengthBits: Int

        /// More do not fit a key.
        static let maxWidth = 15
    }

    init(_ column: Column) {
        type = column.type
        mayHaveNulls = column.mayHaveNulls
        range = SortColumn.range(of: column)
        texts = SortColumn.texts(of: column)
    }

    private static func texts(of column: Column) -> TextShape? {
        guard let views = column.views else { return nil }
        let valid = column.validity?.words
        var (first, prefix, shortest, longest) = (-1, 0, Int.max, 0)
        for row in 0..<column.count {
            if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let bytes = StringView.bytes(views + row)
            shortest = min(shortest, bytes.count)
            longest = max(longest, bytes.count)
            if first < 0 { (first, prefix) = (row, bytes.count) }
            if prefix == 0 { continue }
            let known = StringView.bytes(views + first)
            var same = 0
            let most = min(prefix, bytes.count)
            while same < most && bytes[same] == known[same] { same &+= 1 }
            prefix = same
        }
        if first < 0 { return TextShape(prefix: 0, width: 0, lengthBits: 0) }
        let width = longest - prefix
        let bits = shortest == longest ? 0 : Int.bitWidth - width.leadingZeroBitCount
        return TextShape(prefix: prefix, width: width, lengthBits: bits)
    }

    /// Bits of a value, without its null bit; `nil` when there is no bound.
    var valueBits: Int? {
        if let range {
            return 64 - UInt64(bitPattern: range.upperBound &- range.lowerBound).leadingZeroBitCount
        }
        if let texts {
            return texts.width <= TextShape.maxWidth ? texts.width * 8 + texts.lengthBits : nil
        }
        switch type.physicalType {
        case .bool: return 1
        case .int8, .int16, .int32, .int64, .float, .double, .int128: return type.physicalType.width * 8
        case .null: return 0
        case .view, .array, .map, .structure: return nil
        }
    }

    /// Bits that all columns need, or `nil` when some have no bound.
    static func bits(_ columns: [SortColumn]) -> Int? {
        var total = 0
        for column in columns {
            guard let bits = column.valueBits else { return nil }
            total += bits + (column.mayHaveNulls ? 1 : 0)
        }
        return total
    }

    private static func range(of column: Column) -> ClosedRange<Int64>? {
        guard case .fixed(let buffer) = column.layout, column.count > 0 else { return nil }
        switch column.type.physicalType {
        case .int8: return range(UnsafePointer(buffer.typed(Int8.self)), column.count)
        case .int16: return range(UnsafePointer(buffer.typed(Int16.self)), column.count)
        case .int32: return range(UnsafePointer(buffer.typed(Int32.self)), column.count)
        case .int64: return range(UnsafePointer(buffer.typed(Int64.self)), column.count)
        default: return nil
        }
    }

    /// Of all rows, null or not: what lies behind a null can only make the range wider.
    private static func range<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafePointer<T>, _ count: Int
    ) -> ClosedRange<Int64> {
        var (low, high) = (values[0], values[0])
        for row in 1..<max(count, 1) {
            low = min(low, values[row])
            high = max(high, values[row])
        }
        return Int64(low)...Int64(high)
    }
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
        /// Low bits that do not.
        var dropped: Int
        /// Of integers: the value of normalised value 0.
        var lowest: Int64?
        /// Of strings: leading bytes that do not count, and bits behind the bytes that hold the length.
        var prefix = 0
        var lengthBits = 0
        var hasNullBit: Bool
    }

    init(_ columns: [SortColumn], directions: [SortDirection]) {
        var left = Key.bitWidth
        var exact = true
        var parts: [Part] = []
        for (column, direction) in zip(columns, directions) {
            let physical = column.type.physicalType
            let nullBits = column.mayHaveNulls ? 1 : 0
            if left < nullBits || (left == nullBits && column.valueBits != 0) {
                exact = false
                break
            }
            let whole = column.valueBits ?? (physical == .view ? 128 : 0)
            var bits = whole
            var lengthBits = column.texts?.lengthBits ?? 0
            if column.valueBits == nil || bits > left - nullBits {
                exact = false
                bits = min(bits, left - nullBits)
                if physical == .view {
                    lengthBits = 0
                    bits = bits / 8 * 8
                }
            }
            left -= bits + nullBits
            parts.append(
                Part(
                    direction: direction, physical: physical, bits: bits, dropped: whole - bits,
                    lowest: column.range?.lowerBound, prefix: column.texts?.prefix ?? 0, lengthBits: lengthBits,
                    hasNullBit: column.mayHaveNulls))
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
            if let lowest = part.lowest {
                addIntegers(column, range, part, lowest, out)
                continue
            }
            let scratch = Buffer(capacity: n &* 16)
            let values = scratch.typed(UInt128.self)
            part.physical == .view
                ? viewBits(column, range, part, values)
                : fixedBits(column, part.physical, range, part.dropped, values)
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

    /// Puts the distances of integers from the lowest behind what the keys hold already.
    private func addIntegers(
        _ column: Column, _ range: Range<Int>, _ part: Part, _ lowest: Int64, _ out: UnsafeMutablePointer<Key>
    ) {
        guard case .fixed(let buffer) = column.layout else { return }
        let (start, n) = (range.lowerBound, range.count)
        let validity = column.validity?.words
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ column: UnsafeMutablePointer<T>) {
            let values = column + start
            let mask: UInt64 = part.bits >= 64 ? .max : (1 &<< UInt64(part.bits)) &- 1
            let flip = part.direction.ascending ? 0 : mask
            let (shift, dropped) = (Key(truncatingIfNeeded: part.bits), UInt64(part.dropped))
            let isWhole = part.bits >= Key.bitWidth
            guard part.hasNullBit else {
                for index in 0..<n {
                    let value = (UInt64(bitPattern: Int64(values[index]) &- lowest) &>> dropped) ^ flip
                    out[index] = (isWhole ? 0 : out[index] &<< shift) | Key(truncatingIfNeeded: value)
                }
                return
            }
            let nullMark: Key = part.direction.nullsFirst ? 0 : 1
            for index in 0..<n {
                let row = start &+ index
                let valid = validity.map { $0[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0 } ?? true
                let value = (UInt64(bitPattern: Int64(values[index]) &- lowest) &>> dropped) ^ flip
                let key = out[index] &<< 1 | (valid ? 1 &- nullMark : nullMark)
                out[index] = (isWhole ? 0 : key &<< shift) | (valid ? Key(truncatingIfNeeded: value) : 0)
            }
        }
        switch part.physical {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return
        }
    }

    private func viewBits(_ column: Column, _ range: Range<Int>, _ part: Part, _ out: UnsafeMutablePointer<UInt128>) {
        guard let views = column.views else {
            for index in 0..<range.count { out[index] = 0 }
            return
        }
        let wanted = (part.bits - part.lengthBits) / 8
        let lengthBits = UInt128(truncatingIfNeeded: part.lengthBits)
        for index in 0..<range.count {
            let bytes = StringView.bytes(views + range.lowerBound + index)
            var value: UInt128 = 0
            let rest = max(bytes.count &- part.prefix, 0)
            let taken = min(wanted, rest)
            for position in 0..<taken {
                value = value &<< 8 | UInt128(truncatingIfNeeded: bytes[part.prefix &+ position])
            }
            // A shift by all 128 bits would be one by none.
            value = taken == 0 ? 0 : value &<< UInt128(truncatingIfNeeded: (wanted &- taken) &* 8)
            out[index] = part.lengthBits == 0 ? value : value &<< lengthBits | UInt128(truncatingIfNeeded: rest)
        }
    }

    private func fixedBits(
        _ column: Column, _ physical: PhysicalType, _ range: Range<Int>, _ dropped: Int,
        _ out: UnsafeMutablePointer<UInt128>
    ) {
        guard case .fixed(let buffer) = column.layout else {
            for index in 0..<range.count { out[index] = 0 }
            return
        }
        let (start, n) = (range.lowerBound, range.count)
        let drop = UInt128(truncatingIfNeeded: dropped)
        switch physical {
        case .bool:
            let values = buffer.typed(UInt8.self) + start
            for index in 0..<n { out[index] = UInt128(truncatingIfNeeded: values[index]) }
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
        case .int8, .int16, .int32, .int64, .view, .null, .array, .map, .structure:
            for index in 0..<n { out[index] = 0 }
        }
        if drop > 0 { for index in 0..<n { out[index] = out[index] &>> drop } }
    }
}
