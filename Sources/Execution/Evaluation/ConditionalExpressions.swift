import Columnar

/// CASE WHEN: each branch's condition sees the rows that the branches before left over, its value the rows it took.
final class CaseExpression: PhysicalExpression, @unchecked Sendable {
    private let branches: [(condition: PhysicalExpression, value: PhysicalExpression)]
    private let otherwise: PhysicalExpression

    init(branches: [(condition: PhysicalExpression, value: PhysicalExpression)], otherwise: PhysicalExpression) {
        self.branches = branches
        self.otherwise = otherwise
        super.init(
            type: branches.first?.value.type ?? otherwise.type,
            canFail: otherwise.canFail || branches.contains { $0.condition.canFail || $0.value.canFail })
    }

    override var cost: Int { branches.reduce(otherwise.cost) { $0 + $1.condition.cost + $1.value.cost } }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        var merge = RowMerge(type: type, count: frame.count)
        // nil stands for all rows: then results are evaluated in place and shared with other expressions.
        var rest: Selection?
        for branch in branches {
            let here = rest.map { frame.selecting($0) } ?? frame
            let truth = TruthColumn(try branch.condition.evaluate(here))
            let taken = Selection(whereTrue: truth.column)
            if taken.count == 0 { continue }
            if taken.count == here.count {
                try merge.add(branch.value, on: rest, frame: frame)
                return try merge.finish()
            }
            let left = truth.rows(otherThan: 1)
            try merge.add(branch.value, on: rest.map { taken.through($0) } ?? taken, frame: frame)
            rest = rest.map { left.through($0) } ?? left
        }
        try merge.add(otherwise, on: rest, frame: frame)
        return try merge.finish()
    }
}

/// The first value that is not null; later values are evaluated on rows that are null so far.
final class CoalesceExpression: PhysicalExpression, @unchecked Sendable {
    private let values: [PhysicalExpression]
    /// Whether evaluating every value for all rows costs less than choosing rows.
    private let isCheap: Bool

    init(_ values: [PhysicalExpression]) {
        self.values = values
        isCheap = values.allSatisfy { !$0.canFail && $0.cost <= 4 && $0.type == values[0].type }
        super.init(type: values.first?.type ?? .null, canFail: values.contains(where: \.canFail))
    }

    override var cost: Int { values.reduce(0) { $0 + $1.cost } }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        if isCheap, frame.count > 0 {
            let columns = try values.map { try $0.evaluate(frame) }
            if let blended = Column.firstValues(of: columns, type: type, count: frame.count) { return blended }
        }
        var merge = RowMerge(type: type, count: frame.count)
        var rest: Selection?
        for (index, value) in values.enumerated() {
            let column = try value.evaluate(rest.map { frame.selecting($0) } ?? frame)
            if index == values.count - 1 || !column.mayHaveNulls {
                merge.add(column, on: rest)
                return try merge.finish()
            }
            let valid = Selection(capacity: column.count)
            let null = Selection(capacity: column.count)
            var (valids, nulls) = (0, 0)
            let (kept, open) = (valid.rows, null.rows)
            if let words = column.validity?.words, !column.isConstant {
                for row in 0..<column.count {
                    let bit = Int(truncatingIfNeeded: words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1)
                    kept[valids] = Int32(truncatingIfNeeded: row)
                    open[nulls] = Int32(truncatingIfNeeded: row)
                    valids &+= bit
                    nulls &+= 1 &- bit
                }
            } else {
                for row in 0..<column.count {
                    if column.isNull(row) {
                        open[nulls] = Int32(truncatingIfNeeded: row)
                        nulls &+= 1
                    } else {
                        kept[valids] = Int32(truncatingIfNeeded: row)
                        valids &+= 1
                    }
                }
            }
            valid.setCount(valids)
            null.setCount(nulls)
            if valids > 0 { merge.add(column.gather(valid), on: rest.map { valid.through($0) } ?? valid) }
            if nulls == 0 { return try merge.finish() }
            rest = rest.map { null.through($0) } ?? null
        }
        return try merge.finish()
    }
}

extension Column {
    /// For each row the first value that is not null, by a loop over whole columns; `nil` for layouts other than
    /// fixed-width ones and constants.
    fileprivate static func firstValues(of columns: [Column], type: DataType, count: Int) -> Column? {
        guard let first = columns.first, case .fixed(let start) = first.layout else { return nil }
        guard let known = first.validity else { return first }
        let width = type.physicalType.width
        let out = Buffer(capacity: count &* width)
        out.pointer.copyMemory(from: start.pointer, byteCount: count &* width)
        var validity = known
        for column in columns.dropFirst() {
            let (values, step): (Buffer, Int)
            switch column.layout {
            case .fixed(let buffer): (values, step) = (buffer, 1)
            case .constant(let one):
                if one.isNull(0) { continue }
                guard case .fixed(let buffer) = one.layout else { return nil }
                (values, step) = (buffer, 0)
            default: return nil
            }
            switch width {
            case 1: fill(out.typed(UInt8.self), values.typed(UInt8.self), step, validity)
            case 2: fill(out.typed(UInt16.self), values.typed(UInt16.self), step, validity)
            case 4: fill(out.typed(UInt32.self), values.typed(UInt32.self), step, validity)
            case 8: fill(out.typed(UInt64.self), values.typed(UInt64.self), step, validity)
            case 16: fill(out.typed(UInt128.self), values.typed(UInt128.self), step, validity)
            default: return nil
            }
            guard let more = column.validity, step == 1 else {
                return Column(type, count: count, layout: .fixed(out))
            }
            let both = Bitmap(count: count, filledWith: false)
            for word in 0..<((count &+ 63) / 64) { both.words[word] = validity.words[word] | more.words[word] }
            validity = both
        }
        return Column(type, count: count, layout: .fixed(out), validity: validity.allSet ? nil : validity)
    }
}

/// Puts values where a row has none so far.
@inline(__always)
private func fill<T: BitwiseCopyable>(
    _ out: UnsafeMutablePointer<T>, _ values: UnsafeMutablePointer<T>, _ step: Int, _ validity: Bitmap
) {
    let (count, words) = (validity.count, validity.words)
    for start in stride(from: 0, to: count, by: 64) {
        let word = words[start &>> 6]
        for row in start..<min(start &+ 64, count) {
            let isKnown = word &>> UInt64(truncatingIfNeeded: row &- start) & 1 != 0
            out[row] = isKnown ? out[row] : values[row &* step]
        }
    }
}

extension Selection {
    /// Row numbers of a selected batch as row numbers of the batch it was selected from.
    func through(_ outer: Selection) -> Selection {
        let result = Selection(capacity: count)
        let (from, to, map) = (rows, result.rows, outer.rows)
        for index in 0..<count { to[index] = map[Int(from[index])] }
        result.setCount(count)
        return result
    }
}
