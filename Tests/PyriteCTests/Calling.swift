import CPyrite
import Columnar
import Connect
import ConnectProtocol
import SwiftProtobuf
import Testing

@testable import PyriteC

// Short ways to call the C functions as a C program would.

struct CallError: Error {
    var status: pyrite_status
    var kind: String
    var condition: String
    var sqlState: String
    var message: String
    var details: String
}

/// Calls a function and throws the error that it set.
func checked(_ body: (UnsafeMutablePointer<pyrite_error>) -> pyrite_status) throws {
    var error: pyrite_error = 0
    let status = body(&error)
    guard status != PYRITE_OK else { return }
    let failure = CallError(
        status: status, kind: String(cString: errorClass(error)), condition: String(cString: errorCondition(error)),
        sqlState: String(cString: errorSQLState(error)), message: String(cString: errorMessage(error)),
        details: String(cString: errorDetails(error)))
    errorFree(error)
    throw failure
}

/// The error that a call is expected to end with.
func failure(_ body: (UnsafeMutablePointer<pyrite_error>) -> pyrite_status) -> CallError? {
    #expect(throws: CallError.self) { try checked(body) }
}

func openStandIn() -> pyrite_session { EngineProcess.shared.insert(StandInSession()) }

func closed(_ session: pyrite_session) throws { try checked { sessionClose(session, $0) } }

func executed(_ session: pyrite_session, _ bytes: [UInt8]) throws -> pyrite_operation {
    var operation: pyrite_operation = 0
    try checked { execute(session, bytes, bytes.count, &operation, $0) }
    return operation
}

func executed(
    _ session: pyrite_session, tags: [String] = [], _ fill: (inout Spark_Connect_Relation) -> Void
) throws -> pyrite_operation {
    try executed(
        session,
        serialize(
            Spark_Connect_ExecutePlanRequest.with {
                fill(&$0.plan.root)
                $0.tags = tags
            }))
}

func range(_ end: Int64, step: Int64 = 1) -> (inout Spark_Connect_Relation) -> Void {
    {
        $0.range.end = end
        $0.range.step = step
    }
}

func released(_ operation: pyrite_operation) throws { try checked { operationRelease(operation, $0) } }

/// The next batch's first column, `nil` at the end.
func nextColumn(_ operation: pyrite_operation) throws -> [Value]? {
    var array = ArrowArray()
    try checked { operationNext(operation, &array, $0) }
    guard array.release != nil else { return nil }
    var schema = ArrowSchema()
    try checked { operationSchema(operation, &schema, $0) }
    defer { schema.release?(&schema) }
    let column = try Column.importArrow(&array, schema: &schema)
    guard case .structure(let children) = column.layout, let first = children.first else { return [] }
    return (0..<column.count).map { first.value(at: $0) }
}

func allRows(_ operation: pyrite_operation) throws -> [Value] {
    var rows: [Value] = []
    while let batch = try nextColumn(operation) { rows += batch }
    return rows
}

typealias ServiceFunction = (
    pyrite_session, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<pyrite_bytes>?,
    UnsafeMutablePointer<pyrite_error>?
) -> pyrite_status

/// Sends a message and reads the answer.
func answer<Request: Message, Response: Message>(
    _ function: ServiceFunction, _ session: pyrite_session, _ request: Request
) throws -> Response {
    let bytes = try serialize(request)
    var out = pyrite_bytes()
    try checked { function(session, bytes, bytes.count, &out, $0) }
    defer { bytesFree(&out) }
    return try parseMessage(
        Response.self, from: Array(UnsafeBufferPointer(start: out.data, count: out.size)))
}
