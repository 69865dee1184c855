CREATE TEMPORARY VIEW tt AS SELECT * FROM VALUES (1, 'a', 1.5), (2, NULL, 2.5), (3, 'c\td', NULL) AS t(i, s, d)
--> schema struct<>

SELECT TRANSFORM(i, s) USING 'cat' AS (x, y) FROM tt ORDER BY x
--> schema struct<x:string,y:string>
--> ('1', 'a')
--> ('2', None)
--> ('3', 'c\td')

SELECT TRANSFORM(i, s) USING 'cat' FROM tt ORDER BY key
--> schema struct<key:string,value:string>
--> ('1', 'a')
--> ('2', '\\N')
--> ('3', 'c\td')

SELECT TRANSFORM(i) USING 'cat' FROM tt ORDER BY key
--> schema struct<key:string,value:string>
--> ('1', None)
--> ('2', None)
--> ('3', None)

SELECT TRANSFORM(i, s) USING 'cat' AS (x INT, y STRING) FROM tt ORDER BY x
--> schema struct<x:int,y:string>
--> (1, 'a')
--> (2, None)
--> (3, 'c\td')

SELECT TRANSFORM(i, s, d) USING 'cat' AS (x, y) FROM tt ORDER BY x
--> schema struct<x:string,y:string>
--> ('1', 'a')
--> ('2', None)
--> ('3', 'c\td')

SELECT TRANSFORM(i) USING 'cat' AS (x, y, z) FROM tt ORDER BY x
--> schema struct<x:string,y:string,z:string>
--> ('1', None, None)
--> ('2', None, None)
--> ('3', None, None)

SELECT TRANSFORM(i, d) USING 'cat' AS (x BIGINT, y DOUBLE) FROM tt ORDER BY x
--> schema struct<x:bigint,y:double>
--> (1, 1.5)
--> (2, 2.5)
--> (3, None)

SELECT TRANSFORM(s) USING 'cat' AS (x INT) FROM tt ORDER BY x
--> schema struct<x:int>
--> (None,)
--> (None,)
--> (None,)

SELECT TRANSFORM(*) USING 'cat' AS (a, b, c) FROM tt ORDER BY a
--> schema struct<a:string,b:string,c:string>
--> ('1', 'a', '1.5')
--> ('2', None, '2.5')
--> ('3', 'c\td', None)

SELECT TRANSFORM(i + 1, upper(s)) USING 'cat' AS (a, b) FROM tt WHERE i < 3 ORDER BY a
--> schema struct<a:string,b:string>
--> ('2', 'A')
--> ('3', None)

FROM tt SELECT TRANSFORM(i) USING 'cat' AS (a)
--> schema struct<a:string>
--> ('1',)
--> ('2',)
--> ('3',)

SELECT TRANSFORM(i) USING 'sed s/1/one/' AS a FROM tt ORDER BY a
--> schema struct<a:string>
--> ('2',)
--> ('3',)
--> ('one',)

SELECT TRANSFORM(i) USING 'wc -l' AS (n) FROM (SELECT i FROM tt ORDER BY i)
--> schema struct<n:string>
--> ('3',)

SELECT TRANSFORM(i) USING 'nosuchcommand' AS (a) FROM tt
--> error Py4JJavaError

SELECT TRANSFORM(i) USING 'false' AS (a) FROM tt
--> error Py4JJavaError

SELECT TRANSFORM(sum(i)) USING 'cat' AS (a) FROM tt
--> schema struct<a:string>
--> ('6',)

SELECT TRANSFORM(s, count(*)) USING 'cat' AS (a, b) FROM tt GROUP BY s ORDER BY a
--> schema struct<a:string,b:string>
--> (None, '1')
--> ('a', '1')
--> ('c\td', '1')

SELECT TRANSFORM(DISTINCT i) USING 'cat' AS (a) FROM tt
--> error UNSUPPORTED_FEATURE.TRANSFORM_DISTINCT_ALL 0A000 0-54 "SELECT TRANSFORM(DISTINCT i) USING 'cat' AS (a) FROM tt"

