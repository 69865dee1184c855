import Columnar
import Functions

/// Reads the elements of one file as batches.
final class XMLFileReader: BatchReader {
    private let mode: String
    private let tag: [UInt8]
    private let records: JSONRecords
    private let rows: XMLRowReader
    private let path: String
    /// For each requested column, its place among those read; `nil` for the column of malformed records.
    private let places: [Int?]
    private var rowsLeft: Int
    private var scanner: XMLRowScanner?
    private var file: UnsafeRawBufferPointer?

    init(_ split: FileSplit, _ request: ScanRequest) throws {
        path = split.file.path
        mode = (request.options["mode"] ?? "PERMISSIVE").uppercased()
        tag = Array(try XMLFormat.rowTag(request.options).utf8)
        let corrupt = XMLFormat.corruptRecordColumn(request.options)
        var wanted: [StructField] = []
        var places: [Int?] = []
        for field in request.columns.fields {
            places.append(field.name == corrupt ? nil : wanted.count)
            if field.name != corrupt { wanted.append(field) }
        }
        self.places = places
        // Whether a row is malformed depends on all columns: FAILFAST and DROPMALFORMED look at those not wanted, too.
        if mode != "PERMISSIVE" {
            let names = Set(wanted.map(\.name))
            wanted += request.dataSchema.fields.filter { !names.contains($0.name) && $0.name != corrupt }
        }
        rows = try XMLRowReader(Schema(wanted), options: request.options.all, context: request.context)
        records = try JSONRecords(split, XMLFormat.lines(request.options))
        rowsLeft = request.limit ?? .max
    }

    func next() throws -> Batch? {
        while rowsLeft > 0 {
            if scanner == nil {
                guard try records.advance(), let line = records.next() else { return nil }
                file = line.bytes
                scanner = XMLRowScanner(line.bytes, tag: tag)
            }
            if let batch = try readBatch(), batch.count > 0 {
                rowsLeft -= batch.count
                return batch
            }
        }
        return nil
    }

    /// Reads up to about a batch of rows of the current file. A malformed element is the file's last.
    private func readBatch() throws -> Batch? {
        let target = min(Batch.targetCount, rowsLeft)
        var failed: [Int] = []
        while rows.count < target, scanner != nil {
            let outcome: XMLRowReader.Outcome
            if let element = scanner?.next() {
                outcome = rows.read(element)
            } else {
                let breaksOff = scanner?.isMalformed ?? false
                scanner = nil
                guard breaksOff else { break }
                rows.appendNulls()
                outcome = .malformed
            }
            if case .malformed = outcome { scanner = nil }
            if case .complete = outcome { continue }
            if mode == "FAILFAST" { throw malformedRecord() }
            failed.append(rows.count - 1)
        }
        let count = rows.count
        guard count > 0 else { return nil }
        let columns = rows.finish()
        let texts = places.contains(nil) ? self.texts(failed, count) : nil
        let batch = Batch(
            places.map { place in place.map { columns[$0] } ?? texts ?? Column.nulls(.string, count: count) },
            count: count)
        guard mode == "DROPMALFORMED", !failed.isEmpty else { return batch }
        let dropped = Set(failed)
        return batch.gather(Selection((0..<count).filter { !dropped.contains($0) }))
    }

    /// The file's text for rows that could not be read fully, as Spark keeps it; null for the others.
    private func texts(_ failed: [Int], _ count: Int) -> Column {
        let builder = ColumnBuilder(.string, capacity: count)
        for row in failed {
            while builder.count < row { builder.appendNull() }
            if let file { builder.append(bytes: file) }
        }
        while builder.count < count { builder.appendNull() }
        return builder.finish()
    }

    private func malformedRecord() -> PyriteError {
        let text = file.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file file://\(path). [MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] "
                + "Malformed records are detected in record parsing: \(text). Parse Mode: FAILFAST. To process malformed "
                + "records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
            parameters: ["path": "file://\(path)", "badRecord": text, "failFastMode": "FAILFAST"])
    }
}
