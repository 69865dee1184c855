-- PIVOT.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR course IN ('dotNET', 'Java'))
--> schema struct<year:int,dotNET:bigint,Java:bigint>
--> (2012, 15000, 20000)
--> (2013, 48000, 30000)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR year IN (2012, 2013)) ORDER BY course
--> schema struct<course:string,2012:bigint,2013:bigint>
--> (None, None, 100)
--> ('Java', 20000, 30000)
--> ('dotNET', 15000, 48000)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings), avg(earnings) FOR course IN ('dotNET', 'Java'))
--> schema struct<year:int,dotNET_sum(earnings):bigint,dotNET_avg(earnings):double,Java_sum(earnings):bigint,Java_avg(earnings):double>
--> (2012, 15000, 7500.0, 20000, 20000.0)
--> (2013, 48000, 48000.0, 30000, 30000.0)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) AS s, max(earnings) m FOR course IN ('dotNET' AS net, 'Java' j))
--> schema struct<year:int,net_s:bigint,net_m:int,j_s:bigint,j_m:int>
--> (2012, 15000, 10000, 20000, 20000)
--> (2013, 48000, 48000, 30000, 30000)

SELECT * FROM sales PIVOT (sum(earnings) FOR course IN ('dotNET' AS net, 'Java'))
--> schema struct<year:int,q:int,net:bigint,Java:bigint>
--> (2012, 1, 10000, None)
--> (2012, 2, 5000, 20000)
--> (2013, 1, 48000, None)
--> (2013, 4, None, 30000)
--> (2013, None, None, None)

SELECT * FROM (SELECT course, earnings FROM sales) PIVOT (sum(earnings) FOR course IN ('dotNET', 'Java'))
--> schema struct<dotNET:bigint,Java:bigint>
--> (63000, 50000)

SELECT * FROM (SELECT year, course, earnings, q FROM sales) PIVOT (sum(earnings) FOR (course, q) IN (('dotNET', 1), ('Java', 2)))
--> schema struct<year:int,{dotNET, 1}:bigint,{Java, 2}:bigint>
--> (2012, 10000, 20000)
--> (2013, 48000, None)

SELECT * FROM (SELECT year, course, earnings, q FROM sales) PIVOT (sum(earnings) AS s FOR (course, q) IN (('dotNET', 1) AS a, ('Java', 2) AS b)) AS p WHERE a > 10000
--> schema struct<year:int,a:bigint,b:bigint>
--> (2013, 48000, None)

SELECT p.year, p.net FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR course IN ('dotNET' net)) p
--> schema struct<year:int,net:bigint>
--> (2012, 15000)
--> (2013, 48000)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (ceil(sum(earnings)) + 1 AS x FOR course IN ('dotNET', 'Java'))
--> schema struct<year:int,dotNET:bigint,Java:bigint>
--> (2012, 15001, 20001)
--> (2013, 48001, 30001)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (count(*) FOR course IN ('dotNET', NULL))
--> schema struct<year:int,earnings:int,dotNET:bigint,null:bigint>
--> (2012, 10000, 1, None)
--> (2012, 20000, None, None)
--> (2012, 5000, 1, None)
--> (2013, 100, None, 1)
--> (2013, 30000, None, None)
--> (2013, 48000, 1, None)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (count(DISTINCT earnings) FOR course IN ('dotNET', 'Java'))
--> schema struct<year:int,dotNET:bigint,Java:bigint>
--> (2012, 2, 1)
--> (2013, 1, 1)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (earnings FOR course IN ('dotNET', 'Java'))
--> error _LEGACY_ERROR_TEMP_1006 None

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR nope IN ('dotNET', 'Java'))
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 57-108 "PIVOT (sum(earnings) FOR nope IN ('dotNET', 'Java'))"

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR course IN (year))
--> error NON_LITERAL_PIVOT_VALUES 42K08

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR course IN ('dotNET', 2))
--> schema struct<year:int,dotNET:bigint,2:bigint>
--> (2012, 15000, None)
--> (2013, 48000, None)

SELECT * FROM (SELECT year, course, earnings FROM sales) PIVOT (sum(earnings) FOR (course, year) IN ('dotNET', 'Java'))
--> error PIVOT_VALUE_DATA_TYPE_MISMATCH 42K09

SELECT * FROM sales PIVOT (sum(earnings) FOR year IN (2012)) JOIN dept ON q * 10 = dept
--> schema struct<course:string,q:int,2012:bigint,dept:int,title:string>
--> ('Java', 2, 20000, 20, 'ops')
--> ('Java', 4, None, 40, 'hr')
--> ('dotNET', 1, 10000, 10, 'dev')
--> ('dotNET', 2, 5000, 20, 'ops')

SELECT * FROM (SELECT 1 AS a, DATE'2020-01-01' AS d, 5 AS v) PIVOT (sum(v) FOR d IN (DATE'2020-01-01', DATE'2020-01-02'))
--> schema struct<a:int,2020-01-01:bigint,2020-01-02:bigint>
--> (1, 5, None)

SELECT * FROM (SELECT 1 AS a, 1.50 AS d, 5 AS v) PIVOT (first(v) FOR d IN (1.50 , 2.5))
--> schema struct<a:int,1.50:int,2.5:int>
--> (1, 5, None)

SELECT * FROM (SELECT 1 AS a, true AS d, 5 AS v) PIVOT (max(v) AS mx, min(v) AS mn FOR d IN (true, false))
--> schema struct<a:int,true_mx:int,true_mn:int,false_mx:int,false_mn:int>
--> (1, 5, 5, None, None)
