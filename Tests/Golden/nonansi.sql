-- With ANSI mode off.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

--@ set spark.sql.ansi.enabled=false
SELECT 1 / 0, 1 % 0, 5 DIV 0
--> schema struct<(1 / 0):double,(1 % 0):int,(5 div 0):bigint>
--> (None, None, None)

SELECT 2147483647 + 1, -2147483648 - 1, 9223372036854775807 + 1, 127Y + 1Y, 2147483647 * 2
--> schema struct<(2147483647 + 1):int,(-2147483648 - 1):int,(9223372036854775807 + 1):bigint,(127 + 1):tinyint,(2147483647 * 2):int>
--> (-2147483648, 2147483647, -9223372036854775808, -128, -2)

SELECT CAST('x' AS INT), CAST('abc' AS DATE), CAST(300 AS TINYINT), CAST(1e20 AS INT), CAST('maybe' AS BOOLEAN), CAST('' AS INT), CAST(' 12 ' AS INT), CAST('12.7' AS INT)
--> schema struct<CAST(x AS INT):int,CAST(abc AS DATE):date,CAST(300 AS TINYINT):tinyint,CAST(1.0E20 AS INT):int,CAST(maybe AS BOOLEAN):boolean,CAST( AS INT):int,CAST( 12  AS INT):int,CAST(12.7 AS INT):int>
--> (None, None, 44, 2147483647, None, None, 12, 12)

SELECT CAST(1 AS DATE)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-21 'CAST(1 AS DATE)'

SELECT CAST(99999 AS DECIMAL(4,1)), CAST(1 AS TIMESTAMP), CAST(TIMESTAMP'2020-01-01 00:00:00' AS INT)
--> schema struct<CAST(99999 AS DECIMAL(4,1)):decimal(4,1),CAST(1 AS TIMESTAMP):timestamp,CAST(TIMESTAMP '2020-01-01 00:00:00' AS INT):int>
--> (None, datetime.datetime(1970, 1, 1, 0, 0, 1), 1577836800)

SELECT array(1, 2)[5], array(1, 2)[-1], element_at(array(1, 2), 5), map('a', 1)['b'], element_at(map('a', 1), 'b')
--> schema struct<array(1, 2)[5]:int,array(1, 2)[-1]:int,element_at(array(1, 2), 5):int,map(a, 1)[b]:int,element_at(map(a, 1), b):int>
--> (None, None, None, None, None)

SELECT 'a' + 1, '3' + 1, '1' = 1, 1 + true
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 34-41 '1 + true'

SELECT 1 = 'a', 'a' > 1, true = 1, 1 IN ('a', '1')
--> schema struct<(1 = a):boolean,(a > 1):boolean,true:boolean,(1 IN (a, 1)):boolean>
--> (None, None, True, True)

SELECT abs(-2147483648), - (-2147483648), abs(-128Y)
--> schema struct<abs(-2147483648):int,(- -2147483648):int,abs(-128):tinyint>
--> (-2147483648, -2147483648, -128)

SELECT 1 UNION ALL SELECT 'x'
--> schema struct<1:string>
--> ('1',)
--> ('x',)

SELECT 1 UNION ALL SELECT DATE'2020-01-01'
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-41 "SELECT 1 UNION ALL SELECT DATE'2020-01-01'"

SELECT array(1, 'a'), CASE WHEN true THEN 1 ELSE 'a' END, coalesce(1, 'b'), greatest(1, 'c')
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 76-91 "greatest(1, 'c')"

SELECT sum(x) FROM VALUES (9223372036854775807), (1) AS t(x)
--> schema struct<sum(x):bigint>
--> (-9223372036854775808,)

SELECT sum(CAST(x AS DECIMAL(38,0))) FROM VALUES (99999999999999999999999999999999999999), (1) AS t(x)
--> schema struct<sum(CAST(x AS DECIMAL(38,0))):decimal(38,0)>
--> (None,)

SELECT avg('a'), sum('3'), sum('x')
--> schema struct<avg(a):double,sum(3):double,sum(x):double>
--> (None, 3.0, None)

