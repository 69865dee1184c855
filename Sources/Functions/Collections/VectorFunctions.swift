import Columnar
import Glibc

/// Arrays of floats as vectors.
enum VectorFunctions {
    private static let vector = DataType.array(.float, containsNull: true)

    static let definitions: [FunctionDefinition] = [
        pair("vector_inner_product", "The inner product of two vectors.") { dot, _, _, _ in Float(dot) },
        pair("vector_cosine_similarity", "The cosine of the angle between two vectors; null when one is zero.") {
            dot, left, right, _ in left == 0 || right == 0 ? nil : Float(dot / (left.squareRoot() * right.squareRoot()))
        },
        pair("vector_l2_distance", "The distance of two vectors.") { _, _, _, distance in
            Float(distance.squareRoot())
        },
        .scalar(
            "vector_norm", .vector,
            "vector_norm(vector[, degree]) - The norm of a degree: 1, 2 (the default) or infinity.",
            ["vector_norm(array(3.0F, 4.0F), 2.0F)"], since: "4.2.0", count: 1...2
        ) { call in
            let types = try vectors(call, 1) + call.types.dropFirst().map { _ in DataType.float }
            return .rows(call, argumentTypes: types, result: .float, nullable: .always, canFail: true) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]), let values = input.elements.floats else {
                    return .nulls(.float, count: rows.count)
                }
                let degree = types.count > 1 ? rows.fixed(1, as: Float.self) : nil
                return try rows.mapOptional(Float(0)) { row in
                    let range = input.range(row)
                    if hasNull(input.elements, range) { return nil }
                    return Float(try norm(values, range, degree.map { $0[row] } ?? 2, call.name))
                }
            }
        },
        .scalar(
            "vector_normalize", .vector, "vector_normalize(vector[, degree]) - The vector divided by its norm.",
            ["vector_normalize(array(3.0F, 4.0F), 2.0F)"], since: "4.2.0", count: 1...2
        ) { call in
            let types = try vectors(call, 1) + call.types.dropFirst().map { _ in DataType.float }
            let result = DataType.array(.float, containsNull: false)
            return .rows(call, argumentTypes: types, result: result, nullable: .always, canFail: true) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]), let values = input.elements.floats else {
                    return .nulls(result, count: rows.count)
                }
                let degree = types.count > 1 ? rows.fixed(1, as: Float.self) : nil
                return try rows.build { row, builder in
                    let range = input.range(row)
                    if hasNull(input.elements, range) { return builder.appendNull() }
                    let length = try norm(values, range, degree.map { $0[row] } ?? 2, call.name)
                    if length == 0, !range.isEmpty { return builder.appendNull() }
                    for index in range { builder.child(0).append(Float(Double(values[index]) / length)) }
                    builder.closeRange()
                }
            }
        },
        aggregate("vector_sum", "vector_sum(vector) - The sum of vectors.", isAverage: false),
        aggregate("vector_avg", "vector_avg(vector) - The mean of vectors.", isAverage: true),
    ]

    private static func vectors(_ call: Call, _ count: Int) throws -> [DataType] {
        try (0..<count).map { index in
            guard case .array(.float, let containsNull) = call.types[index] else {
                throw call.mismatch(index, required: "\"ARRAY<FLOAT>\"")
            }
            return .array(.float, containsNull: containsNull)
        }
    }

    private static func hasNull(_ elements: Column, _ range: Range<Int>) -> Bool {
        guard let validity = elements.validity else { return false }
        return range.contains { !validity[$0] }
    }

    private static func norm(
        _ values: UnsafePointer<Float>, _ range: Range<Int>, _ degree: Float, _ function: String
    ) throws -> Double {
        var result = 0.0
        if degree == 1 {
            for index in range { result += Double(abs(values[index])) }
        } else if degree == 2 {
            for index in range { result += Double(values[index]) * Double(values[index]) }
            result.formSquareRoot()
        } else if degree == .infinity {
            for index in range { result = max(result, Double(abs(values[index]))) }
        } else {
            throw PyriteError(
                .runtime, "INVALID_VECTOR_NORM_DEGREE", sqlState: "22023",
                "The degree \(degree) of a norm in `\(function)` is not supported. It must be 1.0, 2.0 or "
                    + "float('inf').",
                parameters: ["functionName": "`\(function)`", "degree": "\(degree)"])
        }
        return result
    }

    /// `body` gets the inner product, the squared lengths of both and their squared distance.
    private static func pair(
        _ name: String, _ meaning: String,
        _ body: @escaping @Sendable (Double, Double, Double, Double) -> Float?
    ) -> FunctionDefinition {
        .scalar(
            name, .vector, "\(name)(left, right) - \(meaning)",
            ["\(name)(array(1.0F, 2.0F, 3.0F), array(4.0F, 5.0F, 6.0F))"], since: "4.2.0", count: 2...2
        ) { call in
            let types = try vectors(call, 2)
            return .rows(call, argumentTypes: types, result: .float, nullable: .always, canFail: true) { rows, _ in
                guard let left = ArrayKernels.Input(rows.arguments[0]),
                    let right = ArrayKernels.Input(rows.arguments[1]),
                    let x = left.elements.floats, let y = right.elements.floats
                else { return .nulls(.float, count: rows.count) }
                return try rows.mapOptional(Float(0)) { row in
                    let (a, b) = (left.range(row), right.range(row))
                    guard a.count == b.count else {
                        throw PyriteError(
                            .runtime, "VECTOR_DIMENSION_MISMATCH", sqlState: "22000",
                            "Vectors passed to `\(call.name)` must have the same dimension, but got \(a.count) and "
                                + "\(b.count).",
                            parameters: [
                                "functionName": "`\(call.name)`", "leftDim": "\(a.count)", "rightDim": "\(b.count)",
                            ])
                    }
                    if hasNull(left.elements, a) || hasNull(right.elements, b) { return nil }
                    var (dot, p, q, distance) = (0.0, 0.0, 0.0, 0.0)
                    // Eight products at a time are summed up before they are added, as Spark does.
                    var index = 0
                    while index < a.count {
                        let width = index &+ 8 <= a.count ? 8 : 1
                        var (dots, ps, qs, distances) = (0.0, 0.0, 0.0, 0.0)
                        for lane in index..<(index &+ width) {
                            let (u, v) = (Double(x[a.lowerBound &+ lane]), Double(y[b.lowerBound &+ lane]))
                            dots += u * v
                            ps += u * u
                            qs += v * v
                            distances += (u - v) * (u - v)
                        }
                        dot += dots
                        p += ps
                        q += qs
                        distance += distances
                        index &+= width
                    }
                    return body(dot, p, q, distance)
                }
            }
        }
    }

    private static func aggregate(_ name: String, _ usage: String, isAverage: Bool) -> FunctionDefinition {
        FunctionDefinition(
            name, group: .vector, usage: usage, examples: ["\(name)(col)"], since: "4.2.0",
            kind: .aggregate { arguments, context in
                let call = Call(name, arguments, context)
                try call.requireCount(1...1)
                return AggregateBinding(
                    argumentTypes: try vectors(call, 1), resultType: .array(.float, containsNull: false),
                    nullable: true, stateTypes: [.array(.double, containsNull: false), .long]
                ) { VectorAccumulator(isAverage: isAverage, name) }
            })
    }
}

