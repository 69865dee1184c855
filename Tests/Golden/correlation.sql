-- Subqueries that read columns of the query around them, beyond plain equalities in WHERE.
CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (1, 10, 5), (2, 10, 7), (3, 20, 11), (4, 20, NULL), (5, NULL, 13), (6, 50, 17), (7, 10, 5) AS t(sid, sdept, amount)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT * FROM VALUES (1, array(1, 2, 3)), (2, array(4)), (3, array()), (4, NULL) AS t(nid, xs)
--> schema struct<>

SELECT id, (SELECT count(*) FROM sales WHERE sdept = dept) FROM emp
--> schema struct<id:int,scalarsubquery(dept):bigint>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, 0)
--> (6, 0)

SELECT id, (SELECT count(*) + 1 FROM sales WHERE sdept = dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 4)
--> (2, 4)
--> (3, 3)
--> (4, 3)
--> (5, 1)
--> (6, 1)

SELECT id, (SELECT coalesce(sum(amount), -1) FROM sales WHERE sdept = dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 17)
--> (2, 17)
--> (3, 11)
--> (4, 11)
--> (5, -1)
--> (6, -1)

SELECT id, (SELECT count(*) FROM sales WHERE sdept > dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 3)
--> (2, 3)
--> (3, 1)
--> (4, 1)
--> (5, 0)
--> (6, 1)

SELECT id, (SELECT sum(amount) FROM sales WHERE sdept <> dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 28)
--> (2, 28)
--> (3, 34)
--> (4, 34)
--> (5, None)
--> (6, 45)

SELECT id, (SELECT sum(amount) FROM sales WHERE sdept < dept OR amount > 12) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 30)
--> (2, 30)
--> (3, 47)
--> (4, 47)
--> (5, 30)
--> (6, 58)

SELECT id, (SELECT sum(amount) FROM sales WHERE sdept <=> dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 17)
--> (2, 17)
--> (3, 11)
--> (4, 11)
--> (5, 13)
--> (6, None)

SELECT id, (SELECT sum(amount) FROM sales WHERE sdept + sid = dept + id) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 5)
--> (2, 7)
--> (3, 11)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id, (SELECT max(amount) FROM sales WHERE sdept = dept AND sid > id) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 7)
--> (2, 5)
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id, (SELECT collect_list(sid) FROM (SELECT * FROM sales ORDER BY sid) WHERE sdept > dept) AS n FROM emp
--> schema struct<id:int,n:array<int>>
--> (1, [3, 4, 6])
--> (2, [3, 4, 6])
--> (3, [6])
--> (4, [6])
--> (5, [])
--> (6, [6])

SELECT id, (SELECT size(collect_list(sid)) FROM sales WHERE sdept = dept) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, 0)
--> (6, 0)

SELECT id, (SELECT count(DISTINCT amount) FROM sales WHERE sdept >= dept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 4)
--> (2, 4)
--> (3, 2)
--> (4, 2)
--> (5, 0)
--> (6, 1)

SELECT id, (SELECT count(*) FROM sales WHERE sdept = dept HAVING count(*) > 1) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, None)
--> (6, None)

SELECT id, (SELECT count(*) FROM sales WHERE sdept = dept GROUP BY sdept) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, None)
--> (6, None)

SELECT id, (SELECT count(*) FROM sales WHERE sdept > dept GROUP BY amount) AS n FROM emp WHERE id = 6
--> schema struct<id:int,n:bigint>
--> (6, 1)

SELECT id, (SELECT count(*) FROM sales WHERE sdept > dept GROUP BY amount) AS n FROM emp
--> error SCALAR_SUBQUERY_TOO_MANY_ROWS 21000

SELECT id, (SELECT sid FROM sales WHERE sdept = dept) AS n FROM emp
--> error SCALAR_SUBQUERY_TOO_MANY_ROWS 21000

