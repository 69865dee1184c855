import Columnar
import Functions
import Testing

@testable import Plans

/// Knows no relations, functions or files.
private final class EmptyCatalog: AnalysisCatalog {
    func relation(_ name: [String]) throws -> CatalogRelation? { nil }
    var keywords: [String] { [] }
    func schema(_ text: String) throws -> DataType { .string }
    func function(_ name: String) -> RegisterFunction? { nil }
    func resolve(_ scan: Scan) throws -> Scan { scan }
    func values(of plan: LogicalPlan) throws -> [Value] { [] }
}

private func column(_ parts: String...) -> Expression { .unresolvedAttribute(UnresolvedAttribute(parts)) }
private func call(_ name: String, _ arguments: Expression...) -> Expression {
    .unresolvedFunction(UnresolvedFunction([name], arguments))
}
private func number(_ value: Int64) -> Expression { .literal(.integer(value), .integer) }

private let trips = LogicalPlan.subqueryAlias(
    SubqueryAlias(
        .localRelation(
            LocalRelation(
                schema: Schema([
                    StructField("zone", .integer, nullable: false), StructField("fare", .double),
                    StructField("day", .date),
                ]), batches: [])),
        ["trips"]))

private func analyze(_ plan: LogicalPlan) throws -> LogicalPlan {
    try Analyzer(catalog: EmptyCatalog(), context: EvaluationContext()).analyze(plan)
}

@Suite("Analyzer")
struct AnalyzerTests {
    @Test("names are found without regard to case and with a qualifier")
    func names() throws {
        let plan = try analyze(.project(Project(trips, [column("ZONE"), column("Trips", "fare")])))
        #expect(plan.output.map(\.name) == ["ZONE", "fare"])
        #expect(plan.output.map(\.type) == [.integer, .double])
        #expect(plan.output.map(\.nullable) == [false, true])
    }

    @Test("an unknown column is refused with the nearest names first")
    func unknownColumn() throws {
        let error = #expect(throws: PyriteError.self) {
            try analyze(.project(Project(trips, [column("fares")])))
        }
        #expect(error?.condition == "UNRESOLVED_COLUMN.WITH_SUGGESTION")
        #expect(error?.sqlState == "42703")
        #expect(
            error?.parameters.map(\.value) == ["`fares`", "`fare`, `day`, `zone`"])
    }

    @Test("a name that both sides of a join have is ambiguous without a qualifier")
    func ambiguous() throws {
        let join = LogicalPlan.join(
            Join(trips, .subqueryAlias(SubqueryAlias(trips, ["other"])), kind: .cross))
        let error = #expect(throws: PyriteError.self) { try analyze(.project(Project(join, [column("zone")]))) }
        #expect(error?.condition == "AMBIGUOUS_REFERENCE")
        let plan = try analyze(.project(Project(join, [column("other", "zone")])))
        #expect(plan.output.map(\.name) == ["zone"])
    }

    @Test("USING gives the key once and keeps each side's own reachable")
    func using() throws {
        let join = LogicalPlan.join(
            Join(
                trips, .subqueryAlias(SubqueryAlias(trips, ["other"])), kind: .full, condition: .using(["zone"])))
        let star = try analyze(.project(Project(join, [.unresolvedStar(target: nil, planID: nil)])))
        #expect(star.output.map(\.name) == ["zone", "fare", "day", "fare", "day"])
        let sides = try analyze(.project(Project(join, [column("trips", "zone"), column("other", "zone")])))
        #expect(sides.output.map(\.nullable) == [true, true])
    }

    @Test("an aggregation holds only keys and aggregate calls; a projection computes the rest")
    func aggregation() throws {
        let total = call("+", call("sum", column("fare")), number(1))
        let plan = try analyze(
            .aggregate(
                Aggregate(trips, groupBy: [number(1)], aggregates: [column("zone"), .alias(Alias(total, "total"))])))
        guard case .project(let project) = plan, case .aggregate(let aggregate) = project.child else {
            Issue.record("not a projection over an aggregation")
            return
        }
        #expect(aggregate.groupBy.compactMap { $0.outputAttribute?.name } == ["zone"])
        #expect(aggregate.aggregates.count == 2)
        #expect(aggregate.aggregates.last?.withoutAlias.isAggregate == true)
        #expect(plan.output.map(\.name) == ["zone", "total"])
        #expect(plan.output.map(\.type) == [.integer, .double])
    }

    @Test("a column that is neither grouped nor aggregated is refused")
    func missingAggregation() throws {
        let error = #expect(throws: PyriteError.self) {
            try analyze(
                .aggregate(Aggregate(trips, groupBy: [column("zone")], aggregates: [column("zone"), column("fare")])))
        }
        #expect(error?.condition == "MISSING_AGGREGATION")
        #expect(error?.sqlState == "42803")
    }

    @Test("ORDER BY reaches columns that the SELECT list left out, and the result does not show them")
    func orderByBelow() throws {
        let plan = try analyze(
            .sort(Sort(.project(Project(trips, [column("zone")])), [SortOrder(column("fare"), ascending: false)])))
        #expect(plan.output.map(\.name) == ["zone"])
    }

    @Test("the sides of a union are cast to a common type")
    func union() throws {
        let numbers = LogicalPlan.project(Project(.oneRow, [.alias(Alias(number(1), "a"))]))
        let fractions = LogicalPlan.project(
            Project(.oneRow, [.alias(Alias(.literal(.double(1.5), .double), "b"))]))
        let plan = try analyze(.setOperation(SetOperation(.union, [numbers, fractions], isAll: true)))
        #expect(plan.output.map(\.name) == ["a"])
        #expect(plan.output.map(\.type) == [.double])
    }
}

