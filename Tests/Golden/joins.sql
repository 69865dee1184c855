-- Joins, lateral views, hints.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT * FROM emp e JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,dept:int,title:string>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev')
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1), 10, 'dev')
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1), 20, 'ops')
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1), 20, 'ops')

SELECT e.id, d.title FROM emp e LEFT JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,title:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')
--> (5, None)
--> (6, None)

SELECT e.id, d.title FROM emp e LEFT OUTER JOIN dept d ON e.dept = d.dept AND d.title = 'dev'
--> schema struct<id:int,title:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT e.id, d.title FROM emp e RIGHT JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,title:string>
--> (2, 'dev')
--> (1, 'dev')
--> (4, 'ops')
--> (3, 'ops')
--> (None, 'hr')
--> (None, 'none')

SELECT e.id, d.title FROM emp e FULL OUTER JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,title:string>
--> (5, None)
--> (None, 'none')
--> (2, 'dev')
--> (1, 'dev')
--> (3, 'ops')
--> (4, 'ops')
--> (6, None)
--> (None, 'hr')

SELECT e.id FROM emp e LEFT SEMI JOIN dept d ON e.dept = d.dept
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT e.id FROM emp e SEMI JOIN dept d ON e.dept = d.dept
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT e.id FROM emp e LEFT ANTI JOIN dept d ON e.dept = d.dept
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT e.id FROM emp e ANTI JOIN dept d ON e.dept = d.dept
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT count(*) FROM emp CROSS JOIN dept
--> schema struct<count(1):bigint>
--> (24,)

SELECT count(*) FROM emp, dept
--> schema struct<count(1):bigint>
--> (24,)

SELECT * FROM emp JOIN dept USING (dept)
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')

SELECT * FROM emp LEFT JOIN dept USING (dept)
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')
--> (None, 5, 'eve', Decimal('300.0'), None, None)
--> (30, 6, 'fay', Decimal('50.0'), datetime.date(2020, 6, 1), None)

SELECT * FROM emp RIGHT JOIN dept USING (dept)
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (40, None, None, None, None, 'hr')
--> (None, None, None, None, None, 'none')

SELECT * FROM emp FULL JOIN dept USING (dept)
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (None, 5, 'eve', Decimal('300.0'), None, None)
--> (None, None, None, None, None, 'none')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')
--> (30, 6, 'fay', Decimal('50.0'), datetime.date(2020, 6, 1), None)
--> (40, None, None, None, None, 'hr')

SELECT emp.dept, dept.dept, dept FROM emp FULL JOIN dept USING (dept)
--> error INVALID_EXTRACT_BASE_FIELD_TYPE 42000 17-25 'dept.dept'

SELECT * FROM emp LEFT SEMI JOIN dept USING (dept)
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date>
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1))
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1))
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1))
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1))

SELECT * FROM emp NATURAL JOIN dept
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')

SELECT * FROM emp NATURAL LEFT JOIN dept
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')
--> (None, 5, 'eve', Decimal('300.0'), None, None)
--> (30, 6, 'fay', Decimal('50.0'), datetime.date(2020, 6, 1), None)

SELECT * FROM emp NATURAL FULL OUTER JOIN dept
--> schema struct<dept:int,id:int,name:string,pay:decimal(4,1),hired:date,title:string>
--> (None, 5, 'eve', Decimal('300.0'), None, None)
--> (None, None, None, None, None, 'none')
--> (10, 2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 'dev')
--> (10, 1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 'dev')
--> (20, 3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 'ops')
--> (20, 4, 'dan', None, datetime.date(2020, 4, 1), 'ops')
--> (30, 6, 'fay', Decimal('50.0'), datetime.date(2020, 6, 1), None)
--> (40, None, None, None, None, 'hr')

SELECT * FROM emp JOIN dept USING (nope)
--> error UNRESOLVED_USING_COLUMN_FOR_JOIN 42703

SELECT * FROM emp e JOIN dept d ON e.dept <=> d.dept
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,dept:int,title:string>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev')
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1), 10, 'dev')
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1), 20, 'ops')
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1), 20, 'ops')
--> (5, 'eve', None, Decimal('300.0'), None, None, 'none')

