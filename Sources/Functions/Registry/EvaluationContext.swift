import Columnar

/// What a kernel may know of the query that it runs in. Fixed for the length of a query.
package struct EvaluationContext: Sendable {
    /// The session time zone (`spark.sql.session.timeZone`).
    package var timeZone: TimeZoneRules
    /// `spark.sql.ansi.enabled`.
    package var isANSI: Bool
    /// Microseconds since the epoch at which the query started: what `current_timestamp()` answers.
    package var queryStart: Int64
    package var currentUser: String
    package var currentCatalog: String
    package var currentDatabase: String
    /// The partition the task works on: `spark_partition_id()`, and part of the seed of `rand()`.
    package var partitionIndex: Int
    /// `spark.sql.mapKeyDedupPolicy` is LAST_WIN.
    package var keepsLastOfEqualKeys = false
    /// `spark.sql.timeType.enabled`: Spark keeps most of the type TIME behind it.
    package var isTimeTypeEnabled = false
    package var legacy: LegacyBehavior = []

    package init(
        timeZone: TimeZoneRules = .utc, isANSI: Bool = true, queryStart: Int64 = 0, currentUser: String = "",
        currentCatalog: String = "spark_catalog", currentDatabase: String = "default", partitionIndex: Int = 0
    ) {
        self.timeZone = timeZone
        self.isANSI = isANSI
        self.queryStart = queryStart
        self.currentUser = currentUser
        self.currentCatalog = currentCatalog
        self.currentDatabase = currentDatabase
        self.partitionIndex = partitionIndex
    }

    /// What is known where no query runs yet: how settings change what functions mean.
    init(legacy: LegacyBehavior) {
        self.init()
        self.legacy = legacy
    }
}
