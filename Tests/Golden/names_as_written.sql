-- A column is called as the query calls it, whatever case its table has.
SELECT KEY, t.Key, kEy + 1, upper(NAME), count(*) OVER (PARTITION BY KEY) FROM VALUES (1, 'a') AS t(key, name)
--> schema struct<KEY:int,Key:int,(kEy + 1):int,upper(NAME):string,count(1) OVER (PARTITION BY KEY ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING):bigint>
--> (1, 1, 2, 'A', 1)

SELECT KEY, sum(Amount) FROM VALUES (1, 2), (1, 3) AS t(key, amount) GROUP BY kEy HAVING sum(AMOUNT) > 1 ORDER BY KEY
--> schema struct<KEY:int,sum(Amount):bigint>
--> (1, 5)

SELECT DISTINCT KEY FROM VALUES (1), (2) AS t(key) ORDER BY kEY
--> schema struct<KEY:int>
--> (1,)
--> (2,)

SELECT S.FIELD, s.Inner.Leaf, STRUCT(KEY) FROM VALUES (1, named_struct('field', 2, 'inner', named_struct('leaf', 3))) AS t(key, s)
--> schema struct<FIELD:int,Leaf:int,struct(KEY):struct<KEY:int>>
--> (2, 3, Row(KEY=1))

SELECT * FROM (SELECT KEY FROM VALUES (1) AS t(key)) WHERE kEy = 1
--> schema struct<KEY:int>
--> (1,)

SELECT KEY FROM VALUES (1) AS t(key) UNION ALL SELECT kEy FROM VALUES (2) AS u(key)
--> schema struct<KEY:int>
--> (1,)
--> (2,)

SELECT KEY, B.Other FROM VALUES (1) AS a(key) JOIN VALUES (1, 5) AS b(KEY, other) USING (kEY)
--> schema struct<KEY:int,Other:int>
--> (1, 5)

SELECT cast(cast(KEY AS string) AS int), cast(KEY AS string) FROM VALUES (1) AS t(key)
--> schema struct<CAST(CAST(KEY AS STRING) AS INT):int,KEY:string>
--> (1, '1')

WITH q AS (SELECT KEY, 2 AS Two FROM VALUES (1) AS t(key)) SELECT TWO, key FROM q ORDER BY Key
--> schema struct<TWO:int,key:int>
--> (2, 1)

-- conv to a negative base keeps the sign, of zero too.
SELECT conv('-0', 10, 10), conv('-zz', 10, 16), conv('-1', 10, 16), conv('-1', 10, -16), conv('-0', 10, -10), conv('-f', 24, -15),
  conv('12', 10, -3), conv('zz', 10, -7), conv('-8N', 24, 15)
--> schema struct<conv(-0, 10, 10):string,conv(-zz, 10, 16):string,conv(-1, 10, 16):string,conv(-1, 10, -16):string,conv(-0, 10, -10):string,conv(-f, 24, -15):string,conv(12, 10, -3):string,conv(zz, 10, -7):string,conv(-8N, 24, 15):string>
--> ('0', '0', 'FFFFFFFFFFFFFFFF', '-1', '-0', '-10', '110', '0', '2C1D56B648C6CD01B')

SELECT format_number(-0.0D, 3), format_number(cast('-0.0' AS float), 1), format_number(0.0D, 2)
--> schema struct<format_number(-0.0, 3):string,format_number(CAST(-0.0 AS FLOAT), 1):string,format_number(0.0, 2):string>
--> ('-0.000', '-0.0', '0.00')

SELECT locate('a', 'abc', NULL), locate(NULL, 'abc', NULL), locate('a', NULL, NULL), position('a', 'abc', cast(NULL AS int)), locate(NULL, 'abc'), locate('c', 'abc', 2)
--> schema struct<locate(a, abc, NULL):int,locate(NULL, abc, NULL):int,locate(a, NULL, NULL):int,position(a, abc, CAST(NULL AS INT)):int,locate(NULL, abc, 1):int,locate(c, abc, 2):int>
--> (0, 0, 0, 0, None, 3)

SELECT array_join(NULL, ','), array_join(NULL, NULL), array_join(array('a', NULL), ',', NULL)
--> schema struct<array_join(NULL, ,):string,array_join(NULL, NULL):string,array_join(array(a, NULL), ,, NULL):string>
--> (None, None, None)

SELECT named_struct(), to_json(named_struct())
--> schema struct<named_struct():struct<>,to_json(named_struct()):string>
--> (Row(), '{}')

SELECT sort_array(array(2, 1), id > 0) FROM range(1)
--> error DATATYPE_MISMATCH.NON_FOLDABLE_INPUT 42K09 7-37 'sort_array(array(2, 1), id > 0)'

SELECT sort_array(array(2, 1), 1 > 0)
--> schema struct<sort_array(array(2, 1), (1 > 0)):array<int>>
--> ([1, 2],)
