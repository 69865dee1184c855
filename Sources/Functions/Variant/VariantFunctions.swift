import Columnar

/// Functions over variants.
enum VariantFunctions {
    static let definitions: [FunctionDefinition] = [
        parse("parse_json", isAttempt: false, "parse_json(json) - The JSON text as a variant.", since: "4.0.0"),
        parse(
            "try_parse_json", isAttempt: true,
            "try_parse_json(json) - The JSON text as a variant, null when malformed.",
            since: "4.0.0"),
        predicate("is_variant_null", "is_variant_null(v) - Whether the value is a variant's null.") { view in
            if case .null = try view.kind() { true } else { false }
        },
        .scalar(
            "is_valid_variant", .variant, "is_valid_variant(v) - Whether the variant's bytes are well formed.",
            ["is_valid_variant(parse_json('null'))"], since: "4.1.0", count: 1...1
        ) { call in
            try requireVariant(call)
            return .rows(call, argumentTypes: [.variant], result: .boolean) { rows, _ in
                let input = VariantInput(rows.arguments[0])
                return rows.mapValid(UInt8(0)) { (try? isValid(input[$0], 0)) == nil ? 0 : 1 }
            }
        },
        get("variant_get", isAttempt: false),
        get("try_variant_get", isAttempt: true),
        .scalar(
            "to_variant_object", .variant, "to_variant_object(value) - A struct, array or map as a variant.",
            ["to_variant_object(named_struct('a', 1, 'b', 2))"], since: "4.0.0", count: 1...1
        ) { call in
            switch call.types[0] {
            case .array(.null, _), .map(.null, _, _), .map(_, .null, _):
                throw FunctionError.castWithoutSuggestion(sql: call.sql, from: call.types[0], to: .variant)
            case .structure, .array, .map, .null: break
            default: throw FunctionError.castWithoutSuggestion(sql: call.sql, from: call.types[0], to: .variant)
            }
            return .rows(call, argumentTypes: call.types, result: .variant, canFail: true) { rows, _ in
                try rows.variants { row, out in
                    let source = rows.constant(0) ?? rows.arguments[0]
                    try out.append(source, rows.constant(0) == nil ? row : 0)
                    return true
                }
            }
        },
        .scalar(
            "schema_of_variant", .variant, "schema_of_variant(v) - The type of a variant, as DDL.",
            ["schema_of_variant(parse_json('[{\"b\":true,\"a\":0}]'))"], since: "4.0.0", count: 1...1
        ) { call in
            try requireVariant(call)
            return .rows(call, argumentTypes: [.variant], result: .string) { rows, _ in
                let input = VariantInput(rows.arguments[0])
                return try rows.mapText { row, out in
                    out.append(VariantSchema.sql(try VariantSchema.type(input[row])))
                    return true
                }
            }
        },
        .aggregate(
            "schema_of_variant_agg", "schema_of_variant_agg(v) - The type that holds all variants, as DDL.",
            ["schema_of_variant_agg(parse_json(j))"], since: "4.0.0", count: 1...1
        ) { call in
            try requireVariant(call)
            return .make([.variant], result: .string, nullable: false, state: [.array(.variant, containsNull: false)]) {
                CollectAccumulator(.variant, result: .string) { values, builder in
                    let input = VariantInput(values)
                    var type = DataType.null
                    for row in 0..<values.count {
                        type = VariantSchema.merged(type, try VariantSchema.type(input[row]))
                    }
                    builder.append(string: VariantSchema.sql(type))
                }
            }
        },
        edit("variant_set", 3...4, "puts a value where the path leads", isAttempt: false),
        edit("try_variant_set", 3...4, "puts a value where the path leads", isAttempt: true),
        edit("variant_insert", 3...3, "adds a field or element where the path leads", isAttempt: false),
        edit("try_variant_insert", 3...3, "adds a field or element where the path leads", isAttempt: true),
        edit("variant_array_append", 3...3, "adds an element to the array where the path leads", isAttempt: false),
        edit("try_variant_array_append", 3...3, "adds an element to the array where the path leads", isAttempt: true),
        .scalar(
            "variant_delete", .variant, "variant_delete(v, path, …) - The variant without what the paths lead to.",
            ["variant_delete(parse_json('{\"a\": 1, \"b\": 2}'), '$.a')"], since: "4.3.0", count: 2...Int.max
        ) { call in
            try requireVariant(call)
            let types = [DataType.variant] + Array(try call.coerced([.any, .text]).dropFirst())
            return .rows(call, argumentTypes: types, result: .variant, nullable: .always, canFail: true, strict: false)
            {
                rows, _ in
                let input = VariantInput(rows.arguments[0])
                let paths = try (1..<types.count).map {
                    (nulls: rows.nulls($0), paths: try VariantPathInput(rows, $0, function: call.name, isTarget: true))
                }
                let nulls = rows.nulls(0)
                return try rows.variants { row, out in
                    if nulls[row] { return false }
                    var node = try VariantNode(input[row])
                    for path in paths where !path.nulls[row] {
                        let steps = try path.paths.path(row).steps
                        if steps.isEmpty { throw path.paths.invalidTarget(row) }
                        node = try node.changed(steps[...], .delete)
                    }
                    node.write(to: &out)
                    return true
                }
            }
        },
        .scalar(
            "variant_strip_nulls", .variant,
            "variant_strip_nulls(v[, arrays]) - The variant without fields (and elements) that are null.",
            ["variant_strip_nulls(parse_json('{\"a\": 1, \"b\": null}'))"], since: "4.3.0", count: 1...2
        ) { call in
            try requireVariant(call)
            let types = [DataType.variant] + call.types.dropFirst().map { _ in DataType.boolean }
            return .rows(call, argumentTypes: types, result: .variant, canFail: true) { rows, _ in
                let input = VariantInput(rows.arguments[0])
                let arrays = types.count > 1 ? rows.fixed(1, as: UInt8.self) : nil
                return try rows.variants { row, out in
                    let isDeep = arrays.map { $0[row] != 0 } ?? true
                    try VariantNode(input[row]).withoutNulls(inArrays: isDeep).write(to: &out)
                    return true
                }
            }
        },
        FunctionDefinition(
            "variant_explode", group: .variant,
            usage: "variant_explode(input) - A row for each element or field of a variant.",
            examples: ["variant_explode(parse_json('[\"hello\", \"world\"]'))"], since: "4.0.0", kind: .generator),
        FunctionDefinition(
            "variant_explode_outer", group: .variant,
            usage:
                "variant_explode_outer(input) - A row for each element or field of a variant, and one of nulls where "
                + "there is none.",
            examples: ["variant_explode_outer(parse_json('[\"hello\", \"world\"]'))"], since: "4.0.0",
            kind: .generator),
    ]

