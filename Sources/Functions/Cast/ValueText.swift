import Columnar

/// The text of single values of any type.
package enum ValueText {
    /// What a cast to string gives. The row must not be null; nulls inside nested values are written `null`.
    package static func write(
        _ column: Column, row: Int, into out: inout ByteWriter, context: EvaluationContext
    ) {
        switch column.layout {
        case .constant(let one): return write(one, row: 0, into: &out, context: context)
        case .dictionary(let indices, let values):
            return write(values, row: Int(indices.typed(Int32.self)[row]), into: &out, context: context)
        case .null: return out.append("null" as StaticString)
        case .view(let buffer, _):
            return out.append(StringView.bytes(UnsafePointer(buffer.typed(StringView.self) + row)))
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            out.append(0x5B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                if index > Int(bounds[row]) { out.append(0x2C) }
                writePart(elements, index, isFirst: index == Int(bounds[row]), into: &out, context)
            }
            out.append(0x5D)
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            let hasBrackets = context.legacy.contains(.bracketsComplexText)
            out.append(hasBrackets ? 0x5B : 0x7B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                if index > Int(bounds[row]) { out.append(", " as StaticString) }
                writeElement(keys, index, into: &out, context)
                out.append(" ->" as StaticString)
                writePart(values, index, isFirst: false, into: &out, context)
            }
            out.append(hasBrackets ? 0x5D : 0x7D)
        case .structure(let parts) where column.type == .calendarInterval:
            IntervalText.write(calendar: parts, row, into: &out)
        case .structure(let parts) where column.type == .variant:
            VariantText.write(parts, row, into: &out, context)
        case .structure(let children):
            let hasBrackets = context.legacy.contains(.bracketsComplexText)
            out.append(hasBrackets ? 0x5B : 0x7B)
            for (index, child) in children.enumerated() {
                if index > 0 { out.append(0x2C) }
                writePart(child, row, isFirst: index == 0, into: &out, context)
            }
            out.append(hasBrackets ? 0x5D : 0x7D)
        case .fixed(let buffer): writeFixed(column.type, buffer, row, into: &out, context)
        }
    }

    /// An element behind a comma or an arrow, parted from it by a space; in the older form nulls leave nothing.
    private static func writePart(
        _ column: Column, _ row: Int, isFirst: Bool, into out: inout ByteWriter, _ context: EvaluationContext
    ) {
        if context.legacy.contains(.bracketsComplexText), column.isNull(row) { return }
        if !isFirst { out.append(0x20) }
        writeElement(column, row, into: &out, context)
    }

    private static func writeElement(
        _ column: Column, _ row: Int, into out: inout ByteWriter, _ context: EvaluationContext
    ) {
        if column.isNull(row) { return out.append("null" as StaticString) }
        write(column, row: row, into: &out, context: context)
    }

    private static func writeFixed(
        _ type: DataType, _ buffer: Buffer, _ row: Int, into out: inout ByteWriter, _ context: EvaluationContext
    ) {
        switch type {
        case .boolean: out.append(buffer.typed(UInt8.self)[row] != 0 ? "true" as StaticString : "false")
        case .byte: out.append(integer: Int64(buffer.typed(Int8.self)[row]))
        case .short: out.append(integer: Int64(buffer.typed(Int16.self)[row]))
        case .integer: out.append(integer: Int64(buffer.typed(Int32.self)[row]))
        case .long: out.append(integer: buffer.typed(Int64.self)[row])
        case .float: NumberWriting.float(buffer.typed(Float.self)[row], into: &out)
        case .double: NumberWriting.double(buffer.typed(Double.self)[row], into: &out)
        case .date: DateTimeWriting.date(Int64(buffer.typed(Int32.self)[row]), into: &out)
        case .timestamp:
            var cursor = TimeZoneCursor(context.timeZone)
            DateTimeWriting.timestamp(local: cursor.local(fromUTC: buffer.typed(Int64.self)[row]), into: &out)
        case .timestampNTZ: DateTimeWriting.timestamp(local: buffer.typed(Int64.self)[row], into: &out)
        case .decimal(_, let scale):
            let value =
                type.physicalType == .int64
                ? Int128(buffer.typed(Int64.self)[row]) : buffer.typed(Int128.self)[row]
            NumberWriting.decimal(value, scale: scale, into: &out)
        case .time: DateTimeWriting.time(nanos: buffer.typed(Int64.self)[row], into: &out)
        case .yearMonthInterval(let start, let end):
            IntervalText.write(months: buffer.typed(Int32.self)[row], start, end, into: &out)
        case .dayTimeInterval(let start, let end):
            IntervalText.write(micros: buffer.typed(Int64.self)[row], start, end, into: &out)
        default: break
        }
    }

    /// Bytes as hexadecimal numbers: `[48 65]`.
    static func write(bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        out.append(0x5B)
        for (index, byte) in bytes.enumerated() {
            if index > 0 { out.append(0x20) }
            HexText.write(byte, upper: true, into: &out)
        }
        out.append(0x5D)
    }

    /// The text of a row, `null` for null.
    package static func plain(_ column: Column, row: Int, context: EvaluationContext) -> String {
        NumberWriting.text { writeElement(column, row, into: &$0, context) }
    }

    /// The value as a literal in SQL, as errors quote it: `300L`, `1.0E10D`, `DATE '2020-01-01'`.
    package static func literal(_ column: Column, row: Int, context: EvaluationContext) -> String {
        let text = plain(column, row: row, context: context)
        if column.isNull(row) { return "NULL" }
        switch column.type {
        case .byte: return text + "Y"
        case .short: return text + "S"
        case .long: return text + "L"
        case .float: return text == "NaN" || text.hasSuffix("Infinity") ? text : text + "F"
        case .double: return text == "NaN" || text.hasSuffix("Infinity") ? text : text + "D"
        case .decimal: return text + "BD"
        case .string, .collated, .char, .varchar: return FunctionError.quoted(text)
        case .date: return "DATE '\(text)'"
        case .timestamp: return "TIMESTAMP '\(text)'"
        case .timestampNTZ: return "TIMESTAMP_NTZ '\(text)'"
        default: return text
        }
    }
}
