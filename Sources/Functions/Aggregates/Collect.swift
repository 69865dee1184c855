import Columnar

/// Keeps all values of each group in arrival order: the ground of collect_list, percentiles, mode.
final class CollectAccumulator: Accumulator {
    /// Makes a result of one group's values.
    typealias Finish = @Sendable (_ values: Column, _ into: ColumnBuilder) throws -> Void

    private let valueType: DataType
    private let resultType: DataType
    private let finish: Finish
    private let keepsNulls: Bool
    private let width: Int
    private let presence: Int
    private var values: ColumnBuilder
    private var owners: [Int32] = []
    private var groups = 0
    private var bytes = 0

    /// - Parameters:
    ///   - width: how many arguments are kept; several are kept as a struct.
    ///   - presence: the argument whose nulls are rows that are left out.
    init(
        _ valueType: DataType, result: DataType, keepsNulls: Bool = false, width: Int = 1, presence: Int = 0,
        _ finish: @escaping Finish
    ) {
        self.width = width
        self.presence = presence
        self.valueType = valueType
        self.resultType = result
        self.keepsNulls = keepsNulls
        self.finish = finish
        values = ColumnBuilder(valueType)
    }

    func resize(groups: Int) { self.groups = max(self.groups, groups) }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let column = collected(arguments, count)
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

    private func collected(_ arguments: [Column], _ count: Int) -> Column {
        if width == 1 { return arguments[0].flattened() }
        let parts = arguments.prefix(width).map { $0.flattened() }
        return Column(valueType, count: count, layout: .structure(parts), validity: parts[presence].nullBits)
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
            ["collect_list(col)"], since: "2.0.0", count: 1...2
        ) { call in
            // The second argument stands for RESPECT NULLS.
            let type = call.types[0]
            let keepsNulls = call.types.count > 1
            let list = DataType.array(type, containsNull: keepsNulls)
            return .make(call.types, result: list, nullable: false, state: [list]) {
                CollectAccumulator(type, result: list, keepsNulls: keepsNulls) { values, builder in
                    builder.child(0).append(contentsOf: values)
                    builder.closeRange()
                }
            }
        },
        .aggregate(
            "collect_set", "collect_set(expr) - The different values that are not null as an array.",
            ["collect_set(col)"], since: "2.0.0", count: 1...2
        ) { call in
            let type = call.types[0]
            guard !type.holdsMap, !type.hasCollation else {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: The input of `collect_set` can't be "
                        + "\"MAP\" or \"COLLATED STRING\" type data.",
                    parameters: [
                        "sqlExpr": "\"\(call.sql)\"", "functionName": "`collect_set`",
                        "dataType": "\"MAP\" or \"COLLATED STRING\"",
                    ])
            }
            let keepsNulls = call.types.count > 1
            let list = DataType.array(type, containsNull: keepsNulls)
            return .make(call.types, result: list, nullable: false, state: [list]) {
                CollectAccumulator(type, result: list, keepsNulls: keepsNulls) { values, builder in
                    builder.child(0).append(contentsOf: values.gather(Selection(distinctRows(values))))
                    builder.closeRange()
                }
            }
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
    ]

    /// The first row of each value. O(rows).
    static func distinctRows(_ values: Column) -> [Int] {
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

    static func percentages(_ call: Call) throws -> ([Double], Bool) {
        func number(_ value: Value, _ type: DataType) -> Double? {
            switch value {
            case .integer(let number): return Double(number)
            case .double(let number): return number
            case .float(let number): return Double(number)
            case .string(let text): return Double(text)
            case .decimal(let unscaled):
                guard case .decimal(_, let scale) = type else { return nil }
                return DecimalArithmetic.double(unscaled, scale: scale)
            default: return nil
            }
        }
        switch call.types[1] {
        case .array(let element, _) where !element.isNumeric && element != .null:
            throw call.mismatch(1, required: "\"ARRAY<DOUBLE>\"")
        case .array, .string, .null: break
        case let type where !type.isNumeric: throw call.mismatch(1, required: "\"DOUBLE\"")
        default: break
        }
        guard let literal = call.arguments[1].literal else {
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "percentage", type: .double, input: call.arguments[1].sql)
        }
        var fractions: [Double?]
        var isList = false
        if case .array(let values) = literal, case .array(let element, _) = call.types[1] {
            // A null in a list counts as 0.
            fractions = values.map { $0.isNull ? 0 : number($0, element) }
            isList = true
        } else {
            if literal.isNull {
                throw FunctionError.unexpectedNull(sql: call.sql, name: "percentage")
            }
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
}

extension Column {
    /// The validity of a flat column, also of one that is all null.
    fileprivate var nullBits: Bitmap? {
        if case .null = layout { return Bitmap(count: count, filledWith: false) }
        return validity
    }
}
