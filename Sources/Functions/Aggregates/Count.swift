import Columnar

/// The number of rows, of rows without nulls, or of rows in which a flag is true.
final class CountAccumulator: Accumulator {
    private let counts = GroupValues<Int64>(0)
    private let onlyTrue: Bool

    init(onlyTrue: Bool = false) { self.onlyTrue = onlyTrue }

    func resize(groups: Int) { counts.resize(groups) }

    /// Rows that count; `none` when no row does.
    private func counted(_ arguments: [Column], _ count: Int) -> (validity: Bitmap?, none: Bool) {
        var validity: Bitmap?
        for argument in arguments {
            switch argument.layout {
            case .null: return (nil, true)
            case .constant(let one): if one.isNull(0) { return (nil, true) }
            default: validity = Bitmap.and(validity, argument.validity)
            }
        }
        return (validity, false)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let (validity, none) = counted(arguments, count)
        if none { return }
        let out = counts.base
        let flat = onlyTrue ? arguments[0].flattened() : nil
        if let flags = flat?.fixedValues(UInt8.self) {
            eachValid(validity, groups, count) { row, group in out[group] &+= Int64(flags[row]) }
        } else {
            eachValid(validity, groups, count) { _, group in out[group] &+= 1 }
        }
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        let (validity, none) = counted(arguments, count)
        if none { return }
        let flat = onlyTrue ? arguments[0].flattened() : nil
        if let flags = flat?.fixedValues(UInt8.self) {
            var total: Int64 = 0
            eachValid(validity, count) { total &+= Int64(flags[$0]) }
            counts.base[0] &+= total
        } else {
            // Bits beyond the last row may be set in a shared bitmap: count within it only.
            counts.base[0] &+= Int64(validity.map { Bitmap(count: count, buffer: $0.storage).setCount } ?? count)
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let column = state[0].flattened()
        guard let values = column.fixedValues(Int64.self) else { return }
        let out = counts.base
        for row in 0..<count { out[Int(groups[row])] &+= values[row] }
    }

    func state(groups: Range<Int>) throws -> [Column] { [counts.column(.long, groups)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column { counts.column(.long, groups) }
    var byteCount: Int { counts.byteCount }
}

enum CountFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "count", "count(*), count(expr, …) - The number of rows, or of rows in which no argument is null.",
            ["count(*)"], count: 0...Int.max
        ) { call in
            .make(call.types, result: .long, nullable: false, state: [.long]) { CountAccumulator() }
        },
        .aggregate(
            "count_if", "count_if(expr) - The number of rows in which expr is true.",
            ["count_if(col % 2 = 0)"], since: "3.0.0", count: 1...1
        ) { call in
            let types = try call.coerced([.boolean])
            return .make(types, result: .long, nullable: false, state: [.long]) { CountAccumulator(onlyTrue: true) }
        },
    ]
}
