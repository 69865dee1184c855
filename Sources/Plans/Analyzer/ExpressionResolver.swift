import Columnar
import Functions

/// Resolves expressions against the columns of one operator's input.
struct ExpressionResolver {
    let analyzer: Analyzer
    private(set) var scope: Resolved
    let environment: Environment
    /// Above an aggregation: what the arguments of aggregate functions are resolved against, not `scope`.
    var aggregateScope: Resolved?
    /// Columns of the SELECT list written so far that later expressions may use by name.
    var lateralAliases: [String: Expression] = [:]
    /// Parameters of the lambdas around the expression, by lower-case name.
    var lambdaParameters: [String: Attribute] = [:]

    /// Names that the SELECT list gives more than once: none of them can be meant.
    var ambiguousAliases: Set<String> = []
    /// Whether an aggregate function may be called on another's result: in a window over groups.
    var allowsNestedAggregates = false

    init(_ analyzer: Analyzer, _ scope: Resolved, _ environment: Environment) {
        self.analyzer = analyzer
        self.scope = scope
        self.environment = environment
    }

    /// The resolver for the arguments of aggregate functions.
    var ofAggregateArguments: ExpressionResolver {
        var copy = self
        copy.allowsNestedAggregates = false
        if let aggregateScope { copy.scope = aggregateScope }
        return copy
    }

    func resolve(_ expression: Expression) throws -> Expression {
        switch expression {
        case .unresolvedAttribute(let attribute): return try resolve(attribute)
        case .unresolvedFunction(let call): return try resolveFunction(call)
        case .unresolvedExtract(let child, let extraction, let origin):
            let (base, key) = (try resolve(child), try resolve(extraction))
            do {
                return try extract(from: base, key, origin: origin)
            } catch let error as PyriteError {
                throw error.at(origin)
            }
        case .unresolvedSubquery(let subquery): return try resolveSubquery(subquery)
        case .unresolvedStar, .unresolvedStarExcept, .unresolvedRegex:
            throw PyriteError(
                .analysis, "INVALID_USAGE_OF_STAR_OR_REGEX", sqlState: "42000",
                "Invalid usage of '*' in expression: it stands for several columns where one is wanted.",
                parameters: ["elem": "'*'", "prettyName": "expression"])
        case .lambda:
            throw PyriteError(
                .analysis, "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION", sqlState: "42K0D",
                "Invalid lambda function call. A lambda function should only be used in a higher order function.")
        case .namedArgument(let name, _):
            throw PyriteError(
                .analysis, "NAMED_PARAMETERS_NOT_SUPPORTED", sqlState: "4274K",
                "Named parameters are not supported here; remove the name \(quoteIdentifier(name)).",
                parameters: ["functionName": quoteIdentifier(name)])
        case .alias(var alias):
            alias.child = try resolve(alias.child)
            if alias.id == nil { alias.id = .fresh() }
            return .alias(alias)
        case .cast(let cast): return try resolveCast(cast)
        case .and(let a, let b):
            let (left, right) = try conditions(a, b, "AND")
            return .and(left, right)
        case .or(let a, let b):
            let (left, right) = try conditions(a, b, "OR")
            return .or(left, right)
        case .caseWhen(let branches, let otherwise): return try resolveCase(branches, otherwise)
        case .coalesce(let values): return try coalesce(try values.map(resolve), name: "coalesce")
        case .sortOrder(let order): return .sortOrder(try order.mapExpression(resolve))
        case .window(let window): return try resolveWindow(window)
        case .pythonUDF(let call): return try resolvePython(call)
        case .literal, .attribute, .call, .higherOrder, .aggregate, .windowFunction, .generator, .subquery:
            return expression
        }
    }

    // MARK: Names

    /// A column of the query around this one shows as `outer(t.a)` in the names of what is computed from it.
    private func withOuterName(_ expression: Expression) -> Expression {
        guard environment.outer != nil, case .attribute(var column) = expression,
            !scope.visible.contains(where: { $0.id == column.id }),
            !scope.hidden.contains(where: { $0.id == column.id })
        else { return expression }
        column.name = "outer(\((column.qualifier + [column.name]).joined(separator: ".")))"
        return .attribute(column)
    }

