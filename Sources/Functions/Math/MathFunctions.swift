import Columnar
import Glibc

/// Functions of doubles, and the rest of arithmetic.
enum MathFunctions {
    static let definitions: [FunctionDefinition] =
        [
            unary("sqrt", "The square root.") { $0.squareRoot() },
            unary("cbrt", "The cube root.") { MathKernels.cubeRoot($0) },
            unary("exp", "e to the power of expr.") { StrictMath.exp($0) },
            unary("expm1", "e to the power of expr, less 1.") { StrictMath.expm1($0) },
            unary("sin", "The sine.") { sin($0) }, unary("cos", "The cosine.") { cos($0) },
            unary("tan", "The tangent.") { tan($0) }, unary("asin", "The arc sine.") { asin($0) },
            unary("acos", "The arc cosine.") { acos($0) }, unary("atan", "The arc tangent.") { atan($0) },
            unary("sinh", "The hyperbolic sine.") { StrictMath.sinh($0) },
            unary("cosh", "The hyperbolic cosine.") { StrictMath.cosh($0) },
            unary("tanh", "The hyperbolic tangent.") { StrictMath.tanh($0) },
            unary("asinh", "The inverse hyperbolic sine.") { asinh($0) },
            unary("acosh", "The inverse hyperbolic cosine.") { acosh($0) },
            unary("atanh", "The inverse hyperbolic tangent.") { atanh($0) },
            unary("cot", "The cotangent.") { 1 / tan($0) }, unary("sec", "The secant.") { 1 / cos($0) },
            unary("csc", "The cosecant.") { 1 / sin($0) },
            unary("degrees", "Radians as degrees.") { $0 * (180 / Double.pi) },
            unary("radians", "Degrees as radians.") { $0 * (Double.pi / 180) },
            unary("rint", "The nearest integer, halves to the even one.") { $0.rounded(.toNearestOrEven) },
            logarithm("ln", "The natural logarithm, null for numbers that are not positive.", above: 0) {
                StrictMath.log($0)
            },
            logarithm("log10", "The logarithm to base 10.", above: 0) { StrictMath.log10($0) },
            logarithm("log2", "The logarithm to base 2.", above: 0) { StrictMath.log($0) / StrictMath.log(2) },
            logarithm("log1p", "The natural logarithm of 1 + expr.", above: -1) { log1p($0) },
            .scalar(
                "log", .math, "log([base, ]expr) - The logarithm to the base, e by default.", ["log(10, 100)"],
                since: "1.5.0", count: 1...2
            ) { call in
                let types = try call.coerced([.double])
                return .rows(call, argumentTypes: types, result: .double, nullable: .always) { rows, _ in
                    let x = rows.fixed(types.count - 1, as: Double.self)
                    if types.count == 1 {
                        return rows.mapOptional(0.0) { x[$0] > 0 || x[$0].isNaN ? StrictMath.log(x[$0]) : nil }
                    }
                    let base = rows.fixed(0, as: Double.self)
                    return rows.mapOptional(0.0) { row in
                        (x[row] > 0 || x[row].isNaN) && (base[row] > 0 || base[row].isNaN)
                            ? StrictMath.log(x[row]) / StrictMath.log(base[row]) : nil
                    }
                }
            },
            binary("pow", aliases: ["power"], "expr1 to the power of expr2.") { base, exponent in
                // Java, unlike C, knows no power of ±1 to an unknown or infinite exponent.
                exponent.isNaN || (exponent.isInfinite && base.magnitude == 1) ? .nan : pow(base, exponent)
            },
            binary("atan2", "The angle between the x axis and the point (exprX, exprY).") { atan2($0 + 0, $1 + 0) },
            binary("hypot", "The square root of expr1² + expr2².") { hypot($0, $1) },
            constant("pi", "pi() - π.", .pi), constant("e", "e() - Euler's number.", 2.718281828459045),
        ] + others

