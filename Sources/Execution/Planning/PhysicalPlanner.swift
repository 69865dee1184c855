import Columnar
import Formats
import Functions
import Plans

/// Chooses operators for a resolved plan.
final class PhysicalPlanner {
    let context: QueryContext
    /// Subqueries in the order in which they must run before the plan: inner ones first.
    private(set) var subqueries: [SubqueryExpression] = []

    private var sharedSubplans: [AttributeID: SharedSubplan] = [:]

    init(_ context: QueryContext) { self.context = context }

    /// The operator tree for `plan`. With `required`, columns that nobody above reads may be left out.
    func plan(_ plan: LogicalPlan, required: Set<AttributeID>? = nil) throws -> PhysicalOperator {
        switch plan {
        case .scan(let scan): return try planScan(scan, required)
        case .range(let range): return try RangeOperator(range, output: prune(range.output, required))
        case .localRelation(let relation):
            let output = prune(relation.output, required)
            let positions = output.compactMap { wanted in relation.output.firstIndex { $0.id == wanted.id } }
            return LocalRelationOperator(relation, output: output, positions: positions)
        case .oneRow: return OneRowOperator()
        case .project(let project): return try planProject(project)
        case .filter(let filter):
            let child = try self.plan(
                filter.child, required: required.map { $0.union(filter.condition.references) })
            var binder = self.binder(child.output)
            return FilterOperator(
                child, conditions: try filter.condition.conjuncts.map { try binder.bind($0) },
                text: filter.condition.planText)
        case .aggregate(let aggregate): return try planAggregate(aggregate)
        case .sort(let sort):
            let child = try self.plan(sort.child, required: with(required, sort.order.map(\.expression)))
            return try planSort(sort, child)
        case .limit(let limit): return try planLimit(limit)
        case .distinct(let child): return planDistinct(try self.plan(child))
        case .deduplicate(let node):
            let child = try self.plan(node.child)
            if node.columns.isEmpty { return planDistinct(child) }
            let positions = try node.columns.map { name in
                guard let index = child.schema.index(ofName: name) else {
                    throw PyriteError.internalError("column \(name) to deduplicate by is not in the input")
                }
                return index
            }
            return DeduplicateOperator(child, positions: positions)
        case .subqueryAlias(let node): return try self.plan(node.child, required: required)
        case .planID(let child, _), .located(let child, _): return try self.plan(child, required: required)
        case .hint(let node): return try self.plan(node.child, required: required)
        case .repartition(let node): return try planRepartition(node, required)
        case .sample(let node):
            return SampleOperator(
                try self.plan(node.child, required: required), sample: node,
                seed: node.seed ?? context.evaluation.queryStart)
        case .expand(let node):
            let child = try self.plan(node.child)
            var binder = self.binder(child.output)
            let projections = try node.projections.map { try $0.map { try binder.bind($0) } }
            return ExpandOperator(child, projections: projections, output: node.output)
        case .join(let join): return try planJoin(join, required)
        case .setOperation(let operation): return try planSetOperation(operation)
        case .window(let node): return try planWindow(node)
        case .shared(let node): return try planShared(node)
        case .generate(let node): return try planGenerate(node)
        case .show(let show): return try planShow(show)
        case .mapPartitions(let node):
            if let script = node.script { return ScriptOperator(try self.plan(node.child), node, script) }
            return MapPartitionsOperator(try self.plan(node.child), node)
        case .collectMetrics(let node): return try planCollectMetrics(node, required)
        case .unresolvedRelation(let relation):
            throw PyriteError.internalError("unresolved relation \(relation.nameParts.joined(separator: "."))")
        case .unresolvedTableFunction(let name, _, _):
            throw PyriteError.internalError("unresolved table function \(name.joined(separator: "."))")
        case .inlineTable: throw notAnalyzed("an inline table")
        case .withColumns: throw notAnalyzed("withColumns")
        case .dropColumns: throw notAnalyzed("drop")
        case .renameColumns: throw notAnalyzed("withColumnsRenamed")
        case .toDF: throw notAnalyzed("toDF")
        case .viewQuery: throw notAnalyzed("viewQuery")
        case .fillNulls: throw notAnalyzed("fillna")
        case .dropNulls: throw notAnalyzed("dropna")
        case .replaceValues: throw notAnalyzed("replace")
        case .unpivot: throw notAnalyzed("unpivot")
        case .recursion, .recursionReference: throw notAnalyzed("recursion")
        case .toSchema: throw notAnalyzed("to(schema)")
        case .with: throw notAnalyzed("common table expressions")
        case .describe: throw notAnalyzed("describe")
        case .frequentItems: throw notAnalyzed("freqItems")
        case .tableFunction: throw notAnalyzed("a table function")
        }
    }

    private func notAnalyzed(_ what: String) -> PyriteError {
        .internalError("the plan reached execution with \(what) not analyzed away")
    }

