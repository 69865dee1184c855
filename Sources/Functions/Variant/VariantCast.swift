import Columnar

/// A variant as a value of another type.
struct VariantCast {
    let context: EvaluationContext
    /// Values that do not fit become null instead of an error.
    let isAttempt: Bool
    let target: DataType

    private enum Misfit: Error { case misfit }

    /// Appends the value as the target type; a variant's null is null.
    func append(_ view: VariantView, to builder: ColumnBuilder) throws {
        do {
            try append(view, target, to: builder)
        } catch is Misfit {
            if isAttempt { return builder.appendNull() }
            var text = ByteWriter()
            try VariantText.json(view, into: &text, context)
            let value = String(decoding: text.bytes, as: UTF8.self)
            throw PyriteError(
                .runtime, "INVALID_VARIANT_CAST", sqlState: "22023",
                "The variant value `\(value)` cannot be cast into \"\(target.sql)\". Please use `try_variant_get` "
                    + "instead.",
                parameters: ["value": value, "dataType": "\"\(target.sql)\""])
        }
    }

    /// A value that does not fit must not leave half of a row behind: nested values are checked before they are written.
    private func append(_ view: VariantView, _ type: DataType, to builder: ColumnBuilder) throws {
        try check(view, type)
        try write(view, type, to: builder)
    }

    private func check(_ view: VariantView, _ type: DataType) throws {
        switch (try view.kind(), type) {
        case (.null, _), (_, .variant): return
        case (.array(let container), .array(let element, _)):
            for index in 0..<container.count { try check(try view.element(index, of: container), element) }
        case (.object(let container), .map(let key, let value, _)) where key.isString:
            for index in 0..<container.count { try check(try view.element(index, of: container), value) }
        case (.object(let container), .structure(let schema)):
            for field in schema.fields {
                if let part = try self.field(field.name, of: view, container) { try check(part, field.dataType) }
            }
        case (_, .array), (_, .map), (_, .structure): throw Misfit.misfit
        default:
            let scratch = ColumnBuilder(type, capacity: 1)
            guard try scalar(view, type, to: scratch) else { throw Misfit.misfit }
        }
    }

    private func field(_ name: String, of view: VariantView, _ container: VariantView.Container) throws -> VariantView?
    {
        var name = name
        return try name.withUTF8 { try view.field(UnsafeRawBufferPointer($0), of: container) }
    }

    private func write(_ view: VariantView, _ type: DataType, to builder: ColumnBuilder) throws {
        switch (try view.kind(), type) {
        case (_, .variant):
            var copy = VariantBuilder()
            try copy.append(view)
            copy.finish(to: builder)
        case (.null, _): builder.appendNull()
        case (.array(let container), .array(let element, _)):
            for index in 0..<container.count {
                try write(try view.element(index, of: container), element, to: builder.child(0))
            }
            builder.closeRange()
        case (.object(let container), .map(_, let value, _)):
            for index in 0..<container.count {
                builder.child(0).append(bytes: try view.name(index, of: container))
                try write(try view.element(index, of: container), value, to: builder.child(1))
            }
            builder.closeRange()
        case (.object(let container), .structure(let schema)):
            for (index, field) in schema.fields.enumerated() {
                if let part = try self.field(field.name, of: view, container) {
                    try write(part, field.dataType, to: builder.child(index))
                } else {
                    builder.child(index).appendNull()
                }
            }
            builder.closeStructure()
        default: if !(try scalar(view, type, to: builder)) { throw Misfit.misfit }
        }
    }

