import Columnar
import Plans

extension Parser {
    mutating func parseDataType() throws -> DataType { try nested { try $0.parseAnyDataType() } }

    private mutating func parseAnyDataType() throws -> DataType {
        let start = index
        guard atIdentifier else { throw unexpected() }
        let name = try parseIdentifier().uppercased()
        switch name {
        case "ARRAY" where at(.less):
            advance()
            let element = try parseDataType()
            try expectGreater()
            return .array(element, containsNull: true)
        case "MAP" where at(.less):
            let less = index
            advance()
            let key = try parseDataType()
            guard take(.comma) else {
                index = less
                throw unexpected(hint: ": missing ')'")
            }
            let value = try parseDataType()
            try expectGreater()
            return .map(key, value, valueContainsNull: true)
        case "STRUCT" where at(.less) || at(.notEqual):
            // `<>` closes a struct without fields.
            if take(.notEqual) { return .structure(Schema()) }
            advance()
            var fields: [StructField] = []
            if !at(.greater) {
                fields.append(try parseColumnDefinition())
                while take(.comma) { fields.append(try parseColumnDefinition()) }
            }
            try expectGreater()
            return .structure(Schema(fields))
        case "ARRAY" where at(.notEqual), "MAP" where at(.notEqual): throw unexpected()
        case "ARRAY", "MAP", "STRUCT":
            throw failure(
                "INCOMPLETE_TYPE_DEFINITION.\(name)", "42K01",
                "Incomplete complex type: The definition of \"\(name)\" type is incomplete. You must provide "
                    + "the types of "
                    + "its elements, for example: \"\(Self.completeExample(name))\".",
                ["elementType": "<INT>"], from: start)
        case "INTERVAL": return try parseIntervalType(from: start)
        case "TIMESTAMP" where at(.leftParenthesis):
            return try parseSimpleType(options.timestampsAreLocal ? "TIMESTAMP_NTZ" : "TIMESTAMP_LTZ", from: start)
        case "TIMESTAMP":
            if at(.without), peek(1).keyword == .time, peek(2).keyword == .zone {
                index += 3
                return .timestampNTZ
            }
            if at(.with), peek(1).keyword == .local, peek(2).keyword == .time, peek(3).keyword == .zone {
                index += 4
                return .timestamp
            }
            return options.timestampsAreLocal ? .timestampNTZ : .timestamp
        case "TIME":
            let type = try parseSimpleType(name, from: start)
            if at(.without), peek(1).keyword == .time, peek(2).keyword == .zone { index += 3 }
            return type
        default: return try parseSimpleType(name, from: start)
        }
    }

    private static func completeExample(_ name: String) -> String {
        switch name {
        case "ARRAY": "ARRAY<INT>"
        case "MAP": "MAP<STRING, INT>"
        default: "STRUCT<name: STRING, age: INT>"
        }
    }

    private mutating func expectGreater() throws { try expect(.greater, ">") }

    private mutating func parseSimpleType(_ name: String, from start: Int) throws -> DataType {
        var lengths: [Int] = []
        if at(.leftParenthesis), peek(1).kind == .integer {
            advance()
            lengths.append(Int(text(current)) ?? .max)
            advance()
            while take(.comma) {
                guard current.kind == .integer else { throw unexpected() }
                lengths.append(Int(text(current)) ?? .max)
                advance()
            }
            try expect(.rightParenthesis, ")")
        }
        switch (name, lengths.count) {
        case ("BOOLEAN", 0): return .boolean
        case ("TINYINT", 0), ("BYTE", 0): return .byte
        case ("SMALLINT", 0), ("SHORT", 0): return .short
        case ("INT", 0), ("INTEGER", 0): return .integer
        case ("BIGINT", 0), ("LONG", 0): return .long
        case ("FLOAT", 0), ("REAL", 0): return .float
        case ("DOUBLE", 0): return .double
        case ("DATE", 0): return .date
        case ("TIMESTAMP_NTZ", 0...1) where lengths.isEmpty || lengths == [6]: return .timestampNTZ
        case ("TIMESTAMP_LTZ", 0...1) where lengths.isEmpty || lengths == [6]: return .timestamp
        case ("TIMESTAMP_NTZ", 1), ("TIMESTAMP_LTZ", 1): throw refusedPrecision(name, lengths[0])
        case ("STRING", 0):
            if at(.collate), isIdentifier(peek(1)) {
                advance()
                return .text(try Collation(name: try parseCollationName()))
            }
            return .text(defaultCollation ?? .utf8Binary)
        case ("CHAR", 1) where takeBinaryCollation(), ("CHARACTER", 1) where takeBinaryCollation():
            return .char(length: lengths[0])
        case ("VARCHAR", 1) where takeBinaryCollation(): return .varchar(length: lengths[0])
        case (_, 1) where at(.collate) && ["CHAR", "CHARACTER", "VARCHAR"].contains(name):
            throw unsupported("\(name)(\(lengths[0])) COLLATE", from: start)
        case ("CHAR", 1), ("CHARACTER", 1): return .char(length: lengths[0])
        case ("VARCHAR", 1): return .varchar(length: lengths[0])
        case ("CHAR", 0), ("CHARACTER", 0), ("VARCHAR", 0):
            throw failure(
                "DATATYPE_MISSING_SIZE", "42K01",
                "DataType \"\(name)\" requires a length parameter, for example \"\(name)\"(10). Please "
                    + "specify the length.",
                ["type": "\"\(name)\""], from: start)
        case ("BINARY", 0): return .binary
        case ("VARIANT", 0): return .variant
        case ("TIME", 0): return .time
        case ("TIME", 1) where lengths[0] <= 9: return .time(precision: lengths[0])
        case ("VOID", 0), ("NULL", 0): return .null
        case ("DECIMAL", 0...2), ("DEC", 0...2), ("NUMERIC", 0...2): return try decimalType(lengths)
        default:
            throw failure(
                "UNSUPPORTED_DATATYPE", "0A000", "Unsupported data type \"\(dataTypeText(name, lengths))\".",
                ["typeName": "\"\(dataTypeText(name, lengths))\""], from: start)
        }
    }

