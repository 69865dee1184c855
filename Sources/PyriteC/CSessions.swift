import CPyrite
import Columnar

@_cdecl("pyrite_session_open")
public func sessionOpen(
    _ keys: UnsafePointer<UnsafePointer<CChar>?>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int,
    _ out: UnsafeMutablePointer<pyrite_session>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        var settings: [String: String] = [:]
        if count > 0 {
            let keys = try required(keys, "keys")
            let values = try required(values, "values")
            for index in 0..<count {
                settings[String(cString: try required(keys[index], "keys"))] =
                    String(cString: try required(values[index], "values"))
            }
        }
        process.claim()
        out.pointee = process.insert(try makeSession(settings))
    }
}

@_cdecl("pyrite_session_new")
public func sessionNew(
    _ session: pyrite_session, _ out: UnsafeMutablePointer<pyrite_session>?,
    _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        out.pointee = process.insert(try process.session(session).session.makeSession())
    }
}

@_cdecl("pyrite_session_close")
public func sessionClose(
    _ session: pyrite_session, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    call(error) { process in
        guard let entry = process.sessions.remove(session) else {
            throw CallFailure.invalidHandle("session", session)
        }
        entry.close()
        _ = process.callbacks.removeAll { $0.session == session }
    }
}
