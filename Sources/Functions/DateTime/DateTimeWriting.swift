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

    static func time(_ micros: Int64, into out: inout ByteWriter) {
        let seconds = micros / microsPerSecond
        out.append(digits: UInt64(bitPattern: seconds / 3600), width: 2)
        out.append(0x3A)
        out.append(digits: UInt64(bitPattern: seconds / 60 % 60), width: 2)
        out.append(0x3A)
        out.append(digits: UInt64(bitPattern: seconds % 60), width: 2)
        fraction(UInt64(bitPattern: micros % microsPerSecond), into: &out)
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
