import Columnar
import Functions

extension Analyzer {
    /// A reference to a recursive common table expression: an anchor and a step, made of the branches of a UNION ALL
    /// that do not refer to the expression and those that do.
    func resolveRecursion(
        _ found: Environment.CommonTableExpression, _ environment: Environment
    ) throws -> Resolved {
        let definition = found.definition
        var plan = definition.plan.withoutOrigin
        var base = found.environment
        while case .with(let with) = plan {
            base = self.environment(within: with, base)
            plan = with.child.withoutOrigin
        }
        guard case .setOperation(let union) = plan, union.kind == .union else {
            throw invalidRecursion(definition.name)
        }
        let steps = union.inputs.filter { $0.refers(to: definition.name) }
        let anchors = union.inputs.filter { !$0.refers(to: definition.name) }
        guard !anchors.isEmpty else { throw invalidRecursion(definition.name) }
        if steps.contains(where: { $0.misplaces(definition.name) }) {
            throw PyriteError(
                .analysis, "INVALID_RECURSIVE_REFERENCE.PLACE", sqlState: "42836",
                "Invalid recursive reference found inside WITH RECURSIVE clause. Recursive references cannot be used on the "
                    + "right side of left outer/semi/anti joins, on the left side of right outer joins, in full outer "
                    + "joins, in aggregates, window functions or sorts")
        }
        guard union.isAll else {
            throw PyriteError(
                .analysis, "UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE", sqlState: "42836",
                "The UNION operator is not yet supported within recursive common table expressions (WITH clauses that "
                    + "refer to themselves, directly or indirectly). Please use UNION ALL instead.")
        }
        let anchor = try aliased(
            try resolve(Self.unionAll(anchors), base).trimmed(), qualifier: [definition.name],
            columnNames: definition.columnNames)
        let columns = anchor.trimmed().plan.output
        let number = AttributeID.fresh().number
        var inner = base
        inner.recursions[definition.name.lowercased()] = RecursionReference(
            reference: number, output: columns.map(\.asNullable))
        let step = try resolve(Self.unionAll(steps), inner).trimmed()
        guard step.visible.count == columns.count else {
            throw PyriteError(
                .analysis, "NUM_COLUMNS_MISMATCH", sqlState: "42826",
                "UNION can only be performed on inputs with the same number of columns, but the first input has "
                    + "\(columns.count) columns and the second input has \(step.visible.count) columns.",
                parameters: [
                    "operator": "UNION", "firstNumColumns": "\(columns.count)", "invalidOrdinalNum": "second",
                    "invalidNumColumns": "\(step.visible.count)",
                ])
        }
        // The anchor says what the types are.
        let typed = try zip(step.visible, columns).map { value, column -> Expression in
            guard TypeCoercion.commonType(value.type, column.type, isANSI: isANSI) == column.type else {
                throw PyriteError(
                    .analysis, "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE", sqlState: "42825",
                    "Failed to merge incompatible data types \"\(column.type.sql)\" and \"\(value.type.sql)\". Please check "
                        + "the data types of the columns being merged and ensure that they are compatible. If necessary, "
                        + "consider casting the columns to compatible data types before attempting the merge.",
                    parameters: ["left": "\"\(column.type.sql)\"", "right": "\"\(value.type.sql)\""])
            }
            let cast = coerced(.attribute(value), to: column.type)
            if case .attribute = cast { return cast }
            return .alias(Alias(cast, column.name, id: .fresh()))
        }
        let recursion = Recursion(
            name: definition.name, anchor: anchor.trimmed().plan, step: .project(Project(step.plan, typed)),
            reference: number, maximumLevel: definition.maximumLevel,
            output: columns.map { Attribute($0.name, $0.type, nullable: true) })
        return try aliased(Resolved(.recursion(recursion)), qualifier: [definition.name], columnNames: [])
    }

