import Columnar

/// Functions over JSON text.
enum JSONFunctions {
    static let definitions: [FunctionDefinition] = [
        .rows(
            "get_json_object", .json, "get_json_object(json, path) - What a path selects in a JSON text, as text.",
            ["get_json_object('{\"a\":\"b\"}', '$.a')"], since: "1.5.0", parameters: [.text, .text],
            result: .string, nullable: .always
        ) { rows, _ in
            let json = rows.text(0)
            let paths = rows.text(1)
            var scratch = ByteWriter()
            if rows.constant(1) != nil {
                guard let path = JSONPath(paths[0]) else { return .nulls(.string, count: rows.count) }
                return rows.mapText { row, out in path.extract(json[row], into: &out, scratch: &scratch) }
            }
            return rows.mapText { row, out in
                JSONPath(paths[row])?.extract(json[row], into: &out, scratch: &scratch) ?? false
            }
        },
        .rows(
            "json_array_length", .json, "json_array_length(json) - The number of elements of the outermost array.",
            ["json_array_length('[1,2,3,4]')"], since: "3.1.0", parameters: [.text], result: .integer,
            nullable: .always
        ) { rows, _ in
            let json = rows.text(0)
            return rows.mapOptional(Int32(0)) { row in
                var cursor = JSONCursor(json[row], syntax: .singleQuotes)
                guard cursor.peekKind() == .array else { return nil }
                cursor.position &+= 1
                if cursor.take(0x5D) { return 0 }
                var count: Int32 = 0
                while true {
                    guard cursor.skipValue() else { return nil }
                    count &+= 1
                    if cursor.take(0x5D) { return count }
                    guard cursor.take(0x2C) else { return nil }
                }
            }
        },
        .rows(
            "json_object_keys", .json, "json_object_keys(json) - The names of the outermost object's members.",
            ["json_object_keys('{\"f1\":\"abc\",\"f2\":{\"f3\":\"a\", \"f4\":\"b\"}}')"], since: "3.1.0",
            parameters: [.text], result: .array(.string, containsNull: true), nullable: .always
        ) { rows, _ in
            let json = rows.text(0)
            var name = ByteWriter()
            return rows.build { row, builder in
                var check = JSONCursor(json[row], syntax: .singleQuotes)
                var cursor = check
                guard check.peekKind() == .object, check.skipValue(), cursor.take(0x7B) else {
                    return builder.appendNull()
                }
                if !cursor.take(0x7D) {
                    repeat {
                        name.clear()
                        _ = cursor.readText(into: &name)
                        builder.child(0).append(bytes: name.bytes)
                        _ = cursor.take(0x3A)
                        _ = cursor.skipValue()
                    } while cursor.take(0x2C)
                }
                builder.closeRange()
            }
        },
        .scalar(
            "from_json", .json, "from_json(json, schema[, options]) - The value that a JSON text holds.",
            ["from_json('{\"a\":1, \"b\":0.8}', 'a INT, b DOUBLE')"], since: "2.2.0", count: 2...3, bindFromJSON),
        .scalar(
            "to_json", .json, "to_json(value[, options]) - A struct, map, array or variant as JSON text.",
            ["to_json(named_struct('a', 1, 'b', 2))"], since: "2.2.0", count: 1...2
        ) { call in
            switch call.types[0] {
            case .structure, .map, .array, .variant, .null: break
            case let type:
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input schema \"\(type.sql)\" must be a "
                        + "struct, an array, a map or a variant.",
                    parameters: ["sqlExpr": "\"\(call.sql)\"", "schema": "\"\(type.sql)\""])
            }
            let options = try RecordOptions(call, 1)
            return .rows(call, argumentTypes: call.types, result: .string, canFail: true, strict: false) {
                rows, context in
                let writer = try JSONRecordWriter(options, context)
                let nulls = rows.nulls(0)
                let column = rows.constant(0) ?? rows.arguments[0]
                let isConstant = rows.constant(0) != nil
                return try rows.mapText { row, out in
                    if nulls[row] { return false }
                    try writer.write(column, isConstant ? 0 : row, into: &out)
                    return true
                }
            }
        },
        .scalar(
            "schema_of_json", .json, "schema_of_json(json[, options]) - The type of a JSON text, as DDL.",
            ["schema_of_json('[{\"col\":0}]')"], since: "2.4.0", count: 1...2
        ) { call in
            let text = try call.foldableText(0, "json")
            let options = try RecordOptions(call, 1)
            let context = EvaluationContext(legacy: call.context.legacy)
            let parsed = try JSONOptions(options.all, context: context)
            var copy = text
            let found = try copy.withUTF8 {
                try JSONSchemaInference.type(of: UnsafeRawBufferPointer($0), parsed, context)
            }
            guard let type = found else {
                throw PyriteError(
                    .runtime, "_LEGACY_ERROR_JSON", sqlState: "", "Malformed JSON: \(text)")
            }
            return .constant(.string(type.sql), .string, call)
        },
        FunctionDefinition(
            "json_tuple", group: .json,
            usage: "json_tuple(json, name, …) - The members of these names of the outermost object, a column for each.",
            examples: ["json_tuple('{\"a\":1, \"b\":2}', 'a', 'b')"], since: "1.6.0", kind: .generator),
    ]

    @Sendable private static func bindFromJSON(_ call: Call) throws -> ScalarBinding {
        let type = try call.schemaArgument(1)
        switch type {
        case .structure, .map, .array, .variant: break
        default:
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", sqlState: "42K09",
                "Cannot resolve \"\(call.name)(\(call.arguments[0].sql))\" due to data type mismatch: Input schema "
                    + "\"\(type.sql)\" must be a struct, an array, a map or a variant.",
                parameters: [
                    "sqlExpr": "\"\(call.name)(\(call.arguments[0].sql))\"", "schema": "\"\(type.sql)\"",
                ])
        }
        if case .map(let key, _, _) = type, !key.isString {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE", sqlState: "42K09",
                "Cannot resolve \"entries\" due to data type mismatch: Input schema \"\(type.sql)\" can only contain "
                    + "STRING as a key type for a MAP.",
                parameters: ["sqlExpr": "\"entries\"", "schema": "\"\(type.sql)\""])
        }
        let options = try RecordOptions(call, 2)
        try options.checkCorruptColumn(in: type)
        if options["mode"]?.uppercased() == "DROPMALFORMED" {
            throw PyriteError(
                .analysis, "PARSE_MODE_UNSUPPORTED", sqlState: "42601",
                "The function `from_json` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and "
                    + "FAILFAST.",
                parameters: ["funcName": "`from_json`", "mode": "DROPMALFORMED"])
        }
        let result = type.withNullableFields
        let types = [try call.coerced([.text, .any])[0]] + call.types.dropFirst()
        return .rows(
            call, argumentTypes: types, result: result, nullable: .always, canFail: options.failsFast, strict: false
        ) { rows, context in
            let json = rows.text(0)
            let nulls = rows.nulls(0)
            let reader = JSONRowReader(
                type: result, options: try JSONOptions(options.all, context: context), context: context)
            for row in 0..<rows.count {
                if nulls[row] { reader.appendNull() } else { try reader.append(json[row]) }
            }
            return reader.finishValues(heap: json.heap)
        }
    }
}

