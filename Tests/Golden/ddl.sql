-- The catalog: databases, tables, views, functions; SHOW and DESCRIBE.
CREATE DATABASE d1
--> schema struct<>

CREATE DATABASE d1
--> error SCHEMA_ALREADY_EXISTS 42P06

CREATE DATABASE IF NOT EXISTS d1
--> schema struct<>

CREATE SCHEMA d2 COMMENT 'second' WITH DBPROPERTIES ('a' = '1', 'b' = 'x')
--> schema struct<>

SHOW DATABASES
--> schema struct<namespace:string>
--> ('d1',)
--> ('d2',)
--> ('default',)

SHOW SCHEMAS LIKE 'd*'
--> schema struct<namespace:string>
--> ('d1',)
--> ('d2',)
--> ('default',)

SHOW DATABASES 'd1|d2'
--> schema struct<namespace:string>
--> ('d1',)
--> ('d2',)

DESCRIBE DATABASE d2
--> schema struct<info_name:string,info_value:string>
--> ('Catalog Name', 'spark_catalog')
--> ('Namespace Name', 'd2')
--> ('Comment', 'second')
--> ('Location', '{warehouse}/d2.db')

DESCRIBE DATABASE EXTENDED d2
--> schema struct<info_name:string,info_value:string>
--> ('Catalog Name', 'spark_catalog')
--> ('Namespace Name', 'd2')
--> ('Comment', 'second')
--> ('Location', '{warehouse}/d2.db')
--> ('Properties', '((a,1), (b,x))')

DESC SCHEMA nosuch
--> error SCHEMA_NOT_FOUND 42704

ALTER DATABASE d2 SET DBPROPERTIES ('c' = '3')
--> schema struct<>

DESCRIBE SCHEMA EXTENDED d2
--> schema struct<info_name:string,info_value:string>
--> ('Catalog Name', 'spark_catalog')
--> ('Namespace Name', 'd2')
--> ('Comment', 'second')
--> ('Location', '{warehouse}/d2.db')
--> ('Properties', '((a,1), (b,x), (c,3))')

USE d1
--> schema struct<>

SELECT current_database(), current_schema(), current_catalog()
--> schema struct<current_schema():string,current_schema():string,current_catalog():string>
--> ('d1', 'd1', 'spark_catalog')

USE nosuch
--> error SCHEMA_NOT_FOUND 42704

CREATE TABLE t1 (id INT, name STRING COMMENT 'the name', amount DECIMAL(10,2)) USING parquet COMMENT 'a table'
--> schema struct<>

CREATE TABLE t1 (id INT) USING parquet
--> error TABLE_OR_VIEW_ALREADY_EXISTS 42P07

CREATE TABLE IF NOT EXISTS t1 (id INT) USING parquet
--> schema struct<>

SHOW TABLES
--> schema struct<namespace:string,tableName:string,isTemporary:boolean>
--> ('d1', 't1', False)

SHOW TABLES IN default
--> schema struct<namespace:string,tableName:string,isTemporary:boolean>

SHOW TABLES FROM d1 LIKE 't*'
--> schema struct<namespace:string,tableName:string,isTemporary:boolean>
--> ('d1', 't1', False)

SHOW TABLES IN nosuch
--> error SCHEMA_NOT_FOUND 42704

INSERT INTO t1 VALUES (1, 'a', 1.5), (2, 'b', 2.25)
--> schema struct<>

SELECT * FROM t1
--> schema struct<id:int,name:string,amount:decimal(10,2)>
--> (2, 'b', Decimal('2.25'))
--> (1, 'a', Decimal('1.50'))

SELECT * FROM d1.t1
--> schema struct<id:int,name:string,amount:decimal(10,2)>
--> (2, 'b', Decimal('2.25'))
--> (1, 'a', Decimal('1.50'))

SELECT * FROM spark_catalog.d1.t1
--> schema struct<id:int,name:string,amount:decimal(10,2)>
--> (2, 'b', Decimal('2.25'))
--> (1, 'a', Decimal('1.50'))

SELECT t1.id, d1.t1.name FROM d1.t1 ORDER BY id
--> schema struct<id:int,name:string>
--> (1, 'a')
--> (2, 'b')

INSERT INTO t1 (name, id) VALUES ('c', 3)
--> schema struct<>

