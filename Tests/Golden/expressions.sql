-- Expressions, literals and syntax errors.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT 1 + 2 * 3, (1 + 2) * 3, 7 DIV 2, 7 % 3, -7 % 3, 7 / 2, 1 - -1, - 5, + 5, ~5
--> schema struct<(1 + (2 * 3)):int,((1 + 2) * 3):int,(7 div 2):bigint,(7 % 3):int,(-7 % 3):int,(7 / 2):double,(1 - -1):int,-5:int,(+ 5):int,~5:int>
--> (7, 9, 3, 1, -1, 3.5, 2, -5, 5, -6)

SELECT 5 & 3, 5 | 3, 5 ^ 3, 1 << 3, -8 >> 1, -8 >>> 28
--> schema struct<(5 & 3):int,(5 | 3):int,(5 ^ 3):int,(1 << 3):int,(-8 >> 1):int,(-8 >>> 28):int>
--> (1, 7, 6, 8, -4, 15)

SELECT 1 = 1, 1 == 1, 1 <> 2, 1 != 2, 1 <=> NULL, NULL <=> NULL, 1 < 2, 2 >= 2, 1 !> 2, 1 !< 2
--> schema struct<(1 = 1):boolean,(1 = 1):boolean,(NOT (1 = 2)):boolean,(NOT (1 = 2)):boolean,(1 <=> NULL):boolean,(NULL <=> NULL):boolean,(1 < 2):boolean,(2 >= 2):boolean,(1 <= 2):boolean,(1 >= 2):boolean>
--> (True, True, True, True, False, True, True, True, True, False)

SELECT true AND NULL, false AND NULL, true OR NULL, NOT NULL, NOT true, ! false
--> schema struct<(true AND NULL):boolean,(false AND NULL):boolean,(true OR NULL):boolean,(NOT NULL):boolean,(NOT true):boolean,(NOT false):boolean>
--> (None, False, True, None, False, True)

SELECT 2 BETWEEN 1 AND 3, 2 NOT BETWEEN 1 AND 3, NULL BETWEEN 1 AND 2, 'b' BETWEEN 'a' AND 'c'
--> schema struct<between(2, 1, 3):boolean,(NOT between(2, 1, 3)):boolean,between(NULL, 1, 2):boolean,between(b, a, c):boolean>
--> (True, False, None, True)

SELECT 1 IN (1, 2), 3 NOT IN (1, 2), NULL IN (1), 1 IN (NULL, 2), (1, 2) IN ((1, 2), (3, 4))
--> schema struct<(1 IN (1, 2)):boolean,(NOT (3 IN (1, 2))):boolean,(NULL IN (1)):boolean,(1 IN (NULL, 2)):boolean,(named_struct(col1, 1, col2, 2) IN (named_struct(col1, 1, col2, 2), named_struct(col1, 3, col2, 4))):boolean>
--> (True, True, None, None, True)

SELECT 'abc' LIKE 'a%', 'abc' NOT LIKE '_b_', 'a%c' LIKE 'a\\%c', 'a%c' LIKE 'a#%c' ESCAPE '#', 'ABC' ILIKE 'a%'
--> schema struct<abc LIKE a%:boolean,(NOT abc LIKE _b_):boolean,a%c LIKE a\%c:boolean,a%c LIKE a#%c ESCAPE '#':boolean,ilike(ABC, a%):boolean>
--> (True, False, True, True, True)

SELECT 'abc' RLIKE '^a.c$', 'abc' REGEXP 'x', 'abc' NOT RLIKE 'b'
--> schema struct<RLIKE(abc, ^a.c$):boolean,RLIKE(abc, x):boolean,(NOT RLIKE(abc, b)):boolean>
--> (True, False, False)

