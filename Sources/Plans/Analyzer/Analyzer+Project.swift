import Columnar
import Functions

extension Analyzer {
    func resolveProject(_ node: Project, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        if node.pipeClause != nil, node.expressions.dropFirst().contains(where: \.isStar) {
            throw PyriteError(
                .analysis, "INVALID_USAGE_OF_STAR_OR_REGEX", sqlState: "42000",
                "Invalid usage of '*' in expression `pipeexpression`.",
                parameters: ["elem": "'*'", "prettyName": "expression `pipeexpression`"])
        }
        let list = try selectList(node.expressions, child, environment)
        if let clause = node.pipeClause, let entry = list.first(where: \.containsAggregate) {
            throw PyriteError(
                .analysis, "PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION", sqlState: "0A000",
                "Non-grouping expression \(entry.withoutAlias.prettySQL) is provided as an argument to the |> \(clause) pipe "
                    + "operator but contains an aggregate function; please update it to exclude this function or use the |> "
                    + "AGGREGATE operator.",
                parameters: ["expr": entry.withoutAlias.prettySQL, "clause": clause]
            ).at(entry.firstAggregateOrigin)
        }
        if list.contains(where: \.containsAggregate) {
            return try aggregate(child, groupBy: [], list: list, environment)
        }
        return try project(child, list)
    }

    /// Resolves a SELECT list: stars become columns, every entry gets a name and an id.
    func selectList(
        _ expressions: [Expression], _ child: Resolved, _ environment: Environment
    ) throws -> [Expression] {
        var resolver = ExpressionResolver(self, child, environment)
        var list: [Expression] = []
        for expression in expressions {
            switch expression {
            case .unresolvedStar(let target, let planID):
                list += try expandStar(target, planID, child, outer: environment.outer)
            case .unresolvedStarExcept(let target, let except):
                list += try leavingOut(except, from: try expandStar(target, nil, child), child)
            case .unresolvedRegex(let pattern, _, let target):
                var among = child
                if let target { among.visible = try expandStar(target, nil, child).compactMap(\.outputAttribute) }
                list += try columns(of: among, matching: pattern).map { .attribute($0) }
            default:
                let resolved = try resolver.resolve(expression)
                let entry: Expression
                if case .unresolvedAttribute(let name) = expression, case .call = resolved {
                    // A field of a struct bears the field's name.
                    entry = .alias(Alias(resolved, name.nameParts.last ?? "", id: .fresh()))
                } else {
                    entry = named(resolved, as: resolver.withColumns(expression).withSubqueries(of: resolved))
                }
                list.append(entry)
                if case .alias(let alias) = entry, case .alias = expression {
                    let key = alias.name.lowercased()
                    if resolver.lateralAliases[key] != nil { resolver.ambiguousAliases.insert(key) }
                    if case .generator(let call) = alias.child, call.resultFields.count == 1 {
                        let field = call.resultFields[0]
                        resolver.lateralAliases[key] = .attribute(
                            Attribute(id: alias.id ?? .fresh(), alias.name, field.dataType))
                    } else {
                        resolver.lateralAliases[key] = alias.child
                    }
                }
            }
        }
        return list
    }

    /// Gives an expression the name that Spark would, unless it has one. `written` is the expression before functions were
    /// resolved: `nvl(a, b)` keeps its name although it becomes a coalesce.
    func named(_ expression: Expression, as written: Expression? = nil) -> Expression {
        switch expression {
        case .attribute, .alias, .generator: return expression
        default:
            if let name = written?.extractedName {
                return .alias(Alias(expression, name, id: .fresh()))
            }
            return .alias(
                Alias(
                    expression, nameSource(expression, written).defaultColumnName(timeZone: context.timeZone),
                    id: .fresh()))
        }
    }

    /// Only its type tells whether `a['b']` is a field (`a.b`) or an element (`a[b]`), so those are named when resolved.
    private func nameSource(_ expression: Expression, _ written: Expression?) -> Expression {
        if case .unresolvedExtract? = written { return expression }
        // Functions of the user are named as they were registered.
        return written?.transformUp { part in
            guard case .unresolvedFunction(let function) = part, function.nameParts.count == 1,
                let user = catalog.function(function.nameParts[0])
            else { return part }
            return .pythonUDF(user.call(function.arguments))
        } ?? expression
    }

