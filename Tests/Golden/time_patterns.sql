--@ set spark.sql.legacy.timeParserPolicy=LEGACY
SELECT to_timestamp('2019-10-06 10:11:12.1', 'yyyy-MM-dd HH:mm:ss.SSS'), to_timestamp('2019-1-6 1:2:3', 'yyyy-MM-dd HH:mm:ss')
--> schema struct<to_timestamp(2019-10-06 10:11:12.1, yyyy-MM-dd HH:mm:ss.SSS):timestamp,to_timestamp(2019-1-6 1:2:3, yyyy-MM-dd HH:mm:ss):timestamp>
--> (datetime.datetime(2019, 10, 6, 10, 11, 12, 1000), datetime.datetime(2019, 1, 6, 1, 2, 3))

SELECT to_timestamp('2019-10-06 10:11:12.123456', 'yyyy-MM-dd HH:mm:ss.SSSSSS')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT to_timestamp('2019-13-06', 'yyyy-MM-dd')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT to_date('2019-10-06 and more', 'yyyy-MM-dd'), to_date('  2019- 10-06', 'yyyy-MM-dd'), to_date('2019106', 'yyyyMMdd')
--> schema struct<to_date(2019-10-06 and more, yyyy-MM-dd):date,to_date(  2019- 10-06, yyyy-MM-dd):date,to_date(2019106, yyyyMMdd):date>
--> (datetime.date(2019, 10, 6), datetime.date(2019, 10, 6), datetime.date(2019, 10, 6))

SELECT to_date('19-10-06', 'yy-MM-dd'), to_date('85-10-06', 'yy-MM-dd'), to_date('119-10-06', 'yy-MM-dd'), to_date('1/2/19', 'M/d/yy')
--> schema struct<to_date(19-10-06, yy-MM-dd):date,to_date(85-10-06, yy-MM-dd):date,to_date(119-10-06, yy-MM-dd):date,to_date(1/2/19, M/d/yy):date>
--> (datetime.date(2019, 10, 6), datetime.date(1985, 10, 6), datetime.date(119, 10, 6), datetime.date(2019, 1, 2))

SELECT to_date('oct 6, 2019', 'MMM d, yyyy'), to_date('October 6, 2019', 'MMM d, yyyy'), to_date('Oct 6, 2019', 'MMMM d, yyyy')
--> schema struct<to_date(oct 6, 2019, MMM d, yyyy):date,to_date(October 6, 2019, MMM d, yyyy):date,to_date(Oct 6, 2019, MMMM d, yyyy):date>
--> (datetime.date(2019, 10, 6), datetime.date(2019, 10, 6), datetime.date(2019, 10, 6))

SELECT to_timestamp('2019-10-06 10:11:12 PST', 'yyyy-MM-dd HH:mm:ss z'), to_timestamp('2019-10-06 10:11:12 GMT+8:00', 'yyyy-MM-dd HH:mm:ss z')
--> schema struct<to_timestamp(2019-10-06 10:11:12 PST, yyyy-MM-dd HH:mm:ss z):timestamp,to_timestamp(2019-10-06 10:11:12 GMT+8:00, yyyy-MM-dd HH:mm:ss z):timestamp>
--> (datetime.datetime(2019, 10, 6, 18, 11, 12), datetime.datetime(2019, 10, 6, 2, 11, 12))

SELECT to_timestamp('16/Mar/2019:10:11:12 -0700', 'dd/MMM/yyyy:HH:mm:ss Z'), to_timestamp('2019-10-06 10:11:12+01:00', 'yyyy-MM-dd HH:mm:ssXXX'), to_timestamp('2019-10-06 10:11:12Z', 'yyyy-MM-dd HH:mm:ssX')
--> schema struct<to_timestamp(16/Mar/2019:10:11:12 -0700, dd/MMM/yyyy:HH:mm:ss Z):timestamp,to_timestamp(2019-10-06 10:11:12+01:00, yyyy-MM-dd HH:mm:ssXXX):timestamp,to_timestamp(2019-10-06 10:11:12Z, yyyy-MM-dd HH:mm:ssX):timestamp>
--> (datetime.datetime(2019, 3, 16, 17, 11, 12), datetime.datetime(2019, 10, 6, 9, 11, 12), datetime.datetime(2019, 10, 6, 10, 11, 12))

