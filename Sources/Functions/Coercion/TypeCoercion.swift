import Columnar

/// How Spark makes the types of operands and arguments agree (ANSI mode; the older rules where they differ cheaply).
package enum TypeCoercion {
    /// The type that two operands, branches or elements are both brought to; `nil` when there is none.
    package static func commonType(_ a: DataType, _ b: DataType, isANSI: Bool = true) -> DataType? {
        if let type = tightestCommonType(a, b, isANSI: isANSI) { return type }
        if let type = widerDecimal(a, b) { return type }
        if a.isString || b.isString {
            let (text, other) = a.isString ? (a, b) : (b, a)
            if other.isString {
                if case .collated = text { return text == other || other.collation == .utf8Binary ? text : nil }
                if case .collated = other { return other }
                return .string
            }
            return isANSI ? promoted(text, with: other) : (other.isNested || other == .binary ? nil : .string)
        }
        return commonNestedType(a, b) { commonType($0, $1, isANSI: isANSI) }
    }

    /// The common type of many; `nil` when there is none. `.null` for no types.
    package static func commonType(_ types: [DataType], isANSI: Bool = true) -> DataType? {
        var result = DataType.null
        // Strings last: in Spark the order of numeric and string arguments must not matter.
        let ordered = types.filter { !containsString($0) } + types.filter(containsString)
        for type in isANSI ? types : ordered {
            guard let wider = commonType(result, type, isANSI: isANSI) else { return nil }
            result = wider
        }
        return result
    }

    /// The type to which values are brought to be compared: structs of the same types are alike by any names.
    package static func comparisonType(_ types: [DataType], isANSI: Bool = true) -> DataType? {
        if let type = commonType(types, isANSI: isANSI) { return type }
        guard let first = types.first else { return nil }
        let alike = types.map { renamed($0, like: first) }
        guard alike.allSatisfy({ shape($0) == shape(first) }) else { return nil }
        return commonType(alike, isANSI: isANSI)
    }

    /// The type with the names of fields that another one has.
    private static func renamed(_ type: DataType, like other: DataType) -> DataType {
        switch (type, other) {
        case (.array(let x, let nulls), .array(let y, _)): return .array(renamed(x, like: y), containsNull: nulls)
        case (.structure(let x), .structure(let y)) where x.count == y.count:
            let fields = zip(x.fields, y.fields).map {
                StructField($1.name, renamed($0.dataType, like: $1.dataType), nullable: $0.nullable)
            }
            return .structure(Schema(fields))
        default: return type
        }
    }

    /// The type without what nulls and collations there may be.
    private static func shape(_ type: DataType) -> DataType {
        switch type {
        case .array(let element, _): .array(shape(element), containsNull: true)
        case .map(let key, let value, _): .map(shape(key), shape(value), valueContainsNull: true)
        case .structure(let schema):
            .structure(Schema(schema.fields.map { StructField($0.name, shape($0.dataType)) }))
        default: type.withoutCollations
        }
    }

    private static func containsString(_ type: DataType) -> Bool {
        switch type {
        case .string, .collated, .char, .varchar: true
        case .array(let element, _): containsString(element)
        default: false
        }
    }

    /// Without loss of digits and without strings turning into something else.
    package static func tightestCommonType(_ a: DataType, _ b: DataType, isANSI: Bool = true) -> DataType? {
        if a == b { return a }
        switch (a, b) {
        case (.null, let other), (let other, .null): return other
        case (.date, .timestamp), (.timestamp, .date), (.timestamp, .timestampNTZ), (.timestampNTZ, .timestamp):
            return .timestamp
        case (.date, .timestampNTZ), (.timestampNTZ, .date): return .timestampNTZ
        case (.time(let p), .time(let q)): return .time(precision: max(p, q))
        case (.yearMonthInterval(let s1, let e1), .yearMonthInterval(let s2, let e2)):
            return .yearMonthInterval(s1.rawValue < s2.rawValue ? s1 : s2, e1.rawValue > e2.rawValue ? e1 : e2)
        case (.dayTimeInterval(let s1, let e1), .dayTimeInterval(let s2, let e2)):
            return .dayTimeInterval(s1.rawValue < s2.rawValue ? s1 : s2, e1.rawValue > e2.rawValue ? e1 : e2)
        case (.decimal(let p, let s), let other) where other.isIntegral:
            return holdsIntegral(precision: p, scale: s, other) ? a : nil
        case (let other, .decimal(let p, let s)) where other.isIntegral:
            return holdsIntegral(precision: p, scale: s, other) ? b : nil
        default: break
        }
        if let x = rank(a), let y = rank(b) {
            let wider = x > y ? a : b
            if isANSI, wider == .float { return .double }
            return wider
        }
        return commonNestedType(a, b) { tightestCommonType($0, $1, isANSI: isANSI) }
    }

    private static func holdsIntegral(precision: Int, scale: Int, _ type: DataType) -> Bool {
        guard case .decimal(let needed, _)? = type.asDecimal else { return false }
        return precision - scale >= needed
    }

    /// Order of widening among numbers other than decimals.
    package static func rank(_ type: DataType) -> Int? {
        switch type {
        case .byte: 0
        case .short: 1
        case .integer: 2
        case .long: 3
        case .float: 4
        case .double: 5
        default: nil
        }
    }

    private static func widerDecimal(_ a: DataType, _ b: DataType) -> DataType? {
        switch (a, b) {
        case (.decimal(let p1, let s1), .decimal(let p2, let s2)): return DecimalTyping.wider(p1, s1, p2, s2)
        case (.decimal, let other) where other.isIntegral: return other.asDecimal.flatMap { widerDecimal(a, $0) }
        case (let other, .decimal) where other.isIntegral: return other.asDecimal.flatMap { widerDecimal($0, b) }
        case (.decimal, let other) where other.isFloatingPoint: return .double
        case (let other, .decimal) where other.isFloatingPoint: return .double
        default: return nil
        }
    }

    /// What ANSI mode turns a string into beside a value of another type.
    private static func promoted(_ text: DataType, with other: DataType) -> DataType? {
        switch other {
        case .byte, .short, .integer, .long: .long
        case .float, .double, .decimal: .double
        case .array, .map, .structure, .yearMonthInterval, .dayTimeInterval, .calendarInterval, .variant, .spatial: nil
        case .null: text
        default: other
        }
    }

    private static func commonNestedType(
        _ a: DataType, _ b: DataType, _ common: (DataType, DataType) -> DataType?
    ) -> DataType? {
        switch (a, b) {
        case (.array(let x, let n1), .array(let y, let n2)):
            return common(x, y).map { .array($0, containsNull: n1 || n2 || canTurnNull(x, $0) || canTurnNull(y, $0)) }
        case (.map(let k1, let v1, let n1), .map(let k2, let v2, let n2)):
            guard let key = common(k1, k2), let value = common(v1, v2) else { return nil }
            let nulls = n1 || n2 || canTurnNull(v1, value) || canTurnNull(v2, value)
            return .map(key, value, valueContainsNull: nulls)
        case (.structure(let x), .structure(let y)):
            guard x.count == y.count else { return nil }
            var fields: [StructField] = []
            for (f, g) in zip(x.fields, y.fields) {
                guard f.name.lowercased() == g.name.lowercased(), let type = common(f.dataType, g.dataType) else {
                    return nil
                }
                fields.append(StructField(f.name, type, nullable: f.nullable || g.nullable))
            }
            return .structure(Schema(fields))
        default: return nil
        }
    }

    private static func canTurnNull(_ from: DataType, _ to: DataType) -> Bool { from == .null && to != .null }

    /// Whether an argument of type `from` may stand where `to` is expected, by an unwritten cast.
    package static func implicitCast(from: DataType, to: DataType, isANSI: Bool = true) -> Bool {
        if from == to { return true }
        switch (from, to) {
        case (.null, _): return true
        case (_, _) where from.isString && to.isString: return true
        case (_, _) where from.isString:
            if to == .boolean || to.isInterval { return isANSI }
            return !to.isNested && to != .variant && to != .calendarInterval && !to.isSpatial
        case (_, _) where to.isString: return !from.isNested && from != .variant && !from.isSpatial
        case (.decimal(let p1, let s1), .decimal(let p2, let s2)): return p2 - s2 >= p1 - s1 && s2 >= s1
        case (_, .decimal(let p, let s)) where from.isIntegral:
            return holdsIntegral(precision: p, scale: s, from) || !isANSI
        case (_, .double) where from.isNumeric: return true
        case (_, .float) where from.isNumeric: return !isANSI
        case (_, _) where from.isNumeric && to.isNumeric:
            return !isANSI || commonType(from, to, isANSI: true) == to
        case (.date, .timestamp), (.date, .timestampNTZ), (.timestampNTZ, .timestamp): return true
        case (.timestampNanos(let isLocal), .timestamp): return !isLocal
        case (.timestampNanos(let isLocal), .timestampNTZ): return isLocal
        case (.timestampNanos, .date): return true
        case (.timestamp, .timestampNTZ), (.timestamp, .date), (.timestampNTZ, .date): return !isANSI || to == .date
        case (.yearMonthInterval, .yearMonthInterval), (.dayTimeInterval, .dayTimeInterval): return true
        case (.array(let x, let n1), .array(let y, let n2)):
            return (!n1 || n2) && implicitCast(from: x, to: y, isANSI: isANSI)
        case (.map(let k1, let v1, let n1), .map(let k2, let v2, let n2)):
            return (!n1 || n2) && implicitCast(from: k1, to: k2, isANSI: isANSI)
                && implicitCast(from: v1, to: v2, isANSI: isANSI)
        case (.structure(let x), .structure(let y)):
            return x.count == y.count
                && zip(x.fields, y.fields).allSatisfy {
                    implicitCast(from: $0.dataType, to: $1.dataType, isANSI: isANSI)
                }
        default: return false
        }
    }
}
