import Columnar
import Plans

/// Adds the results of functions that see all batches of a partition one after another: iterator UDFs.
///
/// Each function pulls the columns of its arguments batch by batch and may give its results in batches of other lengths;
/// the rows wait here until every function has given theirs.
final class PythonIteratorOperator: WholePartitionOperator, @unchecked Sendable {
    struct Call: @unchecked Sendable {
        let command: [UInt8]
        let arguments: [PhysicalExpression]
        let type: DataType
    }

    private let calls: [Call]
    private let text: String

    /// `output`: the child's columns, then one for each call.
    init(_ child: PhysicalOperator, calls: [Call], output: [Attribute], text: String) {
        self.calls = calls
        self.text = text
        super.init(output: output, children: [child])
    }

    override var name: String { "ArrowEvalPython" }
    override var explanation: String { "ArrowEvalPython [\(text)]" }

    override func stream(partition: Int, _ task: TaskContext) throws -> any BatchStream {
        guard let runner = task.job.context.pythonRunner else {
            throw PyriteError.unsupported("Python functions outside a Python process")
        }
        var stream = try children[0].stream(task.reading(partition: partition))
        // One call after another: each passes on all columns so far and adds its own.
        for call in calls { stream = try AddedColumnStream(stream, call, runner, partition, task) }
        return stream
    }

    /// The rows of a stream with a function's result behind them.
    private final class AddedColumnStream: BatchStream {
        private let waiting = WaitingRows()
        private let results: any BatchStream
        private var current: Batch?
        private var used = 0

        init(
            _ input: any BatchStream, _ call: Call, _ runner: any PythonUDFRunner, _ partition: Int, _ task: TaskContext
        ) throws {
            let schema = Schema(call.arguments.enumerated().map { StructField("_\($0.offset)", $0.element.type) })
            let arguments = ArgumentStream(input, call, waiting, task)
            results = try runner.stream(
                command: call.command, partition: partition, input: arguments, inputSchema: schema,
                resultSchema: Schema([StructField("_0", call.type)]))
        }

        func next() throws -> Batch? {
            while current == nil || used == current?.count {
                current = try results.next()
                used = 0
                guard current != nil else {
                    guard waiting.isEmpty else {
                        throw AddedColumnStream.lengthMismatch("fewer")
                    }
                    return nil
                }
            }
            guard let current else { return nil }
            guard let rows = waiting.take(atMost: current.count - used) else {
                throw AddedColumnStream.lengthMismatch("more")
            }
            let added = current.columns[0].slice(used..<used + rows.count)
            used += rows.count
            return Batch(rows.columns + [added], count: rows.count)
        }

        private static func lengthMismatch(_ what: String) -> PyriteError {
            PyriteError(
                .python, "PYTHON_EXCEPTION", sqlState: "38000",
                "An exception was thrown from the Python worker: the iterator function gave \(what) rows than it was given.",
                parameters: [
                    "msg": "The length of output in Scalar iterator pandas UDF should be the same with the input's"
                ])
        }
    }

    /// Rows that a function has been given the arguments of, but has not answered yet.
    private final class WaitingRows {
        private var batches: [Batch] = []
        private var first = 0
        private var offset = 0

        var isEmpty: Bool { first == batches.count }
        func append(_ batch: Batch) { batches.append(batch) }

        func take(atMost count: Int) -> Batch? {
            guard first < batches.count else { return nil }
            let batch = batches[first]
            let end = min(batch.count, offset + count)
            let rows = offset == 0 && end == batch.count ? batch : batch.slice(offset..<end)
            offset = end
            if end == batch.count {
                first += 1
                offset = 0
                if first == batches.count || first > 64 {
                    batches.removeFirst(first)
                    first = 0
                }
            }
            return rows
        }
    }

    /// The arguments of a call for each batch; the batches themselves go to the waiting rows.
    private final class ArgumentStream: BatchStream {
        private let input: any BatchStream
        private let call: Call
        private let waiting: WaitingRows
        private let task: TaskContext

        init(_ input: any BatchStream, _ call: Call, _ waiting: WaitingRows, _ task: TaskContext) {
            self.input = input
            self.call = call
            self.waiting = waiting
            self.task = task
        }

        func next() throws -> Batch? {
            guard let batch = try input.next() else { return nil }
            let frame = EvaluationFrame(batch, task: task)
            let arguments = Batch(try call.arguments.map { try $0.evaluate(frame) }, count: batch.count)
            waiting.append(batch)
            return arguments
        }
    }
}
