import Columnar
import Glibc

/// The types that translated functions compute with.
enum PythonKind {
    case integer, float, boolean, text
    /// Days since 1970, of `datetime.date`.
    case date
    /// Always None.
    case none
}

/// What is known of a row's value.
enum PythonStatus {
    static let present: UInt8 = 0
    static let none: UInt8 = 1
    /// Python must compute the row: the value does not fit, or Python would raise an error.
    static let doubt: UInt8 = 2
}

/// Values of one kind for the rows of a frame.
final class PythonVector {
    let kind: PythonKind
    let count: Int
    /// Int64, Double, UInt8 or StringView by kind; empty for `none`.
    let values: Buffer
    /// A ``PythonStatus`` for each row; `nil` when all are present.
    let status: Buffer?
    /// What long texts point into.
    let heap: [Buffer]

    init(_ kind: PythonKind, count: Int, values: Buffer, status: Buffer?, heap: [Buffer] = []) {
        self.kind = kind
        self.count = count
        self.values = values
        self.status = status
        self.heap = heap
    }

    static func allNone(_ count: Int) -> PythonVector { all(PythonStatus.none, count) }

    /// Rows that Python computes.
    static func allDoubtful(_ count: Int) -> PythonVector { all(PythonStatus.doubt, count) }

    private static func all(_ known: UInt8, _ count: Int) -> PythonVector {
        let status = Buffer(capacity: count)
        memset(status.pointer, Int32(known), count)
        return PythonVector(.none, count: count, values: Buffer(capacity: 0), status: status)
    }

    var integers: UnsafeMutablePointer<Int64> { values.typed() }
    var floats: UnsafeMutablePointer<Double> { values.typed() }
    var flags: UnsafeMutablePointer<UInt8> { values.typed() }
    var texts: UnsafeMutablePointer<StringView> { values.typed() }
    var statuses: UnsafeMutablePointer<UInt8>? { status?.typed() }

    /// Bytes of a value.
    static func width(_ kind: PythonKind) -> Int {
        switch kind {
        case .integer, .float, .date: 8
        case .boolean: 1
        case .text: 16
        case .none: 0
        }
    }

    /// The values of some rows.
    func gather(_ rows: UnsafePointer<Int32>, count: Int) -> PythonVector {
        let result = Buffer(capacity: count * Self.width(kind))
        switch kind {
        case .integer, .date: gatherRows(integers, rows, result.typed(Int64.self), count)
        case .float: gatherRows(floats, rows, result.typed(Double.self), count)
        case .boolean: gatherRows(flags, rows, result.typed(UInt8.self), count)
        case .text: gatherRows(texts, rows, result.typed(StringView.self), count)
        case .none: break
        }
        var status: Buffer?
        if let statuses {
            let gathered = Buffer(capacity: count)
            gatherRows(statuses, rows, gathered.typed(UInt8.self), count)
            status = gathered
        }
        return PythonVector(kind, count: count, values: result, status: status, heap: heap)
    }

    /// A column's values; nulls are None. `nil` for types that functions do not get as one of the kinds.
    static func of(_ column: Column) -> PythonVector? {
        guard let kind = PythonKind(column.type) else { return nil }
        let flat = column.flattened()
        let count = flat.count
        var status: Buffer?
        if let validity = flat.validity {
            let found = Buffer(capacity: count)
            let statuses = found.typed(UInt8.self)
            var any: UInt8 = 0
            for row in 0..<count {
                let isNull: UInt8 = validity[row] ? 0 : 1
                statuses[row] = isNull
                any |= isNull
            }
            if any != 0 { status = found }
        }
        switch flat.layout {
        case .view(let views, let heap):
            return PythonVector(kind, count: count, values: views, status: status, heap: heap)
        case .fixed(let buffer):
            switch flat.type.physicalType {
            case .int64, .double, .bool: return PythonVector(kind, count: count, values: buffer, status: status)
            case .int8: return widened(buffer.typed(Int8.self), count, status)
            case .int16: return widened(buffer.typed(Int16.self), count, status)
            case .int32 where kind == .date: return dates(buffer.typed(Int32.self), count, status)
            case .int32: return widened(buffer.typed(Int32.self), count, status)
            case .float:
                let values = Buffer(capacity: count * 8)
                let (source, target) = (buffer.typed(Float.self), values.typed(Double.self))
                for row in 0..<count { target[row] = Double(source[row]) }
                return PythonVector(.float, count: count, values: values, status: status)
            default: return nil
            }
        default: return nil
        }
    }

    /// Days; those that Python has no date for are left to it.
    private static func dates(_ source: UnsafeMutablePointer<Int32>, _ count: Int, _ status: Buffer?) -> PythonVector {
        let days = widened(source, count, nil)
        let known = Buffer(capacity: count, zeroed: true)
        let (statuses, given) = (known.typed(UInt8.self), status?.typed(UInt8.self))
        for row in 0..<count {
            let isDate = pythonDays.contains(days.integers[row])
            statuses[row] = given.map { $0[row] } ?? 0
            if statuses[row] == 0, !isDate { statuses[row] = PythonStatus.doubt }
        }
        return PythonVector(.date, count: count, values: days.values, status: known)
    }

    private static func widened<T: FixedWidthInteger & BitwiseCopyable>(
        _ source: UnsafeMutablePointer<T>, _ count: Int, _ status: Buffer?
    ) -> PythonVector {
        let values = Buffer(capacity: count * 8)
        let target = values.typed(Int64.self)
        for row in 0..<count { target[row] = Int64(truncatingIfNeeded: source[row]) }
        return PythonVector(.integer, count: count, values: values, status: status)
    }
}

extension PythonKind {
    /// The kind as which Python functions get values of a type.
    init?(_ type: DataType) {
        switch type {
        case .byte, .short, .integer, .long: self = .integer
        case .float, .double: self = .float
        case .boolean: self = .boolean
        case .string: self = .text
        case .date: self = .date
        default: return nil
        }
    }
}

@inline(__always)
func gatherRows<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, _ rows: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<T>, _ count: Int
) {
    for index in 0..<count { target[index] = source[Int(rows[index])] }
}

/// Memory for texts of more than twelve bytes, in chunks.
struct TextHeap {
    private(set) var chunks: [Buffer] = []
    private var used = 0

    /// Room for `length` bytes and eight more, which fast copies may overwrite.
    mutating func reserve(_ length: Int) -> UnsafeMutableRawPointer {
        if let last = chunks.last, used + length + 8 <= last.capacity {
            let place = last.pointer + used
            used += length
            return place
        }
        let chunk = Buffer(capacity: max(65_536, length + 8))
        chunks.append(chunk)
        used = length
        return chunk.pointer
    }
}
