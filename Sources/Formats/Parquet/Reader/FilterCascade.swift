import Columnar
import Glibc

/// The conditions of a scan in the order in which they are looked at: the ones that have dropped the most rows for their
/// time come first, and those that hardly drop any are left to the engine. Used by one thread.
struct FilterCascade {
    struct Step {
        let filter: ScanFilter
        /// The positions of its columns in the scan's output.
        let columns: [Int]
        fileprivate(set) var tested = 0
        fileprivate(set) var dropped = 0
        fileprivate var nanoseconds = 0

        /// Rows on which a condition is on trial, and the share that it must drop (one in so many).
        private static let trialRows = 1 << 17
        private static let payingShare = 16

        var isActive: Bool {
            switch filter {
            case .member(_, let keys): !keys.isUseless
            case .within(_, let bound): bound.isSet
            default: tested < Step.trialRows || dropped > tested / Step.payingShare
            }
        }

        /// Time for each row dropped. Before there is any experience: the order in which conditions came, joins' last.
        fileprivate var rank: Double {
            guard tested > 0 else {
                if case .member = filter { return 1e6 }
                return 0
            }
            return Double(nanoseconds) / (Double(dropped) + Double(tested) / 1024)
        }
    }

    private(set) var steps: [Step]
    private var batches = 0

    /// How often the order is looked at again.
    private static let batchesBetweenOrders = 4

    init(_ filters: [ScanFilter], positions: [String: Int]) {
        let parts = filters.flatMap { filter in if case .all(let parts) = filter { parts } else { [filter] } }
        steps = parts.map { part in
            var columns: [Int] = []
            part.forEachColumn { name in
                if let index = positions[name.lowercased()], !columns.contains(index) { columns.append(index) }
            }
            return Step(filter: part, columns: columns)
        }
        order()
    }

    private mutating func order() {
        steps = steps.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    }

    /// Begins a batch: steps keep their places until the next one.
    mutating func beginBatch() {
        batches += 1
        if steps.count > 1 && batches % Self.batchesBetweenOrders == 0 { order() }
    }

    /// Takes note of what a step did in `nanoseconds`.
    mutating func report(_ index: Int, tested: Int, dropped: Int, nanoseconds: Int) {
        steps[index].tested += tested
        steps[index].dropped += dropped
        steps[index].nanoseconds += nanoseconds
        if case .member(_, let keys) = steps[index].filter { keys.report(tested: tested, dropped: dropped) }
    }

    /// Nanoseconds on a clock that never goes back.
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }
}

/// The rows of a batch that have satisfied the conditions so far.
struct Survivors {
    /// The rows that columns are decoded for; `nil`: all.
    private(set) var rows: Selection?
    /// How many these are.
    private(set) var held: Int
    /// How many of them have satisfied the conditions.
    private(set) var count: Int
    /// A byte for each of them; `nil` while all have.
    private var flags: Buffer?

    init(count: Int) {
        held = count
        self.count = count
    }

    /// Keeps the rows with a 1 among `flags`, one for each row held. Gives the number that dropped out.
    mutating func keep(_ flags: Buffer) -> Int {
        let more = flags.typed(UInt8.self)
        if let known = self.flags?.typed(UInt8.self) { for row in 0..<held { more[row] &= known[row] } }
        var ones = 0
        for row in 0..<held { ones &+= Int(more[row]) }
        let dropped = count - ones
        count = ones
        self.flags = ones == held ? nil : flags
        return dropped
    }

    /// Lets go of rows held that have dropped out, in the columns that are there too.
    mutating func compact(_ columns: inout [Column?]) {
        guard let flags else { return }
        let flag = UnsafePointer(flags.typed(UInt8.self))
        let kept = Selection(capacity: held)
        let out = kept.rows
        var written = 0
        for row in 0..<held {
            out[written] = Int32(truncatingIfNeeded: row)
            written &+= Int(flag[row])
        }
        kept.setCount(written)
        for index in columns.indices {
            if let column = columns[index] { columns[index] = column.gather(kept) }
        }
        if let rows {
            let through = Selection(capacity: written)
            for index in 0..<written { through.rows[index] = rows.rows[Int(out[index])] }
            through.setCount(written)
            self.rows = through
        } else {
            rows = kept
        }
        held = written
        self.flags = nil
    }
}
