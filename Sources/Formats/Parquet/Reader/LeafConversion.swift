import Columnar

/// How stored values of a leaf become values of the type asked for.
enum LeafConversion {
    /// The same bits (or the same bytes behind views).
    case direct
    case int32ToInt8, int32ToInt16, int32ToInt64, uint32ToInt64
    case int32ToDouble, uint32ToDouble
    /// Times a power of ten, to a decimal.
    case int32ToDecimal64(Int64)
    case int32ToDecimal128(Int128)
    case int64ToDecimal64(Int64)
    case int64ToDecimal128(Int128)
    case uint64ToDecimal128(Int128)
    /// Days to microseconds.
    case daysToMicros
    case millisToMicros, nanosToMicros
    case int96ToMicros
    case floatToDouble
    case fixedToView, fixedToFloat
    case fixedToDecimal64(Int64)
    case fixedToDecimal128(Int128)
    case viewToDecimal64(Int64)
    case viewToDecimal128(Int128)

    /// The conversion that Spark allows for reading the leaf as `type`; `nil` when it allows none.
    init?(_ node: ParquetSchema.Node, as type: DataType) {
        guard let physical = node.element.type else { return nil }
        let conversion: LeafConversion? =
            switch physical {
            case .boolean: type == .boolean ? .direct : nil
            case .int32: Self.fromInt32(node.element.logicalType, type)
            case .int64: Self.fromInt64(node.element.logicalType, type)
            case .int96: type == .timestamp || type == .timestampNTZ ? .int96ToMicros : nil
            case .float: type == .float ? .direct : type == .double ? .floatToDouble : nil
            case .double: type == .double ? .direct : nil
            case .byteArray: Self.fromBytes(node.element.logicalType, type)
            case .fixedLengthByteArray: Self.fromFixed(node.element, type)
            }
        guard let conversion else { return nil }
        self = conversion
    }

    private static func fromInt32(_ logical: ParquetLogicalType?, _ type: DataType) -> LeafConversion? {
        switch (logical, type) {
        case (.decimal(let precision, let scale), .decimal):
            return widened(precision, scale, type).map {
                isWide(type) ? .int32ToDecimal128($0) : .int32ToDecimal64(Int64($0))
            }
        case (.decimal, _), (.time, _): return nil
        case (.integer(32, false), .long): return .uint32ToInt64
        case (.integer(32, false), .double): return .uint32ToDouble
        case (.integer(32, false), _): return nil
        case (_, .byte): return .int32ToInt8
        case (_, .short): return .int32ToInt16
        case (_, .integer), (_, .date), (_, .yearMonthInterval): return .direct
        case (_, .long): return .int32ToInt64
        case (_, .double): return .int32ToDouble
        case (.date, .timestampNTZ): return .daysToMicros
        case (.date, _): return nil
        case (_, .decimal):
            return widened(10, 0, type).map { isWide(type) ? .int32ToDecimal128($0) : .int32ToDecimal64(Int64($0)) }
        default: return nil
        }
    }

    private static func fromInt64(_ logical: ParquetLogicalType?, _ type: DataType) -> LeafConversion? {
        switch (logical, type) {
        case (.decimal(let precision, let scale), .decimal):
            return widened(precision, scale, type).map {
                isWide(type) ? .int64ToDecimal128($0) : .int64ToDecimal64(Int64($0))
            }
        case (.decimal, _), (.time, _): return nil
        case (.integer(64, false), .decimal): return widened(20, 0, type).map { .uint64ToDecimal128($0) }
        case (.integer(64, false), _): return nil
        case (.timestamp(let unit, _), .timestamp), (.timestamp(let unit, _), .timestampNTZ):
            switch unit {
            case .millis: return .millisToMicros
            case .micros: return .direct
            case .nanos: return .nanosToMicros
            }
        case (_, .long), (_, .dayTimeInterval): return .direct
        case (.timestamp, _): return nil
        case (_, .decimal):
            return widened(20, 0, type).map { .int64ToDecimal128($0) }
        default: return nil
        }
    }

    private static func fromBytes(_ logical: ParquetLogicalType?, _ type: DataType) -> LeafConversion? {
        switch (logical, type) {
        case (.decimal(let precision, let scale), .decimal):
            return widened(precision, scale, type).map {
                isWide(type) ? .viewToDecimal128($0) : .viewToDecimal64(Int64($0))
            }
        case (_, .binary): return .direct
        case (.decimal, _): return nil
        case (_, .string), (_, .collated), (_, .char), (_, .varchar): return .direct
        default: return nil
        }
    }

