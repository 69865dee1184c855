import Columnar
import Glibc

// Loops over vectors. Each operation is a type with a static function, so that the loops are compiled for each of them.

/// An operation on two values that may leave the row to Python.
protocol PythonBinary {
    associatedtype Operand: BitwiseCopyable
    associatedtype Result: BitwiseCopyable
    static func apply(_ a: Operand, _ b: Operand, _ doubt: inout UInt8) -> Result
}

protocol PythonUnary {
    associatedtype Operand: BitwiseCopyable
    associatedtype Result: BitwiseCopyable
    static func apply(_ a: Operand, _ doubt: inout UInt8) -> Result
}

func computed<Operation: PythonBinary>(
    _ operation: Operation.Type, _ a: PythonVector, _ b: PythonVector, _ kind: PythonKind
) -> PythonVector {
    let count = a.count
    let values = Buffer(capacity: count * MemoryLayout<Operation.Result>.stride)
    let status = combined(a, b)
    let statuses = status.typed(UInt8.self)
    let x = a.values.typed(Operation.Operand.self)
    let y = b.values.typed(Operation.Operand.self)
    let target = values.typed(Operation.Result.self)
    var any: UInt8 = 0
    for row in 0..<count {
        var doubt = statuses[row]
        target[row] = Operation.apply(x[row], y[row], &doubt)
        statuses[row] = doubt
        any |= doubt
    }
    return PythonVector(kind, count: count, values: values, status: any == 0 ? nil : status)
}

func computed<Operation: PythonUnary>(_ operation: Operation.Type, _ a: PythonVector, _ kind: PythonKind)
    -> PythonVector
{
    let count = a.count
    let values = Buffer(capacity: count * MemoryLayout<Operation.Result>.stride)
    let status = doubting(a)
    let statuses = status.typed(UInt8.self)
    let x = a.values.typed(Operation.Operand.self)
    let target = values.typed(Operation.Result.self)
    var any: UInt8 = 0
    for row in 0..<count {
        var doubt = statuses[row]
        target[row] = Operation.apply(x[row], &doubt)
        statuses[row] = doubt
        any |= doubt
    }
    return PythonVector(kind, count: count, values: values, status: any == 0 ? nil : status)
}

/// Operators take no None: such a row is left to Python, which raises the error.
func doubting(_ a: PythonVector) -> Buffer {
    let status = Buffer(capacity: a.count, zeroed: true)
    guard let source = a.statuses else { return status }
    let target = status.typed(UInt8.self)
    for row in 0..<a.count { target[row] = source[row] == 0 ? 0 : PythonStatus.doubt }
    return status
}

func combined(_ a: PythonVector, _ b: PythonVector) -> Buffer {
    guard let other = b.statuses else { return doubting(a) }
    let status = doubting(a)
    let target = status.typed(UInt8.self)
    for row in 0..<a.count { target[row] |= other[row] == 0 ? 0 : PythonStatus.doubt }
    return status
}

// MARK: Whole numbers. Python's have any size: what does not fit 64 bits is left to it.

enum AddIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        let (value, overflow) = a.addingReportingOverflow(b)
        doubt |= overflow ? PythonStatus.doubt : 0
        return value
    }
}

enum SubtractIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        let (value, overflow) = a.subtractingReportingOverflow(b)
        doubt |= overflow ? PythonStatus.doubt : 0
        return value
    }
}

enum MultiplyIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        let (value, overflow) = a.multipliedReportingOverflow(by: b)
        doubt |= overflow ? PythonStatus.doubt : 0
        return value
    }
}

/// `a // b`: rounded down.
enum FloorDivideIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        if b == 0 || (b == -1 && a == .min) {
            doubt = PythonStatus.doubt
            return 0
        }
        if UInt64(bitPattern: a | b) <= 0xFFFF_FFFF {
            return Int64(UInt32(truncatingIfNeeded: a) / UInt32(truncatingIfNeeded: b))
        }
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        return remainder != 0 && (remainder < 0) != (b < 0) ? quotient &- 1 : quotient
    }
}

/// `a % b`: has the divisor's sign.
enum RemainderOfIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        if b == 0 || (b == -1 && a == .min) {
            doubt = b == 0 ? PythonStatus.doubt : doubt
            return 0
        }
        if UInt64(bitPattern: a | b) <= 0xFFFF_FFFF {
            return Int64(UInt32(truncatingIfNeeded: a) % UInt32(truncatingIfNeeded: b))
        }
        let remainder = a % b
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder &+ b : remainder
    }
}

/// `a / b`: exact in Python for any size; floats divide exactly only what they hold exactly.
enum DivideIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Double {
        doubt |= b == 0 || !isExact(a) || !isExact(b) ? PythonStatus.doubt : 0
        return Double(a) / Double(b)
    }
}

/// Whether a float holds the number exactly.
@inline(__always) func isExact(_ number: Int64) -> Bool { number >= -(1 << 53) && number <= 1 << 53 }

enum SmallerInteger: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 { b < a ? b : a }
}

enum LargerInteger: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 { b > a ? b : a }
}

enum NegateInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 {
        doubt |= a == .min ? PythonStatus.doubt : 0
        return 0 &- a
    }
}

