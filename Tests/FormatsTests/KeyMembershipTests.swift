import Columnar
import Testing

@testable import Formats

/// Filters of join keys never lose a key, and tell others apart as well as they promise.
@Suite struct KeyMembershipTests {
    private func column(_ values: [Int64?], _ type: DataType = .long) -> Column {
        let builder = ColumnBuilder(type)
        for value in values { if let value { builder.append(.integer(value)) } else { builder.appendNull() } }
        return builder.finish()
    }

    private func flags(_ filter: KeyMembership, _ column: Column) -> [Bool] {
        let buffer = Buffer(capacity: column.count)
        guard filter.test(column, into: buffer) else { return [] }
        return withExtendedLifetime(buffer) { (0..<column.count).map { buffer.typed(UInt8.self)[$0] != 0 } }
    }

    @Test func denseKeysAreExact() throws {
        for type in [DataType.byte, .short, .integer, .long, .date] {
            let filter = try #require(KeyMembership(column([3, nil, -7, 64, 100], type), valid: nil))
            #expect(filter.low == -7 && filter.high == 100)
            let probes: [Int64] = [-8, -7, -6, 2, 3, 4, 63, 64, 65, 100, 101, 127, -128]
            #expect(flags(filter, column(probes, type)) == probes.map { [3, -7, 64, 100].contains($0) })
        }
        let filter = try #require(KeyMembership(column([10, 200, 1000]), valid: nil))
        #expect(flags(filter, column([.max, .min, 10])) == [false, false, true])
        #expect(filter.mayHold(from: 11, through: 200) && filter.mayHold(from: .min, through: .max))
        #expect(!filter.mayHold(from: 11, through: 199) && !filter.mayHold(from: 201, through: 999))
        #expect(!filter.mayHold(from: 1001, through: .max) && !filter.mayHold(from: .min, through: 9))
    }

    /// Once the validity of the keys was freed before it was read, and the bits of the filter were written over it.
    @Test func keysBesideNullsAreKept() throws {
        for count in [64, 200, 5000] {
            let keys = (0..<count).map { $0 % 10 == 3 ? nil : Int64($0) }
            let valid = Bitmap(count: count, filledWith: true)
            let filter = try #require(KeyMembership(column(keys, .integer), valid: valid))
            let found = flags(filter, column((0..<count).map { Int64($0) }, .integer))
            #expect(found == keys.map { $0 != nil })
        }
    }

    @Test func sparseKeysGoThroughABloomFilter() throws {
        let keys = (0..<5000).map { Int64($0) &* 0x0123_4567_89AB_CDEF }
        let filter = try #require(KeyMembership(column(keys), valid: nil))
        #expect(flags(filter, column(keys)).allSatisfy { $0 })
        let others = (0..<5000).map { Int64($0) &* 0x0123_4567_89AB_CDEF &+ 1 }
        #expect(flags(filter, column(others)).count { $0 } < 500)
    }

    @Test func nullsAndOtherTypesMakeNoFilter() {
        #expect(KeyMembership(column([nil, nil]), valid: nil) == nil)
        #expect(KeyMembership(column([1, 2]), valid: Bitmap(count: 2, filledWith: false)) == nil)
        let builder = ColumnBuilder(.string)
        builder.append(.string("x"))
        #expect(KeyMembership(builder.finish(), valid: nil) == nil)
    }

    @Test func uselessFiltersGiveUp() throws {
        let filter = try #require(KeyMembership(column([1, 2, 3]), valid: nil))
        filter.report(tested: 90_000, dropped: 0)
        #expect(!filter.isUseless)
        filter.report(tested: 20_000, dropped: 100)
        #expect(filter.isUseless)
    }
}
