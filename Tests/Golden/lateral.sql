-- LATERAL: relations that read columns of those before them.
CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0), (2, "bob", 10, 200.0), (3, "cat", 20, 150.0), (4, "dan", 20, NULL), (5, "eve", NULL, 300.0), (6, "fay", 30, 50.0) AS t(id, name, dept, pay)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (1, 10, 5), (2, 10, 7), (3, 20, 11), (4, 20, NULL), (5, NULL, 13), (6, 50, 17), (7, 10, 5) AS t(sid, sdept, amount)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT * FROM VALUES (1, array(1, 2, 3)), (2, array(4)), (3, array()), (4, NULL) AS t(nid, xs)
--> schema struct<>

SELECT * FROM emp, LATERAL (SELECT id + 1 AS y)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),y:int>
--> (1, 'ann', 10, Decimal('100.0'), 2)
--> (2, 'bob', 10, Decimal('200.0'), 3)
--> (3, 'cat', 20, Decimal('150.0'), 4)
--> (4, 'dan', 20, None, 5)
--> (5, 'eve', None, Decimal('300.0'), 6)
--> (6, 'fay', 30, Decimal('50.0'), 7)

SELECT * FROM emp, LATERAL (SELECT id + 1 AS y, upper(name) AS n) AS l
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),y:int,n:string>
--> (1, 'ann', 10, Decimal('100.0'), 2, 'ANN')
--> (2, 'bob', 10, Decimal('200.0'), 3, 'BOB')
--> (3, 'cat', 20, Decimal('150.0'), 4, 'CAT')
--> (4, 'dan', 20, None, 5, 'DAN')
--> (5, 'eve', None, Decimal('300.0'), 6, 'EVE')
--> (6, 'fay', 30, Decimal('50.0'), 7, 'FAY')

SELECT * FROM emp, LATERAL (SELECT id + 1) AS l(y)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),y:int>
--> (1, 'ann', 10, Decimal('100.0'), 2)
--> (2, 'bob', 10, Decimal('200.0'), 3)
--> (3, 'cat', 20, Decimal('150.0'), 4)
--> (4, 'dan', 20, None, 5)
--> (5, 'eve', None, Decimal('300.0'), 6)
--> (6, 'fay', 30, Decimal('50.0'), 7)

SELECT id, y FROM emp JOIN LATERAL (SELECT id * 2 AS y) ON y > 4
--> schema struct<id:int,y:int>
--> (3, 6)
--> (4, 8)
--> (5, 10)
--> (6, 12)

SELECT id, y FROM emp LEFT JOIN LATERAL (SELECT id * 2 AS y) ON y > 4
--> schema struct<id:int,y:int>
--> (1, None)
--> (2, None)
--> (3, 6)
--> (4, 8)
--> (5, 10)
--> (6, 12)

SELECT id, sid FROM emp, LATERAL (SELECT sid FROM sales WHERE sdept = dept)
--> schema struct<id:int,sid:int>
--> (2, 1)
--> (1, 1)
--> (2, 2)
--> (1, 2)
--> (4, 3)
--> (3, 3)
--> (4, 4)
--> (3, 4)
--> (2, 7)
--> (1, 7)

SELECT id, sid FROM emp, LATERAL (SELECT sid FROM sales WHERE sdept > dept)
--> schema struct<id:int,sid:int>
--> (1, 3)
--> (2, 3)
--> (1, 4)
--> (2, 4)
--> (1, 6)
--> (2, 6)
--> (3, 6)
--> (4, 6)
--> (6, 6)

SELECT id, sid FROM emp LEFT JOIN LATERAL (SELECT sid FROM sales WHERE sdept = dept)
--> schema struct<id:int,sid:int>
--> (1, 7)
--> (1, 2)
--> (1, 1)
--> (2, 7)
--> (2, 2)
--> (2, 1)
--> (3, 4)
--> (3, 3)
--> (4, 4)
--> (4, 3)
--> (5, None)
--> (6, None)

