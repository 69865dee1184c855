import Columnar
import Functions

/// The inputs of a tree of joins, freed from the order in which they were written, and the conditions between them.
///
/// Sets of relations are bit masks. Inner joins may be done in any order. The right side of an outer, semi or anti join is
/// *attached*: it joins alone, to a set that holds every relation its condition reads.
struct JoinGraph {
    struct Relation {
        var plan: LogicalPlan
        var statistics: RelationStatistics
        var attachment: Attachment?
    }

    struct Attachment {
        var kind: Join.Kind
        var conditions: [Expression]
        /// The relations that must have been joined before.
        var requires: UInt64
    }

    struct Predicate {
        var expression: Expression
        var relations: UInt64
    }

    /// Columns that inner joins make equal to each other.
    struct EqualityClass {
        var members: [(relation: Int, column: Attribute)]
        var relations: UInt64
    }

    /// More inputs than this keep the order in which they were written.
    static let maxRelations = 60

    private(set) var relations: [Relation] = []
    /// Conditions on several relations that are no equality of an ``EqualityClass``.
    private(set) var predicates: [Predicate] = []
    private(set) var classes: [EqualityClass] = []
    /// The relations that share a condition with each relation.
    private(set) var neighbours: [UInt64] = []
    /// Whether some join had no condition at all as written.
    private(set) var hasCrossJoin = false

    private var conditions: [Expression] = []
    private var owners: [AttributeID: Int] = [:]
    /// Columns that a projection between the joins only renamed.
    private var renamed: [AttributeID: Expression] = [:]

    /// `nil` when the plan has too few or too many inputs for an order to be chosen.
    init?(_ plan: LogicalPlan) {
        guard collect(plan), (2...Self.maxRelations).contains(relations.count) else { return nil }
        guard distribute() else { return nil }
        connect()
    }

    /// Whether a plan is a join whose inputs may be reordered.
    static func isRegion(_ plan: LogicalPlan) -> Bool {
        switch plan {
        case .join(let join): isReorderable(join)
        case .filter(let filter): isRegion(filter.child) && filter.condition.isMovable
        default: false
        }
    }

    private static func isReorderable(_ join: Join) -> Bool {
        if join.isLateral { return false }
        switch join.kind {
        case .inner, .cross: return join.onConditions.allSatisfy(\.isMovable)
        case .left, .leftSemi, .leftAnti:
            let ids = Set(join.left.output.map(\.id))
            return join.onConditions.allSatisfy(\.isMovable)
                && join.onConditions.contains { !$0.references.isDisjoint(with: ids) }
        case .right, .full: return false
        }
    }

