import Columnar

extension Cast {
    /// Element by element; the shape stays.
    static func castNested(
        _ column: Column, to: DataType, mode: CastMode, context: EvaluationContext
    ) throws -> Column {
        if case .constant(let one) = column.layout {
            let result = try cast(one, to: to, mode: mode, context: context)
            return Column(to, count: column.count, layout: .constant(result))
        }
        let column = column.flattened()
        switch (column.layout, to) {
        case (.array(let offsets, let elements), .array(let element, _)):
            let converted = try cast(elements, to: element, mode: mode, context: context)
            return Column(
                to, count: column.count, layout: .array(offsets: offsets, elements: converted),
                validity: column.validity)
        case (.map(let offsets, let keys, let values), .map(let key, let value, _)):
            let keys = try cast(keys, to: key, mode: mode, context: context)
            let values = try cast(values, to: value, mode: mode, context: context)
            return Column(
                to, count: column.count, layout: .map(offsets: offsets, keys: keys, values: values),
                validity: column.validity)
        case (.structure(let children), .structure(let schema)):
            let converted = try zip(children, schema.fields).map { child, field in
                // What stands under a null struct must not raise errors.
                try cast(hiding(child, under: column.validity), to: field.dataType, mode: mode, context: context)
            }
            return Column(to, count: column.count, layout: .structure(converted), validity: column.validity)
        case (.null, _): return .nulls(to, count: column.count)
        default: throw FunctionError.castWithoutSuggestion(sql: "CAST(… AS \(to.sql))", from: column.type, to: to)
        }
    }

    private static func hiding(_ child: Column, under validity: Bitmap?) -> Column {
        guard let validity else { return child }
        let flat = child.flattened()
        return Column(flat.type, count: flat.count, layout: flat.layout, validity: Bitmap.and(flat.validity, validity))
    }
}
