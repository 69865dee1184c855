-- What becomes of persistent views when the tables under them change, and how they are described.
CREATE TABLE vt(a INT, b STRING COMMENT 'of b') USING parquet
--> schema struct<>

INSERT INTO vt VALUES (1, '2')
--> schema struct<>

CREATE VIEW vstar AS SELECT * FROM vt
--> schema struct<>

CREATE VIEW vnamed(x, y COMMENT 'why') TBLPROPERTIES('p' = 'q') WITH SCHEMA BINDING AS SELECT * FROM vt
--> schema struct<>

CREATE VIEW vtype(x, y) WITH SCHEMA TYPE EVOLUTION AS SELECT * FROM vt
--> schema struct<>

CREATE VIEW vall WITH SCHEMA EVOLUTION AS SELECT * FROM vt
--> schema struct<>

CREATE TEMPORARY VIEW vtemp WITH SCHEMA BINDING AS SELECT 1
--> error UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE 0A000 0-58 'CREATE TEMPORARY VIEW vtemp WITH SCHEMA BINDING AS SELECT 1'

SHOW CREATE TABLE vnamed
--> schema struct<createtab_stmt:string>
--> ("CREATE VIEW default.vnamed (\n  x,\n  y COMMENT 'why')\nTBLPROPERTIES (\n  'p' = 'q')\nWITH SCHEMA BINDING\nAS SELECT * FROM vt\n",)

SHOW CREATE TABLE vall
--> schema struct<createtab_stmt:string>
--> ("CREATE VIEW default.vall (\n  a,\n  b COMMENT 'of b')\nWITH SCHEMA EVOLUTION\nAS SELECT * FROM vt\n",)

DESCRIBE EXTENDED vnamed
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'int', None)
--> ('y', 'string', 'why')
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'default', '')
--> ('Table', 'vnamed', '')
--> ('Type', 'VIEW', '')
--> ('View Text', 'SELECT * FROM vt', '')
--> ('View Original Text', 'SELECT * FROM vt', '')
--> ('View Query Output Columns', '[`a`, `b`]', '')

DESCRIBE EXTENDED vtype
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'int', None)
--> ('y', 'string', 'of b')
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'default', '')
--> ('Table', 'vtype', '')
--> ('Type', 'VIEW', '')
--> ('View Text', 'SELECT * FROM vt', '')
--> ('View Original Text', 'SELECT * FROM vt', '')
--> ('View Query Output Columns', '[`a`, `b`]', '')

ALTER TABLE vt ADD COLUMN c INT
--> schema struct<>

SELECT * FROM vstar
--> schema struct<a:int,b:string>
--> (1, '2')

SELECT * FROM vnamed
--> schema struct<x:int,y:string>
--> (1, '2')

SELECT * FROM vall
--> schema struct<a:int,b:string,c:int>
--> (1, '2', None)

DESCRIBE vstar
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', 'of b')

DESCRIBE vall
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', 'of b')
--> ('c', 'int', None)

DROP TABLE vt
--> schema struct<>

DESCRIBE vstar
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', 'of b')

CREATE TABLE vt(b INT, a BIGINT) USING parquet
--> schema struct<>

INSERT INTO vt VALUES (1, 2)
--> schema struct<>

SELECT * FROM vstar
--> schema struct<a:int,b:string>
--> (2, '1')

SELECT * FROM vnamed
--> error CANNOT_UP_CAST_DATATYPE 42846

SELECT * FROM vtype
--> schema struct<x:bigint,y:int>
--> (2, 1)

SELECT * FROM vall
--> schema struct<b:int,a:bigint>
--> (1, 2)

DESCRIBE vtype
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'bigint', None)
--> ('y', 'int', 'of b')

ALTER VIEW vnamed WITH SCHEMA COMPENSATION
--> schema struct<>

SELECT * FROM vnamed
--> schema struct<x:int,y:string>
--> (2, '1')

DROP TABLE vt
--> schema struct<>

CREATE TABLE vt(a INT) USING parquet
--> schema struct<>

SELECT * FROM vstar
--> error INCOMPATIBLE_VIEW_SCHEMA_CHANGE 51024

SELECT * FROM vtype
--> error INCOMPATIBLE_VIEW_SCHEMA_CHANGE 51024

SELECT * FROM vall
--> schema struct<a:int>

CREATE TEMPORARY VIEW tv AS SELECT 5 AS z
--> schema struct<>

SELECT * FROM session.tv
--> schema struct<z:int>
--> (5,)

SELECT tv.z FROM system.session.tv
--> schema struct<z:int>
--> (5,)

CREATE TEMPORARY VIEW default.tv2 AS SELECT 1
--> error INVALID_TEMP_OBJ_QUALIFIER 42602 0-44 'CREATE TEMPORARY VIEW default.tv2 AS SELECT 1'

CREATE VIEW vbad AS SELECT * FROM vt WHERE a IN (SELECT z FROM tv)
--> error INVALID_TEMP_OBJ_REFERENCE 42K0F

ALTER VIEW tv AS SELECT 6 AS zz
--> schema struct<>

SELECT * FROM tv
--> schema struct<zz:int>
--> (6,)

DESCRIBE tv PARTITION (a = 1)
--> error FORBIDDEN_OPERATION 42809

SHOW VIEWS IN global_temp
--> schema struct<namespace:string,viewName:string,isTemporary:boolean>
--> ('', 'tv', True)

DROP VIEW session.tv
--> schema struct<>

CREATE TABLE vb(a INT, b STRING DEFAULT 'x', c INT) USING parquet OPTIONS ('password' 'secret', 'x' '1') PARTITIONED BY (c) CLUSTERED BY (a) SORTED BY (b) INTO 2 BUCKETS
--> schema struct<>

DROP TABLE IF EXISTS vb
--> schema struct<>

CREATE TABLE vb(a INT, b STRING DEFAULT 'x') USING parquet OPTIONS ('password' 'secret', 'x' '1') CLUSTERED BY (a) SORTED BY (b) INTO 2 BUCKETS TBLPROPERTIES ('comment' = 'c')
--> schema struct<>

SHOW CREATE TABLE vb
--> schema struct<createtab_stmt:string>
--> ("CREATE TABLE spark_catalog.default.vb (\n  a INT,\n  b STRING COLLATE UTF8_BINARY DEFAULT 'x')\nUSING parquet\nOPTIONS (\n  'password' = '*********(redacted)',\n  'x' = '1')\nCLUSTERED BY (a)\nSORTED BY (b)\nINTO 2 BUCKETS\n",)

DESCRIBE EXTENDED vb
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'int', None)
--> ('b', 'string', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'default', '')
--> ('Table', 'vb', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'parquet', '')
--> ('Num Buckets', '2', '')
--> ('Bucket Columns', '[`a`]', '')
--> ('Sort Columns', '[`b`]', '')
--> ('Location', '{warehouse}/vb', '')
--> ('', '', '')
--> ('# Column Default Values', '', '')
--> ('b', 'string', "'x'")

DESCRIBE EXTENDED vb a
--> schema struct<info_name:string,info_value:string>
--> ('col_name', 'a')
--> ('data_type', 'int')
--> ('comment', 'NULL')
--> ('min', 'NULL')
--> ('max', 'NULL')
--> ('num_nulls', 'NULL')
--> ('distinct_count', 'NULL')
--> ('avg_col_len', 'NULL')
--> ('max_col_len', 'NULL')
--> ('histogram', 'NULL')

DESCRIBE vb AS JSON
--> error DESCRIBE_JSON_NOT_EXTENDED 0A000

DESCRIBE EXTENDED vb a AS JSON
--> error UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON 0A000
