import CPyrite

@_cdecl("pyrite_error_class")
public func errorClass(_ error: pyrite_error) -> UnsafePointer<CChar> {
    EngineProcess.shared.errors.text(error, \.kind)
}

@_cdecl("pyrite_error_condition")
public func errorCondition(_ error: pyrite_error) -> UnsafePointer<CChar> {
    EngineProcess.shared.errors.text(error, \.condition)
}

@_cdecl("pyrite_error_sqlstate")
public func errorSQLState(_ error: pyrite_error) -> UnsafePointer<CChar> {
    EngineProcess.shared.errors.text(error, \.sqlState)
}

@_cdecl("pyrite_error_message")
public func errorMessage(_ error: pyrite_error) -> UnsafePointer<CChar> {
    EngineProcess.shared.errors.text(error, \.message)
}

@_cdecl("pyrite_error_details")
public func errorDetails(_ error: pyrite_error) -> UnsafePointer<CChar> {
    EngineProcess.shared.errors.text(error, \.details)
}

@_cdecl("pyrite_error_free")
public func errorFree(_ error: pyrite_error) {
    guard !EngineProcess.shared.isForked else { return }
    EngineProcess.shared.errors.remove(error)
}