    // MARK: Binding

    func binder(_ input: [Attribute]) -> ExpressionBinder {
        ExpressionBinder(input) { [self] query, binder in try bindSubquery(query, &binder) }
    }

    private func bindSubquery(
        _ query: ResolvedSubquery, _ binder: inout ExpressionBinder
    ) throws -> PhysicalExpression {
        guard query.outerReferences.isEmpty else {
            let names = query.outerReferences.map(\.name).joined(separator: ", ")
            throw PyriteError.unsupported("a correlated subquery here (it refers to \(names) of the outer query)")
        }
        let plan = try self.plan(query.plan)
        var values: [PhysicalExpression] = []
        var type = DataType.boolean
        switch query.kind {
        case .scalar: type = plan.output.first?.type ?? .null
        case .exists: break
        case .contains(let expressions): values = try expressions.map { try binder.bind($0) }
        }
        let bound = SubqueryExpression(query.kind, values: values, plan: plan, type: type)
        subqueries.append(bound)
        return bound
    }

    func prune(_ output: [Attribute], _ required: Set<AttributeID>?) -> [Attribute] {
        required.map { required in output.filter { required.contains($0.id) } } ?? output
    }

    func with(_ required: Set<AttributeID>?, _ expressions: [Expression]) -> Set<AttributeID>? {
        guard var ids = required else { return nil }
        for expression in expressions { expression.collectReferences(into: &ids) }
        return ids
    }

    // MARK: Simple operators

    private func planScan(_ scan: Scan, _ required: Set<AttributeID>?) throws -> PhysicalOperator {
        guard let source = scan.source else { throw PyriteError.internalError("a scan without its source") }
        guard let files = source as? FileScanSource else {
            throw PyriteError.internalError("scan of an unknown source: \(source.description)")
        }
        let filters = scan.pushedFilters.compactMap { ScanFilter(pushing: $0, into: files.dataSchema) }
        return try ScanOperator(
            scan, source: files, output: prune(scan.output, required), filters: filters,
            text: "PushedFilters: [\(Expression.list(scan.pushedFilters))], Location: \(source.description)")
    }

    private func planProject(_ project: Project) throws -> PhysicalOperator {
        var references = Set<AttributeID>()
        for expression in project.expressions { expression.collectReferences(into: &references) }
        return try planProjection(project.expressions, over: try plan(project.child, required: references))
    }

    func planProjection(_ expressions: [Expression], over child: PhysicalOperator) throws -> PhysicalOperator {
        let output = try expressions.map { expression in
            guard let attribute = expression.outputAttribute else {
                throw PyriteError.internalError("a projected expression without a name: \(expression.planText)")
            }
            return attribute
        }
        // A projection that keeps its input as it is costs nothing by not being there.
        if output.count == child.output.count,
            zip(expressions, child.output).allSatisfy({
                if case .attribute(let attribute) = $0 { attribute.id == $1.id } else { false }
            })
        {
            return child
        }
        let (child, expressions) = try extractIterators(expressions, over: child)
        var binder = self.binder(child.output)
        return ProjectOperator(
            child, expressions: try expressions.map { try binder.bind($0) }, output: output,
            text: Expression.list(expressions))
    }

    func planSort(_ sort: Sort, _ child: PhysicalOperator) throws -> PhysicalOperator {
        let (keys, directions) = try bind(sort.order, child.output)
        let text = sort.order.map(\.planText).joined(separator: ", ")
        if sort.isGlobal { return SortOperator(child, keys: keys, directions: directions, text: text) }
        return PartitionSortOperator(child, keys: keys, directions: directions, text: text)
    }

    func bind(_ order: [SortOrder], _ input: [Attribute]) throws -> ([PhysicalExpression], [SortDirection]) {
        var binder = self.binder(input)
        let keys = try order.map { try binder.bind($0.expression) }
        for key in keys where !key.type.isOrderable {
            throw PyriteError.internalError("ordering by the unorderable type \(key.type.simpleString)")
        }
        return (keys, order.map { SortDirection(ascending: $0.ascending, nullsFirst: $0.nullsFirst) })
    }

    private func planLimit(_ limit: Limit) throws -> PhysicalOperator {
        let count = try limit.count.map { try rowCount($0) }
        let offset = try limit.offset.map { try rowCount($0) } ?? 0
        if limit.isTail { return TailOperator(try plan(limit.child), count: count ?? 0) }
        if let count, count + offset <= TopNOperator.maxRows {
            if case .sort(let sort) = limit.child.withoutNames, sort.isGlobal {
                return try planTopN(sort, try plan(sort.child), count, offset)
            }
            if case .project(let project) = limit.child.withoutNames,
                case .sort(let sort) = project.child.withoutNames, sort.isGlobal
            {
                return try planProjection(
                    project.expressions, over: try planTopN(sort, try plan(sort.child), count, offset))
            }
        }
        return LimitOperator(try plan(limit.child), limit: count, offset: offset)
    }

