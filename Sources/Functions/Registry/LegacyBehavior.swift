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
}
