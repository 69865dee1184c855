-- Window functions.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT id, row_number() OVER (ORDER BY id), rank() OVER (ORDER BY dept), dense_rank() OVER (ORDER BY dept) FROM emp
--> schema struct<id:int,row_number() OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int,RANK() OVER (ORDER BY dept ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int,DENSE_RANK() OVER (ORDER BY dept ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (5, 5, 1, 1)
--> (2, 2, 2, 2)
--> (1, 1, 2, 2)
--> (3, 3, 4, 3)
--> (4, 4, 4, 3)
--> (6, 6, 6, 4)

SELECT id, percent_rank() OVER (ORDER BY dept), cume_dist() OVER (ORDER BY dept), ntile(4) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,PERCENT_RANK() OVER (ORDER BY dept ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):double,cume_dist() OVER (ORDER BY dept ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):double,ntile(4) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (1, 0.2, 0.5, 1)
--> (2, 0.2, 0.5, 1)
--> (3, 0.6, 0.8333333333333334, 2)
--> (4, 0.6, 0.8333333333333334, 2)
--> (5, 0.0, 0.16666666666666666, 3)
--> (6, 1.0, 1.0, 4)

SELECT id, lag(id) OVER (ORDER BY id), lead(id, 2) OVER (ORDER BY id), lag(id, 1, -1) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,lag(id, 1, NULL) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):int,lead(id, 2, NULL) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 2 FOLLOWING AND 2 FOLLOWING):int,lag(id, 1, -1) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):int>
--> (1, None, 3, -1)
--> (2, 1, 4, 1)
--> (3, 2, 5, 2)
--> (4, 3, 6, 3)
--> (5, 4, None, 4)
--> (6, 5, None, 5)

SELECT id, first_value(pay) OVER (ORDER BY id), last_value(pay) OVER (ORDER BY id), nth_value(pay, 2) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,first_value(pay) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(4,1),last_value(pay) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(4,1),nth_value(pay, 2) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(4,1)>
--> (1, Decimal('100.0'), Decimal('100.0'), None)
--> (2, Decimal('100.0'), Decimal('200.0'), Decimal('200.0'))
--> (3, Decimal('100.0'), Decimal('150.0'), Decimal('200.0'))
--> (4, Decimal('100.0'), None, Decimal('200.0'))
--> (5, Decimal('100.0'), Decimal('300.0'), Decimal('200.0'))
--> (6, Decimal('100.0'), Decimal('50.0'), Decimal('200.0'))

SELECT id, first_value(pay) IGNORE NULLS OVER (ORDER BY id DESC), last_value(pay, true) OVER (ORDER BY id), lag(pay) IGNORE NULLS OVER (ORDER BY id) FROM emp
--> schema struct<id:int,first(pay) OVER (ORDER BY id DESC NULLS LAST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(4,1),last_value(pay) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(4,1),lag(pay, 1, NULL) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):decimal(4,1)>
--> (1, Decimal('50.0'), Decimal('100.0'), None)
--> (2, Decimal('50.0'), Decimal('200.0'), Decimal('100.0'))
--> (3, Decimal('50.0'), Decimal('150.0'), Decimal('200.0'))
--> (4, Decimal('50.0'), Decimal('150.0'), Decimal('150.0'))
--> (5, Decimal('50.0'), Decimal('300.0'), Decimal('150.0'))
--> (6, Decimal('50.0'), Decimal('50.0'), Decimal('300.0'))

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING):bigint>
--> (1, 3)
--> (2, 6)
--> (3, 9)
--> (4, 12)
--> (5, 15)
--> (6, 11)

SELECT id, sum(id) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):bigint>
--> (1, 1)
--> (2, 3)
--> (3, 6)
--> (4, 10)
--> (5, 15)
--> (6, 21)

SELECT id, sum(id) OVER (ORDER BY id ROWS 2 PRECEDING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW):bigint>
--> (1, 1)
--> (2, 3)
--> (3, 6)
--> (4, 9)
--> (5, 12)
--> (6, 15)

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING):bigint>
--> (1, 21)
--> (2, 20)
--> (3, 18)
--> (4, 15)
--> (5, 11)
--> (6, 6)

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING):bigint>
--> (1, 7)
--> (2, 9)
--> (3, 11)
--> (4, 6)
--> (5, None)
--> (6, None)

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING):bigint>
--> (1, None)
--> (2, None)
--> (3, 1)
--> (4, 3)
--> (5, 5)
--> (6, 7)