SELECT TRANSFORM(array(i), named_struct('a', s), true, DATE'2020-01-01', TIMESTAMP'2020-01-01 01:02:03.5') USING 'cat' AS (a, b, c, d, e) FROM tt
--> schema struct<a:string,b:string,c:string,d:string,e:string>
--> ('[1]', '{"a":"a"}', 'true', '2020-01-01', '2020-01-01 01:02:03.5')
--> ('[2]', '{}', 'true', '2020-01-01', '2020-01-01 01:02:03.5')
--> ('[3]', '{"a":"c\\td"}', 'true', '2020-01-01', '2020-01-01 01:02:03.5')

SELECT TRANSFORM(true, DATE'2020-01-01', TIMESTAMP'2020-01-01 01:02:03.5', 1.50, 1e10, X'61', INTERVAL 1 DAY) USING 'cat' AS (c, d, e, f, g, h, i)
--> schema struct<c:string,d:string,e:string,f:string,g:string,h:string,i:string>
--> ('true', '2020-01-01', '2020-01-01 01:02:03.5', '1.50', '1.0E10', 'a', "INTERVAL '1' DAY")

SELECT TRANSFORM(true, DATE'2020-01-01', TIMESTAMP'2020-01-01 01:02:03.5', 1.50, 1e10) USING 'cat' AS (c BOOLEAN, d DATE, e TIMESTAMP, f DECIMAL(5,2), g DOUBLE)
--> schema struct<c:boolean,d:date,e:timestamp,f:decimal(5,2),g:double>
--> (True, datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 1, 2, 3, 500000), Decimal('1.50'), 10000000000.0)

SELECT TRANSFORM(1, 2) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' USING 'cat' AS (a, b) ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
--> schema struct<a:string,b:string>
--> ('1', '2')

SELECT TRANSFORM(1, NULL) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'nil' USING 'cat' AS (a)
--> schema struct<a:string>
--> ('1,nil',)

SELECT TRANSFORM(1, NULL) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'nil' USING 'cat' AS (a, b) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'nil'
--> schema struct<a:string,b:string>
--> ('1', None)

SELECT TRANSFORM(1) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' USING 'cat' AS (a)
--> error UNSUPPORTED_FEATURE.TRANSFORM_NON_HIVE 0A000 0-107 "SELECT TRANSFORM(1) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' USING 'cat' AS (a)"

SELECT a, count(*) FROM (SELECT TRANSFORM(i % 2) USING 'cat' AS (a INT) FROM tt) GROUP BY a ORDER BY a
--> schema struct<a:int,count(1):bigint>
--> (0, 1)
--> (1, 2)

SELECT TRANSFORM(i) USING 'cat' AS (a) FROM tt WHERE false
--> schema struct<a:string>

SELECT TRANSFORM(i, s) USING 'awk -F "\t" "{print \\$1*2}"' AS (a INT) FROM tt ORDER BY a
--> schema struct<a:int>
--> (2,)
--> (4,)
--> (6,)

SELECT TRANSFORM(i) USING 'cat' AS (a) FROM tt HAVING i > 1
--> error MISSING_GROUP_BY 42803 0-58 "SELECT TRANSFORM(i) USING 'cat' AS (a) FROM tt HAVING i > 1"

SELECT TRANSFORM(i) USING 'cat' AS (a) FROM tt LATERAL VIEW explode(array(1, 2)) e AS q ORDER BY a
--> schema struct<a:string>
--> ('1',)
--> ('1',)
--> ('2',)
--> ('2',)
--> ('3',)
--> ('3',)

SELECT TRANSFORM(i) USING 'cat' AS (a, a) FROM tt ORDER BY 1
--> schema struct<a:string,a:string>
--> ('1', None)
--> ('2', None)
--> ('3', None)

SELECT TRANSFORM(i) USING 'cat' AS (a ARRAY<INT>) FROM tt
--> schema struct<a:array<int>>
--> (None,)
--> (None,)
--> (None,)

SELECT TRANSFORM('x y  ', '') USING 'cat' AS (a, b)
--> schema struct<a:string,b:string>
--> ('x y  ', '')

SELECT TRANSFORM(nosuch) USING 'cat' AS (a) FROM tt
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 17-22 'nosuch'

SELECT TRANSFORM(1, NULL, 'b') USING 'od -An -c' AS (a)
--> schema struct<a:string>
--> ('   1 001   \\   N 001   b  \\n',)

SELECT TRANSFORM('x\ty') USING 'cat' AS (a, b)
--> schema struct<a:string,b:string>
--> ('x\ty', None)