SELECT to_timestamp('12 PM', 'hh a'), to_timestamp('24', 'kk'), to_timestamp('Sun 2019-10-06', 'EEE yyyy-MM-dd'), to_timestamp('2019-300', 'yyyy-DDD')
--> schema struct<to_timestamp(12 PM, hh a):timestamp,to_timestamp(24, kk):timestamp,to_timestamp(Sun 2019-10-06, EEE yyyy-MM-dd):timestamp,to_timestamp(2019-300, yyyy-DDD):timestamp>
--> (datetime.datetime(1970, 1, 1, 12, 0), datetime.datetime(1970, 1, 1, 0, 0), datetime.datetime(2019, 10, 6, 0, 0), datetime.datetime(2019, 10, 27, 0, 0))

SELECT to_timestamp('Mon 2019-10-06', 'EEE yyyy-MM-dd')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT to_timestamp('2019-41', 'YYYY-ww'), to_timestamp('2019-01-01', 'YYYY-MM-dd'), to_timestamp('1 2 2019', 'u w yyyy'), to_timestamp('2 2 2019', 'W MM yyyy'), to_timestamp('2019 6 2', 'yyyy MM F')
--> schema struct<to_timestamp(2019-41, YYYY-ww):timestamp,to_timestamp(2019-01-01, YYYY-MM-dd):timestamp,to_timestamp(1 2 2019, u w yyyy):timestamp,to_timestamp(2 2 2019, W MM yyyy):timestamp,to_timestamp(2019 6 2, yyyy MM F):timestamp>
--> (datetime.datetime(2019, 10, 6, 0, 0), datetime.datetime(2018, 12, 30, 0, 0), datetime.datetime(2019, 1, 7, 0, 0), datetime.datetime(2019, 2, 3, 0, 0), datetime.datetime(2019, 6, 9, 0, 0))

SELECT to_timestamp('x', 'invalid')
--> error INVALID_DATETIME_PATTERN.WITH_SUGGESTION 22007

SELECT to_timestamp('2019', 'yyyy[-MM]')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT date_format(TIMESTAMP '2019-10-06 10:11:12.123456', 'yyyy-MM-dd HH:mm:ss.SSSSSS'), date_format(TIMESTAMP '2019-10-06 10:11:12.123456', 'YYYY ww W F u D E EEEE EEEEE z zzzz Z X XX XXX')
--> schema struct<date_format(TIMESTAMP '2019-10-06 10:11:12.123456', yyyy-MM-dd HH:mm:ss.SSSSSS):string,date_format(TIMESTAMP '2019-10-06 10:11:12.123456', YYYY ww W F u D E EEEE EEEEE z zzzz Z X XX XXX):string>
--> ('2019-10-06 10:11:12.000123', '2019 41 2 1 7 279 Sun Sunday Sunday UTC Coordinated Universal Time +0000 Z Z Z')

SELECT date_format(TIMESTAMP '2019-10-06 22:11:12', 'y yy yyyyy M MMM MMMM LLL a h KK kk HH h K k H G'), date_format(DATE '0099-03-04', 'yyyy-MM-dd y G'), date_format(DATE '2019-10-06', "yyyy''MM 'T' [dd]")
--> schema struct<date_format(TIMESTAMP '2019-10-06 22:11:12', y yy yyyyy M MMM MMMM LLL a h KK kk HH h K k H G):string,date_format(DATE '0099-03-04', yyyy-MM-dd y G):string,date_format(DATE '2019-10-06', yyyy''MM 'T' [dd]):string>
--> ('2019 19 02019 10 Oct October Oct PM 10 10 22 22 10 10 22 22 AD', '0099-03-04 99 AD', "2019'10 T [06]")

SELECT unix_timestamp('2019-10-06', 'yyyy-MM-dd'), unix_timestamp('2019-10-06 10:11:12'), from_unixtime(0, 'yyyy-MM-dd HH:mm:ss.SSS z')
--> schema struct<unix_timestamp(2019-10-06, yyyy-MM-dd):bigint,unix_timestamp(2019-10-06 10:11:12, yyyy-MM-dd HH:mm:ss):bigint,from_unixtime(0, yyyy-MM-dd HH:mm:ss.SSS z):string>
--> (1570320000, 1570356672, '1970-01-01 00:00:00.000 UTC')

