import Columnar
import Plans
import SQL

extension Session {
    /// Opens a session.
    ///
    /// - Parameters:
    ///   - master: `local`, `local[n]` for n threads, or `local[*]` for one a core.
    ///   - settings: Spark's settings by key, such as `spark.sql.session.timeZone`.
    public convenience init(master: String = "local[*]", _ settings: [String: String] = [:]) throws {
        var settings = settings
        settings["spark.master"] = master
        try self.init(settings: settings)
    }

    /// Runs a statement, or gives the rows of a query, which are computed when they are asked for. Throws for text that is
    /// no SQL, and what is wrong with a statement.
    public func sql(_ text: String) throws -> DataFrame {
        try onLargeStack { [self] in
            let statement = try SQLParser(text, options: parserOptions).parseStatement()
            if case .query(let plan) = statement { return DataFrame(self, bound(plan)) }
            let (schema, batches) = try run(statement)
            return DataFrame(self, .localRelation(LocalRelation(schema: schema, batches: batches)))
        }
    }

    /// The numbers from `start` up to `end`, which is left out, in a column `id`.
    public func range(_ start: Int, _ end: Int, step: Int = 1) -> DataFrame {
        DataFrame(
            self, .range(RangeRelation(start: Int64(start), end: Int64(end), step: Int64(step == 0 ? 1 : step))))
    }

    public func range(_ end: Int) -> DataFrame { range(0, end) }

    /// A view or table by its name.
    public func table(_ name: String) -> DataFrame {
        DataFrame(self, .unresolvedRelation(UnresolvedRelation(name.split(separator: ".").map(String.init))))
    }

    public var read: DataFrameReader { DataFrameReader(self) }

    /// The value of a setting, or its default; `nil` when it has neither.
    public func setting(_ key: String) -> String? { configuration[key] }

    /// Changes a setting. Throws when it cannot be changed or does not take the value.
    public func set(_ key: String, to value: String) throws { try configuration.set(key, to: value) }
}
