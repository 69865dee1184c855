import Columnar
import Functions
import Plans
import Testing

@testable import Execution

@Suite struct PipelineTests {
    let run = Runner()

    @Test func rangeFilterProjectKeepsPartitionOrder() throws {
        let (range, id) = Build.range(0, 100_000, partitions: 7)
        let even = try Build.call("=", try Build.call("%", .attribute(id), Build.long(1000)), Build.long(3))
        let doubled = Build.named(try Build.call("*", .attribute(id), Build.long(2)), "d")
        let rows = try run.rows(.project(Project(.filter(Filter(range, even)), [doubled])))
        #expect(rows == (0..<100).map { [.integer(Int64($0) * 2000 + 6)] })
    }

    @Test func groupByCountsAndSums() throws {
        let (range, id) = Build.range(0, 300_000, partitions: 5)
        let key = Build.named(try Build.call("%", .attribute(id), Build.long(1001)), "k")
        let sum = Build.named(try Build.aggregate("sum", .attribute(id)), "s")
        let count = Build.named(try Build.aggregate("count", .attribute(id)), "c")
        guard let keyAttribute = key.outputAttribute else { return }
        let plan = LogicalPlan.aggregate(
            Aggregate(range, groupBy: [key], aggregates: [.attribute(keyAttribute), sum, count]))
        let rows = try run.rows(plan)
        #expect(rows.count == 1001)
        for row in rows {
            guard case .integer(let k) = row[0] else { continue }
            let members = stride(from: k, to: 300_000, by: 1001)
            #expect(row[1] == .integer(members.reduce(0, +)))
            #expect(row[2] == .integer(Int64(Array(members).count)))
        }
    }

    @Test func manyGroupsMergeInParallel() throws {
        let (range, id) = Build.range(0, 6_000_000)
        let key = Build.named(try Build.call("%", .attribute(id), Build.long(400_000)), "k")
        let count = Build.named(try Build.aggregate("count", .attribute(id)), "c")
        let plan = LogicalPlan.aggregate(Aggregate(range, groupBy: [key], aggregates: [count]))
        let rows = try run.rows(plan)
        #expect(rows.count == 400_000)
        #expect(rows.allSatisfy { $0[0] == 15 })
    }

    @Test func distinctValuesOfManyGroupsMergeInParallel() throws {
        let (range, id) = Build.range(0, 3_000_000)
        // 100,000 groups with the values 0, 1 and 2 ten times each, far apart so that every task sees each group.
        let key = Build.named(
            try Build.call("*", try Build.call("%", .attribute(id), Build.long(100_000)), Build.long(1_000_003)), "k")
        let value = try Build.call("%", .attribute(id), Build.long(3))
        let distinct = Build.named(try Build.aggregate("count", value, distinct: true), "d")
        let sum = Build.named(try Build.aggregate("sum", value), "s")
        let rows = try run.rows(
            .aggregate(Aggregate(range, groupBy: [key], aggregates: [distinct, sum])))
        #expect(rows.count == 100_000)
        #expect(rows.allSatisfy { $0 == [3, 30] })
    }

    @Test func groupsOfNullNaNAndStrings() throws {
        let (plan, columns) = Build.relation([
            ("d", .double, [.double(.nan), .null, .double(-0.0), .double(0), .double(-.nan), .null]),
            ("s", .string, ["a long string beyond twelve", "", "x", "x", "a long string beyond twelve", ""]),
        ])
        let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
        let both = columns.map { Expression.attribute($0) }
        let rows = try run.rows(.aggregate(Aggregate(plan, groupBy: both, aggregates: both + [count])))
        #expect(rows.count == 3)
        #expect(rows.allSatisfy { $0[2] == 2 })
        for column in both {
            let one = try run.rows(.aggregate(Aggregate(plan, groupBy: [column], aggregates: [count])))
            #expect(one == [[2], [2], [2]])
        }
    }

