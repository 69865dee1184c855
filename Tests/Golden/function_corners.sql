-- Functions at the corners of what they take.
SELECT regexp_extract('größe=12', '(\\S+)=', 1), regexp_extract_all('日=1 月=2', '(\\S+)=(\\S+)', 1), '日' RLIKE '\\W', '日' RLIKE '^\\D$'
--> schema struct<regexp_extract(größe=12, (\S+)=, 1):string,regexp_extract_all(日=1 月=2, (\S+)=(\S+), 1):array<string>,RLIKE(日, \W):boolean,RLIKE(日, ^\D$):boolean>
--> ('größe', ['日', '月'], True, True)

SELECT regexp_replace('日本 x', '\\S', '-'), regexp_replace('a]\\Sb', '[]\\\\S]', '_'), '\\S' RLIKE '^\\Q\\S\\E$', regexp_count('über', '[^\\W]')
--> schema struct<regexp_replace(日本 x, \S, -, 1):string,regexp_replace(a]\Sb, []\\S], _, 1):string,RLIKE(\S, ^\Q\S\E$):boolean,regexp_count(über, [^\W]):int>
--> ('-- -', 'a___b', True, 3)

SELECT pow(1, double('nan')), pow(1, double('inf')), pow(-1, double('-inf')), pow(double('nan'), 0), pow(2, double('inf'))
--> schema struct<pow(1, nan):double,pow(1, inf):double,pow(-1, -inf):double,pow(nan, 0):double,pow(2, inf):double>
--> (nan, nan, nan, 1.0, inf)

SELECT ceil(double('inf'))
--> error ARITHMETIC_OVERFLOW 22003 7-25 "ceil(double('inf'))"

SELECT floor(-1e30D)
--> error ARITHMETIC_OVERFLOW 22003 7-19 'floor(-1e30D)'

SELECT ceil(double('nan')), ceil(1.5D), floor(-2.5D)
--> schema struct<CEIL(nan):bigint,CEIL(1.5):bigint,FLOOR(-2.5):bigint>
--> (0, 2, -3)

SELECT corr(x, x), corr(x, 1) FROM VALUES (double('nan')) AS t(x)
--> schema struct<corr(x, x):double,corr(x, 1):double>
--> (None, None)

SELECT round(42.0D, -400), round(42.0D, -1), bround(7.0D, -400)
--> schema struct<round(42.0, -400):double,round(42.0, -1):double,bround(7.0, -400):double>
--> (0.0, 40.0, 0.0)

SELECT timestampdiff(MONTH, TIMESTAMP'2024-01-31 23:00:00', TIMESTAMP'2024-07-01 00:00:00'), timestampdiff(MONTH, TIMESTAMP'2024-07-01 00:00:00', TIMESTAMP'2024-01-31 23:00:00'), timestampdiff(YEAR, TIMESTAMP'2020-02-29 12:00:00', TIMESTAMP'2021-02-28 13:00:00')
--> schema struct<timestampdiff(MONTH, TIMESTAMP '2024-01-31 23:00:00', TIMESTAMP '2024-07-01 00:00:00'):bigint,timestampdiff(MONTH, TIMESTAMP '2024-07-01 00:00:00', TIMESTAMP '2024-01-31 23:00:00'):bigint,timestampdiff(YEAR, TIMESTAMP '2020-02-29 12:00:00', TIMESTAMP '2021-02-28 13:00:00'):bigint>
--> (4, -5, 0)

SELECT timestampdiff(QUARTER, TIMESTAMP'2023-11-30 10:00:00', TIMESTAMP'2024-05-30 09:59:59'), timestampdiff(MONTH, TIMESTAMP'2024-03-31 00:00:00', TIMESTAMP'2024-02-29 00:00:00')
--> schema struct<timestampdiff(QUARTER, TIMESTAMP '2023-11-30 10:00:00', TIMESTAMP '2024-05-30 09:59:59'):bigint,timestampdiff(MONTH, TIMESTAMP '2024-03-31 00:00:00', TIMESTAMP '2024-02-29 00:00:00'):bigint>
--> (1, -1)

SELECT timestamp_millis(9223372036854775807L)
--> error DATETIME_OVERFLOW 22008

