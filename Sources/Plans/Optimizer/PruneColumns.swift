import Functions

/// Reads and carries only the columns that something above uses. A shared subplan keeps what any of its readers uses.
package struct PruneColumns: OptimizerRule {
    package var includesSubqueries: Bool { true }

    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        var pruning = Pruning()
        let pruned = pruning.wholly(plan)
        pruning.pruneShared()
        return pruning.withShared(pruned)
    }
}

/// One run of ``PruneColumns``.
private struct Pruning {
    /// Of each shared subplan: itself, and the columns that its readers use.
    private var shared: [AttributeID: (plan: LogicalPlan, needed: Set<AttributeID>)] = [:]
    private var prunedShared: [AttributeID: LogicalPlan] = [:]

    /// The plan, all of whose columns are used, and those of its subqueries.
    mutating func wholly(_ plan: LogicalPlan) -> LogicalPlan {
        let inner = plan.mapSubqueries { wholly($0) }
        return prune(inner, needed: Set(inner.output.map(\.id)))
    }

    /// Prunes shared subplans when all readers are known, outer ones before those within them.
    mutating func pruneShared() {
        var done: [AttributeID: Int] = [:]
        while let (id, entry) = shared.first(where: { done[$0.key] != $0.value.needed.count }) {
            done[id] = entry.needed.count
            prunedShared[id] = prune(entry.plan, needed: entry.needed)
        }
    }

    func withShared(_ plan: LogicalPlan) -> LogicalPlan {
        guard case .shared(var node) = plan else {
            return plan.mapChildren(withShared).mapOwnSubqueries(withShared)
        }
        node.plan = withShared(prunedShared[node.id] ?? node.plan)
        return .shared(node)
    }

    private mutating func prune(_ plan: LogicalPlan, needed: Set<AttributeID>) -> LogicalPlan {
        switch plan {
        case .scan(var scan):
            scan.output.removeAll { !needed.contains($0.id) }
            return .scan(scan)
        case .project(var project):
            project.expressions.removeAll { entry in
                guard let id = entry.outputAttribute?.id else { return false }
                return !needed.contains(id)
            }
            project.child = prune(project.child, needed: references(of: project.expressions))
            return .project(project)
        case .aggregate(var aggregate):
            aggregate.aggregates.removeAll { entry in
                guard let id = entry.outputAttribute?.id else { return false }
                return !needed.contains(id)
            }
            let below = references(of: aggregate.groupBy + aggregate.aggregates)
            aggregate.child = narrowed(aggregate.child, to: below)
            return .aggregate(aggregate)
        case .filter(var filter):
            var below = needed
            filter.condition.collectReferences(into: &below)
            filter.child = prune(filter.child, needed: below)
            return .filter(filter)
        case .sort(var sort):
            var below = needed
            for order in sort.order { order.expression.collectReferences(into: &below) }
            sort.child = narrowed(sort.child, to: below)
            return .sort(sort)
        case .join(var join):
            var below = needed
            if case .on(let condition) = join.condition { condition.collectReferences(into: &below) }
            join.left = narrowed(join.left, to: below)
            join.right = narrowed(join.right, to: below)
            return .join(join)
        case .setOperation(var operation):
            let keptPositions = operation.output.indices.filter { needed.contains(operation.output[$0].id) }
            operation.inputs = operation.inputs.map { input in
                let kept = keptPositions.map { input.output[$0] }
                let child = prune(input, needed: Set(kept.map(\.id)))
                return exactly(child, kept)
            }
            operation.output = keptPositions.map { operation.output[$0] }
            return .setOperation(operation)
        case .window(var window):
            window.expressions.removeAll { entry in
                guard let id = entry.outputAttribute?.id else { return false }
                return !needed.contains(id)
            }
            if window.expressions.isEmpty { return prune(window.child, needed: needed) }
            window.child = prune(window.child, needed: needed.union(references(of: window.expressions)))
            return .window(window)
        case .generate(var generate):
            generate.child = narrowed(generate.child, to: needed.union(generate.function.references))
            return .generate(generate)
        case .expand(var expand):
            let kept = expand.output.indices.filter { needed.contains(expand.output[$0].id) }
            expand.output = kept.map { expand.output[$0] }
            expand.projections = expand.projections.map { projection in kept.map { projection[$0] } }
            expand.child = narrowed(expand.child, to: references(of: expand.projections.flatMap { $0 }))
            return .expand(expand)
        case .collectMetrics(var metrics):
            metrics.child = prune(metrics.child, needed: needed.union(references(of: metrics.metrics)))
            return .collectMetrics(metrics)
        case .shared(var node):
            let kept = node.output.indices.filter { needed.contains(node.output[$0].id) }
            node.output = kept.map { node.output[$0] }
            node.columns = kept.map { node.columns[$0] }
            let known = shared[node.id]
            shared[node.id] = (known?.plan ?? node.plan, (known?.needed ?? []).union(node.columns))
            return .shared(node)
        case .limit, .sample, .hint:
            return plan.mapChildren { prune($0, needed: needed) }
        case .repartition(var repartition):
            let own = references(of: plan.expressions)
            repartition.child = prune(repartition.child, needed: needed.union(own))
            return .repartition(repartition)
        default:
            // The rest (distinct, deduplicate, show, …) depends on every column of its input.
            return plan.mapChildren { prune($0, needed: Set($0.output.map(\.id))) }
        }
    }

    private func references(of expressions: [Expression]) -> Set<AttributeID> {
        expressions.reduce(into: []) { $1.collectReferences(into: &$0) }
    }

    /// Prunes, and drops columns still in the way with a projection, where the operator above would copy them.
    private mutating func narrowed(_ plan: LogicalPlan, to needed: Set<AttributeID>) -> LogicalPlan {
        let pruned = prune(plan, needed: needed)
        let output = pruned.output
        let kept = output.filter { needed.contains($0.id) }
        return kept.count == output.count ? pruned : exactly(pruned, kept)
    }

    private func exactly(_ plan: LogicalPlan, _ columns: [Attribute]) -> LogicalPlan {
        let output = plan.output
        if output.count == columns.count, zip(output, columns).allSatisfy({ $0.id == $1.id }) { return plan }
        return .project(Project(plan, columns.map { .attribute($0) }))
    }
}