SELECT unix_timestamp('2019-10-06')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT to_timestamp_ntz('2019-1-6', 'yyyy-MM-dd')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT try_to_timestamp('abc', 'yyyy'), try_to_timestamp('2019-1-6x', 'yyyy-MM-dd'), try_to_date('2019-1-6', 'yyyy-MM-dd')
--> schema struct<try_to_timestamp(abc, yyyy):timestamp,try_to_timestamp(2019-1-6x, yyyy-MM-dd):timestamp,try_to_date(2019-1-6, yyyy-MM-dd):date>
--> (None, datetime.datetime(2019, 1, 6, 0, 0), datetime.date(2019, 1, 6))

SELECT from_json('{"a":"2019-1-6 1:2","d":"2019-1-6"}', 'a timestamp, d date'), from_json('{"a":"6/13/2019"}', 'a timestamp', map('timestampFormat', 'dd/MM/yyyy')), from_json('{"a":"2019-01-06 10:11:12.1234"}', 'a timestamp', map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSS'))
--> schema struct<from_json({"a":"2019-1-6 1:2","d":"2019-1-6"}):struct<a:timestamp,d:date>,from_json({"a":"6/13/2019"}):struct<a:timestamp>,from_json({"a":"2019-01-06 10:11:12.1234"}):struct<a:timestamp>>
--> (Row(a=datetime.datetime(2019, 1, 6, 1, 2), d=datetime.date(2019, 1, 6)), Row(a=datetime.datetime(2020, 1, 6, 0, 0)), Row(a=datetime.datetime(2019, 1, 6, 10, 11, 12, 123400)))

SELECT from_csv('26/Octo/2015', 't timestamp', map('timestampFormat', 'dd/MMMMM/yyyy')), from_csv('26/October/2015', 'd date', map('dateFormat', 'dd/MMMMM/yyyy')), from_csv('x', 't timestamp', map('timestampFormat', 'invalid'))
--> schema struct<from_csv(26/Octo/2015):struct<t:timestamp>,from_csv(26/October/2015):struct<d:date>,from_csv(x):struct<t:timestamp>>
--> (Row(t=None), Row(d=datetime.date(2015, 10, 26)), Row(t=None))

SELECT to_csv(named_struct('t', TIMESTAMP '2015-08-26 10:11:12.123456'), map('timestampFormat', 'dd/MMMM/yyyy HH:mm:ss.SSSS EEE')), to_json(named_struct('t', TIMESTAMP '2015-08-26 10:11:12.123456'), map('timestampFormat', 'u w YYYY'))
--> schema struct<to_csv(named_struct(t, TIMESTAMP '2015-08-26 10:11:12.123456')):string,to_json(named_struct(t, TIMESTAMP '2015-08-26 10:11:12.123456')):string>
--> ('26/August/2015 10:11:12.1234 Wed', '{"t":"3 35 2015"}')

SELECT schema_of_csv('2015-08-26,2015-08-26T10:11:12,2015-08-26T10:11:12.000Z')
--> schema struct<schema_of_csv(2015-08-26,2015-08-26T10:11:12,2015-08-26T10:11:12.000Z):string>
--> ('STRUCT<_c0: STRING, _c1: STRING, _c2: TIMESTAMP>',)

--@ set spark.sql.session.timeZone=America/Los_Angeles
SELECT to_timestamp('2019-03-10 02:30:00', 'yyyy-MM-dd HH:mm:ss')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT CAST(to_timestamp('2019-11-03 01:30:00', 'yyyy-MM-dd HH:mm:ss') AS BIGINT), date_format(TIMESTAMP '2019-10-06', 'z zzzz Z XXX')
--> schema struct<CAST(to_timestamp(2019-11-03 01:30:00, yyyy-MM-dd HH:mm:ss) AS BIGINT):bigint,date_format(TIMESTAMP '2019-10-06 00:00:00', z zzzz Z XXX):string>
--> (1572773400, 'PDT Pacific Daylight Time -0700 -07:00')

--@ set spark.sql.session.timeZone=UTC
--@ set spark.sql.ansi.enabled=false
SELECT to_timestamp('2019-13-06', 'yyyy-MM-dd'), to_date('', 'yyyy'), unix_timestamp('abc', 'yyyy')
--> schema struct<to_timestamp(2019-13-06, yyyy-MM-dd):timestamp,to_date(, yyyy):date,unix_timestamp(abc, yyyy):bigint>
--> (None, None, None)

--@ set spark.sql.ansi.enabled=true
--@ set spark.sql.legacy.timeParserPolicy=EXCEPTION
SELECT to_timestamp('2019-1-6 1:2:3', 'yyyy-MM-dd HH:mm:ss')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER 42K0B

SELECT to_date('2019-10-06xyz', 'yyyy-MM-dd')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER 42K0B

SELECT try_to_date('2019-1-6', 'yyyy-MM-dd')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER 42K0B

SELECT unix_timestamp('1/2/2019', 'MM/dd/yyyy')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER 42K0B

SELECT to_timestamp('2019-13-06', 'yyyy-MM-dd')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT to_timestamp('2019-01-06', 'yyyy-MM-dd')
--> schema struct<to_timestamp(2019-01-06, yyyy-MM-dd):timestamp>
--> (datetime.datetime(2019, 1, 6, 0, 0),)

--@ set spark.sql.legacy.timeParserPolicy=CORRECTED
SELECT to_timestamp('Sun 2019-10-06', 'EEE yyyy-MM-dd')
--> error INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION 42K0B

SELECT to_timestamp('2019-1', 'yyyy-q')
--> error INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER 22007

SELECT date_format(TIMESTAMP '2019-10-06', 'zzzz'), date_format(TIMESTAMP '0000-03-04 00:00:00', 'yyyy y'), to_timestamp('2019-10-06 10:11:12 EST', 'yyyy-MM-dd HH:mm:ss z')
--> schema struct<date_format(TIMESTAMP '2019-10-06 00:00:00', zzzz):string,date_format(TIMESTAMP '0000-03-04 00:00:00', yyyy y):string,to_timestamp(2019-10-06 10:11:12 EST, yyyy-MM-dd HH:mm:ss z):timestamp>
--> ('Coordinated Universal Time', '0000 0', datetime.datetime(2019, 10, 6, 14, 11, 12))

SELECT to_date('2019-10-06 23:00:00 -0500', 'yyyy-MM-dd HH:mm:ss Z')
--> schema struct<to_date(2019-10-06 23:00:00 -0500, yyyy-MM-dd HH:mm:ss Z):date>
--> (datetime.date(2019, 10, 7),)

SELECT to_timestamp('30-365', 'dd-DDD')
--> error CANNOT_PARSE_TIMESTAMP 22007

SELECT make_timestamp(2021, 07, 11, 6, 30, 60.007)
--> error INVALID_FRACTION_OF_SECOND 22023

SELECT make_timestamp(TIMESTAMP '2018-11-17 13:33:33', TIME '0:0:0', 'CET')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-74 "make_timestamp(TIMESTAMP '2018-11-17 13:33:33', TIME '0:0:0', 'CET')"

SELECT to_timestamp('223456 2019-10-06 10:11:12.123456PST', 'SSSSSS yyyy-MM-dd HH:mm:ss.SSSSSS[zzz]')
--> error CANNOT_PARSE_TIMESTAMP 22007

--@ set spark.sql.timestampType=TIMESTAMP_NTZ
SELECT TIMESTAMP '2019-01-01', TIMESTAMP '2019-01-01 00:00:00Z', CAST('2019-01-01' AS TIMESTAMP), TIMESTAMP_LTZ '2019-01-01'
--> schema struct<TIMESTAMP_NTZ '2019-01-01 00:00:00':timestamp_ntz,TIMESTAMP '2019-01-01 00:00:00':timestamp,CAST(2019-01-01 AS TIMESTAMP_NTZ):timestamp_ntz,TIMESTAMP '2019-01-01 00:00:00':timestamp>
--> (datetime.datetime(2019, 1, 1, 0, 0), datetime.datetime(2019, 1, 1, 0, 0), datetime.datetime(2019, 1, 1, 0, 0), datetime.datetime(2019, 1, 1, 0, 0))

SELECT make_timestamp(2021, 7, 11, 6, 30, 45.678), make_timestamp(2021, 7, 11, 6, 30, 45.678, 'CET'), try_make_timestamp(2021, 7, 11, 6, 30, 45.678), make_timestamp_ltz(2021, 7, 11, 6, 30, 45.678), make_timestamp(DATE '1970-01-01')
--> schema struct<make_timestamp(2021, 7, 11, 6, 30, 45.678):timestamp_ntz,make_timestamp(2021, 7, 11, 6, 30, 45.678, CET):timestamp_ntz,try_make_timestamp(2021, 7, 11, 6, 30, 45.678):timestamp_ntz,make_timestamp_ltz(2021, 7, 11, 6, 30, 45.678):timestamp,make_timestamp(DATE '1970-01-01'):timestamp>
--> (datetime.datetime(2021, 7, 11, 6, 30, 45, 678000), datetime.datetime(2021, 7, 11, 6, 30, 45, 678000), datetime.datetime(2021, 7, 11, 6, 30, 45, 678000), datetime.datetime(2021, 7, 11, 6, 30, 45, 678000), datetime.datetime(1970, 1, 1, 0, 0))

SELECT to_timestamp('2016-12-31', 'yyyy-MM-dd'), try_to_timestamp('2016-12-31 00:12:00'), to_timestamp_ltz('2016-12-31'), typeof(now())
--> schema struct<to_timestamp(2016-12-31, yyyy-MM-dd):timestamp_ntz,try_to_timestamp(2016-12-31 00:12:00):timestamp_ntz,to_timestamp_ltz(2016-12-31):timestamp,typeof(now()):string>
--> (datetime.datetime(2016, 12, 31, 0, 0), datetime.datetime(2016, 12, 31, 0, 12), datetime.datetime(2016, 12, 31, 0, 0), 'timestamp')

SELECT to_timestamp(1)
--> error CAST_INVALID_INPUT 22018 7-21 'to_timestamp(1)'

SELECT to_timestamp('2019-10-06 A', 'yyyy-MM-dd GGGGG')
--> error INVALID_DATETIME_PATTERN.WITH_SUGGESTION 22007

SELECT schema_of_json('{"a":"2015-08-26T10:11:12"}', map('inferTimestamp', 'true')), from_json('{"a":"2015-08-26T10:11:12"}', 'a timestamp'), schema_of_csv('2015-08-26T10:11:12')
--> schema struct<schema_of_json({"a":"2015-08-26T10:11:12"}):string,from_json({"a":"2015-08-26T10:11:12"}):struct<a:timestamp_ntz>,schema_of_csv(2015-08-26T10:11:12):string>
--> ('STRUCT<a: TIMESTAMP_NTZ>', Row(a=datetime.datetime(2015, 8, 26, 10, 11, 12)), 'STRUCT<_c0: TIMESTAMP_NTZ>')

SELECT TIMESTAMP '2011-11-11 11:11:11' + INTERVAL '2' DAY, timestampadd(MONTH, -1, TIMESTAMP '2022-02-14 01:02:03'), timestampdiff(MONTH, TIMESTAMP '2022-02-14 01:02:03', DATE '2022-01-14')
--> schema struct<TIMESTAMP_NTZ '2011-11-11 11:11:11' + INTERVAL '2' DAY:timestamp_ntz,timestampadd(MONTH, -1, TIMESTAMP_NTZ '2022-02-14 01:02:03'):timestamp_ntz,timestampdiff(MONTH, TIMESTAMP_NTZ '2022-02-14 01:02:03', DATE '2022-01-14'):bigint>
--> (datetime.datetime(2011, 11, 13, 11, 11, 11), datetime.datetime(2022, 1, 14, 1, 2, 3), -1)

CREATE TABLE local_times (t TIMESTAMP, u TIMESTAMP_LTZ) USING parquet
--> schema struct<>

DESCRIBE local_times
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('t', 'timestamp_ntz', None)
--> ('u', 'timestamp', None)

DROP TABLE local_times
--> schema struct<>
