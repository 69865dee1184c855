import Columnar

/// Reads JSON text into columns of a given type, as `from_json` does. Values that do not fit their type become null.
struct JSONRecordReader: ~Copyable {
    private let root: RecordType
    private let text: RecordText
    private let syntax: JSONCursor.Syntax
    private let failsFast: Bool
    private let corruptField: Int?
    private var scratch = ByteWriter()
    /// Where the values of the fields of the structs being read begin; -1 for fields that are missing.
    private var positions: [Int] = []
    /// Rows whose array or map holds something of another type, which makes the whole null.
    private var misfits: [Int] = []
    /// Whether some value of the record did not fit its type.
    private var hasMismatch = false

    init(_ root: RecordType, _ options: RecordOptions, _ context: EvaluationContext) throws {
        self.root = root
        text = try RecordText(options, context)
        failsFast = options.failsFast
        syntax = Self.syntax(options)
        let corrupt = Array(options.corruptColumn.utf8)
        corruptField = root.names.firstIndex(of: corrupt).flatMap {
            root.children[$0].type == .string ? $0 : nil
        }
    }

    static func syntax(_ options: RecordOptions) -> JSONCursor.Syntax {
        var syntax: JSONCursor.Syntax = []
        if options.flag("allowSingleQuotes", default: true) { syntax.insert(.singleQuotes) }
        if options.flag("allowNonNumericNumbers", default: true) { syntax.insert(.nonNumeric) }
        if options.flag("allowUnquotedFieldNames") { syntax.insert(.unquotedNames) }
        if options.flag("allowNumericLeadingZeros") { syntax.insert(.leadingZeros) }
        if options.flag("allowBackslashEscapingAnyCharacter") { syntax.insert(.anyEscape) }
        if options.flag("allowUnquotedControlChars") { syntax.insert(.controlCharacters) }
        if options.flag("allowComments") { syntax.insert(.comments) }
        return syntax
    }

    /// Appends the record that a text holds.
    mutating func append(_ record: UnsafeRawBufferPointer, to builder: ColumnBuilder) throws {
        var cursor = JSONCursor(record, syntax: syntax)
        cursor.skipSpace()
        if cursor.isAtEnd { return builder.appendNull() }
        var check = cursor
        hasMismatch = false
        guard let kind = cursor.peekKind(), check.skipValue() else { return try appendMalformed(record, to: builder) }
        switch (kind, root.type) {
        case (.null, .structure): try appendMalformed(record, to: builder)
        case (.null, _): builder.appendNull()
        case (.object, .structure):
            structure(&cursor, root, to: builder, record: record)
            if hasMismatch, failsFast { throw RecordText.malformedRecord(record) }
        case (.array, .structure):
            cursor.position += 1
            var rest = cursor
            guard cursor.peekKind() == .object, rest.skipValue(), rest.take(0x5D) else {
                return try appendMalformed(record, to: builder)
            }
            structure(&cursor, root, to: builder, record: record)
        case (.object, .array(.structure, _)):
            value(&cursor, root.children[0], to: builder.child(0))
            builder.closeRange()
        case (.array, .array), (.object, .map), (_, .variant):
            value(&cursor, root, to: builder)
            if hasMismatch {
                if failsFast { throw RecordText.malformedRecord(record) }
                misfits.append(builder.count - 1)
            }
        default: try appendMalformed(record, to: builder)
        }
    }

    /// The column of what was appended.
    func finish(_ builder: ColumnBuilder) -> Column {
        let column = builder.finish()
        if misfits.isEmpty { return column }
        let validity = Bitmap.copy(of: column.validity, count: column.count)
        for row in misfits { validity.clear(row) }
        return Column(column.type, count: column.count, layout: column.layout, validity: validity)
    }

    private func appendMalformed(_ record: UnsafeRawBufferPointer, to builder: ColumnBuilder) throws {
        if failsFast { throw RecordText.malformedRecord(record) }
        guard case .structure = root.type else { return builder.appendNull() }
        for index in root.children.indices {
            if index == corruptField {
                builder.child(index).append(bytes: record)
            } else {
                builder.child(index).appendNull()
            }
        }
        builder.closeStructure()
    }

    private mutating func structure(
        _ cursor: inout JSONCursor, _ type: RecordType, to builder: ColumnBuilder,
        record: UnsafeRawBufferPointer? = nil
    ) {
        let base = positions.count
        positions.append(contentsOf: repeatElement(-1, count: type.names.count))
        cursor.position &+= 1
        if !cursor.take(0x7D) {
            repeat {
                let start = cursor.position
                var found = -1
                for (index, name) in type.names.enumerated() where found < 0 {
                    cursor.position = start
                    if name.withUnsafeBytes({ cursor.isName($0, scratch: &scratch) }) ?? false { found = index }
                }
                cursor.position = start
                _ = cursor.skipName()
                _ = cursor.take(0x3A)
                if found >= 0 { positions[base &+ found] = cursor.position }
                _ = cursor.skipValue()
            } while cursor.take(0x2C)
            _ = cursor.take(0x7D)
        }
        for (index, child) in type.children.enumerated() {
            if record != nil, index == corruptField { continue }
            let position = positions[base &+ index]
            if position < 0 {
                builder.child(index).appendNull()
            } else {
                var inner = JSONCursor(cursor.bytes, at: position, syntax: syntax)
                value(&inner, child, to: builder.child(index))
            }
        }
        if let record, let corruptField {
            if hasMismatch {
                builder.child(corruptField).append(bytes: record)
            } else {
                builder.child(corruptField).appendNull()
            }
        }
        positions.removeLast(type.names.count)
        builder.closeStructure()
    }