SELECT 'abc' LIKE ALL ('a%', '%c'), 'abc' LIKE ANY ('x%', '%c'), 'abc' NOT LIKE ALL ('x%', 'y%'), 'abc' LIKE SOME ('b'), 'ABC' ILIKE ANY ('a%')
--> schema struct<likeall(abc):boolean,likeany(abc):boolean,notlikeall(abc):boolean,likeany(abc):boolean,likeany(lower(ABC)):boolean>
--> (True, True, True, False, True)

SELECT 'abc' LIKE 'a\\'
--> error INVALID_FORMAT.ESC_AT_THE_END 42601

SELECT 'abc' LIKE 'a' ESCAPE 'ab'
--> error INVALID_ESC 42604 13-32 "LIKE 'a' ESCAPE 'ab'"

SELECT NULL IS NULL, 1 IS NOT NULL, true IS TRUE, NULL IS UNKNOWN, false IS NOT TRUE, 1 IS DISTINCT FROM 2, NULL IS NOT DISTINCT FROM NULL
--> schema struct<(NULL IS NULL):boolean,(1 IS NOT NULL):boolean,(true <=> true):boolean,(NULL IS NULL):boolean,(NOT (false <=> true)):boolean,(NOT (1 <=> 2)):boolean,(NULL <=> NULL):boolean>
--> (True, True, True, True, True, True, True)

SELECT CASE WHEN 1 > 2 THEN 'a' WHEN 2 > 1 THEN 'b' ELSE 'c' END, CASE 3 WHEN 1 THEN 'x' WHEN 3 THEN 'y' END, CASE WHEN false THEN 1 END
--> schema struct<CASE WHEN (1 > 2) THEN a WHEN (2 > 1) THEN b ELSE c END:string,CASE WHEN (3 = 1) THEN x WHEN (3 = 3) THEN y END:string,CASE WHEN false THEN 1 END:int>
--> ('b', 'y', None)

SELECT CASE WHEN 1 THEN 2 END
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-28 'CASE WHEN 1 THEN 2 END'

SELECT CASE WHEN true THEN 1 ELSE 'a' END
--> schema struct<CASE WHEN true THEN 1 ELSE a END:bigint>
--> (1,)

SELECT CASE WHEN true THEN 1 ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-45 'CASE WHEN true THEN 1 ELSE array(1) END'

SELECT CAST('12' AS INT), CAST(12.7 AS INT), CAST('2020-01-02' AS DATE), CAST(1 AS BOOLEAN), CAST(true AS INT), CAST(1 AS STRING), 5::STRING, '7'::INT + 1
--> schema struct<CAST(12 AS INT):int,CAST(12.7 AS INT):int,CAST(2020-01-02 AS DATE):date,CAST(1 AS BOOLEAN):boolean,CAST(true AS INT):int,CAST(1 AS STRING):string,CAST(5 AS STRING):string,(CAST(7 AS INT) + 1):int>
--> (12, 12, datetime.date(2020, 1, 2), True, 1, '1', '5', 8)

SELECT TRY_CAST('x' AS INT), TRY_CAST('1' AS DOUBLE), TRY_CAST(300 AS TINYINT)
--> schema struct<TRY_CAST(x AS INT):int,TRY_CAST(1 AS DOUBLE):double,TRY_CAST(300 AS TINYINT):tinyint>
--> (None, 1.0, None)

SELECT CAST('x' AS INT)
--> error CAST_INVALID_INPUT 22018 7-22 "CAST('x' AS INT)"

SELECT CAST(300 AS TINYINT)
--> error CAST_OVERFLOW 22003

SELECT CAST('' AS INT)
--> error CAST_INVALID_INPUT 22018 7-21 "CAST('' AS INT)"

SELECT CAST('abc' AS DATE)
--> error CAST_INVALID_INPUT 22018 7-25 "CAST('abc' AS DATE)"

SELECT CAST('maybe' AS BOOLEAN)
--> error CAST_INVALID_INPUT 22018 7-30 "CAST('maybe' AS BOOLEAN)"

SELECT CAST(1 AS DATE)
--> error DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION 42K09 7-21 'CAST(1 AS DATE)'

