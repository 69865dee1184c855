/// The offsets of a time zone over time.
package final class TimeZoneRules: Sendable {
    /// As the user wrote it: `UTC`, `Europe/Berlin`, `+02:00`.
    package let name: String
    /// Instants (seconds since the epoch) from which ``offsets`` hold, ascending; `offsets[i + 1]` holds from
    /// `transitions[i]` on, `offsets[0]` before the first.
    private let transitions: [Int64]
    /// Seconds east of Greenwich.
    private let offsets: [Int32]
    /// Abbreviations (`CET`), one per offset; empty for fixed offsets.
    private let abbreviations: [String]
    /// Whether ``transitions`` end in 400 years of yearly rules, which then repeat for ever.
    private let repeats: Bool

    package init(
        name: String, transitions: [Int64], offsets: [Int32], abbreviations: [String] = [], repeats: Bool = false
    ) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets.isEmpty ? [0] : offsets
        self.abbreviations = abbreviations
        self.repeats = repeats
    }

    package static let utc = TimeZoneRules(name: "UTC", transitions: [], offsets: [0], abbreviations: ["UTC"])

    /// Whether the offset never changes: kernels then add it without a search.
    package var fixedOffset: Int64? { transitions.isEmpty ? Int64(offsets[0]) : nil }

    /// Seconds in 400 Gregorian years, after which dates and weekdays repeat.
    private static let cycle: Int64 = 146_097 * 86_400

    /// A span of instants with one offset.
    package struct Period: BitwiseCopyable, Sendable {
        package var start: Int64
        package var end: Int64
        package var offset: Int64
        package static let none = Period(start: 0, end: 0, offset: 0)
    }

    /// The period that holds `seconds` (since the epoch). O(log transitions).
    package func period(atUTC seconds: Int64) -> Period {
        guard let first = transitions.first, let last = transitions.last else {
            return Period(start: .min, end: .max, offset: Int64(offsets[0]))
        }
        if seconds < first { return Period(start: .min, end: first, offset: Int64(offsets[0])) }
        if seconds >= last {
            guard repeats else { return Period(start: last, end: .max, offset: Int64(offsets[offsets.count - 1])) }
            let shift = ((seconds &- last) / TimeZoneRules.cycle &+ 1) &* TimeZoneRules.cycle
            let inner = period(atUTC: seconds &- shift)
            return Period(start: inner.start &+ shift, end: inner.end &+ shift, offset: inner.offset)
        }
        let index = self.index(atUTC: seconds)
        return Period(start: transitions[index - 1], end: transitions[index], offset: Int64(offsets[index]))
    }

    /// How many transitions are at or before `seconds`.
    private func index(atUTC seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Seconds east of Greenwich at an instant (seconds since the epoch).
    package func offset(atUTC seconds: Int64) -> Int64 { period(atUTC: seconds).offset }

    /// The abbreviation in use at an instant, such as `CEST`; the zone's name when it has none.
    package func abbreviation(atUTC seconds: Int64) -> String {
        guard !abbreviations.isEmpty else { return name }
        var seconds = seconds
        if repeats, let last = transitions.last, seconds >= last {
            seconds &-= ((seconds &- last) / TimeZoneRules.cycle &+ 1) &* TimeZoneRules.cycle
        }
        let index = self.index(atUTC: seconds)
        return index < abbreviations.count ? abbreviations[index] : name
    }

    /// The instant of a local time (seconds as if it were UTC). A time in a gap moves forward by the gap's length; of
    /// the two instants of a time in an overlap it is the earlier: as Java resolves them.
    package func utc(fromLocal seconds: Int64) -> Int64 {
        if transitions.isEmpty { return seconds &- Int64(offsets[0]) }
        let before = offset(atUTC: seconds &- 86_400)
        let early = seconds &- before
        if offset(atUTC: early) == before { return early }
        let after = offset(atUTC: seconds &+ 86_400)
        let late = seconds &- after
        return offset(atUTC: late) == after ? late : early
    }
}

/// Looks up offsets for many instants in turn, remembering the last period: neighbouring rows share it.
package struct TimeZoneCursor {
    private let rules: TimeZoneRules
    private var period = TimeZoneRules.Period.none

    package init(_ rules: TimeZoneRules) { self.rules = rules }

    /// Seconds east of Greenwich at `seconds` since the epoch.
    @inline(__always) package mutating func offset(atUTC seconds: Int64) -> Int64 {
        if seconds < period.start || seconds >= period.end { period = rules.period(atUTC: seconds) }
        return period.offset
    }

    /// Microseconds of local time at an instant in microseconds.
    @inline(__always) package mutating func local(fromUTC micros: Int64) -> Int64 {
        micros &+ offset(atUTC: floorDivide(micros, microsPerSecond)) &* microsPerSecond
    }

    /// The instant in microseconds of a local time in microseconds.
    @inline(__always) package mutating func utc(fromLocal micros: Int64) -> Int64 {
        // Well inside the remembered period no transition can interfere.
        let seconds = floorDivide(micros, microsPerSecond)
        let guess = seconds &- period.offset
        if guess &- 90_000 >= period.start && guess &+ 90_000 < period.end {
            return micros &- period.offset &* microsPerSecond
        }
        let instant = rules.utc(fromLocal: seconds)
        period = rules.period(atUTC: instant)
        return micros &- (seconds &- instant) &* microsPerSecond
    }
}
