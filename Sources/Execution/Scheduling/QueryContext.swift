import Columnar
import Functions

/// Calls functions of the host language. Several threads may call at a time.
package protocol PythonUDFRunner: Sendable {
    /// The function that `command` names over `count` rows; the result has the type and as many rows.
    func call(command: [UInt8], arguments: [Column], resultType: DataType, count: Int) throws -> Column

    /// The function that `command` names over the batches of a partition, which it pulls from `input` as it needs them;
    /// the stream gives batches with the columns of `resultSchema`.
    func stream(
        command: [UInt8], partition: Int, input: any BatchStream, inputSchema: Schema, resultSchema: Schema
    ) throws -> any BatchStream
}

/// Settings of the session that execution reads.
package struct ExecutionSettings: Sendable {
    /// `spark.sql.shuffle.partitions`.
    package var shufflePartitions = 200
    /// `spark.sql.adaptive.enabled` with `coalescePartitions.enabled`: small shuffle partitions are joined.
    package var coalescesPartitions = true
    /// `spark.sql.adaptive.coalescePartitions.minPartitionSize`, bytes.
    package var minPartitionBytes = 1 << 20
    /// `spark.sql.adaptive.advisoryPartitionSizeInBytes`.
    package var advisoryPartitionBytes = 64 << 20
    /// `spark.sql.files.maxPartitionBytes`.
    package var maxFilePartitionBytes = 128 << 20
    /// `spark.sql.files.openCostInBytes`.
    package var fileOpenCostBytes = 4 << 20
    /// `spark.sql.autoBroadcastJoinThreshold`; negative: never.
    package var broadcastThreshold = 10 << 20
    /// `spark.local.dir`: where rows go that do not fit memory. `nil`: `TMPDIR`, else `/tmp`.
    package var localDirectory: String?
    /// `spark.default.parallelism`; `nil`: the pool's width.
    package var defaultParallelism: Int?
    package init() {}
}

/// What a query brings along: fixed while it runs.
package struct QueryContext: Sendable {
    package var evaluation: EvaluationContext
    package var settings: ExecutionSettings
    package var pythonRunner: (any PythonUDFRunner)?
    /// Told what `observe` found, once the query has ended.
    package var observed: (@Sendable (ObservedMetrics) -> Void)?
    package var cancellation: CancellationToken
    /// Shown in the job list.
    package var description: String

    package init(
        evaluation: EvaluationContext = EvaluationContext(), settings: ExecutionSettings = ExecutionSettings(),
        pythonRunner: (any PythonUDFRunner)? = nil, cancellation: CancellationToken = CancellationToken(),
        description: String = ""
    ) {
        self.evaluation = evaluation
        self.settings = settings
        self.pythonRunner = pythonRunner
        self.cancellation = cancellation
        self.description = description
    }
}
