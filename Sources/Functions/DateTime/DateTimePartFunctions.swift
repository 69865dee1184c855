import Columnar

enum DateTimePartFunctions {
    static let definitions: [FunctionDefinition] = [
        part("year", .year, "The year."),
        part("quarter", .quarter, "The quarter, 1 to 4."),
        part("month", .month, "The month, 1 to 12."),
        part("day", aliases: ["dayofmonth"], .day, "The day of the month."),
        part("dayofweek", .dayOfWeek, "The day of the week, 1 for Sunday to 7 for Saturday."),
        part("weekday", .weekday, "The day of the week, 0 for Monday to 6 for Sunday."),
        part("dayofyear", .dayOfYear, "The day of the year."),
        part("weekofyear", .week, "The ISO 8601 week."),
        part("hour", .hour, "The hour, 0 to 23."),
        part("minute", .minute, "The minute."),
        part("second", .second, "The second."),
        .scalar(
            "date_part", aliases: ["datepart"], .datetime,
            "date_part(field, source) - A part of a date, timestamp or "
                + "interval.", ["date_part('YEAR', TIMESTAMP '2019-08-12 01:00:00.123456')"], since: "3.0.0",
            count: 2...2
        ) { call in
            try bindExtract(call)
        },
        .scalar(
            "extract", .datetime, "extract(field FROM source) - A part of a date, timestamp or interval.",
            ["extract(YEAR FROM TIMESTAMP '2019-08-12 01:00:00.123456')"], since: "3.0.0", count: 2...2
        ) { call in
            try bindExtract(call)
        },
        name("monthname", "monthname(date) - The abbreviated name of the month.", ["monthname(DATE'2008-02-20')"]) {
            DateTimeNames.shortMonths[Int(CivilDate(days: $0).month) - 1]
        },
        name("dayname", "dayname(date) - The abbreviated name of the day.", ["dayname(DATE'2008-02-20')"]) {
            DateTimeNames.shortWeekdays[Int(CivilDate.weekday(days: $0))]
        },
    ]

    private static func part(
        _ name: String, aliases: [String] = [], _ part: DateTimePart, _ meaning: String
    ) -> FunctionDefinition {
        .scalar(
            name, aliases: aliases, .datetime, "\(name)(date) - \(meaning)", ["\(name)('2016-07-30 12:58:59')"],
            since: "1.5.0", count: 1...1
        ) { call in
            if case .time = call.types[0] { return try timePart(call, part, at: 0) }
            let type: DataType =
                part.isTime ? (call.types[0].isLocalTimestamp ? .timestampNTZ : .timestamp) : .date
            let types = try call.coerced([.type(type)])
            return .rows(call, argumentTypes: types, result: .integer) { rows, context in
                part.kernel(rows, type, context)
            }
        }
    }

