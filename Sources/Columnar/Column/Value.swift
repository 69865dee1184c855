/// One value outside a column: a literal, a default, a row handed to a slow path. Its type stands beside it.
package indirect enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// byte, short, integer, long, date (days), timestamps (µs), intervals (months or µs).
    case integer(Int64)
    case float(Float)
    case double(Double)
    /// The unscaled value; the type holds the scale.
    case decimal(Int128)
    case string(String)
    /// Also a string whose bytes are no UTF-8, as casts of binary values give them: they are kept as they are.
    case binary([UInt8])
    case array([Value])
    /// Keys and values in order.
    case map([Value], [Value])
    case structure([Value])

    package var isNull: Bool { if case .null = self { true } else { false } }
}

extension Column {
    /// The value in `row`. For slow paths: allocates for strings and nested values.
    package func value(at row: Int) -> Value {
        switch layout {
        case .null: return .null
        case .constant(let one): return one.value(at: 0)
        default: break
        }
        if let validity, !validity[row] { return .null }
        switch layout {
        case .null, .constant: return .null
        case .dictionary(let indices, let values): return values.value(at: Int(indices.typed(Int32.self)[row]))
        case .fixed(let buffer):
            switch type.physicalType {
            case .bool: return .boolean(buffer.typed(UInt8.self)[row] != 0)
            case .int8: return .integer(Int64(buffer.typed(Int8.self)[row]))
            case .int16: return .integer(Int64(buffer.typed(Int16.self)[row]))
            case .int32: return .integer(Int64(buffer.typed(Int32.self)[row]))
            case .int64:
                let value = buffer.typed(Int64.self)[row]
                return type.isDecimal ? .decimal(Int128(value)) : .integer(value)
            case .float: return .float(buffer.typed(Float.self)[row])
            case .double: return .double(buffer.typed(Double.self)[row])
            case .int128: return .decimal(buffer.typed(Int128.self)[row])
            case .null, .view, .array, .map, .structure: return .null
            }
        case .view(let buffer, _):
            let bytes = StringView.bytes(UnsafePointer(buffer.typed(StringView.self) + row))
            if type != .binary, !type.isSpatial, let text = String(validating: bytes, as: UTF8.self) {
                return .string(text)
            }
            return .binary(Array(bytes))
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            return .array((Int(bounds[row])..<Int(bounds[row + 1])).map { elements.value(at: $0) })
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            let range = Int(bounds[row])..<Int(bounds[row + 1])
            return .map(range.map { keys.value(at: $0) }, range.map { values.value(at: $0) })
        case .structure(let children):
            return .structure(children.map { $0.value(at: row) })
        }
    }
}
