import Columnar

/// Puts a column together from pieces that were evaluated on disjoint sets of rows.
struct RowMerge {
    private let type: DataType
    private let count: Int
    private var pieces: [(column: Column, rows: Selection?)] = []

    init(type: DataType, count: Int) {
        self.type = type
        self.count = count
    }

    mutating func add(_ expression: PhysicalExpression, on rows: Selection?, frame: EvaluationFrame) throws {
        guard let rows else { return add(try expression.evaluate(frame), on: nil) }
        if rows.count == 0 { return }
        // An expression that cannot fail may already be there for all rows, or be cheaper without moving columns.
        if !expression.canFail && (expression is ColumnReference || expression.sharedSlot != nil) {
            return add(try expression.evaluate(frame).gather(rows), on: rows)
        }
        if expression is ConstantExpression {
            return add(try expression.evaluate(frame).slice(0..<rows.count), on: rows)
        }
        add(try expression.evaluate(frame.selecting(rows)), on: rows)
    }

    mutating func add(_ column: Column, on rows: Selection?) {
        if let rows, rows.count == 0 { return }
        pieces.append((column.type == type ? column : Column.nulls(type, count: column.count), rows))
    }

    /// One gather out of the concatenated pieces: row i of the result is row source[i] of them.
    func finish() throws -> Column {
        if pieces.count == 1, pieces[0].rows == nil || pieces[0].column.count == count { return pieces[0].column }
        let source = Selection(capacity: count)
        for row in 0..<count { source.rows[row] = -1 }
        source.setCount(count)
        var columns: [Column] = []
        var base: Int32 = 0
        for piece in pieces {
            // A constant piece is one row, whatever its count.
            var stride: Int32 = 1
            if case .constant(let one) = piece.column.layout {
                columns.append(one)
                stride = 0
            } else {
                columns.append(piece.column)
            }
            if let rows = piece.rows {
                for index in 0..<rows.count {
                    source.rows[Int(rows.rows[index])] = base &+ Int32(truncatingIfNeeded: index) &* stride
                }
            } else {
                for row in 0..<count { source.rows[row] = base &+ Int32(truncatingIfNeeded: row) &* stride }
            }
            base &+= Int32(truncatingIfNeeded: columns[columns.count - 1].count)
        }
        let all = Column.concatenate(columns.map { $0.flattened() }, type: type)
        return all.gather(source, allowingMissing: true)
    }
}
