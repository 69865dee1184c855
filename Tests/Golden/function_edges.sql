SELECT approx_count_distinct(id) FROM range(100000)
--> schema struct<approx_count_distinct(id):bigint>
--> (95546,)

SELECT approx_count_distinct(id, 0.1) FROM range(100000)
--> schema struct<approx_count_distinct(id):bigint>
--> (102065,)

SELECT approx_count_distinct(id, 0.01D), approx_count_distinct(id % 7, 0.39D) FROM range(5000)
--> schema struct<approx_count_distinct(id):bigint,approx_count_distinct((id % 7)):bigint>
--> (4957, 9)

SELECT approx_count_distinct(CAST(id AS STRING)), approx_count_distinct(CAST(id AS DOUBLE)) FROM range(2000)
--> schema struct<approx_count_distinct(CAST(id AS STRING)):bigint,approx_count_distinct(CAST(id AS DOUBLE)):bigint>
--> (1937, 1925)

SELECT exp(1D), exp(3D), exp(-3.3D), exp(710D), exp(-746D), exp(0.1D), expm1(0.3D), expm1(3.7D), expm1(-40D)
--> schema struct<EXP(1.0):double,EXP(3.0):double,EXP(-3.3):double,EXP(710.0):double,EXP(-746.0):double,EXP(0.1):double,EXPM1(0.3):double,EXPM1(3.7):double,EXPM1(-40.0):double>
--> (2.7182818284590455, 20.085536923187668, 0.036883167401240015, inf, 0.0, 1.1051709180756477, 0.3498588075760031, 39.4473043600674, -1.0)

SELECT ln(7D), ln(3.7D), ln(1e-310D), log10(7D), log10(1000D), log2(3D), log2(7D), log(2D, 8D), log(10D)
--> schema struct<ln(7.0):double,ln(3.7):double,ln(1.0E-310):double,LOG10(7.0):double,LOG10(1000.0):double,LOG2(3.0):double,LOG2(7.0):double,LOG(2.0, 8.0):double,LOG(E(), 10.0):double>
--> (1.9459101490553132, 1.308332819650179, -713.8013788281542, 0.8450980400142568, 3.0, 1.584962500721156, 2.807354922057604, 3.0, 2.302585092994046)

SELECT cosh(1D), cosh(0.2D), cosh(30D), sinh(1D), sinh(0.2D), sinh(-30D), tanh(0.7D), tanh(3.3D), tanh(-0.1D)
--> schema struct<COSH(1.0):double,COSH(0.2):double,COSH(30.0):double,SINH(1.0):double,SINH(0.2):double,SINH(-30.0):double,TANH(0.7):double,TANH(3.3):double,TANH(-0.1):double>
--> (1.543080634815244, 1.020066755619076, 5343237290762.231, 1.1752011936438014, 0.20133600254109402, -5343237290762.231, 0.6043677771171636, 0.9972829600991421, -0.09966799462495582)

SELECT md5('abc'), sha1('abc'), sha2('abc', 224), sha2('abc', 256), sha2('abc', 0), sha2('abc', 384), sha2('abc', 512), sha2('abc', 1)
--> schema struct<md5(abc):string,sha1(abc):string,sha2(abc, 224):string,sha2(abc, 256):string,sha2(abc, 0):string,sha2(abc, 384):string,sha2(abc, 512):string,sha2(abc, 1):string>
--> ('900150983cd24fb0d6963f7d28e17f72', 'a9993e364706816aba3e25717850c26c9cd0d89d', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7', 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f', None)

SELECT md5(repeat('x', 55)), md5(repeat('x', 56)), md5(repeat('x', 64)), sha1(repeat('y', 119)), sha2(repeat('z', 111), 512), sha2(repeat('z', 112), 512), sha2(repeat('q', 200), 256)
--> schema struct<md5(repeat(x, 55)):string,md5(repeat(x, 56)):string,md5(repeat(x, 64)):string,sha1(repeat(y, 119)):string,sha2(repeat(z, 111), 512):string,sha2(repeat(z, 112), 512):string,sha2(repeat(q, 200), 256):string>
--> ('04364420e25c512fd958a70738aa8f72', '668a72d5ba17f08e62dabcafad6db14b', 'c1bb4f81d892b2d57947682aeb252456', '25929d08d28168361a95aa00ff2996fc221af2aa', '3937caac51b533579164c83fb0df22bce8a8330f1c4d35a4584c2d10587933ea1aef3e06f33c40b56ab8f2790629d1c7d233ff71f148a6931dcdff5e9abfaa04', 'fa3bf4fa804efc34ce7dccdd124ac1765a6cc1e5f13de086e4467a0650690d9edc2d6b7e62018256dd3cef305a8ff13e0d0694fb4df6373446f9fda3a7b1e123', 'ff550476527be4d27b596094d6cc4f8f127bbae50525e1747563ef63d4dc1448')

