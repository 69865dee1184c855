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
    /// The range of the only key, where keys are dense integers.
    var denseRange: ClosedRange<Int64>? { groups?.denseRange }
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

    /// Takes in the groups of another table that `rows` names (all when `nil`). `keys` are the other table's.
    func merge(_ other: AggregateTable, keys: [Column], rows: Selection?) throws {
        guard let groups else {
            let one = Buffer(capacity: 4, zeroed: true)
            for (state, source) in zip(states, other.states) {
                try state.merge(source, rows: nil, into: UnsafePointer(one.typed(Int32.self)), count: 1)
            }
            return
        }
        let n = rows?.count ?? other.count
        if n == 0 { return }
        let ids = try groups.insert(rows.map { rows in keys.map { $0.gather(rows) } } ?? keys, count: n)
        for (state, source) in zip(states, other.states) {
            state.resize(groups: groups.count)
            try state.merge(source, rows: rows, into: UnsafePointer(ids.typed(Int32.self)), count: n)
        }
    }

    /// The key columns, one row a group; the table takes no more rows afterwards.
    func finishKeys() -> [Column] { groups?.finish() ?? [] }

    /// The groups as rows of keys and the states of all aggregates; and by their numbers, of DISTINCT aggregates, whose
    /// states are as yet empty, the rows of keys and arguments. The table takes no more rows afterwards.
    func drain() throws -> (groups: Batch, distinct: [(index: Int, rows: Batch)]) {
        let n = count
        let keys = finishKeys()
        var columns = keys
        var distinct: [(index: Int, rows: Batch)] = []
        for (index, state) in states.enumerated() {
            if let plain = state as? PlainState { columns += try plain.stateColumns(groups: n) }
            guard let state = state as? DistinctState else { continue }
            columns += try state.emptyStateColumns(groups: n)
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
        let ids: Buffer
        if let groups {
            ids = try groups.insert(Array(batch.columns.prefix(keyCount)), count: batch.count)
            for state in states { state.resize(groups: groups.count) }
        } else {
            ids = Buffer(capacity: batch.count &* 4, zeroed: true)
        }
        var next = keyCount
        for state in states {
            guard let plain = state as? PlainState else { continue }
            let width = plain.stateTypes.count
            try plain.merge(
                Array(batch.columns[next..<next + width]), groups: UnsafePointer(ids.typed(Int32.self)),
                count: batch.count)
            next += width
        }
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
    func merge(_ other: AggregateState, rows: Selection?, into groups: UnsafePointer<Int32>, count: Int) throws {}
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
    private let accumulator: any Accumulator

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

    override func merge(
        _ other: AggregateState, rows: Selection?, into groups: UnsafePointer<Int32>, count: Int
    ) throws {
        guard let other = other as? PlainState else { return }
        try explained {
            let all = try other.states
            try accumulator.merge(rows.map { rows in all.map { $0.gather(rows) } } ?? all, groups: groups, count: count)
        }
    }

    var stateTypes: [DataType] { specification.binding.stateTypes }

    func stateColumns(groups: Int) throws -> [Column] { try accumulator.state(groups: 0..<groups) }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        try explained { try accumulator.merge(state, groups: groups, count: count) }
    }

    /// The states of all groups, made once and read by the merges of all partitions.
    private var states: [Column] {
        get throws {
            if let cached { return cached }
            return try accumulator.state(groups: 0..<groupCount)
        }
    }
    private var cached: [Column]?
    private var groupCount = 0

    /// Freezes the state before several tasks read it.
    func freeze(groups: Int) throws {
        groupCount = groups
        cached = try accumulator.state(groups: 0..<groups)
    }

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

    func freeze() { _ = pairs() }

    /// The states of groups of which no row has been counted in.
    func emptyStateColumns(groups: Int) throws -> [Column] {
        let accumulator = specification.binding.makeAccumulator()
        accumulator.resize(groups: groups)
        return try accumulator.state(groups: 0..<groups)
    }

    /// The group of each distinct row of arguments, and the arguments; ends the state's life.
    func takePairs() -> (groups: Column, arguments: [Column]) {
        let columns = pairs()
        return (columns[0].flattened(), Array(columns.dropFirst()))
    }

    override func merge(
        _ other: AggregateState, rows: Selection?, into groups: UnsafePointer<Int32>, count: Int
    ) throws {
        guard let other = other as? DistinctState else { return }
        let source = other.pairs()
        guard let first = source.first?.flattened(), first.count > 0, let from = first.fixedValues(Int32.self) else {
            return
        }
        // Where each of the other table's groups went; -1 for groups that this merge does not take.
        let total = rows == nil ? count : Int((0..<first.count).reduce(Int32(0)) { max($0, from[$1]) }) + 1
        let mapBuffer = Buffer(capacity: max(total, 1) &* 4)
        let map = mapBuffer.typed(Int32.self)
        for index in 0..<total { map[index] = -1 }
        for index in 0..<count {
            let group = rows.map { Int($0.rows[index]) } ?? index
            if group < total { map[group] = groups[index] }
        }
        let taken = Selection(capacity: first.count)
        let ids = Buffer(capacity: first.count &* 4)
        let numbers = ids.typed(Int32.self)
        var n = 0
        for row in 0..<first.count {
            let group = map[Int(from[row])]
            if group < 0 { continue }
            taken.rows[n] = Int32(truncatingIfNeeded: row)
            numbers[n] = group
            n &+= 1
        }
        if n == 0 { return }
        taken.setCount(n)
        let columns = [Column(.integer, count: n, layout: .fixed(ids))] + source.dropFirst().map { $0.gather(taken) }
        _ = try table.insert(columns, count: n)
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

extension AggregateTable {
    /// Makes the table readable by several merging tasks at a time; it takes no more rows.
    func freeze() throws {
        for state in states {
            if let plain = state as? PlainState { try plain.freeze(groups: count) }
            if let distinct = state as? DistinctState { distinct.freeze() }
        }
    }
}
