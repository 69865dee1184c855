-- Unknown answers of IN under NOT, AND and OR, and what aggregations without rows give.
CREATE OR REPLACE TEMPORARY VIEW guests AS SELECT * FROM VALUES (1, 'a'), (5, 'b'), (8, 'c'), (NULL, 'd') AS guests(seat, who)
--> schema struct<>

CREATE OR REPLACE TEMPORARY VIEW taken AS SELECT * FROM VALUES (8), (11) AS taken(seat)
--> schema struct<>

CREATE OR REPLACE TEMPORARY VIEW doubtful AS SELECT * FROM VALUES (8), (NULL) AS doubtful(seat)
--> schema struct<>

SELECT who FROM guests WHERE NOT (seat NOT IN (SELECT seat FROM taken))
--> schema struct<who:string>
--> ('c',)

SELECT who FROM guests WHERE NOT (seat NOT IN (SELECT seat FROM doubtful))
--> schema struct<who:string>
--> ('c',)

SELECT who FROM guests WHERE NOT (seat > 5 OR seat IN (SELECT seat FROM doubtful))
--> schema struct<who:string>

SELECT who FROM guests WHERE NOT (seat > 5 AND seat IN (SELECT seat FROM doubtful))
--> schema struct<who:string>
--> ('a',)
--> ('b',)

SELECT who FROM guests WHERE NOT (seat > 5 AND seat NOT IN (SELECT seat FROM taken))
--> schema struct<who:string>
--> ('a',)
--> ('b',)
--> ('c',)

SELECT who FROM guests WHERE NOT NOT (seat IN (SELECT seat FROM taken) OR who = 'a')
--> schema struct<who:string>
--> ('a',)
--> ('c',)

SELECT who FROM guests WHERE NOT (who = 'a' OR NOT EXISTS (SELECT 1 FROM taken t WHERE t.seat = guests.seat))
--> schema struct<who:string>
--> ('c',)

SELECT who, NOT (seat NOT IN (SELECT seat FROM taken)) AS x FROM guests
--> schema struct<who:string,x:boolean>
--> ('a', False)
--> ('b', False)
--> ('c', True)
--> ('d', False)

SELECT g.who FROM guests g JOIN guests h ON g.who = h.who AND NOT (g.seat NOT IN (SELECT seat FROM taken))
--> schema struct<who:string>
--> ('c',)

SELECT who, (SELECT sum(n) FROM (SELECT count(*) AS n FROM taken t WHERE t.seat = guests.seat)) AS s FROM guests
--> schema struct<who:string,s:bigint>
--> ('a', 0)
--> ('b', 0)
--> ('c', 1)
--> ('d', 0)

SELECT who, (SELECT count(*) FROM (SELECT count(*) AS n FROM taken t WHERE t.seat = guests.seat)) AS s FROM guests
--> schema struct<who:string,s:bigint>
--> ('a', 1)
--> ('b', 1)
--> ('c', 1)
--> ('d', 1)

SELECT who, (SELECT max(n) + 1 FROM (SELECT count(*) AS n, max(seat) AS m FROM taken t WHERE t.seat = guests.seat)) AS s FROM guests
--> schema struct<who:string,s:bigint>
--> ('a', 1)
--> ('b', 1)
--> ('c', 2)
--> ('d', 1)

SELECT g.*, t.* FROM guests g JOIN (SELECT 'x' AS mark, seat FROM taken) t USING (seat)
--> schema struct<seat:int,who:string,seat:int,mark:string>
--> (8, 'c', 8, 'x')

SELECT t.*, g.* FROM guests g FULL JOIN (SELECT 'x' AS mark, seat FROM taken) t USING (seat)
--> schema struct<seat:int,mark:string,seat:int,who:string>
--> (None, None, None, 'd')
--> (None, None, 1, 'a')
--> (None, None, 5, 'b')
--> (8, 'x', 8, 'c')
--> (11, 'x', None, None)

SELECT t.* FROM guests g LEFT JOIN (SELECT 'x' AS mark, seat FROM taken) t USING (seat)
--> schema struct<seat:int,mark:string>
--> (None, None)
--> (None, None)
--> (8, 'x')
--> (None, None)

