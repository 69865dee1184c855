import Columnar

/// Types found by looking at values written as text.
enum InferredType {
    /// The type that holds the values of both.
    static func merged(_ a: DataType, _ b: DataType) -> DataType {
        if a == b { return a }
        switch (a, b) {
        case (.null, let other), (let other, .null): return other
        case (.structure(let x), .structure(let y)): return .structure(x.merged(with: y, merged))
        case (.array(let x, _), .array(let y, _)): return .array(merged(x, y), containsNull: true)
        case (.double, _) where b.isNumeric: return .double
        case (_, .double) where a.isNumeric: return .double
        default: return .string
        }
    }

    /// Types of unknown values become strings; empty structs go.
    static func canonical(_ type: DataType) -> DataType {
        switch type {
        case .null: .string
        case .array(let element, let containsNull): .array(canonical(element), containsNull: containsNull)
        case .structure(let schema):
            .structure(
                Schema(
                    schema.fields.compactMap { field in
                        if field.name.isEmpty { return nil }
                        if case .structure(let inner) = field.dataType, inner.count == 0 { return nil }
                        return StructField(field.name, canonical(field.dataType))
                    }))
        default: type
        }
    }
}