extension Column {
    fileprivate var floats: UnsafePointer<Float>? { type == .float ? fixedValues(Float.self) : nil }
}

/// Sums of vectors by component.
private final class VectorAccumulator: Accumulator {
    private let isAverage: Bool
    private let name: String
    private var sums: [[Double]] = []
    private var counts: [Int64] = []

    init(isAverage: Bool, _ name: String) {
        self.isAverage = isAverage
        self.name = name
    }

    func resize(groups: Int) {
        while sums.count < groups {
            sums.append([])
            counts.append(0)
        }
    }

    private func add(_ group: Int, _ count: Int64, _ length: Int, _ component: (Int) -> Double) throws {
        if counts[group] == 0 {
            sums[group] = (0..<length).map(component)
        } else {
            guard sums[group].count == length else {
                throw PyriteError(
                    .runtime, "VECTOR_DIMENSION_MISMATCH", sqlState: "22000",
                    "Vectors passed to `\(name)` must have the same dimension, but got \(sums[group].count) and "
                        + "\(length).",
                    parameters: [
                        "functionName": "`\(name)`", "leftDim": "\(sums[group].count)", "rightDim": "\(length)",
                    ])
            }
            for index in 0..<length { sums[group][index] += component(index) }
        }
        counts[group] += count
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let column = arguments[0].flattened()
        guard let input = ArrayKernels.Input(column), let values = input.elements.floats else { return }
        for row in 0..<count where !column.isNull(row) {
            let range = input.range(row)
            if let validity = input.elements.validity, range.contains(where: { !validity[$0] }) { continue }
            try add(Int(groups[row]), 1, range.count) { Double(values[range.lowerBound + $0]) }
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let counts = state[1].flattened()
        guard let input = ArrayKernels.Input(state[0].flattened()),
            let values = input.elements.fixedValues(Double.self), let merged = counts.fixedValues(Int64.self)
        else { return }
        for row in 0..<count where merged[row] > 0 {
            let range = input.range(row)
            try add(Int(groups[row]), merged[row], range.count) { values[range.lowerBound + $0] }
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let vectors = ColumnBuilder(.array(.double, containsNull: false), capacity: groups.count)
        let counts = ColumnBuilder(.long, capacity: groups.count)
        for group in groups {
            for value in sums[group] { vectors.child(0).append(value) }
            vectors.closeRange()
            counts.append(self.counts[group])
        }
        return [vectors.finish(), counts.finish()]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(.array(.float, containsNull: false), capacity: groups.count)
        for group in groups {
            if counts[group] == 0 {
                builder.appendNull()
                continue
            }
            let divisor = isAverage ? Double(counts[group]) : 1
            for value in sums[group] { builder.child(0).append(Float(value / divisor)) }
            builder.closeRange()
        }
        return builder.finish()
    }

    var byteCount: Int { sums.reduce(0) { $0 + $1.count * 8 + 48 } }
}