    /// What is visible to the query behind WITH.
    func environment(within with: With, _ environment: Environment) -> Environment {
        var inner = environment
        for definition in with.definitions {
            let isRecursive = with.isRecursive && definition.plan.refers(to: definition.name)
            let readers =
                with.child.references(to: definition.name)
                + with.definitions.reduce(0) { $0 + $1.plan.references(to: definition.name) }
            inner.expressions[definition.name.lowercased()] = .init(
                definition: definition, environment: inner, isRecursive: isRecursive, isReadAgain: readers > 1)
        }
        return inner
    }

    /// The rows of the last round, by the name of the expression that is being computed.
    func resolveRecursionReference(_ reference: RecursionReference, name: String) throws -> Resolved {
        var copy = reference
        copy.output = reference.output.map { Attribute($0.name, $0.type, nullable: true) }
        return try aliased(Resolved(.recursionReference(copy)), qualifier: [name], columnNames: [])
    }

    private static func unionAll(_ inputs: [LogicalPlan]) -> LogicalPlan {
        inputs.count == 1 ? inputs[0] : .setOperation(SetOperation(.union, inputs, isAll: true))
    }

    private func invalidRecursion(_ name: String) -> PyriteError {
        PyriteError(
            .analysis, "INVALID_RECURSIVE_CTE", sqlState: "42836",
            "Invalid recursive definition found. Recursive queries must contain an UNION or an UNION ALL statement with 2 "
                + "children. The first child needs to be the anchor term without any recursive references. Any top level "
                + "inner CTE must not contain self references.")
    }
}

extension LogicalPlan {
    /// Whether a relation of this name (one part, case ignored) occurs in the plan or its subqueries.
    func refers(to name: String) -> Bool { references(to: name) > 0 }

    /// Whether the relation of this name stands where a step of a recursion may not read it: what is computed there
    /// would depend on rows of other rounds.
    fileprivate func misplaces(_ name: String) -> Bool {
        switch self {
        case .join(let join):
            switch join.kind {
            case .left, .leftSemi, .leftAnti: if join.right.refers(to: name) { return true }
            case .right: if join.left.refers(to: name) { return true }
            case .full: if join.left.refers(to: name) || join.right.refers(to: name) { return true }
            case .inner, .cross: break
            }
        case .aggregate(let node): if node.child.refers(to: name) { return true }
        case .sort(let node): if node.child.refers(to: name) { return true }
        case .project(let node):
            // A projection with aggregates is an aggregation, which is seen only once names are resolved.
            let combinesRows = node.expressions.contains { expression in
                expression.contains {
                    switch $0 {
                    case .window: return true
                    case .unresolvedFunction(let call):
                        guard case .aggregate? = FunctionRegistry.builtIn[call.nameParts.last ?? ""]?.kind else {
                            return false
                        }
                        return true
                    default: return false
                    }
                }
            }
            if combinesRows, node.child.refers(to: name) { return true }
        default: break
        }
        return expressions.contains { $0.references(to: name) > 0 } || children.contains { $0.misplaces(name) }
    }

    /// How often a relation of this name occurs in the plan and its subqueries.
    func references(to name: String) -> Int {
        if case .unresolvedRelation(let relation) = self {
            return relation.nameParts.count == 1 && relation.nameParts[0].lowercased() == name.lowercased() ? 1 : 0
        }
        if case .with(let with) = self {
            // A definition of the same name hides the outer one from there on.
            let hiding = with.definitions.firstIndex { $0.name.lowercased() == name.lowercased() }
            let before = with.definitions[..<(hiding ?? with.definitions.count)]
            let count = before.reduce(0) { $0 + $1.plan.references(to: name) }
            guard let hiding else { return count + with.child.references(to: name) }
            return count + (with.isRecursive ? 0 : with.definitions[hiding].plan.references(to: name))
        }
        let count = children.reduce(0) { $0 + $1.references(to: name) }
        return expressions.reduce(count) { $0 + $1.references(to: name) }
    }
}

extension Expression {
    fileprivate func references(to name: String) -> Int {
        var count = children.reduce(0) { $0 + $1.references(to: name) }
        if case .unresolvedSubquery(let subquery) = self { count += subquery.plan.references(to: name) }
        return count
    }
}