SELECT TRANSFORM('a', 'b', 'c') USING 'cat'
--> schema struct<key:string,value:string>
--> ('a', 'b')

SELECT TRANSFORM('a\nb') USING 'cat' AS (a)
--> schema struct<a:string>
--> ('a',)
--> ('b',)

SELECT TRANSFORM('a', 'b', 'c') USING 'cat' AS (a, b)
--> schema struct<a:string,b:string>
--> ('a', 'b')

SELECT TRANSFORM('\\N', 'N') USING 'cat' AS (a, b)
--> schema struct<a:string,b:string>
--> (None, 'N')

SELECT TRANSFORM(1, 2) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LINES TERMINATED BY ';' USING 'cat' AS (a)
--> error INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY 42000 0-110 "SELECT TRANSFORM(1, 2) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LINES TERMINATED BY ';' USING 'cat' AS (a)"

SELECT TRANSFORM(1, 2) ROW FORMAT DELIMITED LINES TERMINATED BY '\n' USING 'cat' AS (a)
--> schema struct<a:string>
--> ('1',)

SELECT TRANSFORM(1, 2) USING 'cat' AS (a, b) ROW FORMAT DELIMITED NULL DEFINED AS '1'
--> schema struct<a:string,b:string>
--> (None, '2')

SELECT TRANSFORM(named_struct('a', 1, 'b', array(1,2)), map('k', 1), array('x')) USING 'cat' AS (a STRUCT<a: INT, b: ARRAY<INT>>, b MAP<STRING, INT>, c ARRAY<STRING>)
--> schema struct<a:struct<a:int,b:array<int>>,b:map<string,int>,c:array<string>>
--> (Row(a=1, b=[1, 2]), {'k': 1}, ['x'])

SELECT ALL TRANSFORM(1) USING 'cat' AS (a)
--> error PARSE_SYNTAX_ERROR 42601

SELECT TRANSFORM(ALL 1) USING 'cat' AS (a)
--> error UNSUPPORTED_FEATURE.TRANSFORM_DISTINCT_ALL 0A000 0-41 "SELECT TRANSFORM(ALL 1) USING 'cat' AS (a)"

SELECT DISTINCT TRANSFORM(1) USING 'cat' AS (a)
--> error PARSE_SYNTAX_ERROR 42601

SELECT TRANSFORM(1) USING 'cat' AS (a) UNION ALL SELECT 'z'
--> schema struct<a:string>
--> ('1',)
--> ('z',)

SELECT TRANSFORM(1) RECORDWRITER 'x' USING 'cat' AS (a) RECORDREADER 'y'
--> error _LEGACY_ERROR_TEMP_0048 None 0-71 "SELECT TRANSFORM(1) RECORDWRITER 'x' USING 'cat' AS (a) RECORDREADER 'y'"

SELECT TRANSFORM(1) USING cat AS (a)
--> error PARSE_SYNTAX_ERROR 42601

SELECT TRANSFORM(1) USING 'exit 3' AS (a)
--> error Py4JJavaError

SELECT TRANSFORM(1) USING 'echo $0' AS (a)
--> schema struct<a:string>
--> ('/bin/bash',)

SELECT TRANSFORM(id) USING 'cat' AS (a INT) FROM range(5) CLUSTER BY a
--> schema struct<a:int>
--> (0,)
--> (1,)
--> (2,)
--> (3,)
--> (4,)

SELECT TRANSFORM(id AS z) USING 'cat' AS (a INT) FROM range(2)
--> error PARSE_SYNTAX_ERROR 42601

SELECT TRANSFORM(id) USING 'cat' AS (a INT) FROM range(2) WINDOW w AS (ORDER BY a)
--> schema struct<a:int>
--> (0,)
--> (1,)

SELECT TRANSFORM(CAST('NaN' AS DOUBLE), CAST(1 AS FLOAT), CAST(1 AS BINARY)) USING 'cat' AS (a DOUBLE, b FLOAT, c BINARY)
--> error DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION 42K09 58-74 'CAST(1 AS BINARY)'

SELECT transform(array(1), x -> x + 1)
--> schema struct<transform(array(1), lambdafunction((namedlambdavariable() + 1), namedlambdavariable())):array<int>>
--> ([2],)