enum MagnitudeOfInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 {
        doubt |= a == .min ? PythonStatus.doubt : 0
        return a < 0 ? 0 &- a : a
    }
}

enum IntegerToFloat: PythonUnary {
    @inline(__always) static func apply(_ a: Int64, _ doubt: inout UInt8) -> Double {
        doubt |= isExact(a) ? 0 : PythonStatus.doubt
        return Double(a)
    }
}

// MARK: Floats

enum AddFloats: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double { a + b }
}

enum SubtractFloats: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double { a - b }
}

enum MultiplyFloats: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double { a * b }
}

enum DivideFloats: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double {
        doubt |= b == 0 ? PythonStatus.doubt : 0
        return a / b
    }
}

/// `a % b`: has the divisor's sign, also when it is zero.
enum RemainderOfFloats: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double {
        doubt |= b == 0 ? PythonStatus.doubt : 0
        let remainder = fmod(a, b)
        if remainder == 0 { return copysign(0, b) }
        return (remainder < 0) != (b < 0) ? remainder + b : remainder
    }
}

enum SmallerFloat: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double { b < a ? b : a }
}

enum LargerFloat: PythonBinary {
    @inline(__always) static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double { b > a ? b : a }
}

enum NegateFloat: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Double { -a }
}

enum MagnitudeOfFloat: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Double { a.magnitude }
}

enum FloatToInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Int64 {
        guard a > -9.2e18, a < 9.2e18 else {
            doubt = PythonStatus.doubt
            return 0
        }
        return Int64(a)
    }
}

// MARK: Comparisons

enum Equal<T: BitwiseCopyable & Equatable>: PythonBinary {
    @inline(__always) static func apply(_ a: T, _ b: T, _ doubt: inout UInt8) -> UInt8 { a == b ? 1 : 0 }
}

enum Less<T: BitwiseCopyable & Comparable>: PythonBinary {
    @inline(__always) static func apply(_ a: T, _ b: T, _ doubt: inout UInt8) -> UInt8 { a < b ? 1 : 0 }
}

enum LessOrEqual<T: BitwiseCopyable & Comparable>: PythonBinary {
    @inline(__always) static func apply(_ a: T, _ b: T, _ doubt: inout UInt8) -> UInt8 { a <= b ? 1 : 0 }
}

/// How texts compare: byte order of UTF-8 is the order of code points.
func compareTexts(_ name: String, _ a: PythonVector, _ b: PythonVector) -> PythonVector {
    let count = a.count
    let values = Buffer(capacity: count, zeroed: true)
    let target = values.typed(UInt8.self)
    let (x, y) = (a.texts, b.texts)
    let status = combined(a, b)
    let statuses = status.typed(UInt8.self)
    // Texts that are not there must not be looked at.
    for row in 0..<count where statuses[row] == 0 {
        switch name {
        case "==": target[row] = StringView.equal(x + row, y + row) ? 1 : 0
        case "<": target[row] = StringView.compare(x + row, y + row) < 0 ? 1 : 0
        default: target[row] = StringView.compare(x + row, y + row) <= 0 ? 1 : 0
        }
    }
    return PythonVector(.boolean, count: count, values: values, status: status)
}

// MARK: Truth

enum NotFlag: PythonUnary {
    @inline(__always) static func apply(_ a: UInt8, _ doubt: inout UInt8) -> UInt8 { a == 0 ? 1 : 0 }
}

/// Whether values count as true: None does not.
func truth(of vector: PythonVector) -> PythonVector {
    let count = vector.count
    let values = Buffer(capacity: count)
    let target = values.typed(UInt8.self)
    switch vector.kind {
    case .integer: for row in 0..<count { target[row] = vector.integers[row] != 0 ? 1 : 0 }
    case .float: for row in 0..<count { target[row] = vector.floats[row] != 0 ? 1 : 0 }
    case .date: memset(values.pointer, 1, count)
    case .boolean: for row in 0..<count { target[row] = vector.flags[row] == 0 ? 0 : 1 }
    case .text: for row in 0..<count { target[row] = vector.texts[row].length != 0 ? 1 : 0 }
    case .none: memset(values.pointer, 0, count)
    }
    guard let statuses = vector.statuses else {
        return PythonVector(.boolean, count: count, values: values, status: nil)
    }
    let status = Buffer(capacity: count)
    let known = status.typed(UInt8.self)
    for row in 0..<count {
        if statuses[row] == PythonStatus.none { target[row] = 0 }
        known[row] = statuses[row] & PythonStatus.doubt
    }
    return PythonVector(.boolean, count: count, values: values, status: status)
}

/// `value is None`.
func isNone(_ vector: PythonVector) -> PythonVector {
    let count = vector.count
    let values = Buffer(capacity: count, zeroed: true)
    guard let statuses = vector.statuses else {
        return PythonVector(.boolean, count: count, values: values, status: nil)
    }
    let target = values.typed(UInt8.self)
    let status = Buffer(capacity: count)
    let known = status.typed(UInt8.self)
    for row in 0..<count {
        target[row] = statuses[row] == PythonStatus.none ? 1 : 0
        known[row] = statuses[row] & PythonStatus.doubt
    }
    return PythonVector(.boolean, count: count, values: values, status: status)
}