SELECT CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) + 1
--> schema struct<(CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) + 1):decimal(38,0)>
--> (None,)

SELECT to_date('2020-13-01'), to_timestamp('x'), make_date(2020, 13, 1), to_number('x', '9')
--> error INVALID_FORMAT.MISMATCH_INPUT 42601

SELECT DATE'2020-01-01' + '1', DATE'2020-01-01' > 'x', DATE'2020-01-01' = '2020-01-01'
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-28 "DATE'2020-01-01' + '1'"

SELECT 1 AND true
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-16 '1 AND true'

SELECT NOT 'a', NOT 1
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-13 "NOT 'a'"

SELECT if('true', 1, 2)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-22 "if('true', 1, 2)"

SELECT id FROM emp WHERE 'x'
--> error DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN 42K09 0-27 "SELECT id FROM emp WHERE 'x'"

SELECT "a" AS x, 'b'
--> schema struct<x:string,b:string>
--> ('a', 'b')

SELECT id FROM emp LIMIT '2'
--> error INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE 42K0E 25-27 "'2'"

SELECT concat(1, 'a', true), length(12345), upper(1), substring(12345, 2, 2)
--> schema struct<concat(1, a, true):string,length(12345):int,upper(1):string,substring(12345, 2, 2):string>
--> ('1atrue', 5, '1', '23')

SELECT cast('1' AS ARRAY<INT>)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-29 "cast('1' AS ARRAY<INT>)"

SELECT cast(X'31' AS INT), cast(1 AS BINARY), cast('a' AS BINARY)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-24 "cast(X'31' AS INT)"

SELECT cast(true AS TIMESTAMP), cast(1.5 AS BOOLEAN), cast('y' AS BOOLEAN)
--> schema struct<CAST(true AS TIMESTAMP):timestamp,CAST(1.5 AS BOOLEAN):boolean,CAST(y AS BOOLEAN):boolean>
--> (datetime.datetime(1970, 1, 1, 0, 0, 0, 1), True, True)

SELECT size(NULL), 1 <=> 'a', nullif('a', 1)
--> schema struct<size(NULL):int,(1 <=> a):boolean,nullif(a, 1):string>
--> (-1, False, 'a')

SELECT bigint('x'), int(3000000000), float('nan'), double('inf')
--> schema struct<x:bigint,3000000000:int,nan:float,inf:double>
--> (None, -1294967296, nan, inf)

SELECT mod(1, 0), pmod(1, 0), 1L % 0L
--> schema struct<mod(1, 0):int,pmod(1, 0):int,(1 % 0):bigint>
--> (None, None, None)

SELECT 1.0 / 0, 1.0 % 0
--> schema struct<(1.0 / 0):decimal(7,6),(1.0 % 0):decimal(2,1)>
--> (None, None)

SELECT map(1, 2, 1, 3)
--> error DUPLICATED_MAP_KEY 23505

SELECT 1 > array(1)
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-18 '1 > array(1)'

SELECT INTERVAL 1 DAY / 0
--> error INTERVAL_DIVIDED_BY_ZERO 22012 7-24 'INTERVAL 1 DAY / 0'

SELECT date_add('2020-01-01', '1'), add_months('2020-01-31', 1), datediff('2020-01-05', '2020-01-01')
--> schema struct<date_add(2020-01-01, 1):date,add_months(2020-01-31, 1):date,datediff(2020-01-05, 2020-01-01):int>
--> (datetime.date(2020, 1, 2), datetime.date(2020, 2, 29), 4)

SELECT parse_url('x', 'HOST'), conv('zz', 36, 10), conv('999999999999999999999', 10, 16)
--> schema struct<parse_url(x, HOST):string,conv(zz, 36, 10):string,conv(999999999999999999999, 10, 16):string>
--> (None, '1295', 'FFFFFFFFFFFFFFFF')

SELECT elt(5, 'a', 'b'), get_json_object('x', '$.a')
--> schema struct<elt(5, a, b):string,get_json_object(x, $.a):string>
--> (None, None)
