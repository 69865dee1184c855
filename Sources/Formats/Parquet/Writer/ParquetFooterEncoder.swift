import Columnar

/// Builds a file's footer.
struct ParquetFooterEncoder {
    let schema: Schema
    let timestamps: ParquetTimestamps
    let rowCount: Int
    let rowGroups: [ParquetWriter.RowGroupSummary]

    func encoded() -> [UInt8] {
        var writer = ThriftCompactWriter()
        let elementCount = schema.fields.reduce(1) { $0 + Self.elementCount($1.dataType) }
        let leafCount = schema.fields.reduce(0) { $0 + Self.leafCount($1.dataType) }
        writer.element { footer in
            footer.int32(1, 1)
            footer.list(2, .structure, count: elementCount)
            footer.element {
                $0.string(4, "spark_schema")
                $0.int32(5, Int32(clamping: schema.count))
            }
            for field in schema.fields { encode(field.name, field.dataType, .optional, &footer) }
            footer.int64(3, rowCount)
            footer.list(4, .structure, count: rowGroups.count)
            for (index, group) in rowGroups.enumerated() { encode(group, index, &footer) }
            let keyValues = [
                ("org.apache.spark.version", "4.3.0"),
                (SparkRowMetadata.key, SparkRowMetadata.encode(schema)),
            ]
            footer.list(5, .structure, count: keyValues.count)
            for (key, value) in keyValues {
                footer.element {
                    $0.string(1, key)
                    $0.string(2, value)
                }
            }
            footer.string(6, "pyrite version 0.1.0")
            // The order of every type is that which the format defines for it.
            footer.list(7, .structure, count: leafCount)
            for _ in 0..<leafCount { footer.element { $0.structure(1) { _ in } } }
        }
        return writer.bytes
    }

    /// How many schema elements a type has: itself, and the groups that the format puts between.
    private static func elementCount(_ type: DataType) -> Int {
        switch type {
        case .structure(let schema): schema.fields.reduce(1) { $0 + elementCount($1.dataType) }
        case .array(let element, _): 2 + elementCount(element)
        case .map(let key, let value, _): 2 + elementCount(key) + elementCount(value)
        case .variant: 3
        default: 1
        }
    }

    private static func leafCount(_ type: DataType) -> Int {
        switch type {
        case .structure(let schema): schema.fields.reduce(0) { $0 + leafCount($1.dataType) }
        case .array(let element, _): leafCount(element)
        case .map(let key, let value, _): leafCount(key) + leafCount(value)
        case .variant: 2
        default: 1
        }
    }

    private func encode(
        _ name: String, _ type: DataType, _ repetition: ParquetRepetition, _ footer: inout ThriftCompactWriter
    ) {
        switch type {
        case .structure(let schema):
            group(name, repetition, childCount: schema.count, &footer)
            for field in schema.fields { encode(field.name, field.dataType, .optional, &footer) }
        case .array(let element, _):
            group(name, repetition, childCount: 1, converted: 3, logical: 3, &footer)
            group("list", .repeated, childCount: 1, &footer)
            encode("element", element, .optional, &footer)
        case .map(let key, let value, _):
            group(name, repetition, childCount: 1, converted: 1, logical: 2, &footer)
            group("key_value", .repeated, childCount: 2, &footer)
            encode("key", key, .required, &footer)
            encode("value", value, .optional, &footer)
        case .variant:
            group(name, repetition, childCount: 2, logical: 16, &footer)
            encode("value", .binary, .required, &footer)
            encode("metadata", .binary, .required, &footer)
        default:
            guard let storage = try? ParquetStorage(type, timestamps) else { return }
            footer.element { element in
                element.int32(1, storage.physicalType.rawValue)
                if case .fixed(let length) = storage.kind { element.int32(2, Int32(length)) }
                element.int32(3, repetition.rawValue)
                element.string(4, name)
                if case .int96 = storage.kind { return }
                encodeMeaning(type, &element)
            }
        }
    }

    private func group(
        _ name: String, _ repetition: ParquetRepetition, childCount: Int, converted: Int32? = nil,
        logical: Int16? = nil,
        _ footer: inout ThriftCompactWriter
    ) {
        footer.element { element in
            element.int32(3, repetition.rawValue)
            element.string(4, name)
            element.int32(5, Int32(clamping: childCount))
            if let converted { element.int32(6, converted) }
            // Of all these only the variant says more: the version of its encoding.
            if let logical {
                element.structure(10) { $0.structure(logical) { if logical == 16 { $0.byte(1, 1) } } }
            }
        }
    }

