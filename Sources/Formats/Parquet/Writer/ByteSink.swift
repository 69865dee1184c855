import Columnar
import Glibc

/// Memory that grows at its end. 64 bytes behind the written ones may be overwritten with scratch.
struct ByteSink {
    private(set) var buffer: Buffer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4096) {
        self.capacity = capacity
        buffer = Buffer(capacity: capacity + 64)
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: buffer.pointer, count: count) }

    /// Makes room for `additional` bytes and gives the place where they go.
    mutating func reserve(_ additional: Int) -> UnsafeMutableRawPointer {
        if count + additional > capacity {
            capacity = max(count + additional, capacity * 2)
            let larger = Buffer(capacity: capacity + 64)
            memcpy(larger.pointer, buffer.pointer, count)
            buffer = larger
        }
        return buffer.pointer + count
    }

    /// Says how many bytes were written to the place that ``reserve(_:)`` gave.
    mutating func advance(_ written: Int) { count += written }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        memcpy(reserve(bytes.count), base, bytes.count)
        count += bytes.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        reserve(MemoryLayout<T>.size).storeBytes(of: value.littleEndian, as: T.self)
        count += MemoryLayout<T>.size
    }

    mutating func appendVarint(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        append(UInt8(truncatingIfNeeded: value))
    }

    mutating func removeAll() { count = 0 }
}
