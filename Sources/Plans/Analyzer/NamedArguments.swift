import Columnar

/// Arguments given by name (`explode(collection => …)`): the functions of which Spark knows the parameters' names.
enum NamedArguments {
    private static let parameters: [String: [String]] = [
        "explode": ["collection"], "explode_outer": ["collection"], "posexplode": ["collection"],
        "posexplode_outer": ["collection"], "inline": ["input"], "inline_outer": ["input"],
        "variant_explode": ["input"], "variant_explode_outer": ["input"],
        "mask": ["str", "upperChar", "lowerChar", "digitChar", "otherChar"],
        "count_min_sketch": ["column", "epsilon", "confidence", "seed"],
    ]

    /// The argument without its name, which must be that of the parameter in its place.
    static func value(_ argument: Expression, of call: UnresolvedFunction) throws -> Expression {
        guard case .namedArgument(let name, let value) = argument else { return argument }
        let function = call.nameParts.last?.lowercased() ?? ""
        guard let known = parameters[function] else { return argument }
        guard known.contains(where: { $0.lowercased() == name.lowercased() }) else {
            let names = known.map(quoteIdentifier).joined(separator: " ")
            throw PyriteError(
                .analysis, "UNRECOGNIZED_PARAMETER_NAME", sqlState: "4274K",
                "Cannot invoke routine \(quoteIdentifier(function)) because the routine call included a named argument "
                    + "reference for the argument named \(quoteIdentifier(name)), but this routine does not include any "
                    + "signature containing an argument with this name. Did you mean one of the following? [\(names)].",
                parameters: [
                    "routineName": quoteIdentifier(function), "argumentName": quoteIdentifier(name), "proposal": names,
                ])
        }
        return value
    }
}
