import Columnar
import Formats
import Functions
import Plans

/// GROUP BY with aggregate functions: a hash table for each task, then a merge, split by hash when it is large.
///
/// The output has the keys first, then the aggregates. Groups come in the order in which Spark's exchange and hash map
/// would give them (partition of the key's hash, then first appearance) while there are few of them.
final class HashAggregateOperator: MaterializedOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let specifications: [AggregateSpecification]
    private let keyText: String
    private let functionText: [String]

    /// Above so many groups a merge is split by hash and runs in parallel.
    private static let parallelMergeGroups = 1 << 16
    /// Above so many groups nobody looks at their order.
    private static let orderedGroups = 1 << 18
    /// A merge is split into so many parts at most.
    private static let mostParts = 128
    /// Integer keys are split by their range only if there is at least one group for so many integers.
    private static let sparsest = 64
    /// Inputs estimated smaller are aggregated partition by partition, so that results that depend on order are stable.
    private static let smallInput = 32.0 * 1024 * 1024

    init(
        _ child: PhysicalOperator, keys: [PhysicalExpression], specifications: [AggregateSpecification],
        output: [Attribute], keyText: String, functionText: [String]
    ) {
        self.keys = keys
        self.specifications = specifications
        self.keyText = keyText
        self.functionText = functionText
        super.init(output: output, children: [child])
    }

    override var name: String { "HashAggregate" }
    override var explanations: [String] {
        let partial = functionText.map { "partial_\($0)" }.joined(separator: ", ")
        return [
            "HashAggregate(keys=[\(keyText)], functions=[\(functionText.joined(separator: ", "))])",
            keys.isEmpty
                ? "Exchange SinglePartition, ENSURE_REQUIREMENTS"
                : "Exchange hashpartitioning(\(keyText), ENSURE_REQUIREMENTS)",
            "HashAggregate(keys=[\(keyText)], functions=[\(partial)])",
        ]
    }
    override var isBreaker: Bool { true }

    /// Groups that nobody wants need no rows; other groups' rows stay. What may fail sees all rows.
    override func accept(_ filter: RuntimeFilter, column: Int) {
        guard keys.indices.contains(column), let reference = keys[column] as? ColumnReference,
            !keys.contains(where: \.canFail),
            !specifications.contains(where: { $0.arguments.contains(where: \.canFail) })
        else { return }
        children[0].accept(filter, column: reference.index)
    }

    override var estimatedBytes: Double { children[0].estimatedBytes }

    private func makeTable() -> AggregateTable {
        AggregateTable(keyTypes: keys.map(\.type), specifications: specifications)
    }

    override func materialize(_ job: Job) throws -> Materialized {
        let child = children[0]
        let ordered =
            specifications.contains { $0.isOrderSensitive } || child.estimatedBytes < HashAggregateOperator.smallInput
        let slots = Slots<PartialAggregation>(count: ordered ? child.partitionCount : max(job.pool.width, 1))
        let spill = AggregateSpill(keyTypes: keys.map(\.type), specifications: specifications, job: job)
        let body: @Sendable (Int, any BatchStream) throws -> Void = { index, stream in
            let partial = PartialAggregation(job, keyTypes: self.keys.map(\.type)) { self.makeTable() }
            slots[index] = partial
            try self.consume(stream, partial, spill, job)
        }
        if ordered {
            try job.runPartitions(of: child, "aggregate (partial)", body)
        } else {
            try job.runShared(over: child, "aggregate (partial)", body)
        }
        let parts = slots.values
        if !spill.isUsed {
            let filled = parts.filter { $0.count > 0 }
            let bytes = filled.reduce(0) { $0 + $1.byteCount }
            // What finds the groups is freed before they are merged, and they are freed one part after the other: a half
            // on top is enough.
            let merging = MemoryHolding(job.memory)
            let isWhole = filled.count < 2 && !filled.contains(where: \.handedOver)
            if keys.isEmpty || isWhole || merging.grow(to: bytes / 2) {
                let result = try merge(parts, job)
                BufferPool.shared.trim()
                for part in parts { part.memory.grow(to: 0) }
                merging.grow(to: result.reduce(0) { $0 + $1.reduce(0) { $0 + $1.heldByteCount } })
                return .batches(result)
            }
        }
        // What is left in memory goes where the rest of its groups are.
        let tables = UnsafeSendable(parts)
        try job.runStage("aggregate (spill)", taskCount: tables.value.count) { index in
            try tables.value[index].spill(to: spill)
        }
        return try spill.finish()
    }

    private func consume(
        _ stream: any BatchStream, _ partial: PartialAggregation, _ spill: AggregateSpill, _ job: Job
    ) throws {
        let context = job.context
        while let batch = try stream.next() {
            let frame = EvaluationFrame(batch, context: context.evaluation, pythonRunner: context.pythonRunner)
            let keyColumns = try keys.map { try $0.evaluate(frame) }
            let inputs = try specifications.map { specification in
                guard let filter = specification.filter else {
                    return AggregateInput(arguments: try specification.arguments.map { try $0.evaluate(frame) })
                }
                let rows = Selection(whereTrue: try filter.evaluate(frame))
                let selected = rows.count == batch.count ? frame : frame.selecting(rows)
                return AggregateInput(
                    arguments: try specification.arguments.map { try $0.evaluate(selected) }, rows: rows)
            }
            try partial.table.update(keys: keyColumns, inputs: inputs, count: batch.count, context: context.evaluation)
            try partial.handOverIfFull()
            if partial.memory.grow(to: partial.byteCount) { continue }
            // Without keys there is nothing to scatter by but what DISTINCT aggregates keep.
            guard !keys.isEmpty || specifications.contains(where: \.isDistinct) else {
                try partial.memory.insist(on: partial.byteCount)
                continue
            }
            try partial.spill(to: spill)
        }
    }

    private func merge(_ partials: [PartialAggregation], _ job: Job) throws -> [[Batch]] {
        let context = job.context.evaluation
        if keys.isEmpty {
            let total = makeTable()
            for partial in partials { try total.merge(try partial.table.take()) }
            return [[try total.finish(context)]]
        }
        let filled = partials.filter { $0.count > 0 }
        guard let first = filled.first else { return [[]] }
        if filled.count == 1, !first.handedOver { return try placed(try first.table.finish(context), job) }
        if filled.reduce(0, { $0 + $1.count }) <= HashAggregateOperator.parallelMergeGroups {
            let total = makeTable()
            for partial in filled { for piece in try partial.takePieces() { try total.merge(piece) } }
            return try placed(try total.finish(context), job)
        }
        return try mergeByHash(filled, job)
    }

    /// Each task merges the groups whose hash falls into its part; of dense integers, those of a part of their range, so
    /// that they stay dense.
    private func mergeByHash(_ partials: [PartialAggregation], _ job: Job) throws -> [[Batch]] {
        let groups = partials.reduce(0) { $0 + $1.count }
        // Tables that the processor's cache holds, but not so many that cutting costs more.
        let cached = groups / (2 * PartialAggregation.window)
        let parts = max(job.pool.width * 4, min(cached, HashAggregateOperator.mostParts))
        let shape = KeyShape(keys.map(\.type))
        let taken = Slots<[AggregatePiece]>(count: partials.count)
        let given = UnsafeSendable(partials)
        try job.runStage("aggregate (split)", taskCount: partials.count) { index in
            taken[index] = try given.value[index].takePieces()
        }
        let whole = Slots<AggregatePiece>((0..<partials.count).flatMap { taken.take($0) ?? [] })
        let count = whole.values.count
        let range = HashAggregateOperator.commonRange(whole.values)
        let ranges = HashAggregateOperator.commonRanges(whole.values, shape)
        let pieces = Slots<AggregatePiece>(count: count * parts)
        try job.runStage("aggregate (split)", taskCount: count) { index in
            guard let piece = whole.take(index) else { return }
            let selections = HashAggregateOperator.split(piece, parts, shape, range, ranges)
            for (part, piece) in AggregatePiece.split(consume piece, selections).enumerated() {
                pieces[part * count + index] = piece
            }
        }
        let batches = Slots<Batch>(count: parts)
        let context = job.context.evaluation
        try job.runStage("aggregate (final)", taskCount: parts) { part in
            let total = self.makeTable()
            for index in 0..<count {
                if let piece = pieces.take(part * count + index) { try total.merge(piece) }
            }
            batches[part] = try total.finish(context)
        }
        return ShufflePlacement.grouped(batches.values, settings: job.settings, parallelism: job.parallelism)
    }

    /// The rows of each of `parts` by the hash of their keys, or by the part of `range` that they lie in.
    private static func split(
        _ piece: AggregatePiece, _ parts: Int, _ shape: KeyShape, _ range: ClosedRange<Int64>?, _ ranges: KeyRanges?
    ) -> [Selection] {
        let n = piece.count
        let hashes: Buffer
        if let range, let ranks = KeyHash.ranks(piece.keys[0], in: range) {
            hashes = ranks
        } else if let ranges {
            hashes = KeyHash.hashes(.words(ranges.pack(piece.keys, count: n), validity: nil), count: n)
        } else {
            hashes = KeyHash.hashes(KeyEncoding.encode(piece.keys, shape: shape, count: n), count: n)
        }
        return Selection.split(hashes.typed(UInt64.self), count: n, into: parts)
    }

    /// A common packing of all tables' keys, where their types alone do not pack.
    private static func commonRanges(_ pieces: [AggregatePiece], _ shape: KeyShape) -> KeyRanges? {
        guard let types = pieces.first?.keys.map(\.type), shape == .packed128 || shape == .encoded,
            var ranges = KeyRanges(types)
        else { return nil }
        for piece in pieces {
            if case .none = ranges.fit(piece.keys, count: piece.count) { return nil }
        }
        return ranges
    }

    /// The range of all keys when every piece holds dense integers, and all of them together are dense too.
    private static func commonRange(_ pieces: [AggregatePiece]) -> ClosedRange<Int64>? {
        var common: ClosedRange<Int64>?
        for piece in pieces {
            guard let range = piece.denseRange else { return nil }
            common = common.map { min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound) } ?? range
        }
        guard let common else { return nil }
        let (span, overflow) = common.upperBound.subtractingReportingOverflow(common.lowerBound)
        let most = pieces.reduce(0) { $0 + $1.count } * HashAggregateOperator.sparsest
        return overflow || span > most ? nil : common
    }

    /// The groups of one table in the partitions and the order that Spark gives them.
    private func placed(_ batch: Batch, _ job: Job) throws -> [[Batch]] {
        let settings = job.settings
        if batch.count > HashAggregateOperator.orderedGroups {
            return ShufflePlacement.coalesced(batch, settings: settings, parallelism: job.parallelism)
        }
        return ShufflePlacement.inSparkOrder(
            batch, keys: Array(batch.columns.prefix(keys.count)), settings: settings, parallelism: job.parallelism)
    }
}

