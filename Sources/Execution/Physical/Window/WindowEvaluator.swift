import Columnar
import Functions
import Plans

/// Computes window functions over sorted rows.
final class WindowEvaluator: @unchecked Sendable {
    /// Of the rows.
    let schema: Schema
    let partitionKeys: [PhysicalExpression]
    private let orderKeys: [PhysicalExpression]
    private let directions: [SortDirection]
    let specifications: [WindowSpecification]

    init(
        _ schema: Schema, partitionKeys: [PhysicalExpression], orderKeys: [PhysicalExpression],
        directions: [SortDirection], specifications: [WindowSpecification]
    ) {
        self.schema = schema
        self.partitionKeys = partitionKeys
        self.orderKeys = orderKeys
        self.directions = directions
        self.specifications = specifications
    }

    /// The directions of ``sortKeys(_:_:)``.
    var sortDirections: [SortDirection] {
        let fixed = partitionKeys.isEmpty ? 0 : partitionKeys.count + 1
        return Array(repeating: SortDirection(ascending: true, nullsFirst: true), count: fixed) + directions
    }

    /// By the partition that Spark's exchange puts rows in, then by partition and order keys. `isWhole`: these are all
    /// rows, so that partitions are those that Spark's adaptive execution makes of neighbours.
    func sortKeys(_ batch: Batch, _ job: Job, isWhole: Bool = false) throws -> [Column] {
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let partition = try partitionKeys.map { try $0.evaluate(frame).flattened() }
        let order = try orderKeys.map { try $0.evaluate(frame).flattened() }
        if partition.isEmpty { return order }
        let places = ShufflePlacement.partitions(
            ofKeys: partition, count: batch.count, partitionCount: job.settings.shufflePartitions)
        if isWhole {
            ShufflePlacement.joinNeighbours(places, of: batch, settings: job.settings, parallelism: job.parallelism)
        }
        return [Column(.integer, count: batch.count, layout: .fixed(places))] + partition + order
    }

    /// Sorted rows of whole partitions, and where partitions and peers begin.
    func arranged(_ batch: Batch, _ job: Job) throws -> WindowInput {
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let partition = try partitionKeys.map { try $0.evaluate(frame).flattened() }
        let order = try orderKeys.map { try $0.evaluate(frame).flattened() }
        let first = SortDirection(ascending: true, nullsFirst: true)
        let inPartition = RowOrder(partition, Array(repeating: first, count: partition.count))
        let inPeers = RowOrder(order, directions)
        var partitions: [Range<Int>] = []
        var peerStart = [Int32](repeating: 0, count: batch.count)
        var peerEnd = [Int32](repeating: 0, count: batch.count)
        var start = 0
        var peers = 0
        for row in 1...batch.count {
            let isEnd = row == batch.count
            let endsPartition = isEnd || inPartition.compare(row - 1, row) != 0
            guard endsPartition || inPeers.compare(row - 1, row) != 0 else { continue }
            for peer in peers..<row {
                peerStart[peer] = Int32(truncatingIfNeeded: peers)
                peerEnd[peer] = Int32(truncatingIfNeeded: row)
            }
            peers = row
            if endsPartition {
                partitions.append(start..<row)
                start = row
            }
        }
        return WindowInput(
            batch: batch, partitions: partitions, peerStart: peerStart, peerEnd: peerEnd,
            key: order.count == 1 ? order[0] : nil, direction: directions.first ?? first)
    }

