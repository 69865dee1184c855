-- Which column a name means above an aggregation, and what equal expressions are.
CREATE OR REPLACE TEMPORARY VIEW crew AS SELECT * FROM VALUES ('deck', 1, 4), ('deck', 2, 6), ('mess', 1, 3), ('mess', 3, NULL) AS crew(room, shift, hours)
--> schema struct<>

SELECT sum(hours) FROM crew GROUP BY shift + 1 ORDER BY 1 + shift
--> schema struct<sum(hours):bigint>
--> (7,)
--> (6,)
--> (None,)

SELECT sum(hours) AS total FROM crew GROUP BY shift * 2 HAVING 2 * shift > 2 ORDER BY total
--> schema struct<total:bigint>
--> (None,)
--> (6,)

SELECT sum(hours) FROM crew GROUP BY shift > 1 ORDER BY 1 < shift
--> schema struct<sum(hours):bigint>
--> (7,)
--> (6,)

SELECT count(*) FROM crew GROUP BY shift = 1 AND hours > 3 HAVING hours > 3 AND 1 = shift
--> schema struct<count(1):bigint>
--> (1,)

SELECT sum(hours) FROM crew GROUP BY room ORDER BY hours
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 51-55 'hours'

SELECT sum(hours) AS total, room FROM crew GROUP BY room HAVING crew.hours > 1
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 64-73 'crew.hours'

SELECT sum(hours) AS total FROM crew HAVING shift > 1
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 44-48 'shift'

SELECT sum(hours) AS total, room FROM crew GROUP BY room ORDER BY shift + sum(hours)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 66-70 'shift'

SELECT 7 AS shift FROM crew GROUP BY shift HAVING shift > 1
--> schema struct<shift:int>
--> (7,)
--> (7,)

SELECT -shift AS shift, shift AS same FROM crew GROUP BY shift HAVING shift + 1 > 2 ORDER BY same
--> schema struct<shift:int,same:int>
--> (-2, 2)
--> (-3, 3)

SELECT max(hours) AS hours, room FROM crew GROUP BY room HAVING hours > 3
--> schema struct<hours:int,room:string>
--> (6, 'deck')

SELECT 1 AS x, 2 AS x FROM VALUES (5) AS t(x) ORDER BY x
--> schema struct<x:int,x:int>
--> (1, 2)

SELECT 'a' AS tags FROM VALUES (array(2)), (array(1)) AS t(tags) ORDER BY tags[0]
--> schema struct<tags:string>
--> ('a',)
--> ('a',)

SELECT 'a' AS s FROM VALUES (named_struct('f', 1)) AS t(s) GROUP BY s HAVING s.f > 0
--> schema struct<s:string>
--> ('a',)

SELECT gone.field, gone[0], gone['k'] FROM (SELECT NULL AS gone)
--> schema struct<field:void,gone[0]:void,gone[k]:void>
--> (None, None, None)

SELECT explode(array(array(1), array(2))) AS pair, explode(pair) AS one
--> schema struct<pair:array<int>,one:int>
--> ([1], 1)
--> ([2], 2)

SELECT room, count(*) FROM crew GROUP BY ROLLUP(crew.room) HAVING crew.room = 'deck'
--> schema struct<room:string,count(1):bigint>
--> ('deck', 2)

SELECT room, shift, count(*) AS n FROM crew GROUP BY GROUPING SETS ((room), (room), (shift)) ORDER BY room, shift
--> schema struct<room:string,shift:int,n:bigint>
--> (None, 1, 2)
--> (None, 2, 1)
--> (None, 3, 1)
--> ('deck', None, 2)
--> ('deck', None, 2)
--> ('mess', None, 2)
--> ('mess', None, 2)

SELECT room, shift, count(*) AS n FROM crew GROUP BY room, ROLLUP(room, shift) ORDER BY room, shift, n
--> schema struct<room:string,shift:int,n:bigint>
--> ('deck', None, 2)
--> ('deck', None, 2)
--> ('deck', 1, 1)
--> ('deck', 2, 1)
--> ('mess', None, 2)
--> ('mess', None, 2)
--> ('mess', 1, 1)
--> ('mess', 3, 1)

SELECT room, shift, count(*) AS n FROM crew GROUP BY GROUPING SETS ((1), (2), (1, 2)) ORDER BY room, shift
--> schema struct<room:string,shift:int,n:bigint>
--> (None, 1, 2)
--> (None, 2, 1)
--> (None, 3, 1)
--> ('deck', None, 2)
--> ('deck', 1, 1)
--> ('deck', 2, 1)
--> ('mess', None, 2)
--> ('mess', 1, 1)
--> ('mess', 3, 1)

SELECT count(*) AS n, grouping_id() AS g FROM crew GROUP BY GROUPING SETS ((), ())
--> schema struct<n:bigint,g:bigint>
--> (4, 0)
--> (4, 0)

SELECT count(*) AS n, grouping_id() AS g FROM crew WHERE shift > 9 GROUP BY GROUPING SETS (())
--> schema struct<n:bigint,g:bigint>
--> (0, 0)

SELECT room, grouping__id, count(*) FROM crew GROUP BY CUBE(room) ORDER BY grouping__id, room
--> schema struct<room:string,grouping__id:bigint,count(1):bigint>
--> ('deck', 0, 2)
--> ('mess', 0, 2)
--> (None, 1, 4)

SELECT room FROM crew GROUP BY CUBE(room, shift) HAVING grouping__id = 3
--> schema struct<room:string>
--> (None,)

SELECT grouping_id(shift, room) FROM crew GROUP BY ROLLUP(room, shift)
--> error GROUPING_ID_COLUMN_MISMATCH 42803

SELECT * FROM crew GROUP BY room, shift, 3
--> error STAR_GROUP_BY_POS 0A000

SELECT count(*) AS n FROM VALUES (map(1, 'a', 2, 'b')), (map(2, 'b', 1, 'a')), (map(1, 'a')) AS t(m) GROUP BY m ORDER BY n
--> schema struct<n:bigint>
--> (1,)
--> (2,)

SELECT count(*) AS n FROM VALUES (array(map(1, 2, 3, 4))), (array(map(3, 4, 1, 2))) AS t(m) GROUP BY m
--> schema struct<n:bigint>
--> (2,)
