-- IDENTIFIER as a name wherever one may stand, and variables of settings in the text.
SELECT 1 AS IDENTIFIER('col1')
--> schema struct<col1:int>
--> (1,)

SELECT 1 AS IDENTIFIER('col1.col2')
--> error IDENTIFIER_TOO_MANY_NAME_PARTS 42601 7-34 "1 AS IDENTIFIER('col1.col2')"

SELECT my_table.* FROM VALUES (1, 2) AS IDENTIFIER('my_table')(IDENTIFIER('c1'), IDENTIFIER('c2'))
--> schema struct<c1:int,c2:int>
--> (1, 2)

WITH identifier('v')(identifier('c1')) AS (VALUES(1)) (SELECT c1 FROM v)
--> schema struct<c1:int>
--> (1,)

SELECT T1.c1 FROM VALUES(1) AS T1(c1) JOIN VALUES(1) AS T2(c1) USING (IDENTIFIER('c1'))
--> schema struct<c1:int>
--> (1,)

SELECT IDENTIFIER('t').c1 FROM VALUES(1) AS T(c1)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-21 "IDENTIFIER('t')"

SELECT IDENTIFIER('t.c1') FROM VALUES(1) AS T(c1)
--> schema struct<c1:int>
--> (1,)

SELECT map('a', 1).IDENTIFIER('a'), named_struct('a', 1).IDENTIFIER('a') FROM VALUES(1) AS T(c1)
--> schema struct<map(a, 1)[a]:int,named_struct(a, 1).a:int>
--> (1, 1)

SELECT row_number() OVER IDENTIFIER('win') FROM VALUES(1) AS T(c1) WINDOW win AS (ORDER BY c1)
--> schema struct<row_number() OVER (ORDER BY c1 ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (1,)

SELECT row_number() OVER win FROM VALUES(1) AS T(c1) WINDOW IDENTIFIER('win') AS (ORDER BY c1)
--> schema struct<row_number() OVER (ORDER BY c1 ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (1,)

SELECT row_number() OVER IDENTIFIER('x.win') FROM VALUES(1) AS T(c1) WINDOW win AS (ORDER BY c1)
--> error IDENTIFIER_TOO_MANY_NAME_PARTS 42601 25-43 "IDENTIFIER('x.win')"

SELECT * FROM IDENTIFIER('ra' || 'nge')(0, 2)
--> schema struct<id:bigint>
--> (0,)
--> (1,)

SELECT IDENTIFIER('') FROM VALUES(1) AS T(``)
--> error PARSE_EMPTY_STATEMENT 42617 7-20 "IDENTIFIER('')"

SELECT IDENTIFIER('c 1') FROM VALUES(1) AS T(`c 1`)
--> error PARSE_SYNTAX_ERROR 42601 7-23 "IDENTIFIER('c 1')"

SELECT * FROM nosuch.IDENTIFIER('tab')
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-37 "nosuch.IDENTIFIER('tab')"

SELECT * FROM IDENTIFIER('nosuch').tab
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-37 "IDENTIFIER('nosuch').tab"

SELECT * FROM VALUES (array(1, 2)) AS t(arr) LATERAL VIEW explode(arr) IDENTIFIER('tbl') AS IDENTIFIER('col')
--> schema struct<arr:array<int>,col:int>
--> ([1, 2], 1)
--> ([1, 2], 2)

SELECT * FROM VALUES (1, 10, 20) AS t(id, a, b) UNPIVOT (val FOR col IN (a AS IDENTIFIER('col_a'), b AS IDENTIFIER('col_b'))) ORDER BY ALL
--> schema struct<id:int,col:string,val:int>
--> (1, 'col_a', 10)
--> (1, 'col_b', 20)

CREATE TABLE idtab(IDENTIFIER('c1') INT, c2 STRING) USING parquet
--> schema struct<>

INSERT INTO idtab(IDENTIFIER('c1'), c2) VALUES (1, 'x')
--> schema struct<>

ALTER TABLE IDENTIFIER('idtab') ADD COLUMN IDENTIFIER('c3') INT
--> schema struct<>

SELECT * FROM IDENTIFIER('default').IDENTIFIER('idtab')
--> schema struct<c1:int,c2:string,c3:int>
--> (1, 'x', None)

DESCRIBE idtab IDENTIFIER('c2')
--> schema struct<info_name:string,info_value:string>
--> ('col_name', 'c2')
--> ('data_type', 'string')
--> ('comment', 'NULL')

DROP TABLE idtab
--> schema struct<>

--@ args {"schema": "default", "name": "c", "n": "2"}
SELECT IDENTIFIER(:name '1'), IDENTIFIER(:name '2'), :schema '.' :name FROM VALUES (1, 2) AS t(c1, c2)
--> schema struct<c1:int,c2:int,default.c:string>
--> (1, 2, 'default.c')

EXECUTE IMMEDIATE 'SELECT IDENTIFIER(:col1 ''.c2'') AS x FROM VALUES(named_struct(''c2'', 42)) AS T(c1)' USING 'c1' AS col1
--> schema struct<x:int>
--> (42,)

SET hivevar:col = c1
--> schema struct<key:string,value:string>
--> ('hivevar:col', 'c1')

SELECT ${col}, '${hivevar:col}', '${nosuch:col}', '${unset}' AS empty FROM VALUES (7) AS t(c1)
--> schema struct<c1:int,c1:string,${nosuch:col}:string,empty:string>
--> (7, 'c1', '${nosuch:col}', '')

SET spark.sql.variable.substitute = false
--> schema struct<key:string,value:string>
--> ('spark.sql.variable.substitute', 'false')

SELECT '${hivevar:col}'
--> schema struct<${hivevar:col}:string>
--> ('${hivevar:col}',)

DROP TABLE a.b.c
--> error REQUIRES_SINGLE_PART_NAMESPACE 42K05

SELECT * FROM a.b.c
--> error REQUIRES_SINGLE_PART_NAMESPACE 42K05

SHOW CURRENT SCHEMA
--> schema struct<catalog:string,namespace:string>
--> ('spark_catalog', 'default')