INSERT INTO t1 BY NAME SELECT 4 AS id, 4.0 AS amount, 'd' AS name
--> schema struct<>

SELECT * FROM t1 ORDER BY id
--> schema struct<id:int,name:string,amount:decimal(10,2)>
--> (1, 'a', Decimal('1.50'))
--> (2, 'b', Decimal('2.25'))
--> (3, 'c', None)
--> (4, 'd', Decimal('4.00'))

INSERT INTO t1 VALUES (1, 'a')
--> error INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS 21S01

INSERT INTO t1 (id, nope) VALUES (1, 2)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 0-24 'INSERT INTO t1 (id, nope)'

INSERT INTO t1 (id, id) VALUES (1, 2)
--> error COLUMN_ALREADY_EXISTS 42711

INSERT INTO t1 VALUES ('x', 'a', 1)
--> error INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST KD000

INSERT INTO t1 SELECT 5, 'e', 99999999999
--> error CAST_OVERFLOW_IN_TABLE_INSERT 22003

INSERT INTO t1 BY NAME SELECT 1 AS id, 2 AS zzz
--> error INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS KD000

INSERT INTO t1 TABLE t1
--> schema struct<>

SELECT count(*) FROM t1
--> schema struct<count(1):bigint>
--> (8,)

INSERT OVERWRITE t1 SELECT id, name, amount FROM d1.t1 WHERE id = 1
--> error UNSUPPORTED_OVERWRITE.TABLE 42902

INSERT OVERWRITE TABLE t1 VALUES (7, 'g', 7.0)
--> schema struct<>

SELECT * FROM t1
--> schema struct<id:int,name:string,amount:decimal(10,2)>
--> (7, 'g', Decimal('7.00'))

INSERT INTO nosuch VALUES (1)
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 12-17 'nosuch'

DESCRIBE t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)

DESCRIBE TABLE d1.t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)

DESCRIBE t1 name
--> schema struct<info_name:string,info_value:string>
--> ('col_name', 'name')
--> ('data_type', 'string')
--> ('comment', 'the name')

DESCRIBE t1 nope
--> error COLUMN_NOT_FOUND 42703

DESCRIBE EXTENDED t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'd1', '')
--> ('Table', 't1', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'parquet', '')
--> ('Comment', 'a table', '')
--> ('Location', '{warehouse}/d1.db/t1', '')

DESC FORMATTED t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'd1', '')
--> ('Table', 't1', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'parquet', '')
--> ('Comment', 'a table', '')
--> ('Location', '{warehouse}/d1.db/t1', '')

SHOW COLUMNS IN t1
--> schema struct<col_name:string>
--> ('id',)
--> ('name',)
--> ('amount',)

SHOW COLUMNS FROM t1 IN d1
--> schema struct<col_name:string>
--> ('id',)
--> ('name',)
--> ('amount',)

SHOW COLUMNS IN nosuch
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 16-21 'nosuch'

SHOW CREATE TABLE t1
--> schema struct<createtab_stmt:string>
--> ("CREATE TABLE spark_catalog.d1.t1 (\n  id INT,\n  name STRING COLLATE UTF8_BINARY COMMENT 'the name',\n  amount DECIMAL(10,2))\nUSING parquet\nCOMMENT 'a table'\n",)

SHOW TBLPROPERTIES t1
--> schema struct<key:string,value:string>

ALTER TABLE t1 SET TBLPROPERTIES ('k' = 'v', 'z' = '1')
--> schema struct<>

SHOW TBLPROPERTIES t1 ('k')
--> schema struct<key:string,value:string>
--> ('k', 'v')

SHOW TBLPROPERTIES t1 ('nokey')
--> schema struct<key:string,value:string>
--> ('nokey', 'Table spark_catalog.d1.t1 does not have property: nokey')

ALTER TABLE t1 UNSET TBLPROPERTIES ('k')
--> schema struct<>

ALTER TABLE t1 UNSET TBLPROPERTIES ('k')
--> schema struct<>

ALTER TABLE t1 UNSET TBLPROPERTIES IF EXISTS ('k')
--> schema struct<>

ALTER TABLE t1 ADD COLUMNS (extra INT COMMENT 'more', other STRING)
--> schema struct<>

