import Columnar
import Plans

/// Sorts the rows of a batch by key columns: normalised keys by radix, what they leave undecided by comparison. Stable.
enum RowSorter {
    /// The row numbers in order. With a pool the work is spread over its workers.
    static func order(
        _ keys: [Column], directions: [SortDirection], count: Int, job: Job? = nil
    ) throws -> Selection {
        let columns = keys.map { $0.flattened() }
        let shapes = columns.map { SortColumn($0) }
        switch SortColumn.bits(shapes) {
        case .some(...32): return try order(columns, shapes, directions, count, job, UInt32.self)
        case .some(...64): return try order(columns, shapes, directions, count, job, UInt64.self)
        default: return try order(columns, shapes, directions, count, job, UInt128.self)
        }
    }

    private static let parallelRows = 100_000

    private static func order<Key: NormalizedKey>(
        _ columns: [Column], _ shapes: [SortColumn], _ directions: [SortDirection],
        _ count: Int, _ job: Job?, _: Key.Type
    ) throws -> Selection {
        let normalized = NormalizedKeys<Key>(shapes, directions: directions)
        let rowOrder = normalized.isExact ? nil : RowOrder(columns, directions)
        let stride = MemoryLayout<SortEntry<Key>>.stride
        let buffer = Buffer(capacity: count &* stride)
        let scratch = Buffer(capacity: count &* stride)
        let chunks = job.map { count < parallelRows ? 1 : $0.pool.width } ?? 1
        let bounds = (0...chunks).map { $0 * count / chunks }
        let sortChunk: @Sendable (Int) -> Void = { chunk in
            let range = bounds[chunk]..<bounds[chunk + 1]
            let entries = buffer.typed(SortEntry<Key>.self) + range.lowerBound
            let keyBuffer = Buffer(capacity: range.count &* MemoryLayout<Key>.stride)
            let keys = keyBuffer.typed(Key.self)
            normalized.encode(columns, range: range, into: keys)
            for index in 0..<range.count {
                entries[index] = SortEntry(
                    key: keys[index], row: Int32(truncatingIfNeeded: range.lowerBound &+ index))
            }
            RadixSort.sort(
                entries, scratch: scratch.typed(SortEntry<Key>.self) + range.lowerBound, count: range.count)
            if let rowOrder { settleTies(entries, range.count, rowOrder) }
        }
        guard chunks > 1, let job else {
            sortChunk(0)
            return rows(of: buffer.typed(SortEntry<Key>.self), count)
        }
        try job.runStage("sort (runs)", taskCount: chunks, sortChunk)
        let result = Selection(capacity: count)
        try merge(buffer.typed(SortEntry<Key>.self), bounds, rowOrder, result, job)
        result.setCount(count)
        return result
    }

    private static func rows<Key: NormalizedKey>(of entries: UnsafeMutablePointer<SortEntry<Key>>, _ count: Int)
        -> Selection
    {
        let result = Selection(capacity: count)
        for index in 0..<count { result.rows[index] = entries[index].row }
        result.setCount(count)
        return result
    }

    /// Sorts runs of equal normalised keys by the whole rows.
    private static func settleTies<Key: NormalizedKey>(
        _ entries: UnsafeMutablePointer<SortEntry<Key>>, _ count: Int, _ order: RowOrder
    ) {
        var start = 0
        while start < count {
            var end = start &+ 1
            while end < count && entries[end].key == entries[start].key { end &+= 1 }
            if end &- start > 1 {
                var ties = UnsafeMutableBufferPointer(start: entries + start, count: end &- start)
                ties.sort {
                    let result = order.compare(Int($0.row), Int($1.row))
                    return result != 0 ? result < 0 : $0.row < $1.row
                }
            }
            start = end
        }
    }

    /// Merges sorted runs (chunk c lies at bounds[c]..<bounds[c+1]) in parallel: the output is cut at sampled rows, and
    /// each task merges what falls between two cuts.
    private static func merge<Key: NormalizedKey>(
        _ entries: UnsafeMutablePointer<SortEntry<Key>>, _ bounds: [Int], _ order: RowOrder?, _ result: Selection,
        _ job: Job
    ) throws {
        let runs = bounds.count - 1
        // Rows are numbered run after run, so the row number settles ties and keeps the sort stable.
        @Sendable func precedes(_ a: SortEntry<Key>, _ b: SortEntry<Key>) -> Bool {
            if a.key != b.key { return a.key < b.key }
            if let order {
                let compared = order.compare(Int(a.row), Int(b.row))
                if compared != 0 { return compared < 0 }
            }
            return a.row < b.row
        }
        let pieces = runs * 2
        let longest = (0..<runs).max { bounds[$0 + 1] - bounds[$0] < bounds[$1 + 1] - bounds[$1] } ?? 0
        var cuts: [[Int]] = [(0..<runs).map { bounds[$0] }]
        for piece in 1..<pieces {
            let pivot = entries[bounds[longest] + piece * (bounds[longest + 1] - bounds[longest]) / pieces]
            cuts.append(
                (0..<runs).map { run in
                    var (low, high) = (bounds[run], bounds[run + 1])
                    while low < high {
                        let middle = (low + high) / 2
                        if precedes(entries[middle], pivot) { low = middle + 1 } else { high = middle }
                    }
                    return low
                })
        }
        cuts.append((0..<runs).map { bounds[$0 + 1] })
        let starts = cuts.map { cut in zip(cut, bounds).reduce(0) { $0 + $1.0 - $1.1 } }
        let source = UnsafeSendable(entries)
        let finalCuts = cuts
        try job.runStage("sort (merge)", taskCount: pieces) { piece in
            let entries = source.value
            var heads = finalCuts[piece]
            let ends = finalCuts[piece + 1]
            var position = starts[piece]
            if runs == 2 {
                var (a, b) = (heads[0], heads[1])
                while a < ends[0] && b < ends[1] {
                    if precedes(entries[b], entries[a]) {
                        result.rows[position] = entries[b].row
                        b &+= 1
                    } else {
                        result.rows[position] = entries[a].row
                        a &+= 1
                    }
                    position &+= 1
                }
                heads = [a, b]
            } else {
                while true {
                    var best = -1
                    for run in 0..<runs where heads[run] < ends[run] {
                        if best < 0 || precedes(entries[heads[run]], entries[heads[best]]) { best = run }
                    }
                    if best < 0 { break }
                    result.rows[position] = entries[heads[best]].row
                    heads[best] &+= 1
                    position &+= 1
                }
            }
            for run in 0..<runs {
                while heads[run] < ends[run] {
                    result.rows[position] = entries[heads[run]].row
                    heads[run] &+= 1
                    position &+= 1
                }
            }
        }
    }
}

/// Carries a pointer into tasks that keep apart what they write.
struct UnsafeSendable<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
