import Columnar

/// A statement: something that is done rather than computed.
package enum Statement: Sendable {
    case query(LogicalPlan)
    case createView(CreateView)
    case dropView(name: [String], ifExists: Bool)
    case write(WriteOperation)
    case insert(Insert)
    /// `FROM t INSERT INTO … INSERT INTO …`.
    case inserts([Insert])
    case explain(LogicalPlan, mode: ExplainMode)
    /// `SET key = value`; all `nil`: show settings.
    case set(key: String?, value: String?)
    case reset(key: String?)
    case cache(name: [String], plan: LogicalPlan?, isLazy: Bool)
    case uncache(name: [String], ifExists: Bool)
    case clearCache
    case registerFunction(RegisterFunction)
    // The catalog
    case createDatabase(CreateDatabase)
    case dropDatabase(name: [String], ifExists: Bool, cascade: Bool)
    case alterDatabase(name: [String], DatabaseChange)
    case use(database: [String])
    case createTable(CreateTable)
    case createTableLike(name: [String], source: [String], ifNotExists: Bool, provider: String?, location: String?)
    case dropTable(name: [String], ifExists: Bool)
    case alterTable(name: [String], TableChange, origin: Origin?)
    case truncate(name: [String], partition: [PartitionValue], origin: Origin?)
    /// DELETE, UPDATE and MERGE, which the tables here do not take.
    case rowLevel(operation: String, name: [String], origin: Origin?)
    case createFunction(CreateFunction)
    case dropFunction(name: [String], ifExists: Bool, isTemporary: Bool)
    /// ANALYZE TABLE: what is known of files is looked up by every query, so that only the name is checked.
    case checkTable(name: [String], origin: Origin?)
    /// REFRESH TABLE and MSCK REPAIR TABLE: files are listed anew by every query, but kept rows are not.
    case refreshTable(name: [String], origin: Origin?)
    /// REFRESH with a path; without one there is nothing to do.
    case refreshPath(String?)
    // Questions
    case show(Show)
    case describe(LogicalPlan)
    case describeTable(DescribeTable)
    case describeDatabase(name: [String], isExtended: Bool)
    case describeFunction(name: [String], isExtended: Bool, origin: Origin?)
    // Variables
    case declareVariable(DeclareVariable)
    case dropVariable(name: [String], ifExists: Bool)
    case setVariables([VariableAssignment])
    /// `SET VAR (a, b) = (SELECT …)`.
    case setVariablesFromQuery([VariableName], LogicalPlan)
    case executeImmediate(ExecuteImmediate)
    case script(CompoundStatement)

    package enum Show: Sendable {
        case databases(pattern: String?)
        case tables(database: [String]?, pattern: String?)
        case tablesExtended(database: [String]?, pattern: String)
        case views(database: [String]?, pattern: String?)
        case columns(table: [String], origin: Origin?)
        case partitions(table: [String], specification: [PartitionValue], origin: Origin?)
        case createTable([String], origin: Origin?)
        case properties(table: [String], key: String?, origin: Origin?)
        case functions(scope: FunctionScope, pattern: String?)
        case catalogs(pattern: String?)
        case collations(pattern: String?)
        case currentNamespace
    }

    package enum FunctionScope: Sendable { case all, user, system }
}

package enum ExplainMode: String, Sendable { case simple, extended, codegen, cost, formatted }

package struct CreateView: Sendable {
    package enum Scope: Sendable { case local, global, persistent }
    package var name: [String]
    package var columnNames: [String]
    package var plan: LogicalPlan
    package var scope: Scope
    package var orReplace: Bool
    package var ifNotExists = false
    /// By column; `nil` for those without.
    package var columnComments: [String?] = []
    package var comment: String?
    package var properties: [String: String] = [:]
    /// Of the literals in the query.
    package var collation: Collation?
    /// WITH SCHEMA, `nil` when nothing is said of it.
    package var schemaMode: ViewSchemaMode?
    /// The statement, for views made by one.
    package var origin: Origin?
    /// The query as written, which a persistent view keeps.
    package var text = ""
    package init(name: [String], columnNames: [String] = [], plan: LogicalPlan, scope: Scope, orReplace: Bool) {
        self.name = name
        self.columnNames = columnNames
        self.plan = plan
        self.scope = scope
        self.orReplace = orReplace
    }
}

