CREATE TABLE trips_here (id INT, note STRING) USING parquet
--> schema struct<>

INSERT INTO trips_here VALUES (1, 'a'), (2, 'b'), (3, NULL)
--> schema struct<>

SELECT id, _metadata.row_index FROM trips_here ORDER BY id
--> schema struct<id:int,row_index:bigint>
--> (1, 0)
--> (2, 0)
--> (3, 1)

SELECT _metadata.file_name LIKE 'part-%.parquet' AS named, _metadata.file_path LIKE 'file:/%' AS placed FROM trips_here
--> schema struct<named:boolean,placed:boolean>
--> (True, True)
--> (True, True)
--> (True, True)

SELECT _metadata.file_size > 0, _metadata.file_block_start, _metadata.file_block_length = _metadata.file_size, _metadata.file_modification_time > TIMESTAMP '2020-01-01' FROM trips_here WHERE id = 2
--> schema struct<(_metadata.file_size > 0):boolean,file_block_start:bigint,(_metadata.file_block_length = _metadata.file_size):boolean,(_metadata.file_modification_time > TIMESTAMP '2020-01-01 00:00:00'):boolean>
--> (True, 0, True, True)

SELECT t._metadata.row_index FROM trips_here AS t WHERE t._metadata.file_size > 1 ORDER BY 1
--> schema struct<row_index:bigint>
--> (0,)
--> (0,)
--> (1,)

SELECT inside._metadata.row_index + inside.id FROM (SELECT id FROM trips_here WHERE id > 1) AS inside ORDER BY 1
--> schema struct<(_metadata.row_index + id):bigint>
--> (2,)
--> (4,)

SELECT count(*), count(DISTINCT note) FROM trips_here GROUP BY _metadata.file_name
--> schema struct<count(1):bigint,count(DISTINCT note):bigint>
--> (2, 1)
--> (1, 1)

SELECT id FROM trips_here ORDER BY _metadata.row_index DESC LIMIT 2
--> schema struct<id:int>
--> (3,)
--> (2,)

SELECT m.row_index FROM (SELECT _metadata AS m, id FROM trips_here) ORDER BY 1
--> schema struct<row_index:bigint>
--> (0,)
--> (0,)
--> (1,)

SELECT left_side._metadata.row_index, right_side._metadata.row_index FROM trips_here AS left_side JOIN trips_here AS right_side ON left_side.id = right_side.id + 1 ORDER BY 1
--> schema struct<row_index:bigint,row_index:bigint>
--> (0, 0)
--> (1, 0)

SELECT (SELECT max(_metadata.row_index) FROM trips_here) AS last_row
--> schema struct<last_row:bigint>
--> (1,)

SELECT _metadata.row_index FROM trips_here AS a JOIN trips_here AS b ON a.id = b.id
--> error AMBIGUOUS_REFERENCE 42704 7-25 '_metadata.row_index'

SELECT _metadata.no_such_part FROM trips_here
--> error FIELD_NOT_FOUND 42704 7-28 '_metadata.no_such_part'

SELECT _metadata FROM range(2)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-15 '_metadata'

WITH c AS (SELECT * FROM trips_here) SELECT _metadata.file_name FROM c
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 44-62 '_metadata.file_name'

SELECT _metadata.row_index FROM (SELECT id FROM trips_here UNION ALL SELECT 9)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-25 '_metadata.row_index'

SELECT input_file_name() LIKE 'file:///%/trips_here/part-%', input_file_block_start(), input_file_block_length() > 0 FROM trips_here WHERE id = 1
--> schema struct<input_file_name() LIKE file:///%/trips_here/part-%:boolean,input_file_block_start():bigint,(input_file_block_length() > 0):boolean>
--> (True, 0, True)

SELECT * FROM jdbc.`/no/such/folder`
--> error UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY 0A000 14-35 'jdbc.`/no/such/folder`'

SELECT * FROM no_such_format.`/no/such/folder`
--> error TABLE_OR_VIEW_NOT_FOUND 42P01 14-45 'no_such_format.`/no/such/folder`'

SELECT * FROM json.``
--> error INVALID_EMPTY_LOCATION 42K05 14-20 'json.``'

SELECT * FROM json.`/no/such/folder`
--> error PATH_NOT_FOUND 42K03

CREATE TABLE forms (id INT, v VARIANT, parts ARRAY<VARIANT>, s STRUCT<x: INT, v: VARIANT>) USING parquet
--> schema struct<>

INSERT INTO forms VALUES (1, parse_json('{"a": 1, "b": ["x", 2.5, null, {"c": true}]}'), array(parse_json('7'), parse_json('"t"')), named_struct('x', 1, 'v', parse_json('{}'))), (2, NULL, NULL, NULL), (3, parse_json('null'), array(NULL), named_struct('x', NULL, 'v', NULL))
--> schema struct<>

SELECT id, to_json(v), to_json(parts), to_json(s) FROM forms ORDER BY id
--> schema struct<id:int,to_json(v):string,to_json(parts):string,to_json(s):string>
--> (1, '{"a":1,"b":["x",2.5,null,{"c":true}]}', '[7,"t"]', '{"x":1,"v":{}}')
--> (2, None, None, None)
--> (3, 'null', '[null]', '{}')

SELECT id, v IS NULL, is_variant_null(v) FROM forms ORDER BY id
--> schema struct<id:int,(v IS NULL):boolean,is_variant_null(v):boolean>
--> (1, False, False)
--> (2, True, False)
--> (3, False, True)

SELECT id, try_variant_get(v, '$.b[3].c', 'boolean') FROM forms ORDER BY id
--> schema struct<id:int,try_variant_get(v, $.b[3].c):boolean>
--> (1, True)
--> (2, None)
--> (3, None)
