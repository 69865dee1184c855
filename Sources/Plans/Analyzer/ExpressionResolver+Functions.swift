import Columnar
import Functions

extension ExpressionResolver {
    func resolveFunction(_ written: UnresolvedFunction) throws -> Expression {
        let call = try withoutStars(written)
        if call.nameParts == ["semi_structured_extract"] { return try resolveVariantPath(call) }
        if call.nameParts.count == 1, let quantified = try resolveQuantifiedLike(call) { return quantified }
        guard let last = call.nameParts.last else { throw PyriteError.internalError("A function has no name.") }
        if call.nameParts.count == 1, let user = analyzer.catalog.function(last) {
            return try resolvePython(user.call(call.arguments))
        }
        if call.nameParts.count == 1, let updated = try resolveFieldUpdate(call, last) { return updated }
        guard let definition = analyzer.registry[last] ?? analyzer.registry[Self.operatorNames[last] ?? last],
            call.nameParts.count == 1 || call.nameParts[call.nameParts.count - 2].lowercased() == "builtin",
            call.isInternal || !definition.isInternal
        else {
            if let function = try analyzer.catalog.sqlFunction(call.nameParts) {
                return try self.call(function, call)
            }
            throw unknown(call)
        }
        if call.arguments.isEmpty, let column = try inputFile(definition.name) { return column }
        do {
            return try bind(call, definition, name: last)
        } catch let error as PyriteError {
            throw error.at(call.origin)
        }
    }

    /// Functions that tell of the file being read are columns of its metadata, where files are read at all.
    private func inputFile(_ name: String) throws -> Expression? {
        guard scope.metadata.count == 1, let metadata = scope.metadata.first else { return nil }
        func field(_ name: String) throws -> Expression {
            try extract(from: .attribute(metadata), .literal(.string(name), .string))
        }
        switch name {
        case "input_file_name":
            // `file:///a`, where the metadata has `file:/a`.
            let path = Expression.unresolvedFunction(
                UnresolvedFunction(
                    ["substring"],
                    [
                        try field("file_path"), .literal(.integer(6), .integer),
                        .literal(.integer(.init(Int32.max)), .integer),
                    ]))
            return try resolve(
                .unresolvedFunction(UnresolvedFunction(["concat"], [.literal(.string("file://"), .string), path])))
        case "input_file_block_start": return try field("file_block_start")
        case "input_file_block_length": return try field("file_block_length")
        default: return nil
        }
    }

    /// `v:a.b`.
    private func resolveVariantPath(_ call: UnresolvedFunction) throws -> Expression {
        let variant = try resolve(call.arguments[0]).withoutAlias
        guard variant.dataType == .variant else {
            throw PyriteError(
                .analysis, "COLUMN_IS_NOT_VARIANT_TYPE", sqlState: "42K09",
                "The semi-structured extraction operator (`:`) can only be applied to a column of the VARIANT type.")
        }
        return try resolve(
            .unresolvedFunction(
                UnresolvedFunction(
                    ["variant_get"], [variant, call.arguments[1], .literal(.string("variant"), .string)],
                    origin: call.origin)))
    }

    /// `a LIKE ALL (p, q)` and its kin, as tests of one pattern each.
    private func resolveQuantifiedLike(_ call: UnresolvedFunction) throws -> Expression? {
        let isNegated: Bool
        let isAll: Bool
        switch call.nameParts[0] {
        case "likeall": (isNegated, isAll) = (false, true)
        case "likeany": (isNegated, isAll) = (false, false)
        case "notlikeall": (isNegated, isAll) = (true, true)
        case "notlikeany": (isNegated, isAll) = (true, false)
        default: return nil
        }
        let tests = call.arguments.dropFirst().map { pattern -> Expression in
            let like = Expression.unresolvedFunction(
                UnresolvedFunction(["like"], [call.arguments[0], pattern], origin: call.origin))
            return isNegated
                ? .unresolvedFunction(UnresolvedFunction(["not"], [like], origin: call.origin)) : like
        }
        guard let first = tests.first else { return nil }
        return try resolve(tests.dropFirst().reduce(first) { isAll ? .and($0, $1) : .or($0, $1) })
    }

    /// Connect's names of operators, where they are not the registry's.
    private static let operatorNames = ["==": "=", "!": "not", "bitwiseNOT": "~"]

