import Columnar

/// A unit of an interval literal.
enum IntervalUnit: String {
    case year, month, week, day, hour, minute, second, millisecond, microsecond

    /// The unit as written after an amount, singular or plural, case ignored.
    init?(_ text: String) {
        let lowered = text.lowercased()
        self.init(rawValue: lowered.hasSuffix("s") ? String(lowered.dropLast()) : lowered)
    }

    /// The unit as a type names it: `INTERVAL DAY TO SECOND`.
    init?(typeField text: String) {
        self.init(rawValue: text.lowercased())
        switch self {
        case .week, .millisecond, .microsecond: return nil
        default: break
        }
    }

    var isYearMonth: Bool { self == .year || self == .month }

    /// Months or microseconds.
    var size: Int64 {
        switch self {
        case .year: 12
        case .month, .microsecond: 1
        case .week: 7 * 86_400_000_000
        case .day: 86_400_000_000
        case .hour: 3_600_000_000
        case .minute: 60_000_000
        case .second: 1_000_000
        case .millisecond: 1_000
        }
    }

    private var yearMonthField: DataType.YearMonthField? {
        switch self {
        case .year: .year
        case .month: .month
        default: nil
        }
    }

    private var dayTimeField: DataType.DayTimeField? {
        switch self {
        case .year, .month: nil
        case .week, .day: .day
        case .hour: .hour
        case .minute: .minute
        case .second, .millisecond, .microsecond: .second
        }
    }

    /// `INTERVAL first TO last`; `nil` when the units do not belong together or stand in the wrong order.
    static func type(_ first: IntervalUnit, _ last: IntervalUnit) -> DataType? {
        if let start = first.yearMonthField, let end = last.yearMonthField {
            return start.rawValue <= end.rawValue ? .yearMonthInterval(start, end) : nil
        }
        guard let start = first.dayTimeField, let end = last.dayTimeField else { return nil }
        return start.rawValue <= end.rawValue ? .dayTimeInterval(start, end) : nil
    }

    /// The type that spans all units of a literal.
    static func type(of units: [IntervalUnit]) -> DataType? {
        let months = units.compactMap(\.yearMonthField).sorted { $0.rawValue < $1.rawValue }
        if let first = months.first, let last = months.last { return .yearMonthInterval(first, last) }
        let fields = units.compactMap(\.dayTimeField).sorted { $0.rawValue < $1.rawValue }
        guard let first = fields.first, let last = fields.last else { return nil }
        return .dayTimeInterval(first, last)
    }
}

/// Reads the text of interval literals. Values are months or microseconds; `nil` stands for bad text or overflow.
enum IntervalText {
    /// The parts of `'1 day 2 hours'`.
    static func units(_ text: String) -> [(amount: String, unit: IntervalUnit)]? {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        if words.first?.lowercased() == "interval" { words = words.dropFirst() }
        guard !words.isEmpty, words.count % 2 == 0 else { return nil }
        var units: [(amount: String, unit: IntervalUnit)] = []
        while let amount = words.popFirst(), let unit = words.popFirst() {
            guard let unit = IntervalUnit(unit) else { return nil }
            units.append((amount, unit))
        }
        return units
    }

    static func total(_ units: [(amount: String, unit: IntervalUnit)]) -> Int64? {
        var total: Int64 = 0
        for (amount, unit) in units {
            guard let value = value(amount, unit) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(value)
            if overflow { return nil }
            total = sum
        }
        if let first = units.first, first.unit.isYearMonth, Int32(exactly: total) == nil { return nil }
        return total
    }

    /// One amount in a unit; only seconds may have a fraction.
    private static func value(_ amount: String, _ unit: IntervalUnit) -> Int64? {
        let text = amount.trimmed
        if let whole = Int64(text) {
            let (product, overflow) = whole.multipliedReportingOverflow(by: unit.size)
            return overflow ? nil : product
        }
        return unit == .second ? seconds(text) : nil
    }

    /// `[+-]s.ffffff` in microseconds; more than nine digits behind the point are an error, beyond six they are cut.
    private static func seconds(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let body = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let parts = body.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.allSatisfy(isDigit) else { return nil }
        guard let whole = first.isEmpty ? 0 : Int64(first) else { return nil }
        var micros: Int64 = 0
        if parts.count == 2 {
            guard parts[1].utf8.count <= 9, parts[1].utf8.allSatisfy(isDigit) else { return nil }
            let digits = (parts[1] + "000000").prefix(6)
            guard let fraction = Int64(digits) else { return nil }
            micros = fraction
        }
        let (product, overflow) = whole.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflowed) = product.addingReportingOverflow(micros)
        if overflow || overflowed { return nil }
        return isNegative ? -sum : sum
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// `'1-2'` YEAR TO MONTH, `'1 02:03:04.5'` DAY TO SECOND and what lies between.
    static func range(_ text: String, _ first: IntervalUnit, _ last: IntervalUnit) -> Int64? {
        var body = text.trimmed[...]
        let isNegative = body.hasPrefix("-")
        if isNegative || body.hasPrefix("+") { body = body.dropFirst() }
        let negated = first == .year ? yearsAndMonths(body) : dayTime(body, first, last)
        if isNegative { return negated }
        return negated.flatMap { $0 == .min || (first == .year && $0 == Int64(Int32.min)) ? nil : -$0 }
    }

    /// The negated number of months.
    private static func yearsAndMonths(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let years = number(parts[0], limit: 178_956_970),
            let months = number(parts[1], limit: 11)
        else { return nil }
        let total = -(years * 12 + months)
        return total >= Int64(Int32.min) ? total : nil
    }

    /// The negated value, because the least one has no positive counterpart.
    private static func dayTime(_ text: Substring, _ first: IntervalUnit, _ last: IntervalUnit) -> Int64? {
        let order: [IntervalUnit] = [.day, .hour, .minute, .second]
        guard let start = order.firstIndex(of: first), let end = order.firstIndex(of: last) else { return nil }
        var pieces: [Substring] = []
        var rest = text
        if first == .day {
            guard let blank = rest.firstIndex(where: \.isWhitespace) else { return nil }
            pieces.append(rest[..<blank])
            rest = rest[blank...].drop(while: \.isWhitespace)
        }
        pieces += rest.split(separator: ":", omittingEmptySubsequences: false)
        guard pieces.count == end - start + 1 else { return nil }
        var total: Int64 = 0
        for (unit, piece) in zip(order[start...end], pieces) {
            let value: Int64?
            if unit == .second {
                value = piece.first == "-" || piece.first == "+" ? nil : seconds(String(piece))
                if let value, unit != first, value >= 60_000_000 { return nil }
            } else {
                // The leading field may be large; the others stay below the next unit.
                let limit: Int64 = unit == first ? 106_751_991 * 24 * 60 : unit == .hour ? 23 : 59
                guard let count = number(piece, limit: limit) else { return nil }
                let (product, overflow) = count.multipliedReportingOverflow(by: unit.size)
                value = overflow ? nil : product
            }
            guard let value else { return nil }
            let (sum, overflow) = total.subtractingReportingOverflow(value)
            if overflow { return nil }
            total = sum
        }
        return total
    }

    private static func number(_ text: Substring, limit: Int64) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit), let value = Int64(text), value <= limit else { return nil }
        return value
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
