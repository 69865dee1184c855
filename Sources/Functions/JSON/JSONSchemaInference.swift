import Columnar

/// Finds the schema of JSON records as Spark's source does: every field that occurs, sorted by name, with the narrowest
/// type that holds all its values; string when nothing else does.
package struct JSONSchemaInference {
    /// The type of one place in the records, changed in place as values come.
    private final class Node {
        enum Kind {
            case null, boolean, long, double, string, timestamp, localTimestamp
            case decimal(precision: Int, scale: Int)
            case array(Node)
            case structure
        }
        var kind = Kind.null
        /// Of a struct, in order of appearance.
        var names: [String] = []
        var fields: [Node] = []
        /// By exact name; the first of those of one name.
        var positions: [String: Int] = [:]
        /// By lower-case name.
        var foldedPositions: [String: Int] = [:]
        /// The record that last had this field.
        var lastRecord = -1

        func add(_ name: String, _ node: Node) {
            if positions[name] == nil { positions[name] = fields.count }
            let folded = name.lowercased()
            if foldedPositions[folded] == nil { foldedPositions[folded] = fields.count }
            names.append(name)
            fields.append(node)
        }
    }

    private let options: JSONOptions
    private let context: EvaluationContext
    private let root = Node()
    private var record = 0
    /// Some record was no object.
    private var hasMalformed = false
    /// A number's scale was negative, which no decimal type has: the text.
    private var refused: String?

    package init(options: JSONOptions, context: EvaluationContext) {
        self.options = options
        self.context = context
        root.kind = .structure
    }

    /// The type of one text of any kind, as `schema_of_json` tells it; `nil` for malformed text.
    static func type(
        of text: UnsafeRawBufferPointer, _ options: JSONOptions, _ context: EvaluationContext
    ) throws -> DataType? {
        var inference = JSONSchemaInference(options: options, context: context)
        inference.root.kind = .null
        var scanner = JSONScanner(text, options)
        var ahead = scanner
        let token = ahead.value()
        if token == .end { return .string }
        guard token != .malformed, ahead.skip(token, depth: 0) else { return nil }
        inference.record += 1
        inference.value(&scanner, inference.root)
        if let refused = inference.refused { throw negativeScale(refused) }
        return try inference.type(of: inference.root) ?? .structure(Schema([]))
    }

    private static func negativeScale(_ scale: String) -> PyriteError {
        PyriteError(
            .analysis, "NEGATIVE_SCALE_DISALLOWED", sqlState: "0A000",
            "Negative scale is not allowed: '\(scale)'. Set the option \"prefersDecimal\" to \"false\".",
            parameters: ["scale": scale])
    }

    // MARK: Records

    /// Takes in one record. Throws MALFORMED_RECORD_IN_PARSING in FAILFAST mode when it is no object.
    package mutating func update(_ text: UnsafeRawBufferPointer) throws {
        record += 1
        var scanner = JSONScanner(text, options)
        // A malformed record must leave no fields behind: it is looked through first.
        let token = scanner.value()
        switch token {
        case .end: return
        case .object, .array:
            var ahead = scanner
            guard ahead.skip(token, depth: 0) else { return try malformed(text) }
        default: return try malformed(text)
        }
        if token == .object { return structure(&scanner, root) }
        var isFirst = true
        var onlyObjects = true
        while let more = scanner.nextElement(isFirst: isFirst), more {
            isFirst = false
            let element = scanner.value()
            record += 1
            if element == .object {
                structure(&scanner, root)
            } else {
                onlyObjects = onlyObjects && element == .null
                _ = scanner.skip(element, depth: 1)
            }
        }
        if !onlyObjects { try malformed(text) }
    }

    private mutating func malformed(_ text: UnsafeRawBufferPointer) throws {
        switch options.mode {
        case .permissive: hasMalformed = true
        case .dropMalformed: return
        case .failFast:
            let record = String(decoding: text, as: UTF8.self)
            throw PyriteError(
                .sparkException, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", sqlState: "22023",
                "Malformed records are detected in record parsing: \(record). Parse Mode: FAILFAST. To process malformed "
                    + "records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
                parameters: ["badRecord": record, "failFastMode": "FAILFAST"])
        }
    }

    private mutating func structure(_ scanner: inout JSONScanner, _ node: Node) {
        var isFirst = true
        while let more = scanner.nextMember(isFirst: isFirst), more {
            isFirst = false
            value(&scanner, field(scanner.tokenText, of: node))
        }
    }

    /// The field of this name. Names that differ in case are one field when they come in different records, and two
    /// (which is an error later) in one record.
    private func field(_ name: String, of node: Node) -> Node {
        if let index = node.positions[name] ?? node.foldedPositions[name.lowercased()] {
            let found = node.fields[index]
            if found.lastRecord != record {
                found.lastRecord = record
                return found
            }
        }
        let fresh = Node()
        fresh.lastRecord = record
        node.add(name, fresh)
        return fresh
    }

    private mutating func value(_ scanner: inout JSONScanner, _ node: Node) {
        let token = scanner.value()
        switch token {
        case .object:
            if case .null = node.kind { node.kind = .structure }
            guard case .structure = node.kind else {
                node.kind = .string
                _ = scanner.skip(token, depth: 0)
                return
            }
            structure(&scanner, node)
        case .array:
            if case .null = node.kind { node.kind = .array(Node()) }
            guard case .array(let element) = node.kind else {
                node.kind = .string
                _ = scanner.skip(token, depth: 0)
                return
            }
            var isFirst = true
            while let more = scanner.nextElement(isFirst: isFirst), more {
                isFirst = false
                // Each element is a record of its own to the fields in it.
                record += 1
                value(&scanner, element)
            }
        case .string: if !isString(node) { merge(string(scanner), into: node) }
        case .integer, .fraction, .nonNumeric: if !isString(node) { merge(number(token, scanner.token), into: node) }
        case .true, .false: merge(options.primitivesAsString ? .string : .boolean, into: node)
        case .null, .end, .malformed: break
        }
    }

    private func isString(_ node: Node) -> Bool { if case .string = node.kind { true } else { false } }

    // MARK: Types of scalars

    private mutating func number(_ token: JSONToken, _ text: UnsafeRawBufferPointer) -> Node.Kind {
        if options.primitivesAsString { return .string }
        if token == .integer {
            if NumberParsing.integer(text) != nil { return .long }
            return decimal(text) ?? .double
        }
        if token == .fraction, options.prefersDecimal { return decimal(text) ?? .double }
        return .double
    }

    /// The type of Java's BigDecimal of this text; `nil` when it has too many digits.
    private mutating func decimal(_ text: UnsafeRawBufferPointer) -> Node.Kind? {
        var digits = 0
        var scale = 0
        var seenPoint = false
        var index = 0
        while index < text.count, text[index] | 0x20 != 0x65 {
            switch text[index] {
            case 0x2E: seenPoint = true
            case 0x30...0x39:
                if digits > 0 || text[index] != 0x30 { digits += 1 }
                if seenPoint { scale += 1 }
            case 0x2D where index == 0, 0x2B where index == 0: break
            default: return nil
            }
            index += 1
        }
        guard index > 0 else { return nil }
        if index < text.count {
            let exponent = UnsafeRawBufferPointer(rebasing: text[(index + 1)...])
            guard let power = NumberParsing.integer(exponent), power.magnitude < 10_000 else { return nil }
            scale -= Int(power)
        }
        if scale < 0 { refused = refused ?? String(scale) }
        let precision = max(digits, 1, scale)
        return precision <= DataType.maxDecimalPrecision ? .decimal(precision: precision, scale: max(scale, 0)) : nil
    }

    private mutating func string(_ scanner: JSONScanner) -> Node.Kind {
        guard !options.primitivesAsString, options.prefersDecimal || options.infersTimestamps, !scanner.hasEscapes
        else {
            return .string
        }
        let text = scanner.token
        if options.prefersDecimal, let decimal = decimal(text) { return decimal }
        if options.infersTimestamps, context.legacy.contains(.timestampsAreLocal),
            JSONValues.timestampNTZ(text, options) != nil
        {
            return .localTimestamp
        }
        if options.infersTimestamps, JSONValues.timestamp(text, options, context) != nil { return .timestamp }
        return .string
    }

    // MARK: Merging

    private func merge(_ kind: Node.Kind, into node: Node) { node.kind = Self.common(node.kind, kind) }

    private static func common(_ a: Node.Kind, _ b: Node.Kind) -> Node.Kind {
        switch (a, b) {
        case (.null, _): b
        case (_, .null): a
        case (.boolean, .boolean), (.long, .long), (.double, .double), (.timestamp, .timestamp),
            (.localTimestamp, .localTimestamp):
            a
        case (.timestamp, .localTimestamp), (.localTimestamp, .timestamp): .timestamp
        case (.long, .double), (.double, .long), (.double, .decimal), (.decimal, .double): .double
        case (.long, .decimal(let p, let s)), (.decimal(let p, let s), .long): wider(20, 0, p, s)
        case (.decimal(let p, let s), .decimal(let q, let t)): wider(p, s, q, t)
        default: .string
        }
    }

    /// The decimal that holds both; a double when it would have too many digits.
    private static func wider(_ p: Int, _ s: Int, _ q: Int, _ t: Int) -> Node.Kind {
        let scale = max(s, t)
        let precision = max(p - s, q - t) + scale
        return precision > DataType.maxDecimalPrecision ? .double : .decimal(precision: precision, scale: scale)
    }

    /// Adds what another part of the data gave.
    package mutating func merge(_ other: JSONSchemaInference) {
        hasMalformed = hasMalformed || other.hasMalformed
        refused = refused ?? other.refused
        record += 1
        merge(other.root, into: root)
    }

    private mutating func merge(_ other: Node, into node: Node) {
        switch (node.kind, other.kind) {
        case (_, .null): break
        case (.null, _):
            node.kind = other.kind
            (node.names, node.fields) = (other.names, other.fields)
            (node.positions, node.foldedPositions) = (other.positions, other.foldedPositions)
        case (.array(let mine), .array(let theirs)): merge(theirs, into: mine)
        case (.structure, .structure):
            for (name, theirs) in zip(other.names, other.fields) { merge(theirs, into: field(name, of: node)) }
        default: merge(other.kind, into: node)
        }
    }

    // MARK: Result

    /// The schema of all records so far. Throws for names that differ in case only, and for decimals that no type holds.
    package func schema() throws -> Schema {
        if let refused { throw Self.negativeScale(refused) }
        var fields = try self.fields(of: root)
        if hasMalformed, !fields.contains(where: { $0.name == options.corruptRecordColumn }) {
            fields.append(StructField(options.corruptRecordColumn, .string))
        }
        return Schema(Self.sorted(fields))
    }

    private static func sorted(_ fields: [StructField]) -> [StructField] {
        fields.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    }

    private func fields(of node: Node) throws -> [StructField] {
        var seen = Set<String>()
        var fields: [StructField] = []
        for (name, child) in zip(node.names, node.fields) where !name.isEmpty {
            guard let type = try type(of: child) else { continue }
            guard seen.insert(name.lowercased()).inserted else {
                throw PyriteError(
                    .analysis, "COLUMN_ALREADY_EXISTS", sqlState: "42711",
                    "The column \(quoteIdentifier(name.lowercased())) already exists. Choose another name or rename the "
                        + "existing column.", parameters: ["columnName": quoteIdentifier(name.lowercased())])
            }
            fields.append(StructField(name, type))
        }
        return Self.sorted(fields)
    }

    /// `nil` for objects without fields, and on request for what is always null.
    private func type(of node: Node) throws -> DataType? {
        switch node.kind {
        case .null: return options.dropsFieldsOfNulls ? nil : .string
        case .boolean: return .boolean
        case .long: return .long
        case .double: return .double
        case .string: return .string
        case .timestamp: return .timestamp
        case .localTimestamp: return .timestampNTZ
        case .decimal(let precision, let scale): return .decimal(precision: precision, scale: scale)
        case .array(let element): return try type(of: element).map { .array($0, containsNull: true) }
        case .structure:
            let fields = try self.fields(of: node)
            return fields.isEmpty ? nil : .structure(Schema(fields))
        }
    }
}
