import Columnar

/// Decoding single values of a page. What stands between them is passed over where the encoding allows it.
extension ValueDecoder {
    /// The dictionary indices of those of the next `total` values that stand at `positions`, which ascend.
    mutating func pickIndices(
        into out: UnsafeMutablePointer<UInt32>, at positions: UnsafePointer<Int32>, count: Int, of total: Int
    ) throws {
        guard hybrid != nil else { throw Self.tooShort }
        try hybrid?.pick(into: out, at: positions, count: count, of: total)
        try checkIndices(out, count)
    }

    /// Decodes those of the next `total` values that stand at `positions`, which ascend, densely to `out`, and gives the
    /// buffers that views among them point into. `width`: bytes of a decoded value.
    mutating func pick(
        into out: UnsafeMutableRawPointer, width: Int, at positions: UnsafePointer<Int32>, count: Int, of total: Int
    ) throws -> [Buffer] {
        guard encoding == .plain, element.type != .boolean, let start = next, let end, let owner else {
            let all = Buffer(capacity: total * width + ParquetFile.slack)
            let owners = try decode(into: all.pointer, count: total)
            pickFixed(all.pointer, width, positions, count, into: out)
            return owners
        }
        if element.type == .byteArray {
            let isDirect = conversion.isDirect
            let scratch = isDirect ? nil : Buffer(capacity: count * 16)
            let views = scratch?.typed(StringView.self) ?? out.assumingMemoryBound(to: StringView.self)
            guard let after = pickPlainByteArrays(start, end, into: views, at: positions, count: count, of: total)
            else { throw Self.tooShort }
            next = after
            guard let scratch else { return [owner] }
            try convertLeaf(conversion, scratch.pointer, width: 16, into: out, count: count)
            return []
        }
        guard total <= (end - start) / storedWidth else { throw Self.tooShort }
        next = start + total * storedWidth
        if conversion.isDirect {
            pickFixed(start, storedWidth, positions, count, into: out)
            return []
        }
        let scratch = Buffer(capacity: count * storedWidth + ParquetFile.slack)
        pickFixed(start, storedWidth, positions, count, into: scratch.pointer)
        try convertLeaf(conversion, scratch.pointer, width: storedWidth, into: out, count: count)
        if case .fixedToView = conversion, storedWidth > StringView.inlineCapacity { return [scratch] }
        return []
    }
}

/// Copies the values of `width` bytes that stand at `positions`. `source` may be unaligned.
private func pickFixed(
    _ source: UnsafeRawPointer, _ width: Int, _ positions: UnsafePointer<Int32>, _ count: Int,
    into out: UnsafeMutableRawPointer
) {
    func loop<T: BitwiseCopyable>(_: T.Type) {
        let to = out.assumingMemoryBound(to: T.self)
        for i in 0..<count {
            to[i] = source.loadUnaligned(fromByteOffset: Int(positions[i]) &* MemoryLayout<T>.stride, as: T.self)
        }
    }
    switch width {
    case 1: loop(UInt8.self)
    case 2: loop(UInt16.self)
    case 4: loop(UInt32.self)
    case 8: loop(UInt64.self)
    case 16: loop(StringView.self)
    default:
        for i in 0..<count {
            (out + i &* width).copyMemory(from: source + Int(positions[i]) &* width, byteCount: width)
        }
    }
}
