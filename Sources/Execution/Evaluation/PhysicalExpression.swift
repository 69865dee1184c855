import Columnar
import Functions

/// A resolved expression bound to column positions, evaluated a batch at a time. Immutable: tasks share it.
class PhysicalExpression: @unchecked Sendable {
    let type: DataType
    /// May raise an error for some row, so is not evaluated on rows that a condition excludes.
    let canFail: Bool
    /// The place in ``EvaluationFrame`` where the result is kept, for expressions that occur more than once.
    var sharedSlot: Int?

    init(type: DataType, canFail: Bool) {
        self.type = type
        self.canFail = canFail
    }

    /// A column of `frame.count` rows in any encoding.
    func compute(_ frame: EvaluationFrame) throws -> Column {
        throw PyriteError.internalError("\(Swift.type(of: self)) has no evaluation")
    }

    /// Rough cost of one row, to order the parts of a condition.
    var cost: Int { 1 }

    final func evaluate(_ frame: EvaluationFrame) throws -> Column {
        guard let sharedSlot else { return try compute(frame) }
        if let known = frame.known[sharedSlot] { return known }
        let column = try compute(frame)
        frame.known[sharedSlot] = column
        return column
    }
}

/// The rows that expressions are evaluated on, and results that several expressions share.
final class EvaluationFrame {
    let batch: Batch
    let count: Int
    let context: EvaluationContext
    let pythonRunner: (any PythonUDFRunner)?
    var known: [Int: Column] = [:]

    init(_ batch: Batch, context: EvaluationContext, pythonRunner: (any PythonUDFRunner)?) {
        self.batch = batch
        self.count = batch.count
        self.context = context
        self.pythonRunner = pythonRunner
    }

    convenience init(_ batch: Batch, task: TaskContext) {
        self.init(batch, context: task.evaluation, pythonRunner: task.job.context.pythonRunner)
    }

    /// The same evaluation over some of the rows.
    func selecting(_ rows: Selection) -> EvaluationFrame {
        EvaluationFrame(batch.gather(rows), context: context, pythonRunner: pythonRunner)
    }
}

final class ColumnReference: PhysicalExpression, @unchecked Sendable {
    let index: Int

    init(index: Int, type: DataType) {
        self.index = index
        super.init(type: type, canFail: false)
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column { frame.batch.columns[index] }
    override var cost: Int { 0 }
}

final class ConstantExpression: PhysicalExpression, @unchecked Sendable {
    let value: Value
    private let one: Column

    init(_ value: Value, type: DataType) {
        self.value = value
        let column = Column.constant(value, type, count: 1)
        if case .constant(let inner) = column.layout { one = inner } else { one = column }
        super.init(type: type, canFail: false)
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        if case .null = type { return Column(.null, count: frame.count, layout: .null) }
        return Column(type, count: frame.count, layout: .constant(one))
    }
    override var cost: Int { 0 }
}

final class CallExpression: PhysicalExpression, @unchecked Sendable {
    private let name: String
    private let arguments: [PhysicalExpression]
    private let kernel: ScalarBinding.Kernel
    private let origin: PyriteError.QueryContext?
    /// Where one of so many first arguments is null, those behind it matter no more.
    private let strictArguments: Int
    /// One of them is the constant null, so that no argument is looked at.
    private let isNull: Bool

    init(name: String, arguments: [PhysicalExpression], binding: ScalarBinding, origin: PyriteError.QueryContext?) {
        self.name = name
        strictArguments = binding.strictArguments
        isNull = arguments.prefix(binding.strictArguments).contains {
            ($0 as? ConstantExpression)?.value.isNull == true
        }
        self.arguments = arguments
        self.kernel = binding.kernel
        self.origin = origin
        super.init(type: binding.resultType, canFail: binding.canFail || arguments.contains(where: \.canFail))
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        if isNull { return .nulls(type, count: frame.count) }
        var columns: [Column] = []
        for argument in arguments {
            do {
                columns.append(try argument.evaluate(frame))
            } catch let error as PyriteError where strictArguments > 0 && !columns.isEmpty {
                let deciding = Array(columns.prefix(strictArguments))
                columns.append(try evaluate(argument, behind: deciding, frame, failure: error))
            }
        }
        do {
            return try kernel(columns, frame.count, frame.context)
        } catch var error as PyriteError where error.context == nil && origin != nil {
            error.context = origin
            throw error
        }
    }

    /// An argument that fails for some row, on the rows in which no argument before it is null.
    private func evaluate(
        _ argument: PhysicalExpression, behind columns: [Column], _ frame: EvaluationFrame, failure: PyriteError
    ) throws -> Column {
        let rows = Selection(capacity: frame.count)
        var count = 0
        for row in 0..<frame.count where columns.allSatisfy({ !$0.isNull(row) }) {
            rows.rows[count] = Int32(truncatingIfNeeded: row)
            count += 1
        }
        if count == frame.count { throw failure }
        rows.setCount(count)
        var merge = RowMerge(type: argument.type, count: frame.count)
        try merge.add(argument, on: rows, frame: frame)
        return try merge.finish()
    }

    override var cost: Int {
        arguments.reduce(type.isString || arguments.contains { $0.type.isString } ? 8 : 2) { $0 + $1.cost }
    }
}

final class CastExpression: PhysicalExpression, @unchecked Sendable {
    private let child: PhysicalExpression
    private let mode: CastMode
    private let origin: PyriteError.QueryContext?

    init(_ child: PhysicalExpression, to type: DataType, mode: CastMode, origin: PyriteError.QueryContext?) {
        self.child = child
        self.mode = mode
        self.origin = origin
        super.init(type: type, canFail: child.canFail || Cast.isFallible(from: child.type, to: type, mode: mode))
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        let column = try child.evaluate(frame)
        if column.type == type { return column }
        do {
            return try Cast.cast(column, to: type, mode: mode, context: frame.context)
        } catch var error as PyriteError where error.context == nil && origin != nil {
            error.context = origin
            throw error
        }
    }

    override var cost: Int { child.cost + (child.type.isString || type.isString ? 8 : 2) }
}

/// A function of the host language over the columns it needs.
final class PythonCallExpression: PhysicalExpression, @unchecked Sendable {
    private let command: [UInt8]
    private let arguments: [PhysicalExpression]
    /// Whether the command's fourth line says that nothing but its arguments matters to the function.
    private let isPure: Bool

    init(command: [UInt8], arguments: [PhysicalExpression], type: DataType) {
        self.command = command
        self.arguments = arguments
        let lines = command.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        isPure = lines.count > 3 && lines[3].elementsEqual("pure".utf8)
        super.init(type: type, canFail: true)
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        guard let runner = frame.pythonRunner else {
            throw PyriteError.unsupported("Python functions outside a Python process")
        }
        let columns = try arguments.map { try $0.evaluate(frame) }
        // What surely depends on its argument alone is called once for each value of a dictionary.
        if isPure, columns.count == 1, case .dictionary(let indices, let values) = columns[0].layout,
            values.count * 2 < frame.count, columns[0].validity == nil
        {
            let results = try runner.call(
                command: command, arguments: [values], resultType: type, count: values.count)
            return results.gather(Selection(sharing: indices, count: frame.count))
        }
        return try runner.call(command: command, arguments: columns, resultType: type, count: frame.count)
    }

    override var cost: Int { 1_000 }
}
