import Columnar
import Plans

extension PhysicalPlanner {
    /// An aggregation of keys and function calls, and a projection of the SELECT list over its output.
    func planAggregate(_ aggregate: Aggregate) throws -> PhysicalOperator {
        if case .plain = aggregate.grouping {
        } else {
            throw PyriteError.internalError("grouping sets reached execution unexpanded")
        }
        var references = Set<AttributeID>()
        for expression in aggregate.groupBy + aggregate.aggregates {
            expression.collectReferences(into: &references)
        }
        var keys: [(expression: Expression, attribute: Attribute)] = []
        for expression in aggregate.groupBy {
            let attribute =
                expression.outputAttribute
                ?? Attribute("_groupingexpression", expression.dataType, nullable: expression.nullable)
            keys.append((expression.withoutAlias, attribute))
        }
        var calls: [(call: AggregateCall, attribute: Attribute)] = []

        func rewrite(_ expression: Expression) throws -> Expression {
            if case .alias(var alias) = expression {
                alias.child = try rewrite(alias.child)
                return .alias(alias)
            }
            if let key = keys.first(where: { $0.expression.isSame(as: expression) }) {
                return .attribute(key.attribute)
            }
            guard case .aggregate(let call) = expression else { return try expression.mapChildren(rewrite) }
            if let known = calls.first(where: { Expression.aggregate($0.call).isSame(as: expression) }) {
                return .attribute(known.attribute)
            }
            let attribute = Attribute(call.name, call.binding.resultType, nullable: call.binding.nullable)
            calls.append((call, attribute))
            return .attribute(attribute)
        }
        let selected = try aggregate.aggregates.map(rewrite)
        if let answered = try planFromMetadata(aggregate, calls) { return try planProjection(selected, over: answered) }

        let child = try plan(aggregate.child, required: references)
        var binder = self.binder(child.output)
        let specifications = try calls.map { call, _ in
            AggregateSpecification(
                name: call.name, arguments: try call.arguments.map { try binder.bind($0) }, binding: call.binding,
                isDistinct: call.isDistinct, filter: try call.filter.map { try binder.bind($0) },
                origin: call.origin?.context)
        }
        let hashed = HashAggregateOperator(
            child, keys: try keys.map { try binder.bind($0.expression) }, specifications: specifications,
            output: keys.map(\.attribute) + calls.map(\.attribute),
            keyText: keys.map { $0.expression.planText }.joined(separator: ", "),
            functionText: calls.map { Expression.aggregate($0.call).planText })
        return try planProjection(selected, over: hashed)
    }
}
