import Columnar

/// A printf-style text in the dialect of Java's Formatter, taken apart and checked.
struct FormatPattern {
    enum Piece {
        case literal(Range<Int>)
        case specifier(FormatSpecifier)
    }

    /// Whether a `%0$` occurs, which Spark refuses before it looks any closer.
    static func hasZeroIndex(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropLast(2).contains { bytes[$0] == 0x25 && bytes[$0 + 1] == 0x30 && bytes[$0 + 2] == 0x24 }
    }

    let bytes: [UInt8]
    private(set) var pieces: [Piece] = []

    /// Throws Java's complaint about the first specifier that is wrong in itself.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        var index = 0
        var literal = 0
        while index < bytes.count {
            guard bytes[index] == 0x25 else {
                index += 1
                continue
            }
            if literal < index { pieces.append(.literal(literal..<index)) }
            pieces.append(.specifier(try FormatSpecifier(bytes, &index)))
            literal = index
        }
        if literal < index { pieces.append(.literal(literal..<index)) }
    }

    /// Writes the text for one row of the arguments.
    func write(_ columns: [Column], row: Int, into out: inout ByteWriter, context: EvaluationContext) throws {
        var ordinary = -1
        var last = -1
        for piece in pieces {
            switch piece {
            case .literal(let range):
                bytes.withUnsafeBytes { out.append(UnsafeRawBufferPointer(rebasing: $0[range])) }
            case .specifier(let specifier):
                switch specifier.argument {
                case .none: break
                case .previous: break
                case .next:
                    ordinary += 1
                    last = ordinary
                case .position(let position): last = position
                }
                if case .none = specifier.argument {
                    try specifier.write(nil, row: row, into: &out, context: context)
                    continue
                }
                guard last >= 0, last < columns.count else {
                    throw FormatSpecifier.refused("Format specifier '\(specifier.text)'")
                }
                try specifier.write(columns[last], row: row, into: &out, context: context)
            }
        }
    }
}

/// One `%…` of a printf-style text.
struct FormatSpecifier {
    enum Argument {
        /// `%%` and `%n` take none.
        case none
        /// `%<s`: that of the specifier before.
        case previous
        case next
        /// `%2$s`, counted from 0.
        case position(Int)
    }

    /// In the order in which Java names them.
    struct Flags: OptionSet {
        let rawValue: Int
        static let left = Flags(rawValue: 1)
        static let alternate = Flags(rawValue: 2)
        static let plus = Flags(rawValue: 4)
        static let space = Flags(rawValue: 8)
        static let zero = Flags(rawValue: 16)
        static let group = Flags(rawValue: 32)
        static let parentheses = Flags(rawValue: 64)
        static let previous = Flags(rawValue: 128)

        static let signs = Array("-#+ 0,(<".utf8)

        init(rawValue: Int) { self.rawValue = rawValue }

        init?(sign: UInt8) {
            guard let index = Flags.signs.firstIndex(of: sign) else { return nil }
            self.init(rawValue: 1 << index)
        }

        var text: String {
            String(
                decoding: Flags.signs.indices.filter { rawValue >> $0 & 1 != 0 }.map { Flags.signs[$0] }, as: UTF8.self)
        }
    }

    var argument = Argument.next
    var flags: Flags = []
    var width: Int?
    var precision: Int?
    /// In lower case, but for those of dates, whose case has a meaning.
    var conversion: UInt8 = 0
    var isDate = false
    var isUpper = false