    private static func fromFixed(_ element: ParquetSchemaElement, _ type: DataType) -> LeafConversion? {
        switch (element.logicalType, type) {
        case (.decimal(let precision, let scale), .decimal):
            return widened(precision, scale, type).map {
                isWide(type) ? .fixedToDecimal128($0) : .fixedToDecimal64(Int64($0))
            }
        case (.float16, .float) where element.typeLength == 2: return .fixedToFloat
        case (.float16, _): return nil
        case (_, .binary): return .fixedToView
        default: return nil
        }
    }

    private static func isWide(_ type: DataType) -> Bool { type.physicalType == .int128 }

    /// The factor that brings decimals of this precision and scale to `type`, when no value can be lost.
    private static func widened(_ precision: Int, _ scale: Int, _ type: DataType) -> Int128? {
        guard case .decimal(let newPrecision, let newScale) = type, newScale >= scale,
            newPrecision - newScale >= precision - scale, newPrecision <= DataType.maxDecimalPrecision
        else { return nil }
        var factor: Int128 = 1
        for _ in 0..<(newScale - scale) { factor *= 10 }
        return factor
    }

    var isDirect: Bool { if case .direct = self { true } else { false } }
}

/// Converts `count` values. `source` may be unaligned; `width` is the length of fixed-length values.
func convertLeaf(
    _ conversion: LeafConversion, _ source: UnsafeRawPointer, width: Int, into out: UnsafeMutableRawPointer,
    count n: Int
) throws {
    if let failure = failureOfConverting(conversion, source, width: width, into: out, count: n) { throw failure }
}

/// Returns its error: in a function that throws, Swift 6.3 makes a `memmove` at the end a jump that leaves the error's
/// register as it was used in between, and the caller then sees an error that was never thrown.
private func failureOfConverting(
    _ conversion: LeafConversion, _ source: UnsafeRawPointer, width: Int, into out: UnsafeMutableRawPointer,
    count n: Int
) -> ParquetError? {
    switch conversion {
    case .direct: out.copyMemory(from: source, byteCount: n &* width)
    case .int32ToInt8: convertIntegers(source, Int32.self, out, Int8.self, n)
    case .int32ToInt16: convertIntegers(source, Int32.self, out, Int16.self, n)
    case .int32ToInt64: convertIntegers(source, Int32.self, out, Int64.self, n)
    case .uint32ToInt64: convertIntegers(source, UInt32.self, out, Int64.self, n)
    case .int32ToDouble:
        let to = out.assumingMemoryBound(to: Double.self)
        for i in 0..<n { to[i] = Double(source.loadUnaligned(fromByteOffset: i &* 4, as: Int32.self)) }
    case .uint32ToDouble:
        let to = out.assumingMemoryBound(to: Double.self)
        for i in 0..<n { to[i] = Double(source.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self)) }
    case .int32ToDecimal64(let factor): scaleIntegers(source, Int32.self, out, factor, n)
    case .int32ToDecimal128(let factor): scaleIntegers(source, Int32.self, out, factor, n)
    case .int64ToDecimal64(let factor): scaleIntegers(source, Int64.self, out, factor, n)
    case .int64ToDecimal128(let factor): scaleIntegers(source, Int64.self, out, factor, n)
    case .uint64ToDecimal128(let factor): scaleIntegers(source, UInt64.self, out, factor, n)
    case .daysToMicros: scaleIntegers(source, Int32.self, out, Int64(86_400_000_000), n)
    case .millisToMicros:
        let to = out.assumingMemoryBound(to: Int64.self)
        var overflows = false
        for i in 0..<n {
            let millis = source.loadUnaligned(fromByteOffset: i &* 8, as: Int64.self)
            let (micros, overflow) = millis.multipliedReportingOverflow(by: 1000)
            to[i] = micros
            overflows = overflows || overflow
        }
        if overflows { return ParquetError("a timestamp in milliseconds does not fit microseconds") }
    case .nanosToMicros:
        let to = out.assumingMemoryBound(to: Int64.self)
        for i in 0..<n {
            let nanos = source.loadUnaligned(fromByteOffset: i &* 8, as: Int64.self)
            let quotient = nanos / 1000
            to[i] = quotient &* 1000 > nanos ? quotient &- 1 : quotient
        }
    case .int96ToMicros:
        let to = out.assumingMemoryBound(to: Int64.self)
        for i in 0..<n {
            let nanos = source.loadUnaligned(fromByteOffset: i &* 12, as: Int64.self)
            let julianDay = source.loadUnaligned(fromByteOffset: i &* 12 &+ 8, as: Int32.self)
            to[i] = (Int64(julianDay) &- 2_440_588) &* 86_400_000_000 &+ nanos / 1000
        }
    case .floatToDouble:
        let to = out.assumingMemoryBound(to: Double.self)
        for i in 0..<n { to[i] = Double(source.loadUnaligned(fromByteOffset: i &* 4, as: Float.self)) }
    case .fixedToView:
        let to = out.assumingMemoryBound(to: StringView.self)
        for i in 0..<n { to[i] = StringView(source + i &* width, length: width) }
    case .fixedToFloat:
        let to = out.assumingMemoryBound(to: Float.self)
        for i in 0..<n { to[i] = widenHalf(source.loadUnaligned(fromByteOffset: i &* 2, as: UInt16.self)) }
    case .fixedToDecimal64(let factor):
        let to = out.assumingMemoryBound(to: Int64.self)
        for i in 0..<n {
            guard let value = bigEndianInteger(source + i &* width, width), let narrow = Int64(exactly: value) else {
                return ParquetError("a decimal has more digits than its type")
            }
            to[i] = narrow &* factor
        }
    case .fixedToDecimal128(let factor):
        let to = out.assumingMemoryBound(to: Int128.self)
        for i in 0..<n {
            guard let value = bigEndianInteger(source + i &* width, width) else {
                return ParquetError("a decimal has more digits than its type")
            }
            to[i] = value &* factor
        }
    case .viewToDecimal64(let factor):
        let to = out.assumingMemoryBound(to: Int64.self)
        let views = source.assumingMemoryBound(to: StringView.self)
        for i in 0..<n {
            let bytes = StringView.bytes(views + i)
            guard let value = bigEndianInteger(bytes.baseAddress, bytes.count), let narrow = Int64(exactly: value)
            else { return ParquetError("a decimal has more digits than its type") }
            to[i] = narrow &* factor
        }
    case .viewToDecimal128(let factor):
        let to = out.assumingMemoryBound(to: Int128.self)
        let views = source.assumingMemoryBound(to: StringView.self)
        for i in 0..<n {
            let bytes = StringView.bytes(views + i)
            guard let value = bigEndianInteger(bytes.baseAddress, bytes.count) else {
                return ParquetError("a decimal has more digits than its type")
            }
            to[i] = value &* factor
        }
    }
    return nil
}

