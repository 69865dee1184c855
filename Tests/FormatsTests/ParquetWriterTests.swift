import Columnar
import Functions
import Glibc
import Testing

@testable import Formats

/// A folder that is removed with its files.
final class TemporaryFolder {
    let path: String
    init() {
        var template = Array("/tmp/pyrite-parquet-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
        }
    }
    deinit {
        for name in listFolder(path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

/// A linear congruential generator: the same numbers on every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

func writeParquet(_ path: String, _ schema: Schema, _ batches: [Batch], options: [String: String] = [:]) throws {
    let writer = try ParquetFormat().writer(
        to: path, schema: schema, options: FormatOptions(options), context: EvaluationContext())
    for batch in batches { try writer.write(batch) }
    try writer.finish()
}

/// Rows of every flat type: `distinct` values for each column, every seventh row null.
func sampleBatch(rows: Int, distinct: Int, seed: UInt64, schema: Schema) -> Batch {
    var random = SeededNumbers(state: seed)
    let columns = schema.fields.map { field -> Column in
        let pool = (0..<distinct).map { index -> Value in
            let bits = Int64(bitPattern: random.next())
            switch field.dataType {
            case .boolean: return .boolean(bits & 1 == 0)
            case .byte: return .integer(Int64(Int8(truncatingIfNeeded: bits)))
            case .short: return .integer(Int64(Int16(truncatingIfNeeded: bits)))
            case .integer, .date, .yearMonthInterval: return .integer(Int64(Int32(truncatingIfNeeded: bits)))
            case .long, .timestamp, .timestampNTZ, .dayTimeInterval: return .integer(bits)
            case .float: return index == 0 ? .float(.nan) : .float(Float(bits) / 3)
            case .double: return index == 0 ? .double(-0.0) : .double(Double(bits) / 7)
            case .decimal(let precision, _):
                var value = Int128(bits) &* Int128(bits) &* (bits < 0 ? -1 : 1)
                var limit: Int128 = 1
                for _ in 0..<precision { limit *= 10 }
                value %= limit
                return .decimal(value)
            case .binary: return .binary((0..<Int(bits & 31)).map { UInt8(truncatingIfNeeded: $0 &+ index) })
            default: return .string(String(repeating: "é\(index)-", count: Int(bits & 7)))
            }
        }
        let builder = ColumnBuilder(field.dataType, capacity: rows)
        for row in 0..<rows {
            if field.nullable && row % 7 == 3 {
                builder.appendNull()
            } else {
                builder.append(pool[Int.random(in: 0..<distinct, using: &random)])
            }
        }
        return builder.finish()
    }
    return Batch(columns, count: rows)
}

let flatTypes: [DataType] = [
    .boolean, .byte, .short, .integer, .long, .float, .double, .decimal(precision: 5, scale: 2),
    .decimal(precision: 18, scale: 4), .decimal(precision: 38, scale: 10), .decimal(precision: 20, scale: 0), .string,
    .binary, .date, .timestamp, .timestampNTZ,
]

func flatSchema(nullable: Bool) -> Schema {
    Schema(flatTypes.enumerated().map { StructField("c\($0.offset)", $0.element, nullable: nullable) })
}

private func texts(_ batches: [Batch], _ column: Int) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { canonicalText(batch.columns[column].value(at: $0)) } }
}

@Suite struct ParquetWriterTests {
    /// What is written is read back: every type, codec and kind of page, with and without nulls.
    @Test(arguments: ["none", "snappy", "gzip", "zstd", "lz4", "lz4_raw", "brotli"])
    func roundTrips(codec: String) throws {
        let folder = TemporaryFolder()
        for (distinct, nullable) in [(1, false), (5, true), (300, false), (20_000, true)] {
            let schema = flatSchema(nullable: nullable)
            let batches = [3, 8192, 9001, 1].enumerated().map {
                sampleBatch(rows: $0.element, distinct: distinct, seed: UInt64($0.offset + distinct), schema: schema)
            }
            let path = "\(folder.path)/\(codec)-\(distinct).parquet"
            try writeParquet(
                path, schema, batches, options: ["compression": codec, "parquet.page.size": "20000"])
            let (readSchema, read) = try readParquet(path)
            #expect(readSchema.fields.map(\.dataType) == flatTypes)
            for column in schema.fields.indices {
                #expect(texts(read, column) == texts(batches, column), "\(flatTypes[column]) of \(distinct)")
            }
        }
    }

