import Columnar
import Formats
import Functions
import Plans

/// Questions to the catalog; each answers with the rows that Spark gives.
extension Session {
    package typealias Answer = (schema: Schema, batches: [Batch])

    // MARK: Catalogs and databases

    package var currentDatabase: Answer {
        AnswerTable.single("current_database", .string, .string(currentDatabaseName))
    }
    package var currentCatalog: Answer {
        AnswerTable.single("current_catalog", .string, .string(CatalogStore.catalogName))
    }

    package func setCurrentDatabase(_ name: String) throws -> Answer {
        currentDatabaseName = try databaseName([name])
        return AnswerTable.nothing
    }

    package func setCurrentCatalog(_ name: String) throws -> Answer {
        guard name == CatalogStore.catalogName else {
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
        if NamePattern(pattern).matches(CatalogStore.catalogName) {
            table.append([.string(CatalogStore.catalogName), .null])
        }
        return table.result
    }

    private static let databaseFields = [
        StructField("name", .string, nullable: false), StructField("catalog", .string),
        StructField("description", .string), StructField("locationUri", .string),
    ]

    private func databaseRow(_ name: String) throws -> [Value] {
        guard let database = try store.database(name) else { throw Self.missingDatabase([name]) }
        return [
            .string(name), .string(CatalogStore.catalogName), .string(database.comment ?? ""),
            .string("file:" + (try FileListing.localPath(database.location ?? ""))),
        ]
    }

    package func listDatabases(_ pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable(Self.databaseFields)
        for name in try store.databases where pattern.matches(name) { table.append(try databaseRow(name)) }
        return table.result
    }

    package func database(_ name: String) throws -> Answer {
        var table = AnswerTable(Self.databaseFields)
        table.append(try databaseRow(try databaseName(databaseParts(name))))
        return table.result
    }

    package func databaseExists(_ name: String) -> Answer {
        AnswerTable.single(
            "database_exists", .boolean, .boolean((try? databaseName(databaseParts(name))) != nil))
    }

    private func databaseParts(_ name: String) -> [String] { name.split(separator: ".").map(String.init) }

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

    private func row(ofTable name: ObjectName) throws -> [Value] {
        let (type, comment): (String, String?) =
            switch try store.object(name.database, name.name) {
            case .table(let table)?: (table.location == nil ? "MANAGED" : "EXTERNAL", table.comment)
            case .view(let view)?: ("VIEW", view.comment)
            case nil: throw Self.missingTable(name.parts)
            }
        return [
            .string(name.name), .string(CatalogStore.catalogName), .array([.string(name.database)]),
            comment.map { .string($0) } ?? .null, .string(type), .boolean(false),
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
            let name = try database.map { try databaseName(databaseParts($0)) } ?? currentDatabaseName
            for known in try store.tables(name) where pattern.matches(known) {
                table.append(try row(ofTable: ObjectName(database: name, name: known)))
            }
        }
        for view in views.all where pattern.matches(view.name) { table.append(row(ofView: view.name, isGlobal: false)) }
        return table.result
    }

    package func table(_ name: [String]) throws -> Answer {
        var table = AnswerTable(Self.tableFields)
        if let view = view(name) {
            table.append(row(ofView: view.name, isGlobal: name.count == 2))
        } else {
            table.append(try row(ofTable: try object(name).0))
        }
        return table.result
    }

    /// Whether there is a view or table of the name.
    func exists(_ name: [String]) -> Bool { view(name) != nil || (try? object(name)) != nil }

    package func tableExists(_ name: [String]) -> Answer {
        AnswerTable.single("table_exists", .boolean, .boolean(exists(name)))
    }

    /// `spark.catalog.createTable`.
    package func createTable(
        _ name: [String], path: String?, source: String?, comment: String?, columns: Schema?, options: [String: String]
    ) throws {
        var request = CreateTable(name)
        request.location = path
        request.provider = source
        request.comment = comment
        request.columns = columns?.fields ?? []
        request.options = options
        try createTable(request)
    }

    package func listColumns(_ name: [String]) throws -> Answer {
        var table = AnswerTable([
            StructField("name", .string, nullable: false), StructField("description", .string),
            StructField("dataType", .string, nullable: false), StructField("nullable", .boolean, nullable: false),
            StructField("isPartition", .boolean, nullable: false), StructField("isBucket", .boolean, nullable: false),
            StructField("isCluster", .boolean, nullable: false),
        ])
        var fields: [StructField] = []
        var partitions = Set<String>()
        if view(name) == nil, case .table(let known) = try object(name).1 {
            fields = known.columns
            partitions = Set(known.partitionColumns)
        } else {
            fields = try schema(of: .unresolvedRelation(UnresolvedRelation(name))).fields
        }
        for field in fields {
            let comment = ColumnMetadata(json: field.metadata).comment
            table.append([
                .string(field.name), comment.map { .string($0) } ?? .null, .string(field.dataType.simpleString),
                .boolean(field.nullable), .boolean(partitions.contains(field.name)), .boolean(false), .boolean(false),
            ])
        }
        return table.result
    }

    package func dropView(_ name: String, isGlobal: Bool) throws -> Answer {
        let dropped = try dropTemporaryView(isGlobal ? [Self.globalDatabase, name] : [name])
        return AnswerTable.single(isGlobal ? "drop_global_temp_view" : "drop_temp_view", .boolean, .boolean(dropped))
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
        for name in Set(FunctionRegistry.builtIn.names + registeredFunctionNames + temporaryFunctionNames).sorted()
        where pattern.matches(name) {
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
