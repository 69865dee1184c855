import Pyrite
import Testing

/// Statements that change or ask the session.
@Suite struct StatementTests {
    private let session: Session

    init() throws { session = try Session(master: "local[2]", ["spark.sql.shuffle.partitions": "4"]) }

    @Test func settingsAreChangedAndReset() throws {
        let row = try session.sql("SET spark.sql.shuffle.partitions=7").collect().first
        #expect(row?.string("value") == "7")
        #expect(session.setting("spark.sql.shuffle.partitions") == "7")
        _ = try session.sql("RESET")
        #expect(session.setting("spark.sql.shuffle.partitions") == "4")
        #expect(session.setting("spark.sql.ansi.enabled") == "true")
        #expect(try session.sql("SET spark.nosuch").collect().first?.string(1) == "<undefined>")
    }

    @Test func viewsAreMadeListedAndDropped() throws {
        _ = try session.sql("CREATE TEMP VIEW listed (n) AS SELECT 7")
        #expect(try session.sql("SHOW TABLES").filter(col("tableName") == "listed").count() == 1)
        #expect(try session.sql("DESCRIBE listed").collect().map { $0.string(1) } == ["int"])
        #expect(throws: (any Error).self) { try session.sql("CREATE TEMP VIEW listed AS SELECT 1") }
        _ = try session.sql("DROP VIEW listed")
        #expect(throws: (any Error).self) { try session.sql("DROP VIEW listed") }
        _ = try session.sql("DROP VIEW IF EXISTS listed")
    }

    @Test func sessionsHaveViewsOfTheirOwnAndShareGlobalOnes() throws {
        let other = try session.newSession()
        _ = try session.sql("CREATE TEMP VIEW mine AS SELECT 1 AS a")
        _ = try session.sql("CREATE OR REPLACE GLOBAL TEMP VIEW shared AS SELECT 2 AS a")
        #expect(throws: (any Error).self) { try other.table("mine").collect() }
        #expect(try other.table("global_temp.shared").collect().first?.int(0) == 2)
    }

    @Test func pivotFindsItsValues() throws {
        let numbers = session.range(9).select((col("id") % 2).alias("g"), (col("id") % 3).alias("p"), col("id"))
        let pivoted = numbers.groupBy("g").pivot(col("p")).agg(sum(col("id"))).orderBy(col("g"))
        #expect(try pivoted.columns == ["g", "0", "1", "2"])
        let rows = try pivoted.select("g", "0", "2").collect()
        #expect(rows.map { [$0.int(0), $0.int(1), $0.int(2)] } == [[0, 6, 10], [1, 3, 5]])
    }
}