SELECT id, (SELECT sid FROM sales WHERE sdept = dept AND sid = 1) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 1)
--> (2, 1)
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id, (SELECT sid FROM sales WHERE sdept > dept AND amount = 17) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 6)
--> (2, 6)
--> (3, 6)
--> (4, 6)
--> (5, None)
--> (6, 6)

SELECT id, (SELECT DISTINCT sdept FROM sales WHERE sdept = dept) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 10)
--> (2, 10)
--> (3, 20)
--> (4, 20)
--> (5, None)
--> (6, None)

SELECT id, (SELECT DISTINCT amount - amount FROM sales WHERE sdept >= dept AND amount IS NOT NULL) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 0)
--> (2, 0)
--> (3, 0)
--> (4, 0)
--> (5, None)
--> (6, 0)

SELECT id, (SELECT sid FROM sales WHERE sdept = dept ORDER BY amount DESC NULLS LAST, sid LIMIT 1) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 2)
--> (2, 2)
--> (3, 3)
--> (4, 3)
--> (5, None)
--> (6, None)

SELECT id, (SELECT sid FROM sales WHERE sdept = dept ORDER BY amount DESC NULLS LAST, sid LIMIT 1 OFFSET 1) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 1)
--> (2, 1)
--> (3, 4)
--> (4, 4)
--> (5, None)
--> (6, None)

SELECT id, (SELECT sum(amount) FROM (SELECT amount FROM sales WHERE sdept = dept ORDER BY sid LIMIT 2)) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 12)
--> (2, 12)
--> (3, 11)
--> (4, 11)
--> (5, None)
--> (6, None)

SELECT id, (SELECT max(x) FROM (SELECT amount AS x FROM sales WHERE sdept = dept UNION ALL SELECT id AS x)) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 7)
--> (2, 7)
--> (3, 11)
--> (4, 11)
--> (5, 5)
--> (6, 6)

SELECT id, (SELECT sum(x) FROM (SELECT amount AS x FROM sales WHERE sdept = dept UNION SELECT sid FROM sales WHERE sid > id)) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 27)
--> (2, 25)
--> (3, 33)
--> (4, 29)
--> (5, 13)
--> (6, 7)

SELECT id, (SELECT count(*) FROM (SELECT sdept FROM sales INTERSECT SELECT dept)) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 1)
--> (2, 1)
--> (3, 1)
--> (4, 1)
--> (5, 1)
--> (6, 0)

SELECT id, (SELECT count(*) FROM (SELECT sid FROM sales EXCEPT SELECT id)) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 6)
--> (2, 6)
--> (3, 6)
--> (4, 6)
--> (5, 6)
--> (6, 6)

SELECT id, (SELECT max(r) FROM (SELECT rank() OVER (ORDER BY amount) AS r FROM sales WHERE sdept = dept)) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 3)
--> (2, 3)
--> (3, 2)
--> (4, 2)
--> (5, None)
--> (6, None)

SELECT id, (SELECT max(r) FROM (SELECT row_number() OVER (PARTITION BY amount ORDER BY sid) AS r FROM sales WHERE sdept > dept)) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 1)
--> (2, 1)
--> (3, 1)
--> (4, 1)
--> (5, None)
--> (6, 1)

SELECT id, (SELECT sum(d.dept) FROM dept d LEFT JOIN sales s ON d.dept = s.sdept AND s.sid > e.id) AS n FROM emp e
--> schema struct<id:int,n:bigint>
--> (1, 100)
--> (2, 90)
--> (3, 70)
--> (4, 70)
--> (5, 70)
--> (6, 70)

SELECT id, (SELECT sum(s.amount) FROM dept d JOIN sales s ON d.dept = s.sdept AND s.sid > e.id) AS n FROM emp e
--> schema struct<id:int,n:bigint>
--> (1, 23)
--> (2, 16)
--> (3, 5)
--> (4, 5)
--> (5, 5)
--> (6, 5)

