/// The schema of a file as a tree.
final class ParquetSchema: Sendable {
    /// A column or a group of columns.
    final class Node: Sendable {
        let element: ParquetSchemaElement
        let children: [Node]
        /// The number of optional or repeated nodes from the root to here: the definition level of a value that is there.
        let maxDefinition: Int
        /// The number of repeated nodes from the root to here.
        let maxRepetition: Int
        /// Names from below the root to here.
        let path: [String]
        /// The position among the leaves, which is that of the column chunk in every row group; `nil` for groups.
        let leafIndex: Int?

        fileprivate init(
            _ element: ParquetSchemaElement, children: [Node], maxDefinition: Int, maxRepetition: Int, path: [String],
            leafIndex: Int?
        ) {
            self.element = element
            self.children = children
            self.maxDefinition = maxDefinition
            self.maxRepetition = maxRepetition
            self.path = path
            self.leafIndex = leafIndex
        }

        var name: String { element.name }
        var isLeaf: Bool { leafIndex != nil }
        /// Whether the node is a plain column: at the top level and not repeated.
        var isFlat: Bool { isLeaf && path.count == 1 && maxRepetition == 0 }

        /// The storage type and its meaning, as Parquet's tools and Spark's messages write it.
        var typeDescription: String {
            guard let type = element.type else { return "group" + (element.logicalType.map { " (\($0.name))" } ?? "") }
            return type.name + (element.logicalType.map { " (\($0.name))" } ?? "")
        }
    }

    let columns: [Node]
    let leaves: [Node]

    /// Builds the tree from the footer's list, which must describe exactly one tree of bounded depth.
    init(_ elements: [ParquetSchemaElement]) throws {
        guard let root = elements.first else { throw ParquetError("the footer has no schema") }
        var builder = Builder(elements: elements)
        columns = try builder.children(
            count: root.childCount, depth: 0, maxDefinition: 0, maxRepetition: 0, path: [])
        guard builder.position == elements.count else {
            throw ParquetError("the schema has \(elements.count - builder.position) elements outside its tree")
        }
        leaves = builder.leaves
    }

    private struct Builder {
        let elements: [ParquetSchemaElement]
        var position = 1
        var leaves: [Node] = []

        mutating func children(
            count: Int, depth: Int, maxDefinition: Int, maxRepetition: Int, path: [String]
        ) throws -> [Node] {
            guard depth < 100 else { throw ParquetError("the schema is nested too deeply") }
            guard count <= elements.count - position else {
                throw ParquetError("the schema promises more elements than it has")
            }
            var nodes: [Node] = []
            for _ in 0..<count {
                guard position < elements.count else {
                    throw ParquetError("the schema promises more elements than it has")
                }
                let element = elements[position]
                position += 1
                let definition = maxDefinition + (element.repetition == .required ? 0 : 1)
                let repetition = maxRepetition + (element.repetition == .repeated ? 1 : 0)
                let ownPath = path + [element.name]
                if element.childCount == 0, element.type != nil {
                    let node = Node(
                        element, children: [], maxDefinition: definition, maxRepetition: repetition, path: ownPath,
                        leafIndex: leaves.count)
                    try Self.check(element)
                    leaves.append(node)
                    nodes.append(node)
                } else if element.childCount > 0 {
                    nodes.append(
                        Node(
                            element,
                            children: try children(
                                count: element.childCount, depth: depth + 1, maxDefinition: definition,
                                maxRepetition: repetition, path: ownPath), maxDefinition: definition,
                            maxRepetition: repetition, path: ownPath, leafIndex: nil))
                } else {
                    throw ParquetError("the schema's group '\(element.name)' has no fields")
                }
            }
            return nodes
        }

        private static func check(_ element: ParquetSchemaElement) throws {
            if element.type == .fixedLengthByteArray && element.typeLength == 0 {
                throw ParquetError("column '\(element.name)' has values of fixed length 0")
            }
            if element.typeLength > 1 << 24 {
                throw ParquetError("column '\(element.name)' has values of \(element.typeLength) bytes")
            }
        }
    }
}