    static func requireVariant(_ call: Call) throws {
        guard call.types[0] == .variant || call.types[0] == .null else {
            throw call.mismatch(0, required: "\"VARIANT\"")
        }
    }

    private static func isValid(_ view: VariantView, _ depth: Int) throws {
        guard depth < VariantText.depthLimit else { throw VariantView.malformed() }
        switch try view.kind() {
        case .object(let container):
            for index in 0..<container.count {
                _ = try view.name(index, of: container)
                try isValid(try view.element(index, of: container), depth + 1)
            }
        case .array(let container):
            for index in 0..<container.count { try isValid(try view.element(index, of: container), depth + 1) }
        default: _ = try view.bytes()
        }
    }

    private static func parse(
        _ name: String, isAttempt: Bool, _ usage: String, since: String
    ) -> FunctionDefinition {
        .scalar(name, .variant, usage, ["\(name)('{\"a\":1,\"b\":0.8}')"], since: since, count: 1...1) { call in
            guard call.types[0].isString || call.types[0] == .null else {
                throw call.mismatch(0, required: "\"STRING\"")
            }
            let types = try call.coerced([.text])
            return .rows(
                call, argumentTypes: types, result: .variant, nullable: isAttempt ? .always : .whenArgumentsAre,
                canFail: !isAttempt
            ) { rows, _ in
                let json = rows.text(0)
                return try rows.variants { row, out in
                    do {
                        if try out.append(json: json[row]) { return true }
                    } catch {
                        if isAttempt { return false }
                        guard (error as? PyriteError)?.condition == "VARIANT_DUPLICATE_KEY" else { throw error }
                    }
                    if isAttempt { return false }
                    let text = String(decoding: json[row], as: UTF8.self)
                    throw PyriteError(
                        .sparkException, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", sqlState: "22023",
                        "Malformed records are detected in record parsing: \(text). Parse Mode: FAILFAST. To process "
                            + "malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
                        parameters: ["badRecord": text, "failFastMode": "FAILFAST"])
                }
            }
        }
    }

    private static func predicate(
        _ name: String, _ usage: String, _ test: @escaping @Sendable (VariantView) throws -> Bool
    ) -> FunctionDefinition {
        .scalar(name, .variant, usage, ["\(name)(parse_json('null'))"], since: "4.0.0", count: 1...1) { call in
            try requireVariant(call)
            return .rows(
                call, argumentTypes: [.variant], result: .boolean, nullable: .never, canFail: true, strict: false
            ) { rows, _ in
                let nulls = rows.nulls(0)
                let input = VariantInput(rows.arguments[0])
                return try rows.mapValid(UInt8(0)) { nulls[$0] ? 0 : try test(input[$0]) ? 1 : 0 }
            }
        }
    }