SELECT id, sid FROM emp LEFT JOIN LATERAL (SELECT sid FROM sales WHERE sdept > dept AND amount > 11)
--> schema struct<id:int,sid:int>
--> (1, 6)
--> (2, 6)
--> (3, 6)
--> (4, 6)
--> (5, None)
--> (6, 6)

SELECT id, sid FROM emp LEFT JOIN LATERAL (SELECT sid FROM sales WHERE sdept = dept) s ON s.sid > emp.id
--> schema struct<id:int,sid:int>
--> (1, 7)
--> (1, 2)
--> (2, 7)
--> (3, 4)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id, n FROM emp, LATERAL (SELECT count(*) AS n FROM sales WHERE sdept = dept)
--> schema struct<id:int,n:bigint>
--> (2, 3)
--> (1, 3)
--> (4, 2)
--> (3, 2)
--> (6, 0)
--> (5, 0)

SELECT id, n, m FROM emp, LATERAL (SELECT count(*) AS n, sum(amount) AS m FROM sales WHERE sdept > dept)
--> schema struct<id:int,n:bigint,m:bigint>
--> (2, 3, 28)
--> (1, 3, 28)
--> (4, 1, 17)
--> (3, 1, 17)
--> (6, 1, 17)
--> (5, 0, None)

SELECT id, n FROM emp, LATERAL (SELECT count(*) + 1 AS n FROM sales WHERE sdept = dept HAVING count(*) > 1)
--> schema struct<id:int,n:bigint>
--> (2, 4)
--> (1, 4)
--> (4, 3)
--> (3, 3)

SELECT id, amount, n FROM emp, LATERAL (SELECT amount, count(*) AS n FROM sales WHERE sdept = dept GROUP BY amount)
--> schema struct<id:int,amount:int,n:bigint>
--> (2, 5, 2)
--> (1, 5, 2)
--> (2, 7, 1)
--> (1, 7, 1)
--> (4, 11, 1)
--> (3, 11, 1)
--> (4, None, 1)
--> (3, None, 1)

SELECT id, amount, n FROM emp, LATERAL (SELECT amount, count(*) AS n FROM sales WHERE sdept > dept GROUP BY amount)
--> schema struct<id:int,amount:int,n:bigint>
--> (2, 11, 1)
--> (1, 11, 1)
--> (4, 17, 1)
--> (3, 17, 1)
--> (6, 17, 1)
--> (2, None, 1)
--> (1, None, 1)
--> (2, 17, 1)
--> (1, 17, 1)

SELECT id, amount FROM emp, LATERAL (SELECT DISTINCT amount FROM sales WHERE sdept <> dept)
--> schema struct<id:int,amount:int>
--> (4, 5)
--> (3, 5)
--> (6, 5)
--> (2, 11)
--> (1, 11)
--> (4, 7)
--> (3, 7)
--> (6, 7)
--> (6, 11)
--> (4, 17)
--> (3, 17)
--> (6, 17)
--> (2, 17)
--> (1, 17)
--> (2, None)
--> (1, None)
--> (6, None)

SELECT id, sid FROM emp, LATERAL (SELECT sid FROM sales WHERE sdept = dept ORDER BY sid DESC LIMIT 1)
--> schema struct<id:int,sid:int>
--> (2, 7)
--> (1, 7)
--> (4, 4)
--> (3, 4)

SELECT id, sid FROM emp LEFT JOIN LATERAL (SELECT sid FROM sales WHERE sdept = dept ORDER BY amount DESC NULLS LAST, sid LIMIT 2) ON true
--> schema struct<id:int,sid:int>
--> (1, 1)
--> (1, 2)
--> (2, 1)
--> (2, 2)
--> (3, 4)
--> (3, 3)
--> (4, 4)
--> (4, 3)
--> (5, None)
--> (6, None)

