import Columnar
import Functions
import Plans
import Testing

@testable import Execution

/// Every operator that holds rows gives with little memory what it gives with plenty, and leaves nothing behind.
@Suite struct SpillOperatorTests {
    private func modulo(_ attribute: Attribute, _ divisor: Int64) throws -> Expression {
        try Build.call("%", .attribute(attribute), Build.long(divisor))
    }

    @Test func windows() throws {
        let (input, columns) = try Tight.wideRange()
        let key = try modulo(columns[0], 1000)
        func over(_ function: Expression) -> Expression {
            Build.named(
                .window(
                    WindowExpression(
                        function: function, partitionBy: [key], orderBy: [SortOrder(.attribute(columns[2]))],
                        frame: nil)), "w")
        }
        let number = Expression.windowFunction(
            WindowFunctionCall(
                name: "row_number", arguments: [], resultType: .integer, nullable: false, ignoreNulls: false))
        let before = Expression.windowFunction(
            WindowFunctionCall(
                name: "lag", arguments: [.attribute(columns[1])], resultType: .string, nullable: true,
                ignoreNulls: false))
        try Tight().expectSameRows(
            .window(Plans.WindowOperator(input, [over(number), over(before)])))
    }

    @Test func rangePartitions() throws {
        let (input, columns) = try Tight.wideRange()
        let order = SortOrder(try modulo(columns[2], 5000), ascending: false, nullsFirst: false)
        let plan = LogicalPlan.repartition(Repartition(input, partitionCount: 7, scheme: .range([order])))
        let tight = Tight()
        let expected = try Runner().partitions(plan)
        #expect(try tight.engine.numPartitions(plan, context: tight.context) == expected.count)
        #expect(try tight.rows(plan) == expected.flatMap { $0 })
        tight.finish()
    }

    @Test func sortedPartitions() throws {
        let (input, columns) = try Tight.wideRange()
        let order = [SortOrder(.attribute(columns[2]), ascending: false, nullsFirst: false)]
        try Tight().expectSameRows(.sort(Sort(input, order, isGlobal: false)), inOrder: true)
    }

    @Test func firstRowsOfKeys() throws {
        let (input, columns) = try Tight.wideRange()
        let key = Build.named(try modulo(columns[2], 40_000), "m")
        let plan = LogicalPlan.project(Project(input, [.attribute(columns[0]), .attribute(columns[1]), key]))
        try Tight().expectSameRows(.deduplicate(Deduplicate(plan, columns: ["m"])))
    }

    @Test(arguments: [SetOperation.Kind.intersect, .except], [true, false])
    func setOperations(kind: SetOperation.Kind, isAll: Bool) throws {
        func rows(_ divisor: Int64, _ text: Int64) throws -> LogicalPlan {
            let (input, columns) = try Tight.wideRange()
            let wide = try Build.call(
                "concat", .literal(.string("a rather long text of number "), .string),
                .cast(Plans.Cast(try modulo(columns[0], divisor), to: .string, mode: .ansi)))
            return .project(
                Project(input, [Build.named(try modulo(columns[0], divisor), "a"), Build.named(wide, "b")]))
        }
        try Tight().expectSameRows(
            .setOperation(SetOperation(kind, [try rows(90_000, 1), try rows(50_000, 1)], isAll: isAll)))
    }

    /// An inner join would keep its smaller side, which fits.
    @Test(arguments: [Join.Kind.left, .right, .full, .leftSemi, .leftAnti])
    func joinsWithoutKeys(kind: Join.Kind) throws {
        // Each left row lies within none or some of the right ones.
        let (range, id) = Build.range(0, 70, partitions: 3)
        let (input, columns) = try Tight.wideRange()
        let right = LogicalPlan.filter(
            Filter(input, try Build.call("<", .attribute(columns[2]), Build.long(60_000))))
        let step = try Build.call("*", .attribute(id), Build.long(1_000))
        let within = Expression.conjunction([
            try Build.call(">=", .attribute(columns[2]), step),
            try Build.call("<", .attribute(columns[2]), try Build.call("+", step, Build.long(2))),
        ])
        guard let within else { return }
        let (l, r) = kind == .right ? (right, range) : (range, right)
        try Tight().expectSameRows(.join(Join(l, r, kind: kind, condition: .on(within))))
    }

