/// The footer's Thrift structs. Field numbers are those of the format's specification.
extension ParquetMetadata {
    init(decoding bytes: UnsafeRawBufferPointer) throws {
        var reader = ThriftCompactReader(bytes)
        var result = ParquetMetadata()
        var hasSchema = false
        try reader.structure { reader, field in
            switch field.id {
            case 1: result.version = try reader.int32(field)
            case 2:
                hasSchema = true
                try reader.list(field) { reader, _ in
                    result.elements.append(try ParquetSchemaElement(decoding: &reader))
                }
            case 3: result.rowCount = try reader.size(field)
            case 4:
                try reader.list(field) { reader, _ in result.rowGroups.append(try ParquetRowGroup(decoding: &reader)) }
            case 5:
                try reader.list(field) { reader, _ in
                    var (key, value) = ("", "")
                    try reader.structure { reader, field in
                        switch field.id {
                        case 1: key = try reader.string(field)
                        case 2: value = try reader.string(field)
                        default: try reader.skip(field.type)
                        }
                    }
                    result.keyValues[key] = value
                }
            case 6: result.createdBy = try reader.string(field)
            case 7:
                try reader.list(field) { reader, _ in
                    var isTypeOrder = false
                    try reader.structure { reader, field in
                        if field.id == 1 { isTypeOrder = true }
                        try reader.skip(field.type)
                    }
                    result.hasTypeOrder.append(isTypeOrder)
                }
            case 8:
                result.isEncrypted = true
                try reader.skip(field.type)
            default: try reader.skip(field.type)
            }
        }
        guard hasSchema, !result.elements.isEmpty else { throw ParquetError("the footer has no schema") }
        self = result
    }
}

extension ParquetSchemaElement {
    init(decoding reader: inout ThriftCompactReader) throws {
        var element = ParquetSchemaElement()
        var convertedType: Int32?
        var (scale, precision) = (0, 0)
        var hasLogicalType = false
        try reader.structure { reader, field in
            switch field.id {
            case 1:
                let raw = try reader.int32(field)
                guard let type = ParquetPhysicalType(rawValue: raw) else {
                    throw ParquetError("the schema holds an unknown storage type \(raw)")
                }
                element.type = type
            case 2: element.typeLength = try reader.size(field)
            case 3:
                let raw = try reader.int32(field)
                guard let repetition = ParquetRepetition(rawValue: raw) else {
                    throw ParquetError("the schema holds an unknown repetition \(raw)")
                }
                element.repetition = repetition
            case 4: element.name = try reader.string(field)
            case 5: element.childCount = try reader.size(field)
            case 6: convertedType = try reader.int32(field)
            case 7: scale = Int(try reader.int32(field))
            case 8: precision = Int(try reader.int32(field))
            case 10:
                hasLogicalType = true
                element.logicalType = try ParquetLogicalType.decode(&reader)
            default: try reader.skip(field.type)
            }
        }
        if !hasLogicalType || element.logicalType == nil, let convertedType {
            element.logicalType = ParquetLogicalType(
                convertedType: convertedType, precision: precision, scale: scale)
        }
        self = element
    }
}

extension ParquetLogicalType {
    /// `nil` for a type that this reader does not know: the column is then read as its storage type.
    static func decode(_ reader: inout ThriftCompactReader) throws -> ParquetLogicalType? {
        var result: ParquetLogicalType?
        try reader.structure { reader, field in
            guard field.type == .structure else { return try reader.skip(field.type) }
            switch field.id {
            case 1: result = .string
            case 2: result = .map
            case 3: result = .list
            case 4: result = .enumeration
            case 5:
                var (scale, precision) = (0, 0)
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: scale = Int(try reader.int32(field))
                    case 2: precision = Int(try reader.int32(field))
                    default: try reader.skip(field.type)
                    }
                }
                result = .decimal(precision: precision, scale: scale)
                return
            case 6: result = .date
            case 7, 8:
                var unit = ParquetTimeUnit.micros
                var isUTC = false
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: isUTC = try reader.boolean(field)
                    case 2:
                        try reader.structure { reader, field in
                            guard let known = ParquetTimeUnit(rawValue: field.id) else {
                                throw ParquetError("the schema holds an unknown unit of time \(field.id)")
                            }
                            unit = known
                            try reader.skip(field.type)
                        }
                    default: try reader.skip(field.type)
                    }
                }
                result = field.id == 7 ? .time(unit, isUTC: isUTC) : .timestamp(unit, isUTC: isUTC)
                return
            case 10:
                var bits = 32
                var isSigned = true
                try reader.structure { reader, field in
                    switch field.id {
                    case 1: bits = Int(try reader.int32(field))
                    case 2: isSigned = try reader.boolean(field)
                    default: try reader.skip(field.type)
                    }
                }
                result = .integer(bits: bits, isSigned: isSigned)
                return
            case 11: result = .unknown
            case 12: result = .json
            case 13: result = .bson
            case 14: result = .uuid
            case 15: result = .float16
            case 16: result = .variant
            case 17: result = .geometry
            case 18: result = .geography
            default: break
            }
            try reader.skip(field.type)
        }
        return result
    }

    init?(convertedType: Int32, precision: Int, scale: Int) {
        switch convertedType {
        case 0: self = .string
        case 1, 2: self = .map
        case 3: self = .list
        case 4: self = .enumeration
        case 5: self = .decimal(precision: precision, scale: scale)
        case 6: self = .date
        case 7: self = .time(.millis, isUTC: true)
        case 8: self = .time(.micros, isUTC: true)
        case 9: self = .timestamp(.millis, isUTC: true)
        case 10: self = .timestamp(.micros, isUTC: true)
        case 11...14: self = .integer(bits: 8 << Int(convertedType - 11), isSigned: false)
        case 15...18: self = .integer(bits: 8 << Int(convertedType - 15), isSigned: true)
        case 19: self = .json
        case 20: self = .bson
        case 21: self = .interval
        default: return nil
        }
    }
}

