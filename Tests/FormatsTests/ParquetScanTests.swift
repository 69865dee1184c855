import Columnar
import Functions
import Glibc
import Testing

@testable import Formats

private func integers(_ values: [Int64?], _ type: DataType) -> Column {
    let builder = ColumnBuilder(type)
    for value in values { builder.append(value.map { .integer($0) } ?? .null) }
    return builder.finish()
}

private func rows(_ batches: [Batch], _ column: Int = 0) -> [Value] {
    batches.flatMap { batch in (0..<batch.count).map { batch.columns[column].value(at: $0) } }
}

@Suite struct ParquetScanTests {
    /// Two row groups, 0..<1000 and 1000..<2000, with a string that repeats.
    private func sample(_ folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/sample.parquet"
        let schema = Schema([StructField("id", .long), StructField("Name", .string)])
        let batches = (0..<2).map { group -> Batch in
            let ids = ColumnBuilder(.long)
            let names = ColumnBuilder(.string)
            for row in 0..<1000 {
                ids.append(Int64(group * 1000 + row))
                names.append(string: "name \(row % 3)")
            }
            return Batch([ids.finish(), names.finish()], count: 1000)
        }
        try writeParquet(path, schema, batches, options: ["parquet.block.size": "1"])
        return path
    }

    @Test func rowGroupsAreTheUnitOfSplits() throws {
        let folder = TemporaryFolder()
        let file = sourceFile(try sample(folder))
        let format = ParquetFormat()
        let splits = try format.splits(of: [file], options: FormatOptions(), maxBytes: 100)
        #expect(splits.count == 2)
        let schema = Schema([StructField("ID", .long)])
        let counts = try splits.map { split -> [Value] in
            let reader = try format.reader(for: split, request: ScanRequest(columns: schema, dataSchema: schema))
            var batches: [Batch] = []
            while let batch = try reader.next() { batches.append(batch) }
            return rows(batches)
        }
        #expect(counts[0] == (0..<1000).map { .integer($0) })
        #expect(counts[1] == (1000..<2000).map { .integer($0) })
    }

