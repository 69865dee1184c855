import Columnar

/// A function whose body is SQL: `CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1`.
package struct SQLFunction: Sendable {
    package struct Parameter: Sendable {
        package var name: String
        package var type: DataType
        package var defaultValue: Expression?
        package init(name: String, type: DataType, defaultValue: Expression?) {
            self.name = name
            self.type = type
            self.defaultValue = defaultValue
        }
    }
    package enum Body: Sendable {
        /// With the type of the result, where one was given.
        case expression(Expression, DataType?)
        case query(LogicalPlan, Schema)
    }
    /// The full name of a persistent function, one part for a temporary one.
    package var name: [String]
    package var parameters: [Parameter]
    package var body: Body
    package init(name: [String], parameters: [Parameter], body: Body) {
        self.name = name
        self.parameters = parameters
        self.body = body
    }
}
