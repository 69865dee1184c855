-- Subqueries.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT (SELECT max(pay) FROM emp)
--> schema struct<scalarsubquery():decimal(4,1)>
--> (Decimal('300.0'),)

SELECT id, (SELECT title FROM dept d WHERE d.dept = e.dept) AS t FROM emp e
--> schema struct<id:int,t:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')
--> (5, None)
--> (6, None)

SELECT id, (SELECT count(*) FROM dept d WHERE d.dept = e.dept) AS c FROM emp e
--> schema struct<id:int,c:bigint>
--> (1, 1)
--> (2, 1)
--> (3, 1)
--> (4, 1)
--> (5, 0)
--> (6, 0)

SELECT id, (SELECT max(pay) FROM emp x WHERE x.dept = e.dept) - pay AS diff FROM emp e
--> schema struct<id:int,diff:decimal(5,1)>
--> (1, Decimal('100.0'))
--> (2, Decimal('0.0'))
--> (3, Decimal('0.0'))
--> (4, None)
--> (5, None)
--> (6, Decimal('0.0'))

SELECT id FROM emp WHERE dept IN (SELECT dept FROM dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp WHERE dept NOT IN (SELECT dept FROM dept)
--> schema struct<id:int>

SELECT id FROM emp WHERE dept NOT IN (SELECT dept FROM dept WHERE dept IS NOT NULL)
--> schema struct<id:int>
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept)
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT id FROM emp e WHERE NOT EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept)
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.dept > e.dept) OR id = 5
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp WHERE (dept, id) IN (SELECT dept, 1 FROM dept)
--> schema struct<id:int>
--> (1,)

SELECT id FROM emp WHERE (dept, id) NOT IN (SELECT dept, 1 FROM dept WHERE dept > 0)
--> schema struct<id:int>
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id, dept IN (SELECT dept FROM dept) AS known FROM emp
--> schema struct<id:int,known:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, False)

SELECT id, EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept) AS known FROM emp e
--> schema struct<id:int,known:boolean>
--> (1, True)
--> (2, True)
--> (3, True)
--> (4, True)
--> (5, False)
--> (6, False)

SELECT id FROM emp e WHERE pay > (SELECT avg(pay) FROM emp x WHERE x.dept = e.dept)
--> schema struct<id:int>
--> (2,)

SELECT id FROM emp e WHERE pay = (SELECT max(pay) FROM emp)
--> schema struct<id:int>
--> (5,)

SELECT (SELECT dept FROM emp)
--> error SCALAR_SUBQUERY_TOO_MANY_ROWS 21000

SELECT (SELECT 1, 2)
--> error INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN 42823 7-19 '(SELECT 1, 2)'

SELECT id FROM emp WHERE dept IN (SELECT dept, title FROM dept)
--> error DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH 42K09 30-62 'IN (SELECT dept, title FROM dept)'

SELECT id FROM emp WHERE id IN (SELECT title FROM dept)
--> error CAST_INVALID_INPUT 22018 28-54 'IN (SELECT title FROM dept)'

SELECT (SELECT id FROM emp WHERE id = 99)
--> schema struct<scalarsubquery():int>
--> (None,)

SELECT dept, (SELECT title FROM dept d WHERE d.dept = e.dept), count(*) FROM emp e GROUP BY dept
--> error SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION 0A000 13-60 '(SELECT title FROM dept d WHERE d.dept = e.dept)'

SELECT dept FROM emp GROUP BY dept HAVING count(*) > (SELECT count(*) - 3 FROM dept)
--> schema struct<dept:int>
--> (10,)
--> (20,)

SELECT sum((SELECT count(*) FROM dept d WHERE d.dept = e.dept)) FROM emp e
--> schema struct<sum(scalarsubquery(dept)):bigint>
--> (4,)

SELECT CASE WHEN id IN (SELECT 1) THEN 'one' ELSE 'other' END FROM emp WHERE id < 3
--> schema struct<CASE WHEN (id IN (listquery())) THEN one ELSE other END:string>
--> ('one',)
--> ('other',)