SELECT id, sum(id) OVER (ORDER BY dept RANGE BETWEEN 10 PRECEDING AND CURRENT ROW) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY dept ASC NULLS FIRST RANGE BETWEEN 10 PRECEDING AND CURRENT ROW):bigint>
--> (5, 5)
--> (2, 3)
--> (1, 3)
--> (3, 10)
--> (4, 10)
--> (6, 13)

SELECT id, sum(id) OVER (ORDER BY dept RANGE BETWEEN UNBOUNDED PRECEDING AND 10 FOLLOWING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY dept ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND 10 FOLLOWING):bigint>
--> (5, 5)
--> (2, 15)
--> (1, 15)
--> (3, 21)
--> (4, 21)
--> (6, 21)

SELECT id, sum(id) OVER (ORDER BY dept DESC RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING) FROM emp
--> schema struct<id:int,sum(id) OVER (ORDER BY dept DESC NULLS LAST RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING):bigint>
--> (6, 13)
--> (3, 16)
--> (4, 16)
--> (2, 10)
--> (1, 10)
--> (5, 5)

SELECT id, count(*) OVER (ORDER BY hired RANGE BETWEEN INTERVAL '31' DAY PRECEDING AND CURRENT ROW) FROM emp
--> schema struct<id:int,count(1) OVER (ORDER BY hired ASC NULLS FIRST RANGE BETWEEN INTERVAL '31' DAY PRECEDING AND CURRENT ROW):bigint>
--> (5, 1)
--> (1, 1)
--> (2, 2)
--> (3, 2)
--> (4, 2)
--> (6, 1)

SELECT id, count(*) OVER (ORDER BY hired RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW) FROM emp
--> schema struct<id:int,count(1) OVER (ORDER BY hired ASC NULLS FIRST RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW):bigint>
--> (5, 1)
--> (1, 1)
--> (2, 2)
--> (3, 2)
--> (4, 2)
--> (6, 1)

SELECT id, sum(pay) OVER (PARTITION BY dept), avg(pay) OVER (PARTITION BY dept ORDER BY id) FROM emp
--> schema struct<id:int,sum(pay) OVER (PARTITION BY dept ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING):decimal(14,1),avg(pay) OVER (PARTITION BY dept ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(8,5)>
--> (5, Decimal('300.0'), Decimal('300.00000'))
--> (1, Decimal('300.0'), Decimal('100.00000'))
--> (2, Decimal('300.0'), Decimal('150.00000'))
--> (3, Decimal('150.0'), Decimal('150.00000'))
--> (4, Decimal('150.0'), Decimal('150.00000'))
--> (6, Decimal('50.0'), Decimal('50.00000'))

SELECT id, sum(pay) OVER w, count(*) OVER w2 FROM emp WINDOW w AS (PARTITION BY dept), w2 AS (ORDER BY id)
--> schema struct<id:int,sum(pay) OVER (PARTITION BY dept ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING):decimal(14,1),count(1) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):bigint>
--> (5, Decimal('300.0'), 5)
--> (2, Decimal('300.0'), 2)
--> (1, Decimal('300.0'), 1)
--> (3, Decimal('150.0'), 3)
--> (4, Decimal('150.0'), 4)
--> (6, Decimal('50.0'), 6)

SELECT id, sum(pay) OVER w FROM emp WINDOW w AS (PARTITION BY dept ORDER BY id) ORDER BY id
--> schema struct<id:int,sum(pay) OVER (PARTITION BY dept ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(14,1)>
--> (1, Decimal('100.0'))
--> (2, Decimal('300.0'))
--> (3, Decimal('150.0'))
--> (4, Decimal('150.0'))
--> (5, Decimal('300.0'))
--> (6, Decimal('50.0'))

SELECT id, sum(pay) OVER nope FROM emp
--> error MISSING_WINDOW_SPECIFICATION 42P20

SELECT id, row_number() OVER () FROM emp
--> error WINDOW_FUNCTION_FRAME_NOT_ORDERED 42601

SELECT id, row_number() OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp
--> error _LEGACY_ERROR_TEMP_1036 None

SELECT row_number() FROM emp
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 0-27 'SELECT row_number() FROM emp'

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING) FROM emp
--> error DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON 42K09 24-77 '(ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING)'