    /// A projection over the child, with windows and generators moved into operators of their own below it.
    func project(_ child: Resolved, _ list: [Expression]) throws -> Resolved {
        for entry in list { try rejectBareWindowFunction(in: entry) }
        var base = child.plan
        var expressions = try extractGenerators(list, &base)
        if expressions.contains(where: { $0.contains(\.isWindow) }) {
            expressions = extractWindows(expressions, &base)
        }
        let plan = LogicalPlan.project(Project(base, expressions))
        var result = Resolved(plan)
        result.visible = zip(plan.output, expressions).map { attribute, _ in attribute }
        result.planColumns = child.planColumns
        result.metadata = child.metadata
        var input = child
        input.plan = base
        result.selectInput = SelectInput(input: input, aggregation: nil)
        return result
    }

    /// Window functions need OVER, wherever they stand.
    func rejectBareWindowFunction(in expression: Expression, at origin: Origin? = nil) throws {
        guard let bare = expression.bareWindowFunction else { return }
        throw PyriteError(
            .analysis, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", sqlState: "42601",
            "Window function \"\(bare.prettySQL)\" requires an OVER clause.",
            parameters: ["funcName": "\"\(bare.prettySQL)\""]
        ).at(origin)
    }

    private func extractGenerators(_ list: [Expression], _ base: inout LogicalPlan) throws -> [Expression] {
        var expressions: [Expression] = []
        for entry in list {
            guard case .generator(let call) = entry.withoutAlias else {
                if entry.contains(\.isGenerator) {
                    throw PyriteError(
                        .analysis, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", sqlState: "42K0E",
                        "The generator is not supported: nested in expressions \"\(entry.prettySQL)\".",
                        parameters: ["expression": "\"\(entry.prettySQL)\""])
                }
                expressions.append(entry)
                continue
            }
            var names: [String] = []
            if case .alias(let alias) = entry { names = [alias.name] + alias.moreNames }
            var generate = try generate(base, call, isOuter: call.name.hasSuffix("_outer"), names: names)
            // Later entries of the list may read the column under the alias's id.
            if case .alias(let alias) = entry, let id = alias.id, generate.output.count == 1 {
                generate.output[0].id = id
            }
            expressions += generate.output.map { .attribute($0) }
            base = .generate(generate)
        }
        return expressions
    }

    func generate(_ child: LogicalPlan, _ call: GeneratorCall, isOuter: Bool, names: [String]) throws -> Generate {
        guard names.isEmpty || names.count == call.resultFields.count else {
            throw PyriteError(
                .analysis, "UDTF_ALIAS_NUMBER_MISMATCH", sqlState: "42802",
                "The number of aliases supplied in the AS clause does not match the number of columns output by the "
                    + "generator. Expected \(call.resultFields.count) aliases, but got \(names.joined(separator: ",")).",
                parameters: ["aliasesSize": "\(call.resultFields.count)", "aliasesNames": names.joined(separator: ",")])
        }
        var node = Generate(child, function: .generator(call), isOuter: isOuter, columnNames: names)
        node.output = call.resultFields.enumerated().map { index, field in
            Attribute(names.isEmpty ? field.name : names[index], field.dataType, nullable: field.nullable || isOuter)
        }
        return node
    }

    /// Moves window expressions into operators below, one for each partitioning and order.
    private func extractWindows(_ list: [Expression], _ base: inout LogicalPlan) -> [Expression] {
        var groups: [(specification: WindowExpression, columns: [Expression])] = []
        let rewritten = list.map { entry in
            entry.transformUp { expression in
                guard case .window(let window) = expression else { return expression }
                let alias = Alias(expression, expression.prettySQL, id: .fresh())
                let column = Expression.alias(alias)
                if let index = groups.firstIndex(where: { $0.specification.sharesPartitions(with: window) }) {
                    groups[index].columns.append(column)
                } else {
                    groups.append((window, [column]))
                }
                return column.outputAttribute.map { .attribute($0) } ?? expression
            }
        }
        for group in groups { base = .window(WindowOperator(base, group.columns)) }
        return rewritten
    }

    func resolveGenerate(_ node: Generate, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let function = try ExpressionResolver(self, child, environment).resolve(node.function).withoutAlias
        guard case .generator(let call) = function else {
            throw PyriteError(
                .analysis, "UNSUPPORTED_GENERATOR.NOT_GENERATOR", sqlState: "42K0E",
                "The generator is not supported: \"\(function.prettySQL)\" is expected to be a generator.",
                parameters: ["name": function.prettySQL]
            ).at(node.origin)
        }
        let generated = try generate(
            child.plan, call, isOuter: node.isOuter || call.name.hasSuffix("_outer"), names: node.columnNames)
        var result = child
        result.selectInput = nil
        result.plan = .generate(generated)
        result.visible += generated.output.map {
            var attribute = $0
            attribute.qualifier = node.alias.map { [$0] } ?? []
            return attribute
        }
        return result
    }

