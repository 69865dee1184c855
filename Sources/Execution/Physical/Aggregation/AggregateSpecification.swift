import Columnar
import Functions
import Plans

/// One aggregate function of an aggregation, bound to the input's columns.
struct AggregateSpecification: @unchecked Sendable {
    var name: String
    var arguments: [PhysicalExpression]
    var binding: AggregateBinding
    var isDistinct: Bool
    var filter: PhysicalExpression?
    var origin: PyriteError.QueryContext?

    /// The result depends on the order of the rows.
    var isOrderSensitive: Bool {
        switch name {
        case "count", "sum", "avg", "mean", "min", "max", "bool_and", "bool_or", "every", "any", "some", "stddev",
            "std", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "count_if", "approx_count_distinct":
            false
        default: true
        }
    }
}

/// The groups of one task (or of one partition of the merge) and the states of their aggregates.
final class AggregateTable {
    /// `nil` without keys: there is one group then.
    private let groups: GroupTable?
    private let states: [AggregateState]

    init(keyTypes: [DataType], specifications: [AggregateSpecification]) {
        groups = keyTypes.isEmpty ? nil : GroupTable(types: keyTypes)
        states = specifications.map { $0.isDistinct ? DistinctState($0) : PlainState($0) }
        if groups == nil { for state in states { state.resize(groups: 1) } }
    }

    var count: Int { groups?.count ?? 1 }
    /// The keys are dense integers, which are found by their values.
    var isDense: Bool { groups?.denseRange != nil }
    var byteCount: Int { states.reduce(groups?.byteCount ?? 0) { $0 + $1.byteCount } }

    /// Takes in rows: their keys, and what each aggregate reads of them.
    func update(keys: [Column], inputs: [AggregateInput], count rows: Int, context: EvaluationContext) throws {
        guard let groups else {
            for (state, input) in zip(states, inputs) {
                try state.update(input, groups: nil, rows: rows, context: context)
            }
            return
        }
        let ids = try groups.insert(keys, count: rows)
        let numbers = UnsafePointer(ids.typed(Int32.self))
        for (state, input) in zip(states, inputs) {
            state.resize(groups: groups.count)
            try state.update(input, groups: numbers, rows: rows, context: context)
        }
    }

    /// Takes in groups of another table.
    func merge(_ piece: AggregatePiece) throws {
        if piece.count == 0 { return }
        let ids =
            try groups?.insert(piece.keys, count: piece.count) ?? Buffer(capacity: piece.count &* 4, zeroed: true)
        for (state, source) in zip(states, piece.states) {
            if let groups { state.resize(groups: groups.count) }
            try state.merge(source, groups: UnsafePointer(ids.typed(Int32.self)), count: piece.count)
        }
    }

    /// All groups. The table takes no more rows afterwards and holds nothing.
    func take() throws -> AggregatePiece {
        let n = count
        let range = groups?.denseRange
        return AggregatePiece(
            count: n, keys: groups?.finish() ?? [], states: try states.map { try $0.take(groups: n) }, denseRange: range
        )
    }

    /// All groups' keys and results, a row a group. The table takes no more rows afterwards.
    func finish(_ context: EvaluationContext) throws -> Batch {
        let n = count
        let keys = groups?.finish() ?? []
        return Batch(keys + (try results(context)), count: n)
    }

    /// The groups as rows of keys and the states of all aggregates, in the types of
    /// ``AggregateBinding/stateTypes``; and by their numbers, of DISTINCT aggregates, whose states are as yet empty, the
    /// rows of keys and arguments. The table takes no more rows afterwards.
    func drain() throws -> (groups: Batch, distinct: [(index: Int, rows: Batch)]) {
        let n = count
        let keys = groups?.finish() ?? []
        var columns = keys
        var distinct: [(index: Int, rows: Batch)] = []
        for (index, state) in states.enumerated() {
            columns += try state.stateColumns(groups: n)
            guard let state = state as? DistinctState else { continue }
            let pairs = state.takePairs()
            let rows: Selection
            if case .fixed(let buffer) = pairs.groups.layout {
                rows = Selection(sharing: buffer, count: pairs.groups.count)
            } else {
                rows = Selection(capacity: 0)
            }
            distinct.append((index, Batch(keys.map { $0.gather(rows) } + pairs.arguments, count: rows.count)))
        }
        return (Batch(columns, count: n), distinct)
    }