SELECT id, sum(id) OVER (ORDER BY id, dept RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp
--> error DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER 42K09 24-84 '(ORDER BY id, dept RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)'

SELECT id, sum(id) OVER (ORDER BY name RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp
--> error DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE 42K09 24-80 '(ORDER BY name RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)'

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN id PRECEDING AND CURRENT ROW) FROM emp
--> error INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND 42000 50-61 'id PRECEDING'

SELECT id, upper(name) OVER (ORDER BY id) FROM emp
--> error UNSUPPORTED_EXPR_FOR_WINDOW 42P20 11-40 'upper(name) OVER (ORDER BY id)'

SELECT dept, sum(sum(pay)) OVER (ORDER BY dept) FROM emp GROUP BY dept
--> schema struct<dept:int,sum(sum(pay)) OVER (ORDER BY dept ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(24,1)>
--> (None, Decimal('300.0'))
--> (10, Decimal('600.0'))
--> (20, Decimal('750.0'))
--> (30, Decimal('800.0'))

SELECT dept, rank() OVER (ORDER BY count(*) DESC) FROM emp GROUP BY dept
--> schema struct<dept:int,RANK() OVER (ORDER BY count(1) DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (10, 1)
--> (20, 1)
--> (None, 3)
--> (30, 3)

SELECT id, sum(row_number() OVER (ORDER BY id)) OVER () FROM emp
--> schema struct<id:int,sum(row_number() OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING):bigint>
--> (1, 21)
--> (2, 21)
--> (3, 21)
--> (4, 21)
--> (5, 21)
--> (6, 21)

SELECT id, count(DISTINCT dept) OVER () FROM emp
--> error DISTINCT_WINDOW_FUNCTION_UNSUPPORTED 0A000 11-38 'count(DISTINCT dept) OVER ()'

SELECT id, sum(pay) FILTER (WHERE id > 2) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,sum(pay) FILTER (WHERE (id > 2)) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):decimal(14,1)>
--> (1, None)
--> (2, None)
--> (3, Decimal('150.0'))
--> (4, Decimal('150.0'))
--> (5, Decimal('450.0'))
--> (6, Decimal('500.0'))

SELECT id, max(name) OVER (DISTRIBUTE BY dept SORT BY id) FROM emp
--> schema struct<id:int,max(name) OVER (PARTITION BY dept ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):string>
--> (5, 'eve')
--> (1, 'ann')
--> (2, 'bob')
--> (3, 'cat')
--> (4, 'dan')
--> (6, 'fay')

SELECT id, min(id) OVER (PARTITION BY dept, pay > 100 ORDER BY name DESC NULLS LAST) FROM emp
--> schema struct<id:int,min(id) OVER (PARTITION BY dept, (pay > 100) ORDER BY name DESC NULLS LAST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):int>
--> (5, 5)
--> (1, 1)
--> (2, 2)
--> (4, 4)
--> (3, 3)
--> (6, 6)

SELECT id, collect_list(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp
--> schema struct<id:int,collect_list(id) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW):array<int>>
--> (1, [1])
--> (2, [1, 2])
--> (3, [2, 3])
--> (4, [3, 4])
--> (5, [4, 5])
--> (6, [5, 6])

SELECT id, lead(name, -1) OVER (ORDER BY id), lag(name, -1) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,lead(name, -1, NULL) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):string,lag(name, -1, NULL) OVER (ORDER BY id ASC NULLS FIRST ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING):string>
--> (1, None, 'bob')
--> (2, 'ann', 'cat')
--> (3, 'bob', 'dan')
--> (4, 'cat', 'eve')
--> (5, 'dan', 'fay')
--> (6, 'eve', None)

SELECT id, ntile(0) OVER (ORDER BY id) FROM emp
--> error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE 42K09 11-37 'ntile(0) OVER (ORDER BY id)'

SELECT id, nth_value(id, 0) OVER (ORDER BY id) FROM emp
--> error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE 42K09 11-45 'nth_value(id, 0) OVER (ORDER BY id)'

SELECT id, sum(id) OVER (PARTITION BY dept ORDER BY id RANGE BETWEEN CURRENT ROW AND CURRENT ROW) FROM emp
--> schema struct<id:int,sum(id) OVER (PARTITION BY dept ORDER BY id ASC NULLS FIRST RANGE BETWEEN CURRENT ROW AND CURRENT ROW):bigint>
--> (5, 5)
--> (1, 1)
--> (2, 2)
--> (3, 3)
--> (4, 4)
--> (6, 6)

SELECT id, stddev(pay) OVER (ORDER BY id), var_pop(pay) OVER (ORDER BY id) FROM emp
--> schema struct<id:int,stddev(pay) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):double,var_pop(pay) OVER (ORDER BY id ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):double>
--> (1, None, 0.0)
--> (2, 70.71067811865476, 2500.0)
--> (3, 50.0, 1666.6666666666667)
--> (4, 50.0, 1666.6666666666667)
--> (5, 85.39125638299666, 5468.75)
--> (6, 96.17692030835673, 7400.0)

