import Columnar
import Functions

/// Turns a plan as the user wrote it into one whose names, types and functions are known, or throws Spark's error.
///
/// The walk is bottom up: each operator is resolved against what its inputs give. Operators that are only another way
/// of writing (USING, `withColumns`, ordinals, ROLLUP, `na.fill`, …) are rewritten into plain ones here, so that later
/// stages know few operators in one normal form:
///
/// - A projection holds attributes and aliases; an alias has an id.
/// - An aggregate has plain grouping; its groupBy entries are attributes or aliases, its aggregates are attributes of
///   those or aliases of exactly one aggregate call. A projection above computes anything else.
/// - Windows and generators stand in operators of their own.
/// - Joins have an ON condition or none. Set operations are unions by position.
package final class Analyzer {
    let catalog: any AnalysisCatalog
    let context: EvaluationContext
    let registry: FunctionRegistry
    /// Nesting of the plan at which analysis stops with an error instead of overflowing the stack.
    private static let maxDepth = 4_000
    private var depth = 0

    package init(
        catalog: any AnalysisCatalog, context: EvaluationContext, registry: FunctionRegistry = .builtIn
    ) {
        self.catalog = catalog
        self.context = context
        self.registry = registry
    }

    package var isANSI: Bool { context.isANSI }

    /// Analyzes a whole query.
    package func analyze(_ plan: LogicalPlan) throws -> LogicalPlan {
        try resolve(plan, Environment()).trimmed().plan.withMetadataColumns()
    }

    /// The value and the type of an expression that reads no columns. Throws when it reads some, or fails.
    package func constant(_ expression: Expression) throws -> (value: Value, type: DataType) {
        let resolved = try ExpressionResolver(self, Resolved(.oneRow), Environment()).resolve(expression).withoutAlias
        guard let value = try ConstantFolding.value(of: resolved, context: context) else {
            throw PyriteError(
                .analysis, "NOT_CONSTANT", sqlState: "42601",
                "The expression \"\(resolved.prettySQL)\" is not constant.",
                parameters: ["expr": "\"\(resolved.prettySQL)\""])
        }
        return (value, resolved.dataType)
    }

    func resolve(_ plan: LogicalPlan, _ environment: Environment) throws -> Resolved {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maxDepth else {
            throw PyriteError(
                .analysis, "QUERY_TOO_DEEP", sqlState: "54001",
                "The query nests more than \(Self.maxDepth) operators. Write intermediate results out or cache them.")
        }
        switch plan {
        case .unresolvedRelation(let relation): return try resolveRelation(relation, environment)
        case .unresolvedTableFunction(let name, let arguments, let alias):
            return try resolveTableFunction(name, arguments, alias, environment)
        case .scan(let scan): return try resolveScan(scan)
        case .range(var range):
            if range.output.isEmpty { range.output = [Attribute("id", .long, nullable: false)] }
            return Resolved(.range(range))
        case .inlineTable(let table): return try resolveInlineTable(table, environment)
        case .localRelation(var relation):
            relation.output = relation.schema.fields.map {
                Attribute($0.name, $0.dataType, nullable: $0.nullable, metadata: $0.metadata)
            }
            return Resolved(.localRelation(relation))
        case .oneRow: return Resolved(.oneRow)
        case .project(let project): return try resolveProject(project, environment)
        case .filter(let filter): return try resolveFilter(filter, environment)
        case .aggregate(let aggregate): return try resolveAggregate(aggregate, environment)
        case .sort(let sort): return try resolveSort(sort, environment)
        case .limit(let limit): return try resolveLimit(limit, environment)
        case .distinct(let child):
            var rows = try resolve(child, environment).trimmed()
            rows.metadata = []
            try requireComparable(rows.visible, rows.visible.map(\.type))
            return distinctRows(rows)
        case .deduplicate(let node): return try resolveDeduplicate(node, environment)
        case .subqueryAlias(let alias): return try resolveAlias(alias, environment)
        case .repartition(let node): return try resolveRepartition(node, environment)
        case .sample(let node):
            let child = try resolve(node.child, environment)
            guard !node.isSystem else {
                throw PyriteError(
                    .analysis, "UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM_NO_SCAN", sqlState: "0A000",
                    "The feature is not supported: TABLESAMPLE SYSTEM of a relation whose source does not sample blocks."
                )
            }
            return child.wrapped {
                var copy = node
                copy.child = $0
                return .sample(copy)
            }
        case .withColumns(let node): return try resolveWithColumns(node, environment)
        case .dropColumns(let node): return try resolveDropColumns(node, environment)
        case .renameColumns(let node): return try resolveRenameColumns(node, environment)
        case .toDF(let child, let names): return try resolveToDF(child, names, environment)
        case .viewQuery(let view): return try resolveViewQuery(view, environment)
        case .window(let node):
            let child = try resolve(node.child, environment)
            return try project(child, try selectList(node.expressions, child, environment))
        case .generate(let node): return try resolveGenerate(node, environment)
        case .expand: return Resolved(plan)
        case .fillNulls(let node): return try resolveFillNulls(node, environment)
        case .dropNulls(let node): return try resolveDropNulls(node, environment)
        case .replaceValues(let node): return try resolveReplaceValues(node, environment)
        case .unpivot(let node): return try resolveUnpivot(node, environment)
        case .hint(let node):
            return try resolve(node.child, environment).wrapped {
                var copy = node
                copy.child = $0
                return .hint(copy)
            }
        case .toSchema(let child, let schema): return try resolveToSchema(child, schema, environment)
        case .mapPartitions(let node) where node.script != nil: return try resolveScript(node, environment)
        case .mapPartitions(var node):
            // The function sees the columns that `*` means, under their names.
            node.child = try resolve(node.child, environment).trimmed().plan
            node.output = node.schema.fields.map {
                Attribute($0.name, $0.dataType, nullable: $0.nullable, metadata: $0.metadata)
            }
            return Resolved(.mapPartitions(node))
        case .describe(let node): return try resolveDescribe(node, environment)
        case .frequentItems(let node): return try resolveFrequentItems(node, environment)
        case .tableFunction(let node): return try resolveTableFunction(node, environment)
        case .collectMetrics(let node): return try resolveCollectMetrics(node, environment)
        case .show(let node):
            let child = try resolve(node.child, environment).trimmed()
            var copy = node
            copy.child = child.plan
            return Resolved(.show(copy))
        case .located(let child, let origin):
            do {
                return try resolve(child, environment)
            } catch let error as PyriteError where error.isAboutText {
                throw error.at(origin)
            }
        case .planID(let child, let id):
            var resolved = try resolve(child, environment)
            resolved.planColumns[id] = resolved.visible + resolved.hidden
            return resolved
        case .with(let with): return try resolve(with.child, self.environment(within: with, environment))
        case .recursion, .recursionReference: return Resolved(plan)
        case .join(let join): return try resolveJoin(join, environment)
        case .shared:
            throw PyriteError.internalError("a shared subplan stands in a plan that was not analyzed")
        case .setOperation(let operation): return try resolveSetOperation(operation, environment)
        }
    }
}

