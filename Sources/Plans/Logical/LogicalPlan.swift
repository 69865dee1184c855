import Columnar

/// What a query means, operator by operator: as the user wrote it, then with names and types resolved.
package indirect enum LogicalPlan: Sendable {
    // Leaves before analysis
    /// A table, view or common table expression by name.
    case unresolvedRelation(UnresolvedRelation)
    /// `range(10)` and other functions in FROM.
    case unresolvedTableFunction(name: [String], arguments: [Expression], alias: [String])

    // Leaves
    case scan(Scan)
    case range(RangeRelation)
    case inlineTable(InlineTable)
    /// What the round before gave; stands in the step of a recursion only.
    case recursionReference(RecursionReference)
    /// Rows given with the plan or held in memory.
    case localRelation(LocalRelation)
    /// SELECT without FROM: one row without columns.
    case oneRow

    // One input
    case project(Project)
    case filter(Filter)
    case aggregate(Aggregate)
    case sort(Sort)
    case limit(Limit)
    case distinct(LogicalPlan)
    case deduplicate(Deduplicate)
    case subqueryAlias(SubqueryAlias)
    case repartition(Repartition)
    case sample(Sample)
    case withColumns(WithColumns)
    case dropColumns(DropColumns)
    case renameColumns(RenameColumns)
    /// `toDF(names…)`.
    case toDF(LogicalPlan, names: [String])
    case viewQuery(ViewQuery)
    case window(WindowOperator)
    case generate(Generate)
    /// Several rows out of each: made by the analyzer for grouping sets and unpivot.
    case expand(Expand)
    case fillNulls(FillNulls)
    case dropNulls(DropNulls)
    case replaceValues(ReplaceValues)
    case unpivot(Unpivot)
    case hint(Hint)
    case toSchema(LogicalPlan, Schema)
    case mapPartitions(MapPartitions)
    case describe(Describe)
    case frequentItems(FrequentItems)
    /// A table function of the host.
    case tableFunction(TableFunctionCall)
    case collectMetrics(CollectMetrics)
    /// `show()` and `_repr_html_`: one row, one string column.
    case show(Show)
    /// Names the Connect id of a relation, so that `df["a"]` finds its column.
    case planID(LogicalPlan, Int64)
    /// The part of the query text that is blamed for what is wrong with the plan and blames no smaller part.
    case located(LogicalPlan, Origin)
    /// Defines common table expressions for the plan.
    case with(With)

    /// A subplan that occurs several times and runs once; made by the optimizer.
    case shared(SharedPlan)

    // Two or more inputs
    case join(Join)
    case setOperation(SetOperation)
    case recursion(Recursion)
}

/// A name in FROM.
package struct UnresolvedRelation: Sendable {
    package var nameParts: [String]
    package var options: [String: String]
    package var origin: Origin?
    package init(_ nameParts: [String], options: [String: String] = [:], origin: Origin? = nil) {
        self.nameParts = nameParts
        self.options = options
        self.origin = origin
    }
}

/// Files of a format, before and after their schema is known.
package struct Scan: Sendable {
    package var format: String
    package var paths: [String]
    package var options: [String: String]
    /// The schema the user gave, or `nil` to infer it.
    package var userSchema: Schema?
    /// The folder of a table of the catalog. Such a scan is the same whichever files the folder holds just now.
    package var table: String?
    /// Set by the analyzer: what the reader and file listing found.
    package var source: (any ScanSource)?
    /// Set by the analyzer; pruned by the optimizer.
    package var output: [Attribute]
    /// The column `_metadata`, which is among ``output`` only where something reads it. Set by the analyzer.
    package var metadata: Attribute?
    /// Conditions the optimizer pushed into the scan; the filter above remains unless the source says that it is exact.
    package var pushedFilters: [Expression]
    package var pushedLimit: Int?

    package init(format: String, paths: [String], options: [String: String] = [:], userSchema: Schema? = nil) {
        self.format = format
        self.paths = paths
        self.options = options
        self.userSchema = userSchema
        self.source = nil
        self.output = []
        self.pushedFilters = []
        self.pushedLimit = nil
    }
}