    /// Takes back groups that ``drain()`` gave. The table's aggregates are all without DISTINCT.
    func restore(_ batch: Batch, keyCount: Int) throws {
        var next = keyCount
        let states = states.map { state in
            let width = state.specification.binding.stateTypes.count
            defer { next += width }
            return AggregatePiece.State.plain(Array(batch.columns[next..<next + width]))
        }
        try merge(AggregatePiece(count: batch.count, keys: Array(batch.columns.prefix(keyCount)), states: states))
    }

    func results(_ context: EvaluationContext) throws -> [Column] {
        try states.map { try $0.result(groups: count, context: context) }
    }
}

/// What an aggregate reads of a batch: its arguments, on the rows that its FILTER lets through.
struct AggregateInput {
    var arguments: [Column]
    /// `nil`: all rows.
    var rows: Selection?
}

/// The state of one aggregate for all groups of a table.
class AggregateState {
    let specification: AggregateSpecification
    init(_ specification: AggregateSpecification) { self.specification = specification }

    func resize(groups: Int) {}
    func update(
        _ input: AggregateInput, groups: UnsafePointer<Int32>?, rows: Int, context: EvaluationContext
    ) throws {}
    /// Takes in states, those of row i into group groups[i].
    func merge(_ source: AggregatePiece.State, groups: UnsafePointer<Int32>, count: Int) throws {}
    /// What there is of all groups; ends the state's life.
    func take(groups: Int) throws -> AggregatePiece.State {
        throw PyriteError.internalError("an aggregate without a state")
    }
    /// The states as rows of the binding's state types; of DISTINCT aggregates, those of groups without rows.
    func stateColumns(groups: Int) throws -> [Column] { [] }
    func result(groups: Int, context: EvaluationContext) throws -> Column {
        throw PyriteError.internalError("an aggregate without a result")
    }
    var byteCount: Int { 0 }

    final func explained<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch var error as PyriteError where error.context == nil && specification.origin != nil {
            error.context = specification.origin
            throw error
        }
    }
}

final class PlainState: AggregateState {
    private var accumulator: any Accumulator

    override init(_ specification: AggregateSpecification) {
        accumulator = specification.binding.makeAccumulator()
        super.init(specification)
    }

    override var byteCount: Int { accumulator.byteCount }
    override func resize(groups: Int) { accumulator.resize(groups: groups) }

    override func update(
        _ input: AggregateInput, groups: UnsafePointer<Int32>?, rows: Int, context: EvaluationContext
    ) throws {
        try explained {
            guard let selected = input.rows else {
                if let groups {
                    try accumulator.update(input.arguments, groups: groups, count: rows, context: context)
                } else {
                    try accumulator.updateSingle(input.arguments, count: rows, context: context)
                }
                return
            }
            if selected.count == 0 { return }
            guard let groups else {
                return try accumulator.updateSingle(input.arguments, count: selected.count, context: context)
            }
            let picked = selected.pick(groups)
            try accumulator.update(
                input.arguments, groups: UnsafePointer(picked.typed(Int32.self)), count: selected.count,
                context: context)
        }
    }

    override func merge(_ source: AggregatePiece.State, groups: UnsafePointer<Int32>, count: Int) throws {
        guard case .plain(let columns) = source else { return }
        try explained { try accumulator.merge(columns, groups: groups, count: count) }
    }

