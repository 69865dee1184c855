import Columnar
import Functions
import Plans

extension Session {
    /// Carries a statement out. Some answer with rows.
    package func run(
        _ statement: Statement, control: QueryControl = QueryControl()
    ) throws -> (schema: Schema, batches: [Batch]) {
        try checkOpen()
        switch statement {
        case .query(let plan): return try collect(plan, control: control)
        case .createView(let request):
            if request.scope == .persistent { try createPersistentView(request) } else { try createView(request) }
        case .dropView(let name, let ifExists): return try dropView(name, ifExists: ifExists)
        case .write(let operation): try write(operation, control: control)
        case .insert(let request): try insert(request, control: control)
        case .inserts(let requests): for request in requests { try insert(request, control: control) }
        case .explain(let plan, let mode):
            return try explained(plan, mode: mode)
        case .set(let key, let value): return try set(key, value)
        case .reset(let key): try configuration.reset(key)
        case .cache(let name, let plan, let isLazy):
            try cacheTable(name, plan: plan, isLazy: isLazy, control: control)
        case .uncache(let name, let ifExists): try uncacheTable(name, ifExists: ifExists)
        case .clearCache: clearCache()
        case .registerFunction(let function): register(function)
        default: return try runOnCatalog(statement, control: control)
        }
        return AnswerTable.nothing
    }

    private func runOnCatalog(_ statement: Statement, control: QueryControl) throws -> Answer {
        switch statement {
        case .createDatabase(let request): try createDatabase(request)
        case .dropDatabase(let name, let ifExists, let cascade):
            try dropDatabase(name, ifExists: ifExists, cascade: cascade)
        case .alterDatabase(let name, let change): try alterDatabase(name, change)
        case .use(let name): try use(name)
        case .createTable(let request): try createTable(request, control: control)
        case .createTableLike(let name, let source, let ifNotExists, let provider, let location):
            try createTableLike(
                name, source: source, ifNotExists: ifNotExists, provider: provider, location: location)
        case .dropTable(let name, let ifExists): return try dropTable(name, ifExists: ifExists)
        case .alterTable(let name, let change, let origin): try alterTable(name, change, origin: origin)
        case .truncate(let name, let partition, let origin): try truncate(name, partition, origin: origin)
        case .rowLevel(let operation, let name, let origin):
            throw Self.unsupportedOperation(try catalogTable(name, origin: origin).0, operation)
        case .createFunction(let request): try createFunction(request)
        case .dropFunction(let name, let ifExists, let isTemporary):
            try dropFunction(name, ifExists: ifExists, isTemporary: isTemporary)
        case .checkTable(let name, let origin): if view(name) == nil { _ = try object(name, origin: origin) }
        case .refreshTable(let name, let origin): try refreshTable(name, origin: origin)
        case .refreshPath(let path): if let path { try refresh(path: path) }
        case .show(let request): return try show(request)
        case .describe(let plan): return try describe(plan)
        case .describeTable(let request): return try describeTable(request)
        case .describeDatabase(let name, let isExtended): return try describeDatabase(name, isExtended: isExtended)
        case .describeFunction(let name, let isExtended, let origin):
            return try describeFunction(name, isExtended: isExtended, origin: origin)
        case .declareVariable(let request): try declare(request, control: control)
        case .dropVariable(let name, let ifExists): try dropVariable(name, ifExists: ifExists)
        case .setVariables(let assignments): try setVariables(assignments, control: control)
        case .setVariablesFromQuery(let names, let query): try setVariables(names, from: query, control: control)
        case .executeImmediate(let request): return try executeImmediate(request, control: control)
        case .script(let script): return try run(script, control: control)
        default: break
        }
        return AnswerTable.nothing
    }

    /// `SET`, `SET key` and `SET key = value` answer with keys and values.
    private func set(_ key: String?, _ value: String?) throws -> (schema: Schema, batches: [Batch]) {
        var table = AnswerTable([
            StructField("key", .string, nullable: false), StructField("value", .string, nullable: false),
        ])
        guard let key else {
            for (key, value) in configuration.all { table.append([.string(key), .string(value)]) }
            return table.result
        }
        let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if value != nil, let variable = Self.variableKey(parts), self.variable(variable) != nil {
            let quoted = parts.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET", sqlState: "0A000",
                "The feature is not supported: \(quoted) is a VARIABLE and cannot be updated using the SET statement. Use SET "
                    + "VARIABLE \(quoted) = ... instead.", parameters: ["variableName": quoted])
        }
        // What `${name}` stands for.
        let name = key.hasPrefix("hivevar:") ? String(key.dropFirst("hivevar:".count)) : key
        if let value { try configuration.set(name, to: value) }
        let shown = value.flatMap { $0.isEmpty ? nil : $0 } ?? configuration[name] ?? value ?? "<undefined>"
        table.append([.string(key), .string(shown)])
        return table.result
    }
}
