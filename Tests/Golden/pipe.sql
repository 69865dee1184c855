-- Pipe syntax.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

FROM emp |> WHERE dept = 10 |> SELECT name, pay
--> schema struct<name:string,pay:decimal(4,1)>
--> ('ann', Decimal('100.0'))
--> ('bob', Decimal('200.0'))

FROM emp |> SELECT *
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))
--> (5, 'eve', None, Decimal('300.0'), None)
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

TABLE emp |> WHERE pay > 100 |> SELECT id ORDER BY id
--> schema struct<id:int>
--> (2,)
--> (3,)
--> (5,)

SELECT * FROM emp |> WHERE id < 3
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))

FROM emp |> EXTEND pay * 2 AS twice |> SELECT id, twice
--> schema struct<id:int,twice:decimal(6,1)>
--> (1, Decimal('200.0'))
--> (2, Decimal('400.0'))
--> (3, Decimal('300.0'))
--> (4, None)
--> (5, Decimal('600.0'))
--> (6, Decimal('100.0'))

FROM emp |> EXTEND id + 1 AS a, a + 1 AS b |> SELECT id, a, b
--> schema struct<id:int,a:int,b:int>
--> (1, 2, 3)
--> (2, 3, 4)
--> (3, 4, 5)
--> (4, 5, 6)
--> (5, 6, 7)
--> (6, 7, 8)

FROM emp |> SET pay = coalesce(pay, 0) |> SELECT id, pay
--> schema struct<id:int,pay:decimal(11,1)>
--> (1, Decimal('100.0'))
--> (2, Decimal('200.0'))
--> (3, Decimal('150.0'))
--> (4, Decimal('0.0'))
--> (5, Decimal('300.0'))
--> (6, Decimal('50.0'))

FROM emp |> SET name = upper(name), pay = 1
--> schema struct<id:int,name:string,dept:int,pay:int,hired:date>
--> (1, 'ANN', 10, 1, datetime.date(2020, 1, 1))
--> (2, 'BOB', 10, 1, datetime.date(2020, 2, 1))
--> (3, 'CAT', 20, 1, datetime.date(2020, 3, 1))
--> (4, 'DAN', 20, 1, datetime.date(2020, 4, 1))
--> (5, 'EVE', None, 1, None)
--> (6, 'FAY', 30, 1, datetime.date(2020, 6, 1))

FROM emp |> SET nope = 1
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 0-23 'FROM emp |> SET nope = 1'

FROM emp |> DROP pay, hired
--> schema struct<id:int,name:string,dept:int>
--> (1, 'ann', 10)
--> (2, 'bob', 10)
--> (3, 'cat', 20)
--> (4, 'dan', 20)
--> (5, 'eve', None)
--> (6, 'fay', 30)

FROM emp |> DROP nope
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 0-20 'FROM emp |> DROP nope'

FROM emp |> AS e |> SELECT e.id, e.name
--> schema struct<id:int,name:string>
--> (1, 'ann')
--> (2, 'bob')
--> (3, 'cat')
--> (4, 'dan')
--> (5, 'eve')
--> (6, 'fay')

FROM emp |> AGGREGATE sum(pay) AS total GROUP BY dept
--> schema struct<dept:int,total:decimal(14,1)>
--> (10, Decimal('300.0'))
--> (20, Decimal('150.0'))
--> (None, Decimal('300.0'))
--> (30, Decimal('50.0'))

FROM emp |> AGGREGATE sum(pay), count(*) AS c
--> schema struct<sum(pay):decimal(14,1),c:bigint>
--> (Decimal('800.0'), 6)

FROM emp |> AGGREGATE GROUP BY dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (30,)
--> (None,)

FROM emp |> AGGREGATE count(*) AS c GROUP BY dept, id % 2 AS odd
--> schema struct<dept:int,odd:int,c:bigint>
--> (10, 1, 1)
--> (10, 0, 1)
--> (20, 1, 1)
--> (30, 0, 1)
--> (20, 0, 1)
--> (None, 1, 1)

FROM emp |> AGGREGATE count(*) GROUP BY 1
--> schema struct<id:int,count(1):bigint>
--> (2, 1)
--> (1, 1)
--> (3, 1)
--> (4, 1)
--> (5, 1)
--> (6, 1)

FROM emp |> AGGREGATE pay GROUP BY dept
--> error PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION 0A000 35-38 'dept'

FROM emp |> WHERE sum(pay) > 1
--> error INVALID_WHERE_CONDITION 42903 0-29 'FROM emp |> WHERE sum(pay) > 1'

FROM emp |> SELECT sum(pay)
--> schema struct<sum(pay):decimal(14,1)>
--> (Decimal('800.0'),)

FROM emp |> JOIN dept USING (dept) |> SELECT name, title
--> schema struct<name:string,title:string>
--> ('ann', 'dev')
--> ('bob', 'dev')
--> ('cat', 'ops')
--> ('dan', 'ops')

FROM emp |> LEFT JOIN dept ON emp.dept = dept.dept |> SELECT name, title
--> schema struct<name:string,title:string>
--> ('ann', 'dev')
--> ('bob', 'dev')
--> ('cat', 'ops')
--> ('dan', 'ops')
--> ('eve', None)
--> ('fay', None)

FROM emp |> AS e |> SEMI JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))

FROM emp |> SELECT dept |> UNION ALL SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (10,)
--> (20,)
--> (20,)
--> (None,)
--> (30,)
--> (10,)
--> (20,)
--> (40,)
--> (None,)