SELECT * FROM t1
--> schema struct<id:int,name:string,amount:decimal(10,2),extra:int,other:string>
--> (7, 'g', Decimal('7.00'), None, None)

ALTER TABLE t1 ADD COLUMNS (id INT)
--> error COLUMN_ALREADY_EXISTS 42711

ALTER TABLE t1 ALTER COLUMN extra COMMENT 'changed'
--> schema struct<>

ALTER TABLE t1 CHANGE COLUMN extra extra INT COMMENT 'again'
--> schema struct<>

DESCRIBE t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)
--> ('extra', 'int', 'again')
--> ('other', 'string', None)

ALTER TABLE t1 ALTER COLUMN id TYPE BIGINT
--> error NOT_SUPPORTED_CHANGE_COLUMN 0A000 0-41 'ALTER TABLE t1 ALTER COLUMN id TYPE BIGINT'

ALTER TABLE t1 DROP COLUMN extra
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

ALTER TABLE t1 RENAME COLUMN extra TO e2
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

ALTER TABLE t1 RENAME TO t1b
--> schema struct<>

SHOW TABLES
--> schema struct<namespace:string,tableName:string,isTemporary:boolean>
--> ('d1', 't1b', False)

ALTER TABLE t1b RENAME TO t1
--> schema struct<>

ALTER TABLE nosuch RENAME TO x
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 12-17 'nosuch'

CREATE TABLE p1 (id INT, v STRING, day STRING, hr INT) USING parquet PARTITIONED BY (day, hr)
--> schema struct<>

INSERT INTO p1 VALUES (1, 'a', 'mon', 1), (2, 'b', 'mon', 2), (3, 'c', 'tue', 1)
--> schema struct<>

SELECT * FROM p1 ORDER BY id
--> schema struct<id:int,v:string,day:string,hr:int>
--> (1, 'a', 'mon', 1)
--> (2, 'b', 'mon', 2)
--> (3, 'c', 'tue', 1)

SHOW PARTITIONS p1
--> schema struct<partition:string>
--> ('day=mon/hr=1',)
--> ('day=mon/hr=2',)
--> ('day=tue/hr=1',)

SHOW PARTITIONS p1 PARTITION (day = 'mon')
--> schema struct<partition:string>
--> ('day=mon/hr=1',)
--> ('day=mon/hr=2',)

SHOW PARTITIONS t1
--> error INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY 42601

INSERT INTO p1 PARTITION (day = 'wed', hr = 5) VALUES (4, 'd')
--> schema struct<>

INSERT INTO p1 PARTITION (day = 'wed', hr) SELECT 5, 'e', 6
--> schema struct<>

INSERT OVERWRITE p1 PARTITION (day = 'mon', hr = 1) SELECT 9, 'z'
--> schema struct<>

SELECT * FROM p1 ORDER BY id
--> schema struct<id:int,v:string,day:string,hr:int>
--> (2, 'b', 'mon', 2)
--> (3, 'c', 'tue', 1)
--> (4, 'd', 'wed', 5)
--> (5, 'e', 'wed', 6)
--> (9, 'z', 'mon', 1)

INSERT OVERWRITE p1 PARTITION (day, hr) SELECT 10, 'y', 'tue', 1
--> schema struct<>

SELECT * FROM p1 ORDER BY id
--> schema struct<id:int,v:string,day:string,hr:int>
--> (10, 'y', 'tue', 1)

INSERT INTO p1 PARTITION (nope = 1) VALUES (1, 'a', 'x')
--> error PARTITIONS_NOT_FOUND 428FT

INSERT INTO p1 PARTITION (day = 'x', hr = 1) VALUES (1)
--> error INSERT_PARTITION_COLUMN_ARITY_MISMATCH 21S01

INSERT INTO p1 (id, v, day, hr) VALUES (11, 'k', 'thu', 2)
--> schema struct<>

ALTER TABLE p1 ADD PARTITION (day = 'fri', hr = 1)
--> schema struct<>

ALTER TABLE p1 ADD PARTITION (day = 'fri', hr = 1)
--> error PARTITIONS_ALREADY_EXIST 428FT

ALTER TABLE p1 ADD IF NOT EXISTS PARTITION (day = 'fri', hr = 1)
--> schema struct<>

