import Columnar

/// Sum of integers as a long. Null for groups without values.
///
/// Not generic: methods of a generic class that are called through a protocol are never specialized, and would look up
/// each addition in a table. The loops are generic functions that the width chooses.
final class IntegerSum: Accumulator {
    private let sums = GroupValues<Int64>(0)
    private let seen = GroupValues<UInt8>(0)
    private let source: PhysicalType
    private let type: DataType
    private let raises: Bool
    /// `try_sum`: a group that overflowed is null.
    private let overflowed: GroupValues<UInt8>?

    init(of source: PhysicalType, _ type: DataType, raises: Bool, isAttempt: Bool) {
        self.source = source
        self.type = type
        self.raises = raises
        overflowed = isAttempt ? GroupValues<UInt8>(0) : nil
    }

    func resize(groups: Int) {
        sums.resize(groups)
        seen.resize(groups)
        overflowed?.resize(groups)
    }

    private func add(
        _ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int, _ source: PhysicalType
    ) throws {
        guard let column = column.flatUnlessNull() else { return }
        let hasFailed =
            switch source {
            case .int8: add(column, groups, count, Int8.self)
            case .int16: add(column, groups, count, Int16.self)
            case .int32: add(column, groups, count, Int32.self)
            default: add(column, groups, count, Int64.self)
            }
        if hasFailed && raises && overflowed == nil {
            throw FunctionError.arithmeticOverflow("overflow", alternative: "try_add")
        }
    }

    /// Whether a sum overflowed.
    @inline(__always)
    private func add<T: FixedWidthInteger & BitwiseCopyable>(
        _ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int, _: T.Type
    ) -> Bool {
        guard let values = column.fixedValues(T.self) else { return false }
        let (out, flags, lost) = (sums.base, seen.base, overflowed?.base)
        var hasFailed = false
        eachValid(column.validity, groups, count) { row, group in
            let (sum, overflow) = out[group].addingReportingOverflow(Int64(truncatingIfNeeded: values[row]))
            out[group] = sum
            flags[group] = 1
            if overflow {
                hasFailed = true
                lost?[group] = 1
            }
        }
        return hasFailed
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        try add(arguments[0], groups, count, source)
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), count > 0 else { return }
        let valid = column.validity
        if let valid, valid.setCount == 0 { return }
        let total =
            switch source {
            case .int8: IntegerSum.total(column, count, Int8.self)
            case .int16: IntegerSum.total(column, count, Int16.self)
            case .int32: IntegerSum.total(column, count, Int32.self)
            default: IntegerSum.total(column, count, Int64.self)
            }
        if overflowed == nil, let total {
            let (sum, overflow) = sums.base[0].addingReportingOverflow(total)
            if !overflow || !raises {
                sums.base[0] = sum
                seen.base[0] = 1
                return
            }
        }
        let groups = Buffer(capacity: count * 4, zeroed: true)
        try update(arguments, groups: UnsafePointer(groups.typed(Int32.self)), count: count, context: context)
    }

    /// The sum of a batch in a loop without checks; `nil` when it might not fit.
    @inline(__always)
    private static func total<T: FixedWidthInteger & BitwiseCopyable>(
        _ column: Column, _ count: Int, _: T.Type
    ) -> Int64? {
        guard let values = column.fixedValues(T.self), count <= 1 << 20 else { return nil }
        var total: Int64 = 0
        // All bits in which a value differs from its sign: few enough, and no sum of the values can overflow.
        var bits: Int64 = 0
        if let words = column.validity?.words {
            for start in stride(from: 0, to: count, by: 64) {
                let (word, end) = (words[start &>> 6], min(start &+ 64, count))
                for row in start..<end {
                    let bit = Int64(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: row &- start) & 1)
                    let value = Int64(truncatingIfNeeded: values[row]) & (0 &- bit)
                    total &+= value
                    bits |= value ^ value &>> 63
                }
            }
        } else {
            for row in 0..<count {
                let value = Int64(truncatingIfNeeded: values[row])
                total &+= value
                bits |= value ^ value &>> 63
            }
        }
        return bits < 1 << 42 ? total : nil
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        try add(state[0], groups, count, .int64)
        guard let lost = overflowed?.base else { return }
        let flagState = state[1].flattened()
        if let flags = flagState.fixedValues(UInt8.self) {
            for row in 0..<count { lost[Int(groups[row])] |= flags[row] }
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let sum = sums.column(.long, groups, seen: seen)
        return overflowed.map { [sum, $0.column(.boolean, groups)] } ?? [sum]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let sum = sums.column(type, groups, seen: seen)
        guard let overflowed else { return sum }
        let validity = Bitmap.copy(of: sum.validity, count: groups.count)
        for (index, group) in groups.enumerated() where overflowed.base[group] != 0 { validity.clear(index) }
        return Column(type, count: groups.count, layout: sum.layout, validity: validity)
    }

    var byteCount: Int { sums.byteCount + seen.byteCount }
}

