import Columnar

/// What a parameter of a function takes, and what an argument is cast to for it.
enum ParameterType: Sendable {
    /// This type, by implicit cast.
    case type(DataType)
    /// A string; binary stays binary.
    case textOrBinary
    /// Any number; a string becomes a double.
    case number
    /// An integer of any width up to long.
    case integral
    /// byte, short or int, cast to int.
    case smallInteger
    case any
    /// An array of anything.
    case array
    case map

    static let text = ParameterType.type(.string)
    static let int = ParameterType.type(.integer)
    static let long = ParameterType.type(.long)
    static let double = ParameterType.type(.double)
    static let boolean = ParameterType.type(.boolean)
    static let date = ParameterType.type(.date)
    static let timestamp = ParameterType.type(.timestamp)
    static let binary = ParameterType.type(.binary)

    /// The type that an argument of type `type` is cast to; `nil` when it does not fit.
    func target(_ type: DataType, isANSI: Bool) -> DataType? {
        switch self {
        case .type(let wanted):
            if type.isString, wanted == .string { return type.withoutCollations }
            if type.isNumeric, wanted.isNumeric { return wanted }
            return TypeCoercion.implicitCast(from: type, to: wanted, isANSI: isANSI) ? wanted : nil
        case .textOrBinary:
            if type == .binary { return .binary }
            return type.isNested ? nil : .string
        case .number:
            if type.isNumeric { return type }
            return type.isString || type == .null ? .double : nil
        case .integral:
            if type.isIntegral { return type }
            return type.isString || type == .null ? .long : nil
        case .smallInteger:
            switch type {
            case .byte, .short, .integer, .null: return .integer
            default: return type.isString ? .integer : nil
            }
        case .any: return type
        case .array:
            if case .array = type { return type }
            return type == .null ? .array(.null, containsNull: true) : nil
        case .map:
            if case .map = type { return type }
            return type == .null ? .map(.null, .null, valueContainsNull: true) : nil
        }
    }

    /// As error messages name what is required.
    var requirement: String {
        switch self {
        case .type(let type): "\"\(type.sql)\""
        case .textOrBinary: "(\"STRING\" or \"BINARY\")"
        case .number: "\"NUMERIC\""
        case .integral: "\"INTEGRAL\""
        case .smallInteger: "(\"INT\" or \"SMALLINT\" or \"TINYINT\")"
        case .any: "\"ANY\""
        case .array: "\"ARRAY\""
        case .map: "\"MAP\""
        }
    }
}

/// The arguments of one call while it is being resolved.
struct Call {
    let name: String
    let arguments: [FunctionArgument]
    let context: ResolutionContext

    init(_ name: String, _ arguments: [FunctionArgument], _ context: ResolutionContext) {
        self.name = context.functionName.isEmpty ? name : context.functionName
        self.arguments = arguments
        self.context = context
    }

    /// `name(a, b)` as error messages show the call.
    var sql: String { "\(name)(\(arguments.map(\.sql).joined(separator: ", ")))" }

    var types: [DataType] { arguments.map(\.type) }
    var anyNullable: Bool { arguments.contains(where: \.nullable) }

    /// Whether some argument may be null, be it because its cast to what the function takes gives nulls.
    func isNullable(castTo types: [DataType]) -> Bool {
        anyNullable
            || zip(arguments, types).contains { argument, type in
                argument.type != type
                    && Cast.givesNull(from: argument.type, to: type, mode: context.isANSI ? .ansi : .legacy)
            }
    }

    /// The type of timestamps where a function's name says no more than that: `spark.sql.timestampType`.
    func timestampType(_ type: DataType) -> DataType {
        guard type == .timestamp, context.legacy.contains(.timestampsAreLocal), !name.hasSuffix("_ltz") else {
            return type
        }
        return .timestampNTZ
    }

    func requireCount(_ range: ClosedRange<Int>) throws {
        guard !range.contains(arguments.count) else { return }
        let expected =
            range.lowerBound == range.upperBound
            ? "\(range.lowerBound)"
            : range.upperBound == .max
                ? "> \(range.lowerBound - 1)" : "[" + range.map { "\($0)" }.joined(separator: ", ") + "]"
        throw FunctionError.wrongArgumentCount(name, expected: expected, actual: arguments.count)
    }

