import Columnar

/// The text of calendar intervals as casts read it: `1 year -2 days 3.5 seconds`, with or without `interval` before it.
enum CalendarIntervalText {
    struct Parts {
        var months: Int32 = 0
        var days: Int32 = 0
        var micros: Int64 = 0
    }

    /// The parts; `nil` for text of another form, or one that a part cannot hold.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> Parts? {
        var words = String(decoding: bytes, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace)[...]
        if words.first == "interval" { words = words.dropFirst() }
        guard !words.isEmpty else { return nil }
        var parts = Parts()
        while var amount = words.popFirst() {
            var isNegative = false
            if let sign = amount.first, sign == "-" || sign == "+" {
                isNegative = sign == "-"
                amount = amount.dropFirst()
                // The sign may stand apart.
                if amount.isEmpty {
                    guard let next = words.popFirst() else { return nil }
                    amount = next
                }
            }
            guard let unit = words.popFirst(), add(amount, isNegative, unit, to: &parts) else { return nil }
        }
        return parts
    }

    private static func add(
        _ amount: Substring, _ isNegative: Bool, _ unit: Substring, to parts: inout Parts
    ) -> Bool {
        let pieces = amount.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = digits(pieces[0]) else { return false }
        let isSecond = unit == "second" || unit == "seconds"
        guard pieces.count == 1 || isSecond else { return false }
        let sign: Int64 = isNegative ? -1 : 1
        switch unit {
        case "year", "years": return add(sign * whole, times: 12, to: &parts.months)
        case "month", "months": return add(sign * whole, times: 1, to: &parts.months)
        case "week", "weeks": return add(sign * whole, times: 7, to: &parts.days)
        case "day", "days": return add(sign * whole, times: 1, to: &parts.days)
        case "hour", "hours": return add(sign * whole, times: 3_600_000_000, to: &parts.micros)
        case "minute", "minutes": return add(sign * whole, times: 60_000_000, to: &parts.micros)
        case "millisecond", "milliseconds": return add(sign * whole, times: 1_000, to: &parts.micros)
        case "microsecond", "microseconds": return add(sign * whole, times: 1, to: &parts.micros)
        default:
            guard isSecond, add(sign * whole, times: microsPerSecond, to: &parts.micros) else { return false }
            guard pieces.count == 2 else { return true }
            // Nine digits at most; those beyond microseconds are cut off.
            guard pieces[1].count <= 9, let fraction = digits((pieces[1] + "000000").prefix(6)),
                digits(pieces[1]) != nil || pieces[1].isEmpty
            else { return false }
            return add(sign * fraction, times: 1, to: &parts.micros)
        }
    }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int64(text) : nil
    }

    private static func add<T: FixedWidthInteger>(_ amount: Int64, times unit: Int64, to total: inout T) -> Bool {
        let (product, overflow) = amount.multipliedReportingOverflow(by: unit)
        guard !overflow, let value = T(exactly: product) else { return false }
        let (sum, overflowed) = total.addingReportingOverflow(value)
        total = sum
        return !overflowed
    }
}
