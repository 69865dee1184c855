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
        /// Rows, or a distance of the order key; negative before the current row.
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

/// Finds the frames of rows.
struct WindowFrames {
    let input: WindowInput
    let specification: WindowSpecification
    /// The single order key as numbers, for RANGE frames with offsets.
    private let doubles: [Double]

    init(_ input: WindowInput, _ specification: WindowSpecification) throws {
        self.input = input
        self.specification = specification
        var needsKey = false
        if !specification.isRows {
            for bound in [specification.lower, specification.upper] {
                switch bound {
                case .offset, .months: needsKey = true
                case .unbounded, .current: break
                }
            }
        }
        guard needsKey else {
            doubles = []
            return
        }
        guard let key = input.key else {
            throw PyriteError.internalError("a RANGE frame with an offset needs one order key")
        }
        doubles = try (0..<key.count).map { row in
            guard let number = WindowFrames.number(key.value(at: row), key.type) else {
                throw PyriteError.unsupported("RANGE frames over \(key.type.sql)")
            }
            return number
        }
    }

    private static func number(_ value: Value, _ type: DataType) -> Double? {
        switch value {
        case .null: return .nan
        case .integer(let number): return Double(number)
        case .float(let number): return Double(number)
        case .double(let number): return number
        case .decimal(let unscaled):
            guard case .decimal(_, let scale) = type else { return nil }
            return (0..<scale).reduce(Double(unscaled)) { number, _ in number / 10 }
        default: return nil
        }
    }

    /// The rows of the frame of `row` within its partition; empty ranges stay inside it.
    func frame(of row: Int, in partition: Range<Int>) -> Range<Int> {
        let lower = bound(specification.lower, row, partition, isLower: true)
        let upper = bound(specification.upper, row, partition, isLower: false)
        return lower < upper ? lower..<upper : partition.lowerBound..<partition.lowerBound
    }

    private func bound(_ bound: WindowSpecification.Bound, _ row: Int, _ partition: Range<Int>, isLower: Bool) -> Int {
        switch bound {
        case .unbounded: return isLower ? partition.lowerBound : partition.upperBound
        case .current:
            if specification.isRows { return isLower ? row : row + 1 }
            return Int(isLower ? input.peerStart[row] : input.peerEnd[row])
        case .months(let months):
            if doubles[row].isNaN { return Int(isLower ? input.peerStart[row] : input.peerEnd[row]) }
            let sign: Int64 = input.direction.ascending ? 1 : -1
            return search(partition, moved(doubles[row], sign &* months) * Double(sign), isLower: isLower)
        case .offset(let value):
            let distance = WindowFrames.number(value, .double) ?? 0
            if specification.isRows {
                let clamped = max(-1e15, min(1e15, distance))
                let target = row + Int(clamped) + (isLower ? 0 : 1)
                return max(partition.lowerBound, min(partition.upperBound, target))
            }
            // Null keys frame their peers.
            if doubles[row].isNaN { return Int(isLower ? input.peerStart[row] : input.peerEnd[row]) }
            let sign = input.direction.ascending ? 1.0 : -1.0
            return search(partition, (doubles[row] + sign * distance) * sign, isLower: isLower)
        }
    }

    /// The first row of the partition whose key, in window order, reaches the limit, or passes it.
    private func search(_ partition: Range<Int>, _ limit: Double, isLower: Bool) -> Int {
        let sign = input.direction.ascending ? 1.0 : -1.0
        var (low, high) = nonNull(partition)
        while low < high {
            let middle = (low + high) / 2
            let key = doubles[middle] * sign
            if isLower ? key < limit : key <= limit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A date (days) or timestamp (µs, in UTC) moved by months.
    private func moved(_ key: Double, _ months: Int64) -> Double {
        guard let type = input.key?.type, type != .date else {
            return Double(CivilDate.addMonths(Int64(key), months))
        }
        let day = 86_400_000_000.0
        let days = (key / day).rounded(.down)
        return Double(CivilDate.addMonths(Int64(days), months)) * day + (key - days * day)
    }

    /// The rows of a partition whose key is not null; nulls lie together at one end.
    private func nonNull(_ partition: Range<Int>) -> (Int, Int) {
        var (low, high) = (partition.lowerBound, partition.upperBound)
        while low < high && doubles[low].isNaN { low += 1 }
        while high > low && doubles[high - 1].isNaN { high -= 1 }
        return (low, high)
    }
}
