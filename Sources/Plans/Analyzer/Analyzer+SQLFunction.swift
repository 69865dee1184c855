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
        let parameters = function.parameters.map { Attribute($0.name, $0.type) }
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
        let values = try self.arguments(function, UnresolvedFunction(function.name, arguments))
        var named: [String: Expression] = [:]
        for (parameter, value) in zip(function.parameters, values) {
            named[parameter.name.lowercased()] = .cast(Cast(value, to: parameter.type, isExplicit: false))
        }
        let child = try resolve(query.replacingNames(named), Environment())
        if schema.count == 0 {
            return try aliased(child.trimmed(), qualifier: function.name.suffix(1).map { $0 }, columnNames: [])
        }
        guard child.visible.count == schema.count else {
            throw PyriteError(
                .analysis, "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH", sqlState: "42601",
                "The number of columns of the function's body (\(child.visible.count)) does not match the number declared "
                    + "(\(schema.count)).")
        }
        let list = zip(child.visible, schema.fields).map { column, field in
            Expression.alias(Alias(coerced(.attribute(column), to: field.dataType), field.name, id: .fresh()))
        }
        return try aliased(
            try project(child, list), qualifier: function.name.suffix(1).map { $0 }, columnNames: [])
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

    /// The plan with names of one part replaced by expressions, in subqueries too.
    fileprivate func replacingNames(_ values: [String: Expression]) -> LogicalPlan {
        mapChildren { $0.replacingNames(values) }.mapExpressions { expression in
            expression.transformUp { node in
                switch node {
                case .unresolvedAttribute(let name) where name.nameParts.count == 1:
                    return values[name.nameParts[0].lowercased()] ?? node
                case .unresolvedSubquery(var subquery):
                    subquery.plan = subquery.plan.replacingNames(values)
                    return .unresolvedSubquery(subquery)
                default: return node
                }
            }
        }
    }
}
