import Functions

/// Merges a projection into the one below or into the aggregation above, and drops one that changes nothing.
package struct CollapseProjections: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            if case .aggregate(let aggregate) = node, case .project(let lower) = aggregate.child {
                return merge(aggregate, lower).map { .aggregate($0) } ?? node
            }
            guard case .project(let upper) = node else { return node }
            if case .project(let lower) = upper.child, let merged = merge(upper, lower) {
                return withoutIdentity(merged)
            }
            return withoutIdentity(upper)
        }
    }

    private func merge(_ upper: Project, _ lower: Project) -> Project? {
        var definitions: [AttributeID: Expression] = [:]
        for entry in lower.expressions {
            if let id = entry.outputAttribute?.id { definitions[id] = entry.withoutAlias }
        }
        // What costs something or gives another value each time must not be computed twice.
        var uses: [AttributeID: Int] = [:]
        for expression in upper.expressions { countUses(expression, &uses) }
        for (id, count) in uses where count > 1 {
            guard let definition = definitions[id] else { return nil }
            switch definition {
            case .attribute, .literal: continue
            default: return nil
            }
        }
        for (id, definition) in definitions where !definition.isDeterministic || definition.contains(\.isPythonUDF) {
            // Moving a Python call under a CASE or another expression would change when it runs.
            if uses[id] != nil { return nil }
        }
        let expressions = upper.expressions.map { entry -> Expression in
            switch entry {
            case .attribute(let attribute):
                guard let definition = definitions[attribute.id] else { return entry }
                if case .attribute(let source) = definition, source.id == attribute.id { return definition }
                return .alias(
                    Alias(definition, attribute.name, metadata: attribute.metadata, id: attribute.id))
            case .alias(var alias):
                alias.child = alias.child.replacing(definitions)
                return .alias(alias)
            default: return entry.replacing(definitions)
            }
        }
        return Project(lower.child, expressions)
    }

    /// An aggregation over what the projection computed; it evaluates equal expressions once.
    private func merge(_ aggregate: Aggregate, _ lower: Project) -> Aggregate? {
        var definitions: [AttributeID: Expression] = [:]
        for entry in lower.expressions {
            guard entry.isMovable, !entry.contains(\.isSubquery), let id = entry.outputAttribute?.id else { return nil }
            definitions[id] = entry.withoutAlias
        }
        var result = aggregate
        var keys = Set<AttributeID>()
        result.groupBy = aggregate.groupBy.map { entry in
            guard let column = entry.outputAttribute else { return entry.replacing(definitions) }
            keys.insert(column.id)
            let definition = entry.withoutAlias.replacing(definitions)
            if case .attribute(let source) = definition, source.id == column.id { return definition }
            return .alias(Alias(definition, column.name, metadata: column.metadata, id: column.id))
        }
        result.aggregates = aggregate.aggregates.map { entry in
            if case .attribute(let column) = entry.withoutAlias, keys.contains(column.id) { return entry }
            return entry.mapNamed { $0.replacing(definitions) }
        }
        result.child = lower.child
        return result
    }

    private func countUses(_ expression: Expression, _ uses: inout [AttributeID: Int]) {
        if case .attribute(let attribute) = expression { uses[attribute.id, default: 0] += 1 }
        for child in expression.children { countUses(child, &uses) }
    }

    private func withoutIdentity(_ project: Project) -> LogicalPlan {
        let output = project.child.output
        guard output.count == project.expressions.count else { return .project(project) }
        for (column, expression) in zip(output, project.expressions) {
            guard case .attribute(let attribute) = expression, attribute.id == column.id, attribute.name == column.name
            else { return .project(project) }
        }
        return project.child
    }
}