SELECT id, (SELECT count(d.title) FROM (SELECT * FROM sales WHERE sid > e.id) s LEFT JOIN dept d ON d.dept = s.sdept) AS n FROM emp e
--> schema struct<id:int,n:bigint>
--> (1, 4)
--> (2, 3)
--> (3, 2)
--> (4, 1)
--> (5, 1)
--> (6, 1)

SELECT id, (SELECT count(s.sid) FROM dept d LEFT JOIN (SELECT * FROM sales WHERE sid > e.id) s ON d.dept = s.sdept) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED 0A000 55-90 'SELECT * FROM sales WHERE sid > e.id'

SELECT id, (SELECT count(*) FROM dept d FULL JOIN (SELECT * FROM sales WHERE sid > e.id) s ON d.dept = s.sdept) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED 0A000 51-86 'SELECT * FROM sales WHERE sid > e.id'

SELECT id, (SELECT count(*) FROM dept d RIGHT JOIN (SELECT * FROM sales WHERE sid > e.id) s ON d.dept = s.sdept) AS n FROM emp e
--> schema struct<id:int,n:bigint>
--> (1, 6)
--> (2, 5)
--> (3, 4)
--> (4, 3)
--> (5, 2)
--> (6, 1)

SELECT id, (SELECT count(*) FROM dept d LEFT SEMI JOIN sales s ON d.dept = s.sdept AND s.sid > e.id) AS n FROM emp e
--> schema struct<id:int,n:bigint>
--> (1, 2)
--> (2, 2)
--> (3, 2)
--> (4, 1)
--> (5, 1)
--> (6, 1)

SELECT id, (SELECT e.dept + max(dept) FROM dept WHERE dept < e.dept) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 12-66 'SELECT e.dept + max(dept) FROM dept WHERE dept < e.dept'

SELECT id, (SELECT max(dept + e.id) FROM dept) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES 0A000 19-34 'max(dept + e.id)'

SELECT id, (SELECT max(e.id)) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 12-27 'SELECT max(e.id)'

SELECT id, (SELECT upper(name)) AS n, (SELECT id + 1 WHERE id > 3) AS m FROM emp
--> schema struct<id:int,n:string,m:int>
--> (1, 'ANN', None)
--> (2, 'BOB', None)
--> (3, 'CAT', None)
--> (4, 'DAN', 5)
--> (5, 'EVE', 6)
--> (6, 'FAY', 7)

SELECT id, (SELECT max(x) FROM (SELECT explode(array(id, dept)) AS x)) AS n FROM emp
--> schema struct<id:int,n:int>
--> (1, 10)
--> (2, 10)
--> (3, 20)
--> (4, 20)
--> (5, 5)
--> (6, 30)

SELECT id, (SELECT sum(amount) FROM sales GROUP BY e.id) AS n FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 42-54 'GROUP BY e.id'

SELECT id, (SELECT sum(amount) FROM (VALUES (1, 2), (3, 4)) AS v(k, amount) WHERE k >= id) AS n FROM emp
--> schema struct<id:int,n:bigint>
--> (1, 6)
--> (2, 4)
--> (3, 4)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT id FROM emp e WHERE pay > (SELECT avg(x.pay) FROM emp x WHERE x.dept <> e.dept)
--> schema struct<id:int>
--> (3,)
--> (2,)

SELECT id FROM emp e WHERE (SELECT count(*) FROM sales WHERE sdept = e.dept) = 0
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE (SELECT count(*) FROM sales WHERE sdept > e.dept) < 3
--> schema struct<id:int>
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (6,)