extension DataType {
    /// The type with everything inside it nullable: what is read from text may always be missing.
    var withNullableFields: DataType {
        switch self {
        case .array(let element, _): .array(element.withNullableFields, containsNull: true)
        case .map(let key, let value, _):
            .map(key.withNullableFields, value.withNullableFields, valueContainsNull: true)
        case .structure(let schema):
            .structure(Schema(schema.fields.map { StructField($0.name, $0.dataType.withNullableFields) }))
        default: self
        }
    }
}

extension Call {
    /// The text of an argument that must be known before the query runs.
    func foldableText(_ index: Int, _ input: String) throws -> String {
        guard arguments[index].type.isString || arguments[index].type == .null else {
            throw mismatch(index, required: "\"STRING\"")
        }
        guard case .string(let text)? = arguments[index].literal else {
            if arguments[index].type == .null || arguments[index].literal == .null {
                throw FunctionError.unexpectedNull(sql: sql, name: input)
            }
            throw FunctionError.nonFoldable(sql: sql, name: input, type: .string, input: arguments[index].sql)
        }
        return text
    }

    /// The type that a schema argument (DDL or JSON text) describes.
    func schemaArgument(_ index: Int) throws -> DataType {
        guard case .string(let text)? = arguments[index].literal else {
            throw PyriteError(
                .analysis, "INVALID_SCHEMA.NON_STRING_LITERAL", sqlState: "42K07",
                "The input schema \"\(arguments[index].sql)\" is not a valid schema string. The input expression must be "
                    + "string literal and not null.",
                parameters: ["inputSchema": "\"\(arguments[index].sql)\""])
        }
        guard let parse = context.parseSchema else {
            throw PyriteError.unsupported("schemas as text where no session is")
        }
        return try parse(text)
    }
}

extension ScalarBinding {
    /// A result that is known when the call is resolved.
    static func constant(_ value: Value, _ type: DataType, _ call: Call) -> ScalarBinding {
        ScalarBinding(argumentTypes: call.types, resultType: type, nullable: value.isNull) { _, count, _ in
            .constant(value, type, count: count)
        }
    }
}
