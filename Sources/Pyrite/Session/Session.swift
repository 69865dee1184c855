import Columnar
import Execution
import Formats
import Functions
import Glibc
import Plans
import SQL
import Synchronization

/// A user's session: settings, temporary views, registered functions, and the way from a plan to its rows.
///
/// Sessions made from one another share the engine, global views and kept rows. All methods may be called from several
/// threads.
public final class Session: Sendable {
    package let runtime: Runtime
    package let configuration: RuntimeConfiguration
    let views = ViewTable()
    let caches: CacheManager
    private let functions = Mutex<[String: RegisterFunction]>([:])
    private let sqlFunctions = Mutex<[String: CreateFunction]>([:])
    private let variables = Mutex<[String: Variable]>([:])
    private let database = Mutex(CatalogStore.defaultDatabase)
    private let closed = Mutex(false)
    private let hostFunctions = Mutex<(any PythonUDFRunner)?>(nil)

    /// Opens a session. Throws when a setting has a value that it does not take.
    package init(settings: [String: String]) throws {
        configuration = try RuntimeConfiguration(settings)
        runtime = try Runtime.obtain(
            master: configuration["spark.master"] ?? "local[*]", memory: configuration["spark.driver.memory"])
        caches = CacheManager()
    }

    private init(sharing other: Session) throws {
        configuration = try other.configuration.fresh()
        runtime = other.runtime
        caches = other.caches
    }

    /// A session with its own settings, views and functions that shares all else.
    public func newSession() throws -> Session { try Session(sharing: self) }

    /// Lets go of views and functions; queries fail from here on.
    package func close() {
        closed.withLock { $0 = true }
        views.removeAll()
        functions.withLock { $0.removeAll() }
    }

    func checkOpen() throws {
        guard closed.withLock({ $0 }) else { return }
        throw PyriteError(
            .illegalArgument, "SESSION_CLOSED", sqlState: "08003", "The session has been closed; open a new one.")
    }

    /// Runs functions of the host that an analysis needs, before any query runs.
    package func callHost(with runner: any PythonUDFRunner) { hostFunctions.withLock { $0 = runner } }

    package var parserOptions: SQLParserOptions {
        var options = SQLParserOptions()
        options.isANSI = configuration.flag("spark.sql.ansi.enabled")
        options.doubleQuotedIdentifiers = configuration.flag("spark.sql.ansi.doubleQuotedIdentifiers")
        options.escapedStringLiterals = configuration.flag("spark.sql.parser.escapedStringLiterals")
        options.quotedRegexColumns = configuration.flag("spark.sql.parser.quotedRegexColumnNames")
        options.legacyIdentifierClause = configuration.flag("spark.sql.legacy.identifierClause")
        options.timeZone = configuration.timeZone
        if configuration.isOn("spark.sql.variable.substitute") {
            options.setting = { [configuration] in configuration[$0] ?? "" }
        }
        options.timestampsAreLocal = configuration.legacy.contains(.timestampsAreLocal)
        options.constant = { [self] in try constant($0) }
        return options
    }

    // MARK: Functions

    func registeredFunction(_ name: String) -> RegisterFunction? { functions.withLock { $0[name.lowercased()] } }

    func register(_ function: RegisterFunction) {
        functions.withLock { $0[function.name.lowercased()] = function }
    }

    func temporaryFunction(_ key: String) -> CreateFunction? { sqlFunctions.withLock { $0[key] } }

    func setTemporaryFunction(_ key: String, _ function: CreateFunction) {
        sqlFunctions.withLock { $0[key] = function }
    }

    /// Whether there was one.
    func dropTemporaryFunction(_ key: String) -> Bool {
        let dropped = sqlFunctions.withLock { $0.removeValue(forKey: key) != nil }
        return functions.withLock { $0.removeValue(forKey: key) != nil } || dropped
    }

    var temporaryFunctionNames: [String] { sqlFunctions.withLock { $0.values.compactMap(\.name.last) } }

    // MARK: Variables and the database in use

