import Columnar

/// Reads JSON records into columns of given types: what the JSON source and `from_json` share.
///
/// A value that its type cannot hold becomes null and makes the record partial; the rest of the record stays, as with
/// Spark's partial results. Used by one thread.
package final class JSONRowReader {
    /// What became of a record.
    package struct Outcome {
        /// Rows appended: an object gives one, an array of objects one for each, white space none.
        package var rows: Int
        /// The text is no such JSON: its one row is null.
        package var isMalformed = false
        /// Some value could not be converted.
        package var isPartial = false
    }

    /// How a value was taken in.
    private enum Status {
        case whole
        /// Inside it something is null that could not be converted.
        case partial
        /// The value itself could not be converted: it is null.
        case mismatch
        case malformed
    }

    private let options: JSONOptions
    private let context: EvaluationContext
    private let root: JSONColumnBuilder
    /// The column of malformed records among the fields, and its place: of values of `from_json` only, files have theirs
    /// elsewhere.
    private var corrupt: (place: Int, texts: JSONColumnBuilder)?
    private var valueType = DataType.null
    /// What is no string stays as it is written where a string is wanted; `from_json` writes it anew.
    private let keepsText: Bool

    /// - Parameter schema: the fields wanted; others are passed over.
    package init(_ schema: Schema, options: JSONOptions, context: EvaluationContext) {
        self.options = options
        self.context = context
        root = JSONColumnBuilder(.structure(schema))
        keepsText = true
    }

    /// Reads values of any type, one for each text, as `from_json` does.
    init(type: DataType, options: JSONOptions, context: EvaluationContext) {
        self.options = options
        self.context = context
        keepsText = false
        valueType = type
        var kept = type
        if case .structure(let schema) = type,
            let place = schema.fields.firstIndex(where: {
                $0.name == options.corruptRecordColumn && $0.dataType == .string
            })
        {
            corrupt = (place, JSONColumnBuilder(.string))
            var fields = schema.fields
            fields.remove(at: place)
            kept = .structure(Schema(fields))
        }
        root = JSONColumnBuilder(kept)
    }

    /// Rows read since the last ``finish(heap:)``.
    package var count: Int { root.count }

    /// The columns read so far. `heap` owns the texts of the records, which long strings point into.
    package func finish(heap: [Buffer]) -> [Column] {
        let rows = root.count
        if case .structure(let columns) = root.finish(heap: heap).layout { return columns }
        return root.children.map { Column.nulls($0.type, count: rows) }
    }

    /// Appends the rows of one record. What follows its first value is not looked at.
    package func read(_ record: UnsafeRawBufferPointer) -> Outcome {
        var scanner = JSONScanner(record, options)
        let start = root.count
        let status: Status
        switch scanner.value() {
        case .end: return Outcome(rows: 0)
        case .object: status = structure(&scanner, root, depth: 1)
        case .array: status = rows(&scanner)
        default: status = .malformed
        }
        switch status {
        case .whole: return Outcome(rows: root.count - start)
        case .partial: return Outcome(rows: root.count - start, isPartial: true)
        case .mismatch, .malformed:
            root.truncate(to: start)
            root.closeStructure()
            return Outcome(rows: 1, isMalformed: true)
        }
    }

    // MARK: Values of from_json

    func appendNull() {
        root.appendNull()
        corrupt?.texts.appendNull()
    }

    /// Appends the value that a text holds: null for white space, a struct of nulls where a struct is malformed.
    func append(_ text: UnsafeRawBufferPointer) throws {
        var scanner = JSONScanner(text, options)
        let start = root.count
        let token = scanner.value()
        let status: Status
        switch (token, root.kind) {
        case (.end, _): return appendNull()
        case (.null, let kind) where kind != .structure && kind != .variant: return appendNull()
        case (.object, .structure): status = structure(&scanner, root, depth: 1)
        case (.object, .array) where root.children[0].kind == .structure:
            let inner = structure(&scanner, root.children[0], depth: 1)
            if inner != .malformed { root.closeRange() }
            status = inner
        case (.array, .array): status = array(&scanner, root, depth: 1)
        case (.object, .map): status = map(&scanner, root, depth: 1)
        case (_, .variant): status = variant(token, &scanner, root, 1)
        default: status = .malformed
        }
        if status != .whole, options.mode == .failFast { throw RecordText.malformedRecord(text) }
        if status == .malformed {
            root.truncate(to: start)
            if root.kind == .structure { root.closeStructure() } else { root.appendNull() }
        }
        if status == .whole {
            corrupt?.texts.appendNull()
        } else {
            corrupt?.texts.append(borrowing: text)
        }
    }

    /// The column of the values so far. `heap` owns the texts, which long strings point into.
    func finishValues(heap: [Buffer]) -> Column {
        let column = root.finish(heap: heap)
        guard let corrupt, case .structure(var fields) = column.layout else { return column }
        fields.insert(corrupt.texts.finish(heap: heap), at: corrupt.place)
        return Column(valueType, count: column.count, layout: .structure(fields), validity: column.validity)
    }

    private func variant(
        _ token: JSONToken, _ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, _ depth: Int
    ) -> Status {
        let start = scanner.valueStart
        guard scanner.skip(token, depth: depth) else { return .malformed }
        let text = UnsafeRawBufferPointer(start: start, count: scanner.position - start)
        var variant = VariantBuilder()
        guard (try? variant.append(json: text)) == true else { return mismatch(builder) }
        builder.append(variant: &variant)
        return .whole
    }

    // MARK: Arrays of records

    /// The objects of an array, each a row.
    private func rows(_ scanner: inout JSONScanner) -> Status {
        var isFirst = true
        var status = Status.whole
        while let more = scanner.nextElement(isFirst: isFirst) {
            if !more { return status }
            isFirst = false
            guard scanner.value() == .object else { return .malformed }
            switch structure(&scanner, root, depth: 2) {
            case .whole: break
            case .partial, .mismatch: status = .partial
            case .malformed: return .malformed
            }
        }
        return .malformed
    }

    // MARK: Nested values

    private func structure(_ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, depth: Int) -> Status {
        guard depth <= JSONScanner.depthLimit else { return .malformed }
        let names = builder.names
        let row = builder.count
        var status = Status.whole
        var guess = 0
        var isFirst = true
        while let more = scanner.nextMember(isFirst: isFirst) {
            if !more {
                builder.closeStructure()
                return status
            }
            isFirst = false
            guard let index = field(scanner, names, guess) else {
                guard scanner.skip(scanner.value(), depth: depth) else { return .malformed }
                continue
            }
            guess = index &+ 1
            let child = builder.children[index]
            // Of several members of one name the last counts.
            if child.count > row { child.truncate(to: row) }
            switch value(&scanner, child, depth: depth) {
            case .whole: break
            case .partial, .mismatch: status = .partial
            case .malformed: return .malformed
            }
        }
        return .malformed
    }

    @inline(__always)
    private func field(_ scanner: JSONScanner, _ names: JSONNameTable, _ guess: Int) -> Int? {
        if scanner.hasEscapes {
            var text = scanner.tokenText
            return text.withUTF8 { names.index(of: UnsafeRawBufferPointer($0), guess: guess) }
        }
        return names.index(of: scanner.token, guess: guess)
    }

    private func array(_ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, depth: Int) -> Status {
        guard depth <= JSONScanner.depthLimit else { return .malformed }
        let elements = builder.children[0]
        let start = elements.count
        var status = Status.whole
        var isFirst = true
        while let more = scanner.nextElement(isFirst: isFirst) {
            if !more { return close(builder, start, status) }
            isFirst = false
            switch value(&scanner, elements, depth: depth) {
            case .whole: break
            case .partial: if status == .whole { status = .partial }
            case .mismatch: status = .mismatch
            case .malformed: return .malformed
            }
        }
        return .malformed
    }

    private func map(_ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, depth: Int) -> Status {
        guard depth <= JSONScanner.depthLimit else { return .malformed }
        let (keys, values) = (builder.children[0], builder.children[1])
        let start = keys.count
        var status = Status.whole
        var isFirst = true
        while let more = scanner.nextMember(isFirst: isFirst) {
            if !more { return close(builder, start, status) }
            isFirst = false
            if keys.kind != .string {
                keys.appendNull()
                status = .mismatch
            } else if scanner.hasEscapes {
                keys.appendUnescaped(scanner)
            } else {
                keys.append(borrowing: scanner.token)
            }
            switch value(&scanner, values, depth: depth) {
            case .whole: break
            case .partial: if status == .whole { status = .partial }
            case .mismatch: status = .mismatch
            case .malformed: return .malformed
            }
        }
        return .malformed
    }

    /// Ends an array or map; one of whose elements could not be converted is null as a whole.
    private func close(_ builder: JSONColumnBuilder, _ start: Int, _ status: Status) -> Status {
        if status == .mismatch {
            for child in builder.children { child.truncate(to: start) }
            builder.appendNull()
        } else {
            builder.closeRange()
        }
        return status
    }

    // MARK: Values

    /// Appends exactly one row to `builder` unless the text is malformed.
    private func value(_ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, depth: Int) -> Status {
        let token = scanner.value()
        if builder.kind == .variant, token != .malformed, token != .end {
            return variant(token, &scanner, builder, depth)
        }
        switch token {
        case .null:
            builder.appendNull()
            return .whole
        case .malformed, .end: return .malformed
        case .object:
            if builder.kind == .structure { return structure(&scanner, builder, depth: depth + 1) }
            if builder.kind == .map { return map(&scanner, builder, depth: depth + 1) }
            return text(of: token, &scanner, builder, depth)
        case .array:
            if builder.kind == .array { return array(&scanner, builder, depth: depth + 1) }
            return text(of: token, &scanner, builder, depth)
        case .string: return string(scanner, builder)
        case .integer, .fraction, .nonNumeric: return number(token, scanner, builder)
        case .true, .false: return flag(token, scanner, builder)
        }
    }

    private func mismatch(_ builder: JSONColumnBuilder) -> Status {
        builder.appendNull()
        return builder.kind == .void ? .whole : .mismatch
    }

    /// An object or array where a string is wanted is its own text.
    private func text(
        of token: JSONToken, _ scanner: inout JSONScanner, _ builder: JSONColumnBuilder, _ depth: Int
    ) -> Status {
        let start = scanner.tokenStart
        guard scanner.skip(token, depth: depth) else { return .malformed }
        guard builder.kind == .string else { return mismatch(builder) }
        let raw = UnsafeRawBufferPointer(start: start, count: scanner.position - start)
        if keepsText {
            builder.append(borrowing: raw)
            return .whole
        }
        var cursor = JSONCursor(raw, syntax: syntax)
        var compact = ByteWriter(capacity: raw.count)
        guard cursor.copyCompact(into: &compact) else { return mismatch(builder) }
        builder.append(copying: compact.bytes)
        return .whole
    }

    private var syntax: JSONCursor.Syntax {
        var syntax: JSONCursor.Syntax = []
        if options.allowsSingleQuotes { syntax.insert(.singleQuotes) }
        if options.allowsNonNumericNumbers { syntax.insert(.nonNumeric) }
        if options.allowsUnquotedNames { syntax.insert(.unquotedNames) }
        if options.allowsLeadingZeros { syntax.insert(.leadingZeros) }
        if options.allowsAnyEscape { syntax.insert(.anyEscape) }
        if options.allowsControlCharacters { syntax.insert(.controlCharacters) }
        if options.allowsComments { syntax.insert(.comments) }
        return syntax
    }

    private func flag(_ token: JSONToken, _ scanner: JSONScanner, _ builder: JSONColumnBuilder) -> Status {
        switch builder.kind {
        case .boolean: builder.append(token == .true ? UInt8(1) : 0)
        case .string: builder.append(borrowing: scanner.token)
        default: return mismatch(builder)
        }
        return .whole
    }

    private func string(_ scanner: JSONScanner, _ builder: JSONColumnBuilder) -> Status {
        if builder.kind == .string {
            if scanner.hasEscapes { builder.appendUnescaped(scanner) } else { builder.append(borrowing: scanner.token) }
            return .whole
        }
        if scanner.hasEscapes {
            var text = scanner.tokenText
            return text.withUTF8 { convert(UnsafeRawBufferPointer($0), builder) }
        }
        return convert(scanner.token, builder)
    }

    private func convert(_ text: UnsafeRawBufferPointer, _ builder: JSONColumnBuilder) -> Status {
        switch builder.kind {
        case .date:
            guard let days = JSONValues.date(text, options) else { return mismatch(builder) }
            builder.append(days)
        case .timestamp:
            guard let micros = JSONValues.timestamp(text, options, context) else { return mismatch(builder) }
            builder.append(micros)
        case .timestampNTZ:
            guard let micros = JSONValues.timestampNTZ(text, options) else { return mismatch(builder) }
            builder.append(micros)
        case .float:
            guard let number = JSONValues.special(text, options) else { return mismatch(builder) }
            builder.append(Float(number))
        case .double:
            guard let number = JSONValues.special(text, options) else { return mismatch(builder) }
            builder.append(number)
        case .decimal, .wideDecimal:
            guard let first = text.first, first > 0x20, text[text.count - 1] > 0x20 else { return mismatch(builder) }
            return decimal(text, builder)
        case .binary:
            var bytes = ByteWriter(capacity: text.count)
            guard Base64.decode(text, into: &bytes) else { return mismatch(builder) }
            builder.append(copying: bytes.bytes)
        case .interval, .time:
            return interval(text, builder)
        default: return mismatch(builder)
        }
        return .whole
    }

    private func decimal(_ text: UnsafeRawBufferPointer, _ builder: JSONColumnBuilder) -> Status {
        var found: Int128?
        if case .value(let value) = NumberParsing.decimal(text, precision: builder.precision, scale: builder.scale) {
            found = value
        } else {
            found = NumberParsing.groupedDecimal(text, precision: builder.precision, scale: builder.scale)
        }
        guard let found else { return mismatch(builder) }
        if builder.kind == .decimal { builder.append(Int64(truncatingIfNeeded: found)) } else { builder.append(found) }
        return .whole
    }

    /// Intervals and times of day are rare: they go through the cast from string.
    private func interval(_ text: UnsafeRawBufferPointer, _ builder: JSONColumnBuilder) -> Status {
        let column = Column.constant(.string(String(decoding: text, as: UTF8.self)), .string, count: 1)
        guard let cast = try? Cast.cast(column, to: builder.type, mode: .attempt, context: context).flattened(),
            !cast.isNull(0), case .integer(let value) = cast.value(at: 0)
        else { return mismatch(builder) }
        if builder.type.physicalType == .int32 {
            builder.append(Int32(truncatingIfNeeded: value))
        } else {
            builder.append(value)
        }
        return .whole
    }

    private func number(_ token: JSONToken, _ scanner: JSONScanner, _ builder: JSONColumnBuilder) -> Status {
        let text = scanner.token
        switch builder.kind {
        case .string:
            if keepsText || token == .integer {
                builder.append(borrowing: text)
            } else {
                var number = ByteWriter(capacity: 32)
                JSONCursor.copyNumber(text, into: &number)
                builder.append(copying: number.bytes)
            }
            return .whole
        case .double:
            guard let number = NumberParsing.double(text) else { return mismatch(builder) }
            builder.append(number)
            return .whole
        case .float:
            guard let number = NumberParsing.double(text) else { return mismatch(builder) }
            builder.append(Float(number))
            return .whole
        case .decimal, .wideDecimal: return token == .nonNumeric ? mismatch(builder) : decimal(text, builder)
        default: break
        }
        guard token == .integer, let number = NumberParsing.integer(text) else { return mismatch(builder) }
        switch builder.kind {
        case .byte:
            // Jackson takes unsigned bytes too, which come out negative.
            guard number >= -128, number <= 255 else { return mismatch(builder) }
            builder.append(Int8(truncatingIfNeeded: number))
        case .short:
            guard let short = Int16(exactly: number) else { return mismatch(builder) }
            builder.append(short)
        case .integer:
            guard let integer = Int32(exactly: number) else { return mismatch(builder) }
            builder.append(integer)
        case .long: builder.append(number)
        case .timestamp:
            // Seconds since the epoch.
            let (micros, overflow) = number.multipliedReportingOverflow(by: microsPerSecond)
            if overflow { return mismatch(builder) }
            builder.append(micros)
        default: return mismatch(builder)
        }
        return .whole
    }
}

