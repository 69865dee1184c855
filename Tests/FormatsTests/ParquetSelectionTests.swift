import Columnar
import Functions
import Glibc
import Testing

@testable import Formats

/// Scans that read single rows of pages, against reading everything and choosing afterwards.
@Suite struct ParquetSelectionTests {
    private func rows(_ batches: [Batch]) -> [[Value]] {
        batches.flatMap { batch in (0..<batch.count).map { row in batch.columns.map { $0.value(at: row) } } }
    }

    /// The rows that satisfy the condition on a column, by reading with and without it.
    private func check(
        _ path: String, _ filter: ScanFilter, onColumn index: Int, schema: Schema? = nil,
        _ holds: (Value) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = rows(try readParquet(path, schema: schema).batches).filter { holds($0[index]) }
        let found = rows(try readParquet(path, schema: schema, filters: [filter]).batches).filter { holds($0[index]) }
        #expect(found.count == expected.count, "\(filter)", sourceLocation: sourceLocation)
        #expect(
            found.map { $0.map(canonicalText) } == expected.map { $0.map(canonicalText) }, "\(filter)",
            sourceLocation: sourceLocation)
    }

    private static let count = 60_000

    /// Small pages, nulls, a dictionary that is given up in the middle of its chunk, strings and lists.
    private func sample(_ folder: TemporaryFolder) throws -> (path: String, schema: Schema) {
        let list = DataType.array(.integer, containsNull: true)
        let schema = Schema([
            StructField("id", .long, nullable: false), StructField("few", .integer), StructField("text", .string),
            StructField("many", .string), StructField("amount", .decimal(precision: 12, scale: 2)),
            StructField("flag", .boolean), StructField("list", list),
            StructField("wide", .decimal(precision: 30, scale: 0)),
        ])
        let builders = schema.fields.map { ColumnBuilder($0.dataType) }
        for row in 0..<Self.count {
            let number = Int64(row)
            let isNull = row % 7 == 3 || (20_000..<24_000).contains(row)
            builders[0].append(.integer(number))
            builders[1].append(isNull ? .null : .integer(number % 5))
            builders[2].append(isNull ? .null : .string("one of some texts: \(row % 11)"))
            // Repeats at first, so that a dictionary is begun, and then no more.
            builders[3].append(.string(row < 3000 ? "m \(row % 3)" : "a text of its own, number \(row)"))
            builders[4].append(row % 13 == 0 ? .null : .decimal(Int128(row) * 101))
            builders[5].append(isNull ? .null : .boolean(row % 3 == 0))
            builders[6].append(row % 5 == 0 ? .null : .array((0..<row % 4).map { .integer(Int64($0)) }))
            builders[7].append(isNull ? .null : .decimal(Int128(row) << 70))
        }
        let all = Batch(builders.map { $0.finish() }, count: Self.count)
        let path = folder.path + "/selection.parquet"
        let batches = stride(from: 0, to: Self.count, by: 5000).map { all.slice($0..<$0 + 5000) }
        try writeParquet(path, schema, batches, options: ["parquet.page.size": "4000"])
        return (path, schema)
    }

    private func number(_ value: Value) -> Int64? { if case .integer(let number) = value { number } else { nil } }

    @Test func fewRowsOfManyPages() throws {
        let folder = TemporaryFolder()
        let (path, _) = try sample(folder)
        let last = Int64(Self.count - 1)
        for chosen: [Int64] in [[0], [last], [0, last], [8191, 8192], [1, 2, 3, 30_000, 30_001, 44_444], [-1]] {
            try check(path, .oneOf(column: "id", chosen.map { .integer($0) }), onColumn: 0) {
                number($0).map { chosen.contains($0) } ?? false
            }
        }
        try check(path, .compare(column: "id", .less, .integer(10)), onColumn: 0) { (number($0) ?? 99) < 10 }
        try check(path, .compare(column: "id", .greater, .integer(last - 9000)), onColumn: 0) {
            (number($0) ?? 0) > last - 9000
        }
    }

    @Test func conditionsOnColumnsWithNulls() throws {
        let folder = TemporaryFolder()
        let (path, _) = try sample(folder)
        try check(path, .compare(column: "few", .equal, .integer(2)), onColumn: 1) { number($0) == 2 }
        try check(path, .isNull(column: "few"), onColumn: 1) { $0.isNull }
        try check(path, .compare(column: "text", .equal, .string("one of some texts: 4")), onColumn: 2) {
            $0 == .string("one of some texts: 4")
        }
        try check(path, .compare(column: "many", .equal, .string("a text of its own, number 40000")), onColumn: 3) {
            $0 == .string("a text of its own, number 40000")
        }
        try check(path, .compare(column: "many", .equal, .string("m 1")), onColumn: 3) { $0 == .string("m 1") }
        try check(path, .compare(column: "amount", .less, .decimal(100_000)), onColumn: 4) {
            if case .decimal(let number) = $0 { number < 100_000 } else { false }
        }
        try check(path, .compare(column: "flag", .equal, .boolean(true)), onColumn: 5) { $0 == .boolean(true) }
    }

    @Test func severalConditions() throws {
        let folder = TemporaryFolder()
        let (path, _) = try sample(folder)
        let filters: [ScanFilter] = [
            .compare(column: "flag", .equal, .boolean(true)),
            .all([.compare(column: "few", .equal, .integer(1)), .isNotNull(column: "amount")]),
            .any([.compare(column: "id", .less, .integer(9000)), .compare(column: "id", .greater, .integer(50_000))]),
        ]
        func holds(_ row: [Value]) -> Bool {
            guard let id = number(row[0]) else { return false }
            return row[5] == .boolean(true) && number(row[1]) == 1 && !row[4].isNull && (id < 9000 || id > 50_000)
        }
        let expected = rows(try readParquet(path).batches).filter(holds)
        let found = rows(try readParquet(path, filters: filters).batches).filter(holds)
        #expect(expected.count > 100)
        #expect(found.map { $0.map(canonicalText) } == expected.map { $0.map(canonicalText) })
        let none = try readParquet(path, filters: filters + [.compare(column: "many", .equal, .string("m 9"))])
        #expect(rows(none.batches).isEmpty)
    }

    @Test func boundsThatMove() throws {
        let folder = TemporaryFolder()
        let (path, schema) = try sample(folder)
        for (isAscending, keepsNulls) in [(true, true), (true, false), (false, true), (false, false)] {
            let bound = MovingBound(isAscending: isAscending, keepsNulls: keepsNulls)
            #expect(rows(try readParquet(path, filters: [.within(column: "few", bound)]).batches).count == Self.count)
            bound.tighten(to: isAscending ? 1 : 3)
            bound.tighten(to: isAscending ? 4 : 0)
            try check(path, .within(column: "few", bound), onColumn: 1, schema: schema) {
                guard let number = number($0) else { return keepsNulls }
                return isAscending ? number <= 1 : number >= 3
            }
        }
        // Whole row groups go when the bound rules them out.
        let early = MovingBound(isAscending: true, keepsNulls: true)
        early.tighten(to: -5)
        #expect(rows(try readParquet(path, filters: [.within(column: "id", early)]).batches).isEmpty)
    }

    @Test(
        .enabled(if: parquetTestFolder() != nil),
        arguments: [
            "alltypes_tiny_pages.parquet", "alltypes_tiny_pages_plain.parquet", "int32_with_null_pages.parquet",
            "delta_encoding_required_column.parquet", "delta_encoding_optional_column.parquet",
            "rle-dict-snappy-checksum.parquet", "datapage_v2.snappy.parquet", "alltypes_dictionary.parquet",
        ])
    func filesOfOthersAgree(_ name: String) throws {
        guard let folder = parquetTestFolder() else { return }
        let path = "\(folder)/data/\(name)"
        let (schema, batches) = try readParquet(path)
        let all = rows(batches)
        for (index, field) in schema.fields.enumerated() {
            let values = Set(all.compactMap { number($0[index]) }).sorted()
            guard let low = values.first, let high = values.last, [.integer, .long, .date].contains(field.dataType)
            else { continue }
            for value in [low, values[values.count / 2], values[values.count / 10], high] {
                try check(path, .compare(column: field.name, .equal, .integer(value)), onColumn: index) {
                    number($0) == value
                }
                try check(path, .compare(column: field.name, .less, .integer(value)), onColumn: index) {
                    (number($0) ?? .max) < value
                }
            }
            try check(path, .isNull(column: field.name), onColumn: index) { $0.isNull }
        }
    }

    @Test(.enabled(if: parquetTestFolder() != nil)) func pageIndexesNarrowTheRows() throws {
        guard let folder = parquetTestFolder() else { return }
        let file = try ParquetFile(path: "\(folder)/data/alltypes_tiny_pages.parquet")
        let footer = try ParquetFooter(try file.readMetadata())
        let plan = try ParquetScanPlan(
            Schema([StructField("id", .integer), StructField("month", .integer)]), in: footer, path: file.path)
        let group = footer.metadata.rowGroups[0]
        func rows(_ filters: ScanFilter...) -> RowRanges { plan.candidates(filters, group, footer: footer, file: file) }
        let all = RowRanges([0..<group.rowCount])
        #expect(rows() == all)
        #expect(rows(.compare(column: "id", .greaterOrEqual, .integer(0))) == all)
        let one = rows(.compare(column: "id", .equal, .integer(100)))
        #expect(one.ranges.reduce(0) { $0 + $1.count } < 1000 && !one.ranges.isEmpty)
        #expect(rows(.compare(column: "id", .equal, .integer(-1))).ranges.isEmpty)
        let both = rows(
            .any([
                .compare(column: "id", .equal, .integer(100)), .compare(column: "id", .equal, .integer(-1)),
            ]))
        #expect(both == one)
    }

    @Test func rangesOfRows() {
        let a = RowRanges([0..<10, 10..<20, 30..<40])
        #expect(a.ranges == [0..<20, 30..<40])
        #expect(a.intersection(RowRanges([15..<35])).ranges == [15..<20, 30..<35])
        #expect(a.union(RowRanges([5..<32, 50..<60])).ranges == [0..<40, 50..<60])
        #expect(a.intersection(RowRanges()).ranges.isEmpty)
        #expect(RowRanges().union(a) == a)
    }

    @Test(
        .enabled(if: parquetTestFolder() != nil),
        arguments: ["data_index_bloom_encoding_stats.parquet", "data_index_bloom_encoding_with_length.parquet"])
    func bloomFiltersKnowTheirValues(_ name: String) throws {
        guard let folder = parquetTestFolder() else { return }
        let file = try ParquetFile(path: "\(folder)/data/\(name)")
        let footer = try ParquetFooter(try file.readMetadata())
        let field = try footer.schema.sparkSchema().fields[0]
        let plan = try ParquetScanPlan(Schema([field]), in: footer, path: file.path)
        let group = footer.metadata.rowGroups[0]
        let known = rows(try readParquet(file.path).batches).map { $0[0] }
        #expect(known.count == 14)
        for value in known {
            #expect(!plan.bloomFiltersRuleOut(.compare(column: field.name, .equal, value), group, file: file))
        }
        let absent = (0..<200).filter {
            plan.bloomFiltersRuleOut(.compare(column: field.name, .equal, .string("no \($0)")), group, file: file)
        }
        #expect(absent.count > 150)
        #expect(!plan.bloomFiltersRuleOut(.oneOf(column: field.name, known), group, file: file))
        #expect(!plan.bloomFiltersRuleOut(.compare(column: field.name, .less, .string("no")), group, file: file))
    }
}