    /// The visible columns whose whole name matches a regular expression.
    private func columns(of child: Resolved, matching pattern: String) throws -> [Attribute] {
        guard case .scalar(let bind)? = registry["rlike"]?.kind else { return [] }
        let text = "(?i)^(?:\(pattern))$"
        let arguments = [
            FunctionArgument(type: .string, nullable: false),
            FunctionArgument(type: .string, nullable: false, literal: .string(text)),
        ]
        let binding = try bind(arguments, ResolutionContext(isANSI: isANSI, functionName: "rlike"))
        return try child.visible.filter { attribute in
            let name = Column.constant(.string(attribute.name), .string, count: 1)
            let matched = try binding.kernel([name, Column.constant(.string(text), .string, count: 1)], 1, context)
            return matched.value(at: 0) == .boolean(true)
        }
    }

    func resolveFilter(_ node: Filter, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        if node.isHaving { return try having(child, node.condition, environment) }
        if node.isQualify { return try qualify(child, node.condition, environment) }
        let (resolved, extended) = try resolveReachingBelow([node.condition], child, environment)
        try rejectBareWindowFunction(in: resolved[0], at: node.condition.origin)
        let written = resolved[0].withoutAlias
        let condition = try booleanCondition(environment.outer?.takingAggregates(of: written) ?? written)
        if condition.contains(\.isWindow) {
            throw PyriteError(
                .analysis, "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", sqlState: "42601",
                "It is not allowed to use window functions inside WHERE clause.", parameters: ["clauseName": "WHERE"])
        }
        if condition.contains(\.isGenerator) {
            throw PyriteError(
                .analysis, "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", sqlState: "42K0E",
                "The generator is not supported: outside the SELECT clause, found: Filter.",
                parameters: ["plan": "Filter"])
        }
        if condition.containsAggregate {
            throw PyriteError(
                .analysis, "INVALID_WHERE_CONDITION", sqlState: "42903",
                "The WHERE condition \"\(condition.prettySQL)\" contains invalid expressions: aggregate functions. Rewrite the "
                    + "query to avoid window functions, aggregate functions, and generator functions in the WHERE clause.",
                parameters: ["condition": "\"\(condition.prettySQL)\"", "expressionList": condition.prettySQL])
        }
        return extended.wrapped { .filter(Filter($0, condition)) }
    }

    /// QUALIFY: a condition on window functions over the rows of a SELECT list, which may name its columns and those
    /// below it.
    private func qualify(_ child: Resolved, _ written: Expression, _ environment: Environment) throws -> Resolved {
        let (resolved, extended) = try resolveReachingBelow([written], child, environment)
        let unchecked = resolved[0].withoutAlias
        guard unchecked.contains(\.isWindow) || child.plan.isOverWindow else {
            throw PyriteError(
                .analysis, "QUALIFY_REQUIRES_WINDOW_FUNCTION", sqlState: "42903",
                "The QUALIFY clause requires at least one window function in the SELECT list or the QUALIFY clause.")
        }
        let condition = try booleanCondition(unchecked)
        var base = extended.plan
        let rewritten = extractWindows([condition], &base)
        var result = extended
        result.plan = .filter(Filter(base, rewritten[0]))
        return result
    }

    /// A condition of type boolean; strings and nulls are cast.
    func booleanCondition(_ condition: Expression) throws -> Expression {
        if condition.dataType == .boolean { return condition }
        throw PyriteError(
            .analysis, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", sqlState: "42K09",
            "Cannot resolve \"\(condition.prettySQL)\" due to data type mismatch: Filter expression \"\(condition.prettySQL)\" of "
                + "type \"\(condition.dataType.sql)\" is not a boolean.",
            parameters: [
                "sqlExpr": "\"\(condition.prettySQL)\"", "filter": "\"\(condition.prettySQL)\"",
                "type": "\"\(condition.dataType.sql)\"",
            ])
    }

