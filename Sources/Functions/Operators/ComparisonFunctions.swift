import Columnar

/// `= == <=> < <= > >= !=`, null tests, `in`, and the words for lazy logic.
enum ComparisonFunctions {
    enum Operator: Sendable { case equal, less, lessOrEqual }

    static let definitions: [FunctionDefinition] = [
        comparison("=", aliases: ["=="], .equal, "expr1 = expr2 - Whether both are equal.", ["2 = 2"]),
        comparison("!=", aliases: ["<>"], .equal, negated: true, "expr1 != expr2 - Whether both differ.", ["1 != 2"]),
        comparison("<", .less, "expr1 < expr2 - Whether expr1 is less.", ["1 < 2"]),
        comparison("<=", .lessOrEqual, "expr1 <= expr2 - Whether expr1 is less or equal.", ["2 <= 2"]),
        comparison(">", .less, swapped: true, "expr1 > expr2 - Whether expr1 is greater.", ["2 > 1"]),
        comparison(
            ">=", .lessOrEqual, swapped: true, "expr1 >= expr2 - Whether expr1 is greater or equal.", ["2 >= 1"]),
        .scalar(
            "<=>", aliases: ["equal_null"], .predicate,
            "expr1 <=> expr2 - Whether both are equal, null being equal to null only.", ["NULL <=> NULL"],
            count: 2...2
        ) { call in
            let type =
                call.context.isANSI ? try comparedType(call, "<=>", ordered: false) : try equatedType(call, "<=>")
            return .rows(
                call, argumentTypes: [type, type], result: .boolean, nullable: .never, strict: false
            ) { rows, _ in nullSafeEqual(rows) }
        },
        .scalar(
            "in", .predicate,
            "expr1 in (expr2, …) - Whether expr1 equals one of the values; null when it does not and "
                + "one of them is null.", ["1 in (1, 2, 3)"], count: 1...Int.max, bindIn),
        .scalar("isnull", .predicate, "isnull(expr) - Whether expr is null.", ["isnull(1)"], count: 1...1) { call in
            nullTest(call, wanted: true)
        },
        .scalar("isnotnull", .predicate, "isnotnull(expr) - Whether expr is not null.", ["isnotnull(1)"], count: 1...1)
        {
            call in nullTest(call, wanted: false)
        },
        .scalar(
            "isnan", .predicate, "isnan(expr) - Whether expr is NaN; false for null.", ["isnan(cast('NaN' as double))"],
            since: "1.5.0", count: 1...1
        ) { call in
            let type: DataType = call.types[0] == .float ? .float : .double
            _ = try call.coerced([.type(type)])
            return .rows(call, argumentTypes: [type], result: .boolean, nullable: .never, strict: false) { rows, _ in
                let nulls = rows.nulls(0)
                if type == .float {
                    let x = rows.fixed(0, as: Float.self)
                    return rows.test { x[$0].isNaN && !nulls[$0] }
                }
                let x = rows.fixed(0, as: Double.self)
                return rows.test { x[$0].isNaN && !nulls[$0] }
            }
        },
        .rows(
            "not", aliases: ["!"], .predicate, "not expr - Logical not.", ["not true"], parameters: [.boolean],
            result: .boolean
        ) { rows, _ in
            let x = rows.fixed(0, as: UInt8.self)
            return rows.map { x[$0] ^ 1 }
        },
    ]