SELECT id FROM emp e WHERE dept = (SELECT min(dept) FROM dept d WHERE d.dept >= e.dept AND d.title <> 'x')
--> schema struct<id:int>
--> (2,)
--> (1,)
--> (4,)
--> (3,)

SELECT id FROM emp WHERE id = ANY (SELECT 1)
--> error PARSE_SYNTAX_ERROR 42601

SELECT id FROM emp e ORDER BY (SELECT title FROM dept d WHERE d.dept = e.dept), id
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 71-76 'e.dept'

SELECT e.id FROM emp e JOIN dept d ON e.dept = d.dept AND e.id IN (SELECT 1)
--> schema struct<id:int>
--> (1,)

SELECT (SELECT (SELECT max(id) FROM emp) + 1)
--> schema struct<scalarsubquery():int>
--> (7,)

SELECT id FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept AND EXISTS (SELECT 1 FROM sales s WHERE s.q = e.id))
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 124-127 'e.id'

SELECT id, (SELECT sum(x) FROM (SELECT d.dept + e.id AS x FROM dept d WHERE d.dept = e.dept)) FROM emp e
--> schema struct<id:int,scalarsubquery(id, dept):bigint>
--> (1, 11)
--> (2, 12)
--> (3, 23)
--> (4, 24)
--> (5, None)
--> (6, None)

SELECT id, (SELECT title FROM dept d WHERE d.dept = e.dept LIMIT 1) FROM emp e
--> schema struct<id:int,scalarsubquery(dept):string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')
--> (5, None)
--> (6, None)

SELECT id, (SELECT title FROM dept d WHERE d.dept > e.dept ORDER BY d.dept LIMIT 1) FROM emp e
--> schema struct<id:int,scalarsubquery(dept):string>
--> (1, 'ops')
--> (2, 'ops')
--> (3, 'hr')
--> (4, 'hr')
--> (5, None)
--> (6, 'hr')

SELECT id FROM emp e WHERE id IN (SELECT x.id FROM emp x WHERE x.dept = e.dept ORDER BY x.pay DESC LIMIT 1)
--> schema struct<id:int>
--> (2,)
--> (3,)
--> (6,)

SELECT array(SELECT 1)
--> error PARSE_SYNTAX_ERROR 42601

SELECT id, (SELECT count(DISTINCT title) FROM dept d WHERE d.dept <= e.dept) FROM emp e
--> schema struct<id:int,scalarsubquery(dept):bigint>
--> (1, 1)
--> (2, 1)
--> (3, 2)
--> (4, 2)
--> (5, 0)
--> (6, 2)

SELECT id, (SELECT e.id + 1) FROM emp e
--> schema struct<id:int,scalarsubquery(id):int>
--> (1, 2)
--> (2, 3)
--> (3, 4)
--> (4, 5)
--> (5, 6)
--> (6, 7)

SELECT id, (SELECT max(d.dept) + e.id FROM dept d) FROM emp e
--> error UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE 0A000 12-48 'SELECT max(d.dept) + e.id FROM dept d'

SELECT max(id), (SELECT max(dept) FROM dept WHERE dept > max(e.id)) FROM emp e
--> error INVALID_WHERE_CONDITION 42903 17-65 'SELECT max(dept) FROM dept WHERE dept > max(e.id)'

SELECT dept, count(*) FROM emp GROUP BY dept HAVING EXISTS (SELECT 1 FROM sales WHERE earnings > 10000 * max(emp.id)) ORDER BY dept
--> schema struct<dept:int,count(1):bigint>
--> (10, 2)
--> (20, 2)

SELECT col1 FROM VALUES (1, 2), (3, 4) AS t(col1, col2) GROUP BY col1 HAVING MAX(col2) = (SELECT 2 WHERE MAX(col2) = 2)
--> schema struct<col1:int>
--> (1,)

SELECT col1 FROM VALUES (1), (2) AS t1(col1) GROUP BY col1 HAVING (SELECT MAX(t2.col1) FROM VALUES (1) AS t2(col1) WHERE t2.col1 = MAX(t1.col1) GROUP BY t2.col1) = 1
--> schema struct<col1:int>
--> (1,)
