/// How the values of a type lie in memory.
package enum PhysicalType: Hashable, Sendable {
    /// No buffer at all: every row is null.
    case null
    /// One byte a row, 0 or 1 (packed to bits only when exported to Arrow).
    case bool
    case int8, int16, int32, int64
    case float, double
    /// Decimals of more than 18 digits.
    case int128
    /// 16-byte ``StringView``s; strings and binary.
    case view
    case array, map, structure

    /// Bytes a row takes in the values buffer; 0 for types without one.
    package var width: Int {
        switch self {
        case .null, .array, .map, .structure: 0
        case .bool, .int8: 1
        case .int16: 2
        case .int32, .float: 4
        case .int64, .double: 8
        case .int128, .view: 16
        }
    }
}

extension DataType {
    package var physicalType: PhysicalType {
        switch self {
        case .null: .null
        case .boolean: .bool
        case .byte: .int8
        case .short: .int16
        case .integer, .date, .yearMonthInterval: .int32
        case .long, .timestamp, .timestampNTZ, .dayTimeInterval, .time: .int64
        case .float: .float
        case .double: .double
        case .decimal(let precision, _): precision <= 18 ? .int64 : .int128
        case .timestampNanos: .int128
        case .string, .collated, .char, .varchar, .binary, .spatial: .view
        case .array: .array
        case .map: .map
        case .structure, .variant, .calendarInterval: .structure
        }
    }

    /// The columns that a value is stored as: the fields of a struct, and the parts of a variant or calendar interval.
    package var storedFields: [StructField]? {
        switch self {
        case .structure(let schema): schema.fields
        case .variant:
            [StructField("value", .binary, nullable: false), StructField("metadata", .binary, nullable: false)]
        case .calendarInterval:
            [
                StructField("months", .integer, nullable: false), StructField("days", .integer, nullable: false),
                StructField("microseconds", .long, nullable: false),
            ]
        default: nil
        }
    }
}
