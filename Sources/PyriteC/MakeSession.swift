import Columnar
import Pyrite

/// Opens a session of the engine with these settings.
func makeSession(_ settings: [String: String]) throws -> any EngineSession {
    EngineSessionBridge(try Session(settings: settings))
}
