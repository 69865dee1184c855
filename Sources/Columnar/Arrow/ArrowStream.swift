import CPyrite
import Glibc

/// Batches that another party reads as an Arrow C stream.
package protocol ArrowStreamSource: AnyObject, Sendable {
    var schema: Schema { get }
    /// `nil` at the end. Called by one thread at a time.
    func next() throws(PyriteError) -> Batch?
}

/// Hands a source out as a stream, for the caller to release.
package func exportArrowStream(
    _ source: any ArrowStreamSource, to out: UnsafeMutablePointer<ArrowArrayStream>, timeZone: String = "UTC"
) {
    let owner = ExportedStream(source, timeZone)
    out.pointee = ArrowArrayStream(
        get_schema: streamGetSchema, get_next: streamGetNext, get_last_error: streamGetLastError,
        release: streamRelease, private_data: Unmanaged.passRetained(owner).toOpaque())
}

private final class ExportedStream {
    let source: any ArrowStreamSource
    let timeZone: String
    private(set) var lastError: UnsafeMutablePointer<CChar>?

    init(_ source: any ArrowStreamSource, _ timeZone: String) {
        self.source = source
        self.timeZone = timeZone
    }

    deinit { lastError?.deallocate() }

    func fail(_ error: PyriteError) -> Int32 {
        lastError?.deallocate()
        lastError = nullTerminated(error.description)
        return error.isCancellation ? ECANCELED : EIO
    }
}

private func exportedStream(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> ExportedStream? {
    guard let owner = stream?.pointee.private_data else { return nil }
    return Unmanaged<ExportedStream>.fromOpaque(owner).takeUnretainedValue()
}

private func streamGetSchema(
    _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ out: UnsafeMutablePointer<ArrowSchema>?
) -> Int32 {
    guard let owner = exportedStream(stream), let out else { return EINVAL }
    owner.source.schema.exportArrow(to: out, timeZone: owner.timeZone)
    return 0
}

private func streamGetNext(
    _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ out: UnsafeMutablePointer<ArrowArray>?
) -> Int32 {
    guard let owner = exportedStream(stream), let out else { return EINVAL }
    do {
        guard let batch = try owner.source.next() else {
            out.pointee = ArrowArray()
            return 0
        }
        try batch.exportArrow(to: out)
        return 0
    } catch {
        return owner.fail(error)
    }
}

private func streamGetLastError(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> UnsafePointer<CChar>? {
    exportedStream(stream)?.lastError.map { UnsafePointer($0) }
}

private func streamRelease(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) {
    guard let stream, let owner = stream.pointee.private_data else { return }
    stream.pointee.release = nil
    stream.pointee.private_data = nil
    Unmanaged<ExportedStream>.fromOpaque(owner).release()
}

/// Reads a stream of struct arrays that another party made, on one thread at a time. The batches share its memory.
package final class ArrowStreamReader: @unchecked Sendable {
    private var stream: ArrowArrayStream
    private var isOpen = true
    private let name: String
    private let layout: ArrowField
    package let schema: Schema

    /// Takes the stream over; it is released by ``close()``, at the latest when the reader goes.
    package init(taking source: UnsafeMutablePointer<ArrowArrayStream>) throws(PyriteError) {
        var stream = source.pointee
        source.pointee.release = nil
        do throws(PyriteError) {
            guard stream.release != nil, let getSchema = stream.get_schema, stream.get_next != nil else {
                throw PyriteError(
                    .illegalArgument, "ARROW_STREAM_FAILED", sqlState: "22000", "The Arrow stream is released.")
            }
            var description = ArrowSchema()
            let code = getSchema(&stream, &description)
            guard code == 0 else { throw ArrowStreamReader.failure(code, &stream) }
            defer { description.release?(&description) }
            let field = try ArrowField(&description)
            guard case .structure(let schema) = field.field.dataType else {
                throw ArrowField.malformed(
                    field.field.name, "a table must be a struct, but is \(field.field.dataType.sql)")
            }
            self.schema = schema
            self.layout = field
            self.name = field.field.name
            self.stream = stream
        } catch {
            stream.release?(&stream)
            throw error
        }
    }

    deinit { close() }

    /// Releases the stream. A second call does nothing.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        stream.release?(&stream)
        stream.release = nil
    }

    /// What the stream says of the error that it ended with.
    package var lastError: String? {
        isOpen ? stream.get_last_error?(&stream).map { String(cString: $0) } : nil
    }

    /// The next batch, which may be empty; `nil` at the end.
    package func next() throws(PyriteError) -> Batch? {
        guard isOpen, let getNext = stream.get_next else { return nil }
        var array = ArrowArray()
        let code = getNext(&stream, &array)
        guard code == 0 else { throw ArrowStreamReader.failure(code, &stream) }
        guard array.release != nil else { return nil }
        let owner = ImportedArray(taking: &array)
        let reader = ArrowReader(owner: owner, name: name)
        let column = try reader.column(owner.pointer, layout.field.dataType, layout.layout)
        guard case .structure(let columns) = column.layout, !column.mayHaveNulls else {
            throw ArrowField.malformed(name, "a row of the table is null")
        }
        return Batch(columns, count: column.count)
    }

    private static func failure(_ code: Int32, _ stream: inout ArrowArrayStream) -> PyriteError {
        let text = stream.get_last_error?(&stream).map { String(cString: $0) }
        return PyriteError(
            .illegalArgument, "ARROW_STREAM_FAILED", sqlState: "22000",
            "The Arrow stream failed: \(text ?? "error \(code)")", parameters: ["code": "\(code)"])
    }
}

/// Reads a stream to its end and releases it, whatever happens. The batches share the stream's memory.
package func importArrowStream(
    _ stream: UnsafeMutablePointer<ArrowArrayStream>
) throws(PyriteError) -> (schema: Schema, batches: [Batch]) {
    let reader = try ArrowStreamReader(taking: stream)
    defer { reader.close() }
    var batches: [Batch] = []
    while let batch = try reader.next() {
        if batch.count > 0 { batches.append(batch) }
    }
    return (reader.schema, batches)
}
