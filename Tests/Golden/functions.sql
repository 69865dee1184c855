-- Functions: lambdas, JSON, CSV, XML, variants, maps, times, formats, errors.
SELECT transform(array(1, 2, 3), x -> x + 1), transform(array(1, 2, 3), (x, i) -> x * i), transform(CAST(NULL AS array<int>), x -> x), transform(array(), x -> 1)
--> schema struct<transform(array(1, 2, 3), lambdafunction((namedlambdavariable() + 1), namedlambdavariable())):array<int>,transform(array(1, 2, 3), lambdafunction((namedlambdavariable() * namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<int>,transform(NULL, lambdafunction(namedlambdavariable(), namedlambdavariable())):array<int>,transform(array(), lambdafunction(1, namedlambdavariable())):array<int>>
--> ([2, 3, 4], [0, 2, 6], None, [])

SELECT transform(array(1, 2), x -> transform(array(10, 20), y -> x + y)), transform(array(array(1), array(2, 3)), a -> aggregate(a, 0, (s, x) -> s + x))
--> schema struct<transform(array(1, 2), lambdafunction(transform(array(10, 20), lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable())), namedlambdavariable())):array<array<int>>,transform(array(array(1), array(2, 3)), lambdafunction(aggregate(namedlambdavariable(), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())), namedlambdavariable())):array<int>>
--> ([[11, 21], [12, 22]], [1, 5])

SELECT id, transform(array(1, 2), x -> x + id), filter(array(1, 2, 3), x -> x > id) FROM range(3) ORDER BY id
--> schema struct<id:bigint,transform(array(1, 2), lambdafunction((namedlambdavariable() + id), namedlambdavariable())):array<bigint>,filter(array(1, 2, 3), lambdafunction((namedlambdavariable() > id), namedlambdavariable())):array<int>>
--> (0, [1, 2], [1, 2, 3])
--> (1, [2, 3], [2, 3])
--> (2, [3, 4], [3])

SELECT filter(array(1, NULL, 3), x -> x IS NOT NULL), filter(array(0, 2, 3), (x, i) -> x > i), exists(array(1, NULL), x -> x > 1), exists(array(1, 2), x -> x > 1), forall(array(1, NULL), x -> x > 0), forall(array(1, -1, NULL), x -> x > 0), exists(array(), x -> true), forall(array(), x -> false)
--> schema struct<filter(array(1, NULL, 3), lambdafunction((namedlambdavariable() IS NOT NULL), namedlambdavariable())):array<int>,filter(array(0, 2, 3), lambdafunction((namedlambdavariable() > namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<int>,exists(array(1, NULL), lambdafunction((namedlambdavariable() > 1), namedlambdavariable())):boolean,exists(array(1, 2), lambdafunction((namedlambdavariable() > 1), namedlambdavariable())):boolean,forall(array(1, NULL), lambdafunction((namedlambdavariable() > 0), namedlambdavariable())):boolean,forall(array(1, -1, NULL), lambdafunction((namedlambdavariable() > 0), namedlambdavariable())):boolean,exists(array(), lambdafunction(true, namedlambdavariable())):boolean,forall(array(), lambdafunction(false, namedlambdavariable())):boolean>
--> ([1, 3], [2, 3], None, True, None, False, False, True)

SELECT aggregate(array(1, 2, 3), 0, (a, x) -> a + x), aggregate(array(1, 2, 3), 0, (a, x) -> a + x, a -> a * 10), reduce(array('a', 'b'), '', (a, x) -> concat(a, x)), aggregate(array(1, NULL), 0, (a, x) -> a + x), aggregate(CAST(NULL AS array<int>), 0, (a, x) -> a + x)
--> schema struct<aggregate(array(1, 2, 3), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):int,aggregate(array(1, 2, 3), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction((namedlambdavariable() * 10), namedlambdavariable())):int,reduce(array(a, b), , lambdafunction(concat(namedlambdavariable(), namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):string,aggregate(array(1, NULL), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):int,aggregate(NULL, 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):int>
--> (6, 60, 'ab', None, None)

SELECT id, aggregate(sequence(0, id), 0L, (a, x) -> a + x) FROM range(5) ORDER BY id
--> schema struct<id:bigint,aggregate(sequence(0, id), 0, lambdafunction((namedlambdavariable() + namedlambdavariable()), namedlambdavariable(), namedlambdavariable()), lambdafunction(namedlambdavariable(), namedlambdavariable())):bigint>
--> (0, 0)
--> (1, 1)
--> (2, 3)
--> (3, 6)
--> (4, 10)

SELECT zip_with(array(1, 2), array(3), (x, y) -> x + y), zip_with(array(1, 2), array('a', 'b'), (x, y) -> concat(x, y)), zip_with(array(1), NULL, (x, y) -> x)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 121-157 'zip_with(array(1), NULL, (x, y) -> x)'

SELECT map_filter(map(1, 0, 2, 2, 3, -1), (k, v) -> k > v), transform_values(map('a', 1, 'b', 2), (k, v) -> v + 1), transform_keys(map('a', 1), (k, v) -> concat(k, 'x')), map_zip_with(map('a', 1), map('b', 2), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0))
--> schema struct<map_filter(map(1, 0, 2, 2, 3, -1), lambdafunction((namedlambdavariable() > namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):map<int,int>,transform_values(map(a, 1, b, 2), lambdafunction((namedlambdavariable() + 1), namedlambdavariable(), namedlambdavariable())):map<string,int>,transform_keys(map(a, 1), lambdafunction(concat(namedlambdavariable(), x), namedlambdavariable(), namedlambdavariable())):map<string,int>,map_zip_with(map(a, 1), map(b, 2), lambdafunction((coalesce(namedlambdavariable(), 0) + coalesce(namedlambdavariable(), 0)), namedlambdavariable(), namedlambdavariable(), namedlambdavariable())):map<string,int>>
--> ({1: 0, 3: -1}, {'a': 2, 'b': 3}, {'ax': 1}, {'a': 1, 'b': 2})

SELECT array_sort(array(3, NULL, 1)), array_sort(array('bc', 'ab', 'dc'), (l, r) -> CASE WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END), array_sort(array(5, 6, 1, 9, 2, 8, 3), (l, r) -> r - l)
--> schema struct<array_sort(array(3, NULL, 1), lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable())):array<int>,array_sort(array(bc, ab, dc), lambdafunction(CASE WHEN (namedlambdavariable() < namedlambdavariable()) THEN 1 WHEN (namedlambdavariable() > namedlambdavariable()) THEN -1 ELSE 0 END, namedlambdavariable(), namedlambdavariable())):array<string>,array_sort(array(5, 6, 1, 9, 2, 8, 3), lambdafunction((namedlambdavariable() - namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<int>>
--> ([1, 3, None], ['dc', 'bc', 'ab'], [9, 8, 6, 5, 3, 2, 1])

SELECT transform(1, x -> x)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-26 'transform(1, x -> x)'

SELECT transform(array(1), (x, y, z) -> x)
--> error INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH 42K0D 27-40 '(x, y, z) -> x'

SELECT filter(array(1), x -> x)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-30 'filter(array(1), x -> x)'

SELECT aggregate(array(1, 2), 0, (a, x) -> a + CAST(x AS bigint))
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-64 'aggregate(array(1, 2), 0, (a, x) -> a + CAST(x AS bigint))'

SELECT array_sort(array(1, 2), (a, b) -> 'x')
--> error DATATYPE_MISMATCH.UNEXPECTED_RETURN_TYPE 42K09 7-44 "array_sort(array(1, 2), (a, b) -> 'x')"

SELECT transform_keys(map(1, 1, 2, 2), (k, v) -> 1)
--> error DUPLICATED_MAP_KEY 23505

SELECT transform_keys(map(1, 1), (k, v) -> NULL)
--> error NULL_MAP_KEY 2200E

SELECT abs(x -> x)
--> error INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION 42K0D 7-17 'abs(x -> x)'

SELECT transform(array(1, 2), (x, x) -> x)
--> error INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES 42K0D 30-40 '(x, x) -> x'

SELECT get_json_object('{"a":[{"b":1},{"b":2},{"c":3}]}', '$.a[*].b'), get_json_object('{"a":[[1,2],[3]]}', '$.a[*][*]'), get_json_object('{"a":{"b": [1, 2]}}', '$.a'), get_json_object('{"a":1.50}', '$.a'), get_json_object('{"a":[{"b":1}]}', '$.a[*].b'), get_json_object('{"a":[1,2]}', '$.a[0]'), get_json_object('{"a":null}', '$.a'), get_json_object('{"a":"x\\ny"}', '$.a'), get_json_object('{"a":', '$.a'), get_json_object('{"a":1}', 'a')
--> schema struct<get_json_object({"a":[{"b":1},{"b":2},{"c":3}]}, $.a[*].b):string,get_json_object({"a":[[1,2],[3]]}, $.a[*][*]):string,get_json_object({"a":{"b": [1, 2]}}, $.a):string,get_json_object({"a":1.50}, $.a):string,get_json_object({"a":[{"b":1}]}, $.a[*].b):string,get_json_object({"a":[1,2]}, $.a[0]):string,get_json_object({"a":null}, $.a):string,get_json_object({"a":"x\ny"}, $.a):string,get_json_object({"a":, $.a):string,get_json_object({"a":1}, a):string>
--> ('[1,2]', '[1,2,3]', '{"b":[1,2]}', '1.5', '1', '1', None, 'x\ny', None, None)

SELECT json_array_length('[1,2,3]'), json_array_length('{"a":1}'), json_array_length('[1'), json_object_keys('{"a":1,"b":{"c":2}}'), json_object_keys('[1]')
--> schema struct<json_array_length([1,2,3]):int,json_array_length({"a":1}):int,json_array_length([1):int,json_object_keys({"a":1,"b":{"c":2}}):array<string>,json_object_keys([1]):array<string>>
--> (3, None, None, ['a', 'b'], None)

SELECT from_json('{"a":1, "b":0.8}', 'a INT, b DOUBLE'), from_json('{"a":"x","b":2}', 'a int, b int'), from_json('', 'a int'), from_json('{"a":1', 'a int'), from_json('[{"a":1},{"a":2}]', 'a int'), from_json('[1, 2]', 'array<int>'), from_json('[1, "x"]', 'array<int>')
--> schema struct<from_json({"a":1, "b":0.8}):struct<a:int,b:double>,from_json({"a":"x","b":2}):struct<a:int,b:int>,from_json():struct<a:int>,from_json({"a":1):struct<a:int>,from_json([{"a":1},{"a":2}]):struct<a:int>,from_json([1, 2]):array<int>,from_json([1, "x"]):array<int>>
--> (Row(a=1, b=0.8), Row(a=None, b=2), None, Row(a=None), Row(a=None), [1, 2], None)

SELECT from_json('{"a":{"b": 1}, "c":[1, 2]}', 'a string, c string'), from_json('{"t":"26/08/2015"}', 't timestamp', map('timestampFormat', 'dd/MM/yyyy')), from_json('{"d":"2020-01-02"}', 'd date'), from_json('{"x":12.345}', 'x decimal(5,2)'), from_json('{"b":"AQI="}', 'b binary')
--> schema struct<from_json({"a":{"b": 1}, "c":[1, 2]}):struct<a:string,c:string>,from_json({"t":"26/08/2015"}):struct<t:timestamp>,from_json({"d":"2020-01-02"}):struct<d:date>,from_json({"x":12.345}):struct<x:decimal(5,2)>,from_json({"b":"AQI="}):struct<b:binary>>
--> (Row(a='{"b":1}', c='[1,2]'), Row(t=datetime.datetime(2015, 8, 26, 0, 0)), Row(d=datetime.date(2020, 1, 2)), Row(x=Decimal('12.35')), Row(b=b'\x01\x02'))

SELECT from_json('{"a":1}', 'int')
--> error DATATYPE_MISMATCH.INVALID_JSON_SCHEMA 42K09 7-33 'from_json(\'{"a":1}\', \'int\')'

SELECT from_json('{"a":1}', 1)
--> error INVALID_SCHEMA.NON_STRING_LITERAL 42K07 7-29 'from_json(\'{"a":1}\', 1)'

SELECT to_json(named_struct('a', NULL, 'b', array(NULL, 1), 'c', map('x', NULL), 'd', timestamp'2020-01-01 00:00:00.5', 'e', date'2020-01-01', 'f', 1.50, 'g', double('NaN'), 'h', 1e20D, 'i', X'0102', 'j', interval 1 day)), to_json(array(map('a', 1))), to_json(named_struct('b', 1, 'a', 2), map('sortKeys', 'true'))
--> schema struct<to_json(named_struct(a, NULL, b, array(NULL, 1), c, map(x, NULL), d, TIMESTAMP '2020-01-01 00:00:00.5', e, DATE '2020-01-01', f, 1.50, g, NaN, h, 1.0E20, i, X'0102', j, INTERVAL '1' DAY)):string,to_json(array(map(a, 1))):string,to_json(named_struct(b, 1, a, 2)):string>
--> ('{"b":[null,1],"c":{"x":null},"d":"2020-01-01T00:00:00.500Z","e":"2020-01-01","f":1.50,"g":"NaN","h":1.0E20,"i":"AQI=","j":"INTERVAL \'1\' DAY"}', '[{"a":1}]', '{"a":2,"b":1}')

SELECT to_json(1)
--> error DATATYPE_MISMATCH.INVALID_JSON_SCHEMA 42K09 7-16 'to_json(1)'

SELECT schema_of_json('[{"col":0}]'), schema_of_json('{"a":1.5,"b":[1,"x"],"c":{"d":true}}'), schema_of_csv('1,abc,2.5,true')
--> schema struct<schema_of_json([{"col":0}]):string,schema_of_json({"a":1.5,"b":[1,"x"],"c":{"d":true}}):string,schema_of_csv(1,abc,2.5,true):string>
--> ('ARRAY<STRUCT<col: BIGINT>>', 'STRUCT<a: DOUBLE, b: ARRAY<STRING>, c: STRUCT<d: BOOLEAN>>', 'STRUCT<_c0: INT, _c1: STRING, _c2: DOUBLE, _c3: BOOLEAN>')

SELECT json_tuple('{"a":1, "b":"x", "c":null, "d":[1, 2]}', 'a', 'b', 'c', 'd', 'e')
--> schema struct<c0:string,c1:string,c2:string,c3:string,c4:string>
--> ('1', 'x', None, '[1,2]', None)

SELECT from_csv('1,x', 'a int, b int'), from_csv('"a,b",2', 'a string, b int'), to_csv(named_struct('a', 'x,y', 'b', NULL, 'c', 'q"r')), to_csv(named_struct('a', 1, 'b', 2), map('sep', '|'))
--> schema struct<from_csv(1,x):struct<a:int,b:int>,from_csv("a,b",2):struct<a:string,b:int>,to_csv(named_struct(a, x,y, b, NULL, c, q"r)):string,to_csv(named_struct(a, 1, b, 2)):string>
--> (Row(a=1, b=None), Row(a='a,b', b=2), '"x,y",,"q\\"r"', '1|2')

SELECT xpath('<a><b id="1">x</b><b>y</b></a>', 'a/b/@id'), xpath('<a><b>x</b><b>y</b></a>', 'a/b/text()'), xpath_string('<a><b>x</b><b>y</b></a>', '//b[2]'), xpath_int('<a><b>1</b><b>2</b></a>', 'count(//b)'), xpath_boolean('<a/>', 'a/c'), xpath_double('<a><b>1.5</b><b>2</b></a>', 'sum(a/b)'), xpath_string('<a><b>1</b></a>', 'concat(a/b, "z")'), xpath_string('<a><b class="bb">x</b></a>', 'a/*[@class="bb"]/text()')
--> schema struct<xpath(<a><b id="1">x</b><b>y</b></a>, a/b/@id):array<string>,xpath(<a><b>x</b><b>y</b></a>, a/b/text()):array<string>,xpath_string(<a><b>x</b><b>y</b></a>, //b[2]):string,xpath_int(<a><b>1</b><b>2</b></a>, count(//b)):int,xpath_boolean(<a/>, a/c):boolean,xpath_double(<a><b>1.5</b><b>2</b></a>, sum(a/b)):double,xpath_string(<a><b>1</b></a>, concat(a/b, "z")):string,xpath_string(<a><b class="bb">x</b></a>, a/*[@class="bb"]/text()):string>
--> (['1'], ['x', 'y'], 'y', 2, False, 3.5, '1z', 'x')

SELECT from_xml('<p><a>1</a><b>0.8</b></p>', 'a INT, b DOUBLE'), from_xml('<p a="1"><b>x</b></p>', '_a INT, b STRING'), from_xml('<p><a>1</a><a>2</a></p>', 'a ARRAY<INT>'), from_xml('<p><a k="v">t</a></p>', 'a STRUCT<_VALUE: STRING, _k: STRING>'), from_xml('<p><a>1</a>', 'a INT')
--> schema struct<from_xml(<p><a>1</a><b>0.8</b></p>):struct<a:int,b:double>,from_xml(<p a="1"><b>x</b></p>):struct<_a:int,b:string>,from_xml(<p><a>1</a><a>2</a></p>):struct<a:array<int>>,from_xml(<p><a k="v">t</a></p>):struct<a:struct<_VALUE:string,_k:string>>,from_xml(<p><a>1</a>):struct<a:int>>
--> (Row(a=1, b=0.8), Row(_a=1, b='x'), Row(a=[1, 2]), Row(a=Row(_VALUE='t', _k='v')), Row(a=None))

SELECT to_xml(named_struct('a', array(1, 2), 'b', named_struct('c', 'x<y', 'd', NULL), 'e', map('k', 1)))
--> schema struct<to_xml(named_struct(a, array(1, 2), b, named_struct(c, x<y, d, NULL), e, map(k, 1))):string>
--> ('<ROW>\n    <a>1</a>\n    <a>2</a>\n    <b>\n        <c>x&lt;y</c>\n    </b>\n    <e>\n        <k>1</k>\n    </e>\n</ROW>',)

SELECT schema_of_xml('<p><a k="v">1.5</a><b>x</b><c>true</c><d><e>1</e></d></p>')
--> schema struct<schema_of_xml(<p><a k="v">1.5</a><b>x</b><c>true</c><d><e>1</e></d></p>):string>
--> ('STRUCT<a: STRUCT<_VALUE: DOUBLE, _k: STRING>, b: STRING, c: BOOLEAN, d: STRUCT<e: BIGINT>>',)

SELECT to_json(parse_json('{"b":[1,2.50,"x"],"a":1e3}')), CAST(parse_json('{"a":1}') AS string), CAST(parse_json('"x"') AS string), try_parse_json('{"a":')
--> schema struct<to_json(parse_json({"b":[1,2.50,"x"],"a":1e3})):string,CAST(parse_json({"a":1}) AS STRING):string,CAST(parse_json("x") AS STRING):string,try_parse_json({"a":):variant>
--> ('{"a":1000.0,"b":[1,2.5,"x"]}', '{"a":1}', 'x', None)

SELECT variant_get(parse_json('{"a": {"b": [1, 2]}}'), '$.a.b[1]', 'int'), variant_get(parse_json('{"a b":1}'), "$['a b']", 'string'), variant_get(parse_json('{"a": 1}'), '$.b', 'int'), try_variant_get(parse_json('{"a": "x"}'), '$.a', 'int')
--> schema struct<variant_get(parse_json({"a": {"b": [1, 2]}}), $.a.b[1]):int,variant_get(parse_json({"a b":1}), $['a b']):string,variant_get(parse_json({"a": 1}), $.b):int,try_variant_get(parse_json({"a": "x"}), $.a):int>
--> (2, '1', None, None)

SELECT CAST(parse_json('[1,"2"]') AS array<int>), CAST(parse_json('{"a":1}') AS map<string,int>), CAST(parse_json('{"a":1}') AS struct<a:string,b:int>), to_json(CAST(array(1, 2) AS variant))
--> schema struct<parse_json([1,"2"]):array<int>,parse_json({"a":1}):map<string,int>,parse_json({"a":1}):struct<a:string,b:int>,to_json(CAST(array(1, 2) AS VARIANT)):string>
--> ([1, 2], {'a': 1}, Row(a='1', b=None), '[1,2]')

SELECT schema_of_variant(parse_json('[1, 2.5, "a", null]')), schema_of_variant(parse_json('[1, 2.5]')), schema_of_variant(parse_json('[]')), schema_of_variant(parse_json('{"x":{"y":1}}')), schema_of_variant(parse_json('100.0'))
--> schema struct<schema_of_variant(parse_json([1, 2.5, "a", null])):string,schema_of_variant(parse_json([1, 2.5])):string,schema_of_variant(parse_json([])):string,schema_of_variant(parse_json({"x":{"y":1}})):string,schema_of_variant(parse_json(100.0)):string>
--> ('ARRAY<VARIANT>', 'ARRAY<DECIMAL(21,1)>', 'ARRAY<VOID>', 'OBJECT<x: OBJECT<y: BIGINT>>', 'DECIMAL(3,0)')

SELECT to_json(variant_set(parse_json('{"a": {"b": 1}}'), '$.a.c.d', 2)), to_json(variant_insert(parse_json('["a","b"]'), '$[1]', 'z')), to_json(variant_delete(parse_json('{"a": 1, "b": [1, 2]}'), '$.a', '$.b[0]')), to_json(variant_array_append(parse_json('{"a": [1]}'), '$.a', 2)), to_json(variant_strip_nulls(parse_json('{"a": null, "b": [null, 1]}')))
--> schema struct<to_json(variant_set(parse_json({"a": {"b": 1}}), $.a.c.d, 2, true)):string,to_json(variant_insert(parse_json(["a","b"]), $[1], z)):string,to_json(variant_delete(parse_json({"a": 1, "b": [1, 2]}), $.a, $.b[0])):string,to_json(variant_array_append(parse_json({"a": [1]}), $.a, 2)):string,to_json(variant_strip_nulls(parse_json({"a": null, "b": [null, 1]}), true)):string>
--> ('{"a":{"b":1,"c":{"d":2}}}', '["a","z","b"]', '{"b":[2]}', '{"a":[1,2]}', '{"b":[1]}')

SELECT variant_get(parse_json('{"a": "x"}'), '$.a', 'int')
--> error INVALID_VARIANT_CAST 22023

SELECT variant_get(parse_json('{"a": 1}'), 'a')
--> error INVALID_VARIANT_GET_PATH 22023

SELECT variant_set(parse_json('{"a": 1}'), '$.a.b', 2)
--> error VARIANT_PATH_TYPE_MISMATCH 22023

SELECT variant_set(parse_json('{"a": 1}'), '$', 2)
--> error INVALID_VARIANT_PATH 22023

SELECT variant_insert(parse_json('{"a": 1}'), '$.a', 2)
--> error VARIANT_DUPLICATE_KEY 22023

SELECT CAST(parse_json('"x"') AS int)
--> error INVALID_VARIANT_CAST 22023

SELECT to_variant_object(1)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-26 'to_variant_object(1)'

SELECT pos, key, to_json(value) FROM variant_explode(parse_json('{"a": true, "b": 3.14}'))
--> schema struct<pos:int,key:string,to_json(value):string>
--> (0, 'a', 'true')
--> (1, 'b', '3.14')

SELECT map_concat(map(1, 'a'), map(2, 'b')), map_entries(map(1, 'a')), map_from_entries(array(struct(1, 'a'), struct(2, 'b'))), str_to_map('a:1,b:2,c'), str_to_map('a=1;b=2', ';', '='), arrays_zip(array(1, 2), array('x')), array_insert(array(1, 2), 5, 9), array_insert(array(1, 2), -5, 9), array_insert(array(1, 2), -1, 9)
--> schema struct<map_concat(map(1, a), map(2, b)):map<int,string>,map_entries(map(1, a)):array<struct<key:int,value:string>>,map_from_entries(array(struct(1, a), struct(2, b))):map<int,string>,str_to_map(a:1,b:2,c, ,, :):map<string,string>,str_to_map(a=1;b=2, ;, =):map<string,string>,arrays_zip(array(1, 2), array(x)):array<struct<0:int,1:string>>,array_insert(array(1, 2), 5, 9):array<int>,array_insert(array(1, 2), -5, 9):array<int>,array_insert(array(1, 2), -1, 9):array<int>>
--> ({1: 'a', 2: 'b'}, [Row(key=1, value='a')], {1: 'a', 2: 'b'}, {'a': '1', 'b': '2', 'c': None}, {'a': '1', 'b': '2'}, [Row(0=1, 1='x'), Row(0=2, 1=None)], [1, 2, None, None, 9], [9, None, None, 1, 2], [1, 2, 9])

SELECT array_insert(array(1, 2), 0, 9)
--> error INVALID_INDEX_OF_ZERO 22003 7-37 'array_insert(array(1, 2), 0, 9)'

SELECT map_from_entries(array(struct(1, 2), struct(1, 3)))
--> error DUPLICATED_MAP_KEY 23505

SELECT str_to_map('a:1,b:2,a:3')
--> error DUPLICATED_MAP_KEY 23505

SELECT mask('AbCD123-@$#'), mask('AbCD123-@$#', 'Q', 'q', 'd', 'o'), mask('AbCD123-@$#', NULL, 'q', 'd', 'o'), mask('AbCD123', lowerChar => 'q', upperChar => 'X'), mask(NULL)
--> schema struct<mask(AbCD123-@$#, X, x, n, NULL):string,mask(AbCD123-@$#, Q, q, d, o):string,mask(AbCD123-@$#, NULL, q, d, o):string,mask(AbCD123, X, q, n, NULL):string,mask(NULL, X, x, n, NULL):string>
--> ('XxXXnnn-@$#', 'QqQQdddoooo', 'AqCDdddoooo', 'XqXXnnn', None)

SELECT mask('ab', 'XX')
--> error DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE 42K09 7-22 "mask('ab', 'XX')"

SELECT to_char(-1, '999'), to_char(12.345, '99.9'), to_char(1234, '999'), to_char(-12, 'S99'), to_char(-12, '99MI'), to_char(-12, '99PR'), to_char(0.5, '9.99'), to_char(5, '000'), to_char(5, '$999'), to_char(12454, '99G999'), to_char(date'2016-04-08', 'y'), to_varchar(78.12, '$99.99')
--> schema struct<to_char(-1, 999):string,to_char(12.345, 99.9):string,to_char(1234, 999):string,to_char(-12, S99):string,to_char(-12, 99MI):string,to_char(-12, 99PR):string,to_char(0.5, 9.99):string,to_char(5, 000):string,to_char(5, $999):string,to_char(12454, 99G999):string,date_format(DATE '2016-04-08', y):string,to_char(78.12, $99.99):string>
--> ('  1', '##.#', '###', '-12', '12-', '<12>', '0.50', '005', '$  5', '12,454', '2016', '$78.12')

SELECT to_number('-12', 'S99'), to_number('12-', '99MI'), to_number('<12>', '99PR'), to_number('12,454.8-', '99,999.9S'), try_to_number('x', '99')
--> schema struct<to_number(-12, S99):decimal(2,0),to_number(12-, 99MI):decimal(2,0),to_number(<12>, 99PR):decimal(2,0),to_number(12,454.8-, 99,999.9S):decimal(6,1),try_to_number(x, 99):decimal(2,0)>
--> (Decimal('-12'), Decimal('-12'), Decimal('-12'), Decimal('-12454.8'), None)

SELECT to_number('abc', '999')
--> error INVALID_FORMAT.MISMATCH_INPUT 42601

SELECT to_number('12', 'x')
--> error INVALID_FORMAT.WRONG_NUM_DIGIT 42601 7-26 "to_number('12', 'x')"

SELECT parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'HOST'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'PATH'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'QUERY', 'y'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'REF'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'PROTOCOL'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'FILE'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'AUTHORITY'), parse_url('http://user:pw@h.com:8080/p/a?x=1&y=2#frag', 'USERINFO'), try_parse_url('inva lid://x', 'HOST'), url_encode('a b+c&é'), url_decode('a+b%20c'), try_url_decode('%zz')
--> schema struct<parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, HOST):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, PATH):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, QUERY, y):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, REF):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, PROTOCOL):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, FILE):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, AUTHORITY):string,parse_url(http://user:pw@h.com:8080/p/a?x=1&y=2#frag, USERINFO):string,try_parse_url(inva lid://x, HOST):string,url_encode(a b+c&é):string,url_decode(a+b%20c):string,try_url_decode(%zz):string>
--> ('h.com', '/p/a', '2', 'frag', 'http', '/p/a?x=1&y=2', 'user:pw@h.com:8080', 'user:pw', None, 'a+b%2Bc%26%C3%A9', 'a b c', None)

SELECT parse_url('inva lid://x', 'HOST')
--> error INVALID_URL 22P02

SELECT url_decode('%zz')
--> error CANNOT_DECODE_URL 22546

SELECT hex(aes_encrypt('abc', '0000111122223333', 'ECB')), CAST(aes_decrypt(aes_encrypt('abc', '0000111122223333', 'CBC'), '0000111122223333', 'CBC') AS string), CAST(aes_decrypt(aes_encrypt('abc', '000011112222333300001111'), '000011112222333300001111') AS string), try_aes_decrypt(X'00', '0000111122223333'), hex(hmac('key', 'message', 'SHA-1'))
--> schema struct<hex(aes_encrypt(abc, 0000111122223333, ECB, DEFAULT, , )):string,CAST(aes_decrypt(aes_encrypt(abc, 0000111122223333, CBC, DEFAULT, , ), 0000111122223333, CBC, DEFAULT, ) AS STRING):string,CAST(aes_decrypt(aes_encrypt(abc, 000011112222333300001111, GCM, DEFAULT, , ), 000011112222333300001111, GCM, DEFAULT, ) AS STRING):string,try_aes_decrypt(X'00', 0000111122223333, GCM, DEFAULT, ):binary,hex(hmac(key, message, SHA-1)):string>
--> ('31DF4ACCED3478D02D42FC6979209D4E', 'abc', 'abc', None, '2088DF74D5F2146B48146CAF4965377E9D0BE3A4')

SELECT aes_encrypt('a', 'b')
--> error INVALID_PARAMETER_VALUE.AES_KEY_LENGTH 22023

SELECT aes_encrypt('a', '0000111122223333', 'XYZ')
--> error UNSUPPORTED_FEATURE.AES_MODE 0A000

SELECT is_valid_utf8(X'61C262'), make_valid_utf8(X'61C262'), try_validate_utf8(X'80'), quote("Don't"), to_base32('a'), CAST(from_base32('ME======') AS string), luhn_check('79927398713'), jaro_winkler_similarity('MARTHA', 'MARHTA'), jaro_winkler_similarity('', '')
--> schema struct<is_valid_utf8(X'61C262'):boolean,make_valid_utf8(X'61C262'):string,try_validate_utf8(X'80'):string,quote(Don't):string,to_base32(a):string,CAST(from_base32(ME======) AS STRING):string,luhn_check(79927398713):boolean,jaro_winkler_similarity(MARTHA, MARHTA):double,jaro_winkler_similarity(, ):double>
--> (False, 'a�b', None, "'Don\\'t'", 'ME======', 'a', True, 0.9611111111111111, 1.0)

SELECT validate_utf8(X'80')
--> error INVALID_UTF8_STRING 22029

SELECT sentences('Hello, world! How are you? 3.5 fine. Mr. Smith')
--> schema struct<sentences(Hello, world! How are you? 3.5 fine. Mr. Smith, , ):array<array<string>>>
--> ([['Hello', 'world'], ['How', 'are', 'you'], ['3.5', 'fine'], ['Mr'], ['Smith']],)

SELECT bitmap_bit_position(-1), bitmap_bucket_number(-1), bitmap_bucket_number(32769), bitmap_bit_position(32768), bitmap_count(X'1010')
--> schema struct<bitmap_bit_position(-1):bigint,bitmap_bucket_number(-1):bigint,bitmap_bucket_number(32769):bigint,bitmap_bit_position(32768):bigint,bitmap_count(X'1010'):bigint>
--> (1, 0, 2, 32767, 2)

SELECT CAST(make_interval(1, 2, 3, 4, 5, 6, 7.5) AS string), CAST(make_interval() AS string), CAST(make_interval(0, 0, 0, 0, 0, 0, -1.5) AS string), CAST(make_ym_interval(1, 2) AS string), CAST(make_dt_interval(1, 2, 3, 4.5) AS string), CAST(try_make_interval(2147483647) AS string)
--> schema struct<CAST(make_interval(1, 2, 3, 4, 5, 6, 7.5) AS STRING):string,CAST(make_interval(0, 0, 0, 0, 0, 0, 0.000000) AS STRING):string,CAST(make_interval(0, 0, 0, 0, 0, 0, -1.5) AS STRING):string,CAST(make_ym_interval(1, 2) AS STRING):string,CAST(make_dt_interval(1, 2, 3, 4.5) AS STRING):string,CAST(try_make_interval(2147483647, 0, 0, 0, 0, 0, 0.000000) AS STRING):string>
--> ('1 years 2 months 25 days 5 hours 6 minutes 7.5 seconds', '0 seconds', '-1.5 seconds', "INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1 02:03:04.5' DAY TO SECOND", None)

SELECT make_interval(2147483647)
--> error ARITHMETIC_OVERFLOW 22003

SELECT make_ym_interval(178956970, 8)
--> error INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION 22015 7-36 'make_ym_interval(178956970, 8)'

SELECT hour(TIME'13:59:59.999999')
--> error UNSUPPORTED_TIME_TYPE 0A000

SELECT date_format(TIME'14:30:45', 'HH:mm:ss'), make_timestamp(DATE'2014-12-28', TIME'6:30:45.887'), TIME'12:00:00'
--> schema struct<date_format(TIME '14:30:45', HH:mm:ss):string,make_timestamp(DATE '2014-12-28', TIME '06:30:45.887'):timestamp,TIME '12:00:00':time(6)>
--> ('14:30:45', datetime.datetime(2014, 12, 28, 6, 30, 45, 887000), datetime.time(12, 0))

SELECT unix_nanos(TIMESTAMP_NTZ '2008-12-25 15:30:00.123456789'), year(TIMESTAMP_NTZ '2016-07-30 12:00:00.123456789'), time_bucket(INTERVAL '15' MINUTE, TIMESTAMP '2024-01-01 11:27:00', TIMESTAMP '1970-01-01 00:00:00'), convert_timezone('Europe/Brussels', 'America/Los_Angeles', timestamp_ntz'2021-12-06 00:00:00')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-63 "unix_nanos(TIMESTAMP_NTZ '2008-12-25 15:30:00.123456789')"

SELECT raise_error('x')
--> error USER_RAISED_EXCEPTION P0001

SELECT assert_true(1 = 2)
--> error USER_RAISED_EXCEPTION P0001

SELECT assert_true(false, 'boo')
--> error USER_RAISED_EXCEPTION P0001

SELECT randstr(5, 0), uniform(0, 10, 0), uniform(0D, 1D, 0), uniform(5, 10L, 3)
--> schema struct<randstr(5, 0):string,uniform(0, 10, 0):int,uniform(0.0, 1.0, 0):double,uniform(5, 10, 3):bigint>
--> ('ceV0P', 7, 0.7604953758285915, 6)

SELECT vector_norm(array(3.0F, 4.0F)), vector_inner_product(array(1F, 2F), array(3F, 4F)), vector_l2_distance(array(1F), array(4F))
--> schema struct<vector_norm(array(3.0, 4.0), 2.0):float,vector_inner_product(array(1.0, 2.0), array(3.0, 4.0)):float,vector_l2_distance(array(1.0), array(4.0)):float>
--> (5.0, 11.0, 3.0)

SELECT vector_inner_product(array(1F), array(1F, 2F))
--> error VECTOR_DIMENSION_MISMATCH 22000

SELECT percentile(v, 0.5), percentile(v, array(0.2, 0.5)), median(v), percentile_cont(0.25) WITHIN GROUP (ORDER BY v), percentile_cont(0.25) WITHIN GROUP (ORDER BY v DESC), percentile_disc(0.3) WITHIN GROUP (ORDER BY v) FROM VALUES (0), (10), (20), (30), (40) AS t(v)
--> schema struct<percentile(v, 0.5, 1):double,percentile(v, array(0.2, 0.5), 1):array<double>,median(v):double,percentile_cont(0.25) WITHIN GROUP (ORDER BY v):double,percentile_cont(0.25) WITHIN GROUP (ORDER BY v DESC):double,percentile_disc(0.3) WITHIN GROUP (ORDER BY v):double>
--> (20.0, [8.0, 20.0], 20.0, 10.0, 30.0, 10.0)

SELECT mode() WITHIN GROUP (ORDER BY v), mode() WITHIN GROUP (ORDER BY v DESC), mode(v, true) FROM VALUES (0), (10), (10), (20), (20) AS t(v)
--> schema struct<mode() WITHIN GROUP (ORDER BY v DESC):int,mode() WITHIN GROUP (ORDER BY v):int,mode() WITHIN GROUP (ORDER BY v DESC):int>
--> (10, 20, 10)

SELECT listagg(v, ',') WITHIN GROUP (ORDER BY v DESC), listagg(v) WITHIN GROUP (ORDER BY k), max_by(v, k, 2), min_by(v, k, 2) FROM VALUES ('a', 3), ('b', 1), ('c', 2) AS t(v, k)
--> schema struct<listagg(v, ,) WITHIN GROUP (ORDER BY v DESC NULLS LAST):string,listagg(v, NULL) WITHIN GROUP (ORDER BY k ASC NULLS FIRST):string,max_by(v, k, 2):array<string>,min_by(v, k, 2):array<string>>
--> ('c,b,a', 'bca', ['a', 'c'], ['b', 'c'])

SELECT histogram_numeric(v, 3) FROM VALUES (0), (1), (2), (10), (11), (12.5) AS t(v)
--> schema struct<histogram_numeric(v, 3):array<struct<x:decimal(11,1),y:double>>>
--> ([Row(x=Decimal('1.0'), y=3.0), Row(x=Decimal('10.5'), y=2.0), Row(x=Decimal('12.5'), y=1.0)],)

SELECT hex(count_min_sketch(v, 0.5d, 0.5d, 1)) FROM VALUES (1), (2), (1) AS t(v)
--> schema struct<hex(count_min_sketch(v, 0.5, 0.5, 1)):string>
--> ('0000000100000000000000030000000100000004000000005D8D6AB90000000000000000000000000000000200000000000000010000000000000000',)

SELECT theta_sketch_estimate(theta_sketch_agg(v)), hll_sketch_estimate(hll_sketch_agg(v)), tuple_sketch_summary_double(tuple_sketch_agg_double(v, 2D)), kll_sketch_get_n_bigint(kll_sketch_agg_bigint(v)), kll_sketch_get_quantile_bigint(kll_sketch_agg_bigint(v), 0.5), kll_sketch_get_rank_bigint(kll_sketch_agg_bigint(v), 2) FROM VALUES (1), (2), (3), (3) AS t(v)
--> schema struct<theta_sketch_estimate(theta_sketch_agg(v, 12)):bigint,hll_sketch_estimate(hll_sketch_agg(v, 12)):bigint,tuple_sketch_summary_double(tuple_sketch_agg_double(v, 2.0, 12, sum), sum):double,kll_sketch_get_n_bigint(kll_sketch_agg_bigint(v)):bigint,kll_sketch_get_quantile_bigint(kll_sketch_agg_bigint(v), 0.5):bigint,kll_sketch_get_rank_bigint(kll_sketch_agg_bigint(v), 2):double>
--> (3, 3, 8.0, 4, 2, 0.5)

SELECT approx_top_k(v), approx_top_k(v, 1) FROM VALUES (0), (0), (1), (1), (2), (3), (4), (4) AS t(v)
--> schema struct<approx_top_k(v, 5, 10000):array<struct<item:int,count:bigint>>,approx_top_k(v, 1, 10000):array<struct<item:int,count:bigint>>>
--> ([Row(item=0, count=2), Row(item=4, count=2), Row(item=1, count=2), Row(item=2, count=1), Row(item=3, count=1)], [Row(item=0, count=2)])

SELECT k, window.start, window.end, count(*) AS c FROM VALUES ('A', timestamp'2021-01-01 00:00:00'), ('A', timestamp'2021-01-01 00:04:30'), ('A', timestamp'2021-01-01 00:06:00') AS t(k, ts) GROUP BY k, window(ts, '5 minutes') ORDER BY k, start
--> schema struct<k:string,start:timestamp,end:timestamp,c:bigint>
--> ('A', datetime.datetime(2021, 1, 1, 0, 0), datetime.datetime(2021, 1, 1, 0, 5), 2)
--> ('A', datetime.datetime(2021, 1, 1, 0, 5), datetime.datetime(2021, 1, 1, 0, 10), 1)

SELECT window.start, window.end, count(*) AS c FROM VALUES (timestamp'2021-01-01 00:00:00'), (timestamp'2021-01-01 00:04:30') AS t(ts) GROUP BY window(ts, '10 minutes', '5 minutes') ORDER BY start
--> schema struct<start:timestamp,end:timestamp,c:bigint>
--> (datetime.datetime(2020, 12, 31, 23, 55), datetime.datetime(2021, 1, 1, 0, 5), 2)
--> (datetime.datetime(2021, 1, 1, 0, 0), datetime.datetime(2021, 1, 1, 0, 10), 2)

SELECT k, session_window.start, session_window.end, count(*) AS c FROM VALUES ('A', timestamp'2021-01-01 00:00:00'), ('A', timestamp'2021-01-01 00:04:30'), ('A', timestamp'2021-01-01 00:10:00'), ('B', timestamp'2021-01-01 00:01:00') AS t(k, ts) GROUP BY k, session_window(ts, '5 minutes') ORDER BY k, start
--> schema struct<k:string,start:timestamp,end:timestamp,c:bigint>
--> ('A', datetime.datetime(2021, 1, 1, 0, 0), datetime.datetime(2021, 1, 1, 0, 9, 30), 2)
--> ('A', datetime.datetime(2021, 1, 1, 0, 10), datetime.datetime(2021, 1, 1, 0, 15), 1)
--> ('B', datetime.datetime(2021, 1, 1, 0, 1), datetime.datetime(2021, 1, 1, 0, 6), 1)

SELECT explode(collection => array(10, 20))
--> schema struct<col:int>
--> (10,)
--> (20,)

SELECT stack(2, 1, 2, 3)
--> schema struct<col0:int,col1:int>
--> (1, 2)
--> (3, None)

SELECT inline(array(struct(1, 'a'), struct(2, 'b')))
--> schema struct<col1:int,col2:string>
--> (1, 'a')
--> (2, 'b')

SELECT overlay(X'0102', X'03', 1), reverse(X'0102'), lpad(X'01', 3), width_bucket(INTERVAL '1' DAY, INTERVAL '0' DAY, INTERVAL '10' DAY, 10)
--> schema struct<overlay(X'0102', X'03', 1, -1):binary,reverse(X'0102'):binary,lpad(X'01', 3, X'00'):binary,width_bucket(INTERVAL '1' DAY, INTERVAL '0' DAY, INTERVAL '10' DAY, 10):bigint>
--> (b'\x03\x02', b'\x02\x01', b'\x00\x00\x01', 2)

SELECT st_srid(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 4326)), hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040'), 'XDR')), typeof(st_geogfromwkb(X'0101000000000000000000F03F0000000000000040'))
--> schema struct<st_srid(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 4326)):int,hex(st_asbinary(st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 0), XDR)):string,typeof(st_geogfromwkb(X'0101000000000000000000F03F0000000000000040')):string>
--> (4326, '00000000013FF00000000000004000000000000000', 'geography(4326)')