    /// Appends the value that stands next, or null when it does not fit; the cursor is left behind it.
    private mutating func value(_ cursor: inout JSONCursor, _ type: RecordType, to builder: ColumnBuilder) {
        let kind = cursor.peekKind()
        switch (kind, type.type) {
        case (_, .variant):
            guard let json = cursor.slice() else { return builder.appendNull() }
            var variant = VariantBuilder()
            guard (try? variant.append(json: json, syntax: syntax)) == true else { return builder.appendNull() }
            variant.finish(to: builder)
        case (.null, _):
            _ = cursor.skipValue()
            builder.appendNull()
        case (.object, .structure): structure(&cursor, type, to: builder)
        case (.array, .array):
            cursor.position &+= 1
            if !cursor.take(0x5D) {
                repeat { value(&cursor, type.children[0], to: builder.child(0)) } while cursor.take(0x2C)
                _ = cursor.take(0x5D)
            }
            builder.closeRange()
        case (.object, .map):
            cursor.position &+= 1
            if !cursor.take(0x7D) {
                repeat {
                    scratch.clear()
                    _ = cursor.readText(into: &scratch)
                    if !text.append(scratch.bytes, type.children[0].type, to: builder.child(0)) {
                        hasMismatch = true
                        builder.child(0).append(zeroOf(type.children[0].type))
                    }
                    _ = cursor.take(0x3A)
                    value(&cursor, type.children[1], to: builder.child(1))
                } while cursor.take(0x2C)
                _ = cursor.take(0x7D)
            }
            builder.closeRange()
        default:
            let start = cursor.position
            guard cursor.skipValue() else { return builder.appendNull() }
            let raw = UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.position])
            if !scalar(raw, kind, type.type, to: builder) {
                hasMismatch = true
                builder.appendNull()
            }
        }
    }

    private func zeroOf(_ type: DataType) -> Value {
        switch type.physicalType {
        case .bool: .boolean(false)
        case .float: .float(0)
        case .double: .double(0)
        case .int128: .decimal(0)
        case .view: .string("")
        default: .integer(0)
        }
    }

    private mutating func scalar(
        _ raw: UnsafeRawBufferPointer, _ kind: JSONCursor.Kind?, _ type: DataType, to builder: ColumnBuilder
    ) -> Bool {
        if kind == .string {
            scratch.clear()
            JSONCursor.unescape(UnsafeRawBufferPointer(rebasing: raw[1..<(raw.count &- 1)]), into: &scratch)
            switch type {
            case .string, .char, .varchar:
                builder.append(bytes: scratch.bytes)
                return true
            case .binary:
                var decoded = ByteWriter(capacity: scratch.count)
                guard Base64.decode(scratch.bytes, into: &decoded) else { return false }
                builder.append(bytes: decoded.bytes)
                return true
            case .boolean, .byte, .short, .integer, .long: return false
            case .float, .double:
                guard let number = Self.special(scratch.bytes) else { return false }
                if type == .float { builder.append(Float(number)) } else { builder.append(number) }
                return true
            default: return scratch.count > 0 && text.append(scratch.bytes, type, to: builder)
            }
        }
        switch (kind, type) {
        case (.object, .string), (.array, .string), (.object, .char), (.array, .char), (.object, .varchar),
            (.array, .varchar):
            scratch.clear()
            var cursor = JSONCursor(raw, syntax: syntax)
            guard cursor.copyCompact(into: &scratch) else { return false }
            builder.append(bytes: scratch.bytes)
            return true
        case (_, .string), (_, .char), (_, .varchar):
            builder.append(bytes: raw)
            return true
        case (.boolean, .boolean): return text.append(raw, type, to: builder)
        case (.number, .byte), (.number, .short), (.number, .integer), (.number, .long):
            guard !raw.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }) else { return false }
            return text.append(raw, type, to: builder)
        case (.number, .float), (.number, .double), (.number, .decimal): return text.append(raw, type, to: builder)
        case (.number, .timestamp):
            guard let seconds = NumberParsing.integer(raw) else { return false }
            let (micros, overflow) = seconds.multipliedReportingOverflow(by: microsPerSecond)
            if !overflow { builder.append(micros) }
            return !overflow
        case (.number, .date):
            guard let days = NumberParsing.integer(raw).flatMap({ Int32(exactly: $0) }) else { return false }
            builder.append(days)
            return true
        default: return false
        }
    }

    /// Words for numbers that JSON cannot write.
    private static func special(_ bytes: UnsafeRawBufferPointer) -> Double? {
        switch String(decoding: bytes, as: UTF8.self) {
        case "NaN": .nan
        case "+INF", "+Infinity", "INF", "Infinity": .infinity
        case "-INF", "-Infinity": -.infinity
        default: nil
        }
    }
}
