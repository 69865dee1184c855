import Columnar

/// A variant taken apart so that a path in it can be changed.
indirect enum VariantNode {
    /// The bytes of a value without parts.
    case leaf([UInt8])
    case object([(name: [UInt8], value: VariantNode)])
    case array([VariantNode])

    static let null = VariantNode.leaf([0])

    enum Failure: Error {
        /// The path passes through, or ends at, a value of the wrong kind.
        case wrongKind
        /// The field is there already.
        case duplicate([UInt8])
    }

    enum Change {
        /// Replaces, or adds where nothing is when `createsMissing`.
        case set(VariantNode, createsMissing: Bool)
        /// Adds a field that must not exist, or an element before a position.
        case insert(VariantNode)
        case append(VariantNode)
        case delete
    }

    init(_ view: VariantView, depth: Int = 0) throws {
        guard depth < VariantText.depthLimit else { throw VariantView.malformed() }
        switch try view.kind() {
        case .object(let container):
            var fields: [(name: [UInt8], value: VariantNode)] = []
            for index in 0..<container.count {
                fields.append(
                    (
                        Array(try view.name(index, of: container)),
                        try VariantNode(try view.element(index, of: container), depth: depth + 1)
                    ))
            }
            self = .object(fields)
        case .array(let container):
            self = .array(
                try (0..<container.count).map {
                    try VariantNode(try view.element($0, of: container), depth: depth + 1)
                })
        default: self = .leaf(Array(try view.bytes()))
        }
    }

    func write(to builder: inout VariantBuilder) {
        switch self {
        case .leaf(let bytes): bytes.withUnsafeBytes { builder.append(raw: $0) }
        case .array(let elements):
            let start = builder.position
            var offsets: [Int] = []
            for element in elements {
                offsets.append(builder.position)
                element.write(to: &builder)
            }
            builder.closeArray(from: start, offsets: offsets)
        case .object(let fields):
            let start = builder.position
            var written: [VariantBuilder.Field] = []
            for field in fields.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
                let id = field.name.withUnsafeBytes { builder.id($0) }
                written.append(VariantBuilder.Field(id: id, offset: builder.position))
                field.value.write(to: &builder)
            }
            _ = builder.closeObject(from: start, fields: written)
        }
    }

    /// The value with a change made where the path leads.
    func changed(_ path: ArraySlice<VariantPath.Step>, _ change: Change) throws -> VariantNode {
        guard let step = path.first else {
            switch (change, self) {
            case (.set(let value, _), _): return value
            case (.append(let value), .array(let elements)): return .array(elements + [value])
            case (.append, _), (.insert, _): throw Failure.wrongKind
            case (.delete, _): return self
            }
        }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.object(var fields), .name(let name)):
            if let index = fields.firstIndex(where: { $0.name == name }) {
                if rest.isEmpty {
                    if case .delete = change {
                        fields.remove(at: index)
                        return .object(fields)
                    }
                    if case .insert = change { throw Failure.duplicate(name) }
                }
                fields[index].value = try fields[index].value.changed(rest, change)
            } else if let added = Self.created(rest, change) {
                fields.append((name, added))
            }
            return .object(fields)
        case (.array(var elements), .index(let index)):
            if index < elements.count {
                if rest.isEmpty {
                    if case .delete = change {
                        elements.remove(at: index)
                        return .array(elements)
                    }
                    if case .insert(let value) = change {
                        elements.insert(value, at: index)
                        return .array(elements)
                    }
                }
                elements[index] = try elements[index].changed(rest, change)
            } else if let added = Self.created(rest, change), index < 1 << 20 {
                while elements.count < index { elements.append(.null) }
                elements.append(added)
            }
            return .array(elements)
        default:
            if case .delete = change { return self }
            if case .append = change, case .leaf = self { return self }
            throw Failure.wrongKind
        }
    }

    /// What stands at a place that does not exist yet; `nil` when nothing is to be added.
    private static func created(_ path: ArraySlice<VariantPath.Step>, _ change: Change) -> VariantNode? {
        let value: VariantNode
        switch change {
        case .set(let new, createsMissing: true), .insert(let new): value = new
        default: return nil
        }
        return path.reversed().reduce(value) { inner, step in
            switch step {
            case .name(let name): .object([(name, inner)])
            case .index(let index): .array(Array(repeating: .null, count: min(index, 1 << 20)) + [inner])
            }
        }
    }
}
