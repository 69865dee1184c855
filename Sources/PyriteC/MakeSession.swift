import Columnar

/// Opens a session of the engine with these settings.
func makeSession(_ settings: [String: String]) throws -> any EngineSession {
    throw PyriteError.unsupported("sessions: the engine is not part of this build")
}
