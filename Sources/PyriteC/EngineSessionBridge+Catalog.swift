import Columnar
import Connect
import ConnectProtocol
import Plans
import Pyrite

extension EngineSessionBridge {
    func answer(_ catalog: Spark_Connect_Catalog) throws -> (schema: Schema, batches: [Batch]) {
        switch catalog.catType {
        case .currentDatabase: return session.currentDatabase
        case .currentCatalog: return session.currentCatalog
        case .setCurrentDatabase(let request): return try session.setCurrentDatabase(request.dbName)
        case .setCurrentCatalog(let request): return try session.setCurrentCatalog(request.catalogName)
        case .listCatalogs(let request): return session.listCatalogs(request.hasPattern ? request.pattern : nil)
        case .listDatabases(let request): return try session.listDatabases(request.hasPattern ? request.pattern : nil)
        case .getDatabase(let request): return try session.database(request.dbName)
        case .databaseExists(let request): return session.databaseExists(request.dbName)
        case .listTables(let request):
            return try session.listTables(
                database: request.hasDbName ? request.dbName : nil, pattern: request.hasPattern ? request.pattern : nil)
        case .getTable(let request):
            return try session.table(try name(request.tableName, request.hasDbName ? request.dbName : nil))
        case .tableExists(let request):
            return session.tableExists(try name(request.tableName, request.hasDbName ? request.dbName : nil))
        case .listColumns(let request):
            return try session.listColumns(try name(request.tableName, request.hasDbName ? request.dbName : nil))
        case .listFunctions(let request): return session.listFunctions(request.hasPattern ? request.pattern : nil)
        case .getFunction(let request): return try session.function(try parseAttributeName(request.functionName))
        case .functionExists(let request):
            return session.functionExists(try parseAttributeName(request.functionName))
        case .dropTempView(let request): return try session.dropView(request.viewName, isGlobal: false)
        case .dropGlobalTempView(let request): return try session.dropView(request.viewName, isGlobal: true)
        case .dropView(let request):
            return try session.dropView(try parseAttributeName(request.viewName), ifExists: request.ifExists)
        case .dropTable(let request):
            return try session.dropTable(try parseAttributeName(request.tableName), ifExists: request.ifExists)
        case .isCached(let request): return try session.isCachedAnswer(try parseAttributeName(request.tableName))
        case .cacheTable(let request):
            try session.cacheTable(
                try parseAttributeName(request.tableName),
                level: request.hasStorageLevel ? StorageLevel(request.storageLevel) : .memoryAndDisk)
            return (Schema(), [])
        case .uncacheTable(let request):
            try session.uncacheTable(try parseAttributeName(request.tableName), ifExists: false)
            return (Schema(), [])
        case .clearCache_p:
            session.clearCache()
            return (Schema(), [])
        // Files are listed anew by every query: only kept rows are to be forgotten.
        case .refreshTable(let request):
            try session.refreshTable(try parseAttributeName(request.tableName))
            return (Schema(), [])
        case .refreshByPath(let request):
            try session.refresh(path: request.path)
            return (Schema(), [])
        case .createTable(let request):
            let columns: Schema? =
                if request.hasSchema, case .structure(let schema) = try DataType(request.schema) { schema } else { nil }
            try session.createTable(
                try parseAttributeName(request.tableName), path: request.hasPath ? request.path : nil,
                source: request.hasSource ? request.source : nil,
                comment: request.hasDescription_p ? request.description_p : nil, columns: columns,
                options: request.options)
            return (Schema(), [])
        case .createExternalTable: throw PyriteError.unsupported("createExternalTable; use createTable")
        case nil: throw PyriteError.unsupported("this question to the catalog")
        }
    }

    private func name(_ table: String, _ database: String?) throws -> [String] {
        (database.map { [$0] } ?? []) + (try parseAttributeName(table))
    }
}
