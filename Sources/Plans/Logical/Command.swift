import Columnar

/// A statement: something that is done rather than computed.
package enum Statement: Sendable {
    case query(LogicalPlan)
    case createView(CreateView)
    case dropView(name: [String], ifExists: Bool)
    case write(WriteOperation)
    case explain(LogicalPlan, mode: ExplainMode)
    /// `SET key = value`; all `nil`: show settings.
    case set(key: String?, value: String?)
    case reset(key: String?)
    case cache(name: [String], plan: LogicalPlan?)
    case uncache(name: [String], ifExists: Bool)
    case showTables
    case showFunctions
    case describe(LogicalPlan)
    case registerFunction(RegisterFunction)
}

package enum ExplainMode: String, Sendable { case simple, extended, codegen, cost, formatted }

package struct CreateView: Sendable {
    package enum Scope: Sendable { case local, global }
    package var name: [String]
    package var columnNames: [String]
    package var plan: LogicalPlan
    package var scope: Scope
    package var orReplace: Bool
    package init(name: [String], columnNames: [String] = [], plan: LogicalPlan, scope: Scope, orReplace: Bool) {
        self.name = name
        self.columnNames = columnNames
        self.plan = plan
        self.scope = scope
        self.orReplace = orReplace
    }
}

/// `df.write…save(path)`, `saveAsTable`, `insertInto`.
package struct WriteOperation: Sendable {
    package enum Mode: String, Sendable { case error, overwrite, append, ignore }
    package enum Target: Sendable {
        case path(String)
        case table([String])
    }
    package var input: LogicalPlan
    package var format: String?
    package var target: Target
    package var mode: Mode
    package var partitionBy: [String]
    package var options: [String: String]
    package init(
        input: LogicalPlan, format: String?, target: Target, mode: Mode, partitionBy: [String] = [],
        options: [String: String] = [:]
    ) {
        self.input = input
        self.format = format
        self.target = target
        self.mode = mode
        self.partitionBy = partitionBy
        self.options = options
    }
}

package struct RegisterFunction: Sendable {
    package var name: String
    package var resultType: DataType
    package var isDeterministic: Bool
    package var command: [UInt8]
    package var evalType: Int
    package init(name: String, resultType: DataType, isDeterministic: Bool, command: [UInt8], evalType: Int) {
        self.name = name
        self.resultType = resultType
        self.isDeterministic = isDeterministic
        self.command = command
        self.evalType = evalType
    }
}
