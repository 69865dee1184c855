-- Intervals of all three kinds, and times of day.
SELECT TIMESTAMP'2020-01-31 10:00:00' + make_interval(0, 1, 0, 1, 2), TIMESTAMP'2020-03-31 10:00:00' - make_interval(0, 1, 1)
--> schema struct<TIMESTAMP '2020-01-31 10:00:00' + make_interval(0, 1, 0, 1, 2, 0, 0.000000):timestamp,TIMESTAMP '2020-03-31 10:00:00' - make_interval(0, 1, 1, 0, 0, 0, 0.000000):timestamp>
--> (datetime.datetime(2020, 3, 1, 12, 0), datetime.datetime(2020, 2, 22, 10, 0))

SELECT DATE'2020-01-31' + make_interval(0, 1), DATE'2020-03-01' - make_interval(0, 0, 0, 1), make_interval(1, 2) + DATE'2020-02-29'
--> schema struct<DATE '2020-01-31' + make_interval(0, 1, 0, 0, 0, 0, 0.000000):date,DATE '2020-03-01' - make_interval(0, 0, 0, 1, 0, 0, 0.000000):date,DATE '2020-02-29' + make_interval(1, 2, 0, 0, 0, 0, 0.000000):date>
--> (datetime.date(2020, 2, 29), datetime.date(2020, 2, 29), datetime.date(2021, 4, 29))

SELECT DATE'2020-01-31' + make_interval(0, 0, 0, 0, 1)
--> error INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION 22006

SELECT CAST(make_interval(1, 2) * 1.5 AS STRING), CAST(make_interval(1, 2, 0, 3) / 2 AS STRING), CAST(2 * make_interval(0, 0, 0, 1, 1) AS STRING)
--> schema struct<CAST(multiply_interval(make_interval(1, 2, 0, 0, 0, 0, 0.000000), 1.5) AS STRING):string,CAST(divide_interval(make_interval(1, 2, 0, 3, 0, 0, 0.000000), 2) AS STRING):string,CAST(multiply_interval(make_interval(0, 0, 0, 1, 1, 0, 0.000000), 2) AS STRING):string>
--> ('1 years 9 months', '7 months 1 days 12 hours', '2 days 2 hours')

SELECT CAST(make_interval(1, 2) + make_interval(0, 0, 0, 4) AS STRING), CAST(make_interval(1, 2) - make_interval(0, 3, 0, 4, 1) AS STRING)
--> schema struct<CAST((make_interval(1, 2, 0, 0, 0, 0, 0.000000) + make_interval(0, 0, 0, 4, 0, 0, 0.000000)) AS STRING):string,CAST((make_interval(1, 2, 0, 0, 0, 0, 0.000000) - make_interval(0, 3, 0, 4, 1, 0, 0.000000)) AS STRING):string>
--> ('1 years 2 months 4 days', '11 months -4 days -1 hours')

SELECT CAST(make_interval(1) / 0 AS STRING)
--> error INTERVAL_DIVIDED_BY_ZERO 22012

SELECT try_divide(make_interval(1), 0) IS NULL, CAST(try_multiply(make_interval(1), 2) AS STRING), try_add(DATE'2020-01-01', make_interval(0, 0, 0, 0, 1))
--> schema struct<(try_divide(make_interval(1, 0, 0, 0, 0, 0, 0.000000), 0) IS NULL):boolean,CAST(try_multiply(make_interval(1, 0, 0, 0, 0, 0, 0.000000), 2) AS STRING):string,try_add(DATE '2020-01-01', make_interval(0, 0, 0, 0, 1, 0, 0.000000)):date>
--> (True, '2 years', None)

SELECT make_interval(1, 2) = make_interval(1, 2)
--> error DATATYPE_MISMATCH.INVALID_ORDERING_TYPE 42K09 7-47 'make_interval(1, 2) = make_interval(1, 2)'

SELECT NULL + make_interval(1)
--> error DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 42K09 7-29 'NULL + make_interval(1)'

SELECT make_interval(1) + 1
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-26 'make_interval(1) + 1'

