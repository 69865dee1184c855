import Columnar

extension Expression {
    /// The expressions directly below this one (plans of subqueries not included).
    package var children: [Expression] {
        switch self {
        case .literal, .attribute, .unresolvedAttribute, .unresolvedStar, .unresolvedStarExcept, .unresolvedRegex: []
        case .unresolvedFunction(let call):
            call.arguments + (call.filter.map { [$0] } ?? []) + call.orderWithinGroup.map(\.expression)
        case .unresolvedExtract(let child, let extraction, _): [child, extraction]
        case .lambda(_, let body): [body]
        case .namedArgument(_, let value): [value]
        case .unresolvedSubquery(let subquery):
            if case .contains(let values) = subquery.kind { values } else { [] }
        case .alias(let alias): [alias.child]
        case .cast(let cast): [cast.child]
        case .and(let a, let b), .or(let a, let b): [a, b]
        case .caseWhen(let branches, let otherwise):
            branches.flatMap { [$0.condition, $0.value] } + (otherwise.map { [$0] } ?? [])
        case .coalesce(let values): values
        case .sortOrder(let order): [order.expression]
        case .window(let window): [window.function] + window.partitionBy + window.orderBy.map(\.expression)
        case .call(let call): call.arguments
        case .higherOrder(let call): call.arguments + call.lambdas.map(\.body)
        case .aggregate(let call): call.arguments + (call.filter.map { [$0] } ?? [])
        case .windowFunction(let call): call.arguments
        case .generator(let call): call.arguments
        case .pythonUDF(let call): call.arguments
        case .subquery(let subquery):
            if case .contains(let values) = subquery.kind { values } else { [] }
        }
    }

    /// The same node over other children, each made from the old one by `change`.
    package func mapChildren(_ change: (Expression) throws -> Expression) rethrows -> Expression {
        switch self {
        case .literal, .attribute, .unresolvedAttribute, .unresolvedStar, .unresolvedStarExcept, .unresolvedRegex:
            return self
        case .unresolvedFunction(var call):
            call.arguments = try call.arguments.map(change)
            call.filter = try call.filter.map(change)
            call.orderWithinGroup = try call.orderWithinGroup.map { try $0.mapExpression(change) }
            return .unresolvedFunction(call)
        case .unresolvedExtract(let child, let extraction, let origin):
            return .unresolvedExtract(child: try change(child), extraction: try change(extraction), origin: origin)
        case .lambda(let parameters, let body): return .lambda(parameters: parameters, body: try change(body))
        case .namedArgument(let name, let value): return .namedArgument(name: name, value: try change(value))
        case .unresolvedSubquery(var subquery):
            if case .contains(let values) = subquery.kind { subquery.kind = .contains(try values.map(change)) }
            return .unresolvedSubquery(subquery)
        case .alias(var alias):
            alias.child = try change(alias.child)
            return .alias(alias)
        case .cast(var cast):
            cast.child = try change(cast.child)
            return .cast(cast)
        case .and(let a, let b): return .and(try change(a), try change(b))
        case .or(let a, let b): return .or(try change(a), try change(b))
        case .caseWhen(let branches, let otherwise):
            return .caseWhen(
                branches: try branches.map { CaseBranch(when: try change($0.condition), then: try change($0.value)) },
                otherwise: try otherwise.map(change))
        case .coalesce(let values): return .coalesce(try values.map(change))
        case .sortOrder(let order): return .sortOrder(try order.mapExpression(change))
        case .window(var window):
            window.function = try change(window.function)
            window.partitionBy = try window.partitionBy.map(change)
            window.orderBy = try window.orderBy.map { try $0.mapExpression(change) }
            return .window(window)
        case .call(var call):
            call.arguments = try call.arguments.map(change)
            return .call(call)
        case .higherOrder(var call):
            call.arguments = try call.arguments.map(change)
            call.lambdas = try call.lambdas.map { LambdaFunction($0.parameters, try change($0.body)) }
            return .higherOrder(call)
        case .aggregate(var call):
            call.arguments = try call.arguments.map(change)
            call.filter = try call.filter.map(change)
            return .aggregate(call)
        case .windowFunction(var call):
            call.arguments = try call.arguments.map(change)
            return .windowFunction(call)
        case .generator(var call):
            call.arguments = try call.arguments.map(change)
            return .generator(call)
        case .pythonUDF(var call):
            call.arguments = try call.arguments.map(change)
            return .pythonUDF(call)
        case .subquery(var subquery):
            if case .contains(let values) = subquery.kind { subquery.kind = .contains(try values.map(change)) }
            return .subquery(subquery)
        }
    }

    /// Rewrites the tree from the leaves up.
    package func transformUp(_ change: (Expression) throws -> Expression) rethrows -> Expression {
        try change(try mapChildren { try $0.transformUp(change) })
    }

    /// Whether this expression or one below it passes the test.
    package func contains(_ test: (Expression) -> Bool) -> Bool {
        test(self) || children.contains { $0.contains(test) }
    }

    /// The ids of the columns that the expression reads.
    package var references: Set<AttributeID> {
        var ids = Set<AttributeID>()
        collectReferences(into: &ids)
        return ids
    }

    package func collectReferences(into ids: inout Set<AttributeID>) {
        if case .attribute(let attribute) = self { ids.insert(attribute.id) }
        if case .higherOrder(let call) = self {
            for argument in call.arguments { argument.collectReferences(into: &ids) }
            ids.formUnion(call.captured)
            return
        }
        if case .subquery(let subquery) = self { ids.formUnion(subquery.outerReferences.map(\.id)) }
        for child in children { child.collectReferences(into: &ids) }
    }

    /// Replaces columns by expressions.
    package func replacing(_ replacements: [AttributeID: Expression]) -> Expression {
        if replacements.isEmpty { return self }
        return transformUp {
            if case .attribute(let attribute) = $0, let replacement = replacements[attribute.id] { return replacement }
            return $0
        }
    }

    /// The parts of a chain of ANDs.
    package var conjuncts: [Expression] {
        if case .and(let a, let b) = self { return a.conjuncts + b.conjuncts }
        return [self]
    }

    /// The AND of all parts; `nil` for none.
    package static func conjunction(_ parts: [Expression]) -> Expression? {
        parts.first.map { first in parts.dropFirst().reduce(first) { .and($0, $1) } }
    }

    /// The expression below any aliases.
    package var withoutAlias: Expression {
        if case .alias(let alias) = self { alias.child.withoutAlias } else { self }
    }
}

extension SortOrder {
    package func mapExpression(_ change: (Expression) throws -> Expression) rethrows -> SortOrder {
        SortOrder(try change(expression), ascending: ascending, nullsFirst: nullsFirst)
    }
}