    /// Resolves expressions over a child; names that the SELECT list of the child did not keep are looked up below it and
    /// passed through as hidden columns (`SELECT a FROM t ORDER BY b`, `df.select("a").where(df.b > 1)`).
    ///
    /// - Parameter orders: whether it is for ORDER BY, which also looks below where a name means several columns or one
    ///   without the wanted field.
    func resolveReachingBelow(
        _ expressions: [Expression], _ child: Resolved, _ environment: Environment, orders: Bool = false
    ) throws -> ([Expression], Resolved) {
        let resolver = ExpressionResolver(self, child, environment)
        var results: [Expression] = []
        var extended = child
        for expression in expressions {
            do {
                results.append(try resolver.resolve(expression))
            } catch let error as PyriteError where orders ? error.isAboutNames : error.isUnresolvedColumn {
                guard let select = child.selectInput, select.aggregation == nil, extended.plan.isOverProjection else {
                    throw error
                }
                var both = select.input
                both.visible =
                    child.visible
                    + select.input.visible.filter { below in
                        !child.visible.contains { $0.name.lowercased() == below.name.lowercased() }
                    }
                let below =
                    orders ? try? ExpressionResolver(self, select.input, environment).resolve(expression) : nil
                guard
                    let resolved = below.flatMap({ $0.containsAggregate ? nil : $0 })
                        ?? (try? ExpressionResolver(self, both, environment).resolve(expression))
                else { throw error }
                let references = resolved.references
                extended.plan = extended.plan.passing(
                    select.input.plan.output.filter { references.contains($0.id) })
                results.append(resolved)
            }
        }
        return (results, extended)
    }

    func resolveLimit(_ node: Limit, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment).trimmed()
        let resolver = ExpressionResolver(self, child, environment)
        func constant(_ expression: Expression?, _ name: String) throws -> Expression? {
            guard let expression else { return nil }
            let resolved = try resolver.resolve(expression)
            let value = constantValue(resolved)
            if value != nil, resolved.dataType != .integer {
                throw PyriteError(
                    .analysis, "INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE", sqlState: "42K0E",
                    "The limit like expression \"\(resolved.prettySQL)\" is invalid. The \(name) expression must be integer "
                        + "type, but got \"\(resolved.dataType.sql)\".",
                    parameters: [
                        "name": name, "expr": "\"\(resolved.prettySQL)\"", "dataType": "\"\(resolved.dataType.sql)\"",
                    ])
            }
            guard case .integer(let number)? = value else {
                throw PyriteError(
                    .analysis, "INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE", sqlState: "42K0E",
                    "The limit like expression \"\(resolved.prettySQL)\" is invalid. The \(name) expression must evaluate to a "
                        + "constant integer value.", parameters: ["name": name, "expr": "\"\(resolved.prettySQL)\""])
            }
            guard number >= 0 else {
                throw PyriteError(
                    .analysis, "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE", sqlState: "42K0E",
                    "The limit like expression \"\(resolved.prettySQL)\" is invalid. The \(name) expression must be equal to or "
                        + "greater than 0, but got \(number).",
                    parameters: ["name": name, "expr": "\"\(resolved.prettySQL)\"", "v": "\(number)"])
            }
            return .literal(.integer(number), .integer)
        }
        var copy = node
        copy.count = try constant(node.count, "limit")
        copy.offset = try constant(node.offset, "offset")
        return child.wrapped {
            copy.child = $0
            return .limit(copy)
        }
    }
}

extension LogicalPlan {
    /// Whether a projection lies below nothing but filters and windows.
    fileprivate var isOverProjection: Bool {
        switch self {
        case .project: true
        case .filter(let node): node.child.isOverProjection
        case .window(let node): node.child.isOverProjection
        case .repartition(let node): node.child.isOverProjection
        default: false
        }
    }

    fileprivate var isOverWindow: Bool {
        switch self {
        case .window: true
        case .project(let node): node.child.isOverWindow
        case .filter(let node): node.child.isOverWindow
        default: false
        }
    }

    /// The plan with the projection below filters and windows passing more columns of its input through.
    fileprivate func passing(_ columns: [Attribute]) -> LogicalPlan {
        guard case .project(var project) = self else { return mapChildren { $0.passing(columns) } }
        let present = Set(project.expressions.compactMap { $0.outputAttribute?.id })
        project.expressions += columns.filter { !present.contains($0.id) }.map { .attribute($0) }
        return .project(project)
    }
}

extension Expression {
    /// The name that `v:a.b` gives its result, a cast of it too.
    fileprivate var extractedName: String? {
        switch self {
        case .cast(let cast): return cast.child.extractedName
        case .unresolvedFunction(let call) where call.nameParts == ["semi_structured_extract"]:
            guard call.arguments.count > 2, case .literal(.string(let name), _) = call.arguments[2] else { return nil }
            return name
        default: return nil
        }
    }
}

extension WindowExpression {
    fileprivate func sharesPartitions(with other: WindowExpression) -> Bool {
        partitionBy.count == other.partitionBy.count && orderBy.count == other.orderBy.count
            && zip(partitionBy, other.partitionBy).allSatisfy { $0.isSame(as: $1) }
            && zip(orderBy, other.orderBy).allSatisfy {
                $0.expression.isSame(as: $1.expression) && $0.ascending == $1.ascending
                    && $0.nullsFirst == $1.nullsFirst
            }
    }
}
