import Testing

@testable import Columnar

/// Buffers of all sizes, used again after they were freed.
@Suite struct BufferPoolTests {
    @Test func buffersAreLargeEnoughAlignedAndApart() {
        var held: [(buffer: Buffer, mark: UInt8)] = []
        var state: UInt64 = 7
        for round in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let exponent = Double(state >> 40) / Double(1 << 24) * 12
            let wanted = Int(4096.0 * exponent * exponent * exponent)
            let buffer = Buffer(capacity: wanted, zeroed: round % 3 == 0)
            #expect(buffer.capacity >= wanted && UInt(bitPattern: buffer.pointer) % 64 == 0)
            let bytes = buffer.typed(UInt8.self)
            if round % 3 == 0 { #expect(bytes[0] == 0 && bytes[buffer.capacity - 1] == 0) }
            let mark = UInt8(truncatingIfNeeded: round)
            bytes[0] = mark
            bytes[buffer.capacity - 1] = mark
            held.append((buffer, mark))
            if held.count > 20 {
                let old = held.remove(at: Int(state >> 33) % held.count)
                let bytes = old.buffer.typed(UInt8.self)
                #expect(bytes[0] == old.mark && bytes[old.buffer.capacity - 1] == old.mark)
            }
        }
    }

    @Test func sizesAreRoundedToQuartersOfPowersOfTwo() {
        #expect(BufferPool.rounded(BufferPool.smallest) == BufferPool.smallest)
        #expect(BufferPool.rounded(BufferPool.smallest + 1) == BufferPool.smallest / 4 * 5)
        #expect(BufferPool.rounded(BufferPool.largest) == BufferPool.largest)
        #expect(BufferPool.rounded(BufferPool.largest - 1) == BufferPool.largest)
        #expect(BufferPool.rounded(100_000) == 114_688)
    }

    @Test func pagesThatAreMadeReadyHoldWhatTheyHeld() {
        for capacity in [100, 1 << 20, 20 << 20] {
            let buffer = Buffer(capacity: capacity, zeroed: true)
            let bytes = buffer.typed(UInt8.self)
            bytes[capacity / 2] = 7
            buffer.populate(capacity / 4..<capacity + 100_000)
            buffer.populate()
            buffer.populate(capacity..<capacity)
            #expect((0..<capacity).reduce(0) { $0 + Int(bytes[$1]) } == 7)
            #expect(bytes[capacity / 2] == 7)
        }
    }

    @Test func growingKeepsBytesAndZeros() {
        // Through all ways of growing: copied within the heap and the pool, and moved with its pages.
        var buffer = Buffer(capacity: 1000, zeroed: true)
        var size = 1000
        while size < 80 << 20 {
            buffer.typed(UInt8.self)[size - 1] = UInt8(truncatingIfNeeded: size)
            let larger = size * 3 + 17
            buffer = buffer.grown(to: larger, keeping: size, zeroed: true)
            #expect(buffer.capacity >= larger && UInt(bitPattern: buffer.pointer) % 64 == 0)
            let bytes = buffer.typed(UInt8.self)
            #expect(bytes[size - 1] == UInt8(truncatingIfNeeded: size))
            #expect(bytes[size] == 0 && bytes[larger / 2] == 0 && bytes[larger - 1] == 0)
            size = larger
        }
    }

    @Test func trimmingLeavesWhatIsHeld() {
        let held = (0..<100).map { number in
            let buffer = Buffer(capacity: 10_000)
            buffer.typed(Int.self)[0] = number
            return buffer
        }
        // Enough freed memory for trimming to happen.
        for _ in 0..<5 { _ = (0..<1000).map { _ in Buffer(capacity: 10_000) } }
        BufferPool.shared.trim()
        #expect(held.enumerated().allSatisfy { $1.typed(Int.self)[0] == $0 })
    }
}
