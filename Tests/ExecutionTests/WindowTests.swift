import Columnar
import Functions
import Plans
import Testing

@testable import Execution

/// Window functions and generators; the expected values are what Spark 4.3 answered.
@Suite struct WindowTests {
    let run = Runner()

    @Test func rankingShiftingAndFrames() throws {
        let (plan, columns) = Build.relation([
            ("k", .integer, [1, 1, 1, 2, 2, 1]), ("v", .integer, [10, 20, 20, 5, .null, 40]),
        ])
        let (k, v) = (Expression.attribute(columns[0]), Expression.attribute(columns[1]))
        func over(_ function: Expression, _ frame: WindowExpression.Frame? = nil) -> Expression {
            Build.named(
                .window(
                    WindowExpression(function: function, partitionBy: [k], orderBy: [SortOrder(v)], frame: frame)),
                "w")
        }
        func ranking(_ name: String, _ arguments: [Expression] = [], _ type: DataType = .integer) -> Expression {
            .windowFunction(
                WindowFunctionCall(
                    name: name, arguments: arguments, resultType: type, nullable: true, ignoreNulls: false))
        }
        let one = Expression.literal(1, .integer)
        let ten = Expression.literal(10, .integer)
        let around = WindowExpression.Frame(.rows, .offset(one, preceding: true), .offset(one, preceding: false))
        let below = WindowExpression.Frame(.range, .offset(ten, preceding: true), .currentRow)
        let whole = WindowExpression.Frame(.rows, .unboundedPreceding, .unboundedFollowing)
        let sum = try Build.aggregate("sum", v)
        let window = Plans.WindowOperator(
            plan,
            [
                over(ranking("row_number")), over(ranking("rank")), over(ranking("dense_rank")),
                over(ranking("ntile", [.literal(3, .integer)])), over(ranking("lag", [v])),
                over(ranking("lead", [v, one, .literal(-1, .integer)])), over(sum), over(sum, whole), over(sum, around),
                over(try Build.aggregate("count", v), below), over(ranking("nth_value", [v, .literal(2, .integer)])),
            ])
        let rows = try run.rows(.window(window))
        #expect(
            rows == [
                [1, 10, 1, 1, 1, 1, .null, 20, 10, 90, 30, 1, .null],
                [1, 20, 2, 2, 2, 1, 10, 20, 50, 90, 50, 3, 20],
                [1, 20, 3, 2, 2, 2, 20, 40, 50, 90, 80, 3, 20],
                [1, 40, 4, 4, 3, 3, 20, -1, 90, 90, 60, 1, 20],
                [2, .null, 1, 1, 1, 1, .null, 5, .null, 5, 5, 0, .null],
                [2, 5, 2, 2, 2, 2, .null, -1, 5, 5, 5, 1, 5],
            ])
    }

    @Test func explodeKeepsOrDropsEmptyArrays() throws {
        let type = DataType.array(.integer, containsNull: true)
        let (plan, columns) = Build.relation([
            ("i", .integer, [1, 2, 3]), ("a", type, [.array([7, .null]), .array([]), .array([9])]),
        ])
        func explode(_ name: String, outer: Bool) throws -> [[Value]] {
            let fields = (name == "posexplode" ? [StructField("pos", .integer)] : []) + [StructField("col", .integer)]
            let call = GeneratorCall(name: name, arguments: [.attribute(columns[1])], resultFields: fields)
            var node = Generate(plan, function: .generator(call), isOuter: outer)
            node.output = fields.map { Attribute($0.name, $0.dataType) }
            return try run.rows(.generate(node)).map { [$0[0]] + $0[2...] }
        }
        #expect(try explode("explode", outer: false) == [[1, 7], [1, .null], [3, 9]])
        #expect(try explode("explode", outer: true) == [[1, 7], [1, .null], [2, .null], [3, 9]])
        #expect(try explode("posexplode", outer: true) == [[1, 0, 7], [1, 1, .null], [2, .null, .null], [3, 0, 9]])
    }
}