/// The resolved source of a scan. The module that knows files implements it; plans only carry it.
package protocol ScanSource: Sendable {
    /// All columns, partition columns last.
    var schema: Schema { get }
    /// The type of the column `_metadata`; `nil` when there is none.
    var metadataType: DataType? { get }
    /// For `explain`, such as `parquet file:/data/trips`.
    var description: String { get }
    /// Rows, when known or estimated.
    var estimatedRowCount: Double? { get }
    /// Bytes of all files.
    var byteCount: Int { get }
    var inputFiles: [String] { get }
    /// What metadata tells of a column; `nil` when it tells nothing.
    func statistics(ofColumn name: String) -> SourceColumnStatistics?
}

extension ScanSource {
    package var metadataType: DataType? { nil }
}

package struct RangeRelation: Sendable {
    package var start: Int64
    package var end: Int64
    package var step: Int64
    package var partitionCount: Int?
    /// One attribute, `id`; given by the analyzer.
    package var output: [Attribute]
    package init(start: Int64, end: Int64, step: Int64, partitionCount: Int? = nil) {
        self.start = start
        self.end = end
        self.step = step
        self.partitionCount = partitionCount
        self.output = []
    }
}

/// `VALUES (1, 'a'), (2, 'b') AS t(x, y)`.
package struct InlineTable: Sendable {
    package var rows: [[Expression]]
    package var names: [String]
    /// `VALUES …`, which errors blame.
    package var origin: Origin?
    package init(rows: [[Expression]], names: [String], origin: Origin? = nil) {
        self.rows = rows
        self.names = names
        self.origin = origin
    }
}

/// Rows of a kept plan that are not all in memory. Only the engine that keeps them can read them.
package protocol KeptRelation: AnyObject, Sendable {
    var rowCount: Int { get }
    /// Bytes that the rows would take in memory.
    var byteCount: Int { get }
}

package struct LocalRelation: Sendable {
    package var schema: Schema
    package var batches: [Batch]
    /// Given by the analyzer.
    package var output: [Attribute]
    /// Non-nil when the rows are a cached result or an imported table; plans that share it share its identity.
    package var partitions: [[Batch]]?
    /// Instead of ``partitions`` when some of the rows are on disk.
    package var kept: (any KeptRelation)?
    package init(
        schema: Schema, batches: [Batch], partitions: [[Batch]]? = nil, kept: (any KeptRelation)? = nil,
        output: [Attribute] = []
    ) {
        self.schema = schema
        self.batches = batches
        self.partitions = partitions
        self.kept = kept
        self.output = output
    }
}

package struct Project: Sendable {
    package var child: LogicalPlan
    package var expressions: [Expression]
    /// The clause of the pipe syntax that this is (`SELECT`, `EXTEND`), in which aggregate functions are errors.
    package var pipeClause: String?
    package init(_ child: LogicalPlan, _ expressions: [Expression], pipeClause: String? = nil) {
        self.child = child
        self.expressions = expressions
        self.pipeClause = pipeClause
    }
}

package struct Filter: Sendable {
    package var child: LogicalPlan
    package var condition: Expression
    /// Written as HAVING: names of the SELECT list and aggregates may occur.
    package var isHaving: Bool
    /// Written as QUALIFY: names of the SELECT list and window functions may occur.
    package var isQualify: Bool
    package init(_ child: LogicalPlan, _ condition: Expression, isHaving: Bool = false, isQualify: Bool = false) {
        self.child = child
        self.condition = condition
        self.isHaving = isHaving
        self.isQualify = isQualify
    }
}

package struct Aggregate: Sendable {
    package enum Grouping: Sendable {
        case plain
        case rollup
        case cube
        /// Each set names expressions of the grouping list.
        case sets([[Expression]])
        case pivot(column: Expression, values: [Expression])
        /// The PIVOT clause: grouped by all columns that neither the aggregates nor the pivot columns name. With several
        /// columns each value is a struct.
        case pivotClause(columns: [Expression], values: [Expression])
        /// GROUP BY ALL.
        case all
    }
    package var child: LogicalPlan
    package var groupBy: [Expression]
    /// The SELECT list (grouping columns included where wanted).
    package var aggregates: [Expression]
    package var grouping: Grouping
    /// Where the entries of ``groupBy`` stand in the query text; empty when they stand in none.
    package var groupOrigins: [Origin] = []
    /// From the DataFrame API: the grouping columns come first in the output, before ``aggregates``.
    package var prependsGroupingColumns: Bool
    /// Written as `|> AGGREGATE`: ordinals mean input columns, and what aggregates nothing is an error.
    package var isPipe: Bool
    package init(
        _ child: LogicalPlan, groupBy: [Expression], aggregates: [Expression], grouping: Grouping = .plain,
        prependsGroupingColumns: Bool = false, isPipe: Bool = false
    ) {
        self.isPipe = isPipe
        self.child = child
        self.groupBy = groupBy
        self.aggregates = aggregates
        self.grouping = grouping
        self.prependsGroupingColumns = prependsGroupingColumns
    }
}

