import CPyrite
import Columnar
import Connect
import ConnectProtocol
import Testing

@testable import PyriteC

@Suite struct OperationTests {
    @Test func batchesComeInOrder() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, range(25))
        #expect(try nextColumn(operation) == (0..<10).map { .integer($0) })
        #expect(try allRows(operation) == (10..<25).map { .integer($0) })
        #expect(try nextColumn(operation) == nil)
        var state = PYRITE_RUNNING
        try checked { operationWait(operation, -1, &state, $0) }
        #expect(state == PYRITE_DONE)
        try released(operation)
        #expect(failure { operationRelease(operation, $0) }?.status == PYRITE_INVALID_HANDLE)
    }

    /// More batches than the queue holds: the job must not end before they are taken, nor lose one.
    @Test func aSlowReaderGetsAll() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, range(1_000))
        var state = PYRITE_RUNNING
        try checked { operationWait(operation, -1, &state, $0) }
        #expect(state == PYRITE_BATCH_READY)
        #expect(try allRows(operation).count == 1_000)
        try released(operation)
    }

    @Test func theResponseNeedsNoReader() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, range(1_000))
        var bytes = pyrite_bytes()
        try checked { operationResponse(operation, &bytes, $0) }
        defer { bytesFree(&bytes) }
        let response = try parseMessage(
            Spark_Connect_ExecutePlanResponse.self,
            from: Array(UnsafeBufferPointer(start: bytes.data, count: bytes.size)))
        #expect(response.operationID.count == 36)
        #expect(try allRows(operation).count == 1_000)
        try released(operation)
    }

    @Test func failuresOfTheJobReachTheReader() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, range(5, step: 13))
        let error = #expect(throws: CallError.self) { while try nextColumn(operation) != nil {} }
        #expect(error?.condition == "INTERNAL_ERROR")
        let handle = operationError(operation)
        #expect(handle != 0 && String(cString: errorMessage(handle)).contains("thirteen"))
        errorFree(handle)
        try released(operation)
    }

    @Test func interruptsEndWhatTheyName() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let kept = try executed(session, range(.max))
        let tagged = try executed(session, tags: ["t"], range(.max))
        let response: Spark_Connect_InterruptResponse = try answer(
            interrupt, session,
            Spark_Connect_InterruptRequest.with {
                $0.interruptType = .tag
                $0.operationTag = "t"
            })
        #expect(response.interruptedIds.count == 1)
        let error = #expect(throws: CallError.self) { while try nextColumn(tagged) != nil {} }
        #expect(error?.condition == "OPERATION_CANCELED")
        #expect(try nextColumn(kept) != nil)
        try released(tagged)
        try released(kept)
    }

    @Test func timeoutsPass() throws {
        let operation = Operation(session: 0, timeZone: "UTC")
        #expect(try operation.wait(milliseconds: 20) == .running)
        operation.finish()
        #expect(try operation.wait(milliseconds: 20) == .done)
        #expect(try operation.wait(milliseconds: .max) == .done)
    }

    @Test func closingASessionEndsItsOperations() throws {
        let standIn = StandInSession()
        let session = EngineProcess.shared.insert(standIn)
        let operation = try executed(session, range(.max))
        try closed(session)
        #expect(standIn.wasClosed)
        #expect(throws: CallError.self) { while try nextColumn(operation) != nil {} }
        try released(operation)
    }

    @Test func streamsTakeTheRestOver() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, range(25))
        _ = try nextColumn(operation)
        var stream = ArrowArrayStream()
        try checked { operationStream(operation, &stream, $0) }
        var second = ArrowArrayStream()
        #expect(failure { operationStream(operation, &second, $0) }?.condition == "OPERATION_STREAM_TAKEN")
        try released(operation)
        let (schema, batches) = try importArrowStream(&stream)
        #expect(schema.names == ["id"] && batches.reduce(0) { $0 + $1.count } == 15)
    }

    @Test func statementsOfSQLAnswerWithATable() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(
            session,
            serialize(
                Spark_Connect_ExecutePlanRequest.with { $0.plan.command.sqlCommand.input.sql.query = "SHOW TABLES" }))
        var bytes = pyrite_bytes()
        try checked { operationResponse(operation, &bytes, $0) }
        defer { bytesFree(&bytes) }
        let response = try parseMessage(
            Spark_Connect_ExecutePlanResponse.self,
            from: Array(UnsafeBufferPointer(start: bytes.data, count: bytes.size)))
        try released(operation)
        let rows = try executed(session) { $0 = response.sqlCommandResult.relation }
        #expect(try allRows(rows) == [.integer(7)])
        try released(rows)
    }
}
