import Columnar

/// Keeps all values of each group in arrival order: the ground of collect_list, percentiles, mode.
final class CollectAccumulator: Accumulator {
    /// Makes a result of one group's values.
    typealias Finish = @Sendable (_ values: Column, _ into: ColumnBuilder) throws -> Void

    private let valueType: DataType
    private let resultType: DataType
    private let finish: Finish
    private let keepsNulls: Bool
    private var values: ColumnBuilder
    private var owners: [Int32] = []
    private var groups = 0
    private var bytes = 0

    init(_ valueType: DataType, result: DataType, keepsNulls: Bool = false, _ finish: @escaping Finish) {
        self.valueType = valueType
        self.resultType = result
        self.keepsNulls = keepsNulls
        self.finish = finish
        values = ColumnBuilder(valueType)
    }

    func resize(groups: Int) { self.groups = max(self.groups, groups) }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let column = arguments[0].flattened()
        if keepsNulls || !column.mayHaveNulls {
            values.append(contentsOf: column)
            for row in 0..<count { owners.append(groups[row]) }
            bytes += column.byteCount
            return
        }
        guard let validity = column.validity else { return }
        let rows = Selection(capacity: count)
        var written = 0
        for row in 0..<count where validity[row] {
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            owners.append(groups[row])
            written += 1
        }
        rows.setCount(written)
        values.append(contentsOf: column.gather(rows))
        bytes += written * max(16, valueType.physicalType.width)
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let column = state[0].flattened()
        guard case .array(let offsets, let elements) = column.layout else { return }
        let bounds = offsets.typed(Int32.self)
        for row in 0..<count {
            let range = Int(bounds[row])..<Int(bounds[row + 1])
            if range.isEmpty { continue }
            values.append(contentsOf: elements.slice(range))
            for _ in range { owners.append(groups[row]) }
        }
        bytes += column.byteCount
    }

    /// The values sorted by group, each group's in arrival order, and where each group begins.
    private func grouped() -> (Column, [Int]) {
        let all = values.finish()
        values = ColumnBuilder(valueType)
        values.append(contentsOf: all)
        var starts = [Int](repeating: 0, count: groups + 1)
        for owner in owners { starts[Int(owner) + 1] += 1 }
        for group in 0..<groups { starts[group + 1] += starts[group] }
        var next = starts
        let order = Selection(capacity: owners.count)
        for (row, owner) in owners.enumerated() {
            order.rows[next[Int(owner)]] = Int32(truncatingIfNeeded: row)
            next[Int(owner)] += 1
        }
        order.setCount(owners.count)
        return (all.gather(order), starts)
    }

    func state(groups range: Range<Int>) throws -> [Column] {
        let (sorted, starts) = grouped()
        let offsets = Buffer(capacity: (range.count + 1) * 4)
        let first = starts[range.lowerBound]
        for (index, group) in (range.lowerBound...range.upperBound).enumerated() {
            offsets.typed(Int32.self)[index] = Int32(truncatingIfNeeded: starts[group] - first)
        }
        let elements = sorted.slice(first..<starts[range.upperBound])
        let type = DataType.array(valueType, containsNull: keepsNulls)
        return [Column(type, count: range.count, layout: .array(offsets: offsets, elements: elements))]
    }

    func result(groups range: Range<Int>, context: EvaluationContext) throws -> Column {
        let (sorted, starts) = grouped()
        let builder = ColumnBuilder(resultType, capacity: range.count)
        for group in range { try finish(sorted.slice(starts[group]..<starts[group + 1]), builder) }
        return builder.finish()
    }

    var byteCount: Int { bytes + owners.capacity * 4 }
}

/// Order statistics of collected values.
enum OrderStatistics {
    static func sortedDoubles(_ values: Column) -> [Double] {
        guard let input = values.fixedValues(Double.self) else { return [] }
        return (0..<values.count).map { input[$0] }.sorted { RowComparison.floatingOrder($0, $1) < 0 }
    }