SELECT id FROM emp ORDER BY sum(id) OVER (PARTITION BY dept), id
--> error UNSUPPORTED_EXPR_FOR_OPERATOR 42K0E 19-63 'ORDER BY sum(id) OVER (PARTITION BY dept), id'

SELECT i, lag(i, 1, 0L) OVER (ORDER BY i), lag(b, 1, 0) OVER (ORDER BY i), lead(d, 1, 1.5) OVER (ORDER BY i), lag(st, 1, 0) OVER (ORDER BY i), lag(i, 1, b) OVER (ORDER BY i), lag(dt, 1, '2020-01-01') OVER (ORDER BY i) FROM VALUES (1, 10L, 1.50BD, 'a', DATE'2021-01-01'), (2, 20L, 2.5BD, 'b', DATE'2021-01-02') AS t(i, b, d, st, dt) ORDER BY i
--> schema struct<i:int,lag(i, 1, 0) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):int,lag(b, 1, 0) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):bigint,lead(d, 1, 1.5) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING):decimal(3,2),lag(st, 1, 0) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):string,lag(i, 1, b) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):int,lag(dt, 1, 2020-01-01) OVER (ORDER BY i ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 FOLLOWING):date>
--> (1, 0, 0, Decimal('2.50'), '0', 10, datetime.date(2020, 1, 1))
--> (2, 1, 10, Decimal('1.50'), 'a', 1, datetime.date(2021, 1, 1))

SELECT lag(i, 1, DATE'2020-01-01') OVER (ORDER BY i) FROM VALUES (1), (2) AS t(i)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-51 "lag(i, 1, DATE'2020-01-01') OVER (ORDER BY i)"

SELECT lag(i, 1, 'x') OVER (ORDER BY i) FROM VALUES (1), (2) AS t(i)
--> error CAST_INVALID_INPUT 22018 7-38 "lag(i, 1, 'x') OVER (ORDER BY i)"

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS n FROM VALUES (9007199254740993L), (9007199254740992L), (9007199254740994L), (9007199254740996L) AS t(x)
--> schema struct<x:bigint,n:bigint>
--> (9007199254740992, 2)
--> (9007199254740993, 3)
--> (9007199254740994, 2)
--> (9007199254740996, 1)

SELECT x, count(*) OVER (ORDER BY x DESC RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM VALUES (1700000000000000001L), (1700000000000000002L), (1700000000000000005L), (NULL) AS t(x)
--> schema struct<x:bigint,n:bigint>
--> (1700000000000000005, 1)
--> (1700000000000000002, 1)
--> (1700000000000000001, 2)
--> (None, 1)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 0.01 PRECEDING AND CURRENT ROW) AS n FROM VALUES (1.00), (1.01), (1.02), (9999999999999999999999.99), (9999999999999999999999.98) AS t(x)
--> schema struct<x:decimal(24,2),n:bigint>
--> (Decimal('1.00'), 1)
--> (Decimal('1.01'), 2)
--> (Decimal('1.02'), 2)
--> (Decimal('9999999999999999999999.98'), 1)
--> (Decimal('9999999999999999999999.99'), 2)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 0.015 PRECEDING AND CURRENT ROW) AS n FROM VALUES (1.00), (1.01), (1.02), (1.05) AS t(x)
--> schema struct<x:decimal(3,2),n:bigint>
--> (Decimal('1.00'), 1)
--> (Decimal('1.01'), 2)
--> (Decimal('1.02'), 3)
--> (Decimal('1.05'), 1)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM VALUES (1.00), (1.50), (2.00), (12345678901234567890.12) AS t(x)
--> schema struct<x:decimal(22,2),n:bigint>
--> (Decimal('1.00'), 1)
--> (Decimal('1.50'), 2)
--> (Decimal('2.00'), 3)
--> (Decimal('12345678901234567890.12'), 1)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 0.5D PRECEDING AND CURRENT ROW) AS n FROM VALUES (1.00), (1.50), (2.00), (2.51) AS t(x)
--> schema struct<x:decimal(3,2),n:bigint>
--> (Decimal('1.00'), 1)
--> (Decimal('1.50'), 2)
--> (Decimal('2.00'), 2)
--> (Decimal('2.51'), 1)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM VALUES (1.5D), (2D), (double('NaN')), (NULL), (double('infinity')) AS t(x)
--> schema struct<x:double,n:bigint>
--> (None, 1)
--> (1.5, 1)
--> (2.0, 2)
--> (inf, 1)
--> (nan, 1)

