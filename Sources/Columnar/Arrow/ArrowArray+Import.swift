import CPyrite
import Glibc

/// An Arrow array that was taken over; released when no column refers to it any more.
final class ImportedArray: @unchecked Sendable {
    private let array: UnsafeMutablePointer<ArrowArray>

    /// Moves the array here: the caller's becomes released.
    init(taking source: UnsafeMutablePointer<ArrowArray>) {
        array = .allocate(capacity: 1)
        array.initialize(to: source.pointee)
        source.pointee.release = nil
    }

    deinit {
        array.pointee.release?(array)
        array.deallocate()
    }

    var pointer: UnsafePointer<ArrowArray> { UnsafePointer(array) }
}

extension Column {
    /// Takes an array over; buffers that lie as the engine's do are shared, not copied. Throws, with the array released,
    /// when it contradicts the layout. The sizes of buffers are not known to the interface and are trusted.
    package static func importArrow(
        _ array: UnsafeMutablePointer<ArrowArray>, schema: UnsafePointer<ArrowSchema>
    ) throws(PyriteError) -> Column {
        let owner = ImportedArray(taking: array)
        let field = try ArrowField(schema)
        let reader = ArrowReader(owner: owner, name: field.field.name)
        return try reader.column(owner.pointer, field.field.dataType, field.layout)
    }
}

/// Turns the arrays of one import into columns.
struct ArrowReader {
    let owner: ImportedArray
    /// For messages.
    let name: String

    func column(
        _ array: UnsafePointer<ArrowArray>, _ type: DataType, _ layout: ArrowLayout
    ) throws(PyriteError) -> Column {
        try column(array, type, layout, skipping: 0, count: Int(array.pointee.length))
    }

    /// Rows `skipping ..< skipping + count` of the array.
    func column(
        _ array: UnsafePointer<ArrowArray>, _ type: DataType, _ layout: ArrowLayout, skipping: Int, count: Int
    ) throws(PyriteError) -> Column {
        let length = Int(array.pointee.length)
        guard length >= 0, array.pointee.offset >= 0, array.pointee.offset < Int64(1) << 48 else {
            throw failure("its length or offset is negative")
        }
        guard count <= Int(Int32.max) else { throw failure("it has more than 2147483647 rows") }
        guard skipping <= length, count <= length &- skipping else {
            throw failure("a child is shorter than its parent")
        }
        let start = Int(array.pointee.offset) &+ skipping
        let validity = try validity(array, layout, start, count)

        switch layout {
        case .null: return Column(type, count: count, layout: .null)
        case .bits:
            return Column(type, count: count, layout: .fixed(try flags(array, start, count)), validity: validity)
        case .same(let width):
            let values = try values(array, start, count, width)
            return Column(type, count: count, layout: .fixed(values), validity: validity)
        case .converted(let number):
            let values = try converted(array, number, to: type, start, count)
            return Column(type, count: count, layout: .fixed(values), validity: validity)
        case .bytes(let largeOffsets):
            let layout = try strings(array, start, count, largeOffsets: largeOffsets)
            return Column(type, count: count, layout: layout, validity: validity)
        case .views:
            return Column(type, count: count, layout: try views(array, start, count, validity), validity: validity)
        case .fixedBytes(let size):
            return Column(type, count: count, layout: try fixedBytes(array, start, count, size), validity: validity)
        case .list, .fixedList, .map, .structure:
            let nested = try nested(array, type, layout, start, count)
            return Column(type, count: count, layout: nested, validity: validity)
        case .dictionary(let indices, let values):
            return try dictionary(array, type, indices, values, start, count, validity)
        }
    }

    func failure(_ reason: String) -> PyriteError { ArrowField.malformed(name, reason) }

    /// Buffer `index`, which may be missing only when nothing is read from it.
    func buffer(_ array: UnsafePointer<ArrowArray>, _ index: Int, needed: Bool) throws(PyriteError) -> UnsafeRawPointer?
    {
        guard index < Int(array.pointee.n_buffers), let buffers = array.pointee.buffers else {
            if needed { throw failure("buffer \(index) is missing") }
            return nil
        }
        let buffer = buffers[index]
        guard !needed || buffer != nil else { throw failure("buffer \(index) is missing") }
        return buffer
    }

    func child(_ array: UnsafePointer<ArrowArray>, _ index: Int) throws(PyriteError) -> UnsafePointer<ArrowArray> {
        guard index < Int(array.pointee.n_children), let children = array.pointee.children, let child = children[index]
        else { throw failure("child \(index) is missing") }
        return UnsafePointer(child)
    }

    /// Memory of the array's as a buffer of the engine's: shared when it is aligned for its values.
    func shared(_ pointer: UnsafeRawPointer, byteCount: Int, alignment: Int) -> Buffer {
        if UInt(bitPattern: pointer) % UInt(alignment) == 0 {
            return Buffer(borrowing: UnsafeMutableRawPointer(mutating: pointer), capacity: byteCount, owner: owner)
        }
        let copy = Buffer(capacity: byteCount)
        memcpy(copy.pointer, pointer, byteCount)
        return copy
    }

    private func validity(
        _ array: UnsafePointer<ArrowArray>, _ layout: ArrowLayout, _ start: Int, _ count: Int
    ) throws(PyriteError) -> Bitmap? {
        if case .null = layout { return nil }
        guard array.pointee.null_count != 0, count > 0, let bits = try buffer(array, 0, needed: false) else {
            return nil
        }
        let bitmap = copyBits(bits, start, count)
        return bitmap.allSet ? nil : bitmap
    }

    /// Bits `start ..< start + count`, moved to begin at bit 0. The source need not be padded, so no byte beyond the last
    /// bit is read.
    private func copyBits(_ bits: UnsafeRawPointer, _ start: Int, _ count: Int) -> Bitmap {
        let result = Bitmap(count: count, filledWith: false)
        let first = start &>> 3
        let last = (start &+ count &- 1) &>> 3
        let shift = UInt8(start & 7)
        let target = UnsafeMutableRawPointer(result.words).assumingMemoryBound(to: UInt8.self)
        let source = bits.assumingMemoryBound(to: UInt8.self)
        let byteCount = (count &+ 7) &>> 3
        if shift == 0 {
            memcpy(target, source + first, byteCount)
        } else {
            for index in 0..<byteCount {
                let low = source[first &+ index] &>> shift
                let high = first &+ index < last ? source[first &+ index &+ 1] &<< (8 &- shift) : 0
                target[index] = low | high
            }
        }
        return result
    }

    private func flags(_ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int) throws(PyriteError) -> Buffer {
        let flags = Buffer(capacity: count)
        guard count > 0, let bits = try buffer(array, 1, needed: true) else { return flags }
        let source = bits.assumingMemoryBound(to: UInt8.self)
        let target = flags.typed(UInt8.self)
        for row in 0..<count {
            let position = start &+ row
            target[row] = source[position &>> 3] &>> UInt8(position & 7) & 1
        }
        return flags
    }

    private func values(
        _ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int, _ width: Int
    ) throws(PyriteError) -> Buffer {
        guard count > 0, let values = try buffer(array, 1, needed: true) else { return Buffer(capacity: 0) }
        return shared(values + start &* width, byteCount: count &* width, alignment: width)
    }
}
