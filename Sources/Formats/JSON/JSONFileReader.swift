import Columnar
import Functions

/// Reads the records of one split as batches.
final class JSONFileReader: BatchReader {
    private let options: JSONOptions
    private let records: JSONRecords
    private let rows: JSONRowReader
    private let path: String
    /// For each requested column, its place among those read; `nil` for the column of malformed records.
    private let places: [Int?]
    private var rowsLeft: Int
    private var hasChunk = false

    init(_ split: FileSplit, _ request: ScanRequest, _ options: JSONOptions, _ lines: LineOptions) throws {
        self.options = options
        path = split.file.path
        let corrupt = options.corruptRecordColumn
        try request.dataSchema.checkCorruptRecordColumn(corrupt)
        var wanted: [StructField] = []
        places = request.columns.fields.map { field in
            if field.name == corrupt { return nil }
            wanted.append(field)
            return wanted.count - 1
        }
        if places.count == 1 && wanted.isEmpty { throw FileError.onlyCorruptRecords }
        rows = JSONRowReader(Schema(wanted), options: options, context: request.context)
        records = try JSONRecords(split, lines)
        rowsLeft = request.limit ?? .max
    }

    func next() throws -> Batch? {
        while rowsLeft > 0 {
            if !hasChunk {
                guard try records.advance() else { return nil }
                hasChunk = true
            }
            if let batch = try readBatch(), batch.count > 0 {
                rowsLeft -= batch.count
                return batch
            }
        }
        return nil
    }

    /// Reads up to about a batch of rows of the current chunk.
    private func readBatch() throws -> Batch? {
        let target = min(Batch.targetCount, rowsLeft)
        // Rows that are malformed, and those to be left out.
        var corrupt: [(rows: Range<Int>, record: LineReader.Line)] = []
        while rows.count < target {
            guard let record = records.next() else {
                hasChunk = false
                break
            }
            let start = rows.count
            let outcome = rows.read(record.bytes)
            guard outcome.isMalformed || outcome.isPartial else { continue }
            if options.mode == .failFast { throw malformedRecord(record) }
            corrupt.append((start..<start + outcome.rows, record))
        }
        let count = rows.count
        guard count > 0 else { return nil }
        let columns = rows.finish(heap: [records.chunk])
        let texts = places.contains(nil) ? Self.texts(corrupt, count, records.chunk) : nil
        let batch = Batch(
            places.map { place in place.map { columns[$0] } ?? texts ?? Column.nulls(.string, count: count) },
            count: count)
        guard options.mode == .dropMalformed, !corrupt.isEmpty else { return batch }
        var kept: [Int] = []
        var next = 0
        for (range, _) in corrupt {
            kept.append(contentsOf: next..<range.lowerBound)
            next = range.upperBound
        }
        kept.append(contentsOf: next..<count)
        return batch.gather(Selection(kept))
    }

    /// The records of malformed rows; null for the others.
    private static func texts(
        _ corrupt: [(rows: Range<Int>, record: LineReader.Line)], _ count: Int, _ chunk: Buffer
    ) -> Column {
        let builder = ColumnBuilder(.string, capacity: count)
        for (range, record) in corrupt {
            while builder.count < range.lowerBound { builder.appendNull() }
            let text = String(decoding: record.bytes, as: UTF8.self)
            for _ in range { builder.append(string: text) }
        }
        while builder.count < count { builder.appendNull() }
        return builder.finish()
    }

    private func malformedRecord(_ record: LineReader.Line) -> PyriteError {
        let text = String(decoding: record.bytes, as: UTF8.self)
        return PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file file://\(path). [MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] "
                + "Malformed records are detected in record parsing: \(text). Parse Mode: FAILFAST. To process malformed "
                + "records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
            parameters: ["path": "file://\(path)", "badRecord": text, "failFastMode": "FAILFAST"])
    }
}
