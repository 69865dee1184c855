import Columnar
import ConnectProtocol
import Functions
import Plans
import SQL
import SwiftProtobuf

extension PlanDecoder {
    mutating func decode(_ messages: [Spark_Connect_Expression]) throws(PyriteError) -> [Expression] {
        var result: [Expression] = []
        result.reserveCapacity(messages.count)
        for message in messages { result.append(try decode(message)) }
        return result
    }

    package mutating func decode(_ message: Spark_Connect_Expression) throws(PyriteError) -> Expression {
        try nested { (decoder) throws(PyriteError) in try decoder.decodeKind(message) }
    }

    private mutating func decodeKind(_ message: Spark_Connect_Expression) throws(PyriteError) -> Expression {
        switch message.exprType {
        case .literal(let literal):
            let constant = try TypedValue(literal)
            return .literal(constant.value, constant.type)
        case .unresolvedAttribute(let attribute):
            return .unresolvedAttribute(
                UnresolvedAttribute(
                    try parseAttributeName(attribute.unparsedIdentifier),
                    planID: attribute.hasPlanID ? attribute.planID : nil))
        case .unresolvedFunction(let function): return try decode(function)
        case .expressionString(let text):
            return try parsed { try SQLParser(text.expression, options: options).parseExpression() }
        case .unresolvedStar(let star): return try decode(star)
        case .alias(let alias): return .alias(try decode(alias))
        case .cast(let cast): return try decode(cast)
        case .unresolvedRegex(let regex): return try decode(regex)
        case .sortOrder(let order): return .sortOrder(try decode(order))
        case .lambdaFunction(let lambda):
            guard (1...3).contains(lambda.arguments.count) else {
                throw InvalidPlan.error(
                    "LAMBDA_FUNCTION_ARGUMENT_COUNT_INVALID",
                    "A lambda function requires 1 to 3 arguments, but got \(lambda.arguments.count).")
            }
            return .lambda(
                parameters: lambda.arguments.map { $0.nameParts.joined(separator: ".") },
                body: try decode(lambda.function))
        case .unresolvedNamedLambdaVariable(let variable):
            guard !variable.nameParts.isEmpty else {
                throw InvalidPlan.error(
                    "UNRESOLVED_NAMED_LAMBDA_VARIABLE_REQUIRES_NAME_PART", "A lambda variable has no name.")
            }
            return .unresolvedAttribute(UnresolvedAttribute(variable.nameParts))
        case .window(let window): return .window(try decode(window))
        case .unresolvedExtractValue(let extract):
            return .unresolvedExtract(child: try decode(extract.child), extraction: try decode(extract.extraction))
        case .commonInlineUserDefinedFunction(let function): return try decode(function)
        case .callFunction(let call):
            return .unresolvedFunction(
                UnresolvedFunction(try parseAttributeName(call.functionName), try decode(call.arguments)))
        case .namedArgumentExpression(let argument):
            return .namedArgument(name: argument.key, value: try decode(argument.value))
        case .subqueryExpression(let subquery): return try decode(subquery)
        case .updateFields(let update):
            return .unresolvedFunction(
                UnresolvedFunction(
                    [update.hasValueExpression ? "update_field" : "drop_field"],
                    [
                        try decode(update.structExpression), .literal(.string(update.fieldName), .string),
                    ] + (update.hasValueExpression ? [try decode(update.valueExpression)] : [])))
        case .directShufflePartitionID:
            throw InvalidPlan.error("a partition number outside of a repartitioning")
        case .extension(let any):
            throw InvalidPlan.noHandler(any.typeURL)
        case nil:
            throw InvalidPlan.notSupported("expr_type", of: "Expression", unknown: message.unknownFields)
        }
    }

    private mutating func decode(
        _ message: Spark_Connect_Expression.UnresolvedFunction
    ) throws(PyriteError) -> Expression {
        var arguments = try decode(message.arguments)
        if !message.isUserDefinedFunction, !message.isDistinct {
            switch (message.functionName, arguments.count) {
            case ("and", 2): return .and(arguments[0], arguments[1])
            case ("or", 2): return .or(arguments[0], arguments[1])
            case ("when", 2...):
                let otherwise = arguments.count % 2 == 1 ? arguments.removeLast() : nil
                let branches = stride(from: 0, to: arguments.count, by: 2).map {
                    CaseBranch(when: arguments[$0], then: arguments[$0 + 1])
                }
                return .caseWhen(branches: branches, otherwise: otherwise)
            default: break
            }
        }
        let name: [String]
        switch message.functionName {
        case "==": name = ["="]
        case "!": name = ["not"]
        default:
            name =
                message.isUserDefinedFunction
                ? try parseAttributeName(message.functionName) : [message.functionName]
        }
        var function = UnresolvedFunction(name, arguments, isDistinct: message.isDistinct)
        function.isInternal = message.isInternal
        return .unresolvedFunction(function)
    }

