import Columnar
import Formats
import Functions
import Plans

/// Questions to the catalog; each answers with the rows that Spark gives.
extension Session {
    package typealias Answer = (schema: Schema, batches: [Batch])

    private static let catalogName = "spark_catalog"
    private static let databaseName = "default"

    // MARK: Catalogs and databases

    package var currentDatabase: Answer { AnswerTable.single("current_database", .string, .string(Self.databaseName)) }
    package var currentCatalog: Answer { AnswerTable.single("current_catalog", .string, .string(Self.catalogName)) }

    package func setCurrentDatabase(_ name: String) throws -> Answer {
        guard isDatabase(name) else { throw Self.missingDatabase(name) }
        guard name.lowercased() == Self.databaseName else {
            throw PyriteError.unsupported("a current database other than default")
        }
        return AnswerTable.nothing
    }

    package func setCurrentCatalog(_ name: String) throws -> Answer {
        guard name == Self.catalogName else {
            throw PyriteError(
                .analysis, "CATALOG_NOT_FOUND", sqlState: "42P08",
                "The catalog \(quoteIdentifier(name)) not found. Consider to set the SQL config "
                    + "\"spark.sql.catalog.\(name)\" to a catalog plugin.",
                parameters: ["catalogName": quoteIdentifier(name), "config": "\"spark.sql.catalog.\(name)\""])
        }
        return AnswerTable.nothing
    }

    package func listCatalogs(_ pattern: String?) -> Answer {
        var table = AnswerTable([StructField("name", .string, nullable: false), StructField("description", .string)])
        if NamePattern(pattern).matches(Self.catalogName) { table.append([.string(Self.catalogName), .null]) }
        return table.result
    }

    private static let databaseFields = [
        StructField("name", .string, nullable: false), StructField("catalog", .string),
        StructField("description", .string), StructField("locationUri", .string),
    ]

    private func databaseRow() throws -> [Value] {
        [
            .string(Self.databaseName), .string(Self.catalogName), .string("default database"),
            .string("file:" + (try FileListing.localPath(warehouse.folder))),
        ]
    }

    package func listDatabases(_ pattern: String?) throws -> Answer {
        var table = AnswerTable(Self.databaseFields)
        if NamePattern(pattern).matches(Self.databaseName) { table.append(try databaseRow()) }
        return table.result
    }

    package func database(_ name: String) throws -> Answer {
        guard isDatabase(name) else { throw Self.missingDatabase(name) }
        var table = AnswerTable(Self.databaseFields)
        table.append(try databaseRow())
        return table.result
    }

    package func databaseExists(_ name: String) -> Answer {
        AnswerTable.single("database_exists", .boolean, .boolean(isDatabase(name)))
    }

    private func isDatabase(_ name: String) -> Bool {
        [Self.databaseName, "\(Self.catalogName).\(Self.databaseName)"].contains(name.lowercased())
    }

    private static func missingDatabase(_ name: String) -> PyriteError {
        let quoted = "\(quoteIdentifier(catalogName)).\(quoteIdentifier(name))"
        return PyriteError(
            .analysis, "SCHEMA_NOT_FOUND", sqlState: "42704",
            "The schema \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you "
                + "did not qualify the name with a catalog, verify the current_schema() output, or qualify the name with "
                + "the correct catalog.\nTo tolerate the error on drop use DROP SCHEMA IF EXISTS.",
            parameters: ["schemaName": quoted])
    }

    // MARK: Tables

    private static let tableFields = [
        StructField("name", .string), StructField("catalog", .string),
        StructField("namespace", .array(.string, containsNull: true)), StructField("description", .string),
        StructField("tableType", .string), StructField("isTemporary", .boolean, nullable: false),
    ]

    private func row(ofView name: String, isGlobal: Bool) -> [Value] {
        let namespace = isGlobal ? [Value.string(Self.globalDatabase)] : []
        return [.string(name), .null, .array(namespace), .null, .string("TEMPORARY"), .boolean(true)]
    }

    private func row(ofTable name: String) -> [Value] {
        [
            .string(name), .string(Self.catalogName), .array([.string(Self.databaseName)]), .null, .string("MANAGED"),
            .boolean(false),
        ]
    }

    package func listTables(database: String?, pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable(Self.tableFields)
        if let database, database.lowercased() == Self.globalDatabase {
            for view in runtime.globalViews.all where pattern.matches(view.name) {
                table.append(row(ofView: view.name, isGlobal: true))
            }
        } else {
            if let database, !isDatabase(database) { throw Self.missingDatabase(database) }
            for known in warehouse.tables where pattern.matches(known.name) { table.append(row(ofTable: known.name)) }
        }
        for view in views.all where pattern.matches(view.name) { table.append(row(ofView: view.name, isGlobal: false)) }
        return table.result
    }

