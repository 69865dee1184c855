import Columnar

extension Schema {
    /// The fields of both by exact name, sorted by it; one that both have gets the type that `merge` makes of its two.
    func merged(with other: Schema, _ merge: (DataType, DataType) -> DataType) -> Schema {
        var merged = fields
        for field in other.fields {
            if let index = merged.firstIndex(where: { $0.name == field.name }) {
                merged[index].dataType = merge(merged[index].dataType, field.dataType)
            } else {
                merged.append(field)
            }
        }
        return Schema(merged.sorted { $0.name < $1.name })
    }
}
