import Columnar
import Functions

extension Analyzer {
    func resolveRelation(_ relation: UnresolvedRelation, _ environment: Environment) throws -> Resolved {
        let name = relation.nameParts
        if name.count == 1, let reference = environment.recursions[name[0].lowercased()] {
            return try resolveRecursionReference(reference, name: name[0])
        }
        if name.count == 1, let found = environment.expressions[name[0].lowercased()] {
            if found.isRecursive {
                return try aliased(try resolveRecursion(found, environment), qualifier: name, columnNames: [])
            }
            let inner = try resolveDefinition(found)
            do {
                var result = try aliased(inner, qualifier: name, columnNames: found.definition.columnNames)
                result.metadata = []
                return result
            } catch let error as PyriteError {
                throw error.at(found.definition.origin)
            }
        }
        guard var found = try catalog.relation(name) else {
            let files: Scan?
            do {
                files = try catalog.files(name, options: relation.options)
            } catch let error as PyriteError {
                throw error.at(relation.origin)
            }
            guard let files else { throw missingRelation(name, relation.origin) }
            return try resolveFiles(files)
        }
        if !relation.options.isEmpty, case .scan(var scan) = found.plan {
            scan.options.merge(relation.options) { $1 }
            found.plan = .scan(scan)
        }
        var inner = try resolve(found.plan, Environment()).trimmed()
        // A view has columns of its own only.
        if case .scan = found.plan.withoutOrigin {} else { inner.metadata = [] }
        return try aliased(inner, qualifier: found.qualifier, columnNames: [])
    }

    /// What a common table expression means. One that gives other rows each time it is computed is computed once for all
    /// who read it.
    private func resolveDefinition(_ found: Environment.CommonTableExpression) throws -> Resolved {
        if let known = found.once { return shared(known.id, known.plan) }
        let inner = try resolve(found.definition.plan, found.environment).trimmed()
        guard found.isReadAgain, !inner.plan.givesSameRows else { return inner }
        let id = AttributeID.fresh()
        found.once = (id, inner.plan)
        return shared(id, inner.plan)
    }

    private func shared(_ id: AttributeID, _ plan: LogicalPlan) -> Resolved {
        let columns = plan.output
        let output = columns.map { column in
            var copy = column
            copy.id = .fresh()
            return copy
        }
        return Resolved(.shared(SharedPlan(id: id, plan: plan, columns: columns.map(\.id), output: output)))
    }

    /// Files named in place of a table; that they cannot be read as what they are said to be is an error of its own.
    private func resolveFiles(_ scan: Scan) throws -> Resolved {
        do {
            return try resolveScan(scan)
        } catch let error as PyriteError where error.kind != .analysis && error.kind != .illegalArgument {
            throw PyriteError(
                .analysis, "FAILED_TO_CREATE_PLAN_FOR_DIRECT_QUERY", sqlState: "58030",
                "Failed to create plan for direct query on files: \(scan.format) (\(error.message))",
                parameters: ["dataSourceType": scan.format])
        }
    }

    private func missingRelation(_ name: [String], _ origin: Origin?) -> PyriteError {
        let quoted = name.map(quoteIdentifier).joined(separator: ".")
        var error = PyriteError(
            .analysis, "TABLE_OR_VIEW_NOT_FOUND", sqlState: "42P01",
            "The table or view \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog."
                + "\nIf you did not qualify the name with a schema, verify the current_schema() output, or qualify the name "
                + "with the correct schema and catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS or DROP TABLE "
                + "IF EXISTS.",
            parameters: ["relationName": quoted])
        error.context = origin?.context
        return error
    }

    func resolveScan(_ scan: Scan) throws -> Resolved {
        // Readers know plain strings; their collations come on top.
        var plain = scan
        plain.userSchema = scan.userSchema?.withoutCollations
        var resolved = try catalog.resolve(plain)
        guard let source = resolved.source else {
            throw PyriteError.internalError("The catalog gave no source for format \(scan.format).")
        }
        resolved.output = source.schema.fields.map {
            Attribute($0.name, $0.dataType, nullable: true, metadata: $0.metadata)
        }
        guard let schema = scan.userSchema ?? resolved.userSchema, schema.hasCollation else {
            guard let type = source.metadataType else { return Resolved(.scan(resolved)) }
            let metadata = Attribute("_metadata", type, nullable: false)
            resolved.metadata = metadata
            var result = Resolved(.scan(resolved))
            result.metadata = [metadata]
            return result
        }
        resolved.userSchema = plain.userSchema
        let columns = resolved.output.map { column -> Expression in
            guard let field = schema.index(ofName: column.name).map({ schema[$0] }), field.dataType.hasCollation else {
                return .attribute(column)
            }
            let value = coerced(.attribute(column), to: field.dataType)
            return .alias(Alias(value, column.name, metadata: column.metadata, id: .fresh()))
        }
        return Resolved(.project(Project(.scan(resolved), columns)))
    }

