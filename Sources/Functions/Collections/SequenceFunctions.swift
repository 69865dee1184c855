import Columnar

/// sequence(start, stop[, step]) for integers, dates and timestamps.
enum SequenceFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "sequence", .array, "sequence(start, stop[, step]) - The values from start to stop, both included.",
            ["sequence(1, 5)"], since: "2.4.0", count: 2...3, bind)
    ]

    /// Elements that a row may have at most.

    /// An interval as months, days and microseconds, which are added one after the other.
    private struct Step {
        var months: Int64 = 0
        var days: Int64 = 0
        var micros: Int64 = 0

        /// A length to tell the direction by; a month counts as 30 days.
        var estimate: Int64? {
            let (days, o1) = (months &* 30).addingReportingOverflow(self.days)
            let (whole, o2) = days.multipliedReportingOverflow(by: microsPerDay)
            let (sum, o3) = whole.addingReportingOverflow(micros)
            return o1 || o2 || o3 ? nil : sum
        }
    }

    @Sendable private static func bind(_ call: Call) throws -> ScalarBinding {
        let bounds = Array(call.types.prefix(2))
        let step: DataType? = call.arguments.count > 2 ? call.types[2] : nil
        let isInterval = step.map { $0.isInterval || $0 == .calendarInterval } ?? false
        // Integers agree with their step; an interval says nothing about the bounds.
        let peers = isInterval ? bounds : call.types
        let isMixed = peers.contains(where: \.isString) && peers.contains { $0.isNumeric }
        guard !isMixed || call.context.isANSI,
            let type = TypeCoercion.commonType(peers, isANSI: call.context.isANSI),
            isInterval ? type.isDatetime : type.isIntegral || (type.isDatetime && step == nil)
        else { throw wrongTypes(call) }
        let types = bounds.map { _ in type } + (step.map { [isInterval ? $0 : type] } ?? [])
        let result = DataType.array(type, containsNull: false)
        return .rows(call, argumentTypes: types, result: result, canFail: true) { rows, context in
            if type.isIntegral { return try integers(rows, type) }
            return try times(rows, type, step, TimeZoneCursor(type == .timestampNTZ ? .utc : context.timeZone))
        }
    }

    private static func wrongTypes(_ call: Call) -> PyriteError {
        let (start, step, other) = (
            "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\" or \"DATE\")",
            "(\"INTERVAL\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")", "\"INTEGRAL\""
        )
        return PyriteError(
            .analysis, "DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES", sqlState: "42K09",
            "Cannot resolve \"\(call.sql)\" due to data type mismatch: `\(call.name)` uses the wrong parameter type. The "
                + "start and stop expressions must resolve to the same type. If that is the \(start) type, the step "
                + "expression must resolve to the \(step) type. If it is the \(other) type, the step expression must "
                + "resolve to the same type.",
            parameters: [
                "sqlExpr": "\"\(call.sql)\"", "functionName": "`\(call.name)`", "startType": start, "stepType": step,
                "otherStartType": other,
            ])
    }

    /// How many elements there are; an error when they are too many.
    private static func length(_ start: Int64, _ stop: Int64, _ step: Int64, _ shown: String) throws -> Int {
        guard step != 0 || start == stop, step > 0 ? start <= stop : step == 0 || start >= stop else {
            throw PyriteError(
                .runtime, "INVALID_PARAMETER_VALUE.SEQUENCE", sqlState: "22023",
                "Illegal sequence boundaries: \(start) to \(stop) by \(shown).",
                parameters: ["parameter": "`step`", "functionName": "`sequence`"])
        }
        if start == stop { return 1 }
        let count = (Int128(stop) - Int128(start)) / Int128(step) + 1
        guard count <= FunctionError.arrayLimit else {
            throw FunctionError.tooManyElements("\(count)", parameter: "count", function: "sequence")
        }
        if stop.subtractingReportingOverflow(start).overflow {
            throw PyriteError.internalError("Unreachable code reached.")
        }
        return Int(count)
    }

    private static func integers(_ rows: Rows, _ type: DataType) throws -> Column {
        switch type.physicalType {
        case .int8: try integers(rows, Int8.self)
        case .int16: try integers(rows, Int16.self)
        case .int32: try integers(rows, Int32.self)
        default: try integers(rows, Int64.self)
        }
    }

    private static func integers<T: FixedWidthInteger & BitwiseCopyable>(_ rows: Rows, _: T.Type) throws -> Column {
        let (starts, stops) = (rows.fixed(0, as: T.self), rows.fixed(1, as: T.self))
        let steps = rows.arguments.count > 2 ? rows.fixed(2, as: T.self) : nil
        return try rows.build { row, builder in
            let (start, stop) = (starts[row], stops[row])
            let step = steps.map { $0[row] } ?? (start <= stop ? 1 : -1)
            let count = try length(Int64(start), Int64(stop), Int64(step), "\(step)")
            let elements = builder.child(0)
            var value = start
            for _ in 0..<count {
                elements.append(value)
                value = value &+ step
            }
            builder.closeRange()
        }
    }

    private static func times(
        _ rows: Rows, _ type: DataType, _ stepType: DataType?, _ zone: TimeZoneCursor
    ) throws -> Column {
        var cursor = zone
        let isDate = type == .date
        let columns = rows.arguments
        func integer(_ index: Int, _ row: Int) -> Int64 {
            guard case .integer(let value) = columns[index].value(at: columns[index].isConstant ? 0 : row) else {
                return 0
            }
            return value
        }
        func step(_ row: Int) -> Step? {
            switch stepType {
            case .yearMonthInterval?: return Step(months: integer(2, row))
            case .dayTimeInterval?:
                let micros = integer(2, row)
                return Step(days: micros / microsPerDay, micros: micros % microsPerDay)
            case .calendarInterval?:
                let flat = (rows.constant(2) ?? columns[2]).flattened()
                guard case .structure(let parts) = flat.layout, parts.count == 3 else { return nil }
                let values = parts.map { part -> Int64 in
                    guard case .integer(let value) = part.value(at: flat.count == 1 ? 0 : row) else { return 0 }
                    return value
                }
                return Step(months: values[0], days: values[1], micros: values[2])
            default: return nil
            }
        }
        return try rows.build { row, builder in
            let (start, stop) = (integer(0, row), integer(1, row))
            let given = step(row) ?? Step(days: start <= stop ? 1 : -1)
            if isDate, stepType == .calendarInterval, given.months == 0, given.days == 0 {
                throw PyriteError(
                    .illegalArgument, "_LEGACY_ERROR_TEMP_3242", sqlState: "",
                    "The step of a sequence of dates must be an interval of whole days.")
            }
            let elements = builder.child(0)
            if isDate, given.months == 0, given.micros == 0 {
                // Whole days need no clock.
                let count = try length(start, stop, given.days, "\(given.days)")
                for index in 0..<Int64(count) { elements.append(.integer(start &+ index &* given.days)) }
                return builder.closeRange()
            }
            let first = isDate ? cursor.utc(fromLocal: start &* microsPerDay) : start
            let last = isDate ? cursor.utc(fromLocal: stop &* microsPerDay) : stop
            guard let estimate = given.estimate else {
                throw FunctionError.arithmeticOverflow("long overflow")
            }
            _ = try length(first, last, estimate, "\(estimate)")
            var (value, index) = (first, Int64(0))
            while estimate > 0 ? value <= last : estimate < 0 ? value >= last : index == 0 {
                elements.append(
                    .integer(isDate ? floorDivide(cursor.local(fromUTC: value), microsPerDay) : value))
                index += 1
                guard let next = moved(first, given, index, &cursor) else { break }
                value = next
            }
            builder.closeRange()
        }
    }

    /// The instant so many steps after the first; `nil` beyond the range of timestamps.
    private static func moved(_ start: Int64, _ step: Step, _ count: Int64, _ cursor: inout TimeZoneCursor) -> Int64? {
        var instant = start
        if step.months != 0 {
            let (months, overflow) = step.months.multipliedReportingOverflow(by: count)
            guard !overflow, months.magnitude < 1 << 32 else { return nil }
            instant = TemporalArithmetic.addMonths(instant, months, &cursor)
        }
        if step.days != 0 {
            let (days, o1) = step.days.multipliedReportingOverflow(by: count)
            let (micros, o2) = days.multipliedReportingOverflow(by: microsPerDay)
            let (local, o3) = cursor.local(fromUTC: instant).addingReportingOverflow(micros)
            if o1 || o2 || o3 { return nil }
            instant = cursor.utc(fromLocal: local)
        }
        let (micros, o1) = step.micros.multipliedReportingOverflow(by: count)
        let (sum, o2) = instant.addingReportingOverflow(micros)
        return o1 || o2 ? nil : sum
    }
}
