import Columnar
import Functions
import Plans

/// The frames of all rows as row numbers: the first row, and the row behind the last.
struct FrameBounds {
    let lower: Buffer
    let upper: Buffer
    let count: Int
    /// Rows of the longest frame.
    let longest: Int

    init(_ input: WindowInput, _ specification: WindowSpecification) throws {
        let frames = try WindowFrames(input, specification)
        count = input.batch.count
        lower = Buffer(capacity: count &* 4)
        upper = Buffer(capacity: count &* 4)
        let (begins, ends) = (lower.typed(Int32.self), upper.typed(Int32.self))
        var longest = 0
        let distances = frames.rowDistances
        for partition in input.partitions {
            for row in partition {
                var frame = partition.lowerBound..<partition.lowerBound
                if let distances {
                    let first = max(partition.lowerBound, row &+ distances.lower)
                    let end = min(partition.upperBound, row &+ distances.upper &+ 1)
                    if first < end { frame = first..<end }
                } else {
                    frame = frames.frame(of: row, in: partition)
                }
                begins[row] = Int32(truncatingIfNeeded: frame.lowerBound)
                ends[row] = Int32(truncatingIfNeeded: frame.upperBound)
                longest = max(longest, frame.count)
            }
        }
        self.longest = longest
    }
}

extension WindowFrames {
    /// The distances of the frame's first and last row from the current one, for ROWS frames; beyond the longest
    /// partition where the frame has no bound.
    fileprivate var rowDistances: (lower: Int, upper: Int)? {
        guard specification.isRows else { return nil }
        let limit = 1 << 40
        func distance(_ bound: WindowSpecification.Bound, unbounded: Int) -> Int? {
            switch bound {
            case .unbounded: unbounded
            case .current: 0
            case .offset(.integer(let rows)): Int(max(-Int64(limit), min(Int64(limit), rows)))
            case .offset, .months: nil
            }
        }
        guard let lower = distance(specification.lower, unbounded: -limit),
            let upper = distance(specification.upper, unbounded: limit)
        else { return nil }
        return (lower, upper)
    }
}

/// Aggregates over frames that move along with the row, without going over each frame's rows again where the result is
/// the same to the last bit: counts and sums of whole numbers by differences of running totals, least and greatest values
/// by a queue of candidates. Sums of other doubles are added up in each frame's order, as Spark does.
enum SlidingFrames {
    /// The results; `nil` for functions, types and values that this does not serve. `passes`: what a FILTER says.
    static func evaluate(
        _ aggregate: AggregateSpecification, _ arguments: [Column], passes: TruthColumn?, _ bounds: FrameBounds,
        _ cancellation: CancellationToken
    ) throws -> Column? {
        guard !aggregate.isDistinct else { return nil }
        let n = bounds.count
        var valid: Bitmap?
        for argument in arguments {
            guard argument.isFlat, argument.type != .null, argument.count == n else { return nil }
            if case .null = argument.layout { return nil }
            valid = Bitmap.and(valid, argument.validity)
        }
        if let passes {
            let chosen = Bitmap(count: n, filledWith: false)
            let rows = Selection(whereTrue: passes.column)
            for index in 0..<rows.count { chosen.set(Int(rows.rows[index])) }
            valid = Bitmap.and(valid, chosen)
        }
        let totals = runningCounts(valid, n)
        let counts = totals.typed(Int32.self)
        let type = aggregate.binding.resultType
        switch aggregate.name {
        case "count" where aggregate.arguments.count <= 1:
            let out = Buffer(capacity: n &* 8)
            let (to, lower, upper) = (out.typed(Int64.self), bounds.begins, bounds.ends)
            for row in 0..<n { to[row] = Int64(counts[Int(upper[row])] &- counts[Int(lower[row])]) }
            return withExtendedLifetime(totals) { Column(type, count: n, layout: .fixed(out)) }
        case "sum" where arguments.count == 1:
            return try withExtendedLifetime(totals) {
                try sum(arguments[0], valid, counts, bounds, type, cancellation)
            }
        case "avg" where arguments.count == 1 && arguments[0].type == .double,
            "mean" where arguments.count == 1 && arguments[0].type == .double:
            return try withExtendedLifetime(totals) {
                try doubles(arguments[0], valid, counts, bounds, type, cancellation, isMean: true)
            }
        case "min" where arguments.count == 1, "max" where arguments.count == 1:
            return withExtendedLifetime(totals) {
                extremum(arguments[0], valid, counts, bounds, type, isMax: aggregate.name == "max")
            }
        default: return nil
        }
    }

    /// How many rows before each count: n + 1 numbers.
    private static func runningCounts(_ valid: Bitmap?, _ n: Int) -> Buffer {
        let buffer = Buffer(capacity: (n &+ 1) &* 4)
        let out = buffer.typed(Int32.self)
        out[0] = 0
        if let words = valid?.words {
            for row in 0..<n {
                let bit = words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                out[row &+ 1] = out[row] &+ Int32(truncatingIfNeeded: bit)
            }
        } else {
            for row in 0...n { out[row] = Int32(truncatingIfNeeded: row) }
        }
        return buffer
    }

