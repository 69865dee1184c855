import Columnar
import Connect
import ConnectProtocol
import Plans
import SQL
import Synchronization

@testable import PyriteC

/// A session without an engine: ranges give their numbers, a user-defined function over `id` is called, `limit` of a
/// negative count fails, and a range without end runs until it is cancelled.
final class StandInSession: EngineSession {
    let timeZone = "Europe/Berlin"
    let parserOptions = SQLParserOptions()
    let statusJSON = "{\"jobs\": []}"
    private let isClosed = Atomic<Bool>(false)
    private let settings = Mutex<[String: String]>([:])

    static let batchLength = 10

    func makeSession() throws -> any EngineSession { StandInSession() }
    var wasClosed: Bool { isClosed.load(ordering: .relaxed) }
    func close() { isClosed.store(true, ordering: .relaxed) }
    func callHost(with functions: CallbackRunner) {}

    func schema(of plan: LogicalPlan) throws -> Schema {
        switch plan {
        case .planID(let child, _): return try schema(of: child)
        case .range: return Schema([StructField("id", .long, nullable: false)])
        case .localRelation(let relation): return relation.schema
        case .project(let project):
            guard case .pythonUDF(let call)? = project.expressions.first else { break }
            return Schema([StructField("r", call.resultType)])
        default: break
        }
        throw PyriteError(
            .analysis, "TABLE_OR_VIEW_NOT_FOUND", sqlState: "42P01", "not found", parameters: ["name": "`a\"b`"])
    }

    func withoutViews(_ plan: LogicalPlan) -> LogicalPlan? { nil }

    func run(
        _ plan: LogicalPlan, control: RunControl, analyzed: (Schema) -> Void,
        consume: @escaping @Sendable (Batch) throws -> Void
    ) throws {
        analyzed(try schema(of: plan))
        switch plan {
        case .range(let range):
            var next = range.start
            while next < range.end {
                if control.isCancelled { throw PyriteError.cancelled }
                let end = min(next + Int64(Self.batchLength), range.end)
                try consume(numbers(next..<end))
                next = end
            }
            if range.step == 13 { throw PyriteError.internalError("thirteen") }
        case .localRelation(let relation): for batch in relation.batches { try consume(batch) }
        case .project(let project):
            guard case .pythonUDF(let call)? = project.expressions.first else { return }
            let input = numbers(0..<3)
            let result = try control.functions.call(
                command: call.command, arguments: input.columns, resultType: call.resultType, count: 3)
            try consume(Batch([result], count: 3))
        default: break
        }
    }

    private func numbers(_ range: Range<Int64>) -> Batch {
        let builder = ColumnBuilder(.long)
        for number in range { builder.append(.integer(number)) }
        return Batch([builder.finish()], count: range.count)
    }

    func partitionCount(of plan: LogicalPlan, control: RunControl) throws -> (schema: Schema, batches: [Batch]) {
        (Schema(), [])
    }

    func run(_ statement: Statement, control: RunControl) throws -> (schema: Schema, batches: [Batch]) {
        (Schema([StructField("n", .long)]), [numbers(7..<8)])
    }

    func explain(_ plan: LogicalPlan, mode: ExplainMode) throws -> String { "explained \(mode)" }
    func inputFiles(of plan: LogicalPlan) throws -> [String] { ["/a"] }
    func isSame(_ plan: LogicalPlan, as other: LogicalPlan) throws -> Bool { true }
    func semanticHash(of plan: LogicalPlan) throws -> Int32 { 5 }
    func persist(_ plan: LogicalPlan, level: Spark_Connect_StorageLevel) throws {}
    func unpersist(_ plan: LogicalPlan) throws {}
    func storageLevel(of plan: LogicalPlan) throws -> Spark_Connect_StorageLevel { .memoryAndDisk }

    func setting(_ key: String) -> String? { settings.withLock { $0[key] } }
    func set(_ key: String, to value: String) throws {
        guard key != "fixed" else { throw PyriteError.unsupported("setting it") }
        settings.withLock { $0[key] = value }
    }
    func unset(_ key: String) throws { settings.withLock { $0[key] = nil } }
    func isModifiable(_ key: String) -> Bool { key != "fixed" }
    var allSettings: [(key: String, value: String)] {
        settings.withLock { $0.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) } }
    }

    func answer(_ catalog: Spark_Connect_Catalog) throws -> (schema: Schema, batches: [Batch]) {
        (Schema([StructField("id", .long)]), [numbers(0..<1)])
    }
}
