import Columnar
import ConnectProtocol
import SwiftProtobuf

/// How deep messages may nest; deeper ones are refused. An operator or function call is two or three levels. Spark's
/// server stops at 1,024. Decoding recurses, so it must run on a thread whose stack holds this many levels.
package let messageDepthLimit = 2_000

/// Reads a message from the bytes of a request. Any bytes are allowed: what is no such message throws.
package func parseMessage<M: Message>(
    _ type: M.Type, from bytes: [UInt8], depthLimit: Int = messageDepthLimit
) throws(PyriteError) -> M {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = depthLimit
    do {
        return try M(serializedBytes: bytes, options: options)
    } catch BinaryDecodingError.messageDepthLimit {
        throw InvalidPlan.malformed(
            "messages are nested more than \(depthLimit) levels deep; split the query, for example with a "
                + "temporary view or select instead of a long chain of withColumn")
    } catch {
        throw InvalidPlan.malformed("not a \(M.protoMessageName) message (\(error))")
    }
}

/// The bytes of a message to be handed out.
package func serialize(_ message: some Message) throws(PyriteError) -> [UInt8] {
    do {
        return try message.serializedBytes()
    } catch {
        throw PyriteError.internalError("a \(type(of: message).protoMessageName) could not be written: \(error)")
    }
}
