import Columnar
import Functions
import Testing

/// Aggregates against Spark's answers, updated in one go, by groups, and through merged states.
@Suite struct AggregateTests {
    private let context = EvaluationContext()

    private func column(_ values: [Value], _ type: DataType) -> Column {
        let builder = ColumnBuilder(type)
        for value in values { builder.append(value) }
        return builder.finish()
    }

    private func bind(_ name: String, _ arguments: [FunctionArgument]) throws -> AggregateBinding {
        guard case .aggregate(let bind)? = FunctionRegistry.builtIn[name]?.kind else {
            throw ExampleExpression.Unsupported(reason: name)
        }
        return try bind(arguments, ResolutionContext(functionName: name))
    }

    /// The result of one group, computed in three ways that must agree.
    private func evaluate(_ name: String, _ columns: [Column], literals: [FunctionArgument] = []) throws -> Value {
        let binding = try bind(name, columns.map { FunctionArgument(type: $0.type) } + literals)
        let count = columns.first?.count ?? 4
        let inputs = try zip(columns, binding.argumentTypes).map {
            try Cast.cast($0, to: $1, mode: .ansi, context: context)
        }
        let extra = zip(literals, binding.argumentTypes.dropFirst(columns.count)).map { literal, type in
            Column.constant(literal.literal ?? .null, type, count: count)
        }
        let arguments = inputs + extra
        let single = binding.makeAccumulator()
        single.resize(groups: 1)
        try single.updateSingle(arguments, count: count, context: context)
        let first = try single.result(groups: 0..<1, context: context).value(at: 0)

        // Two halves as groups of their own, merged into a third accumulator's group 1 as their states are held.
        let merged = binding.makeAccumulator()
        merged.resize(groups: 2)
        for range in [0..<count / 2, count / 2..<count] {
            let part = binding.makeAccumulator()
            part.resize(groups: 3)
            let groups = [Int32](repeating: 2, count: range.count)
            try part.update(
                arguments.map { $0.slice(range) }, groups: groups, count: range.count, context: context)
            let state = try part.state(groups: 2..<3)
            #expect(state.map(\.type) == binding.stateTypes, "\(name)")
            try merged.merge(try part.heldState(groups: 2..<3), groups: [1], count: 1)
        }
        let written = binding.makeAccumulator()
        written.resize(groups: 1)
        try written.merge(try merged.state(groups: 1..<2), groups: [0], count: 1)
        #expect(try written.result(groups: 0..<1, context: context).value(at: 0).isNull == first.isNull, "\(name)")
        let second = try merged.result(groups: 1..<2, context: context).value(at: 0)
        if case .double(let a) = first, case .double(let b) = second {
            #expect((a - b).magnitude <= 1e-12 * max(1, a.magnitude), "\(name)")
        } else {
            #expect(first == second, "\(name)")
        }
        #expect(try merged.result(groups: 0..<1, context: context).type == binding.resultType)
        return first
    }

    private var doubles: Column {
        column([.double(1.5), .double(2.25), .null, .double(10), .double(2.25)], .double)
    }

    @Test(arguments: [
        ("sum", 16.0), ("avg", 4.0), ("min", 1.5), ("max", 10.0), ("stddev", 4.0155946010522525), ("var_pop", 12.09375),
        ("skewness", 1.1273679596411164), ("kurtosis", -0.6859163111191244), ("median", 2.25), ("mode", 2.25),
    ])
    func doublesAreAggregatedAsSparkDoes(name: String, expected: Double) throws {
        guard case .double(let value) = try evaluate(name, [doubles]) else {
            Issue.record("\(name) gave no double")
            return
        }
        #expect((value - expected).magnitude <= 1e-12 * max(1, expected.magnitude), "\(name): \(value)")
    }

    @Test func countsLeaveNullsOut() throws {
        #expect(try evaluate("count", [doubles]) == .integer(4))
        #expect(try evaluate("count", []) == .integer(4))
        let flags = column([.boolean(true), .null, .boolean(false), .boolean(true)], .boolean)
        #expect(try evaluate("count_if", [flags]) == .integer(2))
        #expect(try evaluate("bool_and", [flags]) == .boolean(false))
        #expect(try evaluate("bool_or", [flags]) == .boolean(true))
    }

