import Columnar

/// Every built-in function by its name and aliases. SQL, the DataFrame API, `SHOW FUNCTIONS` and the reference page
/// read from here; nothing else lists functions.
package struct FunctionRegistry: Sendable {
    package let definitions: [FunctionDefinition]
    private let byName: [String: Int]

    package init(_ definitions: [FunctionDefinition]) {
        self.definitions = definitions
        var byName: [String: Int] = [:]
        for (index, definition) in definitions.enumerated() {
            for name in [definition.name] + definition.aliases { byName[name] = index }
        }
        self.byName = byName
    }

    /// The function of this name, case ignored.
    package subscript(name: String) -> FunctionDefinition? {
        (byName[name] ?? byName[name.lowercased()]).map { definitions[$0] }
    }

    /// All names and aliases that SQL knows, sorted.
    package var names: [String] { byName.filter { !definitions[$0.value].isInternal }.keys.sorted() }

    /// The families of built-in functions, in the order of Spark's reference.
    package static let builtIn = FunctionRegistry(
        ArithmeticFunctions.definitions + ComparisonFunctions.definitions + BitwiseFunctions.definitions
            + SpecialFunctions.definitions + CountFunctions.definitions + SumFunctions.definitions
            + AverageFunctions.definitions + ProductFunctions.definitions + ExtremumFunctions.definitions
            + PickFunctions.definitions
            + StatisticsFunctions.definitions + BitAggregateFunctions.definitions
            + DateTimeFunctions.definitions + DateTimePartFunctions.definitions
            + DateTimeConversionFunctions.definitions + TruncationFunctions.definitions
            + StringFunctions.definitions + CollationFunctions.definitions + StringSearchFunctions.definitions
            + RegularExpressionFunctions.definitions + MathFunctions.definitions + RoundingFunctions.definitions
            + HashFunctions.definitions + MiscFunctions.definitions
            + EncodingFunctions.definitions + FormattingFunctions.definitions
            + ConstructorFunctions.definitions + AccessFunctions.definitions + ArrayFunctions.definitions
            + CollectFunctions.definitions + ApproximateCountFunctions.definitions + RelationalFunctions.definitions
            + CastFunctions.definitions + SequenceFunctions.definitions + ArrayLambdaFunctions.definitions
            + MapLambdaFunctions.definitions + JSONFunctions.definitions
            + VariantFunctions.definitions + TextCheckFunctions.definitions + URLFunctions.definitions
            + CipherFunctions.definitions + NumberFormatFunctions.definitions
            + CSVFunctions.definitions + BitmapFunctions.definitions + IntervalFunctions.definitions
            + VectorFunctions.definitions + MapFunctions.definitions + AssertionFunctions.definitions
            + RandomFunctions.definitions + Base32Functions.definitions + TimeFunctions.definitions
            + OrderedAggregates.definitions + TimestampNanosFunctions.definitions
            + TimeZoneFunctions.definitions + XMLFunctions.definitions
            + SpatialFunctions.definitions + ThetaFunctions.definitions + QuantileFunctions.definitions
            + HyperLogLogFunctions.definitions + FrequencyFunctions.definitions + TimeWindowFunctions.definitions
    )
}
