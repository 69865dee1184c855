import Columnar

#if canImport(Glibc)
    import Glibc
#endif

/// Writes rows of any types as bytes such that two rows are equal exactly when their bytes are: a null flag before each
/// value, lengths before strings, arrays and maps.
enum RowEncoder {
    /// One ``StringView`` a row, and the memory that holds the bytes. O(bytes).
    static func encode(_ columns: [Column], count: Int) -> (views: Buffer, heap: Buffer) {
        let columns = columns.map { $0.flattened() }
        let positions = Buffer(capacity: (count &+ 1) &* 8, zeroed: true)
        let offsets = positions.typed(Int.self)
        for column in columns { addLengths(column, offsets, count) }
        var total = 0
        for row in 0..<count {
            let length = offsets[row]
            offsets[row] = total
            total &+= length
        }
        offsets[count] = total
        let heap = Buffer(capacity: total)
        let cursors = Buffer(capacity: count &* 8)
        memcpy(cursors.pointer, positions.pointer, count &* 8)
        let cursor = cursors.typed(Int.self)
        for column in columns { write(column, heap.pointer, cursor, count) }
        let viewBuffer = Buffer(capacity: count &* 16)
        let views = viewBuffer.typed(StringView.self)
        for row in 0..<count {
            views[row] = StringView(heap.pointer + offsets[row], length: offsets[row &+ 1] &- offsets[row])
        }
        return (viewBuffer, heap)
    }

    private static func addLengths(_ column: Column, _ lengths: UnsafeMutablePointer<Int>, _ count: Int) {
        switch column.layout {
        case .fixed:
            let width = column.type.physicalType.width &+ 1
            for row in 0..<count { lengths[row] &+= width }
        case .view(let buffer, _):
            let views = buffer.typed(StringView.self)
            if let validity = column.validity {
                for row in 0..<count { lengths[row] &+= validity[row] ? 5 &+ views[row].length : 1 }
            } else {
                for row in 0..<count { lengths[row] &+= 5 &+ views[row].length }
            }
        case .null: for row in 0..<count { lengths[row] &+= 1 }
        case .array, .map, .structure, .constant, .dictionary:
            for row in 0..<count { lengths[row] &+= length(column, row) }
        }
    }

    private static func write(
        _ column: Column, _ base: UnsafeMutableRawPointer, _ cursor: UnsafeMutablePointer<Int>, _ count: Int
    ) {
        switch column.layout {
        case .fixed(let buffer):
            switch column.type.physicalType {
            case .bool, .int8: fixed(buffer.typed(UInt8.self), column.validity, base, cursor, count)
            case .int16: fixed(buffer.typed(UInt16.self), column.validity, base, cursor, count)
            case .int32: fixed(buffer.typed(UInt32.self), column.validity, base, cursor, count)
            case .int64: fixed(buffer.typed(UInt64.self), column.validity, base, cursor, count)
            case .float, .double, .int128, .view, .null, .array, .map, .structure:
                for row in 0..<count { cursor[row] &+= put(column, row, base + cursor[row]) }
            }
        case .view, .null, .array, .map, .structure, .constant, .dictionary:
            for row in 0..<count { cursor[row] &+= put(column, row, base + cursor[row]) }
        }
    }

