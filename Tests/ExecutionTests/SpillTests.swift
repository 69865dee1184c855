import Columnar
import Functions
import Plans
import Testing

@testable import Execution

#if canImport(Glibc)
    import Glibc
#endif

/// Queries over inputs of many times the memory budget give what they give with plenty.
@Suite struct SpillTests {
    private static let rowCount = Tight.rowCount

    @Test func sortOfManyTimesTheBudget() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        let plan = LogicalPlan.sort(
            Sort(input, [SortOrder(.attribute(columns[2]), ascending: true, nullsFirst: true)], isGlobal: true))
        let rows = try tight.rows(plan)
        #expect(rows.count == Int(SpillTests.rowCount))
        for (index, row) in rows.enumerated() {
            guard case .integer(let id) = row[0], row[2] == .integer(Int64(index)) else {
                Issue.record("row \(index) is \(row)")
                return
            }
            #expect(id * 7919 % SpillTests.rowCount == Int64(index) && row[1] == .string("the text of row \(id)"))
        }
        tight.finish()
    }

    @Test func asManyGroupsAsRows() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        let sum = Build.named(try Build.aggregate("sum", .attribute(columns[0])), "s")
        let distinct = Build.named(try Build.aggregate("count", .attribute(columns[0]), distinct: true), "d")
        let text = Expression.attribute(columns[1])
        let rows = try tight.rows(.aggregate(Aggregate(input, groupBy: [text], aggregates: [text, sum, distinct])))
        #expect(rows.count == Int(SpillTests.rowCount))
        #expect(Set(rows.map { $0[0] }).count == rows.count)
        #expect(
            rows.allSatisfy { row in
                guard case .integer(let id) = row[1] else { return false }
                return row[0] == .string("the text of row \(id)") && row[2] == .integer(1)
            })
        tight.finish()
    }

    @Test func joinsOfTwoLargeInputs() throws {
        for kind in [Join.Kind.inner, .left, .full, .leftSemi, .leftAnti] {
            let tight = Tight()
            let (left, leftColumns) = try Tight.wideRange()
            let (right, rightColumns) = try Tight.wideRange()
            // The right side has the keys below half only.
            let half = try Build.call("<", .attribute(rightColumns[2]), Build.long(SpillTests.rowCount / 2))
            let condition = try Build.call("=", .attribute(leftColumns[0]), .attribute(rightColumns[2]))
            let joined = LogicalPlan.join(
                Join(left, .filter(Filter(right, half)), kind: kind, condition: .on(condition)))
            let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
            let sum = Build.named(try Build.aggregate("sum", .attribute(leftColumns[0])), "s")
            let rows = try tight.rows(.aggregate(Aggregate(joined, groupBy: [], aggregates: [count, sum])))
            let (n, m) = (SpillTests.rowCount, SpillTests.rowCount / 2)
            switch kind {
            case .inner, .leftSemi: #expect(rows == [[.integer(m), .integer(m * (m - 1) / 2)]], "\(kind)")
            case .leftAnti:
                #expect(rows == [[.integer(n - m), .integer(n * (n - 1) / 2 - m * (m - 1) / 2)]], "\(kind)")
            default: #expect(rows == [[.integer(n), .integer(n * (n - 1) / 2)]], "\(kind)")
            }
            tight.finish()
        }
    }

    @Test func exchangeOfManyTimesTheBudget() throws {
        let tight = Tight()
        let (input, columns) = try Tight.wideRange()
        let plan = LogicalPlan.repartition(
            Repartition(input, partitionCount: 7, scheme: .hash([.attribute(columns[2])])))
        let rows = try tight.rows(plan)
        let expected = try QueryEngine(parallelism: 2).execute(plan, context: QueryContext()).collect()
            .flatMap(Runner.rows)
        #expect(rows == expected)
        tight.finish()
    }

    @Test func batchesComeBackAsTheyWere() throws {
        let values: [(DataType, [Value])] = [
            (.boolean, [.boolean(true), .null, .boolean(false)]), (.byte, [.integer(-1), .integer(2), .null]),
            (.decimal(precision: 30, scale: 2), [.decimal(1 << 80), .decimal(-5), .null]),
            (.string, [.string(""), .null, .string("a text longer than twelve bytes")]),
            (.binary, [.binary([0, 255]), .binary([]), .null]), (.double, [.double(-0.0), .double(1.5), .null]),
            (.array(.string, containsNull: true), [.array([.string("x"), .null]), .null, .array([])]),
            (
                .map(.string, .long, valueContainsNull: true),
                [.map([.string("k")], [.integer(7)]), .map([], []), .null]
            ),
            (.null, [.null, .null, .null]),
        ]
        let columns = values.map { type, values -> Column in
            let builder = ColumnBuilder(type)
            for value in values { builder.append(value) }
            return builder.finish()
        }
        let constant = Column.constant(.string("the same long text in every row"), .string, count: 3)
        let file = try SpillFile(values.map(\.0) + [.string], space: SpillSpace(directory: "/tmp"))
        for _ in 0..<2 { try file.append(Batch(columns + [constant], count: 3)) }
        #expect(file.frameCount == 2)
        for frame in 0..<2 {
            let batch = try file.batch(frame)
            for (column, original) in zip(batch.columns, columns + [constant]) {
                for row in 0..<3 { #expect(column.value(at: row) == original.value(at: row)) }
            }
        }
        #expect(throws: PyriteError.self) { try SpillFile([.long], space: SpillSpace(directory: "/no/such/folder")) }
    }
}