    /// False, and nothing appended, when the value does not fit.
    private func scalar(_ view: VariantView, _ type: DataType, to builder: ColumnBuilder) throws -> Bool {
        let kind = try view.kind()
        if type.isString {
            var text = ByteWriter()
            try VariantText.string(view, into: &text, context)
            builder.append(bytes: text.bytes)
            return true
        }
        switch (kind, type) {
        case (.object, _), (.array, _): return false
        case (.binary(let bytes), .binary), (.string(let bytes), .binary):
            builder.append(bytes: bytes)
            return true
        case (.date(let days), .date):
            builder.append(days)
            return true
        case (.timestamp(let micros), .timestamp), (.timestampNTZ(let micros), .timestampNTZ):
            builder.append(micros)
            return true
        case (.string(let text), _):
            guard let records = try? RecordText(RecordOptions(), context) else { return false }
            return records.append(text, type, to: builder)
        default: break
        }
        // Through a column of the value's own type, so that the rules of casts hold.
        let source: Column
        switch kind {
        case .boolean(let flag): source = .constant(.boolean(flag), .boolean, count: 1)
        case .integer(let number): source = .constant(.integer(number), .long, count: 1)
        case .float(let number): source = .constant(.float(number), .float, count: 1)
        case .double(let number): source = .constant(.double(number), .double, count: 1)
        case .decimal(let number, let scale):
            source = .constant(.decimal(number), .decimal(precision: 38, scale: scale), count: 1)
        case .date(let days): source = .constant(.integer(Int64(days)), .date, count: 1)
        case .timestamp(let micros): source = .constant(.integer(micros), .timestamp, count: 1)
        case .timestampNTZ(let micros): source = .constant(.integer(micros), .timestampNTZ, count: 1)
        default: return false
        }
        guard Cast.canCast(from: source.type, to: type, mode: .ansi),
            let cast = try? Cast.cast(source, to: type, mode: .attempt, context: context), !cast.isNull(0)
        else { return false }
        builder.append(cast.value(at: 0))
        return true
    }
}

/// The type of a variant as `schema_of_variant` tells it. Objects are structs, values of several types variants.
enum VariantSchema {
    static func type(_ view: VariantView, depth: Int = 0) throws -> DataType {
        guard depth < VariantText.depthLimit else { throw VariantView.malformed() }
        switch try view.kind() {
        case .null: return .null
        case .boolean: return .boolean
        case .integer: return .long
        case .float: return .float
        case .double: return .double
        case .decimal(let number, let scale):
            let (value, places) = VariantText.stripped(number, scale)
            let digits = max("\(value.magnitude)".utf8.count, places)
            return .decimal(precision: max(digits, 1), scale: places)
        case .date: return .date
        case .timestamp: return .timestamp
        case .timestampNTZ: return .timestampNTZ
        case .string: return .string
        case .binary: return .binary
        case .uuid: return .string
        case .array(let container):
            var element = DataType.null
            for index in 0..<container.count {
                element = merged(element, try type(try view.element(index, of: container), depth: depth + 1))
            }
            return .array(element, containsNull: true)
        case .object(let container):
            var fields: [StructField] = []
            for index in 0..<container.count {
                let name = String(decoding: try view.name(index, of: container), as: UTF8.self)
                fields.append(
                    StructField(name, try type(try view.element(index, of: container), depth: depth + 1)))
            }
            return .structure(Schema(fields))
        }
    }

    static func merged(_ a: DataType, _ b: DataType) -> DataType {
        if a == b { return a }
        switch (a, b) {
        case (.null, let other), (let other, .null): return other
        case (.array(let x, _), .array(let y, _)): return .array(merged(x, y), containsNull: true)
        case (.structure(let x), .structure(let y)): return .structure(x.merged(with: y, merged))
        default:
            guard a.isNumeric, b.isNumeric else { return .variant }
            return TypeCoercion.commonType(a, b) ?? .variant
        }
    }

    static func sql(_ type: DataType) -> String {
        switch type {
        case .array(let element, _): "ARRAY<\(sql(element))>"
        case .structure(let schema):
            "OBJECT<"
                + schema.fields.map { "\(quoteIfNeeded($0.name)): \(sql($0.dataType))" }.joined(separator: ", ") + ">"
        default: type.sql
        }
    }
}