/// Values that JSON writes as strings.
enum JSONValues {
    static func date(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) -> Int32? {
        if let pattern = options.datePattern { return pattern.parseDate(text) }
        if let days = DateTimeParsing.date(text) { return days }
        // Spark 1.x wrote dates as days since the epoch.
        return NumberParsing.integer(text).flatMap { Int32(exactly: $0) }
    }

    static func timestamp(
        _ text: UnsafeRawBufferPointer, _ options: JSONOptions, _ context: EvaluationContext
    ) -> Int64? {
        if let pattern = options.timestampPattern { return pattern.parseTimestamp(text, timeZone: options.timeZone) }
        return DateTimeParsing.timestamp(text, timeZone: options.timeZone, now: context.queryStart)
    }

    static func timestampNTZ(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) -> Int64? {
        if let pattern = options.timestampNTZPattern { return pattern.parseTimestampNTZ(text) }
        return DateTimeParsing.timestampNTZ(text, allowsZone: false)
    }

    /// The numbers that are none, by the names that the JSON source knows.
    static func special(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) -> Double? {
        guard options.allowsNonNumericNumbers, text.count <= 9 else { return nil }
        switch String(decoding: text, as: UTF8.self) {
        case "NaN": return .nan
        case "Infinity", "+Infinity", "+INF": return .infinity
        case "-Infinity", "-INF": return -.infinity
        default: return nil
        }
    }
}