    private func bind(_ call: UnresolvedFunction, _ definition: FunctionDefinition, name: String) throws -> Expression {
        switch definition.kind {
        case .special: return try resolveSpecial(call, definition.name)
        case .scalar(let bind):
            guard !call.isDistinct, call.filter == nil else {
                throw PyriteError(
                    .analysis, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", sqlState: "42000",
                    "The function \(quoteIdentifier(name)) does not support "
                        + (call.isDistinct ? "DISTINCT." : "FILTER CLAUSE."),
                    parameters: [
                        "prettyName": quoteIdentifier(name), "syntax": call.isDistinct ? "DISTINCT" : "FILTER CLAUSE",
                    ])
            }
            let given = try resolvedArguments(call)
            let chosen = overload(of: definition, for: given)
            guard chosen.name == definition.name else { return try self.bind(call, chosen, name: chosen.name) }
            if given.contains(where: { $0.dataType.hasCollation }) {
                return try collatedCall(given, call, definition.name) { try bind($0, resolution(name)) }
            }
            let binding = try bind(given.map(describe), resolution(name))
            return .call(
                ScalarCall(
                    definition.name, cast(given, to: binding.argumentTypes, for: call), binding: binding,
                    origin: call.origin))
        case .aggregate(let bind):
            let inner = ofAggregateArguments
            var arguments = try inner.resolvedArguments(call)
            if let ignoreNulls = call.ignoreNulls,
                ["first", "last", "any_value", "first_value", "last_value"].contains(definition.name)
            {
                arguments = Array(arguments.prefix(1)) + [.literal(.boolean(ignoreNulls), .boolean)]
            }
            if ["collect_list", "collect_set"].contains(definition.name) {
                guard arguments.count == 1 else {
                    throw FunctionError.wrongArgumentCount(name, expected: "1", actual: arguments.count)
                }
                if call.ignoreNulls == false { arguments.append(.literal(.boolean(true), .boolean)) }
            }
            try checkWithinGroup(call, definition.name)
            if let order = call.orderWithinGroup.first {
                arguments = try inner.ordered(call, definition.name, arguments, by: order)
            }
            if arguments.contains(where: { $0.dataType.hasCollation }) {
                if let other = collatedExtremum(arguments, definition.name), let first = arguments.first {
                    var picked = call
                    picked.arguments = [first.withoutAlias, first.withoutAlias]
                    return try self.bind(picked, other, name: other.name)
                }
                arguments = collatedKeys(arguments, call, definition.name)
            }
            let binding = try bind(arguments.map(describe), resolution(name))
            for argument in arguments where !allowsNestedAggregates && argument.contains(\.isAggregate) {
                throw PyriteError(
                    .analysis, "NESTED_AGGREGATE_FUNCTION", sqlState: "42607",
                    "It is not allowed to use an aggregate function in the argument of another aggregate function. Please "
                        + "use the inner aggregate function in a sub-query."
                ).at(argument.firstAggregateOrigin)
            }
            return .aggregate(
                AggregateCall(
                    definition.name, cast(arguments, to: binding.argumentTypes, for: call), binding: binding,
                    isDistinct: call.isDistinct, filter: try call.filter.map { try inner.condition($0, "FILTER") },
                    origin: call.origin))
        case .higherOrder(let function): return try resolveHigherOrder(call, definition, function)
        case .window: return try resolveWindowFunction(call, definition)
        case .generator: return try resolveGenerator(call, definition)
        }
    }

    /// The call with stars among its arguments written out (`struct(*)`, `count(DISTINCT t.*)`).
    func withoutStars(_ call: UnresolvedFunction) throws -> UnresolvedFunction {
        guard call.arguments.contains(where: \.isStar) else { return call }
        var copy = call
        copy.arguments = try call.arguments.flatMap { argument -> [Expression] in
            switch argument {
            case .unresolvedStar(let target, let planID):
                // `count(*)` counts rows.
                if call.nameParts.last?.lowercased() == "count", call.arguments.count == 1, !call.isDistinct {
                    return [.literal(.integer(1), .integer)]
                }
                let columns = try analyzer.expandStar(target, planID, scope)
                // A struct of a struct's fields keeps their names.
                return call.nameParts == ["struct"] ? columns : columns.map(\.withoutAlias)
            case .unresolvedStarExcept(let target, let except):
                let columns = try analyzer.expandStar(target, nil, scope)
                return try analyzer.leavingOut(except, from: columns, scope)
            default: return [argument]
            }
        }
        return copy
    }

