import Columnar
import ConnectProtocol

extension Spark_Connect_DataType {
    /// The message that describes a type: what a schema is answered with.
    package init(_ type: DataType) {
        self.init()
        let plain = Plain()
        switch type {
        case .null: kind = .null(plain)
        case .boolean: kind = .boolean(plain)
        case .byte: kind = .byte(plain)
        case .short: kind = .short(plain)
        case .integer: kind = .integer(plain)
        case .long: kind = .long(plain)
        case .float: kind = .float(plain)
        case .double: kind = .double(plain)
        case .decimal(let precision, let scale):
            kind = .decimal(
                .with {
                    $0.precision = Int32(clamping: precision)
                    $0.scale = Int32(clamping: scale)
                })
        case .string: kind = .string(.init())
        case .collated(let collation): kind = .string(.with { $0.collation = collation.name })
        case .char(let length): kind = .char(.with { $0.length = Int32(clamping: length) })
        case .varchar(let length): kind = .varChar(.with { $0.length = Int32(clamping: length) })
        case .binary: kind = .binary(plain)
        case .date: kind = .date(plain)
        case .timestamp: kind = .timestamp(plain)
        case .timestampNTZ: kind = .timestampNtz(plain)
        case .time(let precision): kind = .time(.with { $0.precision = Int32(clamping: precision) })
        case .timestampNanos, .spatial: kind = .unparsed(.with { $0.dataTypeString = type.simpleString })
        case .variant: kind = .variant(plain)
        case .calendarInterval: kind = .calendarInterval(plain)
        case .yearMonthInterval(let start, let end):
            kind = .yearMonthInterval(
                .with {
                    $0.startField = Int32(clamping: start.rawValue)
                    $0.endField = Int32(clamping: end.rawValue)
                })
        case .dayTimeInterval(let start, let end):
            kind = .dayTimeInterval(
                .with {
                    $0.startField = Int32(clamping: start.rawValue)
                    $0.endField = Int32(clamping: end.rawValue)
                })
        case .array(let element, let containsNull):
            kind = .array(
                .with {
                    $0.elementType = Spark_Connect_DataType(element)
                    $0.containsNull = containsNull
                })
        case .map(let key, let value, let valueContainsNull):
            kind = .map(
                .with {
                    $0.keyType = Spark_Connect_DataType(key)
                    $0.valueType = Spark_Connect_DataType(value)
                    $0.valueContainsNull = valueContainsNull
                })
        case .structure(let schema): self.init(schema)
        }
    }

    /// The struct type of a table's rows.
    package init(_ schema: Schema) {
        self.init()
        kind = .struct(
            .with {
                $0.fields = schema.fields.map { field in
                    .with {
                        $0.name = field.name
                        $0.dataType = Spark_Connect_DataType(field.dataType)
                        $0.nullable = field.nullable
                        if let metadata = field.metadata { $0.metadata = metadata }
                    }
                }
            })
    }
}