SELECT greatest(1, NULL, 3), least(2D, CAST('NaN' AS DOUBLE)), greatest(2D, CAST('NaN' AS DOUBLE)), greatest(DATE'2020-01-01', DATE'2021-01-01'), least(1.5, 2), greatest(NULL, NULL)
--> schema struct<greatest(1, NULL, 3):int,least(2.0, CAST(NaN AS DOUBLE)):double,greatest(2.0, CAST(NaN AS DOUBLE)):double,greatest(DATE '2020-01-01', DATE '2021-01-01'):date,least(1.5, 2):decimal(11,1),greatest(NULL, NULL):void>
--> (3, 2.0, nan, datetime.date(2021, 1, 1), Decimal('1.5'), None)

SELECT round(2.675D, 2), round(1.005D, 2), round(-2.5D), round(0.125D, 2), bround(2.5D), bround(0.125D, 2), round(123456.789D, -2), round(1e20D, 3), round(5e-324D, 2), round(0.285D, 2)
--> schema struct<round(2.675, 2):double,round(1.005, 2):double,round(-2.5, 0):double,round(0.125, 2):double,bround(2.5, 0):double,bround(0.125, 2):double,round(123456.789, -2):double,round(1.0E20, 3):double,round(4.9E-324, 2):double,round(0.285, 2):double>
--> (2.68, 1.01, -3.0, 0.13, 2.0, 0.12, 123500.0, 1e+20, 0.0, 0.29)

SELECT to_char(0, '9'), to_char(0, 'S99'), to_char(0, '99S'), to_char(454, '90999'), to_char(12345, '9,999'), to_char(-0.1, 'S9.9'), to_char(78, '99.S'), to_char(-78, '99.PR')
--> schema struct<to_char(0, 9):string,to_char(0, S99):string,to_char(0, 99S):string,to_char(454, 90999):string,to_char(12345, 9,999):string,to_char(-0.1, S9.9):string,to_char(78, 99.S):string,to_char(-78, 99.PR):string>
--> (' ', '  +', '+  ', '  454', '# ###', ' -.1', '78+ ', '<78> ')

SELECT to_char(78.12F, '99.99'), to_char(0.12345678901234567D, '9.99999999999999999'), to_char(-4, '9999PR'), to_char(45, '0,000'), to_char(0, '$99.99')
--> schema struct<to_char(78.12, 99.99):string,to_char(0.12345678901234566, 9.99999999999999999):string,to_char(-4, 9999PR):string,to_char(45, 0,000):string,to_char(0, $99.99):string>
--> ('##.##', '0.12345678901234600', '   <4>', '0,045', '$ 0.00')

SELECT to_char(454, '9$9')
--> error INVALID_FORMAT.CUR_MUST_BEFORE_DIGIT 42601 7-25 "to_char(454, '9$9')"

SELECT to_char(454, ',999')
--> error INVALID_FORMAT.CONT_THOUSANDS_SEPS 42601 7-26 "to_char(454, ',999')"

SELECT to_char(454, 'SS999')
--> error INVALID_FORMAT.WRONG_NUM_TOKEN 42601 7-27 "to_char(454, 'SS999')"

SELECT to_char(454, '99.9,9')
--> error INVALID_FORMAT.THOUSANDS_SEPS_MUST_BEFORE_DEC 42601 7-28 "to_char(454, '99.9,9')"