    func variable(_ key: String) -> Variable? { variables.withLock { $0[key] } }

    func setVariable(_ key: String, _ variable: Variable?) { variables.withLock { $0[key] = variable } }

    var currentDatabaseName: String {
        get { database.withLock { $0 } }
        set { database.withLock { $0 = newValue } }
    }

    var registeredFunctionNames: [String] { functions.withLock { $0.values.map(\.name) } }

    // MARK: From plan to rows

    /// What a query knows of the session, fixed at its start.
    func context(_ control: QueryControl = QueryControl()) -> QueryContext {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var evaluation = EvaluationContext(
            timeZone: configuration.timeZone, isANSI: configuration.flag("spark.sql.ansi.enabled"),
            queryStart: Int64(now.tv_sec) &* 1_000_000 &+ Int64(now.tv_nsec) / 1_000, currentUser: Self.userName,
            currentDatabase: currentDatabaseName)
        evaluation.keepsLastOfEqualKeys = configuration["spark.sql.mapKeyDedupPolicy"]?.uppercased() == "LAST_WIN"
        evaluation.isTimeTypeEnabled = configuration.flag("spark.sql.timeType.enabled")
        evaluation.legacy = configuration.legacy
        var context = QueryContext(
            evaluation: evaluation, settings: configuration.execution,
            pythonRunner: control.functions ?? hostFunctions.withLock { $0 },
            cancellation: control.cancellation, description: control.description)
        context.observed = control.observed
        return context
    }

    static let userName: String = {
        if let name = getenv("USER") { return String(cString: name) }
        if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
        return ""
    }()

    func analyze(_ plan: LogicalPlan, _ context: QueryContext) throws -> LogicalPlan {
        try checkOpen()
        return try Analyzer(catalog: SessionCatalog(self, context), context: context.evaluation).analyze(plan)
    }

    /// An analyzed plan as it is executed: kept rows put in, then optimized.
    func prepare(_ analyzed: LogicalPlan, _ context: QueryContext) throws -> LogicalPlan {
        let substituted = try caches.substitute(analyzed) { kept, level in
            try runtime.engine.keep(
                try Optimizer(context: context.evaluation).optimize(try withoutRecursions(kept, context)),
                context: context, inMemory: level.useMemory)
        }
        return try Optimizer(context: context.evaluation).optimize(try withoutRecursions(substituted, context))
    }

    /// Plans an analyzed query; it runs as its rows are asked for.
    func start(_ analyzed: LogicalPlan, _ context: QueryContext) throws -> QueryResult {
        try runtime.engine.execute(try prepare(analyzed, context), context: context)
    }

    /// The schema of a query's result.
    package func schema(of plan: LogicalPlan) throws -> Schema { try analyze(plan, context()).schema }

    /// Runs a query. `analyzed` is called once with the schema, before the first batch; `consume` may block and may throw.
    package func run(
        _ plan: LogicalPlan, control: QueryControl, analyzed: (Schema) -> Void, consume: (Batch) throws -> Void
    ) throws {
        let context = self.context(control)
        let resolved = try analyze(plan, context)
        analyzed(resolved.schema)
        let result = try start(resolved, context)
        while let batch = try result.next() { try consume(batch) }
    }

    /// How many partitions the query's result has, as a table of one number. Runs all stages but the last one.
    package func partitionCount(
        of plan: LogicalPlan, control: QueryControl
    ) throws -> (schema: Schema, batches: [Batch]) {
        let context = self.context(control)
        let prepared = try prepare(try analyze(plan, context), context)
        let count = try runtime.engine.numPartitions(prepared, context: context)
        return AnswerTable.single("partitions", .long, .integer(Int64(count)))
    }

    /// All rows of a query.
    package func collect(
        _ plan: LogicalPlan, control: QueryControl = QueryControl()
    ) throws -> (schema: Schema, batches: [Batch]) {
        var schema = Schema()
        var batches: [Batch] = []
        try run(plan, control: control, analyzed: { schema = $0 }, consume: { batches.append($0) })
        return (schema, batches)
    }
}
