import Columnar
import Functions

/// How Spark prints expressions: the names of columns that were given none, and the expressions in messages.
extension Expression {
    /// The expression as Spark prints it for people: literals without quotes, coercions not shown, operators in
    /// parentheses. Works before and after analysis. Linear in the tree's size.
    package var prettySQL: String { prettySQL(timeZone: .utc) }

    /// - Parameter timeZone: the session's zone, in which timestamp literals are shown.
    package func prettySQL(timeZone: TimeZoneRules) -> String { SQLWriter(timeZone: timeZone).text(self) }

    /// The name of the column that this expression gives when the query does not name it.
    package var defaultColumnName: String { defaultColumnName(timeZone: .utc) }

    package func defaultColumnName(timeZone: TimeZoneRules) -> String {
        switch self {
        case .alias(let alias): return alias.name
        case .attribute(let attribute): return attribute.name
        case .unresolvedAttribute(let attribute): return attribute.nameParts.last ?? ""
        case .call(let call) where call.name == "variablereference":
            guard case .literal(.string(let name), _)? = call.arguments.first else { return "" }
            return name.split(separator: ".").last.map(String.init) ?? name
        // The cast of a column keeps the column's name, and so does the field of one.
        case .cast(let cast):
            switch cast.child {
            case .attribute, .unresolvedAttribute, .alias, .cast:
                if let name = cast.child.columnNameThroughCasts { return name }
            default: break
            }
        default: break
        }
        return prettySQL(timeZone: timeZone)
    }

    /// The name of a column below nothing but casts.
    private var columnNameThroughCasts: String? {
        switch self {
        case .attribute(let attribute): attribute.name
        case .unresolvedAttribute(let attribute): attribute.nameParts.last
        case .alias(let alias): alias.name
        case .cast(let cast) where !cast.isExplicit: cast.child.columnNameThroughCasts
        default: nil
        }
    }
}

/// Writes expressions as text.
private struct SQLWriter {
    let timeZone: TimeZoneRules
    /// Parameters of the lambdas around the expression, lower case; all print alike.
    var lambdaParameters: Set<String> = []

