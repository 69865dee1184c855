import Columnar
import Connect
import Execution
import Plans
import SQL

/// The session as the analyzer of one query sees it.
final class SessionCatalog: AnalysisCatalog {
    private let session: Session
    private let context: QueryContext

    init(_ session: Session, _ context: QueryContext) {
        self.session = session
        self.context = context
    }

    func relation(_ name: [String]) throws -> CatalogRelation? {
        if let view = session.view(name) {
            return CatalogRelation(plan: view.plan, qualifier: session.qualifier(ofView: name, view))
        }
        // The schemas that hold what is built in and what is of the session have no tables.
        if name.count == 3, name[0].lowercased() == "system", ["builtin", "session"].contains(name[1].lowercased()) {
            return nil
        }
        let object = try session.objectName(name)
        guard let found = try session.store.object(object.database, object.name) else { return nil }
        switch found {
        case .table(let table):
            return CatalogRelation(plan: try session.scan(object, table), qualifier: object.parts)
        case .view(let view):
            return CatalogRelation(plan: try session.query(of: view), qualifier: object.parts)
        }
    }

    func files(_ name: [String], options: [String: String]) throws -> Scan? {
        guard name.count == 2 else { return nil }
        let format = name[0].lowercased()
        guard format != "jdbc", format != "hive" else {
            throw PyriteError(
                .analysis, "UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY", sqlState: "0A000",
                "Unsupported data source type for direct query on files: \(format)",
                parameters: ["dataSourceType": format])
        }
        guard (try? FormatTable.format(format)) != nil else { return nil }
        guard !name[1].isEmpty else {
            throw PyriteError(
                .analysis, "INVALID_EMPTY_LOCATION", sqlState: "42K05",
                "The location name cannot be empty string, but `\(name[1])` was given.",
                parameters: ["location": name[1]])
        }
        return Scan(format: format, paths: [name[1]], options: options)
    }

    func sqlFunction(_ name: [String]) throws -> SQLFunction? { try session.sqlFunction(name) }

    func variable(_ name: [String]) -> (name: String, value: Value, type: DataType)? {
        Session.variableKey(name).flatMap { session.variable($0) }.map { ($0.name, $0.value, $0.type) }
    }

    var keywords: [String] { SQLParser.keywords }

    func schema(_ text: String) throws -> DataType { try parseTypeOrSchema(text, session.parserOptions) }

    func function(_ name: String) -> RegisterFunction? { session.registeredFunction(name) }

    func resolve(_ scan: Scan) throws -> Scan {
        try session.runtime.scans.resolve(
            scan, context: context.evaluation, defaults: session.scanDefaults(format: scan.format))
    }

    func values(of plan: LogicalPlan) throws -> [Value] {
        let limit = session.configuration.number("spark.sql.pivotMaxValues") ?? 10_000
        let limited = LogicalPlan.limit(Limit(plan, count: .literal(.integer(Int64(limit) + 1), .integer)))
        var values: [Value] = []
        let result = try session.start(limited, context)
        while let batch = try result.next() {
            guard let column = batch.columns.first else { continue }
            for row in 0..<batch.count { values.append(column.value(at: row)) }
        }
        guard values.count <= limit else {
            throw PyriteError(
                .analysis, "PIVOT_VALUE_LIMIT_EXCEEDED", sqlState: "54000",
                "The pivot column has more than \(limit) distinct values, this could indicate an error. If this was "
                    + "intended, set \"spark.sql.pivotMaxValues\" to at least the number of distinct values.",
                parameters: ["maxValues": "\(limit)"])
        }
        return values
    }
}