    package func table(_ name: [String]) throws -> Answer {
        var table = AnswerTable(Self.tableFields)
        if let view = view(name) {
            table.append(row(ofView: view.name, isGlobal: name.count == 2))
        } else if let known = warehouse.table(name) {
            table.append(row(ofTable: known.name))
        } else {
            throw Self.missingTable(name)
        }
        return table.result
    }

    package func tableExists(_ name: [String]) -> Answer {
        AnswerTable.single("table_exists", .boolean, .boolean(view(name) != nil || warehouse.table(name) != nil))
    }

    package func listColumns(_ name: [String]) throws -> Answer {
        var table = AnswerTable([
            StructField("name", .string, nullable: false), StructField("description", .string),
            StructField("dataType", .string, nullable: false), StructField("nullable", .boolean, nullable: false),
            StructField("isPartition", .boolean, nullable: false), StructField("isBucket", .boolean, nullable: false),
            StructField("isCluster", .boolean, nullable: false),
        ])
        guard view(name) != nil || warehouse.table(name) != nil else { throw Self.missingTable(name) }
        for field in try schema(of: .unresolvedRelation(UnresolvedRelation(name))).fields {
            table.append([
                .string(field.name), .null, .string(field.dataType.simpleString), .boolean(field.nullable),
                .boolean(false), .boolean(false), .boolean(false),
            ])
        }
        return table.result
    }

    package func dropView(_ name: String, isGlobal: Bool) throws -> Answer {
        let dropped = try dropTemporaryView(isGlobal ? [Self.globalDatabase, name] : [name])
        return AnswerTable.single(isGlobal ? "drop_global_temp_view" : "drop_temp_view", .boolean, .boolean(dropped))
    }

    package func dropView(_ name: [String], ifExists: Bool) throws -> Answer {
        if try !dropTemporaryView(name), !ifExists { throw Self.missingTable(name) }
        return AnswerTable.nothing
    }

    package func dropTable(_ name: [String], ifExists: Bool) throws -> Answer {
        if let table = warehouse.table(name) {
            warehouse.remove(table)
        } else if !ifExists {
            throw Self.missingTable(name)
        }
        return AnswerTable.nothing
    }

    package func isCachedAnswer(_ name: [String]) throws -> Answer {
        AnswerTable.single("is_cached", .boolean, .boolean(try isCached(name)))
    }

    // MARK: Functions

    private static let functionFields = [
        StructField("name", .string), StructField("catalog", .string),
        StructField("namespace", .array(.string, containsNull: true)), StructField("description", .string),
        StructField("className", .string), StructField("isTemporary", .boolean, nullable: false),
    ]

    private func row(ofFunction name: String) -> [Value] {
        let description = FunctionRegistry.builtIn[name].map { Value.string($0.usage) } ?? .null
        return [.string(name), .null, .null, description, .string(""), .boolean(true)]
    }

    package func listFunctions(_ pattern: String?) -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable(Self.functionFields)
        for name in Set(FunctionRegistry.builtIn.names + registeredFunctionNames).sorted() where pattern.matches(name) {
            table.append(row(ofFunction: name))
        }
        return table.result
    }

    package func function(_ name: [String]) throws -> Answer {
        guard let last = name.last, isFunction(name) else {
            let quoted = name.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "UNRESOLVED_ROUTINE", sqlState: "42883",
                "Cannot resolve routine \(quoted) on search path [`system`.`builtin`, `system`.`session`, "
                    + "`spark_catalog`.`default`].",
                parameters: [
                    "routineName": quoted,
                    "searchPath": "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]",
                ])
        }
        var table = AnswerTable(Self.functionFields)
        table.append(row(ofFunction: last))
        return table.result
    }

    package func functionExists(_ name: [String]) -> Answer {
        AnswerTable.single("function_exists", .boolean, .boolean(isFunction(name)))
    }

    private func isFunction(_ name: [String]) -> Bool {
        guard name.count == 1, let last = name.last else { return false }
        return registeredFunction(last) != nil || FunctionRegistry.builtIn[last] != nil
    }
}

/// The patterns of `SHOW` and `spark.catalog`: `*` stands for any text, `|` separates alternatives, case is ignored.
struct NamePattern {
    private let alternatives: [[Character]]

    /// `nil` matches all names.
    init(_ text: String?) {
        alternatives = (text ?? "*").lowercased().split(separator: "|").map { Array($0.filter { $0 != " " }) }
    }

    func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        return alternatives.contains { Self.matches(name, $0) }
    }

    /// Greedy, going back to the last `*` on a mismatch. O(name * pattern).
    private static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var (i, j) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while i < name.count {
            if j < pattern.count, pattern[j] == "*" {
                star = (j, i)
                j += 1
            } else if j < pattern.count, pattern[j] == name[i] || pattern[j] == "." {
                i += 1
                j += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                i = last.name + 1
                j = last.pattern + 1
            } else {
                return false
            }
        }
        while j < pattern.count, pattern[j] == "*" { j += 1 }
        return j == pattern.count
    }
}
