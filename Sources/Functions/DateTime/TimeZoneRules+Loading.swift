import Columnar
import Glibc

extension TimeZoneRules {
    private static let folder = "/usr/share/zoneinfo"

    /// The zone of this name: a region of the system's time zone files (`Europe/Berlin`), or a fixed offset (`Z`,
    /// `UTC`, `+02:00`, `GMT+3`, `UTC-01:30`). Reads a file: keep the result for the length of a query.
    package static func named(_ name: String) throws -> TimeZoneRules {
        if let offset = fixedOffset(named: name) {
            return offset == 0 && name == "UTC"
                ? .utc : TimeZoneRules(name: name, transitions: [], offsets: [Int32(offset)])
        }
        let region = shortNames[name] ?? name
        guard isRegionName(region) else { throw FunctionError.invalidTimeZone(name) }
        guard let bytes = readFile(folder + "/" + region) else {
            if access(folder, R_OK) != 0 {
                var error = FunctionError.invalidTimeZone(name)
                error.message += " This system has no time zone files in \(folder); only UTC and offsets can be used."
                throw error
            }
            throw FunctionError.invalidTimeZone(name)
        }
        guard let rules = parse(bytes, name: name) else {
            throw FunctionError.invalidTimeZone(name)
        }
        return rules
    }

    /// Java's three-letter names that are no files.
    private static let shortNames = [
        "ACT": "Australia/Darwin", "AET": "Australia/Sydney", "AGT": "America/Argentina/Buenos_Aires",
        "ART": "Africa/Cairo", "AST": "America/Anchorage", "BET": "America/Sao_Paulo", "BST": "Asia/Dhaka",
        "CAT": "Africa/Harare", "CNT": "America/St_Johns", "CST": "America/Chicago", "CTT": "Asia/Shanghai",
        "EAT": "Africa/Addis_Ababa", "ECT": "Europe/Paris", "IET": "America/Indiana/Indianapolis",
        "IST": "Asia/Kolkata", "JST": "Asia/Tokyo", "MIT": "Pacific/Apia", "NET": "Asia/Yerevan",
        "NST": "Pacific/Auckland", "PLT": "Asia/Karachi", "PNT": "America/Phoenix", "PRT": "America/Puerto_Rico",
        "PST": "America/Los_Angeles", "SST": "Pacific/Guadalcanal", "VST": "Asia/Ho_Chi_Minh",
    ]

