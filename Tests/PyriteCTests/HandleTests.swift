import CPyrite
import Testing

@testable import PyriteC

@Suite struct HandleTests {
    @Test func numbersAreNeverUsedTwice() {
        let table = HandleTable<Int>(HandleNumbers())
        let first = table.insert(1)
        #expect(table.remove(first) == 1 && table.find(first) == nil)
        let second = table.insert(2)
        #expect(second != first && first > ErrorTable.forkedProcess)
    }

    @Test(arguments: [0, 1, 999_999, UInt64.max])
    func unknownHandlesAreRefused(handle: UInt64) {
        var out: UInt64 = 0
        var bytes = pyrite_bytes()
        var state = PYRITE_DONE
        var array = ArrowArray()
        var schema = ArrowSchema()
        var stream = ArrowArrayStream()
        let failures = [
            failure { execute(handle, nil, 0, &out, $0) },
            failure { analyze(handle, nil, 0, &bytes, $0) },
            failure { config(handle, nil, 0, &bytes, $0) },
            failure { interrupt(handle, nil, 0, &bytes, $0) },
            failure { statusJSON(handle, &bytes, $0) },
            failure { sessionNew(handle, &out, $0) },
            failure { sessionClose(handle, $0) },
            failure { operationWait(handle, 0, &state, $0) },
            failure { operationSchema(handle, &schema, $0) },
            failure { operationNext(handle, &array, $0) },
            failure { operationStream(handle, &stream, $0) },
            failure { operationResponse(handle, &bytes, $0) },
            failure { operationRelease(handle, $0) },
            failure { tableRelease(handle, 3, $0) },
            failure { callbackRelease(handle, 3, $0) },
        ]
        for failure in failures {
            #expect(failure?.status == PYRITE_INVALID_HANDLE && failure?.condition == "INVALID_HANDLE")
            #expect(failure?.message.contains("\(handle)") == true)
        }
        #expect(operationError(handle) == 0)
    }

    @Test func nullPointersAreRefused() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let failures = [
            failure { sessionOpen(nil, nil, 1, nil, $0) },
            failure { sessionNew(session, nil, $0) },
            failure { execute(session, nil, 0, nil, $0) },
            failure { analyze(session, nil, 0, nil, $0) },
            failure { tableImport(session, nil, nil, $0) },
            failure { callbackRegister(session, nil, nil, nil, nil, $0) },
        ]
        for failure in failures { #expect(failure?.condition == "NULL_POINTER") }
        var out: UInt64 = 0
        #expect(failure { execute(session, nil, 5, &out, $0) }?.condition == "NULL_POINTER")
        // Without a place for the error the status still tells.
        #expect(execute(session, nil, 0, nil, nil) == PYRITE_ERROR)
        bytesFree(nil)
        errorFree(0)
        errorFree(12_345_678)
    }

    @Test func textsOfUnknownErrorsAreEmpty() {
        for text in [errorClass(77), errorCondition(77), errorSQLState(77), errorMessage(77), errorDetails(77)] {
            #expect(String(cString: text) == "")
        }
    }

    @Test func errorsTellAllTheirParts() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let error = #expect(throws: CallError.self) {
            try executed(session) { $0.read.namedTable.unparsedIdentifier = "nowhere" }
        }
        #expect(error?.kind == "AnalysisException" && error?.condition == "TABLE_OR_VIEW_NOT_FOUND")
        #expect(error?.sqlState == "42P01" && error?.message.contains("not found") == true)
        #expect(error?.details == #"{"messageParameters": {"name": "`a\"b`"}, "queryContext": []}"#)
    }

    @Test func aClosedSessionIsGone() throws {
        let session = openStandIn()
        try closed(session)
        var out: UInt64 = 0
        #expect(failure { sessionNew(session, &out, $0) }?.status == PYRITE_INVALID_HANDLE)
    }
}
