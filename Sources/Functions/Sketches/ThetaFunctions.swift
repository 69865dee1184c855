import Columnar

/// Theta sketches (counts of different keys) and tuple sketches (with a number beside each key).
enum ThetaFunctions {
    static let definitions: [FunctionDefinition] = theta + tuple(isInteger: false) + tuple(isInteger: true)

    private static let sizes: ClosedRange<Int64> = 4...26

    /// A sketch in an aggregate: made of keys, or combined of other sketches.
    private struct State: MergeableSketch {
        enum Operation { case build, union, intersection }
        var sketch: KeySketch
        let operation: Operation
        let mode: KeySketch.Mode
        /// The aggregate, which errors name.
        private let function: String
        /// An intersection begins with its first sketch.
        var isFresh = true

        init(
            size: Int, _ operation: Operation, _ mode: KeySketch.Mode, _ summaries: KeySketch.Summaries,
            function: String
        ) {
            sketch = KeySketch(size: size, summaries)
            self.operation = operation
            self.mode = mode
            self.function = function
        }

        mutating func update(_ arguments: [Column], _ row: Int) throws {
            if operation != .build {
                guard let views = arguments[0].views else { return }
                let other = try KeySketch(
                    StringView.bytes(views + row), sketch.summaries, function: function)
                return combine(other)
            }
            var summary = 1.0
            if sketch.summaries != .none {
                if arguments[1].isNull(row) { return }
                switch arguments[1].value(at: row) {
                case .integer(let number): summary = Double(number)
                case .double(let number): summary = number
                default: return
                }
            }
            if let hash = ThetaFunctions.hash(arguments[0], row) { sketch.update(hash: hash, summary, mode) }
        }

        private mutating func combine(_ other: KeySketch) {
            if operation == .intersection {
                if isFresh { sketch = other } else { sketch.intersect(other, mode) }
            } else {
                sketch.union(other, mode)
            }
            isFresh = false
        }

        mutating func merge(_ other: State) throws {
            if other.operation == .intersection {
                if !other.isFresh { combine(other.sketch) }
            } else {
                sketch.union(other.sketch, mode)
            }
        }

        /// A byte for what is done, one for the mode, one for freshness, then the sketch.
        var serialized: [UInt8] {
            let kind: UInt8 = operation == .build ? 0 : operation == .union ? 1 : 2
            let how: UInt8 = mode == .sum ? 0 : mode == .min ? 1 : mode == .max ? 2 : 3
            return [kind, how, isFresh ? 1 : 0, sketch.summaries.rawValue] + sketch.bytes
        }

        init(serialized bytes: UnsafeRawBufferPointer) throws {
            guard bytes.count > 4 else { throw PyriteError.internalError("The state of a sketch is too short.") }
            operation = bytes[0] == 0 ? .build : bytes[0] == 1 ? .union : .intersection
            mode = [.sum, .min, .max, .alwaysone][Int(bytes[1] & 3)]
            isFresh = bytes[2] == 1
            function = "merge of partial aggregates"
            sketch = try KeySketch(
                UnsafeRawBufferPointer(rebasing: bytes[4...]), KeySketch.Summaries(rawValue: bytes[3]) ?? .none,
                function: function)
        }

        var byteCount: Int { sketch.entries.count * 24 + 64 }
    }

    /// The hash of a key; `nil` for an empty text, which counts as missing.
    static func hash(_ column: Column, _ row: Int) -> UInt64? {
        switch column.type {
        case .float, .double:
            switch column.value(at: row) {
            case .float(let number): return KeySketch.hash(Double(number))
            case .double(let number): return KeySketch.hash(number)
            default: return nil
            }
        case .string, .collated, .char, .varchar, .binary:
            guard let views = column.views else { return nil }
            let bytes = StringView.bytes(views + row)
            return bytes.isEmpty ? nil : KeySketch.hash(bytes)
        case .array(.integer, _), .array(.long, _):
            guard case .array(let elements) = column.value(at: row), !elements.isEmpty else { return nil }
            var bytes: [UInt8] = []
            // A null in a list counts as 0.
            for element in elements {
                let number = if case .integer(let value) = element { value } else { Int64(0) }
                withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
            }
            return bytes.withUnsafeBytes { KeySketch.hash($0) }
        default:
            guard case .integer(let number) = column.value(at: row) else { return nil }
            return KeySketch.hash(number)
        }
    }

