import Columnar

/// The type that a JSON text has, as `schema_of_json` tells it.
struct JSONInference {
    private let syntax: JSONCursor.Syntax
    private let primitivesAsString: Bool
    private let prefersDecimal: Bool

    init(_ options: RecordOptions) {
        syntax = JSONRecordReader.syntax(options)
        primitivesAsString = options.flag("primitivesAsString")
        prefersDecimal = options.flag("prefersDecimal")
    }

    /// `nil` for malformed text.
    func type(of json: UnsafeRawBufferPointer) -> DataType? {
        var cursor = JSONCursor(json, syntax: syntax)
        return type(&cursor, depth: 0).map(Self.canonical)
    }

    private func type(_ cursor: inout JSONCursor, depth: Int) -> DataType? {
        guard depth < JSONCursor.depthLimit else { return nil }
        switch cursor.peekKind() {
        case .object:
            cursor.position += 1
            var fields: [StructField] = []
            if !cursor.take(0x7D) {
                while true {
                    var name = ByteWriter(capacity: 64)
                    guard cursor.readText(into: &name), cursor.take(0x3A), let type = type(&cursor, depth: depth + 1)
                    else { return nil }
                    fields.append(StructField(String(decoding: name.bytes, as: UTF8.self), type))
                    if cursor.take(0x7D) { break }
                    guard cursor.take(0x2C) else { return nil }
                }
            }
            return .structure(Schema(fields.sorted { $0.name < $1.name }))
        case .array:
            cursor.position += 1
            var element = DataType.null
            if !cursor.take(0x5D) {
                while true {
                    guard let type = type(&cursor, depth: depth + 1) else { return nil }
                    element = Self.merged(element, type)
                    if cursor.take(0x5D) { break }
                    guard cursor.take(0x2C) else { return nil }
                }
            }
            return .array(element, containsNull: true)
        case .string: return cursor.skipValue() ? .string : nil
        case .boolean: return cursor.skipValue() ? (primitivesAsString ? .string : .boolean) : nil
        case .null: return cursor.skipValue() ? .null : nil
        case .number:
            guard let text = cursor.slice() else { return nil }
            if primitivesAsString { return .string }
            let isIntegral = !text.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
            if isIntegral {
                if NumberParsing.integer(text) != nil { return .long }
                let digits = text.count - (text.first == 0x2D ? 1 : 0)
                return digits <= 38 ? .decimal(precision: digits, scale: 0) : .double
            }
            if prefersDecimal, !text.contains(where: { $0 | 0x20 == 0x65 }), let point = text.firstIndex(of: 0x2E) {
                let digits = text.filter { $0 &- 0x30 <= 9 }.drop { $0 == 0x30 }.count
                let scale = text.count - point - 1
                if max(digits, scale) <= 38 { return .decimal(precision: max(digits, scale), scale: scale) }
            }
            return .double
        case nil: return nil
        }
    }

    /// The type that holds the values of both.
    static func merged(_ a: DataType, _ b: DataType) -> DataType {
        if a == b { return a }
        switch (a, b) {
        case (.null, let other), (let other, .null): return other
        case (.structure(let x), .structure(let y)):
            var fields = x.fields
            for field in y.fields {
                if let index = fields.firstIndex(where: { $0.name == field.name }) {
                    fields[index].dataType = merged(fields[index].dataType, field.dataType)
                } else {
                    fields.append(field)
                }
            }
            return .structure(Schema(fields.sorted { $0.name < $1.name }))
        case (.array(let x, _), .array(let y, _)): return .array(merged(x, y), containsNull: true)
        case (.double, _) where b.isNumeric: return .double
        case (_, .double) where a.isNumeric: return .double
        case (.decimal(let p, let s), .decimal(let q, let t)):
            let scale = max(s, t)
            let precision = max(p - s, q - t) + scale
            return precision > 38 ? .double : .decimal(precision: precision, scale: scale)
        case (.decimal, .long): return merged(a, .decimal(precision: 20, scale: 0))
        case (.long, .decimal): return merged(.decimal(precision: 20, scale: 0), b)
        default: return .string
        }
    }

    /// Types of unknown values become strings; empty structs go.
    static func canonical(_ type: DataType) -> DataType {
        switch type {
        case .null: .string
        case .array(let element, let containsNull): .array(canonical(element), containsNull: containsNull)
        case .structure(let schema):
            .structure(
                Schema(
                    schema.fields.compactMap { field in
                        if field.name.isEmpty { return nil }
                        if case .structure(let inner) = field.dataType, inner.count == 0 { return nil }
                        return StructField(field.name, canonical(field.dataType))
                    }))
        default: type
        }
    }
}
