import Columnar
import SwiftProtobuf

/// The errors of messages that make no plan: Spark's condition CONNECT_INVALID_PLAN.
enum InvalidPlan {
    private static let sqlState = "56K00"

    /// A message whose content contradicts itself in a way that has no condition of its own.
    static func error(_ what: String) -> PyriteError {
        make("ASSERTION_FAILURE", "Not valid in a plan: \(what).", ["message": what])
    }

    /// A condition of CONNECT_INVALID_PLAN without parameters.
    static func error(_ subcondition: String, _ message: String) -> PyriteError {
        make(subcondition, message, [:])
    }

    static func notSet(_ field: String, of message: String) -> PyriteError {
        make(
            "INVALID_ONE_OF_FIELD_NOT_SET", "The field \(field) of \(message) is not set.",
            ["fullName": "spark.connect.\(message)", "name": field])
    }

    /// A kind of relation, expression or command that Pyrite has no message for, or does not carry out. `unknown` are
    /// the fields of the message that were not understood; the first names the kind.
    static func notSupported(_ field: String, of message: String, unknown: UnknownStorage) -> PyriteError {
        guard let number = firstFieldNumber(unknown) else { return notSet(field, of: message) }
        return notSupported("\(field) number \(number)", of: message)
    }

    static func notSupported(_ name: String, of message: String) -> PyriteError {
        PyriteError(
            .unsupported, "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SUPPORTED", sqlState: sqlState,
            "This kind of \(message) is not supported: \(name).",
            parameters: ["fullName": "spark.connect.\(message)", "name": name])
    }

    /// An extension message of somebody else's.
    static func noHandler(_ typeURL: String) -> PyriteError {
        make(
            "NO_HANDLER_FOR_EXTENSION", "No handler found for extension type: \(typeURL).",
            ["extensionTypeUrl": typeURL])
    }

    static func invalidEnum(_ type: String, _ number: Int) -> PyriteError {
        make(
            "INVALID_ENUM", "This value of \(type) is invalid: \(number).",
            ["fullName": "spark.connect.\(type)", "number": "\(number)"])
    }

    static func malformed(_ reason: String) -> PyriteError {
        make("CANNOT_PARSE", "The bytes are not the message that was expected: \(reason)", ["errorMsg": reason])
    }

    private static func make(
        _ subcondition: String, _ message: String, _ parameters: KeyValuePairs<String, String>
    ) -> PyriteError {
        PyriteError(
            .analysis, "CONNECT_INVALID_PLAN.\(subcondition)", sqlState: sqlState, message, parameters: parameters)
    }

    /// The number of the first field that a message holds without describing it.
    private static func firstFieldNumber(_ unknown: UnknownStorage) -> UInt64? {
        var tag: UInt64 = 0
        var shift: UInt64 = 0
        for byte in unknown.data.prefix(5) {
            tag |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return tag >> 3 }
            shift += 7
        }
        return nil
    }
}
