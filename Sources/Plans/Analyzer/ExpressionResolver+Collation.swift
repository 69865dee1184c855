import Columnar
import Functions

/// Which collation a call works with, by Spark's precedence: one that COLLATE gives wins over those of columns, these
/// over that of literals.
///
/// Operators and search functions see keys (``Expression/collationKey``) instead of collated strings; so do sorts,
/// groups and joins. Nothing below the analyzer compares by a collation, but for functions that compare values of any
/// type one by one.
extension ExpressionResolver {
    /// Functions that compare by the collation, found by their arguments' keys.
    private static let comparing: Set<String> = ["=", "!=", "<", "<=", ">", ">=", "<=>", "in", "instr"]

    /// Functions that give strings of their arguments' collation.
    private static let giving: Set<String> = [
        "concat", "||", "concat_ws", "upper", "lower", "initcap", "substring", "left", "right", "trim", "ltrim",
        "rtrim", "btrim", "replace", "split_part", "substring_index", "translate", "reverse", "repeat", "lpad", "rpad",
        "overlay", "regexp_replace", "elt", "mask", "conv", "hex", "make_valid_utf8", "validate_utf8",
        "try_validate_utf8", "str_to_map", "sentences", "array_join",
    ]

    /// Functions whose string arguments must agree about a collation.
    private static let merging: Set<String> = comparing.union(giving).union([
        "contains", "startswith", "endswith", "locate", "find_in_set", "levenshtein", "array", "array_contains",
        "array_position", "array_remove", "greatest", "least", "coalesce", "if", "when", "case",
    ])

    /// Functions with a pattern as second argument, which letters match in either case.
    private static let matching: Set<String> = [
        "rlike", "regexp_replace", "regexp_count", "regexp_extract", "regexp_extract_all", "regexp_instr",
        "regexp_substr", "split",
    ]

    /// Those of them that give strings of the first argument's collation.
    private static let extracting: Set<String> = ["regexp_extract", "regexp_extract_all", "regexp_substr", "split"]

    /// Aggregate functions that count values which are equal by their collation once.
    private static let counting: Set<String> = [
        "approx_count_distinct", "hll_sketch_agg", "theta_sketch_agg", "tuple_sketch_agg_double",
    ]

    /// A call with collated strings among its arguments.
    func collatedCall(
        _ given: [Expression], _ call: UnresolvedFunction, _ function: String,
        _ bind: ([FunctionArgument]) throws -> ScalarBinding
    ) throws -> Expression {
        var arguments = given
        var result: Collation?
        var common: Collation?
        if Self.merging.contains(function) {
            common = try commonCollation(arguments, call)
            if let common {
                arguments = arguments.map {
                    $0.dataType.collation == nil
                        ? $0
                        : analyzer.coerced($0.withoutAlias, to: $0.dataType.collated(by: common), origin: call.origin)
                }
            }
            if Self.giving.contains(function) { result = common }
        }
        if Self.matching.contains(function), let subject = arguments[0].dataType.collation {
            if Self.extracting.contains(function) { result = subject }
            if subject.comparison == .lowerCase, arguments.count > 1 {
                let flag = Expression.literal(.string("(?i)"), .string)
                let plain = analyzer.coerced(arguments[1], to: .string, origin: call.origin)
                arguments[1] = try resolve(
                    .unresolvedFunction(UnresolvedFunction(["concat"], [flag, plain], origin: call.origin)))
            }
        }
        if let common, CollatedSearch.knows(function, common) {
            let plain = arguments.map(withoutCollation)
            if let search = CollatedSearch.binding(function, like: try bind(plain.map(describe)), common) {
                return collated(self.call(function, plain, call, search), result)
            }
        }
        if Self.comparing.contains(function) {
            if let type = TypeCoercion.comparisonType(arguments.map(\.dataType), isANSI: analyzer.isANSI) {
                arguments = arguments.map { analyzer.coerced($0.withoutAlias, to: type, origin: call.origin) }
            }
            arguments = arguments.map(\.collationKey)
        } else if result != nil {
            arguments = arguments.map(withoutCollation)
        }
        return collated(self.call(function, arguments, call, try bind(arguments.map(describe))), result)
    }

    private func call(
        _ function: String, _ arguments: [Expression], _ call: UnresolvedFunction, _ binding: ScalarBinding
    ) -> Expression {
        .call(
            ScalarCall(
                function, cast(arguments, to: binding.argumentTypes, for: call), binding: binding, origin: call.origin))
    }

    private func collated(_ result: Expression, _ collation: Collation?) -> Expression {
        collation.map { analyzer.coerced(result, to: result.dataType.collated(by: $0)) } ?? result
    }

    private func withoutCollation(_ argument: Expression) -> Expression {
        argument.dataType.hasCollation
            ? analyzer.coerced(argument.withoutAlias, to: argument.dataType.withoutCollations) : argument
    }

    /// `like` of strings that ignore case is `ilike`.
    func overload(of definition: FunctionDefinition, for arguments: [Expression]) -> FunctionDefinition {
        guard definition.name == "like", arguments.first?.dataType.collation?.comparison == .lowerCase,
            let other = analyzer.registry["ilike"]
        else { return definition }
        return other
    }

