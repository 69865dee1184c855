import Columnar
import Connect
import ConnectProtocol
import Plans
import SwiftProtobuf

/// The calls of Spark Connect's service on one session: the bytes of a request in, the bytes of the answer out.
struct Service: Sendable {
    let process: EngineProcess
    let entry: SessionEntry

    var session: any EngineSession { entry.session }

    func decoder() -> PlanDecoder {
        PlanDecoder(options: session.parserOptions) { [entry] in entry.table($0) }
    }

    /// Answers on a thread whose stack holds deep plans.
    func onLargeStack<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) throws(PyriteError) -> Result {
        try LargeStackThread.run { () throws(PyriteError) in try engineErrors(body) }
    }
}

/// Runs `body`; what it throws that is no error of the engine's becomes an internal one.
func engineErrors<Result>(_ body: () throws -> Result) throws(PyriteError) -> Result {
    do {
        return try body()
    } catch let error as PyriteError {
        throw error
    } catch {
        throw PyriteError.internalError("\(error)")
    }
}
