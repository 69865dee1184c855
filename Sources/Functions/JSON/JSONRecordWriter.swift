import Columnar

/// Writes values as JSON, as `to_json` does.
struct JSONRecordWriter {
    private let times: RecordTimes
    private let timeZone: TimeZoneRules
    private let context: EvaluationContext
    private let leavesOutNulls: Bool
    private let isPretty: Bool
    private let sortsKeys: Bool

    init(_ options: RecordOptions, _ context: EvaluationContext) throws {
        times = try RecordTimes(options, context)
        timeZone = try options.timeZone(context)
        self.context = context
        leavesOutNulls = options.flag("ignoreNullFields", default: !context.legacy.contains(.writesNullFields))
        isPretty = options.flag("pretty")
        sortsKeys = options.flag("sortKeys")
    }

    func write(_ column: Column, _ row: Int, into out: inout ByteWriter, depth: Int = 0) throws {
        if column.isNull(row) { return out.append("null" as StaticString) }
        switch column.layout {
        case .constant(let one): return try write(one, 0, into: &out, depth: depth)
        case .dictionary(let indices, let values):
            return try write(values, Int(indices.typed(Int32.self)[row]), into: &out, depth: depth)
        case .null: out.append("null" as StaticString)
        case .structure(let parts) where column.type == .variant:
            let view = VariantView(
                TextInput(parts[0].flattened())[row], metadata: TextInput(parts[1].flattened())[row])
            try VariantText.json(view, into: &out, context)
        case .structure(let fields):
            guard case .structure(let schema) = column.type else { return quoted(column, row, into: &out) }
            try writeObject(fields, schema, row, into: &out, depth)
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            out.append(0x5B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                if index > Int(bounds[row]) { out.append(0x2C) }
                if isPretty { out.append(0x20) }
                try write(elements, index, into: &out, depth: depth)
            }
            if isPretty { out.append(0x20) }
            out.append(0x5D)
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            out.append(0x7B)
            var order = Array(Int(bounds[row])..<Int(bounds[row + 1]))
            if sortsKeys { order.sort { RowComparison.compare(keys, $0, keys, $1) < 0 } }
            for (position, index) in order.enumerated() {
                separate(position, depth, &out)
                key(keys, index, into: &out)
                colon(&out)
                try write(values, index, into: &out, depth: depth + 1)
            }
            close(order.count, depth, &out)
        case .view, .fixed: scalar(column, row, into: &out)
        }
    }

    private func writeObject(
        _ fields: [Column], _ schema: Schema, _ row: Int, into out: inout ByteWriter, _ depth: Int
    ) throws {
        out.append(0x7B)
        var written = 0
        var order = Array(fields.indices)
        if sortsKeys { order.sort { schema[$0].name < schema[$1].name } }
        for index in order {
            if leavesOutNulls, fields[index].isNull(row) { continue }
            separate(written, depth, &out)
            var name = schema[index].name
            name.withUTF8 { JSONWriting.quoted(UnsafeRawBufferPointer($0), into: &out) }
            colon(&out)
            try write(fields[index], row, into: &out, depth: depth + 1)
            written += 1
        }
        close(written, depth, &out)
    }

    private func separate(_ written: Int, _ depth: Int, _ out: inout ByteWriter) {
        if written > 0 { out.append(0x2C) }
        guard isPretty else { return }
        out.append(0x0A)
        out.append(repeating: 0x20, count: 2 * (depth + 1))
    }

    private func colon(_ out: inout ByteWriter) {
        if isPretty { out.append(" : " as StaticString) } else { out.append(0x3A) }
    }

    private func close(_ written: Int, _ depth: Int, _ out: inout ByteWriter) {
        if isPretty {
            if written > 0 {
                out.append(0x0A)
                out.append(repeating: 0x20, count: 2 * depth)
            } else {
                out.append(0x20)
            }
        }
        out.append(0x7D)
    }

    /// The name of an entry: the key's text, for a struct its values in brackets.
    private func key(_ keys: Column, _ row: Int, into out: inout ByteWriter) {
        var text = ByteWriter()
        if case .structure(let fields) = keys.layout {
            text.append(0x5B)
            for (index, field) in fields.enumerated() {
                if index > 0 { text.append(0x2C) }
                if field.isNull(row) {
                    text.append("null" as StaticString)
                } else {
                    ValueText.write(field, row: row, into: &text, context: context)
                }
            }
            text.append(0x5D)
        } else {
            ValueText.write(keys, row: row, into: &text, context: context)
        }
        JSONWriting.quoted(text.bytes, into: &out)
    }

    private func quoted(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        out.append(0x22)
        ValueText.write(column, row: row, into: &out, context: context)
        out.append(0x22)
    }

    private func scalar(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        switch (column.type, column.layout) {
        case (.binary, .view(let views, _)):
            out.append(0x22)
            Base64.encode(StringView.bytes(UnsafePointer(views.typed(StringView.self) + row)), into: &out)
            out.append(0x22)
        case (_, .view(let views, _)):
            JSONWriting.quoted(StringView.bytes(UnsafePointer(views.typed(StringView.self) + row)), into: &out)
        case (.timestamp, .fixed(let buffer)):
            var cursor = TimeZoneCursor(timeZone)
            out.append(0x22)
            times.timestamp.format(instant: buffer.typed(Int64.self)[row], &cursor, timeZone: timeZone, into: &out)
            out.append(0x22)
        case (.timestampNTZ, .fixed(let buffer)):
            out.append(0x22)
            times.timestampNTZ.format(local: buffer.typed(Int64.self)[row], into: &out)
            out.append(0x22)
        case (.date, .fixed(let buffer)):
            out.append(0x22)
            times.date.format(days: buffer.typed(Int32.self)[row], into: &out)
            out.append(0x22)
        case (.float, .fixed(let buffer)):
            if buffer.typed(Float.self)[row].isFinite {
                ValueText.write(column, row: row, into: &out, context: context)
            } else {
                quoted(column, row, into: &out)
            }
        case (.double, .fixed(let buffer)):
            if buffer.typed(Double.self)[row].isFinite {
                ValueText.write(column, row: row, into: &out, context: context)
            } else {
                quoted(column, row, into: &out)
            }
        case (.time, .fixed(let buffer)) where times.time != nil:
            out.append(0x22)
            times.time?.format(local: buffer.typed(Int64.self)[row] / 1_000, into: &out)
            out.append(0x22)
        case (.yearMonthInterval, _), (.dayTimeInterval, _), (.time, _): quoted(column, row, into: &out)
        default: ValueText.write(column, row: row, into: &out, context: context)
        }
    }
}