    /// The types of a call whose first arguments are sketches: a text is none.
    private static func binaries(_ call: Call, _ count: Int) throws -> [DataType] {
        for index in 0..<count where call.types[index] != .binary && call.types[index] != .null {
            throw call.mismatch(index, required: "\"BINARY\"")
        }
        return Array(repeating: .binary, count: count) + call.types.dropFirst(count)
    }

    private static func keyType(_ call: Call) throws -> DataType {
        switch call.types[0] {
        case .byte, .short, .integer, .long: .long
        case .float, .double: .double
        case .string, .collated, .char, .varchar, .binary, .array(.integer, _), .array(.long, _): call.types[0]
        case .null: .long
        default:
            throw call.mismatch(
                0,
                required: "(\"INT\" or \"BIGINT\" or \"FLOAT\" or \"DOUBLE\" or \"STRING\" or \"BINARY\" or \"ARRAY\")")
        }
    }

    // MARK: Theta

    private static let theta: [FunctionDefinition] = [
        .aggregate(
            "theta_sketch_agg", "theta_sketch_agg(expr[, size]) - A theta sketch of the values.",
            ["theta_sketch_estimate(theta_sketch_agg(col, 12))"], since: "4.1.0", count: 1...2
        ) { call in
            let size = try call.logarithmicSize(1, in: sizes, of: .theta)
            return aggregate(call, [try keyType(call)] + call.types.dropFirst(), size, .build, .sum, .none)
        },
        .aggregate(
            "theta_union_agg", "theta_union_agg(sketch[, size]) - The union of theta sketches.",
            ["theta_union_agg(sketch)"], since: "4.1.0", count: 1...2
        ) { call in
            let size = try call.logarithmicSize(1, in: sizes, of: .theta)
            return aggregate(call, try binaries(call, 1), size, .union, .sum, .none)
        },
        .aggregate(
            "theta_intersection_agg", "theta_intersection_agg(sketch) - The intersection of theta sketches.",
            ["theta_intersection_agg(sketch)"], since: "4.1.0", count: 1...1
        ) { call in
            aggregate(call, try binaries(call, 1), 12, .intersection, .sum, .none)
        },
        .rows(
            "theta_sketch_estimate", .sketch, "theta_sketch_estimate(sketch) - The number of different values.",
            ["theta_sketch_estimate(theta_sketch_agg(col))"], since: "4.1.0", parameters: [.binary], result: .long,
            canFail: true
        ) { rows, _ in
            let x = rows.text(0)
            return try rows.mapValid(Int64(0)) { row in
                let sketch = try KeySketch(x[row], .none, function: "theta_sketch_estimate")
                return Int64(sketch.estimate.rounded())
            }
        },
        combine("theta_union", "union", .none, hasSize: true) { $0.union($1, $2) },
        combine("theta_intersection", "intersection", .none) { left, right, _ in left.intersect(right, nil) },
        combine("theta_difference", "difference", .none) { left, right, _ in left.subtract(right) },
    ]

    private static func aggregate(
        _ call: Call, _ types: [DataType], _ size: Int, _ operation: State.Operation, _ mode: KeySketch.Mode,
        _ summaries: KeySketch.Summaries
    ) -> AggregateBinding {
        let function = call.name
        return AggregateBinding(argumentTypes: types, resultType: .binary, nullable: false, stateTypes: [.binary]) {
            SketchAccumulator<State>(
                .binary, make: { State(size: size, operation, mode, summaries, function: function) },
                finish: { $1.append(.binary($0.sketch.bytes)) })
        }
    }

    /// Two sketches made one. The second has no summaries when `rightIsTheta`.
    private static func combine(
        _ name: String, _ what: String, _ summaries: KeySketch.Summaries, rightIsTheta: Bool = false,
        hasSize: Bool = false,
        hasMode: Bool = false,
        _ body: @escaping @Sendable (inout KeySketch, KeySketch, KeySketch.Mode) -> Void
    ) -> FunctionDefinition {
        let most = 2 + (hasSize ? 1 : 0) + (hasMode ? 1 : 0)
        return .scalar(
            name, .sketch, "\(name)(left, right\(hasSize ? "[, size]" : "")) - The \(what) of two sketches.",
            ["\(name)(left, right)"], since: "4.1.0", count: 2...most
        ) { call in
            let types = try binaries(call, 2)
            let size = hasSize ? try call.logarithmicSize(2, in: sizes, of: summaries == .none ? .theta : .tuple) : 12
            let mode = hasMode ? try call.summaryMode(hasSize ? 3 : 2) : .sum
            return .rows(call, argumentTypes: types, result: .binary, canFail: true) { rows, _ in
                let (x, y) = (rows.text(0), rows.text(1))
                return try rows.mapText { row, out in
                    var left = try KeySketch(x[row], summaries, function: call.name)
                    let right = try KeySketch(y[row], rightIsTheta ? .none : summaries, function: call.name)
                    if hasSize { left.size = size }
                    body(&left, right, mode)
                    left.bytes.withUnsafeBytes { out.append($0) }
                    return true
                }
            }
        }
    }

