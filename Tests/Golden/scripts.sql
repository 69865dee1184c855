-- Scripts: several statements between BEGIN and END.
BEGIN SELECT 1; END
--> schema struct<1:int>
--> (1,)

BEGIN SELECT 1; SELECT 2, 'b'; END
--> schema struct<2:int,b:string>
--> (2, 'b')

BEGIN DECLARE x INT DEFAULT 3; SET x = x * 2; SELECT x; END
--> schema struct<x:int>
--> (6,)

BEGIN DECLARE x INT; SELECT x; END
--> schema struct<x:int>
--> (None,)

BEGIN DECLARE x = 1; IF x = 1 THEN SELECT 'one'; ELSE SELECT 'other'; END IF; END
--> schema struct<one:string>
--> ('one',)

BEGIN DECLARE x = 5; IF x = 1 THEN SELECT 'one'; ELSEIF x = 5 THEN SELECT 'five'; ELSE SELECT 'other'; END IF; END
--> schema struct<five:string>
--> ('five',)

BEGIN DECLARE x = 0; WHILE x < 5 DO SET x = x + 1; END WHILE; SELECT x; END
--> schema struct<x:int>
--> (5,)

BEGIN DECLARE x = 0; REPEAT SET x = x + 1; UNTIL x >= 4 END REPEAT; SELECT x; END
--> schema struct<x:int>
--> (4,)

BEGIN DECLARE x = 0; l: LOOP SET x = x + 1; IF x = 7 THEN LEAVE l; END IF; END LOOP l; SELECT x; END
--> schema struct<x:int>
--> (7,)

BEGIN DECLARE x = 0; DECLARE t = 0; l: WHILE x < 5 DO SET x = x + 1; IF x = 3 THEN ITERATE l; END IF; SET t = t + x; END WHILE; SELECT x, t; END
--> schema struct<x:int,t:int>
--> (5, 12)

BEGIN DECLARE t = 0L; FOR r AS SELECT id, id * 2 AS d FROM range(4) DO SET t = t + r.d; END FOR; SELECT t; END
--> schema struct<t:bigint>
--> (12,)

BEGIN DECLARE t = 0L; FOR SELECT id FROM range(4) DO SET t = t + id; END FOR; SELECT t; END
--> schema struct<t:bigint>
--> (6,)

BEGIN DECLARE x = 2; CASE x WHEN 1 THEN SELECT 'a'; WHEN 2 THEN SELECT 'b'; ELSE SELECT 'c'; END CASE; END
--> schema struct<b:string>
--> ('b',)

BEGIN DECLARE x = 2; CASE WHEN x > 1 THEN SELECT 'more'; ELSE SELECT 'less'; END CASE; END
--> schema struct<more:string>
--> ('more',)

BEGIN DECLARE x = 1; BEGIN DECLARE x = 2; SELECT x; END; SELECT x; END
--> schema struct<x:int>
--> (1,)

lbl: BEGIN DECLARE x = 1; LEAVE lbl; SELECT x; END
--> error PARSE_SYNTAX_ERROR 42601

BEGIN DECLARE EXIT HANDLER FOR DIVIDE_BY_ZERO BEGIN SELECT 'caught' AS c; END; SELECT 1 / 0; SELECT 2; END
--> schema struct<c:string>
--> ('caught',)

BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 'any' AS c; SELECT CAST('x' AS INT); END
--> schema struct<c:string>
--> ('any',)

BEGIN DECLARE EXIT HANDLER FOR SQLSTATE '22012' SELECT 'state' AS c; SELECT 1 / 0; END
--> schema struct<c:string>
--> ('state',)

BEGIN SELECT 1 / 0; END
--> error DIVIDE_BY_ZERO 22012 13-17 '1 / 0'

BEGIN SELECT nope; END
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 13-16 'nope'

BEGIN SELECT 1 END
--> error PARSE_SYNTAX_ERROR 42601

a: BEGIN SELECT 1; END b
--> error PARSE_SYNTAX_ERROR 42601

BEGIN LEAVE nowhere; END
--> error INVALID_LABEL_USAGE.DOES_NOT_EXIST 42K0L

BEGIN CREATE OR REPLACE TEMP VIEW sv AS SELECT 7 AS z; SELECT z FROM sv; END
--> schema struct<z:int>
--> (7,)

BEGIN EXECUTE IMMEDIATE 'SELECT 9 AS nine'; END
--> schema struct<nine:int>
--> (9,)