SHOW PARTITIONS p1
--> schema struct<partition:string>
--> ('day=fri/hr=1',)
--> ('day=thu/hr=2',)
--> ('day=tue/hr=1',)

ALTER TABLE p1 DROP PARTITION (day = 'fri', hr = 1)
--> schema struct<>

ALTER TABLE p1 DROP PARTITION (day = 'nope', hr = 1)
--> error PARTITIONS_NOT_FOUND 428FT

ALTER TABLE p1 DROP IF EXISTS PARTITION (day = 'nope', hr = 1)
--> schema struct<>

ALTER TABLE p1 PARTITION (day = 'thu', hr = 2) RENAME TO PARTITION (day = 'thu', hr = 3)
--> schema struct<>

SHOW PARTITIONS p1
--> schema struct<partition:string>
--> ('day=thu/hr=3',)
--> ('day=tue/hr=1',)

TRUNCATE TABLE p1 PARTITION (day = 'thu')
--> schema struct<>

SELECT count(*) FROM p1
--> schema struct<count(1):bigint>
--> (1,)

MSCK REPAIR TABLE p1
--> schema struct<>

DESCRIBE p1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('v', 'string', None)
--> ('day', 'string', None)
--> ('hr', 'int', None)
--> ('# Partition Information', '', '')
--> ('# col_name', 'data_type', 'comment')
--> ('day', 'string', None)
--> ('hr', 'int', None)

DESCRIBE EXTENDED p1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('v', 'string', None)
--> ('day', 'string', None)
--> ('hr', 'int', None)
--> ('# Partition Information', '', '')
--> ('# col_name', 'data_type', 'comment')
--> ('day', 'string', None)
--> ('hr', 'int', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'd1', '')
--> ('Table', 'p1', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'parquet', '')
--> ('Location', '{warehouse}/d1.db/p1', '')
--> ('Partition Provider', 'Catalog', '')

SHOW CREATE TABLE p1
--> schema struct<createtab_stmt:string>
--> ('CREATE TABLE spark_catalog.d1.p1 (\n  id INT,\n  v STRING COLLATE UTF8_BINARY,\n  day STRING COLLATE UTF8_BINARY,\n  hr INT)\nUSING parquet\nPARTITIONED BY (day, hr)\n',)

DESCRIBE p1 PARTITION (day = 'tue', hr = 1)
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('v', 'string', None)
--> ('day', 'string', None)
--> ('hr', 'int', None)
--> ('# Partition Information', '', '')
--> ('# col_name', 'data_type', 'comment')
--> ('day', 'string', None)
--> ('hr', 'int', None)

TRUNCATE TABLE t1
--> schema struct<>

SELECT count(*) FROM t1
--> schema struct<count(1):bigint>
--> (0,)

TRUNCATE TABLE nosuch
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 15-20 'nosuch'

CREATE TABLE c1 USING csv OPTIONS (header 'true', delimiter ';') AS SELECT 1 AS a, 'x' AS b
--> schema struct<>

SELECT * FROM c1
--> schema struct<a:int,b:string>
--> (1, 'x')

SHOW CREATE TABLE c1
--> schema struct<createtab_stmt:string>
--> ("CREATE TABLE spark_catalog.d1.c1 (\n  a INT,\n  b STRING COLLATE UTF8_BINARY)\nUSING csv\nOPTIONS (\n  'delimiter' = ';',\n  'header' = 'true')\n",)

CREATE TABLE c2 AS SELECT id, upper(name) AS n FROM VALUES (1, 'a') AS t(id, name)
--> schema struct<>

SELECT * FROM c2
--> schema struct<id:int,n:string>
--> (1, 'A')

CREATE TABLE c2 AS SELECT 1
--> error TABLE_OR_VIEW_ALREADY_EXISTS 42P07

CREATE TABLE IF NOT EXISTS c2 AS SELECT 1
--> schema struct<>

CREATE OR REPLACE TABLE c2 AS SELECT 1 AS z
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

CREATE TABLE c3 USING nosuchformat AS SELECT 1 AS a
--> error DATA_SOURCE_NOT_FOUND 42K02

CREATE TABLE c4 (a INT, a STRING) USING parquet
--> error COLUMN_ALREADY_EXISTS 42711

CREATE TABLE c5 (a INT) USING parquet PARTITIONED BY (b)
--> error COLUMN_NOT_DEFINED_IN_TABLE 42703

