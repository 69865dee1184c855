-- Constants and casts at the edges of their types.
SELECT CAST('2 years -3 days 4.25 seconds' AS INTERVAL), CAST('interval 1 week' AS INTERVAL), CAST('+ 2 hours' AS INTERVAL)
--> error NOT_IMPLEMENTED 0A000

SELECT CAST('2.5 days' AS INTERVAL), CAST('soon' AS INTERVAL), CAST('' AS INTERVAL), CAST(NULL AS INTERVAL)
--> error NOT_IMPLEMENTED 0A000

SELECT CAST('1 month' AS INTERVAL) + CAST('2 months 1 day' AS INTERVAL), -CAST('1 day 3 hours' AS INTERVAL)
--> error NOT_IMPLEMENTED 0A000

SELECT CAST(INTERVAL '3' DAY AS INTERVAL)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-40 "CAST(INTERVAL '3' DAY AS INTERVAL)"

SELECT INTERVAL '-178956970-8' YEAR TO MONTH, INTERVAL '-106751991 04:00:54.775808' DAY TO SECOND
--> error NOT_IMPLEMENTED 0A000

SELECT DATE'epoch' AS a, TIMESTAMP'epoch' AS b, DATE'today' - DATE'yesterday' AS c, DATE'tomorrow' - DATE' TODAY ' AS d, TIMESTAMP_NTZ'now' IS NULL AS e
--> schema struct<a:date,b:timestamp,c:interval day,d:interval day,e:boolean>
--> (datetime.date(1970, 1, 1), datetime.datetime(1970, 1, 1, 0, 0), datetime.timedelta(days=1), datetime.timedelta(days=1), False)

SELECT CAST('epoch' AS TIMESTAMP) AS a, CAST('tomorrow' AS DATE) - CAST('yesterday' AS DATE) AS b, TIMESTAMP'today' = CAST(current_date() AS TIMESTAMP) AS c
--> schema struct<a:timestamp,b:interval day,c:boolean>
--> (datetime.datetime(1970, 1, 1, 0, 0), datetime.timedelta(days=2), True)

SELECT CAST(word AS DATE) FROM VALUES ('today') AS t(word)
--> error CAST_INVALID_INPUT 22018 7-24 'CAST(word AS DATE)'

SELECT DATE'noon'
--> error INVALID_TYPED_LITERAL 42604 7-16 "DATE'noon'"

SELECT CAST(TIME'02:03:04.75' AS INT), CAST(TIME'02:03:04.75' AS BIGINT), CAST(TIME'02:03:04.75' AS DECIMAL(9, 3))
--> schema struct<CAST(TIME '02:03:04.75' AS INT):int,CAST(TIME '02:03:04.75' AS BIGINT):bigint,CAST(TIME '02:03:04.75' AS DECIMAL(9,3)):decimal(9,3)>
--> (7384, 7384, Decimal('7384.750'))

SELECT CAST(TIME'23:00:00' AS TINYINT)
--> error CAST_OVERFLOW 22003

SELECT CAST(CAST(TIME'05:06:07' AS TIMESTAMP_NTZ) AS STRING) LIKE '% 05:06:07', CAST(TIME'05:06:07' AS TIMESTAMP) > TIMESTAMP'2020-01-01'
--> schema struct<CAST(CAST(TIME '05:06:07' AS TIMESTAMP_NTZ) AS STRING) LIKE % 05:06:07:boolean,(CAST(TIME '05:06:07' AS TIMESTAMP) > TIMESTAMP '2020-01-01 00:00:00'):boolean>
--> (True, True)

SELECT CAST('2021-02-03' AS TIMESTAMP_NTZ(6)), CAST('2021-02-03' AS TIMESTAMP_LTZ(6))
--> schema struct<CAST(2021-02-03 AS TIMESTAMP_NTZ):timestamp_ntz,CAST(2021-02-03 AS TIMESTAMP):timestamp>
--> (datetime.datetime(2021, 2, 3, 0, 0), datetime.datetime(2021, 2, 3, 0, 0))

SELECT array_append(array(), 1), array_prepend(array(), 'a'), array_position(array(), 2), array_remove(array(), 2)
--> schema struct<array_append(array(), 1):array<int>,array_prepend(array(), a):array<string>,array_position(array(), 2):bigint,array_remove(array(), 2):array<int>>
--> ([1], ['a'], 0, [])

SELECT concat(array(), array(2)), array_union(array(2), array()), array_except(array(2), array()), array() = array(2)
--> schema struct<concat(array(), array(2)):array<int>,array_union(array(2), array()):array<int>,array_except(array(2), array()):array<int>,(array() = array(2)):boolean>
--> ([2], [2], [2], False)

SELECT 4.9e-324D, CAST('4.9e-324' AS DOUBLE) = 0, CAST(array(CAST('1e-45' AS FLOAT)) AS STRING)
--> schema struct<4.9E-324:double,(CAST(4.9e-324 AS DOUBLE) = 0):boolean,CAST(array(CAST(1e-45 AS FLOAT)) AS STRING):string>
--> (5e-324, False, '[1.4E-45]')

CREATE TABLE shaped (a INT) USING parquet AS SELECT 1 AS a
--> error _LEGACY_ERROR_TEMP_0035 None 0-57 'CREATE TABLE shaped (a INT) USING parquet AS SELECT 1 AS a'

SELECT 4.9E-324D, 5.0E-324D, 1E-323D, 1E-322D, 1.04E-322D, 2E-322D, -6E-323D, CAST(7E-323D AS STRING), 2.2250738585072014E-308D
--> schema struct<4.9E-324:double,4.9E-324:double,1.0E-323:double,1.0E-322:double,1.04E-322:double,2.0E-322:double,-5.9E-323:double,CAST(6.9E-323 AS STRING):string,2.2250738585072014E-308:double>
--> (5e-324, 5e-324, 1e-323, 1e-322, 1.04e-322, 2e-322, -6e-323, '6.9E-323', 2.2250738585072014e-308)
