import Columnar
import Functions

/// A column chunk's Bloom filter: tells that a value is not in the chunk, or that it may be.
///
/// The format's split-block filter: blocks of eight 32-bit words; the upper half of a value's hash (xxHash of its PLAIN
/// encoding) chooses the block, the lower half one bit in each of its words. Only the blocks asked for are read.
struct BloomFilter {
    private let file: ParquetFile
    /// Where the blocks begin in the file.
    private let start: Int
    private let blockCount: UInt64

    private static let blockBytes = 32
    private static let salts: [UInt32] = [
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31,
    ]

    /// `nil` when the chunk has no filter, or one of a kind that is not known.
    init?(_ chunk: ParquetColumnChunk, of file: ParquetFile) throws {
        guard let offset = chunk.bloomFilterOffset, offset >= 4, offset < file.size else { return nil }
        let length = min(64, file.size - offset)
        let bytes = Buffer(capacity: length)
        try file.read(at: offset, count: length, into: bytes.pointer)
        var reader = ThriftCompactReader(UnsafeRawBufferPointer(start: bytes.pointer, count: length))
        var byteCount = 0
        var kinds = 0
        try reader.structure { reader, field in
            switch field.id {
            case 1: byteCount = try reader.size(field)
            case 2, 3, 4:
                // Unions of which the first member is the only one there is.
                try reader.structure { reader, field in
                    if field.id == 1 { kinds += 1 }
                    try reader.skip(field.type)
                }
            default: try reader.skip(field.type)
            }
        }
        start = offset + reader.position
        guard kinds == 3, byteCount >= Self.blockBytes, byteCount % Self.blockBytes == 0,
            byteCount <= file.size - start
        else { return nil }
        blockCount = UInt64(byteCount / Self.blockBytes)
        self.file = file
    }

    func mayHold(_ hash: UInt64) throws -> Bool {
        let block = Int(truncatingIfNeeded: ((hash >> 32) &* blockCount) >> 32)
        let bytes = Buffer(capacity: Self.blockBytes)
        try file.read(at: start + block * Self.blockBytes, count: Self.blockBytes, into: bytes.pointer)
        let words = bytes.typed(UInt32.self)
        let key = UInt32(truncatingIfNeeded: hash)
        for (index, salt) in Self.salts.enumerated() {
            if UInt32(littleEndian: words[index]) >> ((key &* salt) >> 27) & 1 == 0 { return false }
        }
        return true
    }

    /// The hash of a value as the column stores it; `nil` where values are stored in several ways or as another type.
    static func hash(_ value: Value, _ node: ParquetSchema.Node, _ conversion: LeafConversion) -> UInt64? {
        func hash<T: BitwiseCopyable>(_ stored: T) -> UInt64 {
            withUnsafeBytes(of: stored) { XXHash64.hash($0, seed: 0) }
        }
        switch (value, node.element.type, conversion) {
        case (.integer(let number), .int32, .direct), (.integer(let number), .int32, .int32ToInt8),
            (.integer(let number), .int32, .int32ToInt16), (.integer(let number), .int32, .int32ToInt64):
            return Int32(exactly: number).map { hash($0) }
        case (.integer(let number), .int64, .direct): return hash(number)
        // Zeros are equal and NaNs too, whatever their bits.
        case (.float(let number), .float, .direct): return number == 0 || number.isNaN ? nil : hash(number)
        case (.double(let number), .double, .direct): return number == 0 || number.isNaN ? nil : hash(number)
        case (.string(var text), .byteArray, .direct):
            return text.withUTF8 { XXHash64.hash(UnsafeRawBufferPointer($0), seed: 0) }
        case (.binary(let bytes), .byteArray, .direct): return bytes.withUnsafeBytes { XXHash64.hash($0, seed: 0) }
        default: return nil
        }
    }
}

extension ParquetScanPlan {
    /// Whether Bloom filters tell that no row of the group satisfies a condition.
    func bloomFiltersRuleOut(_ filter: ScanFilter, _ group: ParquetRowGroup, file: ParquetFile) -> Bool {
        switch filter {
        case .compare(let name, .equal, let value): return lacks([value], name, group, file)
        case .oneOf(let name, let values): return values.count <= 64 && lacks(values, name, group, file)
        case .all(let parts): return parts.contains { bloomFiltersRuleOut($0, group, file: file) }
        case .any(let parts): return parts.allSatisfy { bloomFiltersRuleOut($0, group, file: file) }
        default: return false
        }
    }

    private func lacks(
        _ values: [Value], _ name: String, _ group: ParquetRowGroup, _ file: ParquetFile
    ) -> Bool {
        guard let index = position(of: name), case .leaf(let node, let conversion) = outputs[index].source,
            let leaf = node.leafIndex, leaf < group.columns.count, group.columns[leaf].bloomFilterOffset != nil,
            let filter = try? BloomFilter(group.columns[leaf], of: file)
        else { return false }
        for value in values where !value.isNull {
            guard let hash = BloomFilter.hash(value, node, conversion) else { return false }
            // It only spares work: what cannot be read rules nothing out.
            guard let holds = try? filter.mayHold(hash), !holds else { return false }
        }
        return true
    }
}
