import Columnar
import Functions

/// Finds the cheapest order of a ``JoinGraph``'s joins.
///
/// Dynamic programming over pairs of connected sets (DPccp: Moerkotte and Neumann, "Analysis of Two Existing and One New
/// Dynamic Programming Algorithm for the Generation of Optimal Bushy Join Trees", VLDB 2006). When there are too many pairs,
/// or no order without a cross product exists, the pair with the smallest result is joined first, again and again.
struct JoinOrder {
    /// How a set of relations is best made.
    struct Entry {
        var statistics: RelationStatistics
        var cost: Double
        /// Zero for a single relation.
        var left: UInt64
        var right: UInt64
    }

    private let graph: JoinGraph
    private let context: EvaluationContext
    private var best: [UInt64: Entry] = [:]
    private var pairs = 0

    /// Pairs of sets to look at before giving up.
    private static let maxPairs = 10_000

    init(_ graph: JoinGraph, context: EvaluationContext) {
        self.graph = graph
        self.context = context
    }

    /// The joins in their best order; `nil` when the graph has none.
    static func plan(_ graph: JoinGraph, context: EvaluationContext) throws -> LogicalPlan? {
        var order = JoinOrder(graph, context: context)
        let all = order.singles()
        order.enumerate()
        if order.best[all] == nil { order.joinGreedily(all) }
        guard order.best[all] != nil else { return nil }
        return try order.build(all)
    }

    private mutating func singles() -> UInt64 {
        for (index, relation) in graph.relations.enumerated() {
            best[1 << UInt64(index)] = Entry(statistics: relation.statistics, cost: 0, left: 0, right: 0)
        }
        return graph.relations.indices.reduce(into: 0) { $0 |= 1 << UInt64($1) }
    }

    // MARK: Pairs of connected sets

    private mutating func enumerate() {
        for index in graph.relations.indices.reversed() {
            let start: UInt64 = 1 << UInt64(index)
            joinWithComplements(start)
            grow(start, without: start | (start - 1))
        }
    }

    /// Every connected set that contains `set` and nothing of `excluded` beyond it.
    private mutating func grow(_ set: UInt64, without excluded: UInt64) {
        let reachable = neighbours(set) & ~excluded
        if reachable == 0 || pairs > Self.maxPairs { return }
        for extra in subsets(reachable) where best[set | extra] != nil { joinWithComplements(set | extra) }
        for extra in subsets(reachable) { grow(set | extra, without: excluded | reachable) }
    }

    private mutating func joinWithComplements(_ set: UInt64) {
        let lowest = set & (~set &+ 1)
        let excluded = (lowest | (lowest - 1)) | set
        let reachable = neighbours(set) & ~excluded
        for index in graph.relations.indices.reversed() {
            let other: UInt64 = 1 << UInt64(index)
            guard reachable & other != 0 else { continue }
            consider(set, other)
            growComplement(set, other, without: excluded | (reachable & (other | (other - 1))))
        }
    }

    private mutating func growComplement(_ set: UInt64, _ other: UInt64, without excluded: UInt64) {
        let reachable = neighbours(other) & ~excluded
        if reachable == 0 || pairs > Self.maxPairs { return }
        for extra in subsets(reachable) where best[other | extra] != nil { consider(set, other | extra) }
        for extra in subsets(reachable) { growComplement(set, other | extra, without: excluded | reachable) }
    }

    private func neighbours(_ set: UInt64) -> UInt64 {
        var result: UInt64 = 0
        for index in graph.relations.indices where set & (1 << UInt64(index)) != 0 { result |= graph.neighbours[index] }
        return result & ~set
    }

    /// The subsets that are not empty, smaller numbers first.
    private func subsets(_ set: UInt64) -> [UInt64] {
        var result: [UInt64] = []
        var subset: UInt64 = 0
        repeat {
            subset = (subset &- set) & set
            if subset != 0 { result.append(subset) }
        } while subset != 0 && result.count < Self.maxPairs
        return result
    }

    // MARK: Cost

    private mutating func consider(_ first: UInt64, _ second: UInt64) {
        guard let a = best[first], let b = best[second] else { return }
        // The larger side first: it streams past a table of the other.
        var (left, right) = a.statistics.rows >= b.statistics.rows ? (first, second) : (second, first)
        if attachment(first) != nil { (left, right) = (second, first) }
        if attachment(second) != nil { (left, right) = (first, second) }
        let attached = attachment(right)
        if let attached, attached.requires & ~left != 0 { return }
        if attached == nil, attachment(left) != nil { return }
        pairs += 1
        guard pairs <= Self.maxPairs, let x = best[left], let y = best[right] else { return }
        let statistics = best[left | right]?.statistics ?? joined(left, x, right, y, attached)
        let cost = x.cost + y.cost + work(left, x, right, y, attached, statistics.rows)
        if let known = best[left | right], known.cost <= cost { return }
        best[left | right] = Entry(statistics: statistics, cost: cost, left: left, right: right)
    }

