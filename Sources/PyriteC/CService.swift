import CPyrite
import Columnar

@_cdecl("pyrite_version")
public func version() -> UnsafePointer<CChar> { staticText("0.1.0") }

@_cdecl("pyrite_abi_version")
public func abiVersion() -> Int32 { PYRITE_ABI_VERSION }

@_cdecl("pyrite_analyze")
public func analyze(
    _ session: pyrite_session, _ request: UnsafePointer<UInt8>?, _ size: Int,
    _ out: UnsafeMutablePointer<pyrite_bytes>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    answer(session, request, size, out, error) { try $0.analyze($1) }
}

@_cdecl("pyrite_config")
public func config(
    _ session: pyrite_session, _ request: UnsafePointer<UInt8>?, _ size: Int,
    _ out: UnsafeMutablePointer<pyrite_bytes>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    answer(session, request, size, out, error) { try $0.config($1) }
}

@_cdecl("pyrite_interrupt")
public func interrupt(
    _ session: pyrite_session, _ request: UnsafePointer<UInt8>?, _ size: Int,
    _ out: UnsafeMutablePointer<pyrite_bytes>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    answer(session, request, size, out, error) { try $0.interrupt($1) }
}

@_cdecl("pyrite_status_json")
public func statusJSON(
    _ session: pyrite_session, _ out: UnsafeMutablePointer<pyrite_bytes>?, _ error: UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status {
    answer(session, nil, 0, out, error) { service, _ in Array(service.session.statusJSON.utf8) }
}

private func answer(
    _ session: pyrite_session, _ request: UnsafePointer<UInt8>?, _ size: Int,
    _ out: UnsafeMutablePointer<pyrite_bytes>?, _ error: UnsafeMutablePointer<pyrite_error>?,
    _ body: (Service, [UInt8]) throws -> [UInt8]
) -> pyrite_status {
    call(error) { process in
        let out = try required(out, "out")
        let entry = try process.session(session)
        let bytes = try copyBytes(request, size)
        try handOut(try body(Service(process: process, entry: entry), bytes), to: out)
    }
}
