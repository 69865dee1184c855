import Columnar

/// The five arithmetic operators that share their typing rules.
enum ArithmeticOperator: Sendable {
    case add, subtract, multiply, divide, remainder

    var symbol: String {
        switch self {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        }
    }

    /// The function that gives null where the operator fails.
    var alternative: String {
        switch self {
        case .add: "try_add"
        case .subtract: "try_subtract"
        case .multiply: "try_multiply"
        case .divide: "try_divide"
        case .remainder: "try_mod"
        }
    }

    /// Whether a result can have more digits than its type: decimals of few digits give types with room for all of them.
    func canExceed(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> Bool {
        switch self {
        case .add, .subtract: max(p1 - s1, p2 - s2) + max(s1, s2) + 1 > DataType.maxDecimalPrecision
        case .multiply: p1 + p2 + 1 > DataType.maxDecimalPrecision
        case .divide, .remainder: true
        }
    }

    func decimalResult(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        switch self {
        case .add, .subtract: DecimalTyping.add(p1, s1, p2, s2)
        case .multiply: DecimalTyping.multiply(p1, s1, p2, s2)
        case .divide: DecimalTyping.divide(p1, s1, p2, s2)
        case .remainder: DecimalTyping.remainder(p1, s1, p2, s2)
        }
    }
}

/// What happens when a result does not exist.
enum ArithmeticFailure: Sendable {
    case raise
    /// `try_add` and the like: always null.
    case null
    /// Outside ANSI mode: integers wrap around, division by zero and decimals give null.
    case wrap
}

extension Call {
    /// `(a + b)`, as operators are printed in messages.
    func operatorSQL(_ symbol: String) -> String {
        arguments.count == 2 ? "(\(arguments[0].sql) \(symbol) \(arguments[1].sql))" : sql
    }
}

/// Resolves `a op b` for numbers.
func bindArithmetic(_ op: ArithmeticOperator, _ call: Call, failure: ArithmeticFailure) throws -> ScalarBinding {
    if let binding = try bindTemporalArithmetic(op, call, failure: failure) { return binding }
    let (left, right) = (call.arguments[0], call.arguments[1])
    guard let operands = operandTypes(left, right, call.context.isANSI) else {
        throw FunctionError.differingTypes(sql: call.operatorSQL(op.symbol), left: left.type, right: right.type)
    }
    let (a, b) =
        op == .divide && left.type == .null && operands.1.isNumeric ? (DataType.double, DataType.double) : operands
    guard a.isNumeric, b.isNumeric else {
        // Strings are brought to the other's type before the operator says what it takes.
        guard left.type == right.type || (call.context.isANSI && left.type.isString != right.type.isString) else {
            throw FunctionError.differingTypes(sql: call.operatorSQL(op.symbol), left: left.type, right: right.type)
        }
        throw FunctionError.wrongOperatorType(
            sql: call.operatorSQL(op.symbol), required: op == .divide ? "(\"DOUBLE\" or \"DECIMAL\")" : "\"NUMERIC\"",
            actual: a)
    }
    let canBeNull = op == .divide || op == .remainder || failure == .null || (failure == .wrap && a.isDecimal)
    if case .decimal(let p1, let s1) = a, case .decimal(let p2, let s2) = b {
        let result = op.decimalResult(p1, s1, p2, s2)
        return .rows(
            call, argumentTypes: [a, b], result: result, nullable: canBeNull ? .always : .whenArgumentsAre,
            canFail: failure == .raise && op.canExceed(p1, s1, p2, s2)
        ) { rows, _ in
            try decimalArithmetic(op, rows, left: (a, s1), right: (b, s2), failure: failure)
        }
    }
    let type = op == .divide ? DataType.double : a
    let canFail = failure == .raise && (type.isIntegral || op == .divide || op == .remainder)
    return .rows(
        call, argumentTypes: [type, type], result: type, nullable: canBeNull ? .always : .whenArgumentsAre,
        canFail: canFail
    ) { rows, _ in try arithmetic(op, rows, failure: failure) }
}

/// The types that two operands of an arithmetic operator are brought to: equal ones, or two decimals each of its own
/// size. `nil` when there are none.
func operandTypes(_ left: FunctionArgument, _ right: FunctionArgument, _ isANSI: Bool) -> (DataType, DataType)? {
    let (a, b) = (left.type, right.type)
    switch (a, b) {
    case (.null, .null): return (.double, .double)
    case (.null, let other), (let other, .null):
        if other.isString { return isANSI ? (other, other) : (.double, .double) }
        return other.isNumeric ? (other, other) : nil
    case (.decimal, .decimal): return (a, b)
    case (.decimal, let other) where other.isIntegral: return decimalBeside(right).map { (a, $0) }
    case (let other, .decimal) where other.isIntegral: return decimalBeside(left).map { ($0, b) }
    default: break
    }
    if a.isString && b.isString { return isANSI ? (a, b) : (.double, .double) }
    if !isANSI && (a.isString || b.isString) {
        let other = a.isString ? b : a
        return other.isNumeric ? (.double, .double) : nil
    }
    return TypeCoercion.commonType(a, b, isANSI: isANSI).map { ($0, $0) }
}

private func decimalBeside(_ argument: FunctionArgument) -> DataType? {
    if argument.isLiteral, case .integer(let value)? = argument.literal {
        return DecimalTyping.narrowest(forLiteral: value)
    }
    return argument.type.asDecimal
}

/// Numbers of one type.
private func arithmetic(_ op: ArithmeticOperator, _ rows: Rows, failure: ArithmeticFailure) throws -> Column {
    switch rows.type.physicalType {
    case .int8: return try integerArithmetic(op, rows, Int8.self, failure)
    case .int16: return try integerArithmetic(op, rows, Int16.self, failure)
    case .int32: return try integerArithmetic(op, rows, Int32.self, failure)
    case .int64: return try integerArithmetic(op, rows, Int64.self, failure)
    case .float: return try floatingArithmetic(op, rows, Float.self, failure)
    default: return try floatingArithmetic(op, rows, Double.self, failure)
    }
}

/// Applies `body` with loops of their own for a constant on either side, so that each of them vectorises.
@inline(__always)
func zipLoop<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ x: FixedInput<A>, _ y: FixedInput<B>, _ out: UnsafeMutablePointer<R>, _ count: Int, _ body: (A, B) -> R
) {
    let (p, q) = (x.base, y.base)
    if y.step == 0 && count > 0 {
        let constant = q[0]
        if x.step == 0 {
            let value = body(p[0], constant)
            for row in 0..<count { out[row] = value }
        } else {
            for row in 0..<count { out[row] = body(p[row], constant) }
        }
    } else if x.step == 0 && count > 0 {
        let constant = p[0]
        for row in 0..<count { out[row] = body(constant, q[row]) }
    } else {
        for row in 0..<count { out[row] = body(p[row], q[row]) }
    }
}