    private static func fixed<T: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeMutablePointer<T>, _ validity: Bitmap?, _ base: UnsafeMutableRawPointer,
        _ cursor: UnsafeMutablePointer<Int>, _ count: Int
    ) {
        let width = MemoryLayout<T>.size
        for row in 0..<count {
            let valid = validity.map { $0[row] } ?? true
            let target = base + cursor[row]
            target.storeBytes(of: valid ? 1 : 0, as: UInt8.self)
            (target + 1).storeBytes(of: valid ? values[row] : 0, as: T.self)
            cursor[row] &+= width &+ 1
        }
    }

    /// Bytes that one value of a nested column takes.
    private static func length(_ column: Column, _ row: Int) -> Int {
        if column.isNull(row) {
            if case .fixed = column.layout { return column.type.physicalType.width &+ 1 }
            return 1
        }
        switch column.layout {
        case .null: return 1
        case .fixed: return column.type.physicalType.width &+ 1
        case .view(let buffer, _): return 5 &+ buffer.typed(StringView.self)[row].length
        case .structure(let fields): return fields.reduce(1) { $0 &+ length($1, row) }
        case .array(let offsets, let elements): return lengths(offsets, [elements], row)
        case .map(let offsets, let keys, let values): return lengths(offsets, [keys, values], row)
        case .constant(let one): return length(one, 0)
        case .dictionary(let indices, let values): return length(values, Int(indices.typed(Int32.self)[row]))
        }
    }

    private static func lengths(_ offsets: Buffer, _ parts: [Column], _ row: Int) -> Int {
        let bounds = offsets.typed(Int32.self)
        var total = 5
        for element in Int(bounds[row])..<Int(bounds[row &+ 1]) {
            for part in parts { total &+= length(part, element) }
        }
        return total
    }

    /// Writes one value and returns the bytes it took.
    private static func put(
        _ column: Column, _ row: Int, _ target: UnsafeMutableRawPointer
    ) -> Int {
        switch column.layout {
        case .constant(let one): return put(one, 0, target)
        case .dictionary(let indices, let values) where !column.isNull(row):
            return put(values, Int(indices.typed(Int32.self)[row]), target)
        default: break
        }
        if column.isNull(row) {
            target.storeBytes(of: 0, as: UInt8.self)
            guard case .fixed = column.layout else { return 1 }
            memset(target + 1, 0, column.type.physicalType.width)
            return column.type.physicalType.width &+ 1
        }
        target.storeBytes(of: 1, as: UInt8.self)
        switch column.layout {
        case .fixed(let buffer):
            let width = column.type.physicalType.width
            memcpy(target + 1, buffer.pointer + row &* width, width)
            if column.type == .double {
                let value = buffer.typed(Double.self)[row]
                let bits: UInt64 = value == 0 ? 0 : (value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern)
                (target + 1).storeBytes(of: bits, as: UInt64.self)
            } else if column.type == .float {
                let value = buffer.typed(Float.self)[row]
                let bits: UInt32 = value == 0 ? 0 : (value.isNaN ? 0x7FC0_0000 : value.bitPattern)
                (target + 1).storeBytes(of: bits, as: UInt32.self)
            }
            return width &+ 1
        case .view(let buffer, _):
            let bytes = StringView.bytes(UnsafePointer(buffer.typed(StringView.self) + row))
            (target + 1).storeBytes(of: UInt32(truncatingIfNeeded: bytes.count), as: UInt32.self)
            if let start = bytes.baseAddress { memcpy(target + 5, start, bytes.count) }
            return 5 &+ bytes.count
        case .structure(let fields):
            var used = 1
            for field in fields { used &+= put(field, row, target + used) }
            return used
        case .array(let offsets, let elements): return put(offsets, [elements], row, target)
        case .map(let offsets, let keys, let values): return putEntries(offsets, keys, values, row, target)
        case .null, .constant, .dictionary: return 1
        }
    }

    private static func put(_ offsets: Buffer, _ parts: [Column], _ row: Int, _ target: UnsafeMutableRawPointer) -> Int
    {
        let bounds = offsets.typed(Int32.self)
        let range = Int(bounds[row])..<Int(bounds[row &+ 1])
        (target + 1).storeBytes(of: UInt32(truncatingIfNeeded: range.count), as: UInt32.self)
        var used = 5
        for element in range {
            for part in parts { used &+= put(part, element, target + used) }
        }
        return used
    }

    /// The entries of a map in the order of their bytes, because maps are equal in whatever order they hold them.
    private static func putEntries(
        _ offsets: Buffer, _ keys: Column, _ values: Column, _ row: Int, _ target: UnsafeMutableRawPointer
    ) -> Int {
        let used = put(offsets, [keys, values], row, target)
        let bounds = offsets.typed(Int32.self)
        let range = Int(bounds[row])..<Int(bounds[row &+ 1])
        guard range.count > 1 else { return used }
        let written = UnsafeRawBufferPointer(start: target, count: used)
        var start = 5
        var entries: [[UInt8]] = []
        for element in range {
            let size = length(keys, element) &+ length(values, element)
            entries.append([UInt8](written[start..<(start &+ size)]))
            start &+= size
        }
        entries.sort { $0.lexicographicallyPrecedes($1) }
        var position = 5
        for entry in entries {
            for byte in entry {
                target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
                position &+= 1
            }
        }
        return used
    }
}
