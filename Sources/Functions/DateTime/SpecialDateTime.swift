import Columnar

/// Words that stand for a time in constants: `epoch`, `now`, `today`, `tomorrow` and `yesterday`, case ignored, with a time
/// zone behind them where one is meant other than the session's (`today UTC`).
package enum SpecialDateTime {
    /// The constant as `type`, a date (in days) or timestamp (in microseconds); `nil` for other text.
    package static func value(_ text: String, as type: DataType, timeZone: TimeZoneRules, now: Int64) -> Int64? {
        let trimmed = text.drop { $0.isWhitespace }
        let word = trimmed.prefix { $0.isASCII && $0.isLetter }.lowercased()
        let rest = String(trimmed.dropFirst(word.count)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard ["epoch", "now", "today", "tomorrow", "yesterday"].contains(word) else { return nil }
        var zone = timeZone
        if !rest.isEmpty {
            guard let named = try? TimeZoneRules.named(rest) else { return nil }
            zone = named
        }
        var cursor = TimeZoneCursor(zone)
        let local = cursor.local(fromUTC: now)
        var days = floorDivide(local, microsPerDay)
        switch word {
        case "tomorrow": days += 1
        case "yesterday": days -= 1
        case "epoch": days = 0
        default: break
        }
        switch type {
        case .date: return days
        case .timestamp:
            if word == "epoch" { return 0 }
            return word == "now" ? now : cursor.utc(fromLocal: days * microsPerDay)
        case .timestampNTZ: return word == "now" ? local : days * microsPerDay
        default: return nil
        }
    }
}
