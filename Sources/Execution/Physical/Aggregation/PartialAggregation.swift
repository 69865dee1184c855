import Columnar
import Plans

/// What one task has of an aggregation's groups: the table that takes rows in, and what it has handed over of earlier
/// rows.
///
/// Where nearly every row makes a group, or a group's rows stand together, a table that holds all groups is slower than
/// a small one (it is out of the processor's cache) and larger (it holds what finds the groups, for all of them). So a
/// table that has grown to ``window`` groups is handed over as a piece for the merge, and an empty one goes on, until
/// groups turn out to come again: from then on one table takes all rows. Dense integers need no such thing: what finds
/// them is small, and where they stand together they are found where the last ones were.
final class PartialAggregation: @unchecked Sendable {
    private let makeTable: @Sendable () -> AggregateTable
    private let shape: KeyShape
    private(set) var table: AggregateTable
    private var pieces: [AggregatePiece] = []
    private var pieceBytes = 0
    private var repeated = RepeatedKeys()
    private var handsOver: Bool
    let memory: MemoryHolding

    /// Groups of a table that is handed over, at most: a power of two, to which its memory grows by doubling.
    static let window = 1 << 16
    /// The share of groups that were handed over before at which handing over ends.
    private static let mostRepeated = 0.25

    init(_ job: Job, keyTypes: [DataType], makeTable: @escaping @Sendable () -> AggregateTable) {
        self.makeTable = makeTable
        shape = KeyShape(keyTypes)
        handsOver = !keyTypes.isEmpty
        table = makeTable()
        memory = MemoryHolding(job.memory)
    }

    /// Memory held, roughly.
    var byteCount: Int { pieceBytes + table.byteCount }
    /// The number of groups; those that are in several pieces count several times.
    var count: Int { pieces.reduce(table.count) { $0 + $1.count } }
    var handedOver: Bool { !pieces.isEmpty }

    /// Hands over a table that is full. To be called after each batch.
    func handOverIfFull() throws {
        guard handsOver, table.count + Batch.targetCount > PartialAggregation.window, !table.isDense else { return }
        let piece = try table.take()
        table = makeTable()
        handsOver =
            repeated.share(among: piece.keys, shape: shape, count: piece.count) < PartialAggregation.mostRepeated
        pieceBytes += piece.byteCount
        pieces.append(piece)
    }

    /// All groups; there are none afterwards. ``memory`` still holds what they take.
    func takePieces() throws -> [AggregatePiece] {
        if table.count > 0 {
            pieces.append(try table.take())
            table = makeTable()
        }
        defer { (pieces, pieceBytes) = ([], 0) }
        return pieces
    }

    /// Writes all groups to disk, and gives their memory back.
    func spill(to spill: AggregateSpill) throws {
        while let piece = pieces.popLast() {
            let table = makeTable()
            try table.merge(piece)
            try spill.take(table)
        }
        pieceBytes = 0
        try spill.take(table)
        table = makeTable()
        memory.grow(to: 0)
    }
}