    private static let others: [FunctionDefinition] = [
        .scalar(
            "sign", aliases: ["signum"], .math, "sign(expr) - -1, 0 or 1.", ["sign(40)"], since: "1.4.0", count: 1...1
        ) {
            call in
            if call.types[0].isInterval {
                return .rows(call, argumentTypes: call.types, result: .double) { rows, _ in
                    if call.types[0].physicalType == .int32 {
                        let x = rows.fixed(0, as: Int32.self)
                        return rows.map { Double(x[$0].signum()) }
                    }
                    let x = rows.fixed(0, as: Int64.self)
                    return rows.map { Double(x[$0].signum()) }
                }
            }
            return .rows(call, argumentTypes: try call.coerced([.double]), result: .double, nullable: .always) {
                rows, _ in
                let x = rows.fixed(0, as: Double.self)
                return rows.map { x[$0] > 0 ? 1 : x[$0] < 0 ? -1 : x[$0] }
            }
        },
        .scalar(
            "nanvl", .conditional, "nanvl(a, b) - b when a is NaN, else a.", ["nanvl(cast('NaN' as double), 123)"],
            since: "1.5.0", count: 2...2
        ) { call in
            let type: DataType = call.types.allSatisfy { $0 == .float } ? .float : .double
            _ = try call.coerced([.number])
            return .rows(call, argumentTypes: [type, type], result: type, strict: false) { rows, _ in
                let (a, b) = (rows.nulls(0), rows.nulls(1))
                func choose<T: BinaryFloatingPoint & BitwiseCopyable>(_ width: T.Type) -> Column {
                    let x = rows.fixed(0, as: T.self)
                    let y = rows.fixed(1, as: T.self)
                    return rows.mapOptional(T.zero) { row in
                        if a[row] { return nil }
                        return x[row].isNaN ? (b[row] ? nil : y[row]) : x[row]
                    }
                }
                return type == .float ? choose(Float.self) : choose(Double.self)
            }
        },
        .rows(
            "factorial", .math, "factorial(n) - n!, null unless 0 <= n <= 20.", ["factorial(5)"], since: "1.5.0",
            parameters: [.int], result: .long, nullable: .always
        ) { rows, _ in
            let n = rows.fixed(0, as: Int32.self)
            return rows.mapOptional(Int64(0)) { row in
                guard n[row] >= 0, n[row] <= 20 else { return nil }
                var product: Int64 = 1
                for factor in 1...max(1, Int64(n[row])) { product &*= factor }
                return product
            }
        },
        .rows(
            "bin", .math, "bin(n) - The number in binary digits.", ["bin(13)"], since: "1.5.0", parameters: [.long],
            result: .string
        ) { rows, _ in
            let n = rows.fixed(0, as: Int64.self)
            return rows.mapText { row, out in
                out.append(String(UInt64(bitPattern: n[row]), radix: 2))
                return true
            }
        },
        .scalar(
            "conv", .math, "conv(num, from, to) - The number from one base to another.", ["conv('100', 2, 10)"],
            since: "1.5.0", count: 3...3
        ) { call in
            let types = try call.coerced([.text, .int, .int])
            let isANSI = call.context.isANSI
            return .rows(call, argumentTypes: types, result: .string, nullable: .always, canFail: isANSI) { rows, _ in
                let x = rows.text(0)
                let (from, to) = (rows.fixed(1, as: Int32.self), rows.fixed(2, as: Int32.self))
                return try rows.mapText { row, out in
                    guard let text = try convert(x[row], Int(from[row]), Int(to[row]), isANSI) else { return false }
                    out.append(text)
                    return true
                }
            }
        },
        .scalar(
            "width_bucket", .math, "width_bucket(value, min, max, n) - The bucket of value in n equal buckets.",
            ["width_bucket(5.3, 0.2, 10.6, 5)"], since: "3.1.0", count: 4...4
        ) { call in
            if call.types[0].isInterval {
                let type: DataType = call.types[0].physicalType == .int32 ? .yearMonth : .dayTime
                let types = try call.coerced([.type(type), .type(type), .type(type), .long])
                return .rows(call, argumentTypes: types, result: .long, nullable: .always) { rows, _ in
                    let n = rows.fixed(3, as: Int64.self)
                    if type == .yearMonth {
                        let x = (0..<3).map { rows.fixed($0, as: Int32.self) }
                        return rows.mapOptional(Int64(0)) {
                            bucket(Double(x[0][$0]), Double(x[1][$0]), Double(x[2][$0]), n[$0])
                        }
                    }
                    let x = (0..<3).map { rows.fixed($0, as: Int64.self) }
                    return rows.mapOptional(Int64(0)) {
                        bucket(Double(x[0][$0]), Double(x[1][$0]), Double(x[2][$0]), n[$0])
                    }
                }
            }
            let types = try call.coerced([.double, .double, .double, .long])
            return .rows(call, argumentTypes: types, result: .long, nullable: .always) { rows, _ in
                let x = (0..<3).map { rows.fixed($0, as: Double.self) }
                let n = rows.fixed(3, as: Int64.self)
                return rows.mapOptional(Int64(0)) { bucket(x[0][$0], x[1][$0], x[2][$0], n[$0]) }
            }
        },
        extremum("greatest", isGreatest: true), extremum("least", isGreatest: false),
    ]