SELECT to_number('-$123,456.32-', 'MI$999,999.99S'), to_number('<-$12,345.67>', 'S$999,099.99PR'), try_to_number('-123,456.32-', 'MI$999,999.99S')
--> schema struct<to_number(-$123,456.32-, MI$999,999.99S):decimal(8,2),to_number(<-$12,345.67>, S$999,099.99PR):decimal(8,2),try_to_number(-123,456.32-, MI$999,999.99S):decimal(8,2)>
--> (Decimal('123456.32'), Decimal('12345.67'), None)

SELECT sequence(1, 5, NULL), sequence(CAST(NULL AS INT), 1), sequence(5, 1), sequence(1Y, 3Y)
--> schema struct<sequence(1, 5, NULL):array<int>,sequence(CAST(NULL AS INT), 1):array<int>,sequence(5, 1):array<int>,sequence(1, 3):array<tinyint>>
--> (None, None, [5, 4, 3, 2, 1], [1, 2, 3])

SELECT sequence(-2147483648, 2147483647, 1)
--> error COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER 54000

SELECT sequence(NULL, NULL)
--> error DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES 42K09 7-26 'sequence(NULL, NULL)'

SELECT sequence(DATE'2018-01-31', DATE'2018-04-30', INTERVAL 1 MONTH), sequence(DATE'2022-03-09', DATE'2022-03-15', make_interval(0, 0, 0, 4, 23))
--> schema struct<sequence(DATE '2018-01-31', DATE '2018-04-30', INTERVAL '1' MONTH):array<date>,sequence(DATE '2022-03-09', DATE '2022-03-15', make_interval(0, 0, 0, 4, 23, 0, 0.000000)):array<date>>
--> ([datetime.date(2018, 1, 31), datetime.date(2018, 2, 28), datetime.date(2018, 3, 31), datetime.date(2018, 4, 30)], [datetime.date(2022, 3, 9), datetime.date(2022, 3, 13)])

SELECT sequence(TIMESTAMP_NTZ'2018-01-01 00:00:00', TIMESTAMP_NTZ'2018-01-03 00:00:00', INTERVAL 12 HOUR), sequence(DATE'2020-01-03', DATE'2020-01-01')
--> schema struct<sequence(TIMESTAMP_NTZ '2018-01-01 00:00:00', TIMESTAMP_NTZ '2018-01-03 00:00:00', INTERVAL '12' HOUR):array<timestamp_ntz>,sequence(DATE '2020-01-03', DATE '2020-01-01'):array<date>>
--> ([datetime.datetime(2018, 1, 1, 0, 0), datetime.datetime(2018, 1, 1, 12, 0), datetime.datetime(2018, 1, 2, 0, 0), datetime.datetime(2018, 1, 2, 12, 0), datetime.datetime(2018, 1, 3, 0, 0)], [datetime.date(2020, 1, 3), datetime.date(2020, 1, 2), datetime.date(2020, 1, 1)])

SELECT exists(array(1, 0, 2), x -> 10 / x > 4), forall(array(100, 0, 2), x -> 10 / x > 4)
--> schema struct<exists(array(1, 0, 2), lambdafunction(((10 / namedlambdavariable()) > 4), namedlambdavariable())):boolean,forall(array(100, 0, 2), lambdafunction(((10 / namedlambdavariable()) > 4), namedlambdavariable())):boolean>
--> (True, False)

SELECT exists(array(0, 1), x -> 10 / x > 4)
--> error DIVIDE_BY_ZERO 22012 32-37 '10 / x'

SELECT from_json('{"a": {"b" : 1.50, "c":[1, 2]}, "d": 1.50e1}', 'a string, d string')
--> schema struct<from_json({"a": {"b" : 1.50, "c":[1, 2]}, "d": 1.50e1}):struct<a:string,d:string>>
--> (Row(a='{"b":1.5,"c":[1,2]}', d='15.0'),)