    /// The column of the function with number `index`.
    func evaluate(_ index: Int, _ input: WindowInput, _ job: Job) throws -> Column {
        let specification = specifications[index]
        let frame = EvaluationFrame(
            input.batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        switch specification.function {
        case .ranking(let name, let arguments, let ignoresNulls):
            let columns = try arguments.map { try $0.evaluate(frame) }
            return try WindowRanking.evaluate(
                name, columns, ignoresNulls: ignoresNulls, input, type: specification.type,
                frames: try WindowFrames(input, specification))
        case .aggregate(let aggregate):
            return try aggregated(aggregate, specification, input, frame, job)
        case .python(let command, let arguments):
            return try called(command, try arguments.map { try $0.evaluate(frame) }, specification, input, frame)
        }
    }

    /// One call for all frames: the function gets the first row of each row's frame and the row behind its last, and the
    /// arguments' columns.
    private func called(
        _ command: [UInt8], _ arguments: [Column], _ specification: WindowSpecification, _ input: WindowInput,
        _ frame: EvaluationFrame
    ) throws -> Column {
        guard let runner = frame.pythonRunner else {
            throw PyriteError.unsupported("Python functions outside a Python process")
        }
        let frames = try WindowFrames(input, specification)
        let (lower, upper) = (Buffer(capacity: frame.count * 4), Buffer(capacity: frame.count * 4))
        let (begins, ends) = (lower.typed(Int32.self), upper.typed(Int32.self))
        for partition in input.partitions {
            for row in partition {
                let rows = frames.frame(of: row, in: partition)
                begins[row] = Int32(truncatingIfNeeded: rows.lowerBound)
                ends[row] = Int32(truncatingIfNeeded: rows.upperBound)
            }
        }
        let bounds = [lower, upper].map { Column(.integer, count: frame.count, layout: .fixed($0)) }
        return try runner.call(
            command: command, arguments: bounds + arguments, resultType: specification.type, count: frame.count)
    }

    // MARK: Aggregates

    private func aggregated(
        _ aggregate: AggregateSpecification, _ specification: WindowSpecification, _ input: WindowInput,
        _ frame: EvaluationFrame, _ job: Job
    ) throws -> Column {
        let arguments = try aggregate.arguments.map { try $0.evaluate(frame).flattened() }
        let passes = try aggregate.filter.map { TruthColumn(try $0.evaluate(frame)) }
        let allowed = passes.map { Selection(whereTrue: $0.column) }
        if case .unbounded = specification.lower {
            if case .unbounded = specification.upper {
                return try wholePartitions(aggregate, arguments, allowed, input, frame)
            }
        }
        let bounds = try FrameBounds(input, specification)
        let cancellation = job.context.cancellation
        if let result = try SlidingFrames.evaluate(aggregate, arguments, passes: passes, bounds, cancellation) {
            return result
        }
        if case .unbounded = specification.lower {
            if case .current = specification.upper, !aggregate.isDistinct {
                let chosen = AggregateInput(
                    arguments: allowed.map { rows in arguments.map { $0.gather(rows) } } ?? arguments, rows: allowed)
                return try RunningAggregate.evaluate(aggregate, chosen, specification, input, job)
            }
        }
        return try framed(aggregate, arguments, passes, specification, input, frame, job)
    }

    /// One result a partition, repeated for its rows.
    private func wholePartitions(
        _ aggregate: AggregateSpecification, _ arguments: [Column], _ allowed: Selection?, _ input: WindowInput,
        _ frame: EvaluationFrame
    ) throws -> Column {
        let groups = Selection(capacity: frame.count)
        for (index, range) in input.partitions.enumerated() {
            for row in range { groups.rows[row] = Int32(truncatingIfNeeded: index) }
        }
        groups.setCount(frame.count)
        let state = aggregate.isDistinct ? DistinctState(aggregate) : PlainState(aggregate)
        state.resize(groups: input.partitions.count)
        try state.update(
            AggregateInput(
                arguments: allowed.map { rows in arguments.map { $0.gather(rows) } } ?? arguments, rows: allowed),
            groups: UnsafePointer(groups.rows), rows: frame.count, context: frame.context)
        return try state.result(groups: input.partitions.count, context: frame.context).gather(groups)
    }

    /// Any frame: every row is a group that takes in its frame's rows.
    private func framed(
        _ aggregate: AggregateSpecification, _ arguments: [Column], _ passes: TruthColumn?,
        _ specification: WindowSpecification, _ input: WindowInput, _ frame: EvaluationFrame, _ job: Job
    ) throws -> Column {
        let frames = try WindowFrames(input, specification)
        let state = aggregate.isDistinct ? DistinctState(aggregate) : PlainState(aggregate)
        state.resize(groups: frame.count)
        let chunk = 65_536
        var rows: [Int32] = []
        var groups: [Int32] = []
        let flags = passes?.column
        func flush() throws {
            if rows.isEmpty { return }
            try job.context.cancellation.check()
            let taken = Selection(rows.map { Int($0) })
            let columns = arguments.map { $0.gather(taken) }
            try groups.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                try state.update(
                    AggregateInput(arguments: columns), groups: base, rows: buffer.count, context: frame.context)
            }
            rows.removeAll(keepingCapacity: true)
            groups.removeAll(keepingCapacity: true)
        }
        for partition in input.partitions {
            for row in partition {
                for member in frames.frame(of: row, in: partition) {
                    if let flags, flags.value(at: member) != .boolean(true) { continue }
                    rows.append(Int32(truncatingIfNeeded: member))
                    groups.append(Int32(truncatingIfNeeded: row))
                    if rows.count >= chunk { try flush() }
                }
            }
        }
        try flush()
        return try state.result(groups: frame.count, context: frame.context)
    }
}