    /// Rows whose frame holds a value; `nil`: all.
    private static func filled(_ counts: UnsafePointer<Int32>, _ bounds: FrameBounds) -> Bitmap? {
        let (lower, upper) = (bounds.begins, bounds.ends)
        let result = Bitmap(count: bounds.count, filledWith: false)
        let words = result.words
        for row in 0..<bounds.count {
            let holds: UInt64 = counts[Int(upper[row])] != counts[Int(lower[row])] ? 1 : 0
            words[row &>> 6] |= holds &<< UInt64(truncatingIfNeeded: row & 63)
        }
        return result.allSet ? nil : result
    }

    // MARK: Sums

    private static func sum(
        _ column: Column, _ valid: Bitmap?, _ counts: UnsafePointer<Int32>, _ bounds: FrameBounds, _ type: DataType,
        _ cancellation: CancellationToken
    ) throws -> Column? {
        guard case .fixed(let buffer) = column.layout else { return nil }
        if column.type == .double {
            return try doubles(column, valid, counts, bounds, type, cancellation, isMean: false)
        }
        // Sums that cannot leave the result's range at any row of a frame.
        var limit = Int128(Int64.max)
        if case .decimal(let precision, _) = type {
            limit = (0..<precision).reduce(Int128(1)) { power, _ in power &* 10 } &- 1
        }
        switch (column.type.physicalType, type.physicalType) {
        case (.int8, .int64): return sum(buffer.typed(Int8.self), Int64.self, limit, valid, counts, bounds, type)
        case (.int16, .int64): return sum(buffer.typed(Int16.self), Int64.self, limit, valid, counts, bounds, type)
        case (.int32, .int64): return sum(buffer.typed(Int32.self), Int64.self, limit, valid, counts, bounds, type)
        case (.int64, .int64): return sum(buffer.typed(Int64.self), Int64.self, limit, valid, counts, bounds, type)
        case (.int64, .int128): return sum(buffer.typed(Int64.self), Int128.self, limit, valid, counts, bounds, type)
        case (.int128, .int128): return sum(buffer.typed(Int128.self), Int128.self, limit, valid, counts, bounds, type)
        default: return nil
        }
    }

