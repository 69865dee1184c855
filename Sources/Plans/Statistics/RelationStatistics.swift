import Columnar

/// What a source's metadata tells of one column.
package struct SourceColumnStatistics: Sendable {
    package var min: Value?
    package var max: Value?
    package var nullCount: Int?
    package var distinctCount: Int?

    package init(min: Value? = nil, max: Value? = nil, nullCount: Int? = nil, distinctCount: Int? = nil) {
        self.min = min
        self.max = max
        self.nullCount = nullCount
        self.distinctCount = distinctCount
    }
}

/// What is known or guessed of the values of a column.
package struct ColumnStatistics: Sendable {
    /// The size of the domain from which the values come: how many different values there are, before conditions on
    /// other columns took rows away. `nil` when nothing is known.
    package var distinct: Double?
    /// Bounds of numbers, dates and times as the number that orders them.
    package var min: Double?
    package var max: Double?
    /// The share of rows that are null.
    package var nullFraction: Double
    /// Rows of the table that the column comes from, before any condition.
    package var tableRows: Double?
    /// Whether ``min`` and ``max`` are limits that no value exceeds, and not guesses.
    package var isExact: Bool

    package init(
        distinct: Double? = nil, min: Double? = nil, max: Double? = nil, nullFraction: Double = 0,
        tableRows: Double? = nil, isExact: Bool = false
    ) {
        self.distinct = distinct
        self.min = min
        self.max = max
        self.nullFraction = nullFraction
        self.tableRows = tableRows
        self.isExact = isExact
    }

    /// How many of the domain's values are expected among `rows` rows drawn from it.
    package func distinct(among rows: Double) -> Double {
        guard let distinct else { return rows }
        return Estimate.drawn(from: distinct, rows)
    }
}

/// What is known or guessed of the rows of a plan before it runs.
package struct RelationStatistics: Sendable {
    package var rows: Double
    package var columns: [AttributeID: ColumnStatistics]

    package init(rows: Double, columns: [AttributeID: ColumnStatistics] = [:]) {
        self.rows = rows
        self.columns = columns
    }

    package subscript(id: AttributeID) -> ColumnStatistics { columns[id] ?? ColumnStatistics() }

    /// Bytes that rows with these columns take in memory.
    package func byteCount(_ output: [Attribute]) -> Double {
        rows * output.reduce(8.0) { $0 + Estimate.width($1.type) }
    }

    /// As `explain(mode="cost")` shows them: `Statistics(sizeInBytes=1.5 KiB, rowCount=100)`.
    func text(_ output: [Attribute]) -> String {
        var size = byteCount(output)
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        while size >= 1024, unit < units.count - 1 {
            size /= 1024
            unit += 1
        }
        let tenths = Int64((min(size, 1e15) * 10).rounded())
        let count = Int64(min(rows, 1e18).rounded())
        return "Statistics(sizeInBytes=\(tenths / 10).\(tenths % 10) \(units[unit]), rowCount=\(count))"
    }
}