    func text(_ expression: Expression) -> String {
        switch expression {
        case .literal(let value, let type): return value.prettySQL(type, timeZone: timeZone)
        case .attribute(let attribute):
            return lambdaParameters.contains(attribute.name.lowercased()) ? "namedlambdavariable()" : attribute.name
        case .unresolvedAttribute(let attribute):
            if let first = attribute.nameParts.first, lambdaParameters.contains(first.lowercased()) {
                return (["namedlambdavariable()"] + attribute.nameParts.dropFirst()).joined(separator: ".")
            }
            return attribute.nameParts.joined(separator: ".")
        case .unresolvedStar(let target, _): return ((target ?? []) + ["*"]).joined(separator: ".")
        case .unresolvedStarExcept(let target, _): return ((target ?? []) + ["*"]).joined(separator: ".")
        case .unresolvedRegex(let pattern, _, _): return "`\(pattern)`"
        case .unresolvedExtract(let child, let extraction, _): return extract(child, extraction)
        case .unresolvedFunction(let call):
            var name = call.nameParts.joined(separator: ".")
            if call.ignoreNulls != nil, ["first_value", "last_value"].contains(name.lowercased()) {
                name = String(name.dropLast(6))
            }
            let keepsNulls =
                call.ignoreNulls == false && ["collect_list", "collect_set", "array_agg"].contains(name.lowercased())
            if keepsNulls, name.lowercased() == "array_agg" { name = "collect_list" }
            return function(
                name, call.arguments, isDistinct: call.isDistinct,
                filter: call.filter, order: call.orderWithinGroup, fragment: call.origin?.fragment)
                + (keepsNulls ? " RESPECT NULLS" : "")
        case .call(let call):
            // A map read from JSON has a name of its own.
            if call.name == "from_json", case .map = call.binding.resultType { return "entries" }
            return function(call.name, call.arguments, fragment: call.origin?.fragment)
        case .higherOrder(let call):
            let lambdas = call.lambdas.map { lambda -> String in
                var inner = self
                inner.lambdaParameters.formUnion(lambda.parameters.map { $0.name.lowercased() })
                let variables = lambda.parameters.map { _ in ", namedlambdavariable()" }.joined()
                return "lambdafunction(\(inner.text(lambda.body))\(variables))"
            }
            return "\(call.name)(\((call.arguments.map(text) + lambdas).joined(separator: ", ")))"
        case .aggregate(let call):
            return function(call.name, call.arguments, isDistinct: call.isDistinct, filter: call.filter)
        case .windowFunction(let call): return function(call.name, call.arguments)
        case .generator(let call): return function(call.name, call.arguments)
        case .pythonUDF(let call): return "\(call.name)(\(list(call.arguments)))"
        case .lambda(let parameters, let body):
            var inner = self
            inner.lambdaParameters.formUnion(parameters.map { $0.lowercased() })
            let variables = parameters.map { _ in ", namedlambdavariable()" }.joined()
            return "lambdafunction(\(inner.text(body))\(variables))"
        case .namedArgument(let name, let value): return "\(name) => \(text(value))"
        case .alias(let alias): return "\(text(alias.child)) AS \(quoteIfNeeded(alias.name))"
        case .cast(let cast):
            guard cast.isExplicit, !cast.type.isNested else { return text(cast.child) }
            return "\(cast.mode == .attempt ? "TRY_CAST" : "CAST")(\(text(cast.child)) AS \(cast.type.sql))"
        case .and(let a, let b): return "(\(text(a)) AND \(text(b)))"
        case .or(let a, let b): return "(\(text(a)) OR \(text(b)))"
        case .caseWhen(let branches, let otherwise):
            let cases = branches.map { " WHEN \(text($0.condition)) THEN \(text($0.value))" }.joined()
            return "CASE\(cases)\(otherwise.map { " ELSE \(text($0))" } ?? "") END"
        case .coalesce(let values): return "coalesce(\(list(values)))"
        case .sortOrder(let order): return sortOrder(order)
        case .window(let window): return self.window(window)
        case .unresolvedSubquery(let subquery):
            switch subquery.kind {
            case .scalar: return "scalarsubquery()"
            case .exists: return "exists()"
            case .contains(let values): return membership(values)
            case .table: return "table-argument#"
            }
        case .subquery(let subquery):
            switch subquery.kind {
            case .scalar: return "scalarsubquery(\(list(subquery.outerReferences.map { .attribute($0) })))"
            case .exists: return "exists(\(list(subquery.outerReferences.map { .attribute($0) })))"
            case .contains(let values): return membership(values)
            }
        }
    }

    private func list(_ expressions: [Expression]) -> String { expressions.map(text).joined(separator: ", ") }

    private func membership(_ values: [Expression]) -> String {
        let subject =
            values.count == 1
            ? list(values) : "(named_struct(\(values.map { "\(name(of: $0)), \(text($0))" }.joined(separator: ", "))))"
        return "(\(subject) IN (listquery()))"
    }

    private func name(of expression: Expression) -> String { expression.defaultColumnName(timeZone: timeZone) }

    private func extract(_ child: Expression, _ extraction: Expression) -> String {
        if case .literal(.string(let field), _) = extraction, child.dataType.isStructure {
            return "\(text(child)).\(field)"
        }
        return "\(text(child))[\(text(extraction))]"
    }

    // MARK: Functions

    private func function(
        _ name: String, _ arguments: [Expression], isDistinct: Bool = false, filter: Expression? = nil,
        order: [SortOrder] = [], fragment: String? = nil
    ) -> String {
        if arguments.count == 2, let text = temporalArithmetic(name, arguments[0], arguments[1]) { return text }
        let printed = name.lowercased() == "string_agg" && !order.isEmpty ? "listagg" : name
        var out =
            conversion(name, arguments)
            ?? FunctionNaming.text(printed, arguments.map(text), isDistinct: isDistinct, fragment: fragment)
        if !order.isEmpty {
            // Percentiles leave the default order of nulls out, lists of strings do not.
            let isList = ["listagg", "string_agg"].contains(name.lowercased())
            // The mode's order is that of the function's inside, which is the other way round.
            let shown =
                name.lowercased() == "mode" ? order.map { SortOrder($0.expression, ascending: !$0.ascending) } : order
            let text = shown.map(isList ? sortOrder : groupOrder).joined(separator: ", ")
            out += " WITHIN GROUP (ORDER BY \(text))"
        }
        if let filter { out += " FILTER (WHERE \(text(filter)))" }
        return out
    }

