import Columnar
import Formats
import Functions
import Plans

/// Files of one format with the schema they are read by: the source of a ``Scan``.
package struct FileScanSource: ScanSource {
    package let format: any FileFormat
    package let files: [SourceFile]
    package let options: FormatOptions
    /// The columns in the files.
    package let dataSchema: Schema
    /// The columns in the files' paths (`key=value` folders).
    package let partitionSchema: Schema
    package let statistics: TableStatistics?

    package init(
        format: any FileFormat, files: [SourceFile], options: FormatOptions, dataSchema: Schema,
        partitionSchema: Schema = Schema(), statistics: TableStatistics? = nil
    ) {
        self.format = format
        self.files = files
        self.options = options
        self.dataSchema = dataSchema
        self.partitionSchema = partitionSchema
        self.statistics = statistics
    }

    package var schema: Schema { Schema(dataSchema.fields + partitionSchema.fields) }
    /// What Spark tells of the file that a row comes from. A column of the data that is called so hides it.
    package var metadataType: DataType? {
        guard schema.index(ofName: "_metadata") == nil else { return nil }
        let fields = FileMetadata.fields + (format.countsRows ? [FileMetadata.rowIndex] : [])
        return .structure(Schema(fields))
    }
    package var byteCount: Int { files.reduce(0) { $0 + $1.size } }
    package var inputFiles: [String] { files.map { "file://" + $0.path } }
    package var estimatedRowCount: Double? { statistics.map { Double($0.rowCount) } }

    package func statistics(ofColumn name: String) -> SourceColumnStatistics? {
        guard let statistics else { return nil }
        guard let index = dataSchema.index(ofName: name), index < statistics.columns.count else {
            // A partition column has one value a folder.
            guard partitionSchema.index(ofName: name) != nil else { return nil }
            let values = files.map { file in file.partitionValues.first { $0.key.lowercased() == name.lowercased() } }
            return SourceColumnStatistics(distinctCount: Set(values.map { $0?.value }).count)
        }
        let column = statistics.columns[index]
        return SourceColumnStatistics(
            min: column.min, max: column.max, nullCount: column.nullCount, distinctCount: column.distinctCount)
    }

    package var description: String {
        let shown = files.prefix(1).map { "file:" + $0.path }.joined(separator: ", ")
        return "\(format.name) \(shown)\(files.count > 1 ? ", ... \(files.count) files" : "")"
    }
}

/// How files are cut and grouped into partitions: Spark's rules, so that partition counts agree.
enum FilePartitioning {
    /// Bytes that a split may have at most.
    static func maxSplitBytes(_ files: [SourceFile], settings: ExecutionSettings, parallelism: Int) -> Int {
        let total = files.reduce(0) { $0 + $1.size + settings.fileOpenCostBytes }
        let perCore = total / max(parallelism, 1)
        return max(1, min(settings.maxFilePartitionBytes, max(settings.fileOpenCostBytes, perCore)))
    }

    /// Splits, largest first, put into partitions until the next one would not fit.
    static func partitions(_ splits: [FileSplit], maxBytes: Int, openCost: Int) -> [[FileSplit]] {
        let ordered = splits.enumerated().sorted {
            let (a, b) = ($0.element.byteRange.count, $1.element.byteRange.count)
            return a != b ? a > b : $0.offset < $1.offset
        }.map(\.element)
        var result: [[FileSplit]] = []
        var current: [FileSplit] = []
        var size = 0
        for split in ordered {
            if size + split.byteRange.count > maxBytes && !current.isEmpty {
                result.append(current)
                current = []
                size = 0
            }
            size += split.byteRange.count + openCost
            current.append(split)
        }
        if !current.isEmpty { result.append(current) }
        return result
    }
}
