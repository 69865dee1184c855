import CPyrite

extension ArrowReader {
    func nested(
        _ array: UnsafePointer<ArrowArray>, _ type: DataType, _ layout: ArrowLayout, _ start: Int, _ count: Int
    ) throws(PyriteError) -> Column.Layout {
        switch (layout, type) {
        case (.list(let elementLayout, let largeOffsets), .array(let elementType, _)):
            let child = try child(array, 0)
            let length = Int(child.pointee.length)
            let offsets = try offsets(array, start, count, largeOffsets: largeOffsets, limit: length)
            return .array(offsets: offsets, elements: try column(child, elementType, elementLayout))
        case (.fixedList(let elementLayout, let size), .array(let elementType, _)):
            let (total, overflow) = count.multipliedReportingOverflow(by: size)
            let (skipped, tooFar) = start.multipliedReportingOverflow(by: size)
            guard !overflow, !tooFar, total <= Int(Int32.max) else { throw failure("it has too many elements") }
            let offsets = Buffer(capacity: (count &+ 1) &* 4)
            for row in 0...count { offsets.typed(Int32.self)[row] = Int32(truncatingIfNeeded: row &* size) }
            let elements = try column(
                try child(array, 0), elementType, elementLayout, skipping: skipped, count: total)
            return .array(offsets: offsets, elements: elements)
        case (.map(let keyLayout, let valueLayout), .map(let keyType, let valueType, _)):
            let entries = try child(array, 0)
            let length = Int(entries.pointee.length)
            let shift = Int(entries.pointee.offset)
            guard length >= 0, shift >= 0 else { throw failure("its length or offset is negative") }
            let offsets = try offsets(array, start, count, largeOffsets: false, limit: length)
            return .map(
                offsets: offsets,
                keys: try column(try child(entries, 0), keyType, keyLayout, skipping: shift, count: length),
                values: try column(try child(entries, 1), valueType, valueLayout, skipping: shift, count: length))
        case (.structure(let layouts), .structure(let schema)):
            var fields: [Column] = []
            for (index, field) in schema.fields.enumerated() {
                let child = try child(array, index)
                fields.append(
                    try column(child, field.dataType, layouts[index], skipping: start, count: count))
            }
            return .structure(fields)
        default: throw failure("its layout is not that of its type")
        }
    }

    /// Offsets of rows, checked to rise and to stay within `limit` elements.
    private func offsets(
        _ array: UnsafePointer<ArrowArray>, _ start: Int, _ count: Int, largeOffsets: Bool, limit: Int
    ) throws(PyriteError) -> Buffer {
        let result = Buffer(capacity: (count &+ 1) &* 4, zeroed: true)
        guard count > 0, let source = try buffer(array, 1, needed: true) else { return result }
        let target = result.typed(Int32.self)
        let width = largeOffsets ? 8 : 4
        var previous = 0
        for row in 0...count {
            let place = (start &+ row) &* width
            let offset =
                largeOffsets
                ? Int(source.loadUnaligned(fromByteOffset: place, as: Int64.self))
                : Int(source.loadUnaligned(fromByteOffset: place, as: Int32.self))
            guard offset >= previous, offset <= limit, offset <= Int(Int32.max) else {
                throw failure("its offsets do not rise or lie beyond its elements")
            }
            target[row] = Int32(truncatingIfNeeded: offset)
            previous = offset
        }
        return result
    }

    /// Dictionary-encoded values stay so; a dictionary that holds nulls is resolved.
    func dictionary(
        _ array: UnsafePointer<ArrowArray>, _ type: DataType, _ number: ArrowNumber, _ layout: ArrowLayout,
        _ start: Int,
        _ count: Int, _ validity: Bitmap?
    ) throws(PyriteError) -> Column {
        guard let encoded = array.pointee.dictionary else { throw failure("its dictionary is missing") }
        let values = try column(UnsafePointer(encoded), type, layout).flattened()
        if values.count == 0 {
            guard count == 0 || validity.map({ $0.setCount == 0 }) ?? false else {
                throw failure("its dictionary is empty")
            }
            return Column.nulls(type, count: count)
        }
        let indices = try indices(array, number, start, count, validity, limit: values.count)
        guard values.mayHaveNulls else {
            return Column(
                type, count: count, layout: .dictionary(indices: indices, values: values), validity: validity)
        }
        let gathered = values.gather(Selection(sharing: indices, count: count))
        return Column(
            type, count: count, layout: gathered.layout, validity: Bitmap.and(gathered.validity, validity))
    }
}