    private func decode(_ message: Spark_Connect_Expression.UnresolvedStar) throws(PyriteError) -> Expression {
        let planID = message.hasPlanID ? message.planID : nil
        guard message.hasUnparsedTarget else { return .unresolvedStar(target: nil, planID: planID) }
        guard planID == nil else {
            throw InvalidPlan.error(
                "UNRESOLVED_STAR_WITH_BOTH_TARGET_AND_PLAN_ID", "A star has both a target and a plan id.")
        }
        guard message.unparsedTarget.hasSuffix(".*") else {
            throw InvalidPlan.error(
                "UNRESOLVED_STAR_TARGET_INVALID",
                "The target of a star must end with '.*', but is \(message.unparsedTarget).")
        }
        return .unresolvedStar(target: try parseAttributeName(String(message.unparsedTarget.dropLast(2))), planID: nil)
    }

    /// A pattern stands in backticks; without them the text is a plain name.
    private func decode(_ message: Spark_Connect_Expression.UnresolvedRegex) throws(PyriteError) -> Expression {
        let planID = message.hasPlanID ? message.planID : nil
        let text = message.colName
        guard text.utf8.count > 2, text.hasSuffix("`") else {
            return .unresolvedAttribute(UnresolvedAttribute(try parseAttributeName(text), planID: planID))
        }
        guard text.hasPrefix("`") else { throw PyriteError.unsupported("a qualified column pattern: \(text)") }
        return .unresolvedRegex(pattern: String(text.dropFirst().dropLast()), planID: planID)
    }

    mutating func decode(_ message: Spark_Connect_Expression.Alias) throws(PyriteError) -> Alias {
        guard let name = message.name.first else { throw InvalidPlan.error("an alias without a name") }
        let metadata = message.hasMetadata && !message.metadata.isEmpty ? message.metadata : nil
        guard metadata == nil || message.name.count == 1 else {
            throw InvalidPlan.error(
                "ALIAS_WITH_MULTIPLE_IDENTIFIERS_AND_METADATA", "An alias of several names must not have metadata.")
        }
        return Alias(
            try decode(message.expr), name, moreNames: Array(message.name.dropFirst()), metadata: metadata)
    }

    private mutating func decode(_ message: Spark_Connect_Expression.Cast) throws(PyriteError) -> Expression {
        let type: DataType
        switch message.castToType {
        case .type(let declared): type = try DataType(declared)
        case .typeStr(let text): type = try parseTypeText(text)
        case nil: throw InvalidPlan.notSet("cast_to_type", of: "Expression.Cast")
        }
        let mode: CastMode?
        switch message.evalMode {
        case .unspecified: mode = nil
        case .legacy: mode = .legacy
        case .ansi: mode = .ansi
        case .try: mode = .attempt
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("Expression.Cast.EvalMode", number)
        }
        return .cast(Cast(try decode(message.expr), to: type, mode: mode))
    }

    mutating func decode(_ message: Spark_Connect_Expression.SortOrder) throws(PyriteError) -> SortOrder {
        let nullsFirst: Bool?
        switch message.nullOrdering {
        case .sortNullsUnspecified: nullsFirst = nil
        case .sortNullsFirst: nullsFirst = true
        case .sortNullsLast: nullsFirst = false
        case .UNRECOGNIZED(let number):
            throw InvalidPlan.invalidEnum("Expression.SortOrder.NullOrdering", number)
        }
        let ascending: Bool
        switch message.direction {
        case .unspecified, .ascending: ascending = true
        case .descending: ascending = false
        case .UNRECOGNIZED(let number):
            throw InvalidPlan.invalidEnum("Expression.SortOrder.SortDirection", number)
        }
        return SortOrder(try decode(message.child), ascending: ascending, nullsFirst: nullsFirst)
    }

    mutating func decode(_ messages: [Spark_Connect_Expression.SortOrder]) throws(PyriteError) -> [SortOrder] {
        var result: [SortOrder] = []
        for message in messages { result.append(try decode(message)) }
        return result
    }

    private mutating func decode(
        _ message: Spark_Connect_CommonInlineUserDefinedFunction
    ) throws(PyriteError) -> Expression {
        guard case .pythonUdf(let python) = message.function else {
            throw InvalidPlan.notSupported(
                "function", of: "CommonInlineUserDefinedFunction", unknown: message.unknownFields)
        }
        return .pythonUDF(
            PythonUDFCall(
                name: message.functionName, arguments: try decode(message.arguments),
                resultType: try DataType(python.outputType), isDeterministic: message.deterministic,
                command: Array(python.command), evalType: Int(python.evalType)))
    }

    private mutating func decode(_ message: Spark_Connect_SubqueryExpression) throws(PyriteError) -> Expression {
        let kind: Subquery.Kind
        switch message.subqueryType {
        case .scalar: kind = .scalar
        case .exists: kind = .exists
        case .in: kind = .contains(try decode(message.inSubqueryValues))
        case .tableArg:
            let options = message.tableArgOptions
            kind = .table(
                TableArgument(
                    partitionBy: try decode(options.partitionSpec), orderBy: try decode(options.orderSpec)))
        case .unknown: throw InvalidPlan.invalidEnum("SubqueryExpression.SubqueryType", 0)
        case .UNRECOGNIZED(let number):
            throw InvalidPlan.invalidEnum("SubqueryExpression.SubqueryType", number)
        }
        return .unresolvedSubquery(Subquery(kind, try reference(message.planID)))
    }
}
