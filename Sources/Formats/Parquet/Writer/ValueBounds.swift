import Columnar
import Glibc

/// The least and greatest of a column chunk's values, for its statistics.
struct ValueBounds {
    struct Encoded {
        var min: [UInt8]
        var max: [UInt8]?
        var isMinExact: Bool
        var isMaxExact: Bool
    }

    private let storage: ParquetStorage
    private var int32: (Int32, Int32)?
    private var int64: (Int64, Int64)?
    private var float: (Float, Float)?
    private var double: (Double, Double)?
    private var int128: (Int128, Int128)?
    private var bytes: (min: [UInt8], max: [UInt8])?
    /// Longer strings are cut in statistics.
    private static let maxLength = 64

    init(_ storage: ParquetStorage) { self.storage = storage }

    /// Takes in values in the storage's width.
    mutating func include(_ source: UnsafeRawPointer, _ n: Int) {
        guard n > 0 else { return }
        switch storage.kind {
        case .boolean:
            let values = source.assumingMemoryBound(to: UInt8.self)
            var (low, high) = (UInt8.max, UInt8.min)
            for i in 0..<n {
                low = min(low, values[i])
                high = max(high, values[i])
            }
            merge(&int32, Int32(low), Int32(high))
        case .int32:
            let (low, high) = rangeOf(source.assumingMemoryBound(to: Int32.self), n)
            merge(&int32, low, high)
        case .int64:
            let (low, high) = rangeOf(source.assumingMemoryBound(to: Int64.self), n)
            merge(&int64, low, high)
        // The format defines no order for these.
        case .int96: return
        case .fixed:
            let (low, high) = rangeOf(source.assumingMemoryBound(to: Int128.self), n)
            merge(&int128, low, high)
        case .float:
            let (low, high) = floatRange(source.assumingMemoryBound(to: Float.self), n)
            if low <= high { merge(&float, low, high) }
        case .double:
            let (low, high) = floatRange(source.assumingMemoryBound(to: Double.self), n)
            if low <= high { merge(&double, low, high) }
        case .bytes:
            let views = source.assumingMemoryBound(to: StringView.self)
            var (low, high) = (0, 0)
            for i in 1..<max(n, 1) {
                if StringView.compare(views + i, views + low) < 0 { low = i }
                if StringView.compare(views + i, views + high) > 0 { high = i }
            }
            let least = StringView.bytes(views + low)
            let greatest = StringView.bytes(views + high)
            guard let known = bytes else {
                bytes = (Array(least), Array(greatest))
                return
            }
            if least.lexicographicallyPrecedes(known.min) { bytes?.min = Array(least) }
            if known.max.lexicographicallyPrecedes(greatest) { bytes?.max = Array(greatest) }
        }
    }

    private func merge<T: Comparable>(_ known: inout (T, T)?, _ low: T, _ high: T) {
        known = known.map { (Swift.min($0.0, low), Swift.max($0.1, high)) } ?? (low, high)
    }

    /// As the footer holds them; `nil` when there are none (no values, or only NaN).
    func encoded() -> Encoded? {
        func plain<T: FixedWidthInteger>(_ low: T, _ high: T) -> Encoded {
            func bytes(_ value: T) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
            return Encoded(min: bytes(low), max: bytes(high), isMinExact: true, isMaxExact: true)
        }
        if case .null = storage.type { return nil }
        switch storage.kind {
        case .boolean: return int32.map { plain(UInt8(clamping: $0.0), UInt8(clamping: $0.1)) }
        case .int32: return int32.map { plain($0.0, $0.1) }
        case .int64: return int64.map { plain($0.0, $0.1) }
        // Readers may take -0 for less than 0: the bounds must hold for both.
        case .float:
            return float.map {
                plain(($0.0 == 0 ? -0.0 : $0.0).bitPattern, ($0.1 == 0 ? 0.0 : $0.1).bitPattern)
            }
        case .double:
            return double.map {
                plain(($0.0 == 0 ? -0.0 : $0.0).bitPattern, ($0.1 == 0 ? 0.0 : $0.1).bitPattern)
            }
        case .int96: return nil
        case .fixed(let length):
            return int128.map {
                func bytes(_ value: Int128) -> [UInt8] {
                    withUnsafeBytes(of: value.bigEndian) { Array($0.suffix(length)) }
                }
                return Encoded(min: bytes($0.0), max: bytes($0.1), isMinExact: true, isMaxExact: true)
            }
        case .bytes:
            return bytes.map { bounds in
                let isText = storage.type != .binary
                let low = bounds.min.count <= Self.maxLength ? bounds.min : Self.cut(bounds.min, isText: isText)
                let high = bounds.max.count <= Self.maxLength ? bounds.max : Self.above(bounds.max, isText: isText)
                return Encoded(
                    min: low, max: high, isMinExact: bounds.min.count <= Self.maxLength,
                    isMaxExact: bounds.max.count <= Self.maxLength)
            }
        }
    }

    /// The first bytes, cut between characters where the bytes are text.
    private static func cut(_ bytes: [UInt8], isText: Bool) -> [UInt8] {
        var length = Self.maxLength
        if isText { while length > 0, bytes[length] & 0xC0 == 0x80 { length -= 1 } }
        return Array(bytes[..<length])
    }

    /// Short bytes that are above all that begin like `bytes`; `nil` when there are none.
    private static func above(_ bytes: [UInt8], isText: Bool) -> [UInt8]? {
        var prefix = cut(bytes, isText: isText)
        while let last = prefix.last {
            if isText ? last < 0x7F : last < 0xFF {
                prefix[prefix.count - 1] = last + 1
                return prefix
            }
            prefix.removeLast()
        }
        return nil
    }
}

private func rangeOf<T: FixedWidthInteger & BitwiseCopyable>(_ values: UnsafePointer<T>, _ n: Int) -> (T, T) {
    var (low, high) = (values[0], values[0])
    for i in 1..<max(n, 1) {
        let value = values[i]
        low = value < low ? value : low
        high = value > high ? value : high
    }
    return (low, high)
}

/// NaN is left out. Without any number the first bound is above the second.
private func floatRange<T: BinaryFloatingPoint & BitwiseCopyable>(_ values: UnsafePointer<T>, _ n: Int) -> (T, T) {
    var (low, high) = (T.infinity, -T.infinity)
    for i in 0..<n {
        let value = values[i]
        low = value < low ? value : low
        high = value > high ? value : high
    }
    return (low, high)
}
