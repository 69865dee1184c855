import Columnar
import Functions
import Synchronization

/// The identity of a column through the plan: two columns of one name have different ids, a column keeps its id when it
/// passes through filters, joins and sorts.
package struct AttributeID: Hashable, Sendable {
    package let number: Int64
    private init(number: Int64) { self.number = number }

    // Ids must only differ within a process; a counter is the one piece of shared state that cannot be avoided without
    // threading a generator through every parser and rule.
    private static let counter = Atomic<Int64>(0)

    package static func fresh() -> AttributeID {
        AttributeID(number: counter.wrappingAdd(1, ordering: .relaxed).newValue)
    }
}

/// A column that an operator below gives.
package struct Attribute: Sendable {
    package var id: AttributeID
    package var name: String
    package var type: DataType
    package var nullable: Bool
    /// The relation's names that may stand before the column's, such as `["spark_catalog", "default", "t"]`.
    package var qualifier: [String]
    package var metadata: String?

    package init(
        id: AttributeID = .fresh(), _ name: String, _ type: DataType, nullable: Bool = true, qualifier: [String] = [],
        metadata: String? = nil
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.nullable = nullable
        self.qualifier = qualifier
        self.metadata = metadata
    }

    package var field: StructField { StructField(name, type, nullable: nullable, metadata: metadata) }
}

/// A scalar function with its overload chosen; the arguments have the binding's types.
package struct ScalarCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    package var binding: ScalarBinding
    package var origin: Origin?

    package init(_ name: String, _ arguments: [Expression], binding: ScalarBinding, origin: Origin? = nil) {
        self.name = name
        self.arguments = arguments
        self.binding = binding
        self.origin = origin
    }
}

/// A resolved `x -> …`: its parameters are columns that only the body sees.
package struct LambdaFunction: Sendable {
    package var parameters: [Attribute]
    package var body: Expression

    package init(_ parameters: [Attribute], _ body: Expression) {
        self.parameters = parameters
        self.body = body
    }
}

/// A function that applies others to the elements of arrays and maps.
package struct HigherOrderCall: Sendable {
    package var name: String
    /// The arguments that are values; the binding has their types.
    package var arguments: [Expression]
    package var lambdas: [LambdaFunction]
    package var binding: HigherOrderBinding
    package var origin: Origin?

    package init(
        _ name: String, _ arguments: [Expression], lambdas: [LambdaFunction], binding: HigherOrderBinding,
        origin: Origin? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.lambdas = lambdas
        self.binding = binding
        self.origin = origin
    }

    /// The columns that the bodies read besides their parameters.
    package var captured: Set<AttributeID> {
        var ids = Set<AttributeID>()
        for lambda in lambdas {
            var body = Set<AttributeID>()
            lambda.body.collectReferences(into: &body)
            ids.formUnion(body.subtracting(lambda.parameters.map(\.id)))
        }
        return ids
    }
}

package struct AggregateCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    package var binding: AggregateBinding
    package var isDistinct: Bool
    package var filter: Expression?
    package var origin: Origin?

    package init(
        _ name: String, _ arguments: [Expression], binding: AggregateBinding, isDistinct: Bool = false,
        filter: Expression? = nil, origin: Origin? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.binding = binding
        self.isDistinct = isDistinct
        self.filter = filter
        self.origin = origin
    }
}

/// A function that has a meaning over a window only: `row_number`, `rank`, `lag`, ….
package struct WindowFunctionCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    package var resultType: DataType
    package var nullable: Bool
    package var ignoreNulls: Bool

    package init(name: String, arguments: [Expression], resultType: DataType, nullable: Bool, ignoreNulls: Bool) {
        self.name = name
        self.arguments = arguments
        self.resultType = resultType
        self.nullable = nullable
        self.ignoreNulls = ignoreNulls
    }
}

/// A function that gives rows: `explode`, `posexplode`, `inline`, `stack`, ….
package struct GeneratorCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    package var resultFields: [StructField]

    package init(name: String, arguments: [Expression], resultFields: [StructField]) {
        self.name = name
        self.arguments = arguments
        self.resultFields = resultFields
    }
}

/// PySpark's numbers for the kinds of Python functions.
package enum PythonEvaluation {
    package static let pandasIterator = 204
    package static let arrowIterator = 251
    /// Table functions: pickled, by pandas, by Arrow.
    package static let tables: Set<Int> = [300, 301, 302]
    /// Functions that make one value of all rows of a group or window: pandas, Arrow, and both over iterators.
    package static let aggregates: Set<Int> = [202, 217, 252, 254]
}

/// A function of the host language, called a batch at a time.
package struct PythonUDFCall: Sendable {
    package var name: String
    package var arguments: [Expression]
    package var resultType: DataType
    package var isDeterministic: Bool
    /// The command of the Connect message; in process it names a callback.
    package var command: [UInt8]
    package var evalType: Int

    package init(
        name: String, arguments: [Expression], resultType: DataType, isDeterministic: Bool, command: [UInt8],
        evalType: Int
    ) {
        self.name = name
        self.arguments = arguments
        self.resultType = resultType
        self.isDeterministic = isDeterministic
        self.command = command
        self.evalType = evalType
    }
}

/// A subquery with its plan analyzed.
package struct ResolvedSubquery: Sendable {
    package enum Kind: Sendable {
        case scalar
        case exists
        case contains([Expression])
    }
    package var kind: Kind
    package var plan: LogicalPlan
    /// Columns of the outer query that the plan refers to; empty when it is uncorrelated.
    package var outerReferences: [Attribute]
    package var origin: Origin?

    package init(_ kind: Kind, _ plan: LogicalPlan, outerReferences: [Attribute], origin: Origin? = nil) {
        self.origin = origin
        self.kind = kind
        self.plan = plan
        self.outerReferences = outerReferences
    }
}