    /// Differences of running totals, which may wrap around: no frame's own sum does.
    private static func sum<T: FixedWidthInteger & BitwiseCopyable, Total: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeMutablePointer<T>, _: Total.Type, _ limit: Int128, _ valid: Bitmap?,
        _ counts: UnsafePointer<Int32>, _ bounds: FrameBounds, _ type: DataType
    ) -> Column? {
        let n = bounds.count
        let running = Buffer(capacity: (n &+ 1) &* MemoryLayout<Total>.stride)
        let totals = running.typed(Total.self)
        let words = valid?.words
        var (low, high): (T, T) = (0, 0)
        totals[0] = 0
        for row in 0..<n {
            var value = values[row]
            if let words, words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { value = 0 }
            low = min(low, value)
            high = max(high, value)
            totals[row &+ 1] = totals[row] &+ Total(truncatingIfNeeded: value)
        }
        let largest = max(low.magnitude, high.magnitude)
        guard let largest = Int128(exactly: largest),
            case let (most, overflow) = largest.multipliedReportingOverflow(by: Int128(max(bounds.longest, 1))),
            !overflow, most <= limit
        else { return nil }
        let out = Buffer(capacity: n &* MemoryLayout<Total>.stride)
        let (to, lower, upper) = (out.typed(Total.self), bounds.begins, bounds.ends)
        for row in 0..<n { to[row] = totals[Int(upper[row])] &- totals[Int(lower[row])] }
        return withExtendedLifetime(running) {
            Column(type, count: n, layout: .fixed(out), validity: filled(counts, bounds))
        }
    }

    private static func doubles(
        _ column: Column, _ valid: Bitmap?, _ counts: UnsafePointer<Int32>, _ bounds: FrameBounds, _ type: DataType,
        _ cancellation: CancellationToken, isMean: Bool
    ) throws -> Column? {
        guard type == .double, case .fixed(let buffer) = column.layout else { return nil }
        let n = bounds.count
        let values = buffer.typed(Double.self)
        let words = valid?.words
        let out = Buffer(capacity: n &* 8)
        let (to, lower, upper) = (out.typed(Double.self), bounds.begins, bounds.ends)
        let running = Buffer(capacity: (n &+ 1) &* 8)
        let totals = running.typed(Int64.self)
        if wholeTotals(values, words, n, bounds.longest, totals) {
            for row in 0..<n { to[row] = Double(totals[Int(upper[row])] &- totals[Int(lower[row])]) }
        } else {
            // A frame that begins where the one before began goes on from its sum.
            var (first, end, total) = (-1, 0, 0.0)
            for row in 0..<n {
                if row & 1023 == 0 { try cancellation.check() }
                let (from, until) = (Int(lower[row]), Int(upper[row]))
                if from != first || until < end { (first, end, total) = (from, from, 0) }
                if let words {
                    for member in end..<until {
                        let bit = words[member &>> 6] &>> UInt64(truncatingIfNeeded: member & 63) & 1
                        if bit != 0 { total += values[member] }
                    }
                } else {
                    for member in end..<until { total += values[member] }
                }
                end = until
                to[row] = total
            }
        }
        if isMean {
            for row in 0..<n { to[row] /= Double(max(counts[Int(upper[row])] &- counts[Int(lower[row])], 1)) }
        }
        return withExtendedLifetime(running) {
            Column(type, count: n, layout: .fixed(out), validity: filled(counts, bounds))
        }
    }

    /// Writes running totals (n + 1) when all values are whole numbers of which no frame's sum can be inexact.
    private static func wholeTotals(
        _ values: UnsafePointer<Double>, _ words: UnsafePointer<UInt64>?, _ n: Int, _ longest: Int,
        _ totals: UnsafeMutablePointer<Int64>
    ) -> Bool {
        let limit = 0x1p53 / Double(max(longest, 1))
        totals[0] = 0
        for row in 0..<n {
            var value = values[row]
            if let words, words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { value = 0 }
            // Not for NaN and infinities either.
            guard abs(value) < limit, value == value.rounded() else { return false }
            totals[row &+ 1] = totals[row] &+ Int64(value)
        }
        return true
    }

    // MARK: Least and greatest

    private static func extremum(
        _ column: Column, _ valid: Bitmap?, _ counts: UnsafePointer<Int32>, _ bounds: FrameBounds, _ type: DataType,
        isMax: Bool
    ) -> Column? {
        guard column.type == type, case .fixed(let buffer) = column.layout else { return nil }
        switch type.physicalType {
        case .int8: return extremum(buffer.typed(Int8.self), valid, counts, bounds, type, isMax)
        case .int16: return extremum(buffer.typed(Int16.self), valid, counts, bounds, type, isMax)
        case .int32: return extremum(buffer.typed(Int32.self), valid, counts, bounds, type, isMax)
        case .int64: return extremum(buffer.typed(Int64.self), valid, counts, bounds, type, isMax)
        case .int128: return extremum(buffer.typed(Int128.self), valid, counts, bounds, type, isMax)
        default: return nil
        }
    }

    /// Keeps the rows of the frame that may still become the least (greatest), in ascending order of row and value. For
    /// frames whose ends never go back within a partition, as all do.
    private static func extremum<T: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeMutablePointer<T>, _ valid: Bitmap?, _ counts: UnsafePointer<Int32>, _ bounds: FrameBounds,
        _ type: DataType, _ isMax: Bool
    ) -> Column? {
        let n = bounds.count
        let words = valid?.words
        let (lower, upper) = (bounds.begins, bounds.ends)
        let candidates = Buffer(capacity: (n &+ 1) &* 4)
        let queue = candidates.typed(Int32.self)
        let out = Buffer(capacity: n &* MemoryLayout<T>.stride)
        let to = out.typed(T.self)
        // The queue is queue[head..<tail]; rows before `end` have been seen.
        var (head, tail, begin, end) = (0, 0, 0, 0)
        for row in 0..<n {
            let (from, until) = (Int(lower[row]), Int(upper[row]))
            if from == until {
                to[row] = 0
                continue
            }
            if from >= end || until < end || from < begin { (head, tail, end) = (0, 0, from) }
            begin = from
            while end < until {
                let isValid = words.map { $0[end &>> 6] &>> UInt64(truncatingIfNeeded: end & 63) & 1 != 0 } ?? true
                if isValid {
                    let value = values[end]
                    while tail > head {
                        let last = values[Int(queue[tail &- 1])]
                        if isMax ? last > value : last < value { break }
                        tail &-= 1
                    }
                    queue[tail] = Int32(truncatingIfNeeded: end)
                    tail &+= 1
                }
                end &+= 1
            }
            while head < tail && Int(queue[head]) < from { head &+= 1 }
            to[row] = head < tail ? values[Int(queue[head])] : 0
        }
        return withExtendedLifetime(candidates) {
            Column(type, count: n, layout: .fixed(out), validity: filled(counts, bounds))
        }
    }
}

extension FrameBounds {
    fileprivate var begins: UnsafePointer<Int32> { UnsafePointer(lower.typed(Int32.self)) }
    fileprivate var ends: UnsafePointer<Int32> { UnsafePointer(upper.typed(Int32.self)) }
}
