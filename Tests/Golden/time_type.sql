--@ set spark.sql.timeType.enabled=true
SELECT extract(SECOND FROM TIME '1:2:3.4567'), date_part('seconds', TIME '1:2:3'), extract(HOUR FROM TIME '1:2:3'), second(TIME '1:2:3.5')
--> schema struct<extract(SECOND FROM TIME '01:02:03.4567'):decimal(8,6),date_part(seconds, TIME '01:02:03'):decimal(8,6),extract(HOUR FROM TIME '01:02:03'):int,second(TIME '01:02:03.5'):int>
--> (Decimal('3.456700'), Decimal('3.000000'), 1, 3)

SELECT TIME '08:30' + NULL, NULL + TIME '08:30', TIME '08:30' - NULL, NULL - TIME '08:30'
--> schema struct<TIME '08:30:00' + NULL:time(6),TIME '08:30:00' + NULL:time(6),TIME '08:30:00' - NULL:interval hour to second,NULL - TIME '08:30:00':interval hour to second>
--> (None, None, None, None)

SELECT CAST(TIMESTAMP_NTZ '2020-05-17 12:34:56.789012' AS TIME(3)), CAST(TIMESTAMP '2020-05-17 12:34:56.789012' AS TIME)
--> schema struct<CAST(TIMESTAMP_NTZ '2020-05-17 12:34:56.789012' AS TIME(3)):time(3),CAST(TIMESTAMP '2020-05-17 12:34:56.789012' AS TIME(6)):time(6)>
--> (datetime.time(12, 34, 56, 789000), datetime.time(12, 34, 56, 789012))

SELECT from_csv('14:30:45.123456', 'time TIME(3)'), from_csv('14-30-45', 'time TIME(0)', map('timeFormat', 'HH-mm-ss')), to_csv(named_struct('time', TIME '14:30:45.123456'), map('timeFormat', 'HH-mm-ss.SSSSSS'))
--> schema struct<from_csv(14:30:45.123456):struct<time:time(3)>,from_csv(14-30-45):struct<time:time(0)>,to_csv(named_struct(time, TIME '14:30:45.123456')):string>
--> (Row(time=datetime.time(14, 30, 45, 123456)), Row(time=datetime.time(14, 30, 45)), '14-30-45.123456')

SELECT from_xml('<r><t>14:30:45.123456</t></r>', 't TIME(6)'), to_xml(named_struct('t', TIME '14:30:45'), map('timeFormat', 'HH-mm-ss'))
--> schema struct<from_xml(<r><t>14:30:45.123456</t></r>):struct<t:time(6)>,to_xml(named_struct(t, TIME '14:30:45')):string>
--> (Row(t=datetime.time(14, 30, 45, 123456)), '<ROW>\n    <t>14-30-45</t>\n</ROW>')

SELECT to_json(named_struct('t', TIME '14:30:45'), map('timeFormat', 'HH-mm-ss')), to_char(TIME '23:59:59.123456', 'HH:mm')
--> schema struct<to_json(named_struct(t, TIME '14:30:45')):string,date_format(TIME '23:59:59.123456', HH:mm):string>
--> ('{"t":"14-30-45"}', '23:59')

SELECT CAST('a' AS TIMESTAMP_NTZ(9))
--> error FEATURE_NOT_ENABLED 56038

SELECT CAST('a' AS TIMESTAMP_LTZ(3))
--> error INVALID_TIMESTAMP_PRECISION 22023

SELECT CAST('a' AS TIMESTAMP(8))
--> error FEATURE_NOT_ENABLED 56038

SET TIME ZONE INTERVAL '15:40:32' HOUR TO SECOND
--> schema struct<key:string,value:string>
--> ('spark.sql.session.timeZone', '+15:40:32')

SET TIME ZONE INTERVAL 3 DAYS
--> error INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE 22006 0-28 'SET TIME ZONE INTERVAL 3 DAYS'

