import Columnar

/// Generators over JSON and variants, for the operator that joins their rows to the input.
package enum GeneratorKernels {
    /// `json_tuple(json, name, …)`: a column for each name, one row for each row of the input.
    package static func jsonTuple(_ columns: [Column], count: Int) -> [Column] {
        let json = TextInput(columns[0])
        let nulls = NullInput(columns[0])
        let names = columns.dropFirst().map { (text: TextInput($0), nulls: NullInput($0)) }
        let builders = names.map { _ in ColumnBuilder(.string, capacity: count) }
        var scratch = ByteWriter()
        var out = ByteWriter()
        var positions = [Int](repeating: -1, count: names.count)
        for row in 0..<count {
            for index in positions.indices { positions[index] = -1 }
            if !nulls[row] {
                var check = JSONCursor(json[row], syntax: .singleQuotes)
                var cursor = check
                if check.peekKind() == .object, check.skipValue(), cursor.take(0x7B), !cursor.take(0x7D) {
                    repeat {
                        let start = cursor.position
                        for (index, name) in names.enumerated() where !name.nulls[row] {
                            cursor.position = start
                            if cursor.isName(name.text[row], scratch: &scratch) ?? false, cursor.take(0x3A) {
                                positions[index] = cursor.position
                            }
                        }
                        cursor.position = start
                        _ = cursor.skipName()
                        _ = cursor.take(0x3A)
                        _ = cursor.skipValue()
                    } while cursor.take(0x2C)
                }
            }
            for (index, builder) in builders.enumerated() {
                guard positions[index] >= 0 else {
                    builder.appendNull()
                    continue
                }
                var cursor = JSONCursor(json[row], at: positions[index], syntax: .singleQuotes)
                out.clear()
                switch cursor.peekKind() {
                case .null, nil: builder.appendNull()
                case .string:
                    _ = cursor.readText(into: &out)
                    builder.append(bytes: out.bytes)
                default:
                    _ = cursor.copyCompact(into: &out)
                    builder.append(bytes: out.bytes)
                }
            }
        }
        return builders.map { $0.finish() }
    }

    /// The elements or fields of variants: the row each comes from, its position, key and value.
    package static func variantEntries(
        _ column: Column, count: Int
    ) throws -> (rows: [Int], counts: [Int], columns: [Column]) {
        let input = VariantInput(column)
        let nulls = NullInput(column)
        var rows: [Int] = []
        var counts = [Int](repeating: 0, count: count)
        let positions = ColumnBuilder(.integer)
        let keys = ColumnBuilder(.string)
        let values = ColumnBuilder(.variant)
        for row in 0..<count where !nulls[row] {
            let view = input[row]
            switch try view.kind() {
            case .object(let container), .array(let container):
                for index in 0..<container.count {
                    rows.append(row)
                    positions.append(Int32(truncatingIfNeeded: index))
                    if container.idWidth > 0 {
                        keys.append(bytes: try view.name(index, of: container))
                    } else {
                        keys.appendNull()
                    }
                    let element = try view.element(index, of: container)
                    values.child(0).append(bytes: try element.bytes())
                    values.child(1).append(bytes: view.metadata)
                    values.closeStructure()
                }
                counts[row] = container.count
            default: break
            }
        }
        return (rows, counts, [positions.finish(), keys.finish(), values.finish()])
    }
}
