extension DataType {
    package var isIntegral: Bool {
        switch self {
        case .byte, .short, .integer, .long: true
        default: false
        }
    }
    package var isFractional: Bool {
        switch self {
        case .float, .double, .decimal: true
        default: false
        }
    }
    package var isNumeric: Bool { isIntegral || isFractional }
    package var isFloatingPoint: Bool { self == .float || self == .double }
    package var isDecimal: Bool { if case .decimal = self { true } else { false } }
    package var isString: Bool {
        switch self {
        case .string, .collated, .char, .varchar: true
        default: false
        }
    }
    package var isSpatial: Bool { if case .spatial = self { true } else { false } }
    package var isDatetime: Bool {
        switch self {
        case .date, .timestamp, .timestampNTZ: true
        default: false
        }
    }
    package var isTime: Bool { if case .time = self { true } else { false } }
    package var isInterval: Bool {
        switch self {
        case .yearMonthInterval, .dayTimeInterval: true
        default: false
        }
    }
    package var isNested: Bool {
        switch self {
        case .array, .map, .structure: true
        default: false
        }
    }
    /// Whether values can be sorted and compared; maps cannot.
    package var isOrderable: Bool {
        !holds { type in
            switch type {
            case .map, .variant, .calendarInterval, .spatial: true
            default: false
            }
        }
    }
    package var holdsMap: Bool { holds { if case .map = $0 { true } else { false } } }
    package var holdsVariant: Bool { holds { $0 == .variant } }

    /// Whether a test is true of the type or of one inside its arrays, structs and maps. O(types inside).
    func holds(_ test: (DataType) -> Bool) -> Bool {
        if test(self) { return true }
        switch self {
        case .array(let element, _): return element.holds(test)
        case .structure(let schema): return schema.fields.contains { $0.dataType.holds(test) }
        case .map(let key, let value, _): return key.holds(test) || value.holds(test)
        default: return false
        }
    }

    /// The decimal type that holds every value of an integral type, as Spark chooses it.
    package var asDecimal: DataType? {
        switch self {
        case .byte: .decimal(precision: 3, scale: 0)
        case .short: .decimal(precision: 5, scale: 0)
        case .integer: .decimal(precision: 10, scale: 0)
        case .long: .decimal(precision: 20, scale: 0)
        case .float: .decimal(precision: 14, scale: 7)
        case .double: .decimal(precision: 30, scale: 15)
        case .decimal: self
        default: nil
        }
    }

    /// The type as DDL, as `CAST(x AS …)` takes it and as Spark's error messages write it: `ARRAY<INT>`.
    package var sql: String {
        switch self {
        case .null: "VOID"
        case .boolean: "BOOLEAN"
        case .byte: "TINYINT"
        case .short: "SMALLINT"
        case .integer: "INT"
        case .long: "BIGINT"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .string: "STRING"
        case .collated(let collation): "STRING COLLATE \(collation.name)"
        case .char(let length): "CHAR(\(length))"
        case .varchar(let length): "VARCHAR(\(length))"
        case .binary: "BINARY"
        case .date: "DATE"
        case .timestamp: "TIMESTAMP"
        case .timestampNTZ: "TIMESTAMP_NTZ"
        case .time(let precision): "TIME(\(precision))"
        case .timestampNanos(let isLocal): isLocal ? "TIMESTAMP_NTZ(9)" : "TIMESTAMP_LTZ(9)"
        case .spatial(let isGeography, let srid): "\(isGeography ? "GEOGRAPHY" : "GEOMETRY")(\(srid))"
        case .variant: "VARIANT"
        case .yearMonthInterval, .dayTimeInterval, .calendarInterval: simpleString.uppercased()
        case .array(let element, _): "ARRAY<\(element.sql)>"
        case .map(let key, let value, _): "MAP<\(key.sql), \(value.sql)>"
        case .structure(let schema):
            "STRUCT<"
                + schema.fields.map { "\(quoteIfNeeded($0.name)): \($0.dataType.sql)\($0.nullable ? "" : " NOT NULL")" }
                .joined(separator: ", ") + ">"
        }
    }

    /// The type as `printSchema` of a column in `dtypes` shows it: `array<int>`.
    package var simpleString: String {
        switch self {
        case .null: "void"
        case .boolean: "boolean"
        case .byte: "tinyint"
        case .short: "smallint"
        case .integer: "int"
        case .long: "bigint"
        case .float: "float"
        case .double: "double"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .string: "string"
        case .collated(let collation): "string collate \(collation.name)"
        case .char(let length): "char(\(length))"
        case .varchar(let length): "varchar(\(length))"
        case .binary: "binary"
        case .date: "date"
        case .timestamp: "timestamp"
        case .timestampNTZ: "timestamp_ntz"
        case .time(let precision): "time(\(precision))"
        case .timestampNanos(let isLocal): isLocal ? "timestamp_ntz(9)" : "timestamp_ltz(9)"
        case .spatial(let isGeography, let srid): "\(isGeography ? "geography" : "geometry")(\(srid))"
        case .variant: "variant"
        case .calendarInterval: "interval"
        case .yearMonthInterval(let start, let end):
            start == end ? "interval \(start)" : "interval \(start) to \(end)"
        case .dayTimeInterval(let start, let end):
            start == end ? "interval \(start)" : "interval \(start) to \(end)"
        case .array(let element, _): "array<\(element.simpleString)>"
        case .map(let key, let value, _): "map<\(key.simpleString),\(value.simpleString)>"
        case .structure(let schema):
            "struct<" + schema.fields.map { "\($0.name):\($0.dataType.simpleString)" }.joined(separator: ",") + ">"
        }
    }

    /// The type's name in schema trees and JSON: `printSchema` writes `integer` where DDL writes `INT`.
    package var typeName: String {
        switch self {
        case .byte: "byte"
        case .short: "short"
        case .integer: "integer"
        case .long: "long"
        case .array: "array"
        case .map: "map"
        case .structure: "struct"
        default: simpleString
        }
    }
}

/// Wraps a name in backticks unless it is a plain identifier; backticks inside are doubled.
package func quoteIfNeeded(_ name: String) -> String {
    let plain =
        !name.isEmpty
        && name.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F
        } && !name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    return plain ? name : quoteIdentifier(name)
}

/// Wraps a name in backticks; backticks inside are doubled.
package func quoteIdentifier(_ name: String) -> String {
    "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
}
