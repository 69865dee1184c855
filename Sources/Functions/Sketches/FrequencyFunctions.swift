import Columnar
import Glibc

/// A count-min sketch (Cormode and Muthukrishnan, 2005) in Spark's own layout.
private struct CountMinSketch: MergeableSketch {
    private var total: Int64 = 0
    private let depth: Int
    private let width: Int
    private let factors: [Int64]
    private var table: [Int64]

    init(error: Double, confidence: Double, seed: Int64) {
        width = Int((2 / error).rounded(.up))
        depth = Int((-log(1 - confidence) / log(2.0)).rounded(.up))
        var random = JavaRandom(seed: seed)
        factors = (0..<depth).map { _ in Int64(random.next(below: Int32.max)) }
        table = [Int64](repeating: 0, count: depth * width)
    }

    mutating func update(_ arguments: [Column], _ row: Int) throws {
        let column = arguments[0]
        if let views = column.views {
            let bytes = StringView.bytes(views + row)
            let first = Int32(bitPattern: Murmur3.hash(bytes, seed: 0))
            let second = Int32(bitPattern: Murmur3.hash(bytes, seed: UInt32(bitPattern: first)))
            for index in 0..<depth {
                let bucket = (first &+ Int32(truncatingIfNeeded: index) &* second) % Int32(truncatingIfNeeded: width)
                table[index &* width &+ Int(abs(bucket))] += 1
            }
        } else if case .integer(let number) = column.value(at: row) {
            for index in 0..<depth {
                var hash = number &* factors[index]
                hash = hash &+ (hash &>> 32)
                hash &= 0x7FFF_FFFF
                table[index &* width &+ Int(hash) % width] += 1
            }
        }
        total += 1
    }

    mutating func merge(_ other: CountMinSketch) throws {
        guard other.table.count == table.count else { throw PyriteError.internalError("Sketches differ in size.") }
        total += other.total
        for index in table.indices { table[index] += other.table[index] }
    }

    var serialized: [UInt8] {
        var out: [UInt8] = []
        func append<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.bigEndian) { out.append(contentsOf: $0) }
        }
        append(Int32(1))
        append(total)
        append(Int32(truncatingIfNeeded: depth))
        append(Int32(truncatingIfNeeded: width))
        for factor in factors { append(factor) }
        for count in table { append(count) }
        return out
    }

    init(serialized bytes: UnsafeRawBufferPointer) throws {
        func load<T: FixedWidthInteger & BitwiseCopyable>(_ at: Int, _: T.Type) throws -> T {
            guard at + MemoryLayout<T>.size <= bytes.count else {
                throw PyriteError.internalError("The state of a count-min sketch is too short.")
            }
            return T(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
        }
        total = try load(4, Int64.self)
        depth = Int(try load(12, Int32.self))
        width = Int(try load(16, Int32.self))
        guard depth > 0, width > 0, depth <= bytes.count, width <= bytes.count else {
            throw PyriteError.internalError("The state of a count-min sketch is malformed.")
        }
        var position = 20
        var factors: [Int64] = []
        for _ in 0..<depth {
            factors.append(try load(position, Int64.self))
            position += 8
        }
        self.factors = factors
        var table: [Int64] = []
        for _ in 0..<(depth * width) {
            table.append(try load(position, Int64.self))
            position += 8
        }
        self.table = table
    }

    var byteCount: Int { table.count * 8 + 64 }
}

/// Java's linear congruential generator, on which Spark's sketches seed their hashes.
struct JavaRandom {
    private var seed: Int64

    init(seed: Int64) { self.seed = (seed ^ 0x5DEE_CE66D) & ((1 << 48) - 1) }

    private mutating func next(bits: Int64) -> Int32 {
        seed = (seed &* 0x5DEE_CE66D &+ 0xB) & ((1 << 48) - 1)
        return Int32(truncatingIfNeeded: seed >> (48 - bits))
    }

    /// A number of [0, 1).
    mutating func nextDouble() -> Double {
        let high = Int64(UInt32(bitPattern: next(bits: 26))) << 27
        return Double(high + Int64(UInt32(bitPattern: next(bits: 27)))) * 0x1p-53
    }

    /// A number of 0..<bound, which is no power of two.
    mutating func next(below bound: Int32) -> Int32 {
        while true {
            let bits = next(bits: 31)
            let value = bits % bound
            if bits &- value &+ (bound - 1) >= 0 { return value }
        }
    }
}

