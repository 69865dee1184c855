-- Error conditions that no other file raises.
CREATE TABLE every_column_parted (a INT) USING parquet PARTITIONED BY (a)
--> error ALL_PARTITION_COLUMNS_NOT_ALLOWED KD005

SELECT s.a FROM (SELECT named_struct('a', 1, 'A', 2) AS s)
--> error AMBIGUOUS_REFERENCE_TO_FIELDS 42000 7-9 's.a'

SELECT approx_top_k(1, 0)
--> error APPROX_TOP_K_NON_POSITIVE_ARG 22023

SELECT approx_top_k_accumulate(1, 0)
--> error APPROX_TOP_K_NON_POSITIVE_ARG 22023

SELECT from_avro(X'00', '"int"', map())
--> error AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE 22KD3

SET spark.sql.warehouse.dir=elsewhere
--> error CANNOT_MODIFY_STATIC_CONFIG 46110

SELECT count(*) FROM VALUES (TIMESTAMP '2024-01-01') AS t(ts) GROUP BY window(ts, 'ten minutes')
--> error CANNOT_PARSE_INTERVAL 22006 71-95 "window(ts, 'ten minutes')"

SELECT * FROM nocatalog.nodatabase.notable
--> error REQUIRES_SINGLE_PART_NAMESPACE 42K05

USE CATALOG nocatalog
--> error PARSE_SYNTAX_ERROR 42601

CREATE TABLE strange_codec (a INT) USING parquet OPTIONS (compression 'strange')
--> schema struct<>

CREATE TABLE strange_codec_2 USING parquet OPTIONS (compression 'strange') AS SELECT 1 AS a
--> error CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION 56038

SELECT sequence(0L, 3000000000L)
--> error COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER 54000

SELECT array_sort(array(2, 1), (a, b) -> CAST(NULL AS INT))
--> error COMPARATOR_RETURNS_NULL 22004

SELECT to_binary('GG', 'hex')
--> error CONVERSION_INVALID_INPUT 22018

SELECT to_binary('a', 'b64')
--> error DATATYPE_MISMATCH.INVALID_ARG_VALUE 42K09 7-27 "to_binary('a', 'b64')"

SELECT to_binary('ab!c', 'base64')
--> error CONVERSION_INVALID_INPUT 22018

SELECT hash(map(1, 2))
--> error DATATYPE_MISMATCH.HASH_MAP_TYPE 42K09 7-21 'hash(map(1, 2))'

SELECT map_zip_with(map(1, 2), map('a', 1), (k, a, b) -> a)
--> error DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES 42K09 7-58 "map_zip_with(map(1, 2), map('a', 1), (k, a, b) -> a)"

SELECT map_zip_with(map(1, 2), map(DATE '2024-01-01', 1), (k, a, b) -> a)
--> error DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES 42K09 7-72 "map_zip_with(map(1, 2), map(DATE '2024-01-01', 1), (k, a, b) -> a)"

SELECT stack(2, 1, DATE '2024-01-01')
--> error DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES 42K09 7-36 "stack(2, 1, DATE '2024-01-01')"

SELECT reflect('no.such.Class', 'method')
--> error DATATYPE_MISMATCH.UNEXPECTED_CLASS_TYPE 42K09 7-40 "reflect('no.such.Class', 'method')"

SELECT java_method('java.lang.Math', 'nosuch', 1)
--> error DATATYPE_MISMATCH.UNEXPECTED_STATIC_METHOD 42K09 7-48 "java_method('java.lang.Math', 'nosuch', 1)"

SELECT make_date(2024, 13, 1)
--> error DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION 22023

SELECT make_timestamp(2024, 1, 1, 25, 0, 0)
--> error DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION 22023

SELECT make_timestamp(2024, 1, 1, 5, 0, 60.5)
--> error INVALID_FRACTION_OF_SECOND 22023

SELECT * EXCEPT (a.b) FROM (SELECT 1 AS a)
--> error INVALID_EXTRACT_BASE_FIELD_TYPE 42000 7-20 '* EXCEPT (a.b)'

CREATE TABLE plain_table (a INT) USING parquet
--> schema struct<>

