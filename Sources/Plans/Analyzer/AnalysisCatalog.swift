import Columnar

/// What the analyzer asks of a session: the meaning of names, and of files.
package protocol AnalysisCatalog: AnyObject, Sendable {
    /// The view or table of this name; `nil` when there is none. The plan is not analyzed yet.
    func relation(_ name: [String]) throws -> CatalogRelation?
    /// The scan of the files that ``json.`/data/trips` `` means, where no table is called so; `nil` for another name.
    func files(_ name: [String], options: [String: String]) throws -> Scan?
    /// The type that a DDL or JSON text describes; a list of columns is a struct.
    func schema(_ text: String) throws -> DataType
    /// The words of the SQL dialect.
    var keywords: [String] { get }
    /// A function that the user registered.
    func function(_ name: String) -> RegisterFunction?
    /// A function whose body is SQL.
    func sqlFunction(_ name: [String]) throws -> SQLFunction?
    /// A session variable: the name it was declared by, its value and type.
    func variable(_ name: [String]) -> (name: String, value: Value, type: DataType)?
    /// Lists the scan's files, finds their schema and fills ``Scan/source``.
    func resolve(_ scan: Scan) throws -> Scan
    /// Runs an analyzed plan of one column and gives its values, in order: those of a pivot that names none.
    func values(of plan: LogicalPlan) throws -> [Value]
}

extension AnalysisCatalog {
    package func sqlFunction(_ name: [String]) throws -> SQLFunction? { nil }
    package func files(_ name: [String], options: [String: String]) throws -> Scan? { nil }
    package func variable(_ name: [String]) -> (name: String, value: Value, type: DataType)? { nil }
}

package struct CatalogRelation: Sendable {
    package var plan: LogicalPlan
    /// The full name that columns can be qualified with.
    package var qualifier: [String]
    package init(plan: LogicalPlan, qualifier: [String]) {
        self.plan = plan
        self.qualifier = qualifier
    }
}