package struct Sort: Sendable {
    package var child: LogicalPlan
    package var order: [SortOrder]
    /// False for `sortWithinPartitions` and SORT BY.
    package var isGlobal: Bool
    package init(_ child: LogicalPlan, _ order: [SortOrder], isGlobal: Bool = true) {
        self.child = child
        self.order = order
        self.isGlobal = isGlobal
    }
}

package struct Limit: Sendable {
    package var child: LogicalPlan
    /// `nil`: no limit, only the offset.
    package var count: Expression?
    package var offset: Expression?
    /// `df.tail(n)`: the last rows.
    package var isTail: Bool
    package init(_ child: LogicalPlan, count: Expression?, offset: Expression? = nil, isTail: Bool = false) {
        self.child = child
        self.count = count
        self.offset = offset
        self.isTail = isTail
    }
}

package struct Deduplicate: Sendable {
    package var child: LogicalPlan
    /// Empty: all columns.
    package var columns: [String]
    package init(_ child: LogicalPlan, columns: [String] = []) {
        self.child = child
        self.columns = columns
    }
}

package struct SubqueryAlias: Sendable {
    package var child: LogicalPlan
    /// The name last, its catalog and database before it.
    package var qualifier: [String]
    /// `AS t(a, b)`; empty when there are none.
    package var columnNames: [String]
    package init(_ child: LogicalPlan, _ qualifier: [String], columnNames: [String] = []) {
        self.child = child
        self.qualifier = qualifier
        self.columnNames = columnNames
    }
}

package struct Repartition: Sendable {
    package enum Scheme: Sendable {
        case roundRobin
        case hash([Expression])
        case range([SortOrder])
        /// To the partition whose number the expression gives, counted around; null means the first.
        case direct(Expression)
        /// Fewer partitions without moving rows between tasks.
        case coalesce
    }
    package var child: LogicalPlan
    /// `nil`: `spark.sql.shuffle.partitions`.
    package var partitionCount: Int?
    package var scheme: Scheme
    package init(_ child: LogicalPlan, partitionCount: Int?, scheme: Scheme) {
        self.child = child
        self.partitionCount = partitionCount
        self.scheme = scheme
    }
}

package struct Sample: Sendable {
    package var child: LogicalPlan
    package var lowerBound: Double
    package var upperBound: Double
    package var withReplacement: Bool
    package var seed: Int64?
    /// TABLESAMPLE SYSTEM: whole blocks, as the source cuts them.
    package var isSystem = false
    package init(_ child: LogicalPlan, lowerBound: Double, upperBound: Double, withReplacement: Bool, seed: Int64?) {
        self.child = child
        self.lowerBound = lowerBound
        self.upperBound = upperBound
        self.withReplacement = withReplacement
        self.seed = seed
    }
}

package struct WithColumns: Sendable {
    package var child: LogicalPlan
    package var columns: [Alias]
    /// `|> SET`: every name must be a column already.
    package var replacesOnly: Bool
    package init(_ child: LogicalPlan, _ columns: [Alias], replacesOnly: Bool = false) {
        self.child = child
        self.columns = columns
        self.replacesOnly = replacesOnly
    }
}

package struct DropColumns: Sendable {
    package var child: LogicalPlan
    package var columns: [Expression]
    package var names: [String]
    /// `|> DROP`: a column that does not exist is an error.
    package var mustExist: Bool
    package init(_ child: LogicalPlan, columns: [Expression], names: [String], mustExist: Bool = false) {
        self.child = child
        self.columns = columns
        self.names = names
        self.mustExist = mustExist
    }
}

package struct RenameColumns: Sendable {
    package var child: LogicalPlan
    package var renames: [(from: String, to: String)]
    package init(_ child: LogicalPlan, _ renames: [(from: String, to: String)]) {
        self.child = child
        self.renames = renames
    }
}

/// Window functions over the child's rows; made by the analyzer.
package struct WindowOperator: Sendable {
    package var child: LogicalPlan
    /// Aliases of `.window` expressions that share partitioning and order.
    package var expressions: [Expression]
    package init(_ child: LogicalPlan, _ expressions: [Expression]) {
        self.child = child
        self.expressions = expressions
    }
}

