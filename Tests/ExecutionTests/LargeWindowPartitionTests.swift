import Columnar
import Functions
import Plans
import Testing

@testable import Execution

/// Window partitions many times as large as memory give what they give with plenty of it.
@Suite struct LargeWindowPartitionTests {
    private static let rowsBefore = WindowExpression.Frame(.rows, .unboundedPreceding, .currentRow)
    private static let nearRows = WindowExpression.Frame(
        .rows, .offset(.literal(5, .integer), preceding: true), .offset(.literal(3, .integer), preceding: false))
    private static let allRows = WindowExpression.Frame(.rows, .unboundedPreceding, .unboundedFollowing)

    private func ranking(
        _ name: String, _ arguments: Expression..., type: DataType = .integer, ignoreNulls: Bool = false
    ) -> Expression {
        .windowFunction(
            WindowFunctionCall(
                name: name, arguments: arguments, resultType: type, nullable: true, ignoreNulls: ignoreNulls))
    }

    /// The functions over the input's rows.
    private func plan(
        _ input: LogicalPlan, _ functions: [(Expression, WindowExpression.Frame?)], orderBy: Expression,
        partitionBy: [Expression]
    ) -> LogicalPlan {
        .window(
            Plans.WindowOperator(
                input,
                functions.map { function, frame in
                    Build.named(
                        .window(
                            WindowExpression(
                                function: function, partitionBy: partitionBy, orderBy: [SortOrder(orderBy)],
                                frame: frame)), "w")
                }))
    }

    /// Nothing needs to be known of the partition before its rows go out.
    @Test func byTheRowsBeforeAndNear() throws {
        let (input, columns) = try Tight.wideRange()
        let (id, text) = (Expression.attribute(columns[0]), Expression.attribute(columns[1]))
        let third = try Build.call("=", try Build.call("%", id, Build.long(3)), Build.long(0))
        let functions: [(Expression, WindowExpression.Frame?)] = [
            (ranking("row_number"), nil),
            (ranking("lag", text, .literal(3, .integer), type: .string), nil),
            (ranking("lead", text, .literal(2, .integer), .literal("none", .string), type: .string), nil),
            (try Build.aggregate("sum", id), Self.rowsBefore),
            (try Build.aggregate("sum", id, filter: third), Self.rowsBefore),
            (try Build.aggregate("max", text), Self.rowsBefore),
            (try Build.aggregate("sum", id), Self.nearRows),
            (try Build.aggregate("min", text), Self.nearRows),
        ]
        let halves = try Build.call("%", .attribute(columns[2]), Build.long(2))
        try Tight().expectSameRows(
            plan(input, functions, orderBy: .attribute(columns[2]), partitionBy: [halves]))
    }

    /// The partition's size and sums come first; peers stay together.
    @Test func byTheWholePartition() throws {
        let (input, columns) = try Tight.wideRange()
        let (id, text) = (Expression.attribute(columns[0]), Expression.attribute(columns[1]))
        let third = try Build.call("=", try Build.call("%", id, Build.long(3)), Build.long(0))
        let peers = try Build.call("%", .attribute(columns[2]), Build.long(700))
        let functions: [(Expression, WindowExpression.Frame?)] = [
            (ranking("rank"), nil), (ranking("dense_rank"), nil),
            (ranking("percent_rank", type: .double), nil), (ranking("cume_dist", type: .double), nil),
            (try Build.aggregate("sum", id), nil),
            (try Build.aggregate("count", id, filter: third), nil),
            (try Build.aggregate("sum", id), Self.allRows),
            (try Build.aggregate("max", text, filter: third), Self.allRows),
        ]
        try Tight().expectSameRows(plan(input, functions, orderBy: peers, partitionBy: []))
    }

    @Test func inBuckets() throws {
        let (input, columns) = try Tight.wideRange()
        try Tight().expectSameRows(
            plan(
                input, [(ranking("ntile", .literal(7, .integer)), nil)], orderBy: .attribute(columns[2]),
                partitionBy: []))
    }

    /// Large and small partitions in turn keep the order of the rows.
    @Test func betweenSmallOnes() throws {
        let (input, columns) = try Tight.wideRange()
        let id = Expression.attribute(columns[0])
        let isLate = Expression.cast(
            Plans.Cast(try Build.call(">=", id, Build.long(70_000)), to: .long, mode: .ansi))
        let key = try Build.call("*", isLate, try Build.call("%", id, Build.long(900)))
        try Tight().expectSameRows(
            plan(
                input, [(ranking("row_number"), nil), (try Build.aggregate("sum", id), Self.allRows)], orderBy: id,
                partitionBy: [key]))
    }

    @Test func whatLooksAtAnyRowIsAnError() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        let last = ranking("lag", .attribute(columns[1]), type: .string, ignoreNulls: true)
        let error = #expect(throws: PyriteError.self) {
            try tight.rows(plan(input, [(last, nil)], orderBy: .attribute(columns[2]), partitionBy: []))
        }
        #expect(error?.condition == "UNABLE_TO_ACQUIRE_MEMORY")
        tight.finish()
    }
}
