import Columnar
import Formats
import Functions
import Plans
import Testing

@testable import Execution

/// Where rows go, against what Spark 4.3 answered.
@Suite struct PlacementTests {
    let run = Runner()

    private func integers(_ partitions: [[[Value]]]) -> [[Int64]] {
        partitions.map { $0.compactMap { if case .integer(let n) = $0[0] { n } else { nil } } }
    }

    @Test func hashPartitioning() throws {
        let (range, id) = Build.range(0, 20, partitions: 4)
        let plan = LogicalPlan.repartition(Repartition(range, partitionCount: 4, scheme: .hash([.attribute(id)])))
        #expect(
            integers(try run.partitions(plan)) == [
                [2, 4, 5, 8, 12, 15, 19], [0, 1, 6, 9, 10, 11], [14, 16, 17, 18], [3, 7, 13],
            ])
        let (strings, columns) = Build.relation([("k", .string, (0..<20).map { .string("k\($0)") })])
        let byText = LogicalPlan.repartition(
            Repartition(strings, partitionCount: 5, scheme: .hash([.attribute(columns[0])])))
        let texts = try run.partitions(byText).map { $0.map { $0[0] } }
        #expect(
            texts == [
                ["k0", "k13", "k15"], ["k3", "k5", "k8", "k9", "k11", "k17"], ["k2", "k4"], ["k6"],
                ["k1", "k7", "k10", "k12", "k14", "k16", "k18", "k19"],
            ])
    }

    @Test func roundRobinCounts() throws {
        func counts(_ rows: Int64, from: Int, to: Int) throws -> [Int] {
            let (range, _) = Build.range(0, rows, partitions: from)
            let plan = LogicalPlan.repartition(Repartition(range, partitionCount: to, scheme: .roundRobin))
            return try run.partitions(plan).map(\.count)
        }
        #expect(try counts(103, from: 3, to: 4) == [25, 27, 27, 24])
        #expect(try counts(103, from: 5, to: 7) == [15, 14, 14, 15, 15, 15, 15])
        #expect(try counts(20, from: 4, to: 3) == [7, 7, 6])
    }

    @Test func coalesceAndRange() throws {
        let (range, id) = Build.range(0, 20, partitions: 7)
        let coalesced = LogicalPlan.repartition(Repartition(range, partitionCount: 3, scheme: .coalesce))
        #expect(integers(try run.partitions(coalesced)) == [Array(0...4), Array(5...10), Array(11...19)])
        let (ten, n) = Build.range(0, 10)
        let byRange = LogicalPlan.repartition(
            Repartition(ten, partitionCount: 3, scheme: .range([SortOrder(.attribute(n), ascending: false)])))
        #expect(integers(try run.partitions(byRange)) == [[6, 7, 8, 9], [3, 4, 5], [0, 1, 2]])
        #expect(try run.engine.numPartitions(coalesced, context: run.context) == 3)
        _ = id
    }

    @Test func samples() throws {
        let (range, _) = Build.range(0, 20, partitions: 4)
        func sample(_ fraction: Double, _ seed: Int64) throws -> [[Int64]] {
            integers(
                try run.partitions(
                    .sample(Sample(range, lowerBound: 0, upperBound: fraction, withReplacement: false, seed: seed))))
        }
        #expect(try sample(0.3, 42) == [[3], [7, 8], [], [16]])
        #expect(try sample(0.5, 7) == [[0, 1], [5, 7, 8], [11, 12, 13], [15, 19]])
    }

    @Test func groupsComeInSparksOrder() throws {
        let (plan, columns) = Build.relation(
            [
                ("a", .long, (0..<30).map { .integer($0 % 7) }), ("b", .string, (0..<30).map { .string("n\($0 % 5)") }),
            ], partitions: 2)
        let count = Build.named(try Build.aggregate("count", Build.long(1)), "c")
        func group(_ column: Attribute) throws -> [[Value]] {
            try run.rows(
                .aggregate(
                    Aggregate(
                        plan, groupBy: [.attribute(column)], aggregates: [.attribute(column), count])))
        }
        #expect(try group(columns[0]) == [[0, 5], [6, 4], [5, 4], [1, 5], [3, 4], [2, 4], [4, 4]])
        #expect(try group(columns[1]).map { $0[0] } == ["n2", "n3", "n0", "n1", "n4"])
    }

    @Test func filesMakePartitionsAsInSpark() {
        func split(_ path: String, _ range: Range<Int>) -> FileSplit {
            FileSplit(file: SourceFile(path: path, size: range.upperBound), byteRange: range)
        }
        let settings = ExecutionSettings()
        let big = SourceFile(path: "big", size: 1 << 30)
        #expect(FilePartitioning.maxSplitBytes([big], settings: settings, parallelism: 2) == 128 << 20)
        let small = (0..<3).map { SourceFile(path: "\($0)", size: 1 << 20) }
        #expect(FilePartitioning.maxSplitBytes(small, settings: settings, parallelism: 2) == 15 << 19)
        let splits = [split("a", 0..<100), split("b", 0..<300), split("c", 0..<200)]
        let parts = FilePartitioning.partitions(splits, maxBytes: 350, openCost: 10)
        #expect(parts.map { $0.map(\.file.path) } == [["b"], ["c", "a"]])
    }
}

@Suite struct ShowTests {
    let run = Runner()

    private func show(_ plan: LogicalPlan, _ rows: Int, truncate: Int = 20, vertical: Bool = false) throws -> String {
        let node = Show(plan, rowCount: rows, truncate: truncate, isVertical: vertical)
        guard case .string(let text) = try run.rows(.show(node))[0][0] else { return "" }
        return text
    }

    @Test func table() throws {
        let (plan, _) = Build.relation([
            ("id", .long, [0, 1, 2]), ("s", .string, ["a\nb", .null, "abcdefghijklmnopqrstuvwxyz"]),
            ("a", .array(.integer, containsNull: true), [.array([1, .null]), .null, .array([])]),
            ("b", .binary, [.binary([0x68, 0x0A]), .null, .null]),
        ])
        #expect(
            try show(plan, 2) == """
                +---+----+---------+-------+
                | id|   s|        a|      b|
                +---+----+---------+-------+
                |  0|a\\nb|[1, NULL]|[68 0A]|
                |  1|NULL|     NULL|   NULL|
                +---+----+---------+-------+
                only showing top 2 rows
                """)
        #expect(try show(plan, 3).contains("|  2|abcdefghijklmnopq...|"))
        #expect(try show(plan, 3, truncate: 0).contains("|2  |abcdefghijklmnopqrstuvwxyz|"))
        #expect(try show(plan, 3, truncate: 3).contains("|  2|abc|"))
    }

    @Test func vertical() throws {
        let (plan, _) = Build.relation([("id", .long, [0, 1, 2]), ("s", .string, ["abc", "abc", "abc"])])
        #expect(
            try show(plan, 2, vertical: true)
                == "-RECORD 0--\n id  | 0   \n s   | abc \n-RECORD 1--\n id  | 1   \n s   | abc \n"
                + "only showing top 2 rows")
        let (none, _) = Build.range(0, 0)
        #expect(try show(none, 20, vertical: true) == "(0 rows)\n")
        #expect(try show(none, 20) == "+---+\n| id|\n+---+\n+---+\n")
    }
}