SELECT from_json('{"a": 1, "b": "x"}', 'a int, b int, _corrupt_record string'), from_json('{"a": 5', 'a int, _corrupt_record string')
--> schema struct<from_json({"a": 1, "b": "x"}):struct<a:int,b:int,_corrupt_record:string>,from_json({"a": 5):struct<a:int,_corrupt_record:string>>
--> (Row(a=1, b=None, _corrupt_record='{"a": 1, "b": "x"}'), Row(a=None, _corrupt_record='{"a": 5'))

SELECT from_json('[{"a": 1}]', 'a int'), from_json('{"a": 1}', 'array<struct<a:int>>'), from_json('[1, "x", 3]', 'array<int>'), from_json('null', 'a int'), from_json('', 'a int')
--> schema struct<from_json([{"a": 1}]):struct<a:int>,from_json({"a": 1}):array<struct<a:int>>,from_json([1, "x", 3]):array<int>,from_json(null):struct<a:int>,from_json():struct<a:int>>
--> (Row(a=None), [Row(a=1)], None, Row(a=None), None)

SELECT from_json('{"a": {"x": "y", "z": 1}, "b": 2}', 'a map<string,int>, b int'), from_json('{"a": {"b": "x", "c": 2}, "d": 3}', 'a struct<b:int,c:int>, d int')
--> schema struct<from_json({"a": {"x": "y", "z": 1}, "b": 2}):struct<a:map<string,int>,b:int>,from_json({"a": {"b": "x", "c": 2}, "d": 3}):struct<a:struct<b:int,c:int>,d:int>>
--> (Row(a=None, b=2), Row(a=Row(b=None, c=2), d=3))

SELECT from_json('{"a": 1}', 'map<string,string>')
--> schema struct<entries:map<string,string>>
--> ({'a': '1'},)

SELECT from_json('{"1": "a"}', 'map<int,string>')
--> error DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE 42K09 7-48 'from_json(\'{"1": "a"}\', \'map<int,string>\')'

SELECT from_json('{"a": 1}', 'a int', map('mode', 'DROPMALFORMED'))
--> error PARSE_MODE_UNSUPPORTED 42601

SELECT from_json('{"t":"12:00:00"}', 't TIME'), from_json('{"a": "1.5", "b": 123456.5}', 'a decimal(5,2), b decimal(5,2)')
--> schema struct<from_json({"t":"12:00:00"}):struct<t:time(6)>,from_json({"a": "1.5", "b": 123456.5}):struct<a:decimal(5,2),b:decimal(5,2)>>
--> (Row(t=datetime.time(12, 0)), Row(a=Decimal('1.50'), b=None))

SELECT to_json(from_json('{"a": {"b": 1}, "c": 2}', 'a variant, c int')), to_json(from_json('[1, {"x": null}]', 'variant'))
--> schema struct<to_json(from_json({"a": {"b": 1}, "c": 2})):string,to_json(from_json([1, {"x": null}])):string>
--> ('{"a":{"b":1},"c":2}', '[1,{"x":null}]')

SELECT from_json('{"d":20240115}', 'd DATE'), from_json('{"A": 5}', 'a int'), from_json('{"a": "x", "a": 5}', 'a int')
--> schema struct<from_json({"d":20240115}):struct<d:date>,from_json({"A": 5}):struct<a:int>,from_json({"a": "x", "a": 5}):struct<a:int>>
--> (Row(d=None), Row(a=None), Row(a=5))

SELECT schema_of_json('{"a": {}}'), schema_of_json('{"a": null, "b": []}'), schema_of_json(''), schema_of_json('{"a": "2021-01-01"}', map('inferTimestamp', 'true')), schema_of_json('{"a": NaN}')
--> schema struct<schema_of_json({"a": {}}):string,schema_of_json({"a": null, "b": []}):string,schema_of_json():string,schema_of_json({"a": "2021-01-01"}):string,schema_of_json({"a": NaN}):string>
--> ('STRUCT<>', 'STRUCT<a: STRING, b: ARRAY<STRING>>', 'STRING', 'STRUCT<a: TIMESTAMP>', 'STRUCT<a: DOUBLE>')

SELECT schema_of_json('{"a": 1.5e10}', map('prefersDecimal', 'true'))
--> error NEGATIVE_SCALE_DISALLOWED 0A000

SELECT schema_of_json(42)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-24 'schema_of_json(42)'

SELECT to_csv(named_struct('a', array(1, 2, CAST(NULL AS INT)), 'm', map('x', 1), 's', named_struct('b', 2))), to_csv(named_struct('b', CAST('abc' AS BINARY)))
--> schema struct<to_csv(named_struct(a, array(1, 2, CAST(NULL AS INT)), m, map(x, 1), s, named_struct(b, 2))):string,to_csv(named_struct(b, CAST(abc AS BINARY))):string>
--> ('"[1, 2,]",{x -> 1},{2}', '[61 62 63]')

SELECT to_csv(named_struct('a', 'say "hi"'), map('escapeQuotes', 'false')), to_csv(named_struct('a', CAST(NULL AS STRING), 'b', 'x'), map('quoteAll', 'true'))
--> schema struct<to_csv(named_struct(a, say "hi")):string,to_csv(named_struct(a, CAST(NULL AS STRING), b, x)):string>
--> ('say "hi"', '"","x"')

SELECT from_csv('1', 'a INT', map('mode', 'DROPMALFORMED'))
--> error PARSE_MODE_UNSUPPORTED 42601

SELECT to_xml(named_struct('a', CAST(NULL AS INT))), to_xml(named_struct('m', array(array(1, 2), array(3)))), to_xml(named_struct('msg', 'a < b > c & d'))
--> schema struct<to_xml(named_struct(a, CAST(NULL AS INT))):string,to_xml(named_struct(m, array(array(1, 2), array(3)))):string,to_xml(named_struct(msg, a < b > c & d)):string>
--> ('<ROW/>', '<ROW>\n    <m>\n        <item>1</item>\n        <item>2</item>\n    </m>\n    <m>\n        <item>3</item>\n    </m>\n</ROW>', '<ROW>\n    <msg>a &lt; b > c &amp; d</msg>\n</ROW>')

SELECT from_xml('<p><a>N/A</a></p>', 'a STRING', map('nullValue', 'N/A')), xpath_int('<a><b>1</b></a>', '')
--> schema struct<from_xml(<p><a>N/A</a></p>):struct<a:string>,xpath_int(<a><b>1</b></a>, ):int>
--> (Row(a=None), None)

SELECT xpath_string('<a><b>b</b></a>', c) FROM VALUES ('a/b') AS t(c)
--> error DATATYPE_MISMATCH.NON_FOLDABLE_INPUT 42K09 7-40 "xpath_string('<a><b>b</b></a>', c)"

SELECT parse_json(42)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-20 'parse_json(42)'

SELECT to_json(parse_json('42 extra')), to_json(try_parse_json('999999999999999999999999999999999999999'))
--> schema struct<to_json(parse_json(42 extra)):string,to_json(try_parse_json(999999999999999999999999999999999999999)):string>
--> ('42', '1.0E39')

SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY x DESC), percentile_disc(array(0.5, CAST(NULL AS DOUBLE))) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2), (3), (4) AS t(x)
--> schema struct<percentile_disc(0.25) WITHIN GROUP (ORDER BY x DESC):double,percentile_disc(array(0.5, CAST(NULL AS DOUBLE))) WITHIN GROUP (ORDER BY x):array<double>>
--> (4.0, [2.0, 1.0])

