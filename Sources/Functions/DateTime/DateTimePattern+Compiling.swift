import Columnar

/// Turns the letters of a pattern into items.
struct PatternCompiler {
    private let pattern: String
    private let bytes: [UInt8]
    private var items: [DateTimePattern.Item] = []
    private var openSections: [Int] = []

    init(_ pattern: String) {
        self.pattern = pattern
        bytes = Array(pattern.utf8)
    }

    mutating func compile() throws -> [DateTimePattern.Item] {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if isLetter(byte) {
                var end = position + 1
                while end < bytes.count, bytes[end] == byte { end += 1 }
                try add(byte, count: end - position)
                position = end
            } else if byte == 0x27 {
                position = try quoted(from: position)
            } else if byte == 0x5B {
                openSections.append(items.count)
                items.append(.optionalStart(end: 0))
                position += 1
            } else if byte == 0x5D {
                guard let start = openSections.popLast() else { throw FunctionError.invalidDateTimePattern(pattern) }
                items[start] = .optionalStart(end: items.count)
                items.append(.optionalEnd)
                position += 1
            } else if byte == 0x7B || byte == 0x7D || byte == 0x23 {
                throw FunctionError.invalidDateTimePattern(pattern)
            } else {
                items.append(.literal(byte))
                position += 1
            }
        }
        // A section that is not closed ends with the pattern.
        while let start = openSections.popLast() {
            items[start] = .optionalStart(end: items.count)
            items.append(.optionalEnd)
        }
        return items
    }

    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    /// A quoted text; two quotes stand for one.
    private mutating func quoted(from start: Int) throws -> Int {
        var position = start + 1
        if position < bytes.count, bytes[position] == 0x27 {
            items.append(.literal(0x27))
            return position + 1
        }
        while position < bytes.count {
            if bytes[position] == 0x27 {
                if position + 1 < bytes.count, bytes[position + 1] == 0x27 {
                    items.append(.literal(0x27))
                    position += 2
                    continue
                }
                return position + 1
            }
            items.append(.literal(bytes[position]))
            position += 1
        }
        throw FunctionError.invalidDateTimePattern(pattern)
    }

    private mutating func add(_ letter: UInt8, count: Int) throws {
        switch (UnicodeScalar(letter), count) {
        case ("y", 2): items.append(.reducedYear)
        case ("y", 1...6): items.append(.number(.year, minimum: count, maximum: count > 4 ? count : 18))
        case ("M", 1), ("L", 1): items.append(.number(.month, minimum: 1, maximum: 18))
        case ("M", 2), ("L", 2): items.append(.number(.month, minimum: 2, maximum: 2))
        case ("M", 3), ("L", 3): items.append(.monthName(full: false))
        case ("M", 4), ("L", 4): items.append(.monthName(full: true))
        case ("d", 1...2): number(.day, count)
        case ("D", 1): items.append(.number(.dayOfYear, minimum: 1, maximum: 18))
        case ("D", 2...3): items.append(.number(.dayOfYear, minimum: count, maximum: 3))
        case ("H", 1...2): number(.hour, count)
        case ("k", 1...2): number(.clockHour, count)
        case ("K", 1...2): number(.hourOfPeriod, count)
        case ("h", 1...2): number(.clockHourOfPeriod, count)
        case ("m", 1...2): number(.minute, count)
        case ("s", 1...2): number(.second, count)
        case ("S", 1...9): items.append(.fraction(count))
        case ("a", 1): items.append(.period)
        case ("E", 1...3): items.append(.weekdayName(full: false))
        case ("E", 4): items.append(.weekdayName(full: true))
        case ("G", 1...3): items.append(.era(full: false))
        case ("G", 4): items.append(.era(full: true))
        case ("Q", 1...2), ("q", 1...2): number(.quarter, count)
        case ("Q", 3), ("q", 3): items.append(.quarterName(full: false))
        case ("Q", 4), ("q", 4): items.append(.quarterName(full: true))
        case ("F", 1): items.append(.alignedWeekOfMonth)
        case ("V", 2): items.append(.zoneName(.region))
        case ("z", 1...3): items.append(.zoneName(.short))
        case ("z", 4): items.append(.zoneName(.long))
        case ("X", 1): items.append(.offset(style: .hours, zero: "Z"))
        case ("X", 2): items.append(.offset(style: .basic, zero: "Z"))
        case ("X", 3): items.append(.offset(style: .extended, zero: "Z"))
        case ("X", 4): items.append(.offset(style: .basicSeconds, zero: "Z"))
        case ("X", 5): items.append(.offset(style: .extendedSeconds, zero: "Z"))
        case ("x", 1): items.append(.offset(style: .hours, zero: "+00"))
        case ("x", 2): items.append(.offset(style: .basic, zero: "+0000"))
        case ("x", 3): items.append(.offset(style: .extended, zero: "+00:00"))
        case ("x", 4): items.append(.offset(style: .basicSeconds, zero: "+0000"))
        case ("x", 5): items.append(.offset(style: .extendedSeconds, zero: "+00:00"))
        case ("Z", 1...3): items.append(.offset(style: .basic, zero: "+0000"))
        case ("Z", 4): items.append(.localizedOffset(full: true))
        case ("Z", 5): items.append(.offset(style: .extendedSeconds, zero: "Z"))
        case ("O", 1): items.append(.localizedOffset(full: false))
        case ("O", 4): items.append(.localizedOffset(full: true))
        default: throw FunctionError.invalidDateTimePattern(pattern)
        }
    }

    private mutating func number(_ field: DateTimePattern.Field, _ count: Int) {
        items.append(.number(field, minimum: count, maximum: count == 1 ? 18 : 2))
    }
}
