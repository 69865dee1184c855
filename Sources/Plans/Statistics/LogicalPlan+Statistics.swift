import Columnar

extension LogicalPlan {
    /// An estimate of the plan's rows and columns, from the metadata of what it reads upwards. O(size of the plan).
    package var statistics: RelationStatistics {
        switch self {
        case .scan(let scan): return scan.statistics
        case .range(let range):
            let count = range.step == 0 ? 0 : (Double(range.end) - Double(range.start)) / Double(range.step)
            let rows = max(0, count.rounded(.up))
            let column = ColumnStatistics(distinct: rows, min: Double(range.start), max: Double(range.end))
            return RelationStatistics(
                rows: rows, columns: Dictionary(uniqueKeysWithValues: range.output.map { ($0.id, column) }))
        case .localRelation(let relation):
            if let kept = relation.kept { return RelationStatistics(rows: Double(kept.rowCount)) }
            let batches = relation.partitions?.flatMap { $0 } ?? relation.batches
            return RelationStatistics(rows: batches.reduce(0.0) { $0 + Double($1.count) })
        case .oneRow, .show: return RelationStatistics(rows: 1)
        case .project(let node): return node.child.statistics.projected(node.expressions)
        case .filter(let node): return node.child.statistics.filtered(by: node.condition)
        case .aggregate(let node): return node.child.statistics.grouped(by: node.groupBy, giving: node.aggregates)
        case .distinct(let child):
            return child.statistics.grouped(by: child.output.map { .attribute($0) }, giving: [])
        case .limit(let node):
            var statistics = node.child.statistics
            if case .literal(.integer(let count), _)? = node.count {
                statistics.rows = min(statistics.rows, Double(count))
            }
            return statistics
        case .sample(let node):
            var statistics = node.child.statistics
            statistics.rows *= max(0, node.upperBound - node.lowerBound)
            return statistics
        case .generate(let node):
            var statistics = node.child.statistics
            statistics.rows *= 4
            return statistics
        case .expand(let node):
            var statistics = node.child.statistics
            statistics.rows *= Double(node.projections.count)
            return statistics
        case .join(let join): return join.statistics
        case .shared(let node):
            let inner = node.plan.statistics
            var result = RelationStatistics(rows: inner.rows)
            for (source, attribute) in zip(node.columns, node.output) {
                result.columns[attribute.id] = inner.columns[source]
            }
            return result
        case .setOperation(let operation):
            let inputs = operation.inputs.map(\.statistics)
            switch operation.kind {
            case .union: return RelationStatistics(rows: inputs.reduce(0) { $0 + $1.rows })
            case .intersect: return RelationStatistics(rows: inputs.map(\.rows).min() ?? 0)
            case .except: return RelationStatistics(rows: inputs.first?.rows ?? 0)
            }
        default: return children.first?.statistics ?? RelationStatistics(rows: 1_000)
        }
    }
}

extension Scan {
    fileprivate var statistics: RelationStatistics {
        guard let source else { return RelationStatistics(rows: 1_000) }
        // Text takes about as many bytes on disk as its values in memory.
        let width = source.schema.fields.reduce(1.0) { $0 + Estimate.width($1.dataType) }
        let rows = source.estimatedRowCount ?? (Double(source.byteCount) / width).rounded(.up)
        var result = RelationStatistics(rows: rows)
        for attribute in output {
            result.columns[attribute.id] = source.statistics(ofColumn: attribute.name)
                .map { ColumnStatistics($0, attribute.type, rows: rows) }
        }
        return result
    }
}

extension ColumnStatistics {
    init(_ source: SourceColumnStatistics, _ type: DataType, rows: Double) {
        let low = source.min.flatMap { Estimate.number($0, type) }
        let high = source.max.flatMap { Estimate.number($0, type) }
        let nulls = source.nullCount.map { rows > 0 ? Double($0) / rows : 0 }
        self.init(
            distinct: source.distinctCount.map(Double.init), min: low, max: high, nullFraction: nulls ?? 0,
            tableRows: rows, isExact: low != nil && high != nil)
        if let low, let high, let count = Estimate.count(type, from: low, to: high) {
            distinct = Swift.min(distinct ?? rows, count, Swift.max(rows, 1))
        }
    }
}

extension RelationStatistics {
    func projected(_ expressions: [Expression]) -> RelationStatistics {
        var result = RelationStatistics(rows: rows)
        for expression in expressions {
            guard let id = expression.outputAttribute?.id else { continue }
            result.columns[id] = statistics(of: expression.withoutAlias)
        }
        return result
    }

