import Columnar
import Functions

extension ExpressionResolver {
    /// A call of a Python function. One that makes a single value of the rows of a group becomes a call on those rows,
    /// collected into an array of structs that have a field for each argument.
    func resolvePython(_ call: PythonUDFCall) throws -> Expression {
        var resolved = try resolvingArguments(of: call)
        guard PythonEvaluation.aggregates.contains(call.evalType) else { return .pythonUDF(resolved) }
        var fields: [Expression] = []
        for (index, argument) in resolved.arguments.enumerated() {
            fields += [.literal(.string("_\(index)"), .string), argument]
        }
        let row = Expression.unresolvedFunction(UnresolvedFunction(["named_struct"], fields))
        resolved.arguments = [try resolve(.unresolvedFunction(UnresolvedFunction(["collect_list"], [row])))]
        return .pythonUDF(resolved)
    }

    /// The call with its arguments resolved; those given by name stand where the function's parameters do.
    func resolvingArguments(of call: PythonUDFCall) throws -> PythonUDFCall {
        var copy = call
        copy.arguments = try call.positionalArguments().map { try resolve($0).withoutAlias }
        return copy
    }

    /// The call when the expression is one of a Python function over the rows of a group.
    func pythonAggregate(_ expression: Expression) -> PythonUDFCall? {
        let call: PythonUDFCall
        switch expression {
        case .pythonUDF(let direct): call = direct
        case .unresolvedFunction(let function):
            guard function.nameParts.count == 1, let user = analyzer.catalog.function(function.nameParts[0]) else {
                return nil
            }
            call = user.call(function.arguments)
        default: return nil
        }
        return PythonEvaluation.aggregates.contains(call.evalType) ? call : nil
    }
}

extension RegisterFunction {
    func call(_ arguments: [Expression]) -> PythonUDFCall {
        PythonUDFCall(
            name: name, arguments: arguments, resultType: resultType, isDeterministic: isDeterministic,
            command: command, evalType: evalType)
    }
}

extension PythonUDFCall {
    /// The parameters' names, which the client lists in the command's second line.
    private var parameters: [String] {
        let lines = command.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1 else { return [] }
        return lines[1].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The arguments in the order of the parameters. Python itself fills in what is left out, so that named arguments
    /// may only follow without a gap.
    fileprivate func positionalArguments() throws -> [Expression] {
        guard arguments.contains(where: { if case .namedArgument = $0 { true } else { false } }) else {
            return arguments
        }
        let names = parameters
        var positional: [Expression] = []
        var named: [String: Expression] = [:]
        for argument in arguments {
            guard case .namedArgument(let name, let value) = argument else {
                guard named.isEmpty else {
                    throw PyriteError(
                        .analysis, "UNEXPECTED_POSITIONAL_ARGUMENT", sqlState: "4274K",
                        "Cannot invoke routine \(quoteIdentifier(self.name)) because it contains positional argument(s) "
                            + "following the named argument; please rearrange them so the positional arguments come "
                            + "first and then retry the query again.",
                        parameters: ["routineName": quoteIdentifier(self.name)])
                }
                positional.append(argument)
                continue
            }
            guard named.updateValue(value, forKey: name) == nil, !names.prefix(positional.count).contains(name) else {
                throw PyriteError(
                    .analysis, "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    sqlState: "4274K",
                    "Call to routine \(quoteIdentifier(self.name)) is invalid because it includes multiple argument "
                        + "assignments to the same parameter name \(quoteIdentifier(name)).",
                    parameters: [
                        "routineName": quoteIdentifier(self.name), "parameterName": quoteIdentifier(name),
                    ])
            }
        }
        for name in names.dropFirst(positional.count) {
            guard let value = named.removeValue(forKey: name) else { break }
            positional.append(value)
        }
        if let unknown = named.keys.sorted().first {
            throw PyriteError(
                .analysis, "UNRECOGNIZED_PARAMETER_NAME", sqlState: "4274K",
                "Cannot invoke routine \(quoteIdentifier(self.name)) because the routine call included a named argument "
                    + "reference for the argument named \(quoteIdentifier(unknown)), but this routine does not include "
                    + "any signature containing an argument with this name in this place.",
                parameters: [
                    "routineName": quoteIdentifier(self.name), "argumentName": quoteIdentifier(unknown),
                ])
        }
        return positional
    }
}
