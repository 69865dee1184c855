import Columnar
import Functions

/// A subquery's plan freed from its conditions on outer columns, which become conditions of the join with the outer query.
///
/// This is the cheap way to take correlation out of a subquery: the plan runs once and reads nothing of the outer query. It
/// covers conditions in filters and inner joins above which stand only operators that let rows go one by one, and, for
/// plain equalities with a column, those that make groups. ``DependentJoin`` does the rest.
struct CorrelatedConditions {
    /// What the rows are for: it says what may happen to rows that no outer row asks for.
    enum Use {
        /// Whether there is a row (EXISTS, IN).
        case existence
        /// The value of the only row, which is null where there is none.
        case value
        /// All rows, as often as they are there (LATERAL).
        case rows
    }

    private(set) var plan: LogicalPlan
    private(set) var conditions: [Expression] = []
    private let outer: Set<AttributeID>
    private let use: Use

    /// `nil` when the conditions cannot be lifted. Columns that they read are added to the plan's output, and to the keys of
    /// aggregations that they pass.
    init?(lifting plan: LogicalPlan, outer: Set<AttributeID>, use: Use) {
        self.plan = plan
        self.outer = outer
        self.use = use
        guard let lifted = lift(plan, isFiltered: false) else { return nil }
        self.plan = lifted
    }

    /// Whether each condition asks one column of the plan for a value of the outer row.
    var areEqualities: Bool { conditions.allSatisfy { keyColumn($0) != nil } }

    /// The plan's columns that ``conditions`` compare with outer values, when ``areEqualities``.
    var keys: [Attribute] {
        var seen = Set<AttributeID>()
        return conditions.compactMap(keyColumn).filter { seen.insert($0.id).inserted }
    }

    /// `isFiltered`: a condition stands above, which must also see the row that an aggregation without groups always gives.
    private mutating func lift(_ plan: LogicalPlan, isFiltered: Bool) -> LogicalPlan? {
        guard plan.reads(outer) else { return plan }
        switch plan {
        case .filter(var filter):
            guard let child = lift(filter.child, isFiltered: true), let kept = split(filter.condition) else {
                return nil
            }
            guard let condition = Expression.conjunction(kept) else { return child }
            (filter.child, filter.condition) = (child, condition)
            return .filter(filter)
        case .project(var project):
            guard !reads(project.expressions), let child = lift(project.child, isFiltered: isFiltered) else {
                return nil
            }
            project.child = child
            project.expressions += missing(project.expressions, of: child).map { .attribute($0) }
            return .project(project)
        case .aggregate(var aggregate):
            guard !reads(aggregate.groupBy + aggregate.aggregates),
                !aggregate.groupBy.isEmpty || (use == .value && !isFiltered),
                // What stands above sees the row that an aggregation without groups below always gives.
                let child = lift(aggregate.child, isFiltered: true), areEqualities
            else { return nil }
            aggregate.child = child
            let added = missing(aggregate.groupBy, of: child).map { Expression.attribute($0) }
            let selected = Set(aggregate.aggregates.compactMap { $0.outputAttribute?.id })
            aggregate.groupBy += added
            aggregate.aggregates =
                keys.filter { key in
                    !selected.contains(key.id)
                        && aggregate.groupBy.contains { $0.outputAttribute?.id == key.id }
                }.map { .attribute($0) } + aggregate.aggregates
            return .aggregate(aggregate)
        case .distinct(let child):
            guard let inner = lift(child, isFiltered: isFiltered), use == .existence || areEqualities else {
                return nil
            }
            return .distinct(inner)
        case .sort(let sort): return lift(sort.child, isFiltered: isFiltered)
        case .hint(var hint):
            guard let child = lift(hint.child, isFiltered: isFiltered) else { return nil }
            hint.child = child
            return .hint(hint)
        case .join(let join): return lift(join)
        default: return nil
        }
    }

    private mutating func lift(_ original: Join) -> LogicalPlan? {
        var join = original
        switch join.kind {
        case .inner, .cross:
            guard let left = lift(join.left, isFiltered: true), let right = lift(join.right, isFiltered: true) else {
                return nil
            }
            (join.left, join.right) = (left, right)
            guard case .on(let condition) = join.condition else { return .join(join) }
            guard let kept = split(condition) else { return nil }
            join.condition = Expression.conjunction(kept).map { .on($0) } ?? .none
            if kept.isEmpty { join.kind = .cross }
            return .join(join)
        case .left, .leftSemi, .leftAnti:
            guard !join.right.reads(outer), !reads(join.onConditions), let left = lift(join.left, isFiltered: true)
            else { return nil }
            join.left = left
            return .join(join)
        case .right, .full: return nil
        }
    }

    /// Takes the parts that read outer columns; gives the others.
    private mutating func split(_ condition: Expression) -> [Expression]? {
        var kept: [Expression] = []
        for part in condition.conjuncts {
            if !reads([part]) {
                kept.append(part)
            } else if part.isMovable {
                conditions.append(part)
            } else {
                return nil
            }
        }
        return kept
    }

    private func reads(_ expressions: [Expression]) -> Bool {
        expressions.contains { !$0.references.isDisjoint(with: outer) }
    }

    /// The child's columns that the lifted conditions read and the list lacks.
    private func missing(_ list: [Expression], of child: LogicalPlan) -> [Attribute] {
        let present = Set(list.compactMap { $0.outputAttribute?.id })
        let needed = conditions.reduce(into: Set<AttributeID>()) { $1.collectReferences(into: &$0) }
        return child.output.filter { needed.contains($0.id) && !present.contains($0.id) }
    }

    /// The column of an equality between a column of the plan and a value of the outer row.
    private func keyColumn(_ condition: Expression) -> Attribute? {
        guard case .call(let call) = condition, call.name == "=" || call.name == "<=>", call.arguments.count == 2 else {
            return nil
        }
        for (own, other) in [(call.arguments[0], call.arguments[1]), (call.arguments[1], call.arguments[0])] {
            if let column = own.identifyingColumn, !outer.contains(column.id), other.references.isSubset(of: outer) {
                return column
            }
        }
        return nil
    }
}

extension Expression {
    /// The column whose different values the expression keeps apart: itself, but for casts that lose nothing.
    fileprivate var identifyingColumn: Attribute? {
        switch self {
        case .attribute(let attribute): attribute
        case .cast(let cast) where cast.isWidening && !cast.type.isFloatingPoint: cast.child.identifyingColumn
        default: nil
        }
    }
}

extension LogicalPlan {
    /// Whether an expression anywhere in the plan reads one of the columns.
    func reads(_ columns: Set<AttributeID>) -> Bool {
        expressions.contains { !$0.references.isDisjoint(with: columns) } || children.contains { $0.reads(columns) }
    }

    /// The columns of a list that the plan's expressions read, in the order in which they occur from the top down.
    func columnsRead(of list: [Attribute]) -> [Attribute] {
        let wanted = Set(list.map(\.id))
        var order: [AttributeID] = []
        func visit(_ expression: Expression) {
            if case .attribute(let column) = expression, wanted.contains(column.id), !order.contains(column.id) {
                order.append(column.id)
            }
            if case .subquery(let subquery) = expression {
                for column in subquery.outerReferences { visit(.attribute(column)) }
            }
            for child in expression.children { visit(child) }
        }
        func visit(_ plan: LogicalPlan) {
            for expression in plan.expressions { visit(expression) }
            for child in plan.children { visit(child) }
        }
        visit(self)
        return order.compactMap { id in list.first { $0.id == id } }
    }
}
