import Pyrite

/// A query in Swift: trips in a table, their revenue by zone, written as Parquet and read back.
@main
struct Revenue {
    static func main() throws {
        let session = try Session(master: "local[2]", ["spark.sql.session.timeZone": "UTC"])
        let trips = try session.sql(
            """
            SELECT * FROM VALUES (1, 12.5, 'A'), (2, 20.0, 'B'), (3, 8.5, 'A'), (4, NULL, 'B')
            AS trips(id, fare, zone)
            """)
        let revenue = trips.filter(col("fare").isNotNull)
            .groupBy("zone")
            .agg(count().alias("trips"), round(sum(col("fare")), 2).alias("revenue"))
            .orderBy(col("revenue").descending)
        try revenue.show()

        let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "/tmp/pyrite-example"
        try revenue.coalesce(1).write.mode(.overwrite).parquet(folder)
        for row in try session.read.parquet(folder).orderBy(col("zone")).collect() {
            print(row.string("zone") ?? "?", row.int("trips") ?? 0, row.double("revenue") ?? 0)
        }
    }
}