SELECT '2020-01-01' + INTERVAL 1 DAY, '2020-01-01 10:00:00' - INTERVAL '2' HOUR, INTERVAL 1 DAY + '2020-01-01'
--> schema struct<2020-01-01 + INTERVAL '1' DAY:string,2020-01-01 10:00:00 - INTERVAL '02' HOUR:string,2020-01-01 + INTERVAL '1' DAY:string>
--> ('2020-01-02 00:00:00', '2020-01-01 08:00:00', '2020-01-02 00:00:00')

SELECT INTERVAL 1 DAY + INTERVAL '2' HOUR, INTERVAL 1 YEAR - INTERVAL 1 MONTH, INTERVAL 3 DAY * 2, 1.5 * INTERVAL 1 DAY, INTERVAL 1 DAY / 4
--> error NOT_IMPLEMENTED 0A000

SELECT INTERVAL 1 YEAR * '2', INTERVAL 1 DAY * NULL, NULL * INTERVAL 1 DAY
--> error NOT_IMPLEMENTED 0A000

SELECT DATE'2020-01-01' - NULL, NULL - DATE'2020-01-01', TIMESTAMP'2020-01-01 00:00:00' - NULL, NULL + TIMESTAMP'2020-01-01 00:00:00'
--> schema struct<(DATE '2020-01-01' - NULL):interval day,(NULL - DATE '2020-01-01'):interval day,(TIMESTAMP '2020-01-01 00:00:00' - NULL):interval day to second,TIMESTAMP '2020-01-01 00:00:00' + NULL:timestamp>
--> (None, None, None, None)

SELECT DATE'2020-01-05' - DATE'2020-01-01', TIMESTAMP'2020-01-05 12:00:00' - DATE'2020-01-01', TIMESTAMP'2020-01-05 12:00:00' - '2020-01-01 00:00:00'
--> schema struct<(DATE '2020-01-05' - DATE '2020-01-01'):interval day,(TIMESTAMP '2020-01-05 12:00:00' - DATE '2020-01-01'):interval day to second,(TIMESTAMP '2020-01-05 12:00:00' - 2020-01-01 00:00:00):interval day to second>
--> (datetime.timedelta(days=4), datetime.timedelta(days=4, seconds=43200), datetime.timedelta(days=4, seconds=43200))

SELECT 1 - TIMESTAMP'2020-01-01 00:00:00'
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-40 "1 - TIMESTAMP'2020-01-01 00:00:00'"

SELECT INTERVAL 1 DAY % 2
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-24 'INTERVAL 1 DAY % 2'

SELECT INTERVAL 2 DAY div INTERVAL '12' HOUR, INTERVAL 1 YEAR div INTERVAL 1 MONTH
--> schema struct<(INTERVAL '2' DAY div INTERVAL '12' HOUR):bigint,(INTERVAL '1' YEAR div INTERVAL '1' MONTH):bigint>
--> (4, 12)

SELECT INTERVAL 1 DAY * INTERVAL 1 YEAR
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-38 'INTERVAL 1 DAY * INTERVAL 1 YEAR'

SELECT NULL / INTERVAL 1 DAY
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-27 'NULL / INTERVAL 1 DAY'

SELECT date_add(DATE'2020-01-01', 1) + INTERVAL 1 DAY, date_add(DATE'2020-01-01', 1) + INTERVAL '2' HOUR
--> schema struct<date_add(date_add(DATE '2020-01-01', 1), extractansiintervaldays(INTERVAL '1' DAY)):date,date_add(DATE '2020-01-01', 1) + INTERVAL '02' HOUR:timestamp>
--> (datetime.date(2020, 1, 3), datetime.datetime(2020, 1, 2, 2, 0))

SELECT NULL / 2.5, 2.5 / NULL, NULL + 1, NULL * 2.5D
--> schema struct<(NULL / 2.5):double,(2.5 / NULL):decimal(8,6),(NULL + 1):int,(NULL * 2.5):double>
--> (None, None, None, None)