ALTER VIEW plain_table AS SELECT 1
--> error EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE 42809 11-21 'plain_table'

DROP VIEW plain_table
--> error WRONG_COMMAND_FOR_OBJECT_TYPE 42809

SELECT * FROM parquet.`/no/such/path`
--> error PATH_NOT_FOUND 42K03

SELECT * FROM nosuchformat.`/no/such/path`
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-41 'nosuchformat.`/no/such/path`'

SELECT * FROM jdbc.`x`
--> error UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY 0A000 14-21 'jdbc.`x`'

SELECT hll_union(hll_sketch_agg(1, 10), hll_sketch_agg(1, 12))
--> error HLL_UNION_DIFFERENT_LG_K 22000

SELECT hll_sketch_agg(a, 3) FROM VALUES (1) AS t(a)
--> error HLL_INVALID_LG_K 22546

SELECT hll_sketch_agg(a, a) FROM VALUES (1) AS t(a)
--> error HLL_K_MUST_BE_CONSTANT 42K0E

SELECT hll_sketch_agg(a, '12') FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-29 "hll_sketch_agg(a, '12')"

SELECT hll_sketch_agg(a, NULL) FROM VALUES (1) AS t(a)
--> error HLL_INVALID_LG_K 22546

SELECT hll_sketch_estimate(X'0102')
--> error HLL_INVALID_INPUT_SKETCH_BUFFER 22546

SELECT hll_union(X'0102', X'0102')
--> error HLL_INVALID_INPUT_SKETCH_BUFFER 22546

SELECT hll_union_agg(a, false) FROM VALUES (X'0102') AS t(a)
--> error HLL_INVALID_INPUT_SKETCH_BUFFER 22546

SELECT hll_union_agg(a, 'x') FROM VALUES (X'0102') AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-27 "hll_union_agg(a, 'x')"

SELECT hll_sketch_estimate(hll_union_agg(a)) FROM (SELECT hll_sketch_agg(id) AS a FROM range(3))
--> schema struct<hll_sketch_estimate(hll_union_agg(a, false)):bigint>
--> (3,)

SELECT theta_sketch_agg(a, 27) FROM VALUES (1) AS t(a)
--> error SKETCH_INVALID_LG_NOM_ENTRIES 22003

SELECT theta_sketch_agg(a, a) FROM VALUES (1) AS t(a)
--> error THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT 42K0E

SELECT theta_sketch_agg(a, '12') FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-31 "theta_sketch_agg(a, '12')"

SELECT theta_sketch_estimate(X'0102')
--> error THETA_INVALID_INPUT_SKETCH_BUFFER 22000

SELECT theta_union_agg(a) FROM VALUES (X'0102') AS t(a)
--> error THETA_INVALID_INPUT_SKETCH_BUFFER 22000

SELECT theta_intersection_agg(a) FROM VALUES (X'0102') AS t(a)
--> error THETA_INVALID_INPUT_SKETCH_BUFFER 22000

SELECT theta_union(X'0102', 'a')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-31 "theta_union(X'0102', 'a')"

SELECT theta_sketch_estimate(theta_sketch_agg(a)) FROM VALUES (array(1, NULL)), (array(1)), (array(1, 0)), (NULL) AS t(a)
--> schema struct<theta_sketch_estimate(theta_sketch_agg(a, 12)):bigint>
--> (2,)

SELECT tuple_sketch_agg_double(a, 1.0D, 3) FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT 42K09 7-41 'tuple_sketch_agg_double(a, 1.0D, 3)'

SELECT tuple_sketch_agg_double(a, 1.0D, CAST(NULL AS INT)) FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_NULL 42K09 7-57 'tuple_sketch_agg_double(a, 1.0D, CAST(NULL AS INT))'

SELECT tuple_sketch_agg_double(a, 1.0D, 12, 'median') FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT 42K09 7-52 "tuple_sketch_agg_double(a, 1.0D, 12, 'median')"

SELECT tuple_sketch_agg_double(a, 1.0D, 12, CAST(a AS STRING)) FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.NON_FOLDABLE_INPUT 42K09 7-61 'tuple_sketch_agg_double(a, 1.0D, 12, CAST(a AS STRING))'

