-- Variables, EXECUTE IMMEDIATE, SET.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

DECLARE VARIABLE x INT DEFAULT 5
--> schema struct<>

SELECT x, x + 1, session.x, system.session.x
--> schema struct<x:int,(variablereference(system.session.x=5) + 1):int,x:int,x:int>
--> (5, 6, 5, 5)

DECLARE x INT
--> error VARIABLE_ALREADY_EXISTS 42723

DECLARE OR REPLACE x = 'text'
--> schema struct<>

SELECT x
--> schema struct<x:string>
--> ('text',)

DECLARE y DOUBLE
--> schema struct<>

SELECT y
--> schema struct<y:double>
--> (None,)

SET VAR y = 3
--> schema struct<>

SELECT y
--> schema struct<y:double>
--> (3.0,)

SET VARIABLE x = 'new', y = y + 1
--> schema struct<>

SELECT x, y
--> schema struct<x:string,y:double>
--> ('new', 4.0)

SET VAR (x, y) = (SELECT 'q', 9)
--> schema struct<>

SELECT x, y
--> schema struct<x:string,y:double>
--> ('q', 9.0)

SET VAR nope = 1
--> error UNRESOLVED_VARIABLE 42883 8-11 'nope'

SET VAR y = 'abc'
--> error CAST_INVALID_INPUT 22018 0-16 "SET VAR y = 'abc'"

SET VAR y = DEFAULT
--> schema struct<>

SELECT y
--> schema struct<y:double>
--> (None,)

SELECT id FROM emp WHERE id = (SELECT max(id) FROM emp) - x
--> error CAST_INVALID_INPUT 22018 30-58 '(SELECT max(id) FROM emp) - x'

DECLARE z INT DEFAULT 3
--> schema struct<>

SELECT id FROM emp WHERE id > z ORDER BY id
--> schema struct<id:int>
--> (4,)
--> (5,)
--> (6,)

SELECT z FROM VALUES (99) AS t(z)
--> schema struct<z:int>
--> (99,)

SET VAR z = (SELECT max(id) FROM emp)
--> schema struct<>

SELECT z
--> schema struct<z:int>
--> (6,)

EXECUTE IMMEDIATE 'SELECT 1 AS a, 2 AS b'
--> schema struct<a:int,b:int>
--> (1, 2)

EXECUTE IMMEDIATE 'SELECT ? + ?' USING 1, 2
--> schema struct<(1 + 2):int>
--> (3,)

EXECUTE IMMEDIATE 'SELECT :p + :q' USING 1 AS p, 2 AS q
--> schema struct<(1 + 2):int>
--> (3,)

EXECUTE IMMEDIATE 'SELECT 42' INTO z
--> schema struct<>

SELECT z
--> schema struct<z:int>
--> (42,)

EXECUTE IMMEDIATE 'SELECT id FROM emp' INTO z
--> error ROW_SUBQUERY_TOO_MANY_ROWS 21000

EXECUTE IMMEDIATE 'SELECT 1, 2' INTO z
--> error ASSIGNMENT_ARITY_MISMATCH 42802

DECLARE q STRING DEFAULT 'SELECT count(*) FROM emp'
--> schema struct<>

EXECUTE IMMEDIATE q
--> schema struct<count(1):bigint>
--> (6,)

EXECUTE IMMEDIATE 'SELEC'
--> error PARSE_SYNTAX_ERROR 42601 0-4 'SELEC'

EXECUTE IMMEDIATE NULL
--> error INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE 42K09

DROP TEMPORARY VARIABLE z
--> schema struct<>

DROP TEMPORARY VARIABLE z
--> error VARIABLE_NOT_FOUND 42883

DROP TEMPORARY VARIABLE IF EXISTS z
--> schema struct<>

SELECT z
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 7-7 'z'

SET spark.sql.shuffle.partitions = 7
--> schema struct<key:string,value:string>
--> ('spark.sql.shuffle.partitions', '7')

SET spark.sql.shuffle.partitions
--> schema struct<key:string,value:string>
--> ('spark.sql.shuffle.partitions', '7')

RESET spark.sql.shuffle.partitions
--> schema struct<>

SET nosuch.key
--> schema struct<key:string,value:string>
--> ('nosuch.key', '<undefined>')

SET TIME ZONE 'Europe/Paris'
--> schema struct<key:string,value:string>
--> ('spark.sql.session.timeZone', 'Europe/Paris')

SELECT current_timezone(), TIMESTAMP'2020-07-01 00:00:00Z'
--> schema struct<current_timezone():string,TIMESTAMP '2020-07-01 02:00:00':timestamp>
--> ('Europe/Paris', datetime.datetime(2020, 7, 1, 0, 0))

SET TIME ZONE INTERVAL 2 HOURS
--> schema struct<key:string,value:string>
--> ('spark.sql.session.timeZone', '+02:00')

SELECT current_timezone()
--> schema struct<current_timezone():string>
--> ('+02:00',)

SET TIME ZONE LOCAL
--> schema struct<key:string,value:string>
--> ('spark.sql.session.timeZone', 'Etc/UTC')

SET spark.sql.ansi.enabled = maybe
--> error INVALID_CONF_VALUE.TYPE_MISMATCH 22022

SET a b
--> error INVALID_SET_SYNTAX 42000 0-6 'SET a b'

EXPLAIN nosuchformat SELECT 1
--> error PARSE_SYNTAX_ERROR 42601

DECLARE OR REPLACE VARIABLE gv1 = 1
--> schema struct<>

SET VARIABLE gv1 = 1, GV1 = 2
--> error DUPLICATE_ASSIGNMENTS 42701

SET VARIABLE (gv1, gv1) = (SELECT 1, 2)
--> error DUPLICATE_ASSIGNMENTS 42701

SET gv1 = 5
--> error UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET 0A000

SET session.gv1 = 5
--> error UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET 0A000

EXECUTE IMMEDIATE 'SELECT ?, ?' USING 1 AS x, gv1
--> schema struct<1:int,1:int>
--> (1, 1)

EXECUTE IMMEDIATE 'SELECT ?, :x' USING 1 AS x, 2 AS y
--> error INVALID_QUERY_MIXED_QUERY_PARAMETERS 42613

EXECUTE IMMEDIATE 'SELECT :x' USING 1, 2 AS x
--> error ALL_PARAMETERS_MUST_BE_NAMED 07001

EXECUTE IMMEDIATE 'SELECT :x' USING 1 AS x, 2 AS x
--> error EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES 42701 30-49 'USING 1 AS x, 2 AS x'

EXECUTE IMMEDIATE 'SELECT :x, parse_json(''{"a": 1}''):a' USING 1 AS x
--> schema struct<1:int,a:variant>
--> (1, VariantVal(bytearray(b'\x0c\x01'), bytearray(b'\x01\x00\x00')))
