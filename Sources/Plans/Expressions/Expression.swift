import Columnar
import Functions

/// A scalar, aggregate or window expression: as the user wrote it (unresolved cases) or with names and types resolved.
///
/// The parser and the Connect decoder build unresolved trees; the analyzer replaces the unresolved cases; the optimizer
/// and the physical planner see resolved ones only.
package indirect enum Expression: Sendable {
    // Before analysis
    case unresolvedAttribute(UnresolvedAttribute)
    /// `*` or `t.*`.
    case unresolvedStar(target: [String]?, planID: Int64?)
    /// `* EXCEPT (a, s.b)`.
    case unresolvedStarExcept(target: [String]?, except: [UnresolvedAttribute])
    /// All columns whose name the pattern matches (`df.colRegex`).
    case unresolvedRegex(pattern: String, planID: Int64?, target: [String]? = nil)
    case unresolvedFunction(UnresolvedFunction)
    /// `child[extraction]` or `child.field`.
    case unresolvedExtract(child: Expression, extraction: Expression, origin: Origin? = nil)
    /// `x -> …`: parameter names and body, in which the parameters are ``unresolvedAttribute``s.
    case lambda(parameters: [String], body: Expression)
    case namedArgument(name: String, value: Expression)
    /// A subquery before analysis.
    case unresolvedSubquery(Subquery)

    // Before and after analysis
    case literal(Value, DataType)
    case alias(Alias)
    case cast(Cast)
    case and(Expression, Expression)
    case or(Expression, Expression)
    /// `CASE WHEN condition THEN value … ELSE otherwise END`; evaluated lazily, in order.
    case caseWhen(branches: [CaseBranch], otherwise: Expression?)
    /// The first value that is not null; evaluated lazily.
    case coalesce([Expression])
    case sortOrder(SortOrder)
    case window(WindowExpression)

    // After analysis
    case attribute(Attribute)
    case call(ScalarCall)
    case higherOrder(HigherOrderCall)
    case aggregate(AggregateCall)
    case windowFunction(WindowFunctionCall)
    case generator(GeneratorCall)
    case pythonUDF(PythonUDFCall)
    case subquery(ResolvedSubquery)
}

/// A name as written: `a`, `t.a`, `t.a.field`.
package struct UnresolvedAttribute: Sendable {
    package var nameParts: [String]
    /// The Connect id of the relation that a `df["a"]` belongs to.
    package var planID: Int64?
    package var origin: Origin?

    package init(_ nameParts: [String], planID: Int64? = nil, origin: Origin? = nil) {
        self.nameParts = nameParts
        self.planID = planID
        self.origin = origin
    }
}

package struct UnresolvedFunction: Sendable {
    /// One part for built-in functions; `catalog.database.name` otherwise. Operators go by their symbol: `+`, `=`, `<=>`,
    /// `not`, `like`, `in`, `isnull`, ….
    package var nameParts: [String]
    package var arguments: [Expression]
    package var isDistinct: Bool
    package var filter: Expression?
    /// `IGNORE NULLS`; `nil` when nothing was said.
    package var ignoreNulls: Bool?
    /// `WITHIN GROUP (ORDER BY …)`.
    package var orderWithinGroup: [SortOrder]
    package var origin: Origin?
    /// Whether the function may be one that SQL does not know.
    package var isInternal = false

    package init(
        _ nameParts: [String], _ arguments: [Expression], isDistinct: Bool = false, filter: Expression? = nil,
        ignoreNulls: Bool? = nil, orderWithinGroup: [SortOrder] = [], origin: Origin? = nil
    ) {
        self.nameParts = nameParts
        self.arguments = arguments
        self.isDistinct = isDistinct
        self.filter = filter
        self.ignoreNulls = ignoreNulls
        self.orderWithinGroup = orderWithinGroup
        self.origin = origin
    }
}

/// Where an expression stands in the query text, for error messages. Lines and positions are counted when asked for.
package struct Origin: Hashable, Sendable {
    package var text: QueryText
    /// Bytes of the text.
    package var range: Range<Int>

    package init(_ text: QueryText, _ range: Range<Int>) {
        self.text = text
        self.range = range
    }

    package var fragment: String { text.text(range) }

    package var context: PyriteError.QueryContext { text.context(range) }
}

