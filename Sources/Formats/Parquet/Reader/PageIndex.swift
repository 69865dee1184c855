import Columnar

/// The bounds of a column chunk's pages and the rows that each holds, as the file's column index and offset index tell.
struct PageIndex {
    private struct Page {
        var firstRow: Int
        var statistics: ParquetStatistics
    }

    private var pages: [Page] = []
    private let rowCount: Int

    /// Indexes beyond this size are not read: they would cost more than they can spare.
    private static let maxBytes = 4 << 20

    /// `nil` when the chunk has no index, or one that does not fit its rows.
    init?(_ chunk: ParquetColumnChunk, rowCount: Int, file: ParquetFile) throws {
        guard let columnOffset = chunk.columnIndexOffset, let offsetOffset = chunk.offsetIndexOffset,
            chunk.columnIndexLength > 0, chunk.offsetIndexLength > 0,
            chunk.columnIndexLength <= Self.maxBytes, chunk.offsetIndexLength <= Self.maxBytes
        else { return nil }
        self.rowCount = rowCount
        var firstRows: [Int] = []
        try Self.parse(file, offsetOffset, chunk.offsetIndexLength) { reader, field in
            guard field.id == 1 else { return try reader.skip(field.type) }
            try reader.list(field) { reader, _ in
                var first = -1
                try reader.structure { reader, field in
                    if field.id == 3 { first = try reader.size(field) } else { try reader.skip(field.type) }
                }
                firstRows.append(first)
            }
        }
        var (areNull, lows, highs, nulls): ([Bool], [[UInt8]], [[UInt8]], [Int]) = ([], [], [], [])
        try Self.parse(file, columnOffset, chunk.columnIndexLength) { reader, field in
            switch field.id {
            case 1: try reader.list(field) { reader, _ in areNull.append(try reader.booleanElement()) }
            case 2:
                try reader.list(field) { reader, type in
                    lows.append(try reader.bytes(ThriftCompactReader.Field(id: 2, type: type)))
                }
            case 3:
                try reader.list(field) { reader, type in
                    highs.append(try reader.bytes(ThriftCompactReader.Field(id: 3, type: type)))
                }
            case 5:
                try reader.list(field) { reader, type in
                    nulls.append(try reader.size(ThriftCompactReader.Field(id: 5, type: type)))
                }
            default: try reader.skip(field.type)
            }
        }
        let count = firstRows.count
        guard count > 1, firstRows[0] == 0, areNull.count == count, lows.count == count, highs.count == count,
            nulls.isEmpty || nulls.count == count, zip(firstRows, firstRows.dropFirst()).allSatisfy({ $0 < $1 }),
            firstRows[count - 1] < rowCount
        else { return nil }
        pages = (0..<count).map { page in
            var statistics = ParquetStatistics()
            if areNull[page] {
                statistics.nullCount = (page + 1 < count ? firstRows[page + 1] : rowCount) - firstRows[page]
            } else {
                statistics.nullCount = nulls.isEmpty ? nil : nulls[page]
                (statistics.min, statistics.max) = (lows[page], highs[page])
            }
            return Page(firstRow: firstRows[page], statistics: statistics)
        }
    }

    private static func parse(
        _ file: ParquetFile, _ offset: Int, _ length: Int,
        _ body: (inout ThriftCompactReader, ThriftCompactReader.Field) throws -> Void
    ) throws {
        let bytes = Buffer(capacity: length)
        try file.read(at: offset, count: length, into: bytes.pointer)
        var reader = ThriftCompactReader(UnsafeRawBufferPointer(start: bytes.pointer, count: length))
        try reader.structure(body)
    }

    /// The rows of the pages for whose statistics `mayMatch` holds.
    func rows(where mayMatch: (ParquetStatistics, _ rowCount: Int) -> Bool) -> RowRanges {
        var result = RowRanges()
        for (index, page) in pages.enumerated() {
            let end = index + 1 < pages.count ? pages[index + 1].firstRow : rowCount
            if mayMatch(page.statistics, end - page.firstRow) { result.append(page.firstRow..<end) }
        }
        return result
    }
}

/// Disjoint ranges of a row group's rows, ascending.
struct RowRanges: Equatable {
    private(set) var ranges: [Range<Int>] = []

    init(_ ranges: [Range<Int>] = []) { for range in ranges { append(range) } }

    /// Adds rows behind all others.
    mutating func append(_ range: Range<Int>) {
        if range.isEmpty { return }
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    func intersection(_ other: RowRanges) -> RowRanges {
        var result = RowRanges()
        var (i, j) = (0, 0)
        while i < ranges.count && j < other.ranges.count {
            let (a, b) = (ranges[i], other.ranges[j])
            let low = max(a.lowerBound, b.lowerBound)
            let high = min(a.upperBound, b.upperBound)
            if low < high { result.append(low..<high) }
            if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
        }
        return result
    }

    func union(_ other: RowRanges) -> RowRanges {
        var result = RowRanges()
        for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = result.ranges.last, range.lowerBound <= last.upperBound else {
                result.append(range)
                continue
            }
            let end = max(last.upperBound, range.upperBound)
            result.ranges[result.ranges.count - 1] = last.lowerBound..<end
        }
        return result
    }
}

extension ParquetScanPlan {
    /// The rows of a group whose pages may satisfy the conditions, as far as its page indexes tell.
    func candidates(
        _ filters: [ScanFilter], _ group: ParquetRowGroup, footer: ParquetFooter, file: ParquetFile
    ) -> RowRanges {
        var indexes: [Int: PageIndex] = [:]
        for filter in filters {
            filter.forEachColumn { name in
                guard let index = position(of: name), indexes[index] == nil,
                    case .leaf(let node, _) = outputs[index].source, let leaf = node.leafIndex,
                    leaf < group.columns.count
                else { return }
                // It only spares work: without a sound index all rows are read.
                indexes[index] = try? PageIndex(group.columns[leaf], rowCount: group.rowCount, file: file)
            }
        }
        let all = RowRanges([0..<group.rowCount])
        if indexes.isEmpty { return all }
        func rows(_ filter: ScanFilter) -> RowRanges {
            switch filter {
            case .all(let parts): return parts.reduce(all) { $0.intersection(rows($1)) }
            case .any(let parts): return parts.reduce(RowRanges()) { $0.union(rows($1)) }
            default:
                guard let name = filter.column, let index = position(of: name), let pages = indexes[index] else {
                    return all
                }
                return pages.rows { statistics, rowCount in
                    bounds(of: index, in: group, footer: footer, statistics: statistics, rowCount: rowCount)?
                        .mayMatch(filter) ?? true
                }
            }
        }
        return filters.reduce(all) { $0.intersection(rows($1)) }
    }
}
