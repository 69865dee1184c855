import Columnar

/// Writes rows as JSON objects: what the JSON source and `to_json` share.
package struct JSONGenerator {
    private let options: JSONOptions
    private let context: EvaluationContext
    private var cursor: TimeZoneCursor

    package init(options: JSONOptions, context: EvaluationContext) {
        self.options = options
        self.context = context
        cursor = TimeZoneCursor(options.timeZone)
    }

    /// An object of a row of several columns. O(bytes written).
    package mutating func writeObject(
        _ columns: [Column], _ schema: Schema, row: Int, into out: inout ByteWriter, depth: Int = 0
    ) {
        out.append(0x7B)
        var count = 0
        for (column, field) in zip(columns, schema.fields) {
            let isNull = column.isNull(row)
            if isNull && options.ignoresNullFields { continue }
            separate(&count, depth, into: &out)
            writeName(field.name, into: &out)
            writeValue(column, row, into: &out, depth + 1)
        }
        close(0x7D, count, depth, into: &out)
    }

    /// A value of any type; null is written `null`.
    package mutating func writeValue(_ column: Column, _ row: Int, into out: inout ByteWriter, _ depth: Int = 0) {
        switch column.layout {
        case .constant(let one): return writeValue(one, 0, into: &out, depth)
        case _ where column.isNull(row): return out.append("null" as StaticString)
        case .dictionary(let indices, let values):
            return writeValue(values, Int(indices.typed(Int32.self)[row]), into: &out, depth)
        case .structure(let children):
            guard case .structure(let schema) = column.type else { return }
            writeObject(children, schema, row: row, into: &out, depth: depth)
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            out.append(0x5B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                if index > Int(bounds[row]) { out.append(0x2C) }
                if options.isPretty { out.append(0x20) }
                writeValue(elements, index, into: &out, depth)
            }
            if options.isPretty { out.append(0x20) }
            out.append(0x5D)
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            var count = 0
            out.append(0x7B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                separate(&count, depth, into: &out)
                writeKey(keys, index, into: &out)
                writeValue(values, index, into: &out, depth + 1)
            }
            close(0x7D, count, depth, into: &out)
        case .view(let buffer, _):
            let bytes = StringView.bytes(UnsafePointer(buffer.typed(StringView.self) + row))
            guard column.type == .binary else { return writeString(bytes, into: &out) }
            out.append(0x22)
            Base64.encode(bytes, into: &out)
            out.append(0x22)
        case .fixed, .null: writeFixed(column, row, into: &out)
        }
    }

    // MARK: Structure

    private func separate(_ count: inout Int, _ depth: Int, into out: inout ByteWriter) {
        if count > 0 { out.append(0x2C) }
        count += 1
        if options.isPretty { newLine(depth + 1, into: &out) }
    }

    private func close(_ bracket: UInt8, _ count: Int, _ depth: Int, into out: inout ByteWriter) {
        if options.isPretty {
            if count > 0 { newLine(depth, into: &out) } else { out.append(0x20) }
        }
        out.append(bracket)
    }

    private func newLine(_ depth: Int, into out: inout ByteWriter) {
        out.append(0x0A)
        out.append(repeating: 0x20, count: 2 * depth)
    }

    private func colon(into out: inout ByteWriter) {
        if options.isPretty { out.append(" : " as StaticString) } else { out.append(0x3A) }
    }

    private func writeName(_ name: String, into out: inout ByteWriter) {
        var name = name
        name.withUTF8 { writeString(UnsafeRawBufferPointer($0), into: &out) }
        colon(into: &out)
    }

    /// Keys that are no strings are written as Spark holds them: dates in days, timestamps in microseconds.
    private func writeKey(_ keys: Column, _ row: Int, into out: inout ByteWriter) {
        let keys = keys.flattened()
        if let views = keys.views, keys.type != .binary {
            writeString(StringView.bytes(views + row), into: &out)
        } else {
            out.append(0x22)
            let plain: DataType? =
                switch keys.type {
                case .date, .yearMonthInterval: .integer
                case .timestamp, .timestampNTZ, .dayTimeInterval: .long
                default: nil
                }
            let column = plain.map { keys.reinterpreted(as: $0) } ?? keys
            ValueText.write(column, row: row, into: &out, context: context)
            out.append(0x22)
        }
        colon(into: &out)
    }

    // MARK: Scalars

    private mutating func writeFixed(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        switch column.type {
        case .byte, .short, .integer, .long, .boolean:
            ValueText.write(column, row: row, into: &out, context: context)
        case .float:
            guard let values = column.fixedValues(Float.self) else { return }
            let isQuoted = !values[row].isFinite
            if isQuoted { out.append(0x22) }
            NumberWriting.float(values[row], into: &out)
            if isQuoted { out.append(0x22) }
        case .double:
            guard let values = column.fixedValues(Double.self) else { return }
            let isQuoted = !values[row].isFinite
            if isQuoted { out.append(0x22) }
            NumberWriting.double(values[row], into: &out)
            if isQuoted { out.append(0x22) }
        case .decimal(let precision, let scale):
            let value: Int128
            if precision <= 18 {
                value = Int128(column.fixedValues(Int64.self)?[row] ?? 0)
            } else {
                value = column.fixedValues(Int128.self)?[row] ?? 0
            }
            writeDecimal(value, scale, into: &out)
        default:
            out.append(0x22)
            writeTemporal(column, row, into: &out)
            out.append(0x22)
        }
    }

    /// As Java's BigDecimal: with an exponent when the number is smaller than a millionth.
    private func writeDecimal(_ value: Int128, _ scale: Int, into out: inout ByteWriter) {
        var digits = 1
        var rest = value.magnitude
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        guard digits - 1 - scale < -6 else { return NumberWriting.decimal(value, scale: scale, into: &out) }
        if value < 0 { out.append(0x2D) }
        let divisor = UInt128(truncatingIfNeeded: powerOfTen(digits - 1))
        let (first, others) = value.magnitude.quotientAndRemainder(dividingBy: divisor)
        out.append(digits: first)
        if digits > 1 {
            out.append(0x2E)
            let start = out.count
            out.append(digits: others)
            let written = out.count - start
            if written < digits - 1 {
                out.truncate(to: start)
                out.append(repeating: 0x30, count: digits - 1 - written)
                out.append(digits: others)
            }
        }
        out.append(0x45)
        out.append(integer: Int64(digits - 1 - scale))
    }

    private mutating func writeTemporal(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        switch column.type {
        case .date:
            guard let days = column.fixedValues(Int32.self) else { return }
            if let pattern = options.datePattern {
                pattern.format(days: days[row], into: &out)
            } else {
                DateTimeWriting.date(Int64(days[row]), into: &out)
            }
        case .timestamp:
            guard let micros = column.fixedValues(Int64.self) else { return }
            if let pattern = options.timestampPattern {
                pattern.format(instant: micros[row], &cursor, timeZone: options.timeZone, into: &out)
            } else {
                DateTimeWriting.isoTimestamp(instant: micros[row], &cursor, into: &out)
            }
        case .timestampNTZ:
            guard let micros = column.fixedValues(Int64.self) else { return }
            if let pattern = options.timestampNTZPattern {
                pattern.format(local: micros[row], into: &out)
            } else {
                DateTimeWriting.isoTimestamp(local: micros[row], into: &out)
            }
        default: ValueText.write(column, row: row, into: &out, context: context)
        }
    }

    private func writeString(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        out.append(0x22)
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte >= 0x20 && byte != 0x22 && byte != 0x5C && (byte < 0x80 || !options.escapesNonASCII) { continue }
            out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            if byte >= 0x80 {
                // The first byte of a character; the others have none to stand for.
                if byte & 0xC0 != 0x80 { writeCode(bytes, index, into: &out) }
                continue
            }
            out.append(0x5C)
            switch byte {
            case 0x22, 0x5C: out.append(byte)
            case 0x08: out.append(0x62)
            case 0x0C: out.append(0x66)
            case 0x0A: out.append(0x6E)
            case 0x0D: out.append(0x72)
            case 0x09: out.append(0x74)
            default: writeHex(UInt32(byte), into: &out)
            }
        }
        out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count]))
        out.append(0x22)
    }

    /// The character at `index` as one code unit or two.
    private func writeCode(_ bytes: UnsafeRawBufferPointer, _ index: Int, into out: inout ByteWriter) {
        let end = min(index + 4, bytes.count)
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[index..<end]), as: UTF8.self)
        guard let scalar = text.unicodeScalars.first else { return }
        for unit in String(scalar).utf16 {
            out.append(0x5C)
            writeHex(UInt32(unit), into: &out)
        }
    }

    private func writeHex(_ unit: UInt32, into out: inout ByteWriter) {
        out.append(0x75)
        for shift in [12, 8, 4, 0] as [UInt32] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
            out.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
    }
}
