import Columnar

/// Variants as JSON text and as strings.
package enum VariantText {
    /// Nesting beyond which a variant is taken for malformed.
    static let depthLimit = 1000

    /// What a cast to string gives: a string as it is, everything else as JSON. Malformed bytes give nothing.
    static func write(_ parts: [Column], _ row: Int, into out: inout ByteWriter, _ context: EvaluationContext) {
        guard parts.count == 2 else { return }
        let values = TextInput(parts[0].flattened())
        let metadata = TextInput(parts[1].flattened())
        let start = out.count
        do {
            try string(VariantView(values[row], metadata: metadata[row]), into: &out, context)
        } catch {
            out.truncate(to: start)
        }
    }

    /// The variants of a column as JSON, as rows are shown; nothing for null and malformed ones.
    package static func jsonTexts(of column: Column, count: Int, context: EvaluationContext) -> [String?] {
        guard case .structure(let parts) = column.flattened().layout, parts.count == 2 else {
            return [String?](repeating: nil, count: count)
        }
        let values = TextInput(parts[0].flattened())
        let metadata = TextInput(parts[1].flattened())
        let flat = column.flattened()
        return (0..<count).map { row in
            guard !flat.isNull(row) else { return nil }
            var out = ByteWriter()
            do {
                try json(VariantView(values[row], metadata: metadata[row]), into: &out, context)
            } catch {
                return nil
            }
            return String(decoding: out.bytes, as: UTF8.self)
        }
    }

    static func string(_ view: VariantView, into out: inout ByteWriter, _ context: EvaluationContext) throws {
        switch try view.kind() {
        case .string(let text), .binary(let text): out.append(text)
        case .date, .timestamp, .timestampNTZ, .uuid: try scalar(view, into: &out, context)
        default: try json(view, into: &out, context)
        }
    }

    /// The value as JSON.
    static func json(
        _ view: VariantView, into out: inout ByteWriter, _ context: EvaluationContext, depth: Int = 0
    ) throws {
        guard depth < depthLimit else { throw VariantView.malformed() }
        switch try view.kind() {
        case .object(let container):
            out.append(0x7B)
            for index in 0..<container.count {
                if index > 0 { out.append(0x2C) }
                JSONWriting.quoted(try view.name(index, of: container), into: &out)
                out.append(0x3A)
                try json(try view.element(index, of: container), into: &out, context, depth: depth + 1)
            }
            out.append(0x7D)
        case .array(let container):
            out.append(0x5B)
            for index in 0..<container.count {
                if index > 0 { out.append(0x2C) }
                try json(try view.element(index, of: container), into: &out, context, depth: depth + 1)
            }
            out.append(0x5D)
        case .string(let text): JSONWriting.quoted(text, into: &out)
        case .date, .timestamp, .timestampNTZ, .uuid, .binary:
            out.append(0x22)
            try scalar(view, into: &out, context)
            out.append(0x22)
        default: try scalar(view, into: &out, context)
        }
    }

    private static func scalar(
        _ view: VariantView, into out: inout ByteWriter, _ context: EvaluationContext
    ) throws {
        switch try view.kind() {
        case .null: out.append("null" as StaticString)
        case .boolean(let flag): out.append(flag ? "true" as StaticString : "false")
        case .integer(let number): out.append(integer: number)
        case .float(let number): NumberWriting.float(number, into: &out)
        case .double(let number): NumberWriting.double(number, into: &out)
        case .decimal(let number, let scale):
            let (value, places) = stripped(number, scale)
            NumberWriting.decimal(value, scale: places, into: &out)
        case .date(let days): DateTimeWriting.date(Int64(days), into: &out)
        case .timestamp(let micros):
            var cursor = TimeZoneCursor(context.timeZone)
            let local = cursor.local(fromUTC: micros)
            DateTimeWriting.timestamp(local: local, into: &out)
            offset((local &- micros) / 1_000_000, into: &out)
        case .timestampNTZ(let micros): DateTimeWriting.timestamp(local: micros, into: &out)
        case .binary(let bytes): Base64.encode(bytes, into: &out)
        case .uuid(let bytes):
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { out.append(0x2D) }
                HexText.write(byte, upper: false, into: &out)
            }
        case .string, .object, .array: break
        }
    }

    /// A decimal without zeros at its end.
    static func stripped(_ number: Int128, _ scale: Int) -> (Int128, Int) {
        var (value, places) = (number, scale)
        while places > 0, value % 10 == 0 {
            value /= 10
            places -= 1
        }
        return (value, places)
    }

    /// `+01:00`.
    static func offset(_ seconds: Int64, into out: inout ByteWriter) {
        out.append(seconds < 0 ? 0x2D : 0x2B)
        let magnitude = seconds.magnitude
        out.append(digits: magnitude / 3600, width: 2)
        out.append(0x3A)
        out.append(digits: magnitude / 60 % 60, width: 2)
    }
}
