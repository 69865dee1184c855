import Columnar
import Functions

#if canImport(Glibc)
    import Glibc
#endif

/// Batches as bytes, for spill files: read back by the process that wrote them, never from outside.
///
/// For each column a byte that says whether it has nulls, the null bits, then its values as they lie in memory; strings
/// as lengths and bytes; nested columns recursively. Dictionaries and constants are written out row by row.
struct BatchEncoder {
    private var buffer = Buffer(capacity: 1 << 16)
    private(set) var count = 0

    var storage: UnsafeMutableRawPointer { buffer.pointer }

    private mutating func reserve(_ additional: Int) {
        if count + additional <= buffer.capacity { return }
        var larger = buffer.capacity
        while larger < count + additional { larger *= 2 }
        let moved = Buffer(capacity: larger)
        moved.pointer.copyMemory(from: storage, byteCount: count)
        buffer = moved
    }

    private mutating func append(_ bytes: UnsafeRawPointer, _ length: Int) {
        reserve(length)
        (storage + count).copyMemory(from: bytes, byteCount: length)
        count += length
    }

    private mutating func append(_ number: Int32) {
        reserve(4)
        (storage + count).storeBytes(of: number, as: Int32.self)
        count += 4
    }

    mutating func append(_ batch: Batch) {
        append(Int32(truncatingIfNeeded: batch.count))
        for column in batch.columns { append(column.flattened()) }
    }

    /// `column` is flat.
    private mutating func append(_ column: Column) {
        let n = column.count
        append(column.validity == nil ? 0 : 1)
        if let validity = column.validity { append(validity.words, (n + 63) / 64 * 8) }
        switch column.layout {
        case .fixed(let buffer): append(buffer.pointer, n * column.type.physicalType.width)
        case .view(let buffer, _): append(UnsafePointer(buffer.typed(StringView.self)), column.validity, n)
        case .structure(let children): for child in children { append(child.flattened()) }
        case .array(let offsets, let elements): append(offsets, [elements], n)
        case .map(let offsets, let keys, let values): append(offsets, [keys, values], n)
        case .null, .constant, .dictionary: break
        }
    }

    private mutating func append(_ views: UnsafePointer<StringView>, _ validity: Bitmap?, _ n: Int) {
        reserve(n * 4)
        let lengths = storage + count
        count += n * 4
        var total = 0
        for row in 0..<n {
            // Views under a null mean nothing: they are written as empty.
            let length = validity.map { $0[row] } ?? true ? views[row].length : 0
            lengths.storeBytes(of: Int32(truncatingIfNeeded: length), toByteOffset: row * 4, as: Int32.self)
            total += length
        }
        reserve(total)
        for row in 0..<n where validity.map({ $0[row] }) ?? true {
            let bytes = StringView.bytes(views + row)
            if let base = bytes.baseAddress {
                (storage + count).copyMemory(from: base, byteCount: bytes.count)
                count += bytes.count
            }
        }
    }

    /// Row lengths, then the elements that rows refer to.
    private mutating func append(_ offsets: Buffer, _ parts: [Column], _ n: Int) {
        let bounds = offsets.typed(Int32.self)
        for row in 0..<n { append(bounds[row + 1] - bounds[row]) }
        let range = n == 0 ? 0..<0 : Int(bounds[0])..<Int(bounds[n])
        append(Int32(truncatingIfNeeded: range.count))
        for part in parts { append(part.slice(range).flattened()) }
    }
}

/// Reads what ``BatchEncoder`` wrote.
struct BatchDecoder {
    private let bytes: Buffer
    private let end: Int
    private var position = 0

    init(_ bytes: Buffer, count: Int) {
        self.bytes = bytes
        end = count
    }

    private static let damaged = PyriteError.internalError("a spill file does not hold what was written to it")

    private mutating func take(_ count: Int) throws -> UnsafeMutableRawPointer {
        guard count >= 0, count <= end - position else { throw BatchDecoder.damaged }
        defer { position += count }
        return bytes.pointer + position
    }

    private mutating func number() throws -> Int {
        Int(try take(4).loadUnaligned(as: Int32.self))
    }

    mutating func batch(_ types: [DataType]) throws -> Batch {
        let n = try number()
        var columns: [Column] = []
        for type in types { columns.append(try column(type, n)) }
        return Batch(columns, count: n)
    }

    private mutating func column(_ type: DataType, _ n: Int) throws -> Column {
        var validity: Bitmap?
        if try number() != 0 {
            let bits = Buffer(capacity: (n + 63) / 64 * 8, zeroed: true)
            bits.pointer.copyMemory(from: try take((n + 63) / 64 * 8), byteCount: (n + 63) / 64 * 8)
            validity = Bitmap(count: n, buffer: bits)
        }
        let layout: Column.Layout
        switch (type, type.physicalType) {
        case (_, .null): return Column(type, count: n, layout: .null)
        case (_, .view): layout = try strings(n)
        case (.structure(let schema), _):
            var children: [Column] = []
            for field in schema.fields { children.append(try column(field.dataType, n)) }
            layout = .structure(children)
        case (.array(let element, _), _):
            let (offsets, count) = try ranges(n)
            layout = .array(offsets: offsets, elements: try column(element, count))
        case (.map(let key, let value, _), _):
            let (offsets, count) = try ranges(n)
            layout = .map(offsets: offsets, keys: try column(key, count), values: try column(value, count))
        default:
            let width = type.physicalType.width
            let buffer = Buffer(capacity: n * width)
            buffer.pointer.copyMemory(from: try take(n * width), byteCount: n * width)
            layout = .fixed(buffer)
        }
        return Column(type, count: n, layout: layout, validity: validity)
    }

    /// Long views point into the bytes read.
    private mutating func strings(_ n: Int) throws -> Column.Layout {
        let lengths = try take(n * 4)
        let out = Buffer(capacity: n * 16)
        let views = out.typed(StringView.self)
        for row in 0..<n {
            let length = Int(lengths.loadUnaligned(fromByteOffset: row * 4, as: Int32.self))
            views[row] = StringView(try take(length), length: length)
        }
        return .view(out, heap: [bytes])
    }

    private mutating func ranges(_ n: Int) throws -> (Buffer, Int) {
        let lengths = try take(n * 4)
        let offsets = Buffer(capacity: (n + 1) * 4)
        let out = offsets.typed(Int32.self)
        out[0] = 0
        for row in 0..<n { out[row + 1] = out[row] &+ lengths.loadUnaligned(fromByteOffset: row * 4, as: Int32.self) }
        return (offsets, try number())
    }
}