    /// Skips the collation that CHAR and VARCHAR have anyway.
    private mutating func takeBinaryCollation() -> Bool {
        guard at(.collate), text(peek(1)).uppercased() == "UTF8_BINARY" else { return false }
        index += 2
        return true
    }

    /// Timestamps have microseconds; Spark keeps those with nanoseconds behind a setting.
    private func refusedPrecision(_ name: String, _ precision: Int) -> PyriteError {
        guard (7...9).contains(precision) else {
            return PyriteError(
                .sparkException, "INVALID_TIMESTAMP_PRECISION", sqlState: "22023",
                "The seconds precision \(precision) of \(name) is invalid. Expected an integer in [7, 9] for nanosecond "
                    + "precision; use precision 6 or parameterless \(name) for the standard microsecond type.",
                parameters: ["precision": "\(precision)", "type": name])
        }
        let feature = "Nanosecond-precision timestamp types"
        let setting = "spark.sql.timestampNanosTypes.enabled"
        return PyriteError(
            .sparkException, "FEATURE_NOT_ENABLED", sqlState: "56038",
            "The feature \(feature) is not enabled. Consider setting the config \(setting) to true to enable this "
                + "capability.",
            parameters: ["featureName": feature, "configKey": setting, "configValue": "true"])
    }

    /// A name, alone or in the schema `system.builtin`.
    mutating func parseCollationName() throws -> String {
        let parts = try parseMultipartIdentifier()
        let isBuiltIn = parts.dropLast().map { $0.lowercased() } == ["system", "builtin"]
        return isBuiltIn ? parts[parts.count - 1] : parts.joined(separator: ".")
    }

    private func dataTypeText(_ name: String, _ lengths: [Int]) -> String {
        lengths.isEmpty ? name : "\(name)(\(lengths.map(String.init).joined(separator: ",")))"
    }

    private func decimalType(_ lengths: [Int]) throws -> DataType {
        let precision = lengths.first ?? 10
        let scale = lengths.count > 1 ? lengths[1] : 0
        if scale > precision {
            throw wholeTextFailure(
                "DECIMAL_SCALE_EXCEEDS_PRECISION", "22003",
                "Decimal scale (\(scale)) cannot be greater than precision (\(precision)).",
                ["scale": "\(scale)", "precision": "\(precision)"])
        }
        guard precision <= DataType.maxDecimalPrecision else { throw Self.excessivePrecision(precision) }
        return .decimal(precision: precision, scale: scale)
    }

    static func excessivePrecision(_ precision: Int) -> PyriteError {
        PyriteError(
            .arithmetic, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", sqlState: "22003",
            "Decimal precision \(precision) exceeds max precision \(DataType.maxDecimalPrecision).",
            parameters: ["precision": "\(precision)", "maxPrecision": "\(DataType.maxDecimalPrecision)"])
    }

    private mutating func parseIntervalType(from start: Int) throws -> DataType {
        guard let first = IntervalUnit(typeField: text(current)) else { return .calendarInterval }
        advance()
        var last = first
        if at(.to) {
            guard let end = IntervalUnit(typeField: text(peek(1))), let type = IntervalUnit.type(first, end),
                end != first
            else { throw unexpected(hint: ": missing ')'") }
            _ = type
            index += 2
            last = end
        }
        guard let type = IntervalUnit.type(first, last) else { throw unexpected() }
        return type
    }

    // MARK: Columns

    mutating func parseColumnDefinitions() throws -> [StructField] {
        var fields = [try parseColumnDefinition()]
        while take(.comma) { fields.append(try parseColumnDefinition()) }
        return fields
    }

    /// `name type`, `name: type`, with NOT NULL and COMMENT.
    private mutating func parseColumnDefinition() throws -> StructField {
        let name = try parsePlainIdentifier()
        _ = take(.colon)
        var field = StructField(name, try parseDataType())
        while true {
            if take(.not, .null) {
                field.nullable = false
            } else if at(.comment), peek(1).kind == .string || peek(1).kind == .doubleQuoted {
                advance()
                field.metadata = ColumnMetadata(comment: try parseString()).json
            } else {
                return field
            }
        }
    }
}