SELECT timestamp_seconds(-9223372036854775807L)
--> error DATETIME_OVERFLOW 22008

SELECT date_format(DATE'2024-05-06', 'MMMMM')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION 42K0B

SELECT date_format(DATE'2024-05-06', 'aaa')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION 42K0B

SELECT date_format(DATE'2024-05-06', 'e')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN 42K0B

SELECT date_format(DATE'2024-05-06', 'N')
--> error INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER 22007

SELECT date_format(DATE'2024-05-06', 'QQQQQ')
--> error INVALID_DATETIME_PATTERN.LENGTH 22007

SELECT date_format(DATE'2024-05-06', 'w')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION 42K0B

SELECT date_part(NULL, DATE'2024-05-06'), make_timestamp(DATE'2024-05-06', NULL), time_bucket(NULL, TIMESTAMP'2024-05-06 01:00:00')
--> schema struct<date_part(NULL, DATE '2024-05-06'):double,make_timestamp(DATE '2024-05-06', NULL):timestamp,time_bucket(NULL, TIMESTAMP '2024-05-06 01:00:00', TIMESTAMP '1970-01-01 00:00:00'):timestamp>
--> (None, None, None)

SELECT bool_and('true'), bool_or('f'), every(NULL)
--> schema struct<bool_and(true):boolean,bool_or(f):boolean,every(NULL):boolean>
--> (True, False, None)

SELECT bool_and(1)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-17 'bool_and(1)'

SELECT mean(TIMESTAMP'1970-01-02 00:00:00')
--> schema struct<mean(TIMESTAMP '1970-01-02 00:00:00'):double>
--> (86400.0,)

SELECT map_from_arrays(NULL, array(1)), map_from_arrays(array(1), NULL), slice(NULL, 1, 1)
--> schema struct<map_from_arrays(NULL, array(1)):map<void,int>,map_from_arrays(array(1), NULL):map<int,void>,slice(NULL, 1, 1):array<void>>
--> (None, None, None)

SELECT array_contains(NULL, 1)
--> error DATATYPE_MISMATCH.NULL_TYPE 42K09 7-29 'array_contains(NULL, 1)'

SELECT array_contains(array(1, 2), NULL)
--> error DATATYPE_MISMATCH.NULL_TYPE 42K09 7-39 'array_contains(array(1, 2), NULL)'

SELECT sort_array(array(2, 1), 0)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-32 'sort_array(array(2, 1), 0)'

SELECT unix_date('2024-01-01')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-29 "unix_date('2024-01-01')"

SELECT unix_seconds('2024-01-01')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-32 "unix_seconds('2024-01-01')"

SELECT decode(X'C3', 'utf-8')
--> error MALFORMED_CHARACTER_CODING 22000

SELECT decode(X'C3A9', 'UTF-8'), -make_interval(1, 2, 0, 3), negative(make_interval(0, 0, 0, 0, 1))
--> error NOT_IMPLEMENTED 0A000

--@ set spark.sql.timeType.enabled=true
SELECT to_time('T7:05'), to_time('12:10:00 AM'), to_time('12:10:00PM'), to_time('1:02:03.5 pm')
--> schema struct<to_time(T7:05):time(6),to_time(12:10:00 AM):time(6),to_time(12:10:00PM):time(6),to_time(1:02:03.5 pm):time(6)>
--> (datetime.time(7, 5), datetime.time(0, 10), datetime.time(12, 10), datetime.time(13, 2, 3, 500000))

SELECT to_time('13:00:00 PM')
--> error CANNOT_PARSE_TIME 22010

SELECT uuid(0), uuid(42), uuid(-7), uuid(9223372036854775807)
--> schema struct<uuid():string,uuid():string,uuid():string,uuid():string>
--> ('269567e9-5d09-4af5-b20f-16851fc4a81a', '6f155395-c8b9-436b-a39c-d247226bc2b2', 'f840fc81-94a7-4780-b833-50470b4d74a9', '596c0db4-d77a-4abb-9c91-5e7f323f02b0')

SELECT uuid(42) FROM range(0, 3, 1, 1)
--> schema struct<uuid():string>
--> ('6f155395-c8b9-436b-a39c-d247226bc2b2',)
--> ('92da2253-2186-4525-a440-17ad3083a275',)
--> ('24ba1728-e648-487f-8c20-446d4411d15c',)

