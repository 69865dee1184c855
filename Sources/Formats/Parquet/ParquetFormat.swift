import Columnar
import Functions

/// Apache Parquet files.
package struct ParquetFormat: FileFormat {
    private let footers = ParquetFooterCache()

    package init() {}

    package var name: String { "parquet" }

    private func open(_ path: String) throws -> (ParquetFile, ParquetFooter) {
        let file = try ParquetFile(path: path)
        return (file, try footers.footer(of: file))
    }

    /// The first file's schema or, with option `mergeSchema`, that of all files together.
    package func inferSchema(
        of files: [SourceFile], options: FormatOptions, context: EvaluationContext
    ) throws -> Schema {
        let files = files.filter { $0.size > 0 }
        guard let first = files.first else {
            throw PyriteError(
                .analysis, "UNABLE_TO_INFER_SCHEMA", sqlState: "42KD9",
                "Unable to infer schema for Parquet. It must be specified manually.", parameters: ["format": "Parquet"])
        }
        var schema = try schema(of: first)
        if try options.flag("mergeSchema", default: false) {
            for file in files.dropFirst() { schema = try schema.merged(with: try self.schema(of: file)) }
        }
        var seen = Set<String>()
        for field in schema.fields where !seen.insert(field.name.lowercased()).inserted {
            throw PyriteError(
                .analysis, "COLUMN_ALREADY_EXISTS", sqlState: "42711",
                "The column \(quoteIdentifier(field.name.lowercased())) already exists. Choose another name or rename "
                    + "the existing column.", parameters: ["columnName": quoteIdentifier(field.name.lowercased())])
        }
        return schema
    }

    private func schema(of file: SourceFile) throws -> Schema {
        let (_, footer) = try open(file.path)
        do {
            let schema = try footer.schema.sparkSchema()
            return footer.metadata.keyValues[SparkRowMetadata.key].map { SparkRowMetadata.refine(schema, with: $0) }
                ?? schema
        } catch var error as PyriteError {
            error.message += " (in file \(ParquetError.uri(file.path)))"
            throw error
        }
    }

    /// Cuts files of more than `maxBytes` at row groups. Only those have their footers read.
    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        var splits: [FileSplit] = []
        for file in files where file.size > 0 {
            guard file.size > maxBytes else {
                splits.append(FileSplit(file: file, byteRange: 0..<file.size))
                continue
            }
            let (_, footer) = try open(file.path)
            var starts = [0]
            var isEmpty = true
            for group in footer.metadata.rowGroups where group.rowCount > 0 {
                let start = min(max(group.startOffset, 0), file.size)
                let next = group.columns.reduce(start) { $0 &+ $1.compressedSize }
                if !isEmpty, let last = starts.last, start > last, next &- last > maxBytes { starts.append(start) }
                isEmpty = false
            }
            for (index, start) in starts.enumerated() {
                let end = index + 1 < starts.count ? starts[index + 1] : file.size
                if start < end { splits.append(FileSplit(file: file, byteRange: start..<end)) }
            }
        }
        return splits
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        let (file, footer) = try open(split.file.path)
        let plan = try ParquetScanPlan(request.columns, in: footer, path: file.path)
        let groups = footer.metadata.rowGroups.indices.filter {
            let start = footer.metadata.rowGroups[$0].startOffset
            return split.byteRange.contains(min(start, max(file.size - 1, 0)))
        }
        return ParquetReader(
            file: file, footer: footer, plan: plan, groups: groups, request: request,
            verifiesChecksums: try request.options.flag("parquet.page.verify-checksum.enabled", default: false))
    }

    package var countsRows: Bool { true }

    package func firstRow(of split: FileSplit) throws -> Int {
        let (file, footer) = try open(split.file.path)
        return footer.metadata.rowGroups.reduce(0) {
            min($1.startOffset, max(file.size - 1, 0)) < split.byteRange.lowerBound ? $0 &+ $1.rowCount : $0
        }
    }

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        try ParquetWriter(path: path, schema: schema, options: ParquetWriteOptions(options))
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        try ParquetWriteOptions(options).fileSuffix
    }

    /// Row counts, bounds and null counts from the footers of all files; distinct values as one row group suggests them.
    package func statistics(of files: [SourceFile], schema: Schema) throws -> TableStatistics? {
        var total = TableStatistics(rowCount: 0, columns: [])
        var merged: [MergedBounds] = schema.fields.map { _ in MergedBounds() }
        for file in files where file.size > 0 {
            let (_, footer) = try open(file.path)
            let flat = Schema(schema.fields.filter { !$0.dataType.isNested })
            let plan = try ParquetScanPlan(flat, in: footer, path: file.path)
            for group in footer.metadata.rowGroups where group.rowCount > 0 {
                total.rowCount += group.rowCount
                var position = 0
                for (index, field) in schema.fields.enumerated() {
                    if field.dataType.isNested {
                        merged[index].add(nil, isMissing: false, rowCount: group.rowCount)
                        continue
                    }
                    let isMissing = if case .missing = plan.outputs[position].source { true } else { false }
                    merged[index].add(
                        plan.bounds(of: position, in: group, footer: footer), isMissing: isMissing,
                        rowCount: group.rowCount)
                    position += 1
                }
            }
        }
        total.columns = merged.map(\.statistics)
        try estimateDistinctCounts(files, schema, &total)
        return total
    }

    /// From a row group in the middle of the largest file.
    private func estimateDistinctCounts(
        _ files: [SourceFile], _ schema: Schema, _ statistics: inout TableStatistics
    ) throws {
        guard let sample = files.max(by: { $0.size < $1.size }), sample.size > 0 else { return }
        let (file, footer) = try open(sample.path)
        let groups = footer.metadata.rowGroups
        guard !groups.isEmpty else { return }
        let flat = Schema(schema.fields.filter { !$0.dataType.isNested })
        let plan = try ParquetScanPlan(flat, in: footer, path: sample.path)
        for (position, field) in flat.fields.enumerated() {
            guard let index = schema.index(ofName: field.name) else { continue }
            statistics.columns[index].distinctCount = plan.distinctEstimate(
                of: position, in: groups[groups.count / 2], file: file, rows: statistics.rowCount)
        }
    }
}

/// Bounds over several chunks; unknown once one chunk's are.
private struct MergedBounds {
    private var nullCount: Int? = 0
    private var min: Value?
    private var max: Value?
    private var isKnown = true

    mutating func add(_ bounds: ChunkBounds?, isMissing: Bool, rowCount: Int) {
        if isMissing {
            nullCount = nullCount.map { $0 + rowCount }
            return
        }
        if let total = nullCount, let more = bounds?.nullCount { nullCount = total + more } else { nullCount = nil }
        if bounds?.nullCount == rowCount { return }
        guard isKnown, let bounds, let low = bounds.min, let high = bounds.max else {
            (isKnown, min, max) = (false, nil, nil)
            return
        }
        if let known = min { if (Value.order(low, known) ?? 0) < 0 { min = low } } else { min = low }
        if let known = max { if (Value.order(high, known) ?? 0) > 0 { max = high } } else { max = high }
    }

    var statistics: TableStatistics.ColumnStatistics {
        TableStatistics.ColumnStatistics(nullCount: nullCount, min: min, max: max)
    }
}
