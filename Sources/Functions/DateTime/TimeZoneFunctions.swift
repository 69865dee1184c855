import Columnar

/// Local times of other zones, and times cut to buckets.
enum TimeZoneFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "convert_timezone", .datetime,
            "convert_timezone([source, ]target, ts) - A local time of the source zone (the session's when not given) as "
                + "local time of the target zone.",
            ["convert_timezone('Europe/Brussels', 'America/Los_Angeles', timestamp_ntz'2021-12-06 00:00:00')"],
            since: "3.4.0", count: 2...3
        ) { call in
            let hasSource = call.arguments.count == 3
            let names: [ParameterType] = hasSource ? [.text, .text] : [.text]
            // A timestamp of the session's zone is taken by its local time.
            let isZoned = call.types[call.types.count - 1] == .timestamp
            var types = try call.coerced(names + [isZoned ? .any : .type(.timestampNTZ)])
            types[types.count - 1] = .timestampNTZ
            return .rows(call, argumentTypes: types, result: .timestampNTZ, canFail: true) { rows, context in
                let sources = hasSource ? rows.text(0) : nil
                let targets = rows.text(hasSource ? 1 : 0)
                let x = rows.fixed(hasSource ? 2 : 1, as: Int64.self)
                return try rows.mapValid(Int64(0)) { row in
                    let source = try sources.map { try TimeZoneRules.named(String(decoding: $0[row], as: UTF8.self)) }
                    let target = try TimeZoneRules.named(String(decoding: targets[row], as: UTF8.self))
                    var cursor = TimeZoneCursor(target)
                    return cursor.local(fromUTC: (source ?? context.timeZone).utc(fromLocalMicros: x[row]))
                }
            }
        },
        .scalar(
            "time_bucket", .datetime,
            "time_bucket(width, ts[, origin]) - The start of the bucket of the width that the time lies in.",
            ["time_bucket(INTERVAL '15' MINUTE, TIMESTAMP '2024-01-01 11:27:00', TIMESTAMP '1970-01-01 00:00:00')"],
            since: "4.2.0", count: 2...3, bindBucket),
    ]

    @Sendable private static func bindBucket(_ call: Call) throws -> ScalarBinding {
        let type = call.types[1] == .null ? .timestamp : call.types[1]
        guard type == .timestamp || type == .timestampNTZ else {
            throw call.mismatch(1, required: "\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\"")
        }
        if call.types[0] == .null {
            return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: true) { _, count, _ in
                .nulls(type, count: count)
            }
        }
        guard call.types[0].isInterval else {
            throw call.mismatch(0, required: "(\"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\")")
        }
        if call.arguments.count > 2 {
            guard call.types[2] == type || call.types[2] == .null else {
                throw call.mismatch(2, required: "\"\(type.sql)\"")
            }
            guard call.arguments[2].literal != nil else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "origin", type: type, input: call.arguments[2].sql)
            }
        }
        if case .integer(let width)? = call.arguments[0].literal, width <= 0 {
            throw FunctionError.valueOutOfRange(
                sql: call.sql, name: "bucket_width", range: "(0, \(Int64.max)]", value: "\(width)")
        }
        guard case .integer(let width)? = call.arguments[0].literal else {
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "bucket_width", type: call.types[0], input: call.arguments[0].sql)
        }
        let isMonths = call.types[0].physicalType == .int32
        let types = [call.types[0], type] + call.types.dropFirst(2).map { _ in type }
        return .rows(call, argumentTypes: types, result: type) { rows, context in
            let x = rows.fixed(1, as: Int64.self)
            let origins = types.count > 2 ? rows.fixed(2, as: Int64.self) : nil
            var cursor = TimeZoneCursor(type == .timestamp ? context.timeZone : .utc)
            return rows.map { row in
                let origin = origins.map { $0[row] } ?? 0
                guard isMonths else {
                    return x[row] &- floorModulo(x[row] &- origin, width)
                }
                let (p, q) = (
                    CivilDate(days: floorDivide(origin, microsPerDay)),
                    CivilDate(days: floorDivide(x[row], microsPerDay))
                )
                let months = (q.year &- p.year) &* 12 &+ q.month &- p.month
                var steps = floorDivide(months, width)
                var start = TemporalArithmetic.addMonths(origin, steps &* width, &cursor)
                if start > x[row] {
                    steps &-= 1
                    start = TemporalArithmetic.addMonths(origin, steps &* width, &cursor)
                }
                return start
            }
        }
    }
}