package struct Alias: Sendable {
    package var child: Expression
    package var name: String
    /// More names for generators that give several columns.
    package var moreNames: [String]
    /// A JSON object.
    package var metadata: String?
    /// Given by the analyzer.
    package var id: AttributeID?

    package init(
        _ child: Expression, _ name: String, moreNames: [String] = [], metadata: String? = nil, id: AttributeID? = nil
    ) {
        self.child = child
        self.name = name
        self.moreNames = moreNames
        self.metadata = metadata
        self.id = id
    }
}

package struct Cast: Sendable {
    package var child: Expression
    package var type: DataType
    /// `nil` before analysis, for a plain CAST: the session's ANSI setting decides.
    package var mode: CastMode?
    /// Written by the user (and so part of the column's name), not inserted by coercion.
    package var isExplicit: Bool
    package var origin: Origin?

    package init(
        _ child: Expression, to type: DataType, mode: CastMode? = nil, isExplicit: Bool = true, origin: Origin? = nil
    ) {
        self.child = child
        self.type = type
        self.mode = mode
        self.isExplicit = isExplicit
        self.origin = origin
    }
}

package struct CaseBranch: Sendable {
    package var condition: Expression
    package var value: Expression
    package init(when condition: Expression, then value: Expression) {
        self.condition = condition
        self.value = value
    }
}

package struct SortOrder: Sendable {
    package var expression: Expression
    package var ascending: Bool
    package var nullsFirst: Bool
    package var origin: Origin?

    /// Nulls come first in ascending order and last in descending order unless told otherwise.
    package init(_ expression: Expression, ascending: Bool = true, nullsFirst: Bool? = nil, origin: Origin? = nil) {
        self.origin = origin
        self.expression = expression
        self.ascending = ascending
        self.nullsFirst = nullsFirst ?? ascending
    }
}

/// `function OVER (PARTITION BY … ORDER BY … frame)`.
package struct WindowExpression: Sendable {
    package enum FrameUnit: Sendable { case rows, range }
    package enum Bound: Sendable {
        case unboundedPreceding, unboundedFollowing, currentRow
        /// Rows or range before (negative) or after the current row.
        case offset(Expression, preceding: Bool)
    }
    package struct Frame: Sendable {
        package var unit: FrameUnit
        package var lower: Bound
        package var upper: Bound
        package var origin: Origin?
        package init(_ unit: FrameUnit, _ lower: Bound, _ upper: Bound) {
            self.unit = unit
            self.lower = lower
            self.upper = upper
        }
    }
    package var function: Expression
    package var partitionBy: [Expression]
    package var orderBy: [SortOrder]
    package var frame: Frame?
    /// A name of the WINDOW clause.
    package var reference: String?
    /// What stands behind OVER.
    package var origin: Origin?

    package init(
        function: Expression, partitionBy: [Expression], orderBy: [SortOrder], frame: Frame? = nil,
        reference: String? = nil
    ) {
        self.function = function
        self.partitionBy = partitionBy
        self.orderBy = orderBy
        self.frame = frame
        self.reference = reference
    }
}

/// How a table function sees the rows of a table argument.
package struct TableArgument: Sendable {
    /// An instance of the function sees the rows of one combination of these; empty: one sees all rows.
    package var partitionBy: [Expression]
    package var orderBy: [SortOrder]
    /// The columns that the function gets; all when empty.
    package var columns: [Expression] = []
    package init(partitionBy: [Expression], orderBy: [SortOrder]) {
        self.partitionBy = partitionBy
        self.orderBy = orderBy
    }
}

package struct Subquery: Sendable {
    package enum Kind: Sendable {
        case scalar
        case exists
        /// `(a, b) IN (query)`.
        case contains([Expression])
        /// `TABLE(query)` as an argument of a table function.
        case table(TableArgument)
    }
    package var kind: Kind
    package var plan: LogicalPlan
    package var origin: Origin?
    package init(_ kind: Kind, _ plan: LogicalPlan, origin: Origin? = nil) {
        self.kind = kind
        self.plan = plan
        self.origin = origin
    }
}