    /// Arguments without aliases.
    private func resolvedArguments(_ call: UnresolvedFunction) throws -> [Expression] {
        try NamedArguments.arranged(call).map { argument in
            let resolved = try resolve(argument)
            // `struct(a AS b)` needs the name; named_struct and others get the bare value.
            return call.nameParts == ["struct"] ? resolved : resolved.withoutAlias
        }
    }

    func describe(_ expression: Expression) -> FunctionArgument {
        let name: String
        switch expression {
        case .alias(let alias): name = alias.name
        default: name = expression.prettySQL
        }
        var argument = FunctionArgument(
            type: expression.dataType, nullable: expression.nullable,
            literal: expression.isSmall ? analyzer.constantValue(expression) : nil, sql: name)
        if case .alias(let alias) = expression { argument.alias = alias.name }
        if case .literal = expression.withoutAlias { argument.isLiteral = true }
        return argument
    }

    func resolution(_ name: String) -> ResolutionContext {
        var resolution = ResolutionContext(
            isANSI: analyzer.isANSI, functionName: name.lowercased(),
            parseSchema: { [catalog = analyzer.catalog] in try catalog.schema($0) })
        resolution.isTimeTypeEnabled = analyzer.context.isTimeTypeEnabled
        resolution.legacy = analyzer.context.legacy
        return resolution
    }

    func cast(_ arguments: [Expression], to types: [DataType], for call: UnresolvedFunction) -> [Expression] {
        zip(arguments, types).map { analyzer.coerced($0.withoutAlias, to: $1, origin: call.origin) }
    }

    private func unknown(_ call: UnresolvedFunction) -> PyriteError {
        if let last = call.nameParts.last?.lowercased(), last == "grouping" || last == "grouping_id" {
            return PyriteError(
                .analysis, "UNSUPPORTED_GROUPING_EXPRESSION", sqlState: "42K0E",
                "grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup."
            ).at(call.origin)
        }
        let name = call.nameParts.map(quoteIdentifier).joined(separator: ".")
        let database = quoteIdentifier(analyzer.context.currentDatabase)
        let path = "[`system`.`builtin`, `system`.`session`, `spark_catalog`.\(database)]"
        return PyriteError(
            .analysis, "UNRESOLVED_ROUTINE", sqlState: "42883",
            "Cannot resolve routine \(name) on search path \(path). Verify the spelling, or register the function.",
            parameters: ["routineName": name, "searchPath": path]
        ).at(call.origin)
    }