    /// The expression as written, but with its columns resolved: what its name is made from.
    func withColumns(_ expression: Expression) -> Expression {
        let isCollated = scope.visible.contains { $0.type.hasCollation } || expression.contains(\.givesCollation)
        let isAlone: Bool
        if case .unresolvedAttribute = expression { isAlone = true } else { isAlone = false }
        return expression.transformUp {
            switch $0 {
            case .unresolvedAttribute(let attribute):
                guard let found = try? resolve(attribute) else { return $0 }
                return isAlone ? found : withOuterName(found)
            case .unresolvedFunction(let call):
                var written = (try? withoutStars(call)) ?? call
                written.arguments = (try? NamedArguments.arranged(written)) ?? written.arguments
                // A map read from JSON has a name of its own.
                if call.nameParts.last?.lowercased() == "from_json", let resolved = try? resolveFunction(call),
                    case .map = resolved.dataType
                {
                    return resolved
                }
                if let name = call.nameParts.last, ["+", "-", "*", "/"].contains(name) {
                    written.arguments = written.arguments.map(withTemporalType)
                }
                // Functions with a SQL body are shown by their full names.
                if analyzer.registry[call.nameParts.last ?? ""] == nil,
                    let function = try? analyzer.catalog.sqlFunction(call.nameParts)
                {
                    written.nameParts = function.name
                }
                return .unresolvedFunction(isCollated ? withCollatedLiterals(written) : written)
            default: return $0
            }
        }
    }

    /// A call that gives a date, timestamp or interval, with its type: how arithmetic is printed depends on it.
    private func withTemporalType(_ argument: Expression) -> Expression {
        guard case .unresolvedFunction = argument, argument.isSmall, let type = (try? resolve(argument))?.dataType,
            type.isDatetime || type.isInterval || type == .calendarInterval || type.isTime
        else { return argument }
        return .cast(Cast(argument, to: type, mode: .ansi, isExplicit: false))
    }

    private func resolve(_ unresolved: UnresolvedAttribute) throws -> Expression {
        do {
            return try find(unresolved)
        } catch let error as PyriteError {
            throw error.at(unresolved.origin)
        }
    }