    private func planTopN(
        _ sort: Sort, _ child: PhysicalOperator, _ count: Int, _ offset: Int
    ) throws -> PhysicalOperator {
        let (keys, directions) = try bind(sort.order, child.output)
        return TopNOperator(
            child, keys: keys, directions: directions, limit: count, offset: offset,
            text: sort.order.map(\.planText).joined(separator: ", "))
    }

    private func rowCount(_ expression: Expression) throws -> Int {
        var binder = self.binder([])
        let bound = try binder.bind(expression)
        let frame = EvaluationFrame(
            Batch([], count: 1), context: context.evaluation, pythonRunner: context.pythonRunner)
        guard case .integer(let number) = try bound.evaluate(frame).value(at: 0) else {
            throw PyriteError.internalError("a limit that is not an integer: \(expression.planText)")
        }
        return max(0, Int(min(number, Int64(Int32.max))))
    }

    func planDistinct(_ child: PhysicalOperator) -> PhysicalOperator {
        let keys = child.output.enumerated().map { ColumnReference(index: $0.offset, type: $0.element.type) }
        return HashAggregateOperator(
            child, keys: keys, specifications: [], output: child.output,
            keyText: child.output.map(\.planText).joined(separator: ", "), functionText: [])
    }

    private func planShared(_ node: SharedPlan) throws -> PhysicalOperator {
        let isFirst = sharedSubplans[node.id] == nil
        let subplan = try sharedSubplans[node.id] ?? SharedSubplan(try plan(node.plan), number: node.id.number)
        sharedSubplans[node.id] = subplan
        let positions = try node.columns.map { id in
            guard let position = subplan.plan.output.firstIndex(where: { $0.id == id }) else {
                throw PyriteError.internalError("a shared subplan lacks a column that one of its readers wants")
            }
            return position
        }
        return SharedSubplanOperator(subplan, positions: positions, output: node.output, isFirst: isFirst)
    }

    private func planRepartition(_ node: Repartition, _ required: Set<AttributeID>?) throws -> PhysicalOperator {
        let count = node.partitionCount ?? context.settings.shufflePartitions
        let isAdaptive = node.partitionCount == nil
        switch node.scheme {
        case .roundRobin:
            return RoundRobinExchangeOperator(
                try plan(node.child, required: required), count: count, isAdaptive: isAdaptive)
        case .coalesce: return CoalesceOperator(try plan(node.child, required: required), count: count)
        case .direct(let number):
            let child = try plan(node.child, required: with(required, [number]))
            var binder = self.binder(child.output)
            return DirectExchangeOperator(
                child, number: try binder.bind(number), count: count, text: Expression.list([number]))
        case .hash(let keys):
            let child = try plan(node.child, required: with(required, keys))
            var binder = self.binder(child.output)
            return HashExchangeOperator(
                child, keys: try keys.map { try binder.bind($0) }, count: count, isAdaptive: isAdaptive,
                text: Expression.list(keys))
        case .range(let order):
            let child = try plan(node.child, required: with(required, order.map(\.expression)))
            let (keys, directions) = try bind(order, child.output)
            return RangeExchangeOperator(
                child, keys: keys, directions: directions, count: count, isAdaptive: isAdaptive,
                text: order.map(\.planText).joined(separator: ", "))
        }
    }

    private func planSetOperation(_ operation: SetOperation) throws -> PhysicalOperator {
        let inputs = try operation.inputs.map { try plan($0) }
        let output = operation.output.isEmpty ? inputs.first?.output ?? [] : operation.output
        for input in inputs {
            let matches =
                input.output.count == output.count && zip(input.output, output).allSatisfy { $0.type == $1.type }
            guard matches else {
                throw PyriteError.internalError(
                    "inputs of a set operation differ: \(describe(input.output)) and \(describe(output))")
            }
        }
        if operation.kind == .union {
            let union = UnionOperator(inputs, output: output)
            return operation.isAll ? union : planDistinct(union)
        }
        guard inputs.count == 2 else { throw PyriteError.internalError("a set operation needs two inputs") }
        return RowSetOperator(
            inputs[0], inputs[1], keepsCommon: operation.kind == .intersect, isAll: operation.isAll, output: output)
    }

    private func planShow(_ show: Show) throws -> PhysicalOperator {
        // One row more than shown tells whether there are more.
        let limited = LogicalPlan.limit(
            Limit(
                show.child, count: .literal(.integer(Int64(max(show.rowCount, 0)) + 1), .integer)))
        return ShowOperator(try plan(limited), show: show)
    }
}

extension LogicalPlan {
    /// The plan below nodes that only name things.
    var withoutNames: LogicalPlan {
        switch self {
        case .subqueryAlias(let node): node.child.withoutNames
        case .planID(let child, _), .located(let child, _): child.withoutNames
        default: self
        }
    }
}
