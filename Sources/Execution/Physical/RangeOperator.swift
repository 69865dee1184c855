import Columnar
import Plans

/// `range(start, end, step)`: partition i of p holds the values i·n/p ..< (i+1)·n/p, as in Spark.
final class RangeOperator: PhysicalOperator, @unchecked Sendable {
    private let relation: RangeRelation
    private let count: Int
    private var parts = 1
    private let queue = MorselQueue()
    private static let morselRows = 131_072

    init(_ relation: RangeRelation, output: [Attribute]) throws {
        guard relation.step != 0 else {
            throw PyriteError(
                .illegalArgument, "INTERNAL_ERROR", sqlState: "XX000", "step cannot be 0", parameters: [:])
        }
        self.relation = relation
        let (start, end, step) = (Int128(relation.start), Int128(relation.end), Int128(relation.step))
        let span = step > 0 ? end - start : start - end
        let stride = step > 0 ? step : -step
        let total = span <= 0 ? 0 : (span + stride - 1) / stride
        guard let count = Int(exactly: total) else { throw PyriteError.unsupported("a range of \(total) values") }
        self.count = count
        super.init(output: output, children: [])
    }

    override func prepare(_ job: Job) throws { parts = max(relation.partitionCount ?? job.parallelism, 1) }
    override var partitionCount: Int { parts }
    override var morselCount: Int { (count - 1) / RangeOperator.morselRows + 1 }
    override func resetMorsels() { queue.reset() }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        switch task.assignment {
        case .partition(let index):
            let lower = Int(Int128(index) * Int128(count) / Int128(parts))
            let upper = Int(Int128(index + 1) * Int128(count) / Int128(parts))
            var isDone = false
            return RangeStream(self) {
                defer { isDone = true }
                return isDone ? nil : lower..<upper
            }
        case .shared:
            let morsels = morselCount
            return RangeStream(self) { [queue, count] in
                queue.take(of: morsels).map {
                    $0 * RangeOperator.morselRows..<min(($0 + 1) * RangeOperator.morselRows, count)
                }
            }
        }
    }

    override var estimatedBytes: Double { Double(count) * 8 }
    override var name: String { "Range" }
    override var explanation: String {
        "Range (\(relation.start), \(relation.end), step=\(relation.step), splits=\(parts))"
    }

    private final class RangeStream: BatchStream {
        private let source: RangeOperator
        private let nextRange: () -> Range<Int>?
        private var rest = 0..<0

        init(_ source: RangeOperator, _ nextRange: @escaping () -> Range<Int>?) {
            self.source = source
            self.nextRange = nextRange
        }

        func next() throws -> Batch? {
            while rest.isEmpty {
                guard let range = nextRange() else { return nil }
                rest = range
            }
            let n = min(rest.count, Batch.targetCount)
            let buffer = Buffer(capacity: n * 8)
            let values = buffer.typed(Int64.self)
            let step = source.relation.step
            var value = source.relation.start &+ Int64(truncatingIfNeeded: rest.lowerBound) &* step
            for row in 0..<n {
                values[row] = value
                value = value &+ step
            }
            rest = rest.lowerBound + n..<rest.upperBound
            if source.output.isEmpty { return Batch([], count: n) }
            return Batch([Column(.long, count: n, layout: .fixed(buffer))], count: n)
        }
    }
}
