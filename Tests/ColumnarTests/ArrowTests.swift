import CPyrite
import Testing

@testable import Columnar

/// Exports a column and takes it back, through the same C structs that another process's library would see.
func throughArrow(_ column: Column, type: DataType? = nil) throws -> Column {
    var array = ArrowArray()
    var schema = ArrowSchema()
    try column.exportArrow(to: &array)
    (type ?? column.type).exportArrow(to: &schema, name: "c", nullable: true)
    defer { schema.release?(&schema) }
    #expect(try DataType(importing: &schema) == column.type)
    return try Column.importArrow(&array, schema: &schema)
}

func column(_ type: DataType, _ values: [Value]) -> Column {
    let builder = ColumnBuilder(type)
    for value in values { builder.append(value) }
    return builder.finish()
}

func values(_ column: Column) -> [Value] { (0..<column.count).map { column.value(at: $0) } }

@Suite struct ArrowTests {
    static let long = String(repeating: "long text ", count: 5)

    static let samples: [(DataType, [Value])] = [
        (.null, [.null, .null]),
        (.boolean, [.boolean(true), .null, .boolean(false), .boolean(true)]),
        (.byte, [.integer(-128), .integer(127), .null]),
        (.short, [.integer(-32768), .null]),
        (.integer, [.integer(1), .integer(2), .null, .integer(-4)]),
        (.long, [.integer(.max), .integer(.min)]),
        (.float, [.float(1.5), .null]),
        (.double, [.double(-0.25), .null]),
        (.decimal(precision: 9, scale: 2), [.decimal(-12345), .null, .decimal(1)]),
        (.decimal(precision: 38, scale: 10), [.decimal(Int128.max / 2), .null, .decimal(-1)]),
        (
            .string,
            [.string("a"), .string(""), .null, .string(long), .string("twelve bytes"), .string("thirteen byte")]
        ),
        (.binary, [.binary([0, 255]), .null, .binary(Array(long.utf8))]),
        (.date, [.integer(-1), .integer(20000)]),
        (.timestamp, [.integer(-1), .null]),
        (.timestampNTZ, [.integer(1_700_000_000_000_000)]),
        (.yearMonth, [.integer(14), .null]),
        (.dayTime, [.integer(-86_400_000_000), .null]),
        (
            .array(.string, containsNull: true),
            [.array([.string("x"), .null]), .null, .array([]), .array([.string(long)])]
        ),
        (
            .map(.string, .integer, valueContainsNull: true),
            [.map([.string("k"), .string("l")], [.integer(1), .null]), .null, .map([], [])]
        ),
        (
            .structure(Schema([StructField("a", .integer), StructField("b", .array(.long, containsNull: false))])),
            [.structure([.integer(1), .array([.integer(5)])]), .null, .structure([.null, .null])]
        ),
    ]

    @Test(arguments: samples.indices)
    func valuesSurvive(index: Int) throws {
        let (type, expected) = Self.samples[index]
        #expect(values(try throughArrow(column(type, expected))) == expected)
    }

    @Test(arguments: samples.indices)
    func slicesSurvive(index: Int) throws {
        let (type, rows) = Self.samples[index]
        let many = Array(repeating: rows, count: 40).flatMap { $0 }
        let range = 7..<(many.count - 3)
        #expect(values(try throughArrow(column(type, many).slice(range))) == Array(many[range]))
    }

    @Test(arguments: samples.indices)
    func offsetsOfImportedArraysAreHonoured(index: Int) throws {
        let (type, rows) = Self.samples[index]
        let many = Array(repeating: rows, count: 30).flatMap { $0 }
        var array = ArrowArray()
        var schema = ArrowSchema()
        try column(type, many).exportArrow(to: &array)
        type.exportArrow(to: &schema, name: "c", nullable: true)
        defer { schema.release?(&schema) }
        array.offset = 5
        array.length -= 8
        let imported = try Column.importArrow(&array, schema: &schema)
        #expect(values(imported) == Array(many[5..<(many.count - 3)]))
        #expect(array.release == nil)
    }

    @Test func encodedColumnsGoOutFlat() throws {
        let constant = Column.constant(.string(Self.long), .string, count: 3)
        #expect(values(try throughArrow(constant)) == Array(repeating: .string(Self.long), count: 3))
        let indices = Selection([1, 0, 1])
        let dictionary = Column(
            .string, count: 3,
            layout: .dictionary(
                indices: indices.storage, values: column(.string, [.string("a"), .string("b")])))
        #expect(values(try throughArrow(dictionary)) == [.string("b"), .string("a"), .string("b")])
    }

    @Test func dictionariesComeInEncoded() throws {
        var array = ArrowArray()
        var schema = ArrowSchema()
        let indices: [Value] = [.integer(1), .null, .integer(0), .integer(1)]
        try column(.byte, indices).exportArrow(to: &array)
        DataType.byte.exportArrow(to: &schema, name: "c", nullable: true)
        let dictionary = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
        let dictionarySchema = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
        try column(.string, [.string("x"), .string(Self.long)]).exportArrow(to: dictionary)
        DataType.string.exportArrow(to: dictionarySchema, name: "", nullable: true)
        array.dictionary = dictionary
        schema.dictionary = dictionarySchema
        defer {
            dictionary.pointee.release?(dictionary)
            dictionarySchema.pointee.release?(dictionarySchema)
            schema.release?(&schema)
            dictionary.deallocate()
            dictionarySchema.deallocate()
        }
        let imported = try Column.importArrow(&array, schema: &schema)
        #expect(imported.isDictionary && imported.type == .string)
        #expect(values(imported) == [.string(Self.long), .null, .string("x"), .string(Self.long)])
    }