SELECT shuffle(array(1, 2, 3, 4, 5, 6, 7), 42), shuffle(array('a', NULL, 'c'), -1), shuffle(CAST(NULL AS ARRAY<INT>), 3)
--> schema struct<shuffle(array(1, 2, 3, 4, 5, 6, 7)):array<int>,shuffle(array(a, NULL, c)):array<string>,shuffle(NULL):array<int>>
--> ([6, 3, 2, 1, 4, 7, 5], [None, 'a', 'c'], None)

SELECT shuffle(array(1, 2, 3, 4), 42) FROM range(0, 4, 1, 1)
--> schema struct<shuffle(array(1, 2, 3, 4)):array<int>>
--> ([4, 3, 2, 1],)
--> ([4, 1, 2, 3],)
--> ([1, 4, 3, 2],)
--> ([3, 2, 1, 4],)

SELECT levenshtein('kitten', 'sitting', t) FROM VALUES (1), (2), (3), (NULL) AS v(t)
--> schema struct<levenshtein(kitten, sitting, t):int>
--> (-1,)
--> (-1,)
--> (3,)
--> (-1,)

SELECT add_months(DATE '2016-07-30', 2147483647)
--> error ARITHMETIC_OVERFLOW 22003

SELECT timestampadd(YEAR, 1000000000, TIMESTAMP '2024-01-15 10:30:45')
--> error DATETIME_OVERFLOW 22008

SELECT timestampadd(DAY, 1000000000, TIMESTAMP_NTZ '2024-01-15 10:30:45')
--> error DATETIME_OVERFLOW 22008

SELECT parse_url('http://h/p?abc=1&axc=2', 'QUERY', 'a.c'), parse_url('http://h/p?abc=1', 'QUERY', '.bc'), parse_url('http://[::1]:80/p', 'HOST')
--> schema struct<parse_url(http://h/p?abc=1&axc=2, QUERY, a.c):string,parse_url(http://h/p?abc=1, QUERY, .bc):string,parse_url(http://[::1]:80/p, HOST):string>
--> ('1', '1', '[::1]')

SELECT parse_url('http://[::1/path', 'AUTHORITY')
--> error INVALID_URL 22P02

SELECT parse_url('http://a[b/path', 'HOST')
--> error INVALID_URL 22P02

SELECT decode(X'D800', 'utf-16be')
--> error MALFORMED_CHARACTER_CODING 22000

SELECT encode('é', 'us-ascii')
--> error MALFORMED_CHARACTER_CODING 22000

SELECT sequence(CAST(NULL AS BIGINT), CAST(concat('b', 'ad') AS BIGINT))
--> schema struct<sequence(CAST(NULL AS BIGINT), CAST(concat(b, ad) AS BIGINT)):array<bigint>>
--> (None,)

SELECT array_insert(a, element_at(array(1), i), 9) FROM VALUES (CAST(NULL AS ARRAY<INT>), 5), (array(1), 1) AS v(a, i)
--> schema struct<array_insert(a, element_at(array(1), i), 9):array<int>>
--> (None,)
--> ([9, 1],)

SELECT from_utc_timestamp(CAST(NULL AS TIMESTAMP), CAST(raise_error('not reached') AS STRING))
--> schema struct<from_utc_timestamp(CAST(NULL AS TIMESTAMP), CAST(raise_error(USER_RAISED_EXCEPTION, map(errorMessage, not reached)) AS STRING)):timestamp>
--> (None,)

SELECT convert_timezone(CASE WHEN i = 0 THEN NULL ELSE 'UTC' END, IF(i = 0, CAST(1 / i AS STRING), 'UTC'), TIMESTAMP_NTZ '2024-01-01 00:00:00') FROM VALUES (0), (1) AS v(i)
--> schema struct<convert_timezone(CASE WHEN (i = 0) THEN NULL ELSE UTC END, (IF((i = 0), CAST((1 / i) AS STRING), UTC)), TIMESTAMP_NTZ '2024-01-01 00:00:00'):timestamp_ntz>
--> (None,)
--> (datetime.datetime(2024, 1, 1, 0, 0),)

SELECT collect_set(m) FROM VALUES (map(1, 2)) AS v(m)
--> error DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE 42K09 7-20 'collect_set(m)'

SELECT percentile_disc(DISTINCT 0.5) WITHIN GROUP (ORDER BY x) FROM VALUES (1) AS v(x)
--> error INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED 42K0K 7-61 'percentile_disc(DISTINCT 0.5) WITHIN GROUP (ORDER BY x)'

SELECT mode(DISTINCT x) FROM VALUES (1) AS v(x)
--> error INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED 42K0K 7-22 'mode(DISTINCT x)'

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x, y) FROM VALUES (1, 2) AS v(x, y)
--> error INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS 42K0K 7-55 'percentile_cont(0.5) WITHIN GROUP (ORDER BY x, y)'