    /// The same graph with each input's plan changed into one with the same rows.
    func optimizingRelations(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> JoinGraph {
        var copy = self
        for index in relations.indices { copy.relations[index].plan = try change(relations[index].plan) }
        return copy
    }

    /// A column of the plan that the graph was made of, over its relations' columns.
    func expression(for column: Attribute) -> Expression {
        guard let source = renamed[column.id] else { return .attribute(column) }
        return .alias(Alias(source, column.name, metadata: column.metadata, id: column.id))
    }

    // MARK: Reading the tree

    private mutating func collect(_ plan: LogicalPlan) -> Bool {
        switch plan {
        case .join(let join) where Self.isReorderable(join):
            guard collect(join.left) else { return false }
            let parts = join.onConditions
            if join.kind == .inner || join.kind == .cross {
                hasCrossJoin = hasCrossJoin || parts.isEmpty
                guard collect(join.right) else { return false }
                conditions += parts
                return true
            }
            let own = parts.map { $0.replacing(renamed) }
            var requires: UInt64 = 0
            for id in own.reduce(into: Set<AttributeID>(), { $1.collectReferences(into: &$0) }) {
                if let owner = owners[id] { requires |= 1 << UInt64(owner) }
            }
            return requires != 0
                && add(join.right, Attachment(kind: join.kind, conditions: own, requires: requires))
        case .filter(let filter) where Self.isRegion(plan):
            guard collect(filter.child) else { return false }
            conditions += filter.condition.conjuncts
            return true
        case .project(let project) where Self.isRegion(project.child):
            guard project.expressions.allSatisfy({ if case .attribute = $0.withoutAlias { true } else { false } })
            else {
                return add(plan, nil)
            }
            guard collect(project.child) else { return false }
            for case .alias(let alias) in project.expressions {
                if let id = alias.id { renamed[id] = alias.child.replacing(renamed) }
            }
            return true
        default: return add(plan, nil)
        }
    }

    private mutating func add(_ plan: LogicalPlan, _ attachment: Attachment?) -> Bool {
        guard relations.count < Self.maxRelations else { return false }
        for column in plan.output {
            // Two inputs with one column would make it unclear whose it is.
            guard owners.updateValue(relations.count, forKey: column.id) == nil else { return false }
        }
        relations.append(
            Relation(plan: plan, statistics: RelationStatistics(rows: 0), attachment: attachment))
        return true
    }

    /// Gives every condition its place: onto one relation, into an equality class, or between relations.
    private mutating func distribute() -> Bool {
        var local: [[Expression]] = relations.map { _ in [] }
        for condition in conditions.map({ $0.replacing(renamed) }) {
            var mask: UInt64 = 0
            for id in condition.references {
                guard let owner = owners[id] else { return false }
                mask |= 1 << UInt64(owner)
                // A condition above an outer join sees the nulls that the join makes.
                if let attachment = relations[owner].attachment { mask |= 1 << UInt64(owner) | attachment.requires }
            }
            let members = relations.indices.filter { mask & (1 << UInt64($0)) != 0 }
            let isPlain = members.allSatisfy { relations[$0].attachment == nil }
            if isPlain, members.count == 1, let member = members.first {
                local[member].append(condition)
            } else if isPlain, members.count == 2, case .call(let call) = condition, call.name == "=",
                case .attribute(let a) = call.arguments[0], case .attribute(let b) = call.arguments[1],
                a.type == b.type, let x = owners[a.id], let y = owners[b.id]
            {
                equate((x, a), (y, b))
            } else {
                predicates.append(Predicate(expression: condition, relations: mask))
            }
        }
        var read = Set<AttributeID>()
        for entry in classes { read.formUnion(entry.members.map(\.column.id)) }
        for predicate in predicates { predicate.expression.collectReferences(into: &read) }
        for relation in relations { relation.attachment?.conditions.forEach { $0.collectReferences(into: &read) } }
        for index in relations.indices {
            if let condition = Expression.conjunction(local[index]) {
                relations[index].plan = .filter(Filter(relations[index].plan, condition))
            }
            // Only columns that conditions read matter for the sizes of joins.
            relations[index].statistics = relations[index].plan.statistics
            relations[index].statistics.columns = relations[index].statistics.columns.filter { read.contains($0.key) }
        }
        return true
    }

    private mutating func equate(
        _ a: (relation: Int, column: Attribute), _ b: (relation: Int, column: Attribute)
    ) {
        var members = [a, b]
        var rest: [EqualityClass] = []
        for entry in classes {
            if entry.members.contains(where: { $0.column.id == a.column.id || $0.column.id == b.column.id }) {
                members += entry.members.filter { member in
                    !members.contains { $0.column.id == member.column.id }
                }
            } else {
                rest.append(entry)
            }
        }
        let mask = members.reduce(into: UInt64(0)) { $0 |= 1 << UInt64($1.relation) }
        classes = rest + [EqualityClass(members: members, relations: mask)]
    }

    private mutating func connect() {
        neighbours = relations.map { _ in 0 }
        func link(_ mask: UInt64, _ neighbours: inout [UInt64]) {
            for index in relations.indices where mask & (1 << UInt64(index)) != 0 {
                neighbours[index] |= mask & ~(1 << UInt64(index))
            }
        }
        for entry in classes { link(entry.relations, &neighbours) }
        for predicate in predicates where predicate.relations.nonzeroBitCount == 2 {
            link(predicate.relations, &neighbours)
        }
        for (index, relation) in relations.enumerated() {
            guard let attachment = relation.attachment else { continue }
            for other in relations.indices where attachment.requires & (1 << UInt64(other)) != 0 {
                link(1 << UInt64(index) | 1 << UInt64(other), &neighbours)
            }
        }
    }
}

extension Join {
    /// The parts of the ON condition.
    var onConditions: [Expression] {
        if case .on(let condition) = condition { condition.conjuncts } else { [] }
    }
}