    /// Dates, timestamps and intervals in arithmetic, which Spark shows as the functions that do it, the date first.
    private func temporalArithmetic(_ name: String, _ left: Expression, _ right: Expression) -> String? {
        guard ["+", "-", "*", "/"].contains(name) else { return nil }
        switch (left.dataType, right.dataType) {
        case (.calendarInterval, let type) where type.isFactor && (name == "*" || name == "/"):
            return "\(name == "*" ? "multiply" : "divide")_interval(\(text(left)), \(text(right)))"
        case (let type, .calendarInterval) where type.isFactor && name == "*":
            return "multiply_interval(\(text(right)), \(text(left)))"
        case _ where name == "/": return nil
        case (.time, .dayTimeInterval) where name != "*", (.time, .time) where name == "-":
            return "\(text(left)) \(name) \(text(right))"
        case (.dayTimeInterval, .time) where name == "+": return temporalArithmetic(name, right, left)
        case (.date, let type) where type.isIntegral && name != "*":
            return "date_\(name == "+" ? "add" : "sub")(\(text(left)), \(text(right)))"
        case (.date, .dayTimeInterval(.day, .day)) where name != "*":
            let days = "extractansiintervaldays(\(text(right)))"
            return "date_add(\(text(left)), \(name == "+" ? days : "(- \(days))"))"
        case (.date, .dayTimeInterval), (.date, .yearMonthInterval), (.timestamp, .dayTimeInterval),
            (.timestamp, .yearMonthInterval), (.timestampNTZ, .dayTimeInterval), (.timestampNTZ, .yearMonthInterval):
            return name == "*" ? nil : "\(text(left)) \(name) \(text(right))"
        case (.dayTimeInterval, .date), (.yearMonthInterval, .date), (.dayTimeInterval, .timestamp),
            (.yearMonthInterval, .timestamp), (.dayTimeInterval, .timestampNTZ), (.yearMonthInterval, .timestampNTZ):
            return name == "+" ? temporalArithmetic(name, right, left) : nil
        case (let type, .date) where type.isIntegral && name == "+": return temporalArithmetic(name, right, left)
        case (let type, .dayTimeInterval) where type.isFactor && name == "*",
            (let type, .yearMonthInterval) where type.isFactor && name == "*":
            return "(\(text(right)) * \(text(left)))"
        case (.date, .null), (.timestamp, .null), (.timestampNTZ, .null):
            return name == "+" && right.isLiteralNull ? "\(text(left)) + \(text(right))" : nil
        case (.null, .date), (.null, .timestamp), (.null, .timestampNTZ):
            return name == "+" && left.isLiteralNull ? "\(text(right)) + \(text(left))" : nil
        case (.time, .null), (.null, .time):
            // A sum names the time first.
            let isSwapped = name == "+" && left.dataType == .null
            return "\(text(isSwapped ? right : left)) \(name) \(text(isSwapped ? left : right))"
        case (let type, .dayTimeInterval) where type.isString, (let type, .calendarInterval) where type.isString:
            return name == "*" ? nil : "\(text(left)) \(name) \(text(right))"
        case (.dayTimeInterval, let type) where type.isString, (.calendarInterval, let type) where type.isString:
            return name == "+" ? "\(text(right)) + \(text(left))" : nil
        case (let type, .calendarInterval) where type.isDatetime:
            return name == "*" ? nil : "\(text(left)) \(name) \(text(right))"
        case (.calendarInterval, let type) where type.isDatetime:
            return name == "+" ? "\(text(right)) + \(text(left))" : nil
        default: return nil
        }
    }

