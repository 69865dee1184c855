import CPyrite
import Columnar
import Connect
import Execution

extension CallbackRunner {
    /// The function over the batches of a partition. It is called, and its results are read, on lent threads; what it
    /// pulls of its input is computed there too.
    func stream(
        command: [UInt8], partition: Int, input: any BatchStream, inputSchema: Schema, resultSchema: Schema
    ) throws -> any BatchStream {
        let callback = try callback(command)
        guard let function = callback.streamFunction else {
            throw PyriteError.unsupported("a user-defined function over batches where one over streams is wanted")
        }
        let source = CallbackInput(input, schema: inputSchema)
        let results = CallbackResults(self, callback: callback, source: source, schema: resultSchema)
        try results.onLentThread {
            try results.open(function, partition: partition, timeZone: operation.timeZone)
        }
        return results
    }
}

/// The rows of a partition for a function of the host, as an Arrow stream.
private final class CallbackInput: ArrowStreamSource, @unchecked Sendable {
    let schema: Schema
    private var input: (any BatchStream)?
    /// Why the input ended early: told to the user instead of what the function makes of it.
    private(set) var error: PyriteError?

    init(_ input: any BatchStream, schema: Schema) {
        self.input = input
        self.schema = schema
    }

    func next() throws(PyriteError) -> Batch? {
        guard let input else { return nil }
        do {
            let batch = try input.next()
            if batch == nil { self.input = nil }
            return batch
        } catch {
            self.input = nil
            let failure = error as? PyriteError ?? .internalError("\(error)")
            self.error = failure
            throw failure
        }
    }

    /// Lets go of what is left.
    func close() { input = nil }
}

/// What a function of the host makes of a partition. Its stream belongs to the host: it is read and released on lent
/// threads.
private final class CallbackResults: BatchStream, @unchecked Sendable {
    private let runner: CallbackRunner
    private let callback: Callback
    private let source: CallbackInput
    private let schema: Schema
    private var reader: ArrowStreamReader?

    init(_ runner: CallbackRunner, callback: Callback, source: CallbackInput, schema: Schema) {
        self.runner = runner
        self.callback = callback
        self.source = source
        self.schema = schema
    }

    deinit {
        guard let reader else { return }
        // Without a lent thread the host is gone, and its stream with it.
        try? runner.process.callbackThreads.run(isCancelled: { false }) { reader.close() }
    }

    /// Calls the function. On a lent thread.
    func open(_ function: pyrite_stream_callback, partition: Int, timeZone: String) throws(PyriteError) {
        var input = ArrowArrayStream()
        var output = ArrowArrayStream()
        var message: UnsafePointer<CChar>?
        exportArrowStream(source, to: &input, timeZone: timeZone)
        let status = function(callback.userData, Int64(partition), &input, &output, &message)
        input.release?(&input)
        guard status == 0 else {
            output.release?(&output)
            throw source.error ?? Callback.failure(message.map { String(cString: $0) } ?? "no message")
        }
        reader = try ArrowStreamReader(taking: &output)
        guard let found = reader?.schema, found.fields.count == schema.fields.count else {
            throw Callback.failure(
                "the function gave \(reader?.schema.fields.count ?? 0) columns for \(schema.fields.count)")
        }
        for (field, wanted) in zip(found.fields, schema.fields)
        where field.dataType.physicalType != wanted.dataType.physicalType {
            throw Callback.failure(
                "the function gave \(field.dataType.sql) for the column '\(wanted.name)', which is \(wanted.dataType.sql)"
            )
        }
    }

    func next() throws -> Batch? {
        try onLentThread { try self.read() }
    }

    private func read() throws(PyriteError) -> Batch? {
        while let reader {
            let batch: Batch?
            do {
                batch = try reader.next()
            } catch {
                let failure = reader.lastError
                close()
                throw source.error ?? Callback.failure(failure ?? error.message)
            }
            guard let batch else {
                close()
                return nil
            }
            guard batch.count > 0 else { continue }
            return Batch(
                zip(batch.columns, schema.fields).map { $0.reinterpreted(as: $1.dataType) }, count: batch.count)
        }
        return nil
    }

    private func close() {
        reader?.close()
        reader = nil
        source.close()
    }

    func onLentThread<Result>(_ body: @escaping () throws -> Result) throws -> Result {
        let box = ResultBox<Result>(body)
        let operation = runner.operation
        try runner.process.callbackThreads.run(isCancelled: { operation.isCancelled }) { box.run() }
        guard let result = box.result else { throw PyriteError.internalError("a callback gave no result") }
        return try result.get()
    }

    /// Carries a body to another thread and its result back; the caller waits meanwhile.
    private final class ResultBox<Result>: @unchecked Sendable {
        private let body: () throws -> Result
        private(set) var result: Swift.Result<Result, any Error>?
        init(_ body: @escaping () throws -> Result) { self.body = body }
        func run() { result = Swift.Result { try body() } }
    }
}
