import Columnar

extension Schema {
    /// The columns of both, matched without regard to case: this schema's first, then the other's new ones.
    ///
    /// Throws CANNOT_MERGE_SCHEMAS where a column has two types.
    func merged(with other: Schema) throws -> Schema {
        guard let fields = Self.merge(fields, other.fields) else {
            let left = "\"\(DataType.structure(self).sql)\""
            let right = "\"\(DataType.structure(other).sql)\""
            throw PyriteError(
                .sparkException, "CANNOT_MERGE_SCHEMAS", sqlState: "42KD9",
                "Failed merging schemas:\nInitial schema:\n\(left)\n"
                    + "Schema that cannot be merged with the initial schema:\n\(right).",
                parameters: ["left": left, "right": right])
        }
        return Schema(fields)
    }

    private static func merge(_ left: [StructField], _ right: [StructField]) -> [StructField]? {
        var result = left
        var positions: [String: Int] = [:]
        for (index, field) in left.enumerated() { positions[field.name.lowercased()] = index }
        for field in right {
            guard let index = positions[field.name.lowercased()] else {
                result.append(field)
                continue
            }
            guard let type = merge(result[index].dataType, field.dataType) else { return nil }
            result[index].dataType = type
            result[index].nullable = result[index].nullable || field.nullable
        }
        return result
    }

    private static func merge(_ left: DataType, _ right: DataType) -> DataType? {
        switch (left, right) {
        case _ where left == right: return left
        case (.null, _): return right
        case (_, .null): return left
        case (.array(let a, let n), .array(let b, let m)):
            return merge(a, b).map { .array($0, containsNull: n || m) }
        case (.map(let k, let v, let n), .map(let l, let w, let m)):
            guard let key = merge(k, l), let value = merge(v, w) else { return nil }
            return .map(key, value, valueContainsNull: n || m)
        case (.structure(let a), .structure(let b)):
            return merge(a.fields, b.fields).map { .structure(Schema($0)) }
        case (.decimal(let p, let s), .decimal(let q, let t)) where s == t:
            return .decimal(precision: Swift.max(p, q), scale: s)
        default: return nil
        }
    }
}
