import Columnar
import Plans
import Testing

@testable import SQL

/// The trees that text becomes, written as nested words.
@Suite struct QueryShapeTests {
    @Test(arguments: [
        ("select a from t where a > 1", "project(a; filter((a > 1); t))"),
        (
            "select a, count(*) from t group by a having count(*) > 1",
            "having((count(1) > 1); aggregate(a; a, count(1); t))"
        ),
        ("select 1 having 1 > 0", "having((1 > 0); aggregate(; 1; one))"),
        (
            "select distinct a from t order by a desc limit 3 offset 2",
            "limit(3, 2; sort(a DESC NULLS LAST; distinct(project(a; t))))"
        ),
        (
            "select * from t join u using (a) left join v on t.a = v.a",
            "project(*; join(left on (t.a = v.a); join(inner using a; t, u), v))"
        ),
        ("select * from t, u cross join v", "project(*; join(inner; t, join(cross; u, v)))"),
        ("select * from t natural full outer join u", "project(*; join(full natural; t, u))"),
        ("select * from t left anti join u on a = b", "project(*; join(leftAnti on (a = b); t, u))"),
        ("select * from (select 1) x(y)", "project(*; alias(x y; project(1; one)))"),
        ("select * from (t join u) as x", "project(*; alias(x ; join(inner; t, u)))"),
        (
            "select 1 union all select 2 union select 3 intersect select 4 except select 5",
            "except(union(project(1; one), project(2; one), intersect(project(3; one), project(4; one))), project(5; one))"
        ),
        (
            "select 1 union all (select 2 order by 1)",
            "union all(project(1; one), sort(1 ASC NULLS FIRST; project(2; one)))"
        ),
        (
            "with x as (select 1), y(z) as (select 2) select * from x, y",
            "with(x : project(1; one); y z: project(2; one); project(*; join(inner; x, y)))"
        ),
        ("select a from t group by a, b with rollup", "aggregate(rollup a, b; a; t)"),
        ("select a from t group by cube(a, b)", "aggregate(cube a, b; a; t)"),
        ("select a from t group by a, rollup(b, c)", "aggregate(sets [a b c] [a b] [a] of a, b, c; a; t)"),
        ("select a from t group by grouping sets ((a, b), a, ())", "aggregate(sets [a b] [a] [] of a, b; a; t)"),
        ("select a from t group by all", "aggregate(all ; a; t)"),
        ("select a from t lateral view outer explode(b) v as x", "project(a; generate(outer explode(b) v x; t))"),
        ("select /*+ broadcast(t) */ a from t", "hint(broadcast t; project(a; t))"),
        ("select * from values (1, 'a'), (2, 'b') as t(x, y)", "project(*; alias(t x y; values(1 a | 2 b)))"),
        ("select * from range(10) r", "project(*; range(10))"),
        ("select * from a.b.c tablesample (10 percent) x", "project(*; alias(x ; sample(0.1; a.b.c)))"),
        ("select a from t distribute by b sort by c", "sort in partition(c ASC NULLS FIRST; hash(b; project(a; t)))"),
        ("from t select a", "project(a; t)"), ("table t", "t"),
        ("select a as b, c d from t", "project(a AS b, c AS d; t)"),
        ("select from t", "project(from AS t; one)"), ("select a from t where", "project(a; alias(where ; t))"),
        ("select -1 + 2 * 3 || 'a'", "project(concat((-1 + (2 * 3)), a); one)"),
        (
            "select a like any ('x', 'y'), a not ilike all ('x', 'y')",
            "project(likeany(a), notlikeall(lower(a)); one)"
        ),
        ("select a & b | c ^ d << 1 = 2", "project((((a & b) | (c ^ (d << 1))) = 2); one)"),
        ("select not a = 1 and b or c", "project((((NOT (a = 1)) AND b) OR c); one)"),
        ("select a.b.c[0].d", "project(a.b.c[0][d]; one)"),
        ("select (select max(a) from t), exists(select 1)", "project(scalarsubquery(), exists(); one)"),
        (
            "select sum(a) over w from t window w as (partition by b)",
            "project(sum(a) OVER (PARTITION BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING); t)"
        ),
        (
            "select trim(leading 'x' from a), position('a' in b), extract(year from c)",
            "project(TRIM(LEADING x FROM a), locate(a, b, 1), extract(year FROM c); one)"
        ),
        ("select a -- comment\n/* and /* nested */ */ from t;", "project(a; t)"),
    ])
    func buildsPlan(text: String, shape: String) throws {
        guard case .query(let plan) = try SQLParser(text).parseStatement() else {
            throw PyriteError.internalError("no query")
        }
        #expect(Self.shape(plan) == shape)
    }

