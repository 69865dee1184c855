import Columnar

/// A sketch that aggregates keep one of for each group.
protocol MergeableSketch {
    /// Takes in the row of the arguments.
    mutating func update(_ arguments: [Column], _ row: Int) throws
    mutating func merge(_ other: Self) throws
    var serialized: [UInt8] { get }
    init(serialized: UnsafeRawBufferPointer) throws
    var byteCount: Int { get }
}

/// One sketch a group, made by `make` and read out by `finish`.
final class SketchAccumulator<Sketch: MergeableSketch>: Accumulator {
    private var sketches: [Sketch?] = []
    private let make: () -> Sketch
    private let resultType: DataType
    private let finish: (Sketch, ColumnBuilder) throws -> Void

    init(
        _ resultType: DataType, make: @escaping () -> Sketch,
        finish: @escaping (Sketch, ColumnBuilder) throws -> Void
    ) {
        self.make = make
        self.resultType = resultType
        self.finish = finish
    }

    func resize(groups: Int) {
        while sketches.count < groups { sketches.append(nil) }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let flat = arguments.map { $0.flattened() }
        for row in 0..<count {
            let group = Int(groups[row])
            if sketches[group] == nil { sketches[group] = make() }
            if flat[0].isNull(row) { continue }
            try sketches[group]?.update(flat, row)
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let column = state[0].flattened()
        guard let views = column.views else { return }
        for row in 0..<count where !column.isNull(row) {
            let other = try Sketch(serialized: StringView.bytes(views + row))
            let group = Int(groups[row])
            if sketches[group] == nil {
                sketches[group] = other
            } else {
                try sketches[group]?.merge(other)
            }
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let builder = ColumnBuilder(.binary, capacity: groups.count)
        for group in groups {
            if let sketch = sketches[group] { builder.append(.binary(sketch.serialized)) } else { builder.appendNull() }
        }
        return [builder.finish()]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(resultType, capacity: groups.count)
        for group in groups { try finish(sketches[group] ?? make(), builder) }
        return builder.finish()
    }

    var byteCount: Int { sketches.reduce(0) { $0 + ($1?.byteCount ?? 8) } }
}