    /// The older converted type and the newer logical type.
    private func encodeMeaning(_ type: DataType, _ element: inout ThriftCompactWriter) {
        switch type {
        case .byte: encodeInteger(bits: 8, converted: 15, &element)
        case .short: encodeInteger(bits: 16, converted: 16, &element)
        case .date:
            element.int32(6, 6)
            element.structure(10) { $0.structure(6) { _ in } }
        case .string, .collated, .char, .varchar:
            element.int32(6, 0)
            element.structure(10) { $0.structure(1) { _ in } }
        case .timestamp, .timestampNTZ:
            let isUTC = type == .timestamp
            let isMillis = isUTC && timestamps == .millis
            if isUTC { element.int32(6, isMillis ? 9 : 10) }
            element.structure(10) {
                $0.structure(8) {
                    $0.boolean(1, isUTC)
                    $0.structure(2) { $0.structure(isMillis ? 1 : 2) { _ in } }
                }
            }
        case .decimal(let precision, let scale):
            element.int32(6, 5)
            element.int32(7, Int32(scale))
            element.int32(8, Int32(precision))
            element.structure(10) {
                $0.structure(5) {
                    $0.int32(1, Int32(scale))
                    $0.int32(2, Int32(precision))
                }
            }
        case .null: element.structure(10) { $0.structure(11) { _ in } }
        default: break
        }
    }

    private func encodeInteger(bits: Int8, converted: Int32, _ element: inout ThriftCompactWriter) {
        element.int32(6, converted)
        element.structure(10) {
            $0.structure(10) {
                $0.byte(1, bits)
                $0.boolean(2, true)
            }
        }
    }

    private func encode(_ group: ParquetWriter.RowGroupSummary, _ index: Int, _ footer: inout ThriftCompactWriter) {
        footer.element { row in
            row.list(1, .structure, count: group.chunks.count)
            for chunk in group.chunks { encode(chunk, &row) }
            row.int64(2, group.chunks.reduce(0) { $0 + $1.uncompressedSize })
            row.int64(3, group.rowCount)
            row.int64(5, group.offset)
            row.int64(6, group.chunks.reduce(0) { $0 + $1.compressedSize })
        }
    }

    private func encode(_ chunk: ChunkSummary, _ row: inout ThriftCompactWriter) {
        let codecNumber: Int32 =
            switch chunk.codec {
            case .snappy: 1
            case .gzip: 2
            case .brotli: 4
            case .lz4: 5
            case .zstd: 6
            case .lz4Raw: 7
            default: 0
            }
        row.element { column in
            column.int64(2, chunk.dictionaryPageOffset ?? chunk.dataPageOffset)
            column.structure(3) { meta in
                meta.int32(1, chunk.storage.physicalType.rawValue)
                var encodings = [ParquetEncoding.rle]
                if chunk.pageCounts.plain > 0 || chunk.pageCounts.dictionary > 0 { encodings.append(.plain) }
                if chunk.pageCounts.dictionary > 0 { encodings.append(.rleDictionary) }
                meta.list(2, .i32, count: encodings.count)
                for encoding in encodings { meta.element(encoding.rawValue) }
                meta.list(3, .binary, count: chunk.path.count)
                for name in chunk.path { meta.element(Array(name.utf8)) }
                meta.int32(4, codecNumber)
                meta.int64(5, chunk.rowCount)
                meta.int64(6, chunk.uncompressedSize)
                meta.int64(7, chunk.compressedSize)
                meta.int64(9, chunk.dataPageOffset)
                if let offset = chunk.dictionaryPageOffset { meta.int64(11, offset) }
                meta.structure(12) { statistics in
                    statistics.int64(3, chunk.nullCount)
                    guard let bounds = chunk.bounds else { return }
                    if let max = bounds.max { statistics.binary(5, max) }
                    statistics.binary(6, bounds.min)
                    if bounds.max != nil { statistics.boolean(7, bounds.isMaxExact) }
                    statistics.boolean(8, bounds.isMinExact)
                }
                encodePageCounts(chunk, &meta)
            }
        }
    }

    /// How many pages have which encoding: readers see from it whether the dictionary holds every value.
    private func encodePageCounts(_ chunk: ChunkSummary, _ meta: inout ThriftCompactWriter) {
        var counts: [(page: Int32, encoding: ParquetEncoding, count: Int32)] = []
        if chunk.pageCounts.dictionary > 0 {
            counts.append((2, .plain, 1))
            counts.append((0, .rleDictionary, chunk.pageCounts.dictionary))
        }
        if chunk.pageCounts.plain > 0 { counts.append((0, .plain, chunk.pageCounts.plain)) }
        meta.list(13, .structure, count: counts.count)
        for entry in counts {
            meta.element {
                $0.int32(1, entry.page)
                $0.int32(2, entry.encoding.rawValue)
                $0.int32(3, entry.count)
            }
        }
    }
}
