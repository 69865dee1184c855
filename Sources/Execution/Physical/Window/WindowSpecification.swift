import Columnar
import Functions
import Plans

/// One window function, bound to the input's columns.
struct WindowSpecification: @unchecked Sendable {
    enum Function: @unchecked Sendable {
        case aggregate(AggregateSpecification)
        /// `row_number`, `rank`, `lag`, … by name.
        case ranking(name: String, arguments: [PhysicalExpression], ignoresNulls: Bool)
        /// A function of the host over the rows of each frame.
        case python(command: [UInt8], arguments: [PhysicalExpression])
    }

    /// One end of a frame.
    enum Bound: Sendable {
        /// The beginning of the partition for a lower bound, its end for an upper one.
        case unbounded
        case current
        /// Rows, or a distance of the order key (a decimal's at the key's scale); negative before the current row.
        case offset(Value)
        /// Months of the order key, a date or timestamp.
        case months(Int64)
    }

    var function: Function
    var type: DataType
    var isRows: Bool
    var lower: Bound
    var upper: Bound
}

/// The rows of whole partitions, or of a piece of one, in window order, and where partitions and peers begin.
struct WindowInput {
    let batch: Batch
    /// Row → first row of its partition and the row behind its last.
    let partitions: [Range<Int>]
    /// Row → first row with an equal order key.
    let peerStart: [Int32]
    /// Row → the row behind the last with an equal order key.
    let peerEnd: [Int32]
    /// The order key, when there is exactly one.
    let key: Column?
    let direction: SortDirection
    /// Rows and groups of peers of the partition before these rows, when they are a piece of it.
    var rowsBefore = 0
    var peersBefore = 0
    /// Rows of the whole partition, when these are a piece of it.
    var partitionRows: Int?

    /// The number of a row in its partition, from 0.
    func position(_ row: Int, in partition: Range<Int>) -> Int { row - partition.lowerBound + rowsBefore }

    /// How many rows a partition has in all.
    func size(_ partition: Range<Int>) -> Int { partitionRows ?? partition.count }
}