    @Test func distinctAndFilteredAggregates() throws {
        let (plan, columns) = Build.relation(
            [
                ("k", .integer, [1, 1, 1, 2, 2, .null]),
                ("v", .integer, [5, 5, 6, .null, 7, 7]),
            ], partitions: 3)
        let (k, v) = (Expression.attribute(columns[0]), Expression.attribute(columns[1]))
        let distinct = Build.named(try Build.aggregate("count", v, distinct: true), "d")
        let big = Build.named(
            try Build.aggregate("count", v, filter: try Build.call(">", v, .literal(5, .integer))), "b")
        let rows = try run.rows(.aggregate(Aggregate(plan, groupBy: [k], aggregates: [k, distinct, big])))
        let byKey = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0[1...])) })
        #expect(byKey[1] == [2, 1])
        #expect(byKey[2] == [1, 1])
        #expect(byKey[.null] == [1, 1])
        let all = try run.rows(.aggregate(Aggregate(plan, groupBy: [], aggregates: [distinct, big])))
        #expect(all == [[3, 3]])
    }

    @Test func aggregateOfNothingIsOneRow() throws {
        let (range, id) = Build.range(0, 0)
        let count = Build.named(try Build.aggregate("count", .attribute(id)), "c")
        let sum = Build.named(try Build.aggregate("sum", .attribute(id)), "s")
        #expect(try run.rows(.aggregate(Aggregate(range, groupBy: [], aggregates: [count, sum]))) == [[0, .null]])
        #expect(
            try run.rows(.aggregate(Aggregate(range, groupBy: [.attribute(id)], aggregates: [count]))).isEmpty)
    }

    @Test func groupsOfNestedValues() throws {
        let type = DataType.array(.integer, containsNull: true)
        let (plan, columns) = Build.relation([
            ("a", type, [.array([1, .null]), .array([1]), .array([1, .null]), .null, .array([]), .null])
        ])
        let key = Expression.attribute(columns[0])
        let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
        let rows = try run.rows(.aggregate(Aggregate(plan, groupBy: [key], aggregates: [key, count])))
        let counts = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        #expect(counts == [.array([1, .null]): 2, .array([1]): 1, .null: 2, .array([]): 1])
    }

    @Test func limitOffsetTail() throws {
        let (range, _) = Build.range(0, 1000, partitions: 9)
        func limit(_ count: Int64?, offset: Int64? = nil, tail: Bool = false) throws -> [Int64] {
            let plan = LogicalPlan.limit(
                Limit(
                    range, count: count.map { .literal(.integer($0), .integer) },
                    offset: offset.map { .literal(.integer($0), .integer) }, isTail: tail))
            return try run.rows(plan).compactMap { if case .integer(let n) = $0[0] { n } else { nil } }
        }
        #expect(try limit(5) == [0, 1, 2, 3, 4])
        #expect(try limit(300).count == 300)
        #expect(try limit(3, offset: 500) == [500, 501, 502])
        #expect(try limit(nil, offset: 998) == [998, 999])
        #expect(try limit(3, tail: true) == [997, 998, 999])
        #expect(try limit(0) == [])
    }

    @Test func unionDistinctDeduplicate() throws {
        let (a, x) = Build.range(0, 5, partitions: 2)
        let (b, _) = Build.range(3, 8, partitions: 2)
        var union = SetOperation(.union, [a, b], isAll: true)
        union.output = [x]
        #expect(try run.rows(.setOperation(union)).map { $0[0] } == [0, 1, 2, 3, 4, 3, 4, 5, 6, 7])
        #expect(try run.rows(.distinct(.setOperation(union))).count == 8)
        let (plan, _) = Build.relation(
            [("k", .string, ["a", "b", "a", .null, .null]), ("v", .integer, [1, 2, 3, 4, 5])], partitions: 2)
        let rows = try run.rows(.deduplicate(Deduplicate(plan, columns: ["k"])))
        #expect(Set(rows.map { $0[1] }) == [1, 2, 4])
    }

    @Test func sharedResultsAreBounded() throws {
        // More batches than tasks may run ahead of the reader: they must sleep and go on.
        let (range, _) = Build.range(0, 4_000_000, partitions: 3)
        let result = try run.engine.execute(range, context: run.context)
        var expected: Int64 = 0
        var inOrder = true
        while let batch = try result.next() {
            guard let values = batch.columns[0].fixedValues(Int64.self) else { break }
            for row in 0..<batch.count {
                inOrder = inOrder && values[row] == expected
                expected += 1
            }
        }
        #expect(inOrder && expected == 4_000_000)
    }

    @Test func errorsStopTheJobAndCancellationEndsIt() throws {
        let (range, id) = Build.range(0, 1_000_000, partitions: 4)
        let failing = Build.named(
            try Build.call("/", .literal(.double(1), .double), .literal(.double(0), .double)), "e")
        _ = id
        #expect(throws: PyriteError.self) { try run.rows(.project(Project(range, [failing]))) }
        var context = QueryContext()
        context.cancellation = CancellationToken()
        let result = try run.engine.execute(range, context: context)
        _ = try result.next()
        result.cancel()
        #expect(throws: PyriteError.cancelled) { while try result.next() != nil {} }
        #expect(try run.rows(.range(RangeRelation(start: 0, end: 3, step: 1))).count == 3)
        #expect(run.engine.budget.reserved == 0)
    }

    @Test func unresolvedPlansAreErrors() {
        #expect(throws: PyriteError.self) { try run.rows(.unresolvedRelation(UnresolvedRelation(["t"]))) }
        let (range, _) = Build.range(0, 3)
        let stranger = Expression.attribute(Attribute("x", .long))
        #expect(throws: PyriteError.self) { try run.rows(.project(Project(range, [stranger]))) }
    }

    @Test func explainShowsSparksOperators() throws {
        let (range, id) = Build.range(0, 10)
        let count = Build.named(try Build.aggregate("count", .attribute(id)), "c")
        let plan = LogicalPlan.aggregate(Aggregate(range, groupBy: [.attribute(id)], aggregates: [count]))
        let text = try run.engine.explain(plan, context: run.context)
        #expect(text.hasPrefix("== Physical Plan ==\n"))
        #expect(text.contains("Exchange hashpartitioning(id#\(id.id.number)L"))
        #expect(text.contains("Range (0, 10, step=1"))
    }
}