    private static func name(
        _ name: String, _ usage: String, _ examples: [String], _ body: @escaping @Sendable (Int64) -> StaticString
    ) -> FunctionDefinition {
        .rows(name, .datetime, usage, examples, since: "4.0.0", parameters: [.date], result: .string) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            return rows.mapText { row, out in
                out.append(body(Int64(x[row])))
                return true
            }
        }
    }

    /// `extract`: a part by its name; seconds carry their fraction.
    private static func bindExtract(_ call: Call) throws -> ScalarBinding {
        if case .null? = call.arguments[0].literal {
            // No part at all.
            return ScalarBinding(argumentTypes: call.types, resultType: .double, nullable: true) { _, count, _ in
                .nulls(.double, count: count)
            }
        }
        guard let field = call.stringLiteral(0) else {
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "field", type: .string, input: call.arguments[0].sql)
        }
        let source = call.types[1]
        if source.isInterval { return try bindIntervalExtract(call, field: field) }
        guard let part = DateTimePart(name: field) else { throw invalidField(call, field) }
        if case .time(let precision) = source {
            guard part == .second else { return try timePart(call, part, at: 1) }
            try call.requireTimeType()
            let unit = Int64(powerOfTen(9 - precision))
            let result = DataType.decimal(precision: precision + 2, scale: precision)
            return .rows(call, argumentTypes: call.types, result: result) { rows, _ in
                let x = rows.fixed(1, as: Int64.self)
                return rows.map { x[$0] % 60_000_000_000 / unit }
            }
        }
        let isLocal = source.isLocalTimestamp
        if part == .second {
            let type: DataType = isLocal ? .timestampNTZ : .timestamp
            let types = [DataType.string, try coercedSource(call, type)]
            return .rows(call, argumentTypes: types, result: .decimal(precision: 8, scale: 6)) { rows, context in
                let x = rows.fixed(1, as: Int64.self)
                return rows.map { floorModulo(x[$0], 60_000_000) }
            }
        }
        let type: DataType = part.isTime ? (isLocal ? .timestampNTZ : .timestamp) : .date
        let types = [DataType.string, try coercedSource(call, type)]
        return .rows(call, argumentTypes: types, result: .integer) { rows, context in
            let inner = Rows(arguments: [rows.arguments[1]], count: rows.count, type: .integer, validity: rows.validity)
            return part.kernel(inner, type, context)
        }
    }

    /// The hour, minute or second of a time of day.
    private static func timePart(_ call: Call, _ part: DateTimePart, at index: Int) throws -> ScalarBinding {
        try call.requireTimeType()
        let unit: Int64
        switch part {
        case .hour: unit = 3_600_000_000_000
        case .minute: unit = 60_000_000_000
        case .second: unit = 1_000_000_000
        default: throw call.mismatch(index, required: "\"TIMESTAMP\"")
        }
        let limit: Int64 = part == .hour ? 24 : 60
        return .rows(call, argumentTypes: call.types, result: .integer) { rows, _ in
            let x = rows.fixed(index, as: Int64.self)
            return rows.map { Int32(truncatingIfNeeded: x[$0] / unit % limit) }
        }
    }

    private static func coercedSource(_ call: Call, _ type: DataType) throws -> DataType {
        let source = call.types[1]
        if case .timestampNanos = source { return type }
        guard source.isDatetime || source.isString || source == .null else {
            throw call.mismatch(1, required: "\"\(type.sql)\"")
        }
        return type
    }

    private static func invalidField(_ call: Call, _ field: String) -> PyriteError {
        PyriteError(
            .analysis, "INVALID_EXTRACT_FIELD", sqlState: "42601",
            "Cannot extract `\(field)` from \"\(call.arguments[1].sql)\".",
            parameters: ["field": "`\(field)`", "expr": "\"\(call.arguments[1].sql)\""])
    }

    private static func bindIntervalExtract(_ call: Call, field: String) throws -> ScalarBinding {
        let source = call.types[1]
        let types = [DataType.string, source]
        guard let part = DateTimePart(name: field) else { throw invalidField(call, field) }
        if source.physicalType == .int32 {
            guard part == .year || part == .month else { throw invalidField(call, field) }
            return .rows(call, argumentTypes: types, result: part == .year ? .integer : .byte) { rows, _ in
                let x = rows.fixed(1, as: Int32.self)
                return part == .year ? rows.map { x[$0] / 12 } : rows.map { Int8(truncatingIfNeeded: x[$0] % 12) }
            }
        }
        switch part {
        case .day:
            return .rows(call, argumentTypes: types, result: .integer) { rows, _ in
                let x = rows.fixed(1, as: Int64.self)
                return rows.map { Int32(truncatingIfNeeded: x[$0] / microsPerDay) }
            }
        case .hour, .minute:
            let unit: Int64 = part == .hour ? 3_600_000_000 : 60_000_000
            let limit: Int64 = part == .hour ? 24 : 60
            return .rows(call, argumentTypes: types, result: .byte) { rows, _ in
                let x = rows.fixed(1, as: Int64.self)
                return rows.map { Int8(truncatingIfNeeded: x[$0] / unit % limit) }
            }
        case .second:
            return .rows(call, argumentTypes: types, result: .decimal(precision: 8, scale: 6)) { rows, _ in
                let x = rows.fixed(1, as: Int64.self)
                return rows.map { x[$0] % 60_000_000 }
            }
        default: throw invalidField(call, field)
        }
    }
}

extension DataType {
    /// A timestamp without a zone, to the microsecond or nanosecond.
    var isLocalTimestamp: Bool {
        switch self {
        case .timestampNTZ, .timestampNanos(isLocal: true): true
        default: false
        }
    }
}