SET TIME ZONE INTERVAL 10 HOURS 1 MILLISECOND
--> error INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE 22006 0-44 'SET TIME ZONE INTERVAL 10 HOURS 1 MILLISECOND'

SET TIME ZONE 'UTC'
--> schema struct<key:string,value:string>
--> ('spark.sql.session.timeZone', 'UTC')

SELECT CAST(1 AS INT) + CAST(1 AS DECIMAL(3,0)), 1 + CAST(1 AS DECIMAL(3,0)), CAST(1 AS BIGINT) * CAST(1 AS DECIMAL(3,0)), 1S + CAST(1 AS DECIMAL(3,0)), -1 + CAST(1 AS DECIMAL(3,0)), 1 + 1 + CAST(1 AS DECIMAL(3,0)), CAST(1 AS INT) / CAST(1 AS DECIMAL(3,0))
--> schema struct<(CAST(1 AS INT) + CAST(1 AS DECIMAL(3,0))):decimal(11,0),(1 + CAST(1 AS DECIMAL(3,0))):decimal(4,0),(CAST(1 AS BIGINT) * CAST(1 AS DECIMAL(3,0))):decimal(24,0),(1 + CAST(1 AS DECIMAL(3,0))):decimal(4,0),(-1 + CAST(1 AS DECIMAL(3,0))):decimal(4,0),((1 + 1) + CAST(1 AS DECIMAL(3,0))):decimal(11,0),(CAST(1 AS INT) / CAST(1 AS DECIMAL(3,0))):decimal(16,6)>
--> (Decimal('2'), Decimal('2'), Decimal('1'), Decimal('2'), Decimal('0'), Decimal('3'), Decimal('1.000000'))

CREATE TABLE sized_texts (c CHAR(5), v VARCHAR(6)) USING parquet
--> schema struct<>

SHOW CREATE TABLE sized_texts
--> schema struct<createtab_stmt:string>
--> ('CREATE TABLE spark_catalog.default.sized_texts (\n  c CHAR(5) COLLATE UTF8_BINARY,\n  v VARCHAR(6) COLLATE UTF8_BINARY)\nUSING parquet\n',)

DROP TABLE sized_texts
--> schema struct<>

--@ set spark.sql.timeType.enabled=true
SELECT TIME '12:34:56.123456789', typeof(TIME '12:34:56.1234567'), CAST('12:00:00.123456789' AS TIME(9)) || '', time_trunc('HOUR', TIME '12:34:56.123456789'), extract(SECOND FROM TIME '12:34:56.123456789'), extract(SECOND FROM CAST('09:08:01.987' AS TIME(1)))
--> schema struct<TIME '12:34:56.123456789':time(9),typeof(TIME '12:34:56.1234567'):string,concat(CAST(12:00:00.123456789 AS TIME(9)), ):string,time_trunc(HOUR, TIME '12:34:56.123456789'):time(9),extract(SECOND FROM TIME '12:34:56.123456789'):decimal(11,9),extract(SECOND FROM CAST(09:08:01.987 AS TIME(1))):decimal(3,1)>
--> (datetime.time(12, 34, 56, 123456), 'time(7)', '12:00:00.123456789', datetime.time(12, 0), Decimal('56.123456789'), Decimal('1.9'))

SELECT CAST(TIME '23:59:59.999999999' AS DECIMAL(14, 9)), typeof(current_time(9))
--> schema struct<CAST(TIME '23:59:59.999999999' AS DECIMAL(14,9)):decimal(14,9),typeof(current_time(9)):string>
--> (Decimal('86399.999999999'), 'time(9)')

SELECT CAST(CAST('inf' AS DOUBLE) AS TIMESTAMP)
--> error CAST_INVALID_INPUT 22018 7-46 "CAST(CAST('inf' AS DOUBLE) AS TIMESTAMP)"

SELECT INTERVAL 2147483647 DAY * 2
--> error INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION 22015

SELECT vector_norm(NULL)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-23 'vector_norm(NULL)'

