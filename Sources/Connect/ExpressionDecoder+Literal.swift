import Columnar
import ConnectProtocol

/// A constant of a plan and its type.
package struct TypedValue: Hashable, Sendable {
    package var type: DataType
    package var value: Value

    package init(_ type: DataType, _ value: Value) {
        self.type = type
        self.value = value
    }
}

extension TypedValue {
    typealias Message = Spark_Connect_Expression.Literal

    /// The constant that a message describes.
    package init(_ message: Spark_Connect_Expression.Literal) throws(PyriteError) {
        let declared = message.hasDataType ? try DataType(message.dataType) : nil
        switch message.literalType {
        case .null(let type):
            self.init(type.kind == nil ? declared ?? .null : try DataType(type), .null)
        case .binary(let data): self.init(.binary, .binary(Array(data)))
        case .boolean(let value): self.init(.boolean, .boolean(value))
        case .byte(let value):
            guard let byte = Int8(exactly: value) else { throw Self.outOfRange("byte", value) }
            self.init(.byte, .integer(Int64(byte)))
        case .short(let value):
            guard let short = Int16(exactly: value) else { throw Self.outOfRange("short", value) }
            self.init(.short, .integer(Int64(short)))
        case .integer(let value): self.init(.integer, .integer(Int64(value)))
        case .long(let value): self.init(.long, .integer(value))
        case .float(let value): self.init(.float, .float(value))
        case .double(let value): self.init(.double, .double(value))
        case .decimal(let decimal): self = try Self.decimal(decimal)
        case .string(let text): self.init(.string, .string(text))
        case .date(let days): self.init(.date, .integer(Int64(days)))
        case .timestamp(let micros): self.init(.timestamp, .integer(micros))
        case .timestampNtz(let micros): self.init(.timestampNTZ, .integer(micros))
        case .yearMonthInterval(let months):
            if case .yearMonthInterval? = declared {} else if declared != nil { throw Self.incompatible(message) }
            self.init(declared ?? .yearMonth, .integer(Int64(months)))
        case .dayTimeInterval(let micros):
            if case .dayTimeInterval? = declared {} else if declared != nil { throw Self.incompatible(message) }
            self.init(declared ?? .dayTime, .integer(micros))
        case .array(let array): self = try Self.array(array, declared: declared)
        case .specializedArray(let array): self = try Self.array(array, declared: declared)
        case .map(let map): self = try Self.map(map, declared: declared)
        case .struct(let structure): self = try Self.structure(structure, declared: declared)
        case .calendarInterval: throw PyriteError.unsupported("literals of the type CALENDAR INTERVAL")
        case .time: throw PyriteError.unsupported("literals of the type TIME")
        case nil:
            throw InvalidPlan.notSupported("literal_type", of: "Expression.Literal", unknown: message.unknownFields)
        }
    }

    private static func array(_ message: Message.Array, declared: DataType?) throws(PyriteError) -> TypedValue {
        let elements = try message.elements.map { (element) throws(PyriteError) in try TypedValue(element) }
        let type: DataType
        if case .array? = declared, let declared {
            type = declared
        } else if message.hasElementType {
            type = .array(try DataType(message.elementType), containsNull: true)
        } else if let first = elements.first(where: { $0.type != .null }) ?? elements.first {
            type = .array(first.type, containsNull: elements.contains { $0.value.isNull })
        } else {
            throw InvalidPlan.error(
                "ARRAY_LITERAL_MISSING_DATA_TYPE", "Data type information is missing in the array literal.")
        }
        if case .array(let elementType, _) = type { try check(elements, are: elementType) }
        return TypedValue(type, .array(elements.map(\.value)))
    }