CREATE TABLE c6 LIKE t1
--> schema struct<>

DESCRIBE c6
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('id', 'int', None)
--> ('name', 'string', 'the name')
--> ('amount', 'decimal(10,2)', None)
--> ('extra', 'int', 'again')
--> ('other', 'string', None)

CREATE TABLE c7 (a INT NOT NULL, b STRING DEFAULT 'dflt', c INT DEFAULT 1 + 1) USING parquet
--> schema struct<>

INSERT INTO c7 (a) VALUES (1)
--> schema struct<>

INSERT INTO c7 VALUES (2, DEFAULT, 5)
--> schema struct<>

SELECT * FROM c7 ORDER BY a
--> schema struct<a:int,b:string,c:int>
--> (1, 'dflt', 2)
--> (2, 'dflt', 5)

DESCRIBE c7
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', None)
--> ('c', 'int', None)
--> ('', '', '')
--> ('# Column Default Values', '', '')
--> ('b', 'string', "'dflt'")
--> ('c', 'int', '1 + 1')

CREATE TABLE c8 (s STRUCT<a: INT, b: ARRAY<STRING>>, m MAP<STRING, INT>, ch CHAR(3), vc VARCHAR(4)) USING parquet TBLPROPERTIES ('p' = 'q')
--> schema struct<>

INSERT INTO c8 VALUES (named_struct('a', 1, 'b', array('x')), map('k', 2), 'ab', 'wxyz')
--> schema struct<>

SELECT * FROM c8
--> schema struct<s:struct<a:int,b:array<string>>,m:map<string,int>,ch:string,vc:string>
--> (Row(a=1, b=['x']), {'k': 2}, 'ab ', 'wxyz')

INSERT INTO c8 VALUES (NULL, NULL, 'abcd', 'w')
--> error EXCEED_LIMIT_LENGTH 54006

INSERT INTO c8 VALUES (NULL, NULL, 'ab', 'wwwww')
--> error EXCEED_LIMIT_LENGTH 54006

DESCRIBE c8
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('s', 'struct<a:int,b:array<string>>', None)
--> ('m', 'map<string,int>', None)
--> ('ch', 'char(3)', None)
--> ('vc', 'varchar(4)', None)

CREATE VIEW v1 AS SELECT id, name FROM t1
--> schema struct<>

CREATE VIEW v1 AS SELECT 1
--> error TABLE_OR_VIEW_ALREADY_EXISTS 42P07

CREATE OR REPLACE VIEW v1 (x COMMENT 'xx', y) COMMENT 'a view' TBLPROPERTIES ('a' = 'b') AS SELECT id, name FROM t1
--> schema struct<>

CREATE VIEW IF NOT EXISTS v1 AS SELECT 1 AS one
--> schema struct<>

SELECT * FROM v1
--> schema struct<x:int,y:string>

DESCRIBE v1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'int', 'xx')
--> ('y', 'string', 'the name')

SHOW CREATE TABLE v1
--> schema struct<createtab_stmt:string>
--> ("CREATE VIEW d1.v1 (\n  x COMMENT 'xx',\n  y COMMENT 'the name')\nCOMMENT 'a view'\nTBLPROPERTIES (\n  'a' = 'b')\nWITH SCHEMA COMPENSATION\nAS SELECT id, name FROM t1\n",)

SHOW VIEWS
--> schema struct<namespace:string,viewName:string,isTemporary:boolean>
--> ('d1', 'v1', False)

SHOW VIEWS IN d1 LIKE 'v*'
--> schema struct<namespace:string,viewName:string,isTemporary:boolean>
--> ('d1', 'v1', False)

ALTER VIEW v1 AS SELECT 5 AS five
--> schema struct<>

SELECT * FROM v1
--> schema struct<five:int>
--> (5,)

ALTER VIEW v1 SET TBLPROPERTIES ('q' = 'r')
--> schema struct<>

ALTER VIEW v1 RENAME TO v2
--> schema struct<>

SELECT * FROM d1.v2
--> schema struct<five:int>
--> (5,)

CREATE VIEW v3 AS SELECT * FROM nosuch
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 32-37 'nosuch'

CREATE TEMP VIEW tv AS SELECT 1 AS a
--> schema struct<>

