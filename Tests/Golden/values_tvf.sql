-- VALUES, table functions, samples, names.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

VALUES (1, 'a'), (2, 'b')
--> schema struct<col1:int,col2:string>
--> (1, 'a')
--> (2, 'b')

VALUES 1, 2, 3
--> schema struct<col1:int>
--> (1,)
--> (2,)
--> (3,)

SELECT * FROM VALUES (1, 'a'), (2, NULL) AS t(x, y) WHERE y IS NULL
--> schema struct<x:int,y:string>
--> (2, None)

SELECT * FROM (VALUES (1), (2)) AS t
--> schema struct<col1:int>
--> (1,)
--> (2,)

SELECT * FROM VALUES (1, 2), (3)
--> error INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH 42000 14-31 'VALUES (1, 2), (3)'

SELECT * FROM VALUES (1), ('a') AS t(x)
--> error INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE 42000 14-38 "VALUES (1), ('a') AS t(x)"

SELECT * FROM VALUES (1), (2.5), (3L) AS t(x)
--> schema struct<x:decimal(21,1)>
--> (Decimal('1.0'),)
--> (Decimal('2.5'),)
--> (Decimal('3.0'),)

SELECT * FROM VALUES (1 + 1, upper('a')) AS t(x, y)
--> schema struct<x:int,y:string>
--> (2, 'A')

SELECT * FROM VALUES (rand()) AS t
--> error INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE 42000 22-27 'rand()'

SELECT * FROM VALUES (nope) AS t
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 22-25 'nope'

SELECT * FROM VALUES (1, 2) AS t(x)
--> error INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH 42000 14-34 'VALUES (1, 2) AS t(x)'

SELECT * FROM VALUES (array(1, 2), map('a', 1), struct(1, 'x')) AS t(a, m, s)
--> schema struct<a:array<int>,m:map<string,int>,s:struct<col1:int,col2:string>>
--> ([1, 2], {'a': 1}, Row(col1=1, col2='x'))

SELECT * FROM range(3)
--> schema struct<id:bigint>
--> (0,)
--> (1,)
--> (2,)

SELECT * FROM range(1, 6, 2)
--> schema struct<id:bigint>
--> (1,)
--> (3,)
--> (5,)

SELECT * FROM range(5, 1, -2) AS r(x)
--> schema struct<x:bigint>
--> (3,)
--> (5,)

SELECT * FROM range(0, 3, 1, 2) r WHERE r.id > 0
--> schema struct<id:bigint>
--> (1,)
--> (2,)

SELECT * FROM range('a')
--> error CAST_INVALID_INPUT 22018 14-23 "range('a')"

SELECT * FROM range()
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 14-20 'range()'

SELECT * FROM range(1, 2, 0)
--> error FAILED_FUNCTION_CALL 38000 14-27 'range(1, 2, 0)'

SELECT * FROM explode(array(1, 2)) AS t(x)
--> schema struct<x:int>
--> (1,)
--> (2,)

SELECT * FROM posexplode(array('a', 'b'))
--> schema struct<pos:int,col:string>
--> (0, 'a')
--> (1, 'b')

SELECT * FROM explode(map('a', 1))
--> schema struct<key:string,value:int>
--> ('a', 1)

SELECT * FROM inline(array(struct(1, 'a'), struct(2, 'b'))) AS t(n, s)
--> schema struct<n:int,s:string>
--> (1, 'a')
--> (2, 'b')

SELECT * FROM stack(2, 1, 2, 3, 4)
--> schema struct<col0:int,col1:int>
--> (1, 2)
--> (3, 4)

SELECT * FROM explode_outer(array()) t(x)
--> schema struct<x:void>
--> (None,)

SELECT * FROM json_tuple('{"a":1}', 'a')
--> schema struct<c0:string>
--> ('1',)

SELECT * FROM nosuch_tvf(1)
--> error UNRESOLVABLE_TABLE_VALUED_FUNCTION 42883 14-26 'nosuch_tvf(1)'

SELECT * FROM explode(collection => array(1, 2))
--> schema struct<col:int>
--> (1,)
--> (2,)

SELECT * FROM emp TABLESAMPLE (100 PERCENT)
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))
--> (5, 'eve', None, Decimal('300.0'), None)
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

SELECT count(*) FROM emp TABLESAMPLE (0 PERCENT)
--> schema struct<count(1):bigint>
--> (0,)

SELECT id FROM emp TABLESAMPLE (2 ROWS)
--> schema struct<id:int>
--> (1,)
--> (2,)

SELECT count(*) <= 6 FROM emp TABLESAMPLE (50 PERCENT) REPEATABLE (42)
--> schema struct<(count(1) <= 6):boolean>
--> (True,)

SELECT count(*) <= 6 FROM emp TABLESAMPLE (BUCKET 1 OUT OF 2)
--> schema struct<(count(1) <= 6):boolean>
--> (True,)

SELECT * FROM emp TABLESAMPLE (150 PERCENT)
--> error INVALID_TABLESAMPLE_FRACTION 22023 18-42 'TABLESAMPLE (150 PERCENT)'

SELECT * FROM emp TABLESAMPLE (10)
--> error _LEGACY_ERROR_TEMP_0016 None 18-33 'TABLESAMPLE (10)'

TABLE dept
--> schema struct<dept:int,title:string>
--> (10, 'dev')
--> (20, 'ops')
--> (40, 'hr')
--> (None, 'none')

FROM emp SELECT id WHERE id < 3
--> schema struct<id:int>
--> (1,)
--> (2,)

FROM emp SELECT count(*) SELECT max(id)
--> schema struct<count(1):bigint>
--> (6,)
--> (6,)

FROM emp e JOIN dept d ON e.dept = d.dept SELECT e.id, d.title
--> schema struct<id:int,title:string>
--> (1, 'dev')
--> (2, 'dev')
--> (3, 'ops')
--> (4, 'ops')

SELECT 1
--> schema struct<1:int>
--> (1,)

SELECT
--> error PARSE_SYNTAX_ERROR 42601

SELECT * FROM
--> error INVALID_USAGE_OF_STAR_OR_REGEX 42000

SELECT TRANSFORM (id) USING 'cat' AS (x) FROM emp
--> schema struct<x:string>
--> ('1',)
--> ('2',)
--> ('3',)
--> ('4',)
--> ('5',)
--> ('6',)

SELECT id FROM emp AS e(a, b)
--> error ASSIGNMENT_ARITY_MISMATCH 42802 15-28 'emp AS e(a, b)'

SELECT a FROM emp AS e(a, b, c, d, f) WHERE f IS NULL
--> schema struct<a:int>
--> (5,)

SELECT emp.id, e.id FROM emp AS e
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-12 'emp.id'

SELECT * FROM nosuchtable
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-24 'nosuchtable'

SELECT * FROM nodb.nosuchtable
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-29 'nodb.nosuchtable'

SELECT idd FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-9 'idd'

SELECT emp.idd FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-13 'emp.idd'

SELECT e.id FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-10 'e.id'

SELECT nosuchfunction(1)
--> error UNRESOLVED_ROUTINE 42883 7-23 'nosuchfunction(1)'

SELECT upper(1, 2)
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-17 'upper(1, 2)'

SELECT upper()
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-13 'upper()'

SELECT abs('x' > 1)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-18 "abs('x' > 1)"
