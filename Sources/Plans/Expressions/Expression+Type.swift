import Columnar
import Functions

extension Expression {
    /// The type of a resolved expression; `.null` for one that is not resolved.
    package var dataType: DataType {
        switch self {
        case .literal(_, let type): type
        case .alias(let alias): alias.child.dataType
        case .cast(let cast): cast.type
        case .and, .or: .boolean
        case .caseWhen(let branches, let otherwise): branches.first?.value.dataType ?? otherwise?.dataType ?? .null
        case .coalesce(let values): values.first?.dataType ?? .null
        case .sortOrder(let order): order.expression.dataType
        case .window(let window): window.function.dataType
        case .attribute(let attribute): attribute.type
        case .call(let call): call.binding.resultType
        case .higherOrder(let call): call.binding.resultType
        case .aggregate(let call): call.binding.resultType
        case .windowFunction(let call): call.resultType
        case .generator: .null
        case .pythonUDF(let call): call.resultType
        case .subquery(let subquery):
            switch subquery.kind {
            case .scalar: subquery.plan.output.first?.type ?? .null
            case .exists, .contains: .boolean
            }
        case .unresolvedAttribute, .unresolvedStar, .unresolvedStarExcept, .unresolvedRegex, .unresolvedFunction,
            .unresolvedExtract, .lambda,
            .namedArgument, .unresolvedSubquery:
            .null
        }
    }

    /// Whether a resolved expression may be null for some row.
    package var nullable: Bool {
        switch self {
        case .literal(let value, _): value.isNull
        case .alias(let alias): alias.child.nullable
        case .cast(let cast):
            cast.child.nullable
                || Functions.Cast.givesNull(from: cast.child.dataType, to: cast.type, mode: cast.mode ?? .ansi)
        case .and(let a, let b), .or(let a, let b): a.nullable || b.nullable
        case .caseWhen(let branches, let otherwise):
            otherwise?.nullable ?? true || branches.contains { $0.value.nullable }
        case .coalesce(let values): values.allSatisfy(\.nullable)
        case .sortOrder(let order): order.expression.nullable
        case .window(let window): window.function.nullable
        case .attribute(let attribute): attribute.nullable
        case .call(let call): call.binding.nullable
        case .higherOrder(let call): call.binding.nullable
        case .aggregate(let call): call.binding.nullable
        case .windowFunction(let call): call.nullable
        case .subquery(let subquery): if case .exists = subquery.kind { false } else { true }
        default: true
        }
    }

    /// The column that a projection of this expression gives; `nil` when it has no identity.
    package var outputAttribute: Attribute? {
        switch self {
        case .attribute(let attribute): attribute
        case .alias(let alias):
            alias.id.map {
                Attribute(
                    id: $0, alias.name, alias.child.dataType, nullable: alias.child.nullable,
                    metadata: alias.metadata ?? alias.child.inheritedMetadata)
            }
        default: nil
        }
    }

    private var inheritedMetadata: String? {
        if case .attribute(let attribute) = self { attribute.metadata } else { nil }
    }

    /// Whether the expression gives the same value whenever it is evaluated on the same row.
    package var isDeterministic: Bool {
        switch self {
        case .call(let call) where !call.binding.isDeterministic: false
        case .pythonUDF(let call) where !call.isDeterministic: false
        default: children.allSatisfy(\.isDeterministic)
        }
    }

    /// Whether evaluating the expression may raise an error for some row.
    package var canFail: Bool {
        switch self {
        case .call(let call) where call.binding.canFail: true
        case .higherOrder(let call) where call.binding.canFail: true
        case .cast(let cast) where cast.mode == .ansi && !cast.isWidening: true
        case .pythonUDF, .subquery: true
        default: children.contains(where: \.canFail)
        }
    }
}

extension Cast {
    /// Whether every value of the child's type has one in the target type: the cast neither fails nor gives null.
    package var isWidening: Bool {
        let from = child.dataType
        if from == type || from == .null { return true }
        switch (from, type) {
        case (.boolean, .string), (.date, .string), (.timestamp, .string), (.timestampNTZ, .string): return true
        case (.date, .timestamp), (.date, .timestampNTZ): return true
        case (_, .string): return from.isNumeric || from.isString
        case (_, .collated): return from.isString
        case (.decimal(let p, let s), .decimal(let q, let t)): return t >= s && q - t >= p - s
        case (_, .decimal(let q, let t)):
            guard from.isIntegral, case .decimal(let p, let s)? = from.asDecimal else { return false }
            return t >= s && q - t >= p - s
        case (.float, .double): return true
        default: return from.isIntegral && (type.isFloatingPoint || type.isIntegral) && from.width <= type.width
        }
    }
}

extension DataType {
    fileprivate var width: Int { physicalType.width }
}
