SELECT v:name FROM VALUES (parse_json('{"name": "Ada"}')) AS t(v)
--> schema struct<name:variant>
--> (VariantVal(bytearray(b'\rAda'), bytearray(b'\x01\x00\x00')),)

SELECT v:trips[1].km::INT, v:trips[0]['zone name']::STRING FROM VALUES (parse_json('{"trips": [{"zone name": "north"}, {"km": 12}]}')) AS t(v)
--> schema struct<km:int,zone name:string>
--> (12, 'north')

SELECT t.v:a.b AS renamed, t.v:['a'] FROM VALUES (parse_json('{"a": {"b": 1.5}}')) AS t(v)
--> schema struct<renamed:variant,a:variant>
--> (VariantVal(bytearray(b' \x01\x0f\x00\x00\x00'), bytearray(b'\x01\x00\x00')), VariantVal(bytearray(b'\x02\x01\x00\x00\x06 \x01\x0f\x00\x00\x00'), bytearray(b'\x01\x01\x00\x01b')))

SELECT v:`x y`::INT, v:missing IS NULL, v:[0] FROM VALUES (parse_json('{"x y": 3}')) AS t(v)
--> schema struct<x y:int,(variant_get(v, $.missing) AS missing IS NULL):boolean,variant_get(v, $[0]):variant>
--> (3, True, None)

SELECT typeof(v:a), v:a::INT + v:b::INT FROM VALUES (parse_json('{"a": 1, "b": 2}')) AS t(v) WHERE v:a::INT = 1 ORDER BY v:b::INT
--> schema struct<typeof(variant_get(v, $.a) AS a):string,(CAST(variant_get(v, $.a) AS a AS INT) + CAST(variant_get(v, $.b) AS b AS INT)):int>
--> ('variant', 3)

SELECT sum(v:n::INT) AS total FROM VALUES (parse_json('{"k": "a", "n": 1}')), (parse_json('{"k": "a", "n": 2}')) AS t(v) GROUP BY v:k::STRING
--> schema struct<total:bigint>
--> (3,)

SELECT s:a FROM VALUES ('{"a": 1}') AS t(s)
--> error COLUMN_IS_NOT_VARIANT_TYPE 42K09

SELECT v:a::INT FROM VALUES (parse_json('{"a": "x"}')) AS t(v)
--> error INVALID_VARIANT_CAST 22023

SELECT v:0 FROM VALUES (parse_json('[1]')) AS t(v)
--> error PARSE_SYNTAX_ERROR 42601