    /// The values of an expression over these rows.
    func statistics(of expression: Expression) -> ColumnStatistics? {
        if let column = expression.column { return columns[column.id] }
        switch expression {
        case .literal(let value, let type):
            let number = Estimate.number(value, type)
            return ColumnStatistics(distinct: 1, min: number, max: number, nullFraction: value.isNull ? 1 : 0)
        case .call(let call) where call.name == "year" && call.arguments.count == 1:
            guard let days = call.arguments[0].column.flatMap({ columns[$0.id] }), let low = days.min,
                let high = days.max, case .date = call.arguments[0].dataType
            else { return nil }
            let years = ((high - low) / 365.25).rounded(.up) + 1
            return ColumnStatistics(distinct: min(years, days.distinct ?? years))
        case .caseWhen(let branches, _) where branches.allSatisfy(\.value.isLiteral):
            return ColumnStatistics(distinct: Double(branches.count + 1))
        default: return nil
        }
    }

    func grouped(by keys: [Expression], giving aggregates: [Expression]) -> RelationStatistics {
        let inner = projected(keys)
        var result = RelationStatistics(rows: 1)
        if !keys.isEmpty {
            // Columns of which nothing is known rarely make more groups than those that are known.
            var groups = 1.0
            var unknown = 0
            for key in keys {
                guard let id = key.outputAttribute?.id, let distinct = inner.columns[id]?.distinct else {
                    unknown += 1
                    continue
                }
                groups *= max(1, distinct)
            }
            let guess = unknown == keys.count ? rows * 0.2 : groups * (unknown > 0 ? 10 : 1)
            result.rows = max(min(1, rows), Estimate.drawn(from: max(1, guess), rows))
        }
        let byID = Dictionary(
            keys.compactMap { key in key.outputAttribute.map { ($0.id, inner.columns[$0.id]) } },
            uniquingKeysWith: { first, _ in first })
        for (id, column) in byID { result.columns[id] = column }
        for aggregate in aggregates {
            guard let id = aggregate.outputAttribute?.id, result.columns[id] == nil,
                case .attribute(let key) = aggregate.withoutAlias
            else { continue }
            result.columns[id] = byID[key.id] ?? nil
        }
        return result
    }
}

extension Join {
    fileprivate var statistics: RelationStatistics {
        let (a, b) = (left.statistics, right.statistics)
        var parts: [Expression] = []
        if case .on(let condition) = condition { parts = condition.conjuncts }
        return a.joined(b, kind: kind, conditions: parts, leftIDs: Set(left.output.map(\.id)))
    }
}

extension RelationStatistics {
    /// The rows of a join of these rows with `other`'s.
    ///
    /// Equalities keep 1 of max(d₁, d₂) pairs, with d the sizes of the columns' domains: the smaller one is taken to lie
    /// within the larger. Several equalities together cannot tell apart more than the rows of the smaller table.
    func joined(
        _ other: RelationStatistics, kind: Join.Kind, conditions: [Expression], leftIDs: Set<AttributeID>
    ) -> RelationStatistics {
        var divisor = 1.0
        var matching = 1.0
        var equalities = 0
        var tables = (0.0, 0.0)
        var both = RelationStatistics(rows: rows * other.rows, columns: columns)
        both.columns.merge(other.columns) { first, _ in first }
        var residual = 1.0
        for condition in conditions {
            guard let (a, b) = condition.equatedColumns, leftIDs.contains(a.id) != leftIDs.contains(b.id) else {
                residual *= both.selectivity(of: condition)
                continue
            }
            let (own, foreign) = leftIDs.contains(a.id) ? (a, b) : (b, a)
            let (x, y) = (self[own.id].distinct ?? rows, other[foreign.id].distinct ?? other.rows)
            divisor *= max(x, y, 1)
            matching *= min(1, other[foreign.id].distinct(among: other.rows) / max(x, 1))
            equalities += 1
            tables.0 = max(tables.0, self[own.id].tableRows ?? rows)
            tables.1 = max(tables.1, other[foreign.id].tableRows ?? other.rows)
            let common = min(x, y)
            both.columns[own.id]?.distinct = common
            both.columns[foreign.id]?.distinct = common
        }
        if equalities > 1 { divisor = max(1, min(divisor, tables.0, tables.1)) }
        let inner = rows * other.rows / divisor * residual
        if equalities == 0 { matching = conditions.isEmpty ? 1 : 0.5 }
        switch kind {
        case .inner, .cross: both.rows = inner
        case .left: both.rows = max(rows, inner)
        case .right: both.rows = max(other.rows, inner)
        case .full: both.rows = max(rows, inner) + other.rows
        case .leftSemi: return RelationStatistics(rows: max(1, rows * matching), columns: columns)
        case .leftAnti: return RelationStatistics(rows: max(1, rows * max(0.1, 1 - matching)), columns: columns)
        }
        return both
    }
}

extension Expression {
    /// The columns that a plain `a = b` compares.
    var equatedColumns: (Attribute, Attribute)? {
        guard case .call(let call) = self, call.name == "=" || call.name == "==" || call.name == "<=>",
            call.arguments.count == 2, let a = call.arguments[0].column, let b = call.arguments[1].column
        else { return nil }
        return (a, b)
    }
}
