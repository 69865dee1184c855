import Pyrite
import Testing

/// Queries through the public Swift interface, from the text to the rows.
@Suite struct DataFrameTests {
    private let session: Session

    init() throws {
        session = try Session(
            master: "local[2]", ["spark.sql.shuffle.partitions": "4", "spark.sql.session.timeZone": "UTC"])
    }

    @Test func rangeGivesItsNumbersInOrder() throws {
        #expect(try session.range(3).collect().map { $0.int("id") } == [0, 1, 2])
        #expect(try session.range(5, 0, step: -2).collect().map { $0.int(0) } == [5, 3, 1])
        #expect(try session.range(1_000_000).count() == 1_000_000)
    }

    @Test func expressionsFilterAndNameColumns() throws {
        let frame = session.range(6).withColumn("double", col("id") * 2).filter(col("double") > 6 && col("id") != 5)
        #expect(try frame.columns == ["id", "double"])
        #expect(try frame.collect().map { $0.int("double") } == [8])
    }

    @Test func groupsAreAggregatedAndSorted() throws {
        let groups = session.range(10).groupBy((col("id") % 3).alias("k"))
            .agg(sum(col("id")).alias("s"), count().alias("n"))
            .orderBy(col("k").descending)
        #expect(
            try groups.collect().map { [$0.int("k"), $0.int("s"), $0.int("n")] } == [
                [2, 15, 3], [1, 12, 3], [0, 18, 4],
            ])
    }

    @Test func joinsOnASharedColumnGiveItOnce() throws {
        let left = session.range(4)
        let right = session.range(2, 6).withColumn("other", col("id") + 10)
        let joined = left.join(right, using: "id", kind: .left).orderBy(col("id"))
        #expect(try joined.columns == ["id", "other"])
        #expect(try joined.collect().map { $0.int("other") } == [nil, nil, 12, 13])
    }

    @Test func viewsKeepTheirMeaningWhenReplacedByAQueryOverThemselves() throws {
        try session.range(3).createOrReplaceTempView("v")
        try session.sql("SELECT id + 1 AS id FROM v").createOrReplaceTempView("v")
        try session.table("v").filter(col("id") > 1).createOrReplaceTempView("v")
        #expect(try session.sql("SELECT id FROM v ORDER BY id").collect().map { $0.int(0) } == [2, 3])
    }

    @Test func keptRowsAnswerEqualPlans() throws {
        let frame = session.range(100).withColumn("x", col("id") % 7)
        try frame.cache()
        let groups = frame.groupBy("x").count()
        #expect(try groups.collect().count == 7)
        #expect(try groups.explain().contains("Range") == false)
        try frame.unpersist()
        #expect(try groups.explain().contains("Range"))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let folder = "/tmp/pyrite-tests-\(UInt64.random(in: 0 ... .max))"
        let frame = session.range(10).withColumn("k", (col("id") % 2)).repartition(3)
        try frame.write.partitionBy("k").parquet(folder)
        let read = session.read
        #expect(
            try read.parquet(folder).filter(col("k") == 1).orderBy(col("id")).collect().map { $0.int("id") } == [
                1, 3, 5, 7, 9,
            ])
        #expect(throws: (any Error).self) { try frame.write.parquet(folder) }
        try frame.write.mode(.overwrite).option("header", true).csv(folder)
        let text = try read.option("header", true).schema("id INT, k INT").csv(folder)
        #expect(try text.agg(sum(col("id")), sum(col("k"))).collect().map { [$0.int(0), $0.int(1)] } == [[45, 5]])
    }

    @Test func showPrintsATable() throws {
        #expect(
            try session.sql("SELECT 1 AS a, 'x' AS b").showString()
                == "+---+---+\n|  a|  b|\n+---+---+\n|  1|  x|\n+---+---+\n")
    }

    @Test func errorsNameTheCondition() throws {
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(message { _ = try session.range(1).select("nosuch").collect() }.hasPrefix("[UNRESOLVED_COLUMN"))
        #expect(message { _ = try session.table("nosuch").collect() }.hasPrefix("[TABLE_OR_VIEW_NOT_FOUND]"))
        #expect(message { _ = try session.sql("SELEC 1") }.hasPrefix("[PARSE_SYNTAX_ERROR]"))
        #expect(message { _ = try session.sql("SELECT 1 / 0").collect() }.hasPrefix("[DIVIDE_BY_ZERO]"))
        #expect(
            message { try session.set("spark.sql.shuffle.partitions", to: "many") }.hasPrefix("[INVALID_CONF_VALUE"))
        #expect(
            message { try session.set("spark.sql.session.timeZone", to: "Mars/X") }.hasPrefix("[INVALID_CONF_VALUE"))
        #expect(message { try session.set("spark.sql.warehouse.dir", to: "x") }.hasPrefix("[CANNOT_MODIFY"))
    }
}
