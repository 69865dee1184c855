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
            try createView(request)
            return AnswerTable.nothing
        case .dropView(let name, let ifExists): return try dropView(name, ifExists: ifExists)
        case .write(let operation):
            try write(operation, control: control)
            return AnswerTable.nothing
        case .explain(let plan, let mode):
            return AnswerTable.single("plan", .string, .string(try explain(plan, mode: mode)))
        case .set(let key, let value): return try set(key, value)
        case .reset(let key):
            try configuration.reset(key)
            return AnswerTable.nothing
        case .cache(let name, let plan):
            try cacheTable(name, plan: plan, control: control)
            return AnswerTable.nothing
        case .uncache(let name, let ifExists):
            try uncacheTable(name, ifExists: ifExists)
            return AnswerTable.nothing
        case .showTables: return showTables()
        case .showFunctions: return showFunctions()
        case .describe(let plan): return try describe(plan)
        case .registerFunction(let function):
            register(function)
            return AnswerTable.nothing
        }
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
        if let value { try configuration.set(key, to: value) }
        table.append([.string(key), .string(value ?? configuration[key] ?? "<undefined>")])
        return table.result
    }

    private func showTables() -> (schema: Schema, batches: [Batch]) {
        var table = AnswerTable([
            StructField("namespace", .string, nullable: false), StructField("tableName", .string, nullable: false),
            StructField("isTemporary", .boolean, nullable: false),
        ])
        for known in warehouse.tables { table.append([.string("default"), .string(known.name), .boolean(false)]) }
        for view in views.all { table.append([.string(""), .string(view.name), .boolean(true)]) }
        return table.result
    }

    private func showFunctions() -> (schema: Schema, batches: [Batch]) {
        var table = AnswerTable([StructField("function", .string, nullable: false)])
        for name in Set(FunctionRegistry.builtIn.names + registeredFunctionNames).sorted() {
            table.append([.string(name)])
        }
        return table.result
    }

    private func describe(_ plan: LogicalPlan) throws -> (schema: Schema, batches: [Batch]) {
        var table = AnswerTable([
            StructField("col_name", .string, nullable: false), StructField("data_type", .string, nullable: false),
            StructField("comment", .string),
        ])
        for field in try schema(of: plan).fields {
            table.append([.string(field.name), .string(field.dataType.simpleString), .null])
        }
        return table.result
    }
}