SELECT e.id, d.title FROM emp e JOIN dept d ON e.dept < d.dept
--> schema struct<id:int,title:string>
--> (1, 'ops')
--> (2, 'ops')
--> (1, 'hr')
--> (2, 'hr')
--> (3, 'hr')
--> (4, 'hr')
--> (6, 'hr')

SELECT e.id, d.title FROM emp e LEFT JOIN dept d ON e.dept < d.dept AND d.title <> 'hr'
--> schema struct<id:int,title:string>
--> (1, 'ops')
--> (2, 'ops')
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT a.id, b.id FROM emp a JOIN emp b ON a.dept = b.dept AND a.id < b.id
--> schema struct<id:int,id:int>
--> (1, 2)
--> (3, 4)

SELECT dept FROM emp e JOIN dept d ON e.dept = d.dept
--> error AMBIGUOUS_REFERENCE 42704 7-10 'dept'

SELECT e.id FROM emp e JOIN dept d ON e.dept = d.title
--> error CAST_INVALID_INPUT 22018 38-53 'e.dept = d.title'

SELECT e.id FROM emp e JOIN dept d ON e.dept
--> error JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE 42K0E 23-43 'JOIN dept d ON e.dept'

SELECT e.id FROM emp e JOIN dept d ON true WHERE e.dept = d.dept
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT * FROM emp e JOIN emp e ON 1 = 1 WHERE e.id = 1
--> error AMBIGUOUS_REFERENCE 42704 46-49 'e.id'

SELECT a.x, b.y FROM (SELECT 1 AS x) a, LATERAL (SELECT a.x + 1 AS y) b
--> schema struct<x:int,y:int>
--> (1, 2)

SELECT e.id, l.t FROM emp e, LATERAL (SELECT title AS t FROM dept d WHERE d.dept = e.dept) l
--> schema struct<id:int,t:string>
--> (2, 'dev')
--> (1, 'dev')
--> (4, 'ops')
--> (3, 'ops')

SELECT e.id, l.t FROM emp e LEFT JOIN LATERAL (SELECT title AS t FROM dept d WHERE d.dept = e.dept) l ON true
--> schema struct<id:int,t:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')
--> (5, None)
--> (6, None)

SELECT e.id, l.c FROM emp e JOIN LATERAL (SELECT count(*) AS c FROM dept d WHERE d.dept > e.dept) l
--> schema struct<id:int,c:bigint>
--> (2, 2)
--> (1, 2)
--> (4, 1)
--> (3, 1)
--> (6, 1)
--> (5, 0)

SELECT id, x FROM emp, LATERAL explode(array(id, id * 10)) AS t(x) WHERE id < 3
--> schema struct<id:int,x:int>
--> (1, 1)
--> (1, 10)
--> (2, 2)
--> (2, 20)

SELECT id, n, x FROM emp JOIN LATERAL posexplode(array('a', 'b')) AS t(n, x) ON n = 0
--> schema struct<id:int,n:int,x:string>
--> (1, 0, 'a')
--> (2, 0, 'a')
--> (3, 0, 'a')
--> (4, 0, 'a')
--> (5, 0, 'a')
--> (6, 0, 'a')

SELECT id, x FROM emp LATERAL VIEW explode(array(id, dept)) t AS x WHERE id < 3
--> schema struct<id:int,x:int>
--> (1, 1)
--> (1, 10)
--> (2, 2)
--> (2, 10)

SELECT id, k, v FROM nested LATERAL VIEW explode(m) t AS k, v
--> schema struct<id:int,k:string,v:int>
--> (1, 'k', 1)
--> (1, 'l', 2)

SELECT id, x FROM nested LATERAL VIEW OUTER explode(array()) t AS x
--> schema struct<id:int,x:void>
--> (1, None)