/// Frequent items (Anderson et al., "A High-Performance Algorithm for Identifying Frequent Items in Data Streams"): counts
/// of at most so many items; when there are more, the median count is taken off all.
private struct FrequentItems {
    var limit: Int
    var counts: [Value: Int64] = [:]

    mutating func add(_ item: Value, _ count: Int64) {
        counts[item, default: 0] += count
        if counts.count > limit {
            let sorted = counts.values.sorted()
            let median = sorted[sorted.count / 2]
            counts = counts.compactMapValues { $0 > median ? $0 - median : nil }
        }
    }

    /// The most frequent items; those of one count in the order of the reference's hash table.
    func top(_ k: Int) -> [(item: Value, count: Int64)] {
        var size = 16
        while size * 3 / 4 < counts.count { size *= 2 }
        return counts.map { (item: $0.key, count: $0.value, slot: Self.hash($0.key) & UInt64(size - 1)) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.slot < $1.slot }
            .prefix(k).map { ($0.item, $0.count) }
    }

    private static func hash(_ item: Value) -> UInt64 {
        var h: UInt64
        switch item {
        case .integer(let number):
            let folded = Int32(exactly: number) ?? Int32(truncatingIfNeeded: number ^ (number >> 32))
            h = UInt64(bitPattern: Int64(folded))
        case .string(let text):
            h = UInt64(bitPattern: Int64(text.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }))
        case .double(let number): h = number.bitPattern
        default: h = 0
        }
        h ^= h >> 33
        h = h &* 0xFF51_AFD7_ED55_8CCD
        h ^= h >> 33
        h = h &* 0xC4CE_B9FE_1A85_EC53
        return h ^ h >> 33
    }
}