    @Test func numbersThatTheEngineDoesNotHave() throws {
        func imported(_ type: DataType, _ rows: [Value], as format: String) throws -> (DataType, [Value]) {
            var array = ArrowArray()
            var schema = ArrowSchema()
            try column(type, rows).exportArrow(to: &array)
            type.exportArrow(to: &schema, name: "c", nullable: true)
            let original = schema.format
            let text = nullTerminated(format)
            schema.format = UnsafePointer(text)
            defer {
                schema.format = original
                schema.release?(&schema)
                text.deallocate()
            }
            let result = try Column.importArrow(&array, schema: &schema)
            return (result.type, values(result))
        }
        #expect(try imported(.byte, [.integer(-1)], as: "C") == (.short, [.integer(255)]))
        #expect(try imported(.short, [.integer(-1)], as: "S") == (.integer, [.integer(65535)]))
        #expect(try imported(.integer, [.integer(-1)], as: "I") == (.long, [.integer(4_294_967_295)]))
        #expect(
            try imported(.long, [.integer(-1)], as: "L")
                == (.decimal(precision: 20, scale: 0), [.decimal(18_446_744_073_709_551_615)]))
        #expect(
            try imported(.short, [.integer(0x3E00), .integer(1)], as: "e") == (.float, [.float(1.5), .float(0x1p-24)]))
        #expect(try imported(.long, [.integer(-1)], as: "tsn:UTC") == (.timestamp, [.integer(-1)]))
        #expect(try imported(.long, [.integer(1001)], as: "tsn:") == (.timestampNTZ, [.integer(1)]))
        #expect(try imported(.long, [.integer(2)], as: "tss:Europe/Berlin") == (.timestamp, [.integer(2_000_000)]))
        #expect(try imported(.long, [.integer(-86_400_001)], as: "tdm") == (.date, [.integer(-2)]))
        #expect(try imported(.long, [.integer(3)], as: "tDm") == (.dayTime, [.integer(3000)]))
        #expect(throws: PyriteError.self) { try imported(.long, [.integer(.max)], as: "tss:UTC") }
    }

    @Test func damagedArraysAreRefused() throws {
        func refused(_ type: DataType, _ rows: [Value], _ damage: (inout ArrowArray) -> Void) throws -> Bool {
            var array = ArrowArray()
            var schema = ArrowSchema()
            try column(type, rows).exportArrow(to: &array)
            type.exportArrow(to: &schema, name: "c", nullable: true)
            defer { schema.release?(&schema) }
            damage(&array)
            do {
                _ = try Column.importArrow(&array, schema: &schema)
                return false
            } catch { return true }
        }
        let list = DataType.array(.integer, containsNull: true)
        let lists: [Value] = [.array([.integer(1), .integer(2)]), .array([.integer(3)])]
        #expect(try !refused(list, lists) { _ in })
        #expect(try refused(list, lists) { $0.length = -1 })
        #expect(try refused(list, lists) { $0.offset = -1 })
        #expect(try refused(list, lists) { $0.n_children = 0 })
        #expect(try refused(list, lists) { $0.n_buffers = 1 })
        #expect(
            try refused(list, lists) {
                guard let offsets = $0.buffers[1] else { return }
                UnsafeMutableRawPointer(mutating: offsets).assumingMemoryBound(to: Int32.self)[1] = 1000
            })
        #expect(
            try refused(.string, [.string("a"), .string("b")]) {
                guard let offsets = $0.buffers[1] else { return }
                UnsafeMutableRawPointer(mutating: offsets).assumingMemoryBound(to: Int32.self)[1] = -5
            })
    }

    @Test func streams() throws {
        final class Source: ArrowStreamSource, @unchecked Sendable {
            let schema = Schema([StructField("id", .long, nullable: false), StructField("s", .string)])
            var left = 3
            let fails: Bool
            init(fails: Bool) { self.fails = fails }
            func next() throws(PyriteError) -> Batch? {
                guard left > 0 else {
                    if fails { throw PyriteError.internalError("broken") }
                    return nil
                }
                left -= 1
                return Batch(
                    [column(.long, [.integer(Int64(left))]), column(.string, [.string("s\(left)")])], count: 1)
            }
        }
        var stream = ArrowArrayStream()
        exportArrowStream(Source(fails: false), to: &stream)
        let (schema, batches) = try importArrowStream(&stream)
        #expect(schema == Source(fails: false).schema)
        #expect(batches.map { $0.columns[0].value(at: 0) } == [.integer(2), .integer(1), .integer(0)])
        #expect(stream.release == nil)

        exportArrowStream(Source(fails: true), to: &stream)
        let error = #expect(throws: PyriteError.self) { try importArrowStream(&stream) }
        #expect(error?.message.contains("broken") == true)
    }
}
