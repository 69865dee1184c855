import Columnar

/// Functions over XML text.
enum XMLFunctions {
    static let definitions: [FunctionDefinition] = [
        xpath(
            "xpath", "xpath(xml, path) - The texts of the nodes that a path selects; null for elements.",
            ["xpath('<a><b>b1</b><b>b2</b></a>','a/b/text()')"],
            result: .array(.string, containsNull: true)
        ) { rows in
            var evaluator = XPathEvaluator(rows, "xpath")
            return try rows.build { row, builder in
                guard let value = try evaluator.value(row) else { return builder.appendNull() }
                guard case .nodes(let nodes) = value else { throw evaluator.noNodes(row) }
                evaluator.appendValues(of: nodes, to: builder.child(0))
                builder.closeRange()
            }
        },
        xpath(
            "xpath_string", "xpath_string(xml, path) - The text of the first node that a path selects.",
            ["xpath_string('<a><b>b</b><c>cc</c></a>','a/c')"],
            result: .string
        ) { rows in
            var evaluator = XPathEvaluator(rows, "xpath_string")
            return try rows.mapText { row, out in
                guard let value = try evaluator.value(row) else { return false }
                evaluator.string(value).withUnsafeBytes { out.append($0) }
                return true
            }
        },
        xpath(
            "xpath_boolean", "xpath_boolean(xml, path) - Whether a path holds or selects a node.",
            ["xpath_boolean('<a><b>1</b></a>','a/b')"],
            result: .boolean
        ) { rows in
            var evaluator = XPathEvaluator(rows, "xpath_boolean")
            return try rows.mapOptional(UInt8(0)) { row in
                try evaluator.value(row).map { evaluator.boolean($0) ? 1 : 0 }
            }
        },
        number("xpath_double", .double, aliases: ["xpath_number"]) { $0 },
        number("xpath_float", .float) { Float($0) },
        number("xpath_long", .long) {
            $0.isNaN ? 0 : Int64(exactly: $0.rounded(.towardZero)) ?? ($0 < 0 ? .min : .max)
        },
        number("xpath_int", .integer) {
            $0.isNaN ? Int32(0) : Int32(clamping: Int64(exactly: $0.rounded(.towardZero)) ?? ($0 < 0 ? .min : .max))
        },
        number("xpath_short", .short) {
            $0.isNaN ? Int16(0) : Int16(truncatingIfNeeded: Int64(exactly: $0.rounded(.towardZero)) ?? 0)
        },
        .scalar(
            "from_xml", .xml, "from_xml(xml, schema[, options]) - The struct that an XML text holds.",
            ["from_xml('<p><a>1</a><b>0.8</b></p>', 'a INT, b DOUBLE')"], since: "4.0.0", count: 2...3, bindFromXML),
        .scalar(
            "to_xml", .xml, "to_xml(struct[, options]) - A struct as XML.", ["to_xml(named_struct('a', 1, 'b', 2))"],
            since: "4.0.0", count: 1...2
        ) { call in
            guard case .structure = call.types[0] else { throw call.mismatch(0, required: "\"STRUCT\"") }
            let options = try RecordOptions(call, 1)
            return .rows(call, argumentTypes: call.types, result: .string, canFail: true) { rows, context in
                let writer = try XMLRecordWriter(options, context, indent: options["indent"] ?? "    ")
                let column = rows.constant(0) ?? rows.arguments[0]
                let isConstant = rows.constant(0) != nil
                return rows.mapText { row, out in
                    writer.write(column, isConstant ? 0 : row, into: &out)
                    // Without an indent Spark ends the line instead.
                    if options["indent"] == "" { out.append(0x0A) }
                    return true
                }
            }
        },
        .scalar(
            "schema_of_xml", .xml, "schema_of_xml(xml[, options]) - The type of an XML text, as DDL.",
            ["schema_of_xml('<p><a>1</a></p>')"], since: "4.0.0", count: 1...2
        ) { call in
            var text = try call.foldableText(0, "xml")
            let options = try RecordOptions(call, 1)
            var document = XMLDocument()
            guard text.withUTF8({ document.parse(UnsafeRawBufferPointer($0)) }), document.root >= 0 else {
                return .constant(.null, .string, call)
            }
            let reader = XMLRecordReader(options)
            let type = InferredType.canonical(reader.type(of: document.root, in: document))
            return .constant(.string(type.sql), .string, call)
        },
    ]