    /// The types that the arguments are cast to for these parameters; the last parameter repeats.
    func coerced(_ parameters: [ParameterType]) throws -> [DataType] {
        try arguments.enumerated().map { index, argument in
            guard let parameter = index < parameters.count ? parameters[index] : parameters.last else {
                return argument.type
            }
            guard let type = parameter.target(argument.type, isANSI: context.isANSI) else {
                throw mismatch(index, required: parameter.requirement)
            }
            return type
        }
    }

    func mismatch(_ index: Int, required: String) -> PyriteError {
        FunctionError.unexpectedInputType(sql: sql, position: index, required: required, input: arguments[index])
    }

    /// The common type of all arguments, or DATA_DIFF_TYPES.
    func commonType() throws -> DataType {
        guard let type = TypeCoercion.commonType(types, isANSI: context.isANSI) else {
            throw FunctionError.differingArgumentTypes(name, sql: sql, types)
        }
        return type
    }

    /// The integer value of a literal argument.
    func integerLiteral(_ index: Int) -> Int64? {
        guard index < arguments.count else { return nil }
        switch arguments[index].literal {
        case .integer(let value)?: return value
        case .string(let text)?: return Int64(text)
        default: return nil
        }
    }

    func stringLiteral(_ index: Int) -> String? {
        guard index < arguments.count, case .string(let text)? = arguments[index].literal else { return nil }
        return text
    }
}

extension FunctionDefinition {
    typealias RowKernel = @Sendable (Rows, EvaluationContext) throws -> Column

    /// Whether a function gives null for arguments that are not.
    enum Nullability: Sendable {
        case whenArgumentsAre, always, never
    }

    /// A function of fixed parameter types whose kernel is null for null arguments.
    static func rows(
        _ name: String, aliases: [String] = [], _ group: Group, _ usage: String, _ examples: [String],
        since: String = "1.0.0", parameters: [ParameterType], optional: Int = 0, result: DataType,
        nullable: Nullability = .whenArgumentsAre, isDeterministic: Bool = true, canFail: Bool = false,
        _ kernel: @escaping RowKernel
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, aliases: aliases, group: group, usage: usage, examples: examples, since: since,
            kind: .scalar { arguments, context in
                let call = Call(name, arguments, context)
                try call.requireCount((parameters.count - optional)...parameters.count)
                return ScalarBinding.rows(
                    call, argumentTypes: try call.coerced(parameters), result: result,
                    nullable: InvokedFunctions.names.contains(name) ? .always : nullable,
                    isDeterministic: isDeterministic, canFail: canFail, kernel)
            })
    }

    /// A function that chooses its types by its arguments.
    static func scalar(
        _ name: String, aliases: [String] = [], _ group: Group, _ usage: String, _ examples: [String],
        since: String = "1.0.0", count: ClosedRange<Int>, _ bind: @escaping @Sendable (Call) throws -> ScalarBinding
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, aliases: aliases, group: group, usage: usage, examples: examples, since: since,
            kind: .scalar { arguments, context in
                let call = Call(name, arguments, context)
                try call.requireCount(count)
                var binding = try bind(call)
                if InvokedFunctions.names.contains(name) { binding.nullable = true }
                return binding
            })
    }

    /// A function that the analyzer rewrites or the engine evaluates itself.
    static func special(
        _ name: String, aliases: [String] = [], _ group: Group, _ usage: String, _ examples: [String],
        since: String = "1.0.0"
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, aliases: aliases, group: group, usage: usage, examples: examples, since: since, kind: .special)
    }
}

extension ScalarBinding {
    /// A binding whose kernel sees rows with encodings resolved; null arguments give null.
    static func rows(
        _ call: Call, argumentTypes: [DataType], result: DataType,
        nullable: FunctionDefinition.Nullability = .whenArgumentsAre, isDeterministic: Bool = true,
        canFail: Bool = false, strict: Bool = true, _ kernel: @escaping FunctionDefinition.RowKernel
    ) -> ScalarBinding {
        let isNullable =
            switch nullable {
            case .always: true
            case .never: false
            case .whenArgumentsAre: call.isNullable(castTo: argumentTypes)
            }
        var binding = ScalarBinding(
            argumentTypes: argumentTypes, resultType: result, nullable: isNullable,
            isDeterministic: isDeterministic, canFail: canFail
        ) { arguments, count, context in
            try evaluateRows(arguments, count: count, type: result, strict: strict) { try kernel($0, context) }
        }
        binding.strictArguments = strict ? argumentTypes.count : 0
        return binding
    }
}
