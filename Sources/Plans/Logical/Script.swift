/// A SQL script: what stands between BEGIN and END.
package struct CompoundStatement: Sendable {
    package var label: String?
    package var statements: [ScriptStatement]
    /// In the order of their declaration.
    package var handlers: [ScriptHandler]

    package init(label: String?, statements: [ScriptStatement], handlers: [ScriptHandler]) {
        self.label = label
        self.statements = statements
        self.handlers = handlers
    }
}

/// One statement of a script.
package enum ScriptStatement: Sendable {
    case statement(Statement)
    case compound(CompoundStatement)
    /// IF and CASE: the first branch whose condition holds.
    case branches([ScriptBranch], otherwise: [ScriptStatement])
    /// WHILE, REPEAT and LOOP.
    case loop(ScriptLoop)
    /// FOR: once for each row of a query, whose columns are variables meanwhile.
    case forEach(label: String?, variable: String?, query: LogicalPlan, body: [ScriptStatement])
    case leave(label: String)
    case iterate(label: String)
}

package struct ScriptBranch: Sendable {
    package var condition: Expression
    package var body: [ScriptStatement]
    package init(condition: Expression, body: [ScriptStatement]) {
        self.condition = condition
        self.body = body
    }
}

package struct ScriptLoop: Sendable {
    package var label: String?
    package var body: [ScriptStatement]
    /// Looked at before each round; the loop ends when it does not hold.
    package var whileCondition: Expression?
    /// Looked at behind each round; the loop ends when it holds.
    package var untilCondition: Expression?
    package init(
        label: String?, body: [ScriptStatement], whileCondition: Expression? = nil, untilCondition: Expression? = nil
    ) {
        self.label = label
        self.body = body
        self.whileCondition = whileCondition
        self.untilCondition = untilCondition
    }
}

/// `DECLARE EXIT HANDLER FOR SQLEXCEPTION …`: what is done about an error, before the compound statement ends or goes on.
package struct ScriptHandler: Sendable {
    package var isExit: Bool
    /// Conditions, SQLSTATEs, or `SQLEXCEPTION` for all; upper case.
    package var conditions: [String]
    package var body: [ScriptStatement]
    package init(isExit: Bool, conditions: [String], body: [ScriptStatement]) {
        self.isExit = isExit
        self.conditions = conditions
        self.body = body
    }
}
