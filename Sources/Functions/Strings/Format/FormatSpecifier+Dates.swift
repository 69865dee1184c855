/// The `%t…` conversions.
extension FormatSpecifier {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// An instant taken apart as Java's calendar does: Julian before 15 October 1582.
    private struct Moment {
        var year: Int64
        var month: Int64
        var day: Int64
        var dayOfYear: Int64
        var weekday: Int
        var hour: Int64
        var minute: Int64
        var second: Int64
        var millis: Int64
        var offset: Int64
        var zone: String

        init(_ instant: Int64, _ rules: TimeZoneRules) {
            let seconds = floorDivide(instant, 1000)
            millis = floorModulo(instant, 1000)
            offset = rules.offset(atUTC: seconds)
            zone = rules.abbreviation(atUTC: seconds)
            let local = seconds &+ offset
            let days = floorDivide(local, 86_400)
            let time = floorModulo(local, 86_400)
            (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
            weekday = Int(CivilDate.weekday(days: days))
            if days >= -141_427 {
                let date = CivilDate(days: days)
                (year, month, day) = (date.year, date.month, date.day)
                dayOfYear = days - CivilDate(year: year, month: 1, day: 1).days + 1
            } else {
                // Years that begin in March, so that the leap day is the last: day 0 is 1 March of year 0.
                let shifted = days &+ 719_470
                let y = floorDivide(4 &* shifted &+ 3, 1461)
                let inYear = shifted &- floorDivide(1461 &* y, 4)
                let m = (5 * inYear + 2) / 153
                day = inYear - (153 * m + 2) / 5 + 1
                month = m < 10 ? m + 3 : m - 9
                year = y &+ (month <= 2 ? 1 : 0)
                let isLeap = floorModulo(year, 4) == 0
                dayOfYear = month > 2 ? inYear + 60 + (isLeap ? 1 : 0) : inYear - 305
                if year <= 0 { year = 1 &- year }
            }
        }
    }

    /// The text of an instant in milliseconds since the epoch.
    func date(_ millis: Int64, _ rules: TimeZoneRules) -> String {
        if conversion == 0x51 { return "\(millis)" }
        if conversion == 0x73 { return "\(millis / 1000)" }
        return Self.text(conversion, Moment(millis, rules))
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func text(_ letter: UInt8, _ at: Moment) -> String {
        func parts(_ letters: StaticString, _ separator: String) -> String {
            letters.withUTF8Buffer { $0.map { text($0, at) } }.joined(separator: separator)
        }
        let hour = at.hour % 12 == 0 ? 12 : at.hour % 12
        switch letter {
        case UInt8(ascii: "H"): return padded(at.hour, 2)
        case UInt8(ascii: "I"): return padded(hour, 2)
        case UInt8(ascii: "k"): return "\(at.hour)"
        case UInt8(ascii: "l"): return "\(hour)"
        case UInt8(ascii: "M"): return padded(at.minute, 2)
        case UInt8(ascii: "S"): return padded(at.second, 2)
        case UInt8(ascii: "L"): return padded(at.millis, 3)
        case UInt8(ascii: "N"): return padded(at.millis * 1_000_000, 9)
        case UInt8(ascii: "p"): return at.hour < 12 ? "am" : "pm"
        case UInt8(ascii: "z"):
            let minutes = at.offset.magnitude / 60
            return (at.offset < 0 ? "-" : "+") + padded(Int64(minutes / 60), 2) + padded(Int64(minutes % 60), 2)
        case UInt8(ascii: "Z"): return at.zone
        case UInt8(ascii: "A"): return weekdays[at.weekday]
        case UInt8(ascii: "a"): return String(weekdays[at.weekday].prefix(3))
        case UInt8(ascii: "B"): return months[Int(at.month) - 1]
        case UInt8(ascii: "b"), UInt8(ascii: "h"): return String(months[Int(at.month) - 1].prefix(3))
        case UInt8(ascii: "C"): return padded(at.year / 100, 2)
        case UInt8(ascii: "y"): return padded(at.year % 100, 2)
        case UInt8(ascii: "Y"): return padded(at.year, 4)
        case UInt8(ascii: "j"): return padded(at.dayOfYear, 3)
        case UInt8(ascii: "m"): return padded(at.month, 2)
        case UInt8(ascii: "d"): return padded(at.day, 2)
        case UInt8(ascii: "e"): return "\(at.day)"
        case UInt8(ascii: "R"): return parts("HM", ":")
        case UInt8(ascii: "T"): return parts("HMS", ":")
        case UInt8(ascii: "r"): return parts("IMS", ":") + (at.hour < 12 ? " AM" : " PM")
        case UInt8(ascii: "D"): return parts("mdy", "/")
        case UInt8(ascii: "F"): return parts("Ymd", "-")
        case UInt8(ascii: "c"): return parts("abdTZY", " ")
        default: return ""
        }
    }
}
