-- Set operations.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT dept FROM emp UNION SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (30,)
--> (40,)
--> (None,)

SELECT dept FROM emp UNION ALL SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (10,)
--> (10,)
--> (20,)
--> (20,)
--> (20,)
--> (30,)
--> (40,)
--> (None,)
--> (None,)

SELECT dept FROM emp UNION DISTINCT SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (30,)
--> (40,)
--> (None,)

SELECT dept FROM emp INTERSECT SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (None,)

SELECT dept FROM emp INTERSECT ALL SELECT dept FROM emp WHERE id < 3
--> schema struct<dept:int>
--> (10,)
--> (10,)

SELECT dept FROM emp EXCEPT SELECT dept FROM dept
--> schema struct<dept:int>
--> (30,)

SELECT dept FROM emp EXCEPT ALL SELECT dept FROM dept
--> schema struct<dept:int>
--> (10,)
--> (20,)
--> (30,)

SELECT dept FROM emp MINUS SELECT dept FROM dept
--> schema struct<dept:int>
--> (30,)

SELECT dept FROM emp EXCEPT DISTINCT SELECT 10
--> schema struct<dept:int>
--> (20,)
--> (30,)
--> (None,)

SELECT 1 AS a UNION ALL SELECT 2.5
--> schema struct<a:decimal(11,1)>
--> (Decimal('1.0'),)
--> (Decimal('2.5'),)

SELECT 1 AS a UNION ALL SELECT 'x'
--> error CAST_INVALID_INPUT 22018 0-33 "SELECT 1 AS a UNION ALL SELECT 'x'"

SELECT 1 AS a UNION ALL SELECT DATE'2020-01-01'
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-46 "SELECT 1 AS a UNION ALL SELECT DATE'2020-01-01'"

SELECT 1 UNION ALL SELECT NULL
--> schema struct<1:int>
--> (1,)
--> (None,)

SELECT NULL UNION ALL SELECT 1L
--> schema struct<NULL:bigint>
--> (1,)
--> (None,)

SELECT 1, 2 UNION SELECT 3
--> error NUM_COLUMNS_MISMATCH 42826 0-25 'SELECT 1, 2 UNION SELECT 3'

SELECT 1 UNION SELECT 2 INTERSECT SELECT 2
--> schema struct<1:int>
--> (1,)
--> (2,)

(SELECT 1 UNION SELECT 2) INTERSECT SELECT 2
--> schema struct<1:int>
--> (2,)

SELECT 1 UNION ALL SELECT 1 UNION SELECT 2
--> schema struct<1:int>
--> (1,)
--> (2,)

SELECT 1 UNION SELECT 1 UNION ALL SELECT 1
--> schema struct<1:int>
--> (1,)
--> (1,)

SELECT 1 EXCEPT SELECT 1 UNION ALL SELECT 3
--> schema struct<1:int>
--> (3,)

SELECT array(1) UNION ALL SELECT array(2L)
--> schema struct<array(1):array<bigint>>
--> ([1],)
--> ([2],)

SELECT struct(1 AS a) UNION ALL SELECT struct(2L AS b)
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-53 'SELECT struct(1 AS a) UNION ALL SELECT struct(2L AS b)'

SELECT map(1, 2) UNION SELECT map(1, 2)
--> error UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE 0A000 0-38 'SELECT map(1, 2) UNION SELECT map(1, 2)'

SELECT map(1, 2) UNION ALL SELECT map(1, 2L)
--> schema struct<map(1, 2):map<int,bigint>>
--> ({1: 2},)
--> ({1: 2},)

SELECT cast(1 AS DECIMAL(5,2)) UNION ALL SELECT cast(1 AS DECIMAL(10,4))
--> schema struct<CAST(1 AS DECIMAL(5,2)):decimal(10,4)>
--> (Decimal('1.0000'),)
--> (Decimal('1.0000'),)

SELECT cast(1 AS FLOAT) UNION ALL SELECT 1L
--> schema struct<CAST(1 AS FLOAT):double>
--> (1.0,)
--> (1.0,)

SELECT TIMESTAMP'2020-01-01 00:00:00' UNION ALL SELECT DATE'2020-01-02'
--> schema struct<TIMESTAMP '2020-01-01 00:00:00':timestamp>
--> (datetime.datetime(2020, 1, 1, 0, 0),)
--> (datetime.datetime(2020, 1, 2, 0, 0),)

SELECT true UNION ALL SELECT 1
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-29 'SELECT true UNION ALL SELECT 1'

SELECT 'a' AS x UNION ALL SELECT 'b' ORDER BY x DESC LIMIT 1
--> schema struct<x:string>
--> ('b',)

SELECT id FROM emp UNION ALL SELECT dept FROM dept ORDER BY id NULLS LAST
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)
--> (10,)
--> (20,)
--> (40,)
--> (None,)

VALUES (1), (2) UNION ALL VALUES (3)
--> schema struct<col1:int>
--> (1,)
--> (2,)
--> (3,)

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(x, y) EXCEPT VALUES (1, 'a')
--> schema struct<x:int,y:string>
--> (2, 'b')

TABLE dept UNION ALL TABLE dept
--> schema struct<dept:int,title:string>
--> (10, 'dev')
--> (10, 'dev')
--> (20, 'ops')
--> (20, 'ops')
--> (40, 'hr')
--> (40, 'hr')
--> (None, 'none')
--> (None, 'none')

SELECT a FROM VALUES (1), (NULL) t(a) INTERSECT SELECT a FROM VALUES (NULL) t(a)
--> schema struct<a:int>
--> (None,)

SELECT 1 AS a UNION BY NAME SELECT 2 AS a
--> error PARSE_SYNTAX_ERROR 42601

SELECT DISTINCT a FROM VALUES (1.0D), (0.0D), (-0.0D), (double('NaN')), (double('NaN')) t(a)
--> schema struct<a:double>
--> (0.0,)
--> (1.0,)
--> (nan,)
