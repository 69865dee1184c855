-- Recursive common table expressions.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r
--> schema struct<n:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)

WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT sum(n), count(*) FROM r
--> schema struct<sum(n):bigint,count(1):bigint>
--> (55, 10)

WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r
--> schema struct<n:int>
--> (1,)
--> (2,)
--> (3,)

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r) SELECT * FROM r LIMIT 4
--> schema struct<n:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r) SELECT * FROM r
--> error RECURSION_LEVEL_LIMIT_EXCEEDED 42836

WITH RECURSIVE r(n) MAX RECURSION LEVEL 3 AS (VALUES (1) UNION ALL SELECT n + 1 FROM r) SELECT * FROM r
--> error RECURSION_LEVEL_LIMIT_EXCEEDED 42836

WITH RECURSIVE r(n) MAX RECURSION LEVEL 200 AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 150) SELECT max(n) FROM r
--> schema struct<max(n):int>
--> (150,)

WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 50) SELECT a FROM fib ORDER BY a
--> schema struct<a:int>
--> (0,)
--> (1,)
--> (1,)
--> (2,)
--> (3,)
--> (5,)
--> (8,)
--> (13,)
--> (21,)
--> (34,)

WITH RECURSIVE tree(id, parent) AS (VALUES (1, NULL), (2, 1), (3, 1), (4, 2)), walk(id, depth) AS (SELECT id, 0 FROM tree WHERE parent IS NULL UNION ALL SELECT t.id, w.depth + 1 FROM tree t JOIN walk w ON t.parent = w.id) SELECT * FROM walk ORDER BY id
--> schema struct<id:int,depth:int>
--> (1, 0)
--> (2, 1)
--> (3, 1)
--> (4, 2)

WITH RECURSIVE r(n) AS (VALUES (1) UNION SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r
--> error UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE 42836 0-88 'WITH RECURSIVE r(n) AS (VALUES (1) UNION SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r'

WITH RECURSIVE r(n) AS (SELECT n + 1 FROM r) SELECT * FROM r
--> error INVALID_RECURSIVE_CTE 42836

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT count(*) FROM r) SELECT * FROM r
--> error CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE 42825

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT a.n FROM r a JOIN r b ON a.n = b.n) SELECT * FROM r
--> error RECURSION_LEVEL_LIMIT_EXCEEDED 42836

WITH RECURSIVE a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM b
--> schema struct<y:int>
--> (2,)

WITH RECURSIVE r(s, n) AS (SELECT 'a', 1 UNION ALL SELECT s || 'b', n + 1 FROM r WHERE n < 3) SELECT * FROM r
--> schema struct<s:string,n:int>
--> ('a', 1)
--> ('ab', 2)
--> ('abb', 3)

WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1.5 FROM r WHERE n < 4) SELECT * FROM r
--> error CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE 42825

SELECT * FROM (WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n * 2 FROM r WHERE n < 20) SELECT n FROM r) WHERE n > 4
--> schema struct<n:int>
--> (8,)
--> (16,)
--> (32,)

WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT a.n, b.n FROM r a JOIN r b ON a.n = b.n + 1
--> schema struct<n:int,n:int>
--> (2, 1)
--> (4, 3)
--> (3, 2)

WITH RECURSIVE r2 AS (WITH RECURSIVE r1 AS (SELECT 0 AS innerlevel UNION ALL SELECT innerlevel + 1 FROM r1 WHERE innerlevel < 3) SELECT 0 AS outerlevel, innerlevel FROM r1 UNION ALL SELECT outerlevel + 1, innerlevel FROM r2 WHERE outerlevel < 3) SELECT * FROM r2
--> schema struct<outerlevel:int,innerlevel:int>
--> (0, 0)
--> (0, 1)
--> (0, 2)
--> (0, 3)
--> (1, 0)
--> (1, 1)
--> (1, 2)
--> (1, 3)
--> (2, 0)
--> (2, 1)
--> (2, 2)
--> (2, 3)
--> (3, 0)
--> (3, 1)
--> (3, 2)
--> (3, 3)

WITH RECURSIVE r(level) AS (WITH RECURSIVE r(level) AS (VALUES 0 UNION ALL SELECT level + 1 FROM r WHERE level < 3) SELECT * FROM r UNION ALL SELECT level + 1 FROM r WHERE level < 3) SELECT * FROM r
--> schema struct<level:int>
--> (0,)
--> (1,)
--> (2,)
--> (3,)
--> (1,)
--> (2,)
--> (3,)

WITH RECURSIVE r(level) AS ((WITH RECURSIVE r(level) AS (VALUES 0 UNION ALL SELECT level + 1 FROM r WHERE level < 3) SELECT * FROM r) UNION ALL SELECT level + 1 FROM r WHERE level < 3) SELECT * FROM r
--> schema struct<level:int>
--> (0,)
--> (1,)
--> (2,)
--> (3,)
--> (1,)
--> (2,)
--> (3,)
--> (2,)
--> (3,)
--> (3,)
