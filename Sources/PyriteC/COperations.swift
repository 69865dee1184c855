import CPyrite
import Columnar

@_cdecl("pyrite_execute")
public func execute(
    _ session: pyrite_session, _ request: UnsafePointer<UInt8>?, _ size: Int,
    _ out: UnsafeMutablePointer<pyrite_operation>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        let entry = try process.session(session)
        let bytes = try copyBytes(request, size)
        guard !process.callbackThreads.isCurrentThreadLent else {
            throw PyriteError(
                .runtime, "CONTEXT_ONLY_VALID_ON_DRIVER", sqlState: "XX000",
                "A query cannot be started from inside a user-defined function.")
        }
        let operation = try Service(process: process, entry: entry).execute(bytes)
        out.pointee = process.operations.insert(operation)
    }
}

@_cdecl("pyrite_operation_wait")
public func operationWait(
    _ operation: pyrite_operation, _ timeout: Int64, _ state: UnsafeMutablePointer<pyrite_operation_state>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let state = try required(state, "state")
        switch try process.operation(operation).wait(milliseconds: timeout) {
        case .running: state.pointee = PYRITE_RUNNING
        case .batchReady: state.pointee = PYRITE_BATCH_READY
        case .done: state.pointee = PYRITE_DONE
        }
    }
}

@_cdecl("pyrite_operation_schema")
public func operationSchema(
    _ operation: pyrite_operation, _ out: UnsafeMutablePointer<ArrowSchema>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        let operation = try process.operation(operation)
        operation.schema.exportArrow(to: out, timeZone: operation.timeZone)
    }
}

@_cdecl("pyrite_operation_next")
public func operationNext(
    _ operation: pyrite_operation, _ out: UnsafeMutablePointer<ArrowArray>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        guard let batch = try process.operation(operation).next() else {
            out.pointee = ArrowArray()
            return
        }
        try batch.exportArrow(to: out)
    }
}

@_cdecl("pyrite_operation_stream")
public func operationStream(
    _ operation: pyrite_operation, _ out: UnsafeMutablePointer<ArrowArrayStream>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        let operation = try process.operation(operation)
        try operation.handOver()
        exportArrowStream(OperationStream(operation), to: out, timeZone: operation.timeZone)
    }
}

@_cdecl("pyrite_operation_error")
public func operationError(_ operation: pyrite_operation) -> pyrite_error {
    let process = EngineProcess.shared
    guard !process.isForked else { return ErrorTable.forkedProcess }
    guard let error = process.operations.find(operation)?.error else { return 0 }
    return process.errors.insert(error)
}

@_cdecl("pyrite_operation_response")
public func operationResponse(
    _ operation: pyrite_operation, _ out: UnsafeMutablePointer<pyrite_bytes>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        try handOut(try process.operation(operation).response(), to: out)
    }
}

@_cdecl("pyrite_operation_release")
public func operationRelease(
    _ operation: pyrite_operation, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        guard let removed = process.operations.remove(operation) else {
            throw CallFailure.invalidHandle("operation", operation)
        }
        if !removed.isHandedOver { removed.cancel() }
    }
}
