import Columnar
import Functions
import Plans

/// Functions that have a meaning over windows only.
enum WindowRanking {
    static func evaluate(
        _ name: String, _ arguments: [Column], ignoresNulls: Bool, _ input: WindowInput, type: DataType,
        frames: WindowFrames
    ) throws -> Column {
        let count = input.batch.count
        switch name {
        case "row_number": return integers(input, count) { row, partition in input.position(row, in: partition) + 1 }
        case "rank":
            return integers(input, count) { row, partition in
                input.position(Int(input.peerStart[row]), in: partition) + 1
            }
        case "dense_rank":
            var rank = 0
            return integers(input, count) { row, partition in
                if row == partition.lowerBound { rank = input.peersBefore }
                if Int(input.peerStart[row]) == row { rank += 1 }
                return rank
            }
        case "ntile":
            guard let first = arguments.first, case .integer(let wanted) = first.value(at: 0), wanted > 0 else {
                throw PyriteError.internalError("ntile needs a positive number of buckets")
            }
            let buckets = Int(min(wanted, Int64(Int32.max)))
            return integers(input, count) { row, partition in
                let (size, extra) = input.size(partition).quotientAndRemainder(dividingBy: buckets)
                let position = input.position(row, in: partition)
                let large = extra * (size + 1)
                return position < large ? position / (size + 1) + 1 : (position - large) / max(size, 1) + extra + 1
            }
        case "percent_rank":
            return doubles(input, count) { row, partition in
                let size = input.size(partition)
                if size <= 1 { return 0 }
                return Double(input.position(Int(input.peerStart[row]), in: partition)) / Double(size - 1)
            }
        case "cume_dist":
            return doubles(input, count) { row, partition in
                Double(input.position(Int(input.peerEnd[row]), in: partition)) / Double(input.size(partition))
            }
        case "lag", "lead":
            return try shifted(arguments, forward: name == "lead", ignoresNulls, input, type)
        case "counter_diff": return try growth(arguments, input, type)
        case "nth_value":
            guard arguments.count > 1, case .integer(let n) = arguments[1].value(at: 0), n > 0 else {
                throw PyriteError.internalError("nth_value needs a positive position")
            }
            let source = arguments[0]
            return picked(source, input) { row, partition in
                let frame = frames.frame(of: row, in: partition)
                if !ignoresNulls {
                    return Int64(frame.count) >= n ? frame.lowerBound + Int(n) - 1 : nil
                }
                var seen: Int64 = 0
                for member in frame where !source.isNull(member) {
                    seen += 1
                    if seen == n { return member }
                }
                return nil
            }
        default: throw PyriteError.unsupported("the window function \(name)")
        }
    }

    private static func integers(
        _ input: WindowInput, _ count: Int, _ value: (Int, Range<Int>) -> Int
    ) -> Column {
        let buffer = Buffer(capacity: count &* 4)
        let out = buffer.typed(Int32.self)
        for partition in input.partitions {
            for row in partition { out[row] = Int32(truncatingIfNeeded: value(row, partition)) }
        }
        return Column(.integer, count: count, layout: .fixed(buffer))
    }

    private static func doubles(
        _ input: WindowInput, _ count: Int, _ value: (Int, Range<Int>) -> Double
    ) -> Column {
        let buffer = Buffer(capacity: count &* 8)
        let out = buffer.typed(Double.self)
        for partition in input.partitions { for row in partition { out[row] = value(row, partition) } }
        return Column(.double, count: count, layout: .fixed(buffer))
    }

    private static func picked(
        _ source: Column, _ input: WindowInput, _ row: (Int, Range<Int>) -> Int?
    ) -> Column {
        let rows = Selection(capacity: input.batch.count)
        for partition in input.partitions {
            for position in partition {
                rows.rows[position] = Int32(truncatingIfNeeded: row(position, partition) ?? -1)
            }
        }
        rows.setCount(input.batch.count)
        return source.flattened().gather(rows, allowingMissing: true)
    }

    /// By how much a counter has grown since the row before.
    private static func growth(_ arguments: [Column], _ input: WindowInput, _ type: DataType) throws -> Column {
        guard let counter = arguments.first?.flattened() else {
            throw PyriteError.internalError("counter_diff needs an argument")
        }
        let starts = arguments.dropFirst().first?.flattened()
        let builder = ColumnBuilder(type, capacity: input.batch.count)
        for partition in input.partitions {
            for row in partition {
                if row == partition.lowerBound {
                    builder.appendNull()
                    continue
                }
                if case .integer(let before)? = starts?.value(at: row - 1),
                    case .integer(let now)? = starts?.value(at: row), now > before
                {
                    builder.appendNull()
                    continue
                }
                switch (counter.value(at: row - 1), counter.value(at: row)) {
                case (.integer(let before), .integer(let now)) where now >= before:
                    builder.append(.integer(now &- before))
                case (.float(let before), .float(let now)) where now >= before: builder.append(.float(now - before))
                case (.double(let before), .double(let now)) where now >= before: builder.append(.double(now - before))
                case (.decimal(let before), .decimal(let now)) where now >= before:
                    builder.append(.decimal(now &- before))
                default: builder.appendNull()
                }
            }
        }
        return builder.finish()
    }

    /// The value so many rows away, or the default where the partition ends before.
    private static func shifted(
        _ arguments: [Column], forward: Bool, _ ignoresNulls: Bool, _ input: WindowInput, _ type: DataType
    ) throws -> Column {
        guard let source = arguments.first else { throw PyriteError.internalError("lag and lead need an argument") }
        var distance = 1
        if arguments.count > 1, case .integer(let given) = arguments[1].value(at: 0) {
            distance = Int(max(min(given, Int64(Int32.max)), -Int64(Int32.max)))
        }
        let offset = forward ? distance : -distance
        var missing: [Bool] = Array(repeating: false, count: input.batch.count)
        let values = picked(source, input) { row, partition in
            if !ignoresNulls {
                if partition.contains(row + offset) { return row + offset }
            } else {
                let step = offset < 0 ? -1 : 1
                var left = abs(offset)
                var position = row
                while left > 0 {
                    position += step
                    guard partition.contains(position) else { break }
                    if !source.isNull(position) { left -= 1 }
                }
                if left == 0 { return position }
            }
            missing[row] = true
            return nil
        }
        guard arguments.count > 2 else { return values }
        let fallback = arguments[2].typed(as: source.type)
        guard fallback.type == source.type else {
            throw PyriteError.internalError("lag and lead got a default of the type \(fallback.type.sql)")
        }
        // One gather out of values followed by defaults.
        let rows = Selection(missing.enumerated().map { $0.element ? $0.offset + values.count : $0.offset })
        return Column.concatenate([values.flattened(), fallback.flattened()], type: source.type).gather(rows)
    }
}