extension PyriteError {
    /// Whether the query's text is to blame, and not what lies on disk or what the engine lacks.
    fileprivate var isAboutText: Bool {
        guard kind == .analysis || kind == .parse else { return false }
        return ![
            "PATH_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA", "DATA_SOURCE_NOT_FOUND", "REQUIRES_SINGLE_PART_NAMESPACE",
            "UNSUPPORTED_TIME_TYPE",
        ].contains(condition)
    }
}

/// What is visible around a plan: common table expressions, and the query that a subquery stands in.
struct Environment {
    /// A WITH definition with what was visible where it was written.
    final class CommonTableExpression {
        let definition: With.Definition
        let environment: Environment
        let isRecursive: Bool
        let isReadAgain: Bool
        /// The analyzed plan, kept when it gives other rows each time and is read more than once.
        var once: (id: AttributeID, plan: LogicalPlan)?
        init(definition: With.Definition, environment: Environment, isRecursive: Bool, isReadAgain: Bool) {
            self.isReadAgain = isReadAgain
            self.definition = definition
            self.environment = environment
            self.isRecursive = isRecursive
        }
    }
    var expressions: [String: CommonTableExpression] = [:]
    /// Within the step of recursions: what their names mean.
    var recursions: [String: RecursionReference] = [:]
    var outer: OuterQuery?
}

