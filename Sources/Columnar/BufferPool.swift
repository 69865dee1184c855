import Synchronization

/// Memory of freed buffers of middle size, kept for the next ones: operators allocate the same few sizes for every batch,
/// and fresh pages from the operating system cost more than most kernels that fill them.
///
/// Sizes are rounded up to a quarter of a power of two. What is kept is bounded; all else goes back at once.
package final class BufferPool: Sendable {
    package static let shared = BufferPool()

    static let smallest = 16 << 10
    static let largest = 8 << 20
    /// What is kept unless ``keep(atMost:)`` says otherwise.
    package static let usualBytes = 64 << 20

    private let shelves: [Shelf]
    private let kept = Atomic<Int>(0)
    private let bound = Atomic<Int>(usualBytes)

    private final class Shelf: Sendable {
        let stack = Mutex<[Block]>([])
    }

    private struct Block: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private init() {
        shelves = (0..<BufferPool.shelf(of: BufferPool.largest) + 1).map { _ in Shelf() }
    }

    /// Bounds what is kept from now on.
    package func keep(atMost bytes: Int) { bound.store(bytes, ordering: .relaxed) }

    /// The capacity that is allocated for `bytes`, in smallest...largest.
    static func rounded(_ bytes: Int) -> Int {
        let power = Int.bitWidth - 1 - bytes.leadingZeroBitCount
        let step = 1 << (power - 2)
        return (bytes + step - 1) & ~(step - 1)
    }

    /// The shelf of a rounded capacity: four for each power of two.
    private static func shelf(of capacity: Int) -> Int {
        let power = Int.bitWidth - 1 - capacity.leadingZeroBitCount
        let least = Int.bitWidth - 1 - smallest.leadingZeroBitCount
        return (power - least) * 4 + (capacity >> (power - 2) & 3)
    }

    /// Memory of exactly a rounded capacity, aligned to 64 bytes.
    func take(_ capacity: Int) -> UnsafeMutableRawPointer {
        if let block = shelves[BufferPool.shelf(of: capacity)].stack.withLock({ $0.popLast() }) {
            kept.wrappingSubtract(capacity, ordering: .relaxed)
            return block.pointer
        }
        return UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    }

    func give(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
        guard kept.wrappingAdd(capacity, ordering: .relaxed).newValue <= bound.load(ordering: .relaxed) else {
            kept.wrappingSubtract(capacity, ordering: .relaxed)
            pointer.deallocate()
            return
        }
        let block = Block(pointer: pointer)
        shelves[BufferPool.shelf(of: capacity)].stack.withLock { $0.append(block) }
    }
}
