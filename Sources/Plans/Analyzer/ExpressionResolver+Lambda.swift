import Columnar
import Functions

extension ExpressionResolver {
    /// Resolves the values first, then each lambda with its parameters' types known.
    func resolveHigherOrder(
        _ call: UnresolvedFunction, _ definition: FunctionDefinition, _ function: HigherOrderFunction
    ) throws -> Expression {
        let name = call.nameParts.last ?? definition.name
        let least = function.valueCount + function.lambdaCount.lowerBound
        let most = function.valueCount + function.lambdaCount.upperBound
        let expected = least...most
        guard expected.contains(call.arguments.count) else {
            let text =
                expected.count == 1
                ? "\(expected.lowerBound)" : "[\(expected.map { "\($0)" }.joined(separator: ", "))]"
            throw FunctionError.wrongArgumentCount(name.lowercased(), expected: text, actual: call.arguments.count)
        }
        let values = try call.arguments.prefix(function.valueCount).map { try resolve($0).withoutAlias }
        var described = values.map(describe)
        let context = resolution(name)
        var lambdas: [LambdaFunction] = []
        var results: [FunctionArgument] = []
        for (index, argument) in call.arguments.dropFirst(function.valueCount).enumerated() {
            if index == 0 {
                for value in described.indices where described[value].type == .null {
                    described[value].nullable = true
                }
            }
            let parameters = try function.parameters(described, index, results, context)
            let lambda = try resolveLambda(argument, parameters, atLeast: function.leastParameters(index), name)
            var result = describe(lambda.body)
            result.sql =
                Expression.lambda(
                    parameters: lambda.parameters.map(\.name), body: lambda.body
                ).prettySQL
            lambdas.append(lambda)
            results.append(result)
        }
        let binding = try function.bind(described, results, context)
        return .higherOrder(
            HigherOrderCall(
                definition.name, cast(values, to: binding.argumentTypes, for: call), lambdas: lambdas, binding: binding,
                origin: call.origin))
    }

    private func resolveLambda(
        _ argument: Expression, _ parameters: [LambdaParameter], atLeast least: Int, _ name: String
    ) throws -> LambdaFunction {
        guard case .lambda(let names, let body) = argument else {
            // A plain expression is a function of everything that it does not look at.
            let unused = parameters.prefix(max(least, 1)).map { Attribute("_", $0.type, nullable: $0.nullable) }
            return LambdaFunction(Array(unused), try resolve(argument).withoutAlias)
        }
        guard names.count >= least, names.count <= parameters.count else {
            throw PyriteError(
                .analysis, "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH", sqlState: "42K0D",
                "Invalid lambda function call. A higher order function expects \(names.count) arguments, but got "
                    + "\(least).",
                parameters: ["expectedNumArgs": "\(names.count)", "actualNumArgs": "\(least)"])
        }
        let lowered = names.map { $0.lowercased() }
        guard Set(lowered).count == lowered.count else {
            throw PyriteError(
                .analysis, "INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES", sqlState: "42K0D",
                "Invalid lambda function call. The lambda function has duplicate arguments "
                    + "\(lowered.map(quoteIdentifier).joined(separator: ", ")). Please, consider to rename the "
                    + "argument names or set \"spark.sql.caseSensitive\" to \"true\".",
                parameters: [
                    "args": lowered.map(quoteIdentifier).joined(separator: ", "),
                    "caseSensitiveConfig": "\"spark.sql.caseSensitive\"",
                ])
        }
        let attributes = zip(names, parameters).map { Attribute($0, $1.type, nullable: $1.nullable) }
        var inner = self
        for (key, attribute) in zip(lowered, attributes) { inner.lambdaParameters[key] = attribute }
        return LambdaFunction(attributes, try inner.resolve(body).withoutAlias)
    }
}
