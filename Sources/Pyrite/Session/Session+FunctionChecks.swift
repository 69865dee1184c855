import Columnar
import Plans

/// What is wrong with a function is said when it is made, not when it is called.
extension Session {
    func check(_ request: CreateFunction, _ function: SQLFunction) throws {
        let name = request.name.last ?? ""
        try checkNames(request, name)
        try checkDefaults(request, name)
        try checkCycles(function)
        let context = self.context()
        try Analyzer(catalog: SessionCatalog(self, context), context: context.evaluation).check(function)
    }

    private func checkNames(_ request: CreateFunction, _ name: String) throws {
        func repeated(_ names: [String]) -> String? {
            var seen = Set<String>()
            return names.map { $0.lowercased() }.first { !seen.insert($0).inserted }.map(quoteIdentifier)
        }
        if let parameter = repeated(request.parameters.map(\.name)) {
            throw PyriteError(
                .analysis, "DUPLICATE_ROUTINE_PARAMETER_NAMES", sqlState: "42734",
                "Found duplicate name(s) in the parameter list of the user-defined routine \(name): \(parameter).",
                parameters: ["routineName": name, "names": parameter])
        }
        if case .table(let fields) = request.result, let column = repeated(fields.map(\.name)) {
            throw PyriteError(
                .analysis, "DUPLICATE_ROUTINE_RETURNS_COLUMNS", sqlState: "42711",
                "Found duplicate column(s) in the RETURNS clause column list of the user-defined routine \(name): "
                    + "\(column).", parameters: ["routineName": name, "columns": column])
        }
    }

    private func checkDefaults(_ request: CreateFunction, _ name: String) throws {
        for (parameter, next) in zip(request.parameters, request.parameters.dropFirst())
        where parameter.defaultText != nil && next.defaultText == nil {
            throw PyriteError(
                .analysis, "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION", sqlState: "42601",
                "User defined function is invalid: In routine `\(name)` parameter `\(parameter.name)` with DEFAULT must not "
                    + "be followed by parameter `\(next.name)` without DEFAULT.",
                parameters: [
                    "functionName": name, "parameterName": parameter.name, "nextParameterName": next.name,
                ])
        }
    }

    /// Fails for a function that calls itself through others.
    private func checkCycles(_ function: SQLFunction) throws {
        let name = function.name.joined(separator: ".").lowercased()
        var done = Set<String>()
        func visit(_ body: SQLFunction.Body, _ path: [String]) throws {
            for parts in body.calledFunctions {
                guard let called = try sqlFunction(parts) else { continue }
                let next = called.name.joined(separator: ".").lowercased()
                if next == name {
                    let cycle = (path + [next]).joined(separator: " -> ")
                    throw PyriteError(
                        .analysis, "CYCLIC_FUNCTION_REFERENCE", sqlState: "42887",
                        "Cyclic function reference detected: \(cycle).", parameters: ["path": cycle])
                }
                if done.insert(next).inserted { try visit(called.body, path + [next]) }
            }
        }
        try visit(function.body, [name])
    }
}

extension SQLFunction.Body {
    /// The names of the functions that the body calls.
    fileprivate var calledFunctions: [[String]] {
        switch self {
        case .expression(let expression, _): expression.calledFunctions
        case .query(let plan, _): plan.calledFunctions
        }
    }
}

extension Expression {
    fileprivate var calledFunctions: [[String]] {
        let below = children.flatMap(\.calledFunctions)
        switch self {
        case .unresolvedFunction(let call): return [call.nameParts] + below
        case .unresolvedSubquery(let subquery): return subquery.plan.calledFunctions + below
        default: return below
        }
    }
}

extension LogicalPlan {
    fileprivate var calledFunctions: [[String]] {
        var names = expressions.flatMap(\.calledFunctions) + children.flatMap(\.calledFunctions)
        if case .unresolvedTableFunction(let name, let arguments, _) = self {
            names += [name] + arguments.flatMap(\.calledFunctions)
        }
        return names
    }
}