    private static func comparison(
        _ name: String, aliases: [String] = [], _ op: Operator, swapped: Bool = false, negated: Bool = false,
        _ usage: String, _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .predicate, usage, examples, count: 2...2) { call in
            let type =
                op == .equal && !call.context.isANSI
                ? try equatedType(call, name) : try comparedType(call, name, ordered: op != .equal)
            return .rows(call, argumentTypes: [type, type], result: .boolean) { rows, _ in
                compare(rows, op, swapped ? 1 : 0, swapped ? 0 : 1, negated: negated)
            }
        }
    }

    /// Outside ANSI mode a boolean may equal a number: 1 or 0 of the number's type.
    private static func equatedType(_ call: Call, _ symbol: String) throws -> DataType {
        switch (call.types[0], call.types[1]) {
        case (.boolean, let number) where number.isNumeric: number
        case (let number, .boolean) where number.isNumeric: number
        default: try comparedType(call, symbol, ordered: false)
        }
    }

    private static func comparedType(_ call: Call, _ symbol: String, ordered: Bool) throws -> DataType {
        let (a, b) = (call.types[0], call.types[1])
        guard let type = comparisonType(call.arguments[0], call.arguments[1], call.context.isANSI) else {
            throw FunctionError.differingTypes(sql: call.operatorSQL(symbol), left: a, right: b)
        }
        guard type.isOrderable else {
            throw FunctionError.invalidOrdering(symbol, sql: call.operatorSQL(symbol), type)
        }
        return type
    }

    static func comparisonType(_ a: FunctionArgument, _ b: FunctionArgument, _ isANSI: Bool) -> DataType? {
        if !isANSI, a.type.isString != b.type.isString, a.type.isDatetime || b.type.isDatetime {
            return a.type.isDatetime ? a.type : b.type
        }
        if !isANSI, a.type.isString != b.type.isString, a.type == .boolean || b.type == .boolean { return .boolean }
        if !isANSI, a.type.isString != b.type.isString, a.type.isInterval || b.type.isInterval { return nil }
        if !isANSI, a.type.isString != b.type.isString, a.type.isNumeric || b.type.isNumeric {
            let number = a.type.isNumeric ? a.type : b.type
            return number.isIntegral ? number : .double
        }
        return TypeCoercion.comparisonType([a.type, b.type], isANSI: isANSI)
    }

    static func compare(_ rows: Rows, _ op: Operator, _ left: Int, _ right: Int, negated: Bool) -> Column {
        let flip: UInt8 = negated ? 1 : 0
        switch rows.arguments[left].type.physicalType {
        case .bool: return ordered(rows, op, left, right, flip, UInt8.self)
        case .int8: return ordered(rows, op, left, right, flip, Int8.self)
        case .int16: return ordered(rows, op, left, right, flip, Int16.self)
        case .int32: return ordered(rows, op, left, right, flip, Int32.self)
        case .int64: return ordered(rows, op, left, right, flip, Int64.self)
        case .int128: return ordered(rows, op, left, right, flip, Int128.self)
        case .float: return floating(rows, op, left, right, flip, Float.self)
        case .double: return floating(rows, op, left, right, flip, Double.self)
        case .view: return texts(rows, op, left, right, flip)
        default:
            let (a, b) = (rows.arguments[left], rows.arguments[right])
            return rows.map { row -> UInt8 in
                let order = RowComparison.compare(a, row, b, row)
                let holds =
                    switch op {
                    case .equal: order == 0
                    case .less: order < 0
                    case .lessOrEqual: order <= 0
                    }
                return (holds ? 1 : 0) ^ flip
            }
        }
    }

    private static func ordered<T: Comparable & BitwiseCopyable>(
        _ rows: Rows, _ op: Operator, _ left: Int, _ right: Int, _ flip: UInt8, _ type: T.Type
    ) -> Column {
        let x = rows.fixed(left, as: T.self)
        let y = rows.fixed(right, as: T.self)
        let buffer = Buffer(capacity: rows.count)
        let out = buffer.typed(UInt8.self)
        switch op {
        case .equal: zipLoop(x, y, out, rows.count) { ($0 == $1 ? 1 : 0) ^ flip }
        case .less: zipLoop(x, y, out, rows.count) { ($0 < $1 ? 1 : 0) ^ flip }
        case .lessOrEqual: zipLoop(x, y, out, rows.count) { ($0 <= $1 ? 1 : 0) ^ flip }
        }
        return Column(.boolean, count: rows.count, layout: .fixed(buffer), validity: rows.validity)
    }

    private static func floating<T: BinaryFloatingPoint & BitwiseCopyable>(
        _ rows: Rows, _ op: Operator, _ left: Int, _ right: Int, _ flip: UInt8, _ type: T.Type
    ) -> Column {
        let x = rows.fixed(left, as: T.self)
        let y = rows.fixed(right, as: T.self)
        let buffer = Buffer(capacity: rows.count)
        let out = buffer.typed(UInt8.self)
        // NaN equals itself and is above everything; `|` instead of `||` keeps the loops free of branches.
        switch op {
        case .equal:
            zipLoop(x, y, out, rows.count) { a, b in
                ((a == b ? 1 : 0) | ((a != a ? 1 : 0) & (b != b ? 1 : 0))) ^ flip
            }
        case .less:
            zipLoop(x, y, out, rows.count) { a, b in
                ((a < b ? 1 : 0) | ((a == a ? 1 : 0) & (b != b ? 1 : 0))) ^ flip
            }
        case .lessOrEqual:
            zipLoop(x, y, out, rows.count) { a, b in ((a <= b ? 1 : 0) | (b != b ? 1 : 0)) ^ flip }
        }
        return Column(.boolean, count: rows.count, layout: .fixed(buffer), validity: rows.validity)
    }

    private static func texts(_ rows: Rows, _ op: Operator, _ left: Int, _ right: Int, _ flip: UInt8) -> Column {
        let x = rows.text(left)
        let y = rows.text(right)
        return switch op {
        case .equal: rows.map { row -> UInt8 in (StringView.equal(x.view(row), y.view(row)) ? 1 : 0) ^ flip }
        case .less: rows.map { row -> UInt8 in (StringView.compare(x.view(row), y.view(row)) < 0 ? 1 : 0) ^ flip }
        case .lessOrEqual:
            rows.map { row -> UInt8 in (StringView.compare(x.view(row), y.view(row)) <= 0 ? 1 : 0) ^ flip }
        }
    }

    private static func nullSafeEqual(_ rows: Rows) -> Column {
        let (a, b) = (rows.nulls(0), rows.nulls(1))
        let equal = compare(rows, .equal, 0, 1, negated: false)
        guard let flags = equal.fixedValues(UInt8.self) else { return rows.test { a[$0] && b[$0] } }
        return rows.test { row in
            a[row] || b[row] ? a[row] && b[row] : flags[row] != 0
        }
    }

    private static func nullTest(_ call: Call, wanted: Bool) -> ScalarBinding {
        ScalarBinding(argumentTypes: call.types, resultType: .boolean, nullable: false) { arguments, count, _ in
            let column = arguments[0]
            if column.isConstant || !column.mayHaveNulls || column.type == .null {
                let isNull = count > 0 && column.mayHaveNulls
                return .constant(.boolean(isNull == wanted), .boolean, count: count)
            }
            let buffer = Buffer(capacity: count)
            let out = buffer.typed(UInt8.self)
            let flip: UInt8 = wanted ? 1 : 0
            if let words = column.validity?.words {
                for row in 0..<count {
                    let valid = words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                    out[row] = UInt8(truncatingIfNeeded: valid) ^ flip
                }
            }
            return Column(.boolean, count: count, layout: .fixed(buffer))
        }
    }

    @Sendable private static func bindIn(_ call: Call) throws -> ScalarBinding {
        guard let type = TypeCoercion.comparisonType(call.types, isANSI: call.context.isANSI) else {
            throw FunctionError.differingArgumentTypes("in", sql: call.sql, call.types)
        }
        guard type.isOrderable else { throw FunctionError.invalidOrdering("in", sql: call.sql, type) }
        let types = [DataType](repeating: type, count: call.types.count)
        return .rows(call, argumentTypes: types, result: .boolean, strict: false) { rows, _ in
            membership(rows)
        }
    }
}
