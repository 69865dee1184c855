import Columnar
import Formats
import Plans

/// Databases, and what names mean in the one in use.
extension Session {
    var store: CatalogStore {
        get throws { try CatalogStore(folder: configuration["spark.sql.warehouse.dir"] ?? "spark-warehouse") }
    }

    /// A name of a table or function: its database and its last part, in lower case.
    struct ObjectName: Sendable {
        var database: String
        var name: String
        var parts: [String] { [CatalogStore.catalogName, database, name] }
        var quoted: String { parts.map(quoteIdentifier).joined(separator: ".") }
    }

    /// What a name of one to three parts means; `database`: the one that single parts are in, that in use by default.
    func objectName(_ parts: [String], in database: String? = nil) throws -> ObjectName {
        let lowered = parts.map { $0.lowercased() }
        switch lowered.count {
        case 1: return ObjectName(database: database ?? currentDatabaseName, name: lowered[0])
        case 2: return ObjectName(database: lowered[0], name: lowered[1])
        case 3 where lowered[0] == CatalogStore.catalogName:
            return ObjectName(database: lowered[1], name: lowered[2])
        default:
            let namespace = parts.dropLast().map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "REQUIRES_SINGLE_PART_NAMESPACE", sqlState: "42K05",
                "spark_catalog requires a single-part namespace, but got \(namespace).",
                parameters: ["sessionCatalog": "spark_catalog", "namespace": namespace])
        }
    }

    /// The database that a name of one or two parts means. Throws when there is none.
    func databaseName(_ parts: [String]) throws -> String {
        let lowered = parts.map { $0.lowercased() }
        guard lowered.count == 1 || (lowered.count == 2 && lowered[0] == CatalogStore.catalogName),
            let name = lowered.last, try store.databaseExists(name)
        else { throw Self.missingDatabase(parts) }
        return name
    }

    static func missingDatabase(_ parts: [String]) -> PyriteError {
        let full = parts.count == 1 ? [CatalogStore.catalogName] + parts : parts
        let quoted = full.map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .analysis, "SCHEMA_NOT_FOUND", sqlState: "42704",
            "The schema \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you "
                + "did not qualify the name with a catalog, verify the current_schema() output, or qualify the name with "
                + "the correct catalog.\nTo tolerate the error on drop use DROP SCHEMA IF EXISTS.",
            parameters: ["schemaName": quoted])
    }

    static func invalidName(_ name: String) -> PyriteError {
        PyriteError(
            .analysis, "INVALID_SCHEMA_OR_RELATION_NAME", sqlState: "42602",
            "\(quoteIdentifier(name)) is not a valid name for tables/schemas. Valid names only contain alphabet characters, "
                + "numbers and _.", parameters: ["name": quoteIdentifier(name)])
    }

    func createDatabase(_ request: CreateDatabase) throws {
        guard let last = request.name.last else { return }
        let name = last.lowercased()
        guard CatalogStore.isValidName(name) else { throw Self.invalidName(last) }
        let store = try store
        if store.databaseExists(name) {
            if request.ifNotExists { return }
            throw PyriteError(
                .analysis, "SCHEMA_ALREADY_EXISTS", sqlState: "42P06",
                "Cannot create schema \(quoteIdentifier(name)) because it already exists. Choose a different name, drop the "
                    + "existing schema, or add the IF NOT EXISTS clause to tolerate pre-existing schema.",
                parameters: ["schemaName": quoteIdentifier(name)])
        }
        var database = request
        database.name = [name]
        let location = try request.location.map(FileListing.localPath) ?? "\(store.root)/\(name).db"
        database.location = location
        try FileTree.makeFolders(location)
        try store.save(database)
    }

    func dropDatabase(_ parts: [String], ifExists: Bool, cascade: Bool) throws {
        let store = try store
        guard let name = parts.last?.lowercased(), parts.count <= 2, store.databaseExists(name) else {
            if ifExists { return }
            throw Self.missingDatabase(parts)
        }
        guard name != CatalogStore.defaultDatabase else {
            throw PyriteError(
                .analysis, "UNSUPPORTED_FEATURE.DROP_DATABASE", sqlState: "0A000",
                "The feature is not supported: Drop the default database `default`.",
                parameters: ["database": "`spark_catalog`.`default`"])
        }
        guard cascade || (store.tables(name).isEmpty && store.functions(name).isEmpty) else {
            throw PyriteError(
                .analysis, "SCHEMA_NOT_EMPTY", sqlState: "2BP01",
                "Cannot drop a schema \(quoteIdentifier(name)) because it contains objects. Use DROP SCHEMA ... CASCADE to "
                    + "drop the schema and all its objects.", parameters: ["schemaName": quoteIdentifier(name)])
        }
        for table in store.tables(name) { try dropObject(ObjectName(database: name, name: table)) }
        if let location = try store.database(name)?.location { FileTree.remove(try FileListing.localPath(location)) }
        store.removeDatabase(name)
    }

    func alterDatabase(_ parts: [String], _ change: DatabaseChange) throws {
        let name = try databaseName(parts)
        guard var database = try store.database(name) else { throw Self.missingDatabase(parts) }
        switch change {
        case .setProperties(let properties): database.properties.merge(properties) { _, new in new }
        case .unsetProperties(let keys): for key in keys { database.properties[key] = nil }
        case .setLocation(let location): database.location = try FileListing.localPath(location)
        case .setComment(let comment): database.comment = comment
        }
        try store.save(database)
    }

    func use(_ parts: [String]) throws {
        if parts.count == 1, parts[0].lowercased() == CatalogStore.catalogName,
            try !store.databaseExists(CatalogStore.catalogName)
        {
            return currentDatabaseName = CatalogStore.defaultDatabase
        }
        currentDatabaseName = try databaseName(parts)
    }

    func describeDatabase(_ parts: [String], isExtended: Bool) throws -> Answer {
        let name = try databaseName(parts)
        guard let database = try store.database(name) else { throw Self.missingDatabase(parts) }
        var table = AnswerTable([
            StructField("info_name", .string, nullable: false), StructField("info_value", .string),
        ])
        table.append([.string("Catalog Name"), .string(CatalogStore.catalogName)])
        table.append([.string("Namespace Name"), .string(name)])
        table.append([.string("Comment"), .string(database.comment ?? "")])
        table.append([.string("Location"), .string("file:" + (try FileListing.localPath(database.location ?? "")))])
        table.append([.string("Owner"), .string(Self.userName)])
        if isExtended {
            let properties = database.properties.sorted { $0.key < $1.key }.map { "(\($0.key),\($0.value))" }
            table.append([
                .string("Properties"), .string(properties.isEmpty ? "" : "(\(properties.joined(separator: ", ")))"),
            ])
        }
        return table.result
    }
}