    private static func isRegionName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.contains("..")
            && name.utf8.allSatisfy {
                ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A)
                    || $0 == 0x2F || $0 == 0x2B || $0 == 0x2D || $0 == 0x5F
            }
    }

    /// Seconds of `Z`, `+1`, `-01:30`, `+01:02:03`, `UTC+3`, `GMT-2`, `UT`; `nil` for other names.
    package static func fixedOffset(named name: String) -> Int64? {
        var bytes = Array(name.utf8)
        if bytes == [0x5A] || bytes == [0x7A] { return 0 }
        for prefix in ["UTC", "GMT", "UT"] where name.hasPrefix(prefix) {
            bytes.removeFirst(prefix.utf8.count)
            if bytes.isEmpty { return 0 }
            break
        }
        guard let sign = bytes.first, sign == 0x2B || sign == 0x2D else { return nil }
        var parts: [Int64] = []
        let body = bytes.dropFirst()
        if body.contains(0x3A) {
            for part in body.split(separator: 0x3A, omittingEmptySubsequences: false) {
                guard part.count == 1 || part.count == 2, let number = decimal(part) else { return nil }
                parts.append(number)
            }
        } else {
            guard [1, 2, 4, 6].contains(body.count) else { return nil }
            var rest = body
            while !rest.isEmpty {
                guard let number = decimal(rest.prefix(2)) else { return nil }
                parts.append(number)
                rest = rest.dropFirst(2)
            }
        }
        guard (1...3).contains(parts.count), parts.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        parts += [0, 0]
        let seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
        guard seconds <= 18 * 3600 else { return nil }
        return sign == 0x2D ? -seconds : seconds
    }

    private static func decimal(_ digits: some Sequence<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    private static func readFile(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let capacity = bytes.count
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, capacity) }
        return count > 0 ? Array(bytes[0..<count]) : nil
    }

    /// Reads TZif, version 2 or later (RFC 8536).
    static func parse(_ bytes: [UInt8], name: String) -> TimeZoneRules? {
        func integer32(_ at: Int) -> Int64? {
            guard at >= 0, at + 4 <= bytes.count else { return nil }
            return Int64(Int32(truncatingIfNeeded: bytes[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
        }
        func integer64(_ at: Int) -> Int64? {
            guard at >= 0, at + 8 <= bytes.count else { return nil }
            return Int64(bitPattern: bytes[at..<at + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        func header(_ at: Int) -> [Int]? {
            guard at + 44 <= bytes.count, Array(bytes[at..<at + 4]) == Array("TZif".utf8) else { return nil }
            let counts = (0..<6).compactMap { integer32(at + 20 + $0 * 4).map(Int.init) }
            return counts.count == 6 && counts.allSatisfy { $0 >= 0 && $0 < 1 << 20 } ? counts : nil
        }
        guard bytes.count > 4, let old = header(0), bytes[4] >= 0x32 else { return nil }
        // isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt
        let second = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
        guard let counts = header(second) else { return nil }
        let (times, types, characters) = (counts[3], counts[4], counts[5])
        var position = second + 44
        var transitions: [Int64] = []
        for index in 0..<times {
            guard let time = integer64(position + index * 8) else { return nil }
            transitions.append(time)
        }
        position += times * 8
        let kinds = position
        position += times
        let typeStart = position
        position += types * 6
        let textStart = position
        let footerStart = position + characters + counts[2] * 12 + counts[1] + counts[0]
        guard types > 0, footerStart <= bytes.count else { return nil }
        func type(_ index: Int) -> (Int32, String)? {
            guard index < types, let offset = integer32(typeStart + index * 6) else { return nil }
            let from = textStart + Int(bytes[typeStart + index * 6 + 5])
            guard from <= textStart + characters else { return nil }
            let text = bytes[from..<(textStart + characters)].prefix { $0 != 0 }
            return (Int32(truncatingIfNeeded: offset), String(decoding: text, as: UTF8.self))
        }
        var offsets: [Int32] = []
        var names: [String] = []
        for index in [0] + (0..<times).map({ Int(bytes[kinds + $0]) }) {
            guard let (offset, text) = type(index) else { return nil }
            offsets.append(offset)
            names.append(text)
        }
        var repeats = false
        let footer = bytes[footerStart...].drop { $0 == 0x0A }.prefix { $0 != 0x0A }
        if let rule = PosixTimeZoneRule(String(decoding: footer, as: UTF8.self)) {
            let lastYear = transitions.last.map { CivilDate(days: floorDivide($0, secondsPerDay)).year } ?? 1970
            // The day before and the day of the last transition may both be in this year; duplicates are dropped.
            for year in lastYear...(lastYear + 402) {
                for (time, offset, text) in rule.transitions(in: year) where time > (transitions.last ?? .min) {
                    if offset == offsets[offsets.count - 1] { continue }
                    transitions.append(time)
                    offsets.append(offset)
                    names.append(text)
                    repeats = true
                }
            }
        }
        return TimeZoneRules(
            name: name, transitions: transitions, offsets: offsets, abbreviations: names, repeats: repeats)
    }
}

/// The rule in the last line of a time zone file, `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX TZ, as RFC 8536 extends it).
/// Only zones with daylight saving time have one worth keeping.
struct PosixTimeZoneRule {
    private enum Day {
        case julian(Int64)
        case zeroBased(Int64)
        case weekday(month: Int64, week: Int64, day: Int64)
    }

    private var standard: (offset: Int64, name: String)
    private var daylight: (offset: Int64, name: String)
    private var start: (day: Day, time: Int64)
    private var end: (day: Day, time: Int64)

    init?(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let standardName = scanner.name(), let standardOffset = scanner.time(),
            let daylightName = scanner.name()
        else { return nil }
        standard = (-standardOffset, standardName)
        if scanner.peek() != 0x2C, let offset = scanner.time() {
            daylight = (-offset, daylightName)
        } else {
            daylight = (-standardOffset + 3600, daylightName)
        }
        guard scanner.skip(0x2C), let first = scanner.day() else { return nil }
        let firstTime = scanner.skip(0x2F) ? scanner.time() : 7200
        guard scanner.skip(0x2C), let second = scanner.day() else { return nil }
        let secondTime = scanner.skip(0x2F) ? scanner.time() : 7200
        guard let firstTime, let secondTime else { return nil }
        start = (first, firstTime)
        end = (second, secondTime)
    }

    /// The two changes of a year, in order: instant, new offset, abbreviation.
    func transitions(in year: Int64) -> [(Int64, Int32, String)] {
        let on = seconds(start.day, start.time, year) - standard.offset
        let off = seconds(end.day, end.time, year) - daylight.offset
        let changes = [
            (on, Int32(truncatingIfNeeded: daylight.offset), daylight.name),
            (off, Int32(truncatingIfNeeded: standard.offset), standard.name),
        ]
        return on < off ? changes : [changes[1], changes[0]]
    }

    private func seconds(_ day: Day, _ time: Int64, _ year: Int64) -> Int64 {
        let newYear = CivilDate(year: year, month: 1, day: 1).days
        let date: Int64
        switch day {
        case .julian(let n): date = newYear + n - 1 + (CivilDate.isLeap(year) && n > 59 ? 1 : 0)
        case .zeroBased(let n): date = newYear + n
        case .weekday(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, day: 1).days
            let firstWeekday = (CivilDate.weekday(days: first) + 1) % 7
            var offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            if offset >= CivilDate.length(ofMonth: month, year: year) { offset -= 7 }
            date = first + offset
        }
        return date * secondsPerDay + time
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        func peek() -> UInt8 { position < bytes.count ? bytes[position] : 0 }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard peek() == byte else { return false }
            position += 1
            return true
        }

        mutating func name() -> String? {
            let quoted = skip(0x3C)
            let start = position
            while position < bytes.count {
                let byte = bytes[position]
                let letter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
                if quoted ? byte == 0x3E : !letter { break }
                position += 1
            }
            guard position > start else { return nil }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            return !quoted || skip(0x3E) ? text : nil
        }

        mutating func number() -> Int64? {
            let start = position
            var value: Int64 = 0
            while peek() >= 0x30, peek() <= 0x39, value < 100_000 {
                value = value * 10 + Int64(peek() - 0x30)
                position += 1
            }
            return position > start ? value : nil
        }

        /// `[+-]h[:m[:s]]` in seconds.
        mutating func time() -> Int64? {
            let negative = skip(0x2D)
            if !negative { _ = skip(0x2B) }
            guard var seconds = number() else { return nil }
            seconds *= 3600
            if skip(0x3A) { seconds += (number() ?? 0) * 60 }
            if skip(0x3A) { seconds += number() ?? 0 }
            return negative ? -seconds : seconds
        }

        mutating func day() -> Day? {
            if skip(0x4A) { return number().map { .julian($0) } }
            if skip(0x4D) {
                guard let month = number(), (1...12).contains(month), skip(0x2E), let week = number(),
                    (1...5).contains(week), skip(0x2E), let day = number(), day <= 6
                else { return nil }
                return .weekday(month: month, week: week, day: day)
            }
            return number().map { .zeroBased($0) }
        }
    }
}
