import Columnar
import Functions

/// Calls of functions whose body is SQL: the body takes the call's place, with the arguments for the parameters.
extension ExpressionResolver {
    func call(_ function: SQLFunction, _ written: UnresolvedFunction) throws -> Expression {
        guard case .expression(let body, let type) = function.body else {
            throw PyriteError(
                .analysis, "NOT_A_SCALAR_FUNCTION", sqlState: "42887",
                "\(function.name.map(quoteIdentifier).joined(separator: ".")) appears as a scalar expression here, but the "
                    + "function was defined as a table function.",
                parameters: ["functionName": function.name.map(quoteIdentifier).joined(separator: ".")]
            ).at(written.origin)
        }
        let arguments = try analyzer.arguments(function, written).map { try resolve($0).withoutAlias }
        let parameters = function.parameterColumns
        var inner = Resolved(.oneRow)
        inner.visible = parameters
        let resolved = try ExpressionResolver(analyzer, inner, Environment()).resolve(body).withoutAlias
        var values: [AttributeID: Expression] = [:]
        for (parameter, argument) in zip(parameters, arguments) {
            values[parameter.id] = analyzer.coerced(argument, to: parameter.type)
        }
        let result = resolved.withArguments(values)
        return type.map { analyzer.coerced(result, to: $0) } ?? result
    }
}

extension Analyzer {
    /// The arguments of a call in the order of the parameters, defaults where none are given.
    func arguments(_ function: SQLFunction, _ call: UnresolvedFunction) throws -> [Expression] {
        let name = function.name.joined(separator: ".")
        var values = [Expression?](repeating: nil, count: function.parameters.count)
        var position = 0
        for argument in call.arguments {
            if case .namedArgument(let given, let value) = argument {
                guard let index = function.parameters.firstIndex(where: { $0.name.lowercased() == given.lowercased() })
                else {
                    throw PyriteError(
                        .analysis, "UNRECOGNIZED_PARAMETER_NAME", sqlState: "4274K",
                        "Cannot invoke routine \(quoteIdentifier(name)) because the routine call included a named argument "
                            + "reference for the argument named \(quoteIdentifier(given)), but this routine does not include "
                            + "any signature containing an argument with this name.",
                        parameters: ["routineName": quoteIdentifier(name), "argumentName": quoteIdentifier(given)]
                    ).at(call.origin)
                }
                values[index] = value
            } else {
                if position < values.count { values[position] = argument }
                position += 1
            }
        }
        let required = function.parameters.filter { $0.defaultValue == nil }.count
        let complete = zip(values, function.parameters).compactMap { $0 ?? $1.defaultValue }
        guard position <= values.count, complete.count == values.count else {
            let expected =
                required == values.count
                ? "\(required)" : "[\((required...values.count).map { "\($0)" }.joined(separator: ", "))]"
            throw FunctionError.wrongArgumentCount(name, expected: expected, actual: call.arguments.count)
                .at(call.origin)
        }
        return complete
    }

    /// A table function whose body is a query: parameters become the values of the arguments.
    func resolveSQLTableFunction(
        _ function: SQLFunction, _ query: LogicalPlan, _ schema: Schema, _ arguments: [Expression],
        _ environment: Environment
    ) throws -> Resolved {
        // Arguments may read what stands left of a LATERAL call.
        let resolver = ExpressionResolver(self, Resolved(.oneRow), environment)
        let values = try self.arguments(function, UnresolvedFunction(function.name, arguments)).map {
            try resolver.resolve($0).withoutAlias
        }
        return try resolveBody(of: function, query, schema, values)
    }

    private func resolveBody(
        of function: SQLFunction, _ query: LogicalPlan, _ schema: Schema, _ values: [Expression]
    ) throws -> Resolved {
        var named: [String: Expression] = [:]
        for (parameter, value) in zip(function.parameters, values) {
            named[parameter.name.lowercased()] = .cast(Cast(value, to: parameter.type, isExplicit: false))
        }
        let child = try resolve(
            query.replacingNames(named, qualifier: function.name.last?.lowercased()), Environment())
        if schema.count == 0 {
            return try aliased(child.trimmed(), qualifier: function.name.suffix(1).map { $0 }, columnNames: [])
        }
        guard child.visible.count == schema.count else {
            throw PyriteError(
                .analysis, "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH", sqlState: "42601",
                "The number of columns of the function's body (\(child.visible.count)) does not match the number declared "
                    + "(\(schema.count)).",
                parameters: [
                    "name": function.name.joined(separator: "."), "outputSize": "\(child.visible.count)",
                    "returnParamSize": "\(schema.count)",
                ])
        }
        let list = zip(child.visible, schema.fields).map { column, field in
            Expression.alias(Alias(coerced(.attribute(column), to: field.dataType), field.name, id: .fresh()))
        }
        return try aliased(
            try project(child, list), qualifier: function.name.suffix(1).map { $0 }, columnNames: [])
    }
}

