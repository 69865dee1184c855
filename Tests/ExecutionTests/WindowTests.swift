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

    /// Frames that slide, grow and shrink, against each frame's rows one by one.
    @Test func slidingFramesAgreeWithTheirRows() throws {
        let n = 400
        var random = XORShiftRandom(seed: 11)
        let keys = (0..<n).map { _ in Int64(random.nextInt(bound: 3)) }
        let values: [Int64?] = (0..<n).map { _ in
            random.nextInt(bound: 6) == 0 ? nil : Int64(random.nextInt(bound: 2000)) - 1000
        }
        let (plan, columns) = Build.relation([
            ("k", .integer, keys.map { .integer($0) }), ("o", .integer, (0..<n).map { .integer(Int64($0)) }),
            ("v", .integer, values.map { $0.map { .integer($0) } ?? .null }),
            ("x", .double, values.map { $0.map { .double(Double($0) / 7) } ?? .null }),
            ("d", .decimal(precision: 20, scale: 2), values.map { $0.map { .decimal(Int128($0)) } ?? .null }),
            ("w", .double, values.map { $0.map { .double(Double($0)) } ?? .null }),
        ])
        func offset(_ rows: Int64) -> WindowExpression.Bound {
            rows == 0 ? .currentRow : .offset(.literal(.integer(abs(rows)), .integer), preceding: rows < 0)
        }
        let frames: [(lower: Int64?, upper: Int64?)] = [
            (-3, 0), (-2, 2), (nil, 0), (nil, -2), (0, nil), (2, 5), (-7, -4), (0, 0), (-1000, 1000),
        ]
        for (lower, upper) in frames {
            let frame = WindowExpression.Frame(
                .rows, lower.map(offset) ?? .unboundedPreceding, upper.map(offset) ?? .unboundedFollowing)
            let calls = [
                ("sum", 2), ("count", 2), ("min", 2), ("max", 2), ("sum", 3), ("avg", 3), ("sum", 4), ("max", 4),
                ("avg", 5),
            ]
            let functions = try calls.map { name, column in
                Build.named(
                    .window(
                        WindowExpression(
                            function: try Build.aggregate(name, .attribute(columns[column])),
                            partitionBy: [.attribute(columns[0])], orderBy: [SortOrder(.attribute(columns[1]))],
                            frame: frame)), name)
            }
            let rows = try run.rows(.window(Plans.WindowOperator(plan, functions)))
            #expect(rows.count == n)
            for row in rows {
                guard case .integer(let key) = row[0], case .integer(let place) = row[1] else { continue }
                let partition = (0..<n).filter { keys[$0] == key }
                guard let position = partition.firstIndex(of: Int(place)) else { continue }
                let first = lower.map { max(position + Int($0), 0) } ?? 0
                let last = upper.map { min(position + Int($0), partition.count - 1) } ?? partition.count - 1
                let members = first <= last ? partition[first...last].compactMap { values[$0] } : []
                let isEmpty = members.isEmpty
                let total = members.reduce(0, +)
                let sum = members.reduce(0.0) { $0 + Double($1) / 7 }
                let expected: [Value] = [
                    isEmpty ? .null : .integer(total), .integer(Int64(members.count)),
                    members.min().map { .integer($0) } ?? .null, members.max().map { .integer($0) } ?? .null,
                    isEmpty ? .null : .double(sum), isEmpty ? .null : .double(sum / Double(members.count)),
                    isEmpty ? .null : .decimal(Int128(total)), members.max().map { .decimal(Int128($0)) } ?? .null,
                    isEmpty ? .null : .double(Double(total) / Double(members.count)),
                ]
                guard Array(row[6...]) == expected else {
                    Issue.record("\(String(describing: lower)) \(String(describing: upper)) \(row) \(expected)")
                    return
                }
            }
        }
    }

    /// What a difference of totals could get wrong is added up row by row: sums near the end of the range overflow.
    @Test func slidingSumsOverflowAsOthersDo() throws {
        let big = Value.integer(.max - 5)
        let (plan, columns) = Build.relation([("o", .long, [1, 2, 3]), ("v", .long, [big, 3, 4])])
        let one = Expression.literal(1, .integer)
        let frame = WindowExpression.Frame(.rows, .offset(one, preceding: true), .currentRow)
        func sums(_ frame: WindowExpression.Frame) throws -> [Value] {
            let window = WindowExpression(
                function: try Build.aggregate("sum", .attribute(columns[1])), partitionBy: [],
                orderBy: [SortOrder(.attribute(columns[0]))], frame: frame)
            return try run.rows(.window(Plans.WindowOperator(plan, [Build.named(.window(window), "w")]))).map { $0[2] }
        }
        #expect(try sums(frame) == [big, .integer(.max - 2), 7])
        let all = WindowExpression.Frame(.rows, .unboundedPreceding, .currentRow)
        #expect(throws: PyriteError.self) { try sums(all) }
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