    /// `min_by` and `max_by`, which compare by collations, in the place of `min` and `max`; `nil` for other functions.
    func collatedExtremum(_ arguments: [Expression], _ function: String) -> FunctionDefinition? {
        guard function == "min" || function == "max", arguments.count == 1 else { return nil }
        return analyzer.registry["\(function)_by"]
    }

    /// The arguments of an aggregate function with collated strings among them, as the function shall see them.
    func collatedKeys(_ arguments: [Expression], _ call: UnresolvedFunction, _ function: String) -> [Expression] {
        let countsOnce = Self.counting.contains(function) || (function == "count" && call.isDistinct)
        return countsOnce ? arguments.map(\.collationKey) : arguments
    }

    /// The values of a CASE or `coalesce`, in the collation that they agree about.
    func inOneCollation(
        _ values: [Expression], _ whole: @autoclosure () -> Expression, _ origin: Origin?
    ) throws -> [Expression] {
        guard values.contains(where: { $0.dataType.hasCollation }),
            let common = try commonCollation(values, whole(), origin)
        else { return values }
        return values.map {
            $0.dataType.collation == nil ? $0 : analyzer.coerced($0, to: $0.dataType.collated(by: common))
        }
    }

    /// The collation that strings among the arguments agree about; `nil` when there are none.
    private func commonCollation(_ arguments: [Expression], _ call: UnresolvedFunction) throws -> Collation? {
        try commonCollation(arguments, Expression.unresolvedFunction(call), call.origin)
    }

    func commonCollation(_ arguments: [Expression], _ whole: Expression, _ origin: Origin?) throws -> Collation? {
        let claims = arguments.compactMap(\.collationClaim)
        for strength in [CollationClaim.Strength.explicit, .implicit, .standard] {
            var found: [Collation] = []
            for claim in claims where claim.strength == strength && !found.contains(claim.collation) {
                found.append(claim.collation)
            }
            guard let first = found.first else { continue }
            if found.count == 1 { return first }
            if strength == .explicit {
                let types = found.map { "\"STRING COLLATE \($0.name)\"" }.joined(separator: ", ")
                throw PyriteError(
                    .analysis, "COLLATION_MISMATCH.EXPLICIT", sqlState: "42P21",
                    "Could not determine which collation to use for string functions and operators. Error occurred due to "
                        + "the mismatch between explicit collations: [\(types)]. Decide on a single explicit collation "
                        + "and remove others.", parameters: ["explicitTypes": types])
            }
            let sql = whole.prettySQL
            throw PyriteError(
                .analysis, "INDETERMINATE_COLLATION_IN_EXPRESSION", sqlState: "42P22",
                "Data type of \"\(sql)\" has indeterminate collation. Use COLLATE clause to set the collation explicitly.",
                parameters: ["expr": "\"\(sql)\""]
            ).at(origin)
        }
        return nil
    }

    /// A call as it was written, with the literals that get a collation: they are shown with it.
    func withCollatedLiterals(_ call: UnresolvedFunction) -> UnresolvedFunction {
        guard let name = call.nameParts.last.flatMap({ analyzer.registry[$0]?.name ?? $0.lowercased() }),
            Self.merging.contains(name), name != "btrim",
            case let arguments = call.arguments.compactMap({ try? resolve($0).withoutAlias }),
            arguments.contains(where: { $0.dataType.hasCollation }),
            let common = try? commonCollation(arguments, call)
        else { return call }
        var copy = call
        copy.arguments = call.arguments.map { withCollation($0, common) }
        return copy
    }

    private func withCollation(_ expression: Expression, _ collation: Collation) -> Expression {
        if case .literal(let value, .string) = expression { .literal(value, .text(collation)) } else { expression }
    }
}

/// A string's collation and who gave it.
private struct CollationClaim {
    enum Strength: Int, Comparable {
        case standard, implicit, explicit
        static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
    }
    var strength: Strength
    var collation: Collation
}

extension Expression {
    /// The expression by whose values rows are compared, grouped and sorted: itself unless it has collated strings.
    var collationKey: Expression {
        guard dataType.hasCollation else { return self }
        let plain = withoutAlias
        return .call(
            ScalarCall(
                "collation_key", [plain],
                binding: CollationFunctions.key(of: plain.dataType, nullable: plain.nullable)))
    }

    /// `nil` for what is no string.
    fileprivate var collationClaim: CollationClaim? {
        dataType.collation.map { CollationClaim(strength: collationStrength, collation: $0) }
    }

    private var collationStrength: CollationClaim.Strength {
        switch self {
        case .literal: .standard
        case .attribute, .subquery: .implicit
        case .cast(let cast) where cast.isExplicit:
            cast.type.hasCollation || cast.child.dataType.isString ? .implicit : .standard
        case .call(let call) where call.name == "collate": .explicit
        case .call(let call) where ["get_field", "get_item", "variablereference"].contains(call.name): .implicit
        default:
            children.filter { $0.dataType.collation == dataType.collation }.map(\.collationStrength).max()
                ?? (dataType.hasCollation ? .implicit : .standard)
        }
    }

    /// Whether COLLATE or a cast gives strings a collation here.
    var givesCollation: Bool {
        switch self {
        case .unresolvedFunction(let call): call.nameParts.last?.lowercased() == "collate"
        case .cast(let cast): cast.type.hasCollation
        default: false
        }
    }
}
