-- QUALIFY.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT id, name, row_number() OVER (PARTITION BY dept ORDER BY pay) AS rn FROM emp QUALIFY rn = 1
--> schema struct<id:int,name:string,rn:int>
--> (5, 'eve', 1)
--> (1, 'ann', 1)
--> (4, 'dan', 1)
--> (6, 'fay', 1)

SELECT id, name FROM emp QUALIFY row_number() OVER (PARTITION BY dept ORDER BY id) = 1
--> schema struct<id:int,name:string>
--> (5, 'eve')
--> (1, 'ann')
--> (3, 'cat')
--> (6, 'fay')

SELECT dept, sum(pay) AS total FROM emp GROUP BY dept QUALIFY rank() OVER (ORDER BY sum(pay) DESC) <= 2
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 88-90 'pay'

SELECT dept, count(*) AS c FROM emp GROUP BY dept HAVING count(*) > 0 QUALIFY sum(c) OVER () > 3
--> schema struct<dept:int,c:bigint>
--> (10, 2)
--> (20, 2)
--> (30, 1)
--> (None, 1)

SELECT id FROM emp WHERE pay > 100 QUALIFY max(pay) OVER () = pay
--> schema struct<id:int>
--> (5,)

SELECT id, max(pay) OVER w AS top FROM emp WINDOW w AS (PARTITION BY dept) QUALIFY top > 150 ORDER BY id
--> schema struct<id:int,top:decimal(4,1)>
--> (1, Decimal('200.0'))
--> (2, Decimal('200.0'))
--> (5, Decimal('300.0'))

SELECT DISTINCT dept FROM emp QUALIFY count(*) OVER (PARTITION BY dept) > 1 ORDER BY dept
--> schema struct<dept:int>
--> (10,)
--> (20,)

SELECT id FROM emp QUALIFY id > 3
--> error QUALIFY_REQUIRES_WINDOW_FUNCTION 42903

SELECT * FROM emp QUALIFY dense_rank() OVER (ORDER BY dept) = 1
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (5, 'eve', None, Decimal('300.0'), None)

SELECT name, row_number() OVER (ORDER BY id) rn FROM emp QUALIFY rn > 2 ORDER BY id DESC LIMIT 2
--> schema struct<name:string,rn:int>
--> ('fay', 6)
--> ('eve', 5)

SELECT id FROM emp QUALIFY id
--> error QUALIFY_REQUIRES_WINDOW_FUNCTION 42903
