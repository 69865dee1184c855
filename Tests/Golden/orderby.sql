-- ORDER BY, LIMIT and WHERE.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT * FROM emp ORDER BY dept, pay DESC
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (5, 'eve', None, Decimal('300.0'), None)
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

SELECT id, pay FROM emp ORDER BY pay NULLS LAST
--> schema struct<id:int,pay:decimal(4,1)>
--> (6, Decimal('50.0'))
--> (1, Decimal('100.0'))
--> (3, Decimal('150.0'))
--> (2, Decimal('200.0'))
--> (5, Decimal('300.0'))
--> (4, None)

SELECT id, pay FROM emp ORDER BY pay DESC NULLS FIRST
--> schema struct<id:int,pay:decimal(4,1)>
--> (4, None)
--> (5, Decimal('300.0'))
--> (2, Decimal('200.0'))
--> (3, Decimal('150.0'))
--> (1, Decimal('100.0'))
--> (6, Decimal('50.0'))

SELECT name FROM emp ORDER BY id DESC
--> schema struct<name:string>
--> ('fay',)
--> ('eve',)
--> ('dan',)
--> ('cat',)
--> ('bob',)
--> ('ann',)

SELECT id + 1 AS x FROM emp ORDER BY x DESC LIMIT 2
--> schema struct<x:int>
--> (7,)
--> (6,)

SELECT id AS x FROM emp ORDER BY id
--> schema struct<x:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT dept, id FROM emp ORDER BY ALL
--> schema struct<dept:int,id:int>
--> (None, 5)
--> (10, 1)
--> (10, 2)
--> (20, 3)
--> (20, 4)
--> (30, 6)

SELECT dept, id FROM emp ORDER BY ALL DESC
--> schema struct<dept:int,id:int>
--> (30, 6)
--> (20, 4)
--> (20, 3)
--> (10, 2)
--> (10, 1)
--> (None, 5)

SELECT dept, id FROM emp ORDER BY ALL DESC NULLS LAST
--> schema struct<dept:int,id:int>
--> (30, 6)
--> (20, 4)
--> (20, 3)
--> (10, 2)
--> (10, 1)
--> (None, 5)

SELECT dept, id FROM emp ORDER BY 2 DESC
--> schema struct<dept:int,id:int>
--> (30, 6)
--> (None, 5)
--> (20, 4)
--> (20, 3)
--> (10, 2)
--> (10, 1)

SELECT id FROM emp ORDER BY 3
--> error ORDER_BY_POS_OUT_OF_RANGE 42805 28-28 '3'

SELECT id FROM emp ORDER BY nope
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 28-31 'nope'

SELECT id FROM emp SORT BY id DESC
--> schema struct<id:int>
--> (3,)
--> (2,)
--> (1,)
--> (6,)
--> (5,)
--> (4,)

SELECT dept, count(*) FROM emp DISTRIBUTE BY dept GROUP BY dept
--> error PARSE_SYNTAX_ERROR 42601

SELECT id FROM emp DISTRIBUTE BY dept SORT BY id
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT count(*) FROM (SELECT id FROM emp CLUSTER BY dept)
--> schema struct<count(1):bigint>
--> (6,)

SELECT id FROM emp ORDER BY id LIMIT 3 OFFSET 2
--> schema struct<id:int>
--> (3,)
--> (4,)
--> (5,)

SELECT id FROM emp ORDER BY id OFFSET 4
--> schema struct<id:int>
--> (5,)
--> (6,)

SELECT id FROM emp ORDER BY id LIMIT ALL
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp ORDER BY id LIMIT 1 + 1
--> schema struct<id:int>
--> (1,)
--> (2,)

SELECT id FROM emp LIMIT -1
--> error INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE 42K0E 25-26 '-1'

SELECT id FROM emp LIMIT id
--> error INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE 42K0E 7-8 'id'

SELECT id FROM emp LIMIT 'a'
--> error INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE 42K0E 25-27 "'a'"

SELECT id FROM emp LIMIT 2.5
--> error INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE 42K0E 25-27 '2.5'

SELECT id FROM emp OFFSET -1
--> error INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE 42K0E 26-27 '-1'

SELECT id FROM emp LIMIT NULL
--> error INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE 42K0E 25-28 'NULL'

SELECT DISTINCT dept FROM emp ORDER BY dept
--> schema struct<dept:int>
--> (None,)
--> (10,)
--> (20,)
--> (30,)

SELECT DISTINCT dept FROM emp ORDER BY id
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 39-40 'id'

SELECT id FROM emp ORDER BY (SELECT max(dept) FROM dept), id
--> schema struct<id:int>
--> (1,)
--> (2,)
--> (3,)
--> (4,)
--> (5,)
--> (6,)

SELECT id FROM emp ORDER BY row_number() OVER (ORDER BY pay DESC)
--> error UNSUPPORTED_EXPR_FOR_OPERATOR 42K0E 19-64 'ORDER BY row_number() OVER (ORDER BY pay DESC)'

SELECT * FROM (SELECT id FROM emp ORDER BY id DESC LIMIT 2) ORDER BY id
--> schema struct<id:int>
--> (5,)
--> (6,)

(SELECT id FROM emp ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM emp ORDER BY id DESC LIMIT 1) ORDER BY 1
--> schema struct<id:int>
--> (1,)
--> (6,)

SELECT m FROM (SELECT map(1, 2) AS m) ORDER BY m
--> error DATATYPE_MISMATCH.INVALID_ORDERING_TYPE 42K09 47-47 'm'

SELECT id FROM emp ORDER BY sum(id)
--> error UNSUPPORTED_EXPR_FOR_OPERATOR 42K0E 19-34 'ORDER BY sum(id)'

SELECT name FROM emp ORDER BY length(name), name DESC
--> schema struct<name:string>
--> ('fay',)
--> ('eve',)
--> ('dan',)
--> ('cat',)
--> ('bob',)
--> ('ann',)

SELECT id FROM emp WHERE sum(id) > 1
--> error INVALID_WHERE_CONDITION 42903 0-35 'SELECT id FROM emp WHERE sum(id) > 1'

SELECT id FROM emp WHERE row_number() OVER (ORDER BY id) = 1
--> error WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE 42601

SELECT id FROM emp WHERE explode(array(1)) = 1
--> error UNSUPPORTED_GENERATOR.OUTSIDE_SELECT 42K0E

SELECT id FROM emp WHERE id
--> error DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN 42K09 0-26 'SELECT id FROM emp WHERE id'

SELECT id FROM emp WHERE 'true'
--> error DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN 42K09 0-30 "SELECT id FROM emp WHERE 'true'"

SELECT id FROM emp WHERE NULL
--> error DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN 42K09 0-28 'SELECT id FROM emp WHERE NULL'
