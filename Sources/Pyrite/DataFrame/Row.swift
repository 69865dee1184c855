import Columnar
import Plans

/// One row of a result: values by position and by name.
public struct Row: Sendable, Equatable, CustomStringConvertible {
    /// The columns' names, in order.
    public let names: [String]
    let types: [DataType]
    let values: [Value]

    /// How many values the row has.
    public var count: Int { values.count }

    /// The position of a name, case ignored; `nil` when there is no such column.
    public func index(of name: String) -> Int? {
        names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }

    /// Whether the value is null, or there is none.
    public func isNull(_ index: Int) -> Bool { values.indices.contains(index) ? values[index].isNull : true }

    /// Integers of all widths; dates as days and timestamps as microseconds since 1970. `nil` for null and other types.
    public func int(_ index: Int) -> Int? {
        guard values.indices.contains(index), case .integer(let number) = values[index] else { return nil }
        return Int(number)
    }
    /// Doubles, floats, and decimals to the nearest double. `nil` for null and other types.
    public func double(_ index: Int) -> Double? {
        guard values.indices.contains(index) else { return nil }
        switch values[index] {
        case .double(let number): return number
        case .float(let number): return Double(number)
        case .decimal: return decimal(index).flatMap(Double.init)
        default: return nil
        }
    }
    /// A decimal's digits with all the places of its type, such as `20.00`. `nil` for null and other types.
    public func decimal(_ index: Int) -> String? {
        guard values.indices.contains(index), case .decimal(let unscaled) = values[index],
            case .decimal(_, let scale) = types[index]
        else { return nil }
        return Value.decimalText(unscaled, scale: scale)
    }
    public func string(_ index: Int) -> String? {
        guard values.indices.contains(index), case .string(let text) = values[index] else { return nil }
        return text
    }
    public func bool(_ index: Int) -> Bool? {
        guard values.indices.contains(index), case .boolean(let flag) = values[index] else { return nil }
        return flag
    }

    public func int(_ name: String) -> Int? { index(of: name).flatMap { int($0) } }
    public func double(_ name: String) -> Double? { index(of: name).flatMap { double($0) } }
    public func decimal(_ name: String) -> String? { index(of: name).flatMap { decimal($0) } }
    public func string(_ name: String) -> String? { index(of: name).flatMap { string($0) } }
    public func bool(_ name: String) -> Bool? { index(of: name).flatMap { bool($0) } }

    public var description: String {
        "Row(" + names.indices.map { "\(names[$0])=\(decimal($0) ?? Self.text(values[$0]))" }.joined(separator: ", ")
            + ")"
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .double(let number): "\(number)"
        case .decimal(let unscaled): "decimal(\(unscaled))"
        case .string(let text): "'\(text)'"
        case .binary(let bytes): "\(bytes.count) bytes"
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .map(let keys, let values):
            "{" + zip(keys, values).map { "\(text($0)): \(text($1))" }.joined(separator: ", ") + "}"
        case .structure(let values): "(" + values.map(text).joined(separator: ", ") + ")"
        }
    }
}
