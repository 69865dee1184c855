import Columnar
import Connect
import ConnectProtocol
import Plans
import SQL

/// The engine's session as the interface uses it.
protocol EngineSession: AnyObject, Sendable {
    /// `spark.sql.session.timeZone`.
    var timeZone: String { get }
    var parserOptions: SQLParserOptions { get }

    /// A session with its own settings, views and functions that shares all else.
    func makeSession() throws -> any EngineSession
    func close()
    /// Has an analysis that needs functions of the host call them by `functions`.
    func callHost(with functions: CallbackRunner)

    /// Analyzes a query.
    func schema(of plan: LogicalPlan) throws -> Schema
    /// The query with the temporary views that it names put in their place; `nil` when it names none.
    func withoutViews(_ plan: LogicalPlan) -> LogicalPlan?
    /// Runs a query: `analyzed` is called once, before the first batch. `consume` may block and may throw to end the job.
    func run(
        _ plan: LogicalPlan, control: RunControl, analyzed: (Schema) -> Void,
        consume: @escaping @Sendable (Batch) throws -> Void
    ) throws
    /// Carries a statement out; some answer with rows.
    func run(_ statement: Statement, control: RunControl) throws -> (schema: Schema, batches: [Batch])

    /// How many partitions a query's result has, as a table of one number.
    func partitionCount(of plan: LogicalPlan, control: RunControl) throws -> (schema: Schema, batches: [Batch])

    func explain(_ plan: LogicalPlan, mode: ExplainMode) throws -> String
    func inputFiles(of plan: LogicalPlan) throws -> [String]
    func isSame(_ plan: LogicalPlan, as other: LogicalPlan) throws -> Bool
    func semanticHash(of plan: LogicalPlan) throws -> Int32
    func persist(_ plan: LogicalPlan, level: Spark_Connect_StorageLevel) throws
    func unpersist(_ plan: LogicalPlan) throws
    func storageLevel(of plan: LogicalPlan) throws -> Spark_Connect_StorageLevel

    /// The value set for a key, or its default; `nil` when it has neither.
    func setting(_ key: String) -> String?
    func set(_ key: String, to value: String) throws
    func unset(_ key: String) throws
    /// Whether the key may be changed while the session runs.
    func isModifiable(_ key: String) -> Bool
    /// What was set, by key.
    var allSettings: [(key: String, value: String)] { get }

    /// The rows that answer a question to the catalog.
    func answer(_ catalog: Spark_Connect_Catalog) throws -> (schema: Schema, batches: [Batch])

    /// What jobs, stages and tasks did and do, as a JSON object.
    var statusJSON: String { get }
}

/// What a running request may ask of its caller's side.
struct RunControl: Sendable {
    /// Calls functions of the host.
    let functions: CallbackRunner
    let operation: Operation

    var isCancelled: Bool { operation.isCancelled }

    /// `stop` is called, on another thread, when the caller cancels; at once when it has cancelled already.
    func onCancel(_ stop: @escaping @Sendable () -> Void) { operation.onCancel(stop) }
}

extension Spark_Connect_StorageLevel {
    /// What `persist()` and `cache()` mean.
    static let memoryAndDisk = Spark_Connect_StorageLevel.with {
        $0.useDisk = true
        $0.useMemory = true
        $0.deserialized = true
        $0.replication = 1
    }
}