SELECT percentile_disc(true) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2) AS t(x)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-53 'percentile_disc(true) WITHIN GROUP (ORDER BY x)'

SELECT array_intersect(array(1), array('1'))
--> error DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES 42K09 7-43 "array_intersect(array(1), array('1'))"

SELECT array_min(NULL), array_compact(NULL), typeof(array_compact(NULL)), arrays_zip(NULL, array(1))
--> schema struct<array_min(NULL):void,array_compact(NULL):array<void>,typeof(array_compact(NULL)):string,arrays_zip(NULL, array(1)):array<struct<0:void,1:int>>>
--> (None, None, 'array<void>', None)

SELECT to_timestamp('2026-06-15 14:30:45.1', 'yyyy-MM-dd HH:mm:ss.SSSSSS')
--> schema struct<to_timestamp(2026-06-15 14:30:45.1, yyyy-MM-dd HH:mm:ss.SSSSSS):timestamp>
--> (datetime.datetime(2026, 6, 15, 14, 30, 45, 100000),)

SELECT to_timestamp('20260615143045123', 'yyyyMMddHHmmssSSS')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT unix_timestamp(DATE'2024-01-15', CAST(NULL AS STRING)), to_unix_timestamp(TIMESTAMP_NTZ'2024-01-15 01:02:03', 'invalid[')
--> schema struct<unix_timestamp(DATE '2024-01-15', CAST(NULL AS STRING)):bigint,to_unix_timestamp(TIMESTAMP_NTZ '2024-01-15 01:02:03', invalid[):bigint>
--> (1705276800, 1705280523)

SELECT to_unix_timestamp(DATE'2024-01-15', 123)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-46 "to_unix_timestamp(DATE'2024-01-15', 123)"

SELECT date_trunc('YEAR', TIMESTAMP_NTZ'2026-02-02 00:00:00'), convert_timezone('America/Los_Angeles', 'Europe/Amsterdam', TIMESTAMP'2024-06-15 14:30:00')
--> schema struct<date_trunc(YEAR, TIMESTAMP_NTZ '2026-02-02 00:00:00'):timestamp,convert_timezone(America/Los_Angeles, Europe/Amsterdam, TIMESTAMP '2024-06-15 14:30:00'):timestamp_ntz>
--> (datetime.datetime(2026, 1, 1, 0, 0), datetime.datetime(2024, 6, 15, 23, 30))

SELECT levenshtein('kitten', 'sitting', CAST(NULL AS INT)), levenshtein('abc', 'abc', CAST(NULL AS INT))
--> schema struct<levenshtein(kitten, sitting, CAST(NULL AS INT)):int,levenshtein(abc, abc, CAST(NULL AS INT)):int>
--> (None, None)

SELECT ceil(1.5, CAST(NULL AS INT))
--> error NON_FOLDABLE_ARGUMENT 42K08 7-34 'ceil(1.5, CAST(NULL AS INT))'

SELECT uniform(1, 10, CAST(42 AS TINYINT))
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-41 'uniform(1, 10, CAST(42 AS TINYINT))'

SELECT hex(count_min_sketch(id, 1.5D, 0.2D, 1111111111111111111)) FROM range(100)
--> schema struct<hex(count_min_sketch(id, 1.5, 0.2, 1111111111111111111)):string>
--> ('00000001000000000000006400000001000000020000000044078BA100000000000000320000000000000032',)

SELECT count_min_sketch(id, 0.1D, 0.9D, NULL) FROM range(2)
--> error DATATYPE_MISMATCH.UNEXPECTED_NULL 42K09 7-44 'count_min_sketch(id, 0.1D, 0.9D, NULL)'

SELECT histogram_numeric(id, 5) FROM range(0, 100, 1, 1)
--> schema struct<histogram_numeric(id, 5):array<struct<x:bigint,y:double>>>
--> ([Row(x=11, y=25.0), Row(x=36, y=24.0), Row(x=59, y=23.0), Row(x=84, y=25.0), Row(x=98, y=3.0)],)

SELECT count(*) FROM VALUES (TIMESTAMP'2021-01-01 00:00:00') AS t(b) GROUP BY window(b, '0 seconds')
--> error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE 42K09 78-99 "window(b, '0 seconds')"

SELECT count(*) FROM VALUES (TIMESTAMP'2021-01-01 00:00:00') AS t(b) GROUP BY window(b, '10 minutes', '5 minutes', '5 minutes')
--> error DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION 42K09 78-126 "window(b, '10 minutes', '5 minutes', '5 minutes')"

SELECT hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040'))), to_json(struct())
--> schema struct<hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 0), NDR)):string,to_json(struct()):string>
--> ('0101000000000000000000F03F0000000000000040', '{}')