    /// What Java says of a pattern it does not take; Spark hands it on as it is.
    static func refused(_ message: String) -> PyriteError {
        PyriteError(.illegalArgument, "", sqlState: "", message)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    /// Reads a specifier that begins at `index`, and moves behind it.
    init(_ bytes: [UInt8], _ index: inout Int) throws {
        let start = index + 1
        func peek(_ at: Int) -> UInt8? { at < bytes.count ? bytes[at] : nil }
        func number(_ at: inout Int) -> Int? {
            let first = at
            var value = 0
            while let digit = peek(at), Self.isDigit(digit) {
                value = min(value * 10 + Int(digit &- 0x30), 1 << 40)
                at += 1
            }
            return at > first ? value : nil
        }
        var at = start
        if let position = number(&at), peek(at) == 0x24 {
            guard position > 0 else { throw Self.refused("Illegal format argument index = 0") }
            argument = .position(position - 1)
            at += 1
        } else {
            at = start
        }
        while let sign = peek(at), let flag = Flags(sign: sign) {
            guard !flags.contains(flag) else { throw Self.refused("Flags = '\(flag.text)'") }
            flags.insert(flag)
            at += 1
        }
        width = number(&at)
        if peek(at) == 0x2E {
            at += 1
            precision = number(&at)
            if precision == nil { at = bytes.count }
        }
        if let mark = peek(at), mark | 0x20 == 0x74, let next = peek(at + 1),
            (next | 0x20) &- 0x61 < 26 || next == 0x25
        {
            isDate = true
            isUpper = mark == 0x54
            at += 1
        }
        guard let letter = peek(at), (letter | 0x20) &- 0x61 < 26 || letter == 0x25 else {
            throw Self.refused("Conversion = '\(Self.character(bytes, at: start))'")
        }
        index = at + 1
        conversion = letter
        if flags.contains(.previous) { argument = .previous }
        if !isDate {
            if letter &- 0x41 < 26 {
                guard "BSHXEGAC".utf8.contains(letter) else { throw unknown }
                isUpper = true
                conversion = letter | 0x20
            }
            if conversion == 0x25 || conversion == 0x6E { argument = .none }
        }
        // Beyond this nothing is written: the text would not fit into a value.
        if let width, width > 1 << 20 { throw Self.refused("\(width)") }
        if let precision, precision > 1 << 16 { throw Self.refused("\(precision)") }
        try check()
    }

    /// The character at a place, `%` behind the end.
    private static func character(_ bytes: [UInt8], at index: Int) -> String {
        guard index < bytes.count else { return "%" }
        return String(decoding: bytes[index...], as: UTF8.self).first.map { String($0) } ?? "%"
    }

    private var unknown: PyriteError {
        Self.refused("Conversion = '\(isDate ? "t" : "")\(Character(Unicode.Scalar(conversion)))'")
    }

    var letter: String { String(Character(Unicode.Scalar(conversion))) }

    /// The specifier as Java prints it.
    var text: String {
        var text = "%" + flags.text
        if case .position(let position) = argument { text += "\(position + 1)$" }
        if let width { text += "\(width)" }
        if let precision { text += ".\(precision)" }
        if isDate { text += isUpper ? "T" : "t" }
        return text + (isUpper && !isDate ? letter.uppercased() : letter)
    }

    /// Throws for the first of the flags that is set.
    func refuse(_ refused: [Flags]) throws {
        for flag in refused where flags.contains(flag) {
            throw Self.refused("Conversion = \(letter), Flags = \(flag.text)")
        }
    }

    private func check() throws {
        func refusePrecision() throws { if let precision { throw Self.refused("\(precision)") } }
        func needWidth(_ flag: Flags) throws {
            if width == nil, !flags.isDisjoint(with: flag) { throw Self.refused(text) }
        }
        func checkNumber() throws {
            try needWidth([.left, .zero])
            if flags.isSuperset(of: [.plus, .space]) || flags.isSuperset(of: [.left, .zero]) {
                throw Self.refused("Flags = '\(flags.text)'")
            }
        }
        if isDate {
            try refusePrecision()
            guard "HIklMNLQpsSTzZaAbBCdehjmyYrRcDF".utf8.contains(conversion) else { throw unknown }
            try refuse([.alternate, .plus, .space, .zero, .group, .parentheses])
            return try needWidth(.left)
        }
        switch conversion {
        case 0x62, 0x68, 0x73:  // b h s
            if conversion != 0x73 { try refuse([.alternate]) }
            try needWidth(.left)
            try refuse([.plus, .space, .zero, .group, .parentheses])
        case 0x63:  // c
            try refusePrecision()
            try refuse([.alternate, .plus, .space, .zero, .group, .parentheses])
            try needWidth(.left)
        case 0x64, 0x6F, 0x78:  // d o x
            try checkNumber()
            try refusePrecision()
            try refuse([conversion == 0x64 ? .alternate : .group])
        case 0x65, 0x66, 0x67, 0x61:  // e f g a
            try checkNumber()
            if conversion == 0x61 { try refuse([.parentheses, .group]) }
            if conversion == 0x65 { try refuse([.group]) }
            if conversion == 0x67 { try refuse([.alternate]) }
        case 0x25:  // %
            try refusePrecision()
            guard flags.isSubset(of: .left) else { throw Self.refused("Flags = '\(flags.text)'") }
            try needWidth(.left)
        case 0x6E:  // n
            try refusePrecision()
            if let width { throw Self.refused("\(width)") }
            guard flags.isEmpty else { throw Self.refused("Flags = '\(flags.text)'") }
        default: throw unknown
        }
    }
}
