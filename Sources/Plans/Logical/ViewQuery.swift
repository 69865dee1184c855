import Columnar

/// What becomes of a persistent view when the columns of its query change.
package enum ViewSchemaMode: String, Sendable {
    /// The columns must be there with types that widen to those of the view.
    case binding = "BINDING"
    /// The columns must be there and are cast.
    case compensation = "COMPENSATION"
    /// The columns must be there; their types are the view's.
    case typeEvolution = "TYPE EVOLUTION"
    /// The columns are the view's, unless it was made with names for them.
    case evolution = "EVOLUTION"
}

/// The query of a persistent view: its columns are found by the names that they had when the view was made.
package struct ViewQuery: Sendable {
    package struct Column: Sendable {
        package var name: String
        /// The column of the query, and how many there were of its name, and which of those it was.
        package var queryName: String
        package var ordinal: Int
        package var count: Int
        package var type: DataType
        package var metadata: String?

        package init(name: String, queryName: String, ordinal: Int, count: Int, type: DataType, metadata: String?) {
            self.name = name
            self.queryName = queryName
            self.ordinal = ordinal
            self.count = count
            self.type = type
            self.metadata = metadata
        }
    }
    package var child: LogicalPlan
    package var columns: [Column]
    package var mode: ViewSchemaMode
    package var viewName: [String]
    package var text: String

    package init(
        _ child: LogicalPlan, columns: [Column], mode: ViewSchemaMode, viewName: [String], text: String
    ) {
        self.child = child
        self.columns = columns
        self.mode = mode
        self.viewName = viewName
        self.text = text
    }
}