    /// `to_char` of other values than numbers is printed as what it stands for.
    private func conversion(_ name: String, _ arguments: [Expression]) -> String? {
        let lowered = name.lowercased()
        guard ["to_char", "to_varchar", "lpad", "rpad"].contains(lowered), arguments.count == 2 else { return nil }
        var type = arguments[0].dataType
        if case .unresolvedFunction(let call) = arguments[0],
            ["encode", "unhex", "unbase64", "to_binary"].contains(call.nameParts.last?.lowercased() ?? "")
        {
            type = .binary
        }
        if lowered.hasSuffix("pad") {
            return type == .binary ? "\(lowered)(\(arguments.map(text).joined(separator: ", ")), X'00')" : nil
        }
        let (value, format) = (text(arguments[0]), text(arguments[1]))
        if type.isDatetime || type.isTime { return "date_format(\(value), \(format))" }
        guard type == .binary else { return nil }
        switch (lowered, format.lowercased()) {
        case ("to_char", "base64"): return "base64(\(value))"
        case ("to_char", "hex"): return "hex(\(value))"
        case ("to_char", _): return "decode(\(value), \(format))"
        case (_, "utf-8"): return "to_varchar(\(value), \(format))"
        default: return "to_varchar(\(value))"
        }
    }

    /// The order of a percentile, in which the defaults are not written.
    private func groupOrder(_ order: SortOrder) -> String {
        order.nullsFirst == order.ascending
            ? text(order.expression) + (order.ascending ? "" : " DESC") : sortOrder(order)
    }

    private func sortOrder(_ order: SortOrder) -> String {
        "\(text(order.expression)) \(order.ascending ? "ASC" : "DESC") NULLS \(order.nullsFirst ? "FIRST" : "LAST")"
    }

    // MARK: Windows

    private func window(_ window: WindowExpression) -> String {
        var parts: [String] = []
        if !window.partitionBy.isEmpty { parts.append("PARTITION BY \(list(window.partitionBy))") }
        if !window.orderBy.isEmpty {
            parts.append("ORDER BY \(window.orderBy.map(sortOrder).joined(separator: ", "))")
        }
        if let reference = window.reference { return "\(text(window.function)) OVER \(reference)" }
        parts.append(frame(of: window))
        return "\(text(window.function)) OVER (\(parts.joined(separator: " ")))"
    }

    private func frame(of window: WindowExpression) -> String {
        if let (name, arguments) = window.function.nameAndArguments {
            switch name {
            case "row_number", "rank", "dense_rank", "percent_rank", "ntile":
                return "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
            case "lag", "lead":
                let offset = arguments.count > 1 ? text(arguments[1]) : "1"
                let shown = name == "lead" ? offset : offset.hasPrefix("-") ? String(offset.dropFirst()) : "-\(offset)"
                return "ROWS BETWEEN \(shown) FOLLOWING AND \(shown) FOLLOWING"
            default: break
            }
        }
        guard let frame = window.frame else {
            return window.orderBy.isEmpty
                ? "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
                : "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        }
        return "\(frame.unit == .rows ? "ROWS" : "RANGE") BETWEEN \(bound(frame.lower)) AND \(bound(frame.upper))"
    }

    private func bound(_ bound: WindowExpression.Bound) -> String {
        switch bound {
        case .unboundedPreceding: "UNBOUNDED PRECEDING"
        case .unboundedFollowing: "UNBOUNDED FOLLOWING"
        case .currentRow: "CURRENT ROW"
        case .offset(let offset, let preceding): "\(text(offset)) \(preceding ? "PRECEDING" : "FOLLOWING")"
        }
    }
}

extension Expression {
    /// Calls have no type before they are resolved; the word NULL has.
    fileprivate var isLiteralNull: Bool { if case .literal(.null, _) = self { true } else { false } }

    /// The lower-case name and the arguments of a call.
    fileprivate var nameAndArguments: (String, [Expression])? {
        switch self {
        case .unresolvedFunction(let call): (call.nameParts.last?.lowercased() ?? "", call.arguments)
        case .windowFunction(let call): (call.name.lowercased(), call.arguments)
        case .aggregate(let call): (call.name.lowercased(), call.arguments)
        default: nil
        }
    }
}

extension DataType {
    /// What intervals are multiplied by.
    fileprivate var isFactor: Bool { isNumeric || isString || self == .null }

    /// Casts to these are not shown.
    fileprivate var isNested: Bool {
        switch self {
        case .array, .map, .structure: true
        default: false
        }
    }

    fileprivate var isStructure: Bool { if case .structure = self { true } else { false } }
}