CREATE VIEW v4 AS SELECT * FROM tv
--> error INVALID_TEMP_OBJ_REFERENCE 42K0F

DROP VIEW t1
--> error WRONG_COMMAND_FOR_OBJECT_TYPE 42809

DROP TABLE v2
--> schema struct<>

DROP VIEW v2
--> error TABLE_OR_VIEW_NOT_FOUND 42P01

DROP VIEW v2
--> error TABLE_OR_VIEW_NOT_FOUND 42P01

DROP VIEW IF EXISTS v2
--> schema struct<>

DROP TABLE c2
--> schema struct<>

DROP TABLE c2
--> error TABLE_OR_VIEW_NOT_FOUND 42P01

DROP TABLE IF EXISTS c2
--> schema struct<>

INSERT INTO tv VALUES (1)
--> error EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE 42809 12-13 'tv'

CREATE GLOBAL TEMPORARY VIEW gv AS SELECT 3 AS g
--> schema struct<>

SELECT * FROM global_temp.gv
--> schema struct<g:int>
--> (3,)

DROP VIEW global_temp.gv
--> schema struct<>

CREATE FUNCTION f1(x INT) RETURNS INT RETURN x + 1
--> schema struct<>

SELECT f1(2), d1.f1(3), f1(id) FROM VALUES (10) AS t(id)
--> schema struct<spark_catalog.d1.f1(2):int,spark_catalog.d1.f1(3):int,spark_catalog.d1.f1(id):int>
--> (3, 4, 11)

CREATE FUNCTION f1(x INT) RETURNS INT RETURN x + 1
--> error ROUTINE_ALREADY_EXISTS 42723

CREATE OR REPLACE FUNCTION f1(x INT, y INT DEFAULT 10) RETURNS INT RETURN x * y
--> schema struct<>

SELECT f1(2), f1(2, 3)
--> schema struct<spark_catalog.d1.f1(2):int,spark_catalog.d1.f1(2, 3):int>
--> (20, 6)

SELECT f1()
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-10 'f1()'

CREATE TEMPORARY FUNCTION tf(s STRING) RETURNS STRING RETURN upper(s) || '!'
--> schema struct<>

SELECT tf('abc')
--> schema struct<tf(abc):string>
--> ('ABC!',)

CREATE FUNCTION tbl(n INT) RETURNS TABLE (a INT, b STRING) RETURN SELECT n, 'row'
--> schema struct<>

SELECT * FROM tbl(4)
--> schema struct<a:int,b:string>
--> (4, 'row')

DESCRIBE FUNCTION f1
--> schema struct<function_desc:string>
--> ('Function: spark_catalog.d1.f1',)
--> ('Type:     SCALAR',)
--> ('Input:    x INT',)
--> ('          y INT',)
--> ('Returns:  INT',)

SHOW USER FUNCTIONS
--> schema struct<function:string>
--> ('spark_catalog.d1.f1',)
--> ('spark_catalog.d1.tbl',)
--> ('tf',)

DROP FUNCTION f1
--> schema struct<>

DROP FUNCTION f1
--> error ROUTINE_NOT_FOUND 42883

DROP FUNCTION IF EXISTS f1
--> schema struct<>

DROP TEMPORARY FUNCTION tf
--> schema struct<>

SHOW FUNCTIONS LIKE 'sha*'
--> schema struct<function:string>
--> ('sha',)
--> ('sha1',)
--> ('sha2',)

DESCRIBE FUNCTION upper
--> schema struct<function_desc:string>
--> ('Function: upper',)
--> ('Class: org.apache.spark.sql.catalyst.expressions.Upper',)
--> ('Usage: upper(str) - Returns `str` with all characters changed to uppercase.',)

DESCRIBE FUNCTION EXTENDED upper
--> schema struct<function_desc:string>
--> ('Function: upper',)
--> ('Class: org.apache.spark.sql.catalyst.expressions.Upper',)
--> ('Usage: upper(str) - Returns `str` with all characters changed to uppercase.',)
--> ("Extended Usage:\n    Arguments:\n      * str - The string to convert to uppercase.\n        An expression that evaluates to a string.\n  \n    Examples:\n      > SELECT upper('SparkSql');\n       SPARKSQL\n  \n    Since: 1.0.1\n",)