/// `df.write…save(path)`, `saveAsTable`, `insertInto`.
package struct WriteOperation: Sendable {
    package enum Mode: String, Sendable { case error, overwrite, append, ignore }
    package enum Target: Sendable {
        case path(String)
        case table([String])
    }
    package var input: LogicalPlan
    package var format: String?
    package var target: Target
    package var mode: Mode
    package var partitionBy: [String]
    package var options: [String: String]
    /// `insertInto`: into a table that exists, column by column.
    package var isInsert = false
    /// An insert's columns go where their names say.
    package var insertsByName = false
    package init(
        input: LogicalPlan, format: String?, target: Target, mode: Mode, partitionBy: [String] = [],
        options: [String: String] = [:]
    ) {
        self.input = input
        self.format = format
        self.target = target
        self.mode = mode
        self.partitionBy = partitionBy
        self.options = options
    }
}

/// `INSERT INTO t PARTITION (p = 1) (a, b) SELECT …`.
package struct Insert: Sendable {
    package var table: [String]
    package var input: LogicalPlan
    package var isOverwrite: Bool
    /// The columns that are given, in order; empty: all.
    package var columns: [UnresolvedAttribute] = []
    /// Columns of the input go where their names say.
    package var byName = false
    /// An overwrite leaves the partitions alone that get no rows, whatever the settings say.
    package var isDynamic = false
    package var partition: [PartitionValue] = []
    package var ifNotExists = false
    /// The name that `REPLACE ON` gives the table.
    package var alias: String?
    /// Where the table's name stands.
    package var origin: Origin?
    /// The statement's head, with the list of columns.
    package var headOrigin: Origin?
    package init(_ table: [String], _ input: LogicalPlan, isOverwrite: Bool) {
        self.table = table
        self.input = input
        self.isOverwrite = isOverwrite
    }
}

/// One part of `PARTITION (day = 'mon', hour)`; without a value the query gives it.
package struct PartitionValue: Sendable {
    package var column: String
    package var value: Expression?
    package init(column: String, value: Expression?) {
        self.column = column
        self.value = value
    }
}

package struct RegisterFunction: Sendable {
    package var name: String
    package var resultType: DataType
    package var isDeterministic: Bool
    package var command: [UInt8]
    package var evalType: Int
    package init(name: String, resultType: DataType, isDeterministic: Bool, command: [UInt8], evalType: Int) {
        self.name = name
        self.resultType = resultType
        self.isDeterministic = isDeterministic
        self.command = command
        self.evalType = evalType
    }
}

package struct CreateDatabase: Sendable {
    package var name: [String]
    package var ifNotExists: Bool
    package var comment: String?
    package var location: String?
    package var properties: [String: String]
    package init(
        name: [String], ifNotExists: Bool, comment: String? = nil, location: String? = nil,
        properties: [String: String] = [:]
    ) {
        self.name = name
        self.ifNotExists = ifNotExists
        self.comment = comment
        self.location = location
        self.properties = properties
    }
}

package enum DatabaseChange: Sendable {
    case setProperties([String: String])
    case unsetProperties([String])
    case setLocation(String)
    case setComment(String)
}

package struct CreateTable: Sendable {
    package var name: [String]
    package var columns: [StructField] = []
    package var provider: String?
    package var options: [String: String] = [:]
    package var partitionColumns: [String] = []
    /// Columns given with their types in PARTITIONED BY.
    package var partitionFields: [StructField] = []
    package var location: String?
    package var comment: String?
    package var properties: [String: String] = [:]
    /// Of strings that are declared without a collation.
    package var collation: Collation?
    package var buckets: Buckets?
    /// AS SELECT.
    package var query: LogicalPlan?
    package var ifNotExists = false
    package var orReplace = false
    /// REPLACE TABLE without CREATE: there must be one.
    package var mustExist = false
    /// What is asked for that tables of files do not have, such as generated columns.
    package var unsupportedOperation: String?
    /// Whether the table is one of Hive's: ROW FORMAT, or STORED AS a format of text files.
    package var isHive = false
    package init(_ name: [String]) { self.name = name }

    /// CLUSTERED BY: kept and shown, but how rows are put into files is left to the engine.
    package struct Buckets: Sendable {
        package var count: Int
        package var columns: [String]
        package var sortColumns: [String]
        package init(count: Int, columns: [String], sortColumns: [String]) {
            self.count = count
            self.columns = columns
            self.sortColumns = sortColumns
        }

        /// Throws when there cannot be so many buckets.
        package static func check(count: Int) throws(PyriteError) {
            guard !(1...100_000).contains(count) else { return }
            throw PyriteError(
                .analysis, "INVALID_BUCKET_COUNT", sqlState: "22003",
                "Number of buckets should be greater than 0 but less than or equal to bucketing.maxBuckets (`100000`). Got "
                    + "`\(count)`.", parameters: ["bucketingMaxBuckets": "100000", "numBuckets": "\(count)"])
        }
    }
}