/// A fixed number of places that tasks fill, each its own.
final class Slots<Element>: @unchecked Sendable {
    private let storage: UnsafeMutablePointer<Element?>
    private let count: Int

    init(count: Int) {
        self.count = count
        storage = .allocate(capacity: max(count, 1))
        storage.initialize(repeating: nil, count: count)
    }

    convenience init(_ elements: [Element]) {
        self.init(count: elements.count)
        for (index, element) in elements.enumerated() { storage[index] = element }
    }

    deinit {
        storage.deinitialize(count: count)
        storage.deallocate()
    }

    subscript(index: Int) -> Element? {
        get { index >= 0 && index < count ? storage[index] : nil }
        set { if index >= 0 && index < count { storage[index] = newValue } }
    }

    /// What is in a place, which is empty afterwards.
    func take(_ index: Int) -> Element? {
        guard index >= 0 && index < count else { return nil }
        return storage[index].take()
    }

    /// The filled places in order.
    var values: [Element] { (0..<count).compactMap { storage[$0] } }
}

extension Selection {
    /// Row numbers by the top bits of their hashes.
    static func split(_ hashes: UnsafePointer<UInt64>, count: Int, into parts: Int) -> [Selection] {
        let sizes = Buffer(capacity: parts &* 8, zeroed: true)
        let size = sizes.typed(Int.self)
        for row in 0..<count { size[part(hashes[row], parts)] &+= 1 }
        let result = (0..<parts).map { Selection(capacity: size[$0]) }
        let pointers = result.map(\.rows)
        for part in 0..<parts { size[part] = 0 }
        pointers.withUnsafeBufferPointer { pointers in
            for row in 0..<count {
                let part = part(hashes[row], parts)
                pointers[part][size[part]] = Int32(truncatingIfNeeded: row)
                size[part] &+= 1
            }
        }
        for part in 0..<parts { result[part].setCount(size[part]) }
        return result
    }

    @inline(__always) private static func part(_ hash: UInt64, _ parts: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: parts)).high)
    }
}
