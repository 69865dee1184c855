import Columnar
import Functions
import Plans
import Testing

@testable import Execution

@Suite struct ExpressionTests {
    let run = Runner()
    let plan: LogicalPlan
    let a: Expression
    let b: Expression

    init() {
        let (plan, columns) = Build.relation([
            ("a", .integer, [4, 0, .null, 2]), ("b", .boolean, [.boolean(true), .boolean(false), .null, .null]),
        ])
        self.plan = plan
        a = .attribute(columns[0])
        b = .attribute(columns[1])
    }

    private func evaluate(_ expression: Expression) throws -> [Value] {
        try run.rows(.project(Project(plan, [Build.named(expression, "x")]))).map { $0[0] }
    }

    /// 8 / a, which fails where a is 0.
    private var quotient: Expression {
        get throws { try Build.call("div", .literal(8, .long), .cast(Cast(a, to: .long, mode: .ansi))) }
    }

    @Test func andOrFollowThreeValuedLogic() throws {
        let isBig = try Build.call(">", a, .literal(1, .integer))
        #expect(try evaluate(.and(isBig, b)) == [.boolean(true), .boolean(false), .null, .null])
        #expect(try evaluate(.or(isBig, b)) == [.boolean(true), .boolean(false), .null, .boolean(true)])
    }

    @Test func rightSideIsNotEvaluatedWhereLeftDecides() throws {
        let nonZero = try Build.call("!=", a, .literal(0, .integer))
        let small = try Build.call("<", try quotient, .literal(3, .long))
        #expect(try evaluate(.and(nonZero, small)) == [.boolean(true), .boolean(false), .null, .boolean(false)])
        #expect(throws: PyriteError.self) { try evaluate(small) }
    }

    @Test func caseBranchesSeeOnlyTheirRows() throws {
        let zero = try Build.call("=", a, .literal(0, .integer))
        let guarded = Expression.caseWhen(
            branches: [CaseBranch(when: zero, then: .literal(-1, .long))], otherwise: try quotient)
        #expect(try evaluate(guarded) == [2, -1, .null, 4])
        let noElse = Expression.caseWhen(
            branches: [CaseBranch(when: zero, then: .literal("z", .string))], otherwise: nil)
        #expect(try evaluate(noElse) == [.null, "z", .null, .null])
    }

    @Test func coalesceTakesTheFirstValue() throws {
        #expect(try evaluate(.coalesce([a, .literal(9, .integer)])) == [4, 0, 9, 2])
        #expect(try evaluate(.coalesce([.literal(1, .long), try quotient])) == [1, 1, 1, 1])
    }

    @Test func scalarSubqueriesRunFirst() throws {
        let (inner, id) = Build.range(5, 6)
        let one = Expression.subquery(ResolvedSubquery(.scalar, inner, outerReferences: []))
        #expect(try evaluate(one) == [5, 5, 5, 5])
        let (many, _) = Build.range(0, 2)
        #expect(throws: PyriteError.self) {
            try evaluate(.subquery(ResolvedSubquery(.scalar, many, outerReferences: [])))
        }
        _ = id
        let wide = Expression.cast(Cast(a, to: .long, mode: .ansi))
        let (set, _) = Build.range(2, 5)
        #expect(
            try evaluate(.subquery(ResolvedSubquery(.contains([wide]), set, outerReferences: [])))
                == [.boolean(true), .boolean(false), .null, .boolean(true)])
    }
}