    @Test func conditionsDropRowGroupsAndRows() throws {
        let folder = TemporaryFolder()
        let path = try sample(folder)
        func ids(_ filters: ScanFilter...) throws -> [Value] { rows(try readParquet(path, filters: filters).batches) }
        #expect(try ids(.compare(column: "ID", .equal, .integer(1234))) == [.integer(1234)])
        #expect(try ids(.compare(column: "id", .less, .integer(-1))).isEmpty)
        #expect(try ids(.compare(column: "id", .greaterOrEqual, .integer(1998))).count == 2)
        #expect(try ids(.oneOf(column: "id", [.integer(5), .integer(1500)])) == [.integer(5), .integer(1500)])
        #expect(try ids(.compare(column: "name", .equal, .string("name 9"))).isEmpty)
        #expect(try ids(.compare(column: "name", .equal, .string("name 1"))).count == 666)
        #expect(try ids(.isNull(column: "id")).isEmpty)
        #expect(try ids(.isNull(column: "absent")).count == 2000)
        let either = ScanFilter.any([
            .compare(column: "id", .less, .integer(2)), .compare(column: "id", .greater, .integer(1997)),
        ])
        #expect(try ids(either).count == 4)
        #expect(
            try ids(.all([either, .compare(column: "name", .equal, .string("name 0"))]))
                == [.integer(0), .integer(1999)])
    }

    @Test func noColumnsGiveTheRowCount() throws {
        let folder = TemporaryFolder()
        let (_, batches) = try readParquet(try sample(folder), schema: Schema())
        #expect(batches.reduce(0) { $0 + $1.count } == 2000)
    }

    @Test func missingColumnsAreNullAndTypesWiden() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/types.parquet"
        let schema = Schema([
            StructField("i", .integer), StructField("f", .float), StructField("d", .decimal(precision: 5, scale: 2)),
            StructField("day", .date), StructField("s", .string),
        ])
        let float = ColumnBuilder(.float)
        float.append(Float(1.5))
        let decimal = ColumnBuilder(.decimal(precision: 5, scale: 2))
        decimal.append(.decimal(-123))
        let text = ColumnBuilder(.string)
        text.append(string: "x")
        try writeParquet(
            path, schema,
            [
                Batch(
                    [integers([-3], .integer), float.finish(), decimal.finish(), integers([2], .date), text.finish()],
                    count: 1)
            ])
        func read(_ name: String, _ type: DataType) throws -> Value {
            let batches = try readParquet(path, schema: Schema([StructField(name, type)])).batches
            return batches[0].columns[0].value(at: 0)
        }
        #expect(try read("nothing", .string) == .null)
        #expect(try read("i", .long) == .integer(-3))
        #expect(try read("i", .short) == .integer(-3))
        #expect(try read("i", .double) == .double(-3))
        #expect(try read("i", .decimal(precision: 12, scale: 2)) == .decimal(-300))
        #expect(try read("i", .decimal(precision: 38, scale: 10)) == .decimal(-30_000_000_000))
        #expect(try read("f", .double) == .double(1.5))
        #expect(try read("d", .decimal(precision: 20, scale: 4)) == .decimal(-12300))
        #expect(try read("day", .timestampNTZ) == .integer(2 * 86_400_000_000))
        #expect(try read("s", .binary) == .binary([0x78]))
        let refused: [(String, DataType)] = [
            ("i", .string), ("i", .float), ("i", .decimal(precision: 5, scale: 2)), ("f", .integer),
            ("day", .timestamp),
            ("d", .decimal(precision: 5, scale: 3)), ("d", .double), ("s", .integer),
            ("s", .array(.string, containsNull: true)),
        ]
        for (name, type) in refused {
            let error = #expect(throws: PyriteError.self, "\(name) \(type)") { try read(name, type) }
            #expect(error?.condition == "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", "\(name) \(type)")
            #expect(error?.message.contains("[\(name)]") ?? false)
        }
    }

    @Test func schemasMerge() throws {
        let folder = TemporaryFolder()
        let paths = (0..<3).map { "\(folder.path)/m\($0).parquet" }
        try writeParquet(
            paths[0], Schema([StructField("a", .integer)]), [Batch([integers([1], .integer)], count: 1)])
        try writeParquet(
            paths[1], Schema([StructField("A", .integer), StructField("z", .long)]),
            [Batch([integers([2], .integer), integers([3], .long)], count: 1)])
        try writeParquet(paths[2], Schema([StructField("a", .long)]), [Batch([integers([4], .long)], count: 1)])
        let format = ParquetFormat()
        let options = FormatOptions(["mergeSchema": "true"])
        let merged = try format.inferSchema(
            of: [sourceFile(paths[0]), sourceFile(paths[1])], options: options, context: EvaluationContext())
        #expect(merged == Schema([StructField("a", .integer), StructField("z", .long)]))
        let error = #expect(throws: PyriteError.self) {
            try format.inferSchema(
                of: [sourceFile(paths[0]), sourceFile(paths[2])], options: options, context: EvaluationContext())
        }
        #expect(error?.condition == "CANNOT_MERGE_SCHEMAS")
        #expect(error?.message.contains("\"STRUCT<a: BIGINT>\"") ?? false)
    }

    @Test func filesThatAreNoParquetAreNamed() throws {
        let folder = TemporaryFolder()
        for (name, text) in [
            ("junk", "this is no Parquet file at all"), ("short", "PAR1"), ("magic", "PAR1PAR1PAR1PAR1"),
        ] {
            let path = "\(folder.path)/\(name).parquet"
            let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
            #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
            close(descriptor)
            let error = #expect(throws: PyriteError.self) { try readParquet(path) }
            #expect(error?.condition == "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER")
            #expect(error?.message.contains(path) ?? false)
        }
        let error = #expect(throws: PyriteError.self) {
            try ParquetFormat().inferSchema(of: [], options: FormatOptions(), context: EvaluationContext())
        }
        #expect(error?.condition == "UNABLE_TO_INFER_SCHEMA")
    }
}