    static func list(_ expressions: [Expression]) -> String { expressions.map(\.prettySQL).joined(separator: ", ") }

    static func shape(_ plan: LogicalPlan) -> String {
        switch plan {
        case .unresolvedRelation(let relation): return relation.nameParts.joined(separator: ".")
        case .unresolvedTableFunction(let name, let arguments, _):
            return "\(name.joined(separator: "."))(\(list(arguments)))"
        case .inlineTable(let table):
            return "values(\(table.rows.map { $0.map(\.prettySQL).joined(separator: " ") }.joined(separator: " | ")))"
        case .oneRow: return "one"
        case .located(let child, _): return shape(child)
        case .project(let node): return "project(\(list(node.expressions)); \(shape(node.child)))"
        case .filter(let node):
            return "\(node.isHaving ? "having" : "filter")(\(node.condition.prettySQL); \(shape(node.child)))"
        case .aggregate(let node):
            return "aggregate(\(grouping(node)); \(list(node.aggregates)); \(shape(node.child)))"
        case .sort(let node):
            let order = node.order.map { Expression.sortOrder($0) }
            return "\(node.isGlobal ? "sort" : "sort in partition")(\(list(order)); \(shape(node.child)))"
        case .limit(let node):
            let numbers = [node.count, node.offset].compactMap(\.self)
            return "limit(\(list(numbers)); \(shape(node.child)))"
        case .distinct(let child): return "distinct(\(shape(child)))"
        case .subqueryAlias(let node):
            let name = node.qualifier.joined(separator: ".")
            return "alias(\(name) \(node.columnNames.joined(separator: " ")); \(shape(node.child)))"
        case .repartition(let node):
            guard case .hash(let keys) = node.scheme else { return "repartition" }
            return "hash(\(list(keys)); \(shape(node.child)))"
        case .sample(let node): return "sample(\(node.upperBound); \(shape(node.child)))"
        case .generate(let node):
            let outer = node.isOuter ? "outer " : ""
            let names = ([node.alias ?? ""] + node.columnNames).joined(separator: " ")
            return "generate(\(outer)\(node.function.prettySQL) \(names); \(shape(node.child)))"
        case .hint(let node): return "hint(\(node.name) \(list(node.arguments)); \(shape(node.child)))"
        case .with(let node):
            let definitions = node.definitions.map {
                "\($0.name) \($0.columnNames.joined(separator: " ")): \(shape($0.plan)); "
            }
            return "with(\(definitions.joined())\(shape(node.child)))"
        case .join(let node):
            let condition: String
            switch node.condition {
            case .none: condition = ""
            case .on(let expression): condition = " on \(expression.prettySQL)"
            case .using(let names): condition = " using \(names.joined(separator: " "))"
            case .natural: condition = " natural"
            }
            return "join(\(node.kind)\(condition); \(shape(node.left)), \(shape(node.right)))"
        case .setOperation(let node):
            return "\(node.kind)\(node.isAll ? " all" : "")(\(node.inputs.map(shape).joined(separator: ", ")))"
        default: return "?"
        }
    }

    private static func grouping(_ node: Aggregate) -> String {
        switch node.grouping {
        case .plain: return list(node.groupBy)
        case .rollup: return "rollup \(list(node.groupBy))"
        case .cube: return "cube \(list(node.groupBy))"
        case .all: return "all \(list(node.groupBy))"
        case .sets(let sets):
            let text = sets.map { "[\($0.map(\.prettySQL).joined(separator: " "))]" }.joined(separator: " ")
            return "sets \(text) of \(list(node.groupBy))"
        case .pivot, .pivotClause: return "pivot"
        }
    }
}