    /// The bucket of a value, 0 below and n + 1 above all; `nil` for bounds that make no buckets.
    private static func bucket(_ value: Double, _ low: Double, _ high: Double, _ n: Int64) -> Int64? {
        guard n > 0, n < .max, low != high, !value.isNaN, low.isFinite, high.isFinite else { return nil }
        let (start, end) = (min(low, high), max(low, high))
        if low < high {
            if value < start { return 0 }
            if value >= end { return n + 1 }
            return Int64(exactly: (Double(n) * (value - start) / (end - start)).rounded(.down)).map { $0 + 1 }
        }
        if value > end { return 0 }
        if value <= start { return n + 1 }
        return Int64(exactly: (Double(n) * (end - value) / (end - start)).rounded(.down)).map { $0 + 1 }
    }

    @inline(__always) private static func unary(
        _ name: String, _ meaning: String, _ body: @escaping @Sendable (Double) -> Double
    ) -> FunctionDefinition {
        .rows(
            name, .math, "\(name)(expr) - \(meaning)", ["\(name)(1)"], since: "1.4.0", parameters: [.double],
            result: .double, nullable: .always
        ) { rows, _ in
            let x = rows.fixed(0, as: Double.self)
            return rows.map { body(x[$0]) }
        }
    }

    @inline(__always) private static func logarithm(
        _ name: String, _ meaning: String, above limit: Double, _ body: @escaping @Sendable (Double) -> Double
    ) -> FunctionDefinition {
        .rows(
            name, .math, "\(name)(expr) - \(meaning)", ["\(name)(1)"], since: "1.4.0", parameters: [.double],
            result: .double, nullable: .always
        ) { rows, _ in
            let x = rows.fixed(0, as: Double.self)
            return rows.mapOptional(0.0) { x[$0] > limit || x[$0].isNaN ? body(x[$0]) : nil }
        }
    }

    @inline(__always) private static func binary(
        _ name: String, aliases: [String] = [], _ meaning: String,
        _ body: @escaping @Sendable (Double, Double) -> Double
    ) -> FunctionDefinition {
        .rows(
            name, aliases: aliases, .math, "\(name)(expr1, expr2) - \(meaning)", ["\(name)(2, 3)"], since: "1.4.0",
            parameters: [.double, .double], result: .double
        ) { rows, _ in
            let (x, y) = (rows.fixed(0, as: Double.self), rows.fixed(1, as: Double.self))
            return rows.map { body(x[$0], y[$0]) }
        }
    }

    private static func constant(_ name: String, _ usage: String, _ value: Double) -> FunctionDefinition {
        .scalar(name, .math, usage, ["\(name)()"], since: "1.5.0", count: 0...0) { _ in
            ScalarBinding(argumentTypes: [], resultType: .double, nullable: false) { _, count, _ in
                .constant(.double(value), .double, count: count)
            }
        }
    }

    /// Digits up to the first that is not of the base; 64 bits, unsigned unless the target base is negative.
    private static func convert(
        _ bytes: UnsafeRawBufferPointer, _ from: Int, _ to: Int, _ isANSI: Bool
    ) throws -> String? {
        guard (2...36).contains(from), (2...36).contains(abs(to)), bytes.count > 0 else { return nil }
        let (start, end) = DateTimeParsing.trimmed(bytes)
        guard start < end else { return nil }
        let negative = bytes[start] == 0x2D
        var value: UInt64 = 0
        var index = negative ? start + 1 : start
        while index < end {
            let byte = bytes[index]
            let digit: Int =
                byte &- 0x30 <= 9
                ? Int(byte - 0x30)
                : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
                    ? Int(byte | 0x20) - 0x61 + 10 : 99
            guard digit < from else { break }
            let (product, o1) = value.multipliedReportingOverflow(by: UInt64(from))
            let (sum, o2) = product.addingReportingOverflow(UInt64(digit))
            if o1 || o2 {
                if isANSI { throw FunctionError.arithmeticOverflow("Overflow in function conv()") }
                value = .max
                break
            }
            value = sum
            index += 1
        }
        if to > 0 {
            if negative { value = Int64(bitPattern: value) < 0 ? .max : 0 &- value }
            return String(value, radix: to, uppercase: true)
        }
        // To a negative base the number is one with a sign, zero too.
        let isBelowZero = Int64(bitPattern: value) < 0
        let digits = String(isBelowZero ? 0 &- value : value, radix: -to, uppercase: true)
        return negative || isBelowZero ? "-" + digits : digits
    }