    private func attachment(_ set: UInt64) -> JoinGraph.Attachment? {
        set.nonzeroBitCount == 1 ? graph.relations[set.trailingZeroBitCount].attachment : nil
    }

    private func joined(
        _ left: UInt64, _ x: Entry, _ right: UInt64, _ y: Entry, _ attached: JoinGraph.Attachment?
    ) -> RelationStatistics {
        let leftIDs = Set(x.statistics.columns.keys)
        let equalities = equalities(left, right, x.statistics, y.statistics)
        if let attached {
            let result = x.statistics.joined(
                y.statistics, kind: attached.kind, conditions: attached.conditions, leftIDs: leftIDs)
            return covered(left, right).reduce(result) { $0.filtered(by: $1) }
        }
        let expressions = equalities.compactMap {
            try? Expression.call("=", [.attribute($0), .attribute($1)], context)
        }
        return x.statistics.joined(
            y.statistics, kind: .inner, conditions: expressions + covered(left, right), leftIDs: leftIDs)
    }

    /// In rows: building a table costs about twice as much a row as probing it, or as making an output row.
    private func work(
        _ left: UInt64, _ x: Entry, _ right: UInt64, _ y: Entry, _ attached: JoinGraph.Attachment?, _ output: Double
    ) -> Double {
        let (a, b) = (x.statistics.rows, y.statistics.rows)
        let isKeyed =
            attached.map { $0.conditions.contains { $0.equatedColumns != nil } }
            ?? graph.classes.contains { $0.relations & left != 0 && $0.relations & right != 0 }
        if !isKeyed && !covered(left, right).contains(where: { $0.equatedColumns != nil }) { return a * b + output }
        return min(a + 2 * b, 2 * a + b) + output
    }

    // MARK: Conditions

    /// One equality for each class that has members on both sides, over the columns with the fewest values.
    private func equalities(
        _ left: UInt64, _ right: UInt64, _ x: RelationStatistics, _ y: RelationStatistics
    ) -> [(Attribute, Attribute)] {
        graph.classes.compactMap { entry in
            func member(of set: UInt64, _ statistics: RelationStatistics) -> Attribute? {
                entry.members.filter { set & (1 << UInt64($0.relation)) != 0 }
                    .min { (statistics[$0.column.id].distinct ?? 1e18) < (statistics[$1.column.id].distinct ?? 1e18) }?
                    .column
            }
            guard let a = member(of: left, x), let b = member(of: right, y) else { return nil }
            return (a, b)
        }
    }

    /// Conditions whose relations come together in this join.
    private func covered(_ left: UInt64, _ right: UInt64) -> [Expression] {
        graph.predicates.filter {
            $0.relations & ~(left | right) == 0 && $0.relations & ~left != 0 && $0.relations & ~right != 0
        }.map(\.expression)
    }

    // MARK: Without dynamic programming

    private mutating func joinGreedily(_ all: UInt64) {
        pairs = -1_000_000
        best = best.filter { $0.key.nonzeroBitCount == 1 }
        var sets = graph.relations.indices.map { UInt64(1) << UInt64($0) }
        while sets.count > 1 {
            var choice: (set: UInt64, rank: Double)?
            for (index, a) in sets.enumerated() {
                for b in sets[(index + 1)...] {
                    consider(a, b)
                    guard let entry = best[a | b] else { continue }
                    // Cross products come last.
                    let isLinked = neighbours(a) & b != 0
                    let rank = entry.statistics.rows * (isLinked ? 1 : 1e12)
                    if choice.map({ rank < $0.rank }) ?? true { choice = (a | b, rank) }
                }
            }
            guard let choice else { return }
            sets.removeAll { $0 & choice.set != 0 }
            sets.append(choice.set)
        }
    }

    // MARK: The plan

    private func build(_ set: UInt64) throws -> LogicalPlan {
        guard let entry = best[set] else { throw PyriteError.internalError("A set of relations has no join order.") }
        if entry.left == 0 { return graph.relations[set.trailingZeroBitCount].plan }
        let (left, right) = (try build(entry.left), try build(entry.right))
        let more = covered(entry.left, entry.right)
        if let attached = attachment(entry.right) {
            let condition = Expression.conjunction(attached.conditions).map { Join.Condition.on($0) } ?? .none
            let join = LogicalPlan.join(Join(left, right, kind: attached.kind, condition: condition))
            return Expression.conjunction(more).map { .filter(Filter(join, $0)) } ?? join
        }
        guard let x = best[entry.left], let y = best[entry.right] else {
            throw PyriteError.internalError("A join has no inputs.")
        }
        let equalities = try equalities(entry.left, entry.right, x.statistics, y.statistics).map {
            try Expression.call("=", [.attribute($0), .attribute($1)], context)
        }
        let condition = Expression.conjunction(equalities + more)
        return .join(
            Join(left, right, kind: condition == nil ? .cross : .inner, condition: condition.map { .on($0) } ?? .none))
    }
}