extension Analyzer {
    /// Fails for a function whose body or defaults cannot be analyzed, for any arguments.
    package func check(_ function: SQLFunction) throws {
        let constants = ExpressionResolver(self, Resolved(.oneRow), Environment())
        for parameter in function.parameters {
            guard let written = parameter.defaultValue else { continue }
            let value = try constants.resolve(written).withoutAlias
            if value.contains({ if case .subquery = $0 { true } else { false } }) {
                let name = function.name.last ?? ""
                throw PyriteError(
                    .analysis, "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_EXPRESSION", sqlState: "42601",
                    "User defined function is invalid: The DEFAULT expression of `\(name)`.`\(parameter.name)` is not "
                        + "supported because it contains a subquery.",
                    parameters: ["functionName": name, "parameterName": parameter.name])
            }
            try checkCast(value, to: parameter.type)
        }
        do {
            try checkBody(of: function)
        } catch let error as PyriteError where error.isUnresolvedColumn {
            // A parameter that is read from further within than names reach: the call tells whether it can be.
            let name = error.parameters.first { $0.name == "objectName" }?.value.lowercased() ?? ""
            guard function.parameters.contains(where: { name == quoteIdentifier($0.name.lowercased()) }) else {
                throw error
            }
        }
    }

    private func checkBody(of function: SQLFunction) throws {
        switch function.body {
        case .expression(let body, let type):
            var scope = Resolved(.oneRow)
            scope.visible = function.parameterColumns
            let result = try ExpressionResolver(self, scope, Environment()).resolve(body).withoutAlias
            if let type { try checkCast(result, to: type) }
        case .query(let query, let schema):
            let values = function.parameters.map { Expression.literal(.null, $0.type) }
            _ = try resolveBody(of: function, query, schema, values)
        }
    }

    private func checkCast(_ value: Expression, to type: DataType) throws {
        guard Functions.Cast.canCast(from: value.dataType, to: type, mode: isANSI ? .ansi : .legacy) else {
            throw FunctionError.castWithoutSuggestion(sql: value.prettySQL, from: value.dataType, to: type)
        }
    }
}

extension SQLFunction {
    /// The parameters as columns, which the function's name may qualify.
    fileprivate var parameterColumns: [Attribute] {
        parameters.map { parameter in
            var column = Attribute(parameter.name, parameter.type)
            column.qualifier = Array(name.suffix(1))
            return column
        }
    }
}

extension Expression {
    /// The body of a function with the arguments for its parameters, in subqueries too, which then read what the
    /// arguments read.
    fileprivate func withArguments(_ values: [AttributeID: Expression]) -> Expression {
        replacing(values).transformUp { node in
            guard case .subquery(var subquery) = node, !subquery.outerReferences.isEmpty else { return node }
            subquery.plan = subquery.plan.withArguments(values)
            var columns: [Attribute] = []
            for reference in subquery.outerReferences {
                for column in values[reference.id]?.readColumns ?? [reference]
                where !columns.contains(where: { $0.id == column.id }) {
                    columns.append(column)
                }
            }
            subquery.outerReferences = columns
            return .subquery(subquery)
        }
    }

    private var readColumns: [Attribute] {
        if case .attribute(let attribute) = self { return [attribute] }
        if case .subquery(let subquery) = self { return subquery.outerReferences }
        return children.flatMap(\.readColumns)
    }
}

extension LogicalPlan {
    fileprivate func withArguments(_ values: [AttributeID: Expression]) -> LogicalPlan {
        let inner = mapChildren { $0.withArguments(values) }
        if case .project(var project) = inner {
            // A parameter selected by itself stays a column under its id.
            project.expressions = project.expressions.map { entry in
                guard case .attribute(let attribute) = entry, let value = values[attribute.id] else {
                    return entry.withArguments(values)
                }
                return .alias(Alias(value, attribute.name, id: attribute.id))
            }
            return .project(project)
        }
        return inner.mapExpressions { $0.withArguments(values) }
    }

    /// The plan with names replaced by expressions, in subqueries too; `qualifier` may stand before the names.
    fileprivate func replacingNames(_ values: [String: Expression], qualifier: String?) -> LogicalPlan {
        mapChildren { $0.replacingNames(values, qualifier: qualifier) }.mapExpressions { expression in
            expression.transformUp { node in
                switch node {
                case .unresolvedAttribute(let name) where name.nameParts.count == 1:
                    return values[name.nameParts[0].lowercased()] ?? node
                case .unresolvedAttribute(let name)
                where name.nameParts.count == 2 && name.nameParts[0].lowercased() == qualifier:
                    return values[name.nameParts[1].lowercased()] ?? node
                case .unresolvedSubquery(var subquery):
                    subquery.plan = subquery.plan.replacingNames(values, qualifier: qualifier)
                    return .unresolvedSubquery(subquery)
                default: return node
                }
            }
        }
    }
}