SELECT CAST(array(1) AS INT)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-27 'CAST(array(1) AS INT)'

SELECT CAST(1e20 AS INT)
--> error CAST_OVERFLOW 22003

SELECT CAST(99999 AS DECIMAL(4,1))
--> error NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION 22003 7-33 'CAST(99999 AS DECIMAL(4,1))'

SELECT 1 / 0
--> error DIVIDE_BY_ZERO 22012 7-11 '1 / 0'

SELECT 1.0 / 0
--> error DIVIDE_BY_ZERO 22012 7-13 '1.0 / 0'

SELECT 1 % 0
--> error REMAINDER_BY_ZERO 22012 7-11 '1 % 0'

SELECT 5 DIV 0
--> error DIVIDE_BY_ZERO 22012 7-13 '5 DIV 0'

SELECT try_divide(1, 0), try_add(2147483647, 1), try_multiply(2147483647, 2), try_subtract(-2147483648, 1), try_mod(1, 0)
--> schema struct<try_divide(1, 0):double,try_add(2147483647, 1):int,try_multiply(2147483647, 2):int,try_subtract(-2147483648, 1):int,try_mod(1, 0):int>
--> (None, None, None, None, None)

SELECT 2147483647 + 1
--> error ARITHMETIC_OVERFLOW 22003 7-20 '2147483647 + 1'

SELECT -2147483648 - 1
--> error ARITHMETIC_OVERFLOW 22003 7-21 '-2147483648 - 1'

SELECT 9223372036854775807 + 1
--> error ARITHMETIC_OVERFLOW 22003 7-29 '9223372036854775807 + 1'

SELECT 9223372036854775807 * 2
--> error ARITHMETIC_OVERFLOW 22003 7-29 '9223372036854775807 * 2'

SELECT 127Y + 1Y
--> error BINARY_ARITHMETIC_OVERFLOW 22003

SELECT - (-2147483648)
--> error ARITHMETIC_OVERFLOW 22003

SELECT abs(-2147483648)
--> error ARITHMETIC_OVERFLOW 22003

SELECT 1Y, 2S, 3L, 4.5, 5.5D, 6.5F, 7.5BD, 1e3, 1.5e-3, .5, 5., 123456789012, 12345678901234567890
--> schema struct<1:tinyint,2:smallint,3:bigint,4.5:decimal(2,1),5.5:double,6.5:float,7.5:decimal(2,1),1000.0:double,0.0015:double,0.5:decimal(1,1),5:decimal(1,0),123456789012:bigint,12345678901234567890:decimal(20,0)>
--> (1, 2, 3, Decimal('4.5'), 5.5, 6.5, Decimal('7.5'), 1000.0, 0.0015, Decimal('0.5'), Decimal('5'), 123456789012, Decimal('12345678901234567890'))

SELECT 128Y
--> error INVALID_NUMERIC_LITERAL_RANGE 22003 7-10 '128Y'

SELECT 1e400
--> error INVALID_NUMERIC_LITERAL_RANGE 22003 7-11 '1e400'

SELECT 99999999999999999999999999999999999999999
--> error DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION 22003

SELECT 'it''s', 'a\tb', 'a\\b', "double", r'raw\n', 'a' 'b', '\u0041', '\101', 'x\%y', ''
--> schema struct<it's:string,a	b:string,a\b:string,double:string,raw\n:string,ab:string,A:string,A:string,x\%y:string,:string>
--> ("it's", 'a\tb', 'a\\b', 'double', 'raw\\n', 'ab', 'A', 'A', 'x\\%y', '')

SELECT X'1F2A', x'0', X'GG'
--> error INVALID_TYPED_LITERAL 42604 22-26 "X'GG'"

SELECT X'1F2A', x'0'
--> schema struct<X'1F2A':binary,X'00':binary>
--> (b'\x1f*', b'\x00')

