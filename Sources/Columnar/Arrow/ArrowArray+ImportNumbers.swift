import CPyrite

extension ArrowReader {
    /// Fixed-width values of a kind that the engine does not have, as values of the type.
    func converted(
        _ array: UnsafePointer<ArrowArray>, _ number: ArrowNumber, to type: DataType, _ start: Int, _ count: Int
    ) throws(PyriteError) -> Buffer {
        let result = Buffer(capacity: count &* type.physicalType.width)
        guard count > 0, let base = try buffer(array, 1, needed: true) else { return result }
        switch number {
        case .int8: map(base, start, count, result) { (value: Int8) in Int64(value) }
        case .uint8: map(base, start, count, result) { (value: UInt8) in Int16(value) }
        case .int16: map(base, start, count, result) { (value: Int16) in Int64(value) }
        case .uint16: map(base, start, count, result) { (value: UInt16) in Int32(value) }
        case .int32: map(base, start, count, result) { (value: Int32) in Int64(value) }
        case .uint32: map(base, start, count, result) { (value: UInt32) in Int64(value) }
        case .int64: map(base, start, count, result) { (value: Int64) in value }
        case .uint64: map(base, start, count, result) { (value: UInt64) in Int128(value) }
        case .half: map(base, start, count, result) { (bits: UInt16) in float(halfBits: bits) }
        case .int64Times(let factor):
            guard inRange(base, start, count, limit: Int64.max / factor) else {
                throw failure("a time is beyond the range of microseconds")
            }
            map(base, start, count, result) { (value: Int64) in value &* factor }
        case .int64Over(let divisor):
            map(base, start, count, result) { (value: Int64) in
                let quotient = value / divisor
                return value % divisor < 0 ? quotient &- 1 : quotient
            }
        case .dateMilliseconds:
            map(base, start, count, result) { (value: Int64) in
                let quotient = value / 86_400_000
                return Int32(truncatingIfNeeded: value % 86_400_000 < 0 ? quotient &- 1 : quotient)
            }
        case .decimal32:
            if type.physicalType == .int64 {
                map(base, start, count, result) { (value: Int32) in Int64(value) }
            } else {
                map(base, start, count, result) { (value: Int32) in Int128(value) }
            }
        case .decimal64: map(base, start, count, result) { (value: Int64) in Int128(value) }
        case .decimal128:
            map(base, start, count, result) { (value: Int128) in Int64(truncatingIfNeeded: value) }
        }
        return result
    }

    /// Dictionary indices as Int32, each below `limit` unless its row is null.
    func indices(
        _ array: UnsafePointer<ArrowArray>, _ number: ArrowNumber, _ start: Int, _ count: Int, _ validity: Bitmap?,
        limit: Int
    ) throws(PyriteError) -> Buffer {
        let wide = Buffer(capacity: count &* 8)
        guard count > 0, let base = try buffer(array, 1, needed: true) else { return wide }
        switch number {
        case .int8: map(base, start, count, wide) { (value: Int8) in Int64(value) }
        case .uint8: map(base, start, count, wide) { (value: UInt8) in Int64(value) }
        case .int16: map(base, start, count, wide) { (value: Int16) in Int64(value) }
        case .uint16: map(base, start, count, wide) { (value: UInt16) in Int64(value) }
        case .int32: map(base, start, count, wide) { (value: Int32) in Int64(value) }
        case .uint32: map(base, start, count, wide) { (value: UInt32) in Int64(value) }
        case .int64: map(base, start, count, wide) { (value: Int64) in value }
        default: map(base, start, count, wide) { (value: UInt64) in Int64(truncatingIfNeeded: value) }
        }
        let result = Buffer(capacity: count &* 4)
        let source = wide.typed(Int64.self)
        let target = result.typed(Int32.self)
        for row in 0..<count {
            let index = source[row]
            if index >= 0, index < Int64(limit) {
                target[row] = Int32(truncatingIfNeeded: index)
            } else if let validity, !validity[row] {
                target[row] = 0
            } else {
                throw failure("the dictionary index \(index) is not below \(limit)")
            }
        }
        return result
    }

    /// The source may be unaligned.
    @inline(__always)
    private func map<Source: BitwiseCopyable, Target: BitwiseCopyable>(
        _ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ result: Buffer, _ transform: (Source) -> Target
    ) {
        let width = MemoryLayout<Source>.stride
        let target = result.typed(Target.self)
        for row in 0..<count {
            target[row] = transform(base.loadUnaligned(fromByteOffset: (start &+ row) &* width, as: Source.self))
        }
    }

    private func inRange(_ base: UnsafeRawPointer, _ start: Int, _ count: Int, limit: Int64) -> Bool {
        var outside = false
        for row in 0..<count {
            let value = base.loadUnaligned(fromByteOffset: (start &+ row) &* 8, as: Int64.self)
            outside = outside || value > limit || value < -limit
        }
        return !outside
    }

    /// IEEE 754 binary16.
    private func float(halfBits bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) &<< 16
        let exponent = UInt32(bits &>> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            let magnitude = Float(fraction) * 0x1p-24
            return sign == 0 ? magnitude : -magnitude
        case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction &<< 13)
        default: return Float(bitPattern: sign | (exponent &+ 112) &<< 23 | fraction &<< 13)
        }
    }
}