    @Test(arguments: [Join.Kind.inner, .left, .full, .leftSemi, .leftAnti])
    func oneKeyLargerThanMemory(kind: Join.Kind) throws {
        // Nine of ten rows of the right side have the same key, as have three of the left one.
        let (input, columns) = try Tight.wideRange()
        let zero = try Build.call(">", try modulo(columns[0], 10), Build.long(0))
        let skewed = Build.named(
            .cast(
                Plans.Cast(
                    try Build.call(
                        "*", .cast(Plans.Cast(try Build.call("not", zero), to: .integer, mode: .ansi)),
                        .cast(Plans.Cast(.attribute(columns[0]), to: .integer, mode: .ansi))), to: .long, mode: .ansi)),
            "s")
        let right = LogicalPlan.project(Project(input, [.attribute(columns[0]), .attribute(columns[1]), skewed]))
        let (range, id) = Build.range(0, 30_000, partitions: 3)
        let key = Build.named(
            try Build.call("*", try Build.call("div", .attribute(id), Build.long(3)), Build.long(10)), "k")
        let left = LogicalPlan.project(Project(range, [.attribute(id), key]))
        guard let a = key.outputAttribute, let b = skewed.outputAttribute else { return }
        let joined = LogicalPlan.join(
            Join(left, right, kind: kind, condition: .on(try Build.call("=", .attribute(a), .attribute(b)))))
        let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
        let sum = Build.named(try Build.aggregate("sum", .attribute(id)), "s")
        try Tight().expectSameRows(.aggregate(Aggregate(joined, groupBy: [], aggregates: [count, sum])))
    }

    @Test(arguments: [Join.Kind.leftSemi, .leftAnti])
    func semiJoinsThatBuildTheSideTheyKeep(kind: Join.Kind) throws {
        let (left, leftColumns) = try Tight.wideRange()
        let (rightRange, rightID) = Build.range(0, Tight.rowCount, partitions: 4)
        let planner = PhysicalPlanner(Tight().context)
        let condition = try Build.call(
            "=", .attribute(leftColumns[0]), try Build.call("*", .attribute(rightID), Build.long(3)))
        // A right side that is said to be large: the left one is built.
        var large: [LogicalPlan] = []
        for _ in 0..<8 { large.append(rightRange) }
        let union = LogicalPlan.setOperation(SetOperation(.union, large, isAll: true))
        let plan = LogicalPlan.join(Join(left, union, kind: kind, condition: .on(condition)))
        #expect(try planner.plan(plan) is BuildSideSemiJoinOperator)
        try Tight().expectSameRows(plan)
    }

    @Test func distinctValuesOfAllRows() throws {
        let (input, columns) = try Tight.wideRange()
        let distinct = Build.named(
            try Build.aggregate("count", .attribute(columns[1]), distinct: true), "d")
        let other = Build.named(
            try Build.aggregate("sum", try modulo(columns[2], 70_000), distinct: true), "o")
        let plain = Build.named(try Build.aggregate("sum", .attribute(columns[0])), "p")
        try Tight().expectSameRows(
            .aggregate(Aggregate(input, groupBy: [], aggregates: [distinct, plain, other])))
        let few = try modulo(columns[0], 3)
        try Tight().expectSameRows(
            .aggregate(Aggregate(input, groupBy: [few], aggregates: [few, distinct, plain, other])))
    }

    @Test func collectedLists() throws {
        let (input, columns) = try Tight.wideRange()
        let key = try modulo(columns[0], 10_000)
        let list = try Build.aggregate("collect_list", .attribute(columns[1]))
        let lists = LogicalPlan.aggregate(
            Aggregate(input, groupBy: [key], aggregates: [Build.named(key, "k"), Build.named(list, "l")]))
        guard let k = lists.output.first, let l = lists.output.last else { return }
        let sorted = Build.named(try Build.call("sort_array", .attribute(l)), "l")
        try Tight().expectSameRows(.project(Project(lists, [.attribute(k), sorted])))
    }

    @Test func failingQueriesLeaveNothing() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        let zero = try Build.call("-", .attribute(columns[0]), Build.long(Tight.rowCount - 1))
        let failing = Build.named(try Build.call("div", Build.long(1), zero), "q")
        let plan = LogicalPlan.sort(
            Sort(
                .project(Project(input, columns.map { .attribute($0) } + [failing])),
                [SortOrder(.attribute(columns[2]), ascending: true, nullsFirst: true)], isGlobal: true))
        #expect(throws: PyriteError.self) { try tight.rows(plan) }
        tight.finish()
    }

    @Test func cancelledQueriesLeaveNothing() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        func cancel() throws {
            let result = try tight.engine.execute(
                .sort(
                    Sort(
                        input, [SortOrder(.attribute(columns[2]), ascending: true, nullsFirst: true)], isGlobal: true)),
                context: tight.context)
            #expect(try result.next() != nil)
            result.cancel()
            #expect(throws: PyriteError.self) { while try result.next() != nil {} }
        }
        try cancel()
        tight.finish()
    }
}