DESCRIBE FUNCTION nosuch
--> error UNRESOLVED_ROUTINE 42883 18-23 'nosuch'

DESCRIBE QUERY SELECT 1 AS a, 'x' AS b
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', None)

DESCRIBE SELECT 1 AS a
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)

DESC tv
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)

SHOW CATALOGS
--> schema struct<catalog:string>
--> ('spark_catalog',)

SHOW CURRENT NAMESPACE
--> schema struct<catalog:string,namespace:string>
--> ('spark_catalog', 'd1')

SHOW NAMESPACES
--> schema struct<namespace:string>
--> ('d1',)
--> ('d2',)
--> ('default',)

SHOW TABLE EXTENDED LIKE 'nosuch*'
--> schema struct<namespace:string,tableName:string,isTemporary:boolean,information:string>

COMMENT ON TABLE t1 IS 'new comment'
--> schema struct<>

COMMENT ON DATABASE d2 IS 'new db comment'
--> schema struct<>

DESCRIBE DATABASE d2
--> schema struct<info_name:string,info_value:string>
--> ('Catalog Name', 'spark_catalog')
--> ('Namespace Name', 'd2')
--> ('Comment', 'new db comment')
--> ('Location', '{warehouse}/d2.db')

ANALYZE TABLE t1 COMPUTE STATISTICS
--> schema struct<>

ANALYZE TABLE t1 COMPUTE STATISTICS FOR COLUMNS id
--> schema struct<>

ANALYZE TABLE nosuch COMPUTE STATISTICS
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-19 'nosuch'

REFRESH TABLE t1
--> schema struct<>

REFRESH TABLE nosuch
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-19 'nosuch'

REFRESH '/tmp'
--> schema struct<>

CACHE TABLE t1
--> schema struct<>

CACHE LAZY TABLE t1c AS SELECT 1 AS x
--> schema struct<>

SELECT * FROM t1c
--> schema struct<x:int>
--> (1,)

UNCACHE TABLE t1c
--> schema struct<>

UNCACHE TABLE nosuch
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-19 'nosuch'

UNCACHE TABLE IF EXISTS nosuch
--> schema struct<>

CLEAR CACHE
--> schema struct<>

DELETE FROM t1 WHERE id = 1
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

UPDATE t1 SET id = 1
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

MERGE INTO t1 USING t1 s ON t1.id = s.id WHEN MATCHED THEN DELETE
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

DROP DATABASE d1
--> error SCHEMA_NOT_EMPTY 2BP01

DROP DATABASE d1 CASCADE
--> schema struct<>

SELECT current_database()
--> schema struct<current_schema():string>
--> ('d1',)

DROP DATABASE nosuch
--> error SCHEMA_NOT_FOUND 42704

DROP DATABASE IF EXISTS nosuch
--> schema struct<>

DROP DATABASE default
--> error UNSUPPORTED_FEATURE.DROP_DATABASE 0A000

USE default
--> schema struct<>

DROP DATABASE d2 RESTRICT
--> schema struct<>

SHOW DATABASES
--> schema struct<namespace:string>
--> ('default',)

CREATE DATABASE `my db`
--> error INVALID_SCHEMA_OR_RELATION_NAME 42602

DROP DATABASE `my db`
--> error SCHEMA_NOT_FOUND 42704

CREATE TABLE x.y.z (a INT) USING parquet
--> error REQUIRES_SINGLE_PART_NAMESPACE 42K05

CREATE TABLE nodb.t (a INT) USING parquet
--> error SCHEMA_NOT_FOUND 42704

CREATE TABLE t (a NOSUCHTYPE) USING parquet
--> error UNSUPPORTED_DATATYPE 0A000 18-27 'NOSUCHTYPE'

CREATE TABLE t
--> error UNABLE_TO_INFER_SCHEMA 42KD9

CREATE TABLE t USING parquet
--> error UNABLE_TO_INFER_SCHEMA 42KD9

SELECT * FROM t
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-14 't'

DROP TABLE t
--> error TABLE_OR_VIEW_NOT_FOUND 42P01

SELECT * FROM system.session.no_such_table
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-41 'system.session.no_such_table'

DESCRIBE FUNCTION default.abs
--> error UNRESOLVED_ROUTINE 42883 18-28 'default.abs'
