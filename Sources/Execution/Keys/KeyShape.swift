import Columnar

/// How the columns of a key become one comparable value, so that hash tables compare one machine word, two, or a string
/// of bytes instead of column after column.
enum KeyShape: Hashable, Sendable {
    /// One fixed-width column of at most 8 bytes; null rows are kept apart.
    case word
    /// Fixed-width columns packed with a null bit each into 64 bits.
    case packed64
    /// … into 128 bits.
    case packed128
    /// One string or binary column; null rows are kept apart.
    case bytes
    /// Anything else, encoded as bytes.
    case encoded

    init(_ types: [DataType]) {
        if types.count == 1 {
            switch types[0].physicalType {
            case .bool, .int8, .int16, .int32, .int64, .float, .double: self = .word
            case .view: self = .bytes
            case .int128, .null, .array, .map, .structure: self = .encoded
            }
            return
        }
        self = KeyShape.withNulls(types)
    }

    /// The shape in which nulls are part of the encoding and equal each other.
    static func withNulls(_ types: [DataType]) -> KeyShape {
        var bits = 0
        for type in types {
            switch type.physicalType {
            case .bool, .int8, .int16, .int32, .int64, .float, .double: bits += type.physicalType.width * 8 + 1
            case .int128, .view, .null, .array, .map, .structure:
                return .encoded
            }
        }
        return bits <= 64 ? .packed64 : (bits <= 128 ? .packed128 : .encoded)
    }
}

/// The keys of a batch's rows in the form that ``KeyShape`` says. Equal keys have equal encodings and only they do:
/// -0.0 counts as 0.0, and all NaNs as one.
enum KeyEncoding {
    /// `keys` holds 64-bit words; with `validity`, null rows have no meaningful word.
    case words(Buffer, validity: Bitmap?)
    case wides(Buffer)
    /// ``StringView``s into memory that `owner` keeps.
    case bytes(Buffer, validity: Bitmap?, owner: [Buffer])

    static func encode(_ columns: [Column], shape: KeyShape, count: Int) -> KeyEncoding {
        switch shape {
        case .word:
            let column = columns[0].flattened()
            let out = Buffer(capacity: count &* 8)
            column.copyKeyBits(count: count, into: out.typed(UInt64.self))
            return .words(out, validity: column.validity)
        case .packed64:
            let out = Buffer(capacity: count &* 8, zeroed: true)
            pack(columns, count: count, into: out.typed(UInt64.self))
            return .words(out, validity: nil)
        case .packed128:
            let out = Buffer(capacity: count &* 16, zeroed: true)
            pack(columns, count: count, into: out.typed(UInt128.self))
            return .wides(out)
        case .bytes:
            let column = columns[0].flattened()
            if case .view(let views, let heap) = column.layout {
                return .bytes(views, validity: column.validity, owner: heap)
            }
            return .bytes(Buffer(capacity: count &* 16, zeroed: true), validity: column.validity, owner: [])
        case .encoded:
            let (views, heap) = RowEncoder.encode(columns, count: count)
            return .bytes(views, validity: nil, owner: [heap])
        }
    }

    private static func pack<K: FixedWidthInteger & BitwiseCopyable>(
        _ columns: [Column], count: Int, into out: UnsafeMutablePointer<K>
    ) {
        let scratch = Buffer(capacity: count &* 8)
        let bits = scratch.typed(UInt64.self)
        var shift: K = 0
        for column in columns {
            let column = column.flattened()
            column.copyKeyBits(count: count, into: bits)
            let width = K(truncatingIfNeeded: column.type.physicalType.width * 8)
            if let words = column.validity?.words {
                for row in 0..<count {
                    let valid = words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                    let value = valid != 0 ? K(truncatingIfNeeded: bits[row]) : 0
                    out[row] |= (value | K(truncatingIfNeeded: 1 &- valid) &<< width) &<< shift
                }
            } else {
                for row in 0..<count { out[row] |= K(truncatingIfNeeded: bits[row]) &<< shift }
            }
            shift = shift &+ width &+ 1
        }
    }
}

extension Column {
    /// The values of a flat fixed-width column of at most 8 bytes, zero-extended, with floating-point values made
    /// canonical.
    fileprivate func copyKeyBits(count: Int, into out: UnsafeMutablePointer<UInt64>) {
        guard case .fixed(let buffer) = layout else {
            for row in 0..<count { out[row] = 0 }
            return
        }
        switch type.physicalType {
        case .bool, .int8: widen(buffer.typed(UInt8.self), count, out)
        case .int16: widen(buffer.typed(UInt16.self), count, out)
        case .int32: widen(buffer.typed(UInt32.self), count, out)
        case .int64: widen(buffer.typed(UInt64.self), count, out)
        case .float:
            let values = buffer.typed(Float.self)
            for row in 0..<count {
                let value = values[row]
                out[row] = value == 0 ? 0 : UInt64(value.isNaN ? 0x7FC0_0000 : value.bitPattern)
            }
        case .double:
            let values = buffer.typed(Double.self)
            for row in 0..<count {
                let value = values[row]
                out[row] = value == 0 ? 0 : (value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern)
            }
        case .int128, .view, .null, .array, .map, .structure:
            for row in 0..<count { out[row] = 0 }
        }
    }
}

private func widen<T: FixedWidthInteger & BitwiseCopyable>(
    _ values: UnsafeMutablePointer<T>, _ count: Int, _ out: UnsafeMutablePointer<UInt64>
) {
    for row in 0..<count { out[row] = UInt64(truncatingIfNeeded: values[row]) }
}
