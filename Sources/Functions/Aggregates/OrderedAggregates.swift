import Columnar

/// Aggregates that need the values of a group in order: percentiles, mode, joined texts, the greatest few.
enum OrderedAggregates {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "percentile",
            "percentile(expr, p[, frequency]) - The exact percentile, between neighbours linearly; an array for an "
                + "array of percentages.", ["percentile(col, 0.3)"], since: "2.1.0", count: 2...3
        ) { call in
            let (fractions, isList) = try CollectFunctions.percentages(call)
            if call.arguments.count == 2 { return try percentile(call, fractions, isList) }
            return try weighted(call, fractions, isList)
        },
        .aggregate("median", "median(expr) - The exact median.", ["median(col)"], since: "3.4.0", count: 1...1) {
            try percentile($0, [0.5], false)
        },
        within("percentile_cont", "The percentile of the ordered values, between neighbours linearly.") {
            OrderStatistics.percentile($0, $1)
        },
        within("percentile_disc", "The first of the ordered values that at least p of all are not above.") {
            sorted, fraction in
            let rank = Int((fraction * Double(sorted.count)).rounded(.up))
            return sorted[max(0, min(sorted.count, rank) - 1)]
        },
        .aggregate(
            "mode", "mode(expr[, deterministic]) - The most frequent value; the least of several when deterministic.",
            ["mode(col)"], since: "3.4.0", count: 1...3
        ) { call in
            let type = call.types[0]
            let isDeterministic = call.arguments.count > 1 && call.arguments[1].literal == .boolean(true)
            // Given by WITHIN GROUP (ORDER BY … DESC): the greatest of several.
            let isGreatest = call.arguments.count > 2
            return .make(call.types, result: type, state: [.array(type, containsNull: false)]) {
                CollectAccumulator(type, result: type) { values, builder in
                    if values.count == 0 { return builder.appendNull() }
                    let order = (0..<values.count).sorted { RowComparison.compare(values, $0, values, $1) < 0 }
                    var best = order[0]
                    var most = 0
                    var start = 0
                    while start < order.count {
                        var end = start + 1
                        while end < order.count,
                            RowComparison.compare(values, order[start], values, order[end]) == 0
                        {
                            end += 1
                        }
                        let count = end - start
                        let first = order[start..<end].min() ?? order[start]
                        let isBetter =
                            count > most || (count == most && (isGreatest || (!isDeterministic && first < best)))
                        if isBetter { (best, most) = (first, count) }
                        start = end
                    }
                    builder.append(contentsOf: values.slice(best..<(best + 1)))
                }
            }
        },
        .aggregate(
            "listagg", aliases: ["string_agg"],
            "listagg(expr[, delimiter]) [WITHIN GROUP (ORDER BY …)] - The values that are not null joined as text.",
            ["listagg(col, ', ')"], since: "4.0.0", count: 1...Int.max, bindList),
        greatest("max_by", "max_by(x, y[, k]) - The x of the row with the greatest y, or of the k greatest.", true),
        greatest("min_by", "min_by(x, y[, k]) - The x of the row with the least y, or of the k least.", false),
        .aggregate(
            "collect_union", "collect_union(array) - The different elements of all arrays.", ["collect_union(col)"],
            since: "4.3.0", count: 1...1
        ) { call in
            guard case .array(let element, let containsNull) = call.types[0] else {
                throw call.mismatch(0, required: "\"ARRAY\"")
            }
            let type = DataType.array(element, containsNull: containsNull)
            return .make([type], result: type, nullable: false, state: [.array(type, containsNull: false)]) {
                CollectAccumulator(type, result: type) { values, builder in
                    if let input = ArrayKernels.Input(values), values.count > 0 {
                        let all = input.elements.slice(
                            input.range(0).lowerBound..<input.range(values.count - 1).upperBound)
                        builder.child(0).append(
                            contentsOf: all.gather(Selection(CollectFunctions.distinctRows(all))))
                    }
                    builder.closeRange()
                }
            }
        },
        .aggregate(
            "histogram_numeric", "histogram_numeric(expr, bins) - A histogram of bins whose widths differ.",
            ["histogram_numeric(col, 5)"], since: "3.3.0", count: 2...2, bindHistogram),
    ]

    // MARK: Percentiles

    /// Numbers are taken as doubles, intervals by their months or microseconds.
    private static func percentile(
        _ call: Call, _ fractions: [Double], _ isList: Bool, isDescending: Bool = false,
        _ pick: @escaping @Sendable ([Double], Double) -> Double = { OrderStatistics.percentile($0, $1) }
    ) throws -> AggregateBinding {
        let given = call.types[0]
        var type = given
        var element = DataType.double
        switch given {
        case .yearMonthInterval:
            type = .yearMonth
            element = .yearMonth
        case .dayTimeInterval:
            type = .dayTime
            element = .dayTime
        default: type = try Call(call.name, [call.arguments[0]], call.context).coerced([.double])[0]
        }
        let source = type
        let single = element
        let result: DataType = isList ? .array(single, containsNull: false) : single
        return .make(
            [source] + call.types.dropFirst(), result: result, state: [.array(source, containsNull: false)]
        ) {
            CollectAccumulator(source, result: result) { values, builder in
                if values.count == 0 || fractions.isEmpty { return builder.appendNull() }
                var sorted = numbers(values).sorted { RowComparison.floatingOrder($0, $1) < 0 }
                if isDescending { sorted.reverse() }
                let target = isList ? builder.child(0) : builder
                for fraction in fractions {
                    let value = pick(sorted, fraction)
                    switch single {
                    case .yearMonthInterval: target.append(Int32(clamping: Int64(value)))
                    case .dayTimeInterval: target.append(Int64(value))
                    default: target.append(value)
                    }
                }
                if isList { builder.closeRange() }
            }
        }
    }

    private static func numbers(_ values: Column) -> [Double] {
        let flat = values.flattened()
        if let doubles = flat.type == .double ? flat.fixedValues(Double.self) : nil {
            return (0..<flat.count).map { doubles[$0] }
        }
        if flat.type.physicalType == .int32, let months = flat.fixedValues(Int32.self) {
            return (0..<flat.count).map { Double(months[$0]) }
        }
        if let micros = flat.fixedValues(Int64.self) { return (0..<flat.count).map { Double(micros[$0]) } }
        return []
    }

    /// Each value counts as often as its frequency says.
    private static func weighted(
        _ call: Call, _ fractions: [Double], _ isList: Bool
    ) throws -> AggregateBinding {
        _ = try Call(call.name, [call.arguments[0]], call.context).coerced([.double])
        let pair = DataType.structure(Schema([StructField("value", .double), StructField("frequency", .long)]))
        let result: DataType = isList ? .array(.double, containsNull: false) : .double
        return .make([.double, call.types[1], .long], result: result, state: [.array(pair, containsNull: false)]) {
            let inner = CollectAccumulator(pair, result: result, width: 2) { values, builder in
                guard case .structure(let parts) = values.flattened().layout, values.count > 0 else {
                    return builder.appendNull()
                }
                let counts = parts[1].flattened()
                guard let frequencies = counts.fixedValues(Int64.self) else { return builder.appendNull() }
                let doubles = numbers(parts[0])
                var rows = (0..<doubles.count).filter { frequencies[$0] > 0 }
                rows.sort { RowComparison.floatingOrder(doubles[$0], doubles[$1]) < 0 }
                let total = rows.reduce(Int64(0)) { $0 &+ frequencies[$1] }
                guard total > 0 else { return builder.appendNull() }
                func value(at position: Int64) -> Double {
                    var passed: Int64 = 0
                    for row in rows {
                        passed &+= frequencies[row]
                        if position < passed { return doubles[row] }
                    }
                    return doubles[rows[rows.count - 1]]
                }
                let target = isList ? builder.child(0) : builder
                for fraction in fractions {
                    let position = Double(total - 1) * fraction
                    let (lower, upper) = (position.rounded(.down), position.rounded(.up))
                    let (a, b) = (value(at: Int64(lower)), value(at: Int64(upper)))
                    target.append(lower == upper || a == b ? a : (upper - position) * a + (position - lower) * b)
                }
                if isList { builder.closeRange() }
            }
            return ReorderedAccumulator([0, 2], inner)
        }
    }

    /// `function(p) WITHIN GROUP (ORDER BY value)`: the analyzer puts the value in front and says behind whether the
    /// order is descending.
    private static func within(
        _ name: String, _ meaning: String, _ pick: @escaping @Sendable ([Double], Double) -> Double
    ) -> FunctionDefinition {
        .aggregate(
            name, "\(name)(p) WITHIN GROUP (ORDER BY expr) - \(meaning)",
            ["\(name)(0.25) WITHIN GROUP (ORDER BY col)"], since: "3.3.0", count: 1...3
        ) { call in
            guard call.arguments.count > 1 else {
                throw PyriteError(
                    .analysis, "INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING", sqlState: "42K0K",
                    "Invalid function `\(call.name)` with WITHIN GROUP. WITHIN GROUP is required for the function.",
                    parameters: ["funcName": "`\(call.name)`"])
            }
            let (fractions, isList) = try CollectFunctions.percentages(call)
            let isDescending = call.arguments.count > 2 && call.arguments[2].literal == .boolean(true)
            return try percentile(call, fractions, isList, isDescending: isDescending, pick)
        }
    }

    // MARK: listagg

    /// With an order: the value, the delimiter, the keys, and a text of one letter a key (`a`, `A`, `d`, `D`: ascending
    /// or descending, upper case for nulls first).
    @Sendable private static func bindList(_ call: Call) throws -> AggregateBinding {
        let value = call.types[0] == .binary ? DataType.binary : try call.coerced([.text, .any])[0]
        var delimiter: [UInt8] = []
        if call.arguments.count > 1 {
            switch call.arguments[1].literal {
            case .string(let text)?: delimiter = Array(text.utf8)
            case .binary(let bytes)?: delimiter = bytes
            case .null?: break
            default:
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "delimiter", type: .string, input: call.arguments[1].sql)
            }
        }
        let separator = delimiter
        let keys = call.arguments.count > 2 ? Array(call.types[2..<(call.types.count - 1)]) : []
        let directions = Array((call.stringLiteral(call.arguments.count - 1) ?? "").utf8)
        if keys.isEmpty {
            return .make(
                [value] + call.types.dropFirst(), result: value, state: [.array(value, containsNull: false)]
            ) {
                CollectAccumulator(value, result: value) { values, builder in
                    join(values, Array(0..<values.count), separator, builder)
                }
            }
        }
        let row = DataType.structure(
            Schema(([value] + keys).enumerated().map { StructField("_\($0.offset)", $0.element) }))
        // The keys stand behind the value, so that both are collected; the delimiter is known.
        return AggregateBinding(
            argumentTypes: [value, call.types[1]] + keys + [.string], resultType: value, nullable: true,
            stateTypes: [.array(row, containsNull: false)]
        ) {
            ReorderedAccumulator(
                [0] + keys.indices.map { $0 + 2 },
                CollectAccumulator(row, result: value, width: keys.count + 1) { values, builder in
                    guard case .structure(let parts) = values.flattened().layout else { return builder.appendNull() }
                    let order = (0..<values.count).sorted { a, b in
                        for (index, part) in parts.dropFirst().enumerated() {
                            let direction = index < directions.count ? directions[index] : 0x41
                            let nullsFirst = direction < 0x60
                            switch (part.isNull(a), part.isNull(b)) {
                            case (true, true): continue
                            case (true, false): return nullsFirst
                            case (false, true): return !nullsFirst
                            default: break
                            }
                            let result = RowComparison.compare(part, a, part, b)
                            if result != 0 { return direction | 0x20 == 0x61 ? result < 0 : result > 0 }
                        }
                        return a < b
                    }
                    join(parts[0].flattened(), order, separator, builder)
                })
        }
    }

    private static func join(_ values: Column, _ order: [Int], _ separator: [UInt8], _ builder: ColumnBuilder) {
        if order.isEmpty { return builder.appendNull() }
        var writer = ByteWriter()
        let texts = TextInput(values.flattened())
        for (index, row) in order.enumerated() {
            if index > 0 { separator.withUnsafeBytes { writer.append($0) } }
            writer.append(texts[row])
        }
        builder.append(bytes: writer.bytes)
    }

    // MARK: max_by, min_by

    /// Two arguments go to the plain aggregate, a third asks for an array.
    private static func greatest(_ name: String, _ usage: String, _ isGreatest: Bool) -> FunctionDefinition {
        .aggregate(name, usage, ["\(name)(x, y)"], since: "3.0.0", count: 2...3) { call in
            if call.arguments.count == 2 { return try PickFunctions.bindBy(call, isGreatest: isGreatest) }
            guard call.types[1].isOrderable else {
                throw FunctionError.invalidOrdering(call.name, sql: call.sql, call.types[1])
            }
            guard let k = call.integerLiteral(2), k > 0, k <= 100_000 else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "k", type: .integer, input: call.arguments[2].sql)
            }
            let result = DataType.array(call.types[0], containsNull: true)
            let pair = DataType.structure(
                Schema([StructField("x", call.types[0]), StructField("y", call.types[1])]))
            return .make(call.types, result: result, state: [.array(pair, containsNull: false)]) {
                CollectAccumulator(pair, result: result, width: 2, presence: 1) { values, builder in
                    guard case .structure(let parts) = values.flattened().layout, values.count > 0 else {
                        return builder.appendNull()
                    }
                    let order = (0..<values.count).sorted { a, b in
                        let result = RowComparison.compare(parts[1], a, parts[1], b)
                        return result == 0 ? a < b : isGreatest ? result > 0 : result < 0
                    }
                    builder.child(0).append(contentsOf: parts[0].gather(Selection(Array(order.prefix(Int(k))))))
                    builder.closeRange()
                }
            }
        }
    }

    // MARK: histogram_numeric

    @Sendable private static func bindHistogram(_ call: Call) throws -> AggregateBinding {
        let type = call.types[0]
        guard type.isNumeric || type.isDatetime || type.isInterval else {
            throw call.mismatch(0, required: "(\"NUMERIC\" or \"DATE\" or \"TIMESTAMP\")")
        }
        guard let bins = call.integerLiteral(1), bins >= 2 else {
            throw FunctionError.nonFoldable(sql: call.sql, name: "nb", type: .integer, input: call.arguments[1].sql)
        }
        let bin = DataType.structure(
            Schema([StructField("x", type, nullable: true), StructField("y", .double, nullable: true)]))
        let result = DataType.array(bin, containsNull: true)
        return .make(call.types, result: result, state: [.array(type, containsNull: false)]) {
            CollectAccumulator(type, result: result) { values, builder in
                if values.count == 0 { return builder.appendNull() }
                var histogram: [(x: Double, y: Double)] = []
                // The seed is Spark's, so that the bins are.
                var random = JavaRandom(seed: 31_183)
                let isDecimal = type.isDecimal
                for row in 0..<values.count {
                    let x: Double
                    switch values.value(at: row) {
                    case .integer(let number): x = Double(number)
                    case .float(let number): x = Double(number)
                    case .double(let number): x = number
                    case .decimal(let number):
                        guard isDecimal, case .decimal(_, let scale) = type else { continue }
                        x = DecimalArithmetic.double(number, scale: scale)
                    default: continue
                    }
                    insert(x, into: &histogram, limit: Int(bins), &random)
                }
                for (x, y) in histogram {
                    let entry = builder.child(0)
                    switch type {
                    case .float: entry.child(0).append(Float(x))
                    case .double: entry.child(0).append(x)
                    case .decimal(let precision, let scale):
                        entry.child(0).append(
                            DecimalArithmetic.decimal(x, precision: precision, scale: scale).map { .decimal($0) }
                                ?? .null)
                    default: entry.child(0).append(.integer(Int64(x)))
                    }
                    entry.child(1).append(y)
                    entry.closeStructure()
                }
                builder.closeRange()
            }
        }
    }

    /// Adds a value to bins in ascending order; when there are too many the two nearest become one (Ben-Haim and
    /// Tom-Tov, 2010), of several pairs at one distance one by chance.
    private static func insert(
        _ x: Double, into bins: inout [(x: Double, y: Double)], limit: Int, _ random: inout JavaRandom
    ) {
        var low = 0
        var high = bins.count
        while low < high {
            let middle = (low + high) / 2
            if bins[middle].x < x { low = middle + 1 } else { high = middle }
        }
        if low < bins.count, bins[low].x == x {
            bins[low].y += 1
            return
        }
        bins.insert((x, 1), at: low)
        guard bins.count > limit else { return }
        var nearest = 0
        var least = bins[1].x - bins[0].x
        var ties = 1
        for index in 1..<(bins.count - 1) {
            let distance = bins[index + 1].x - bins[index].x
            if distance < least {
                (least, nearest, ties) = (distance, index, 1)
            } else if distance == least {
                ties += 1
                if random.nextDouble() <= 1 / Double(ties) { nearest = index }
            }
        }
        let (a, b) = (bins[nearest], bins[nearest + 1])
        let weight = a.y + b.y
        bins[nearest] = (a.x * (a.y / weight) + b.x / weight * b.y, weight)
        bins.remove(at: nearest + 1)
    }
}

/// Hands some of the arguments on in another order.
final class ReorderedAccumulator: Accumulator {
    private let order: [Int]
    private let inner: any Accumulator

    init(_ order: [Int], _ inner: any Accumulator) {
        self.order = order
        self.inner = inner
    }

    func resize(groups: Int) { inner.resize(groups: groups) }
    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        try inner.update(order.map { arguments[$0] }, groups: groups, count: count, context: context)
    }
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        try inner.merge(state, groups: groups, count: count)
    }
    func state(groups: Range<Int>) throws -> [Column] { try inner.state(groups: groups) }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        try inner.result(groups: groups, context: context)
    }
    var byteCount: Int { inner.byteCount }
}
