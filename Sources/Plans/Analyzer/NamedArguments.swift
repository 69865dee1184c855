import Columnar

/// Arguments given by name (`explode(collection => …)`, `mask('x', digitChar => 'n')`): the functions of which Spark knows
/// the parameters' names.
enum NamedArguments {
    private static let parameters: [String: [(name: String, standard: Expression?)]] = {
        let collection: [(name: String, standard: Expression?)] = [("collection", nil)]
        let input: [(name: String, standard: Expression?)] = [("input", nil)]
        func text(_ text: String) -> Expression { .literal(.string(text), .string) }
        let tuple: [(name: String, standard: Expression?)] = [
            ("key", nil), ("summary", nil), ("lgNomEntries", .literal(.integer(12), .integer)), ("mode", text("sum")),
        ]
        func union(of sketches: String...) -> [(name: String, standard: Expression?)] {
            sketches.map { ($0, nil) } + Array(tuple.dropFirst(2))
        }
        return [
            "tuple_sketch_agg_double": tuple, "tuple_sketch_agg_integer": tuple,
            "tuple_union_agg_double": union(of: "child"), "tuple_union_agg_integer": union(of: "child"),
            "tuple_union_double": union(of: "first", "second"), "tuple_union_integer": union(of: "first", "second"),
            "explode": collection, "explode_outer": collection, "posexplode": collection,
            "posexplode_outer": collection, "inline": input, "inline_outer": input, "variant_explode": input,
            "variant_explode_outer": input,
            "mask": [
                ("str", nil), ("upperChar", text("X")), ("lowerChar", text("x")), ("digitChar", text("n")),
                ("otherChar", .literal(.null, .null)),
            ],
            "count_min_sketch": [("column", nil), ("epsilon", nil), ("confidence", nil), ("seed", nil)],
        ]
    }()

    /// The arguments of a call in the order of its parameters, those left out between others by what is assumed for
    /// them.
    static func arranged(_ call: UnresolvedFunction) throws -> [Expression] {
        guard call.arguments.contains(where: { if case .namedArgument = $0 { true } else { false } }) else {
            return call.arguments
        }
        let function = call.nameParts.last?.lowercased() ?? ""
        guard let known = parameters[function] else { return call.arguments }
        var places = [Expression?](repeating: nil, count: known.count)
        var positional = 0
        for argument in call.arguments {
            guard case .namedArgument(let name, let value) = argument else {
                guard positional < places.count else { return call.arguments }
                places[positional] = argument
                positional += 1
                continue
            }
            guard let place = known.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
                throw unknown(name, function, known.map(\.name))
            }
            guard place >= positional else {
                throw PyriteError(
                    .analysis, "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED", sqlState: "4274K",
                    "Call to routine \(quoteIdentifier(function)) is invalid because it includes multiple argument "
                        + "assignments to the same parameter name \(quoteIdentifier(name)): a positional argument and "
                        + "named argument both referred to it.",
                    parameters: [
                        "routineName": quoteIdentifier(function), "parameterName": quoteIdentifier(name),
                    ])
            }
            guard places[place] == nil else {
                throw PyriteError(
                    .analysis, "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    sqlState: "4274K",
                    "Call to routine \(quoteIdentifier(function)) is invalid because it includes multiple argument "
                        + "assignments to the same parameter name \(quoteIdentifier(name)).",
                    parameters: [
                        "routineName": quoteIdentifier(function), "parameterName": quoteIdentifier(name),
                    ])
            }
            places[place] = value
        }
        let last = places.lastIndex { $0 != nil } ?? -1
        return try (0...max(last, 0)).map { place in
            if let given = places[place] ?? known[place].standard { return given }
            throw PyriteError(
                .analysis, "REQUIRED_PARAMETER_NOT_FOUND", sqlState: "4274K",
                "Cannot invoke routine \(quoteIdentifier(function)) because the parameter named "
                    + "\(quoteIdentifier(known[place].name)) is required, but the routine call did not supply a value. "
                    + "Please update the routine call to supply an argument value (either positionally at index "
                    + "\(place) or by name) and retry the query again.",
                parameters: [
                    "routineName": quoteIdentifier(function), "parameterName": quoteIdentifier(known[place].name),
                    "index": "\(place)",
                ])
        }
    }

    private static func unknown(_ name: String, _ function: String, _ known: [String]) -> PyriteError {
        let names = known.map(quoteIdentifier).joined(separator: " ")
        return PyriteError(
            .analysis, "UNRECOGNIZED_PARAMETER_NAME", sqlState: "4274K",
            "Cannot invoke routine \(quoteIdentifier(function)) because the routine call included a named argument "
                + "reference for the argument named \(quoteIdentifier(name)), but this routine does not include any "
                + "signature containing an argument with this name. Did you mean one of the following? [\(names)].",
            parameters: [
                "routineName": quoteIdentifier(function), "argumentName": quoteIdentifier(name), "proposal": names,
            ])
    }
}