    /// Between the two nearest values, linearly.
    static func percentile(_ sorted: [Double], _ fraction: Double) -> Double {
        let position = Double(sorted.count - 1) * fraction
        let lower = Int(position.rounded(.down))
        let upper = Int(position.rounded(.up))
        if lower == upper || sorted[lower] == sorted[upper] { return sorted[lower] }
        return (Double(upper) - position) * sorted[lower] + (position - Double(lower)) * sorted[upper]
    }
}

enum CollectFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "collect_list", aliases: ["array_agg"], "collect_list(expr) - The values that are not null as an array.",
            ["collect_list(col)"], since: "2.0.0", count: 1...1
        ) { call in
            let type = call.types[0]
            let list = DataType.array(type, containsNull: false)
            return .make([type], result: list, nullable: false, state: [list]) {
                CollectAccumulator(type, result: list) { values, builder in
                    builder.child(0).append(contentsOf: values)
                    builder.closeRange()
                }
            }
        },
        .aggregate(
            "collect_set", "collect_set(expr) - The different values that are not null as an array.",
            ["collect_set(col)"], since: "2.0.0", count: 1...1
        ) { call in
            let type = call.types[0]
            let list = DataType.array(type, containsNull: false)
            return .make([type], result: list, nullable: false, state: [list]) {
                CollectAccumulator(type, result: list) { values, builder in
                    builder.child(0).append(contentsOf: values.gather(Selection(distinctRows(values))))
                    builder.closeRange()
                }
            }
        },
        .aggregate(
            "percentile",
            "percentile(expr, p) - The exact percentile, between neighbours linearly; an array for an "
                + "array of percentages.", ["percentile(col, 0.3)"], since: "2.1.0", count: 2...2
        ) { call in
            let (fractions, isList) = try percentages(call)
            _ = try Call(call.name, [call.arguments[0]], call.context).coerced([.double])
            return doubles(call, [.double] + call.types.dropFirst(), isList) { sorted in
                fractions.map { OrderStatistics.percentile(sorted, $0) }
            }
        },
        .aggregate("median", "median(expr) - The exact median.", ["median(col)"], since: "3.4.0", count: 1...1) {
            call in
            doubles(call, try call.coerced([.double]), false) { [OrderStatistics.percentile($0, 0.5)] }
        },
        .aggregate(
            "percentile_approx", aliases: ["approx_percentile"],
            "percentile_approx(expr, p[, accuracy]) - The least "
                + "value that at least p of all are not above.", ["percentile_approx(col, 0.5, 100)"], since: "2.1.0",
            count: 2...3
        ) { call in
            let (fractions, isList) = try percentages(call)
            let type = call.types[0].isString ? .double : call.types[0]
            guard type.isNumeric || type.isDatetime || type.isInterval else {
                throw call.mismatch(0, required: "(\"NUMERIC\" or \"DATE\" or \"TIMESTAMP\")")
            }
            let result = isList ? DataType.array(type, containsNull: false) : type
            let list = DataType.array(type, containsNull: false)
            return .make([type] + call.types.dropFirst(), result: result, state: [list]) {
                CollectAccumulator(type, result: result) { values, builder in
                    if values.count == 0 { return builder.appendNull() }
                    let order = (0..<values.count).sorted { RowComparison.compare(values, $0, values, $1) < 0 }
                    let picks = fractions.map { fraction -> Int in
                        let rank = Int((fraction * Double(order.count)).rounded(.up))
                        return order[max(0, min(order.count, rank) - 1)]
                    }
                    let picked = values.gather(Selection(picks))
                    if isList {
                        builder.child(0).append(contentsOf: picked)
                        builder.closeRange()
                    } else {
                        builder.append(contentsOf: picked)
                    }
                }
            }
        },
        .aggregate("mode", "mode(expr) - The most frequent value.", ["mode(col)"], since: "3.4.0", count: 1...1) {
            call in
            let type = call.types[0]
            return .make([type], result: type, state: [.array(type, containsNull: false)]) {
                CollectAccumulator(type, result: type) { values, builder in
                    if values.count == 0 { return builder.appendNull() }
                    var counts: [Value: Int] = [:]
                    for row in 0..<values.count { counts[values.value(at: row), default: 0] += 1 }
                    var best = 0
                    var most = 0
                    for row in 0..<values.count {
                        let count = counts[values.value(at: row)] ?? 0
                        if count > most { (best, most) = (row, count) }
                    }
                    builder.append(contentsOf: values.slice(best..<(best + 1)))
                }
            }
        },
        .aggregate(
            "listagg", aliases: ["string_agg"],
            "listagg(expr[, delimiter]) - The values that are not null joined as "
                + "text.", ["listagg(col, ', ')"], since: "4.0.0", count: 1...2
        ) { call in
            let types = try call.coerced([.text])
            let delimiter = Array((call.stringLiteral(1) ?? "").utf8)
            return .make(types, result: .string, state: [.array(.string, containsNull: false)]) {
                CollectAccumulator(.string, result: .string) { values, builder in
                    if values.count == 0 { return builder.appendNull() }
                    var writer = ByteWriter()
                    let texts = TextInput(values)
                    for row in 0..<values.count {
                        if row > 0 { delimiter.withUnsafeBytes { writer.append($0) } }
                        writer.append(texts[row])
                    }
                    builder.append(bytes: writer.bytes)
                }
            }
        },
    ]

    /// The first row of each value. O(rows).
    private static func distinctRows(_ values: Column) -> [Int] {
        var seen: [Int32: [Int]] = [:]
        var kept: [Int] = []
        let hashes = Murmur3.hash(columns: [values], count: values.count)
        for row in 0..<values.count {
            let hash = hashes.typed(Int32.self)[row]
            if seen[hash]?.contains(where: { RowComparison.compare(values, $0, values, row) == 0 }) ?? false {
                continue
            }
            seen[hash, default: []].append(row)
            kept.append(row)
        }
        return kept
    }

    private static func percentages(_ call: Call) throws -> ([Double], Bool) {
        func number(_ value: Value, _ type: DataType) -> Double? {
            switch value {
            case .integer(let number): return Double(number)
            case .double(let number): return number
            case .float(let number): return Double(number)
            case .decimal(let unscaled):
                guard case .decimal(_, let scale) = type else { return nil }
                return DecimalArithmetic.double(unscaled, scale: scale)
            default: return nil
            }
        }
        guard let literal = call.arguments[1].literal else {
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "percentage", type: .double, input: call.arguments[1].sql)
        }
        var fractions: [Double?]
        var isList = false
        if case .array(let values) = literal, case .array(let element, _) = call.types[1] {
            fractions = values.map { number($0, element) }
            isList = true
        } else {
            fractions = [number(literal, call.types[1])]
        }
        let valid = fractions.compactMap { $0 }
        guard valid.count == fractions.count, valid.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", sqlState: "42K09",
                "Cannot resolve \"\(call.sql)\" due to data type mismatch: The `percentage` must be between [0.0, "
                    + "1.0].",
                parameters: [
                    "sqlExpr": "\"\(call.sql)\"", "exprName": "`percentage`", "valueRange": "[0.0, 1.0]",
                    "currentValue": call.arguments[1].sql,
                ])
        }
        return (valid, isList)
    }

    private static func doubles(
        _ call: Call, _ types: [DataType], _ isList: Bool, _ body: @escaping @Sendable ([Double]) -> [Double]
    ) -> AggregateBinding {
        let result: DataType = isList ? .array(.double, containsNull: false) : .double
        return .make(types, result: result, state: [.array(.double, containsNull: false)]) {
            CollectAccumulator(.double, result: result) { values, builder in
                if values.count == 0 { return builder.appendNull() }
                let numbers = body(OrderStatistics.sortedDoubles(values))
                if isList {
                    for number in numbers { builder.child(0).append(number) }
                    builder.closeRange()
                } else if let number = numbers.first {
                    builder.append(number)
                }
            }
        }
    }
}