private func integerArithmetic<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ op: ArithmeticOperator, _ rows: Rows, _ type: T.Type, _ failure: ArithmeticFailure
) throws -> Column {
    let x = rows.fixed(0, as: T.self)
    let y = rows.fixed(1, as: T.self)
    let buffer = Buffer(capacity: rows.count &* MemoryLayout<T>.stride)
    let out = buffer.typed(T.self)
    // Overflow is gathered over all rows, null ones included, and looked at afterwards: the loop stays free of
    // branches.
    var signs: T = 0
    var overflowed = false
    let n = rows.count
    switch op {
    case .add:
        zipLoop(x, y, out, n) { a, b in
            let sum = a &+ b
            signs |= (a ^ sum) & (b ^ sum)
            return sum
        }
        overflowed = signs < 0
    case .subtract:
        zipLoop(x, y, out, n) { a, b in
            let difference = a &- b
            signs |= (a ^ b) & (a ^ difference)
            return difference
        }
        overflowed = signs < 0
    case .multiply:
        zipLoop(x, y, out, n) { a, b in
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            overflowed = overflowed || overflow
            return product
        }
    case .remainder, .divide:
        zipLoop(x, y, out, n) { a, b in
            if b == 0 {
                overflowed = true
                return 0
            }
            return b == -1 ? 0 : a % b
        }
    }
    let result = Column(rows.type, count: n, layout: .fixed(buffer), validity: rows.validity)
    if !overflowed || (failure == .wrap && op != .remainder) { return result }
    let fails = { (row: Int) -> Bool in
        switch op {
        case .add: x[row].addingReportingOverflow(y[row]).overflow
        case .subtract: x[row].subtractingReportingOverflow(y[row]).overflow
        case .multiply: x[row].multipliedReportingOverflow(by: y[row]).overflow
        case .remainder, .divide: y[row] == 0
        }
    }
    guard failure == .raise else { return rows.mapOptional(T.zero) { fails($0) ? nil : out[$0] } }
    guard let row = rows.firstRow(where: fails) else { return result }
    if op == .remainder { throw FunctionError.remainderByZero() }
    if MemoryLayout<T>.size < 4 {
        // Spark's interpreter prints both widths as a short.
        throw FunctionError.binaryOverflow(
            "\(x[row])S", op.symbol, "\(y[row])S", alternative: op.alternative)
    }
    throw FunctionError.arithmeticOverflow("overflow", alternative: op.alternative)
}

private func floatingArithmetic<T: BinaryFloatingPoint & BitwiseCopyable>(
    _ op: ArithmeticOperator, _ rows: Rows, _ type: T.Type, _ failure: ArithmeticFailure
) throws -> Column {
    let x = rows.fixed(0, as: T.self)
    let y = rows.fixed(1, as: T.self)
    let buffer = Buffer(capacity: rows.count &* MemoryLayout<T>.stride)
    let out = buffer.typed(T.self)
    let n = rows.count
    var hasZero = false
    switch op {
    case .add: zipLoop(x, y, out, n) { $0 + $1 }
    case .subtract: zipLoop(x, y, out, n) { $0 - $1 }
    case .multiply: zipLoop(x, y, out, n) { $0 * $1 }
    case .divide:
        zipLoop(x, y, out, n) { a, b in
            hasZero = hasZero || b == 0
            return a / b
        }
    case .remainder:
        zipLoop(x, y, out, n) { a, b in
            hasZero = hasZero || b == 0
            return a.truncatingRemainder(dividingBy: b)
        }
    }
    let result = Column(rows.type, count: n, layout: .fixed(buffer), validity: rows.validity)
    guard hasZero else { return result }
    guard failure == .raise else { return rows.mapOptional(T.zero) { y[$0] == 0 ? nil : out[$0] } }
    guard rows.firstRow(where: { y[$0] == 0 }) != nil else { return result }
    throw op == .remainder ? FunctionError.remainderByZero() : FunctionError.divideByZero()
}