SELECT DATE'2020-02-30'
--> error INVALID_TYPED_LITERAL 42604 7-22 "DATE'2020-02-30'"

SELECT DATE'2020-02-29', TIMESTAMP'2020-01-01 12:34:56.789', TIMESTAMP_NTZ'2020-01-01 00:00:00', TIMESTAMP'2020-01-01 00:00:00+02:00', DATE'2020', TIMESTAMP_LTZ'2020-01-01'
--> schema struct<DATE '2020-02-29':date,TIMESTAMP '2020-01-01 12:34:56.789':timestamp,TIMESTAMP_NTZ '2020-01-01 00:00:00':timestamp_ntz,TIMESTAMP '2019-12-31 22:00:00':timestamp,DATE '2020-01-01':date,TIMESTAMP '2020-01-01 00:00:00':timestamp>
--> (datetime.date(2020, 2, 29), datetime.datetime(2020, 1, 1, 12, 34, 56, 789000), datetime.datetime(2020, 1, 1, 0, 0), datetime.datetime(2019, 12, 31, 22, 0), datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 0, 0))

SELECT INTERVAL 3 DAYS, INTERVAL '1' YEAR, INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 02:03:04.5' DAY TO SECOND, INTERVAL 1 HOUR 30 MINUTES, INTERVAL '5 days 2 hours', INTERVAL -2 WEEKS
--> error NOT_IMPLEMENTED 0A000

SELECT INTERVAL 1 MONTH 2 DAYS
--> error _LEGACY_ERROR_TEMP_0029 None 7-29 'INTERVAL 1 MONTH 2 DAYS'

SELECT DATE'2020-01-31' + INTERVAL 1 MONTH, DATE'2020-01-01' + 5, DATE'2020-01-10' - DATE'2020-01-01', TIMESTAMP'2020-01-01 00:00:00' - INTERVAL 1 HOUR, DATE'2020-03-01' - 1
--> schema struct<DATE '2020-01-31' + INTERVAL '1' MONTH:date,date_add(DATE '2020-01-01', 5):date,(DATE '2020-01-10' - DATE '2020-01-01'):interval day,TIMESTAMP '2020-01-01 00:00:00' - INTERVAL '01' HOUR:timestamp,date_sub(DATE '2020-03-01', 1):date>
--> (datetime.date(2020, 2, 29), datetime.date(2020, 1, 6), datetime.timedelta(days=9), datetime.datetime(2019, 12, 31, 23, 0), datetime.date(2020, 2, 29))

SELECT INTERVAL 1 DAY * 2, INTERVAL 6 HOURS / 4, -INTERVAL 1 YEAR, INTERVAL 1 YEAR + INTERVAL 2 MONTHS
--> error NOT_IMPLEMENTED 0A000

SELECT FOO'bar'
--> error UNSUPPORTED_TYPED_LITERAL 0A000 7-14 "FOO'bar'"

SELECT current_date() = current_date, current_timestamp = now()
--> schema struct<(current_date() = current_date()):boolean,(current_timestamp() = now()):boolean>
--> (True, True)

SELECT extract(YEAR FROM DATE'2020-05-06'), extract(DAYOFWEEK FROM DATE'2020-05-06'), extract(HOUR FROM TIMESTAMP'2020-01-01 05:06:07')
--> schema struct<extract(YEAR FROM DATE '2020-05-06'):int,extract(DAYOFWEEK FROM DATE '2020-05-06'):int,extract(HOUR FROM TIMESTAMP '2020-01-01 05:06:07'):int>
--> (2020, 4, 5)

SELECT position('b' IN 'abc'), substring('hello' FROM 2 FOR 3), substring('hello', 2), trim(BOTH 'x' FROM 'xxaxx'), trim(LEADING FROM '  a'), overlay('abcdef' PLACING 'ZZ' FROM 2 FOR 3)
--> schema struct<locate(b, abc, 1):int,substring(hello, 2, 3):string,substring(hello, 2, 2147483647):string,TRIM(BOTH x FROM xxaxx):string,ltrim(  a):string,overlay(abcdef, ZZ, 2, 3):string>
--> (2, 'ell', 'ello', 'a', 'a', 'aZZef')

