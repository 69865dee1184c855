import Columnar
import Plans

/// The rows of a kept plan (`cache`, `persist`), by partition: in memory while at most half of the budget is in use, and
/// on local disk beyond. They keep their memory from the budget for as long as they are kept.
package final class KeptRows: KeptRelation, @unchecked Sendable {
    private let rows: [SpillableRows]

    init(_ rows: [SpillableRows]) { self.rows = rows }

    /// Of the budget, in use when rows begin to be kept on disk: queries need memory too.
    static let memoryShare = 0.5

    /// The rows when all are in memory.
    package var partitions: [[Batch]]? {
        let inMemory = rows.compactMap(\.inMemory)
        return inMemory.count == rows.count ? inMemory : nil
    }

    package var rowCount: Int { rows.reduce(0) { $0 + $1.rowCount } }
    package var byteCount: Int { rows.reduce(0) { $0 + $1.bytes } }

    /// One for each partition; they can be read any number of times.
    var streams: [@Sendable () throws -> any BatchStream] { rows.map { rows in { rows.stream() } } }
}
