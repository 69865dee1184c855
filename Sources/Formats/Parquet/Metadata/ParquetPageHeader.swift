/// What stands before every page of a column chunk.
struct ParquetPageHeader {
    enum Kind {
        case dictionary
        case data
        case dataV2
        /// Index pages and kinds to come: passed over.
        case other
    }

    var kind = Kind.other
    var uncompressedSize = 0
    var compressedSize = 0
    var checksum: UInt32?
    var valueCount = 0
    var encoding: Int32 = 0
    var definitionEncoding: Int32 = 3
    var repetitionEncoding: Int32 = 3
    /// Data pages of version 2: the levels come first and are never compressed.
    var definitionByteCount = 0
    var repetitionByteCount = 0
    var rowCount = 0
    var isCompressed = true

    /// Reads a header and tells how many bytes it took.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> (ParquetPageHeader, byteCount: Int) {
        var reader = ThriftCompactReader(bytes)
        var header = ParquetPageHeader()
        var type: Int32 = -1
        var (hasData, hasDictionary, hasDataV2) = (false, false, false)
        try reader.structure { reader, field in
            switch field.id {
            case 1: type = try reader.int32(field)
            case 2: header.uncompressedSize = try header.pageSize(&reader, field)
            case 3: header.compressedSize = try header.pageSize(&reader, field)
            case 4: header.checksum = UInt32(bitPattern: try reader.int32(field))
            case 5:
                hasData = true
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: header.valueCount = try header.pageSize(&reader, field)
                    case 2: header.encoding = try reader.int32(field)
                    case 3: header.definitionEncoding = try reader.int32(field)
                    case 4: header.repetitionEncoding = try reader.int32(field)
                    default: try reader.skip(field.type)
                    }
                }
            case 7:
                hasDictionary = true
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: header.valueCount = try header.pageSize(&reader, field)
                    case 2: header.encoding = try reader.int32(field)
                    default: try reader.skip(field.type)
                    }
                }
            case 8:
                hasDataV2 = true
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: header.valueCount = try header.pageSize(&reader, field)
                    case 3: header.rowCount = try header.pageSize(&reader, field)
                    case 4: header.encoding = try reader.int32(field)
                    case 5: header.definitionByteCount = try header.pageSize(&reader, field)
                    case 6: header.repetitionByteCount = try header.pageSize(&reader, field)
                    case 7: header.isCompressed = try reader.boolean(field)
                    default: try reader.skip(field.type)
                    }
                }
            default: try reader.skip(field.type)
            }
        }
        switch type {
        case 0 where hasData: header.kind = .data
        case 2 where hasDictionary: header.kind = .dictionary
        case 3 where hasDataV2: header.kind = .dataV2
        case 0, 2, 3: throw ParquetError("a page header lacks the part that its page type \(type) needs")
        default: header.kind = .other
        }
        return (header, reader.position)
    }

    /// Sizes and counts of a page are 32 bits wide and not negative.
    private func pageSize(_ reader: inout ThriftCompactReader, _ field: ThriftCompactReader.Field) throws -> Int {
        let value = try reader.int64(field)
        guard value >= 0, value <= Int64(Int32.max) else {
            throw ParquetError("a page header holds an impossible size or count: \(value)")
        }
        return Int(value)
    }
}
