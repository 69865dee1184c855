import Columnar

/// How Spark sees the types of a file.
extension ParquetSchema {
    /// The table's schema. Every column is nullable, as Spark reads files.
    func sparkSchema() throws -> Schema {
        Schema(try columns.map { StructField($0.name, try $0.sparkType()) })
    }
}

extension ParquetSchema.Node {
    private static func illegal(_ node: ParquetSchema.Node) -> PyriteError {
        PyriteError(
            .analysis, "PARQUET_TYPE_ILLEGAL", sqlState: "42846",
            "Illegal Parquet type: \(node.typeDescription).", parameters: ["parquetType": node.typeDescription])
    }

    /// The Spark type of the field, an array when the node is repeated outside a list annotation.
    func sparkType() throws -> DataType {
        if element.repetition == .repeated { return .array(try valueType(), containsNull: false) }
        return try valueType()
    }

    /// The Spark type of one value, its own repetition left aside.
    func valueType() throws -> DataType { isLeaf ? try primitiveType() : try groupType() }

    private func primitiveType() throws -> DataType {
        guard let type = element.type else { throw Self.illegal(self) }
        switch (type, element.logicalType) {
        case (.boolean, _): return .boolean
        case (.float, _): return .float
        case (.double, _): return .double
        case (.int96, _): return .timestamp
        case (.int32, .integer(let bits, let isSigned)):
            switch (bits, isSigned) {
            case (8, true): return .byte
            case (8, false), (16, true): return .short
            case (16, false), (32, true): return .integer
            case (32, false): return .long
            default: throw Self.illegal(self)
            }
        case (.int32, .date): return .date
        case (.int32, .decimal): return try decimalType(maxPrecision: 9)
        case (.int32, nil), (.int32, .unknown): return .integer
        case (.int64, .integer(let bits, let isSigned)) where bits == 64:
            return isSigned ? .long : .decimal(precision: 20, scale: 0)
        case (.int64, .decimal): return try decimalType(maxPrecision: 18)
        case (.int64, .timestamp(_, let isUTC)): return isUTC ? .timestamp : .timestampNTZ
        case (.int64, nil), (.int64, .unknown): return .long
        case (.byteArray, .string), (.byteArray, .enumeration), (.byteArray, .json): return .string
        case (.byteArray, .decimal): return try decimalType(maxPrecision: 38)
        case (.byteArray, nil), (.byteArray, .bson), (.byteArray, .unknown), (.byteArray, .geometry),
            (.byteArray, .geography):
            return .binary
        case (.fixedLengthByteArray, .decimal):
            return try decimalType(maxPrecision: Self.maxPrecision(bytes: element.typeLength))
        case (.fixedLengthByteArray, .float16) where element.typeLength == 2: return .float
        case (.fixedLengthByteArray, nil), (.fixedLengthByteArray, .uuid), (.fixedLengthByteArray, .unknown):
            return .binary
        default: throw Self.illegal(self)
        }
    }

    private func decimalType(maxPrecision: Int) throws -> DataType {
        guard case .decimal(let precision, let scale) = element.logicalType, precision >= 1,
            precision <= min(maxPrecision, DataType.maxDecimalPrecision), scale >= 0, scale <= precision
        else { throw Self.illegal(self) }
        return .decimal(precision: precision, scale: scale)
    }

    /// Digits that always fit a two's complement number of so many bytes.
    static func maxPrecision(bytes: Int) -> Int {
        // log10(2^(8n - 1) - 1), by an integer ratio just below log10(2).
        min((8 * min(bytes, 64) - 1) * 30102 / 100_000, 77)
    }

    private func groupType() throws -> DataType {
        switch element.logicalType {
        case .list: return try listType()
        case .map: return try mapType()
        case .variant where isVariant: return .variant
        default:
            return .structure(
                Schema(try children.map { StructField($0.name, try $0.sparkType()) }))
        }
    }

    /// The repeated node of a list group is either the element itself (old writers) or a wrapper around it.
    var listElement: (node: ParquetSchema.Node, isWrapped: Bool)? {
        guard children.count == 1, let repeated = children.first, repeated.element.repetition == .repeated else {
            return nil
        }
        if repeated.isLeaf || repeated.children.count > 1 || repeated.name == "array"
            || repeated.name == name + "_tuple"
        {
            return (repeated, false)
        }
        return repeated.children.first.map { ($0, true) }
    }

    private func listType() throws -> DataType {
        guard let (element, isWrapped) = listElement else { throw Self.illegal(self) }
        if isWrapped { return .array(try element.sparkType(), containsNull: element.element.repetition == .optional) }
        return .array(try element.valueType(), containsNull: false)
    }

    /// The key and value of a map group, when it has the shape of one.
    var mapEntry: (key: ParquetSchema.Node, value: ParquetSchema.Node)? {
        guard children.count == 1, let entries = children.first, entries.element.repetition == .repeated,
            entries.children.count == 2
        else { return nil }
        return (entries.children[0], entries.children[1])
    }

    /// Whether the group has the columns of a variant.
    var isVariant: Bool {
        children.contains { $0.name == "metadata" && $0.isLeaf }
            && children.contains { $0.name == "value" && $0.isLeaf }
    }

    private func mapType() throws -> DataType {
        guard let (key, value) = mapEntry else {
            throw PyriteError(
                .analysis, "_LEGACY_ERROR_TEMP_3071", sqlState: "", "Invalid map type: group \(name) (MAP)",
                parameters: ["msg": "Invalid map type: group \(name) (MAP)"])
        }
        return .map(
            try key.sparkType(), try value.sparkType(), valueContainsNull: value.element.repetition == .optional)
    }
}
