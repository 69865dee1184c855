import Columnar
import Plans

#if canImport(Glibc)
    import Glibc
#endif

/// A random sample: the rows that Spark draws for the same seed and partitions.
final class SampleOperator: WholePartitionOperator, @unchecked Sendable {
    private let sample: Sample
    private let seed: Int64

    init(_ child: PhysicalOperator, sample: Sample, seed: Int64) {
        self.sample = sample
        self.seed = seed
        super.init(output: child.output, children: [child])
    }

    override var name: String { "Sample" }
    override var explanation: String {
        "Sample \(sample.lowerBound), \(sample.upperBound), \(sample.withReplacement), \(seed)"
    }

    override func stream(partition: Int, _ task: TaskContext) throws -> any BatchStream {
        let input = try children[0].stream(task.reading(partition: partition))
        let (lower, upper) = (sample.lowerBound, sample.upperBound)
        if sample.withReplacement {
            var poisson = PoissonSampler(mean: upper - lower, seed: SampleOperator.partitionSeed(seed, partition))
            return MappedStream(input) { batch in
                var rows: [Int] = []
                for row in 0..<batch.count {
                    for _ in 0..<poisson.next() { rows.append(row) }
                }
                return batch.gather(Selection(rows))
            }
        }
        var generator = XORShiftRandom(seed: seed &+ Int64(partition))
        return MappedStream(input) { batch in
            let rows = Selection(capacity: batch.count)
            var written = 0
            for row in 0..<batch.count {
                let draw = generator.nextDouble()
                rows.rows[written] = Int32(truncatingIfNeeded: row)
                written &+= draw >= lower && draw < upper ? 1 : 0
            }
            rows.setCount(written)
            return written == batch.count ? batch : batch.gather(rows)
        }
    }

    /// With replacement each partition's seed comes from a Java generator over the sample's seed.
    private static func partitionSeed(_ seed: Int64, _ partition: Int) -> Int64 {
        var random = JavaRandom(seed: seed)
        var value: Int64 = 0
        for _ in 0...partition { value = random.nextLong() }
        return value
    }
}

/// Java's linear congruential generator.
struct JavaRandom {
    private var state: Int64

    init(seed: Int64) { state = (seed ^ 0x5_DEEC_E66D) & 0xFFFF_FFFF_FFFF }

    private mutating func next(_ bits: Int64) -> Int32 {
        state = (state &* 0x5_DEEC_E66D &+ 0xB) & 0xFFFF_FFFF_FFFF
        return Int32(truncatingIfNeeded: state >> (48 - bits))
    }

    mutating func nextLong() -> Int64 { (Int64(next(32)) &<< 32) &+ Int64(next(32)) }
}

/// How often a row is drawn when rows are put back: Knuth's method.
private struct PoissonSampler {
    private let threshold: Double
    private let limit: Double
    private var random: WellRandom

    init(mean: Double, seed: Int64) {
        threshold = exp(-max(mean, 0))
        limit = 1000 * max(mean, 0)
        random = WellRandom(seed: seed)
    }

    mutating func next() -> Int {
        var product = 1.0
        var count = 0
        while Double(count) < limit {
            product *= random.nextDouble()
            guard product >= threshold else { break }
            count += 1
        }
        return count
    }
}
