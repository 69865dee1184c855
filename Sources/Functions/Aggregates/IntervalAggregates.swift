import Columnar

/// Sum of intervals of months, or the mean of intervals of either kind, rounded half up. Null for groups without values.
final class IntervalAggregate<T: FixedWidthInteger & BitwiseCopyable>: Accumulator {
    private let sums: IntegerSum
    private let counts = GroupValues<Int64>(0)
    private let type: DataType
    private let isMean: Bool
    /// `try_sum` and `try_avg`: what does not fit is null.
    private let isAttempt: Bool

    init(_ type: DataType, isMean: Bool, isAttempt: Bool) {
        sums = IntegerSum(of: type.physicalType, .long, raises: true, isAttempt: false)
        self.type = type
        self.isMean = isMean
        self.isAttempt = isAttempt
    }

    func resize(groups: Int) {
        sums.resize(groups: groups)
        counts.resize(groups)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        try sums.update(arguments, groups: groups, count: count, context: context)
        guard let column = arguments[0].flatUnlessNull() else { return }
        let number = counts.base
        eachValid(column.validity, groups, count) { _, group in number[group] &+= 1 }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        try sums.merge([state[0]], groups: groups, count: count)
        let countState = state[1].flattened()
        guard let numbers = countState.fixedValues(Int64.self) else { return }
        let number = counts.base
        for row in 0..<count { number[Int(groups[row])] &+= numbers[row] }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        try sums.state(groups: groups) + [counts.column(.long, groups)]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let total = try sums.result(groups: groups, context: context)
        guard let values = total.fixedValues(Int64.self) else { return .nulls(type, count: groups.count) }
        defer { withExtendedLifetime(total) {} }
        let builder = ColumnBuilder(type, capacity: groups.count)
        for (index, group) in groups.enumerated() {
            let number = counts.base[group]
            guard number > 0 else {
                builder.appendNull()
                continue
            }
            let value = isMean ? Self.rounded(values[index], over: number) : values[index]
            if T(exactly: value) != nil {
                builder.append(.integer(value))
            } else if isAttempt {
                builder.appendNull()
            } else {
                throw FunctionError.arithmeticOverflow("integer overflow")
            }
        }
        return builder.finish()
    }

    /// The quotient, rounded to the nearest, away from zero between two.
    private static func rounded(_ value: Int64, over count: Int64) -> Int64 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: count)
        return rest.magnitude >= UInt64(count) - rest.magnitude ? quotient &+ value.signum() : quotient
    }

    var byteCount: Int { sums.byteCount + counts.byteCount }
}
