import Columnar
import Formats
import Plans

/// Computes expressions over each batch.
final class ProjectOperator: PhysicalOperator, @unchecked Sendable {
    private let expressions: [PhysicalExpression]
    private let text: String

    init(_ child: PhysicalOperator, expressions: [PhysicalExpression], output: [Attribute], text: String) {
        self.expressions = expressions
        self.text = text
        super.init(output: output, children: [child])
    }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        let expressions = self.expressions
        return MappedStream(try children[0].stream(task)) { batch in
            let frame = EvaluationFrame(batch, task: task)
            return Batch(try expressions.map { try $0.evaluate(frame) }, count: batch.count)
        }
    }

    override func accept(_ filter: RuntimeFilter, column: Int) {
        guard let reference = expressions[column] as? ColumnReference, !expressions.contains(where: \.canFail)
        else { return }
        children[0].accept(filter, column: reference.index)
    }

    override var name: String { "Project" }
    override var explanation: String { "Project [\(text)]" }

    override var estimatedBytes: Double {
        let child = children[0]
        return child.estimatedBytes * min(1, rowWidth(output) / max(rowWidth(child.output), 1))
    }
}

/// Bytes of a row as Spark estimates them from types: 8 for the row and each type's default size.
func rowWidth(_ attributes: [Attribute]) -> Double {
    attributes.reduce(8) { $0 + $1.type.defaultSize }
}

extension DataType {
    var defaultSize: Double {
        switch self {
        case .string, .collated, .char, .varchar: 20
        case .binary: 100
        case .array(let element, _): element.defaultSize
        case .map(let key, let value, _): key.defaultSize + value.defaultSize
        case .structure(let schema): schema.fields.reduce(0) { $0 + $1.dataType.defaultSize }
        default: Double(max(physicalType.width, 1))
        }
    }
}
