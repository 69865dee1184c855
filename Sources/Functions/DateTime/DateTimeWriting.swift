/// Spark's text of dates and timestamps: what a cast to string gives.
package enum DateTimeWriting {
    /// `yyyy-MM-dd`; years beyond 9999 get a `+`, years before 0 a `-`.
    package static func date(_ days: Int64, into out: inout ByteWriter) {
        let date = CivilDate(days: days)
        if date.year > 9999 {
            out.append(0x2B)
        } else if date.year < 0 {
            out.append(0x2D)
        }
        out.append(digits: date.year.magnitude, width: 4)
        out.append(0x2D)
        out.append(digits: date.month.magnitude, width: 2)
        out.append(0x2D)
        out.append(digits: date.day.magnitude, width: 2)
    }

    /// `yyyy-MM-dd HH:mm:ss[.ffffff]` of a local time in microseconds, the fraction without trailing zeros.
    package static func timestamp(local micros: Int64, into out: inout ByteWriter) {
        let days = floorDivide(micros, microsPerDay)
        date(days, into: &out)
        out.append(0x20)
        time(micros &- days &* microsPerDay, into: &out)
    }

    /// `yyyy-MM-dd'T'HH:mm:ss.SSS` of a local time in microseconds: the default of Spark's CSV and JSON writers.
    package static func isoTimestamp(local micros: Int64, into out: inout ByteWriter) {
        date(floorDivide(micros, microsPerDay), into: &out)
        let time = UInt64(truncatingIfNeeded: floorModulo(micros, microsPerDay))
        out.append(0x54)
        out.append(digits: time / 3_600_000_000, width: 2)
        out.append(0x3A)
        out.append(digits: time / 60_000_000 % 60, width: 2)
        out.append(0x3A)
        out.append(digits: time / 1_000_000 % 60, width: 2)
        out.append(0x2E)
        out.append(digits: time / 1_000 % 1_000, width: 3)
    }

    /// The same of an instant, with the zone's offset behind: `Z` or `+HH:mm`.
    package static func isoTimestamp(instant micros: Int64, _ cursor: inout TimeZoneCursor, into out: inout ByteWriter)
    {
        isoTimestamp(local: cursor.local(fromUTC: micros), into: &out)
        let seconds = cursor.offset(atUTC: floorDivide(micros, microsPerSecond))
        if seconds == 0 { return out.append(0x5A) }
        out.append(seconds < 0 ? 0x2D : 0x2B)
        let minutes = UInt64(seconds.magnitude) / 60
        out.append(digits: minutes / 60, width: 2)
        out.append(0x3A)
        out.append(digits: minutes % 60, width: 2)
    }

    static func time(_ micros: Int64, into out: inout ByteWriter) {
        let seconds = micros / microsPerSecond
        out.append(digits: UInt64(bitPattern: seconds / 3600), width: 2)
        out.append(0x3A)
        out.append(digits: UInt64(bitPattern: seconds / 60 % 60), width: 2)
        out.append(0x3A)
        out.append(digits: UInt64(bitPattern: seconds % 60), width: 2)
        fraction(UInt64(bitPattern: micros % microsPerSecond), into: &out)
    }

    /// `HH:mm:ss[.fffffffff]` of a time of day.
    package static func time(nanos: Int64, into out: inout ByteWriter) {
        let rest = UInt64(bitPattern: nanos % 1_000)
        guard rest != 0 else { return time(nanos / 1_000, into: &out) }
        let seconds = nanos / 1_000_000_000
        time(seconds * microsPerSecond, into: &out)
        out.append(0x2E)
        out.append(digits: UInt64(bitPattern: nanos / 1_000 % 1_000_000), width: 6)
        if rest % 100 == 0 {
            out.append(digits: rest / 100, width: 1)
        } else if rest % 10 == 0 {
            out.append(digits: rest / 10, width: 2)
        } else {
            out.append(digits: rest, width: 3)
        }
    }

    /// `.5` for 500,000 microseconds; nothing for none.
    static func fraction(_ micros: UInt64, into out: inout ByteWriter) {
        guard micros > 0 else { return }
        var value = micros
        var width = 6
        while value % 10 == 0 {
            value /= 10
            width -= 1
        }
        out.append(0x2E)
        out.append(digits: value, width: width)
    }
}
