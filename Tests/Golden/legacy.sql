--@ set spark.sql.jsonGenerator.ignoreNullFields=false
SELECT to_json(named_struct('a', NULL, 'b', named_struct('c', CAST(NULL AS INT), 'd', 1)))
--> schema struct<to_json(named_struct(a, NULL, b, named_struct(c, CAST(NULL AS INT), d, 1))):string>
--> ('{"a":null,"b":{"c":null,"d":1}}',)

--@ set spark.sql.jsonGenerator.ignoreNullFields=true
SELECT to_json(named_struct('a', NULL, 'b', named_struct('c', CAST(NULL AS INT), 'd', 1)))
--> schema struct<to_json(named_struct(a, NULL, b, named_struct(c, CAST(NULL AS INT), d, 1))):string>
--> ('{"b":{"d":1}}',)

--@ set spark.sql.legacy.negativeIndexInArrayInsert=true
SELECT array_insert(array(1, 2, 3), -1, 9), array_insert(array(1, 2, 3), -3, 9), array_insert(array(1, 2, 3), -6, 9), array_insert(array(1, 2), 2, 9)
--> schema struct<array_insert(array(1, 2, 3), -1, 9):array<int>,array_insert(array(1, 2, 3), -3, 9):array<int>,array_insert(array(1, 2, 3), -6, 9):array<int>,array_insert(array(1, 2), 2, 9):array<int>>
--> ([1, 2, 9, 3], [9, 1, 2, 3], [9, None, None, None, 1, 2, 3], [1, 9, 2])

--@ set spark.sql.legacy.castComplexTypesToString.enabled=true
SELECT CAST(named_struct('a', 1, 'b', NULL, 'c', 'x') AS STRING), CAST(map('k', NULL, 'l', 2) AS STRING), CAST(array(NULL, 1, NULL) AS STRING), CAST(array(map('m', NULL)) AS STRING)
--> schema struct<CAST(named_struct(a, 1, b, NULL, c, x) AS STRING):string,CAST(map(k, NULL, l, 2) AS STRING):string,CAST(array(NULL, 1, NULL) AS STRING):string,CAST(array(map(m, NULL)) AS STRING):string>
--> ('[1,, x]', '[k ->, l -> 2]', '[, 1,]', '[[m ->]]')

--@ set spark.sql.legacy.followThreeValuedLogicInArrayExists=false
SELECT exists(array(1, NULL, 3), x -> x > 5), exists(array(1, NULL, 7), x -> x > 5), forall(array(1, NULL), x -> x > 0)
--> schema struct<exists(array(1, NULL, 3), lambdafunction((namedlambdavariable() > 5), namedlambdavariable())):boolean,exists(array(1, NULL, 7), lambdafunction((namedlambdavariable() > 5), namedlambdavariable())):boolean,forall(array(1, NULL), lambdafunction((namedlambdavariable() > 0), namedlambdavariable())):boolean>
--> (False, True, None)

--@ set spark.sql.legacy.codingErrorAction=true
SELECT decode(X'41FF42', 'utf-8'), decode(X'41FF', 'us-ascii'), encode('aé', 'us-ascii'), decode(X'E282', 'UTF-8')
--> schema struct<decode(X'41FF42', utf-8):string,decode(X'41FF', us-ascii):string,encode(aé, us-ascii):binary,decode(X'E282', UTF-8):string>
--> ('A�B', 'A�', b'a?', '�')
