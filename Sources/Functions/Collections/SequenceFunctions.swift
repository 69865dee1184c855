import Columnar

/// sequence(start, stop[, step]) for integers, dates and timestamps.
enum SequenceFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "sequence", .array, "sequence(start, stop[, step]) - The values from start to stop, both included.",
            ["sequence(1, 5)"], since: "2.4.0", count: 2...3, bind)
    ]

    /// Elements that a row may have at most.
    private static let limit = Int64(Int32.max - 15)

    @Sendable private static func bind(_ call: Call) throws -> ScalarBinding {
        guard let type = TypeCoercion.commonType(call.types[0], call.types[1]), type.isIntegral || type.isDatetime
        else {
            throw FunctionError.differingArgumentTypes(call.name, sql: call.sql, call.types)
        }
        let step: DataType? = call.arguments.count > 2 ? call.types[2] : nil
        var types = [type, type]
        if let step {
            guard type.isIntegral ? step.isIntegral : step.isInterval else {
                throw call.mismatch(2, required: type.isIntegral ? "\"INTEGRAL\"" : "\"INTERVAL\"")
            }
            types.append(type.isIntegral ? type : step)
        }
        let argumentTypes = types
        let result = DataType.array(type, containsNull: false)
        return .rows(call, argumentTypes: argumentTypes, result: result, canFail: true) { rows, context in
            let columns = rows.arguments
            var cursor = TimeZoneCursor(type == .timestamp ? context.timeZone : .utc)
            func integer(_ index: Int, _ row: Int) -> Int64 {
                guard index < columns.count, case .integer(let value) = columns[index].value(at: row) else { return 0 }
                return value
            }
            return try rows.build { row, builder in
                let (start, stop) = (integer(0, row), integer(1, row))
                let given = columns.count > 2 ? integer(2, row) : nil
                try append(start, stop, given, type, step, &cursor, builder.child(0))
                builder.closeRange()
            }
        }
    }

    private static func append(
        _ start: Int64, _ stop: Int64, _ given: Int64?, _ type: DataType, _ stepType: DataType?,
        _ cursor: inout TimeZoneCursor, _ out: ColumnBuilder
    ) throws {
        var step = given ?? (start <= stop ? 1 : -1)
        // Without a step, timestamps move by days too.
        if given == nil, type == .timestamp || type == .timestampNTZ { step &*= microsPerDay }
        guard step != 0 || start == stop, step > 0 ? start <= stop : step == 0 || start >= stop else {
            throw PyriteError(
                .runtime, "INVALID_PARAMETER_VALUE.SEQUENCE", sqlState: "22023",
                "Illegal sequence boundaries: \(start) to \(stop) by \(step).",
                parameters: ["parameter": "`step`", "functionName": "`sequence`"])
        }
        var isMonths = false
        if case .yearMonthInterval? = stepType { isMonths = true }
        if type == .date, !isMonths, given != nil { step /= microsPerDay }
        if step == 0 { return append(start, out) }
        var value = start
        var count: Int64 = 0
        while step > 0 ? value <= stop : value >= stop {
            guard count < limit else {
                throw PyriteError(
                    .runtime, "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", sqlState: "54000",
                    "Can't create array with more than \(limit) elements.",
                    parameters: ["numberOfElements": "\(count)", "functionName": "`sequence`"])
            }
            append(value, out)
            count += 1
            if isMonths {
                let (months, overflow) = step.multipliedReportingOverflow(by: count)
                guard !overflow, months.magnitude < 1 << 32 else { return }
                value =
                    type == .date
                    ? CivilDate.addMonths(start, months) : TemporalArithmetic.addMonths(start, months, &cursor)
            } else if type.isDatetime && type != .date {
                guard let next = TemporalArithmetic.addDayTime(value, step, &cursor) else { return }
                value = next
            } else {
                let (next, overflow) = value.addingReportingOverflow(step)
                if overflow { return }
                value = next
            }
        }
    }

    private static func append(_ value: Int64, _ out: ColumnBuilder) { out.append(.integer(value)) }
}
