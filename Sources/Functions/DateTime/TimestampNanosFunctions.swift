import Columnar

/// Timestamps to the nanosecond.
enum TimestampNanosFunctions {
    static let definitions: [FunctionDefinition] = [
        .rows(
            "timestamp_nanos", .datetime,
            "timestamp_nanos(n) - The timestamp n nanoseconds after 1970-01-01 00:00:00 UTC.",
            ["unix_nanos(timestamp_nanos(1230219000123456789))"], since: "4.3.0",
            parameters: [.type(.decimal(precision: 38, scale: 0))], result: .timestampNanos(isLocal: false)
        ) { rows, _ in
            let x = rows.fixed(0, as: Int128.self)
            return rows.map { x[$0] }
        },
        .scalar(
            "unix_nanos", .datetime, "unix_nanos(timestamp) - Nanoseconds since 1970-01-01 00:00:00 UTC.",
            ["unix_nanos(TIMESTAMP_NTZ '2008-12-25 15:30:00.123456789')"], since: "4.3.0", count: 1...1
        ) { call in
            let result = DataType.decimal(precision: 21, scale: 0)
            if case .timestampNanos = call.types[0] {
                return .rows(call, argumentTypes: call.types, result: result) { rows, _ in
                    let x = rows.fixed(0, as: Int128.self)
                    return rows.map { x[$0] }
                }
            }
            let type: DataType = call.types[0] == .timestampNTZ ? .timestampNTZ : .timestamp
            return .rows(call, argumentTypes: try call.coerced([.type(type)]), result: result) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                return rows.map { Int128(x[$0]) * 1_000 }
            }
        },
    ]

    /// The instant the query started, with zeros behind the microseconds.
    static func now(
        _ call: Call, isLocal: Bool, _ micros: @escaping @Sendable (EvaluationContext) -> Value
    ) throws -> ScalarBinding {
        let type = DataType.timestampNanos(isLocal: isLocal)
        return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: false) { _, count, context in
            guard case .integer(let value) = micros(context) else { return .nulls(type, count: count) }
            return .constant(.decimal(Int128(value) * 1_000), type, count: count)
        }
    }
}