SELECT tuple_sketch_estimate_double(X'0102')
--> error TUPLE_INVALID_INPUT_SKETCH_BUFFER 22000

SELECT tuple_sketch_estimate_double(theta_sketch_agg(a)) FROM VALUES (1) AS t(a)
--> error TUPLE_INVALID_INPUT_SKETCH_BUFFER_FAMILY 22000

SELECT tuple_sketch_estimate_double(tuple_sketch_agg_double(mode => 'max', key => a, summary => 2.0D)) FROM VALUES (1), (2) AS t(a)
--> schema struct<tuple_sketch_estimate_double(tuple_sketch_agg_double(a, 2.0, 12, max)):double>
--> (2.0,)

SELECT tuple_sketch_agg_double(key => 1, nosuch => 2)
--> error UNRECOGNIZED_PARAMETER_NAME 4274K 7-52 'tuple_sketch_agg_double(key => 1, nosuch => 2)'

SELECT tuple_sketch_agg_double(1, key => 2)
--> error DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED 4274K 7-42 'tuple_sketch_agg_double(1, key => 2)'

SELECT tuple_sketch_agg_double(summary => 2)
--> error REQUIRED_PARAMETER_NOT_FOUND 4274K 7-43 'tuple_sketch_agg_double(summary => 2)'

SELECT tuple_sketch_summary_double(tuple_union_theta_double(tuple_sketch_agg_double(a, 1.5D), theta_sketch_agg(b), 12, 'min'), 'min'), tuple_sketch_estimate_double(tuple_union_theta_double(tuple_sketch_agg_double(a, 1.5D), theta_sketch_agg(b))) FROM VALUES (1, 3), (2, 4) AS t(a, b)
--> schema struct<tuple_sketch_summary_double(tuple_union_theta_double(tuple_sketch_agg_double(a, 1.5, 12, sum), theta_sketch_agg(b, 12), 12, min), min):double,tuple_sketch_estimate_double(tuple_union_theta_double(tuple_sketch_agg_double(a, 1.5, 12, sum), theta_sketch_agg(b, 12), 12, sum)):double>
--> (1.5, 4.0)

SELECT tuple_sketch_summary_integer(tuple_sketch_agg_integer(a, b, 12, 'sum'), 'sum') FROM VALUES (1, 2147483647), (1, 2147483647), (2, 5) AS t(a, b)
--> schema struct<tuple_sketch_summary_integer(tuple_sketch_agg_integer(a, b, 12, sum), sum):bigint>
--> (3,)

SELECT kll_sketch_agg_bigint(a, 7) FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT 42K09 7-33 'kll_sketch_agg_bigint(a, 7)'

SELECT kll_sketch_agg_bigint(a, CAST(NULL AS INT)) FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_NULL 42K09 7-49 'kll_sketch_agg_bigint(a, CAST(NULL AS INT))'

SELECT kll_sketch_agg_bigint(a, '100') FROM VALUES (1) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-37 "kll_sketch_agg_bigint(a, '100')"

SELECT kll_sketch_get_n_bigint(X'0102')
--> error KLL_INVALID_INPUT_SKETCH_BUFFER 22000

SELECT kll_sketch_get_quantile_double(kll_sketch_agg_double(a), 1.5) FROM VALUES (1.0D) AS t(a)
--> error KLL_SKETCH_INVALID_QUANTILE_RANGE 22003

SELECT kll_sketch_get_quantile_double(kll_sketch_agg_double(a), true) FROM VALUES (1.0D) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-68 'kll_sketch_get_quantile_double(kll_sketch_agg_double(a), true)'

