import CPyrite
import Columnar
import Plans

@_cdecl("pyrite_table_import")
public func tableImport(
    _ session: pyrite_session, _ stream: UnsafeMutablePointer<ArrowArrayStream>?,
    _ out: UnsafeMutablePointer<UInt64>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "table_id")
        let stream = try required(stream, "stream")
        let entry = try process.session(session)
        let (schema, batches) = try importArrowStream(stream)
        let id = process.numbers.next()
        entry.insert(table: .localRelation(LocalRelation(schema: schema, batches: batches.flatMap(cut))), id: id)
        out.pointee = id
    }
}

@_cdecl("pyrite_table_release")
public func tableRelease(
    _ session: pyrite_session, _ table: UInt64, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        guard try process.session(session).removeTable(table) else {
            throw CallFailure.invalidHandle("table", table)
        }
    }
}

/// Cuts a batch of any length into batches of the engine's usual length, which share its memory.
private func cut(_ batch: Batch) -> [Batch] {
    stride(from: 0, to: batch.count, by: Batch.targetCount).map {
        batch.slice($0..<min($0 + Batch.targetCount, batch.count))
    }
}