    /// Functions that are another way of writing a lazily evaluated expression.
    private func resolveSpecial(_ call: UnresolvedFunction, _ name: String) throws -> Expression {
        let arguments = call.arguments
        func expect(_ counts: ClosedRange<Int>) throws {
            guard counts.contains(arguments.count) else {
                let expected =
                    counts.lowerBound == counts.upperBound
                    ? "\(counts.lowerBound)" : "[\(counts.map { "\($0)" }.joined(separator: ", "))]"
                throw FunctionError.wrongArgumentCount(name, expected: expected, actual: arguments.count)
            }
        }
        let null = Expression.literal(.null, .null)
        let zero = Expression.literal(.integer(0), .integer)
        switch name {
        case "and":
            try expect(2...2)
            return try resolve(.and(arguments[0], arguments[1]))
        case "or":
            try expect(2...2)
            return try resolve(.or(arguments[0], arguments[1]))
        case "if":
            try expect(3...3)
            return try resolveCase(
                [CaseBranch(when: arguments[0], then: arguments[1])], arguments[2], origin: call.origin)
        case "when", "case":
            guard arguments.count >= 2 else {
                throw FunctionError.wrongArgumentCount(name, expected: "> 1", actual: arguments.count)
            }
            var branches: [CaseBranch] = []
            for index in stride(from: 0, to: arguments.count - 1, by: 2) {
                branches.append(CaseBranch(when: arguments[index], then: arguments[index + 1]))
            }
            return try resolveCase(
                branches, arguments.count % 2 == 1 ? arguments[arguments.count - 1] : nil, origin: call.origin)
        case "coalesce": return try coalesce(try arguments.map(resolve), name: name, origin: call.origin)
        case "nvl", "ifnull":
            try expect(2...2)
            return try coalesce(try arguments.map(resolve), name: name, origin: call.origin)
        case "nvl2":
            try expect(3...3)
            return try resolve(.caseWhen(branches: [whenNotNull(arguments[0], arguments[1])], otherwise: arguments[2]))
        case "nullif":
            try expect(2...2)
            let equal = Expression.unresolvedFunction(UnresolvedFunction(["="], arguments, origin: call.origin))
            return try resolve(.caseWhen(branches: [CaseBranch(when: equal, then: null)], otherwise: arguments[0]))
        case "nullifzero":
            try expect(1...1)
            let equal = Expression.unresolvedFunction(UnresolvedFunction(["="], [arguments[0], zero]))
            return try resolve(.caseWhen(branches: [CaseBranch(when: equal, then: null)], otherwise: arguments[0]))
        case "zeroifnull":
            try expect(1...1)
            return try coalesce([try resolve(arguments[0]), zero], name: name)
        case "between":
            try expect(3...3)
            return try resolve(
                .and(
                    .unresolvedFunction(UnresolvedFunction([">="], [arguments[0], arguments[1]], origin: call.origin)),
                    .unresolvedFunction(UnresolvedFunction(["<="], [arguments[0], arguments[2]], origin: call.origin))))
        default:
            throw PyriteError.unsupported("the function \(quoteIdentifier(name))")
        }
    }

    private func whenNotNull(_ value: Expression, _ result: Expression) -> CaseBranch {
        CaseBranch(when: .unresolvedFunction(UnresolvedFunction(["isnotnull"], [value])), then: result)
    }

    // MARK: Windows

    func resolveWindow(_ window: WindowExpression) throws -> Expression {
        var resolved = window
        if let call = pythonAggregate(window.function) {
            // Over a window the function gets the rows of each frame, not a group collected.
            resolved.function = .pythonUDF(try resolvingArguments(of: call))
        } else {
            // `sum(sum(a)) OVER (…)`: the window runs over the groups of an aggregation.
            var overGroups = self
            overGroups.allowsNestedAggregates = true
            resolved.function = try overGroups.resolve(window.function).withoutAlias
        }
        resolved.partitionBy = try window.partitionBy.map { try resolve($0).withoutAlias.collationKey }
        resolved.orderBy = try window.orderBy.map {
            try $0.mapExpression { try resolve($0).withoutAlias.collationKey }
        }
        switch resolved.function {
        case .aggregate, .windowFunction: break
        case .pythonUDF(let call) where PythonEvaluation.aggregates.contains(call.evalType): break
        default:
            throw PyriteError(
                .analysis, "UNSUPPORTED_EXPR_FOR_WINDOW", sqlState: "42P20",
                "Expression \"\(resolved.function.prettySQL)\" not supported within a window function.",
                parameters: ["sqlExpr": "\"\(resolved.function.prettySQL)\""]
            ).at(window.function.origin)
        }
        if case .aggregate(let call) = resolved.function, call.isDistinct {
            let sql = Expression.window(resolved).prettySQL
            throw PyriteError(
                .analysis, "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", sqlState: "0A000",
                "Distinct window functions are not supported: \"\(sql)\".", parameters: ["windowExpr": "\"\(sql)\""]
            ).at(call.origin)
        }
        if case .aggregate(let call) = resolved.function,
            ["listagg", "median", "percentile_cont", "percentile_disc"].contains(call.name),
            window.frame != nil || !window.orderBy.isEmpty, call.name != "listagg" || call.arguments.count > 2
        {
            let sql = resolved.function.prettySQL
            throw PyriteError(
                .analysis, "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", sqlState: "42601",
                "Cannot specify ORDER BY or a window frame for \"\(sql)\".", parameters: ["aggFunc": "\"\(sql)\""]
            ).at(window.wholeOrigin)
        }
        if case .windowFunction(let call) = resolved.function, let frame = window.frame, call.name != "nth_value",
            !frame.isUnboundedToCurrentRow
        {
            throw PyriteError(
                .analysis, "_LEGACY_ERROR_TEMP_1036", sqlState: "",
                "Window Frame must match the required frame of the function \(call.name).",
                parameters: ["wf": call.name])
        }
        if case .windowFunction(let call) = resolved.function, resolved.orderBy.isEmpty {
            throw PyriteError(
                .analysis, "WINDOW_FUNCTION_FRAME_NOT_ORDERED", sqlState: "42601",
                "Window function \(call.name)() requires window to be ordered, please add ORDER BY clause.",
                parameters: ["wf": call.name])
        }
        if let frame = window.frame {
            do {
                resolved.frame = try checked(frame, resolved)
            } catch let error as PyriteError {
                throw error.at(window.origin)
            }
        }
        return .window(resolved)
    }

