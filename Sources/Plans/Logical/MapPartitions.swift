import Columnar

/// A function of the host over the rows of each partition: `mapInPandas`, `mapInArrow`; over rows that hold a group
/// each, `applyInPandas` and its kin.
package struct MapPartitions: Sendable {
    package var child: LogicalPlan
    package var name: String
    /// The command of the Connect message; in process it names a callback over streams.
    package var command: [UInt8]
    /// What the function says that it gives.
    package var schema: Schema
    /// Set when a command of the shell takes the function's place.
    package var script: ScriptTransformation?
    /// Given by the analyzer.
    package var output: [Attribute]

    package init(_ child: LogicalPlan, name: String, command: [UInt8], schema: Schema) {
        self.child = child
        self.name = name
        self.command = command
        self.schema = schema
        self.output = []
    }
}

/// Aggregates over the rows that pass, told when the query has ended: `observe`.
package struct CollectMetrics: Sendable {
    package var child: LogicalPlan
    package var name: String
    /// Aggregate expressions, each with a name once they are analyzed.
    package var metrics: [Expression]

    package init(_ child: LogicalPlan, name: String, metrics: [Expression]) {
        self.child = child
        self.name = name
        self.metrics = metrics
    }
}