    // MARK: Tuple

    private static func tuple(isInteger: Bool) -> [FunctionDefinition] {
        let kind = isInteger ? "integer" : "double"
        let summaries = isInteger ? KeySketch.Summaries.integers : .doubles
        return [
            .aggregate(
                "tuple_sketch_agg_\(kind)",
                "tuple_sketch_agg_\(kind)(key, summary[, size[, mode]]) - A tuple sketch of keys and numbers.",
                ["tuple_sketch_agg_\(kind)(key, summary)"], since: "4.2.0", count: 2...4
            ) { call in
                let types = try call.coerced([.any, isInteger ? .int : .double, .any])
                return aggregate(
                    call, [try keyType(call)] + types.dropFirst(), try call.tupleSize(2, in: sizes), .build,
                    try call.summaryMode(3), summaries)
            },
            .aggregate(
                "tuple_union_agg_\(kind)",
                "tuple_union_agg_\(kind)(sketch[, size[, mode]]) - The union of tuple sketches.",
                ["tuple_union_agg_\(kind)(sketch)"], since: "4.2.0", count: 1...3
            ) { call in
                aggregate(
                    call, try binaries(call, 1), try call.tupleSize(1, in: sizes), .union, try call.summaryMode(2),
                    summaries)
            },
            .aggregate(
                "tuple_intersection_agg_\(kind)",
                "tuple_intersection_agg_\(kind)(sketch[, mode]) - The intersection of tuple sketches.",
                ["tuple_intersection_agg_\(kind)(sketch)"], since: "4.2.0", count: 1...2
            ) { call in
                aggregate(call, try binaries(call, 1), 12, .intersection, try call.summaryMode(1), summaries)
            },
            read("tuple_sketch_estimate_\(kind)", "The number of different keys.", .double, summaries) { sketch, _ in
                .double(sketch.estimate)
            },
            read("tuple_sketch_theta_\(kind)", "The sampled part of all keys.", .double, summaries) { sketch, _ in
                .double(sketch.fraction)
            },
            read(
                "tuple_sketch_summary_\(kind)", "The numbers of all keys together.", isInteger ? .long : .double,
                summaries, hasMode: true
            ) { sketch, mode in
                guard let value = sketch.summary(mode) else { return .null }
                return isInteger ? .integer(Int64(exactly: value.rounded()) ?? 0) : .double(value)
            },
            combine("tuple_union_\(kind)", "union", summaries, hasSize: true, hasMode: true) { $0.union($1, $2) },
            combine("tuple_intersection_\(kind)", "intersection", summaries, hasMode: true) { $0.intersect($1, $2) },
            combine("tuple_difference_\(kind)", "difference", summaries) { left, right, _ in left.subtract(right) },
            combine(
                "tuple_union_theta_\(kind)", "union", summaries, rightIsTheta: true, hasSize: true, hasMode: true
            ) { $0.union($1, $2) },
            combine("tuple_intersection_theta_\(kind)", "intersection", summaries, rightIsTheta: true, hasMode: true) {
                left, right, _ in left.intersect(right, nil)
            },
            combine("tuple_difference_theta_\(kind)", "difference", summaries, rightIsTheta: true) { left, right, _ in
                left.subtract(right)
            },
        ]
    }

    private static func read(
        _ name: String, _ meaning: String, _ result: DataType, _ summaries: KeySketch.Summaries, hasMode: Bool = false,
        _ body: @escaping @Sendable (KeySketch, KeySketch.Mode) -> Value
    ) -> FunctionDefinition {
        .scalar(
            name, .sketch, "\(name)(sketch\(hasMode ? "[, mode]" : "")) - \(meaning)", ["\(name)(sketch)"],
            since: "4.2.0", count: 1...(hasMode ? 2 : 1)
        ) { call in
            let mode = try call.summaryMode(1)
            let types = try binaries(call, 1)
            return .rows(call, argumentTypes: types, result: result, nullable: .always, canFail: true) { rows, _ in
                let x = rows.text(0)
                return try rows.build { row, builder in
                    let sketch = try KeySketch(x[row], summaries, function: call.name)
                    builder.append(body(sketch, mode))
                }
            }
        }
    }
}
