/// What settings keep as it was in older versions of Spark.
package struct LegacyBehavior: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// `spark.sql.jsonGenerator.ignoreNullFields` is false: JSON is written with fields that are null.
    package static let writesNullFields = LegacyBehavior(rawValue: 1)
    /// `array_insert` counts from the end as if -1 stood before the last element.
    package static let insertsBeforeLast = LegacyBehavior(rawValue: 2)
    /// Structs and maps as text stand in brackets, and nulls in them leave nothing.
    package static let bracketsComplexText = LegacyBehavior(rawValue: 4)
    /// `exists` is false where it depends on a null.
    package static let twoValuedExists = LegacyBehavior(rawValue: 8)
    /// `encode` and `decode` put a replacement for what is malformed.
    package static let replacesMalformedText = LegacyBehavior(rawValue: 16)
    /// `spark.sql.legacy.timeParserPolicy` is LEGACY: date-time patterns mean what they meant before Spark 3.0.
    package static let readsTimesAsBefore = LegacyBehavior(rawValue: 1 << 10)
    /// `spark.sql.legacy.timeParserPolicy` is EXCEPTION: what only the older patterns could read is an error.
    package static let refusesChangedTimes = LegacyBehavior(rawValue: 1 << 11)
    /// `spark.sql.timestampType` is TIMESTAMP_NTZ: what is called a timestamp without more is one without time zone.
    package static let timestampsAreLocal = LegacyBehavior(rawValue: 1 << 12)
}
