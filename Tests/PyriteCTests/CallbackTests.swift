import CPyrite
import Columnar
import Connect
import ConnectProtocol
import Synchronization
import Testing

@testable import PyriteC

/// Doubles a column of longs; a first value of 0 in the user data makes it fail.
private func double(
    _ userData: UnsafeMutableRawPointer?, _ schema: UnsafePointer<ArrowSchema>?, _ input: UnsafePointer<ArrowArray>?,
    _ output: UnsafeMutablePointer<ArrowArray>?, _ message: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 {
    guard let input, let output, let child = input.pointee.children?[0],
        let values = child.pointee.buffers?[1]?.assumingMemoryBound(to: Int64.self),
        userData?.load(as: Int.self) != 0
    else {
        message?.pointee = staticText("Traceback: no")
        return 1
    }
    let builder = ColumnBuilder(.long)
    for row in 0..<Int(input.pointee.length) { builder.append(.integer(values[row] * 2)) }
    do { try builder.finish().exportArrow(to: output) } catch { return 1 }
    return 0
}

private func wrongLength(
    _ userData: UnsafeMutableRawPointer?, _ schema: UnsafePointer<ArrowSchema>?, _ input: UnsafePointer<ArrowArray>?,
    _ output: UnsafeMutablePointer<ArrowArray>?, _ message: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 {
    guard let output else { return 1 }
    let builder = ColumnBuilder(.long)
    builder.append(.integer(1))
    do { try builder.finish().exportArrow(to: output) } catch { return 1 }
    return 0
}

// The lent threads belong to the process, so these run one after another.
@Suite(.serialized) struct CallbackTests {
    private func project(_ callback: UInt64) -> (inout Spark_Connect_Relation) -> Void {
        { relation in
            range(3)(&relation.project.input)
            relation.project.expressions = [
                .with {
                    $0.commonInlineUserDefinedFunction.functionName = "f"
                    $0.commonInlineUserDefinedFunction.pythonUdf.outputType = Spark_Connect_DataType(.long)
                    $0.commonInlineUserDefinedFunction.pythonUdf.command = .init("pyrite-callback:\(callback)".utf8)
                }
            ]
        }
    }

    private func registered(
        _ session: pyrite_session, _ function: @escaping pyrite_callback, _ userData: UnsafeMutableRawPointer? = nil
    ) throws -> UInt64 {
        var id: UInt64 = 0
        try checked { callbackRegister(session, function, userData, nil, &id, $0) }
        return id
    }

    /// Runs `body` while two threads are lent.
    private func lending(_ body: () throws -> Void) throws {
        let threads = EngineProcess.shared.callbackThreads
        let ended = Monitor(0)
        for _ in 0..<2 {
            try LargeStackThread.start {
                _ = callbackServe(nil)
                ended.update { $0 += 1 }
            }
        }
        while threads.lentCount < 2 { _ = Monitor(()).wait(milliseconds: 1) { _ in Bool?.none } }
        defer {
            callbackStop()
            _ = ended.wait { $0 == 2 ? true : nil }
        }
        try body()
    }

    @Test func functionsRunOnLentThreads() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let callback = try registered(session, double)
        try lending {
            let operation = try executed(session, project(callback))
            #expect(try allRows(operation) == [.integer(0), .integer(2), .integer(4)])
            try released(operation)
        }
    }

    @Test func withoutAThreadTheJobFails() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let operation = try executed(session, project(try registered(session, double)))
        let error = #expect(throws: CallError.self) { try allRows(operation) }
        #expect(error?.condition == "NO_CALLBACK_THREAD")
        try released(operation)
    }

    @Test func failuresCarryTheTraceback() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let zero = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        zero.initialize(to: 0)
        defer { zero.deallocate() }
        let failing = try registered(session, double, UnsafeMutableRawPointer(zero))
        let short = try registered(session, wrongLength)
        try lending {
            for (callback, text) in [(failing, "Traceback: no"), (short, "1 rows for 3")] {
                let operation = try executed(session, project(callback))
                let error = #expect(throws: CallError.self) { try allRows(operation) }
                #expect(error?.kind == "PythonException" && error?.message.contains(text) == true)
                try released(operation)
            }
        }
    }

    @Test func releasedCallbacksAreUnknown() throws {
        let session = openStandIn()
        let other = openStandIn()
        defer {
            try? closed(session)
            try? closed(other)
        }
        let callback = try registered(session, double)
        #expect(failure { callbackRelease(other, callback, $0) }?.status == PYRITE_INVALID_HANDLE)
        try checked { callbackRelease(session, callback, $0) }
        #expect(failure { callbackRelease(session, callback, $0) }?.status == PYRITE_INVALID_HANDLE)
        let operation = try executed(session, project(callback))
        let error = #expect(throws: CallError.self) { try allRows(operation) }
        #expect(error?.condition == "CALLBACK_RELEASED")
        try released(operation)
    }

    @Test func waitingCallsCanBeCancelled() throws {
        let threads = CallbackThreads()
        let blocked = Monitor(false)
        let started = Monitor(false)
        let ended = Monitor(false)
        try LargeStackThread.start {
            try? threads.serve()
            ended.update { $0 = true }
        }
        while threads.lentCount == 0 { _ = Monitor(()).wait(milliseconds: 1) { _ in Bool?.none } }
        try LargeStackThread.start {
            try? threads.run(isCancelled: { false }) {
                started.update { $0 = true }
                _ = blocked.wait { $0 ? true : nil }
            }
        }
        _ = started.wait { $0 ? true : nil }
        let error = #expect(throws: PyriteError.self) {
            try threads.run(isCancelled: { true }) { Issue.record("a cancelled call ran") }
        }
        #expect(error?.isCancellation == true)
        blocked.update { $0 = true }
        threads.stop()
        _ = ended.wait { $0 ? true : nil }
        #expect(threads.lentCount == 0)
    }
}