    private static func get(_ name: String, isAttempt: Bool) -> FunctionDefinition {
        .scalar(
            name, .variant, "\(name)(v, path[, type]) - What a path leads to in a variant, as a type.",
            ["\(name)(parse_json('{\"a\": 1}'), '$.a', 'int')"], since: "4.0.0", count: 2...3
        ) { call in
            try requireVariant(call)
            let type = call.arguments.count > 2 ? try call.schemaArgument(2).withNullableFields : .variant
            let types = [DataType.variant, try call.coerced([.any, .text, .any])[1]] + call.types.dropFirst(2)
            return .rows(call, argumentTypes: types, result: type, nullable: .always, canFail: true) { rows, context in
                let input = VariantInput(rows.arguments[0])
                let paths = try VariantPathInput(rows, 1, function: call.name)
                let cast = VariantCast(context: context, isAttempt: isAttempt, target: type)
                return try rows.build { row, builder in
                    guard let view = try paths.path(row).find(in: input[row]) else { return builder.appendNull() }
                    try cast.append(view, to: builder)
                }
            }
        }
    }

    private static func edit(
        _ name: String, _ count: ClosedRange<Int>, _ what: String, isAttempt: Bool
    ) -> FunctionDefinition {
        let kind = name.hasSuffix("set") ? 0 : name.hasSuffix("insert") ? 1 : 2
        return .scalar(
            name, .variant, "\(name)(v, path, value\(kind == 0 ? "[, create]" : "")) - The variant after it \(what).",
            ["\(name)(parse_json('{\"a\": [1]}'), '$.\(kind == 1 ? "b" : "a")', 2)"], since: "4.3.0", count: count
        ) { call in
            try requireVariant(call)
            let path = try call.coerced([.any, .text, .any])[1]
            let types = [DataType.variant, path, call.types[2]] + call.types.dropFirst(3).map { _ in DataType.boolean }
            return .rows(call, argumentTypes: types, result: .variant, nullable: .always, canFail: true) { rows, _ in
                let input = VariantInput(rows.arguments[0])
                let paths = try VariantPathInput(rows, 1, function: call.name, isTarget: true)
                let values = rows.constant(2) ?? rows.arguments[2]
                let isConstant = rows.constant(2) != nil
                let creates = types.count > 3 ? rows.fixed(3, as: UInt8.self) : nil
                return try rows.variants { row, out in
                    let value = try VariantNode(of: values, isConstant ? 0 : row)
                    let change: VariantNode.Change =
                        switch kind {
                        case 0: .set(value, createsMissing: creates.map { $0[row] != 0 } ?? true)
                        case 1: .insert(value)
                        default: .append(value)
                        }
                    do {
                        let path = try paths.path(row)
                        if path.steps.isEmpty, kind != 2 { throw paths.invalidTarget(row) }
                        try VariantNode(input[row]).changed(path.steps[...], change).write(to: &out)
                        return true
                    } catch let failure as VariantNode.Failure {
                        if isAttempt { return false }
                        throw error(failure, call.name, rows.text(1)[row])
                    }
                }
            }
        }
    }

    private static func error(
        _ failure: VariantNode.Failure, _ function: String, _ path: UnsafeRawBufferPointer
    ) -> PyriteError {
        let text = String(decoding: path, as: UTF8.self)
        switch failure {
        case .duplicate(let name):
            let key = String(decoding: name, as: UTF8.self)
            return PyriteError(
                .runtime, "VARIANT_DUPLICATE_KEY", sqlState: "22023",
                "Failed to build variant because of a duplicate object key `\(key)`.", parameters: ["key": key])
        case .wrongKind:
            return PyriteError(
                .runtime, "VARIANT_PATH_TYPE_MISMATCH", sqlState: "22023",
                "The path `\(text)` in `\(function)` does not fit the variant's value there.",
                parameters: ["path": text, "functionName": "`\(function)`"])
        }
    }
}

extension VariantNode {
    /// A value of any type as a variant taken apart.
    init(of column: Column, _ row: Int) throws {
        var builder = VariantBuilder()
        try builder.append(column, row)
        let one = ColumnBuilder(.variant, capacity: 1)
        builder.finish(to: one)
        let column = one.finish()
        self = try VariantNode(VariantInput(column)[0])
        withExtendedLifetime(column) {}
    }

    func withoutNulls(inArrays: Bool) -> VariantNode {
        switch self {
        case .leaf: self
        case .object(let fields):
            .object(
                fields.filter { !$0.value.isNull }.map {
                    (name: $0.name, value: $0.value.withoutNulls(inArrays: inArrays))
                })
        case .array(let elements):
            .array(
                elements.filter { !inArrays || !$0.isNull }.map { $0.withoutNulls(inArrays: inArrays) })
        }
    }

    var isNull: Bool { if case .leaf(let bytes) = self { bytes == [0] } else { false } }
}

extension Rows {
    /// A column of variants, each written to a builder that is cleared from row to row; false makes a null.
    func variants(_ body: (Int, inout VariantBuilder) throws -> Bool) throws -> Column {
        var variant = VariantBuilder()
        let builder = ColumnBuilder(.variant, capacity: count)
        for row in 0..<count {
            variant.clear()
            if validity.map({ $0[row] }) ?? true, try body(row, &variant) {
                variant.finish(to: builder)
            } else {
                builder.appendNull()
            }
        }
        return builder.finish()
    }
}
