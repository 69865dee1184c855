import Columnar
import Functions
import Plans

/// Finds the frames of rows.
struct WindowFrames {
    let input: WindowInput
    let specification: WindowSpecification
    /// The single order key, for RANGE frames with distances.
    private let keys: RangeKeys?

    init(_ input: WindowInput, _ specification: WindowSpecification) throws {
        self.input = input
        self.specification = specification
        var distances: [WindowSpecification.Bound] = []
        if !specification.isRows {
            distances = [specification.lower, specification.upper].filter { bound in
                switch bound {
                case .offset, .months: true
                case .unbounded, .current: false
                }
            }
        }
        if distances.isEmpty {
            keys = nil
            return
        }
        guard let key = input.key else {
            throw PyriteError.internalError("a RANGE frame with an offset needs one order key")
        }
        keys = try RangeKeys(key, distances: distances, ascends: input.direction.ascending)
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
        case .offset(let value) where specification.isRows:
            let distance = max(-1e15, min(1e15, value.number ?? 0))
            let target = row + Int(distance) + (isLower ? 0 : 1)
            return max(partition.lowerBound, min(partition.upperBound, target))
        case .offset, .months:
            if let found = keys?.bound(bound, row, partition, isLower: isLower) { return found }
        }
        return Int(isLower ? input.peerStart[row] : input.peerEnd[row])
    }
}

/// The order keys of a RANGE frame as numbers: whole ones exactly, others as doubles. Descending keys are negated, so that
/// numbers ascend.
private struct RangeKeys {
    private enum Numbers {
        case whole([Int128])
        case doubles([Double])
    }

    private let numbers: Numbers
    /// Null or NaN: its frame is its peers.
    private let isMissing: [Bool]
    private let type: DataType
    private let ascends: Bool

    init(_ key: Column, distances: [WindowSpecification.Bound], ascends: Bool) throws {
        type = key.type
        self.ascends = ascends
        let values = (0..<key.count).map { key.value(at: $0) }
        let areWhole = distances.allSatisfy { bound in
            if case .offset(let value) = bound { return value.whole != nil }
            return true
        }
        if areWhole && values.allSatisfy({ $0.whole != nil || $0 == .null }) {
            isMissing = values.map { $0 == .null }
            numbers = .whole(values.map { ascends ? $0.whole ?? 0 : 0 - ($0.whole ?? 0) })
            return
        }
        var scale = 1.0
        if case .decimal(_, let digits) = type { for _ in 0..<digits { scale *= 10 } }
        let doubles = try values.map { value in
            if value == .null { return Double.nan }
            guard let number = value.number else {
                throw PyriteError.unsupported("RANGE frames over \(key.type.sql)")
            }
            return ascends ? number / scale : -number / scale
        }
        isMissing = doubles.map(\.isNaN)
        numbers = .doubles(doubles)
    }

    /// Where a frame begins or ends that reaches so far from a row; `nil`: with its peers.
    func bound(
        _ bound: WindowSpecification.Bound, _ row: Int, _ partition: Range<Int>, isLower: Bool
    ) -> Int? {
        if isMissing[row] { return nil }
        switch (bound, numbers) {
        case (.months(let months), .whole(let keys)):
            let key = Int64(truncatingIfNeeded: ascends ? keys[row] : 0 - keys[row])
            let moved = Int128(self.moved(key, ascends ? months : 0 &- months))
            return search(keys, partition, ascends ? moved : 0 - moved, isLower: isLower)
        case (.offset(let value), .whole(let keys)):
            return search(keys, partition, keys[row] &+ (value.whole ?? 0), isLower: isLower)
        case (.offset(let value), .doubles(let keys)):
            return search(keys, partition, keys[row] + distance(value), isLower: isLower)
        default: return nil
        }
    }

    private func distance(_ value: Value) -> Double {
        guard case .decimal(_, let scale) = type, case .decimal(let unscaled) = value else { return value.number ?? 0 }
        return (0..<scale).reduce(Double(unscaled)) { number, _ in number / 10 }
    }

    /// The first row of the partition whose key reaches the limit, or passes it. O(log n).
    private func search<T: Comparable>(
        _ keys: [T], _ partition: Range<Int>, _ limit: T, isLower: Bool
    ) -> Int {
        // Nulls lie together at one end.
        var (low, high) = (partition.lowerBound, partition.upperBound)
        while low < high && isMissing[low] { low += 1 }
        while high > low && isMissing[high - 1] { high -= 1 }
        while low < high {
            let middle = (low + high) / 2
            if isLower ? keys[middle] < limit : keys[middle] <= limit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A date (days) or timestamp (µs, in UTC) moved by months.
    private func moved(_ key: Int64, _ months: Int64) -> Int64 {
        if type == .date { return CivilDate.addMonths(key, months) }
        let day: Int64 = 86_400_000_000
        let days = floorDivide(key, day)
        return CivilDate.addMonths(days, months) &* day &+ (key &- days &* day)
    }
}

extension Value {
    /// A whole number, or a decimal's unscaled one.
    fileprivate var whole: Int128? {
        switch self {
        case .integer(let number): Int128(number)
        case .decimal(let unscaled): unscaled
        default: nil
        }
    }

    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .decimal(let unscaled): Double(unscaled)
        case .float(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
