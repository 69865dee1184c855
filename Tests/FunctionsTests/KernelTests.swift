import Columnar
import Functions
import Testing

/// Encodings, nulls, errors, hashes and time zones.
@Suite struct KernelTests {
    private let context = EvaluationContext()

    private func column(_ values: [Value], _ type: DataType) -> Column {
        let builder = ColumnBuilder(type)
        for value in values { builder.append(value) }
        return builder.finish()
    }

    private func call(_ name: String, _ columns: [Column]) throws -> Column {
        guard case .scalar(let bind)? = FunctionRegistry.builtIn[name]?.kind else {
            throw ExampleExpression.Unsupported(reason: name)
        }
        let binding = try bind(
            columns.map { FunctionArgument(type: $0.type) }, ResolutionContext(functionName: name))
        let inputs = try zip(columns, binding.argumentTypes).map {
            try Cast.cast($0, to: $1, mode: .ansi, context: context)
        }
        let result = try binding.kernel(inputs, columns[0].count, context)
        #expect(result.count == columns[0].count)
        #expect(result.type == binding.resultType)
        return result
    }

    private func values(_ column: Column) -> [Value] { (0..<column.count).map { column.value(at: $0) } }

    private func condition(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? PyriteError)?.condition
        }
    }

    /// "abc", null, "a longer text than fits", "abc" as a dictionary.
    private var dictionary: Column {
        let entries = column([.string("abc"), .string("a longer text than fits")], .string)
        let indices = Buffer(capacity: 16)
        for (row, index) in [0, 0, 1, 0].enumerated() { indices.typed(Int32.self)[row] = Int32(index) }
        let validity = Bitmap(count: 4, filledWith: true)
        validity.clear(1)
        return Column(.string, count: 4, layout: .dictionary(indices: indices, values: entries), validity: validity)
    }

    @Test func dictionariesGiveWhatFlatColumnsGive() throws {
        let pattern = Column.constant(.string("%long%"), .string, count: 4)
        for input in [dictionary, dictionary.flattened()] {
            #expect(
                try values(call("like", [input, pattern])) == [.boolean(false), .null, .boolean(true), .boolean(false)])
            #expect(try values(call("length", [input])) == [.integer(3), .null, .integer(23), .integer(3)])
            #expect(
                try values(call("upper", [input])) == [
                    .string("ABC"), .null, .string("A LONGER TEXT THAN FITS"), .string("ABC"),
                ])
        }
        #expect(try call("upper", [dictionary]).isDictionary)
    }

    @Test func nullRowsDoNotFail() throws {
        let x = column([.integer(1), .null, .integer(6)], .integer)
        let y = column([.integer(1), .integer(0), .integer(4)], .integer)
        #expect(try values(call("/", [x, y])) == [.double(1), .null, .double(1.5)])
        #expect(try values(call("%", [x, y])) == [.integer(0), .null, .integer(2)])
        #expect(condition { _ = try call("/", [y, y]) } == "DIVIDE_BY_ZERO")
        #expect(condition { _ = try call("%", [y, y]) } == "REMAINDER_BY_ZERO")
        #expect(try values(call("try_divide", [y, y])) == [.double(1), .null, .double(1)])
    }

    @Test func overflowIsNoticed() throws {
        let most = column([.integer(1), .integer(Int64(Int32.max))], .integer)
        let one = Column.constant(.integer(1), .integer, count: 2)
        #expect(condition { _ = try call("+", [most, one]) } == "ARITHMETIC_OVERFLOW")
        #expect(condition { _ = try call("*", [most, most]) } == "ARITHMETIC_OVERFLOW")
        #expect(try values(call("try_add", [most, one])) == [.integer(2), .null])
        let small = column([.integer(127)], .byte)
        #expect(condition { _ = try call("+", [small, small]) } == "BINARY_ARITHMETIC_OVERFLOW")
        let digits = column(
            [.decimal(Int128("99999999999999999999999999999999999999") ?? 0)], .decimal(precision: 38, scale: 0))
        #expect(condition { _ = try call("+", [digits, digits]) } == "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION")
    }

    @Test func notANumberIsGreatestAndEqualToItself() throws {
        let x = column([.double(.nan), .double(.nan), .double(1), .double(-0.0)], .double)
        let y = column([.double(.nan), .double(1), .double(.nan), .double(0)], .double)
        let (yes, no) = (Value.boolean(true), Value.boolean(false))
        #expect(try values(call("=", [x, y])) == [yes, no, no, yes])
        #expect(try values(call("<", [x, y])) == [no, no, yes, no])
        #expect(try values(call(">=", [x, y])) == [yes, yes, no, yes])
        #expect(try values(call("!=", [x, y])) == [no, yes, yes, no])
    }

    @Test func membershipKnowsNulls() throws {
        let x = column([.integer(1), .integer(5), .null], .integer)
        let list = [1, 2].map { Column.constant(.integer($0), .integer, count: 3) }
        let null = Column.nulls(.integer, count: 3)
        #expect(try values(call("in", [x] + list)) == [.boolean(true), .boolean(false), .null])
        #expect(try values(call("in", [x] + list + [null])) == [.boolean(true), .null, .null])
        let many = (0..<40).map { Column.constant(.integer($0 * 5), .integer, count: 3) }
        #expect(try values(call("in", [x] + many)) == [.boolean(false), .boolean(true), .null])
        let words = ["abc", "x", "a longer text than fits"].map { Column.constant(.string($0), .string, count: 4) }
        #expect(
            try values(call("in", [dictionary] + words)) == [.boolean(true), .null, .boolean(true), .boolean(true)])
    }

    @Test func hashesAreSparks() throws {
        func hash(_ value: Value, _ type: DataType) -> Int32 {
            let hashes = Murmur3.hash(columns: [column([value], type)], count: 1)
            return withExtendedLifetime(hashes) { hashes.typed(Int32.self)[0] }
        }
        #expect(hash(.integer(1), .integer) == -559_580_957)
        #expect(hash(.integer(1), .long) == -1_712_319_331)
        #expect(hash(.string("a"), .string) == 1_485_273_170)
        #expect(hash(.double(1.5), .double) == 1_290_763_749)
        #expect(hash(.float(1.5), .float) == -221_251_528)
        #expect(hash(.boolean(true), .boolean) == -559_580_957)
        #expect(hash(.integer(18262), .date) == -725_858_435)
        #expect(hash(.integer(1_577_836_800_000_000), .timestamp) == -1_486_022_740)
        #expect(hash(.decimal(150), .decimal(precision: 10, scale: 2)) == -2_056_712_946)
        #expect(hash(.decimal(150), .decimal(precision: 38, scale: 2)) == -339_019_914)
        #expect(hash(.decimal(-150), .decimal(precision: 38, scale: 2)) == -690_534_446)
        #expect(hash(.array([.integer(1), .integer(2)]), .array(.integer, containsNull: false)) == -222_940_379)
        #expect(hash(.null, .integer) == 42)
        #expect(hash(.string("abcdefg"), .string) == 2_132_013_596)
        #expect(hash(.string("é"), .string) == 2_119_106_806)
        #expect(hash(.double(-0.0), .double) == -1_670_924_195)
        let three = [1, 2, 3].map { Column.constant(.integer($0), .integer, count: 1) }
        let all = Murmur3.hash(columns: three, count: 1)
        #expect(withExtendedLifetime(all) { all.typed(Int32.self)[0] } == -912_918_097)
    }

    @Test func seededRandomNumbersAreSparks() throws {
        guard case .scalar(let bind)? = FunctionRegistry.builtIn["rand"]?.kind else { return }
        let seed = FunctionArgument(type: .integer, nullable: false, literal: .integer(5))
        let binding = try bind([seed], ResolutionContext(functionName: "rand"))
        let seeds = Column.constant(.integer(5), .integer, count: 3)
        let expected: [Value] = [
            .double(0.02390696427502892), .double(0.09509767744084452), .double(0.7705061443410145),
        ]
        let drawn = try values(binding.kernel([seeds], 3, context))
        #expect(drawn == expected)
    }

    @Test func gapsAndOverlapsResolveAsInJava() throws {
        let berlin = try TimeZoneRules.named("Europe/Berlin")
        func local(_ year: Int64, _ month: Int64, _ day: Int64, _ minutes: Int64) -> Int64 {
            CivilDate(year: year, month: month, day: day).days * 86_400 + minutes * 60
        }
        // 02:30 does not exist on 2020-03-29 and exists twice on 2020-10-25.
        #expect(berlin.utc(fromLocal: local(2020, 3, 29, 150)) == local(2020, 3, 29, 90))
        #expect(berlin.utc(fromLocal: local(2020, 10, 25, 150)) == local(2020, 10, 25, 30))
        #expect(
            try TimeZoneRules.named("America/New_York").utc(fromLocal: local(2100, 7, 1, 0)) == local(2100, 7, 1, 240))
        #expect(try TimeZoneRules.named("Australia/Sydney").offset(atUTC: local(2050, 7, 1, 0)) == 36_000)
        #expect(try TimeZoneRules.named("GMT+3").fixedOffset == 10_800)
        #expect(condition { _ = try TimeZoneRules.named("Nowhere/Land") } == "INVALID_TIMEZONE")
    }

    @Test(arguments: [
        "", " ", "2020-", "2020-13-01", "2020-01-01 25:00:00", "+", "99999999-01-01", "2020-01-01T", "é",
    ])
    func malformedTimesAreNull(text: String) throws {
        let input = column([.string(text)], .string)
        #expect(try Cast.cast(input, to: .timestamp, mode: .attempt, context: context).isNull(0) || text.hasSuffix("T"))
        #expect(
            condition { _ = try Cast.cast(input, to: .integer, mode: .ansi, context: context) } == "CAST_INVALID_INPUT")
    }

    @Test func patternsRoundTrip() throws {
        let pattern = try DateTimePattern("yyyyMMdd HH:mm:ss.SSS XXX")
        let text = Array("20200229 13:14:15.016 +02:00".utf8)
        let micros = text.withUnsafeBytes { pattern.parseTimestamp($0, timeZone: .utc) }
        #expect(micros == 1_582_974_855_016_000)
        var writer = ByteWriter()
        let zone = try TimeZoneRules.named("+02:00")
        var cursor = TimeZoneCursor(zone)
        pattern.format(instant: micros ?? 0, &cursor, timeZone: zone, into: &writer)
        #expect(Array(writer.bytes) == text)
        #expect(condition { _ = try DateTimePattern("foo") } == "INVALID_DATETIME_PATTERN.WITH_SUGGESTION")
    }

    @Test func everyFunctionIsDocumented() {
        for definition in FunctionRegistry.builtIn.definitions {
            #expect(!definition.usage.isEmpty && definition.name == definition.name.lowercased())
        }
        let names = FunctionRegistry.builtIn.definitions.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count, "a name is registered twice")
    }

    @Test func likeFindsPiecesInOrder() throws {
        let texts: [(String, String, Bool)] = [
            ("the special and slow requests", "%special%requests%", true),
            ("requests that are special", "%special%requests%", false),
            ("specialrequests", "%special%requests%", true), ("specialrequest", "%special%requests%", false),
            ("abcabd", "a%abd", true), ("abd", "ab%bd", false), ("abbd", "ab%bd", true), ("", "%a%b%", false),
            ("x--y--z", "x%y%z", true), ("x--z--y", "x%y%z", false), ("aXbXcXd", "a%b%c%d", true),
            ("aXcXbXd", "a%b%c%d", false), ("grün und rot", "%ü%r_t", true), ("%x%", "%\\%x%\\%", true),
            ("forest green", "forest%", true), ("a forest", "forest%", false), ("zzzq", "%zq", true),
        ]
        for (text, pattern, expected) in texts {
            let input = column([.string(text)], .string)
            let result = try call("like", [input, .constant(.string(pattern), .string, count: 1)])
            #expect(values(result) == [.boolean(expected)], "\(text) like \(pattern)")
        }
    }

    @Test func decimalProductsOfNarrowAndWideValues() throws {
        let numbers: [Int128] = [0, 1, -1, 99, -104_949_50, 999_999_999_999_999, -999_999_999_999_999]
        let wide: [Int128] = numbers + [Int128(Int64.max), Int128(Int64.min), 1 << 70]
        let small = DecimalType(15, 2)
        for (left, right, a, b) in [
            (small, small, numbers, numbers), (small, DecimalType(16, 2), numbers, numbers),
            (DecimalType(22, 4), small, wide, numbers), (small, DecimalType(22, 4), numbers, wide),
        ] {
            let pairs = a.flatMap { x in b.map { (x, $0) } }
            let result = try call(
                "*",
                [
                    column(pairs.map { .decimal($0.0) }, left.type), column(pairs.map { .decimal($0.1) }, right.type),
                ])
            #expect(values(result) == pairs.map { .decimal($0.0 * $0.1) })
        }
    }

    private struct DecimalType {
        let type: DataType
        init(_ precision: Int, _ scale: Int) { type = .decimal(precision: precision, scale: scale) }
    }
}