FROM emp |> SELECT dept |> EXCEPT SELECT dept FROM dept
--> schema struct<dept:int>
--> (30,)

FROM emp |> SELECT dept |> INTERSECT ALL TABLE dept
--> error NUM_COLUMNS_MISMATCH 42826 0-50 'FROM emp |> SELECT dept |> INTERSECT ALL TABLE dept'

FROM emp |> SELECT dept |> INTERSECT ALL SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (None,)

FROM emp |> ORDER BY pay DESC |> LIMIT 2 |> SELECT id
--> schema struct<id:int>
--> (5,)
--> (2,)

FROM emp |> ORDER BY id |> LIMIT 2 OFFSET 1
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))

FROM emp |> ORDER BY id |> OFFSET 4
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (5, 'eve', None, Decimal('300.0'), None)
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

FROM (SELECT year, course, earnings FROM sales) |> PIVOT (sum(earnings) FOR course IN ('dotNET', 'Java'))
--> schema struct<year:int,dotNET:bigint,Java:bigint>
--> (2012, 15000, 20000)
--> (2013, 48000, 30000)

VALUES (1, 2, 3) AS t(a, b, c) |> UNPIVOT (v FOR n IN (b, c))
--> schema struct<a:int,n:string,v:int>
--> (1, 'b', 2)
--> (1, 'c', 3)

FROM emp |> TABLESAMPLE (100 PERCENT) |> SELECT id
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

FROM emp |> SELECT id, row_number() OVER (ORDER BY id DESC) AS rn |> WHERE rn <= 2
--> schema struct<id:int,rn:int>
--> (6, 1)
--> (5, 2)

FROM emp |> EXTEND sum(pay) OVER (PARTITION BY dept) AS s |> WHERE s > 200 |> SELECT id, s
--> schema struct<id:int,s:decimal(14,1)>
--> (5, Decimal('300.0'))
--> (2, Decimal('300.0'))
--> (1, Decimal('300.0'))

FROM emp |> EXTEND sum(pay) AS s
--> error PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION 0A000 19-26 'sum(pay)'

(FROM emp |> WHERE id = 1) UNION ALL (FROM emp |> WHERE id = 2)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))

SELECT * FROM (FROM emp |> WHERE id = 1 |> SELECT name)
--> schema struct<name:string>
--> ('ann',)

WITH x AS (FROM emp |> SELECT id) FROM x |> WHERE id > 4
--> schema struct<id:int>
--> (5,)
--> (6,)

FROM emp |> SELECT DISTINCT dept |> ORDER BY dept NULLS LAST
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (30,)
--> (None,)

FROM emp |> LATERAL VIEW explode(array(1, 2)) t AS n |> SELECT id, n |> WHERE id = 1
--> error PARSE_SYNTAX_ERROR 42601

FROM emp |> FROB id
--> error PARSE_SYNTAX_ERROR 42601

FROM emp |> WHERE
--> error PARSE_SYNTAX_ERROR 42601

VALUES (1), (2) AS t(a) |> SELECT a + 1 AS b |> WHERE b > 2
--> schema struct<b:int>
--> (3,)

FROM emp |> SELECT id |> ORDER BY pay
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 34-36 'pay'

FROM emp |> RENAME id AS ident |> SELECT ident
--> error PARSE_SYNTAX_ERROR 42601

TABLE emp |> SELECT id, dept, sum(id) OVER w AS s WINDOW w AS (PARTITION BY dept) |> SELECT id, s, sum(id) OVER w AS t WINDOW w AS (ORDER BY id)
--> schema struct<id:int,s:bigint,t:bigint>
--> (5, 5, 15)
--> (2, 3, 3)
--> (1, 3, 1)
--> (3, 7, 6)
--> (4, 7, 10)
--> (6, 6, 21)

TABLE emp |> SELECT id, sum(id) OVER w AS s WINDOW w AS (ORDER BY id) |> SELECT id, sum(id) OVER w AS t
--> error MISSING_WINDOW_SPECIFICATION 42P20

TABLE emp | SELECT id, dept
--> schema struct<id:int,dept:int>
--> (1, 10)
--> (2, 10)
--> (3, 20)
--> (4, 20)
--> (5, None)
--> (6, 30)

TABLE emp | EXTEND id + 1 AS z | SET z = z * 2 | WHERE id < 3
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,z:int>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 4)
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1), 6)

FROM emp | EXTEND 9 AS `extend` | SELECT id, id + 1 | WHERE id < 3
--> schema struct<id:int,(id + 1):int>
--> (1, 2)
--> (2, 3)

TABLE emp |> SELECT id, dept | WHERE id < 3 |> EXTEND id + 1 AS z | ORDER BY z
--> schema struct<id:int,dept:int,z:int>
--> (1, 10, 2)
--> (2, 10, 3)

SELECT 5 | 2, 6 | id FROM emp WHERE id = 1
--> schema struct<(5 | 2):int,(6 | id):int>
--> (7, 7)

TABLE emp |> SELECT id |> TABLESAMPLE (100 ROWS) REPEATABLE (0)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

TABLE emp |> AS u-v
--> error INVALID_IDENTIFIER 42602

TABLE emp |> SELECT dept, sum(id) AS s GROUP BY dept |> WHERE s > 2
--> schema struct<dept:int,s:bigint>
--> (10, 3)
--> (20, 7)
--> (None, 5)
--> (30, 6)

TABLE emp |> SELECT dept, sum(id) AS s GROUP BY id
--> error MISSING_AGGREGATION 42803
