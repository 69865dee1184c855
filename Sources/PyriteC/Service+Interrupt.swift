import Columnar
import Connect
import ConnectProtocol

extension Service {
    /// InterruptRequest -> InterruptResponse. Cancelled operations end soon afterwards.
    func interrupt(_ bytes: [UInt8]) throws(PyriteError) -> [UInt8] {
        let request = try parseMessage(Spark_Connect_InterruptRequest.self, from: bytes, depthLimit: 100)
        let interrupted: [String]
        switch (request.interruptType, request.interrupt) {
        case (.all, _): interrupted = entry.cancel { _ in true }
        case (.tag, .operationTag(let tag)): interrupted = entry.cancel { $0.tags.contains(tag) }
        case (.operationID, .operationID(let id)): interrupted = entry.cancel { $0.identifier == id }
        default:
            throw PyriteError(
                .illegalArgument, "INVALID_PARAMETER_VALUE", sqlState: "22023",
                "The interrupt request must name what it interrupts: all, a tag or an operation.",
                parameters: ["parameter": "interrupt_type"])
        }
        return try serialize(
            Spark_Connect_InterruptResponse.with {
                $0.sessionID = request.sessionID
                $0.interruptedIds = interrupted
            })
    }
}