private func convertIntegers<A: FixedWidthInteger & BitwiseCopyable, B: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _: A.Type, _ out: UnsafeMutableRawPointer, _: B.Type, _ n: Int
) {
    let to = out.assumingMemoryBound(to: B.self)
    for i in 0..<n {
        to[i] = B(truncatingIfNeeded: source.loadUnaligned(fromByteOffset: i &* MemoryLayout<A>.size, as: A.self))
    }
}

private func scaleIntegers<A: FixedWidthInteger & BitwiseCopyable, B: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _: A.Type, _ out: UnsafeMutableRawPointer, _ factor: B, _ n: Int
) {
    let to = out.assumingMemoryBound(to: B.self)
    for i in 0..<n {
        let value = source.loadUnaligned(fromByteOffset: i &* MemoryLayout<A>.size, as: A.self)
        to[i] = B(truncatingIfNeeded: value) &* factor
    }
}

/// A big-endian two's complement number of any length; `nil` when it does not fit 128 bits. No bytes give 0.
private func bigEndianInteger(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int128? {
    guard let bytes, count > 0 else { return 0 }
    let negative = bytes.load(as: UInt8.self) & 0x80 != 0
    var start = 0
    while count &- start > 16 {
        guard bytes.load(fromByteOffset: start, as: UInt8.self) == (negative ? 0xFF : 0) else { return nil }
        start &+= 1
    }
    if start > 0, (bytes.load(fromByteOffset: start, as: UInt8.self) & 0x80 != 0) != negative { return nil }
    var value: Int128 = negative ? -1 : 0
    for index in start..<count {
        value = value &<< 8 | Int128(bytes.load(fromByteOffset: index, as: UInt8.self))
    }
    return value
}

/// IEEE half precision to single; exact. (`Float16` is not available on every platform.)
func widenHalf(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    if exponent == 0x1F { return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13) }
    if exponent == 0 {
        let magnitude = Float(fraction) * 0x1p-24
        return sign == 0 ? magnitude : -magnitude
    }
    return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
}
