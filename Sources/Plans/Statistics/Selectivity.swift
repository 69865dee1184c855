import Columnar

extension RelationStatistics {
    /// The statistics of the rows for which the condition holds. Parts of a conjunction are taken one after another, each
    /// as what remains after those before it, so that two bounds of one column are not counted as independent.
    package func filtered(by condition: Expression) -> RelationStatistics {
        var result = self
        for part in condition.conjuncts { result.apply(part) }
        return result
    }

    /// The share of rows for which the condition is expected to hold, from 0 to 1.
    package func selectivity(of condition: Expression) -> Double {
        rows > 0 ? min(1, filtered(by: condition).rows / rows) : 1
    }

    private mutating func apply(_ condition: Expression) {
        switch condition {
        case .literal(.boolean(true), _): return
        case .literal: rows = 0
        case .and: self = filtered(by: condition)
        case .or(let left, let right):
            let (a, b) = (filtered(by: left), filtered(by: right))
            let share = rows > 0 ? 1 - (1 - a.rows / rows) * (1 - b.rows / rows) : 1
            keepEither(a, b, condition.references)
            rows *= share
        case .subquery: rows *= Estimate.condition
        case .call(let call): apply(call)
        default: rows *= Estimate.condition
        }
    }

    /// After `a OR b`, a column that both restrict has the values of either.
    private mutating func keepEither(_ a: RelationStatistics, _ b: RelationStatistics, _ references: Set<AttributeID>) {
        for id in references {
            guard let x = a.columns[id], let y = b.columns[id], var column = columns[id] else { continue }
            if let p = x.distinct, let q = y.distinct, let all = column.distinct { column.distinct = min(all, p + q) }
            if let p = x.min, let q = y.min { column.min = min(p, q) }
            if let p = x.max, let q = y.max { column.max = max(p, q) }
            columns[id] = column
        }
    }

    private mutating func apply(_ call: ScalarCall) {
        let arguments = call.arguments
        switch call.name {
        case "not":
            guard let inner = arguments.first else { return }
            rows *= max(0.01, 1 - selectivity(of: inner))
        case "isnull":
            rows *= arguments.first?.column.map { self[$0.id].nullFraction } ?? 0.05
        case "isnotnull":
            guard let column = arguments.first?.column else { return }
            rows *= 1 - self[column.id].nullFraction
            columns[column.id]?.nullFraction = 0
        case "in":
            guard let first = arguments.first else { return }
            let count = Double(arguments.count - 1)
            guard let column = first.column else {
                rows *= min(0.5, count * Estimate.equality)
                return
            }
            rows *= min(1, self[column.id].distinct.map { count / max($0, 1) } ?? count * Estimate.equality)
            narrow(column, distinct: count, values: arguments.dropFirst().compactMap(\.number))
        case "=", "==", "<=>": applyEquality(arguments)
        case "!=", "<>":
            guard arguments.count == 2 else { return }
            rows *= 1 - min(0.9, equalShare(arguments[0], arguments[1]))
        case "<", "<=", ">", ">=": applyComparison(call.name, arguments)
        case "like", "ilike", "rlike": rows *= LikeShape.share(call)
        case "startswith": rows *= Estimate.prefix
        case "endswith", "contains": rows *= Estimate.pattern
        default: rows *= Estimate.condition
        }
    }

    private mutating func applyEquality(_ arguments: [Expression]) {
        guard arguments.count == 2 else { return }
        let share = equalShare(arguments[0], arguments[1])
        for (column, other) in [(arguments[0].column, arguments[1]), (arguments[1].column, arguments[0])] {
            guard let column, other.isConstant else { continue }
            if let number = other.number, let low = self[column.id].min, let high = self[column.id].max,
                number < low || number > high
            {
                rows *= 1e-6
            }
            narrow(column, distinct: 1, values: other.number.map { [$0] } ?? [])
        }
        rows *= share
    }

    private func equalShare(_ a: Expression, _ b: Expression) -> Double {
        switch (a.column, b.column) {
        case (let x?, let y?):
            return 1 / max(self[x.id].distinct ?? rows, self[y.id].distinct ?? rows, 1)
        case (let x?, nil), (nil, let x?):
            return self[x.id].distinct.map { 1 / max($0, 1) } ?? Estimate.equality
        default: return Estimate.equality
        }
    }

    private mutating func applyComparison(_ name: String, _ arguments: [Expression]) {
        guard arguments.count == 2 else { return }
        var isUpper = name.hasPrefix("<")
        var (column, bound) = (arguments[0].column, arguments[1])
        if column == nil {
            (column, bound) = (arguments[1].column, arguments[0])
            isUpper.toggle()
        }
        guard let column, bound.isConstant else {
            rows *= column == nil ? Estimate.comparison : Estimate.columnComparison
            return
        }
        guard let value = bound.number, let low = self[column.id].min, let high = self[column.id].max, high > low else {
            rows *= Estimate.comparison
            return
        }
        let below = min(1, max(0, (value - low) / (high - low)))
        let share = max(isUpper ? below : 1 - below, 1e-6)
        rows *= share
        if let distinct = self[column.id].distinct { columns[column.id]?.distinct = max(1, distinct * share) }
        if isUpper { columns[column.id]?.max = min(high, value) } else { columns[column.id]?.min = max(low, value) }
    }

    private mutating func narrow(_ column: Attribute, distinct: Double, values: [Double]) {
        var statistics = self[column.id]
        statistics.distinct = min(statistics.distinct ?? distinct, distinct)
        statistics.nullFraction = 0
        if let low = values.min(), let high = values.max() { (statistics.min, statistics.max) = (low, high) }
        columns[column.id] = statistics
    }
}

/// How much a LIKE pattern is expected to let through.
private enum LikeShape {
    static func share(_ call: ScalarCall) -> Double {
        guard call.arguments.count >= 2, case .literal(.string(let pattern), _) = call.arguments[1],
            call.name != "rlike"
        else { return Estimate.pattern }
        guard let first = pattern.utf8.first else { return 0.01 }
        if !pattern.utf8.contains(UInt8(ascii: "%")) { return 0.01 }
        return first == UInt8(ascii: "%") ? Estimate.pattern : Estimate.prefix
    }
}

extension Expression {
    /// The column that the expression is, casts between number types aside.
    var column: Attribute? {
        switch self {
        case .attribute(let attribute): attribute
        case .alias(let alias): alias.child.column
        case .cast(let cast) where cast.isWidening: cast.child.column
        default: nil
        }
    }

    /// Whether the expression reads no column and has one value for the whole query.
    var isConstant: Bool {
        switch self {
        case .literal: true
        case .subquery(let subquery): subquery.outerReferences.isEmpty
        case .attribute: false
        default: !children.isEmpty && children.allSatisfy(\.isConstant)
        }
    }

    /// A literal as the number that orders it.
    var number: Double? {
        switch self {
        case .literal(let value, let type): Estimate.number(value, type)
        case .cast(let cast) where cast.isWidening: cast.child.number
        default: nil
        }
    }
}
