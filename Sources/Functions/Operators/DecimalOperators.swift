import Columnar

/// `a op b` for decimals of any two sizes.
func decimalArithmetic(
    _ op: ArithmeticOperator, _ rows: Rows, left: (DataType, Int), right: (DataType, Int), failure: ArithmeticFailure
) throws -> Column {
    guard case .decimal(let precision, let scale) = rows.type else {
        throw PyriteError.internalError("decimal arithmetic with the result \(rows.type.sql)")
    }
    let small = left.0.physicalType == .int64 && right.0.physicalType == .int64 && precision <= 18
    if small, op == .add || op == .subtract || (op == .multiply && scale == left.1 + right.1) {
        return smallDecimals(op, rows, left.1, right.1, scale)
    }
    if op == .multiply, scale == left.1 + right.1, let product = narrowProducts(rows, left.0, right.0, precision) {
        return product
    }
    let sizes = DecimalSizes(left: left.1, right: right.1, precision: precision, scale: scale)
    switch (left.0.physicalType, right.0.physicalType) {
    case (.int64, .int64): return try wideDecimals(op, rows, sizes, failure, Int64.self, Int64.self)
    case (.int64, _): return try wideDecimals(op, rows, sizes, failure, Int64.self, Int128.self)
    case (_, .int64): return try wideDecimals(op, rows, sizes, failure, Int128.self, Int64.self)
    default: return try wideDecimals(op, rows, sizes, failure, Int128.self, Int128.self)
    }
}

struct DecimalSizes {
    let left: Int
    let right: Int
    let precision: Int
    let scale: Int
}

/// Operands and result fit 18 digits: the result's precision leaves room for every sum and product.
private func smallDecimals(_ op: ArithmeticOperator, _ rows: Rows, _ s1: Int, _ s2: Int, _ scale: Int) -> Column {
    let x = rows.fixed(0, as: Int64.self)
    let y = rows.fixed(1, as: Int64.self)
    let buffer = Buffer(capacity: rows.count &* 8)
    let out = buffer.typed(Int64.self)
    let f = Int64(truncatingIfNeeded: powerOfTen(scale - s1))
    let g = Int64(truncatingIfNeeded: powerOfTen(scale - s2))
    switch op {
    case .add: zipLoop(x, y, out, rows.count) { $0 &* f &+ $1 &* g }
    case .subtract: zipLoop(x, y, out, rows.count) { $0 &* f &- $1 &* g }
    default: zipLoop(x, y, out, rows.count) { $0 &* $1 }
    }
    return Column(rows.type, count: rows.count, layout: .fixed(buffer), validity: rows.validity)
}

/// Products of 64-bit values as 128-bit ones, which cannot overflow; `nil` when a 128-bit operand has a larger value,
/// or when the result's precision could be exceeded.
private func narrowProducts(_ rows: Rows, _ left: DataType, _ right: DataType, _ precision: Int) -> Column? {
    guard rows.type.physicalType == .int128, case .decimal(let p1, _) = left, case .decimal(let p2, _) = right,
        // Products of 64-bit values have 38 digits at most.
        precision == DataType.maxDecimalPrecision || p1 + p2 <= precision
    else { return nil }
    let buffer = Buffer(capacity: rows.count &* 16)
    let out = buffer.typed(Int128.self)
    let fits: Bool
    switch (left.physicalType, right.physicalType) {
    case (.int64, .int64):
        let (x, y) = (rows.fixed(0, as: Int64.self), rows.fixed(1, as: Int64.self))
        zipLoop(x, y, out, rows.count) { wideProduct($0, $1) }
        fits = true
    case (.int128, .int64):
        fits = narrowProducts(rows.fixed(0, as: Int128.self), rows.fixed(1, as: Int64.self), out, rows.count)
    case (.int64, .int128):
        fits = narrowProducts(rows.fixed(1, as: Int128.self), rows.fixed(0, as: Int64.self), out, rows.count)
    default: return nil
    }
    guard fits else { return nil }
    return Column(rows.type, count: rows.count, layout: .fixed(buffer), validity: rows.validity)
}

@inline(__always) private func wideProduct(_ a: Int64, _ b: Int64) -> Int128 {
    let product = a.multipliedFullWidth(by: b)
    return Int128(truncatingIfNeeded: product.high) &<< 64 | Int128(truncatingIfNeeded: product.low)
}

/// Whether all wide operands fit 64 bits; only then the products mean something.
private func narrowProducts(
    _ wide: FixedInput<Int128>, _ narrow: FixedInput<Int64>, _ out: UnsafeMutablePointer<Int128>, _ count: Int
) -> Bool {
    var excess: UInt64 = 0
    zipLoop(wide, narrow, out, count) { a, b in
        let low = Int64(truncatingIfNeeded: a)
        excess |= UInt64(truncatingIfNeeded: a &>> 64) ^ UInt64(bitPattern: low &>> 63)
        return wideProduct(low, b)
    }
    return excess == 0
}

