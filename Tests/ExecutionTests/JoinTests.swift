import Columnar
import Functions
import Plans
import Testing

@testable import Execution

@Suite struct JoinTests {
    let run = Runner()

    private static let left: [(Value, Value)] = [(1, "a"), (2, "b"), (3, "c"), (2, "bb"), (.null, "n")]
    private static let right: [(Value, Value)] = [(2, "x"), (2, "y"), (3, "z"), (4, "w"), (.null, "m")]

    /// Every join type over every key type, against pairs compared one by one.
    @Test(arguments: [Join.Kind.inner, .left, .right, .full, .leftSemi, .leftAnti], ["=", "<=>"])
    func joinsAgreeWithNestedLoops(_ kind: Join.Kind, _ comparison: String) throws {
        for type in [DataType.integer, .long, .string, .double, .decimal(precision: 30, scale: 0)] {
            try check(kind, comparison, type, residual: false)
            try check(kind, comparison, type, residual: true)
        }
    }

    private func value(_ key: Value, _ type: DataType) -> Value {
        guard case .integer(let number) = key else { return .null }
        switch type {
        case .string: return .string("a key of more than twelve bytes: \(number)")
        case .double: return .double(Double(number))
        case .decimal: return .decimal(Int128(number))
        default: return key
        }
    }

    private func check(_ kind: Join.Kind, _ comparison: String, _ type: DataType, residual: Bool) throws {
        let (l, lc) = Build.relation(
            [("k", type, Self.left.map { value($0.0, type) }), ("v", .string, Self.left.map(\.1))], partitions: 2)
        let (r, rc) = Build.relation(
            [("k", type, Self.right.map { value($0.0, type) }), ("w", .string, Self.right.map(\.1))], partitions: 3)
        var condition = try Build.call(comparison, .attribute(lc[0]), .attribute(rc[0]))
        if residual {
            condition = .and(condition, try Build.call("!=", .attribute(rc[1]), .literal("y", .string)))
        }
        let rows = try run.rows(.join(Join(l, r, kind: kind, condition: .on(condition))))

        func matches(_ a: (Value, Value), _ b: (Value, Value)) -> Bool {
            let equal = comparison == "=" ? a.0 == b.0 && !a.0.isNull : a.0 == b.0
            return equal && !(residual && b.1 == "y")
        }
        var expected: [[Value]] = []
        for a in Self.left {
            let partners = Self.right.filter { matches(a, $0) }
            switch kind {
            case .leftSemi: if !partners.isEmpty { expected.append([value(a.0, type), a.1]) }
            case .leftAnti: if partners.isEmpty { expected.append([value(a.0, type), a.1]) }
            default:
                expected += partners.map { [value(a.0, type), a.1, value($0.0, type), $0.1] }
                if partners.isEmpty && (kind == .left || kind == .full) {
                    expected.append([value(a.0, type), a.1, .null, .null])
                }
            }
        }
        if kind == .right || kind == .full {
            for b in Self.right where !Self.left.contains(where: { matches($0, b) }) {
                expected.append([.null, .null, value(b.0, type), b.1])
            }
        }
        func counted(_ rows: [[Value]]) -> [[Value]: Int] { rows.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
        #expect(counted(rows) == counted(expected), "\(kind) \(comparison) \(type) \(residual)")
    }

    /// Two long keys pack into a word by the build side's ranges; probe rows outside of them match nothing.
    @Test(arguments: [Join.Kind.inner, .left, .full, .leftSemi, .leftAnti])
    func keysOutsideTheRangesOfTheOtherSide(_ kind: Join.Kind) throws {
        let left: [(Value, Value)] = [
            (1, 10), (2, 20), (1, 20), (.null, 10), (1, .null), (.integer(.max), 10), (.integer(.min), 20), (2, 20),
            (.integer(1 << 40), 10), (3, 10), (0, 10), (1, 9),
        ]
        let right: [(Value, Value)] = [(1, 10), (2, 20), (2, 20), (.null, 10), (3, .null), (3, 12)]
        let (l, lc) = Build.relation([("a", .long, left.map(\.0)), ("b", .long, left.map(\.1))])
        let (r, rc) = Build.relation([("c", .long, right.map(\.0)), ("d", .long, right.map(\.1))])
        let condition = Expression.and(
            try Build.call("=", .attribute(lc[0]), .attribute(rc[0])),
            try Build.call("=", .attribute(lc[1]), .attribute(rc[1])))
        let rows = try run.rows(.join(Join(l, r, kind: kind, condition: .on(condition))))
        func matches(_ a: (Value, Value), _ b: (Value, Value)) -> Bool {
            !a.0.isNull && !a.1.isNull && a.0 == b.0 && a.1 == b.1
        }
        var expected: [[Value]] = []
        for a in left {
            let partners = right.filter { matches(a, $0) }
            switch kind {
            case .leftSemi: if !partners.isEmpty { expected.append([a.0, a.1]) }
            case .leftAnti: if partners.isEmpty { expected.append([a.0, a.1]) }
            default:
                expected += partners.map { [a.0, a.1, $0.0, $0.1] }
                if partners.isEmpty && kind != .inner { expected.append([a.0, a.1, .null, .null]) }
            }
        }
        if kind == .full {
            for b in right where !left.contains(where: { matches($0, b) }) {
                expected.append([.null, .null, b.0, b.1])
            }
        }
        func counted(_ rows: [[Value]]) -> [[Value]: Int] { rows.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
        #expect(counted(rows) == counted(expected))
    }

    @Test func nestedLoopAndCross() throws {
        let (l, a) = Build.range(0, 6, partitions: 2)
        let (r, b) = Build.range(0, 5)
        #expect(try run.rows(.join(Join(l, r, kind: .cross))).count == 30)
        let less = try Build.call("<", .attribute(a), .attribute(b))
        #expect(try run.rows(.join(Join(l, r, kind: .inner, condition: .on(less)))).count == 10)
        #expect(try run.rows(.join(Join(l, r, kind: .left, condition: .on(less)))).count == 12)
        #expect(try run.rows(.join(Join(l, r, kind: .full, condition: .on(less)))).count == 13)
        #expect(try run.rows(.join(Join(l, r, kind: .leftAnti, condition: .on(less)))) == [[4], [5]])
        let (none, _) = Build.range(0, 0)
        #expect(
            try run.rows(.join(Join(l, none, kind: .left, condition: .on(.literal(.boolean(true), .boolean))))).count
                == 6)
    }

    @Test func largeJoinsFindEveryPair() throws {
        // Sparse keys, so that the table is hashed and built in parts.
        let (l, a) = Build.range(0, 1_000_000)
        let (r, b) = Build.range(0, 300_000)
        let spread = Build.named(try Build.call("*", .attribute(b), Build.long(1_000_003)), "k")
        let other = Build.named(
            try Build.call("*", try Build.call("%", .attribute(a), Build.long(600_000)), Build.long(1_000_003)), "k")
        guard let k1 = other.outputAttribute, let k2 = spread.outputAttribute else { return }
        let join = LogicalPlan.join(
            Join(
                .project(Project(l, [other])), .project(Project(r, [spread])), kind: .inner,
                condition: .on(try Build.call("=", .attribute(k1), .attribute(k2)))))
        let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
        #expect(try run.rows(.aggregate(Aggregate(join, groupBy: [], aggregates: [count]))) == [[600_000]])
    }
}
