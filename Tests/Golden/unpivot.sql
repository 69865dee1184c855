-- UNPIVOT.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

CREATE OR REPLACE TEMP VIEW quarters AS SELECT * FROM VALUES (2020, NULL, 1000, 2000, 2500), (2021, 2250, 3200, 4200, 5900), (2022, 4200, 3100, NULL, NULL) AS t(year, q1, q2, q3, q4)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW one_row AS SELECT 1 AS id, 2 AS a, 3L AS b, 4.5D AS c, 'x' AS s
--> schema struct<>

SELECT * FROM quarters UNPIVOT (sales FOR quarter IN (q1, q2, q3, q4))
--> schema struct<year:int,quarter:string,sales:int>
--> (2020, 'q2', 1000)
--> (2020, 'q3', 2000)
--> (2020, 'q4', 2500)
--> (2021, 'q1', 2250)
--> (2021, 'q2', 3200)
--> (2021, 'q3', 4200)
--> (2021, 'q4', 5900)
--> (2022, 'q1', 4200)
--> (2022, 'q2', 3100)

SELECT * FROM quarters UNPIVOT INCLUDE NULLS (sales FOR quarter IN (q1, q2, q3, q4))
--> schema struct<year:int,quarter:string,sales:int>
--> (2020, 'q1', None)
--> (2020, 'q2', 1000)
--> (2020, 'q3', 2000)
--> (2020, 'q4', 2500)
--> (2021, 'q1', 2250)
--> (2021, 'q2', 3200)
--> (2021, 'q3', 4200)
--> (2021, 'q4', 5900)
--> (2022, 'q1', 4200)
--> (2022, 'q2', 3100)
--> (2022, 'q3', None)
--> (2022, 'q4', None)

SELECT * FROM quarters UNPIVOT EXCLUDE NULLS (sales FOR quarter IN (q1 AS `Q1`, q2 AS Q2))
--> schema struct<year:int,q3:int,q4:int,quarter:string,sales:int>
--> (2020, 2000, 2500, 'Q2', 1000)
--> (2021, 4200, 5900, 'Q1', 2250)
--> (2021, 4200, 5900, 'Q2', 3200)
--> (2022, None, None, 'Q1', 4200)
--> (2022, None, None, 'Q2', 3100)

SELECT up.* FROM quarters UNPIVOT (sales FOR quarter IN (q1 `x`, q2)) AS up WHERE up.sales > 2000
--> schema struct<year:int,q3:int,q4:int,quarter:string,sales:int>
--> (2021, 4200, 5900, 'q2', 3200)
--> (2021, 4200, 5900, 'x', 2250)
--> (2022, None, None, 'q2', 3100)
--> (2022, None, None, 'x', 4200)

SELECT * FROM quarters UNPIVOT ((first, second) FOR half IN ((q1, q2) AS h1, (q3, q4) AS h2))
--> schema struct<year:int,half:string,first:int,second:int>
--> (2020, 'h1', None, 1000)
--> (2020, 'h2', 2000, 2500)
--> (2021, 'h1', 2250, 3200)
--> (2021, 'h2', 4200, 5900)
--> (2022, 'h1', 4200, 3100)

SELECT * FROM quarters UNPIVOT ((first, second) FOR half IN ((q1, q2), (q3, q4)))
--> schema struct<year:int,half:string,first:int,second:int>
--> (2020, 'q1_q2', None, 1000)
--> (2020, 'q3_q4', 2000, 2500)
--> (2021, 'q1_q2', 2250, 3200)
--> (2021, 'q3_q4', 4200, 5900)
--> (2022, 'q1_q2', 4200, 3100)

SELECT * FROM quarters UNPIVOT INCLUDE NULLS ((first, second) FOR half IN ((q1, q2) AS h1, (q3, q4) AS h2))
--> schema struct<year:int,half:string,first:int,second:int>
--> (2020, 'h1', None, 1000)
--> (2020, 'h2', 2000, 2500)
--> (2021, 'h1', 2250, 3200)
--> (2021, 'h2', 4200, 5900)
--> (2022, 'h1', 4200, 3100)
--> (2022, 'h2', None, None)

SELECT * FROM quarters AS q UNPIVOT (v FOR n IN (q.q1, q.q2)) ORDER BY year, n
--> schema struct<year:int,q3:int,q4:int,n:string,v:int>
--> (2020, 2000, 2500, 'q2', 1000)
--> (2021, 4200, 5900, 'q1', 2250)
--> (2021, 4200, 5900, 'q2', 3200)
--> (2022, None, None, 'q1', 4200)
--> (2022, None, None, 'q2', 3100)

SELECT * FROM one_row UNPIVOT (v FOR n IN (a, b, c))
--> schema struct<id:int,s:string,n:string,v:double>
--> (1, 'x', 'a', 2.0)
--> (1, 'x', 'b', 3.0)
--> (1, 'x', 'c', 4.5)

SELECT * FROM one_row UNPIVOT (v FOR n IN (a, s))
--> error UNPIVOT_VALUE_DATA_TYPE_MISMATCH 42K09

SELECT * FROM one_row UNPIVOT (v FOR n IN (a, nope))
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 46-49 'nope'

SELECT * FROM one_row UNPIVOT (v FOR n IN (a, b)) t
--> schema struct<id:int,c:double,s:string,n:string,v:bigint>
--> (1, 4.5, 'x', 'a', 2)
--> (1, 4.5, 'x', 'b', 3)

SELECT id, sum(v) FROM one_row UNPIVOT (v FOR n IN (a, b)) GROUP BY id
--> schema struct<id:int,sum(v):bigint>
--> (1, 5)

SELECT * FROM one_row UNPIVOT ((v, w) FOR n IN ((a, b), (c)))
--> error Py4JJavaError

SELECT * FROM one_row UNPIVOT (v FOR n IN (id, a)) JOIN dept ON v * 10 = dept
--> schema struct<b:bigint,c:double,s:string,n:string,v:int,dept:int,title:string>
--> (3, 4.5, 'x', 'a', 2, 20, 'ops')
--> (3, 4.5, 'x', 'id', 1, 10, 'dev')

SELECT * FROM one_row UNPIVOT (v FOR n IN ())
--> error PARSE_SYNTAX_ERROR 42601
