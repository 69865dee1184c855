import Columnar

/// Replaces the string columns of a key by numbers, one for each distinct string of a column, so that keys of several
/// columns pack into machine words.
struct TextNumbers {
    /// `nil` for columns that are no strings.
    private var tables: [BytesKeyTable?]
    /// The types of the key after the replacement.
    let types: [DataType]

    /// `nil` when the key has no strings among several columns, or does not pack even so.
    init?(_ types: [DataType]) {
        guard types.count > 1, types.contains(where: { $0.physicalType == .view }) else { return nil }
        let replaced = types.map { $0.physicalType == .view ? DataType.integer : $0 }
        // Numbering many columns of strings costs more than encoding rows as bytes once.
        let texts = types.filter { $0.physicalType == .view }.count
        guard KeyShape(replaced) != .encoded || (texts <= 2 && KeyRanges.canPack(replaced)) else { return nil }
        self.types = replaced
        tables = types.map { $0.physicalType == .view ? BytesKeyTable() : nil }
    }

    var byteCount: Int { tables.reduce(0) { $0 + ($1?.byteCount ?? 0) } }

    /// The key's columns with numbers for strings; new strings get new numbers.
    mutating func replace(_ columns: [Column], count: Int) -> [Column] {
        var result = columns
        for index in columns.indices {
            guard var table = tables[index] else { continue }
            tables[index] = nil
            result[index] = TextNumbers.numbers(columns[index], count) { views, validity, count, out in
                let fresh = Selection(capacity: count)
                _ = table.insert(
                    views, validity: validity, count: count, nextGroup: Int32(truncatingIfNeeded: table.used),
                    groups: out, newRows: fresh.rows)
            }
            tables[index] = table
        }
        return result
    }

    /// The key's columns with numbers for strings; strings without a number get -1.
    func find(_ columns: [Column], count: Int) -> [Column] {
        var result = columns
        for index in columns.indices {
            guard let table = tables[index] else { continue }
            result[index] = TextNumbers.numbers(columns[index], count) { views, validity, count, out in
                table.find(views, validity: validity, count: count, groups: out)
            }
        }
        return result
    }

    private typealias LookUp = (
        UnsafePointer<StringView>, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<Int32>
    ) -> Void

    /// The entries of dictionaries and constants are looked up once.
    private static func numbers(_ column: Column, _ count: Int, _ lookUp: LookUp) -> Column {
        switch column.layout {
        case .null: return .nulls(.integer, count: count)
        case .constant(let one):
            let number = numbers(one.flattened(), 1, lookUp)
            return Column(.integer, count: count, layout: .constant(number.flattened()))
        case .dictionary(let indices, let values) where values.count <= count:
            let numbers = numbers(values.flattened(), values.count, lookUp)
            return Column(
                .integer, count: count, layout: .dictionary(indices: indices, values: numbers),
                validity: column.validity)
        default: break
        }
        let flat = column.flattened()
        guard let views = flat.views else { return .nulls(.integer, count: count) }
        let out = Buffer(capacity: count &* 4, zeroed: flat.validity != nil)
        lookUp(views, flat.validity.map { UnsafePointer($0.words) }, count, out.typed(Int32.self))
        return Column(.integer, count: count, layout: .fixed(out), validity: flat.validity)
    }
}