SELECT timestampadd(DAY, 1, TIMESTAMP'2020-01-01 00:00:00'), timestampdiff(HOUR, TIMESTAMP'2020-01-01 00:00:00', TIMESTAMP'2020-01-02 00:00:00'), dateadd(MONTH, 1, DATE'2020-01-31'), datediff(DAY, DATE'2020-01-01', DATE'2020-02-01')
--> schema struct<timestampadd(DAY, 1, TIMESTAMP '2020-01-01 00:00:00'):timestamp,timestampdiff(HOUR, TIMESTAMP '2020-01-01 00:00:00', TIMESTAMP '2020-01-02 00:00:00'):bigint,timestampadd(MONTH, 1, DATE '2020-01-31'):timestamp,timestampdiff(DAY, DATE '2020-01-01', DATE '2020-02-01'):bigint>
--> (datetime.datetime(2020, 1, 2, 0, 0), 24, datetime.datetime(2020, 2, 29, 0, 0), 31)

SELECT transform(array(1, 2), x -> x + 1), filter(array(1, 2, 3), x -> x > 1), aggregate(array(1, 2, 3), 0, (a, x) -> a + x), exists(array(1), x -> x = 1)
--> schema struct<transform(array(1, 2), lambdafunction((namedlambdavariable() + 1), namedlambdavariable())):array<int>,filter(array(1, 2, 3), lambdafunction((namedlambdavariable() > 1), namedlambdavariable())):array<int>,aggregate(array(1, 2, 3), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):int,exists(array(1), lambdafunction((namedlambdavariable() = 1), namedlambdavariable())):boolean>
--> ([2, 3], [2, 3], 6, True)