    private func resolveWindowFunction(_ call: UnresolvedFunction, _ definition: FunctionDefinition) throws
        -> Expression
    {
        var arguments = try resolvedArguments(call)
        guard call.orderWithinGroup.isEmpty else {
            throw PyriteError(
                .analysis, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", sqlState: "42000",
                "Invalid SQL syntax: The function \(quoteIdentifier(definition.name)) does not support WITHIN GROUP (ORDER "
                    + "BY ...).",
                parameters: ["prettyName": quoteIdentifier(definition.name), "syntax": "WITHIN GROUP (ORDER BY ...)"])
        }
        let counted = definition.name == "ntile" ? arguments.first : arguments.dropFirst().first
        if definition.name == "ntile", let counted {
            let sql = Expression.unresolvedFunction(call).prettySQL
            guard analyzer.constantValue(counted) != nil else {
                throw FunctionError.nonFoldable(
                    sql: sql, name: "buckets", type: counted.dataType, input: counted.prettySQL
                ).at(call.origin)
            }
            guard counted.dataType == .integer || counted.dataType == .null else {
                throw FunctionError.unexpectedInputType(
                    sql: sql, position: 0, required: "\"INT\"", input: describe(counted)
                ).at(call.origin)
            }
        }
        if definition.name == "ntile" || definition.name == "nth_value", let counted,
            case .integer(let number)? = analyzer.constantValue(counted), number <= 0
        {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", sqlState: "42K09",
                "Cannot resolve the call of \(definition.name) due to data type mismatch: The argument must be between 1 and "
                    + "2147483647 (current value = \(number)).", parameters: ["currentValue": "\(number)"])
        }
        let type: DataType
        var nullable = false
        switch definition.name {
        case "row_number", "rank", "dense_rank", "ntile": type = .integer
        case "percent_rank", "cume_dist": type = .double
        case "counter_diff":
            guard let first = arguments.first, arguments.count <= 2 else {
                throw FunctionError.wrongArgumentCount(
                    definition.name, expected: "[1, 2]", actual: arguments.count)
            }
            guard first.dataType.isNumeric else {
                throw FunctionError.unexpectedInputType(
                    sql: Expression.unresolvedFunction(call).prettySQL, position: 0, required: "\"NUMERIC\"",
                    input: describe(first)
                ).at(call.origin)
            }
            type = first.dataType
            nullable = true
        case "lag", "lead", "nth_value":
            guard let first = arguments.first else {
                throw FunctionError.wrongArgumentCount(definition.name, expected: "[1, 2, 3]", actual: 0)
            }
            type = first.dataType
            nullable = true
            if definition.name != "nth_value", arguments.count > 2 {
                arguments[2] = try shiftDefault(arguments[2].withoutAlias, type, call)
                nullable = first.nullable || arguments[2].nullable
            }
        default: throw PyriteError.unsupported("the window function \(quoteIdentifier(definition.name))")
        }
        return .windowFunction(
            WindowFunctionCall(
                name: definition.name, arguments: arguments, resultType: type, nullable: nullable,
                ignoreNulls: call.ignoreNulls ?? false))
    }

    /// The value that `lag` and `lead` give beyond the partition's ends, in the type of their first argument: numbers
    /// are narrowed too.
    private func shiftDefault(_ fallback: Expression, _ type: DataType, _ call: UnresolvedFunction) throws -> Expression
    {
        let given = fallback.dataType
        guard
            given.isNumeric && type.isNumeric
                || TypeCoercion.implicitCast(from: given, to: type, isANSI: analyzer.isANSI)
        else {
            throw FunctionError.unexpectedInputType(
                sql: Expression.unresolvedFunction(call).prettySQL, position: 2,
                required: "(\"\(type.sql)\" or \"VOID\")", input: describe(fallback)
            ).at(call.origin)
        }
        return analyzer.coerced(fallback, to: type, origin: call.origin)
    }

    // MARK: Generators

    private func resolveGenerator(_ call: UnresolvedFunction, _ definition: FunctionDefinition) throws -> Expression {
        let arguments = try resolvedArguments(call)
        guard let first = arguments.first else {
            throw FunctionError.wrongArgumentCount(definition.name, expected: "1", actual: 0)
        }
        if let other = try resolveRowGenerator(definition.name, arguments) { return other }
        let position = StructField("pos", .integer, nullable: false)
        let fields: [StructField]
        switch (definition.name, first.dataType) {
        case ("explode", .array(let element, let containsNull)),
            ("explode_outer", .array(let element, let containsNull)):
            fields = [StructField("col", element, nullable: containsNull)]
        case ("posexplode", .array(let element, let containsNull)),
            ("posexplode_outer", .array(let element, let containsNull)):
            fields = [position, StructField("col", element, nullable: containsNull)]
        case ("explode", .map(let key, let value, let containsNull)),
            ("explode_outer", .map(let key, let value, let containsNull)):
            fields = [StructField("key", key, nullable: false), StructField("value", value, nullable: containsNull)]
        case ("posexplode", .map(let key, let value, let containsNull)),
            ("posexplode_outer", .map(let key, let value, let containsNull)):
            fields = [
                position, StructField("key", key, nullable: false), StructField("value", value, nullable: containsNull),
            ]
        case ("inline", .array(.structure(let schema), _)), ("inline_outer", .array(.structure(let schema), _)):
            fields = schema.fields
        default:
            throw FunctionError.unexpectedInputType(
                sql: "\(definition.name)(\(first.prettySQL))", position: 0, required: "(\"ARRAY\" or \"MAP\")",
                input: describe(first))
        }
        let isOuter = definition.name.hasSuffix("_outer")
        return .generator(
            GeneratorCall(
                name: definition.name, arguments: arguments,
                resultFields: fields.map {
                    StructField($0.name, $0.dataType, nullable: $0.nullable || isOuter)
                }))
    }
}

