import Columnar
import Functions
import Plans

extension PhysicalPlanner {
    /// Metrics as one global aggregation beside the rows, and expressions over its results.
    func planCollectMetrics(_ node: CollectMetrics, _ required: Set<AttributeID>?) throws -> PhysicalOperator {
        let child = try plan(node.child, required: with(required, node.metrics))
        var binder = self.binder(child.output)
        var calls: [(call: AggregateCall, attribute: Attribute)] = []
        func rewrite(_ expression: Expression) throws -> Expression {
            guard case .aggregate(let call) = expression else { return try expression.mapChildren(rewrite) }
            if let known = calls.first(where: { Expression.aggregate($0.call).isSame(as: expression) }) {
                return .attribute(known.attribute)
            }
            let attribute = Attribute(call.name, call.binding.resultType, nullable: call.binding.nullable)
            calls.append((call, attribute))
            return .attribute(attribute)
        }
        let rewritten = try node.metrics.map { metric in
            (name: metric.outputAttribute?.name ?? metric.planText, expression: try rewrite(metric.withoutAlias))
        }
        let specifications = try calls.map { call, _ in
            AggregateSpecification(
                name: call.name, arguments: try call.arguments.map { try binder.bind($0) }, binding: call.binding,
                isDistinct: call.isDistinct, filter: try call.filter.map { try binder.bind($0) },
                origin: call.origin?.context)
        }
        var over = self.binder(calls.map(\.attribute))
        return CollectMetricsOperator(
            child, name: node.name, specifications: specifications,
            results: try rewritten.map { (name: $0.name, expression: try over.bind($0.expression)) })
    }

    /// The operator that adds the results of iterator UDFs to the child's rows, and the expressions with those calls
    /// replaced by columns; the same child and expressions when there are none.
    func extractIterators(
        _ expressions: [Expression], over child: PhysicalOperator
    ) throws -> (child: PhysicalOperator, expressions: [Expression]) {
        guard expressions.contains(where: { $0.contains(\.isIteratorUDF) }) else { return (child, expressions) }
        var binder = self.binder(child.output)
        var calls: [PythonIteratorOperator.Call] = []
        var known: [(expression: Expression, attribute: Attribute)] = []
        func rewrite(_ expression: Expression) throws -> Expression {
            guard case .pythonUDF(let call) = expression, expression.isIteratorUDF else {
                return try expression.mapChildren(rewrite)
            }
            if let same = known.first(where: { $0.expression.isSame(as: expression) }) {
                return .attribute(same.attribute)
            }
            // An iterator UDF over another one calls that one for each batch.
            calls.append(
                PythonIteratorOperator.Call(
                    command: call.command, arguments: try call.arguments.map { try binder.bind($0) },
                    type: call.resultType))
            let attribute = Attribute(call.name, call.resultType, nullable: true)
            known.append((expression, attribute))
            return .attribute(attribute)
        }
        let rewritten = try expressions.map { expression -> Expression in
            if case .alias(var alias) = expression {
                alias.child = try rewrite(alias.child)
                return .alias(alias)
            }
            return try rewrite(expression)
        }
        let added = PythonIteratorOperator(
            child, calls: calls, output: child.output + known.map(\.attribute),
            text: Expression.list(known.map(\.expression)))
        return (added, rewritten)
    }
}

extension Expression {
    /// A call of a function that takes an iterator over the batches of a partition, in PySpark's numbering.
    var isIteratorUDF: Bool {
        guard case .pythonUDF(let call) = self else { return false }
        return call.evalType == PythonEvaluation.pandasIterator || call.evalType == PythonEvaluation.arrowIterator
    }
}