    private static func array(
        _ message: Message.SpecializedArray, declared: DataType?
    ) throws(PyriteError) -> TypedValue {
        let values: [Value]
        let natural: DataType
        switch message.valueType {
        case .bools(let list): (natural, values) = (.boolean, list.values.map { .boolean($0) })
        case .ints(let list): (natural, values) = (.integer, list.values.map { .integer(Int64($0)) })
        case .longs(let list): (natural, values) = (.long, list.values.map { .integer($0) })
        case .floats(let list): (natural, values) = (.float, list.values.map { .float($0) })
        case .doubles(let list): (natural, values) = (.double, list.values.map { .double($0) })
        case .strings(let list): (natural, values) = (.string, list.values.map { .string($0) })
        case nil:
            throw InvalidPlan.notSupported(
                "value_type", of: "Expression.Literal.SpecializedArray", unknown: message.unknownFields)
        }
        guard case .array(let element, _)? = declared else {
            return TypedValue(.array(natural, containsNull: false), .array(values))
        }
        guard element == natural else {
            throw InvalidPlan.error("an array of \(natural.sql) declared as an array of \(element.sql)")
        }
        return TypedValue(declared ?? .array(natural, containsNull: false), .array(values))
    }

    private static func map(_ message: Message.Map, declared: DataType?) throws(PyriteError) -> TypedValue {
        guard message.keys.count == message.values.count else {
            throw InvalidPlan.error("a map literal of \(message.keys.count) keys and \(message.values.count) values")
        }
        let keys = try message.keys.map { (key) throws(PyriteError) in try TypedValue(key) }
        let values = try message.values.map { (value) throws(PyriteError) in try TypedValue(value) }
        let type: DataType
        if case .map? = declared, let declared {
            type = declared
        } else if message.hasKeyType, message.hasValueType {
            type = .map(try DataType(message.keyType), try DataType(message.valueType), valueContainsNull: true)
        } else if let key = keys.first, let value = values.first(where: { $0.type != .null }) ?? values.first {
            type = .map(key.type, value.type, valueContainsNull: values.contains { $0.value.isNull })
        } else {
            throw InvalidPlan.error(
                "MAP_LITERAL_MISSING_DATA_TYPE", "Data type information is missing in the map literal.")
        }
        if case .map(let keyType, let valueType, _) = type {
            try check(keys, are: keyType)
            try check(values, are: valueType)
        }
        return TypedValue(type, .map(keys.map(\.value), values.map(\.value)))
    }

    private static func structure(_ message: Message.Struct, declared: DataType?) throws(PyriteError) -> TypedValue {
        let elements = try message.elements.map { (element) throws(PyriteError) in try TypedValue(element) }
        guard
            case .structure(let schema)? = message.hasStructType ? try DataType(message.structType) : declared
        else {
            throw InvalidPlan.error(
                "STRUCT_LITERAL_MISSING_DATA_TYPE", "Data type information is missing in the struct literal.")
        }
        guard schema.count == elements.count else {
            throw InvalidPlan.error("a struct literal of \(elements.count) values for \(schema.count) fields")
        }
        for (element, field) in zip(elements, schema.fields) { try check([element], are: field.dataType) }
        return TypedValue(.structure(schema), .structure(elements.map(\.value)))
    }

    /// The values lie in a column of one type, so a value of another must not slip in.
    private static func check(_ elements: [TypedValue], are type: DataType) throws(PyriteError) {
        for element in elements where !element.value.isNull && !element.type.hasSameValues(as: type) {
            throw InvalidPlan.error("a literal of type \(element.type.sql) where \(type.sql) is declared")
        }
    }

    private static func outOfRange(_ type: String, _ value: Int32) -> PyriteError {
        InvalidPlan.error("the \(type) literal \(value)")
    }

    private static func incompatible(_ message: Message) -> PyriteError {
        InvalidPlan.error("an interval literal whose data_type is no such interval type")
    }
}

extension DataType {
    /// Whether values of both types are written alike, as far as nullability and names within them do not matter.
    fileprivate func hasSameValues(as other: DataType) -> Bool {
        switch (self, other) {
        case (.array(let a, _), .array(let b, _)): a.hasSameValues(as: b)
        case (.map(let k, let v, _), .map(let l, let w, _)): k.hasSameValues(as: l) && v.hasSameValues(as: w)
        case (.structure(let a), .structure(let b)):
            a.count == b.count && zip(a.fields, b.fields).allSatisfy { $0.dataType.hasSameValues(as: $1.dataType) }
        case (.yearMonthInterval, .yearMonthInterval), (.dayTimeInterval, .dayTimeInterval): true
        case (.decimal(_, let a), .decimal(_, let b)): a == b
        default: self == other || (isString && other.isString)
        }
    }
}
