import Columnar

#if canImport(Glibc)
    import Glibc
#endif

/// Hashes of encoded keys: multiply to 128 bits and fold, as wyhash does (Wang Yi, public domain).
enum KeyHash {
    @inline(__always) static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    @inline(__always) static func hash(_ key: UInt64) -> UInt64 {
        fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB)
    }

    @inline(__always) static func hash(_ key: UInt128) -> UInt64 {
        let low = UInt64(truncatingIfNeeded: key)
        let high = UInt64(truncatingIfNeeded: key &>> 64)
        return fold(fold(low ^ 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB) ^ high, 0x8EBC_6AF0_9C88_C6E3)
    }

    @inline(__always) static func hash(_ view: UnsafePointer<StringView>) -> UInt64 {
        let length = view.pointee.length
        if length <= 12 {
            return fold(
                fold(view.pointee.head ^ 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB) ^ view.pointee.tail,
                0x8EBC_6AF0_9C88_C6E3)
        }
        return hash(StringView.bytes(view))
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: bytes.count) ^ 0x9E37_79B9_7F4A_7C15
        guard let base = bytes.baseAddress else { return state }
        var index = 0
        while index &+ 8 <= bytes.count {
            state = fold(
                state ^ base.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
            index &+= 8
        }
        if index < bytes.count {
            // The last 8 bytes, overlapping what was read: keys of this path are longer than 8 bytes or padded.
            var last: UInt64 = 0
            memcpy(&last, base + index, bytes.count &- index)
            state = fold(state ^ last, 0x8EBC_6AF0_9C88_C6E3)
        }
        return fold(state, 0x5899_65CC_7537_4CC3)
    }

    /// The hash of every row of encoded keys; null rows hash to 0.
    static func hashes(_ keys: KeyEncoding, count: Int) -> Buffer {
        let out = Buffer(capacity: count &* 8)
        let hashes = out.typed(UInt64.self)
        switch keys {
        case .words(let buffer, let validity):
            let words = buffer.typed(UInt64.self)
            for row in 0..<count { hashes[row] = hash(words[row]) }
            clearNulls(hashes, validity, count)
        case .wides(let buffer):
            let wides = buffer.typed(UInt128.self)
            for row in 0..<count { hashes[row] = hash(wides[row]) }
        case .bytes(let buffer, let validity, let owner):
            let views = UnsafePointer(buffer.typed(StringView.self))
            withExtendedLifetime(owner) {
                if let validity {
                    for row in 0..<count { hashes[row] = validity[row] ? hash(views + row) : 0 }
                } else {
                    for row in 0..<count { hashes[row] = hash(views + row) }
                }
            }
        }
        return out
    }

    /// In place of hashes: where the values of an integer column lie in a range, 0 at its lower end and about 2^64 at its
    /// upper; 0 for nulls. `nil` for other columns.
    static func ranks(_ column: Column, in range: ClosedRange<Int64>) -> Buffer? {
        let column = column.flattened()
        guard case .fixed(let buffer) = column.layout else { return nil }
        let out = Buffer(capacity: column.count &* 8)
        let ranks = out.typed(UInt64.self)
        let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        let shift = UInt64(truncatingIfNeeded: min(span.leadingZeroBitCount, 63))
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: UnsafeMutablePointer<T>) {
            for row in 0..<column.count {
                ranks[row] = UInt64(bitPattern: Int64(values[row]) &- range.lowerBound) &<< shift
            }
        }
        switch column.type.physicalType {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return nil
        }
        clearNulls(ranks, column.validity, column.count)
        return out
    }

    private static func clearNulls(_ hashes: UnsafeMutablePointer<UInt64>, _ validity: Bitmap?, _ count: Int) {
        guard let validity else { return }
        for row in 0..<count where !validity[row] { hashes[row] = 0 }
    }
}