SELECT id, sid FROM emp LEFT JOIN LATERAL (SELECT sid FROM sales WHERE sdept > dept ORDER BY sid LIMIT 1 OFFSET 1) ON true
--> schema struct<id:int,sid:int>
--> (1, 4)
--> (2, 4)
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id, x FROM emp, LATERAL (SELECT sid AS x FROM sales WHERE sdept = dept UNION ALL SELECT id * 100)
--> schema struct<id:int,x:int>
--> (1, 7)
--> (1, 2)
--> (1, 1)
--> (2, 7)
--> (2, 2)
--> (2, 1)
--> (4, 4)
--> (4, 3)
--> (3, 4)
--> (3, 3)
--> (1, 100)
--> (2, 200)
--> (3, 300)
--> (4, 400)
--> (6, 600)
--> (5, 500)

SELECT id, x FROM emp, LATERAL (SELECT amount AS x FROM sales WHERE sdept = dept UNION SELECT 5)
--> schema struct<id:int,x:int>
--> (2, 5)
--> (1, 5)
--> (2, 7)
--> (1, 7)
--> (4, 11)
--> (3, 11)
--> (4, 5)
--> (3, 5)
--> (6, 5)
--> (4, None)
--> (3, None)
--> (5, 5)

SELECT id, x FROM emp, LATERAL (SELECT sid AS x FROM sales INTERSECT SELECT id)
--> schema struct<id:int,x:int>
--> (2, 2)
--> (1, 1)
--> (3, 3)
--> (4, 4)
--> (5, 5)
--> (6, 6)

SELECT id, x FROM emp, LATERAL (SELECT sid AS x FROM sales WHERE sid < 4 EXCEPT SELECT id)
--> schema struct<id:int,x:int>
--> (2, 1)
--> (2, 3)
--> (1, 2)
--> (1, 3)
--> (3, 1)
--> (3, 2)
--> (4, 1)
--> (4, 2)
--> (4, 3)
--> (5, 1)
--> (5, 2)
--> (5, 3)
--> (6, 1)
--> (6, 2)
--> (6, 3)

SELECT id, sid, r FROM emp, LATERAL (SELECT sid, row_number() OVER (ORDER BY amount, sid) AS r FROM sales WHERE sdept = dept)
--> schema struct<id:int,sid:int,r:int>
--> (2, 1, 1)
--> (1, 1, 1)
--> (2, 7, 2)
--> (1, 7, 2)
--> (2, 2, 3)
--> (1, 2, 3)
--> (4, 4, 1)
--> (3, 4, 1)
--> (4, 3, 2)
--> (3, 3, 2)

SELECT id, sid, r FROM emp, LATERAL (SELECT sid, sum(amount) OVER (PARTITION BY sdept ORDER BY sid) AS r FROM sales WHERE sdept > dept)
--> schema struct<id:int,sid:int,r:bigint>
--> (2, 3, 11)
--> (1, 3, 11)
--> (2, 4, 11)
--> (1, 4, 11)
--> (2, 6, 17)
--> (1, 6, 17)
--> (4, 6, 17)
--> (3, 6, 17)
--> (6, 6, 17)

SELECT id, a, b FROM emp, LATERAL (SELECT id + 1 AS a), LATERAL (SELECT a + id AS b)
--> schema struct<id:int,a:int,b:int>
--> (1, 2, 3)
--> (2, 3, 5)
--> (3, 4, 7)
--> (4, 5, 9)
--> (5, 6, 11)
--> (6, 7, 13)

SELECT id, a, b FROM emp, LATERAL (SELECT a, b FROM (SELECT id + 1 AS a), LATERAL (SELECT a * 2 AS b))
--> schema struct<id:int,a:int,b:int>
--> (1, 2, 4)
--> (2, 3, 6)
--> (3, 4, 8)
--> (4, 5, 10)
--> (5, 6, 12)
--> (6, 7, 14)

SELECT id, a, b FROM emp, LATERAL (SELECT a, b FROM (SELECT id + 1 AS a), LATERAL (SELECT a + id AS b))
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 94-95 'id'