SELECT time_bucket(INTERVAL '0' SECOND, TIMESTAMP '2024-01-01 11:00:00')
--> error DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE 42K09 7-71 "time_bucket(INTERVAL '0' SECOND, TIMESTAMP '2024-01-01 11:00:00')"

SELECT time_bucket(INTERVAL '1' HOUR, TIMESTAMP '2024-01-01 11:27:00', TIMESTAMP_NTZ '2024-01-01 00:00:00')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-106 "time_bucket(INTERVAL '1' HOUR, TIMESTAMP '2024-01-01 11:27:00', TIMESTAMP_NTZ '2024-01-01 00:00:00')"

SELECT time_bucket(INTERVAL '1' HOUR, TIMESTAMP '2024-06-20 09:47:00', o) FROM VALUES (TIMESTAMP '2024-01-01 00:00:00') tab(o)
--> error DATATYPE_MISMATCH.NON_FOLDABLE_INPUT 42K09 7-72 "time_bucket(INTERVAL '1' HOUR, TIMESTAMP '2024-06-20 09:47:00', o)"

SELECT pmod('1', '1')
--> error DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE 42K09 7-20 "pmod('1', '1')"

SELECT uniform(0, 1, NULL), typeof(uniform(NULL, 1, 0)), randstr(10.0D, 0), randstr(NULL, 0), length(randstr(CAST(1 AS DECIMAL(10, 2)), NULL))
--> schema struct<uniform(0, 1, NULL):int,typeof(uniform(NULL, 1, 0)):string,randstr(10.0, 0):string,randstr(NULL, 0):string,length(randstr(CAST(1 AS DECIMAL(10,2)), NULL)):int>
--> (0, 'double', 'ceV0PXaR2I', '', 1)

SELECT (INTERVAL '-106751991 04:00:54.775808' DAY TO SECOND) / 5, INTERVAL '1-1' YEAR TO MONTH / 2, INTERVAL '-1-1' YEAR TO MONTH / 2, INTERVAL '7' MONTH / -3S
--> error NOT_IMPLEMENTED 0A000

SELECT (INTERVAL '-178956970-8' YEAR TO MONTH) / -1
--> error INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION 22015 7-50 "(INTERVAL '-178956970-8' YEAR TO MONTH) / -1"

SELECT INTERVAL '1' DAY / 0
--> error INTERVAL_DIVIDED_BY_ZERO 22012 7-26 "INTERVAL '1' DAY / 0"

SELECT try_divide(INTERVAL '1' DAY, 0), try_divide(INTERVAL '2' DAY, 3)
--> schema struct<try_divide(INTERVAL '1' DAY, 0):interval day to second,try_divide(INTERVAL '2' DAY, 3):interval day to second>
--> (None, datetime.timedelta(seconds=57600))

SELECT to_xml(named_struct('a', 1, 'b', array(2, 3)), map('indent', '')), to_xml(named_struct('a', 1, 'b', named_struct('c', 2)), map('indent', '  '))
--> schema struct<to_xml(named_struct(a, 1, b, array(2, 3))):string,to_xml(named_struct(a, 1, b, named_struct(c, 2))):string>
--> ('<ROW><a>1</a><b>2</b><b>3</b></ROW>\n', '<ROW>\n  <a>1</a>\n  <b>\n    <c>2</c>\n  </b>\n</ROW>')

CREATE TABLE twice (c7 CHAR(7), c8 CHAR(8), v VARCHAR(9)) USING parquet
--> schema struct<>

INSERT INTO twice SELECT c, c, c FROM VALUES ('N') t(c)
--> schema struct<>

SELECT length(c7), length(c8), length(v) FROM twice
--> schema struct<length(c7):int,length(c8):int,length(v):int>
--> (7, 8, 1)

CREATE TABLE lengths (v VARCHAR(8), w VARCHAR(3)) USING parquet
--> schema struct<>

INSERT INTO lengths SELECT c, c FROM VALUES ('abcd') t(c)
--> error EXCEED_LIMIT_LENGTH 54006

DROP TABLE twice
--> schema struct<>

DROP TABLE lengths
--> schema struct<>
