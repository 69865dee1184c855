#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Raw memory with a stated owner: 64-byte aligned memory of its own, or memory lent by somebody else (an imported Arrow
/// array, a mapped file) whose owner is kept alive.
///
/// A buffer is filled by the one who made it and is not changed after it has become part of a ``Column``.
public final class Buffer: @unchecked Sendable {
    public let pointer: UnsafeMutableRawPointer
    /// In bytes.
    package let capacity: Int
    private let owner: AnyObject?
    /// The memory is the buffer's own, and its owner frees it.
    private var isOwned: Bool
    private let isMapped: Bool

    /// Allocates `capacity` bytes, not initialised unless `zeroed`. At least 64 bytes so that the pointer is always valid.
    ///
    /// Pages of large buffers take memory only once they are touched, and zeroing touches none.
    package init(capacity: Int, zeroed: Bool = false) {
        self.capacity = BufferPool.rounded(capacity)
        let block = BufferPool.shared.take(self.capacity)
        pointer = block.pointer
        isMapped = block.isMapped
        isOwned = true
        owner = nil
        if zeroed && !block.isZero { memset(pointer, 0, self.capacity) }
    }

    /// Wraps memory that lives as long as `owner`.
    package init(borrowing pointer: UnsafeMutableRawPointer, capacity: Int, owner: AnyObject) {
        self.pointer = pointer
        self.capacity = capacity
        self.owner = owner
        isOwned = false
        isMapped = false
    }

    private init(_ block: BufferPool.Block, capacity: Int) {
        pointer = block.pointer
        self.capacity = capacity
        isMapped = block.isMapped
        isOwned = true
        owner = nil
    }

    deinit {
        if isOwned { BufferPool.shared.give(BufferPool.Block(pointer: pointer, isMapped: isMapped), capacity) }
    }

    /// A buffer of at least `capacity` bytes with the first `bytes` of this one, whose memory it takes over: nobody may
    /// use this one afterwards. Large buffers grow where they are, or move without their pages being copied, so that
    /// growing takes no memory but that of the new pages. `zeroed`: what follows is zero, if it was so in this one.
    package func grown(to capacity: Int, keeping bytes: Int, zeroed: Bool = false) -> Buffer {
        let wanted = BufferPool.rounded(capacity)
        if isOwned, self.capacity >= BufferPool.movedBytes, wanted > self.capacity {
            let block = BufferPool.Block(pointer: pointer, isMapped: isMapped)
            if let block = BufferPool.grow(block, from: self.capacity, to: wanted) {
                isOwned = false
                return Buffer(block, capacity: wanted)
            }
        }
        let larger = Buffer(capacity: capacity, zeroed: zeroed)
        larger.pointer.copyMemory(from: pointer, byteCount: bytes)
        return larger
    }

    /// Has the pages of some bytes, of all when `nil`, there to be written, in one call to the system. For large zeroed
    /// memory that is read before it is written, as hash tables are: reading a page that is not there yet maps one that
    /// all share, and writing it then takes a second fault and an interrupt of all processors that run the process.
    package func populate(_ bytes: Range<Int>? = nil) {
        guard isMapped, isOwned else { return }
        BufferPool.populate(pointer, bytes.map { $0.clamped(to: 0..<capacity) } ?? 0..<capacity)
    }

    /// The memory as values of `T`. The caller knows the count.
    @inlinable public func typed<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
        pointer.assumingMemoryBound(to: T.self)
    }
}

/// Validity or other flags, one bit a row, least significant bit first, in 64-bit words: Arrow's layout. A set bit means
/// valid.
public final class Bitmap: @unchecked Sendable {
    public let words: UnsafeMutablePointer<UInt64>
    package let count: Int
    private let buffer: Buffer

    package init(count: Int, filledWith value: Bool) {
        self.count = count
        let bytes = (count + 63) / 64 * 8
        buffer = Buffer(capacity: bytes)
        words = buffer.typed()
        memset(buffer.pointer, value ? 0xFF : 0, buffer.capacity)
    }

    /// Wraps bits that begin at bit 0 of `buffer`; the buffer must hold whole 64-bit words.
    package init(count: Int, buffer: Buffer) {
        self.count = count
        self.buffer = buffer
        words = buffer.typed()
    }

    package var storage: Buffer { buffer }

    @inlinable public subscript(index: Int) -> Bool {
        get { words[index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63) & 1 != 0 }
    }
    @inlinable public func set(_ index: Int) {
        words[index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
    }
    @inlinable public func clear(_ index: Int) {
        words[index &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: index & 63))
    }

    /// The number of set bits among the first ``count``. O(count / 64).
    package var setCount: Int {
        var total = 0
        let whole = count / 64
        for index in 0..<whole { total &+= words[index].nonzeroBitCount }
        let rest = count & 63
        if rest > 0 { total &+= (words[whole] & ((1 &<< UInt64(rest)) &- 1)).nonzeroBitCount }
        return total
    }

    package var allSet: Bool { setCount == count }

    /// Rows valid in both; `nil` stands for all valid. O(count / 64).
    package static func and(_ a: Bitmap?, _ b: Bitmap?) -> Bitmap? {
        guard let a else { return b }
        guard let b else { return a }
        let result = Bitmap(count: a.count, filledWith: false)
        let words = (a.count + 63) / 64
        let (x, y, z) = (a.words, b.words, result.words)
        for index in 0..<words { z[index] = x[index] & y[index] }
        return result
    }
}
