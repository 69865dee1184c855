import CPyrite
import Columnar
import Connect
import ConnectProtocol
import Testing

@testable import PyriteC

@Suite struct ServiceTests {
    @Test func analysis() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        func analyzed(
            _ fill: (inout Spark_Connect_AnalyzePlanRequest) -> Void
        ) throws -> Spark_Connect_AnalyzePlanResponse {
            try answer(analyze, session, Spark_Connect_AnalyzePlanRequest.with(fill))
        }
        let schema = try analyzed { range(5)(&$0.schema.plan.root) }
        #expect(
            try DataType(schema.schema.schema) == .structure(Schema([StructField("id", .long, nullable: false)])))
        let tree = try analyzed { range(5)(&$0.treeString.plan.root) }
        #expect(tree.treeString.treeString == "root\n |-- id: long (nullable = false)\n")
        #expect(try analyzed { $0.sparkVersion = .init() }.sparkVersion.version == "4.3.0")
        let explained = try analyzed {
            range(5)(&$0.explain.plan.root)
            $0.explain.explainMode = .formatted
        }
        #expect(explained.explain.explainString == "explained formatted")
        #expect(throws: CallError.self) { try analyzed { _ in } }
    }

    @Test func settings() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        func configured(
            _ fill: (inout Spark_Connect_ConfigRequest.Operation) -> Void
        ) throws -> [Spark_Connect_KeyValue] {
            let response: Spark_Connect_ConfigResponse = try answer(
                config, session, Spark_Connect_ConfigRequest.with { fill(&$0.operation) })
            return response.pairs
        }
        func pair(_ key: String, _ value: String) -> Spark_Connect_KeyValue {
            .with {
                $0.key = key
                $0.value = value
            }
        }
        #expect(try configured { $0.set.pairs = [pair("a.b", "1"), pair("a.c", "2")] }.isEmpty)
        #expect(try configured { $0.get.keys = ["a.b"] }.map(\.value) == ["1"])
        let missing = #expect(throws: CallError.self) { try configured { $0.get.keys = ["x"] } }
        #expect(missing?.condition == "SQL_CONF_NOT_FOUND" && missing?.kind == "SparkNoSuchElementException")
        #expect(try configured { $0.getOption.keys = ["x"] }.map(\.hasValue) == [false])
        #expect(try configured { $0.getWithDefault.pairs = [pair("x", "d")] }.map(\.value) == ["d"])
        #expect(try configured { $0.getAll.prefix = "a." }.map(\.key) == ["b", "c"])
        #expect(try configured { $0.isModifiable.keys = ["fixed", "a"] }.map(\.value) == ["false", "true"])
        #expect(throws: CallError.self) { try configured { $0.set.pairs = [pair("fixed", "1")] } }
        #expect(
            try configured {
                $0.set.pairs = [pair("fixed", "1")]
                $0.set.silent = true
            }.isEmpty)
        #expect(try configured { $0.unset.keys = ["a.b"] }.isEmpty)
        #expect(try configured { $0.getOption.keys = ["a.b"] }.map(\.hasValue) == [false])
    }

    @Test func garbageIsAnError() {
        let session = openStandIn()
        defer { try? closed(session) }
        var state: UInt64 = 1
        for round in 0..<300 {
            let bytes = (0..<(round % 60)).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            var operation: pyrite_operation = 0
            if execute(session, bytes, bytes.count, &operation, nil) == PYRITE_OK {
                _ = operationRelease(operation, nil)
            }
            for function in [analyze, config, interrupt] {
                var out = pyrite_bytes()
                _ = function(session, bytes, bytes.count, &out, nil)
                bytesFree(&out)
            }
        }
    }

    @Test func tablesComeInAndGo() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        let source = try executed(session, range(25_000))
        var stream = ArrowArrayStream()
        try checked { operationStream(source, &stream, $0) }
        var table: UInt64 = 0
        try checked { tableImport(session, &stream, &table, $0) }
        #expect(stream.release == nil)
        try released(source)
        func relation(_ relation: inout Spark_Connect_Relation) {
            relation.extension.typeURL = "type.googleapis.com/pyrite.InProcessTable"
            relation.extension.value =
                (try? Pyrite_InProcessTable.with { $0.tableID = table }.serializedBytes()) ?? .init()
        }
        let rows = try executed(session, relation)
        #expect(try allRows(rows) == (0..<25_000).map { .integer($0) })
        try released(rows)
        try checked { tableRelease(session, table, $0) }
        #expect(throws: CallError.self) { try executed(session, relation) }
    }

    @Test func statusIsJSON() throws {
        let session = openStandIn()
        defer { try? closed(session) }
        var out = pyrite_bytes()
        try checked { statusJSON(session, &out, $0) }
        defer { bytesFree(&out) }
        #expect(
            String(decoding: UnsafeBufferPointer(start: out.data, count: out.size), as: UTF8.self) == "{\"jobs\": []}")
    }
}
