import Columnar
import Functions

/// A file format: how its files become columns and columns become files. Implemented once a format, stateless.
package protocol FileFormat: Sendable {
    /// The short name that `format("…")` takes, lower case.
    var name: String { get }
    /// The schema of the files, for a read without a given schema. Reads no more than it must.
    func inferSchema(of files: [SourceFile], options: FormatOptions, context: EvaluationContext) throws -> Schema
    /// Cuts the files into pieces that can be read independently and in parallel, in file order.
    func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit]
    /// Opens one split. Called on the task's thread; the reader is used by one thread.
    func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader
    /// Throws for a schema given by the user that the format cannot read.
    func checkReadable(_ schema: Schema, options: FormatOptions) throws
    /// Whether columns may have names that differ in case only when they are written.
    var writesRepeatedNames: Bool { get }
    /// Starts one output file. The file exists only for its task until the commit protocol moves it.
    func writer(to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext) throws
        -> any BatchWriter
    /// Of a file written with these options, such as `.snappy.parquet`.
    func fileSuffix(options: FormatOptions) throws -> String
    /// Whether a row's place in its file is known: ``firstRow(of:)`` tells it.
    var countsRows: Bool { get }
    /// The place in the file of the split's first row.
    func firstRow(of split: FileSplit) throws -> Int
    /// What metadata tells of the files together, when the format has such.
    func statistics(of files: [SourceFile], schema: Schema) throws -> TableStatistics?
}

extension FileFormat {
    package func checkReadable(_ schema: Schema, options: FormatOptions) throws {}
    package var writesRepeatedNames: Bool { false }
    package var countsRows: Bool { false }
    package func firstRow(of split: FileSplit) throws -> Int { 0 }
    package func statistics(of files: [SourceFile], schema: Schema) throws -> TableStatistics? { nil }
}

/// One input file as the listing found it.
package struct SourceFile: Hashable, Sendable {
    package var path: String
    package var size: Int
    /// Microseconds since the epoch.
    package var modificationTime: Int64
    /// Values of the partition columns that the path holds (`key=value` folders), by column name; `nil` is null.
    package var partitionValues: [String: String?]

    package init(path: String, size: Int, modificationTime: Int64 = 0, partitionValues: [String: String?] = [:]) {
        self.path = path
        self.size = size
        self.modificationTime = modificationTime
        self.partitionValues = partitionValues
    }
}

/// A piece of a file: bytes for text formats, row groups for Parquet.
package struct FileSplit: Hashable, Sendable {
    package var file: SourceFile
    /// Bytes of the file that the split begins in; a line or row group belongs to the split in which it starts.
    package var byteRange: Range<Int>

    package init(file: SourceFile, byteRange: Range<Int>) {
        self.file = file
        self.byteRange = byteRange
    }
}

/// What a scan wants of a split.
package struct ScanRequest: Sendable {
    /// The columns to give, in this order: a subset of the data schema. Empty when only the row count matters.
    package var columns: Schema
    /// The whole data schema of the relation (without partition columns): text formats need it to find columns.
    package var dataSchema: Schema
    package var options: FormatOptions
    /// Conditions that all hold for every row wanted. A reader may drop rows that fail them and need not; the engine
    /// filters again.
    package var filters: [ScanFilter]
    /// No more than so many rows are needed from the whole scan.
    package var limit: Int?
    package var context: EvaluationContext

    package init(
        columns: Schema, dataSchema: Schema, options: FormatOptions = FormatOptions(), filters: [ScanFilter] = [],
        limit: Int? = nil, context: EvaluationContext = EvaluationContext()
    ) {
        self.columns = columns
        self.dataSchema = dataSchema
        self.options = options
        self.filters = filters
        self.limit = limit
        self.context = context
    }
}

/// A simple condition on one column, comparable with statistics and dictionaries.
package indirect enum ScanFilter: Hashable, Sendable {
    package enum Comparison: Hashable, Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }
    /// `column <comparison> value`; the value is not null and has the column's type.
    case compare(column: String, Comparison, Value)
    case oneOf(column: String, [Value])
    case isNull(column: String)
    case isNotNull(column: String)
    /// The value may be among the keys of a join's other side.
    case member(column: String, KeyMembership)
    /// The value may be among the first of an order.
    case within(column: String, MovingBound)
    case any([ScanFilter])
    case all([ScanFilter])
}

extension ScanFilter {
    /// The column of a condition on one; `nil` for combinations.
    package var column: String? {
        switch self {
        case .compare(let name, _, _), .oneOf(let name, _), .isNull(let name), .isNotNull(let name),
            .member(let name, _), .within(let name, _):
            name
        case .any, .all: nil
        }
    }

    /// Whether a condition on one column may hold for null.
    var maySatisfyNull: Bool {
        switch self {
        case .isNull: true
        case .within(_, let bound): bound.keepsNulls
        default: false
        }
    }

    /// Calls `body` with the name of every column in the condition.
    func forEachColumn(_ body: (String) throws -> Void) rethrows {
        switch self {
        case .any(let parts), .all(let parts): for part in parts { try part.forEachColumn(body) }
        default: if let column { try body(column) }
        }
    }
}

/// Gives the rows of a split, batch by batch.
package protocol BatchReader: AnyObject {
    /// The next rows (`ScanRequest.columns`, in order; about ``Batch/targetCount`` of them), `nil` at the end.
    func next() throws -> Batch?
}

/// Takes rows and writes one file.
package protocol BatchWriter: AnyObject {
    func write(_ batch: Batch) throws
    /// Writes what remains and closes the file. Without it the file is incomplete.
    func finish() throws
    /// Closes and removes the file after a failure.
    func abandon()
    var rowsWritten: Int { get }
    var bytesWritten: Int { get }
}

/// Options of a reader or writer: names without regard to case, values as text.
package struct FormatOptions: Hashable, Sendable {
    private var values: [String: String] = [:]

    package init(_ options: [String: String] = [:]) {
        for (name, value) in options { values[name.lowercased()] = value }
    }

    package subscript(name: String) -> String? {
        get { values[name.lowercased()] }
        set { values[name.lowercased()] = newValue }
    }

    package func flag(_ name: String, default fallback: Bool) throws -> Bool {
        guard let text = self[name] else { return fallback }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"\(name)\" takes true or false, got \"\(text)\".",
                parameters: ["option": name, "value": text])
        }
    }

    package var all: [String: String] { values }
}

/// What is known of a table before it is read.
package struct TableStatistics: Sendable {
    package struct ColumnStatistics: Sendable {
        package var nullCount: Int?
        package var min: Value?
        package var max: Value?
        package var distinctCount: Int?
        package init(nullCount: Int? = nil, min: Value? = nil, max: Value? = nil, distinctCount: Int? = nil) {
            self.nullCount = nullCount
            self.min = min
            self.max = max
            self.distinctCount = distinctCount
        }
    }
    package var rowCount: Int
    /// Of the schema's columns, in order.
    package var columns: [ColumnStatistics]
    package init(rowCount: Int, columns: [ColumnStatistics]) {
        self.rowCount = rowCount
        self.columns = columns
    }
}
