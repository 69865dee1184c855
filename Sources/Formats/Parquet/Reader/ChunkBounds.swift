import Columnar

/// What a column chunk's statistics say of its values, as values of the type that the column is read as.
struct ChunkBounds {
    var rowCount: Int
    var nullCount: Int?
    var min: Value?
    var max: Value?
    /// NaN may hide above ``max``: writers leave it out of the statistics.
    var mayHoldNaN: Bool

    /// Uses of the statistics only what can be trusted for the type.
    init(
        _ statistics: ParquetStatistics, node: ParquetSchema.Node, type: DataType, conversion: LeafConversion,
        hasTypeOrder: Bool, rowCount: Int
    ) {
        self.rowCount = rowCount
        mayHoldNaN = type.isFloatingPoint
        if node.element.repetition == .required {
            nullCount = 0
        } else if let count = statistics.nullCount, count >= 0, count <= rowCount {
            nullCount = count
        }
        guard Self.isTrusted(statistics, node.element, hasTypeOrder: hasTypeOrder) else { return }
        min = Self.value(statistics.min, node.element, type, conversion)
        max = Self.value(statistics.max, node.element, type, conversion)
        if min.map(Self.isNaN) ?? false || max.map(Self.isNaN) ?? false { (min, max) = (nil, nil) }
    }

    /// Old statistics compared bytes as signed and unsigned numbers as signed: only signed numbers are right in them.
    private static func isTrusted(
        _ statistics: ParquetStatistics, _ element: ParquetSchemaElement, hasTypeOrder: Bool
    ) -> Bool {
        let isSignedNumber: Bool
        switch (element.type, element.logicalType) {
        case (.int96, _), (nil, _), (_, .float16), (_, .interval): return false
        case (.int32, .integer(_, false)), (.int64, .integer(_, false)): isSignedNumber = false
        case (.int32, _), (.int64, _), (.float, _), (.double, _), (.boolean, _): isSignedNumber = true
        default: isSignedNumber = false
        }
        return isSignedNumber || (!statistics.isDeprecated && hasTypeOrder)
    }

    private static func isNaN(_ value: Value) -> Bool {
        switch value {
        case .float(let number): number.isNaN
        case .double(let number): number.isNaN
        default: false
        }
    }

    private static func value(
        _ bytes: [UInt8]?, _ element: ParquetSchemaElement, _ type: DataType, _ conversion: LeafConversion
    ) -> Value? {
        guard let bytes else { return nil }
        if element.type == .byteArray, conversion.isDirect {
            if type == .binary { return .binary(bytes) }
            // A bound cut within a character is no valid string and would change when made one.
            return String(validating: bytes, as: UTF8.self).map { .string($0) }
        }
        // Bytes alone, without the length that a PLAIN page has in front.
        if element.type == .byteArray { return nil }
        let padded = Buffer(capacity: bytes.count + ParquetFile.slack, zeroed: true)
        padded.pointer.copyMemory(from: bytes, byteCount: bytes.count)
        let out = Buffer(capacity: 16, zeroed: true)
        do {
            var decoder = ValueDecoder(element, conversion)
            try decoder.enter(
                UnsafeRawBufferPointer(start: padded.pointer, count: bytes.count), owner: padded,
                encoding: ParquetEncoding.plain.rawValue, count: 1)
            let owners = try decoder.decode(into: out.pointer, count: 1)
            let layout: Column.Layout = type.physicalType == .view ? .view(out, heap: owners) : .fixed(out)
            return Column(type, count: 1, layout: layout).value(at: 0)
        } catch {
            return nil
        }
    }

    /// Whether some row may satisfy the condition.
    func mayMatch(_ filter: ScanFilter) -> Bool {
        switch filter {
        case .isNull: return nullCount != 0
        case .isNotNull: return nullCount != rowCount
        case .compare(_, let comparison, let value): return mayMatch(comparison, value)
        case .oneOf(_, let values): return values.contains { mayMatch(.equal, $0) }
        case .member(_, let keys): return mayMatch(keys)
        case .within(_, let bound):
            if bound.keepsNulls && nullCount != 0 { return true }
            return nullCount != rowCount
                && bound.mayHold(from: number(min, else: .min), through: number(max, else: .max))
        case .any(let parts): return parts.contains { mayMatch($0) }
        case .all(let parts): return parts.allSatisfy { mayMatch($0) }
        }
    }

    private func number(_ value: Value?, else fallback: Int64) -> Int64 {
        switch value {
        case .integer(let number): number
        case .decimal(let number): Int64(exactly: number) ?? fallback
        default: fallback
        }
    }

    private func mayMatch(_ keys: KeyMembership) -> Bool {
        if nullCount == rowCount { return false }
        return keys.mayHold(from: number(min, else: .min), through: number(max, else: .max))
    }

    private func mayMatch(_ comparison: ScanFilter.Comparison, _ value: Value) -> Bool {
        if nullCount == rowCount { return false }
        if Self.isNaN(value) { return true }
        let low = min.flatMap { Value.order($0, value) }
        let high = max.flatMap { Value.order($0, value) }
        switch comparison {
        case .equal: return (low ?? 0) <= 0 && (high ?? 0) >= 0
        case .notEqual: return mayHoldNaN || low != 0 || high != 0
        case .less: return (low ?? -1) < 0
        case .lessOrEqual: return (low ?? -1) <= 0
        case .greater: return mayHoldNaN || (high ?? 1) > 0
        case .greaterOrEqual: return mayHoldNaN || (high ?? 1) >= 0
        }
    }
}

extension Value {
    /// Negative, zero or positive; `nil` for values that are not of one comparable kind, or NaN.
    static func order(_ a: Value, _ b: Value) -> Int? {
        func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
        switch (a, b) {
        case (.boolean(let x), .boolean(let y)): return sign(x ? 1 : 0, y ? 1 : 0)
        case (.integer(let x), .integer(let y)): return sign(x, y)
        case (.decimal(let x), .decimal(let y)): return sign(x, y)
        case (.float(let x), .float(let y)): return x.isNaN || y.isNaN ? nil : sign(x, y)
        case (.double(let x), .double(let y)): return x.isNaN || y.isNaN ? nil : sign(x, y)
        case (.string(let x), .string(let y)):
            // By bytes: Swift's == takes canonically equivalent strings for equal.
            if x.utf8.elementsEqual(y.utf8) { return 0 }
            return x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
        case (.binary(let x), .binary(let y)):
            if x == y { return 0 }
            return x.lexicographicallyPrecedes(y) ? -1 : 1
        default: return nil
        }
    }
}