SELECT transform(array('a', 'b'), (x, i) -> concat(x, i)), map_filter(map(1, 2, 3, 4), (k, v) -> v > 2), zip_with(array(1, 2), array(3, 4), (x, y) -> x * y), reduce(array(1, 2), 10, (a, x) -> a + x, a -> a * 2)
--> schema struct<transform(array(a, b), lambdafunction(concat(namedlambdavariable(), namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<string>,map_filter(map(1, 2, 3, 4), lambdafunction((namedlambdavariable() > 2), namedlambdavariable(), namedlambdavariable())):map<int,int>,zip_with(array(1, 2), array(3, 4), lambdafunction((namedlambdavariable() * namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<int>,reduce(array(1, 2), 10, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction((namedlambdavariable() * 2), namedlambdavariable())):int>
--> (['a0', 'b1'], {3: 4}, [3, 8], 26)

SELECT mask('AbCD123', lowerChar => 'q', upperChar => 'X')
--> schema struct<mask(AbCD123, X, q, n, NULL):string>
--> ('XqXXnnn',)

SELECT mask(str => 'abc', nope => 'x')
--> error UNRECOGNIZED_PARAMETER_NAME 4274K 7-37 "mask(str => 'abc', nope => 'x')"

SELECT upper(str => 'a')
--> error NAMED_PARAMETERS_NOT_SUPPORTED 4274K 7-23 "upper(str => 'a')"

SELECT `a b` FROM (SELECT 1 AS `a b`)
--> schema struct<a b:int>
--> (1,)

SELECT 1 AS `a``b`, 2 AS select, 3 AS `from`
--> schema struct<a`b:int,select:int,from:int>
--> (1, 2, 3)

SELECT 1 a, 2 AS b, 3 `c d`
--> schema struct<a:int,b:int,c d:int>
--> (1, 2, 3)

SELECT 'a' || 'b' || 1, 'a' || NULL
--> schema struct<concat(concat(a, b), 1):string,concat(a, NULL):string>
--> ('ab1', None)

SELECT a.b.c FROM (SELECT struct(struct(5 AS c) AS b) AS a)
--> schema struct<c:int>
--> (5,)

SELECT if(1 > 0, 'y', 'n'), nvl(NULL, 1), nvl2(NULL, 1, 2), nullif(1, 1), coalesce(NULL, NULL, 3), ifnull(NULL, 4), iff(true, 1, 2), zeroifnull(NULL)
--> error UNRESOLVED_ROUTINE 42883 116-130 'iff(true, 1, 2)'

SELECT 1 + '2', '3' * 2, 1 + NULL, '1' = 1, 1 = '1.0'
--> error CAST_INVALID_INPUT 22018 44-52 "1 = '1.0'"

SELECT 'a' + 1
--> error CAST_INVALID_INPUT 22018 7-13 "'a' + 1"

SELECT 1 = 'a'
--> error CAST_INVALID_INPUT 22018 7-13 "1 = 'a'"

SELECT true = 1
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-14 'true = 1'

SELECT 1 + true
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-14 '1 + true'

SELECT array(1) + 1
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-18 'array(1) + 1'

SELECT 1 > array(1)
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-18 '1 > array(1)'

SELECT date'2020-01-01' > '2019-01-01', date'2020-01-01' = timestamp'2020-01-01 00:00:00'
--> schema struct<(DATE '2020-01-01' > 2019-01-01):boolean,(DATE '2020-01-01' = TIMESTAMP '2020-01-01 00:00:00'):boolean>
--> (True, True)

SELECT 1.1 + 2.22, 1.1 * 2.22, 1.0 / 3, 10.00 % 3, 1.5 + 1, 1.5 * 2L, 2.5 + 1.5D
--> schema struct<(1.1 + 2.22):decimal(4,2),(1.1 * 2.22):decimal(6,3),(1.0 / 3):decimal(7,6),(10.00 % 3):decimal(3,2),(1.5 + 1):decimal(3,1),(1.5 * 2):decimal(4,1),(2.5 + 1.5):double>
--> (Decimal('3.32'), Decimal('2.442'), Decimal('0.333333'), Decimal('1.00'), Decimal('2.5'), Decimal('3.0'), 4.0)

SELECT CAST(1 AS DECIMAL(38,10)) * CAST(1 AS DECIMAL(38,10)), CAST(1 AS DECIMAL(38,18)) / 3
--> schema struct<(CAST(1 AS DECIMAL(38,10)) * CAST(1 AS DECIMAL(38,10))):decimal(38,6),(CAST(1 AS DECIMAL(38,18)) / 3):decimal(38,18)>
--> (Decimal('1.000000'), Decimal('0.333333333333333333'))

SELECT CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) + 1
--> error NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION 22003 7-71 'CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) + 1'

SELECT array(1, 2.5), array(1, NULL), array(1, 'a'), map('a', 1, 'b', 2.5)
--> error CAST_INVALID_INPUT 22018 38-50 "array(1, 'a')"

SELECT map(1, 2, 1, 3)
--> error DUPLICATED_MAP_KEY 23505

SELECT map(1)
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605

SELECT array(1, array(2))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-24 'array(1, array(2))'

SELECT struct(1 AS a, 'x' AS b), named_struct('p', 1), (1, 2, 'c')
--> schema struct<struct(1 AS a, x AS b):struct<a:int,b:string>,named_struct(p, 1):struct<p:int>,named_struct(col1, 1, col2, 2, col3, c):struct<col1:int,col2:int,col3:string>>
--> (Row(a=1, b='x'), Row(p=1), Row(col1=1, col2=2, col3='c'))

SELECT named_struct('p')
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605

SELECT greatest(1, 2.5, NULL), least('a', 'b')
--> schema struct<greatest(1, 2.5, NULL):decimal(11,1),least(a, b):string>
--> (Decimal('2.5'), 'a')

SELECT element_at(array(1, 2), -1), element_at(map('a', 1), 'a')
--> schema struct<element_at(array(1, 2), -1):int,element_at(map(a, 1), a):int>
--> (2, 1)

SELECT element_at(array(1, 2), 5)
--> error INVALID_ARRAY_INDEX_IN_ELEMENT_AT 22003 7-32 'element_at(array(1, 2), 5)'

SELECT element_at(array(1, 2), 0)
--> error INVALID_INDEX_OF_ZERO 22003 7-32 'element_at(array(1, 2), 0)'

SELECT array(1, 2)[-1]
--> error INVALID_ARRAY_INDEX 22003 7-21 'array(1, 2)[-1]'

SELECT array(1, 2)[2]
--> error INVALID_ARRAY_INDEX 22003 7-20 'array(1, 2)[2]'

SELECT typeof(1), typeof(1.5), typeof('a'), typeof(NULL), typeof(array(1)), typeof(struct(1)), typeof(map('a', 1.0)), typeof(INTERVAL 1 DAY), typeof(X'00')
--> schema struct<typeof(1):string,typeof(1.5):string,typeof(a):string,typeof(NULL):string,typeof(array(1)):string,typeof(struct(1)):string,typeof(map(a, 1.0)):string,typeof(INTERVAL '1' DAY):string,typeof(X'00'):string>
--> ('int', 'decimal(2,1)', 'string', 'void', 'array<int>', 'struct<col1:int>', 'map<string,decimal(2,1)>', 'interval day', 'binary')

SELECT 1 IN ('a')
--> error CAST_INVALID_INPUT 22018 9-16 "IN ('a')"

SELECT 1 IN (array(1))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 9-21 'IN (array(1))'

SELECT NOT 1
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-11 'NOT 1'

SELECT 1 AND true
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-16 '1 AND true'

SELECT 'true' AND true
--> schema struct<(true AND true):boolean>
--> (True,)

SELECT -'a'
--> error CAST_INVALID_INPUT 22018 7-10 "-'a'"

SELECT ~1.5
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-10 '~1.5'

SELECT 'x' BETWEEN 1 AND 2
--> error CAST_INVALID_INPUT 22018 11-25 'BETWEEN 1 AND 2'

SELECT to_date('2020-13-01')
--> error CAST_INVALID_INPUT 22018 7-27 "to_date('2020-13-01')"

SELECT to_date('x', 'yyyy'), 1
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT raise_error('boom')
--> error USER_RAISED_EXCEPTION P0001

SELECT assert_true(false)
--> error USER_RAISED_EXCEPTION P0001

SELECT cast('2020-01-01' AS TIMESTAMP), cast('2020-01-01 00:00:00.123456789' AS TIMESTAMP), cast(0 AS TIMESTAMP)
--> schema struct<CAST(2020-01-01 AS TIMESTAMP):timestamp,CAST(2020-01-01 00:00:00.123456789 AS TIMESTAMP):timestamp,CAST(0 AS TIMESTAMP):timestamp>
--> (datetime.datetime(2020, 1, 1, 0, 0), datetime.datetime(2020, 1, 1, 0, 0, 0, 123456), datetime.datetime(1970, 1, 1, 0, 0))

SELECT cast(struct(1, 2) AS STRUCT<a: STRING, b: DOUBLE>), cast(array('1') AS ARRAY<INT>), cast(map('a', '1') AS MAP<STRING, INT>)
--> schema struct<struct(1, 2):struct<a:string,b:double>,array(1):array<int>,map(a, 1):map<string,int>>
--> (Row(a='1', b=2.0), [1], {'a': 1})

SELECT sum(x) FROM VALUES (9223372036854775807), (1) AS t(x)
--> error ARITHMETIC_OVERFLOW 22003 -1--1 ''

SELECT sqrt(-1), ln(0), 0.0D / 0, 1 / 0.5, pow(2, 0.5)
--> error DIVIDE_BY_ZERO 22012 24-31 '0.0D / 0'

SELECT count(*), if(count(*) > 0, sum(1), 0) FROM range(0)
--> schema struct<count(1):bigint,(IF((count(1) > 0), sum(1), 0)):bigint>
--> (0, 0)

SELECT 1 -- comment
--> schema struct<1:int>
--> (1,)

SELECT /* a /* nested */ comment */ 2
--> schema struct<2:int>
--> (2,)

SELECT 1;
--> schema struct<1:int>
--> (1,)

SELECT 1; SELECT 2
--> error PARSE_SYNTAX_ERROR 42601

SELECT 1 FROM
--> schema struct<FROM:int>
--> (1,)

SELECT FROM emp
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 7-10 'FROM'

SELECT 1 +
--> error PARSE_SYNTAX_ERROR 42601

SELECT (1
--> error PARSE_SYNTAX_ERROR 42601

SELECT 1)
--> error PARSE_SYNTAX_ERROR 42601

SELECT * FROM emp WHERE
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))
--> (5, 'eve', None, Decimal('300.0'), None)
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

SELECT * FROM emp GROUP
--> schema struct<id:int,name:string,dept:int,pay:decimal(4,1),hired:date>
--> (1, 'ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> (2, 'bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> (3, 'cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> (4, 'dan', 20, None, datetime.date(2020, 4, 1))
--> (5, 'eve', None, Decimal('300.0'), None)
--> (6, 'fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

SELECT 'unclosed
--> error PARSE_SYNTAX_ERROR 42601

SELECT `unclosed
--> error PARSE_SYNTAX_ERROR 42601

SELECT 1 /* unclosed
--> error UNCLOSED_BRACKETED_COMMENT 42601

SELECT a b c
--> error PARSE_SYNTAX_ERROR 42601

SELECT @
--> error PARSE_SYNTAX_ERROR 42601

SELEC 1
--> error PARSE_SYNTAX_ERROR 42601

SELECT CAST(1 AS)
--> error PARSE_SYNTAX_ERROR 42601

SELECT CAST(1 AS NOSUCHTYPE)
--> error UNSUPPORTED_DATATYPE 0A000 17-26 'NOSUCHTYPE'

SELECT CAST(1 AS DECIMAL(50))
--> error DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION 22003

SELECT CAST(1 AS DECIMAL(5, 7))
--> error DECIMAL_SCALE_EXCEEDS_PRECISION 22003

SELECT CAST(1 AS ARRAY)
--> error INCOMPLETE_TYPE_DEFINITION.ARRAY 42K01 17-21 'ARRAY'

SELECT CAST('a' AS VARCHAR)
--> error DATATYPE_MISSING_SIZE 42K01 19-25 'VARCHAR'

SELECT été
--> error INVALID_IDENTIFIER 42602

SELECT count(DISTINCT)
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 13-20 'DISTINCT'

SELECT CASE END
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 7-10 'CASE'

SELECT 1 IN ()
--> error INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE 42000 9-13 'IN ()'

SELECT x -> x
--> error INTERNAL_ERROR XX000

SELECT interval 1 foo
--> error PARSE_SYNTAX_ERROR 42601

SELECT * EXCEPT () FROM emp
--> error PARSE_SYNTAX_ERROR 42601

SELECT sum(DISTINCT upper(name)) FROM emp
--> error CAST_INVALID_INPUT 22018 7-31 'sum(DISTINCT upper(name))'

SELECT first(id) IGNORE NULLS, last(pay) RESPECT NULLS FROM emp
--> schema struct<first(id):int,last(pay):decimal(4,1)>
--> (1, Decimal('50.0'))

SELECT 1 WHERE 1 = 0
--> schema struct<1:int>

SELECT 1 WHERE true
--> schema struct<1:int>
--> (1,)

SELECT 1 LIMIT 0
--> schema struct<1:int>
