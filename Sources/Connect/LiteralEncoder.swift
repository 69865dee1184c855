import Columnar
import ConnectProtocol
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Spark_Connect_Expression.Literal {
    /// The message that describes a value of a type.
    package init(_ value: Value, _ type: DataType) {
        self.init()
        switch (value, type) {
        case (.null, _): null = Spark_Connect_DataType(type)
        case (.boolean(let flag), _): boolean = flag
        case (.integer(let number), .byte): byte = Int32(clamping: number)
        case (.integer(let number), .short): short = Int32(clamping: number)
        case (.integer(let number), .integer): integer = Int32(clamping: number)
        case (.integer(let number), .date): date = Int32(clamping: number)
        case (.integer(let number), .timestamp): timestamp = number
        case (.integer(let number), .timestampNTZ): timestampNtz = number
        case (.integer(let number), .yearMonthInterval): yearMonthInterval = Int32(clamping: number)
        case (.integer(let number), .dayTimeInterval): dayTimeInterval = number
        case (.integer(let number), _): long = number
        case (.float(let number), _): float = number
        case (.double(let number), _): double = number
        case (.string(let text), _): string = text
        case (.binary(let bytes), _): binary = Data(bytes)
        case (.decimal(let unscaled), .decimal(let precision, let scale)):
            decimal = .with {
                $0.value = Self.text(of: unscaled, scale: scale)
                $0.precision = Int32(clamping: precision)
                $0.scale = Int32(clamping: scale)
            }
        case (.array(let elements), .array(let element, _)):
            array = .with {
                $0.elementType = Spark_Connect_DataType(element)
                $0.elements = elements.map { Self($0, element) }
            }
        case (.map(let keys, let values), .map(let key, let valueType, _)):
            map = .with {
                $0.keyType = Spark_Connect_DataType(key)
                $0.valueType = Spark_Connect_DataType(valueType)
                $0.keys = keys.map { Self($0, key) }
                $0.values = values.map { Self($0, valueType) }
            }
        case (.structure(let fields), .structure(let schema)):
            `struct` = .with {
                $0.structType = Spark_Connect_DataType(type)
                $0.elements = zip(fields, schema.fields).map { Self($0, $1.dataType) }
            }
        default: null = Spark_Connect_DataType(type)
        }
    }

    private static func text(of unscaled: Int128, scale: Int) -> String {
        guard scale > 0 else { return "\(unscaled)" }
        let digits = "\(unscaled.magnitude)"
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -scale)
        return (unscaled < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }
}