    /// A function of a document and a path, which must be the same for all rows.
    private static func xpath(
        _ name: String, aliases: [String] = [], _ usage: String, _ examples: [String], result: DataType,
        _ kernel: @escaping @Sendable (Rows) throws -> Column
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .xml, usage, examples, since: "2.0.0", count: 2...2) { call in
            let types = try call.coerced([.text, .text])
            guard call.arguments[1].literal != nil else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "path", type: .string, input: call.arguments[1].sql)
            }
            return .rows(call, argumentTypes: types, result: result, nullable: .always, canFail: true) { rows, _ in
                try kernel(rows)
            }
        }
    }

    private static func number<T: BitwiseCopyable & Numeric & Sendable>(
        _ name: String, _ type: DataType, aliases: [String] = [], _ convert: @escaping @Sendable (Double) -> T
    ) -> FunctionDefinition {
        xpath(
            name, aliases: aliases, "\(name)(xml, path) - The number that a path selects or computes.",
            ["\(name)('<a><b>1</b><b>2</b></a>', 'sum(a/b)')"],
            result: type
        ) { rows in
            var evaluator = XPathEvaluator(rows, name)
            return try rows.mapOptional(T.zero) { row in
                try evaluator.value(row).map { convert(evaluator.number($0)) }
            }
        }
    }

    @Sendable private static func bindFromXML(_ call: Call) throws -> ScalarBinding {
        let type = try call.schemaArgument(1).withNullableFields
        guard case .structure = type else {
            let shown = "\(call.name)(\(call.arguments[0].sql))"
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.INVALID_XML_SCHEMA", sqlState: "42K09",
                "Cannot resolve \"\(shown)\" due to data type mismatch: Input schema \"\(type.sql)\" must be a struct or a "
                    + "variant.", parameters: ["sqlExpr": "\"\(shown)\"", "schema": "\"\(type.sql)\""])
        }
        let options = try RecordOptions(call, 2)
        try options.checkCorruptColumn(in: type)
        let types = [try call.coerced([.text, .any])[0]] + call.types.dropFirst()
        return .rows(call, argumentTypes: types, result: type, nullable: .always, canFail: options.failsFast) {
            rows, context in
            let xml = rows.text(0)
            let reader = XMLRecordReader(options)
            let text = try RecordText(options, context)
            var document = XMLDocument()
            return try rows.build { row, builder in
                guard document.parse(xml[row]), document.root >= 0 else {
                    if options.failsFast { throw RecordText.malformedRecord(xml[row]) }
                    guard case .structure(let schema) = type else { return builder.appendNull() }
                    for index in 0..<schema.count { builder.child(index).appendNull() }
                    return builder.closeStructure()
                }
                var isPartial = false
                reader.append(document.root, of: document, type, text, to: builder, &isPartial)
            }
        }
    }
}

/// Evaluates the path of each row over its document; a document or path that repeats is read once.
struct XPathEvaluator: ~Copyable {
    private var document = XMLDocument()
    private let xml: TextInput
    private let paths: TextInput
    private let function: String
    private var path: XPath?
    private var pathText: [UInt8] = []

    init(_ rows: Rows, _ function: String) {
        xml = rows.text(0)
        paths = rows.text(1)
        self.function = function
    }

    /// `nil` for an empty document or path.
    mutating func value(_ row: Int) throws -> XPathValue? {
        let text = paths[row]
        if text.isEmpty { return nil }
        if path == nil || !text.elementsEqual(pathText) {
            guard let compiled = XPath(text) else { throw Self.invalid(text, function) }
            path = compiled
            pathText = Array(text)
        }
        if xml[row].isEmpty { return nil }
        guard document.parse(xml[row]) else {
            throw PyriteError(
                .runtime, "INVALID_XML_DOCUMENT", sqlState: "22P02",
                "Error loading expression '\(String(decoding: pathText, as: UTF8.self))': the XML is not well formed.",
                parameters: ["functionName": "`\(function)`"])
        }
        guard let path, let value = document.evaluate(path) else { throw Self.invalid(text, function) }
        return value
    }

    private static func invalid(_ text: UnsafeRawBufferPointer, _ function: String) -> PyriteError {
        let path = String(decoding: text, as: UTF8.self)
        return PyriteError(
            .runtime, "INVALID_XPATH", sqlState: "22023", "Invalid XPath '\(path)' in `\(function)`.",
            parameters: ["path": path, "functionName": "`\(function)`"])
    }

