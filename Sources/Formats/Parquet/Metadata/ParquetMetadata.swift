/// Parquet's storage types, numbered as in the file.
enum ParquetPhysicalType: Int32 {
    case boolean = 0
    case int32, int64, int96, float, double, byteArray, fixedLengthByteArray

    /// As Parquet's tools write it.
    var name: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .int32: "INT32"
        case .int64: "INT64"
        case .int96: "INT96"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .byteArray: "BINARY"
        case .fixedLengthByteArray: "FIXED_LEN_BYTE_ARRAY"
        }
    }
}

enum ParquetRepetition: Int32 {
    case required = 0
    case optional, repeated
}

enum ParquetEncoding: Int32 {
    case plain = 0
    case plainDictionary = 2
    case rle = 3
    case bitPacked = 4
    case deltaBinaryPacked = 5
    case deltaLengthByteArray = 6
    case deltaByteArray = 7
    case rleDictionary = 8
    case byteStreamSplit = 9
}

enum ParquetTimeUnit: Int16 {
    case millis = 1
    case micros, nanos
}

/// The meaning of a column beyond its storage type: the newer union, or the older converted type brought to the same.
enum ParquetLogicalType: Hashable {
    case string, map, list, enumeration
    case decimal(precision: Int, scale: Int)
    case date
    case time(ParquetTimeUnit, isUTC: Bool)
    case timestamp(ParquetTimeUnit, isUTC: Bool)
    case integer(bits: Int, isSigned: Bool)
    case unknown, json, bson, uuid, float16, interval, variant, geometry, geography

    /// As Parquet's tools write it behind the storage type.
    var name: String {
        func unit(_ unit: ParquetTimeUnit) -> String {
            switch unit {
            case .millis: "MILLIS"
            case .micros: "MICROS"
            case .nanos: "NANOS"
            }
        }
        switch self {
        case .string: return "STRING"
        case .map: return "MAP"
        case .list: return "LIST"
        case .enumeration: return "ENUM"
        case .decimal(let precision, let scale): return "DECIMAL(\(precision),\(scale))"
        case .date: return "DATE"
        case .time(let t, let isUTC): return "TIME(\(unit(t)),\(isUTC))"
        case .timestamp(let t, let isUTC): return "TIMESTAMP(\(unit(t)),\(isUTC))"
        case .integer(let bits, let isSigned): return "INTEGER(\(bits),\(isSigned))"
        case .unknown: return "UNKNOWN"
        case .json: return "JSON"
        case .bson: return "BSON"
        case .uuid: return "UUID"
        case .float16: return "FLOAT16"
        case .interval: return "INTERVAL"
        case .variant: return "VARIANT"
        case .geometry: return "GEOMETRY"
        case .geography: return "GEOGRAPHY"
        }
    }
}

/// One node of the schema as the footer lists it, depth first.
struct ParquetSchemaElement {
    var type: ParquetPhysicalType?
    var typeLength = 0
    var repetition = ParquetRepetition.required
    var name = ""
    var childCount = 0
    var logicalType: ParquetLogicalType?
}

/// Lower and upper bound of a column chunk's values and its nulls, as written: bytes in PLAIN encoding.
struct ParquetStatistics {
    var nullCount: Int?
    var distinctCount: Int?
    var min: [UInt8]?
    var max: [UInt8]?
    /// From the old fields, which were compared as signed bytes whatever the type.
    var isDeprecated = false
    var isMinExact: Bool?
    var isMaxExact: Bool?
}

struct ParquetColumnChunk {
    var type = ParquetPhysicalType.int32
    var path: [String] = []
    var codec: Int32 = 0
    var valueCount = 0
    var uncompressedSize = 0
    var compressedSize = 0
    var dataPageOffset = 0
    var dictionaryPageOffset: Int?
    var statistics = ParquetStatistics()
    /// Whether the page counts by encoding tell that every data page is dictionary encoded.
    var isFullyDictionaryEncoded = false
    var bloomFilterOffset: Int?
    var columnIndexOffset: Int?
    var columnIndexLength = 0
    var offsetIndexOffset: Int?
    var offsetIndexLength = 0
    var isEncrypted = false
    var hasMetadata = false
    /// Another file that holds the data; not supported.
    var externalFile: String?

    /// Where the chunk's first page starts.
    var startOffset: Int {
        // Some writers put 0, or an offset behind the data, where there is no dictionary.
        if let dictionary = dictionaryPageOffset, dictionary > 0, dictionary < dataPageOffset { return dictionary }
        return dataPageOffset
    }

    var compression: CompressionCodec? {
        switch codec {
        case 0: .uncompressed
        case 1: .snappy
        case 2: .gzip
        case 4: .brotli
        case 5: .lz4
        case 6: .zstd
        case 7: .lz4Raw
        default: nil
        }
    }
}

struct ParquetRowGroup {
    var columns: [ParquetColumnChunk] = []
    var byteCount = 0
    var rowCount = 0

    /// Where the group's first page starts; 0 for a group without columns.
    var startOffset: Int { columns.reduce(Int.max) { Swift.min($0, $1.startOffset) } }
}

/// The footer of a file.
struct ParquetMetadata {
    var version: Int32 = 0
    var elements: [ParquetSchemaElement] = []
    var rowCount = 0
    var rowGroups: [ParquetRowGroup] = []
    var keyValues: [String: String] = [:]
    var createdBy: String?
    var isEncrypted = false
    /// For each leaf, whether the file says that statistics follow the type's own order.
    var hasTypeOrder: [Bool] = []
}
