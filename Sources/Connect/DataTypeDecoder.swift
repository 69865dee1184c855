import Columnar
import ConnectProtocol
import SQL

extension DataType {
    /// The type that a message describes. A type text (`Unparsed`) is parsed as DDL.
    package init(_ message: Spark_Connect_DataType) throws(PyriteError) {
        switch message.kind {
        case .null: self = .null
        case .binary: self = .binary
        case .boolean: self = .boolean
        case .byte: self = .byte
        case .short: self = .short
        case .integer: self = .integer
        case .long: self = .long
        case .float: self = .float
        case .double: self = .double
        case .decimal(let decimal):
            self = try DataType.decimal(
                precision: decimal.hasPrecision ? decimal.precision : 10, scale: decimal.hasScale ? decimal.scale : 0)
        case .string(let string):
            self = string.collation.isEmpty ? .string : .text(try Collation(name: string.collation))
        case .char(let char): self = .char(length: try Self.length(char.length))
        case .varChar(let varChar): self = .varchar(length: try Self.length(varChar.length))
        case .date: self = .date
        case .timestamp: self = .timestamp
        case .timestampNtz: self = .timestampNTZ
        case .yearMonthInterval(let interval):
            let start = YearMonthField(rawValue: interval.hasStartField ? Int(interval.startField) : 0)
            let end = interval.hasEndField ? YearMonthField(rawValue: Int(interval.endField)) : start
            let bounds = interval.hasStartField || interval.hasEndField ? (start, end) : (.year, .month)
            guard let from = bounds.0, let to = bounds.1, from.rawValue <= to.rawValue else {
                throw InvalidPlan.error("the fields of a year-month interval type")
            }
            self = .yearMonthInterval(from, to)
        case .dayTimeInterval(let interval):
            let start = DayTimeField(rawValue: interval.hasStartField ? Int(interval.startField) : 0)
            let end = interval.hasEndField ? DayTimeField(rawValue: Int(interval.endField)) : start
            let bounds = interval.hasStartField || interval.hasEndField ? (start, end) : (.day, .second)
            guard let from = bounds.0, let to = bounds.1, from.rawValue <= to.rawValue else {
                throw InvalidPlan.error("the fields of a day-time interval type")
            }
            self = .dayTimeInterval(from, to)
        case .array(let array):
            self = .array(try DataType(array.elementType), containsNull: array.containsNull)
        case .map(let map):
            self = .map(
                try DataType(map.keyType), try DataType(map.valueType), valueContainsNull: map.valueContainsNull)
        case .struct(let structure): self = .structure(try Schema(structure))
        case .udt(let udt):
            guard udt.hasSqlType else { throw InvalidPlan.error("a user-defined type without its SQL type") }
            self = try DataType(udt.sqlType)
        case .unparsed(let text): self = try parseTypeText(text.dataTypeString)
        case .calendarInterval: self = .calendarInterval
        case .variant: self = .variant
        case .time(let time):
            let precision = time.hasPrecision ? Int(time.precision) : 6
            guard (0...6).contains(precision) else { throw InvalidPlan.error("the precision \(precision) of a time") }
            self = .time(precision: precision)
        case nil:
            throw InvalidPlan.notSupported("kind", of: "DataType", unknown: message.unknownFields)
        }
    }

    private static func length(_ value: Int32) throws(PyriteError) -> Int {
        guard value > 0 else { throw InvalidPlan.error("the length \(value) of a character type") }
        return Int(value)
    }

    /// A decimal type after checking its bounds.
    static func decimal(precision: Int32, scale: Int32) throws(PyriteError) -> DataType {
        guard precision <= maxDecimalPrecision else {
            throw PyriteError(
                .analysis, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", sqlState: "22003",
                "Decimal precision \(precision) exceeds max precision \(maxDecimalPrecision).",
                parameters: ["precision": "\(precision)", "maxPrecision": "\(maxDecimalPrecision)"])
        }
        guard precision >= 1, scale >= 0 else {
            throw InvalidPlan.error("the decimal type (\(precision), \(scale))")
        }
        guard scale <= precision else {
            throw PyriteError(
                .analysis, "INVALID_DECIMAL_SCALE", sqlState: "42K0E",
                "Decimal scale (\(scale)) cannot be greater than precision (\(precision)).",
                parameters: ["scale": "\(scale)", "precision": "\(precision)"])
        }
        return .decimal(precision: Int(precision), scale: Int(scale))
    }
}

extension Schema {
    init(_ message: Spark_Connect_DataType.Struct) throws(PyriteError) {
        var fields: [StructField] = []
        fields.reserveCapacity(message.fields.count)
        for field in message.fields {
            let metadata = field.metadata
            fields.append(
                StructField(
                    field.name, try DataType(field.dataType), nullable: field.nullable,
                    metadata: field.hasMetadata && metadata != "{}" && !metadata.isEmpty ? metadata : nil))
        }
        self.init(fields)
    }
}
