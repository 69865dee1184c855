import Columnar
import Functions
import Plans

/// Turns resolved expressions into ones bound to an input's column positions. Equal subexpressions become one object,
/// evaluated once a batch.
struct ExpressionBinder {
    private let positions: [AttributeID: Int]
    private let input: [Attribute]
    private var known: [(expression: Expression, bound: PhysicalExpression)] = []
    private var sharedSlots = 0
    private let subquery: (ResolvedSubquery, inout ExpressionBinder) throws -> PhysicalExpression

    init(
        _ input: [Attribute],
        subquery: @escaping (ResolvedSubquery, inout ExpressionBinder) throws -> PhysicalExpression
    ) {
        self.input = input
        self.subquery = subquery
        positions = Dictionary(input.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
    }

    mutating func bind(_ expression: Expression) throws -> PhysicalExpression {
        switch expression {
        case .alias(let alias): return try bind(alias.child)
        case .attribute(let attribute):
            guard let position = positions[attribute.id] else {
                let there = input.map { "\($0.name)#\($0.id.number)" }.joined(separator: ", ")
                throw PyriteError.internalError(
                    "column \(attribute.name)#\(attribute.id.number) is not among the input's columns [\(there)]")
            }
            return ColumnReference(index: position, type: input[position].type)
        case .literal(let value, let type): return ConstantExpression(value, type: type)
        default: break
        }
        let isShareable = expression.isDeterministic
        if isShareable, let match = known.first(where: { $0.expression.isSame(as: expression) }) {
            if match.bound.sharedSlot == nil {
                match.bound.sharedSlot = sharedSlots
                sharedSlots += 1
            }
            return match.bound
        }
        let bound = try make(expression)
        if isShareable { known.append((expression, bound)) }
        return bound
    }

    private mutating func make(_ expression: Expression) throws -> PhysicalExpression {
        switch expression {
        case .cast(let cast):
            return CastExpression(
                try bind(cast.child), to: cast.type, mode: cast.mode ?? .ansi, origin: cast.origin?.context)
        case .and(let left, let right):
            return ConnectiveExpression(try bind(left), try bind(right), isAnd: true)
        case .or(let left, let right):
            return ConnectiveExpression(try bind(left), try bind(right), isAnd: false)
        case .caseWhen(let branches, let otherwise):
            let bound = try branches.map { (condition: try bind($0.condition), value: try bind($0.value)) }
            let rest = try otherwise.map { try bind($0) } ?? ConstantExpression(.null, type: expression.dataType)
            return CaseExpression(branches: bound, otherwise: rest)
        case .coalesce(let values): return CoalesceExpression(try values.map { try bind($0) })
        case .sortOrder(let order): return try bind(order.expression)
        case .call(let call):
            return CallExpression(
                name: call.name, arguments: try call.arguments.map { try bind($0) }, binding: call.binding,
                origin: call.origin?.context)
        case .higherOrder(let call): return try bind(call)
        case .pythonUDF(let call):
            let arguments = try call.arguments.map { try bind($0) }
            if let program = call.translation {
                return TranslatedPythonExpression(program, command: call.command, arguments: arguments)
            }
            return PythonCallExpression(command: call.command, arguments: arguments, type: call.resultType)
        case .subquery(let query): return try subquery(query, &self)
        default: throw PyriteError.internalError("cannot evaluate \(expression.caseName)")
        }
    }

    /// Each body is bound to the columns it captures, followed by its parameters.
    private mutating func bind(_ call: HigherOrderCall) throws -> PhysicalExpression {
        let lambdas = try call.lambdas.map { lambda -> BoundLambda in
            var references = Set<AttributeID>()
            lambda.body.collectReferences(into: &references)
            references.subtract(lambda.parameters.map(\.id))
            let captured = input.filter { references.contains($0.id) }
            var inner = ExpressionBinder(captured + lambda.parameters, subquery: subquery)
            return BoundLambda(
                captured: captured.compactMap { positions[$0.id] }, body: try inner.bind(lambda.body))
        }
        return HigherOrderExpression(
            arguments: try call.arguments.map { try bind($0) }, lambdas: lambdas, call: call)
    }
}

extension PythonUDFCall {
    /// The function without Python; `nil` when it cannot be computed exactly so.
    var translation: PythonProgram? {
        PythonProgram.of(command: command, argumentTypes: arguments.map(\.dataType), resultType: resultType)
    }
}

extension Expression {
    /// What kind of node it is, for messages about plans that should not have come here.
    var caseName: String {
        switch self {
        case .unresolvedAttribute(let attribute): "unresolved column \(attribute.nameParts.joined(separator: "."))"
        case .unresolvedStar, .unresolvedStarExcept: "an unresolved star"
        case .unresolvedRegex: "an unresolved column pattern"
        case .unresolvedFunction(let call): "unresolved function \(call.nameParts.joined(separator: "."))"
        case .unresolvedExtract: "an unresolved extraction"
        case .lambda: "a lambda function outside a higher-order function"
        case .namedArgument(let name, _): "named argument \(name)"
        case .unresolvedSubquery: "an unresolved subquery"
        case .window: "a window expression outside a window operator"
        case .aggregate(let call): "aggregate \(call.name) outside an aggregation"
        case .windowFunction(let call): "window function \(call.name) outside a window operator"
        case .generator(let call): "generator \(call.name) outside a generate operator"
        default: "expression"
        }
    }
}
