import Columnar
import ConnectProtocol
import SwiftProtobuf
import Testing

@testable import Connect

/// Any bytes may come in; whatever they are, decoding ends with a plan or an error.
@Suite struct HostileBytesTests {
    /// A plan that uses much of the protocol, as a seed for damage.
    private static func seed() throws -> [UInt8] {
        let expressions = [
            function("when", column("a.b"), integer(1), integer(2)),
            Spark_Connect_Expression.with {
                $0.literal.map.keys = [.with { $0.decimal.value = "12.34" }]
                $0.literal.map.values = [.with { $0.array.elements = [.with { $0.date = 3 }] }]
            },
            .with {
                $0.window.windowFunction = function("sum", column("x"))
                $0.window.frameSpec.frameType = .range
                $0.window.frameSpec.lower.value = integer(-1)
                $0.window.frameSpec.upper.currentRow = true
            },
            .with {
                $0.cast.expr = column("`q`")
                $0.cast.type = Spark_Connect_DataType(
                    .map(.string, .decimal(precision: 9, scale: 2), valueContainsNull: true))
            },
        ]
        let plan = Spark_Connect_Plan.with {
            $0.root.join.left = .with {
                $0.project.input = rangeOfTen
                $0.project.expressions = expressions
            }
            $0.root.join.right = .with {
                $0.aggregate.input.read.dataSource.paths = ["/x"]
                $0.aggregate.groupType = .pivot
                $0.aggregate.pivot.col = column("c")
                $0.aggregate.pivot.values = [.with { $0.string = "v" }]
            }
            $0.root.join.joinType = .fullOuter
            $0.root.join.joinCondition = function("==", column("a"), column("b"))
        }
        return try serialize(plan)
    }

    private func decode(_ bytes: [UInt8]) -> Bool {
        do {
            let plan = try parseMessage(Spark_Connect_Plan.self, from: bytes)
            var decoder = PlanDecoder()
            _ = try decoder.decode(plan)
            return true
        } catch { return false }
    }

    @Test func randomBytes() {
        var generator = SplitMix(state: 1)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = decode(bytes)
        }
    }

    @Test func damagedPlans() throws {
        let seed = try Self.seed()
        #expect(decode(seed))
        var generator = SplitMix(state: 2)
        var refused = 0
        for _ in 0..<3_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            if !decode(bytes) { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test func truncatedPlans() throws {
        let seed = try Self.seed()
        for count in 0..<seed.count { _ = decode(Array(seed[..<count])) }
        #expect(!decode(Array(seed.dropLast())))
    }

    /// A filter in a filter …: written by hand, since building it would itself recurse.
    @Test func deepNestingIsRefused() {
        let error = decodeFilters(messageDepthLimit)
        #expect(error?.condition == "CONNECT_INVALID_PLAN.CANNOT_PARSE")
        #expect(error?.message.contains("levels deep") == true)
    }

    @Test func nestingUpToTheLimitIsDecoded() {
        // The innermost relation is empty; the error shows that it was reached.
        let error = decodeFilters(messageDepthLimit / 2 - 10)
        #expect(error?.condition == "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET")
    }

    private func decodeFilters(_ count: Int) -> PyriteError? {
        let bytes = nestedFilters(count)
        return #expect(throws: PyriteError.self) {
            try LargeStackThread.run { () throws(PyriteError) in
                let plan = try parseMessage(Spark_Connect_Plan.self, from: bytes)
                var decoder = PlanDecoder()
                _ = try decoder.decode(plan)
            }
        }
    }

    /// The bytes of a plan of so many filters. Relation.filter is field 4, Filter.input is field 1.
    private func nestedFilters(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<count { bytes = lengthPrefixed(field: 4, lengthPrefixed(field: 1, bytes)) }
        return lengthPrefixed(field: 1, bytes)
    }

    private func lengthPrefixed(field: UInt8, _ content: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [field << 3 | 2]
        var length = content.count
        while length >= 0x80 {
            result.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        result.append(UInt8(length))
        return result + content
    }
}

/// A small generator with a fixed seed, so that a failure repeats.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