@Suite("Optimizer")
struct OptimizerTests {
    private func optimize(_ plan: LogicalPlan) throws -> LogicalPlan {
        try Optimizer(context: EvaluationContext()).optimize(try analyze(plan))
    }

    @Test("a filter moves into the side of the join that it concerns")
    func pushDown() throws {
        let join = LogicalPlan.join(
            Join(
                trips, .subqueryAlias(SubqueryAlias(trips, ["other"])), kind: .inner,
                condition: .on(call("=", column("trips", "zone"), column("other", "zone")))))
        let plan = try optimize(
            .filter(Filter(join, call(">", column("trips", "fare"), .literal(.double(3), .double)))))
        guard case .join(let optimized) = plan, case .filter = optimized.left else {
            Issue.record("the filter is not below the join")
            return
        }
        if case .filter = optimized.right { Issue.record("the other side is filtered as well") }
    }

    @Test("what does not depend on rows is computed once, and a true filter goes away")
    func folding() throws {
        let plan = try optimize(.filter(Filter(trips, call("<", number(1), call("+", number(1), number(1))))))
        guard case .localRelation = plan else {
            Issue.record("the filter is still there")
            return
        }
    }

    @Test("a limit goes below a projection and into the inputs of a union")
    func limits() throws {
        let both = LogicalPlan.setOperation(SetOperation(.union, [trips, trips], isAll: true))
        let plan = try optimize(.limit(Limit(both, count: number(5))))
        guard case .limit(let limit) = plan, case .setOperation(let union) = limit.child else {
            Issue.record("no limit over a union")
            return
        }
        for input in union.inputs {
            guard case .limit = input else {
                Issue.record("an input without a limit")
                return
            }
        }
    }

    @Test("columns that nothing reads are not carried through a join")
    func pruning() throws {
        let join = LogicalPlan.join(
            Join(
                trips, .subqueryAlias(SubqueryAlias(trips, ["other"])), kind: .inner,
                condition: .on(call("=", column("trips", "zone"), column("other", "zone")))))
        let plan = try optimize(.project(Project(join, [column("other", "fare")])))
        guard case .project(let project) = plan, case .join(let optimized) = project.child else {
            Issue.record("no projection over a join")
            return
        }
        #expect(optimized.left.output.map(\.name) == ["zone"])
        #expect(optimized.right.output.map(\.name) == ["zone", "fare"])
    }
}
