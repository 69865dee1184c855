import CPyrite

/// A column of an imported Arrow schema: its field, and how its arrays are laid out.
struct ArrowField {
    var field: StructField
    var layout: ArrowLayout

    private static let depthLimit = 64

    /// Reads a schema; it stays the caller's.
    init(_ schema: UnsafePointer<ArrowSchema>, depth: Int = 0) throws(PyriteError) {
        let name = schema.pointee.name.map { String(cString: $0) } ?? ""
        guard schema.pointee.release != nil else { throw ArrowField.malformed(name, "it is released") }
        guard depth < ArrowField.depthLimit else { throw ArrowField.malformed(name, "it is nested too deeply") }
        guard let formatText = schema.pointee.format else { throw ArrowField.malformed(name, "it has no format") }
        let format = String(cString: formatText)
        let nullable = schema.pointee.flags & Int64(ARROW_FLAG_NULLABLE) != 0

        if let dictionary = schema.pointee.dictionary {
            guard let indices = ArrowFormat.indices(format) else {
                throw ArrowField.malformed(name, "its dictionary has indices of the format '\(format)'")
            }
            let values = try ArrowField(dictionary, depth: depth + 1)
            field = StructField(name, values.field.dataType, nullable: nullable)
            layout = .dictionary(indices: indices, values: values.layout)
            return
        }
        if let plain = ArrowFormat(format) {
            field = StructField(name, plain.type, nullable: nullable)
            layout = plain.layout
            return
        }
        let children = try ArrowField.children(of: schema, name, depth: depth)
        switch (format, children.count) {
        case ("+l", 1), ("+L", 1):
            let element = children[0]
            field = StructField(
                name, .array(element.field.dataType, containsNull: element.field.nullable), nullable: nullable)
            layout = .list(element.layout, largeOffsets: format == "+L")
        case ("+s", _):
            field = StructField(name, .structure(Schema(children.map(\.field))), nullable: nullable)
            layout = .structure(children.map(\.layout))
        case ("+m", 1):
            guard case .structure(let entry) = children[0].field.dataType, entry.count == 2,
                case .structure(let layouts) = children[0].layout
            else { throw ArrowField.malformed(name, "its map entries are not key and value") }
            field = StructField(
                name, .map(entry[0].dataType, entry[1].dataType, valueContainsNull: entry[1].nullable),
                nullable: nullable)
            layout = .map(key: layouts[0], value: layouts[1])
        case (_, 1) where format.hasPrefix("+w:"):
            guard let size = Int(format.dropFirst(3)), size >= 0, size <= Int(Int32.max) else {
                throw ArrowField.malformed(name, "the list size in '\(format)'")
            }
            let element = children[0]
            field = StructField(
                name, .array(element.field.dataType, containsNull: element.field.nullable), nullable: nullable)
            layout = .fixedList(element.layout, size: size)
        default:
            throw PyriteError(
                .analysis, "UNSUPPORTED_ARROWTYPE", sqlState: "0A000",
                "Unsupported arrow type of the format '\(format)' in the column '\(name)'.",
                parameters: ["typeName": format])
        }
    }

    private static func children(
        of schema: UnsafePointer<ArrowSchema>, _ name: String, depth: Int
    ) throws(PyriteError) -> [ArrowField] {
        let count = Int(schema.pointee.n_children)
        guard count > 0 else { return [] }
        guard let children = schema.pointee.children else { throw malformed(name, "its children are missing") }
        var result: [ArrowField] = []
        for index in 0..<count {
            guard let child = children[index] else { throw malformed(name, "child \(index) is missing") }
            result.append(try ArrowField(child, depth: depth + 1))
        }
        return result
    }

    static func malformed(_ name: String, _ reason: String) -> PyriteError {
        PyriteError(
            .illegalArgument, "INVALID_ARROW_DATA", sqlState: "22000",
            "The Arrow data of the column '\(name)' is not valid: \(reason).",
            parameters: ["column": name, "reason": reason])
    }
}

extension DataType {
    /// The type of a column that an Arrow schema describes. The schema stays the caller's.
    package init(importing schema: UnsafePointer<ArrowSchema>) throws(PyriteError) {
        self = try ArrowField(schema).field.dataType
    }
}