SELECT CAST('1-2' AS INTERVAL YEAR TO MONTH) + DATE'2020-01-31', CAST('1 02:03:04.5' AS INTERVAL DAY TO SECOND), CAST('-3' AS INTERVAL DAY)
--> schema struct<DATE '2020-01-31' + CAST(1-2 AS INTERVAL YEAR TO MONTH):date,CAST(1 02:03:04.5 AS INTERVAL DAY TO SECOND):interval day to second,CAST(-3 AS INTERVAL DAY):interval day>
--> (datetime.date(2021, 3, 31), datetime.timedelta(days=1, seconds=7384, microseconds=500000), datetime.timedelta(days=-3))

SELECT CAST('x' AS INTERVAL MONTH)
--> error INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING 22006

SELECT TRY_CAST('x' AS INTERVAL MONTH) IS NULL
--> schema struct<(TRY_CAST(x AS INTERVAL MONTH) IS NULL):boolean>
--> (True,)

SELECT extract(DAY FROM INTERVAL '3 04:05:06' DAY TO SECOND), extract(HOUR FROM INTERVAL '3 04:05:06' DAY TO SECOND), extract(YEAR FROM INTERVAL '2-3' YEAR TO MONTH), extract(MONTH FROM INTERVAL '2-3' YEAR TO MONTH)
--> schema struct<extract(DAY FROM INTERVAL '3 04:05:06' DAY TO SECOND):int,extract(HOUR FROM INTERVAL '3 04:05:06' DAY TO SECOND):tinyint,extract(YEAR FROM INTERVAL '2-3' YEAR TO MONTH):int,extract(MONTH FROM INTERVAL '2-3' YEAR TO MONTH):tinyint>
--> (3, 4, 2, 3)

SELECT sum(i), min(i), max(i), avg(i) FROM VALUES (INTERVAL '1' DAY), (INTERVAL '3' DAY) AS t(i)
--> schema struct<sum(i):interval day,min(i):interval day,max(i):interval day,avg(i):interval day to second>
--> (datetime.timedelta(days=4), datetime.timedelta(days=1), datetime.timedelta(days=3), datetime.timedelta(days=2))

SELECT CAST(TIME'10:00:00' AS TIME)
--> error UNSUPPORTED_TIME_TYPE 0A000

--@ set spark.sql.timeType.enabled=true
SELECT TIME'10:00:00' + INTERVAL '1' HOUR, TIME'10:00:00.5' - INTERVAL '90' MINUTE, TIME'10:00:00' - TIME'09:00:01'
--> schema struct<TIME '10:00:00' + INTERVAL '01' HOUR:time(6),TIME '10:00:00.5' - INTERVAL '90' MINUTE:time(6),TIME '10:00:00' - TIME '09:00:01':interval hour to second>
--> (datetime.time(11, 0), datetime.time(8, 30, 0, 500000), datetime.timedelta(seconds=3599))

SELECT TIME'23:00:00' + INTERVAL '2' HOUR
--> error DATETIME_OVERFLOW 22008

SELECT CAST('10:11:12' AS TIME), CAST('10:11:12.123456' AS TIME(3)), TRY_CAST('x' AS TIME), CAST(TIME'10:11:12' AS STRING)
--> schema struct<CAST(10:11:12 AS TIME(6)):time(6),CAST(10:11:12.123456 AS TIME(3)):time(3),TRY_CAST(x AS TIME(6)):time(6),CAST(TIME '10:11:12' AS STRING):string>
--> (datetime.time(10, 11, 12), datetime.time(10, 11, 12, 123000), None, '10:11:12')

SELECT CAST('25:00' AS TIME)
--> error CAST_INVALID_INPUT 22018 7-27 "CAST('25:00' AS TIME)"

SELECT TIME'10:00:00' < TIME'11:00:00', TIME'10:00:00' = '10:00:00', extract(HOUR FROM TIME'10:11:12'), hour(TIME'10:11:12')
--> schema struct<(TIME '10:00:00' < TIME '11:00:00'):boolean,(TIME '10:00:00' = 10:00:00):boolean,extract(HOUR FROM TIME '10:11:12'):int,hour(TIME '10:11:12'):int>
--> (True, True, 10, 10)

SELECT TIME'10:00:00' * 2
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-24 "TIME'10:00:00' * 2"

SELECT TIME'10:00:00' + INTERVAL 1 YEAR
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-38 "TIME'10:00:00' + INTERVAL 1 YEAR"