SELECT kll_sketch_get_rank_double(kll_sketch_agg_double(a), X'01') FROM VALUES (1.0D) AS t(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-65 "kll_sketch_get_rank_double(kll_sketch_agg_double(a), X'01')"

SELECT kll_sketch_get_rank_double(kll_sketch_agg_double(a), 7.0D), kll_sketch_get_rank_double(kll_sketch_agg_double(a), array(-1, 1, 9)) FROM VALUES (1.0D), (9.0D) AS t(a)
--> schema struct<kll_sketch_get_rank_double(kll_sketch_agg_double(a), 7.0):double,kll_sketch_get_rank_double(kll_sketch_agg_double(a), array(-1, 1, 9)):array<double>>
--> (0.5, [0.0, 0.5, 1.0])

SELECT kll_sketch_get_quantile_double(a, b) FROM VALUES (X'0102', 0.5D) AS t(a, b)
--> error DATATYPE_MISMATCH.NON_FOLDABLE_INPUT 42K09 7-42 'kll_sketch_get_quantile_double(a, b)'

CREATE TABLE numbered (a STRING GENERATED ALWAYS AS IDENTITY) USING parquet
--> error IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE 428H2 23-59 'a STRING GENERATED ALWAYS AS IDENTITY'

SELECT next_day(DATE '2024-01-01', 'someday')
--> error ILLEGAL_DAY_OF_WEEK 22009

SELECT make_interval(2147483647, 12)
--> error ARITHMETIC_OVERFLOW 22003

SELECT INTERVAL '106751991' DAY + INTERVAL '1' DAY
--> error INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION 22015

SELECT INTERVAL '178956970' YEAR + INTERVAL '1' YEAR
--> error INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION 22015

SET spark.sql.parquet.compression.codec=strange
--> error INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS 22022

SET TIME ZONE 'nowhere'
--> error INVALID_CONF_VALUE.TIME_ZONE 22022

SET spark.sql.session.timeZone=nowhere
--> error INVALID_CONF_VALUE.TIME_ZONE 22022

SELECT date_format(TIMESTAMP '2024-01-01', 'bbb')
--> error INVALID_DATETIME_PATTERN.WITH_SUGGESTION 22007

SELECT to_date('1', 'qqqqqqq')
--> error INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER 22007

SELECT extract(AGE FROM DATE '2024-01-01')
--> error INVALID_EXTRACT_FIELD 42601 7-41 "extract(AGE FROM DATE '2024-01-01')"

SELECT extract(YEAR FROM 5)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-26 'extract(YEAR FROM 5)'

SELECT named_struct('a', 1)[2]
--> error INVALID_EXTRACT_FIELD_TYPE 42000

SELECT array(struct(1))['a']['b']
--> error FIELD_NOT_FOUND 42704

SELECT INTERVAL '1' YEAR TO SECOND
--> error INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION 22006 16-33 "'1' YEAR TO SECOND"

SELECT from_json('{}', 'a INT', map('mode', 1))
--> error INVALID_OPTIONS.NON_STRING_TYPE 42K06 7-46 "from_json('{}', 'a INT', map('mode', 1))"

SELECT from_json('{}', 'a INT', map('mode', 'STRICT'))
--> schema struct<from_json({}):struct<a:int>>
--> (Row(a=None),)

SELECT from_csv('x', 'a INT', map('mode', 'FAILFAST'))
--> error MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION 22023

SELECT from_json('{"a": "x"}', 'a INT', map('mode', 'FAILFAST'))
--> error MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION 22023

SELECT from_xml('<a>1</a>', 'INT')
--> error DATATYPE_MISMATCH.INVALID_XML_SCHEMA 42K09 7-33 "from_xml('<a>1</a>', 'INT')"

SELECT from_json('1', 'a INT, _corrupt_record INT', map('columnNameOfCorruptRecord', '_corrupt_record'))
--> error INVALID_CORRUPT_RECORD_TYPE 42804

ALTER TABLE plain_table ADD PARTITION (a = 1)
--> error _LEGACY_ERROR_TEMP_1251 None

DECLARE VARIABLE chosen INT
--> schema struct<>

EXECUTE IMMEDIATE 'CREATE TABLE never (a INT) USING parquet' INTO chosen
--> error INVALID_STATEMENT_FOR_EXECUTE_INTO 07501

EXECUTE IMMEDIATE CAST(NULL AS STRING)
--> error NULL_QUERY_STRING_EXECUTE_IMMEDIATE 22004

SELECT convert_timezone('Mars/Base', 'UTC', TIMESTAMP_NTZ '2024-01-01 00:00:00')
--> error INVALID_TIMEZONE 22009

SELECT from_utc_timestamp(TIMESTAMP '2024-01-01', 'Mars/Base')
--> error INVALID_TIMEZONE 22009

SELECT percentile_cont(0.5) FROM VALUES (1) AS t(a)
--> error INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING 42K0K 7-26 'percentile_cont(0.5)'

SELECT listagg(a) WITHIN GROUP (ORDER BY a) FROM VALUES ('b'), ('a') AS t(a)
--> schema struct<listagg(a, NULL) WITHIN GROUP (ORDER BY a ASC NULLS FIRST):string>
--> ('ab',)

SELECT parse_json('{')
--> error MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION 22023

CREATE TEMPORARY FUNCTION rows_of() RETURNS TABLE (a INT) RETURN SELECT 1
--> schema struct<>

SELECT rows_of()
--> error NOT_A_SCALAR_FUNCTION 42887 7-15 'rows_of()'

CREATE TEMPORARY FUNCTION defaulted(a INT DEFAULT (SELECT 1)) RETURNS INT RETURN a
--> error USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_EXPRESSION 42601

CREATE TEMPORARY FUNCTION defaulted_2(a INT DEFAULT b, b INT) RETURNS INT RETURN a
--> error USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION 42601

WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r
--> error RECURSION_LEVEL_LIMIT_EXCEEDED 42836

--@ set spark.sql.cteRecursionRowLimit=50
WITH RECURSIVE r(n) AS (SELECT id FROM range(40) UNION ALL SELECT n + 1 FROM r WHERE n < 60) SELECT count(*) FROM r
--> error RECURSION_ROW_LIMIT_EXCEEDED 42836

CREATE TABLE wide_clusters (a INT) USING parquet CLUSTERED BY (a) INTO 0 BUCKETS
--> error INVALID_BUCKET_COUNT 22003

CREATE TABLE parted_clusters (a INT, b INT) USING parquet PARTITIONED BY (b) CLUSTER BY (a)
--> error SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED 42908 0-90 'CREATE TABLE parted_clusters (a INT, b INT) USING parquet PARTITIONED BY (b) CLUSTER BY (a)'

CREATE TABLE bucketed_clusters (a INT, b INT) USING parquet CLUSTERED BY (b) INTO 2 BUCKETS CLUSTER BY (a)
--> error SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED 42908 0-105 'CREATE TABLE bucketed_clusters (a INT, b INT) USING parquet CLUSTERED BY (b) INTO 2 BUCKETS CLUSTER BY (a)'

CREATE TEMPORARY VIEW known AS SELECT 1
--> schema struct<>

CREATE TEMPORARY VIEW known AS SELECT 2
--> error TEMP_TABLE_OR_VIEW_ALREADY_EXISTS 42P07

CREATE TEMPORARY VIEW a.b.c AS SELECT 1
--> error INVALID_TEMP_OBJ_QUALIFIER 42602 0-38 'CREATE TEMPORARY VIEW a.b.c AS SELECT 1'

CREATE TEMPORARY VIEW a.b AS SELECT 1
--> error INVALID_TEMP_OBJ_QUALIFIER 42602 0-36 'CREATE TEMPORARY VIEW a.b AS SELECT 1'

SELECT * FROM (SELECT 1 AS a) UNPIVOT (v FOR n IN ())
--> error PARSE_SYNTAX_ERROR 42601

SELECT * FROM (SELECT 1 AS a, 2 AS b, 3 AS c) UNPIVOT ((v, w) FOR n IN ((a, b), (c, a, b)))
--> error UNPIVOT_VALUE_SIZE_MISMATCH 428C4

CREATE TABLE intervals_csv (a INTERVAL DAY) USING csv
--> schema struct<>

CREATE TABLE maps_csv USING csv AS SELECT map(1, 2) AS m
--> error UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE 0A000

CREATE TABLE two_texts USING text AS SELECT 1 AS a
--> error UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE 0A000

SELECT * FROM VALUES (1) AS t(a), LATERAL (SELECT 1) NEAREST BY a
--> error PARSE_SYNTAX_ERROR 42601

SELECT * FROM plain_table TABLESAMPLE SYSTEM (10 PERCENT) REPEATABLE (3)
--> error UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM_REPEATABLE 0A000 26-71 'TABLESAMPLE SYSTEM (10 PERCENT) REPEATABLE (3)'

SELECT * FROM plain_table TABLESAMPLE (10 PERCENT) REPEATABLE (3)
--> schema struct<a:int>

SELECT * FROM plain_table VERSION AS OF 3
--> error UNSUPPORTED_FEATURE.TIME_TRAVEL 0A000

SELECT * FROM VALUES (1) AS t(a) LATERAL VIEW abs(a) x
--> error UNSUPPORTED_GENERATOR.NOT_GENERATOR 42K0E 33-53 'LATERAL VIEW abs(a) x'

SELECT abs(TABLE(plain_table))
--> error UNRESOLVED_ROUTINE 42883 11-28 'TABLE(plain_table)'

SELECT explode(array(1, 2)) AS (a, b)
--> error UDTF_ALIAS_NUMBER_MISMATCH 42802

SELECT posexplode(array(1, 2)) AS a
--> error UDTF_ALIAS_NUMBER_MISMATCH 42802

SELECT st_geomfromwkb(X'0101000000000000000000F03F0000000000000040', 5)
--> error ST_INVALID_SRID_VALUE 22023

SELECT st_asbinary(st_geomfromwkb(X'6F'))
--> error WKB_PARSE_ERROR 22023

SELECT bitmap_count(bitmap_construct_agg(a)) FROM VALUES (40000) AS t(a)
--> error INVALID_BITMAP_POSITION 22003

SELECT vector_norm(array(1.0F), 3.0F)
--> error INVALID_VECTOR_NORM_DEGREE 22023

BEGIN first: BEGIN SELECT 1; END second; END
--> error LABELS_MISMATCH 42K0L

SELECT a FROM VALUES (1) AS t(a) WHERE is_variant_null(a)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 39-56 'is_variant_null(a)'

SELECT variant_get(CAST(NULL AS VARIANT), 'a')
--> schema struct<variant_get(CAST(NULL AS VARIANT), a):variant>
--> (None,)

SELECT try_to_number('1', 'x')
--> error INVALID_FORMAT.WRONG_NUM_DIGIT 42601 7-29 "try_to_number('1', 'x')"

SELECT st_srid('x')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-18 "st_srid('x')"

DECLARE VARIABLE chosen INT
--> error VARIABLE_ALREADY_EXISTS 42723

SELECT CAST(X'C1' AS STRING) = '\uFFFD', hex(CAST(X'C1' AS STRING)), count(DISTINCT s) FROM VALUES (CAST(X'C1' AS STRING)), (CAST(X'80' AS STRING)), ('\uFFFD') AS t(s) GROUP BY ALL
--> schema struct<(CAST(X'C1' AS STRING) = �):boolean,hex(CAST(X'C1' AS STRING)):string,count(DISTINCT s):bigint>
--> (False, 'C1', 3)

SELECT typeof(CAST(1 AS SMALLINT) + CAST(1 AS DECIMAL(3, 0))), typeof(1 + CAST(1 AS DECIMAL(3, 0))), typeof(-1 + CAST(1 AS DECIMAL(3, 0))), typeof(1S * CAST(1 AS DECIMAL(3, 0))), typeof(CAST(1 AS BIGINT) / CAST(1 AS DECIMAL(3, 0)))
--> schema struct<typeof((CAST(1 AS SMALLINT) + CAST(1 AS DECIMAL(3,0)))):string,typeof((1 + CAST(1 AS DECIMAL(3,0)))):string,typeof((-1 + CAST(1 AS DECIMAL(3,0)))):string,typeof((1 * CAST(1 AS DECIMAL(3,0)))):string,typeof((CAST(1 AS BIGINT) / CAST(1 AS DECIMAL(3,0)))):string>
--> ('decimal(6,0)', 'decimal(4,0)', 'decimal(4,0)', 'decimal(5,0)', 'decimal(26,6)')

VALUES (1), (CAST('a' AS INT))
--> error INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION 42000 0-29 "VALUES (1), (CAST('a' AS INT))"

VALUES (1), (raise_error('x'))
--> error INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE 42000 13-28 "raise_error('x')"

SELECT * EXCEPT (a.b) FROM (SELECT array(named_struct('b', 1)) AS a)
--> error EXCEPT_NESTED_COLUMN_INVALID_TYPE 428H2 7-20 '* EXCEPT (a.b)'

SELECT tuple_sketch_agg_double(key => 1, key => 2)
--> error DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE 4274K 7-49 'tuple_sketch_agg_double(key => 1, key => 2)'

SELECT encode('a', 'nosuch')
--> error INVALID_PARAMETER_VALUE.CHARSET 22023

SELECT sequence(1, 10, -1)
--> error IllegalArgumentException

SELECT from_csv('1', 'INT')
--> error INVALID_SCHEMA.NON_STRUCT_TYPE 42K07 7-26 "from_csv('1', 'INT')"

SELECT from_csv('1', 'a INT, _corrupt_record INT')
--> error INVALID_CORRUPT_RECORD_TYPE 42804

CREATE TEMPORARY VIEW IF NOT EXISTS never AS SELECT 1
--> error _LEGACY_ERROR_TEMP_0053 None 0-52 'CREATE TEMPORARY VIEW IF NOT EXISTS never AS SELECT 1'

SELECT map_from_arrays(array(1), array(1, 2))
--> error _LEGACY_ERROR_TEMP_2128 None

VALUES (named_struct('b', 1)) AS t(a) |> SET a.b = 2
--> error _LEGACY_ERROR_TEMP_0035 None 45-51 'a.b = 2'

SET CATALOG nocatalog
--> error CATALOG_NOT_FOUND 42P08

SELECT array_repeat(1, 2147483647)
--> error COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER 54000

SELECT array_repeat('x', 2), array_repeat(NULL, -1), array_repeat(5, NULL)
--> schema struct<array_repeat(x, 2):array<string>,array_repeat(NULL, -1):array<void>,array_repeat(5, NULL):array<int>>
--> (['x', 'x'], [], None)

SELECT sequence(0, 9223372036854775807)
--> error COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER 54000

SELECT from_xml('<a>1</a>', 'a INT, _corrupt_record INT')
--> error INVALID_CORRUPT_RECORD_TYPE 42804

SET spark.sql.parquet.outputTimestampType=strange
--> error INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS 22022

SELECT CAST(X'41C1' AS STRING) AS damaged, length(CAST(X'41C1' AS STRING)), CAST(CAST(X'41C1' AS STRING) AS BINARY)
--> schema struct<damaged:string,length(CAST(X'41C1' AS STRING)):int,CAST(CAST(X'41C1' AS STRING) AS BINARY):binary>
--> ('A�', 2, b'A\xc1')

SELECT hex(element_at(array('a', CAST(X'C1' AS STRING)), 2)), hex(s.v) FROM (SELECT named_struct('v', CAST(X'80' AS STRING)) AS s)
--> schema struct<hex(element_at(array(a, CAST(X'C1' AS STRING)), 2)):string,hex(s.v):string>
--> ('C1', '80')

SELECT hex(max(s)), hex(first(s)) FROM VALUES (CAST(X'C1' AS STRING)) AS t(s)
--> schema struct<hex(max(s)):string,hex(first(s)):string>
--> ('C1', 'C1')

SET TIME ZONE INTERVAL '24' HOUR
--> error INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE 22006 0-31 "SET TIME ZONE INTERVAL '24' HOUR"

SET TIME ZONE INTERVAL 3 DAYS
--> error INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE 22006 0-28 'SET TIME ZONE INTERVAL 3 DAYS'

SELECT CAST('2024-01-01' AS TIMESTAMP_NTZ(10))
--> error INVALID_TIMESTAMP_PRECISION 22023

SELECT CAST('2024-01-01' AS TIMESTAMP_LTZ(10))
--> error INVALID_TIMESTAMP_PRECISION 22023

EXECUTE IMMEDIATE 'SELECT ?' USING (SELECT 1)
--> error UNSUPPORTED_EXPR_FOR_PARAMETER 42K0E 35-44 '(SELECT 1)'

WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT max(n) + 1 FROM r) SELECT * FROM r
--> error INVALID_RECURSIVE_REFERENCE.PLACE 42836

SELECT product(1)
--> error UNRESOLVED_ROUTINE 42883 7-16 'product(1)'

DROP TABLE plain_table
--> schema struct<>