SELECT randstr(-1, 0)
--> error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE 42K09 7-20 'randstr(-1, 0)'

SELECT from_csv('1,2', 'a INT, b INT', map('quote', 'ab'))
--> error OPTION_VALUE_EXCEEDS_ONE_CHARACTER 22023

SELECT to_csv(named_struct('a', 1), map('lineSep', ''))
--> error INVALID_LINE_SEPARATOR.EMPTY 22023

SELECT to_csv(named_struct('a', 1), map('lineSep', 'abc'))
--> error INVALID_LINE_SEPARATOR.TOO_LONG 22023

SELECT to_csv(named_struct('a', 'x'), map('quoteAll', 'false', 'QUOTEALL', 'true'))
--> schema struct<to_csv(named_struct(a, x)):string>
--> ('"x"',)

SELECT from_csv('1', 'a INT', map('maxColumns', 'many'))
--> error _LEGACY_ERROR_TEMP_2146 None

SELECT from_csv('1', 'a INT', array('mode'))
--> error INVALID_OPTIONS.NON_MAP_FUNCTION 42K06 7-43 "from_csv('1', 'a INT', array('mode'))"

SELECT to_json(named_struct('a', 1), named_struct('mode', 'PERMISSIVE'))
--> error INVALID_OPTIONS.NON_MAP_FUNCTION 42K06 7-71 "to_json(named_struct('a', 1), named_struct('mode', 'PERMISSIVE'))"

SELECT from_csv(' 1 , 2', 'a INT, b DOUBLE'), from_csv('true ,5.0', 'a BOOLEAN, b DECIMAL(3, 1)')
--> schema struct<from_csv( 1 , 2):struct<a:int,b:double>,from_csv(true ,5.0):struct<a:boolean,b:decimal(3,1)>>
--> (Row(a=None, b=2.0), Row(a=None, b=Decimal('5.0')))

SELECT from_csv(CAST(NULL AS STRING), 'a INT', map('header', 'perhaps'))
--> schema struct<from_csv(CAST(NULL AS STRING)):struct<a:int>>
--> (None,)

SELECT from_utc_timestamp(CAST(raise_error('not reached') AS TIMESTAMP), CAST(NULL AS STRING))
--> schema struct<from_utc_timestamp(CAST(raise_error(USER_RAISED_EXCEPTION, map(errorMessage, not reached)) AS TIMESTAMP), CAST(NULL AS STRING)):timestamp>
--> (None,)

SELECT convert_timezone(CAST(1 / id AS STRING), concat(CAST(NULL AS STRING), 'UTC'), TIMESTAMP_NTZ '2024-01-01 00:00:00') FROM range(1)
--> schema struct<convert_timezone(CAST((1 / id) AS STRING), concat(CAST(NULL AS STRING), UTC), TIMESTAMP_NTZ '2024-01-01 00:00:00'):timestamp_ntz>
--> (None,)

SELECT substring(CAST(1 / id AS STRING), NULL) FROM range(1)
--> schema struct<substring(CAST((1 / id) AS STRING), NULL, 2147483647):string>
--> (None,)

SELECT sort_array(array(2, NULL, 1), true AND true), sort_array(array(2, NULL, 1), false OR false), sort_array(array(2, 1), NOT true)
--> schema struct<sort_array(array(2, NULL, 1), (true AND true)):array<int>,sort_array(array(2, NULL, 1), (false OR false)):array<int>,sort_array(array(2, 1), (NOT true)):array<int>>
--> ([None, 1, 2], [2, 1, None], [2, 1])
