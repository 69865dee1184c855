import Columnar
import Glibc
import Plans
import Testing

@testable import SQL

/// Queries with random damage parse or fail with an error that can be printed; nothing else may happen.
@Suite struct MutationTests {
    private static let seeds = [
        "with x as (select a, sum(b) s from t group by a having sum(b) > 1) select * from x join u using (a) order by s",
        "select case a when 1 then 'x' else y end, cast(b as decimal(10, 2)), interval '1-2' year to month from t;",
        "select f(x -> x + 1, y => 2), sum(distinct a) filter (where b) over (partition by c order by d rows 1 preceding)",
        "select * from t lateral view explode(a) v as x where a in (1, 2) and b like 'x%' escape '!' limit 10 offset 2",
        "select /*+ broadcast(t) */ -1.5e3, X'1F', r'a\\n', `q``q`, a.b[1]::int, date '2020-01-01' -- end",
        "select a from t group by grouping sets ((a, b), rollup(c)) union all values (1, 2), (3, 4) except table u",
        "create or replace temp view v(a, b) as select * from range(1, 10) as r(id) tablesample (5 percent)",
        "set spark.sql.x = 'a b'; ", "select * except (a, s.b) from t qualify row_number() over (order by a) = 1",
        "select * from t pivot (sum(a) as s for (b, c) in ((1, 2) as x, (3, 4))) as p join u using (k)",
        "from t |> where a > 1 |> extend a + 1 as b |> set b = 2 |> aggregate sum(a) group by b as c |> order by c |> limit 1",
        "with recursive r(n) max recursion level 5 as (values (1) union all select n + 1 from r) select * from r",
        "create table if not exists a.b (x int not null default 1 comment 'c', y string) using csv options ('a' = 'b') "
            + "partitioned by (y) location '/x' tblproperties (k = 1) as select 1, 2",
        "insert overwrite t partition (a = 1, b) if not exists (c, d) select 1, 2",
        "alter table t add columns (a int, b string comment 'x')", "describe extended t partition (a = 1)",
        "create or replace function f(x int, y int default 1 + 1) returns int comment 'c' return x + y",
        "declare or replace variable v int default 5", "execute immediate 'select ?' into a, b using 1 as x, 2",
        "show tables in d like 'a*'", "select * from t unpivot include nulls ((v, w) for n in ((a, b) as x, (c, d)))",
        "a int not null comment 'x', b struct<c: array<map<string, double>>, d: string>",
    ]
    private static let pieces = [
        "(", ")", ",", "select", "from", "'", "\"", "`", "--", "/*", "*/", "/*+", ".", "1", "1e5", "interval", "case",
        "when", "end", "not", "in", "between", "and", "union", "with", "::", "[", "]", "->", "=>", "\u{e9}", "over",
        "window w as", "\\", "\u{0}", "99999999999999999999999999999999999999999", "x'", "values", "lateral view",
        "cast(", "struct<", ">", "group by", "rollup(", "grouping sets (", "set", ";", "?", ":a", "r'", "*", "-",
    ]

    @Test func survivesDamage() {
        var generator = Generator(state: 0x9E37_79B9_7F4A_7C15)
        // More with PYRITE_SQL_MUTATIONS=100000.
        let count = getenv("PYRITE_SQL_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 4_000
        for _ in 0..<count {
            var text = Array(Self.seeds[generator.next(Self.seeds.count)].unicodeScalars.map(String.init))
            for _ in 0...generator.next(4) {
                let position = generator.next(text.count + 1)
                switch generator.next(4) {
                case 0: text.removeSubrange(position..<min(text.count, position + generator.next(10)))
                case 1: text.insert(" \(Self.pieces[generator.next(Self.pieces.count)]) ", at: position)
                case 2: text.insert(Self.pieces[generator.next(Self.pieces.count)], at: position)
                default:
                    let from = generator.next(text.count + 1)
                    text.insert(contentsOf: text[from..<min(text.count, from + 20)], at: position)
                }
            }
            check(text.joined())
        }
    }

    private func check(_ text: String) {
        do {
            if case .query(.project(let project)) = try SQLParser(text).parseStatement() {
                for expression in project.expressions { _ = expression.defaultColumnName }
            }
        } catch let error as PyriteError {
            #expect(!error.condition.isEmpty)
            #expect(error.condition != "INTERNAL_ERROR")
            #expect(!error.description.isEmpty)
        } catch {
            Issue.record("not an engine error: \(error)")
        }
        _ = try? SQLParser(text).parseTableSchema()
        _ = try? SQLParser(text).parseExpression()
    }

    /// A xorshift generator: the same damage in every run.
    private struct Generator {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(max(1, bound)))
        }
    }
}
