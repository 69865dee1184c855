import Columnar
import Functions
import Plans

/// The rows of one window partition that does not fit memory. They come in window order and go out with the functions'
/// results, piece by piece. Where a function needs to know the whole partition first (its size, its sum), the rows wait
/// on local disk and are read again.
///
/// Functions that look at any row of the partition from any other (`collect_list` over all that follow, RANGE frames with
/// distances) cannot be computed so: ``init(_:_:)`` gives `nil`.
final class LargeWindowPartition {
    /// What a function needs beside the rows of a piece.
    private enum Need {
        /// How many rows and peers came before.
        case place
        /// What the rows before have added up to.
        case running(RunningAggregate, AggregateSpecification)
        /// The whole partition's aggregate.
        case whole(AggregateState)
        /// The rows just before and after.
        case neighbours
    }

    private let evaluator: WindowEvaluator
    private let job: Job
    private var needs: [Need] = []
    /// How many rows before and after a piece are looked at.
    private var before = 0
    private var after = 0
    /// Pieces end where peers end.
    private var keepsPeers = false
    private let waiting: SpillFile?
    private var waitingRows = 0
    /// The size of the partition, once all rows are there.
    private var size: Int?

    private let holding: MemoryHolding
    private var held: [Batch] = []
    private var heldRows = 0
    private var heldBytes = 0
    /// Of the rows held, the first ones that went out already.
    private var oldRows = 0
    private var rowsBefore = 0
    private var peersBefore = 0
    /// Rows that make a piece; more where many rows are peers.
    private var target = 0

    private static let leastTarget = Batch.targetCount

    init?(_ evaluator: WindowEvaluator, _ job: Job) throws {
        self.evaluator = evaluator
        self.job = job
        holding = MemoryHolding(job.memory)
        var needsWhole = false
        for specification in evaluator.specifications {
            guard let requirement = Requirement.of(specification) else { return nil }
            before = max(before, requirement.before)
            after = max(after, requirement.after)
            keepsPeers = keepsPeers || requirement.keepsPeers
            needsWhole = needsWhole || requirement.needsWhole
            switch (requirement.kind, specification.function) {
            case (.running, .aggregate(let aggregate)):
                needs.append(.running(RunningAggregate(aggregate, specification), aggregate))
            case (.whole, .aggregate(let aggregate)):
                let state = aggregate.isDistinct ? DistinctState(aggregate) : PlainState(aggregate)
                state.resize(groups: 1)
                needs.append(.whole(state))
            case (.place, _): needs.append(.place)
            default: needs.append(.neighbours)
            }
        }
        waiting =
            needsWhole ? try SpillFile(evaluator.schema.fields.map(\.dataType), space: job.spillSpace) : nil
        target = max(LargeWindowPartition.leastTarget, before + after)
    }

    /// Takes the next rows; gives those whose results are known.
    func append(_ batch: Batch) throws -> [Batch] {
        guard let waiting else { return try take(batch) }
        for case .whole(let state) in needs { try update(state, batch) }
        try waiting.append(batch)
        waitingRows += batch.count
        return []
    }

    /// The rest of the rows, after the last ``append(_:)``.
    func finish() throws -> any BatchStream {
        size = waiting == nil ? rowsBefore + heldRows - oldRows : waitingRows
        let rows = waiting?.batches.stream()
        return DrawnStream { [self] in
            while let batch = try rows?.next() {
                try job.context.cancellation.check()
                let ready = try take(batch)
                if !ready.isEmpty { return BatchListStream(ready) }
            }
            guard heldRows > oldRows else { return nil }
            return BatchListStream(try emit(isLast: true))
        }
    }

    private func update(_ state: AggregateState, _ batch: Batch) throws {
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let input = try chosen(state.specification, frame)
        try state.update(input, groups: nil, rows: batch.count, context: frame.context)
    }

    /// An aggregate's arguments on the rows that its FILTER lets through.
    private func chosen(_ aggregate: AggregateSpecification, _ frame: EvaluationFrame) throws -> AggregateInput {
        let arguments = try aggregate.arguments.map { try $0.evaluate(frame).flattened() }
        guard let filter = aggregate.filter else { return AggregateInput(arguments: arguments) }
        let rows = Selection(whereTrue: TruthColumn(try filter.evaluate(frame)).column)
        return AggregateInput(arguments: arguments.map { $0.gather(rows) }, rows: rows)
    }

    private func take(_ batch: Batch) throws -> [Batch] {
        held.append(batch)
        heldRows += batch.count
        heldBytes += batch.heldByteCount
        // As they came, put together, and with the functions' results.
        let fits = holding.grow(to: heldBytes * 3)
        let known = heldRows - oldRows - after
        if known >= target || (!fits && known > 0) {
            let ready = try emit(isLast: false)
            if !ready.isEmpty { return ready }
        }
        if !fits { try holding.insist(on: heldBytes * 3) }
        return []
    }

