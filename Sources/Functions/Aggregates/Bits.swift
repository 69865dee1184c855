import Columnar

/// Bitwise and, or, exclusive or of integers.
final class BitAccumulator<T: FixedWidthInteger & BitwiseCopyable>: Accumulator {
    private let values = GroupValues<T>(0)
    private let seen = GroupValues<UInt8>(0)
    private let type: DataType
    private let op: BitwiseFunctions.Operator

    init(_ type: DataType, _ op: BitwiseFunctions.Operator) {
        self.type = type
        self.op = op
    }

    func resize(groups: Int) {
        values.resize(groups)
        seen.resize(groups)
    }

    private func take(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull(), let input = column.fixedValues(T.self) else { return }
        let (out, flags) = (values.base, seen.base)
        eachValid(column.validity, groups, count) { row, group in
            if flags[group] == 0 {
                out[group] = input[row]
                flags[group] = 1
                return
            }
            switch op {
            case .and: out[group] &= input[row]
            case .or: out[group] |= input[row]
            case .xor: out[group] ^= input[row]
            }
        }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take(arguments[0], groups, count)
    }
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws { take(state[0], groups, count) }
    func state(groups: Range<Int>) throws -> [Column] { [values.column(type, groups, seen: seen)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        values.column(type, groups, seen: seen)
    }
    var byteCount: Int { values.byteCount + seen.byteCount }
}

enum BitAggregateFunctions {
    static let definitions: [FunctionDefinition] = [
        make("bit_and", .and, "bit_and(expr) - The bitwise and of all values."),
        make("bit_or", .or, "bit_or(expr) - The bitwise or of all values."),
        make("bit_xor", .xor, "bit_xor(expr) - The bitwise exclusive or of all values."),
    ]

    private static func make(
        _ name: String, _ op: BitwiseFunctions.Operator, _ usage: String
    ) -> FunctionDefinition {
        .aggregate(name, usage, ["\(name)(col)"], since: "3.0.0", count: 1...1) { call in
            let types = try call.coerced([.integral])
            let type = types[0]
            return .make(types, result: type, state: [type]) { () -> any Accumulator in
                switch type.physicalType {
                case .int8: BitAccumulator<Int8>(type, op)
                case .int16: BitAccumulator<Int16>(type, op)
                case .int32: BitAccumulator<Int32>(type, op)
                default: BitAccumulator<Int64>(type, op)
                }
            }
        }
    }
}