SELECT id, x, y FROM nested LATERAL VIEW explode(arr) t AS x LATERAL VIEW explode(arr) u AS y WHERE x < y
--> schema struct<id:int,x:int,y:int>
--> (1, 1, 2)
--> (1, 1, 3)
--> (1, 2, 3)

SELECT id, t.* FROM nested LATERAL VIEW inline(st) t
--> schema struct<id:int,p:int,q:string>
--> (1, 1, 'u')
--> (1, 2, 'v')

SELECT id, col FROM nested LATERAL VIEW explode(arr) t
--> schema struct<id:int,col:int>
--> (1, 1)
--> (1, 2)
--> (1, 3)

SELECT explode(arr), id FROM nested
--> schema struct<col:int,id:int>
--> (1, 1)
--> (2, 1)
--> (3, 1)

SELECT posexplode(arr) AS (p, v) FROM nested
--> schema struct<p:int,v:int>
--> (0, 1)
--> (1, 2)
--> (2, 3)

SELECT explode(m) AS (k, v) FROM nested
--> schema struct<k:string,v:int>
--> ('k', 1)
--> ('l', 2)

SELECT explode(arr) + 1 FROM nested
--> error UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS 42K0E

SELECT explode(arr), explode(arr) FROM nested
--> schema struct<col:int,col:int>
--> (1, 1)
--> (1, 2)
--> (1, 3)
--> (2, 1)
--> (2, 2)
--> (2, 3)
--> (3, 1)
--> (3, 2)
--> (3, 3)

SELECT explode(id) FROM nested
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-17 'explode(id)'

SELECT inline(st) FROM nested
--> schema struct<p:int,q:string>
--> (1, 'u')
--> (2, 'v')

SELECT stack(2, 1, 'a', 2, 'b') AS (n, s)
--> schema struct<n:int,s:string>
--> (1, 'a')
--> (2, 'b')

SELECT /*+ BROADCAST(d) */ e.id, d.title FROM emp e JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,title:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')

SELECT /*+ MERGE(d), SHUFFLE_HASH(e) */ count(*) FROM emp e JOIN dept d ON e.dept = d.dept
--> schema struct<count(1):bigint>
--> (4,)

SELECT /*+ COALESCE(1) */ id FROM emp
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT /*+ REPARTITION(3, dept) */ count(*) FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 26-29 'dept'

SELECT /*+ NOSUCHHINT(1) */ id FROM emp WHERE id = 1
--> schema struct<id:int>
--> (1,)

SELECT * FROM emp JOIN dept ON emp.dept = dept.dept JOIN sales ON sales.q = emp.id
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,dept:int,title:string,year:int,course:string,earnings:int,q:int>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev', 2013, 'dotNET', 48000, 1)
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev', 2012, 'dotNET', 10000, 1)
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1), 10, 'dev', 2012, 'dotNET', 5000, 2)
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1), 10, 'dev', 2012, 'Java', 20000, 2)
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1), 20, 'ops', 2013, 'Java', 30000, 4)

SELECT * FROM (emp JOIN dept ON emp.dept = dept.dept) WHERE id = 1
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,dept:int,title:string>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev')

SELECT * FROM emp e INNER JOIN (dept d CROSS JOIN (SELECT 1 AS one)) ON e.dept = d.dept WHERE one = id
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,dept:int,title:string,one:int>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev', 1)

SELECT count(*) FROM emp a CROSS JOIN emp b ON a.id = b.id
--> schema struct<count(1):bigint>
--> (6,)

SELECT * FROM emp NATURAL JOIN sales LIMIT 0
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date,year:int,course:string,earnings:int,q:int>

SELECT count(*) FROM dept AS a JOIN dept AS b ON a.dept = b.dept NATURAL JOIN dept AS c
--> schema struct<count(1):bigint>
--> (3,)

SELECT * FROM dept AS a LEFT JOIN dept AS b ON a.dept = b.dept NATURAL JOIN dept AS c
--> schema struct<dept:int,title:string,dept:int,title:string>
--> (10, 'dev', 10, 'dev')
--> (20, 'ops', 20, 'ops')
--> (40, 'hr', 40, 'hr')