    /// Lets rows go out with their results: all that are held, or all for which enough rows after them are held.
    private func emit(isLast: Bool) throws -> [Batch] {
        let all = Batch.concatenate(held, schema: evaluator.schema)
        let surroundings = try evaluator.arranged(all, job)
        var end = isLast ? all.count : all.count - after
        // The next row to come may be a peer of the last one here.
        if keepsPeers && !isLast { end = Int(surroundings.peerStart[min(end, all.count - 1)]) }
        guard end > oldRows else {
            target *= 2
            held = [all]
            return []
        }
        let rows = oldRows..<end
        var piece = rows == 0..<all.count ? surroundings : try evaluator.arranged(all.slice(rows), job)
        piece.rowsBefore = rowsBefore
        piece.peersBefore = peersBefore
        piece.partitionRows = size
        let results = try needs.indices.map { index in
            try result(index, of: piece, within: surroundings, rows)
        }
        for row in 0..<piece.batch.count where Int(piece.peerStart[row]) == row { peersBefore += 1 }
        rowsBefore += rows.count
        let rest = max(0, end - before)..<all.count
        held = rest.isEmpty ? [] : [all.slice(rest)]
        oldRows = end - rest.lowerBound
        heldRows = rest.count
        heldBytes = held.first?.heldByteCount ?? 0
        holding.grow(to: heldBytes * 3)
        target = max(LargeWindowPartition.leastTarget, before + after)
        return [Batch(piece.batch.columns + results, count: piece.batch.count)]
    }

    private func result(
        _ index: Int, of piece: WindowInput, within surroundings: WindowInput, _ rows: Range<Int>
    ) throws -> Column {
        switch needs[index] {
        case .place: return try evaluator.evaluate(index, piece, job)
        case .neighbours: return try evaluator.evaluate(index, surroundings, job).slice(rows)
        case .whole(let state):
            let one = try state.result(groups: 1, context: job.context.evaluation)
            return Column(one.type, count: rows.count, layout: .constant(one.flattened()))
        case .running(let state, let aggregate):
            let frame = EvaluationFrame(
                piece.batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
            return try state.next(try chosen(aggregate, frame), piece, frame.context)
        }
    }
}

extension LargeWindowPartition {
    /// What a window function takes to be computed over a partition in pieces.
    fileprivate struct Requirement {
        enum Kind {
            case place, running, whole, neighbours
        }

        var kind: Kind
        var before = 0
        var after = 0
        var keepsPeers = false
        var needsWhole = false

        /// That of a function; `nil`: it cannot be computed so.
        static func of(_ specification: WindowSpecification) -> Requirement? {
            switch specification.function {
            case .ranking(let name, let arguments, let ignoresNulls):
                switch name {
                case "row_number": return Requirement(kind: .place)
                case "rank", "dense_rank": return Requirement(kind: .place, keepsPeers: true)
                case "ntile": return Requirement(kind: .place, needsWhole: true)
                case "percent_rank", "cume_dist":
                    return Requirement(kind: .place, keepsPeers: true, needsWhole: true)
                case "counter_diff": return neighbours(-1, 0)
                case "lag", "lead":
                    var distance: Int64 = 1
                    if arguments.count > 1 {
                        guard let constant = arguments[1] as? ConstantExpression,
                            case .integer(let given) = constant.value
                        else { return nil }
                        distance = given
                    }
                    return ignoresNulls ? nil : neighbours(name == "lag" ? 0 &- distance : distance)
                default: return rows(of: specification)
                }
            case .aggregate(let aggregate):
                switch (specification.lower, specification.upper) {
                case (.unbounded, .unbounded): return Requirement(kind: .whole, needsWhole: true)
                case (.unbounded, .current) where !aggregate.isDistinct:
                    return Requirement(kind: .running, keepsPeers: !specification.isRows)
                default: return rows(of: specification)
                }
            case .python: return rows(of: specification)
            }
        }

        /// Any function of a frame of so many rows before and after the current one.
        private static func rows(of specification: WindowSpecification) -> Requirement? {
            func distance(_ bound: WindowSpecification.Bound) -> Int64? {
                switch bound {
                case .current: 0
                case .offset(.integer(let rows)): rows
                default: nil
                }
            }
            guard specification.isRows, let lower = distance(specification.lower),
                let upper = distance(specification.upper)
            else { return nil }
            return neighbours(lower, upper)
        }

        private static func neighbours(_ distances: Int64...) -> Requirement? {
            let limit = Int64(1) << 24
            guard distances.allSatisfy({ -limit < $0 && $0 < limit }) else { return nil }
            return Requirement(
                kind: .neighbours, before: distances.reduce(0) { max($0, Int(-$1)) },
                after: distances.reduce(0) { max($0, Int($1)) })
        }
    }
}
