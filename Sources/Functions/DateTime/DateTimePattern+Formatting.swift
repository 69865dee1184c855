import Columnar

extension DateTimePattern {
    /// Writes an instant in microseconds as local time of the cursor's zone.
    package func format(
        instant: Int64, _ cursor: inout TimeZoneCursor, timeZone: TimeZoneRules, into out: inout ByteWriter
    ) {
        if let formatter {
            return formatter.format(instant: instant, &cursor, timeZone: timeZone, into: &out)
        }
        let local = cursor.local(fromUTC: instant)
        format(local: local, offset: floorDivide(local &- instant, microsPerSecond), timeZone, instant, into: &out)
    }

    /// Writes a local time in microseconds; zones are written as UTC.
    package func format(local: Int64, into out: inout ByteWriter) {
        if let formatter { return formatter.format(local: local, offset: 0, .utc, local, into: &out) }
        format(local: local, offset: 0, .utc, local, into: &out)
    }

    package func format(days: Int32, into out: inout ByteWriter) {
        if isISODate { return DateTimeWriting.date(Int64(days), into: &out) }
        format(local: Int64(days) &* microsPerDay, into: &out)
    }

    private func format(
        local: Int64, offset: Int64, _ timeZone: TimeZoneRules, _ instant: Int64, into out: inout ByteWriter
    ) {
        items.withUnsafeBufferPointer {
            DateTimePattern.write($0, local: local, offset: offset, timeZone, instant, into: &out)
        }
    }

    /// The instants of all rows as texts: the pattern is taken apart once.
    func texts(_ rows: Rows, of instants: FixedInput<Int64>, timeZone: TimeZoneRules) -> Column {
        if let formatter {
            var cursor = TimeZoneCursor(timeZone)
            return rows.mapText { row, out in
                formatter.format(instant: instants[row], &cursor, timeZone: timeZone, into: &out)
                return true
            }
        }
        return items.withUnsafeBufferPointer { items in
            var cursor = TimeZoneCursor(timeZone)
            return rows.mapText { row, out in
                let local = cursor.local(fromUTC: instants[row])
                let offset = floorDivide(local &- instants[row], microsPerSecond)
                DateTimePattern.write(items, local: local, offset: offset, timeZone, instants[row], into: &out)
                return true
            }
        }
    }

    private static func write(
        _ items: UnsafeBufferPointer<Item>, local: Int64, offset: Int64, _ timeZone: TimeZoneRules, _ instant: Int64,
        into out: inout ByteWriter
    ) {
        let days = floorDivide(local, microsPerDay)
        let micros = local &- days &* microsPerDay
        let date = CivilDate(days: days)
        let seconds = micros / microsPerSecond
        let hour = seconds / 3600
        for item in items {
            switch item {
            case .literal(let byte): out.append(byte)
            case .optionalStart, .optionalEnd: break
            case .number(let field, let minimum, _):
                let value: Int64
                switch field {
                case .year:
                    // Without an era years go on below 1: 0, -1, -2.
                    if date.year > 0 {
                        value = date.year
                    } else if hasEra(items) {
                        value = 1 &- date.year
                    } else {
                        if date.year < 0 { out.append(0x2D) }
                        value = date.year
                    }
                case .month: value = date.month
                case .day: value = date.day
                case .dayOfYear: value = date.dayOfYear
                case .hour: value = hour
                case .clockHour: value = hour == 0 ? 24 : hour
                case .hourOfPeriod: value = hour % 12
                case .clockHourOfPeriod: value = hour % 12 == 0 ? 12 : hour % 12
                case .minute: value = seconds / 60 % 60
                case .second: value = seconds % 60
                case .quarter: value = (date.month &+ 2) / 3
                }
                if field == .year, value > 9999, minimum == 4 { out.append(0x2B) }
                out.append(digits: value.magnitude, width: minimum)
            case .reducedYear: out.append(digits: floorModulo(date.year, 100).magnitude, width: 2)
            case .fraction(let digits):
                var value = UInt64(bitPattern: micros % microsPerSecond)
                for _ in 6..<max(6, digits) { value = value &* 10 }
                for _ in min(6, digits)..<6 { value /= 10 }
                out.append(digits: value, width: digits)
            case .monthName(let full):
                out.append((full ? DateTimeNames.months : DateTimeNames.shortMonths)[Int(date.month) - 1])
            case .weekdayName(let full):
                let names = full ? DateTimeNames.weekdays : DateTimeNames.shortWeekdays
                out.append(names[Int(CivilDate.weekday(days: days))])
            case .quarterName(let full):
                let names = full ? DateTimeNames.quarters : DateTimeNames.shortQuarters
                out.append(names[Int(date.month - 1) / 3])
            case .period: out.append(DateTimeNames.periods[hour < 12 ? 0 : 1])
            case .era(let full):
                out.append((full ? DateTimeNames.eras : DateTimeNames.shortEras)[date.year > 0 ? 1 : 0])
            case .zoneName(.region): out.append(timeZone.name)
            case .zoneName(.short): out.append(timeZone.abbreviation(atUTC: floorDivide(instant, microsPerSecond)))
            case .zoneName(.long): out.append(timeZone.longName(atUTC: floorDivide(instant, microsPerSecond)))
            case .offset(let style, let zero): write(offset: offset, style, zero, into: &out)
            case .localizedOffset(let full):
                out.append("GMT" as StaticString)
                guard offset != 0 else { continue }
                out.append(offset < 0 ? 0x2D : 0x2B)
                out.append(digits: offset.magnitude / 3600, width: full ? 2 : 1)
                if full || offset % 3600 != 0 {
                    out.append(0x3A)
                    out.append(digits: offset.magnitude / 60 % 60, width: 2)
                }
            case .alignedWeekOfMonth: out.append(digits: UInt64((date.day &- 1) % 7 &+ 1))
            }
        }
    }

    private static func hasEra(_ items: UnsafeBufferPointer<Item>) -> Bool {
        items.contains { if case .era = $0 { true } else { false } }
    }

    private static func write(offset: Int64, _ style: OffsetStyle, _ zero: StaticString, into out: inout ByteWriter) {
        if offset == 0 { return out.append(zero) }
        let magnitude = offset.magnitude
        out.append(offset < 0 ? 0x2D : 0x2B)
        out.append(digits: magnitude / 3600, width: 2)
        let (minutes, seconds) = (magnitude / 60 % 60, magnitude % 60)
        let isExtended = style == .extended || style == .extendedSeconds
        if style != .hours || minutes != 0 {
            if isExtended { out.append(0x3A) }
            out.append(digits: minutes, width: 2)
        }
        if seconds != 0, style == .basicSeconds || style == .extendedSeconds {
            if isExtended { out.append(0x3A) }
            out.append(digits: seconds, width: 2)
        }
    }
}
