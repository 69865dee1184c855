import Columnar
import Connect
import ConnectProtocol
import Execution
import Plans
import Pyrite
import SQL

/// The engine's session under the interface's names: requests' messages become the session's own types here.
final class EngineSessionBridge: EngineSession {
    let session: Session

    init(_ session: Session) { self.session = session }

    var timeZone: String { session.configuration.timeZoneName }
    var parserOptions: SQLParserOptions { session.parserOptions }

    func makeSession() throws -> any EngineSession { EngineSessionBridge(try session.newSession()) }
    func close() { session.close() }
    func callHost(with functions: CallbackRunner) { session.callHost(with: functions) }

    // MARK: Queries

    func schema(of plan: LogicalPlan) throws -> Schema { try session.schema(of: plan) }

    func withoutViews(_ plan: LogicalPlan) -> LogicalPlan? { session.withoutViews(plan) }

    func run(
        _ plan: LogicalPlan, control: RunControl, analyzed: (Schema) -> Void,
        consume: @escaping @Sendable (Batch) throws -> Void
    ) throws {
        try session.run(plan, control: queryControl(control), analyzed: analyzed, consume: consume)
    }

    func run(_ statement: Statement, control: RunControl) throws -> (schema: Schema, batches: [Batch]) {
        try session.run(statement, control: queryControl(control))
    }

    func partitionCount(of plan: LogicalPlan, control: RunControl) throws -> (schema: Schema, batches: [Batch]) {
        try session.partitionCount(of: plan, control: queryControl(control))
    }

    private func queryControl(_ control: RunControl) -> QueryControl {
        let cancellation = CancellationToken()
        control.onCancel { cancellation.cancel() }
        var query = QueryControl(functions: control.functions, cancellation: cancellation)
        query.observed = { control.operation.observed($0) }
        return query
    }

    func explain(_ plan: LogicalPlan, mode: ExplainMode) throws -> String { try session.explain(plan, mode: mode) }
    func inputFiles(of plan: LogicalPlan) throws -> [String] { try session.inputFiles(of: plan) }
    func isSame(_ plan: LogicalPlan, as other: LogicalPlan) throws -> Bool { try session.isSame(plan, as: other) }
    func semanticHash(of plan: LogicalPlan) throws -> Int32 { try session.semanticHash(of: plan) }

    // MARK: Kept rows

    func persist(_ plan: LogicalPlan, level: Spark_Connect_StorageLevel) throws {
        try session.persist(plan, level: StorageLevel(level))
    }

    func unpersist(_ plan: LogicalPlan) throws { try session.unpersist(plan) }

    func storageLevel(of plan: LogicalPlan) throws -> Spark_Connect_StorageLevel {
        let level = try session.storageLevel(of: plan)
        return .with {
            $0.useDisk = level.useDisk
            $0.useMemory = level.useMemory
            $0.useOffHeap = level.useOffHeap
            $0.deserialized = level.deserialized
            $0.replication = Int32(clamping: level.replication)
        }
    }

    // MARK: Settings

    func setting(_ key: String) -> String? { session.configuration[key] }
    func set(_ key: String, to value: String) throws { try session.configuration.set(key, to: value) }
    func unset(_ key: String) throws { try session.configuration.unset(key) }
    func isModifiable(_ key: String) -> Bool { session.configuration.isModifiable(key) }
    var allSettings: [(key: String, value: String)] { session.configuration.all }
}

extension StorageLevel {
    init(_ message: Spark_Connect_StorageLevel) {
        self.init(
            useDisk: message.useDisk, useMemory: message.useMemory, useOffHeap: message.useOffHeap,
            deserialized: message.deserialized, replication: Int(message.replication))
    }
}

extension CallbackRunner: PythonUDFRunner {}