/// Functions that count how often values occur.
enum FrequencyFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "count_min_sketch",
            "count_min_sketch(expr, error, confidence, seed) - A count-min sketch of the values.",
            ["hex(count_min_sketch(col, 0.5d, 0.5d, 1))"], since: "2.2.0", count: 3...4
        ) { call in
            func number(_ index: Int) throws -> Double {
                guard call.types[index] == .double else {
                    throw call.mismatch(index, required: "\"DOUBLE\"")
                }
                switch call.arguments[index].literal {
                case .double(let value)?: return value
                default:
                    throw FunctionError.nonFoldable(
                        sql: call.sql, name: index == 1 ? "eps" : "confidence", type: .double,
                        input: call.arguments[index].sql)
                }
            }
            let (error, confidence) = (try number(1), try number(2))
            guard error > 0.000_001, error < 1_000, confidence > 0, confidence < 1 else {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: The `eps` must be between (0.0, "
                        + "\(Double.greatestFiniteMagnitude)].",
                    parameters: ["sqlExpr": "\"\(call.sql)\""])
            }
            var seed = Int64(Int32.random(in: 0...Int32.max))
            if call.arguments.count > 3 {
                guard call.types[3].isIntegral else {
                    if call.arguments[3].literal == .null {
                        throw FunctionError.unexpectedNull(sql: call.sql, name: "seed")
                    }
                    throw call.mismatch(3, required: "\"INTEGRAL\"")
                }
                guard let given = call.integerLiteral(3) else {
                    throw FunctionError.nonFoldable(
                        sql: call.sql, name: "seed", type: .integer, input: call.arguments[3].sql)
                }
                // Only the low half counts.
                seed = Int64(Int32(truncatingIfNeeded: given))
            }
            let start = seed
            let type: DataType = call.types[0].isIntegral ? .long : call.types[0]
            guard type == .long || type.isString || type == .binary || type == .null else {
                throw call.mismatch(0, required: "(\"INTEGRAL\" or \"STRING\" or \"BINARY\")")
            }
            return AggregateBinding(
                argumentTypes: [type] + call.types.dropFirst(), resultType: .binary, nullable: false,
                stateTypes: [.binary]
            ) {
                SketchAccumulator<CountMinSketch>(
                    .binary, make: { CountMinSketch(error: error, confidence: confidence, seed: start) },
                    finish: { $1.append(.binary($0.serialized)) })
            }
        },
        .aggregate(
            "approx_top_k", "approx_top_k(expr[, k[, maxItems]]) - The k most frequent values with their counts.",
            ["approx_top_k(expr, 2)"], since: "4.1.0", count: 1...3
        ) { call in
            let k = try size(call, 1, 5, "k")
            let limit = try size(call, 2, 10_000, "maxItemsTracked")
            let item = call.types[0]
            let result = list(of: item)
            return AggregateBinding(
                argumentTypes: call.types, resultType: result, nullable: false,
                stateTypes: [.map(item, .long, valueContainsNull: false)]
            ) { FrequentItemsAccumulator(item, limit, result, isCombining: false) { write($0.top(k), $1) } }
        },
        .aggregate(
            "approx_top_k_accumulate",
            "approx_top_k_accumulate(expr[, maxItems]) - The counts that approx_top_k_estimate reads.",
            ["approx_top_k_estimate(approx_top_k_accumulate(expr))"], since: "4.1.0", count: 1...2
        ) { call in
            let limit = try size(call, 1, 10_000, "maxItemsTracked")
            return accumulate(call, call.types[0], limit, isCombining: false)
        },
        .aggregate(
            "approx_top_k_combine", "approx_top_k_combine(state[, maxItems]) - The counts of several states.",
            ["approx_top_k_combine(sketch, 10000)"], since: "4.1.0", count: 1...2
        ) { call in
            guard let item = itemType(call.types[0]) else { throw call.mismatch(0, required: "\"STRUCT\"") }
            return accumulate(
                call, item, try size(call, 1, 10_000, "maxItemsTracked"), isCombining: true)
        },
        .scalar(
            "approx_top_k_estimate", .sketch,
            "approx_top_k_estimate(state[, k]) - The k most frequent values with their counts.",
            ["approx_top_k_estimate(approx_top_k_accumulate(expr), 2)"], since: "4.1.0", count: 1...2
        ) { call in
            guard let item = itemType(call.types[0]) else { throw call.mismatch(0, required: "\"STRUCT\"") }
            let k = try size(call, 1, 5, "k")
            let result = list(of: item)
            return .rows(call, argumentTypes: call.types, result: result, canFail: true) { rows, _ in
                let source = rows.constant(0) ?? rows.arguments[0]
                return try rows.build { row, builder in
                    let items = try decoded(source, rows.constant(0) == nil ? row : 0, item)
                    write(items.top(k), builder)
                }
            }
        },
    ]

    private static func size(_ call: Call, _ index: Int, _ standard: Int, _ name: String) throws -> Int {
        guard call.arguments.count > index else { return standard }
        guard let value = call.integerLiteral(index) else {
            throw FunctionError.nonFoldable(sql: call.sql, name: name, type: .integer, input: call.arguments[index].sql)
        }
        guard value > 0, value <= 1_000_000 else {
            throw PyriteError(
                .runtime, "APPROX_TOP_K_NON_POSITIVE_ARG", sqlState: "22023",
                "The value of `\(name)` in `\(call.name)` must be a positive integer, but got \(value).",
                parameters: ["argName": "`\(name)`", "argValue": "\(value)"])
        }
        return Int(value)
    }

    private static func list(of item: DataType) -> DataType {
        .array(
            .structure(Schema([StructField("item", item), StructField("count", .long, nullable: false)])),
            containsNull: false)
    }

    private static func state(of item: DataType) -> DataType {
        .structure(
            Schema([
                StructField("sketch", .binary, nullable: false),
                StructField("maxItemsTracked", .integer, nullable: false), StructField("itemDataType", item),
                StructField("itemDataTypeDDL", .string, nullable: false),
            ]))
    }

    private static func itemType(_ type: DataType) -> DataType? {
        guard case .structure(let schema) = type, schema.count == 4, schema[0].dataType == .binary else { return nil }
        return schema[2].dataType
    }

    private static func write(_ items: [(item: Value, count: Int64)], _ builder: ColumnBuilder) {
        let entry = builder.child(0)
        for (item, count) in items {
            entry.child(0).append(item)
            entry.child(1).append(count)
            entry.closeStructure()
        }
        builder.closeRange()
    }

    private static func accumulate(
        _ call: Call, _ item: DataType, _ limit: Int, isCombining: Bool
    ) -> AggregateBinding {
        let result = state(of: item)
        return AggregateBinding(
            argumentTypes: call.types, resultType: result, nullable: false,
            stateTypes: [.map(item, .long, valueContainsNull: false)]
        ) {
            FrequentItemsAccumulator(item, limit, result, isCombining: isCombining) { items, builder in
                builder.child(0).append(.binary(encoded(items)))
                builder.child(1).append(Int32(truncatingIfNeeded: items.limit))
                builder.child(2).appendNull()
                builder.child(3).append(string: "item \(item.sql)")
                builder.closeStructure()
            }
        }
    }

    /// The limit, then each count with its item as text of its kind.
    private static func encoded(_ items: FrequentItems) -> [UInt8] {
        var out: [UInt8] = []
        func append<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
        }
        append(UInt32(truncatingIfNeeded: items.limit))
        append(UInt32(truncatingIfNeeded: items.counts.count))
        for (item, count) in items.counts {
            append(count)
            switch item {
            case .boolean(let flag):
                out += [1, flag ? 1 : 0]
            case .integer(let number):
                out.append(2)
                append(number)
            case .float(let number):
                out.append(3)
                append(number.bitPattern)
            case .double(let number):
                out.append(4)
                append(number.bitPattern)
            case .decimal(let number):
                out.append(5)
                append(number)
            case .string(let text):
                out.append(6)
                append(UInt32(truncatingIfNeeded: text.utf8.count))
                out += Array(text.utf8)
            case .binary(let bytes):
                out.append(7)
                append(UInt32(truncatingIfNeeded: bytes.count))
                out += bytes
            default: out.append(0)
            }
        }
        return out
    }

    fileprivate static func decoded(_ column: Column, _ row: Int, _ item: DataType) throws -> FrequentItems {
        let failure = PyriteError(
            .runtime, "SKETCH_INVALID_INPUT_BUFFER", sqlState: "22546",
            "Invalid call to `approx_top_k_estimate`; only valid sketch buffers are supported as inputs.",
            parameters: ["function": "`approx_top_k_estimate`"])
        guard case .structure(let parts) = column.value(at: row), case .binary(let bytes)? = parts.first else {
            throw failure
        }
        var position = 0
        func next<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws -> T {
            guard position + MemoryLayout<T>.size <= bytes.count else { throw failure }
            let value = bytes.withUnsafeBytes {
                T(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: T.self))
            }
            position += MemoryLayout<T>.size
            return value
        }
        func text() throws -> [UInt8] {
            let count = Int(try next(UInt32.self))
            guard count <= bytes.count - position else { throw failure }
            position += count
            return Array(bytes[(position - count)..<position])
        }
        var items = FrequentItems(limit: max(1, Int(try next(UInt32.self))))
        let count = Int(try next(UInt32.self))
        guard count <= bytes.count else { throw failure }
        for _ in 0..<count {
            let amount = try next(Int64.self)
            let value: Value
            switch try next(UInt8.self) {
            case 1: value = .boolean(try next(UInt8.self) == 1)
            case 2: value = .integer(try next(Int64.self))
            case 3: value = .float(Float(bitPattern: try next(UInt32.self)))
            case 4: value = .double(Double(bitPattern: try next(UInt64.self)))
            case 5: value = .decimal(try next(Int128.self))
            case 6: value = .string(String(decoding: try text(), as: UTF8.self))
            case 7: value = .binary(try text())
            default: value = .null
            }
            items.counts[value] = amount
        }
        return items
    }
}

