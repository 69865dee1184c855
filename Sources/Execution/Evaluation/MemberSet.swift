import Columnar

/// The distinct rows of a subquery's result.
final class MemberSet: @unchecked Sendable {
    private let table: GroupTable
    private let hasNull: Bool
    private let isEmpty: Bool
    private let types: [DataType]

    init(_ batches: [Batch], types: [DataType]) throws {
        table = GroupTable(types: types)
        self.types = types
        var hasNull = false
        var rows = 0
        for batch in batches where batch.count > 0 {
            rows += batch.count
            let nulls = batch.columns.reduce(false) { $0 || $1.nullCount > 0 }
            hasNull = hasNull || nulls
            _ = try table.insert(batch.columns, count: batch.count)
        }
        self.hasNull = hasNull
        self.isEmpty = rows == 0
    }

    /// Null when a value is null, or is not found and the set holds a null; for an empty set always false.
    func contains(_ columns: [Column], count: Int) throws -> Column {
        let builder = Buffer(capacity: count, zeroed: true)
        let flags = builder.typed(UInt8.self)
        if isEmpty { return Column(.boolean, count: count, layout: .fixed(builder)) }
        let groups = try table.find(columns, count: count)
        let found = groups.typed(Int32.self)
        let validity = Bitmap(count: count, filledWith: true)
        for row in 0..<count {
            if columns.contains(where: { $0.isNull(row) }) {
                validity.clear(row)
            } else if found[row] >= 0 {
                flags[row] = 1
            } else if hasNull {
                validity.clear(row)
            }
        }
        return Column(.boolean, count: count, layout: .fixed(builder), validity: validity.allSet ? nil : validity)
    }
}