    /// Dictionary, constant and all-null columns are written by their values.
    @Test func encodedColumnsRoundTrip() throws {
        let folder = TemporaryFolder()
        let schema = Schema([StructField("s", .string), StructField("n", .long), StructField("z", .integer)])
        let values = ColumnBuilder(.string)
        for text in ["unused", "b", "a string that is longer than twelve bytes"] { values.append(string: text) }
        let indices = Buffer(capacity: 4000)
        for row in 0..<1000 { indices.typed(Int32.self)[row] = Int32(1 + row % 2) }
        let validity = Bitmap(count: 1000, filledWith: true)
        for row in stride(from: 0, to: 1000, by: 5) { validity.clear(row) }
        let dictionary = Column(
            .string, count: 1000, layout: .dictionary(indices: indices, values: values.finish()), validity: validity)
        let batch = Batch(
            [dictionary, .constant(.integer(-7), .long, count: 1000), .nulls(.integer, count: 1000)], count: 1000)
        let path = folder.path + "/encoded.parquet"
        try writeParquet(path, schema, [batch, batch])
        let (_, read) = try readParquet(path)
        for column in 0..<3 { #expect(texts(read, column) == texts([batch, batch], column)) }
        let statistics = try #require(try ParquetFormat().statistics(of: [sourceFile(path)], schema: schema))
        #expect(statistics.rowCount == 2000)
        #expect(statistics.columns[0].nullCount == 400)
        #expect(statistics.columns[0].min == .string("a string that is longer than twelve bytes"))
        #expect(statistics.columns[0].max == .string("b"))
        #expect(statistics.columns[1].min == .integer(-7))
        #expect(statistics.columns[2].nullCount == 2000)
        #expect(statistics.columns[2].min == nil)
    }

    @Test func emptyFilesHaveTheirSchema() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/empty.parquet"
        try writeParquet(path, flatSchema(nullable: true), [])
        let (schema, batches) = try readParquet(path)
        #expect(schema.fields.map(\.dataType) == flatTypes)
        #expect(batches.isEmpty)
    }

    /// Dictionary encoded columns come as dictionaries over one object for the whole chunk.
    @Test func dictionariesAreShared() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/dictionary.parquet"
        let schema = Schema([StructField("s", .string)])
        try writeParquet(
            path, schema, (0..<5).map { _ in sampleBatch(rows: 8192, distinct: 9, seed: 3, schema: schema) })
        let (_, batches) = try readParquet(path)
        let dictionaries = batches.compactMap { batch -> ObjectIdentifier? in
            if case .dictionary(_, let values) = batch.columns[0].layout { ObjectIdentifier(values) } else { nil }
        }
        #expect(dictionaries.count == 5)
        #expect(Set(dictionaries).count == 1)
    }

    @Test func statisticsLeaveOutNaNAndSignZeros() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/nan.parquet"
        let schema = Schema([StructField("d", .double), StructField("f", .float)])
        let doubles = ColumnBuilder(.double)
        let floats = ColumnBuilder(.float)
        for value in [Double.nan, 0.0, -0.0] { doubles.append(value) }
        for _ in 0..<3 { floats.append(Float.nan) }
        try writeParquet(path, schema, [Batch([doubles.finish(), floats.finish()], count: 3)])
        let statistics = try #require(try ParquetFormat().statistics(of: [sourceFile(path)], schema: schema))
        #expect(statistics.columns[0].min.map(canonicalText) == canonicalText(.double(-0.0)))
        #expect(statistics.columns[0].max.map(canonicalText) == canonicalText(.double(0.0)))
        #expect(statistics.columns[1].min == nil)
        // NaN is above all: the row group must not be ruled out.
        let filter = ScanFilter.compare(column: "d", .greater, .double(1e300))
        #expect(try readParquet(path, filters: [filter]).batches.reduce(0) { $0 + $1.count } > 0)
    }

    @Test func unknownCodecsAreRefused() throws {
        let error = #expect(throws: PyriteError.self) {
            try ParquetFormat().fileSuffix(options: FormatOptions(["compression": "foo"]))
        }
        #expect(error?.condition == "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION")
        #expect(try ParquetFormat().fileSuffix(options: FormatOptions()) == ".snappy.parquet")
        #expect(try ParquetFormat().fileSuffix(options: FormatOptions(["compression": "gzip"])) == ".gz.parquet")
    }

    @Test func failedWritesNameTheFile() throws {
        let error = #expect(throws: PyriteError.self) {
            try writeParquet("/nowhere/at/all.parquet", Schema([StructField("a", .integer)]), [])
        }
        #expect(error?.condition == "TASK_WRITE_FAILED")
        #expect(error?.message.contains("/nowhere/at/all.parquet") ?? false)
    }

    /// Types that Parquet has no annotation for come back through Spark's own metadata.
    @Test func intervalsVoidAndMetadataRoundTrip() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/spark.parquet"
        let schema = Schema([
            StructField("d", .dayTimeInterval(.day, .minute)), StructField("y", .yearMonthInterval(.year, .year)),
            StructField("v", .null), StructField("m", .integer, metadata: "{\"comment\":\"a \\\"b\\\"\"}"),
        ])
        let values: [Value] = [.integer(60_000_000), .integer(24), .null, .integer(1)]
        let columns = zip(schema.fields, values).map { Column.constant($1, $0.dataType, count: 3) }
        try writeParquet(path, schema, [Batch(columns, count: 3)])
        let (readSchema, batches) = try readParquet(path)
        #expect(readSchema == schema)
        #expect(batches.count == 1)
        #expect(batches[0].columns.map { $0.value(at: 2) } == values)
    }
}