package enum TableChange: Sendable {
    case rename(to: [String], isView: Bool)
    case setProperties([String: String])
    case unsetProperties([String])
    case addColumns([StructField])
    case setCollation(Collation)
    case setColumnComment(column: [String], comment: String)
    case setColumnType(column: [String], DataType, comment: String?)
    /// What only tables of other catalogs take: DROP COLUMN, RENAME COLUMN, ….
    case unsupported(String)
    case setLocation(String)
    case setComment(String?)
    case addPartitions([[PartitionValue]], ifNotExists: Bool)
    case dropPartitions([[PartitionValue]], ifExists: Bool)
    case renamePartition([PartitionValue], to: [PartitionValue])
    case recoverPartitions
    case setViewQuery(LogicalPlan, text: String)
    case setViewSchemaMode(ViewSchemaMode)
}

/// A function whose body is SQL.
package struct CreateFunction: Sendable {
    package struct Parameter: Sendable {
        package var name: String
        package var type: DataType
        package var defaultText: String?
        package init(name: String, type: DataType, defaultText: String?) {
            self.name = name
            self.type = type
            self.defaultText = defaultText
        }
    }
    package enum Result: Sendable {
        /// `nil`: the body's type.
        case scalar(DataType?)
        case table([StructField])
    }
    package var name: [String]
    package var parameters: [Parameter]
    package var result: Result
    /// An expression, or for tables a query.
    package var body: String
    package var comment: String?
    package var isTemporary: Bool
    package var orReplace: Bool
    package var ifNotExists: Bool
    /// The whole statement as written.
    package var text: String
    package init(
        name: [String], parameters: [Parameter], result: Result, body: String, comment: String?, isTemporary: Bool,
        orReplace: Bool, ifNotExists: Bool, text: String
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.body = body
        self.comment = comment
        self.isTemporary = isTemporary
        self.orReplace = orReplace
        self.ifNotExists = ifNotExists
        self.text = text
    }
}

package struct DescribeTable: Sendable {
    package var name: [String]
    package var column: [String]?
    package var partition: [PartitionValue]
    package var isExtended: Bool
    /// AS JSON.
    package var isJSON = false
    package var origin: Origin?
    package init(
        _ name: [String], column: [String]? = nil, partition: [PartitionValue] = [], isExtended: Bool = false,
        origin: Origin? = nil
    ) {
        self.name = name
        self.column = column
        self.partition = partition
        self.isExtended = isExtended
        self.origin = origin
    }
}

package struct VariableName: Sendable {
    package var parts: [String]
    package var origin: Origin?
    package init(_ parts: [String], origin: Origin?) {
        self.parts = parts
        self.origin = origin
    }
}

package struct DeclareVariable: Sendable {
    package var name: [String]
    /// Further variables of the same type and default.
    package var moreNames: [[String]]
    /// `nil`: that of the default.
    package var type: DataType?
    package var defaultValue: Expression?
    package var orReplace: Bool
    package init(
        name: [String], moreNames: [[String]] = [], type: DataType?, defaultValue: Expression?, orReplace: Bool
    ) {
        self.name = name
        self.moreNames = moreNames
        self.type = type
        self.defaultValue = defaultValue
        self.orReplace = orReplace
    }
}

/// `SET VAR a = 1`; without a value: back to the default.
package struct VariableAssignment: Sendable {
    package var name: VariableName
    package var value: Expression?
    package init(name: VariableName, value: Expression?) {
        self.name = name
        self.value = value
    }
}

package struct ExecuteImmediate: Sendable {
    package var query: Expression
    package var into: [VariableName]
    /// Values of the text's parameter markers; aliases name them.
    package var arguments: [Expression]
    package init(query: Expression, into: [VariableName], arguments: [Expression]) {
        self.query = query
        self.into = into
        self.arguments = arguments
    }
}
