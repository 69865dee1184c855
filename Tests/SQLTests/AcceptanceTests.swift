import Testing

@testable import SQL

/// Statements that Spark 4.3 accepts.
@Suite struct AcceptanceTests {
    @Test(arguments: accepted.split(separator: "\n").map(String.init))
    func accepts(text: String) throws {
        _ = try SQLParser(text).parseStatement()
    }
}

private let accepted = #"""
    select a from
    select a, from t
    select from t
    select a from t where
    select a from t order
    select a from t limit
    select a from (select b from t) where a = 1
    select a -- comment
    select a from t;
    select a from t;;
    select 1a
    select a.b.c.d
    select a. from t
    select 2147483648
    select X'1'
    select interval
    select count(distinct) from t
    select a from t window w as (order by a)
    select a from t tablesample (10 percent)
    select a from t tablesample (10 rows)
    select a from t lateral view explode(b) x as y
    select a from t union select b from u
    select a from t where not
    with as (select 1) select 2
    values 1, 2
    create temporary view v as select 1
    create or replace temp view v as select 1
    drop view if exists v
    insert into t values (1)
    insert into t select 1
    insert overwrite t select 1
    explain select 1
    explain extended select 1
    describe t
    describe query select 1
    desc t
    show tables
    show functions
    set
    set a = b
    set a.b.c=d e f
    set time zone 'UTC'
    reset
    reset a.b
    cache table t
    cache lazy table t as select 1
    uncache table t
    uncache table if exists t
    select t.* from t
    select *, a from t
    select * a from t
    select a as from t
    select a as select from t
    select select from t
    select a from select
    select a from t as
    select a from t as (x, y)
    select a from t as u(x, y)
    select a from t u(x, y)
    select a from t natural join u
    select a from t join u using (a, b)
    select a from t, lateral (select 1)
    select a from t left semi join u on a = b
    select a from t anti join u on a = b
    select a from t full outer join u
    select a from range(10)
    select a from range(10) as r(x)
    select a from t distribute by a sort by b
    select a from t cluster by a
    select a from t order by a desc nulls last, b asc nulls first limit 1 offset 2
    select a from t order by all
    select a from t group by all
    select a from t group by a with rollup
    select a from t group by rollup(a, b), c
    select a from t group by grouping sets ((a), ())
    select a from t group by a, b grouping sets ((a), (b))
    select a from t having a > 1
    select a from t having
    select a from t limit all
    select a from t limit 1 + 1
    select distinct a from t
    select all a from t
    select distinct on (a) a from t
    select /*+ broadcast(t) */ a from t
    select /*+ broadcast(t), repartition(3) */ a from t
    select /*+ foo */ a from t
    from t select a
    table t
    (select a from t)
    (select a from t) union (select b from u) order by 1
    select (select 1), exists (select 2)
    select a in (select 1)
    select (a, b) in (select 1, 2)
    select a[1], b['c'], c.d
    select x -> x + 1
    select f(x -> x, (y, z) -> y)
    select f(a => 1)
    select f(a => 1, 2)
    select a from identifier('t')
    select identifier('a')
    select 1 as `a``b`
    select `a`.`b c`
    select "a" from t
    select 'a' 'b' "c"
    select r'a\b'
    select 'a\u0041\101'
    select a from , t
    select a + from t
    select a + * from t
    select * from t where * = 1
    select not
    select a = b = c
    select a < b < c
    select !a
    select a != b <> c
    select extract(foo from dt)
    select position(a, b)
    select timestampadd(foo, 1, a)
    select current_date()
    select current_date + 1
    select first(a) ignore nulls
    select first(a ignore nulls)
    select a::int::string
    select cast(a as char(0))
    select cast(a as struct<a int, b: string>)
    select try_cast(a as int)
    """#
