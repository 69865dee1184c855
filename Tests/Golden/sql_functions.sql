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
