import Columnar

/// AND or OR of three-valued logic. The right side is evaluated only on rows that the left side leaves open, when it may
/// fail.
final class ConnectiveExpression: PhysicalExpression, @unchecked Sendable {
    private let left: PhysicalExpression
    private let right: PhysicalExpression
    private let isAnd: Bool

    init(_ left: PhysicalExpression, _ right: PhysicalExpression, isAnd: Bool) {
        self.left = left
        self.right = right
        self.isAnd = isAnd
        super.init(type: .boolean, canFail: left.canFail || right.canFail)
    }

    override var cost: Int { left.cost + right.cost }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        let first = TruthColumn(try left.evaluate(frame))
        if !right.canFail {
            return first.combined(with: TruthColumn(try right.evaluate(frame)), isAnd: isAnd)
        }
        let open = first.rows(otherThan: isAnd ? 0 : 1)
        if open.count == 0 { return first.column }
        if open.count == frame.count {
            return first.combined(with: TruthColumn(try right.evaluate(frame)), isAnd: isAnd)
        }
        let second = TruthColumn(try right.evaluate(frame.selecting(open)))
        return first.combined(with: second, at: open, isAnd: isAnd)
    }
}

/// A boolean column as one byte a row: 0 false, 1 true, 2 null.
struct TruthColumn {
    let column: Column
    private let truth: Buffer

    init(_ boolean: Column) {
        let flat =
            boolean.type == .null ? Column.nulls(.boolean, count: boolean.count).flattened() : boolean.flattened()
        column = flat
        guard let flags = flat.fixedValues(UInt8.self) else {
            truth = Buffer(capacity: flat.count)
            truth.pointer.initializeMemory(as: UInt8.self, repeating: 2, count: flat.count)
            return
        }
        let out = Buffer(capacity: flat.count)
        let bytes = out.typed(UInt8.self)
        if let words = flat.validity?.words {
            for row in 0..<flat.count {
                let valid = words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                bytes[row] = valid != 0 ? flags[row] : 2
            }
        } else {
            for row in 0..<flat.count { bytes[row] = flags[row] }
        }
        truth = out
    }

    func rows(otherThan value: UInt8) -> Selection {
        let bytes = truth.typed(UInt8.self)
        let selection = Selection(capacity: column.count)
        var written = 0
        for row in 0..<column.count {
            selection.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= bytes[row] != value ? 1 : 0
        }
        selection.setCount(written)
        return selection
    }

    func combined(with other: TruthColumn, isAnd: Bool) -> Column {
        let n = column.count
        let out = Buffer(capacity: n)
        let (a, b, c) = (truth.typed(UInt8.self), other.truth.typed(UInt8.self), out.typed(UInt8.self))
        TruthColumn.combine(a, b, c, n, isAnd: isAnd)
        return TruthColumn.column(c, n, out)
    }

    func combined(with other: TruthColumn, at rows: Selection, isAnd: Bool) -> Column {
        let n = column.count
        let out = Buffer(capacity: n)
        let (a, b, c) = (truth.typed(UInt8.self), other.truth.typed(UInt8.self), out.typed(UInt8.self))
        for row in 0..<n { c[row] = a[row] }
        for index in 0..<rows.count {
            let row = Int(rows.rows[index])
            c[row] = isAnd ? TruthColumn.and(a[row], b[index]) : TruthColumn.or(a[row], b[index])
        }
        return TruthColumn.column(c, n, out)
    }

    @inline(__always) private static func and(_ a: UInt8, _ b: UInt8) -> UInt8 {
        a == 0 || b == 0 ? 0 : (a == 1 && b == 1 ? 1 : 2)
    }
    @inline(__always) private static func or(_ a: UInt8, _ b: UInt8) -> UInt8 {
        a == 1 || b == 1 ? 1 : (a == 0 && b == 0 ? 0 : 2)
    }

    private static func combine(
        _ a: UnsafeMutablePointer<UInt8>, _ b: UnsafeMutablePointer<UInt8>, _ c: UnsafeMutablePointer<UInt8>, _ n: Int,
        isAnd: Bool
    ) {
        if isAnd {
            for row in 0..<n { c[row] = and(a[row], b[row]) }
        } else {
            for row in 0..<n { c[row] = or(a[row], b[row]) }
        }
    }

    /// Makes truth bytes a boolean column, in place.
    private static func column(_ bytes: UnsafeMutablePointer<UInt8>, _ n: Int, _ buffer: Buffer) -> Column {
        var nulls: UInt8 = 0
        for row in 0..<n { nulls |= bytes[row] }
        if nulls & 2 == 0 { return Column(.boolean, count: n, layout: .fixed(buffer)) }
        let validity = Bitmap(count: n, filledWith: true)
        for row in 0..<n where bytes[row] == 2 {
            validity.clear(row)
            bytes[row] = 0
        }
        return Column(.boolean, count: n, layout: .fixed(buffer), validity: validity)
    }
}