--@ set spark.sql.mapKeyDedupPolicy=LAST_WIN
SELECT map(1, 'a', 2, 'b', 1, 'c'), map_concat(map(1, 'a', 2, 'b'), map(2, 'c', 3, 'd')), map_from_arrays(array(1, 1), array('a', 'b')), map_from_entries(array(struct(1, 'a'), struct(1, 'b'))), str_to_map('a:1,a:2', ',', ':')
--> schema struct<map(1, a, 2, b, 1, c):map<int,string>,map_concat(map(1, a, 2, b), map(2, c, 3, d)):map<int,string>,map_from_arrays(array(1, 1), array(a, b)):map<int,string>,map_from_entries(array(struct(1, a), struct(1, b))):map<int,string>,str_to_map(a:1,a:2, ,, :):map<string,string>>
--> ({1: 'c', 2: 'b'}, {1: 'a', 2: 'c', 3: 'd'}, {1: 'b'}, {1: 'b'}, {'a': '2'})

SELECT struct('y' as y), struct(1 as `1`), struct('a' as b), named_struct('x', 1), struct(id as id, 'id' as id) FROM VALUES (1) t(id)
--> schema struct<struct(y AS y):struct<y:string>,struct(1 AS `1`):struct<1:int>,struct(a AS b):struct<b:string>,named_struct(x, 1):struct<x:int>,struct(id AS id, id AS id):struct<id:int,id:string>>
--> (Row(y='y'), Row(1=1), Row(b='a'), Row(x=1), Row(id=1, id='id'))

