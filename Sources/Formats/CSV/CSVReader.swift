import Columnar
import Functions
import Glibc

/// Reads the records of one split as batches.
final class CSVReader: BatchReader {
    private let request: ScanRequest
    private let options: CSVOptions
    private let tokenizer: CSVTokenizer
    private let converter: CSVFieldConverter
    private let lines: LineReader
    private let path: String
    /// The schema's fields that stand in the file: all but the column of malformed records.
    private let fileFields: [StructField]
    /// For each requested column, its place in the file; `nil` for the column of malformed records.
    private let places: [Int?]
    /// How many fields of a record have to be cut out.
    private let wanted: Int
    /// Records with another number of fields are malformed; not told when only some columns are read, as in Spark.
    private let checksCount: Bool
    private let keepsRecord: Bool
    private var skipsHeader: Bool
    private var isAtEnd = false
    private var rowsLeft: Int

    private let fields: UnsafeMutablePointer<CSVField>
    private let malformed: UnsafeMutablePointer<Bool>
    private let records: UnsafeMutablePointer<CSVField>

    init(_ split: FileSplit, _ request: ScanRequest, _ options: CSVOptions) throws {
        self.request = request
        self.options = options
        path = split.file.path
        tokenizer = CSVTokenizer(options)
        converter = CSVFieldConverter(options: options, context: request.context)
        let corrupt = options.corruptRecordColumn
        fileFields = request.dataSchema.fields.filter { $0.name != corrupt || $0.dataType != .string }
        let fileFields = fileFields
        places = try request.columns.fields.map { column in
            if column.name == corrupt && column.dataType == .string { return nil }
            guard let place = Schema(fileFields).index(ofName: column.name) else {
                throw PyriteError.internalError("Column \(column.name) is not in the CSV schema.")
            }
            return place
        }
        keepsRecord = places.contains { $0 == nil }
        if keepsRecord && places.count == 1 { throw FileError.onlyCorruptRecords }
        let needsAll = Set(places.compactMap { $0 }).count == fileFields.count || keepsRecord
        checksCount = needsAll
        let last = (places.compactMap { $0 }.max() ?? -1) + 1
        // Every column decides whether a record is malformed when malformed records are kept or dropped.
        wanted = needsAll ? fileFields.count : last
        skipsHeader = options.hasHeader && split.byteRange.lowerBound == 0
        rowsLeft = request.limit ?? .max
        lines = try LineReader(split, options.lines, quoting: options.isMultiLine ? tokenizer : nil)
        fields = .allocate(capacity: max(wanted, 1) * Batch.targetCount)
        malformed = .allocate(capacity: Batch.targetCount)
        records = .allocate(capacity: Batch.targetCount)
        rowFields = .allocate(capacity: max(wanted, 1))
    }

    private let rowFields: UnsafeMutablePointer<CSVField>

    deinit {
        fields.deallocate()
        malformed.deallocate()
        records.deallocate()
        rowFields.deallocate()
    }

    func next() throws -> Batch? {
        while !isAtEnd && rowsLeft > 0 {
            var arena = StringArena()
            let count = try tokenizeBatch(&arena)
            if count == 0 {
                if try !lines.advance() { isAtEnd = true }
                continue
            }
            let batch = try convert(count, [lines.chunk, tokenizer.heap] + arena.buffers)
            if batch.count == 0 { continue }
            rowsLeft -= batch.count
            return batch
        }
        return nil
    }

    /// Cuts up to a batch of records of the current chunk into fields, stored column by column.
    private func tokenizeBatch(_ arena: inout StringArena) throws -> Int {
        let capacity = Batch.targetCount
        let target = min(capacity, rowsLeft)
        let expected = fileFields.count
        let (fields, rowFields, malformed, records, wanted) = (fields, rowFields, malformed, records, wanted)
        let (checksCount, tokenizer, lines, options) = (checksCount, tokenizer, lines, options)
        let lineEnd = lines.lineEnd
        var count = 0
        while count < target, let line = lines.nextLine() {
            if options.isBlankOrComment(line) { continue }
            if skipsHeader {
                skipsHeader = false
                try checkHeader(line)
                continue
            }
            let found = tokenizer.tokenize(
                line.start, line.end, into: rowFields, wanted: wanted, counts: checksCount, lineEnd: lineEnd,
                arena: &arena)
            var column = 0
            while column < wanted {
                fields[column &* capacity &+ count] = column < found ? rowFields[column] : .missing
                column &+= 1
            }
            malformed[count] = checksCount && found != expected
            records[count] = CSVField(start: line.start, length: Int32(truncatingIfNeeded: line.count))
            count &+= 1
        }
        return count
    }

    private func convert(_ count: Int, _ heap: [Buffer]) throws -> Batch {
        let capacity = Batch.targetCount
        // Columns that were not asked for still decide whether a record is malformed.
        let decides = checksCount && (options.mode != .permissive || keepsRecord)
        var converted: [Int: Column] = [:]
        for place in 0..<fileFields.count {
            let isRequested = places.contains(place)
            guard isRequested || (decides && !fileFields[place].dataType.isString) else { continue }
            converted[place] = converter.convert(
                fields + place * capacity, count: count, to: fileFields[place].dataType, heap: heap,
                malformed: malformed)
        }
        let columns = places.map { place -> Column in
            guard let place else { return corruptRecords(count, heap) }
            return converted[place] ?? Column.nulls(fileFields[place].dataType, count: count)
        }
        let batch = Batch(columns, count: count)
        if options.mode == .permissive { return batch }
        var kept: [Int] = []
        for row in 0..<count {
            if !malformed[row] {
                kept.append(row)
            } else if options.mode == .failFast {
                throw malformedRecord(records[row])
            }
        }
        return kept.count == count ? batch : batch.gather(Selection(kept))
    }

    private func corruptRecords(_ count: Int, _ heap: [Buffer]) -> Column {
        for row in 0..<count where !malformed[row] { records[row] = .missing }
        return converter.convert(records, count: count, to: .string, heap: heap, malformed: malformed)
    }

    private func malformedRecord(_ record: CSVField) -> PyriteError {
        let text = String(decoding: record.bytes, as: UTF8.self)
        return PyriteError(
            .sparkException, "FAILED_READ_FILE.NO_HINT", sqlState: "KD001",
            "Encountered error while reading file file://\(path). [MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] Malformed "
                + "records are detected in record parsing: \(text). Parse Mode: FAILFAST. To process malformed records as "
                + "null result, try setting the option 'mode' as 'PERMISSIVE'.",
            parameters: ["path": "file://\(path)", "badRecord": text, "failFastMode": "FAILFAST"])
    }

    /// With `enforceSchema` false the header's names must be those of the schema.
    private func checkHeader(_ line: LineReader.Line) throws {
        if options.enforcesSchema { return }
        var arena = StringArena()
        let names = try CSVFormat.tokens(of: line, tokenizer, &arena, limit: options.maxColumns).map { $0 ?? "" }
        let expected = fileFields.map(\.name)
        guard names.map({ $0.lowercased() }) == expected.map({ $0.lowercased() }) else {
            throw FileError.damaged(
                path,
                "CSV header does not conform to the schema. Header: \(names.joined(separator: ", ")); schema: "
                    + expected.joined(separator: ", "))
        }
    }
}
