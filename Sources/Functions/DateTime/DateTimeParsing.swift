import Columnar

/// Spark's lenient reading of dates and timestamps: what `CAST('2020-1-5 3:04' AS TIMESTAMP)` takes.
package enum DateTimeParsing {
    /// Days since the epoch of `[+-]yyyy[-[m]m[-[d]d[ T…]]]`, spaces around ignored; `nil` when malformed.
    package static func date(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        var (position, end) = trimmed(bytes)
        guard position < end else { return nil }
        if let fast = isoDate(bytes, position, end) { return fast }
        var segments: (Int64, Int64, Int64) = (1, 1, 1)
        var negative = false
        if bytes[position] == 0x2D || bytes[position] == 0x2B {
            negative = bytes[position] == 0x2D
            position &+= 1
        }
        var index = 0
        var current: Int64 = 0
        var digits = 0
        while position < end {
            let byte = bytes[position]
            if index == 2 && (byte == 0x20 || byte == 0x54) { break }
            if index < 2 && byte == 0x2D {
                guard isValid(digits: digits, segment: index, yearDigits: 7) else { return nil }
                if index == 0 { segments.0 = current } else { segments.1 = current }
                current = 0
                digits = 0
                index &+= 1
            } else {
                let value = byte &- 0x30
                guard value <= 9, digits < 10 else { return nil }
                current = current &* 10 &+ Int64(value)
                digits &+= 1
            }
            position &+= 1
        }
        guard isValid(digits: digits, segment: index, yearDigits: 7) else { return nil }
        switch index {
        case 0: segments.0 = current
        case 1: segments.1 = current
        default: segments.2 = current
        }
        let date = CivilDate(year: negative ? -segments.0 : segments.0, month: segments.1, day: segments.2)
        guard date.isValid else { return nil }
        return Int32(exactly: date.days)
    }

    /// `yyyy-MM-dd` alone.
    @inline(__always)
    static func isoDate(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int32? {
        guard end &- start == 10, bytes[start &+ 4] == 0x2D, bytes[start &+ 7] == 0x2D,
            let year = twoDigits(bytes, start), let rest = twoDigits(bytes, start &+ 2),
            let month = twoDigits(bytes, start &+ 5), let day = twoDigits(bytes, start &+ 8)
        else { return nil }
        let date = CivilDate(year: year &* 100 &+ rest, month: month, day: day)
        guard date.isValid else { return nil }
        return Int32(truncatingIfNeeded: date.days)
    }

    /// The number of two digits at `index`, which must be in range with its successor.
    @inline(__always)
    static func twoDigits(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int64? {
        let a = bytes[index] &- 0x30
        let b = bytes[index &+ 1] &- 0x30
        return a <= 9 && b <= 9 ? Int64(a) &* 10 &+ Int64(b) : nil
    }

    /// The range without white space and control characters at both ends.
    @inline(__always)
    static func trimmed(_ bytes: UnsafeRawBufferPointer) -> (Int, Int) {
        var start = 0
        var end = bytes.count
        while start < end && (bytes[start] <= 0x20 || bytes[start] == 0x7F) { start &+= 1 }
        while end > start && (bytes[end &- 1] <= 0x20 || bytes[end &- 1] == 0x7F) { end &-= 1 }
        return (start, end)
    }

    private static func isValid(digits: Int, segment: Int, yearDigits: Int) -> Bool {
        segment == 0 ? digits >= 4 && digits <= yearDigits : digits > 0 && digits <= 2
    }

    /// The parts of a timestamp's text.
    struct Parts {
        /// Local time in microseconds as if it were UTC.
        var local: Int64 = 0
        /// Only a time was given: ``local`` counts from midnight.
        var isTimeOnly = false
        /// The zone's text, empty when there was none.
        var zone: Range<Int> = 0..<0
    }

    /// An instant in microseconds; `nil` when malformed. `now` is the instant that times without a date belong to.
    package static func timestamp(
        _ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules, now: Int64 = 0
    ) -> Int64? {
        guard var parts = parts(of: bytes) else { return nil }
        var zone = timeZone
        if !parts.zone.isEmpty {
            guard let named = Self.zone(bytes, parts.zone) else { return nil }
            zone = named
        }
        if parts.isTimeOnly {
            let offset = zone.offset(atUTC: floorDivide(now, microsPerSecond)) &* microsPerSecond
            parts.local &+= floorDivide(now &+ offset, microsPerDay) &* microsPerDay
        }
        let seconds = floorDivide(parts.local, microsPerSecond)
        let shift = zone.utc(fromLocal: seconds) &- seconds
        let (result, overflow) = parts.local.addingReportingOverflow(shift &* microsPerSecond)
        return overflow ? nil : result
    }

    /// A local time in microseconds; `nil` when malformed. A zone in the text is ignored unless `allowsZone` is false.
    package static func timestampNTZ(_ bytes: UnsafeRawBufferPointer, allowsZone: Bool = true) -> Int64? {
        guard let parts = parts(of: bytes), !parts.isTimeOnly else { return nil }
        if !parts.zone.isEmpty {
            guard allowsZone, zone(bytes, parts.zone) != nil else { return nil }
        }
        return parts.local
    }

    private static func zone(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> TimeZoneRules? {
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        return text == "Z" ? .utc : try? TimeZoneRules.named(text)
    }

    /// `yyyy-MM-dd HH:mm:ss` with the usual widths; `nil` sends the text to the general reader.
    @inline(__always)
    static func isoTimestamp(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int64? {
        guard end &- start == 19, bytes[start &+ 10] == 0x20 || bytes[start &+ 10] == 0x54,
            bytes[start &+ 13] == 0x3A, bytes[start &+ 16] == 0x3A,
            let days = isoDate(bytes, start, start &+ 10), let hour = twoDigits(bytes, start &+ 11),
            let minute = twoDigits(bytes, start &+ 14), let second = twoDigits(bytes, start &+ 17),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return (Int64(days) &* 86_400 &+ hour &* 3600 &+ minute &* 60 &+ second) &* microsPerSecond
    }

    static func parts(of bytes: UnsafeRawBufferPointer) -> Parts? {
        var (position, end) = trimmed(bytes)
        guard position < end else { return nil }
        if let fast = isoTimestamp(bytes, position, end) { return Parts(local: fast) }
        var parts = Parts()
        // year, month, day, hour, minute, second, microsecond
        var segments: (Int64, Int64, Int64, Int64, Int64, Int64, Int64) = (1, 1, 1, 0, 0, 0, 0)
        func store(_ index: Int, _ value: Int64) {
            switch index {
            case 0: segments.0 = value
            case 1: segments.1 = value
            case 2: segments.2 = value
            case 3: segments.3 = value
            case 4: segments.4 = value
            case 5: segments.5 = value
            default: segments.6 = value
            }
        }
        var sign: Int64 = 1
        var signed = false
        if bytes[position] == 0x2D || bytes[position] == 0x2B {
            sign = bytes[position] == 0x2D ? -1 : 1
            signed = true
            position &+= 1
        }
        let first = position
        var index = 0
        var current: Int64 = 0
        var digits = 0
        func valid() -> Bool {
            if index == 6 { return true }
            return isValid(digits: digits, segment: index, yearDigits: 6)
        }
        while position < end {
            let byte = bytes[position]
            let value = byte &- 0x30
            if value <= 9 {
                if index == 6 {
                    if digits < 6 { current = current &* 10 &+ Int64(value) }
                } else {
                    guard digits < 8 else { return nil }
                    current = current &* 10 &+ Int64(value)
                }
                digits &+= 1
                position &+= 1
                continue
            }
            if position == first && byte == 0x54 && !signed {
                parts.isTimeOnly = true
                index = 3
                position &+= 1
                continue
            }
            switch index {
            case 0 where byte == 0x3A && !signed:
                parts.isTimeOnly = true
                guard digits > 0 && digits <= 2 else { return nil }
                segments.3 = current
                index = 4
            case 0 where byte == 0x2D, 1 where byte == 0x2D, 2 where byte == 0x20 || byte == 0x54,
                3 where byte == 0x3A, 4 where byte == 0x3A, 5 where byte == 0x2E:
                guard valid() else { return nil }
                store(index, current)
                index &+= 1
            case 3, 4, 5, 6:
                // Anything else after an hour begins the zone.
                guard valid() else { return nil }
                store(index, index == 6 ? scaled(current, digits) : current)
                index = 7
                parts.zone = position..<end
                if byte == 0x20 { parts.zone = (position &+ 1)..<end }
                position = end
                continue
            default: return nil
            }
            current = 0
            digits = 0
            position &+= 1
        }
        if index < 7 {
            guard valid() else { return nil }
            store(index, index == 6 ? scaled(current, digits) : current)
        } else if parts.zone.isEmpty {
            return nil
        }
        guard segments.3 < 24, segments.4 < 60, segments.5 < 60 else { return nil }
        let time = (segments.3 &* 3600 &+ segments.4 &* 60 &+ segments.5) &* microsPerSecond &+ segments.6
        if parts.isTimeOnly {
            parts.local = time
            return parts
        }
        let date = CivilDate(year: sign &* segments.0, month: segments.1, day: segments.2)
        guard date.isValid else { return nil }
        let (product, overflow) = date.days.multipliedReportingOverflow(by: microsPerDay)
        let (sum, carried) = product.addingReportingOverflow(time)
        guard !overflow, !carried else { return nil }
        parts.local = sum
        return parts
    }

    /// A fraction of `digits` digits in microseconds.
    private static func scaled(_ value: Int64, _ digits: Int) -> Int64 {
        var value = value
        var digits = digits
        while digits < 6 {
            value = value &* 10
            digits &+= 1
        }
        return value
    }
}
