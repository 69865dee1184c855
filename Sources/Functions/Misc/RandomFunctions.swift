import Columnar

/// Random strings, and numbers of a range.
enum RandomFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "randstr", .string, "randstr(length[, seed]) - A random string of digits and letters.", ["randstr(3, 0)"],
            since: "4.0.0", count: 1...2
        ) { call in
            guard let length = call.integerLiteral(0) ?? wholeLength(call.arguments[0]) else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "length", type: .integer, input: call.arguments[0].sql)
            }
            guard length >= 0, length <= 1 << 20 else {
                throw FunctionError.valueOutOfRange(
                    sql: call.sql, name: "length", range: "[0, 2147483647]", value: "\(length)")
            }
            let generators = try generators(call, 1)
            return ScalarBinding(
                argumentTypes: call.types, resultType: .string, nullable: false, isDeterministic: false
            ) { _, count, context in
                let rows = Rows(arguments: [], count: count, type: .string, validity: nil)
                var column: Column?
                generators.use(context.partitionIndex) { generator in
                    column = rows.mapText { _, out in
                        for _ in 0..<length {
                            let value = UInt8(abs(Int(generator.nextInt()) % 62))
                            out.append(value < 10 ? 0x30 + value : value < 36 ? 0x61 + value - 10 : 0x41 + value - 36)
                        }
                        return true
                    }
                }
                return column ?? .nulls(.string, count: count)
            }
        },
        .scalar(
            "uniform", .math, "uniform(min, max[, seed]) - A random number of a range.", ["uniform(10, 20, 0) > 0"],
            since: "4.0.0", count: 2...3, bindUniform),
    ]

    /// A length that is no integer: its whole part, none for NULL.
    private static func wholeLength(_ argument: FunctionArgument) -> Int64? {
        switch (argument.literal, argument.type) {
        case (.null?, _): 0
        case (.float(let value)?, _): Int64(exactly: value.rounded(.towardZero))
        case (.double(let value)?, _): Int64(exactly: value.rounded(.towardZero))
        case (.decimal(let value)?, .decimal(_, let scale)): Int64(exactly: value / powerOfTen(scale))
        default: nil
        }
    }

    private static func generators(_ call: Call, _ index: Int) throws -> PartitionStates<XORShiftRandom> {
        var seed = Int64.random(in: Int64.min...Int64.max)
        if call.arguments.count > index {
            let isNull = if case .null? = call.arguments[index].literal { true } else { false }
            guard let given = isNull ? 0 : call.integerLiteral(index) else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "seed", type: .long, input: call.arguments[index].sql)
            }
            seed = given
        }
        let start = seed
        return PartitionStates { XORShiftRandom(seed: start &+ Int64($0)) }
    }

    /// The wider of two types: of decimals the one of more digits, a decimal beside integers.
    private static func range(_ a: DataType, _ b: DataType) -> DataType {
        switch (a, b) {
        case (.null, .null): return .integer
        case (.null, let other), (let other, .null): return other
        case (.decimal(let p, _), .decimal(let q, _)): return p >= q ? a : b
        case (.double, _), (_, .double): return .double
        case (.float, _), (_, .float): return .float
        case (.decimal, _): return a
        case (_, .decimal): return b
        default: return a.physicalType.width >= b.physicalType.width ? a : b
        }
    }

    @Sendable private static func bindUniform(_ call: Call) throws -> ScalarBinding {
        for index in 0..<2 {
            guard call.types[index].isNumeric || call.types[index] == .null else {
                throw call.mismatch(index, required: "(\"INT\" or \"FLOAT\")")
            }
            guard call.arguments[index].literal != nil else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: index == 0 ? "min" : "max", type: .integer, input: call.arguments[index].sql)
            }
        }
        if call.arguments.count > 2 {
            guard call.types[2] == .integer || call.types[2] == .long || call.types[2] == .null else {
                throw call.mismatch(2, required: "(\"INT\" or \"BIGINT\")")
            }
        }
        let result = range(call.types[0], call.types[1])
        func double(_ index: Int) -> Double? {
            switch call.arguments[index].literal {
            case .integer(let value)?: Double(value)
            case .float(let value)?: Double(value)
            case .double(let value)?: value
            case .decimal(let value)?:
                if case .decimal(_, let scale) = call.types[index] {
                    DecimalArithmetic.double(value, scale: scale)
                } else {
                    nil
                }
            default: nil
            }
        }
        guard let low = double(0), let high = double(1) else {
            return ScalarBinding(argumentTypes: call.types, resultType: .double, nullable: true) { _, count, _ in
                .nulls(.double, count: count)
            }
        }
        let generators = try generators(call, 2)
        return ScalarBinding(
            argumentTypes: call.types, resultType: result, nullable: false, isDeterministic: false
        ) { _, count, context in
            let builder = ColumnBuilder(result, capacity: count)
            generators.use(context.partitionIndex) { generator in
                for _ in 0..<count {
                    let value = low + (high - low) * generator.nextDouble()
                    switch result {
                    case .float: builder.append(Float(value))
                    case .double: builder.append(value)
                    case .decimal(let precision, let scale):
                        builder.append(
                            DecimalArithmetic.decimal(value, precision: precision, scale: scale).map { .decimal($0) }
                                ?? .null)
                    default: builder.append(.integer(Int64(value)))
                    }
                }
            }
            return builder.finish()
        }
    }
}