    func resolveAlias(_ alias: SubqueryAlias, _ environment: Environment) throws -> Resolved {
        let child = try resolve(alias.child, environment)
        return try aliased(child, qualifier: alias.qualifier, columnNames: alias.columnNames)
    }

    /// Gives the visible columns a new qualifier and, if there are any, new names.
    func aliased(_ child: Resolved, qualifier: [String], columnNames: [String]) throws -> Resolved {
        var result = child.trimmed()
        result.selectInput = nil
        result.hidden = []
        if !columnNames.isEmpty {
            guard columnNames.count == result.visible.count else {
                throw PyriteError(
                    .analysis, "ASSIGNMENT_ARITY_MISMATCH", sqlState: "42802",
                    "Number of column aliases does not match number of columns. Number of column aliases: "
                        + "\(columnNames.count); number of columns: \(result.visible.count).",
                    parameters: [
                        "numExpr": "\(columnNames.count)", "numTarget": "\(result.visible.count)",
                    ])
            }
            result = renamed(result, columnNames)
        }
        func qualified(_ attribute: Attribute) -> Attribute {
            var attribute = attribute
            attribute.qualifier = qualifier
            return attribute
        }
        result.visible = result.visible.map(qualified)
        result.metadata = result.metadata.map(qualified)
        return result
    }

    /// A projection that renames every visible column.
    func renamed(_ child: Resolved, _ names: [String]) -> Resolved {
        let expressions = zip(child.visible, names).map { attribute, name -> Expression in
            if attribute.name == name { return .attribute(attribute) }
            return .alias(Alias(.attribute(attribute), name, id: .fresh()))
        }
        let plan = LogicalPlan.project(Project(child.plan, expressions))
        var result = Resolved(plan, visible: plan.output, planColumns: child.planColumns)
        result.metadata = child.metadata
        return result
    }

    func resolveTableFunction(
        _ name: [String], _ arguments: [Expression], _ alias: [String], _ environment: Environment
    ) throws -> Resolved {
        if let function = try catalog.sqlFunction(name), case .query(let query, let schema) = function.body {
            let inner = try resolveSQLTableFunction(function, query, schema, arguments, environment)
            if alias.isEmpty { return inner }
            return try aliased(inner, qualifier: Array(alias.prefix(1)), columnNames: Array(alias.dropFirst()))
        }
        if name.count == 1, let table = try builtInTable(name[0].lowercased()) {
            return try aliased(
                try resolve(table, environment), qualifier: Array(alias.prefix(1)),
                columnNames: Array(alias.dropFirst()))
        }
        guard name.count == 1 else { throw unknownTableFunction(name) }
        let inner: Resolved
        if name[0].lowercased() == "range" {
            let resolver = ExpressionResolver(self, Resolved(.oneRow), environment)
            let call = UnresolvedFunction(name, arguments)
            let resolved = try NamedArguments.arranged(call).map { try resolver.resolve($0) }
            let numbers = try resolved.map { expression -> Int64 in
                var expression = expression
                if expression.dataType.isString {
                    expression = coerced(expression, to: .long)
                    if let value = try ConstantFolding.value(of: expression, context: context),
                        case .integer(let number) = value
                    {
                        return number
                    }
                }
                guard case .integer(let number)? = constantValue(expression) else {
                    throw PyriteError(
                        .analysis, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", sqlState: "42K09",
                        "The arguments of `range` must be constant integers.", parameters: ["functionName": "`range`"])
                }
                return number
            }
            let range: RangeRelation
            switch numbers.count {
            case 1: range = RangeRelation(start: 0, end: numbers[0], step: 1)
            case 2: range = RangeRelation(start: numbers[0], end: numbers[1], step: 1)
            case 3: range = RangeRelation(start: numbers[0], end: numbers[1], step: numbers[2])
            case 4:
                range = RangeRelation(
                    start: numbers[0], end: numbers[1], step: numbers[2],
                    partitionCount: Int(max(1, min(numbers[3], 1 << 20))))
            default: throw FunctionError.wrongArgumentCount("range", expected: "[1, 2, 3, 4]", actual: numbers.count)
            }
            guard range.step != 0 else {
                throw PyriteError(
                    .analysis, "FAILED_FUNCTION_CALL", sqlState: "38000",
                    "Failed preparing of the function `range` for call. Please, double check function's arguments: step "
                        + "cannot be 0.", parameters: ["funcName": "`range`"])
            }
            inner = try resolve(.range(range), environment)
        } else if registry[name[0]]?.kind.isGenerator == true {
            inner = try resolveGenerate(
                Generate(
                    .oneRow, function: .unresolvedFunction(UnresolvedFunction(name, arguments)), isOuter: false),
                environment)
        } else if let call = userTableFunction(name, arguments) {
            inner = try resolveTableFunction(call, environment)
        } else {
            throw unknownTableFunction(name)
        }
        return try aliased(
            inner, qualifier: Array(alias.prefix(1)), columnNames: Array(alias.dropFirst()))
    }

