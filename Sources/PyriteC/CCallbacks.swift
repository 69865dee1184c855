import CPyrite

@_cdecl("pyrite_callback_register")
public func callbackRegister(
    _ session: pyrite_session, _ function: pyrite_callback?, _ userData: UnsafeMutableRawPointer?,
    _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ out: UnsafeMutablePointer<UInt64>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "callback_id")
        _ = try process.session(session)
        let function = try required(function, "callback")
        out.pointee = process.callbacks.insert(
            Callback(session: session, function: .batch(function), userData: userData, release: release))
    }
}

@_cdecl("pyrite_stream_callback_register")
public func streamCallbackRegister(
    _ session: pyrite_session, _ function: pyrite_stream_callback?, _ userData: UnsafeMutableRawPointer?,
    _ release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ out: UnsafeMutablePointer<UInt64>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "callback_id")
        _ = try process.session(session)
        let function = try required(function, "callback")
        out.pointee = process.callbacks.insert(
            Callback(session: session, function: .stream(function), userData: userData, release: release))
    }
}

@_cdecl("pyrite_callback_release")
public func callbackRelease(
    _ session: pyrite_session, _ callback: UInt64, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        _ = try process.session(session)
        guard process.callbacks.find(callback)?.session == session, process.callbacks.remove(callback) != nil else {
            throw CallFailure.invalidHandle("callback", callback)
        }
    }
}

@_cdecl("pyrite_callback_serve")
public func callbackServe(_ error: UnsafeMutablePointer<pyrite_error>?) -> pyrite_status {
    call(error) { process in try process.callbackThreads.serve() }
}

@_cdecl("pyrite_callback_stop")
public func callbackStop() {
    guard !EngineProcess.shared.isForked else { return }
    EngineProcess.shared.callbackThreads.stop()
}

@_cdecl("pyrite_callback_cancelled")
public func callbackCancelled(_ threads: UnsafeMutablePointer<UInt64>?, _ capacity: Int) -> Int {
    guard !EngineProcess.shared.isForked else { return 0 }
    let found = EngineProcess.shared.callbackThreads.cancelled
    if let threads {
        for (index, thread) in found.prefix(max(capacity, 0)).enumerated() { threads[index] = UInt64(thread) }
    }
    return found.count
}