/// The input of the operator whose expression holds a subquery; collects which of its columns the subquery reads.
final class OuterQuery {
    let scope: Resolved
    var references: [Attribute] = []
    /// Aggregates of the outer query's rows that the subquery reads, as columns of its groups.
    private(set) var aggregates: [Attribute] = []
    init(_ scope: Resolved) { self.scope = scope }

    /// The condition with the aggregates in it that are over columns of the outer query alone as columns of its groups.
    func takingAggregates(of condition: Expression) -> Expression {
        guard let groups = scope.groups, condition.containsAggregate else { return condition }
        let columns = Set((scope.visible + scope.hidden + groups.input.visible).map(\.id))
        return condition.transformUp { node in
            guard case .aggregate = node else { return node }
            let read = node.references
            guard !read.isEmpty, read.isSubset(of: columns), case .attribute(let column) = groups.rewrite(node) else {
                return node
            }
            aggregates.append(column)
            return .attribute(reading(column))
        }
    }

    /// Remembers that the subquery reads a column, and gives it.
    func reading(_ column: Attribute) -> Attribute {
        if !references.contains(where: { $0.id == column.id }) { references.append(column) }
        return column
    }
}

/// An analyzed plan and the names by which its columns can be referred to.
struct Resolved {
    var plan: LogicalPlan
    /// The columns that `*` means, in order.
    var visible: [Attribute]
    /// Columns that only a qualified name reaches: both sides' keys of a USING join.
    var hidden: [Attribute] = []
    /// Columns of files' metadata that a name reaches although no plan gives them yet:
    /// ``LogicalPlan/withMetadataColumns()`` sees to it.
    var metadata: [Attribute] = []
    /// The columns of inputs by Connect plan id, for `df["a"]`.
    var planColumns: [Int64: [Attribute]] = [:]
    /// What the SELECT list was computed from, for ORDER BY and HAVING.
    var selectInput: SelectInput?
    /// In HAVING: the aggregation that subqueries there may ask for aggregates of its input.
    var groups: AggregationBuilder?

    init(_ plan: LogicalPlan) {
        self.plan = plan
        visible = plan.output
    }

    init(_ plan: LogicalPlan, visible: [Attribute], planColumns: [Int64: [Attribute]] = [:]) {
        self.plan = plan
        self.visible = visible
        self.planColumns = planColumns
    }

    /// The same names over a plan that gives the same columns.
    func wrapped(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> Resolved {
        var copy = self
        copy.plan = try change(plan)
        copy.selectInput = nil
        return copy
    }

    /// With a plan that gives exactly the visible columns.
    func trimmed() -> Resolved {
        let output = plan.output
        if output.count == visible.count, zip(output, visible).allSatisfy({ $0.id == $1.id }) { return self }
        var copy = self
        copy.plan = .project(Project(plan, visible.map { .attribute($0) }))
        copy.hidden = []
        copy.selectInput = nil
        return copy
    }
}

/// The input of a SELECT list, kept so that ORDER BY and HAVING can reach columns and aggregates not selected.
final class SelectInput {
    let input: Resolved
    /// Of an aggregation: its node; `nil` for a plain projection.
    let aggregation: AggregationBuilder?
    init(input: Resolved, aggregation: AggregationBuilder?) {
        self.input = input
        self.aggregation = aggregation
    }
}
