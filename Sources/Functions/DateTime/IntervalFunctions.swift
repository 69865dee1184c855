import Columnar

/// Intervals made of numbers.
enum IntervalFunctions {
    static let definitions: [FunctionDefinition] = [
        calendar("make_interval", isAttempt: false, since: "3.0.0"),
        calendar("try_make_interval", isAttempt: true, since: "4.0.0"),
        .rows(
            "make_ym_interval", .datetime, "make_ym_interval([years[, months]]) - A year-month interval.",
            ["make_ym_interval(1, 2)"], since: "3.2.0", parameters: [.int, .int], optional: 2, result: .yearMonth,
            canFail: true
        ) { rows, _ in
            let years = rows.arguments.count > 0 ? rows.fixed(0, as: Int32.self) : nil
            let months = rows.arguments.count > 1 ? rows.fixed(1, as: Int32.self) : nil
            return try rows.mapValid(Int32(0)) { row in
                let total = Int64(years.map { $0[row] } ?? 0) * 12 + Int64(months.map { $0[row] } ?? 0)
                guard let value = Int32(exactly: total) else { throw overflow("Integer") }
                return value
            }
        },
        .rows(
            "make_dt_interval", .datetime,
            "make_dt_interval([days[, hours[, minutes[, seconds]]]]) - A day-time interval.",
            ["make_dt_interval(1, 12, 30, 01.001001)"], since: "3.2.0",
            parameters: [.int, .int, .int, .type(.decimal(precision: 18, scale: 6))], optional: 4, result: .dayTime,
            canFail: true
        ) { rows, _ in
            let parts = (0..<min(3, rows.arguments.count)).map { rows.fixed($0, as: Int32.self) }
            let micros = rows.arguments.count > 3 ? rows.fixed(3, as: Int64.self) : nil
            return try rows.mapValid(Int64(0)) { row in
                var total = Int128(micros.map { $0[row] } ?? 0)
                for (index, part) in parts.enumerated() {
                    total += Int128(part[row]) * [86_400_000_000, 3_600_000_000, 60_000_000][index]
                }
                guard let value = Int64(exactly: total) else { throw overflow("Long") }
                return value
            }
        },
    ]

    static func overflow(_ what: String) -> PyriteError {
        PyriteError(
            .arithmetic, "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", sqlState: "22015",
            "\(what) overflow while operating with intervals. Try devising appropriate values for the interval "
                + "parameters.")
    }

    private static func calendar(_ name: String, isAttempt: Bool, since: String) -> FunctionDefinition {
        .scalar(
            name, .datetime,
            "\(name)([years[, months[, weeks[, days[, hours[, minutes[, seconds]]]]]]]) - A calendar "
                + "interval of months, days and microseconds.",
            ["\(name)(100, 11, 1, 1, 12, 30, 01.001001)"], since: since, count: 0...7
        ) { call in
            let second = ParameterType.type(.decimal(precision: 18, scale: 6))
            let types = try call.coerced([.int, .int, .int, .int, .int, .int, second])
            return .rows(
                call, argumentTypes: types, result: .calendarInterval,
                nullable: isAttempt ? .always : .whenArgumentsAre, canFail: !isAttempt
            ) { rows, context in
                let parts = (0..<min(6, types.count)).map { rows.fixed($0, as: Int32.self) }
                let seconds = types.count > 6 ? rows.fixed(6, as: Int64.self) : nil
                let fails = !isAttempt && context.isANSI
                return try rows.build { row, builder in
                    func part(_ index: Int) -> Int64 { index < parts.count ? Int64(parts[index][row]) : 0 }
                    let micros =
                        Int128(part(4)) * 3_600_000_000 + Int128(part(5)) * 60_000_000
                        + Int128(seconds.map { $0[row] } ?? 0)
                    guard let months = Int32(exactly: part(0) * 12 + part(1)),
                        let days = Int32(exactly: part(2) * 7 + part(3)), let time = Int64(exactly: micros)
                    else {
                        if fails { throw FunctionError.arithmeticOverflow("overflow") }
                        return builder.appendNull()
                    }
                    builder.child(0).append(months)
                    builder.child(1).append(days)
                    builder.child(2).append(time)
                    builder.closeStructure()
                }
            }
        }
    }
}
