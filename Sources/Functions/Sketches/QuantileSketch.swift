import Columnar

/// A KLL sketch (Karnin, Lang, Liberty: "Optimal Quantile Approximation in Streams"): levels of values that stand for
/// 2^level each. Up to k values it is exact.
struct QuantileSketch: MergeableSketch {
    static let standardSize = 200
    private(set) var k: Int
    private(set) var n: Int64 = 0
    private(set) var levels: [[Double]] = [[]]
    /// Alternates, so that a compaction keeps the odd or the even values in turn.
    private var keepsOdd = false
    private(set) var least = Double.infinity
    private(set) var greatest = -Double.infinity

    init(k: Int) { self.k = k }

    mutating func update(_ value: Double) {
        guard !value.isNaN else { return }
        n += 1
        least = min(least, value)
        greatest = max(greatest, value)
        levels[0].append(value)
        compress()
    }

    /// Room at a level: k at the top, two thirds of it at each level below, at least 8.
    private func capacity(_ level: Int) -> Int {
        var size = Double(k)
        for _ in level..<(levels.count - 1) { size *= 2.0 / 3 }
        return max(8, Int(size.rounded(.up)))
    }

    private mutating func compress() {
        var total = levels.reduce(0) { $0 + $1.count }
        var room = levels.indices.reduce(0) { $0 + capacity($1) }
        while total > room {
            guard let level = levels.indices.first(where: { levels[$0].count >= capacity($0) }) else { return }
            if level + 1 == levels.count { levels.append([]) }
            var values = levels[level].sorted()
            // An odd value out stays where it is.
            let rest = values.count % 2 == 1 ? [values.removeLast()] : []
            let kept = stride(from: keepsOdd ? 1 : 0, to: values.count, by: 2).map { values[$0] }
            keepsOdd.toggle()
            levels[level] = rest
            levels[level + 1] += kept
            total = levels.reduce(0) { $0 + $1.count }
            room = levels.indices.reduce(0) { $0 + capacity($1) }
        }
    }

    mutating func merge(_ other: QuantileSketch) {
        n += other.n
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
        while levels.count < other.levels.count { levels.append([]) }
        for (level, values) in other.levels.enumerated() { levels[level] += values }
        compress()
    }

    private var weighted: [(value: Double, weight: Int64)] {
        levels.enumerated().flatMap { level, values in values.map { ($0, Int64(1) << Int64(min(level, 62))) } }
            .sorted { $0.0 < $1.0 }
    }

    /// The least value that at least `rank` of all values are not above.
    func quantile(_ rank: Double) -> Double? {
        guard n > 0 else { return nil }
        if rank <= 0 { return least }
        if rank >= 1 { return greatest }
        let target = (rank * Double(n)).rounded(.up)
        var passed: Int64 = 0
        for (value, weight) in weighted {
            passed += weight
            if Double(passed) >= target { return value }
        }
        return greatest
    }

    /// The part of all values that are not above `value`.
    func rank(_ value: Double) -> Double? {
        guard n > 0 else { return nil }
        let below = weighted.reduce(Int64(0)) { $1.value <= value ? $0 + $1.weight : $0 }
        return Double(below) / Double(n)
    }

    var retained: Int { levels.reduce(0) { $0 + $1.count } }

    // MARK: Aggregation

    mutating func update(_ arguments: [Column], _ row: Int) throws {
        switch arguments[0].value(at: row) {
        case .integer(let number): update(Double(number))
        case .float(let number): update(Double(number))
        case .double(let number): update(number)
        default: break
        }
    }

    var serialized: [UInt8] { bytes(.quantilesDouble) }

    init(serialized: UnsafeRawBufferPointer) throws {
        try self.init(serialized, .quantilesDouble, function: "sketch state")
    }

    var byteCount: Int { retained * 8 + 128 }

    func bytes(_ kind: SketchKind) -> [UInt8] {
        var out = SketchWriter(kind)
        out.append(UInt32(truncatingIfNeeded: k))
        out.append(n)
        out.append(UInt8(keepsOdd ? 1 : 0))
        out.append(least.bitPattern)
        out.append(greatest.bitPattern)
        out.append(UInt8(truncatingIfNeeded: levels.count))
        for level in levels {
            out.append(UInt32(truncatingIfNeeded: level.count))
            for value in level { out.append(value.bitPattern) }
        }
        return out.bytes
    }

