import Columnar
import Glibc

/// Bytes being put together: text of one value, before it is copied into a column or a file. Grows by doubling; reused
/// from row to row, so that a row costs no allocation.
package struct ByteWriter: ~Copyable {
    package private(set) var base: UnsafeMutablePointer<UInt8>
    package private(set) var count = 0
    private var capacity: Int

    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    @inline(__always) package mutating func clear() { count = 0 }

    /// Drops what was written after the first `count` bytes.
    @inline(__always) package mutating func truncate(to count: Int) { self.count = min(count, self.count) }

    @inline(__always) package mutating func reserve(_ additional: Int) {
        if count &+ additional > capacity { grow(additional) }
    }

    @inline(never) private mutating func grow(_ additional: Int) {
        capacity = max(capacity * 2, count + additional)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, base, count)
        base.deallocate()
        base = larger
    }

    @inline(__always) package mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        base[count] = byte
        count &+= 1
    }

    @inline(__always) package mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        reserve(source.count)
        memcpy(base + count, start, source.count)
        count &+= source.count
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
        reserve(times)
        memset(base + count, Int32(byte), times)
        count &+= times
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
        while length < 20 && value >= limit {
            length &+= 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow {
                if value >= limit { length = 20 }
                break
            }
            limit = next
        }
        let total = Swift.max(length, width)
        var rest = value
        var position = count &+ total
        while position > count {
            position &-= 1
            base[position] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
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
