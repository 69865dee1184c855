import Columnar

/// Takes nested columns apart into their leaves' values, with the levels that tell where each belongs: the record
/// shredding of the Dremel paper, done column by column.
struct ColumnShredder {
    /// The entries of a place in the schema, in record order. `rows` says which row of the place's column an entry is, -1
    /// when something above it is null or empty; then `definitions` says how deep it got.
    private struct Entries {
        var definitions: [UInt32]
        var repetitions: [UInt32]
        var rows: [Int32]

        mutating func append(_ definition: UInt32, _ repetition: UInt32, _ row: Int32) {
            definitions.append(definition)
            repetitions.append(repetition)
            rows.append(row)
        }
    }

    /// Gives the rows of `column` to the writers of its leaves, in order. O(entries × depth).
    static func write(_ column: Column, to writers: ArraySlice<ColumnChunkWriter>) throws {
        let n = column.count
        let entries = Entries(
            definitions: Array(repeating: 0, count: n), repetitions: Array(repeating: 0, count: n),
            rows: (0..<n).map { Int32(truncatingIfNeeded: $0) })
        var rest = writers
        try shred(column, entries, repetition: 0, isRequired: false, &rest)
    }

    private static func shred(
        _ column: Column, _ entries: Entries, repetition: UInt32, isRequired: Bool,
        _ writers: inout ArraySlice<ColumnChunkWriter>
    ) throws {
        let column = column.flattened()
        let entries = isRequired ? entries : present(entries, column)
        switch column.layout {
        case .structure(let children) where column.type == .variant:
            for child in children { try shred(child, entries, repetition: repetition, isRequired: true, &writers) }
        case .structure(let children):
            for child in children { try shred(child, entries, repetition: repetition, isRequired: false, &writers) }
        case .array(let offsets, let elements):
            let inner = repeated(entries, UnsafePointer(offsets.typed()), repetition + 1)
            try shred(elements, inner, repetition: repetition + 1, isRequired: false, &writers)
        case .map(let offsets, let keys, let values):
            let inner = repeated(entries, UnsafePointer(offsets.typed()), repetition + 1)
            try shred(keys, inner, repetition: repetition + 1, isRequired: true, &writers)
            try shred(values, inner, repetition: repetition + 1, isRequired: false, &writers)
        default:
            guard let writer = writers.popFirst() else { return }
            let picked = Selection(capacity: entries.rows.count)
            var count = 0
            for row in entries.rows where row >= 0 {
                picked.rows[count] = row
                count += 1
            }
            picked.setCount(count)
            try writer.write(
                column.gather(picked), definitions: entries.definitions, repetitions: entries.repetitions)
        }
    }

    /// One level deeper where the column is not null; the other entries end here.
    private static func present(_ entries: Entries, _ column: Column) -> Entries {
        var result = entries
        let words = column.validity?.words
        let isVoid = if case .null = column.layout { true } else { false }
        for index in 0..<result.rows.count {
            let row = Int(result.rows[index])
            if row < 0 { continue }
            let isThere = !isVoid && (words.map { $0[row >> 6] >> UInt64(row & 63) & 1 != 0 } ?? true)
            if isThere { result.definitions[index] += 1 } else { result.rows[index] = -1 }
        }
        return result
    }

    /// An entry for each element, one level deeper; lists without any end here.
    private static func repeated(
        _ entries: Entries, _ offsets: UnsafePointer<Int32>, _ repetition: UInt32
    ) -> Entries {
        var result = Entries(definitions: [], repetitions: [], rows: [])
        for index in 0..<entries.rows.count {
            let row = Int(entries.rows[index])
            let (definition, first) = (entries.definitions[index], entries.repetitions[index])
            guard row >= 0, offsets[row] < offsets[row + 1] else {
                result.append(definition, first, -1)
                continue
            }
            for element in offsets[row]..<offsets[row + 1] {
                result.append(definition + 1, element == offsets[row] ? first : repetition, element)
            }
        }
        return result
    }
}