SELECT e.id, d.title, s.n FROM emp e JOIN dept d ON e.dept = d.dept, LATERAL (SELECT count(*) AS n FROM sales WHERE sdept = d.dept AND sid > e.id) s
--> schema struct<id:int,title:string,n:bigint>
--> (1, 'dev', 2)
--> (2, 'dev', 1)
--> (4, 'ops', 0)
--> (3, 'ops', 1)

SELECT e.id, l.sid, l.title FROM emp e, LATERAL (SELECT s.sid, d.title FROM sales s LEFT JOIN dept d ON s.sdept = d.dept AND d.dept = e.dept WHERE s.sid > e.id) l
--> schema struct<id:int,sid:int,title:string>
--> (1, 2, 'dev')
--> (2, 3, None)
--> (1, 3, None)
--> (2, 4, None)
--> (1, 4, None)
--> (3, 4, 'ops')
--> (2, 5, None)
--> (1, 5, None)
--> (4, 5, None)
--> (3, 5, None)
--> (2, 6, None)
--> (1, 6, None)
--> (4, 6, None)
--> (3, 6, None)
--> (5, 6, None)
--> (2, 7, 'dev')
--> (1, 7, 'dev')
--> (4, 7, None)
--> (3, 7, None)
--> (6, 7, None)
--> (5, 7, None)

SELECT id, x FROM emp, LATERAL (SELECT explode(array(id, dept)) AS x)
--> schema struct<id:int,x:int>
--> (1, 1)
--> (1, 10)
--> (2, 2)
--> (2, 10)
--> (3, 3)
--> (3, 20)
--> (4, 4)
--> (4, 20)
--> (5, 5)
--> (5, None)
--> (6, 6)
--> (6, 30)

SELECT nid, x FROM nested, LATERAL (SELECT explode(xs) AS x)
--> schema struct<nid:int,x:int>
--> (1, 1)
--> (1, 2)
--> (1, 3)
--> (2, 4)

SELECT nid, x FROM nested, LATERAL explode(xs) AS t(x)
--> schema struct<nid:int,x:int>
--> (1, 1)
--> (1, 2)
--> (1, 3)
--> (2, 4)

SELECT nid, x FROM nested LEFT JOIN LATERAL explode(xs) AS t(x)
--> schema struct<nid:int,x:int>
--> (1, 1)
--> (1, 2)
--> (1, 3)
--> (2, 4)

SELECT nid, x, y FROM nested, LATERAL explode(xs) AS t(x), LATERAL (SELECT x * 10 AS y)
--> schema struct<nid:int,x:int,y:int>
--> (1, 1, 10)
--> (1, 2, 20)
--> (1, 3, 30)
--> (2, 4, 40)

SELECT nid, s FROM nested, LATERAL (SELECT sum(x) AS s FROM explode(xs) AS t(x))
--> schema struct<nid:int,s:bigint>
--> (2, 4)
--> (1, 6)
--> (3, None)
--> (4, None)

SELECT id, y FROM emp, LATERAL (SELECT * FROM VALUES (1), (2) AS v(y) WHERE y >= id)
--> schema struct<id:int,y:int>
--> (1, 1)
--> (1, 2)
--> (2, 2)

SELECT id, x FROM emp, LATERAL (SELECT id AS x FROM range(3) AS r WHERE r.id < emp.id)
--> schema struct<id:int,x:bigint>
--> (1, 0)
--> (2, 0)
--> (2, 1)
--> (3, 0)
--> (3, 1)
--> (3, 2)
--> (4, 0)
--> (4, 1)
--> (4, 2)
--> (5, 0)
--> (5, 1)
--> (5, 2)
--> (6, 0)
--> (6, 1)
--> (6, 2)

SELECT id, y FROM emp CROSS JOIN LATERAL (SELECT id + 1 AS y)
--> schema struct<id:int,y:int>
--> (1, 2)
--> (2, 3)
--> (3, 4)
--> (4, 5)
--> (5, 6)
--> (6, 7)

