import Columnar
import Plans

/// Groups of an aggregation as rows: their keys, and what each aggregate has of them. What a table gives when it takes no
/// more rows, and another takes in; columns are let go one by one while a piece is cut, so that the groups are never there
/// twice.
struct AggregatePiece: @unchecked Sendable {
    /// What one aggregate has of the groups.
    enum State {
        /// Its states, a row a group.
        case plain([Column])
        /// DISTINCT: the group (Int32) of each distinct row of arguments.
        case distinct(groups: Column, arguments: [Column])
    }

    /// The number of groups.
    let count: Int
    private(set) var keys: [Column]
    private(set) var states: [State]
    /// The range of the only key, where the keys are dense integers.
    let denseRange: ClosedRange<Int64>?

    init(count: Int, keys: [Column], states: [State], denseRange: ClosedRange<Int64>? = nil) {
        self.count = count
        self.keys = keys
        self.states = states
        self.denseRange = denseRange
    }

    /// Memory held, roughly.
    var byteCount: Int {
        states.reduce(keys.reduce(0) { $0 + $1.byteCount }) { sum, state in
            switch state {
            case .plain(let columns): columns.reduce(sum) { $0 + $1.byteCount }
            case .distinct(let groups, let arguments): arguments.reduce(sum + groups.byteCount) { $0 + $1.byteCount }
            }
        }
    }

    /// Cuts the groups into pieces by their rows; each group is in one of them.
    static func split(_ piece: consuming AggregatePiece, _ rows: [Selection]) -> [AggregatePiece] {
        var keys = [[Column]](repeating: [], count: rows.count)
        var states = [[State]](repeating: [], count: rows.count)
        func cut(_ columns: inout [Column]) -> [[Column]] {
            var parts = [[Column]](repeating: [], count: rows.count)
            columns.reverse()
            while let column = columns.popLast() {
                for (part, selected) in rows.enumerated() { parts[part].append(column.gather(selected)) }
            }
            return parts
        }
        let n = piece.count
        keys = cut(&piece.keys)
        piece.states.reverse()
        while let state = piece.states.popLast() {
            switch state {
            case .plain(var columns):
                for (part, columns) in cut(&columns).enumerated() { states[part].append(.plain(columns)) }
            case .distinct(let groups, let arguments):
                let parts = split(groups, arguments, count: n, rows)
                for (part, state) in parts.enumerated() { states[part].append(state) }
            }
        }
        return rows.indices.map { AggregatePiece(count: rows[$0].count, keys: keys[$0], states: states[$0]) }
    }

    /// Cuts the distinct rows of `n` groups as the groups are cut.
    private static func split(
        _ groups: Column, _ arguments: [Column], count n: Int, _ rows: [Selection]
    ) -> [State] {
        let groups = groups.flattened()
        guard let from = groups.fixedValues(Int32.self) else {
            return rows.map { _ in .distinct(groups: groups, arguments: arguments) }
        }
        // Each group's part, and its number there.
        let places = Buffer(capacity: n &* 4)
        let numbers = Buffer(capacity: n &* 4)
        let (place, number) = (places.typed(Int32.self), numbers.typed(Int32.self))
        for (part, selected) in rows.enumerated() {
            for index in 0..<selected.count {
                place[Int(selected.rows[index])] = Int32(truncatingIfNeeded: part)
                number[Int(selected.rows[index])] = Int32(truncatingIfNeeded: index)
            }
        }
        var sizes = [Int](repeating: 0, count: rows.count)
        for row in 0..<groups.count { sizes[Int(place[Int(from[row])])] &+= 1 }
        return rows.indices.map { part in
            let taken = Selection(capacity: sizes[part])
            let ids = Buffer(capacity: sizes[part] &* 4)
            let id = ids.typed(Int32.self)
            var written = 0
            for row in 0..<groups.count where Int(place[Int(from[row])]) == part {
                taken.rows[written] = Int32(truncatingIfNeeded: row)
                id[written] = number[Int(from[row])]
                written &+= 1
            }
            taken.setCount(written)
            return .distinct(
                groups: Column(.integer, count: written, layout: .fixed(ids)),
                arguments: arguments.map { $0.gather(taken) })
        }
    }
}
