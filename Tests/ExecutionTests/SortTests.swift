import Columnar
import Functions
import Plans
import Testing

@testable import Execution

@Suite struct SortTests {
    let run = Runner()

    private func order(_ attribute: Attribute, _ ascending: Bool, nullsFirst: Bool? = nil) -> SortOrder {
        SortOrder(.attribute(attribute), ascending: ascending, nullsFirst: nullsFirst)
    }

    @Test func doublesWithNullsAndNaN() throws {
        let values: [Value] = [
            .double(1), .null, .double(.nan), .double(-5), .double(.infinity), .double(-.infinity), .double(0),
        ]
        let (plan, columns) = Build.relation([("d", .double, values), ("i", .integer, (0..<7).map { .integer($0) })])
        let ascending = try run.rows(.sort(Sort(plan, [order(columns[0], true)]))).map { $0[1] }
        #expect(ascending == [1, 5, 3, 6, 0, 4, 2])
        let descending = try run.rows(.sort(Sort(plan, [order(columns[0], false)]))).map { $0[1] }
        #expect(descending == [2, 4, 0, 6, 3, 5, 1])
        let last = try run.rows(.sort(Sort(plan, [order(columns[0], true, nullsFirst: false)]))).map { $0[1] }
        #expect(last == [5, 3, 6, 0, 4, 2, 1])
    }

    @Test(arguments: [1_000, 250_000])
    func severalKeysAgreeWithComparison(_ n: Int) throws {
        var random = XORShiftRandom(seed: 5)
        let texts = (0..<n).map { _ in "a common prefix of some length \(random.nextInt(bound: 50))" }
        let numbers = (0..<n).map { _ in Int64(random.nextInt(bound: 20)) - 10 }
        let (plan, columns) = Build.relation(
            [
                ("s", .string, texts.map { .string($0) }), ("n", .short, numbers.map { .integer($0) }),
                ("i", .long, (0..<n).map { .integer(Int64($0)) }),
            ], partitions: 4)
        let rows = try run.rows(.sort(Sort(plan, [order(columns[0], false), order(columns[1], true)])))
        let expected = (0..<n).sorted {
            if texts[$0] != texts[$1] { return texts[$0] > texts[$1] }
            if numbers[$0] != numbers[$1] { return numbers[$0] < numbers[$1] }
            return $0 < $1
        }
        #expect(rows.map { $0[2] } == expected.map { .integer(Int64($0)) })
    }

    /// Keys take as many bits as the columns' ranges need: from none to more than a word.
    @Test func rangesOfIntegersDecideTheKeysWidth() throws {
        let near: [Value] = [.integer(7), .null, .integer(-2), .integer(7), .integer(0), .null]
        let far: [Value] = [.integer(.max), .integer(.min), .null, .integer(-1), .integer(0), .integer(.max)]
        let same: [Value] = (0..<6).map { _ in .integer(5) }
        let ids: [Value] = (0..<6).map { .integer($0) }
        let (plan, columns) = Build.relation([
            ("near", .long, near), ("far", .long, far), ("same", .long, same), ("i", .integer, ids),
        ])
        func sorted(_ orders: SortOrder...) throws -> [Value] {
            try run.rows(.sort(Sort(plan, orders))).map { $0[3] }
        }
        #expect(try sorted(order(columns[2], true)) == [0, 1, 2, 3, 4, 5])
        #expect(try sorted(order(columns[0], true), order(columns[1], true)) == [1, 5, 2, 4, 3, 0])
        #expect(try sorted(order(columns[2], true), order(columns[0], false)) == [0, 3, 4, 2, 1, 5])
        #expect(try sorted(order(columns[0], false), order(columns[1], false)) == [0, 3, 4, 2, 5, 1])
        #expect(try sorted(order(columns[1], true)) == [2, 1, 3, 4, 0, 5])
        #expect(try sorted(order(columns[1], false, nullsFirst: true), order(columns[0], true)) == [2, 5, 0, 4, 3, 1])
    }

    /// Short strings are in the key whole, with their length where lengths differ; long ones are compared.
    @Test func stringsOfAllLengths() throws {
        let sets: [[String?]] = [
            ["a", "", "a\u{0}", nil, "b", "a\u{0}\u{0}", "a\u{0}b", "ab"],
            ["same", "same", nil, "same"],
            ["prefix 10", "prefix 2", "prefix ", "prefix 1", nil, "prefix 10"],
            ["a shared beginning, 000000000000000001", "a shared beginning, 000000000000000000", "a shared b", nil],
            ["a shared beginning, z", "a shared beginning, y and much more than fits a key", "a shared beginning, y"],
            ["é", "e", "z", "\u{10FFFF}", "~"],
        ]
        for texts in sets {
            let (plan, columns) = Build.relation([
                ("s", .string, texts.map { $0.map { .string($0) } ?? .null }),
                ("i", .integer, texts.indices.map { .integer(Int64($0)) }),
            ])
            func less(_ a: Int, _ b: Int) -> Bool {
                guard let x = texts[a] else { return texts[b] != nil || a < b }
                guard let y = texts[b] else { return false }
                if x.utf8.elementsEqual(y.utf8) { return a < b }
                return x.utf8.lexicographicallyPrecedes(y.utf8)
            }
            let up = try run.rows(.sort(Sort(plan, [order(columns[0], true), order(columns[1], true)]))).map { $0[1] }
            #expect(up == texts.indices.sorted(by: less).map { .integer(Int64($0)) }, "\(texts)")
            let down = try run.rows(.sort(Sort(plan, [order(columns[0], false), order(columns[1], false)])))
            #expect(down.map { $0[1] } == up.reversed(), "\(texts)")
        }
    }

    @Test func integersSortInParallel() throws {
        let (range, id) = Build.range(0, 400_000)
        let mixed = Build.named(
            try Build.call("%", try Build.call("*", .attribute(id), Build.long(7919)), Build.long(400_009)), "m")
        guard let m = mixed.outputAttribute else { return }
        let rows = try run.rows(.sort(Sort(.project(Project(range, [mixed])), [order(m, false)])))
        let numbers = rows.compactMap { if case .integer(let n) = $0[0] { n } else { nil } }
        #expect(numbers.count == 400_000)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func topNIsTheBeginningOfTheSort() throws {
        let (range, id) = Build.range(0, 200_000, partitions: 6)
        let mixed = Build.named(
            try Build.call("%", try Build.call("*", .attribute(id), Build.long(7919)), Build.long(200_003)), "m")
        guard let m = mixed.outputAttribute else { return }
        let sort = LogicalPlan.sort(Sort(.project(Project(range, [mixed])), [order(m, true)]))
        let all = try run.rows(sort)
        let top = try run.rows(.limit(Limit(sort, count: .literal(50, .integer), offset: .literal(10, .integer))))
        #expect(top == Array(all[10..<60]))
    }

    @Test func partitionsSortForThemselves() throws {
        let (plan, columns) = Build.relation([("n", .integer, [3, 1, 2, 9, 7, 8])], partitions: 2)
        let rows = try run.partitions(.sort(Sort(plan, [order(columns[0], true)], isGlobal: false)))
        #expect(rows == [[[1], [2], [3]], [[7], [8], [9]]])
    }
}
