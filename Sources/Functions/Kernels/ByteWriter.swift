import Columnar
import Glibc

/// Bytes being put together: text of one value, before it is copied into a column or a file. Grows by doubling; reused
/// from row to row, so that a row costs no allocation.
///
/// Texts that become a column need no copy: ``takeView()`` leaves a long one where it was written, and ``heap`` is the
/// memory of all of them.
package struct ByteWriter: ~Copyable {
    package private(set) var base: UnsafeMutablePointer<UInt8>
    package private(set) var count = 0
    /// Room from ``base`` on.
    private var capacity: Int
    private var block: Buffer
    /// Blocks before the current one that hold texts taken.
    private var filled: [Buffer] = []

    package init(capacity: Int = 256) {
        block = Buffer(capacity: capacity)
        base = block.typed(UInt8.self)
        self.capacity = block.capacity
    }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Where the next byte goes; room must have been reserved.
    @inline(__always) var end: UnsafeMutablePointer<UInt8> { base + count }

    /// Counts bytes that were written at ``end``.
    @inline(__always) mutating func advance(by written: Int) { count &+= written }

    @inline(__always) package mutating func clear() { count = 0 }

    /// Drops what was written after the first `count` bytes.
    @inline(__always) package mutating func truncate(to count: Int) { self.count = min(count, self.count) }

    /// A view of what was written; the writer begins anew behind it.
    @inline(__always) mutating func takeView() -> StringView {
        let view = StringView(base, length: count)
        if count > StringView.inlineCapacity {
            base += count
            capacity &-= count
        }
        count = 0
        return view
    }

    /// What the views taken point into.
    var heap: [Buffer] { UnsafeMutableRawPointer(base) == block.pointer ? filled : filled + [block] }

    @inline(__always) package mutating func reserve(_ additional: Int) {
        if count &+ additional > capacity { grow(additional) }
    }

    @inline(never) private mutating func grow(_ additional: Int) {
        let holdsTexts = UnsafeMutableRawPointer(base) != block.pointer
        let needed = max(count * 2, count + additional)
        let larger = Buffer(
            capacity: holdsTexts ? max(needed, min(max(block.capacity * 2, 64 << 10), 1 << 20)) : max(needed, 64))
        memcpy(larger.pointer, base, count)
        if holdsTexts { filled.append(block) }
        block = larger
        base = larger.typed(UInt8.self)
        capacity = larger.capacity
    }

    @inline(__always) package mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        base[count] = byte
        count &+= 1
    }

    @inline(__always) package mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        let length = source.count
        reserve(length)
        let target = UnsafeMutableRawPointer(base + count)
        count &+= length
        // Short texts with two moves that may overlap: calling the C library costs more.
        if length > 16 {
            memcpy(target, start, length)
        } else if length >= 8 {
            let last = start.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            target.storeBytes(of: start.loadUnaligned(as: UInt64.self), as: UInt64.self)
            target.storeBytes(of: last, toByteOffset: length &- 8, as: UInt64.self)
        } else if length >= 4 {
            let last = start.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
            target.storeBytes(of: start.loadUnaligned(as: UInt32.self), as: UInt32.self)
            target.storeBytes(of: last, toByteOffset: length &- 4, as: UInt32.self)
        } else if length > 0 {
            let (middle, last) = (
                start.load(fromByteOffset: length &>> 1, as: UInt8.self),
                start.load(fromByteOffset: length &- 1, as: UInt8.self)
            )
            target.storeBytes(of: start.load(as: UInt8.self), as: UInt8.self)
            target.storeBytes(of: middle, toByteOffset: length &>> 1, as: UInt8.self)
            target.storeBytes(of: last, toByteOffset: length &- 1, as: UInt8.self)
        }
    }

    @inline(__always) package mutating func append(_ source: UnsafePointer<UInt8>, count length: Int) {
        append(UnsafeRawBufferPointer(start: source, count: length))
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always) package mutating func append(_ text: StaticString) {
        append(text.utf8Start, count: text.utf8CodeUnitCount)
    }

    package mutating func append(repeating byte: UInt8, count times: Int) {
        guard times > 0 else { return }
        reserve(max(times, 16))
        if times <= 16 {
            let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
            let target = UnsafeMutableRawPointer(base + count)
            target.storeBytes(of: pattern, as: UInt64.self)
            target.storeBytes(of: pattern, toByteOffset: 8, as: UInt64.self)
        } else {
            memset(base + count, Int32(byte), times)
        }
        count &+= times
    }

    /// Puts a byte before the one at `offset`.
    mutating func insert(_ byte: UInt8, at offset: Int) {
        guard offset <= count else { return }
        reserve(1)
        memmove(base + (offset + 1), base + offset, count - offset)
        base[offset] = byte
        count &+= 1
    }

    /// Writes `scalar` as UTF-8.
    package mutating func append(scalar: UInt32) {
        if scalar < 0x80 {
            append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        } else if scalar < 0x10000 {
            append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        } else {
            append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }

    /// Decimal digits without a sign, padded with zeros to `width`.
    package mutating func append(digits value: UInt64, width: Int = 1) {
        reserve(Swift.max(20, width))
        var length = 1
        var limit: UInt64 = 10
        while value >= limit {
            length &+= 1
            if length == 20 { break }
            limit &*= 10
        }
        let total = Swift.max(length, width)
        var rest = value
        var position = count &+ total
        // Two digits at once.
        while position &- count >= 2 {
            position &-= 2
            let next = rest / 100
            let pair = UInt32(truncatingIfNeeded: rest &- next &* 100)
            let tens = (pair &* 103) &>> 10
            base[position] = 0x30 &+ UInt8(truncatingIfNeeded: tens)
            base[position &+ 1] = 0x30 &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
            rest = next
        }
        if position > count { base[count] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10) }
        count &+= total
    }

    package mutating func append(integer value: Int64) {
        if value < 0 { append(0x2D) }
        append(digits: value.magnitude)
    }

    package mutating func append(digits value: UInt128) {
        if value <= UInt128(UInt64.max) {
            append(digits: UInt64(truncatingIfNeeded: value))
            return
        }
        let (high, low) = value.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
        append(digits: high)
        append(digits: UInt64(truncatingIfNeeded: low), width: 18)
    }
}
