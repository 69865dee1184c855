/// A failure that reaches the user: Spark's error condition, SQLSTATE and message parameters, and a message for a person.
///
/// Every module throws this type and no other for what a user can cause.
package struct PyriteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// PySpark's exception class that the condition is raised as.
    package enum Kind: String, Hashable, Sendable {
        case analysis = "AnalysisException"
        case parse = "ParseException"
        case arithmetic = "ArithmeticException"
        case numberFormat = "NumberFormatException"
        case arrayIndex = "ArrayIndexOutOfBoundsException"
        case dateTime = "DateTimeException"
        case illegalArgument = "IllegalArgumentException"
        case runtime = "SparkRuntimeException"
        case python = "PythonException"
        case upgrade = "SparkUpgradeException"
        case noSuchElement = "SparkNoSuchElementException"
        case unsupported = "UnsupportedOperationException"
        case sparkException = "SparkException"
        case tempTableExists = "TempTableAlreadyExistsException"
    }

    /// Where in the SQL text or the DataFrame call the failing expression stands.
    package struct QueryContext: Hashable, Sendable {
        package var fragment: String
        package var line: Int
        package var startPosition: Int
        package var startIndex: Int
        package var stopIndex: Int
        /// The whole text and the bytes of the fragment in it; `nil` for places that are in no query text.
        package var text: QueryText?
        package var range: Range<Int>

        package init(
            fragment: String, line: Int, startPosition: Int, startIndex: Int, stopIndex: Int, text: QueryText? = nil,
            range: Range<Int> = 0..<0
        ) {
            self.text = text
            self.range = range
            self.fragment = fragment
            self.line = line
            self.startPosition = startPosition
            self.startIndex = startIndex
            self.stopIndex = stopIndex
        }
    }

    package struct Parameter: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var kind: Kind
    /// Such as `DIVIDE_BY_ZERO` or `UNRESOLVED_COLUMN.WITH_SUGGESTION`.
    package var condition: String
    package var sqlState: String
    /// Without the `[CONDITION]` in front and the SQLSTATE behind; ``description`` adds both.
    package var message: String
    package var parameters: [Parameter]
    package var context: QueryContext?
    /// What Spark prints behind the SQLSTATE: the position of a syntax error and the marked query text. Often empty.
    package var details = ""

    package init(
        _ kind: Kind, _ condition: String, sqlState: String, _ message: String,
        parameters: KeyValuePairs<String, String> = [:]
    ) {
        self.kind = kind
        self.condition = condition
        self.sqlState = sqlState
        self.message = message
        self.parameters = parameters.map { Parameter(name: $0.key, value: $0.value) }
    }

    package var description: String {
        // Spark prints neither the condition nor the state of errors that it has not classified.
        if condition.isEmpty || condition.hasPrefix("_LEGACY_ERROR") { return message + details }
        return (sqlState.isEmpty ? "[\(condition)] \(message)" : "[\(condition)] \(message) SQLSTATE: \(sqlState)")
            + (details.isEmpty ? placeText : details)
    }

    /// Where the error lies, as Spark prints it: names and types by line and position, what fails at run time with the
    /// marked text.
    private var placeText: String {
        guard let context, let text = context.text else { return "" }
        if kind == .analysis { return "; line \(context.line) pos \(context.startPosition)" }
        return "\n\(text.excerpt(context.range))\n"
    }

    /// A state that the engine's own code should have made impossible; reported as an error so that no trap is needed.
    package static func internalError(_ message: String) -> PyriteError {
        PyriteError(.sparkException, "INTERNAL_ERROR", sqlState: "XX000", message, parameters: ["message": message])
    }

    /// Something of Spark's that Pyrite does not do, named so that the user can see what to change.
    package static func unsupported(_ what: String) -> PyriteError {
        PyriteError(
            .unsupported, "UNSUPPORTED_FEATURE", sqlState: "0A000", "The feature is not supported: \(what)",
            parameters: ["feature": what])
    }

    package static let cancelled = PyriteError(
        .sparkException, "OPERATION_CANCELED", sqlState: "HY008", "Operation has been canceled.")

    package var isCancellation: Bool { condition == "OPERATION_CANCELED" }
}
