import Columnar

/// Variants out of the columns that a Parquet file keeps them in: their bytes, or typed columns for the values, fields
/// and elements that have one type throughout ("Variant Shredding" of the format's specification).
package enum VariantShredding {
    /// - Parameter group: a struct of `metadata`, `value` and perhaps `typed_value`, as the file nests them.
    /// - Throws: MALFORMED_VARIANT for bytes that are no variant, and groups that are none.
    package static func variants(of group: Column) throws -> Column {
        let group = group.flattened()
        let level = try Level(group)
        guard let names = level.names, let values = level.value else { throw VariantView.malformed() }
        if level.typed == nil {
            return Column(
                .variant, count: group.count, layout: .structure([values, names]), validity: group.validity)
        }
        let metadata = TextInput(names)
        var variant = VariantBuilder()
        let builder = ColumnBuilder(.variant, capacity: group.count)
        for row in 0..<group.count {
            if group.isNull(row) {
                builder.appendNull()
                continue
            }
            variant.clear()
            try variant.takeNames(metadata[row])
            if !(try variant.append(level, row, metadata[row])) { variant.appendNull() }
            variant.finish(to: builder)
        }
        return builder.finish()
    }

    /// The columns of a group: a whole variant, a field or an element.
    fileprivate struct Level {
        let group: Column
        var names: Column?
        var value: Column?
        var typed: Column?

        init(_ group: Column) throws {
            guard case .structure(let schema) = group.type, case .structure(let children) = group.layout else {
                throw VariantView.malformed()
            }
            self.group = group
            for (field, child) in zip(schema.fields, children) {
                switch field.name {
                case "metadata": names = child.flattened()
                case "value": value = child.flattened()
                case "typed_value": typed = child.flattened()
                default: break
                }
            }
        }
    }
}

extension VariantBuilder {
    /// Takes in the names of a dictionary, so that they keep their numbers.
    fileprivate mutating func takeNames(_ metadata: UnsafeRawBufferPointer) throws {
        for name in try VariantView.names(of: metadata) { _ = id(name) }
    }

    /// Appends what a group holds in a row; false when that is nothing.
    fileprivate mutating func append(
        _ level: VariantShredding.Level, _ row: Int, _ metadata: UnsafeRawBufferPointer, depth: Int = 0
    ) throws -> Bool {
        guard depth < VariantText.depthLimit else { throw VariantView.malformed() }
        if level.group.isNull(row) { return false }
        let rest = level.value.flatMap { $0.isNull(row) ? nil : VariantView(TextInput($0)[row], metadata: metadata) }
        guard let typed = level.typed, !typed.isNull(row) else {
            guard let rest else { return false }
            try append(rest)
            return true
        }
        switch typed.layout {
        case .array(let offsets, let elements):
            let inner = try VariantShredding.Level(elements.flattened())
            let bounds = offsets.typed(Int32.self)
            let start = position
            var positions: [Int] = []
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                positions.append(position)
                if !(try append(inner, index, metadata, depth: depth + 1)) { appendNull() }
            }
            closeArray(from: start, offsets: positions)
        case .structure(let children):
            guard case .structure(let schema) = typed.type else { throw VariantView.malformed() }
            let start = position
            var fields: [Field] = []
            for (field, child) in zip(schema.fields, children) {
                let offset = position
                let inner = try VariantShredding.Level(child.flattened())
                guard try append(inner, row, metadata, depth: depth + 1) else { continue }
                var name = field.name
                let id = name.withUTF8 { self.id(UnsafeRawBufferPointer($0)) }
                fields.append(Field(id: id, offset: offset))
            }
            // Fields that have no column of their own.
            if let rest {
                guard case .object(let container) = try rest.kind() else { throw VariantView.malformed() }
                for index in 0..<container.count {
                    let id = self.id(try rest.name(index, of: container))
                    fields.append(Field(id: id, offset: position))
                    try append(try rest.element(index, of: container), depth: depth + 1)
                }
            }
            guard closeObject(from: start, fields: fields) else { throw VariantView.malformed() }
        default: try append(typed, row)
        }
        return true
    }
}
