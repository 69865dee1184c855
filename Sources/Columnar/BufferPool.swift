import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where buffers' memory comes from, and where it goes.
///
/// Small blocks are the C library's. Those of middle size are kept when they are freed, for the next ones: operators
/// allocate the same few sizes for every batch, and fresh pages from the operating system cost more than most kernels
/// that fill them. Their sizes are rounded up to a quarter of a power of two; what is kept is bounded. All else, from
/// ``mapped`` bytes on, are pages of their own, which go back to the system at once: in the C library's heap, what is
/// freed stays as long as something smaller lies behind it.
package final class BufferPool: Sendable {
    package static let shared = BufferPool()

    static let smallest = 16 << 10
    static let largest = 8 << 20
    /// Blocks from this size on are mapped.
    static let mapped = 64 << 10
    /// Mapped blocks from this size on grow by being mapped elsewhere; copying smaller ones is cheaper.
    static let movedBytes = 1 << 20
    /// What is kept unless ``keep(atMost:)`` says otherwise.
    package static let usualBytes = 64 << 20
    /// So much must have been freed into the C library's heap for ``trim()`` to look through it.
    private static let trimmedBytes = 16 << 20

    private let shelves: [Shelf]
    private let kept = Atomic<Int>(0)
    private let bound = Atomic<Int>(usualBytes)
    /// Bytes given back to the C library's heap since it was last trimmed.
    private let freed = Atomic<Int>(0)

    private final class Shelf: Sendable {
        let stack = Mutex<[Block]>([])
    }

    /// Memory of a buffer.
    struct Block: @unchecked Sendable {
        var pointer: UnsafeMutableRawPointer
        /// Pages of its own, not the C library's.
        var isMapped: Bool
        /// Known to be all zero.
        var isZero = false
    }

    private init() {
        shelves = (0..<BufferPool.shelf(of: BufferPool.largest) + 1).map { _ in Shelf() }
    }

    /// Bounds what is kept from now on.
    package func keep(atMost bytes: Int) { bound.store(bytes, ordering: .relaxed) }

    /// The capacity that is allocated for `bytes`.
    static func rounded(_ bytes: Int) -> Int {
        if bytes < smallest { return (max(bytes, 1) + 63) & ~63 }
        if bytes > largest { return (bytes + 4095) & ~4095 }
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
    func take(_ capacity: Int) -> Block {
        if capacity >= BufferPool.smallest && capacity <= BufferPool.largest {
            if let block = shelves[BufferPool.shelf(of: capacity)].stack.withLock({ $0.popLast() }) {
                kept.wrappingSubtract(capacity, ordering: .relaxed)
                return block
            }
        }
        if capacity >= BufferPool.mapped, let block = BufferPool.map(capacity) { return block }
        return Block(
            pointer: UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64), isMapped: false)
    }

    /// Pages from the system; `nil` when it gives none (a process may have a limited number of mappings).
    private static func map(_ capacity: Int) -> Block? {
        var flags = MAP_PRIVATE | MAP_ANONYMOUS
        #if os(Linux)
            // Blocks that are small enough to be filled at once: asking for each page as it is touched costs more.
            if capacity <= largest { flags |= MAP_POPULATE }
        #endif
        guard let pages = mmap(nil, capacity, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED else {
            return nil
        }
        return Block(pointer: pages, isMapped: true, isZero: true)
    }

    /// Has the pages of some bytes of a mapped block ready, where the system can (Linux from 5.14 on).
    static func populate(_ pointer: UnsafeMutableRawPointer, _ bytes: Range<Int>) {
        #if os(Linux)
            let first = bytes.lowerBound & ~4095
            if bytes.isEmpty { return }
            // MADV_POPULATE_WRITE, which older headers do not have.
            _ = madvise(pointer + first, bytes.upperBound - first, 23)
        #endif
    }

    func give(_ block: Block, _ capacity: Int) {
        if capacity >= BufferPool.smallest && capacity <= BufferPool.largest {
            if kept.wrappingAdd(capacity, ordering: .relaxed).newValue <= bound.load(ordering: .relaxed) {
                var block = block
                block.isZero = false
                shelves[BufferPool.shelf(of: capacity)].stack.withLock { $0.append(block) }
                return
            }
            kept.wrappingSubtract(capacity, ordering: .relaxed)
        }
        if block.isMapped {
            munmap(block.pointer, capacity)
        } else {
            block.pointer.deallocate()
            freed.wrappingAdd(capacity, ordering: .relaxed)
        }
    }

    /// A mapped block of a larger capacity with the same bytes, and zeros behind them; no page of it is copied.
    static func grow(_ block: Block, from capacity: Int, to larger: Int) -> Block? {
        let mayMove: Int32 = 1
        guard block.isMapped, let remap = BufferPool.remap, let pages = remap(block.pointer, capacity, larger, mayMove),
            pages != MAP_FAILED
        else { return nil }
        return Block(pointer: pages, isMapped: true)
    }

    // What Swift does not import: a function with variable arguments, and one of the GNU library alone.
    private typealias Remap =
        @convention(c) @Sendable (UnsafeMutableRawPointer, Int, Int, Int32) -> UnsafeMutableRawPointer?
    private static let remap = dlsym(nil, "mremap").map { unsafeBitCast($0, to: Remap.self) }
    private typealias Trim = @convention(c) @Sendable (Int) -> Int32
    private static let trimHeap = dlsym(nil, "malloc_trim").map { unsafeBitCast($0, to: Trim.self) }

    /// Gives memory in the C library's heap that is free back to the system, if there may be much.
    package func trim() {
        if freed.load(ordering: .relaxed) < BufferPool.trimmedBytes { return }
        freed.store(0, ordering: .relaxed)
        _ = BufferPool.trimHeap?(0)
    }
}