    init(_ bytes: UnsafeRawBufferPointer, _ kind: SketchKind, function: String) throws {
        var reader = try SketchReader(bytes, kind, function)
        k = Int(try reader.next(UInt32.self))
        n = try reader.next(Int64.self)
        keepsOdd = try reader.next(UInt8.self) == 1
        least = Double(bitPattern: try reader.next(UInt64.self))
        greatest = Double(bitPattern: try reader.next(UInt64.self))
        let count = Int(try reader.next(UInt8.self))
        guard (8...65_535).contains(k), count > 0, n >= 0 else { throw reader.malformed() }
        levels = []
        for _ in 0..<count {
            let size = Int(try reader.next(UInt32.self))
            guard size <= bytes.count / 8 else { throw reader.malformed() }
            levels.append(try (0..<size).map { _ in Double(bitPattern: try reader.next(UInt64.self)) })
        }
    }
}

/// A KLL sketch that other KLL sketches are merged into.
private struct MergedQuantiles<Tag: QuantileTag>: MergeableSketch {
    var sketch: QuantileSketch

    init(k: Int) { sketch = QuantileSketch(k: k) }

    mutating func update(_ arguments: [Column], _ row: Int) throws {
        guard let views = arguments[0].views else { return }
        sketch.merge(
            try QuantileSketch(StringView.bytes(views + row), Tag.kind, function: "kll_merge_agg_\(Tag.name)"))
    }

    mutating func merge(_ other: MergedQuantiles) throws { sketch.merge(other.sketch) }
    var serialized: [UInt8] { sketch.serialized }
    init(serialized: UnsafeRawBufferPointer) throws { sketch = try QuantileSketch(serialized: serialized) }
    var byteCount: Int { sketch.byteCount }
}

private protocol QuantileTag: SendableMetatype {
    static var kind: SketchKind { get }
    static var name: String { get }
    static var type: DataType { get }
}

private enum LongQuantiles: QuantileTag {
    static let kind = SketchKind.quantilesLong
    static let name = "bigint"
    static let type = DataType.long
}

private enum DoubleQuantiles: QuantileTag {
    static let kind = SketchKind.quantilesDouble
    static let name = "double"
    static let type = DataType.double
}

private enum FloatQuantiles: QuantileTag {
    static let kind = SketchKind.quantilesFloat
    static let name = "float"
    static let type = DataType.float
}

/// Functions over KLL sketches.
enum QuantileFunctions {
    static let definitions: [FunctionDefinition] =
        family(LongQuantiles.self) + family(DoubleQuantiles.self) + family(FloatQuantiles.self)

