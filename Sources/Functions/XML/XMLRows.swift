import Columnar

/// Rows of XML elements as columns, for readers of files.
package final class XMLRowReader {
    package enum Outcome { case complete, partial, malformed }

    private let schema: Schema
    private let reader: XMLRecordReader
    private let text: RecordText
    private var document = XMLDocument()
    private var builders: [ColumnBuilder] = []
    package private(set) var count = 0

    package init(_ schema: Schema, options: [String: String], context: EvaluationContext) throws {
        let options = RecordOptions(options)
        self.schema = schema
        reader = XMLRecordReader(options)
        text = try RecordText(options, context)
        restart()
    }

    private func restart() {
        builders = schema.fields.map { ColumnBuilder($0.dataType) }
        count = 0
    }

    /// Appends an element as a row; nulls for a malformed one, and for texts that are no values of their type.
    package func read(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard document.parse(bytes), document.root >= 0 else {
            appendNulls()
            return .malformed
        }
        var isPartial = false
        for (field, builder) in zip(schema.fields, builders) {
            reader.appendField(field, of: document.root, document, text, to: builder, &isPartial)
        }
        count += 1
        return isPartial ? .partial : .complete
    }

    package func appendNulls() {
        for builder in builders { builder.appendNull() }
        count += 1
    }

    /// The columns of the rows read so far; reading begins anew.
    package func finish() -> [Column] {
        let columns = builders.map { $0.finish() }
        restart()
        return columns
    }
}

/// The schema that fits XML elements.
package struct XMLSchemaInference {
    private let reader: XMLRecordReader
    private let valueTag: String
    private var type: DataType = .null
    /// Whether an element was malformed.
    package var hasMalformed = false

    package init(options: [String: String]) {
        let options = RecordOptions(options)
        reader = XMLRecordReader(options)
        valueTag = options["valueTag"] ?? "_VALUE"
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var document = XMLDocument()
        guard document.parse(bytes), document.root >= 0 else {
            hasMalformed = true
            return
        }
        merge(reader.type(of: document.root, in: document))
    }

    package mutating func merge(_ other: XMLSchemaInference) {
        hasMalformed = hasMalformed || other.hasMalformed
        merge(other.type)
    }

    private mutating func merge(_ other: DataType) { type = Self.merged(type, other) }

    /// An element that occurs once here and several times there is an array.
    private static func merged(_ a: DataType, _ b: DataType) -> DataType {
        switch (a, b) {
        case (.structure(let left), .structure(let right)): return .structure(left.merged(with: right, merged))
        case (.array(let left, _), .array(let right, _)): return .array(merged(left, right), containsNull: true)
        case (.array(let element, _), let one), (let one, .array(let element, _)):
            return .array(merged(element, one), containsNull: true)
        default: return InferredType.merged(a, b)
        }
    }

    /// Rows that hold nothing but text have it in the column of the value tag.
    package func schema() -> Schema {
        switch InferredType.canonical(type) {
        case .structure(let schema): return schema
        case _ where type == .null: return Schema([])
        case let scalar: return Schema([StructField(valueTag, scalar)])
        }
    }
}

/// Writes rows as XML elements, for writers of files.
package struct XMLRowWriter {
    private let writer: XMLRecordWriter

    package init(options: [String: String], context: EvaluationContext) throws {
        writer = try XMLRecordWriter(RecordOptions(options), context)
    }

    /// Writes a row of a column of structs as an element below the document's root, on lines of its own.
    package func write(_ rows: Column, _ row: Int, into out: inout ByteWriter) {
        writer.write(rows, row, into: &out, depth: 1)
    }
}
