-- Functions and variables with bodies and lists of more forms.
CREATE TEMPORARY FUNCTION five() RETURNS INT RETURN SELECT 5
--> schema struct<>

CREATE TEMPORARY FUNCTION raised(x INT) RETURNS INT CONTAINS SQL DETERMINISTIC RETURN x + 10
--> schema struct<>

CREATE TEMPORARY FUNCTION above(least INT) RETURNS BIGINT READS SQL DATA RETURN (SELECT sum(c) FROM VALUES (1), (2), (4) AS t(c) WHERE c > least)
--> schema struct<>

CREATE TEMPORARY FUNCTION twice(x INT) RETURNS TABLE RETURN SELECT x AS a, x * 2 AS b
--> schema struct<>

CREATE TEMPORARY FUNCTION rows_of(x INT) RETURNS INT RETURN SELECT x FROM VALUES (1), (2)
--> schema struct<>

CREATE TEMPORARY FUNCTION strict(x INT NOT NULL) RETURNS INT RETURN x
--> error USER_DEFINED_FUNCTIONS.NOT_NULL_ON_FUNCTION_PARAMETERS 42601

SELECT five(), raised(1), above(1), above(9)
--> schema struct<five():int,raised(1):int,above(1):bigint,above(9):bigint>
--> (5, 11, 6, None)

SELECT c, above(c) AS s FROM VALUES (0), (1), (3) AS t(c)
--> schema struct<c:int,s:bigint>
--> (0, 7)
--> (1, 6)
--> (3, 4)

SELECT c FROM VALUES (0), (1), (3) AS t(c) WHERE above(c + 1) = 4
--> schema struct<c:int>
--> (1,)

SELECT * FROM twice(4)
--> schema struct<a:int,b:int>
--> (4, 8)

SELECT rows_of(3)
--> error SCALAR_SUBQUERY_TOO_MANY_ROWS 21000

DECLARE VARIABLE north, south, west INT
--> schema struct<>

DECLARE OR REPLACE VARIABLE north, south INT DEFAULT 7
--> schema struct<>

SELECT north, south, west
--> schema struct<north:int,south:int,west:int>
--> (7, 7, None)

DECLARE VARIABLE east, east INT
--> error DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE 42734

DECLARE nothing
--> error INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED 42000 0-14 'DECLARE nothing'

DECLARE VARIABLE fresh, north INT
--> error VARIABLE_ALREADY_EXISTS 42723

CREATE TEMPORARY FUNCTION twice_named(part INT, PART INT) RETURNS INT RETURN 1
--> error DUPLICATE_ROUTINE_PARAMETER_NAMES 42734

CREATE TEMPORARY FUNCTION gaps(a INT DEFAULT 1, b INT) RETURNS INT RETURN a + b
--> error USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION 42601

CREATE TEMPORARY FUNCTION no_such_column(a INT) RETURNS INT RETURN a + z
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 4-4 'z'

CREATE TEMPORARY FUNCTION same_columns() RETURNS TABLE (c INT, C INT) RETURN SELECT 1, 2
--> error DUPLICATE_ROUTINE_RETURNS_COLUMNS 42711

CREATE TEMPORARY FUNCTION too_many() RETURNS TABLE (c INT) RETURN SELECT 1, 2
--> error USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH 42601

CREATE TEMPORARY FUNCTION round_one(x INT) RETURNS INT RETURN x
--> schema struct<>

CREATE TEMPORARY FUNCTION round_two(x INT) RETURNS INT RETURN round_one(x) + 1
--> schema struct<>

CREATE OR REPLACE TEMPORARY FUNCTION round_one(x INT) RETURNS INT RETURN round_two(x)
--> error CYCLIC_FUNCTION_REFERENCE 42887

CREATE TEMPORARY FUNCTION qualified(a INT) RETURNS STRING RETURN (SELECT qualified.a || '-' || t.a FROM VALUES ('inner') AS t(a))
--> schema struct<>

SELECT qualified(7)
--> schema struct<qualified(7):string>
--> ('7-inner',)

CREATE TEMPORARY FUNCTION upto(n INT) RETURNS TABLE (i INT) RETURN SELECT CAST(id AS INT) FROM range(10) WHERE id < upto.n
--> schema struct<>

SELECT * FROM upto(2) ORDER BY i
--> schema struct<i:int>
--> (0,)
--> (1,)

SELECT k, i FROM VALUES (1), (3) AS t(k), LATERAL upto(k) ORDER BY k, i
--> schema struct<k:int,i:int>
--> (1, 0)
--> (3, 0)
--> (3, 1)
--> (3, 2)

SELECT k, (SELECT max(i) FROM upto(k)) AS greatest_one FROM VALUES (1), (3) AS t(k) ORDER BY k
--> schema struct<k:int,greatest_one:int>
--> (1, 0)
--> (3, 2)

CREATE TEMPORARY FUNCTION nested_reader(x INT) RETURNS INT RETURN SELECT (SELECT x)
--> schema struct<>
