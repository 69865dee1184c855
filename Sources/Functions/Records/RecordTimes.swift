/// How records write dates and times: by the patterns of their options, or as ISO 8601 has them.
struct RecordTimes {
    let timestamp: DateTimePattern
    let timestampNTZ: DateTimePattern
    let date: DateTimePattern
    /// `nil` where times of day are written as they are shown.
    let time: DateTimePattern?

    init(_ options: RecordOptions, _ context: EvaluationContext) throws {
        timestamp =
            try options.pattern("timestampFormat", context) ?? DateTimePattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]")
        timestampNTZ =
            try options.pattern("timestampNTZFormat", context, isForNTZ: true)
            ?? DateTimePattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]")
        time = try options["timeFormat"].map { try DateTimePattern($0) }
        date = try options.pattern("dateFormat", context) ?? DateTimePattern("yyyy-MM-dd")
    }
}