    private static func family<Tag: QuantileTag>(_ tag: Tag.Type) -> [FunctionDefinition] {
        let name = Tag.name
        return [
            .aggregate(
                "kll_sketch_agg_\(name)", "kll_sketch_agg_\(name)(expr[, k]) - A KLL sketch of the values.",
                ["kll_sketch_get_n_\(name)(kll_sketch_agg_\(name)(col))"], since: "4.1.0", count: 1...2
            ) { call in
                let k = try call.quantileSize(1)
                let isFitting =
                    Tag.type == .long
                    ? call.types[0].isIntegral
                    : Tag.type == .float ? call.types[0] == .float : call.types[0].isFloatingPoint
                guard isFitting || call.types[0] == .null else {
                    throw call.mismatch(0, required: "\"\(Tag.type.sql)\"")
                }
                return AggregateBinding(
                    argumentTypes: [Tag.type] + call.types.dropFirst(), resultType: .binary, nullable: false,
                    stateTypes: [.binary]
                ) {
                    SketchAccumulator<QuantileSketch>(
                        .binary, make: { QuantileSketch(k: k) },
                        finish: { $1.append(.binary($0.bytes(Tag.kind))) })
                }
            },
            .aggregate(
                "kll_merge_agg_\(name)", "kll_merge_agg_\(name)(sketch[, k]) - The KLL sketches merged.",
                ["kll_merge_agg_\(name)(sketch)"], since: "4.1.0", count: 1...2
            ) { call in
                let k = try call.quantileSize(1)
                return AggregateBinding(
                    argumentTypes: try call.coerced([.binary, .any]), resultType: .binary, nullable: false,
                    stateTypes: [.binary]
                ) {
                    SketchAccumulator<MergedQuantiles<Tag>>(
                        .binary, make: { MergedQuantiles(k: k) },
                        finish: { $1.append(.binary($0.sketch.bytes(Tag.kind))) })
                }
            },
            .rows(
                "kll_sketch_get_n_\(name)", .sketch, "kll_sketch_get_n_\(name)(sketch) - The number of values.",
                ["kll_sketch_get_n_\(name)(kll_sketch_agg_\(name)(col))"], since: "4.1.0", parameters: [.binary],
                result: .long, canFail: true
            ) { rows, _ in
                let x = rows.text(0)
                return try rows.mapValid(Int64(0)) {
                    try QuantileSketch(x[$0], Tag.kind, function: "kll_sketch_get_n_\(name)").n
                }
            },
            .rows(
                "kll_sketch_to_string_\(name)", .sketch,
                "kll_sketch_to_string_\(name)(sketch) - A description of the sketch.",
                ["kll_sketch_to_string_\(name)(kll_sketch_agg_\(name)(col))"], since: "4.1.0",
                parameters: [.binary], result: .string, canFail: true
            ) { rows, _ in
                let x = rows.text(0)
                return try rows.mapText { row, out in
                    let sketch = try QuantileSketch(x[row], Tag.kind, function: "kll_sketch_to_string_\(name)")
                    out.append("\n### KLL Sketch Summary:\n   K              : \(sketch.k)\n   N              : ")
                    out.append("\(sketch.n)\n   Levels         : \(sketch.levels.count)\n   Retained Items : ")
                    out.append("\(sketch.retained)\n")
                    if sketch.n > 0 {
                        out.append("   Min Item       : \(sketch.least)\n   Max Item       : \(sketch.greatest)\n")
                    }
                    return true
                }
            },
            .scalar(
                "kll_sketch_merge_\(name)", .sketch, "kll_sketch_merge_\(name)(left, right) - Two sketches merged.",
                ["kll_sketch_merge_\(name)(left, right)"], since: "4.1.0", count: 2...2
            ) { call in
                .rows(call, argumentTypes: try call.coerced([.binary]), result: .binary, canFail: true) { rows, _ in
                    let (x, y) = (rows.text(0), rows.text(1))
                    return try rows.mapText { row, out in
                        var left = try QuantileSketch(x[row], Tag.kind, function: call.name)
                        left.merge(try QuantileSketch(y[row], Tag.kind, function: call.name))
                        left.bytes(Tag.kind).withUnsafeBytes { out.append($0) }
                        return true
                    }
                }
            },
            reading(
                "kll_sketch_get_quantile_\(name)", "The value at a rank from 0 to 1", "rank", .double, Tag.type,
                Tag.kind
            ) {
                (sketch, rank, function) in
                guard (0...1).contains(rank) else {
                    throw PyriteError(
                        .runtime, "KLL_SKETCH_INVALID_QUANTILE_RANGE", sqlState: "22003",
                        "For function `\(function)`, the quantile value must be between 0.0 and 1.0 (inclusive).",
                        parameters: ["functionName": "`\(function)`"])
                }
                return sketch.quantile(rank)
            },
            reading(
                "kll_sketch_get_rank_\(name)", "The part of all values not above a value", "quantile", Tag.type,
                .double,
                Tag.kind
            ) { sketch, value, _ in sketch.rank(value) },
        ]
    }

    /// A number, or an array of them, looked up in a sketch.
    private static func reading(
        _ name: String, _ meaning: String, _ parameter: String, _ input: DataType, _ output: DataType,
        _ kind: SketchKind, _ body: @escaping @Sendable (QuantileSketch, Double, String) throws -> Double?
    ) -> FunctionDefinition {
        .scalar(
            name, .sketch, "\(name)(sketch, value) - \(meaning); an array for an array.", ["\(name)(sketch, 0.5)"],
            since: "4.1.0", count: 2...2
        ) { call in
            let asked = if case .array(let element, _) = call.types[1] { element } else { call.types[1] }
            let isList = asked != call.types[1]
            guard asked.isNumeric || asked.isString || asked == .null else {
                throw call.mismatch(1, required: "(\"\(input.sql)\" or \"ARRAY<\(input.sql)>\")")
            }
            guard call.arguments[1].literal != nil else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: parameter, type: input, input: call.arguments[1].sql)
            }
            let given: DataType = isList ? .array(.double, containsNull: true) : .double
            let result: DataType = isList ? .array(output, containsNull: false) : output
            return .rows(
                call, argumentTypes: [try call.coerced([.binary, .any])[0], given], result: result,
                nullable: .always, canFail: true
            ) { rows, _ in
                let x = rows.text(0)
                return try rows.build { row, builder in
                    let sketch = try QuantileSketch(x[row], kind, function: call.name)
                    let source = rows.constant(1) ?? rows.arguments[1]
                    let value = source.value(at: rows.constant(1) == nil ? row : 0)
                    let asked: [Value]
                    if case .array(let elements) = value { asked = elements } else { asked = [value] }
                    let target = isList ? builder.child(0) : builder
                    for case .double(let number) in asked {
                        guard let found = try body(sketch, number, call.name) else {
                            if isList { continue }
                            return builder.appendNull()
                        }
                        switch output {
                        case .long: target.append(Int64(exactly: found.rounded()) ?? 0)
                        case .float: target.append(Float(found))
                        default: target.append(found)
                        }
                    }
                    if isList { builder.closeRange() }
                }
            }
        }
    }
}
