import Columnar

/// Keeps one row a group: the first, the last, or the one with the extreme order value. Any types.
///
/// Chosen rows are copied out of their batch together; when dead rows prevail they are compacted.
final class PickAccumulator: Accumulator {
    enum Choice: Sendable {
        case first(ignoresNulls: Bool)
        case last(ignoresNulls: Bool)
        /// One argument, which is value and order.
        case extremum(isMax: Bool)
        /// Two arguments: value and order.
        case extremumBy(isMax: Bool)
    }

    /// Where a group's row lies: the chunk, -1 for none, and the row in it.
    private struct Place: BitwiseCopyable {
        var chunk: Int32
        var row: Int32
    }

    private let choice: Choice
    private let types: [DataType]
    private let places = GroupValues<Place>(Place(chunk: -1, row: 0))
    private let candidates = GroupValues<Int32>(-1)
    private var chunks: [[Column]] = []
    private var stored = 0
    private var bytes = 0

    init(_ choice: Choice, valueType: DataType, orderType: DataType) {
        self.choice = choice
        types = [valueType, orderType]
    }

    func resize(groups: Int) {
        places.resize(groups)
        candidates.resize(groups)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take([arguments[0], arguments.count > 1 && ordersBySecond ? arguments[1] : arguments[0]], groups, count, nil)
    }

    /// A state has value, order and, for `first` and `last`, whether the group has a row.
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        take([state[0], state.count > 1 && ordersBySecond ? state[1] : state[0]], groups, count, state.last)
    }

    private var ordersBySecond: Bool {
        switch choice {
        case .extremumBy, .extremum: true
        default: false
        }
    }

    private func take(_ columns: [Column], _ groups: UnsafePointer<Int32>, _ count: Int, _ present: Column?) {
        let columns = columns.map { $0.flattened() }
        let (value, order) = (columns[0], columns[1])
        let (where_, chosen) = (places.base, candidates.base)
        var touched: [Int32] = []
        let presence = present?.type == .boolean ? present?.flattened() : nil
        let flags = presence?.fixedValues(UInt8.self)
        for row in 0..<count {
            let group = Int(groups[row])
            let current = chosen[group]
            let has = current >= 0 || where_[group].chunk >= 0
            let better: Bool
            switch choice {
            case .first(let ignoresNulls):
                if let flags, flags[row] == 0 { continue }
                better = !has && !(ignoresNulls && value.isNull(row))
            case .last(let ignoresNulls):
                if let flags, flags[row] == 0 { continue }
                better = !(ignoresNulls && value.isNull(row))
            case .extremum(let isMax), .extremumBy(let isMax):
                if order.isNull(row) { continue }
                if !has {
                    better = true
                } else {
                    let place = where_[group]
                    let comparison =
                        current >= 0
                        ? RowComparison.compare(order, row, order, Int(current))
                        : RowComparison.compare(order, row, chunks[Int(place.chunk)][1], Int(place.row))
                    better = isMax ? comparison > 0 : comparison < 0
                }
            }
            if better {
                if current < 0 { touched.append(Int32(truncatingIfNeeded: group)) }
                chosen[group] = Int32(truncatingIfNeeded: row)
            }
        }
        guard !touched.isEmpty else { return }
        let rows = Selection(capacity: touched.count)
        for (index, group) in touched.enumerated() {
            rows.rows[index] = chosen[Int(group)]
            where_[Int(group)] = Place(
                chunk: Int32(truncatingIfNeeded: chunks.count), row: Int32(truncatingIfNeeded: index))
            chosen[Int(group)] = -1
        }
        rows.setCount(touched.count)
        let picked = columns.map { owned($0.gather(rows)) }
        chunks.append(picked)
        stored += touched.count
        bytes += picked[0].byteCount
        if stored > 2 * places.count + 8192 { compact() }
    }

    /// Strings share the heap of their batch; copying keeps whole batches from staying alive.
    private func owned(_ column: Column) -> Column {
        guard let views = column.views else { return column }
        let builder = ColumnBuilder(column.type, capacity: column.count)
        for row in 0..<column.count {
            if column.isNull(row) { builder.appendNull() } else { builder.append(bytes: StringView.bytes(views + row)) }
        }
        return builder.finish()
    }

    private func compact() {
        let columns = rows(0..<places.count)
        for group in 0..<places.count where places.base[group].chunk >= 0 {
            places.base[group] = Place(chunk: 0, row: Int32(truncatingIfNeeded: group))
        }
        chunks = [columns]
        stored = places.count
        bytes = columns[0].byteCount
    }

    /// Value and order of the groups; null for groups without a row.
    private func rows(_ groups: Range<Int>) -> [Column] {
        var starts: [Int] = []
        var total = 0
        for chunk in chunks {
            starts.append(total)
            total += chunk[0].count
        }
        let selection = Selection(capacity: groups.count)
        for (index, group) in groups.enumerated() {
            let place = places.base[group]
            selection.rows[index] =
                place.chunk < 0 ? -1 : Int32(truncatingIfNeeded: starts[Int(place.chunk)] + Int(place.row))
        }
        selection.setCount(groups.count)
        return [0, 1].map { index in
            if chunks.isEmpty { return .nulls(types[index], count: groups.count) }
            let all = Column.concatenate(chunks.map { $0[index] }, type: types[index])
            return all.gather(selection, allowingMissing: true)
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let columns = rows(groups)
        if ordersBySecond { return columns }
        let flags = Buffer(capacity: groups.count)
        for (index, group) in groups.enumerated() {
            flags.typed(UInt8.self)[index] = places.base[group].chunk >= 0 ? 1 : 0
        }
        return [columns[0], Column(.boolean, count: groups.count, layout: .fixed(flags))]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column { rows(groups)[0] }
    var byteCount: Int { places.byteCount + candidates.byteCount + bytes }
}

enum PickFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "first", aliases: ["first_value"],
            "first(expr[, isIgnoreNull]) - The first value of the group; depends "
                + "on the order of rows.", ["first(col)"], since: "2.0.0", count: 1...2
        ) { call in
            positional(call) { .first(ignoresNulls: $0) }
        },
        .aggregate(
            "any_value", "any_value(expr[, isIgnoreNull]) - Some value of the group.", ["any_value(col)"],
            since: "3.4.0", count: 1...2
        ) { call in positional(call) { .first(ignoresNulls: $0) } },
        .aggregate(
            "last", aliases: ["last_value"],
            "last(expr[, isIgnoreNull]) - The last value of the group; depends on "
                + "the order of rows.", ["last(col)"], since: "2.0.0", count: 1...2
        ) { call in
            positional(call) { .last(ignoresNulls: $0) }
        },
    ]

    private static func positional(
        _ call: Call, _ choice: (Bool) -> PickAccumulator.Choice
    ) -> AggregateBinding {
        var ignoresNulls = false
        if call.arguments.count > 1, case .boolean(true)? = call.arguments[1].literal { ignoresNulls = true }
        let type = call.types[0]
        let choice = choice(ignoresNulls)
        return .make(call.types, result: type, state: [type, .boolean]) {
            PickAccumulator(choice, valueType: type, orderType: type)
        }
    }

    static func bindBy(_ call: Call, isGreatest isMax: Bool) throws -> AggregateBinding {
        let (value, order) = (call.types[0], call.types[1])
        guard order.isOrderable else {
            throw FunctionError.invalidOrdering("function \(call.name)", sql: call.sql, order)
        }
        return .make([value, order], result: value, state: [value, order]) {
            PickAccumulator(.extremumBy(isMax: isMax), valueType: value, orderType: order)
        }
    }
}