/// Counts of frequent items, one set a group.
private final class FrequentItemsAccumulator: Accumulator {
    private let item: DataType
    private let limit: Int
    private let resultType: DataType
    /// The arguments are states, not items.
    private let isCombining: Bool
    private let finish: (FrequentItems, ColumnBuilder) -> Void
    private var groups: [FrequentItems] = []

    init(
        _ item: DataType, _ limit: Int, _ resultType: DataType, isCombining: Bool,
        finish: @escaping (FrequentItems, ColumnBuilder) -> Void
    ) {
        self.item = item
        self.limit = limit
        self.resultType = resultType
        self.isCombining = isCombining
        self.finish = finish
    }

    func resize(groups: Int) {
        while self.groups.count < groups { self.groups.append(FrequentItems(limit: limit)) }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let column = arguments[0].flattened()
        for row in 0..<count {
            if isCombining {
                if column.isNull(row) { continue }
                for (value, amount) in try FrequencyFunctions.decoded(column, row, item).counts {
                    self.groups[Int(groups[row])].add(value, amount)
                }
            } else {
                self.groups[Int(groups[row])].add(column.value(at: row), 1)
            }
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        for row in 0..<count {
            guard case .map(let keys, let values) = state[0].value(at: row) else { continue }
            for (key, value) in zip(keys, values) {
                if case .integer(let amount) = value { self.groups[Int(groups[row])].add(key, amount) }
            }
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let builder = ColumnBuilder(.map(item, .long, valueContainsNull: false), capacity: groups.count)
        for group in groups {
            for (value, count) in self.groups[group].counts {
                builder.child(0).append(value)
                builder.child(1).append(count)
            }
            builder.closeRange()
        }
        return [builder.finish()]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(resultType, capacity: groups.count)
        for group in groups { finish(self.groups[group], builder) }
        return builder.finish()
    }

    var byteCount: Int { groups.reduce(0) { $0 + $1.counts.count * 64 + 32 } }
}
