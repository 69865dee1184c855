import Columnar
import Testing

@testable import Execution

/// What a join's table holds against what joins reserve for it.
@Suite struct JoinTableTests {
    /// `stride` apart, `repeats` of each.
    private func numbers(_ count: Int, stride: Int64, repeats: Int = 1) -> Column {
        let values = Buffer(capacity: count * 8)
        for row in 0..<count { values.typed(Int64.self)[row] = Int64(row / repeats) &* stride }
        return Column(.long, count: count, layout: .fixed(values))
    }

    private func texts(_ count: Int) -> Column {
        let builder = ColumnBuilder(.string, capacity: count)
        for row in 0..<count { builder.append(string: "a key of some length \(row)") }
        return builder.finish()
    }

    @Test(arguments: [40_000, 90_001])
    func tablesHoldWhatIsReserved(rows: Int) throws {
        let keys: [(name: String, columns: [Column])] = [
            ("dense", [numbers(rows, stride: 1)]),
            ("sparse", [numbers(rows, stride: 1_000_003)]),
            ("repeated", [numbers(rows, stride: 1_000_003, repeats: 3)]),
            ("spread by ranges", [numbers(rows, stride: 40)]),
            ("pairs", [numbers(rows, stride: 1 << 40), numbers(rows, stride: 1 << 41)]),
            ("texts", [texts(rows)]),
            ("texts and numbers", [texts(rows), numbers(rows, stride: 7)]),
        ]
        for (name, columns) in keys {
            let nullSafe = columns.map { _ in false }
            let table = try JoinTable(Batch(columns, count: rows), keys: columns, nullSafe: nullSafe, job: nil)
            let reserved = JoinTable.bytes(rows: rows, keyTypes: columns.map(\.type), nullSafe: nullSafe)
            // Keys encoded as bytes are beside it; they are as long as the rows that were counted already.
            let encoded = name == "texts and numbers" ? Batch(columns, count: rows).heldByteCount : 0
            #expect(table.byteCount <= reserved + encoded, "\(name)")
            #expect(table.byteCount * 12 >= reserved, "\(name)")
            let found = table.heads(columns, count: rows)
            let heads = found.typed(Int32.self)
            let repeats = name == "repeated" ? 3 : 1
            #expect(table.isUnique == (repeats == 1), "\(name)")
            // The head of each row's chain is the last row with its key.
            let right = withExtendedLifetime(found) {
                (0..<rows).filter { Int(heads[$0]) == min(($0 / repeats + 1) * repeats, rows) }.count
            }
            #expect(right == rows, "\(name)")
        }
    }

    @Test func aggregatesReserveForTheirGroupsWhatTheyHold() throws {
        let table = GroupTable(types: [.long])
        let keys = numbers(100_000, stride: 1_000_003)
        _ = try table.insert([keys], count: keys.count)
        // A slot of 16 bytes is at most half full, and the key itself has 8.
        #expect(table.byteCount >= 100_000 * (32 + 8))
        #expect(table.byteCount <= 100_000 * (64 + 8) + (1 << 17))
        let columns = table.finish()
        #expect(columns[0].count == 100_000)
        // What found the groups is freed as soon as their keys are handed out.
        #expect(table.byteCount <= 100_000 * 8 + (1 << 17))
    }
}
