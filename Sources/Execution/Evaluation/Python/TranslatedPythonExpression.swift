import Columnar

/// A Python function computed without Python where that is exact, and by Python for the other rows.
final class TranslatedPythonExpression: PhysicalExpression, @unchecked Sendable {
    private let program: PythonProgram
    private let command: [UInt8]
    private let arguments: [PhysicalExpression]

    init(_ program: PythonProgram, command: [UInt8], arguments: [PhysicalExpression]) {
        self.program = program
        self.command = command
        self.arguments = arguments
        super.init(type: program.resultType, canFail: true)
    }

    override var cost: Int { 50 }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        let columns = try arguments.map { try $0.evaluate(frame) }
        // A function of one dictionary column has as many results as the dictionary has values.
        if columns.count == 1, case .dictionary(let indices, let values) = columns[0].layout,
            values.count * 2 < frame.count, columns[0].validity == nil
        {
            let results = try compute([values], count: values.count, frame)
            let rows = Selection(
                sharing: indices, count: frame.count)
            return results.gather(rows)
        }
        return try compute(columns, count: frame.count, frame)
    }

    private func compute(_ columns: [Column], count: Int, _ frame: EvaluationFrame) throws -> Column {
        if count == 0 { return Column.nulls(type, count: 0) }
        let (result, doubtful) = try program.run(columns, count: count)
        let (column, misfits) = finished(result, count)
        let rows = misfits.isEmpty ? doubtful : Set(doubtful).union(misfits).sorted()
        if rows.isEmpty { return column }
        guard let runner = frame.pythonRunner else {
            throw PyriteError.unsupported("Python functions outside a Python process")
        }
        let selection = Selection(rows.map { Int($0) })
        let answers = try runner.call(
            command: command, arguments: columns.map { $0.gather(selection) }, resultType: type, count: rows.count)
        // The translated rows first, then Python's: each row takes its place in one of them.
        let places = Selection(capacity: count)
        for row in 0..<count { places.rows[row] = Int32(truncatingIfNeeded: row) }
        for (index, row) in rows.enumerated() { places.rows[Int(row)] = Int32(truncatingIfNeeded: count + index) }
        places.setCount(count)
        return Column.concatenate([column, answers], type: type).gather(places)
    }

    /// The results as a column of the function's type, and the rows whose numbers it does not hold.
    private func finished(_ vector: PythonVector, _ count: Int) -> (Column, [Int32]) {
        var validity: Bitmap?
        if let statuses = vector.statuses {
            let bits = Bitmap(count: count, filledWith: true)
            for row in 0..<count where statuses[row] != 0 { bits.clear(row) }
            validity = bits
        }
        switch vector.kind {
        case .none: return (Column.nulls(type, count: count), [])
        case .text:
            return (Column(type, count: count, layout: .view(vector.values, heap: vector.heap), validity: validity), [])
        case .float, .boolean:
            return (Column(type, count: count, layout: .fixed(vector.values), validity: validity), [])
        case .integer, .date:
            var misfits: [Int32] = []
            let values: Buffer
            switch type.physicalType {
            case .int8: values = narrowed(vector, Int8.self, &misfits)
            case .int16: values = narrowed(vector, Int16.self, &misfits)
            case .int32: values = narrowed(vector, Int32.self, &misfits)
            default: values = vector.values
            }
            return (Column(type, count: count, layout: .fixed(values), validity: validity), misfits)
        }
    }

    private func narrowed<T: FixedWidthInteger & BitwiseCopyable>(
        _ vector: PythonVector, _ type: T.Type, _ misfits: inout [Int32]
    ) -> Buffer {
        let values = Buffer(capacity: vector.count * MemoryLayout<T>.size)
        let (source, target) = (vector.integers, values.typed(T.self))
        for row in 0..<vector.count {
            target[row] = T(truncatingIfNeeded: source[row])
            if Int64(target[row]) != source[row], vector.statuses.map({ $0[row] == 0 }) ?? true {
                misfits.append(Int32(truncatingIfNeeded: row))
            }
        }
        return values
    }
}
