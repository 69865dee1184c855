import Columnar

/// The options of Spark's JSON source, and of the functions that read and write JSON, checked and with their defaults.
package struct JSONOptions: Sendable {
    package enum Mode: Sendable { case permissive, dropMalformed, failFast }

    package var mode: Mode
    package var corruptRecordColumn: String
    package var isMultiLine: Bool
    package var allowsComments: Bool
    package var allowsUnquotedNames: Bool
    package var allowsSingleQuotes: Bool
    package var allowsLeadingZeros: Bool
    package var allowsAnyEscape: Bool
    package var allowsControlCharacters: Bool
    /// `NaN`, `Infinity`, `-INF` and the like, bare or in quotes.
    package var allowsNonNumericNumbers: Bool
    package var primitivesAsString: Bool
    package var prefersDecimal: Bool
    package var dropsFieldsOfNulls: Bool
    package var infersTimestamps: Bool
    package var samplingRatio: Double
    package var datePattern: DateTimePattern?
    package var timestampPattern: DateTimePattern?
    package var timestampNTZPattern: DateTimePattern?
    package var timeZone: TimeZoneRules
    package var ignoresNullFields: Bool
    package var isPretty: Bool
    package var escapesNonASCII: Bool

    /// - Parameter options: by lower-case name.
    package init(_ options: [String: String], context: EvaluationContext, isWriting: Bool = false) throws {
        func flag(_ name: String, _ fallback: Bool) throws -> Bool {
            switch options[name.lowercased()]?.lowercased() {
            case nil: return fallback
            case "true": return true
            case "false": return false
            case let text?:
                throw PyriteError(
                    .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                    "Option \"\(name)\" takes true or false, got \"\(text)\".",
                    parameters: ["option": name, "value": text])
            }
        }
        switch (options["mode"] ?? "PERMISSIVE").uppercased() {
        case "DROPMALFORMED": mode = .dropMalformed
        case "FAILFAST": mode = .failFast
        // As in Spark, an unknown mode means the default.
        default: mode = .permissive
        }
        corruptRecordColumn = options["columnnameofcorruptrecord"] ?? "_corrupt_record"
        isMultiLine = try flag("multiLine", false)
        allowsComments = try flag("allowComments", false)
        allowsUnquotedNames = try flag("allowUnquotedFieldNames", false)
        allowsSingleQuotes = try flag("allowSingleQuotes", true)
        allowsLeadingZeros = try flag("allowNumericLeadingZeros", false)
        allowsAnyEscape = try flag("allowBackslashEscapingAnyCharacter", false)
        allowsControlCharacters = try flag("allowUnquotedControlChars", false)
        allowsNonNumericNumbers = try flag("allowNonNumericNumbers", true)
        primitivesAsString = try flag("primitivesAsString", false)
        prefersDecimal = try flag("prefersDecimal", false)
        dropsFieldsOfNulls = try flag("dropFieldIfAllNull", false)
        infersTimestamps = try flag("inferTimestamp", false)
        samplingRatio = Double(options["samplingratio"] ?? "1.0") ?? 1.0
        datePattern = try DateTimePattern.option(options["dateformat"], context, isWriting: isWriting)
        timestampPattern = try DateTimePattern.option(options["timestampformat"], context, isWriting: isWriting)
        timestampNTZPattern = try DateTimePattern.option(
            options["timestampntzformat"], context, isWriting: isWriting, isForNTZ: true)
        if !isWriting {
            datePattern = try datePattern ?? DateTimePattern.olderDate(context)
            timestampPattern = try timestampPattern ?? DateTimePattern.olderTimestamp(context)
        }
        timeZone = try options["timezone"].map { try TimeZoneRules.named($0) } ?? context.timeZone
        ignoresNullFields = try flag("ignoreNullFields", !context.legacy.contains(.writesNullFields))
        isPretty = try flag("pretty", false)
        escapesNonASCII = try flag("writeNonAsciiCharacterAsCodePoint", false)
    }
}

extension DateTimePattern {
    /// The pattern that an option gives, `nil` without the option. As in Spark one that is none matches no text when reading, so that every value is
    /// malformed; writing with it is an error.
    package static func option(
        _ text: String?, _ context: EvaluationContext, isWriting: Bool, isForNTZ: Bool = false
    ) throws -> DateTimePattern? {
        guard let text else { return nil }
        do {
            return try DateTimePattern(text, context, style: .fast, isForNTZ: isForNTZ)
        } catch let error as PyriteError where !isWriting && error.condition.hasPrefix("INVALID_DATETIME_PATTERN") {
            return .matchingNothing(text)
        }
    }

    /// How sources read timestamps that have no pattern where patterns are the older ones; `nil` where they are not.
    package static func olderTimestamp(_ context: EvaluationContext) throws -> DateTimePattern? {
        guard context.legacy.contains(.readsTimesAsBefore) else { return nil }
        return try DateTimePattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", context, style: .fast)
    }

    /// How sources read dates that have no pattern where patterns are the older ones; `nil` where they are not.
    package static func olderDate(_ context: EvaluationContext) throws -> DateTimePattern? {
        guard context.legacy.contains(.readsTimesAsBefore) else { return nil }
        return try DateTimePattern("yyyy-MM-dd", context, style: .fast)
    }
}