SELECT id FROM emp e WHERE NOT EXISTS (SELECT 1 FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (5,)

SELECT id FROM emp e WHERE EXISTS (SELECT count(*) FROM sales WHERE sdept = e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT sdept FROM sales WHERE sdept = e.dept GROUP BY sdept HAVING count(*) > 2)
--> schema struct<id:int>
--> (1,)
--> (2,)

SELECT id FROM emp e WHERE EXISTS (SELECT amount FROM sales WHERE sdept > e.dept GROUP BY amount HAVING count(*) > 1)
--> schema struct<id:int>

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM sales WHERE sdept = e.dept LIMIT 1)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM sales WHERE sdept = e.dept LIMIT 1 OFFSET 1)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM sales WHERE sdept = e.dept UNION ALL SELECT 1 FROM dept d WHERE d.dept > e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT sdept FROM sales WHERE sid > e.id INTERSECT SELECT dept FROM dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 WHERE e.id > 3)
--> schema struct<id:int>
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE id IN (SELECT sid FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE id NOT IN (SELECT sid FROM sales WHERE sdept = e.dept)
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE id NOT IN (SELECT sid FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)

SELECT id FROM emp e WHERE dept NOT IN (SELECT sdept FROM sales WHERE sid > e.id)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE dept NOT IN (SELECT sdept FROM sales WHERE sdept IS NOT NULL)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE dept NOT IN (SELECT sdept FROM sales WHERE sid > 100)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE (dept, id) NOT IN (SELECT sdept, sid FROM sales)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE id IN (SELECT e.id FROM sales WHERE sdept = e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp e WHERE id IN (SELECT max(sid) FROM sales WHERE sdept = e.dept)
--> schema struct<id:int>
--> (4,)

SELECT id FROM emp e WHERE id + 1 IN (SELECT sid FROM sales WHERE sdept = e.dept UNION SELECT e.id + 1 FROM dept d WHERE d.dept = e.dept + 10)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (6,)

SELECT id FROM emp e WHERE id IN (SELECT sid FROM sales WHERE sdept = e.dept ORDER BY amount DESC NULLS LAST, sid LIMIT 1)
--> schema struct<id:int>
--> (2,)
--> (3,)

SELECT id, EXISTS (SELECT 1 FROM sales WHERE sdept = e.dept) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, False)

SELECT id, EXISTS (SELECT 1 FROM sales WHERE sdept > e.dept) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, True)

SELECT id, EXISTS (SELECT 1 FROM sales WHERE sid > 100) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, False)
--> (2, False)
--> (3, False)
--> (4, False)
--> (5, False)
--> (6, False)

SELECT id, NOT EXISTS (SELECT 1 FROM sales WHERE sdept > e.dept) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, False)
--> (2, False)
--> (3, False)
--> (4, False)
--> (5, True)
--> (6, False)

SELECT id, dept IN (SELECT sdept FROM sales) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, False)

SELECT id, dept IN (SELECT sdept FROM sales WHERE sdept IS NOT NULL) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, False)

SELECT id, dept NOT IN (SELECT sdept FROM sales WHERE sid > e.id) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, False)
--> (2, False)
--> (3, False)
--> (4, False)
--> (5, False)
--> (6, True)

SELECT id, dept IN (SELECT sdept FROM sales WHERE amount = e.id + 4) AS x FROM emp e
--> schema struct<id:int,x:boolean>
--> (1, True)
--> (2, False)
--> (3, False)
--> (4, False)
--> (5, False)
--> (6, False)

SELECT id, CASE WHEN EXISTS (SELECT 1 FROM sales WHERE sdept = e.dept AND sid > e.id) THEN 'some' ELSE 'none' END AS x FROM emp e
--> schema struct<id:int,x:string>
--> (1, 'some')
--> (2, 'some')
--> (3, 'some')
--> (4, 'none')
--> (5, 'none')
--> (6, 'none')

SELECT id FROM emp e WHERE id = 5 OR EXISTS (SELECT 1 FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE id = 5 OR id IN (SELECT sid FROM sales WHERE sdept > e.dept)
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE id > 100 OR dept NOT IN (SELECT sdept FROM sales WHERE sid > e.id)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE coalesce(dept IN (SELECT sdept FROM sales WHERE sid > e.id), true)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)

