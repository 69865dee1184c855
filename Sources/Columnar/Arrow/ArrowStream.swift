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

/// Reads a stream to its end and releases it, whatever happens. The batches share the stream's memory.
package func importArrowStream(
    _ stream: UnsafeMutablePointer<ArrowArrayStream>
) throws(PyriteError) -> (schema: Schema, batches: [Batch]) {
    defer {
        stream.pointee.release?(stream)
        stream.pointee.release = nil
    }
    func failure(_ code: Int32) -> PyriteError {
        let text = stream.pointee.get_last_error?(stream).map { String(cString: $0) }
        return PyriteError(
            .illegalArgument, "ARROW_STREAM_FAILED", sqlState: "22000",
            "The Arrow stream failed: \(text ?? "error \(code)")", parameters: ["code": "\(code)"])
    }
    guard stream.pointee.release != nil, let getSchema = stream.pointee.get_schema,
        let getNext = stream.pointee.get_next
    else {
        throw PyriteError(
            .illegalArgument, "ARROW_STREAM_FAILED", sqlState: "22000", "The Arrow stream is released.")
    }
    var description = ArrowSchema()
    let code = getSchema(stream, &description)
    guard code == 0 else { throw failure(code) }
    defer { description.release?(&description) }
    let field = try ArrowField(&description)
    guard case .structure(let schema) = field.field.dataType else {
        throw ArrowField.malformed(field.field.name, "a table must be a struct, but is \(field.field.dataType.sql)")
    }
    var batches: [Batch] = []
    while true {
        var array = ArrowArray()
        let code = getNext(stream, &array)
        guard code == 0 else { throw failure(code) }
        guard array.release != nil else { return (schema, batches) }
        let owner = ImportedArray(taking: &array)
        let reader = ArrowReader(owner: owner, name: field.field.name)
        let column = try reader.column(owner.pointer, field.field.dataType, field.layout)
        guard case .structure(let columns) = column.layout, !column.mayHaveNulls else {
            throw ArrowField.malformed(field.field.name, "a row of the table is null")
        }
        if column.count > 0 { batches.append(Batch(columns, count: column.count)) }
    }
}