SELECT id, y FROM emp RIGHT JOIN LATERAL (SELECT id + 1 AS y)
--> error INVALID_LATERAL_JOIN_TYPE 42613 22-60 'RIGHT JOIN LATERAL (SELECT id + 1 AS y)'

SELECT id, y FROM emp FULL JOIN LATERAL (SELECT id + 1 AS y)
--> error INVALID_LATERAL_JOIN_TYPE 42613 22-59 'FULL JOIN LATERAL (SELECT id + 1 AS y)'

SELECT id FROM emp LEFT SEMI JOIN LATERAL (SELECT id + 1 AS y) ON true
--> error INVALID_LATERAL_JOIN_TYPE 42613 19-69 'LEFT SEMI JOIN LATERAL (SELECT id + 1 AS y) ON true'

SELECT id FROM emp NATURAL JOIN LATERAL (SELECT id, 1 AS z)
--> error INCOMPATIBLE_JOIN_TYPES 42613 19-58 'NATURAL JOIN LATERAL (SELECT id, 1 AS z)'

SELECT id, z FROM emp JOIN LATERAL (SELECT id, 1 AS z) USING (id)
--> error UNSUPPORTED_FEATURE.LATERAL_JOIN_USING 0A000 22-64 'JOIN LATERAL (SELECT id, 1 AS z) USING (id)'

SELECT * FROM LATERAL (SELECT 1 AS x)
--> schema struct<x:int>
--> (1,)

SELECT * FROM emp, LATERAL (SELECT emp.*)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),id:int,name:string,dept:int,pay:decimal(4,1)>
--> (1, 'ann', 10, Decimal('100.0'), 1, 'ann', 10, Decimal('100.0'))
--> (2, 'bob', 10, Decimal('200.0'), 2, 'bob', 10, Decimal('200.0'))
--> (3, 'cat', 20, Decimal('150.0'), 3, 'cat', 20, Decimal('150.0'))
--> (4, 'dan', 20, None, 4, 'dan', 20, None)
--> (5, 'eve', None, Decimal('300.0'), 5, 'eve', None, Decimal('300.0'))
--> (6, 'fay', 30, Decimal('50.0'), 6, 'fay', 30, Decimal('50.0'))

SELECT * FROM emp, LATERAL (SELECT *)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1)>
--> (1, 'ann', 10, Decimal('100.0'))
--> (2, 'bob', 10, Decimal('200.0'))
--> (3, 'cat', 20, Decimal('150.0'))
--> (4, 'dan', 20, None)
--> (5, 'eve', None, Decimal('300.0'))
--> (6, 'fay', 30, Decimal('50.0'))

SELECT id, m FROM emp e, LATERAL (SELECT max(pay) AS m FROM emp x WHERE x.dept = e.dept AND x.id <> e.id)
--> schema struct<id:int,m:decimal(4,1)>
--> (1, Decimal('200.0'))
--> (2, Decimal('100.0'))
--> (3, None)
--> (4, Decimal('150.0'))
--> (6, None)
--> (5, None)

SELECT id, m FROM emp e, LATERAL (SELECT max(e.pay) AS m FROM sales)
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 34-66 'SELECT max(e.pay) AS m FROM sales'

SELECT id, m FROM emp e, LATERAL (SELECT sum(amount + e.id) AS m FROM sales WHERE sdept = e.dept)
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES 0A000 41-58 'sum(amount + e.id)'

SELECT id, m FROM emp e, LATERAL (SELECT sum(amount) + e.id AS m FROM sales WHERE sdept = e.dept)
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 34-95 'SELECT sum(amount) + e.id AS m FROM sales WHERE sdept = e.dept'

SELECT id, c FROM emp e, LATERAL (SELECT (SELECT count(*) FROM sales WHERE sdept > d.dept) AS c FROM dept d WHERE d.dept = e.dept)
--> schema struct<id:int,c:bigint>
--> (2, 3)
--> (1, 3)
--> (4, 1)
--> (3, 1)