    /// The path computes a value where nodes are wanted.
    func noNodes(_ row: Int) -> PyriteError {
        let path = String(decoding: paths[row], as: UTF8.self)
        return PyriteError(
            .runtime, "INVALID_XPATH", sqlState: "22023",
            "Invalid XPath '\(path)' in `\(function)`: can not convert its value to a NodeList.",
            parameters: ["path": path, "functionName": "`\(function)`"])
    }

    func string(_ value: XPathValue) -> [UInt8] { document.string(value) }
    func number(_ value: XPathValue) -> Double { document.number(value) }
    func boolean(_ value: XPathValue) -> Bool { document.boolean(value) }

    /// The values of text and attribute nodes; elements have none.
    func appendValues(of nodes: [Int], to builder: ColumnBuilder) {
        for node in nodes {
            if document.nodes[node].kind == .element {
                builder.appendNull()
            } else {
                builder.append(bytes: document.bytes(document.nodes[node].value))
            }
        }
    }
}

/// Elements as structs: child elements and attributes by name, repeated ones as arrays, text beside them as `_VALUE`.
struct XMLRecordReader {
    private let attributePrefix: String
    private let valueTag: String
    private let leavesOutAttributes: Bool
    private let keepsSpaces: Bool
    private let infersTypes: Bool
    /// The text that stands for null, if one does.
    private let nullText: [UInt8]?

    init(_ options: RecordOptions) {
        nullText = options["nullValue"].map { Array($0.utf8) }
        attributePrefix = options["attributePrefix"] ?? "_"
        valueTag = options["valueTag"] ?? "_VALUE"
        leavesOutAttributes = options.flag("excludeAttribute")
        keepsSpaces = !options.flag("ignoreSurroundingSpaces", default: true)
        infersTypes = options.flag("inferSchema", default: true)
    }

    /// Appends what a node holds.
    ///
    /// - Parameter isPartial: becomes true when a text is no value of its type, for which null is appended.
    func append(
        _ node: Int, of document: borrowing XMLDocument, _ type: DataType, _ text: RecordText,
        to builder: ColumnBuilder, _ isPartial: inout Bool
    ) {
        switch type {
        case .structure(let schema):
            for (index, field) in schema.fields.enumerated() {
                appendField(field, of: node, document, text, to: builder.child(index), &isPartial)
            }
            builder.closeStructure()
        case .array(let element, _):
            append(node, of: document, element, text, to: builder.child(0), &isPartial)
            builder.closeRange()
        case .map(_, let value, _):
            var child = document.nodes[node].firstChild
            while child >= 0 {
                if document.nodes[child].kind == .element {
                    builder.child(0).append(bytes: document.bytes(document.nodes[child].name))
                    append(child, of: document, value, text, to: builder.child(1), &isPartial)
                }
                child = document.nodes[child].nextSibling
            }
            builder.closeRange()
        default:
            var content = ByteWriter()
            document.appendText(of: node, to: &content)
            let (start, end) = DateTimeParsing.trimmed(content.bytes)
            let trimmed = UnsafeRawBufferPointer(rebasing: content.bytes[start..<end])
            if nullText.map({ trimmed.elementsEqual($0) }) ?? false {
                builder.appendNull()
            } else if type.isString {
                builder.append(bytes: keepsSpaces ? content.bytes : trimmed)
            } else if !text.append(trimmed, type, to: builder) {
                isPartial = isPartial || !trimmed.isEmpty
                builder.appendNull()
            }
        }
    }

    /// Appends the children, attribute or own text of a field's name.
    func appendField(
        _ field: StructField, of node: Int, _ document: borrowing XMLDocument, _ text: RecordText,
        to builder: ColumnBuilder, _ isPartial: inout Bool
    ) {
        let found = find(field.name, in: node, document)
        if case .array(let element, _) = field.dataType {
            if found.isEmpty { return builder.appendNull() }
            for node in found { append(node, of: document, element, text, to: builder.child(0), &isPartial) }
            return builder.closeRange()
        }
        // Of several the last counts.
        guard let node = found.last else { return builder.appendNull() }
        append(node, of: document, field.dataType, text, to: builder, &isPartial)
    }

