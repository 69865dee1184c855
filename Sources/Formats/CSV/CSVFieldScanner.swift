import Columnar

/// Cuts the records of a split into the fields of each column without converting them: what inference reads.
final class CSVFieldScanner {
    private let columnCount: Int
    private let tokenizer: CSVTokenizer
    private let lines: LineReader
    private let options: CSVOptions
    private let rowFields: UnsafeMutablePointer<CSVField>
    private let storage: UnsafeMutablePointer<CSVField>
    private var arena = StringArena()
    private var skipsHeader: Bool

    init(_ split: FileSplit, options: CSVOptions, columnCount: Int) throws {
        self.columnCount = columnCount
        self.options = options
        tokenizer = CSVTokenizer(options)
        lines = try LineReader(split, options.lines, quoting: options.isMultiLine ? tokenizer : nil)
        skipsHeader = options.hasHeader && split.byteRange.lowerBound == 0
        rowFields = .allocate(capacity: max(columnCount, 1))
        storage = .allocate(capacity: max(columnCount, 1) * Batch.targetCount)
    }

    deinit {
        rowFields.deallocate()
        storage.deallocate()
    }

    /// The fields of one column of the rows that ``next()`` read; valid until it is called again.
    func fields(of column: Int) -> UnsafePointer<CSVField> { UnsafePointer(storage + column * Batch.targetCount) }

    /// Reads up to a batch of records; `nil` at the end of the split.
    func next() throws -> Int? {
        arena = StringArena()
        var count = 0
        while true {
            while count < Batch.targetCount, let line = lines.nextLine() {
                if options.isBlankOrComment(line) { continue }
                if skipsHeader {
                    skipsHeader = false
                    continue
                }
                let found = tokenizer.tokenize(
                    line.start, line.end, into: rowFields, wanted: columnCount, counts: false, lineEnd: lines.lineEnd,
                    arena: &arena)
                for column in 0..<columnCount {
                    storage[column &* Batch.targetCount &+ count] = column < found ? rowFields[column] : .missing
                }
                count &+= 1
            }
            // Fields point into the chunk: hand them out before it is replaced.
            if count > 0 { return count }
            if try !lines.advance() { return nil }
        }
    }
}
