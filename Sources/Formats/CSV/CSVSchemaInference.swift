import Columnar
import Functions

/// Finds the narrowest type of each column that holds all its fields, as Spark's `inferSchema` does: integer, long,
/// decimal (whole numbers beyond long), double, date, timestamp, boolean, else string.
struct CSVSchemaInference {
    private let options: CSVOptions
    private let converter: CSVFieldConverter
    /// Timestamps without a zone are inferred as such.
    private let infersLocal: Bool
    /// `nil`: only nulls so far.
    private(set) var types: [DataType?]

    init(columnCount: Int, options: CSVOptions, context: EvaluationContext) {
        self.options = options
        infersLocal = context.legacy.contains(.timestampsAreLocal)
        converter = CSVFieldConverter(options: options, context: context)
        types = Array(repeating: nil, count: columnCount)
    }

    /// Takes in `count` fields of one column. The common case, a field of the type known so far, is a tight loop.
    mutating func update(_ column: Int, _ fields: UnsafePointer<CSVField>, count: Int) {
        guard column < types.count else { return }
        var row = 0
        while row < count {
            row = firstMisfit(types[column], fields, row, count)
            guard row < count else { return }
            types[column] = Self.common(types[column], infer(fields[row], from: types[column]))
            if types[column] == .string { return }
            row += 1
        }
    }

    /// The first row from `start` on that has a value and does not surely leave `type` as it is.
    private func firstMisfit(_ type: DataType?, _ fields: UnsafePointer<CSVField>, _ start: Int, _ count: Int) -> Int {
        var row = start
        switch type {
        case .integer:
            while row < count, fields[row].length <= 0 || isInteger(fields[row]) { row &+= 1 }
        case .long:
            while row < count, fields[row].length <= 0 || converter.integer(fields[row]) != nil { row &+= 1 }
        case .double:
            while row < count, fields[row].length <= 0 || converter.number(fields[row]) != nil { row &+= 1 }
        case .date:
            while row < count, fields[row].length <= 0 || strictDate(fields[row]) { row &+= 1 }
        case .timestamp:
            while row < count, fields[row].length <= 0 || isTimestamp(fields[row]) { row &+= 1 }
        case .boolean:
            while row < count, fields[row].length <= 0 || converter.boolean(fields[row]) != nil { row &+= 1 }
        case .string: return count
        default:
            while row < count, fields[row].length <= 0 { row &+= 1 }
        }
        return row
    }

    @inline(__always)
    private func isInteger(_ field: CSVField) -> Bool {
        guard let value = converter.integer(field) else { return false }
        return value >= Int64(Int32.min) && value <= Int64(Int32.max)
    }

    /// The type of one field, trying those from the column's type on.
    private func infer(_ field: CSVField, from known: DataType?) -> DataType {
        switch known {
        case nil, .integer, .long:
            if let value = converter.integer(field) {
                return known != .long && Int32(exactly: value) != nil ? .integer : .long
            }
            return wholeDecimal(field) ?? fractionalOrLater(field)
        case .decimal: return wholeDecimal(field) ?? fractionalOrLater(field)
        case .double: return fractionalOrLater(field)
        case .date: return dateOrLater(field)
        case .timestamp, .timestampNTZ: return timestampOrLater(field, from: known)
        case .boolean: return converter.boolean(field) != nil ? .boolean : .string
        default: return .string
        }
    }

    private func wholeDecimal(_ field: CSVField) -> DataType? {
        var digits = 0
        for (index, byte) in field.bytes.enumerated() {
            if index == 0 && (byte == 0x2D || byte == 0x2B) { continue }
            guard byte &- 0x30 <= 9 else { return nil }
            if digits > 0 || byte != 0x30 { digits += 1 }
        }
        let length = max(digits, 1)
        return length <= DataType.maxDecimalPrecision ? .decimal(precision: length, scale: 0) : nil
    }

    private func fractionalOrLater(_ field: CSVField) -> DataType {
        converter.number(field) != nil ? .double : dateOrLater(field)
    }

    private func dateOrLater(_ field: CSVField) -> DataType {
        options.prefersDate && strictDate(field) ? .date : timestampOrLater(field)
    }

    /// Only the written format counts here, not the lenient forms that reading a date column accepts.
    private func strictDate(_ field: CSVField) -> Bool {
        if options.datePattern != nil { return converter.date(field) != nil }
        guard field.length == 10, let start = field.start, start[4] == 0x2D, start[7] == 0x2D else { return false }
        return converter.date(field) != nil
    }

    private func timestampOrLater(_ field: CSVField, from known: DataType? = nil) -> DataType {
        if infersLocal, known != .timestamp, converter.timestampNTZ(field) != nil { return .timestampNTZ }
        if isTimestamp(field) { return .timestamp }
        return converter.boolean(field) != nil ? .boolean : .string
    }

    private func isTimestamp(_ field: CSVField) -> Bool {
        guard let pattern = options.timestampPattern else { return converter.timestamp(field) != nil }
        return pattern.matchesTimestamp(field.bytes, timeZone: options.timeZone)
    }

    /// The type that holds both; string when nothing else does.
    static func common(_ a: DataType?, _ b: DataType) -> DataType {
        guard let a, a != b else { return b }
        switch (a, b) {
        case (.integer, .long), (.long, .integer): return .long
        case (.decimal(let p, _), .decimal(let q, _)): return .decimal(precision: max(p, q), scale: 0)
        case (.integer, .decimal(let p, _)), (.decimal(let p, _), .integer):
            return .decimal(precision: max(p, 10), scale: 0)
        case (.long, .decimal(let p, _)), (.decimal(let p, _), .long): return .decimal(precision: max(p, 20), scale: 0)
        case (.date, .timestamp), (.timestamp, .date), (.timestamp, .timestampNTZ), (.timestampNTZ, .timestamp):
            return .timestamp
        case (.date, .timestampNTZ), (.timestampNTZ, .date): return .timestampNTZ
        default:
            let numeric = (a.isNumeric && b == .double) || (b.isNumeric && a == .double)
            return numeric ? .double : .string
        }
    }

    /// Adds what another part of the data gave.
    mutating func merge(_ other: [DataType?]) {
        for (index, type) in other.enumerated() where index < types.count {
            if let type { types[index] = Self.common(types[index], type) }
        }
    }
}
