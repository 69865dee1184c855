extension DataType {
    /// The format string of Arrow's C Data Interface that values of this type are exported with.
    ///
    /// Strings go out as `utf8`, day-time intervals as durations, as Spark does it; instants carry `timeZone`.
    func arrowFormat(timeZone: String) -> String {
        switch self {
        case .null: "n"
        case .boolean: "b"
        case .byte: "c"
        case .short: "s"
        case .integer: "i"
        case .long: "l"
        case .float: "f"
        case .double: "g"
        case .decimal(let precision, let scale): "d:\(precision),\(scale)"
        case .string, .collated, .char, .varchar: "u"
        case .binary, .spatial: "z"
        case .date: "tdD"
        case .timestamp: "tsu:\(timeZone)"
        case .timestampNTZ: "tsu:"
        case .yearMonthInterval: "tiM"
        case .dayTimeInterval: "tDu"
        case .array: "+l"
        case .map: "+m"
        case .time: "ttn"
        case .timestampNanos: "d:38,0"
        case .calendarInterval: "tin"
        case .structure, .variant: "+s"
        }
    }
}

/// How the values of an imported Arrow array lie in its buffers: what its format string says.
indirect enum ArrowLayout {
    case null
    case bits
    /// Fixed-width values that need no change.
    case same(width: Int)
    /// Values that are read as `source` and stored as the type's physical type.
    case converted(ArrowNumber)
    /// `utf8`, `binary` (32-bit offsets) and their large forms (64-bit).
    case bytes(largeOffsets: Bool)
    case views
    case fixedBytes(Int)
    case list(ArrowLayout, largeOffsets: Bool)
    case fixedList(ArrowLayout, size: Int)
    case map(key: ArrowLayout, value: ArrowLayout)
    case structure([ArrowLayout])
    case dictionary(indices: ArrowNumber, values: ArrowLayout)
}

/// Fixed-width source values and what is done to each.
enum ArrowNumber {
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64
    case half
    /// Multiplied, for a coarser unit of time.
    case int64Times(Int64)
    /// Divided rounding down, for a finer unit of time.
    case int64Over(Int64)
    case decimal32, decimal64, decimal128
    /// Milliseconds since the epoch, a multiple of a day: to days.
    case dateMilliseconds
}

/// What a format string stands for, apart from children.
struct ArrowFormat {
    var type: DataType
    var layout: ArrowLayout

    /// `nil` for formats that have no type here, and for nested ones, which need their children.
    init?(_ format: String) {
        switch format {
        case "n": self.init(.null, .null)
        case "b": self.init(.boolean, .bits)
        case "c": self.init(.byte, .same(width: 1))
        case "C": self.init(.short, .converted(.uint8))
        case "s": self.init(.short, .same(width: 2))
        case "S": self.init(.integer, .converted(.uint16))
        case "i": self.init(.integer, .same(width: 4))
        case "I": self.init(.long, .converted(.uint32))
        case "l": self.init(.long, .same(width: 8))
        case "L": self.init(.decimal(precision: 20, scale: 0), .converted(.uint64))
        case "e": self.init(.float, .converted(.half))
        case "f": self.init(.float, .same(width: 4))
        case "g": self.init(.double, .same(width: 8))
        case "u": self.init(.string, .bytes(largeOffsets: false))
        case "U": self.init(.string, .bytes(largeOffsets: true))
        case "vu": self.init(.string, .views)
        case "z": self.init(.binary, .bytes(largeOffsets: false))
        case "Z": self.init(.binary, .bytes(largeOffsets: true))
        case "vz": self.init(.binary, .views)
        case "tdD": self.init(.date, .same(width: 4))
        case "tdm": self.init(.date, .converted(.dateMilliseconds))
        case "ttn": self.init(.time, .same(width: 8))
        case "ttu": self.init(.time, .converted(.int64Times(1_000)))
        case "tiM": self.init(.yearMonth, .same(width: 4))
        default:
            if format.hasPrefix("d:") {
                self.init(decimal: format.dropFirst(2))
            } else if format.hasPrefix("w:") {
                guard let size = Int(format.dropFirst(2)), size >= 0, size <= StringView.maxLength else { return nil }
                self.init(.binary, .fixedBytes(size))
            } else if format.hasPrefix("ts"), let unit = ArrowFormat.unit(format.dropFirst(2).first),
                format.dropFirst(3).first == ":"
            {
                self.init(format.utf8.count > 4 ? .timestamp : .timestampNTZ, unit)
            } else if format.hasPrefix("tD"), format.utf8.count == 3, let unit = ArrowFormat.unit(format.last) {
                self.init(.dayTime, unit)
            } else {
                return nil
            }
        }
    }

    init(_ type: DataType, _ layout: ArrowLayout) {
        self.type = type
        self.layout = layout
    }

    private static func unit(_ letter: Character?) -> ArrowLayout? {
        switch letter {
        case "s": .converted(.int64Times(1_000_000))
        case "m": .converted(.int64Times(1_000))
        case "u": .same(width: 8)
        case "n": .converted(.int64Over(1_000))
        default: nil
        }
    }

    private init?(decimal text: Substring) {
        let parts = text.split(separator: ",").map { Int($0) }
        guard parts.count == 2 || parts.count == 3, let precision = parts[0], let scale = parts[1],
            (1...DataType.maxDecimalPrecision).contains(precision), (0...precision).contains(scale)
        else { return nil }
        type = .decimal(precision: precision, scale: scale)
        switch parts.count == 3 ? parts[2] : 128 {
        case 128: layout = type.physicalType == .int128 ? .same(width: 16) : .converted(.decimal128)
        case 64: layout = type.physicalType == .int64 ? .same(width: 8) : .converted(.decimal64)
        case 32: layout = .converted(.decimal32)
        default: return nil
        }
    }

    /// The layout of dictionary indices.
    static func indices(_ format: String) -> ArrowNumber? {
        switch format {
        case "c": .int8
        case "C": .uint8
        case "s": .int16
        case "S": .uint16
        case "i": .int32
        case "I": .uint32
        case "l": .int64
        case "L": .uint64
        default: nil
        }
    }
}
