import Columnar
import Plans

/// Runs SQL scripts. A script answers with the rows of the last query that it ran.
extension Session {
    /// How a list of statements ended.
    private enum ScriptOutcome {
        case finished
        case leaving(String)
        case iterating(String)
    }

    /// The variables that a compound statement hides, to be put back when it ends.
    private struct ScriptScope {
        var hidden: [(key: String, variable: Variable?)] = []

        func hides(_ key: String) -> Bool { hidden.contains { $0.key == key } }
    }

    func run(_ script: CompoundStatement, control: QueryControl) throws -> Answer {
        var answer = AnswerTable.nothing
        switch try run(script, &answer, control) {
        case .finished: return answer
        case .leaving(let label), .iterating(let label):
            throw PyriteError(
                .parse, "INVALID_LABEL_USAGE.DOES_NOT_EXIST", sqlState: "42K0L",
                "The usage of the label \(quoteIdentifier(label)) is invalid. Label was used in LEAVE or ITERATE, but the "
                    + "label does not belong to any surrounding block.",
                parameters: ["labelName": quoteIdentifier(label)])
        }
    }

    private func run(
        _ compound: CompoundStatement, _ answer: inout Answer, _ control: QueryControl
    ) throws -> ScriptOutcome {
        var scope = ScriptScope()
        defer { for (key, variable) in scope.hidden.reversed() { setVariable(key, variable) } }
        for statement in compound.statements {
            do {
                let outcome = try run(statement, &scope, &answer, control)
                if case .leaving(let label) = outcome, label == compound.label { return .finished }
                guard case .finished = outcome else { return outcome }
            } catch let error as PyriteError where !error.isCancellation {
                guard let handler = compound.handler(of: error) else { throw error }
                let outcome = try run(handler.body, &answer, control)
                guard case .finished = outcome else { return outcome }
                if handler.isExit { return .finished }
            }
        }
        return .finished
    }

    private func run(
        _ statements: [ScriptStatement], _ answer: inout Answer, _ control: QueryControl
    ) throws -> ScriptOutcome {
        try run(CompoundStatement(label: nil, statements: statements, handlers: []), &answer, control)
    }

    private func run(
        _ statement: ScriptStatement, _ scope: inout ScriptScope, _ answer: inout Answer, _ control: QueryControl
    ) throws -> ScriptOutcome {
        switch statement {
        case .statement(.declareVariable(var request)):
            guard let key = Self.variableKey(request.name) else {
                throw Self.unresolvedVariable(VariableName(request.name, origin: nil))
            }
            if !scope.hides(key) {
                // A variable of a script hides one of the session; within one block a name can be given once.
                scope.hidden.append((key, variable(key)))
                request.orReplace = true
            }
            try declare(request, control: control)
            return .finished
        case .statement(.script(let inner)): return try run(inner, &answer, control)
        case .statement(let plain):
            let result = try run(plain, control: control)
            if !result.schema.fields.isEmpty { answer = result }
            return .finished
        case .compound(let inner): return try run(inner, &answer, control)
        case .branches(let branches, let otherwise):
            for branch in branches where try holds(branch.condition, control) {
                return try run(branch.body, &answer, control)
            }
            return try run(otherwise, &answer, control)
        case .loop(let loop): return try run(loop, &answer, control)
        case .forEach(let label, let name, let query, let body):
            return try run(body, forEachRowOf: query, named: name, label, &answer, control)
        case .leave(let label): return .leaving(label)
        case .iterate(let label): return .iterating(label)
        }
    }

    private func holds(_ condition: Expression, _ control: QueryControl) throws -> Bool {
        try evaluate(condition, as: .boolean, control).value == .boolean(true)
    }

    private func run(_ loop: ScriptLoop, _ answer: inout Answer, _ control: QueryControl) throws -> ScriptOutcome {
        while true {
            try control.cancellation.check()
            if let condition = loop.whileCondition, try !holds(condition, control) { return .finished }
            switch try run(loop.body, &answer, control) {
            case .finished: break
            case .iterating(let label) where label == loop.label: continue
            case .leaving(let label) where label == loop.label: return .finished
            case let other: return other
            }
            if let condition = loop.untilCondition, try holds(condition, control) { return .finished }
        }
    }

    private func run(
        _ body: [ScriptStatement], forEachRowOf query: LogicalPlan, named name: String?, _ label: String?,
        _ answer: inout Answer, _ control: QueryControl
    ) throws -> ScriptOutcome {
        let (schema, batches) = try collect(query, control: control)
        var scope = ScriptScope()
        defer { for (key, variable) in scope.hidden.reversed() { setVariable(key, variable) } }
        func set(_ name: String, _ value: Value, _ type: DataType) {
            let key = name.lowercased()
            if !scope.hides(key) { scope.hidden.append((key, variable(key))) }
            setVariable(key, Variable(name: name, type: type, value: value, defaultValue: .null))
        }
        for batch in batches {
            for row in 0..<batch.count {
                try control.cancellation.check()
                let values = batch.columns.map { $0.value(at: row) }
                for (field, value) in zip(schema.fields, values) { set(field.name, value, field.dataType) }
                if let name { set(name, .structure(values), .structure(schema)) }
                switch try run(body, &answer, control) {
                case .finished: continue
                case .iterating(let target) where target == label: continue
                case .leaving(let target) where target == label: return .finished
                case let other: return other
                }
            }
        }
        return .finished
    }
}

extension CompoundStatement {
    /// The handler of an error: one that names its condition or its SQLSTATE comes before one for all.
    fileprivate func handler(of error: PyriteError) -> ScriptHandler? {
        let condition = error.condition.uppercased()
        let family = String(condition.prefix { $0 != "." })
        return handlers.first { $0.conditions.contains { $0 == condition || $0 == family || $0 == error.sqlState } }
            ?? handlers.first { $0.conditions.contains("SQLEXCEPTION") }
    }
}
