import Columnar
import Functions

extension Analyzer {
    /// A reference to a recursive common table expression: an anchor and a step, made of the branches of a UNION ALL
    /// that do not refer to the expression and those that do.
    func resolveRecursion(
        _ found: Environment.CommonTableExpression, _ environment: Environment
    ) throws -> Resolved {
        let definition = found.definition
        guard case .setOperation(let union) = definition.plan.withoutOrigin, union.kind == .union else {
            throw invalidRecursion(definition.name)
        }
        let steps = union.inputs.filter { $0.refers(to: definition.name) }
        let anchors = union.inputs.filter { !$0.refers(to: definition.name) }
        guard !anchors.isEmpty else { throw invalidRecursion(definition.name) }
        guard union.isAll else {
            throw PyriteError(
                .analysis, "UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE", sqlState: "42836",
                "The UNION operator is not yet supported within recursive common table expressions (WITH clauses that "
                    + "refer to themselves, directly or indirectly). Please use UNION ALL instead.")
        }
        let anchor = try aliased(
            try resolve(Self.unionAll(anchors), found.environment).trimmed(), qualifier: [definition.name],
            columnNames: definition.columnNames)
        let columns = anchor.trimmed().plan.output
        let number = AttributeID.fresh().number
        var inner = found.environment
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

    /// How often a relation of this name occurs in the plan and its subqueries.
    func references(to name: String) -> Int {
        if case .unresolvedRelation(let relation) = self {
            return relation.nameParts.count == 1 && relation.nameParts[0].lowercased() == name.lowercased() ? 1 : 0
        }
        var count = children.reduce(0) { $0 + $1.references(to: name) }
        if case .with(let with) = self { count += with.definitions.reduce(0) { $0 + $1.plan.references(to: name) } }
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
