extension Expression {
    /// Whether the condition is false or null for every row in which all of these columns are null.
    func rejectsNulls(of columns: Set<AttributeID>) -> Bool {
        switch self {
        case .and(let a, let b): return a.rejectsNulls(of: columns) || b.rejectsNulls(of: columns)
        case .or(let a, let b): return a.rejectsNulls(of: columns) && b.rejectsNulls(of: columns)
        case .call(let call):
            switch call.name {
            case "isnotnull": return call.arguments.first?.isNull(with: columns) ?? false
            case "not":
                if case .call(let inner)? = call.arguments.first, inner.name == "isnull" {
                    return inner.arguments.first?.isNull(with: columns) ?? false
                }
                return isNull(with: columns)
            default: return isNull(with: columns)
            }
        default: return isNull(with: columns)
        }
    }

    /// Whether the value is null in every row in which all of these columns are null.
    private func isNull(with columns: Set<AttributeID>) -> Bool {
        switch self {
        case .attribute(let attribute): return columns.contains(attribute.id)
        case .literal(let value, _): return value.isNull
        case .alias(let alias): return alias.child.isNull(with: columns)
        case .cast(let cast): return cast.child.isNull(with: columns)
        case .call(let call):
            if call.name == "in" { return call.arguments.first?.isNull(with: columns) ?? false }
            return Self.strictFunctions.contains(call.name) && call.arguments.contains { $0.isNull(with: columns) }
        default: return false
        }
    }

    /// Functions that are null when any argument is.
    private static let strictFunctions: Set<String> = [
        "=", "==", "<", "<=", ">", ">=", "!=", "<>", "not", "like", "ilike", "rlike", "+", "-", "*", "/", "%", "year",
        "month", "day", "substring", "upper", "lower", "trim", "length", "startswith", "endswith", "contains", "abs",
        "negative",
    ]
}