SELECT struct(s.*) AS again, struct(s.*, 1 AS more) AS longer FROM (SELECT named_struct('p', 1, 'q', 'z') AS s)
--> schema struct<again:struct<p:int,q:string>,longer:struct<p:int,q:string,more:int>>
--> (Row(p=1, q='z'), Row(p=1, q='z', more=1))

SELECT instr('hello', '', 3), instr('', '', -1), instr('abc', '', 0), locate('', 'abc', 3), locate('', 'abc')
--> schema struct<instr(hello, , 3, 1):int,instr(, , -1, 1):int,instr(abc, , 0, 1):int,locate(, abc, 3):int,locate(, abc, 1):int>
--> (1, 1, 1, 1, 1)

SELECT CAST(double('nan') AS DECIMAL(10, 2)), CAST(float('inf') AS DECIMAL(5, 1)), try_cast(double('-inf') AS DECIMAL(3, 0))
--> schema struct<CAST(nan AS DECIMAL(10,2)):decimal(10,2),CAST(inf AS DECIMAL(5,1)):decimal(5,1),TRY_CAST(-inf AS DECIMAL(3,0)):decimal(3,0)>
--> (None, None, None)

SELECT CAST(1e20D AS DECIMAL(10, 2))
--> error NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION 22003 7-35 'CAST(1e20D AS DECIMAL(10, 2))'

SELECT unbase64(' ab cd '), to_binary(' ab c=', 'base64'), try_to_binary('a?cd', 'base64')
--> schema struct<unbase64( ab cd ):binary,to_binary( ab c=, base64):binary,try_to_binary(a?cd, base64):binary>
--> (b'i\xb7\x1d', b'i\xb7', None)

SELECT DISTINCT map(1, 2) AS m
--> error UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE 0A000 0-29 'SELECT DISTINCT map(1, 2) AS m'

SELECT DISTINCT parse_json('1') AS v
--> error UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE 0A000 0-35 "SELECT DISTINCT parse_json('1') AS v"

SELECT array(map(1, 2)) AS m INTERSECT SELECT array(map(1, 2))
--> error UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE 0A000 0-61 'SELECT array(map(1, 2)) AS m INTERSECT SELECT array(map(1, 2))'

SELECT count(*) FROM VALUES (1), (2), (1) AS t(all) GROUP BY all ORDER BY 1
--> schema struct<count(1):bigint>
--> (1,)
--> (2,)

SELECT sort_array(collect_list(seat) RESPECT NULLS), sort_array(collect_set(seat) RESPECT NULLS), sort_array(collect_list(seat) IGNORE NULLS), size(array_agg(seat) RESPECT NULLS) FROM guests
--> schema struct<sort_array(collect_list(seat) RESPECT NULLS, true):array<int>,sort_array(collect_set(seat) RESPECT NULLS, true):array<int>,sort_array(collect_list(seat), true):array<int>,size(collect_list(seat) RESPECT NULLS):int>
--> ([None, 1, 5, 8], [None, 1, 5, 8], [1, 5, 8], 4)

SELECT collect_list(who, true) FROM guests
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-29 'collect_list(who, true)'

FROM taken |> SELECT /*+ REPARTITION(2) */ DISTINCT seat |> ORDER BY seat
--> schema struct<seat:int>
--> (8,)
--> (11,)

FROM taken |> EXTEND *
--> error INVALID_USAGE_OF_STAR_OR_REGEX 42000

FROM taken |> EXTEND 1 AS z |> SET seat = seat + z, z = seat + 1 |> ORDER BY seat
--> schema struct<seat:int,z:int>
--> (9, 10)
--> (12, 13)

FROM taken |> AS t |> EXTEND 1 AS one |> DROP t.seat
--> schema struct<one:int>
--> (1,)
--> (1,)

SELECT 1 AS x, named_struct('f', 2, 'g', 3) AS s |> DROP s.f
--> schema struct<x:int,s:struct<g:int>>
--> (1, Row(g=3))