    /// The children, attribute or own text of this name.
    private func find(_ name: String, in node: Int, _ document: borrowing XMLDocument) -> [Int] {
        var found: [Int] = []
        var child = document.nodes[node].firstChild
        while child >= 0 {
            let entry = document.nodes[child]
            if entry.kind == .element, document.bytes(entry.name).elementsEqual(name.utf8) { found.append(child) }
            if entry.kind == .text, name == valueTag { found.append(child) }
            child = entry.nextSibling
        }
        guard found.isEmpty, name.hasPrefix(attributePrefix), !leavesOutAttributes else { return found }
        let bare = name.dropFirst(attributePrefix.count)
        var attribute = document.nodes[node].firstAttribute
        while attribute >= 0 {
            if document.bytes(document.nodes[attribute].name).elementsEqual(bare.utf8) { found.append(attribute) }
            attribute = document.nodes[attribute].nextSibling
        }
        return found
    }

    // MARK: Inference

    func type(of node: Int, in document: borrowing XMLDocument) -> DataType {
        var fields: [StructField] = []
        func add(_ name: String, _ type: DataType, isRepeated: Bool) {
            guard let index = fields.firstIndex(where: { $0.name == name }) else {
                fields.append(StructField(name, type))
                return
            }
            if case .array(let element, _) = fields[index].dataType, isRepeated {
                fields[index].dataType = .array(InferredType.merged(element, type), containsNull: true)
            } else {
                fields[index].dataType = .array(
                    InferredType.merged(fields[index].dataType, type), containsNull: true)
            }
        }
        if !leavesOutAttributes {
            var attribute = document.nodes[node].firstAttribute
            while attribute >= 0 {
                let name =
                    attributePrefix
                    + String(decoding: document.bytes(document.nodes[attribute].name), as: UTF8.self)
                add(name, scalar(document.bytes(document.nodes[attribute].value)), isRepeated: false)
                attribute = document.nodes[attribute].nextSibling
            }
        }
        var hasElements = false
        var content = ByteWriter()
        var child = document.nodes[node].firstChild
        while child >= 0 {
            let entry = document.nodes[child]
            if entry.kind == .element {
                hasElements = true
                let name = String(decoding: document.bytes(entry.name), as: UTF8.self)
                add(name, type(of: child, in: document), isRepeated: true)
            } else {
                content.append(document.bytes(entry.value))
            }
            child = entry.nextSibling
        }
        let (start, end) = DateTimeParsing.trimmed(content.bytes)
        let own = UnsafeRawBufferPointer(rebasing: content.bytes[start..<end])
        if fields.isEmpty, !hasElements { return scalar(own) }
        if !own.isEmpty { fields.append(StructField(valueTag, scalar(own))) }
        return .structure(Schema(fields.sorted { $0.name < $1.name }))
    }

    private func scalar(_ text: UnsafeRawBufferPointer) -> DataType {
        if nullText.map({ text.elementsEqual($0) }) ?? false { return .null }
        if text.isEmpty || !infersTypes { return text.isEmpty ? .null : .string }
        if NumberParsing.integer(text) != nil { return .long }
        if NumberParsing.double(text) != nil { return .double }
        if RecordText.boolean(text) != nil { return .boolean }
        if text.count == 10, DateTimeParsing.date(text) != nil { return .date }
        if text.count > 10, DateTimeParsing.timestamp(text, timeZone: .utc, now: 0) != nil { return .timestamp }
        return .string
    }
}

/// Structs as XML, indented by four spaces or what else is wanted; by nothing means all on one line.
struct XMLRecordWriter {
    private let rowTag: String
    private let attributePrefix: String
    private let valueTag: String
    private let arrayElement: String
    private let nullText: String?
    private let times: RecordTimes
    private let timeZone: TimeZoneRules
    private let context: EvaluationContext

    private let step: [UInt8]

    init(_ options: RecordOptions, _ context: EvaluationContext, indent: String = "    ") throws {
        step = Array(indent.utf8)
        rowTag = options["rowTag"] ?? "ROW"
        attributePrefix = options["attributePrefix"] ?? "_"
        valueTag = options["valueTag"] ?? "_VALUE"
        arrayElement = options["arrayElementName"] ?? "item"
        nullText = options["nullValue"]
        times = try RecordTimes(options, context)
        timeZone = try options.timeZone(context)
        self.context = context
    }