    private func find(_ unresolved: UnresolvedAttribute) throws -> Expression {
        let parts = unresolved.nameParts
        guard !parts.isEmpty else { throw PyriteError.internalError("A column name has no parts.") }
        if unresolved.planID == nil, let parameter = lambdaParameters[parts[0].lowercased()] {
            return try fields(parts.dropFirst(), of: .attribute(parameter))
        }
        // `df["a"].outer()`: a column of the outer query, whatever the subquery's own relations call theirs.
        if let planID = unresolved.planID, scope.planColumns[planID] == nil, let outer = environment.outer,
            outer.scope.planColumns[planID] != nil,
            case .found(let attribute, let nested) = outer.scope.lookup(parts, planID: planID)
        {
            return try fields(nested, of: .attribute(outer.reading(attribute).named(as: parts, nested)))
        }
        switch scope.lookup(parts, planID: unresolved.planID) {
        case .found(let attribute, let nested):
            return try fields(nested, of: .attribute(attribute.named(as: parts, nested)))
        case .ambiguous(let matches): throw NameError.ambiguous(parts, matches, origin: unresolved.origin)
        case .missing: break
        }
        if ambiguousAliases.contains(parts[0].lowercased()) {
            let name = parts.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "AMBIGUOUS_LATERAL_COLUMN_ALIAS", sqlState: "42702",
                "Lateral column alias \(name) is ambiguous and has several matches.", parameters: ["name": name]
            ).at(unresolved.origin)
        }
        if let lateral = lateralAliases[parts[0].lowercased()] {
            guard !lateral.contains(\.isWindow) else {
                let name = parts.map(quoteIdentifier).joined(separator: ".")
                throw PyriteError(
                    .analysis, "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW", sqlState: "0A000",
                    "The feature is not supported: Referencing a lateral column alias \(name) in window expression.",
                    parameters: ["lca": name])
            }
            return try fields(parts.dropFirst(), of: lateral)
        }
        if unresolved.planID != nil {
            // The DataFrame that the column was taken from is not among the inputs; its name may still be.
            if case .found(let attribute, let nested) = scope.lookup(parts, planID: nil) {
                return try fields(nested, of: .attribute(attribute.named(as: parts, nested)))
            }
        }
        if let outer = environment.outer,
            case .found(let attribute, let nested) = outer.scope.lookup(parts, planID: nil)
        {
            return try fields(nested, of: .attribute(outer.reading(attribute).named(as: parts, nested)))
        }
        if parts.count == 1, let function = analyzer.registry[parts[0]],
            Self.callableWithoutParentheses.contains(function.name)
        {
            return try resolveFunction(UnresolvedFunction([function.name], [], origin: unresolved.origin))
        }
        if unresolved.planID == nil, let variable = variable(parts) { return variable }
        throw NameError.unresolved(parts, in: scope, origin: unresolved.origin)
    }

    /// A session variable, or a field of one: `x`, `session.x`, `system.session.x`.
    private func variable(_ parts: [String]) -> Expression? {
        for count in stride(from: min(parts.count, 3), through: 1, by: -1) {
            guard let found = analyzer.catalog.variable(Array(parts.prefix(count))) else { continue }
            let literal = Expression.literal(found.value, found.type)
            let binding = ScalarBinding(
                argumentTypes: [.string, found.type], resultType: found.type, nullable: true
            ) { arguments, _, _ in arguments[1] }
            let name = Expression.literal(.string("system.session.\(found.name)"), .string)
            let reference = Expression.call(ScalarCall("variablereference", [name, literal], binding: binding))
            return try? fields(parts.dropFirst(count), of: reference)
        }
        return nil
    }

    private static let callableWithoutParentheses: Set<String> = [
        "current_date", "current_timestamp", "localtimestamp", "current_user", "user", "session_user",
        "current_time",
    ]

    private func fields(_ names: ArraySlice<String>, of expression: Expression) throws -> Expression {
        try names.reduce(expression) { try extract(from: $0, .literal(.string($1), .string)) }
    }

    /// `struct.field`, `array[index]`, `map[key]`; a field of an array of structs gives an array.
    func extract(from child: Expression, _ extraction: Expression, origin: Origin? = nil) throws -> Expression {
        switch child.dataType {
        case .structure(let schema):
            guard case .literal(.string(let name), _) = extraction else {
                throw PyriteError(
                    .analysis, "INVALID_EXTRACT_FIELD_TYPE", sqlState: "42000",
                    "Field name should be a non-null string literal, but it's \"\(extraction.prettySQL)\".",
                    parameters: ["extraction": "\"\(extraction.prettySQL)\""])
            }
            let matches = schema.fields.indices.filter { schema.fields[$0].name.lowercased() == name.lowercased() }
            guard let index = matches.first else {
                let fields = schema.names.map(quoteIdentifier).joined(separator: ", ")
                throw PyriteError(
                    .analysis, "FIELD_NOT_FOUND", sqlState: "42704",
                    "No such struct field \(quoteIdentifier(name)) in \(fields).",
                    parameters: ["fieldName": quoteIdentifier(name), "fields": fields])
            }
            guard matches.count == 1 else {
                throw PyriteError(
                    .analysis, "AMBIGUOUS_REFERENCE_TO_FIELDS", sqlState: "42000",
                    "Ambiguous reference to the field \(quoteIdentifier(name)). It appears \(matches.count) times in the "
                        + "schema.", parameters: ["field": quoteIdentifier(name), "count": "\(matches.count)"])
            }
            let field = schema.fields[index]
            return .call(
                ScalarCall(
                    "get_field", [child, .literal(.string(field.name), .string)],
                    binding: StructField.access(
                        index, field, of: child.dataType, nullable: child.nullable || field.nullable)))
        case .array(.structure(let schema), let containsNull):
            if case .literal(.string(let name), _) = extraction {
                return try fieldOfElements(child, schema, name, containsNull)
            }
            return try resolveFunction(UnresolvedFunction(["get_item"], [child, extraction], origin: origin))
        case .array, .map:
            return try resolveFunction(UnresolvedFunction(["get_item"], [child, extraction], origin: origin))
        case .null:
            // Whatever is taken out of the null literal's type is null; the name stays that of the extraction.
            let types = [DataType.null, extraction.dataType]
            return .call(
                ScalarCall(
                    "get_item", [child, extraction],
                    binding: ScalarBinding(argumentTypes: types, resultType: .null, nullable: true) { _, count, _ in
                        .nulls(.null, count: count)
                    }))
        default:
            throw PyriteError(
                .analysis, "INVALID_EXTRACT_BASE_FIELD_TYPE", sqlState: "42000",
                "Can't extract a value from \"\(child.prettySQL)\". Need a complex type [STRUCT, ARRAY, MAP] but got "
                    + "\"\(child.dataType.sql)\".",
                parameters: ["base": "\"\(child.prettySQL)\"", "other": "\"\(child.dataType.sql)\""])
        }
    }

    /// The field of every struct of an array.
    private func fieldOfElements(
        _ child: Expression, _ schema: Schema, _ name: String, _ containsNull: Bool
    ) throws -> Expression {
        guard let index = schema.index(ofName: name) else {
            let fields = schema.names.map(quoteIdentifier).joined(separator: ", ")
            throw PyriteError(
                .analysis, "FIELD_NOT_FOUND", sqlState: "42704",
                "No such struct field \(quoteIdentifier(name)) in \(fields).",
                parameters: ["fieldName": quoteIdentifier(name), "fields": fields])
        }
        let binding = StructField.accessOfElements(
            index, schema[index], of: child.dataType, nullable: child.nullable, containsNull: containsNull)
        return .call(
            ScalarCall("get_field", [child, .literal(.string(schema[index].name), .string)], binding: binding))
    }

    // MARK: Types

    private func resolveCast(_ cast: Cast) throws -> Expression {
        var resolved = cast
        resolved.child = try resolve(cast.child)
        if case .alias(let alias) = resolved.child { resolved.child = alias.child }
        resolved.mode = cast.mode ?? (analyzer.isANSI ? .ansi : .legacy)
        let from = resolved.child.dataType
        if case .literal(.string(let text), _) = resolved.child,
            let constant = SpecialDateTime.value(
                text, as: cast.type, timeZone: analyzer.context.timeZone, now: analyzer.context.queryStart)
        {
            resolved.child = .literal(.integer(constant), cast.type)
            return .cast(resolved)
        }
        if case .char = cast.type { resolved.type = .string }
        if case .varchar = cast.type { resolved.type = .string }
        let mode = resolved.mode ?? .ansi
        if case .time = resolved.type, !analyzer.context.isTimeTypeEnabled {
            throw PyriteError(
                .analysis, "UNSUPPORTED_TIME_TYPE", sqlState: "0A000", "The data type TIME is not supported.")
        }
        guard Functions.Cast.canCast(from: from, to: resolved.type, mode: mode) else {
            let sql = Expression.cast(resolved).prettySQL
            let hint: String? =
                switch (from, resolved.type) {
                case (.date, let type) where type.isNumeric: "`UNIX_DATE`"
                case (let type, .date) where type.isNumeric: "`DATE_FROM_UNIX_DATE`"
                default: nil
                }
            if let hint, analyzer.isANSI {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION", sqlState: "42K09",
                    "Cannot resolve \"\(sql)\" due to data type mismatch: cannot cast \"\(from.sql)\" to "
                        + "\"\(resolved.type.sql)\". To convert values from \"\(from.sql)\" to \"\(resolved.type.sql)\", "
                        + "you can use the functions \(hint) instead.",
                    parameters: [
                        "sqlExpr": "\"\(sql)\"", "srcType": "\"\(from.sql)\"", "targetType": "\"\(resolved.type.sql)\"",
                        "functionNames": hint,
                    ]
                ).at(cast.origin)
            }
            if Functions.Cast.canCast(from: from, to: resolved.type, mode: .legacy) {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION", sqlState: "42K09",
                    "Cannot resolve \"\(sql)\" due to data type mismatch: cannot cast \"\(from.sql)\" to "
                        + "\"\(resolved.type.sql)\" with ANSI mode on. If you have to cast \"\(from.sql)\" to "
                        + "\"\(resolved.type.sql)\", you can set \"spark.sql.ansi.enabled\" as \"false\".",
                    parameters: [
                        "sqlExpr": "\"\(sql)\"", "srcType": "\"\(from.sql)\"", "targetType": "\"\(resolved.type.sql)\"",
                        "config": "\"spark.sql.ansi.enabled\"", "configVal": "'false'",
                    ]
                ).at(cast.origin)
            }
            throw FunctionError.castWithoutSuggestion(sql: sql, from: from, to: resolved.type).at(cast.origin)
        }
        return .cast(resolved)
    }

    /// The operands of AND or OR, which are booleans, nulls or, in ANSI mode, strings.
    private func conditions(_ a: Expression, _ b: Expression, _ symbol: String) throws -> (Expression, Expression) {
        let (left, right) = (try resolve(a).withoutAlias, try resolve(b).withoutAlias)
        func fits(_ type: DataType) -> Bool {
            type == .boolean || type == .null || (type.isString && analyzer.isANSI)
        }
        if fits(left.dataType), fits(right.dataType),
            left.dataType == .boolean || right.dataType == .boolean
                || (left.dataType == .null && right.dataType == .null)
        {
            return (analyzer.coerced(left, to: .boolean), analyzer.coerced(right, to: .boolean))
        }
        let sql = "(\(left.prettySQL) \(symbol) \(right.prettySQL))"
        guard left.dataType == right.dataType else {
            throw FunctionError.differingTypes(sql: sql, left: left.dataType, right: right.dataType)
        }
        throw FunctionError.wrongOperatorType(sql: sql, required: "\"BOOLEAN\"", actual: left.dataType)
    }

    /// A resolved expression of type boolean, or Spark's error.
    func condition(_ expression: Expression, _ operation: String) throws -> Expression {
        let resolved = try resolve(expression)
        if resolved.dataType == .boolean { return resolved }
        if resolved.dataType == .null { return analyzer.coerced(resolved, to: .boolean) }
        if resolved.dataType.isString { return analyzer.coerced(resolved, to: .boolean) }
        throw FunctionError.wrongOperatorType(
            sql: resolved.prettySQL, required: "\"BOOLEAN\"", actual: resolved.dataType)
    }

    func resolveCase(_ branches: [CaseBranch], _ otherwise: Expression?, origin: Origin? = nil) throws -> Expression {
        let conditions = try branches.map { branch -> Expression in
            let resolved = try resolve(branch.condition).withoutAlias
            if resolved.dataType == .boolean { return resolved }
            if resolved.dataType == .null { return analyzer.coerced(resolved, to: .boolean) }
            let sql = Expression.caseWhen(branches: branches, otherwise: otherwise).prettySQL
            throw FunctionError.unexpectedInputType(
                sql: sql, position: 0, required: "\"BOOLEAN\"",
                input: FunctionArgument(
                    type: resolved.dataType, nullable: resolved.nullable, literal: nil, sql: resolved.prettySQL))
        }
        var all = try (branches.map(\.value) + [otherwise].compactMap { $0 }).map { try resolve($0).withoutAlias }
        all = try inOneCollation(all, .caseWhen(branches: branches, otherwise: otherwise), origin)
        guard let type = TypeCoercion.commonType(all.map(\.dataType), isANSI: analyzer.isANSI) else {
            let sql = Expression.caseWhen(branches: branches, otherwise: otherwise).prettySQL
            throw FunctionError.differingArgumentTypes("casewhen", sql: sql, all.map(\.dataType))
        }
        return .caseWhen(
            branches: zip(conditions, all).map {
                CaseBranch(when: $0, then: analyzer.coerced($1, to: type, origin: origin))
            }, otherwise: otherwise == nil ? nil : all.last.map { analyzer.coerced($0, to: type, origin: origin) })
    }

    func coalesce(_ values: [Expression], name: String, origin: Origin? = nil) throws -> Expression {
        guard !values.isEmpty else { throw FunctionError.wrongArgumentCount(name, expected: "> 0", actual: 0) }
        let plain = try inOneCollation(values.map(\.withoutAlias), .coalesce(values), origin)
        guard let type = TypeCoercion.commonType(plain.map(\.dataType), isANSI: analyzer.isANSI) else {
            let sql = Expression.coalesce(plain).prettySQL
            throw FunctionError.differingArgumentTypes(name, sql: sql, plain.map(\.dataType))
        }
        return .coalesce(plain.map { analyzer.coerced($0, to: type, origin: origin) })
    }

    // MARK: Subqueries

    private func resolveSubquery(_ subquery: Subquery) throws -> Expression {
        var inner = environment
        let outer = OuterQuery(scope)
        inner.outer = outer
        let plan = try analyzer.resolve(subquery.plan, inner).trimmed().plan.withMetadataColumns()
        // A column of a query further out, read two levels down, is a reference of this level too.
        let known = Set((scope.visible + scope.hidden + scope.metadata + outer.aggregates).map(\.id))
        let references = plan.columnsRead(of: outer.references.filter { known.contains($0.id) })
        try SubqueryRestrictions(outer: references, origin: subquery.innerOrigin).check(plan)
        switch subquery.kind {
        case .scalar:
            guard plan.output.count == 1 else {
                throw PyriteError(
                    .analysis, "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
                    sqlState: "42823",
                    "Invalid subquery: Scalar subquery must return only one column, but got \(plan.output.count).",
                    parameters: ["number": "\(plan.output.count)"]
                ).at(subquery.origin)
            }
            return .subquery(
                ResolvedSubquery(.scalar, plan, outerReferences: references, origin: subquery.origin))
        case .exists: return .subquery(ResolvedSubquery(.exists, plan, outerReferences: references))
        case .table:
            throw PyriteError(
                .analysis, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_TABLE_ARGUMENT", sqlState: "0A000",
                "Unsupported subquery expression: Table arguments are used in a function where they are not supported."
            ).at(subquery.origin)
        case .contains(let values):
            let left = try values.map { try resolve($0).withoutAlias }
            guard left.count == plan.output.count else {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH", sqlState: "42K09",
                    "The number of columns in the left hand side of an IN subquery (\(left.count)) does not match the "
                        + "number of columns in the output of the subquery (\(plan.output.count)).",
                    parameters: [
                        "leftLength": "\(left.count)", "rightLength": "\(plan.output.count)",
                    ]
                ).at(subquery.origin)
            }
            var coercedLeft: [Expression] = []
            var coercedRight: [Expression] = []
            for (value, column) in zip(left, plan.output) {
                if value.dataType.hasCollation || column.type.hasCollation {
                    _ = try commonCollation([value, .attribute(column)], value, subquery.origin)
                }
                guard let type = TypeCoercion.commonType(value.dataType, column.type, isANSI: analyzer.isANSI) else {
                    throw FunctionError.differingTypes(sql: value.prettySQL, left: value.dataType, right: column.type)
                }
                coercedLeft.append(analyzer.coerced(value, to: type, origin: subquery.origin).collationKey)
                let right = analyzer.coerced(.attribute(column), to: type, origin: subquery.origin).collationKey
                if case .attribute = right {
                    coercedRight.append(right)
                } else {
                    coercedRight.append(.alias(Alias(right, column.name, id: .fresh())))
                }
            }
            let typed = LogicalPlan.project(Project(plan, coercedRight))
            return .subquery(ResolvedSubquery(.contains(coercedLeft), typed, outerReferences: references))
        }
    }
}

