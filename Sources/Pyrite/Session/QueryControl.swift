import Columnar
import Execution

/// What a caller brings to the running of a query: its host functions and its wish to stop.
package struct QueryControl: Sendable {
    /// Runs functions of the host language; `nil` when the caller has none.
    package var functions: (any PythonUDFRunner)?
    package var cancellation: CancellationToken
    /// Told what `observe` found.
    package var observed: (@Sendable (ObservedMetrics) -> Void)?
    /// Shown in the job list.
    package var description: String

    package init(
        functions: (any PythonUDFRunner)? = nil, cancellation: CancellationToken = CancellationToken(),
        description: String = ""
    ) {
        self.functions = functions
        self.cancellation = cancellation
        self.description = description
    }
}
