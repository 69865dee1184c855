import Columnar

/// One function of the registry: what it is called, what it means, how its types resolve and how it is computed.
package struct FunctionDefinition: Sendable {
    package enum Group: String, Sendable {
        case aggregate = "agg_funcs"
        case array = "array_funcs"
        case bitwise = "bitwise_funcs"
        case collection = "collection_funcs"
        case conditional = "conditional_funcs"
        case conversion = "conversion_funcs"
        case csv = "csv_funcs"
        case datetime = "datetime_funcs"
        case generator = "generator_funcs"
        case hash = "hash_funcs"
        case json = "json_funcs"
        case lambda = "lambda_funcs"
        case map = "map_funcs"
        case math = "math_funcs"
        case misc = "misc_funcs"
        case predicate = "predicate_funcs"
        case string = "string_funcs"
        case structure = "struct_funcs"
        case sketch = "sketch_funcs"
        case st = "st_funcs"
        case table = "table_funcs"
        case url = "url_funcs"
        case variant = "variant_funcs"
        case vector = "vector_funcs"
        case xml = "xml_funcs"
        case window = "window_funcs"
    }

    package enum Kind: Sendable {
        /// Row in, value out. The closure chooses an overload for the arguments or throws Spark's error.
        case scalar(@Sendable ([FunctionArgument], ResolutionContext) throws -> ScalarBinding)
        case aggregate(@Sendable ([FunctionArgument], ResolutionContext) throws -> AggregateBinding)
        /// Takes functions (`x -> x + 1`) beside values.
        case higherOrder(HigherOrderFunction)
        /// Evaluated over a window only (`row_number`, `lag`, …); an operator of the engine knows it by name.
        case window
        /// Row in, rows out (`explode`, …); an operator of the engine knows it by name.
        case generator
        /// Evaluated lazily or rewritten into other expressions (`if`, `coalesce`, `nvl`, …) by the analyzer, which
        /// knows it by name.
        case special
    }

    /// Lower case.
    package let name: String
    package let aliases: [String]
    package let group: Group
    /// One or two sentences: `name(args) - meaning`.
    package let usage: String
    /// SQL examples without the leading SELECT, such as `abs(-1)`.
    package let examples: [String]
    package let since: String
    package let kind: Kind
    /// Whether the DataFrame API alone knows the function: SQL, `SHOW FUNCTIONS` and the reference page do not.
    package var isInternal = false

    package init(
        _ name: String, aliases: [String] = [], group: Group, usage: String, examples: [String] = [],
        since: String = "1.0.0", kind: Kind
    ) {
        self.name = name
        self.aliases = aliases
        self.group = group
        self.usage = usage
        self.examples = examples
        self.since = since
        self.kind = kind
    }
}

/// What resolution knows of one argument.
package struct FunctionArgument: Sendable {
    package var type: DataType
    package var nullable: Bool
    /// The value, when the argument is a literal (or folded into one).
    package var literal: Value?
    /// Whether the argument is written as a literal, and not just as good as one.
    package var isLiteral = false
    /// The argument as Spark prints it in messages and column names.
    package var sql: String
    /// The alias of the argument (`struct(1 AS a)`).
    package var alias: String?

    package init(type: DataType, nullable: Bool = true, literal: Value? = nil, sql: String = "") {
        self.type = type
        self.nullable = nullable
        self.literal = literal
        self.sql = sql
    }
}

/// What resolution knows of the session.
package struct ResolutionContext: Sendable {
    package var isANSI: Bool
    /// The name the function was called by, for messages.
    package var functionName: String
    /// Reads a schema or type as DDL or JSON text; `nil` where no parser is at hand.
    package var parseSchema: (@Sendable (String) throws -> DataType)?
    /// `spark.sql.timeType.enabled`.
    package var isTimeTypeEnabled = false
    package var legacy: LegacyBehavior = []

    package init(
        isANSI: Bool = true, functionName: String = "", parseSchema: (@Sendable (String) throws -> DataType)? = nil
    ) {
        self.isANSI = isANSI
        self.functionName = functionName
        self.parseSchema = parseSchema
    }
}

/// A scalar function bound to argument types.
package struct ScalarBinding: Sendable {
    /// Computes the result for `count` rows from arguments of exactly ``argumentTypes``, in any encoding (flat,
    /// constant, dictionary). The result has `count` rows and ``resultType``.
    package typealias Kernel =
        @Sendable (_ arguments: [Column], _ count: Int, _ context: EvaluationContext) throws ->
        Column

    /// The types that the analyzer casts the arguments to.
    package var argumentTypes: [DataType]
    package var resultType: DataType
    package var nullable: Bool
    /// Same arguments, same result: may be folded, moved and shared.
    package var isDeterministic: Bool
    /// May raise an error for some rows: is not evaluated for rows that a condition excludes.
    package var canFail: Bool
    /// How many of the first arguments make null by being null, whatever those behind them are.
    package var strictArguments = 0
    package var kernel: Kernel

    package init(
        argumentTypes: [DataType], resultType: DataType, nullable: Bool, isDeterministic: Bool = true,
        canFail: Bool = false, kernel: @escaping Kernel
    ) {
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.nullable = nullable
        self.isDeterministic = isDeterministic
        self.canFail = canFail
        self.kernel = kernel
    }
}

/// An aggregate function bound to argument types.
package struct AggregateBinding: Sendable {
    package var argumentTypes: [DataType]
    package var resultType: DataType
    package var nullable: Bool
    /// The columns that ``Accumulator/state(groups:)`` gives: what travels through an exchange or to disk.
    package var stateTypes: [DataType]
    package var makeAccumulator: @Sendable () -> any Accumulator

    package init(
        argumentTypes: [DataType], resultType: DataType, nullable: Bool, stateTypes: [DataType],
        makeAccumulator: @escaping @Sendable () -> any Accumulator
    ) {
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.nullable = nullable
        self.stateTypes = stateTypes
        self.makeAccumulator = makeAccumulator
    }
}

/// The running states of one aggregate function for many groups, numbered from 0. Used by one thread at a time.
///
/// Groups come into being by ``resize(groups:)``; `groups[row]` is the group of each row.
package protocol Accumulator: AnyObject {
    /// Makes room for groups 0..<groups; new ones begin empty.
    func resize(groups: Int)
    /// Takes in rows. The arguments have the binding's argument types, in any encoding.
    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws
    /// Takes in all rows for one group: aggregation without keys.
    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws
    /// Takes in states as ``state(groups:)`` gave them, row i into group groups[i].
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws
    /// The states of the groups in the range, one row a group.
    func state(groups: Range<Int>) throws -> [Column]
    /// As ``state(groups:)``, in narrower types where the values allow it: for states that stay in memory.
    func heldState(groups: Range<Int>) throws -> [Column]
    /// The results of the groups in the range.
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column
    /// Memory held, for the budget.
    var byteCount: Int { get }
}

extension Accumulator {
    package func heldState(groups: Range<Int>) throws -> [Column] { try state(groups: groups) }

    package func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        let groups = Buffer(capacity: count * 4, zeroed: true)
        try update(arguments, groups: UnsafePointer(groups.typed(Int32.self)), count: count, context: context)
    }
}
