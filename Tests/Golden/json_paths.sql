-- Paths of get_json_object: what is read as a path, how matches are written, and numbers without an end.
-- Spaces may stand before names, numbers and ['…'] and at the end.
SELECT p, get_json_object('{"k":{"m":5,"m ":6," m":7},"k ":{"m":8}," k":9,"v":[[1,2],3]}', p) AS found FROM VALUES
  ('$ .k'), ('$. k'), ('$.k .m'), ('$.k. m'), ('$.k.m '), ('$ ["k"]'), ('$.v[ 0]'), ('$.v[0 ]'), ('$.v[0] '), ('$ '), (' $.k'),
  ('$.v [1]'), ('$.v[01]'), ('$.v[-1]'), ('$.*'), ('$.k.*'), ('$..k'), ('k'), ('[0]'), ('$.v[1].m'), ('$.v[ *]') AS t(p)
--> schema struct<p:string,found:string>
--> ('$ .k', None)
--> ('$. k', '{"m":5,"m ":6," m":7}')
--> ('$.k .m', '8')
--> ('$.k. m', '5')
--> ('$.k.m ', '6')
--> ('$ ["k"]', None)
--> ('$.v[ 0]', '[1,2]')
--> ('$.v[0 ]', None)
--> ('$.v[0] ', '[1,2]')
--> ('$ ', '{"k":{"m":5,"m ":6," m":7},"k ":{"m":8}," k":9,"v":[[1,2],3]}')
--> (' $.k', None)
--> ('$.v [1]', None)
--> ('$.v[01]', '3')
--> ('$.v[-1]', None)
--> ('$.*', None)
--> ('$.k.*', None)
--> ('$..k', None)
--> ('k', None)
--> ('[0]', None)
--> ('$.v[1].m', None)
--> ('$.v[ *]', None)

SELECT get_json_object('{"?":1,"k":2}', '$[\'?\']'), get_json_object('{"k":{"m":3}}', '$[\'k\'] [\'m\']'),
  get_json_object('{"k ":4}', '$[\' k \']'), get_json_object('{"k":2}', '$[\'*\']')
--> schema struct<get_json_object({"?":1,"k":2}, $['?']):string,get_json_object({"k":{"m":3}}, $['k'] ['m']):string,get_json_object({"k ":4}, $[' k ']):string,get_json_object({"k":2}, $['*']):string>
--> ('1', '3', '4', None)

-- Two wildcards flatten everything below; one match is written without the array's brackets.
SELECT get_json_object('[[7,8],[9,[10]],11]', '$[*][*]'), get_json_object('[[7]]', '$[*][*]'),
  get_json_object('[[[7],[8,9]]]', '$[*][*][*]'), get_json_object('[[{"k":1}]]', '$[*][*].k'),
  get_json_object('[{"k":[4,5]}]', '$[*].k[*]'), get_json_object('[{"k":[]},{"k":[4]}]', '$[*].k[*]'),
  get_json_object('[{"k":4},{"m":5}]', '$[*].k'), get_json_object('[6,[7,8]]', '$[1][*]'), get_json_object('[]', '$[*]')
--> schema struct<get_json_object([[7,8],[9,[10]],11], $[*][*]):string,get_json_object([[7]], $[*][*]):string,get_json_object([[[7],[8,9]]], $[*][*][*]):string,get_json_object([[{"k":1}]], $[*][*].k):string,get_json_object([{"k":[4,5]}], $[*].k[*]):string,get_json_object([{"k":[]},{"k":[4]}], $[*].k[*]):string,get_json_object([{"k":4},{"m":5}], $[*].k):string,get_json_object([6,[7,8]], $[1][*]):string,get_json_object([], $[*]):string>
--> ('[7,8,9,10,11]', '[7]', '[[7,8,9]]', None, '[4,5]', '[],[4]', '4', '[7,8]', None)

SELECT get_json_object('[null,1]', '$[0]'), get_json_object('[null]', '$[*]'), get_json_object('{"k":null}', '$.k'),
  get_json_object('null', '$'), get_json_object('[1e400,-1e400,1.50]', '$'), get_json_object('{"k":1e999}', '$.k')
--> schema struct<get_json_object([null,1], $[0]):string,get_json_object([null], $[*]):string,get_json_object({"k":null}, $.k):string,get_json_object(null, $):string,get_json_object([1e400,-1e400,1.50], $):string,get_json_object({"k":1e999}, $.k):string>
--> ('null', 'null', None, 'null', '["Infinity","-Infinity",1.5]', '"Infinity"')

-- Of fields with the same name the last one is meant.
SELECT from_json('{"k":1,"m":2}', 'k int, k int'), from_json('{"k":"x"}', 'k string, m int, k string')
--> schema struct<from_json({"k":1,"m":2}):struct<k:int,k:int>,from_json({"k":"x"}):struct<k:string,m:int,k:string>>
--> (Row(k=None, k=1), Row(k=None, m=None, k='x'))

SELECT to_json(named_struct('k', array(1, 2), 'm', array(), 'n', array(array(3), array()), 'o', array(named_struct('p', 1))), map('pretty', 'true'))
--> schema struct<to_json(named_struct(k, array(1, 2), m, array(), n, array(array(3), array()), o, array(named_struct(p, 1)))):string>
--> ('{\n  "k" : [ 1, 2 ],\n  "m" : [ ],\n  "n" : [ [ 3 ], [ ] ],\n  "o" : [ {\n    "p" : 1\n  } ]\n}',)
