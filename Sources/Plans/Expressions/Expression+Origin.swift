/// Where expressions stand in the query text.
extension Expression {
    /// The part of the query text that is blamed for what is wrong with the expression; `nil` for kinds that carry none.
    package var origin: Origin? {
        switch self {
        case .unresolvedAttribute(let attribute): attribute.origin
        case .unresolvedFunction(let call): call.origin
        case .unresolvedExtract(_, _, let origin): origin
        case .unresolvedSubquery(let subquery): subquery.origin
        case .alias(let alias): alias.child.origin
        case .cast(let cast): cast.origin ?? cast.child.origin
        case .call(let call): call.origin
        case .higherOrder(let call): call.origin
        case .aggregate(let call): call.origin
        case .window(let window): window.function.origin
        default: nil
        }
    }
}