SELECT dept, max(pay) FROM emp e GROUP BY dept HAVING max(pay) > (SELECT min(amount) FROM sales WHERE sdept = dept)
--> schema struct<dept:int,max(pay):decimal(4,1)>
--> (10, Decimal('200.0'))
--> (20, Decimal('150.0'))

SELECT dept, count(*) FROM emp e GROUP BY dept HAVING EXISTS (SELECT 1 FROM sales s WHERE s.sdept > e.dept)
--> schema struct<dept:int,count(1):bigint>
--> (10, 2)
--> (20, 2)
--> (30, 1)

SELECT dept, (SELECT sum(amount) FROM sales WHERE sdept > e.dept) AS x, count(*) FROM emp e GROUP BY dept
--> error SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION 0A000 13-64 '(SELECT sum(amount) FROM sales WHERE sdept > e.dept)'

SELECT sum((SELECT count(*) FROM sales WHERE sdept > e.dept)) AS x FROM emp e
--> schema struct<x:bigint>
--> (9,)

SELECT (SELECT count(*) FROM sales WHERE sdept > e.dept) AS x, count(*) FROM emp e GROUP BY (SELECT count(*) FROM sales WHERE sdept > e.dept)
--> schema struct<x:bigint,count(1):bigint>
--> (3, 2)
--> (1, 3)
--> (0, 1)

SELECT id FROM emp e JOIN dept d ON e.dept = d.dept AND EXISTS (SELECT 1 FROM sales WHERE sdept > d.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept AND (SELECT count(*) FROM sales WHERE sdept > d.dept) > 1)
--> schema struct<id:int>
--> (1,)
--> (2,)

SELECT id, (SELECT sum(n) FROM (SELECT (SELECT count(*) FROM sales WHERE sdept > d.dept) AS n FROM dept d WHERE d.dept >= e.dept)) AS x FROM emp e
--> schema struct<id:int,x:bigint>
--> (1, 5)
--> (2, 5)
--> (3, 2)
--> (6, 1)
--> (4, 2)
--> (5, None)

SELECT id, rank() OVER (ORDER BY (SELECT count(*) FROM sales WHERE sdept > e.dept)) AS x FROM emp e
--> schema struct<id:int,x:int>
--> (5, 1)
--> (3, 2)
--> (4, 2)
--> (6, 2)
--> (1, 5)
--> (2, 5)

SELECT id FROM emp e WHERE dept = (SELECT DISTINCT sdept FROM sales WHERE sdept = e.dept AND amount > e.id)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

WITH t AS (SELECT id, dept, rand(7) AS r FROM emp) SELECT id, (SELECT count(*) FROM sales WHERE sdept > t.dept AND r < 2) AS x FROM t
--> schema struct<id:int,x:bigint>
--> (1, 3)
--> (2, 3)
--> (3, 1)
--> (4, 1)
--> (5, 0)
--> (6, 1)

SELECT id FROM emp e WHERE id > (SELECT count(*) FROM range(10) WHERE id > e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT e.id, (SELECT max(x) FROM nested LATERAL VIEW explode(xs) AS x WHERE nid >= e.id) AS m FROM emp e
--> schema struct<id:int,m:int>
--> (1, 4)
--> (2, 4)
--> (3, None)
--> (4, None)
--> (5, None)
--> (6, None)

SELECT nid, (SELECT sum(x) FROM (SELECT explode(xs) AS x)) AS s FROM nested
--> schema struct<nid:int,s:bigint>
--> (1, 6)
--> (2, 4)
--> (3, None)
--> (4, None)

SELECT nid, (SELECT count(*) FROM sales TABLESAMPLE (100 PERCENT) WHERE sid > nid) AS s FROM nested
--> schema struct<nid:int,s:bigint>
--> (1, 6)
--> (2, 5)
--> (3, 4)
--> (4, 3)