SELECT avg(i), sum(i), typeof(avg(i)), typeof(sum(i)) FROM VALUES (INTERVAL '1' HOUR), (INTERVAL '4' HOUR), (NULL) t(i)
--> schema struct<avg(i):interval day to second,sum(i):interval hour,typeof(avg(i)):string,typeof(sum(i)):string>
--> (datetime.timedelta(seconds=9000), datetime.timedelta(seconds=18000), 'interval day to second', 'interval hour')

SELECT CAST(avg(i) AS STRING), CAST(sum(i) AS STRING), typeof(avg(i)), typeof(sum(i)) FROM VALUES (INTERVAL '1' YEAR), (INTERVAL '4' YEAR) t(i)
--> schema struct<CAST(avg(i) AS STRING):string,CAST(sum(i) AS STRING):string,typeof(avg(i)):string,typeof(sum(i)):string>
--> ("INTERVAL '2-6' YEAR TO MONTH", "INTERVAL '5' YEAR", 'interval year to month', 'interval year')

SELECT CAST(avg(i) AS STRING), CAST(try_avg(i) AS STRING), CAST(try_sum(i) AS STRING) FROM VALUES (INTERVAL '1' MONTH), (INTERVAL '-4' MONTH) t(i)
--> schema struct<CAST(avg(i) AS STRING):string,CAST(try_avg(i) AS STRING):string,CAST(try_sum(i) AS STRING):string>
--> ("INTERVAL '-0-2' YEAR TO MONTH", "INTERVAL '-0-2' YEAR TO MONTH", "INTERVAL '-3' MONTH")

SELECT to_json('a')
--> error DATATYPE_MISMATCH.INVALID_JSON_SCHEMA 42K09 7-18 "to_json('a')"

SELECT to_json(array(1,2)), to_json(NULL)
--> schema struct<to_json(array(1, 2)):string,to_json(NULL):string>
--> ('[1,2]', None)

SELECT to_number('12', '99x')
--> error INVALID_FORMAT.UNEXPECTED_TOKEN 42601 7-28 "to_number('12', '99x')"

SELECT transform(NULL, x -> x)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-29 'transform(NULL, x -> x)'

SELECT map_filter(NULL, (k, v) -> true)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-38 'map_filter(NULL, (k, v) -> true)'

SELECT aggregate(NULL, 0, (a, x) -> a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-37 'aggregate(NULL, 0, (a, x) -> a)'

SELECT mask(lowerChar => 'q', str => 'AbCD123')
--> schema struct<mask(AbCD123, X, q, n, NULL):string>
--> ('XqXXnnn',)

SELECT levenshtein('a', 'b', CAST(NULL AS INT)), levenshtein('a', 'b', 1)
--> schema struct<levenshtein(a, b, CAST(NULL AS INT)):int,levenshtein(a, b, 1):int>
--> (None, 1)

SELECT sequence(DATE'2018-01-01', DATE'2018-01-10', make_interval(0,0,0,2))
--> schema struct<sequence(DATE '2018-01-01', DATE '2018-01-10', make_interval(0, 0, 0, 2, 0, 0, 0.000000)):array<date>>
--> ([datetime.date(2018, 1, 1), datetime.date(2018, 1, 3), datetime.date(2018, 1, 5), datetime.date(2018, 1, 7), datetime.date(2018, 1, 9)],)

SELECT sequence(DATE'2018-01-01', DATE'2018-01-02', make_interval(0,0,0,0,12))
--> error _LEGACY_ERROR_TEMP_3242 None

SELECT to_csv(named_struct('a',1), map('escapeQuotes','false''false'))
--> error Py4JJavaError