extension ParquetRowGroup {
    init(decoding reader: inout ThriftCompactReader) throws {
        var group = ParquetRowGroup()
        try reader.structure { reader, field in
            switch field.id {
            case 1:
                try reader.list(field, reserve: { group.columns.reserveCapacity(min($0, 1024)) }) { reader, _ in
                    group.columns.append(try ParquetColumnChunk(decoding: &reader))
                }
            case 2: group.byteCount = Int(try reader.int64(field))
            case 3: group.rowCount = try reader.size(field)
            default: try reader.skip(field.type)
            }
        }
        self = group
    }
}

extension ParquetColumnChunk {
    init(decoding reader: inout ThriftCompactReader) throws {
        var chunk = ParquetColumnChunk()
        try reader.structure { reader, field in
            switch field.id {
            case 1: chunk.externalFile = try reader.string(field)
            case 3:
                chunk.hasMetadata = true
                try chunk.decodeMetadata(&reader)
            case 4: chunk.offsetIndexOffset = try reader.size(field)
            case 5: chunk.offsetIndexLength = try reader.size(field)
            case 6: chunk.columnIndexOffset = try reader.size(field)
            case 7: chunk.columnIndexLength = try reader.size(field)
            case 8:
                chunk.isEncrypted = true
                try reader.skip(field.type)
            default: try reader.skip(field.type)
            }
        }
        self = chunk
    }

    private mutating func decodeMetadata(_ reader: inout ThriftCompactReader) throws {
        var dictionaryPages = 0
        var otherPages = 0
        var chunk = self
        try reader.structure { reader, field in
            switch field.id {
            case 1:
                let raw = try reader.int32(field)
                guard let type = ParquetPhysicalType(rawValue: raw) else {
                    throw ParquetError("a column chunk has an unknown storage type \(raw)")
                }
                chunk.type = type
            case 3:
                try reader.list(field) { reader, element in
                    chunk.path.append(try reader.string(ThriftCompactReader.Field(id: 3, type: element)))
                }
            case 4: chunk.codec = try reader.int32(field)
            case 5: chunk.valueCount = try reader.size(field)
            case 6: chunk.uncompressedSize = Int(try reader.int64(field))
            case 7: chunk.compressedSize = try reader.size(field)
            case 9: chunk.dataPageOffset = try reader.size(field)
            case 11: chunk.dictionaryPageOffset = Int(try reader.int64(field))
            case 12: chunk.statistics = try ParquetStatistics(decoding: &reader)
            case 13:
                try reader.list(field) { reader, _ in
                    var (pageType, encoding, count): (Int32, Int32, Int) = (0, 0, 0)
                    try reader.structure { reader, field in
                        switch field.id {
                        case 1: pageType = try reader.int32(field)
                        case 2: encoding = try reader.int32(field)
                        case 3: count = Int(try reader.int32(field))
                        default: try reader.skip(field.type)
                        }
                    }
                    guard pageType == 0 || pageType == 3 else { return }
                    let isDictionary = encoding == 2 || encoding == 8
                    if isDictionary { dictionaryPages &+= max(count, 0) } else { otherPages &+= 1 }
                }
            case 14: chunk.bloomFilterOffset = try reader.size(field)
            default: try reader.skip(field.type)
            }
        }
        chunk.isFullyDictionaryEncoded = dictionaryPages > 0 && otherPages == 0
        self = chunk
    }
}

extension ParquetStatistics {
    init(decoding reader: inout ThriftCompactReader) throws {
        var statistics = ParquetStatistics()
        var (oldMin, oldMax): ([UInt8]?, [UInt8]?)
        try reader.structure { reader, field in
            switch field.id {
            case 1: oldMax = try reader.bytes(field)
            case 2: oldMin = try reader.bytes(field)
            case 3: statistics.nullCount = Int(try reader.int64(field))
            case 4: statistics.distinctCount = Int(try reader.int64(field))
            case 5: statistics.max = try reader.bytes(field)
            case 6: statistics.min = try reader.bytes(field)
            case 7: statistics.isMaxExact = field.type == .booleanTrue
            case 8: statistics.isMinExact = field.type == .booleanTrue
            default: try reader.skip(field.type)
            }
        }
        if statistics.min == nil && statistics.max == nil && (oldMin != nil || oldMax != nil) {
            statistics.min = oldMin
            statistics.max = oldMax
            statistics.isDeprecated = true
        }
        self = statistics
    }
}