    /// Writes a struct as an element, which stands `depth` elements deep in its document.
    func write(_ column: Column, _ row: Int, into out: inout ByteWriter, depth: Int = 0) {
        element(rowTag, column.flattened(), row, into: &out, depth)
    }

    private func indent(_ depth: Int, _ out: inout ByteWriter) {
        guard depth > 0 else { return }
        indentClosing(depth, &out)
    }

    private func element(_ name: String, _ column: Column, _ row: Int, into out: inout ByteWriter, _ depth: Int) {
        if column.isNull(row) {
            guard let nullText else { return }
            indent(depth, &out)
            out.append("<\(name)>\(nullText)</\(name)>")
            return
        }
        switch column.layout {
        case .constant(let one): return element(name, one, 0, into: &out, depth)
        case .dictionary(let indices, let values):
            return element(name, values, Int(indices.typed(Int32.self)[row]), into: &out, depth)
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            let isNested = if case .array = elements.type { true } else { false }
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                guard isNested, !elements.isNull(index) else {
                    element(name, elements, index, into: &out, depth)
                    continue
                }
                indent(depth, &out)
                out.append("<\(name)>")
                element(arrayElement, elements, index, into: &out, depth + 1)
                indentClosing(depth, &out)
                out.append("</\(name)>")
            }
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            indent(depth, &out)
            out.append("<\(name)>")
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                element(ValueText.plain(keys, row: index, context: context), values, index, into: &out, depth + 1)
            }
            indentClosing(depth, &out)
            out.append("</\(name)>")
        case .structure(let fields):
            guard case .structure(let schema) = column.type else { return }
            indent(depth, &out)
            out.append("<\(name)")
            var own: Int?
            var inner: [Int] = []
            for (index, field) in schema.fields.enumerated() {
                if field.name == valueTag {
                    own = index
                } else if field.name.hasPrefix(attributePrefix) {
                    guard !fields[index].isNull(row) else { continue }
                    out.append(" \(field.name.dropFirst(attributePrefix.count))=\"")
                    text(fields[index].flattened(), row, into: &out, isAttribute: true)
                    out.append(0x22)
                } else {
                    inner.append(index)
                }
            }
            let opened = out.count
            out.append(0x3E)
            if let own, !fields[own].isNull(row) { text(fields[own].flattened(), row, into: &out) }
            let start = out.count
            for index in inner { element(schema[index].name, fields[index], row, into: &out, depth + 1) }
            if out.count == opened + 1 {
                out.truncate(to: opened)
                out.append("/>" as StaticString)
                return
            }
            if out.count > start { indentClosing(depth, &out) }
            out.append("</\(name)>")
        default:
            indent(depth, &out)
            out.append("<\(name)>")
            text(column, row, into: &out)
            out.append("</\(name)>")
        }
    }

    private func indentClosing(_ depth: Int, _ out: inout ByteWriter) {
        guard !step.isEmpty else { return }
        out.append(0x0A)
        for _ in 0..<depth {
            for byte in step { out.append(byte) }
        }
    }

    private func text(_ column: Column, _ row: Int, into out: inout ByteWriter, isAttribute: Bool = false) {
        var plain = ByteWriter()
        switch column.type {
        case .timestamp:
            guard let values = column.fixedValues(Int64.self) else { return }
            var cursor = TimeZoneCursor(timeZone)
            times.timestamp.format(instant: values[row], &cursor, timeZone: timeZone, into: &plain)
        case .timestampNTZ:
            guard let values = column.fixedValues(Int64.self) else { return }
            times.timestampNTZ.format(local: values[row], into: &plain)
        case .date:
            guard let values = column.fixedValues(Int32.self) else { return }
            times.date.format(days: values[row], into: &plain)
        case .time where times.time != nil:
            guard let values = column.fixedValues(Int64.self) else { return }
            times.time?.format(local: values[row] / 1_000, into: &plain)
        case .binary:
            if let views = column.views { ValueText.write(bytes: StringView.bytes(views + row), into: &plain) }
        default: ValueText.write(column, row: row, into: &plain, context: context)
        }
        for byte in plain.bytes {
            switch byte {
            case 0x3C: out.append("&lt;" as StaticString)
            case 0x26: out.append("&amp;" as StaticString)
            case 0x22 where isAttribute: out.append("&quot;" as StaticString)
            default: out.append(byte)
            }
        }
    }
}
