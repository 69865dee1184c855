#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Raw memory with a stated owner: 64-byte aligned memory of its own, or memory lent by somebody else (an imported Arrow
/// array, a mapped file) whose owner is kept alive.
///
/// A buffer is filled by the one who made it and is not changed after it has become part of a ``Column``.
package final class Buffer: @unchecked Sendable {
    package let pointer: UnsafeMutableRawPointer
    /// In bytes.
    package let capacity: Int
    private let owner: AnyObject?

    /// Allocates `capacity` bytes, not initialised unless `zeroed`. At least 64 bytes so that the pointer is always valid.
    package init(capacity: Int, zeroed: Bool = false) {
        let rounded: Int
        if capacity >= BufferPool.smallest && capacity <= BufferPool.largest {
            rounded = BufferPool.rounded(capacity)
            self.pointer = BufferPool.shared.take(rounded)
        } else {
            rounded = (Swift.max(capacity, 1) + 63) & ~63
            self.pointer = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: 64)
        }
        self.capacity = rounded
        self.owner = nil
        if zeroed { memset(pointer, 0, rounded) }
    }

    /// Wraps memory that lives as long as `owner`.
    package init(borrowing pointer: UnsafeMutableRawPointer, capacity: Int, owner: AnyObject) {
        self.pointer = pointer
        self.capacity = capacity
        self.owner = owner
    }

    deinit {
        guard owner == nil else { return }
        if capacity >= BufferPool.smallest && capacity <= BufferPool.largest {
            BufferPool.shared.give(pointer, capacity)
        } else {
            pointer.deallocate()
        }
    }

    /// The memory as values of `T`. The caller knows the count.
    @inlinable package func typed<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
        pointer.assumingMemoryBound(to: T.self)
    }
}

/// Validity or other flags, one bit a row, least significant bit first, in 64-bit words: Arrow's layout. A set bit means
/// valid.
package final class Bitmap: @unchecked Sendable {
    package let words: UnsafeMutablePointer<UInt64>
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

    @inlinable package subscript(index: Int) -> Bool {
        get { words[index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63) & 1 != 0 }
    }
    @inlinable package func set(_ index: Int) {
        words[index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
    }
    @inlinable package func clear(_ index: Int) {
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