    @Test func decimalSumsOutgrow64BitsAnd128() throws {
        let type = DataType.decimal(precision: 18, scale: 0)
        let large = column([Value](repeating: .decimal(900_000_000_000_000_000), count: 40), type)
        #expect(try evaluate("sum", [large]) == .decimal(36_000_000_000_000_000_000))
        #expect(try evaluate("avg", [large]) == .decimal(9_000_000_000_000_000_000_000))
        let mixed = column(
            [Value](repeating: .decimal(900_000_000_000_000_000), count: 20)
                + [Value](repeating: .decimal(-900_000_000_000_000_000), count: 20) + [.null, .decimal(7)], type)
        #expect(try evaluate("sum", [mixed]) == .decimal(7))
        let wide = DataType.decimal(precision: 38, scale: 0)
        let most: Int128 = 99_000_000_000_000_000_000_000_000_000_000_000_000
        #expect(
            try evaluate("sum", [column([.decimal(5), .decimal(most), .decimal(-5), .null], wide)]) == .decimal(most))
        #expect(try evaluate("try_sum", [column([.decimal(5), .decimal(most), .decimal(most), .null], wide)]) == .null)
    }

    @Test func decimalsKeepTheirDigits() throws {
        let type = DataType.decimal(precision: 4, scale: 2)
        let values = column([.decimal(150), .decimal(225), .null, .decimal(1000)], type)
        #expect(try evaluate("sum", [values]) == .decimal(1375))
        #expect(try evaluate("avg", [values]) == .decimal(4_583_333))
        #expect(try bind("sum", [FunctionArgument(type: type)]).resultType == .decimal(precision: 14, scale: 2))
        #expect(try bind("avg", [FunctionArgument(type: type)]).resultType == .decimal(precision: 8, scale: 6))
    }

    @Test func stringsAreCompared() throws {
        let texts = column(
            ["a", "a string longer than twelve bytes", "b", "a string longer than twelve", "b"].map { .string($0) },
            .string)
        #expect(try evaluate("min", [texts]) == .string("a"))
        #expect(try evaluate("max", [texts]) == .string("b"))
        #expect(try evaluate("first", [texts]) == .string("a"))
        #expect(try evaluate("last", [texts]) == .string("b"))
        let order = column([1, 5, 3, 9, 2].map { .integer($0) }, .integer)
        #expect(try evaluate("max_by", [texts, order]) == .string("a string longer than twelve"))
        #expect(try evaluate("min_by", [texts, order]) == .string("a"))
        #expect(
            try evaluate("collect_set", [column([.integer(3), .null, .integer(3), .integer(1)], .integer)])
                == .array([.integer(3), .integer(1)]))
        #expect(
            try evaluate("collect_list", [column([.integer(3), .null, .integer(3)], .integer)])
                == .array([.integer(3), .integer(3)]))
    }

    @Test func pairsAreCorrelated() throws {
        let x = column([.double(1), .double(2), .double(3), .null], .double)
        let y = column([.double(2), .double(4.5), .double(5), .double(1)], .double)
        guard case .double(let correlation) = try evaluate("corr", [x, y]),
            case .double(let intercept) = try evaluate("regr_intercept", [y, x])
        else {
            Issue.record("no double")
            return
        }
        #expect((correlation - 0.9332565252573828).magnitude < 1e-14)
        #expect((intercept - 0.8333333333333335).magnitude < 1e-14)
    }

    @Test func longSumsOverflow() throws {
        let values = column([.integer(.max), .integer(1)], .long)
        do {
            _ = try evaluate("sum", [values])
            Issue.record("no error")
        } catch let error as PyriteError {
            #expect(error.condition == "ARITHMETIC_OVERFLOW")
        }
        #expect(try evaluate("try_sum", [values]) == .null)
    }

    @Test func distinctCountsAreClose() throws {
        let values = column((0..<1000).map { .integer($0) }, .long)
        guard case .integer(let estimate) = try evaluate("approx_count_distinct", [values]) else {
            Issue.record("no count")
            return
        }
        #expect((900...1100).contains(estimate))
    }

    @Test func percentilesAreExact() throws {
        let fraction = FunctionArgument(type: .double, nullable: false, literal: .double(0.3))
        #expect(try evaluate("percentile", [doubles], literals: [fraction]) == .double(2.175))
        let half = FunctionArgument(type: .double, nullable: false, literal: .double(0.5))
        #expect(try evaluate("percentile_approx", [doubles], literals: [half]) == .double(2.25))
    }

    /// Small, large and mixed batches take different ways to one sum.
    @Test func decimalSumsOfManyGroups() throws {
        for (type, values) in [
            (DataType.decimal(precision: 15, scale: 2), [Int128(5), -999_999_999_999_999, 17]),
            (.decimal(precision: 30, scale: 4), [Int128(-1), 123_456_789_012, 7]),
            (.decimal(precision: 30, scale: 4), [Int128(-1), 123_456_789_012_345_678_901_234, 7]),
        ] {
            for groups in [1, 3, 2000] {
                let binding = try bind("sum", [FunctionArgument(type: type)])
                let accumulator = binding.makeAccumulator()
                accumulator.resize(groups: groups)
                var expected = [Int128?](repeating: nil, count: groups)
                for batch in 0..<3 {
                    let n = 10_000
                    let rows = (0..<n).map { row in row % 11 == 3 ? Value.null : .decimal(values[(row + batch) % 3]) }
                    let ids = (0..<n).map { Int32(($0 * 7 + batch) % groups) }
                    for (row, value) in rows.enumerated() {
                        guard case .decimal(let number) = value else { continue }
                        expected[Int(ids[row])] = (expected[Int(ids[row])] ?? 0) + number
                    }
                    try accumulator.update([column(rows, type)], groups: ids, count: n, context: context)
                }
                let result = try accumulator.result(groups: 0..<groups, context: context)
                #expect((0..<groups).allSatisfy { result.value(at: $0) == expected[$0].map { .decimal($0) } ?? .null })
            }
        }
    }
}