    private func unknownTableFunction(_ name: [String]) -> PyriteError {
        let quoted = name.map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .analysis, "UNRESOLVABLE_TABLE_VALUED_FUNCTION", sqlState: "42883",
            "Could not resolve \(quoted) to a table-valued function. Please make sure that \(quoted) is defined as a "
                + "table-valued function and that all required parameters are provided correctly.",
            parameters: ["name": quoted])
    }

    func resolveInlineTable(_ table: InlineTable, _ environment: Environment) throws -> Resolved {
        let resolver = ExpressionResolver(self, Resolved(.oneRow), environment)
        let rows = try table.rows.map { try $0.map { try resolver.resolve($0).withoutAlias } }
        guard let first = rows.first else { return Resolved(.oneRow) }
        for row in rows where row.count != first.count {
            throw PyriteError(
                .analysis, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", sqlState: "42000",
                "Invalid inline table. Inline table expected \(first.count) columns but found \(row.count).",
                parameters: ["expectedNumCols": "\(first.count)", "actualNumCols": "\(row.count)"])
        }
        var fields: [StructField] = []
        for column in first.indices {
            let types = rows.map { $0[column].dataType }
            guard let type = TypeCoercion.commonType(types, isANSI: isANSI) else {
                throw PyriteError(
                    .analysis, "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", sqlState: "42000",
                    "Invalid inline table. Found incompatible types in the column \(quoteIdentifier("col\(column + 1)")) "
                        + "for inline table.", parameters: ["colName": quoteIdentifier("col\(column + 1)")]
                ).at(table.origin)
            }
            let name = column < table.names.count ? table.names[column] : "col\(column + 1)"
            fields.append(StructField(name, type, nullable: rows.contains { $0[column].nullable }))
        }
        let schema = Schema(fields)
        let builders = fields.map { ColumnBuilder($0.dataType, capacity: rows.count) }
        for row in rows {
            for (column, expression) in row.enumerated() {
                let target = coerced(expression, to: fields[column].dataType)
                if constantValue(target) == nil, constantValue(expression) != nil {
                    throw PyriteError(
                        .analysis, "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", sqlState: "42000",
                        "Invalid inline table. Found incompatible types in the column "
                            + "\(quoteIdentifier("col\(column + 1)")) for inline table.",
                        parameters: ["colName": quoteIdentifier("col\(column + 1)")])
                }
                builders[column].append(try inlineValue(target, of: expression, in: table))
            }
        }
        let batch = Batch(builders.map { $0.finish() }, count: rows.count)
        return try resolve(.localRelation(LocalRelation(schema: schema, batches: [batch])), environment)
    }

    /// The value of an inline table's cell, which must not depend on rows or chance.
    private func inlineValue(_ target: Expression, of expression: Expression, in table: InlineTable) throws -> Value {
        let failure: (condition: String, explanation: String)
        do {
            if let value = try ConstantFolding.value(of: target, context: context) { return value }
            failure = (
                "CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
                "Cannot evaluate the expression \"\(expression.prettySQL)\" in inline table definition."
            )
        } catch {
            failure = (
                "FAILED_SQL_EXPRESSION_EVALUATION",
                "Failed to evaluate the SQL expression \"\(expression.prettySQL)\". Please check your syntax and ensure "
                    + "all required tables and columns are available."
            )
        }
        let hasFailed = failure.condition.hasPrefix("FAILED")
        throw PyriteError(
            .analysis, "INVALID_INLINE_TABLE.\(failure.condition)", sqlState: "42000",
            "Invalid inline table. \(failure.explanation)",
            parameters: [hasFailed ? "sqlExpr" : "expr": "\"\(expression.prettySQL)\""]
        ).at(hasFailed ? table.origin : expression.origin)
    }

    /// The expression cast to `type`, unless it has it already.
    ///
    /// - Parameter origin: of what needs the cast, which is blamed when it fails.
    func coerced(_ expression: Expression, to type: DataType, origin: Origin? = nil) -> Expression {
        if expression.dataType == type { return expression }
        return .cast(Cast(expression, to: type, mode: isANSI ? .ansi : .legacy, isExplicit: false, origin: origin))
    }

    /// The value of an expression without columns; `nil` when it has some, is not deterministic or fails.
    func constantValue(_ expression: Expression) -> Value? {
        try? ConstantFolding.value(of: expression, context: context)
    }
}

extension LogicalPlan {
    /// Whether the analyzed plan gives the same rows each time. Rows of outer queries it must not read.
    fileprivate var givesSameRows: Bool {
        if case .sample(let sample) = self, sample.seed == nil { return false }
        return expressions.allSatisfy(\.isDeterministic) && children.allSatisfy(\.givesSameRows)
    }
}

extension FunctionDefinition.Kind {
    var isGenerator: Bool { if case .generator = self { true } else { false } }
}
