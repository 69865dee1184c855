-- Parameter markers and IDENTIFIER.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

--@ args {"a": 1, "b": "x"}
SELECT :a, :b, :a + 1
--> schema struct<1:int,x:string,(1 + 1):int>
--> (1, 'x', 2)

--@ args {"a": 3}
SELECT id FROM emp WHERE id > :a ORDER BY id LIMIT :a
--> schema struct<id:int>
--> (4,)
--> (5,)
--> (6,)

--@ args {"a": 3}
SELECT :nope
--> error UNBOUND_SQL_PARAMETER 42P02 7-11 ':nope'

--@ args [1, "two", 3.5]
SELECT ?, ?, ?
--> schema struct<1:int,two:string,3.5:double>
--> (1, 'two', 3.5)

--@ args [1]
SELECT ?, ?
--> error UNBOUND_SQL_PARAMETER 42P02 10-10 '?'

--@ args [2]
SELECT * FROM emp WHERE id IN (?, ? + 1)
--> error UNBOUND_SQL_PARAMETER 42P02 34-34 '?'

--@ args {"t": "emp"}
SELECT count(*) FROM IDENTIFIER(:t)
--> schema struct<count(1):bigint>
--> (6,)

--@ args {"c": "name"}
SELECT IDENTIFIER(:c) FROM emp ORDER BY 1
--> schema struct<name:string>
--> ('ann',)
--> ('bob',)
--> ('cat',)
--> ('dan',)
--> ('eve',)
--> ('fay',)

--@ args {"c": "name"}
SELECT IDENTIFIER('e.' || :c) FROM emp e ORDER BY 1
--> schema struct<name:string>
--> ('ann',)
--> ('bob',)
--> ('cat',)
--> ('dan',)
--> ('eve',)
--> ('fay',)

--@ args {"f": "upper"}
SELECT IDENTIFIER(:f)('abc')
--> schema struct<upper(abc):string>
--> ('ABC',)

--@ args {"a": null, "b": true}
SELECT :a, :b
--> schema struct<NULL:void,true:boolean>
--> (None, True)

--@ args {"v": "2020-01-01"}
SELECT CAST(:v AS DATE), date(:v)
--> schema struct<CAST(2020-01-01 AS DATE):date,2020-01-01:date>
--> (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1))

--@ args {"a": 1}
VALUES (:a, 2), (3, :a)
--> schema struct<col1:int,col2:int>
--> (1, 2)
--> (3, 1)

--@ args {"a": 2}
SELECT * FROM range(:a)
--> schema struct<id:bigint>
--> (0,)
--> (1,)

--@ args {"a": 1, "unused": 2}
SELECT :a
--> schema struct<1:int>
--> (1,)

--@ args {"a": 1}
SELECT :a AS a GROUP BY :a
--> schema struct<a:int>
--> (1,)

--@ args {"a": 1}
SELECT ?
--> error UNBOUND_SQL_PARAMETER 42P02 7-7 '?'

--@ args ["dept"]
SELECT count(*) FROM IDENTIFIER(?)
--> schema struct<count(1):bigint>
--> (4,)

SELECT IDENTIFIER('id') FROM emp WHERE IDENTIFIER('i' || 'd') = 1
--> schema struct<id:int>
--> (1,)

SELECT * FROM IDENTIFIER('de' || 'pt') ORDER BY ALL
--> schema struct<dept:int,title:string>
--> (None, 'none')
--> (10, 'dev')
--> (20, 'ops')
--> (40, 'hr')

SELECT IDENTIFIER('nope') FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-24 "IDENTIFIER('nope')"

SELECT * FROM IDENTIFIER('nope')
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-31 "IDENTIFIER('nope')"

SELECT IDENTIFIER(1) FROM emp
--> error NOT_A_CONSTANT_STRING.WRONG_TYPE 42601 18-18 '1'

SELECT IDENTIFIER(id) FROM emp
--> error NOT_A_CONSTANT_STRING.NOT_CONSTANT 42601 18-19 'id'

SELECT IDENTIFIER('coa' || 'lesce')(NULL, 2)
--> schema struct<coalesce(NULL, 2):int>
--> (2,)

SELECT e.IDENTIFIER('id') FROM emp e
--> error UNRESOLVED_ROUTINE 42883 7-24 "e.IDENTIFIER('id')"

SELECT IDENTIFIER('a.b.c.d.e')
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 7-29 "IDENTIFIER('a.b.c.d.e')"
