import Columnar
import Formats
import Functions
import Plans

/// Reads files. Partitions are Spark's; tasks that do not care take smaller pieces from a common queue, so that one big
/// file keeps all workers busy.
final class ScanOperator: PhysicalOperator, @unchecked Sendable {
    private let source: FileScanSource
    private var filters: [ScanFilter]
    private let limit: Int?
    /// For each output column: its field in the files, or its partition column.
    private let fields: [Field]
    private let text: String

    private var partitions: [[FileSplit]] = []
    private var morsels: [FileSplit] = []
    private let queue = MorselQueue()

    private enum Field {
        case data(StructField)
        case partition(StructField)
        case metadata(DataType)
    }

    /// Pieces for shared reading: small enough to keep workers level, large enough to hide opening costs.
    private static let morselBytes = 8 << 20

    init(_ scan: Scan, source: FileScanSource, output: [Attribute], filters: [ScanFilter], text: String) throws {
        self.source = source
        self.filters = filters
        self.limit = scan.pushedLimit
        self.text = text
        fields = try output.map { attribute in
            if let index = source.dataSchema.index(ofName: attribute.name) {
                return .data(source.dataSchema.fields[index])
            }
            if let index = source.partitionSchema.index(ofName: attribute.name) {
                return .partition(source.partitionSchema.fields[index])
            }
            if attribute.id == scan.metadata?.id { return .metadata(attribute.type) }
            throw PyriteError.internalError("scan column \(attribute.name) is neither in the files nor in their paths")
        }
        super.init(output: output, children: [])
    }

    override func prepare(_ job: Job) throws {
        let settings = job.settings
        let maxBytes = FilePartitioning.maxSplitBytes(source.files, settings: settings, parallelism: job.parallelism)
        let splits = try source.format.splits(of: source.files, options: source.options, maxBytes: maxBytes)
        partitions = FilePartitioning.partitions(splits, maxBytes: maxBytes, openCost: settings.fileOpenCostBytes)
        // Few pieces a worker leave some idle at the end; many cost openings.
        let morselBytes = min(ScanOperator.morselBytes, maxBytes)
        morsels = try source.format.splits(of: source.files, options: source.options, maxBytes: morselBytes)
            .filter { !$0.byteRange.isEmpty }
    }

    override func accept(_ filter: RuntimeFilter, column: Int) {
        guard case .data(let field) = fields[column] else { return }
        filters.append(filter.condition(onColumn: field.name))
    }

    override var partitionCount: Int { partitions.count }
    override var morselCount: Int { morsels.count }
    override func resetMorsels() { queue.reset() }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        switch task.assignment {
        case .partition(let index):
            guard index < partitions.count else { return BatchListStream([]) }
            let splits = partitions[index]
            return ChainedStream(splits.map { split in { try self.stream(split, task) } })
        case .shared:
            return DrawnStream { [self] in
                try queue.take(of: morsels.count).map { try stream(morsels[$0], task) }
            }
        }
    }

    private func stream(_ split: FileSplit, _ task: TaskContext) throws -> any BatchStream {
        var wanted: [StructField] = []
        var positions: [Int?] = []
        var constants: [Column?] = []
        var metadata: FileMetadata?
        for field in fields {
            switch field {
            case .data(let field):
                positions.append(wanted.count)
                constants.append(nil)
                wanted.append(field)
            case .partition(let field):
                positions.append(nil)
                let text = split.file.partitionValues.first { $0.key.lowercased() == field.name.lowercased() }?.value
                constants.append(try ScanOperator.partitionColumn(text, field.dataType, task))
            case .metadata(let type):
                positions.append(nil)
                constants.append(nil)
                metadata = FileMetadata(
                    split, type, firstRow: source.format.countsRows ? try source.format.firstRow(of: split) : nil)
            }
        }
        let request = ScanRequest(
            columns: Schema(wanted), dataSchema: source.dataSchema, options: source.options,
            // A reader that leaves rows out does not tell which.
            filters: metadata?.firstRow == nil ? filters : [],
            limit: limit, context: task.evaluation)
        let reader = try source.format.reader(for: split, request: request)
        return ReaderStream(reader) { batch in
            if metadata == nil, constants.allSatisfy({ $0 == nil }) { return batch }
            let columns = zip(positions, constants).map { position, constant -> Column in
                if let position { return batch.columns[position] }
                if constant == nil, let column = metadata?.next(batch.count) { return column }
                guard let constant, case .constant(let one) = constant.layout else {
                    return Column.nulls(.null, count: batch.count)
                }
                return Column(constant.type, count: batch.count, layout: .constant(one))
            }
            return Batch(columns, count: batch.count)
        }
    }

    /// A constant column of one row.
    private static func partitionColumn(_ text: String??, _ type: DataType, _ task: TaskContext) throws -> Column {
        guard let text = text ?? nil else { return .nulls(type, count: 1) }
        let string = Column.constant(.string(text), .string, count: 1)
        let column = try convertColumn(string, to: type, context: task.evaluation)
        if column.isConstant { return column }
        return Column(type, count: 1, layout: .constant(column.flattened()))
    }

    override var estimatedBytes: Double {
        let width = rowWidth(source.schema.fields.map { Attribute($0.name, $0.dataType) })
        return Double(source.byteCount) * min(1, rowWidth(output) / max(width, 1))
    }

    override var name: String { "Scan \(source.format.name)" }
    override var explanation: String { "FileScan \(source.format.name) \(describe(output)) \(text)" }
}

/// The rows of a reader, at most a morsel at a time.
private final class ReaderStream: BatchStream {
    private let reader: any BatchReader
    private let change: (Batch) -> Batch

    init(_ reader: any BatchReader, _ change: @escaping (Batch) -> Batch) {
        self.reader = reader
        self.change = change
    }

    func next() throws -> Batch? {
        while let batch = try reader.next() {
            if batch.count > 0 { return change(batch) }
        }
        return nil
    }
}
