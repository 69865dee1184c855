import Columnar
import Plans

/// Columns as Spark's plans show them: `[a#1, b#2L]`.
func describe(_ attributes: [Attribute]) -> String {
    "[" + attributes.map(\.planText).joined(separator: ", ") + "]"
}

extension Attribute {
    var planText: String { "\(name)#\(id.number)\(type == .long ? "L" : "")" }
}

extension Expression {
    private static let infixOperators: Set<String> = [
        "+", "-", "*", "/", "%", "=", "==", "<=>", "<", "<=", ">", ">=", "!=", "<>", "&", "|", "^",
    ]

    /// The expression as Spark's plans show it.
    var planText: String {
        switch self {
        case .attribute(let attribute): return attribute.planText
        case .literal(let value, _): return Expression.text(of: value)
        case .alias(let alias):
            let id = alias.id.map { "#\($0.number)\(alias.child.dataType == .long ? "L" : "")" } ?? ""
            return "\(alias.child.planText) AS \(alias.name)\(id)"
        case .cast(let cast): return "cast(\(cast.child.planText) as \(cast.type.simpleString))"
        case .and(let left, let right): return "(\(left.planText) AND \(right.planText))"
        case .or(let left, let right): return "(\(left.planText) OR \(right.planText))"
        case .caseWhen(let branches, let otherwise):
            let parts = branches.map { "WHEN \($0.condition.planText) THEN \($0.value.planText)" }
            return (["CASE"] + parts + (otherwise.map { ["ELSE \($0.planText)"] } ?? []) + ["END"])
                .joined(separator: " ")
        case .coalesce(let values): return "coalesce(\(Expression.list(values)))"
        case .sortOrder(let order): return order.planText
        case .call(let call):
            if Expression.infixOperators.contains(call.name), call.arguments.count == 2 {
                return "(\(call.arguments[0].planText) \(call.name) \(call.arguments[1].planText))"
            }
            return "\(call.name)(\(Expression.list(call.arguments)))"
        case .higherOrder(let call):
            let lambdas = call.lambdas.map { lambda in
                let parameters = lambda.parameters.map { ", lambda \($0.planText)" }.joined()
                return "lambdafunction(\(lambda.body.planText)\(parameters))"
            }
            return "\(call.name)(\((call.arguments.map(\.planText) + lambdas).joined(separator: ", ")))"
        case .aggregate(let call):
            let filter = call.filter.map { " FILTER (WHERE \($0.planText))" } ?? ""
            return "\(call.name)(\(call.isDistinct ? "distinct " : "")\(Expression.list(call.arguments)))\(filter)"
        case .pythonUDF(let call):
            // A function that is computed without Python says so.
            let text = "\(call.name)(\(Expression.list(call.arguments)))"
            return call.translation == nil ? text : "native(\(text))"
        case .windowFunction(let call): return "\(call.name)(\(Expression.list(call.arguments)))"
        case .generator(let call): return "\(call.name)(\(Expression.list(call.arguments)))"
        case .window(let window): return "\(window.function.planText) windowspecdefinition(…)"
        case .subquery(let query):
            if case .exists = query.kind { return "exists#" }
            if case .contains(let values) = query.kind { return "(\(Expression.list(values)) IN subquery)" }
            return "scalar-subquery"
        default: return caseName
        }
    }

    static func list(_ expressions: [Expression]) -> String {
        expressions.map(\.planText).joined(separator: ", ")
    }

    private static func text(of value: Value) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return "\(number)"
        case .float(let number): return "\(number)"
        case .double(let number): return "\(number)"
        case .string(let text): return text
        case .decimal(let unscaled): return "\(unscaled)"
        case .binary, .array, .map, .structure: return "…"
        }
    }
}

extension SortOrder {
    var planText: String {
        "\(expression.planText) \(ascending ? "ASC" : "DESC") NULLS \(nullsFirst ? "FIRST" : "LAST")"
    }
}