/// A row-generating function (`explode`), joined to the rows it was called for.
package struct Generate: Sendable {
    package var child: LogicalPlan
    package var function: Expression
    /// LATERAL VIEW OUTER: keeps rows that generate nothing.
    package var isOuter: Bool
    package var alias: String?
    package var columnNames: [String]
    package var output: [Attribute]
    /// The LATERAL VIEW clause, which errors blame.
    package var origin: Origin?
    package init(
        _ child: LogicalPlan, function: Expression, isOuter: Bool, alias: String? = nil, columnNames: [String] = []
    ) {
        self.child = child
        self.function = function
        self.isOuter = isOuter
        self.alias = alias
        self.columnNames = columnNames
        self.output = []
    }
}

/// Each input row once for every projection.
package struct Expand: Sendable {
    package var child: LogicalPlan
    /// Each has one expression for every output column.
    package var projections: [[Expression]]
    package var output: [Attribute]
    package init(_ child: LogicalPlan, projections: [[Expression]], output: [Attribute]) {
        self.child = child
        self.projections = projections
        self.output = output
    }
}

package struct FillNulls: Sendable {
    package var child: LogicalPlan
    /// Empty: all columns of a matching type.
    package var columns: [String]
    /// One for all columns, or one for each.
    package var values: [Expression]
    package init(_ child: LogicalPlan, columns: [String], values: [Expression]) {
        self.child = child
        self.columns = columns
        self.values = values
    }
}

package struct DropNulls: Sendable {
    package var child: LogicalPlan
    package var columns: [String]
    /// Rows with fewer values that are neither null nor NaN are dropped; `nil`: any null drops the row.
    package var minimumNonNulls: Int?
    package init(_ child: LogicalPlan, columns: [String], minimumNonNulls: Int?) {
        self.child = child
        self.columns = columns
        self.minimumNonNulls = minimumNonNulls
    }
}

package struct ReplaceValues: Sendable {
    package var child: LogicalPlan
    package var columns: [String]
    package var replacements: [(old: Expression, new: Expression)]
    package init(_ child: LogicalPlan, columns: [String], replacements: [(old: Expression, new: Expression)]) {
        self.child = child
        self.columns = columns
        self.replacements = replacements
    }
}

package struct Unpivot: Sendable {
    /// One value of the variable column: the columns that it stands for, one for each value column.
    package struct Group: Sendable {
        package var columns: [Expression]
        /// `nil`: the columns' names.
        package var name: String?
        package init(_ columns: [Expression], name: String? = nil) {
            self.columns = columns
            self.name = name
        }
    }
    package var child: LogicalPlan
    /// `nil`: every column that is in no group.
    package var ids: [Expression]?
    /// `nil`: every column that is not an id.
    package var groups: [Group]?
    package var variableColumn: String
    package var valueColumns: [String]
    /// Rows whose values are all null are left out.
    package var excludesNulls: Bool
    package init(
        _ child: LogicalPlan, ids: [Expression]?, groups: [Group]?, variableColumn: String, valueColumns: [String],
        excludesNulls: Bool = false
    ) {
        self.child = child
        self.ids = ids
        self.groups = groups
        self.variableColumn = variableColumn
        self.valueColumns = valueColumns
        self.excludesNulls = excludesNulls
    }

    /// `df.unpivot(…)`.
    package init(
        _ child: LogicalPlan, ids: [Expression], values: [Expression]?, variableColumn: String, valueColumn: String
    ) {
        self.init(
            child, ids: ids, groups: values.map { $0.map { Group([$0]) } }, variableColumn: variableColumn,
            valueColumns: [valueColumn])
    }
}

package struct Hint: Sendable {
    package var child: LogicalPlan
    package var name: String
    package var arguments: [Expression]
    package init(_ child: LogicalPlan, name: String, arguments: [Expression]) {
        self.child = child
        self.name = name
        self.arguments = arguments
    }
}

package struct Show: Sendable {
    package var child: LogicalPlan
    package var rowCount: Int
    /// Characters a cell may have; 0: all.
    package var truncate: Int
    package var isVertical: Bool
    package var isHTML: Bool
    /// One string column.
    package var output: [Attribute]
    package init(_ child: LogicalPlan, rowCount: Int, truncate: Int, isVertical: Bool = false, isHTML: Bool = false) {
        self.child = child
        self.rowCount = rowCount
        self.truncate = truncate
        self.isVertical = isVertical
        self.isHTML = isHTML
        self.output = [Attribute(isHTML ? "html_string" : "show_string", .string, nullable: false)]
    }
}