SELECT x, count(*) OVER (ORDER BY x DESC RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW) AS n FROM VALUES (TIMESTAMP '2024-03-31 12:00:00'), (TIMESTAMP '2024-02-29 12:00:00'), (TIMESTAMP '2024-02-29 11:59:59.999999') AS t(x)
--> schema struct<x:timestamp,n:bigint>
--> (datetime.datetime(2024, 3, 31, 12, 0), 1)
--> (datetime.datetime(2024, 2, 29, 12, 0), 1)
--> (datetime.datetime(2024, 2, 29, 11, 59, 59, 999999), 2)

SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN INTERVAL '36' HOUR PRECEDING AND CURRENT ROW) AS n FROM VALUES (TIMESTAMP '2024-03-31 12:00:00'), (TIMESTAMP '2024-03-30 00:00:00'), (TIMESTAMP '2024-03-29 23:59:59.999999') AS t(x)
--> schema struct<x:timestamp,n:bigint>
--> (datetime.datetime(2024, 3, 29, 23, 59, 59, 999999), 1)
--> (datetime.datetime(2024, 3, 30, 0, 0), 2)
--> (datetime.datetime(2024, 3, 31, 12, 0), 2)

SELECT id FROM emp ORDER BY row_number()
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 28-39 'row_number()'

SELECT id FROM emp WHERE row_number() > 1
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 25-40 'row_number() > 1'

SELECT id FROM emp GROUP BY id HAVING rank() > 1
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 38-47 'rank() > 1'

SELECT id FROM emp ORDER BY lag(id)
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 28-34 'lag(id)'

SELECT id FROM emp ORDER BY 1 + rank()
--> error WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE 42601 28-37 '1 + rank()'

SELECT name, sum(pay) OVER () = upper(name), pay FROM emp GROUP BY ALL
--> error CAST_INVALID_INPUT 22018 13-42 'sum(pay) OVER () = upper(name)'

SELECT name, row_number() OVER (ORDER BY pay) AS n FROM emp GROUP BY ALL
--> error MISSING_AGGREGATION 42803

SELECT name, sum(pay) OVER () AS n FROM emp GROUP BY ALL
--> error MISSING_AGGREGATION 42803

SELECT listagg(x) WITHIN GROUP (ORDER BY x) OVER (ORDER BY x) FROM VALUES ('a'), ('b') AS t(x)
--> error INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC 42601 7-60 'listagg(x) WITHIN GROUP (ORDER BY x) OVER (ORDER BY x)'

SELECT median(x) OVER (PARTITION BY x ORDER BY x) FROM VALUES (1), (2) AS t(x)
--> error INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC 42601 7-48 'median(x) OVER (PARTITION BY x ORDER BY x)'

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1), (2) AS t(x)
--> error INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC 42601 7-115 'percentile_cont(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)'

SELECT median(x) OVER (PARTITION BY x) FROM VALUES (1), (2) AS t(x)
--> schema struct<median(x) OVER (PARTITION BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING):double>
--> (1.0,)
--> (2.0,)

SELECT listagg(x) OVER (ORDER BY x) FROM VALUES ('a'), ('b') AS t(x)
--> schema struct<listagg(x, NULL) OVER (ORDER BY x ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW):string>
--> ('a',)
--> ('ab',)

SELECT id, sum(id) OVER w1 AS s FROM emp WINDOW w1 AS w2, w2 AS (ORDER BY id) ORDER BY id
--> schema struct<id:int,s:bigint>
--> (1, 1)
--> (2, 3)
--> (3, 6)
--> (4, 10)
--> (5, 15)
--> (6, 21)

SELECT id, sum(id) OVER w AS s FROM emp WINDOW w AS (ORDER BY id) UNION ALL SELECT dept, sum(dept) OVER w FROM dept WINDOW w AS (ORDER BY dept)
--> schema struct<id:int,s:bigint>
--> (1, 1)
--> (2, 3)
--> (3, 6)
--> (4, 10)
--> (5, 15)
--> (6, 21)
--> (None, None)
--> (10, 10)
--> (20, 30)
--> (40, 70)

SELECT id, sum(id) OVER w AS s FROM emp UNION ALL SELECT dept, sum(dept) OVER w FROM dept WINDOW w AS (ORDER BY dept)
--> error MISSING_WINDOW_SPECIFICATION 42P20
