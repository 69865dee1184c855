import Columnar
import Glibc

extension ParquetScanPlan {
    /// About how many different values a column has in a table of `rows` rows: by the size of the dictionary of one chunk,
    /// whose header is read. `nil` when the chunk is not wholly dictionary encoded.
    func distinctEstimate(of index: Int, in group: ParquetRowGroup, file: ParquetFile, rows: Int) -> Int? {
        guard case .leaf(let node, _) = outputs[index].source, let leaf = node.leafIndex, leaf < group.columns.count,
            group.rowCount > 0
        else { return nil }
        let chunk = group.columns[leaf]
        let start = chunk.startOffset
        let length = min(Self.headerBytes, file.size - start)
        guard chunk.isFullyDictionaryEncoded, !chunk.isEncrypted, chunk.externalFile == nil,
            start != chunk.dataPageOffset, start >= 4, length > 0
        else { return nil }
        let buffer = Buffer(capacity: length)
        guard (try? file.read(at: start, count: length, into: buffer.pointer)) != nil,
            let (header, _) = try? ParquetPageHeader.decode(
                UnsafeRawBufferPointer(start: buffer.pointer, count: length)),
            header.kind == .dictionary, header.valueCount > 0
        else { return nil }
        let seen = Double(header.valueCount)
        return Int(min(Self.domain(seen: seen, among: Double(group.rowCount), atMost: Double(rows)), Double(rows)))
    }

    private static let headerBytes = 256

    /// The size of the domain from which `rows` equally likely draws are expected to give `seen` different values: the
    /// solution of seen = d (1 - exp(-rows / d)).
    private static func domain(seen: Double, among rows: Double, atMost limit: Double) -> Double {
        if rows >= seen * 6 { return seen }
        if seen >= rows * 0.95 { return limit }
        var (low, high) = (seen, max(limit, seen))
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if middle * (1 - exp(-rows / middle)) < seen { low = middle } else { high = middle }
        }
        return high
    }
}