private func wideDecimals<A: BinaryInteger & BitwiseCopyable, B: BinaryInteger & BitwiseCopyable>(
    _ op: ArithmeticOperator, _ rows: Rows, _ sizes: DecimalSizes, _ failure: ArithmeticFailure, _ a: A.Type,
    _ b: B.Type
) throws -> Column {
    let x = rows.fixed(0, as: A.self)
    let y = rows.fixed(1, as: B.self)
    let limit = powerOfTen(sizes.precision).magnitude
    let compute = { (row: Int) throws -> Int128? in
        let (p, q) = (Int128(x[row]), Int128(y[row]))
        if q == 0 && (op == .divide || op == .remainder) {
            guard failure == .raise else { return nil }
            throw op == .remainder ? FunctionError.remainderByZero() : FunctionError.divideByZero()
        }
        if let value = decimalResult(op, p, q, sizes), value.magnitude < limit { return value }
        guard failure == .raise else { return nil }
        throw FunctionError.numericOutOfRange(
            value: exactText(op, p, q, sizes), precision: sizes.precision, scale: sizes.scale)
    }
    if rows.type.physicalType == .int64 {
        return try rows.mapOptional(Int64(0)) { try compute($0).map { Int64(truncatingIfNeeded: $0) } }
    }
    return try rows.mapOptional(Int128(0), compute)
}

/// The unscaled result at the result's scale; `nil` beyond 38 digits.
@inline(__always)
private func decimalResult(_ op: ArithmeticOperator, _ p: Int128, _ q: Int128, _ sizes: DecimalSizes) -> Int128? {
    switch op {
    case .multiply: return DecimalArithmetic.multiply(p, q, dropping: sizes.left + sizes.right - sizes.scale)
    case .divide: return DecimalArithmetic.divide(p, q, shift: sizes.scale - sizes.left + sizes.right)
    default:
        let common = max(sizes.left, sizes.right)
        let (a, o1) = p.multipliedReportingOverflow(by: powerOfTen(common - sizes.left))
        let (b, o2) = q.multipliedReportingOverflow(by: powerOfTen(common - sizes.right))
        guard !o1, !o2 else { return wideSum(op, p, q, sizes) }
        if op == .remainder { return DecimalArithmetic.rescale(a % b, from: common, to: sizes.scale) }
        let (sum, o3) = op == .add ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
        return o3 ? nil : DecimalArithmetic.rescale(sum, from: common, to: sizes.scale)
    }
}

/// A sum whose operands do not fit 38 digits at the common scale: whole and fraction are added apart.
private func wideSum(_ op: ArithmeticOperator, _ p: Int128, _ q: Int128, _ sizes: DecimalSizes) -> Int128? {
    let (f, g) = (powerOfTen(sizes.left), powerOfTen(sizes.right))
    if op == .remainder {
        // |a % b| < |b|, and a % b = a when |a| < |b|.
        let digits = sizes.left > sizes.right ? (p / f).magnitude < (q / g).magnitude : false
        return digits ? DecimalArithmetic.rescale(p, from: sizes.left, to: sizes.scale) : nil
    }
    let sign: Int128 = op == .add ? 1 : -1
    let whole = p / f &+ sign &* (q / g)
    guard let x = DecimalArithmetic.rescale(p % f, from: sizes.left, to: sizes.scale),
        let y = DecimalArithmetic.rescale(q % g, from: sizes.right, to: sizes.scale),
        let scaled = DecimalArithmetic.rescale(whole, from: 0, to: sizes.scale)
    else { return nil }
    let (sum, overflow) = scaled.addingReportingOverflow(x &+ sign &* y)
    return overflow ? nil : sum
}

/// The result with all its digits, for the error that says that it has too many.
private func exactText(_ op: ArithmeticOperator, _ p: Int128, _ q: Int128, _ sizes: DecimalSizes) -> String {
    switch op {
    case .multiply:
        let wide = p.magnitude.multipliedFullWidth(by: q.magnitude)
        let sign = (p < 0) != (q < 0) ? "-" : ""
        return sign + decimalText(wide.high, wide.low, scale: sizes.left + sizes.right)
    case .add, .subtract:
        let common = max(sizes.left, sizes.right)
        let (a, o1) = p.multipliedReportingOverflow(by: powerOfTen(common - sizes.left))
        let (b, o2) = q.multipliedReportingOverflow(by: powerOfTen(common - sizes.right))
        if !o1 && !o2 {
            let other = op == .add ? b : 0 &- b
            if (a < 0) == (other < 0) {
                let (sum, carry) = a.magnitude.addingReportingOverflow(other.magnitude)
                return (a < 0 ? "-" : "") + decimalText(carry ? 1 : 0, sum, scale: common)
            }
            return NumberWriting.text { NumberWriting.decimal(a &+ other, scale: common, into: &$0) }
        }
    default: break
    }
    let approximate = DecimalArithmetic.double(p, scale: sizes.left)
    return NumberWriting.text { NumberWriting.double(approximate, into: &$0) }
}

/// The text of a 256-bit unscaled value.
private func decimalText(_ high: UInt128, _ low: UInt128, scale: Int) -> String {
    var (high, low) = (high, low)
    var digits: [UInt8] = []
    while high != 0 || low != 0 || digits.count <= scale {
        let (q1, r1) = high.quotientAndRemainder(dividingBy: 10)
        let (q2, r2) = UInt128(10).dividingFullWidth((r1, low))
        digits.append(0x30 + UInt8(truncatingIfNeeded: r2))
        (high, low) = (q1, q2)
    }
    if scale > 0 { digits.insert(0x2E, at: scale) }
    return String(decoding: digits.reversed(), as: UTF8.self)
}