/// Sum of doubles in row order. Null for groups without values.
final class DoubleSum: Accumulator {
    private let sums = GroupValues<Double>(0)
    private let seen = GroupValues<UInt8>(0)

    func resize(groups: Int) {
        sums.resize(groups)
        seen.resize(groups)
    }

    private func add(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        let (out, flags) = (sums.base, seen.base)
        eachValid(column.validity, groups, count) { row, group in
            out[group] += values[row]
            flags[group] = 1
        }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        add(arguments[0], groups, count)
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        var total = sums.base[0]
        var any: UInt8 = 0
        eachValid(column.validity, count) { row in
            total += values[row]
            any = 1
        }
        sums.base[0] = total
        seen.base[0] |= any
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws { add(state[0], groups, count) }
    func state(groups: Range<Int>) throws -> [Column] { [sums.column(.double, groups, seen: seen)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        sums.column(.double, groups, seen: seen)
    }
    var byteCount: Int { sums.byteCount + seen.byteCount }
}

/// Sum of decimals as decimal(p + 10, s).
final class DecimalSum: Accumulator {
    private let values = DecimalSums()
    private let type: DataType
    private let scale: Int
    private let precision: Int
    private let raises: Bool

    init(_ type: DataType, precision: Int, scale: Int, raises: Bool) {
        self.type = type
        self.precision = precision
        self.scale = scale
        self.raises = raises
    }

    func resize(groups: Int) { values.resize(groups) }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        values.add(arguments[0], groups, count)
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        values.merge(state, groups, count)
    }

    func state(groups: Range<Int>) throws -> [Column] {
        values.state(DecimalSums.stateType(scale: scale), groups)
    }

    func heldState(groups: Range<Int>) throws -> [Column] {
        values.heldState(DecimalSums.stateType(scale: scale), groups)
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let limit = powerOfTen(precision).magnitude
        let builder = ColumnBuilder(type, capacity: groups.count)
        let isSmall = type.physicalType == .int64
        let sums = values.reader
        for group in groups {
            let sum = sums.sum(group)
            if !sums.isSeen(group) {
                builder.appendNull()
            } else if sums.hasOverflowed(group) || sum.magnitude >= limit {
                if raises {
                    throw FunctionError.arithmeticOverflow("Overflow in sum of decimals", alternative: "try_sum")
                }
                builder.appendNull()
            } else if isSmall {
                builder.append(Int64(truncatingIfNeeded: sum))
            } else {
                builder.append(sum)
            }
        }
        return builder.finish()
    }

    var byteCount: Int { values.byteCount }
}

enum SumFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate("sum", "sum(expr) - The sum of all values that are not null.", ["sum(col)"], count: 1...1) {
            try bind($0, isAttempt: false)
        },
        .aggregate(
            "try_sum", "try_sum(expr) - The sum, or null on overflow.", ["try_sum(col)"], since: "3.3.0",
            count: 1...1
        ) { try bind($0, isAttempt: true) },
    ]

    private static func bind(_ call: Call, isAttempt: Bool) throws -> AggregateBinding {
        let type = call.types[0]
        let raises = call.context.isANSI && !isAttempt
        switch type {
        case .byte: return integers(type, .long, raises, isAttempt)
        case .short: return integers(type, .long, raises, isAttempt)
        case .integer: return integers(type, .long, raises, isAttempt)
        case .long: return integers(type, .long, raises, isAttempt)
        case .dayTimeInterval: return integers(type, type, true, isAttempt)
        case .yearMonthInterval:
            return .make([type], result: type, state: [.long, .long]) {
                IntervalAggregate<Int32>(type, isMean: false, isAttempt: isAttempt)
            }
        case .decimal(let precision, let scale):
            let digits = min(38, precision + 10)
            let result = DataType.decimal(precision: digits, scale: scale)
            return .make([type], result: result, state: [DecimalSums.stateType(scale: scale), .boolean]) {
                DecimalSum(result, precision: digits, scale: scale, raises: raises)
            }
        case .float, .double, .string, .null:
            return .make([.double], result: .double, state: [.double]) { DoubleSum() }
        default: throw call.mismatch(0, required: "\"NUMERIC\" or \"ANSI INTERVAL\"")
        }
    }

    private static func integers(
        _ type: DataType, _ result: DataType, _ raises: Bool, _ isAttempt: Bool
    ) -> AggregateBinding {
        .make([type], result: result, state: isAttempt ? [.long, .boolean] : [.long]) {
            IntegerSum(of: type.physicalType, result, raises: raises, isAttempt: isAttempt)
        }
    }
}