SELECT id, c FROM emp e, LATERAL (SELECT d.title AS c FROM dept d WHERE EXISTS (SELECT 1 FROM sales WHERE sdept = d.dept) AND d.dept >= e.dept)
--> schema struct<id:int,c:string>
--> (1, 'dev')
--> (2, 'dev')
--> (1, 'ops')
--> (2, 'ops')
--> (3, 'ops')
--> (4, 'ops')

SELECT id, r > 2 FROM (SELECT id, rand(3) AS r FROM emp), LATERAL (SELECT r AS q)
--> schema struct<id:int,(r > 2):boolean>
--> (1, False)
--> (2, False)
--> (3, False)
--> (4, False)
--> (5, False)
--> (6, False)

SELECT id, q FROM emp, LATERAL (SELECT rand(3) > 2 AS q)
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.NON_DETERMINISTIC_LATERAL_SUBQUERIES 0A000 13-55 'FROM emp, LATERAL (SELECT rand(3) > 2 AS q)'

SELECT id, q FROM emp, LATERAL (SELECT id + rand(3) > 100 AS q)
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.NON_DETERMINISTIC_LATERAL_SUBQUERIES 0A000 13-62 'FROM emp, LATERAL (SELECT id + rand(3) > 100 AS q)'

SELECT id, t.a FROM emp, (SELECT id AS a) t
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 33-34 'id'

SELECT id, t.a FROM emp, LATERAL (SELECT nosuch AS a) t
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 41-46 'nosuch'

SELECT id, sid FROM emp, LATERAL (SELECT sid FROM sales WHERE sdept = dept AND amount = (SELECT max(amount) FROM sales x WHERE x.sdept = sales.sdept))
--> schema struct<id:int,sid:int>
--> (2, 2)
--> (1, 2)
--> (4, 3)
--> (3, 3)

SELECT dept, n FROM (SELECT DISTINCT dept FROM emp), LATERAL (SELECT count(*) AS n FROM sales WHERE sdept = dept)
--> schema struct<dept:int,n:bigint>
--> (10, 3)
--> (20, 2)
--> (30, 0)
--> (None, 0)

SELECT id, n FROM emp JOIN LATERAL (SELECT count(*) AS n FROM sales WHERE sdept = dept) ON n > 1
--> schema struct<id:int,n:bigint>
--> (2, 3)
--> (1, 3)
--> (4, 2)
--> (3, 2)

SELECT id, n FROM emp LEFT JOIN LATERAL (SELECT count(*) AS n FROM sales WHERE sdept = dept) ON n > 1
--> schema struct<id:int,n:bigint>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, None)
--> (6, None)

SELECT nid, x FROM nested LEFT JOIN LATERAL explode(xs) AS t(x) ON true
--> schema struct<nid:int,x:int>
--> (1, 3)
--> (1, 2)
--> (1, 1)
--> (2, 4)
--> (3, None)
--> (4, None)

SELECT nid, x FROM nested LEFT JOIN LATERAL explode(xs) AS t(x) ON x > 2
--> schema struct<nid:int,x:int>
--> (1, 3)
--> (2, 4)
--> (3, None)
--> (4, None)

SELECT nid, x FROM nested LEFT JOIN LATERAL (SELECT x FROM explode(xs) AS t(x)) ON x > 2
--> schema struct<nid:int,x:int>
--> (1, 3)
--> (2, 4)
--> (3, None)
--> (4, None)

SELECT * FROM VALUES (1, 2) AS t(a, b), LATERAL (SELECT t.a + 1, t.a, abs(t.b))
--> schema struct<a:int,b:int,(outer(t.a) + 1):int,a:int,abs(outer(t.b)):int>
--> (1, 2, 2, 1, 2)

SELECT * FROM VALUES (1, 2) AS t(a, b), LATERAL (SELECT t.a + c FROM VALUES (3) AS u(c))
--> schema struct<a:int,b:int,(outer(t.a) + c):int>
--> (1, 2, 4)
