import Columnar
import Functions
import Plans

/// Gives each partition's rows to a command of the shell as lines, and makes rows of the lines that it writes.
final class ScriptOperator: WholePartitionOperator, @unchecked Sendable {
    private let script: ScriptTransformation

    init(_ child: PhysicalOperator, _ node: MapPartitions, _ script: ScriptTransformation) {
        self.script = script
        super.init(output: node.output, children: [child])
    }

    override var name: String { "ScriptTransformation" }
    override var explanation: String { "ScriptTransformation \(script.command), \(describe(output))" }

    override func stream(partition: Int, _ task: TaskContext) throws -> any BatchStream {
        ScriptStream(
            try children[0].stream(task.reading(partition: partition)), script, width: output.count,
            cancellation: task.job.context.cancellation)
    }
}

/// One run of the command. One thread feeds it and listens to it, whichever it is ready for, so that neither waits for
/// the other however much it keeps.
private final class ScriptStream: BatchStream {
    private let input: any BatchStream
    private let script: ScriptTransformation
    private let width: Int
    private let cancellation: CancellationToken
    private var process: ShellProcess?
    /// What is still to be written, from `written` on.
    private var pending: [UInt8] = []
    private var written = 0
    /// What was read behind the last line.
    private var rest: [UInt8] = []
    private var isDone = false

    private static let rowLimit = 4096
    private static let chunk = 1 << 16

    init(
        _ input: any BatchStream, _ script: ScriptTransformation, width: Int, cancellation: CancellationToken
    ) {
        self.input = input
        self.script = script
        self.width = width
        self.cancellation = cancellation
    }

    func next() throws -> Batch? {
        while !isDone {
            guard let process = try started() else { return nil }
            if process.canWrite, written == pending.count {
                if let batch = try input.next() { write(batch) } else { process.closeInput() }
            }
            try process.wait(canWrite: written < pending.count)
            try cancellation.check()
            if process.isWritable, written < pending.count {
                written += process.write(pending[written...])
            }
            if process.isReadable { isDone = !process.read(into: &rest, atMost: Self.chunk) }
            process.drainErrors()
            if isDone { try process.finish() }
            if let batch = takeLines() { return batch }
        }
        return nil
    }

    /// The command, which is not run for a partition without rows.
    private func started() throws -> ShellProcess? {
        if let process { return process }
        guard let batch = try input.next() else {
            isDone = true
            return nil
        }
        process = try ShellProcess(script.command)
        write(batch)
        return process
    }

    /// Puts rows down as lines to be written.
    private func write(_ batch: Batch) {
        pending.removeAll(keepingCapacity: true)
        written = 0
        let (separator, null) = (Array(script.input.separator.utf8), Array(script.input.null.utf8))
        let columns = batch.columns.map { $0.flattened() }
        for row in 0..<batch.count {
            for (index, column) in columns.enumerated() {
                if index > 0 { pending += separator }
                if let views = column.views, !column.isNull(row) {
                    pending += StringView.bytes(views + row)
                } else {
                    pending += null
                }
            }
            pending.append(0x0A)
        }
    }

    /// The whole lines read so far as rows.
    private func takeLines() -> Batch? {
        if isDone, !rest.isEmpty, rest.last != 0x0A { rest.append(0x0A) }
        let builders = (0..<width).map { _ in ColumnBuilder(.string) }
        let separator = Array(script.output.separator.utf8)
        let null = Array(script.output.null.utf8)
        var (count, start) = (0, 0)
        rest.withUnsafeBytes { bytes in
            while let end = Self.find([0x0A], in: bytes, from: start) {
                append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), separator, null, to: builders)
                start = end + 1
                count += 1
            }
        }
        rest.removeFirst(start)
        return count == 0 ? nil : Batch(builders.map { $0.finish() }, count: count)
    }

    private func append(
        _ line: UnsafeRawBufferPointer, _ separator: [UInt8], _ null: [UInt8], to builders: [ColumnBuilder]
    ) {
        var position: Int? = 0
        for builder in builders {
            guard let start = position else {
                builder.appendNull()
                continue
            }
            let end = separator.isEmpty ? nil : Self.find(separator, in: line, from: start)
            let field = UnsafeRawBufferPointer(rebasing: line[start..<(end ?? line.count)])
            if !script.isKeyValue, field.elementsEqual(null) {
                builder.appendNull()
            } else {
                builder.append(bytes: field)
            }
            position = end.map { $0 + separator.count }
        }
    }

    private static func find(_ wanted: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        wanted.withUnsafeBytes { UTF8Text.find($0, in: bytes, from: start) }
    }
}