/// One occurrence of a subplan that several places of a query read.
package struct SharedPlan: Sendable {
    /// The same for all occurrences.
    package var id: AttributeID
    /// The subplan as it is run: the same for all occurrences.
    package var plan: LogicalPlan
    /// The columns of ``plan`` that the occurrence gives, in order.
    package var columns: [AttributeID]
    /// The occurrence's own names for them.
    package var output: [Attribute]
    package init(id: AttributeID, plan: LogicalPlan, columns: [AttributeID], output: [Attribute]) {
        self.id = id
        self.plan = plan
        self.columns = columns
        self.output = output
    }
}

package struct With: Sendable {
    package struct Definition: Sendable {
        package var name: String
        package var columnNames: [String]
        package var plan: LogicalPlan
        /// `MAX RECURSION LEVEL n`; `nil`: the session's limit.
        package var maximumLevel: Int?
        package var origin: Origin?
        package init(
            name: String, columnNames: [String], plan: LogicalPlan, maximumLevel: Int? = nil, origin: Origin? = nil
        ) {
            self.origin = origin
            self.name = name
            self.columnNames = columnNames
            self.plan = plan
            self.maximumLevel = maximumLevel
        }
    }
    package var definitions: [Definition]
    package var child: LogicalPlan
    /// Definitions may refer to themselves.
    package var isRecursive: Bool
    package init(_ definitions: [Definition], _ child: LogicalPlan, isRecursive: Bool = false) {
        self.definitions = definitions
        self.child = child
        self.isRecursive = isRecursive
    }
}

/// A recursive common table expression: the rows of `anchor`, then again and again those of `step` over the rows that
/// came last, until there are none. The session runs it before it plans the query around it.
package struct Recursion: Sendable {
    package var name: String
    package var anchor: LogicalPlan
    package var step: LogicalPlan
    /// Names the rows of the last round within ``step``.
    package var reference: Int64
    package var maximumLevel: Int?
    package var output: [Attribute]
    package init(
        name: String, anchor: LogicalPlan, step: LogicalPlan, reference: Int64, maximumLevel: Int?,
        output: [Attribute]
    ) {
        self.name = name
        self.anchor = anchor
        self.step = step
        self.reference = reference
        self.maximumLevel = maximumLevel
        self.output = output
    }
}

/// The rows that the round before gave, within the step of a ``Recursion``.
package struct RecursionReference: Sendable {
    package var reference: Int64
    package var output: [Attribute]
    package init(reference: Int64, output: [Attribute]) {
        self.reference = reference
        self.output = output
    }
}

package struct Join: Sendable {
    package enum Kind: Hashable, Sendable { case inner, left, right, full, leftSemi, leftAnti, cross }
    package enum Condition: Sendable {
        case none
        case on(Expression)
        case using([String])
        case natural
    }
    package var left: LogicalPlan
    package var right: LogicalPlan
    package var kind: Kind
    package var condition: Condition
    /// The right side may refer to columns of the left.
    package var isLateral: Bool
    package init(
        _ left: LogicalPlan, _ right: LogicalPlan, kind: Kind, condition: Condition = .none, isLateral: Bool = false
    ) {
        self.left = left
        self.right = right
        self.kind = kind
        self.condition = condition
        self.isLateral = isLateral
    }
}

package struct SetOperation: Sendable {
    package enum Kind: Hashable, Sendable { case union, intersect, except }
    package var kind: Kind
    package var inputs: [LogicalPlan]
    package var isAll: Bool
    package var byName: Bool
    /// With ``byName``: columns missing on one side are null there.
    package var allowMissingColumns: Bool
    /// The result's columns; given by the analyzer for unions.
    package var output: [Attribute]
    /// What is blamed when a value cannot be brought to the common type.
    package var origin: Origin?
    package init(
        _ kind: Kind, _ inputs: [LogicalPlan], isAll: Bool, byName: Bool = false, allowMissingColumns: Bool = false
    ) {
        self.kind = kind
        self.inputs = inputs
        self.isAll = isAll
        self.byName = byName
        self.allowMissingColumns = allowMissingColumns
        self.output = []
    }
}