    /// The extreme of the arguments that are not null, one argument after the other.
    @inline(__always)
    private static func extreme<T: BitwiseCopyable>(
        _ rows: Rows, _: T.Type, _ isBetter: (T, T) -> Bool
    ) -> Column {
        let count = rows.count
        let buffer = Buffer(capacity: count &* MemoryLayout<T>.stride, zeroed: true)
        let out = buffer.typed(T.self)
        let words = (count &+ 63) / 64
        // The rows that have had a value; `nil` for none yet.
        var found: Bitmap?
        for index in rows.arguments.indices {
            let values = rows.fixed(index, as: T.self)
            let column = rows.arguments[index]
            if column.isConstant || column.type == .null ? column.isNull(0) : false { continue }
            guard let valid = column.validity else {
                if let earlier = found, !earlier.allSet {
                    for row in 0..<count where !earlier[row] || isBetter(values[row], out[row]) {
                        out[row] = values[row]
                    }
                } else if found == nil {
                    for row in 0..<count { out[row] = values[row] }
                } else {
                    for row in 0..<count { out[row] = isBetter(values[row], out[row]) ? values[row] : out[row] }
                }
                found = Bitmap(count: count, filledWith: true)
                continue
            }
            let isFull = found?.allSet ?? false
            let earlier = found ?? Bitmap(count: count, filledWith: false)
            for word in 0..<words {
                let (new, old) = (valid.words[word], isFull ? UInt64.max : earlier.words[word])
                for row in (word &* 64)..<min(word &* 64 &+ 64, count) {
                    let bit = UInt64(truncatingIfNeeded: row & 63)
                    let isTaken = new &>> bit & 1 != 0 && (old &>> bit & 1 == 0 || isBetter(values[row], out[row]))
                    out[row] = isTaken ? values[row] : out[row]
                }
                earlier.words[word] = old | new
            }
            found = earlier
        }
        guard let found else { return .nulls(rows.type, count: count) }
        return Column(rows.type, count: count, layout: .fixed(buffer), validity: found.allSet ? nil : found)
    }

    /// The extreme argument; nulls are left out.
    private static func extremum(_ name: String, isGreatest: Bool) -> FunctionDefinition {
        .scalar(
            name, .math, "\(name)(a, b, …) - The \(name) argument that is not null.", ["\(name)(10, 9, 2, 4, 3)"],
            since: "1.5.0", count: 2...Int.max
        ) { call in
            var type = DataType.null
            for next in call.types {
                // Strings do not turn into numbers here.
                guard let wider = TypeCoercion.commonType(type, next),
                    next.isString == wider.isString || next == .null
                        || type == .null, type.isString == wider.isString || type == .null
                else { throw FunctionError.differingArgumentTypes(name, sql: call.sql, call.types) }
                type = wider
            }
            guard type.isOrderable else { throw FunctionError.invalidOrdering(name, sql: call.sql, type) }
            let result = type
            let types = [DataType](repeating: type, count: call.types.count)
            let nullable = call.arguments.allSatisfy(\.nullable)
            return .rows(
                call, argumentTypes: types, result: result, nullable: nullable ? .always : .never, strict: false
            ) { rows, _ in
                let columns = rows.arguments
                switch result.physicalType {
                case .int8: return extreme(rows, Int8.self) { isGreatest ? $0 > $1 : $0 < $1 }
                case .int16: return extreme(rows, Int16.self) { isGreatest ? $0 > $1 : $0 < $1 }
                case .int32: return extreme(rows, Int32.self) { isGreatest ? $0 > $1 : $0 < $1 }
                case .int64: return extreme(rows, Int64.self) { isGreatest ? $0 > $1 : $0 < $1 }
                case .int128: return extreme(rows, Int128.self) { isGreatest ? $0 > $1 : $0 < $1 }
                case .double:
                    // NaN is greater than any number.
                    return extreme(rows, Double.self) {
                        isGreatest ? $0 > $1 || ($0.isNaN && !$1.isNaN) : $0 < $1 || ($1.isNaN && !$0.isNaN)
                    }
                default: break
                }
                return rows.build { row, builder in
                    var best = -1
                    for (index, column) in columns.enumerated() where !column.isNull(row) {
                        if best < 0 {
                            best = index
                        } else {
                            let order = RowComparison.compare(column, row, columns[best], row)
                            if isGreatest ? order > 0 : order < 0 { best = index }
                        }
                    }
                    if best < 0 { builder.appendNull() } else { builder.append(columns[best].value(at: row)) }
                }
            }
        }
    }
}
