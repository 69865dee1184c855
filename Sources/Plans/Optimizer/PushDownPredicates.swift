import Columnar
import Functions

/// Moves each part of a filter's condition as near to the data as it can go: through projections, sorts, unions,
/// aggregations and windows (parts on keys only) and into the sides of joins.
package struct PushDownPredicates: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        push([], into: plan)
    }

    /// The plan with all `conditions` applied to its rows.
    private func push(_ conditions: [Expression], into plan: LogicalPlan) -> LogicalPlan {
        switch plan {
        case .filter(let filter):
            let parts = filter.condition.conjuncts
            // Parts keep their order: an earlier one may shield a later one from an error.
            return push(parts + conditions, into: filter.child)
        case .project(var project):
            let replacements = Dictionary(
                project.expressions.compactMap { entry in entry.outputAttribute.map { ($0.id, entry.withoutAlias) } },
                uniquingKeysWith: { first, _ in first })
            let (movable, staying) = split(conditions) { condition in
                condition.references.allSatisfy { id in
                    replacements[id].map { $0.isDeterministic && !$0.contains(\.isPythonUDF) } ?? false
                }
            }
            project.child = push(movable.map { $0.replacing(replacements) }, into: project.child)
            return filtered(.project(project), by: staying)
        case .aggregate(var aggregate):
            let keys = Dictionary(
                aggregate.groupBy.compactMap { entry in entry.outputAttribute.map { ($0.id, entry.withoutAlias) } },
                uniquingKeysWith: { first, _ in first })
            let (movable, staying) = split(conditions) { condition in
                !aggregate.groupBy.isEmpty && !condition.references.isEmpty
                    && condition.references.allSatisfy { keys[$0]?.isDeterministic ?? false }
            }
            aggregate.child = push(movable.map { $0.replacing(keys) }, into: aggregate.child)
            return filtered(.aggregate(aggregate), by: staying)
        case .setOperation(var operation):
            let output = operation.output
            // A subquery would run once for each input.
            let (movable, staying) = split(conditions) { !$0.contains(\.isSubquery) }
            operation.inputs = operation.inputs.map { input in
                let columns = Dictionary(
                    zip(output, input.output).map { ($0.id, Expression.attribute($1)) },
                    uniquingKeysWith: { first, _ in first })
                return push(movable.map { $0.replacing(columns) }, into: input)
            }
            return filtered(.setOperation(operation), by: staying)
        case .window(var window):
            // Rows of other partitions change nothing in a partition's values.
            let keys = window.commonKeys
            let (movable, staying) = split(conditions) { condition in
                !condition.references.isEmpty && condition.references.isSubset(of: keys)
            }
            window.child = push(movable, into: window.child)
            return filtered(.window(window), by: staying)
        case .generate(var generate):
            let made = Set(generate.output.map(\.id))
            let (movable, staying) = split(conditions) {
                !$0.references.isEmpty && $0.references.isDisjoint(with: made)
            }
            generate.child = push(movable, into: generate.child)
            return filtered(.generate(generate), by: staying)
        case .join(let join): return push(conditions, intoJoin: join)
        case .sort, .distinct, .subqueryAlias, .repartition, .hint:
            let (movable, staying) = split(conditions) { _ in true }
            return filtered(plan.mapChildren { push(movable, into: $0) }, by: staying)
        default:
            return filtered(plan.mapChildren { push([], into: $0) }, by: conditions)
        }
    }

    private func push(_ conditions: [Expression], intoJoin original: Join) -> LogicalPlan {
        var join = original.withoutNeedlessNulls(conditions)
        let leftIDs = Set(join.left.output.map(\.id))
        let rightIDs = Set(join.right.output.map(\.id))
        var toLeft: [Expression] = []
        var toRight: [Expression] = []
        var both: [Expression] = []
        var above: [Expression] = []
        for condition in conditions {
            let references = condition.references
            if !condition.isMovable || references.isEmpty {
                above.append(condition)
            } else if references.isSubset(of: leftIDs), join.kind != .right, join.kind != .full {
                toLeft.append(condition)
            } else if references.isSubset(of: rightIDs),
                join.kind == .inner || join.kind == .cross || join.kind == .right
            {
                toRight.append(condition)
            } else if join.kind == .inner || join.kind == .cross {
                both.append(condition)
            } else {
                above.append(condition)
            }
        }
        var kept: [Expression] = []
        if case .on(let on) = join.condition {
            for part in on.conjuncts {
                let references = part.references
                let movable = part.isMovable && !references.isEmpty
                if movable, references.isSubset(of: leftIDs), [.inner, .cross, .right, .leftSemi].contains(join.kind) {
                    toLeft.append(part)
                } else if movable, references.isSubset(of: rightIDs),
                    [.inner, .cross, .left, .leftSemi, .leftAnti].contains(join.kind)
                {
                    toRight.append(part)
                } else {
                    kept.append(part)
                }
            }
        }
        if !both.isEmpty && join.kind == .cross { join.kind = .inner }
        join.condition = Expression.conjunction(kept + both).map { .on($0) } ?? .none
        join.left = push(toLeft, into: join.left)
        join.right = push(toRight, into: join.right)
        return filtered(.join(join), by: above)
    }

    private func split(
        _ conditions: [Expression], _ test: (Expression) -> Bool
    ) -> (movable: [Expression], staying: [Expression]) {
        var movable: [Expression] = []
        var staying: [Expression] = []
        for condition in conditions {
            if condition.isMovable, test(condition) { movable.append(condition) } else { staying.append(condition) }
        }
        return (movable, staying)
    }

    private func filtered(_ plan: LogicalPlan, by conditions: [Expression]) -> LogicalPlan {
        Expression.conjunction(conditions).map { .filter(Filter(plan, $0)) } ?? plan
    }
}

extension WindowOperator {
    /// The columns by which all functions cut their partitions.
    fileprivate var commonKeys: Set<AttributeID> {
        var common: Set<AttributeID>?
        for entry in expressions {
            guard case .window(let window) = entry.withoutAlias else { return [] }
            let own = Set(
                window.partitionBy.compactMap { if case .attribute(let column) = $0 { column.id } else { nil } })
            common = common?.intersection(own) ?? own
        }
        return common ?? []
    }
}

extension Join {
    /// A weaker outer join, or an inner one, when the conditions above drop the rows that the join fills with nulls.
    fileprivate func withoutNeedlessNulls(_ conditions: [Expression]) -> Join {
        guard kind == .left || kind == .right || kind == .full, !conditions.isEmpty else { return self }
        let leftIDs = Set(left.output.map(\.id))
        let rightIDs = Set(right.output.map(\.id))
        let needsLeft = conditions.contains { $0.rejectsNulls(of: leftIDs) }
        let needsRight = conditions.contains { $0.rejectsNulls(of: rightIDs) }
        var join = self
        switch (kind, needsLeft, needsRight) {
        case (.left, _, true), (.right, true, _), (.full, true, true): join.kind = .inner
        case (.full, true, false): join.kind = .left
        case (.full, false, true): join.kind = .right
        default: break
        }
        return join
    }
}

extension Expression {
    var isPythonUDF: Bool { if case .pythonUDF = self { true } else { false } }
    var isSubquery: Bool { if case .subquery = self { true } else { false } }
}
