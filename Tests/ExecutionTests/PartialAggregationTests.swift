import Columnar
import Functions
import Plans
import Testing

@testable import Execution

/// Groups of texts so many that tables are handed over before all rows are in.
@Suite struct PartialAggregationTests {
    private static let rowCount: Int64 = 400_000

    /// The numbers 0 ..< ``rowCount`` grouped by the text "group number …" of what `key` makes of them: the key's number,
    /// how many there are, how many different last digits, and their sum.
    private func plan(_ key: (Plans.Expression) throws -> Plans.Expression) throws -> LogicalPlan {
        let (range, id) = Build.range(0, PartialAggregationTests.rowCount, partitions: 3)
        let number = try key(.attribute(id))
        let text = try Build.call(
            "concat", .literal(.string("group number "), .string),
            .cast(Plans.Cast(number, to: .string, mode: .ansi)))
        let rows = LogicalPlan.project(
            Project(range, [.attribute(id), Build.named(text, "text"), Build.named(number, "number")]))
        let columns = rows.output
        let digit = try Build.call("%", .attribute(id), Build.long(10))
        return .aggregate(
            Aggregate(
                rows, groupBy: [.attribute(columns[1])],
                aggregates: [
                    Build.named(try Build.aggregate("min", .attribute(columns[2])), "n"),
                    Build.named(try Build.aggregate("count", .attribute(id)), "c"),
                    Build.named(try Build.aggregate("count", digit, distinct: true), "d"),
                    Build.named(try Build.aggregate("sum", .attribute(id)), "s"),
                ]))
    }

    /// Checks each group against the numbers that `members` says it has.
    private func check(_ rows: [[Value]], groups: Int64, members: (Int64) -> [Int64]) {
        #expect(rows.count == groups)
        #expect(Set(rows.map { $0[0] }).count == rows.count)
        let wrong = rows.first { row in
            guard case .integer(let number) = row[0] else { return true }
            let numbers = members(number)
            let digits = Int64(Set(numbers.map { $0 % 10 }).count)
            return row[1...]
                != [.integer(Int64(numbers.count)), .integer(digits), .integer(numbers.reduce(0, +))]
        }
        #expect(wrong == nil)
    }

    @Test func groupsWhoseRowsStandTogether() throws {
        let rows = try Runner().rows(plan { try Build.call("div", $0, Build.long(2)) })
        check(rows, groups: PartialAggregationTests.rowCount / 2) { [$0 * 2, $0 * 2 + 1] }
    }

    @Test func groupsThatComeAgain() throws {
        let groups: Int64 = 80_000
        let rows = try Runner().rows(plan { try Build.call("%", $0, Build.long(groups)) })
        check(rows, groups: groups) { Array(stride(from: $0, to: PartialAggregationTests.rowCount, by: Int(groups))) }
    }

    @Test func whatIsHandedOverGoesToDiskToo() throws {
        let tight = Tight(memory: 24 << 20)
        let rows = try tight.rows(plan { try Build.call("div", $0, Build.long(2)) })
        check(rows, groups: PartialAggregationTests.rowCount / 2) { [$0 * 2, $0 * 2 + 1] }
        tight.finish()
    }

    @Test func keysThatComeAgainAreSeenInTheSample() {
        let numbers = { (range: Range<Int64>) in
            let builder = ColumnBuilder(.long)
            for value in range { builder.append(.integer(value)) }
            return builder.finish()
        }
        var repeated = RepeatedKeys()
        let shape = KeyShape([.long])
        #expect(repeated.share(among: [numbers(0..<100_000)], shape: shape, count: 100_000) == 0)
        #expect(repeated.share(among: [numbers(100_000..<200_000)], shape: shape, count: 100_000) == 0)
        let half = repeated.share(among: [numbers(150_000..<250_000)], shape: shape, count: 100_000)
        #expect(abs(half - 0.5) < 0.1)
    }
}
