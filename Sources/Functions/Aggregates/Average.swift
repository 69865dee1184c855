import Columnar

/// Mean of doubles: the sum in row order over the count.
final class DoubleAverage: Accumulator {
    private let sums = GroupValues<Double>(0)
    private let counts = GroupValues<Int64>(0)

    func resize(groups: Int) {
        sums.resize(groups)
        counts.resize(groups)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        let (out, number) = (sums.base, counts.base)
        eachValid(column.validity, groups, count) { row, group in
            out[group] += values[row]
            number[group] &+= 1
        }
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        var total = sums.base[0]
        var number: Int64 = 0
        eachValid(column.validity, count) { row in
            total += values[row]
            number &+= 1
        }
        sums.base[0] = total
        counts.base[0] &+= number
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let (sumState, countState) = (state[0].flattened(), state[1].flattened())
        guard let values = sumState.fixedValues(Double.self), let numbers = countState.fixedValues(Int64.self)
        else { return }
        let (out, number) = (sums.base, counts.base)
        for row in 0..<count {
            out[Int(groups[row])] += values[row]
            number[Int(groups[row])] &+= numbers[row]
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        [sums.column(.double, groups), counts.column(.long, groups)]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(.double, capacity: groups.count)
        for group in groups {
            let number = counts.base[group]
            if number == 0 { builder.appendNull() } else { builder.append(sums.base[group] / Double(number)) }
        }
        return builder.finish()
    }

    var byteCount: Int { sums.byteCount + counts.byteCount }
}

/// Mean of decimals as decimal(p + 4, s + 4), rounded half up.
final class DecimalAverage: Accumulator {
    private let values = DecimalSums()
    private let counts = GroupValues<Int64>(0)
    private let type: DataType
    private let inputScale: Int
    private let raises: Bool

    init(_ type: DataType, inputScale: Int, raises: Bool) {
        self.type = type
        self.inputScale = inputScale
        self.raises = raises
    }

    func resize(groups: Int) {
        values.resize(groups)
        counts.resize(groups)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull() else { return }
        values.add(column, groups, count)
        let number = counts.base
        eachValid(column.validity, groups, count) { _, group in number[group] &+= 1 }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        values.merge(state, groups, count)
        let countState = state[2].flattened()
        guard let numbers = countState.fixedValues(Int64.self) else { return }
        let number = counts.base
        for row in 0..<count { number[Int(groups[row])] &+= numbers[row] }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        values.state(DecimalSums.stateType(scale: inputScale), groups) + [counts.column(.long, groups)]
    }

    func heldState(groups: Range<Int>) throws -> [Column] {
        values.heldState(DecimalSums.stateType(scale: inputScale), groups) + [counts.column(.long, groups)]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        guard case .decimal(let precision, let scale) = type else { return .nulls(type, count: groups.count) }
        let limit = powerOfTen(precision).magnitude
        let builder = ColumnBuilder(type, capacity: groups.count)
        let (sums, numbers) = (values.reader, counts.base)
        for group in groups {
            let number = numbers[group]
            if number == 0 {
                builder.appendNull()
                continue
            }
            let mean =
                sums.hasOverflowed(group)
                ? nil : DecimalArithmetic.divide(sums.sum(group), Int128(number), shift: scale - inputScale)
            if let mean, mean.magnitude < limit {
                builder.append(.decimal(mean))
            } else if raises {
                throw FunctionError.arithmeticOverflow("Overflow in sum of decimals", alternative: "try_avg")
            } else {
                builder.appendNull()
            }
        }
        return builder.finish()
    }

    var byteCount: Int { values.byteCount + counts.byteCount }
}

enum AverageFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "avg", aliases: ["mean"], "avg(expr) - The mean of all values that are not null.", ["avg(col)"],
            count: 1...1
        ) { try bind($0, isAttempt: false) },
        .aggregate(
            "try_avg", "try_avg(expr) - The mean, or null on overflow.", ["try_avg(col)"], since: "3.3.0",
            count: 1...1
        ) { try bind($0, isAttempt: true) },
    ]

    private static func bind(_ call: Call, isAttempt: Bool) throws -> AggregateBinding {
        let type = call.types[0]
        let raises = call.context.isANSI && !isAttempt
        if case .decimal(let precision, let scale) = type {
            let result = DecimalTyping.bounded(precision: precision + 4, scale: scale + 4)
            return .make([type], result: result, state: [DecimalSums.stateType(scale: scale), .boolean, .long]) {
                DecimalAverage(result, inputScale: scale, raises: raises)
            }
        }
        switch type {
        case .yearMonthInterval:
            return .make([type], result: .yearMonth, state: [.long, .long]) {
                IntervalAggregate<Int32>(.yearMonth, isMean: true, isAttempt: isAttempt)
            }
        case .dayTimeInterval:
            return .make([type], result: .dayTime, state: [.long, .long]) {
                IntervalAggregate<Int64>(.dayTime, isMean: true, isAttempt: isAttempt)
            }
        default: break
        }
        // A timestamp counts as its seconds.
        guard type.isNumeric || type.isString || type == .null || type == .timestamp else {
            throw call.mismatch(0, required: "\"NUMERIC\" or \"ANSI INTERVAL\"")
        }
        return .make([.double], result: .double, state: [.double, .long]) { DoubleAverage() }
    }
}
