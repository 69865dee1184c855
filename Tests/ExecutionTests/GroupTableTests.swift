import Columnar
import Testing

@testable import Execution

/// Group tables in all their forms against a dictionary of the rows' values.
@Suite struct GroupTableTests {
    /// A small generator, so that failures repeat.
    private struct Numbers {
        var state: UInt64
        mutating func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: (state >> 33) % UInt64(below))
        }
    }

    private func column(_ values: [Value], _ type: DataType) -> Column {
        let builder = ColumnBuilder(type)
        for value in values { builder.append(value) }
        return builder.finish()
    }

    private func dictionary(_ values: [Value], _ type: DataType) -> Column {
        var entries: [Value] = []
        let indices = Buffer(capacity: values.count * 4)
        let validity = Bitmap(count: values.count, filledWith: true)
        for (row, value) in values.enumerated() {
            indices.typed(Int32.self)[row] = 0
            if value.isNull {
                validity.clear(row)
            } else if let known = entries.firstIndex(of: value) {
                indices.typed(Int32.self)[row] = Int32(known)
            } else {
                indices.typed(Int32.self)[row] = Int32(entries.count)
                entries.append(value)
            }
        }
        return Column(
            type, count: values.count, layout: .dictionary(indices: indices, values: column(entries, type)),
            validity: validity)
    }

    /// Inserts the batches and checks that rows have the same group exactly when their keys are equal, the keys, and what
    /// ``GroupTable/find(_:count:)`` says.
    private func check(_ types: [DataType], _ batches: [[Column]], sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let table = GroupTable(types: types)
        var known: [[Value]: Int32] = [:]
        for columns in batches {
            let n = columns[0].count
            let groups = try contents(table.insert(columns, count: n), n)
            for row in 0..<n {
                let key = columns.map { $0.value(at: row) }
                let expected = known[key] ?? groups[row]
                known[key] = expected
                guard groups[row] == expected else {
                    Issue.record("row \(row) \(key): \(groups[row]), not \(expected)", sourceLocation: sourceLocation)
                    return
                }
            }
        }
        #expect(table.count == known.count, sourceLocation: sourceLocation)
        #expect(Set(known.values) == Set(0..<Int32(known.count)), sourceLocation: sourceLocation)
        for columns in batches {
            let n = columns[0].count
            let found = try contents(table.find(columns, count: n), n)
            #expect((0..<n).allSatisfy { row in found[row] == known[columns.map { $0.value(at: row) }] })
        }
        let keys = table.finish()
        for (key, group) in known { #expect(keys.map { $0.value(at: Int(group)) } == key) }
    }

    private func contents(_ buffer: Buffer, _ count: Int) -> [Int32] {
        withExtendedLifetime(buffer) { (0..<count).map { buffer.typed(Int32.self)[$0] } }
    }

    @Test func denseIntegersGrowBothWaysAndMayBecomeSparse() throws {
        var numbers = Numbers(state: 1)
        for type in [DataType.byte, .short, .integer, .long, .date] {
            var batches: [[Column]] = []
            for batch in 0..<6 {
                let offset = [0, 50, -100, 90, -128, 27][batch]
                batches.append([
                    column(
                        (0..<500).map { $0 % 37 == 5 ? .null : .integer(Int64(offset + numbers.next(100) % 37)) }, type)
                ])
            }
            try check([type], batches)
        }
        // Beyond what an array may cover, and back; extremes of the type too.
        let far: [Int64] = [0, 5, 70_000, -3, 1 << 40, .max, .min, -1, 5, 70_000]
        try check(
            [.long],
            [
                [column((0..<300).map { .integer($0 % 7) }, .long)],
                [column(far.map { .integer($0) } + [.null], .long)],
                [column((0..<300).map { .integer($0 % 11 * 1_000_003) }, .long)],
            ])
        try check([.long], [[column([.null, .null], .long)], [column([.integer(.max), .integer(.max - 1)], .long)]])
        try check([.long], [[column([.integer(.min)], .long)], [column([.integer(.min + 3), .null], .long)]])
    }

    @Test func dictionariesAreLookedUpByCombination() throws {
        var numbers = Numbers(state: 2)
        let texts = ["", "a", "a text longer than twelve bytes", "b"]
        var batches: [[Column]] = []
        for _ in 0..<4 {
            let a = (0..<700).map { _ in Value.string(texts[numbers.next(4)]) }
            let b = (0..<700).map { _ in numbers.next(9) == 0 ? Value.null : .integer(Int64(numbers.next(5))) }
            batches.append([dictionary(a, .string), dictionary(b, .integer)])
        }
        try check([.string, .integer], batches)
        // The same dictionaries again, constants, and flat columns in between.
        let flat = batches[0].map { $0.flattened() }
        let constant = [Column.constant(.string("a"), .string, count: 700), batches[1][1]]
        try check([.string, .integer], [batches[0], batches[0], flat, constant, batches[2]])
        try check([.string], [[batches[0][0]], [batches[1][0]], [Column.nulls(.string, count: 3)]])
    }

    @Test func stringsBesideOthersAreNumbered() throws {
        var numbers = Numbers(state: 3)
        var batches: [[Column]] = []
        for _ in 0..<3 {
            let names = (0..<900).map { _ in
                numbers.next(20) == 0 ? Value.null : .string("customer number \(numbers.next(60))")
            }
            let years = (0..<900).map { _ in Value.integer(Int64(1992 + numbers.next(7))) }
            let marks = (0..<900).map { _ in Value.string(["x", "y"][numbers.next(2)]) }
            batches.append([column(names, .string), column(years, .integer), dictionary(marks, .string)])
        }
        try check([.string, .integer, .string], batches)
        let table = GroupTable(types: [.string, .integer])
        _ = try table.insert([batches[0][0], batches[0][1]], count: 900)
        let absent = [column([.string("nobody")], .string), column([.integer(1992)], .integer)]
        #expect(try contents(table.find(absent, count: 1), 1) == [-1])
    }

    /// Integers that pack into a word by their ranges: these widen, move, and may become too wide.
    @Test func wideIntegersPackByTheirRanges() throws {
        var numbers = Numbers(state: 4)
        func longs(_ from: Int64, _ span: Int) -> Column {
            column(
                (0..<800).map { _ in numbers.next(15) == 0 ? .null : .integer(from + Int64(numbers.next(span))) }, .long
            )
        }
        // Both columns grow to both sides.
        var batches: [[Column]] = []
        for (a, b) in [(0, 0), (50, -7), (-900, 1 << 20), (1 << 33, -5), (3, 3)] as [(Int64, Int64)] {
            batches.append([longs(a, 30), longs(b, 9)])
        }
        try check([.long, .timestamp], batches.map { [$0[0], $0[1].reinterpreted(as: .timestamp)] })
        // Too wide from some batch on, and from the first.
        let wide = [
            column([.integer(.max), .integer(.min), .null], .long), column([.integer(.min), .null, .null], .long),
        ]
        try check([.long, .long], batches + [wide] + batches)
        try check([.long, .long], [wide] + batches)
        // Constants, nulls only, and strings beside what does not pack by its types.
        let constant = [Column.constant(.integer(7), .long, count: 800), batches[0][1]]
        let null = [Column.nulls(.long, count: 5), Column.nulls(.long, count: 5)]
        try check([.long, .long], [null, constant, batches[1], null, constant])
        let names = column((0..<800).map { .string("a name of some length \($0 % 9)") }, .string)
        try check([.string, .long, .long], batches.map { [names, $0[0], $0[1]] })
        let table = GroupTable(types: [.long, .long])
        _ = try table.insert(batches[0], count: 800)
        let absent = [column([.integer(99), .integer(1 << 50)], .long), Column.constant(.integer(1), .long, count: 2)]
        #expect(try contents(table.find(absent, count: 2), 2) == [-1, -1])
    }

    @Test func rangesAreSplitInOrder() {
        let keys = column([.integer(10), .null, .integer(1033), .integer(521)], .long)
        guard let buffer = KeyHash.ranks(keys, in: 10...1033) else {
            Issue.record("no ranks")
            return
        }
        withExtendedLifetime(buffer) {
            let ranks = buffer.typed(UInt64.self)
            #expect(ranks[0] == 0 && ranks[1] == 0)
            #expect(ranks[3] < ranks[2] && ranks[3] > UInt64.max / 5)
        }
        #expect(KeyHash.ranks(column([.string("x")], .string), in: 0...1) == nil)
    }
}
