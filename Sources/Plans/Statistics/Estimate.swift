import Columnar
import Glibc

/// The formulas and guesses of cardinality estimation.
enum Estimate {
    // Shares of rows that pass a condition of which nothing is known.
    static let equality = 0.05
    static let comparison = 0.33
    static let columnComparison = 0.5
    static let prefix = 0.05
    static let pattern = 0.1
    static let condition = 0.3

    /// Different values among `rows` values drawn from `domain` equally likely ones.
    static func drawn(from domain: Double, _ rows: Double) -> Double {
        if domain <= 1 || rows <= 1 { return min(max(domain, 1), max(rows, 1)) }
        if rows > domain * 20 { return domain }
        return min(rows, domain * (1 - exp(-rows / domain)))
    }

    /// Bytes of a value in memory.
    static func width(_ type: DataType) -> Double {
        switch type {
        case .null: 0
        case .boolean, .byte: 1
        case .short: 2
        case .integer, .date, .float, .yearMonthInterval: 4
        case .decimal(let precision, _): precision <= 18 ? 8 : 16
        case .string, .collated, .char, .varchar, .binary: 32
        case .array, .map: 64
        case .structure(let schema): schema.fields.reduce(0) { $0 + width($1.dataType) }
        default: 8
        }
    }

    /// The number by which values of the type are ordered; `nil` for types that are not ordered by a number.
    static func number(_ value: Value, _ type: DataType) -> Double? {
        switch value {
        case .integer(let number): return Double(number)
        case .float(let number): return number.isNaN ? nil : Double(number)
        case .double(let number): return number.isNaN ? nil : number
        case .boolean(let flag): return flag ? 1 : 0
        case .decimal(let unscaled):
            guard case .decimal(_, let scale) = type else { return nil }
            return Double(unscaled) / pow(10, Double(scale))
        default: return nil
        }
    }

    /// How many values of the type lie between two bounds; `nil` for types whose values lie dense.
    static func count(_ type: DataType, from low: Double, to high: Double) -> Double? {
        switch type {
        case .boolean, .byte, .short, .integer, .long, .date: return high - low + 1
        case .decimal(_, let scale): return (high - low) * pow(10, Double(scale)) + 1
        default: return nil
        }
    }
}
