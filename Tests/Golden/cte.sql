-- Common table expressions.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

WITH a AS (SELECT 1 AS x) SELECT * FROM a
--> schema struct<x:int>
--> (1,)

WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b
--> schema struct<x:int,y:int>
--> (1, 2)

WITH a(p, q) AS (SELECT 1, 2) SELECT p, q FROM a
--> schema struct<p:int,q:int>
--> (1, 2)

WITH a(p) AS (SELECT 1, 2) SELECT p FROM a
--> error ASSIGNMENT_ARITY_MISMATCH 42802 5-25 'a(p) AS (SELECT 1, 2)'

WITH a AS (SELECT 1 AS x), a AS (SELECT 2) SELECT * FROM a
--> error DUPLICATED_CTE_NAMES 42602 0-57 'WITH a AS (SELECT 1 AS x), a AS (SELECT 2) SELECT * FROM a'

WITH emp AS (SELECT 'shadow' AS s) SELECT * FROM emp
--> schema struct<s:string>
--> ('shadow',)

WITH a AS (WITH b AS (SELECT 3 AS z) SELECT z FROM b) SELECT * FROM a
--> schema struct<z:int>
--> (3,)

WITH a AS (SELECT 1 AS x) SELECT (SELECT max(x) FROM a), x FROM a
--> schema struct<scalarsubquery():int,x:int>
--> (1, 1)

WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 2 AS x) SELECT * FROM a)
--> schema struct<x:int>
--> (2,)

WITH a AS (SELECT id FROM emp) SELECT count(*) FROM a WHERE id IN (SELECT id FROM a WHERE id > 3)
--> schema struct<count(1):bigint>
--> (3,)

WITH a AS (SELECT 1) SELECT * FROM nope
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 35-38 'nope'

SELECT * FROM (WITH x AS (SELECT 1 AS one) SELECT one FROM x)
--> schema struct<one:int>
--> (1,)

WITH a AS (SELECT rand() AS r) SELECT (SELECT count(*) FROM a) AS c
--> schema struct<c:bigint>
--> (1,)

WITH a AS (SELECT 1 AS x) SELECT * FROM a UNION ALL SELECT * FROM a
--> schema struct<x:int>
--> (1,)
--> (1,)

WITH drawn AS (SELECT rand() AS r FROM range(5)) SELECT count(*) FROM drawn AS a JOIN drawn AS b ON a.r = b.r
--> schema struct<count(1):bigint>
--> (5,)

WITH drawn AS (SELECT uuid() AS u) SELECT count(DISTINCT u) FROM (SELECT u FROM drawn UNION ALL SELECT u FROM drawn)
--> schema struct<count(DISTINCT u):bigint>
--> (1,)

WITH drawn AS (SELECT id, rand() AS r FROM range(3)), sums AS (SELECT sum(r) AS s FROM drawn) SELECT abs(s - (SELECT sum(r) FROM drawn)) < 1e-9 FROM sums
--> schema struct<(abs((s - scalarsubquery())) < 1.0E-9):boolean>
--> (True,)

WITH drawn AS (SELECT id, uuid() AS u FROM range(4)) SELECT count(*) FROM drawn WHERE u IN (SELECT u FROM drawn WHERE id > 1)
--> schema struct<count(1):bigint>
--> (2,)

CREATE TABLE cte_target(a INT) USING parquet
--> schema struct<>

WITH s AS (SELECT 43 AS col) INSERT INTO cte_target SELECT * FROM s
--> schema struct<>

WITH s AS (SELECT 45 AS col) FROM s INSERT INTO cte_target SELECT col INSERT INTO cte_target SELECT col + 1
--> schema struct<>

WITH RECURSIVE r(level) AS (VALUES (0) UNION ALL SELECT level + 1 FROM r WHERE level < 3) INSERT INTO cte_target SELECT * FROM r
--> schema struct<>

SELECT * FROM cte_target ORDER BY a
--> schema struct<a:int>
--> (0,)
--> (1,)
--> (2,)
--> (3,)
--> (43,)
--> (45,)
--> (46,)

DROP TABLE cte_target
--> schema struct<>