    override func take(groups: Int) throws -> AggregatePiece.State {
        defer { accumulator = specification.binding.makeAccumulator() }
        return .plain(try accumulator.heldState(groups: 0..<groups))
    }

    override func stateColumns(groups: Int) throws -> [Column] { try accumulator.state(groups: 0..<groups) }

    override func result(groups: Int, context: EvaluationContext) throws -> Column {
        try explained { try accumulator.result(groups: 0..<groups, context: context) }
    }
}

extension Selection {
    /// The values of another array of numbers at the selected rows.
    func pick(_ values: UnsafePointer<Int32>) -> Buffer {
        let out = Buffer(capacity: count &* 4)
        let (picked, from) = (out.typed(Int32.self), rows)
        for index in 0..<count { picked[index] = values[Int(from[index])] }
        return out
    }
}

/// A DISTINCT aggregate: keeps each group's distinct arguments and aggregates them at the end.
final class DistinctState: AggregateState {
    private let table: GroupTable
    private let types: [DataType]

    override init(_ specification: AggregateSpecification) {
        types = [.integer] + specification.binding.argumentTypes
        table = GroupTable(types: types)
        super.init(specification)
    }

    override var byteCount: Int { table.byteCount }

    override func update(
        _ input: AggregateInput, groups: UnsafePointer<Int32>?, rows: Int, context: EvaluationContext
    ) throws {
        let n = input.rows?.count ?? rows
        if n == 0 { return }
        let ids: Buffer
        if let groups {
            if let selected = input.rows {
                ids = selected.pick(groups)
            } else {
                ids = Buffer(capacity: n &* 4)
                ids.typed(Int32.self).update(from: groups, count: n)
            }
        } else {
            ids = Buffer(capacity: n &* 4, zeroed: true)
        }
        _ = try table.insert([Column(.integer, count: n, layout: .fixed(ids))] + input.arguments, count: n)
    }

    private var finished: [Column]?

    /// The distinct pairs of group and arguments.
    private func pairs() -> [Column] {
        if let finished { return finished }
        let columns = table.finish()
        finished = columns
        return columns
    }

    override func stateColumns(groups: Int) throws -> [Column] {
        let accumulator = specification.binding.makeAccumulator()
        accumulator.resize(groups: groups)
        return try accumulator.state(groups: 0..<groups)
    }

    /// The group of each distinct row of arguments, and the arguments; ends the state's life.
    func takePairs() -> (groups: Column, arguments: [Column]) {
        let columns = pairs()
        finished = nil
        return (columns[0].flattened(), Array(columns.dropFirst()))
    }

    override func merge(_ source: AggregatePiece.State, groups: UnsafePointer<Int32>, count: Int) throws {
        guard case .distinct(let numbers, let arguments) = source else { return }
        let own = numbers.flattened()
        guard own.count > 0, let from = own.fixedValues(Int32.self) else { return }
        let ids = Buffer(capacity: own.count &* 4)
        let id = ids.typed(Int32.self)
        for row in 0..<own.count { id[row] = groups[Int(from[row])] }
        let columns = [Column(.integer, count: own.count, layout: .fixed(ids))] + arguments
        _ = try table.insert(columns, count: own.count)
    }

    override func take(groups: Int) throws -> AggregatePiece.State {
        let pairs = takePairs()
        return .distinct(groups: pairs.groups, arguments: pairs.arguments)
    }

    override func result(groups: Int, context: EvaluationContext) throws -> Column {
        let columns = pairs()
        let accumulator = specification.binding.makeAccumulator()
        return try explained {
            accumulator.resize(groups: groups)
            let numbers = columns[0].flattened()
            if let ids = numbers.fixedValues(Int32.self), numbers.count > 0 {
                try accumulator.update(
                    Array(columns.dropFirst()), groups: ids, count: numbers.count, context: context)
            }
            return try accumulator.result(groups: 0..<groups, context: context)
        }
    }
}
