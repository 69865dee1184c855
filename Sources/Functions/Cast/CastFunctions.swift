import Columnar

/// `int(x)`, `date(x)`, …: casts by the name of their type.
enum CastFunctions {
    static let definitions: [FunctionDefinition] = [
        make("boolean", .boolean), make("tinyint", .byte), make("smallint", .short), make("int", .integer),
        make("bigint", .long), make("float", .float), make("double", .double), make("decimal", .defaultDecimal),
        make("date", .date), make("timestamp", .timestamp), make("binary", .binary), make("string", .string),
    ]

    private static func make(_ name: String, _ type: DataType) -> FunctionDefinition {
        .scalar(
            name, .conversion, "\(name)(expr) - The value as \(type.sql).", ["\(name)('1')"], since: "2.0.1",
            count: 1...1
        ) { call in
            let from = call.types[0]
            let mode: CastMode = call.context.isANSI ? .ansi : .legacy
            guard Cast.canCast(from: from, to: type, mode: mode) else {
                throw FunctionError.castWithoutSuggestion(
                    sql: "CAST(\(call.arguments[0].sql) AS \(type.sql))", from: from, to: type)
            }
            return ScalarBinding(
                argumentTypes: [from], resultType: type,
                nullable: call.anyNullable || Cast.givesNull(from: from, to: type, mode: mode),
                canFail: Cast.isFallible(from: from, to: type, mode: mode)
            ) { arguments, _, context in
                try Cast.cast(arguments[0], to: type, mode: mode, context: context)
            }
        }
    }
}
