/// The offsets of a time zone over time.
package final class TimeZoneRules: Sendable {
    /// As the user wrote it: `UTC`, `Europe/Berlin`, `+02:00`.
    package let name: String
    /// Instants (seconds since the epoch) from which ``offsets`` hold, ascending; `offsets[i + 1]` holds from
    /// `transitions[i]` on, `offsets[0]` before the first.
    private let transitions: [Int64]
    /// Seconds east of Greenwich.
    private let offsets: [Int32]

    package init(name: String, transitions: [Int64], offsets: [Int32]) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets.isEmpty ? [0] : offsets
    }

    package static let utc = TimeZoneRules(name: "UTC", transitions: [], offsets: [0])

    /// Whether the offset never changes: kernels then add it without a search.
    package var fixedOffset: Int64? { transitions.isEmpty ? Int64(offsets[0]) : nil }
}
