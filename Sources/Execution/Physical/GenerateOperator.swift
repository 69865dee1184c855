import Columnar
import Functions
import Plans

/// Rows out of rows: `explode`, `posexplode`, `inline`, `stack`, each joined to the row it came from.
final class GenerateOperator: PhysicalOperator, @unchecked Sendable {
    private let function: String
    private let arguments: [PhysicalExpression]
    private let isOuter: Bool
    private let generated: [Attribute]

    init(
        _ child: PhysicalOperator, function: String, arguments: [PhysicalExpression], isOuter: Bool,
        generated: [Attribute]
    ) throws {
        let known = ["explode", "posexplode", "inline", "stack", "json_tuple", "variant_explode"]
        let base = function.hasSuffix("_outer") ? String(function.dropLast(6)) : function
        guard known.contains(base) else { throw PyriteError.unsupported("the generator function \(function)") }
        self.function = base
        self.arguments = arguments
        self.isOuter = isOuter || base != function
        self.generated = generated
        super.init(output: child.output + generated, children: [child])
    }

    override var name: String { "Generate" }
    override var explanation: String { "Generate \(function), \(isOuter), \(describe(generated))" }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        let rows = try children[0].stream(task)
        let change: (Batch) throws -> Batch = { [self] batch in
            let frame = EvaluationFrame(batch, task: task)
            let columns = try arguments.map { try $0.evaluate(frame).flattened() }
            switch function {
            case "stack": return stack(batch, columns)
            case "json_tuple":
                let fields = GeneratorKernels.jsonTuple(columns, count: batch.count)
                return Batch(batch.columns + fields, count: batch.count)
            case "variant_explode": return try explodeVariant(batch, columns[0])
            default: return try explode(batch, columns)
            }
        }
        // Arrays that are yet to be made may be of any length.
        return arguments.first is CallExpression ? SlicedStream(rows, change) : MappedStream(rows, change)
    }

    private func explode(_ batch: Batch, _ columns: [Column]) throws -> Batch {
        guard let column = columns.first else { throw PyriteError.internalError("\(function) needs an argument") }
        let offsets: Buffer
        var parts: [Column]
        switch column.layout {
        case .array(let bounds, let elements):
            offsets = bounds
            parts = [elements]
            if function == "inline" {
                let flat = elements.flattened()
                guard case .structure(let fields) = flat.layout else {
                    throw PyriteError.internalError("inline needs an array of structs")
                }
                parts = fields.map { $0.hidden(where: flat.validity) }
            }
        case .map(let bounds, let keys, let values):
            offsets = bounds
            parts = [keys, values]
        default:
            // A column of nulls.
            offsets = Buffer(capacity: (batch.count &+ 1) &* 4, zeroed: true)
            parts = []
        }
        let bounds = offsets.typed(Int32.self)
        var total = 0
        for row in 0..<batch.count {
            let n = column.isNull(row) ? 0 : Int(bounds[row &+ 1] &- bounds[row])
            total &+= n == 0 && isOuter ? 1 : n
        }
        let parents = Selection(capacity: total)
        let elements = Selection(capacity: total)
        let positions = Buffer(capacity: total &* 4)
        let position = positions.typed(Int32.self)
        var written = 0
        for row in 0..<batch.count {
            let range = column.isNull(row) ? 0..<0 : bounds[row]..<max(bounds[row], bounds[row &+ 1])
            if range.isEmpty {
                if !isOuter { continue }
                parents.rows[written] = Int32(truncatingIfNeeded: row)
                elements.rows[written] = -1
                position[written] = 0
                written &+= 1
            }
            for element in range {
                parents.rows[written] = Int32(truncatingIfNeeded: row)
                elements.rows[written] = element
                position[written] = element &- range.lowerBound
                written &+= 1
            }
        }
        parents.setCount(written)
        elements.setCount(written)
        var out = parts.map { $0.flattened().gather(elements, allowingMissing: true) }
        if function == "posexplode" {
            let found = Bitmap(count: written, filledWith: true)
            for row in 0..<written where elements.rows[row] < 0 { found.clear(row) }
            out.insert(
                Column(.integer, count: written, layout: .fixed(positions), validity: found.allSet ? nil : found), at: 0
            )
        }
        while out.count < generated.count { out.append(.nulls(generated[out.count].type, count: written)) }
        return Batch(batch.columns.map { $0.gather(parents) } + out.prefix(generated.count), count: written)
    }

    /// A row for each element or field of a variant.
    private func explodeVariant(_ batch: Batch, _ column: Column) throws -> Batch {
        let entries = try GeneratorKernels.variantEntries(column, count: batch.count)
        var parents: [Int] = []
        var elements: [Int] = []
        var next = 0
        for row in 0..<batch.count {
            if entries.counts[row] == 0, isOuter {
                parents.append(row)
                elements.append(-1)
            }
            for _ in 0..<entries.counts[row] {
                parents.append(row)
                elements.append(next)
                next += 1
            }
        }
        let rows = Selection(elements)
        let out = entries.columns.map { $0.gather(rows, allowingMissing: true) }
        return Batch(batch.columns.map { $0.gather(Selection(parents)) } + out, count: parents.count)
    }

    /// `stack(n, values…)`: n rows out of the values in order, padded with nulls.
    private func stack(_ batch: Batch, _ columns: [Column]) -> Batch {
        guard let first = columns.first, batch.count > 0, case .integer(let given) = first.value(at: 0), given > 0
        else {
            return Batch(batch.columns, count: 0)
        }
        let rows = Int(min(given, 1 << 16))
        let values = Array(columns.dropFirst())
        let width = generated.count
        let n = batch.count
        let order = Selection(capacity: n &* rows)
        let parents = Selection(capacity: n &* rows)
        for row in 0..<n {
            for line in 0..<rows {
                order.rows[row &* rows &+ line] = Int32(truncatingIfNeeded: line &* n &+ row)
                parents.rows[row &* rows &+ line] = Int32(truncatingIfNeeded: row)
            }
        }
        order.setCount(n &* rows)
        parents.setCount(n &* rows)
        let out = (0..<width).map { index -> Column in
            let type = generated[index].type
            let pieces = (0..<rows).map { line -> Column in
                let position = line * width + index
                return position < values.count ? values[position].typed(as: type) : .nulls(type, count: n)
            }
            return Column.concatenate(pieces.map { $0.flattened() }, type: type).gather(order)
        }
        return Batch(batch.columns.map { $0.gather(parents) } + out, count: n &* rows)
    }
}

extension Column {
    /// The column with rows null where the enclosing struct is null.
    fileprivate func hidden(where valid: Bitmap?) -> Column {
        guard let valid else { return self }
        let flat = flattened()
        return Column(type, count: count, layout: flat.layout, validity: Bitmap.and(flat.validity, valid))
    }
}
