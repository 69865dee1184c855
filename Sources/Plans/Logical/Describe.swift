import Columnar

/// `describe` and `summary`: a row for each statistic, a column of text for each column.
package struct Describe: Sendable {
    package var child: LogicalPlan
    /// Empty: all columns of numbers and text.
    package var columns: [String]
    /// `count`, `mean`, `stddev`, `min`, `max`, `count_distinct`, `approx_count_distinct`, or percentiles such as `25%`.
    package var statistics: [String]

    package init(_ child: LogicalPlan, columns: [String], statistics: [String]) {
        self.child = child
        self.columns = columns
        self.statistics = statistics
    }
}

/// `freqItems`: one row with an array of frequent values for each column.
package struct FrequentItems: Sendable {
    package var child: LogicalPlan
    package var columns: [String]
    /// The share of the rows that a value must exceed to be told in any case.
    package var support: Double

    package init(_ child: LogicalPlan, columns: [String], support: Double) {
        self.child = child
        self.columns = columns
        self.support = support
    }
}

/// A call of a table function of the host, before analysis.
package struct TableFunctionCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    /// A struct type; null when the function says it for each call, in its `analyze`.
    package var resultType: DataType
    package var isDeterministic: Bool
    package var command: [UInt8]
    package var evalType: Int

    package init(
        name: String, arguments: [Expression], resultType: DataType, isDeterministic: Bool, command: [UInt8],
        evalType: Int
    ) {
        self.name = name
        self.arguments = arguments
        self.resultType = resultType
        self.isDeterministic = isDeterministic
        self.command = command
        self.evalType = evalType
    }
}