extension Expression {
    package var isAggregate: Bool { if case .aggregate = self { true } else { false } }
    var isStar: Bool {
        switch self {
        case .unresolvedStar, .unresolvedStarExcept: true
        default: false
        }
    }
    /// Whether the tree has few nodes: `1 + 1 + 1 + …` must not be computed anew at every level.
    var isSmall: Bool {
        var budget = 64
        return fits(&budget)
    }

    private func fits(_ budget: inout Int) -> Bool {
        budget -= 1
        return budget >= 0 && children.allSatisfy { $0.fits(&budget) }
    }

    /// The first function that needs OVER and stands without it.
    var bareWindowFunction: Expression? {
        switch self {
        case .windowFunction: self
        case .window(let window): window.function.children.lazy.compactMap(\.bareWindowFunction).first
        default: children.lazy.compactMap(\.bareWindowFunction).first
        }
    }

    var isWindow: Bool { if case .window = self { true } else { false } }
    var isGenerator: Bool { if case .generator = self { true } else { false } }

    /// Whether an aggregate function occurs outside of any window.
    package var containsAggregate: Bool {
        switch self {
        case .aggregate: true
        case .window(let window):
            window.function.children.contains(where: \.containsAggregate)
                || window.partitionBy.contains(where: \.containsAggregate)
                || window.orderBy.contains { $0.expression.containsAggregate }
        default: children.contains(where: \.containsAggregate)
        }
    }
}

extension WindowExpression.Frame {
    /// `ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`.
    fileprivate var isUnboundedToCurrentRow: Bool {
        if unit == .rows, case .unboundedPreceding = lower, case .currentRow = upper { true } else { false }
    }
}

extension WindowExpression {
    /// From the function to the end of the OVER clause.
    fileprivate var wholeOrigin: Origin? {
        guard let origin, let start = function.origin?.range.lowerBound, start < origin.range.lowerBound else {
            return origin
        }
        return Origin(origin.text, start..<origin.range.upperBound)
    }
}
