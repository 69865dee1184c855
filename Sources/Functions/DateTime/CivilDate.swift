/// Days since 1970-01-01 and the proleptic Gregorian calendar. All arithmetic is on Int64 and cannot overflow for days
/// of an Int32 or of microseconds in an Int64.
package struct CivilDate: BitwiseCopyable, Hashable, Sendable {
    package var year: Int64
    /// 1...12.
    package var month: Int64
    /// 1...31.
    package var day: Int64

    @inline(__always) package init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Years are counted from March, so that the leap day is the last of its year, in eras of 400 years (after Howard
    /// Hinnant's "chrono-compatible low-level date algorithms").
    @inline(__always) package init(days: Int64) {
        let shifted = days &+ 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra =
            (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
        day = dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1
        month = shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9
        year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    }

    /// Days before 1970 that ``init(narrow:)`` takes: 1,840 eras less the days from year 0 to 1970.
    private static let narrowBefore: Int32 = 1840 &* 146_097 &+ 719_468
    private static let narrowYears: Int32 = 1840 &* 400

    /// Whether ``init(narrow:)`` takes all of the days.
    static func areNarrow(_ days: FixedInput<Int32>, count: Int) -> Bool {
        var bits: UInt32 = 0
        for row in 0..<count { bits |= UInt32(bitPattern: days[row] &+ narrowBefore) }
        return bits < 1 &<< 30
    }

    /// The date of days within some 700,000 years of 1970, in 32-bit steps without a branch that run for several rows
    /// at once (after Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms").
    @inline(__always) init(narrow days: Int32) {
        let quarters = UInt32(bitPattern: days &+ CivilDate.narrowBefore) &* 4 &+ 3
        let century = quarters / 146_097
        let inCentury = (quarters &- century &* 146_097) | 3
        let product = UInt64(inCentury) &* 2_939_745
        let yearOfCentury = UInt32(truncatingIfNeeded: product &>> 32)
        let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
        let months = 2141 &* dayOfYear &+ 197_913
        let isNext = dayOfYear >= 306
        year = Int64(
            Int32(bitPattern: 100 &* century &+ yearOfCentury &+ (isNext ? 1 : 0)) &- CivilDate.narrowYears)
        month = Int64(months &>> 16 &- (isNext ? 12 : 0))
        day = Int64((months & 0xFFFF) / 2141 &+ 1)
    }

    /// Days since 1970-01-01. The fields must make a date; the year may be any that fits 48 bits.
    @inline(__always) package var days: Int64 {
        let y = month <= 2 ? year &- 1 : year
        let era = floorDivide(y, 400)
        let yearOfEra = y &- era &* 400
        let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    package var isValid: Bool {
        month >= 1 && month <= 12 && day >= 1 && day <= CivilDate.length(ofMonth: month, year: year)
    }

    @inline(__always) package static func isLeap(_ year: Int64) -> Bool {
        year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days in a month 1...12.
    @inline(__always) package static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }

    /// 1...366.
    package var dayOfYear: Int64 { days &- CivilDate(year: year, month: 1, day: 1).days &+ 1 }

    /// Monday is 0, Sunday 6.
    @inline(__always) package static func weekday(days: Int64) -> Int64 { floorModulo(days &+ 3, 7) }

    /// The ISO 8601 week and the year it belongs to.
    package static func isoWeek(days: Int64) -> (year: Int64, week: Int64) {
        let thursday = days &- weekday(days: days) &+ 3
        let year = CivilDate(days: thursday).year
        let firstDay = CivilDate(year: year, month: 1, day: 1).days
        return (year, (thursday &- firstDay) / 7 &+ 1)
    }

    /// `days` moved by whole months; the day is cut to the length of the month reached.
    @inline(__always) package static func addMonths(_ days: Int64, _ months: Int64) -> Int64 {
        let date = CivilDate(days: days)
        let total = date.year &* 12 &+ date.month &- 1 &+ months
        let year = floorDivide(total, 12)
        let month = total &- year &* 12 &+ 1
        let day = min(date.day, length(ofMonth: month, year: year))
        return CivilDate(year: year, month: month, day: day).days
    }
}

/// Division rounding down. The divisor must be positive.
@inline(__always) package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient &- 1 : quotient
}

/// The remainder of division rounding down, 0..<b. The divisor must be positive.
@inline(__always) package func floorModulo(_ a: Int64, _ b: Int64) -> Int64 {
    let rest = a % b
    return rest < 0 ? rest &+ b : rest
}

package let microsPerSecond: Int64 = 1_000_000
package let microsPerDay: Int64 = 86_400_000_000
package let secondsPerDay: Int64 = 86_400
