import Columnar

/// Errors that users raise, what is known of the input file, and Java methods that have a meaning without Java.
enum AssertionFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "assert_true", .misc, "assert_true(condition[, message]) - Fails unless the condition holds.",
            ["assert_true(0 < 1)"], since: "2.0.0", count: 1...2
        ) { call in
            let types = try call.coerced([.boolean, .text])
            let standard = "'\(call.arguments[0].sql)' is not true!"
            return .rows(
                call, argumentTypes: types, result: .null, nullable: .always, isDeterministic: false, canFail: true,
                strict: false
            ) { rows, _ in
                let holds = rows.fixed(0, as: UInt8.self)
                let nulls = rows.nulls(0)
                for row in 0..<rows.count where nulls[row] || holds[row] == 0 {
                    throw raised(types.count > 1 ? String(decoding: rows.text(1)[row], as: UTF8.self) : standard)
                }
                return Column(.null, count: rows.count, layout: .null)
            }
        },
        constant("current_path", "The names in which functions are looked up.", .string) {
            .string("system.builtin,system.session,\($0.currentCatalog).\($0.currentDatabase)")
        },
        constant("input_file_name", "The file being read, empty when that is not known.", .string) { _ in
            .string("")
        },
        constant("input_file_block_start", "The start of the part of the file being read, or -1.", .long) { _ in
            .integer(-1)
        },
        constant("input_file_block_length", "The length of the part of the file being read, or -1.", .long) { _ in
            .integer(-1)
        },
        java("java_method", aliases: ["reflect"], isAttempt: false, since: "2.0.0"),
        java("try_reflect", isAttempt: true, since: "4.0.0"),
        .scalar(
            "from_protobuf", .misc, "from_protobuf(bytes, message[, descriptor[, options]]) - Needs a descriptor file.",
            [], since: "4.0.0", count: 2...4
        ) { call in
            let path = call.stringLiteral(2) ?? ""
            throw PyriteError(
                .analysis, "PROTOBUF_DESCRIPTOR_FILE_NOT_FOUND", sqlState: "42K0G",
                "Error reading Protobuf descriptor file at path: \(path).", parameters: ["filePath": path])
        },
        .scalar(
            "to_protobuf", .misc, "to_protobuf(struct, message[, descriptor[, options]]) - Needs a descriptor file.",
            [], since: "4.0.0", count: 2...4
        ) { call in
            guard case .structure = call.types[0] else {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.NON_STRUCT_TYPE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: the input `struct` should be a struct "
                        + "expression; however, got \"\(call.types[0].sql)\".",
                    parameters: ["inputName": "`struct`", "dataType": "\"\(call.types[0].sql)\""])
            }
            let path = call.stringLiteral(2) ?? ""
            throw PyriteError(
                .analysis, "PROTOBUF_DESCRIPTOR_FILE_NOT_FOUND", sqlState: "42K0G",
                "Error reading Protobuf descriptor file at path: \(path).", parameters: ["filePath": path])
        },
        missing("from_avro", 2...3, "from_avro(bytes, schema[, options])", "AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE"),
        missing("to_avro", 1...2, "to_avro(value[, schema])", "AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE"),
        missing("schema_of_avro", 1...2, "schema_of_avro(schema[, options])", "AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE"),
    ]

    private static func raised(_ message: String) -> PyriteError {
        PyriteError(
            .runtime, "USER_RAISED_EXCEPTION", sqlState: "P0001", message, parameters: ["errorMessage": message])
    }

    private static func constant(
        _ name: String, _ meaning: String, _ type: DataType, _ value: @escaping @Sendable (EvaluationContext) -> Value
    ) -> FunctionDefinition {
        .scalar(name, .misc, "\(name)() - \(meaning)", ["\(name)()"], since: "1.5.0", count: 0...0) { _ in
            ScalarBinding(argumentTypes: [], resultType: type, nullable: false) { _, count, context in
                .constant(value(context), type, count: count)
            }
        }
    }

    /// Functions that need a package which neither Spark loads by itself nor this engine has.
    private static func missing(
        _ name: String, _ count: ClosedRange<Int>, _ signature: String, _ condition: String
    ) -> FunctionDefinition {
        .scalar(name, .misc, "\(signature) - Needs the Avro package.", [], since: "4.0.0", count: count) { call in
            throw PyriteError(
                .analysis, condition, sqlState: "22KD3",
                "Cannot call the `\(call.name)` SQL function because the Avro data source is not loaded.",
                parameters: ["functionName": "`\(call.name)`"])
        }
    }

    // MARK: Java

    /// There is no Java here. The methods that queries are known to use are done natively, all others are an error.
    private static func java(
        _ name: String, aliases: [String] = [], isAttempt: Bool, since: String
    ) -> FunctionDefinition {
        .scalar(
            name, aliases: aliases, .misc,
            "\(name)(class, method[, argument, …]) - What a static method of Java gives; few are known here.",
            ["\(name)('java.util.UUID', 'fromString', 'a5cf6c42-0c85-418f-af6c-3e4e5b1328f2')"], since: since,
            count: 2...Int.max
        ) { call in
            let type = try call.foldableText(0, "class")
            let method = try call.foldableText(1, "method")
            let body: @Sendable ([String]) throws -> String?
            switch (type, method, call.arguments.count - 2) {
            case ("java.util.UUID", "randomUUID", 0): body = { _ in randomUUID() }
            case ("java.util.UUID", "fromString", 1): body = { try uuid($0[0], isAttempt) }
            case ("java.net.URLDecoder", "decode", 1): body = { try decodedURL($0[0], isAttempt) }
            case ("java.lang.Math", "abs", 1):
                body = { text in
                    let value = text[0]
                    return value.hasPrefix("-") ? String(value.dropFirst()) : value
                }
            case ("java.util.UUID", _, _), ("java.net.URLDecoder", _, _), ("java.lang.Math", _, _):
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.UNEXPECTED_STATIC_METHOD", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: cannot find a static method \(method) that "
                        + "matches the argument types in \(type).",
                    parameters: ["sqlExpr": "\"\(call.sql)\"", "methodName": method, "className": type])
            default:
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.UNEXPECTED_CLASS_TYPE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: class \(type) not found.",
                    parameters: ["sqlExpr": "\"\(call.sql)\"", "className": type])
            }
            let texts = call.types.map { $0.isString ? $0 : DataType.string }
            return .rows(
                call, argumentTypes: texts, result: .string, nullable: .always, isDeterministic: false, canFail: true,
                strict: false
            ) { rows, _ in
                let inputs = texts.indices.dropFirst(2).map { rows.text($0) }
                // A random value differs from row to row even when all arguments are constant.
                return try rows.mapText { row, out in
                    guard let text = try body(inputs.map { String(decoding: $0[row], as: UTF8.self) }) else {
                        return false
                    }
                    out.append(text)
                    return true
                }
            }
        }
    }

    private static func randomUUID() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & ~0xF000 | 0x4000
        let low = generator.next() & ~(0xC0 << 56) | 0x80 << 56
        func hex(_ value: UInt64, _ digits: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        return [
            hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4), hex(low >> 48, 4),
            hex(low & 0xFFFF_FFFF_FFFF, 12),
        ].joined(separator: "-")
    }

    private static func uuid(_ text: String, _ isAttempt: Bool) throws -> String? {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        let widths = [8, 4, 4, 4, 12]
        guard parts.count == 5,
            zip(parts, widths).allSatisfy({ part, width in
                (1...width).contains(part.utf8.count) && part.utf8.allSatisfy { HexText.value($0) != nil }
            })
        else {
            if isAttempt { return nil }
            throw PyriteError(
                .illegalArgument, "INTERNAL_ERROR", sqlState: "XX000", "Invalid UUID string: \(text)")
        }
        return zip(parts, widths).map { String(repeating: "0", count: $1 - $0.utf8.count) + $0 }.joined(separator: "-")
    }

    private static func decodedURL(_ text: String, _ isAttempt: Bool) throws -> String? {
        let column = Column.constant(.string(text), .string, count: 1)
        guard case .scalar(let bind)? = FunctionRegistry.builtIn[isAttempt ? "try_url_decode" : "url_decode"]?.kind
        else { return nil }
        let binding = try bind([FunctionArgument(type: .string)], ResolutionContext())
        let result = try binding.kernel([column], 1, EvaluationContext())
        if case .string(let decoded) = result.value(at: 0) { return decoded }
        return nil
    }
}
