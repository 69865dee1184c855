/// The type of a column or expression: Spark SQL's types.
///
/// How a value of each type lies in a column's buffers is told by ``PhysicalType``.
package indirect enum DataType: Hashable, Sendable {
    case null
    case boolean
    case byte
    case short
    case integer
    case long
    case float
    case double
    /// Fixed-point numbers of `precision` (1...38) decimal digits, `scale` of them behind the point.
    case decimal(precision: Int, scale: Int)
    case string
    /// Strings that are compared otherwise than byte by byte.
    case collated(Collation)
    /// `char(length)` and `varchar(length)`: strings whose length is checked when they are written.
    case char(length: Int)
    case varchar(length: Int)
    case binary
    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    case date
    /// An instant: microseconds since 1970-01-01T00:00:00Z, shown in the session's time zone.
    case timestamp
    /// A local date and time without a zone, as microseconds since 1970-01-01T00:00:00.
    case timestampNTZ
    /// A timestamp with or without zone to the nanosecond, which Spark knows in literals and a few functions only.
    case timestampNanos(isLocal: Bool)
    /// A time of day without a zone, as nanoseconds since midnight; shown with `precision` (0...6) fractional digits.
    case time(precision: Int)
    /// Months, days and microseconds kept apart, as `make_interval` gives them.
    case calendarInterval
    case yearMonthInterval(YearMonthField, YearMonthField)
    case dayTimeInterval(DayTimeField, DayTimeField)
    case array(DataType, containsNull: Bool)
    case map(DataType, DataType, valueContainsNull: Bool)
    case structure(Schema)
    /// A value whose type is known per row, in the binary form that Parquet and Spark share: the value's bytes and the
    /// dictionary of its field names.
    case variant
    /// A shape in a reference system, as well-known binary; lines of a geography run over the globe.
    case spatial(isGeography: Bool, srid: Int)

    package enum YearMonthField: Int, Hashable, Sendable {
        case year = 0
        case month
    }
    package enum DayTimeField: Int, Hashable, Sendable {
        case day = 0
        case hour
        case minute
        case second
    }

    package static let defaultDecimal = DataType.decimal(precision: 10, scale: 0)
    package static let yearMonth = DataType.yearMonthInterval(.year, .month)
    package static let dayTime = DataType.dayTimeInterval(.day, .second)

    package static let time = DataType.time(precision: 6)

    package static let maxDecimalPrecision = 38
}

/// One named field of a struct, and so one column of a table.
package struct StructField: Hashable, Sendable {
    package var name: String
    package var dataType: DataType
    package var nullable: Bool
    /// A JSON object as text, `nil` when empty.
    package var metadata: String?

    package init(_ name: String, _ dataType: DataType, nullable: Bool = true, metadata: String? = nil) {
        self.name = name
        self.dataType = dataType
        self.nullable = nullable
        self.metadata = metadata
    }
}

/// An ordered list of fields: the type of a row, a struct column or a table.
package struct Schema: Hashable, Sendable {
    package var fields: [StructField]

    package init(_ fields: [StructField] = []) { self.fields = fields }

    package var count: Int { fields.count }
    package subscript(index: Int) -> StructField { fields[index] }
    package var names: [String] { fields.map(\.name) }

    /// The position of the first field of this name, case ignored. O(fields).
    package func index(ofName name: String) -> Int? {
        if let exact = fields.firstIndex(where: { $0.name == name }) { return exact }
        let lowered = name.lowercased()
        return fields.firstIndex { $0.name.lowercased() == lowered }
    }
}