extension Subquery {
    /// The text of the query within its parentheses.
    fileprivate var innerOrigin: Origin? {
        guard case .scalar = kind, let origin, origin.range.count > 2 else { return origin }
        return Origin(origin.text, origin.range.lowerBound + 1..<origin.range.upperBound - 1)
    }
}

extension PyriteError {
    /// The same error with the place in the query text, unless it has one already.
    package func at(_ origin: Origin?) -> PyriteError {
        var copy = self
        if copy.context == nil { copy.context = origin?.context }
        return copy
    }
}

extension StructField {
    /// Reads field `index` of the structs in an array column, into an array of the same lengths.
    fileprivate static func accessOfElements(
        _ index: Int, _ field: StructField, of type: DataType, nullable: Bool, containsNull: Bool
    ) -> ScalarBinding {
        let result = DataType.array(field.dataType, containsNull: containsNull || field.nullable)
        return ScalarBinding(argumentTypes: [type, .string], resultType: result, nullable: nullable) {
            arguments, count, _ in
            let parent = arguments[0].flattened()
            guard case .array(let offsets, let elements) = parent.layout else {
                return Column.nulls(result, count: count)
            }
            let structs = elements.flattened()
            guard case .structure(let children) = structs.layout, index < children.count else {
                return Column.nulls(result, count: count)
            }
            let child = children[index].flattened()
            var values = child
            if case .null = child.layout {
            } else {
                values = Column(
                    child.type, count: child.count, layout: child.layout,
                    validity: Bitmap.and(child.validity, structs.validity))
            }
            return Column(
                result, count: parent.count, layout: .array(offsets: offsets, elements: values),
                validity: parent.validity)
        }
    }

    /// Reads field `index` of a struct column. A null struct has null fields.
    fileprivate static func access(
        _ index: Int, _ field: StructField, of type: DataType, nullable: Bool
    ) -> ScalarBinding {
        ScalarBinding(argumentTypes: [type, .string], resultType: field.dataType, nullable: nullable) {
            arguments, count, _ in
            let parent = arguments[0].flattened()
            guard case .structure(let children) = parent.layout, index < children.count else {
                return Column.nulls(field.dataType, count: count)
            }
            let child = children[index].flattened()
            if case .null = child.layout { return child }
            return Column(
                child.type, count: count, layout: child.layout, validity: Bitmap.and(child.validity, parent.validity))
        }
    }
}
