CREATE TABLE t1 (c1 STRING COLLATE UTF8_LCASE, c2 STRING) USING parquet
--> schema struct<>

INSERT INTO t1 VALUES ('aaa', 'x'), ('AAA', 'X'), ('bbb', 'y'), ('Bbb', 'y'), ('ccc', 'Z'), (NULL, 'n')
--> schema struct<>

SELECT * FROM t1 ORDER BY c1, c2
--> schema struct<c1:string collate UTF8_LCASE,c2:string>
--> (None, 'n')
--> ('AAA', 'X')
--> ('aaa', 'x')
--> ('bbb', 'y')
--> ('Bbb', 'y')
--> ('ccc', 'Z')

SELECT c1, count(*) FROM t1 GROUP BY c1 ORDER BY c1
--> schema struct<c1:string collate UTF8_LCASE,count(1):bigint>
--> (None, 1)
--> ('aaa', 2)
--> ('bbb', 2)
--> ('ccc', 1)

SELECT DISTINCT c1 FROM t1 ORDER BY c1
--> schema struct<c1:string collate UTF8_LCASE>
--> (None,)
--> ('aaa',)
--> ('bbb',)
--> ('ccc',)

SELECT c1 = 'AAA' AS e, count(*) FROM t1 GROUP BY 1 ORDER BY 1
--> schema struct<e:boolean,count(1):bigint>
--> (None, 1)
--> (False, 3)
--> (True, 2)

SELECT c1 FROM t1 WHERE c1 = 'aAa'
--> schema struct<c1:string collate UTF8_LCASE>
--> ('aaa',)
--> ('AAA',)

SELECT c1 FROM t1 WHERE c1 IN ('AaA', 'CCC')
--> schema struct<c1:string collate UTF8_LCASE>
--> ('aaa',)
--> ('AAA',)
--> ('ccc',)

SELECT c1 FROM t1 WHERE c1 > 'AaA' ORDER BY c2
--> schema struct<c1:string collate UTF8_LCASE>
--> ('ccc',)
--> ('bbb',)
--> ('Bbb',)

SELECT min(c1), max(c1) FROM t1 WHERE c1 > 'AAB'
--> schema struct<min(c1):string collate UTF8_LCASE,max(c1):string collate UTF8_LCASE>
--> ('bbb', 'ccc')

SELECT a.c2, b.c2 FROM t1 a JOIN t1 b ON a.c1 = b.c1 ORDER BY a.c2, b.c2
--> schema struct<c2:string,c2:string>
--> ('X', 'X')
--> ('X', 'x')
--> ('Z', 'Z')
--> ('x', 'X')
--> ('x', 'x')
--> ('y', 'y')
--> ('y', 'y')
--> ('y', 'y')
--> ('y', 'y')

SELECT collation(c1), collation(c2), collation('x'), collation(collate('x', 'UTF8_LCASE')), collation('x' COLLATE UTF8_LCASE), collation(c1 || c2)
--> error UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 42703 17-18 'c1'

SELECT collation(c1), collation(c2), collation('x'), collation(collate('x', 'UTF8_LCASE')), collation('x' COLLATE UTF8_LCASE) FROM t1 LIMIT 1
--> schema struct<collation(c1):string,collation(c2):string,collation(x):string,collation(collate(x, UTF8_LCASE)):string,collation(collate(x, UTF8_LCASE)):string>
--> ('SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_BINARY', 'SYSTEM.BUILTIN.UTF8_BINARY', 'SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_LCASE')

SELECT collation(c1 || 'x'), collation(concat(c1, 'x')), collation(upper(c1)), collation(substring(c1, 1)), collation(coalesce(c1, 'x')) FROM t1 LIMIT 1
--> schema struct<collation(concat(c1, 'x' collate UTF8_LCASE)):string,collation(concat(c1, 'x' collate UTF8_LCASE)):string,collation(upper(c1)):string,collation(substring(c1, 1, 2147483647)):string,collation(coalesce(c1, 'x' collate UTF8_LCASE)):string>
--> ('SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_LCASE', 'SYSTEM.BUILTIN.UTF8_LCASE')

SELECT c1 = c2 FROM t1
--> error INDETERMINATE_COLLATION_IN_EXPRESSION 42P22 7-13 'c1 = c2'

SELECT c1 COLLATE UTF8_BINARY = 'AAA' FROM t1 ORDER BY c2
--> schema struct<(collate(c1, UTF8_BINARY) = AAA):boolean>
--> (True,)
--> (False,)
--> (None,)
--> (False,)
--> (False,)
--> (False,)

SELECT c1 COLLATE UTF8_BINARY = c2 COLLATE UTF8_LCASE FROM t1
--> error COLLATION_MISMATCH.EXPLICIT 42P21

SELECT 'a' COLLATE UTF8_LCASE = 'A', 'a' COLLATE UTF8_LCASE < 'B', 'a' COLLATE UTF8_LCASE <=> 'A', 'a' COLLATE UTF8_LCASE IN ('B', 'A')
--> schema struct<(collate(a, UTF8_LCASE) = 'A' collate UTF8_LCASE):boolean,(collate(a, UTF8_LCASE) < 'B' collate UTF8_LCASE):boolean,(collate(a, UTF8_LCASE) <=> 'A' collate UTF8_LCASE):boolean,(collate(a, UTF8_LCASE) IN ('B' collate UTF8_LCASE, 'A' collate UTF8_LCASE)):boolean>
--> (True, True, True, True)

SELECT 'a' COLLATE nope
--> error COLLATION_INVALID_NAME 42704

SELECT collate('a', 'nope')
--> error COLLATION_INVALID_NAME 42704

SELECT collate(1, 'UTF8_LCASE')
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-30 "collate(1, 'UTF8_LCASE')"

SELECT collate('a', NULL)
--> error UNEXPECTED_INPUT_TYPE 42K09 7-24 "collate('a', NULL)"

SELECT CAST('a' AS STRING COLLATE UTF8_LCASE) = 'A', collation(CAST('a' AS STRING COLLATE UTF8_LCASE))
--> schema struct<(CAST(a AS STRING COLLATE UTF8_LCASE) = 'A' collate UTF8_LCASE):boolean,collation(CAST(a AS STRING COLLATE UTF8_LCASE)):string>
--> (True, 'SYSTEM.BUILTIN.UTF8_LCASE')

SELECT contains('aBc' COLLATE UTF8_LCASE, 'BC'), startswith('aBc' COLLATE UTF8_LCASE, 'AB'), endswith('aBc' COLLATE UTF8_LCASE, 'bC'), instr('xaBc' COLLATE UTF8_LCASE, 'ABC'), locate('ABC', 'xaBc' COLLATE UTF8_LCASE), position('ABC' IN 'xaBc' COLLATE UTF8_LCASE)
--> schema struct<contains(collate(aBc, UTF8_LCASE), 'BC' collate UTF8_LCASE):boolean,startswith(collate(aBc, UTF8_LCASE), 'AB' collate UTF8_LCASE):boolean,endswith(collate(aBc, UTF8_LCASE), 'bC' collate UTF8_LCASE):boolean,instr(collate(xaBc, UTF8_LCASE), 'ABC' collate UTF8_LCASE):int,locate('ABC' collate UTF8_LCASE, collate(xaBc, UTF8_LCASE), 1):int,locate('ABC' collate UTF8_LCASE, collate(xaBc, UTF8_LCASE), 1):int>
--> (True, True, True, 2, 2, 2)

SELECT replace('aBcABC' COLLATE UTF8_LCASE, 'b', 'X'), split_part('aXbxc' COLLATE UTF8_LCASE, 'x', 2), substring_index('aXbxc' COLLATE UTF8_LCASE, 'x', 2), translate('aBcA' COLLATE UTF8_LCASE, 'ab', 'xy'), trim('a' FROM 'AabAa' COLLATE UTF8_LCASE), ltrim('a', 'AabAa' COLLATE UTF8_LCASE), rtrim('a', 'AabAa' COLLATE UTF8_LCASE)
--> schema struct<replace(collate(aBcABC, UTF8_LCASE), 'b' collate UTF8_LCASE, 'X' collate UTF8_LCASE):string collate UTF8_LCASE,split_part(collate(aXbxc, UTF8_LCASE), 'x' collate UTF8_LCASE, 2):string collate UTF8_LCASE,substring_index(collate(aXbxc, UTF8_LCASE), 'x' collate UTF8_LCASE, 2):string collate UTF8_LCASE,translate(collate(aBcA, UTF8_LCASE), 'ab' collate UTF8_LCASE, 'xy' collate UTF8_LCASE):string collate UTF8_LCASE,TRIM(BOTH 'a' collate UTF8_LCASE FROM collate(AabAa, UTF8_LCASE)):string collate UTF8_LCASE,TRIM(LEADING 'a' collate UTF8_LCASE FROM collate(AabAa, UTF8_LCASE)):string collate UTF8_LCASE,TRIM(TRAILING 'a' collate UTF8_LCASE FROM collate(AabAa, UTF8_LCASE)):string collate UTF8_LCASE>
--> ('aXcAXC', 'b', 'aXb', 'xycx', 'b', 'bAa', 'Aab')

SELECT find_in_set('B' COLLATE UTF8_LCASE, 'a,b,c'), levenshtein('a' COLLATE UTF8_LCASE, 'A'), 'aBc' COLLATE UTF8_LCASE LIKE 'AB%', 'aBc' COLLATE UTF8_LCASE ILIKE 'AB%', 'aBc' COLLATE UTF8_LCASE RLIKE 'AB'
--> schema struct<find_in_set(collate(B, UTF8_LCASE), 'a,b,c' collate UTF8_LCASE):int,levenshtein(collate(a, UTF8_LCASE), 'A' collate UTF8_LCASE):int,collate(aBc, UTF8_LCASE) LIKE AB%:boolean,ilike(collate(aBc, UTF8_LCASE), AB%):boolean,RLIKE(collate(aBc, UTF8_LCASE), AB):boolean>
--> (2, 1, True, True, True)

SELECT regexp_replace('aBc' COLLATE UTF8_LCASE, 'b', 'x'), split('aXb' COLLATE UTF8_LCASE, 'x'), regexp_count('aAa' COLLATE UTF8_LCASE, 'a'), regexp_extract('aBc' COLLATE UTF8_LCASE, 'B', 0)
--> schema struct<regexp_replace(collate(aBc, UTF8_LCASE), 'b' collate UTF8_LCASE, 'x' collate UTF8_LCASE, 1):string collate UTF8_LCASE,split(collate(aXb, UTF8_LCASE), x, -1):array<string collate UTF8_LCASE>,regexp_count(collate(aAa, UTF8_LCASE), a):int,regexp_extract(collate(aBc, UTF8_LCASE), B, 0):string collate UTF8_LCASE>
--> ('axc', ['a', 'b'], 3, 'B')

SELECT array_contains(array('A' COLLATE UTF8_LCASE), 'a'), array_distinct(array('A' COLLATE UTF8_LCASE, 'a')), array_position(array('A' COLLATE UTF8_LCASE), 'a'), array_sort(array('b' COLLATE UTF8_LCASE, 'A', 'C'))
--> schema struct<array_contains(array(collate(A, UTF8_LCASE)), 'a' collate UTF8_LCASE):boolean,array_distinct(array(collate(A, UTF8_LCASE), 'a' collate UTF8_LCASE)):array<string collate UTF8_LCASE>,array_position(array(collate(A, UTF8_LCASE)), 'a' collate UTF8_LCASE):bigint,array_sort(array(collate(b, UTF8_LCASE), 'A' collate UTF8_LCASE, 'C' collate UTF8_LCASE), lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable())):array<string collate UTF8_LCASE>>
--> (True, ['A'], 1, ['A', 'b', 'C'])

SELECT map('a' COLLATE UTF8_LCASE, 1)['A']
--> schema struct<map(collate(a, UTF8_LCASE), 1)[A]:int>
--> (1,)

SELECT nullif('a' COLLATE UTF8_LCASE, 'A'), greatest('a' COLLATE UTF8_LCASE, 'B'), least('a' COLLATE UTF8_LCASE, 'B'), CASE 'a' COLLATE UTF8_LCASE WHEN 'A' THEN 1 ELSE 2 END
--> schema struct<nullif(collate(a, UTF8_LCASE), A):string collate UTF8_LCASE,greatest(collate(a, UTF8_LCASE), 'B' collate UTF8_LCASE):string collate UTF8_LCASE,least(collate(a, UTF8_LCASE), 'B' collate UTF8_LCASE):string collate UTF8_LCASE,CASE WHEN (collate(a, UTF8_LCASE) = 'A' collate UTF8_LCASE) THEN 1 ELSE 2 END:int>
--> (None, 'B', 'a', 1)

SELECT hash('a' COLLATE UTF8_LCASE) = hash('A' COLLATE UTF8_LCASE), xxhash64('a' COLLATE UTF8_LCASE) = xxhash64('A' COLLATE UTF8_LCASE), md5('a' COLLATE UTF8_LCASE) = md5('A')
--> schema struct<(hash(collate(a, UTF8_LCASE)) = hash(collate(A, UTF8_LCASE))):boolean,(xxhash64(collate(a, UTF8_LCASE)) = xxhash64(collate(A, UTF8_LCASE))):boolean,(md5(collate(a, UTF8_LCASE)) = md5(A)):boolean>
--> (False, False, False)

SELECT count(DISTINCT c1), approx_count_distinct(c1), collect_set(c1), mode(c1) FROM t1
--> error DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE 42K09 54-68 'collect_set(c1)'

SELECT c1, row_number() OVER (PARTITION BY c1 ORDER BY c2) AS r FROM t1 ORDER BY c1, r
--> schema struct<c1:string collate UTF8_LCASE,r:int>
--> (None, 1)
--> ('AAA', 1)
--> ('aaa', 2)
--> ('bbb', 1)
--> ('Bbb', 2)
--> ('ccc', 1)

SELECT c1, rank() OVER (ORDER BY c1) AS r FROM t1 ORDER BY c2
--> schema struct<c1:string collate UTF8_LCASE,r:int>
--> ('AAA', 2)
--> ('ccc', 6)
--> (None, 1)
--> ('aaa', 2)
--> ('bbb', 4)
--> ('Bbb', 4)

SELECT c1 FROM t1 UNION SELECT 'CCC' ORDER BY 1
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-35 "SELECT c1 FROM t1 UNION SELECT 'CCC'"

SELECT c1 FROM t1 INTERSECT SELECT 'AAA' AS x
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-44 "SELECT c1 FROM t1 INTERSECT SELECT 'AAA' AS x"

SELECT c1 FROM t1 EXCEPT SELECT 'AAA' AS x
--> error INCOMPATIBLE_COLUMN_TYPE 42825 0-41 "SELECT c1 FROM t1 EXCEPT SELECT 'AAA' AS x"

DESCRIBE t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('c1', 'string collate UTF8_LCASE', None)
--> ('c2', 'string', None)

SHOW CREATE TABLE t1
--> schema struct<createtab_stmt:string>
--> ('CREATE TABLE spark_catalog.default.t1 (\n  c1 STRING COLLATE UTF8_LCASE,\n  c2 STRING COLLATE UTF8_BINARY)\nUSING parquet\n',)

CREATE TABLE t2 (a STRING, b STRING COLLATE UTF8_LCASE) USING parquet DEFAULT COLLATION UTF8_LCASE
--> schema struct<>

DESCRIBE t2
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'string collate UTF8_LCASE', None)
--> ('b', 'string collate UTF8_LCASE', None)

SELECT struct('a' COLLATE UTF8_LCASE) = struct('A'), array('a' COLLATE UTF8_LCASE) = array('A')
--> schema struct<(struct(collate(a, UTF8_LCASE)) = struct(A)):boolean,(array(collate(a, UTF8_LCASE)) = array(A)):boolean>
--> (True, True)

SELECT named_struct('x', c1) AS s, count(*) FROM t1 GROUP BY 1 ORDER BY 2, 1
--> schema struct<s:struct<x:string collate UTF8_LCASE>,count(1):bigint>
--> (Row(x=None), 1)
--> (Row(x='ccc'), 1)
--> (Row(x='aaa'), 2)
--> (Row(x='bbb'), 2)

SELECT DISTINCT array(c1) FROM t1 WHERE c1 = 'aaa'
--> schema struct<array(c1):array<string collate UTF8_LCASE>>
--> (['aaa'],)

SELECT 'İ' COLLATE UTF8_LCASE = 'i̇', 'Σ' COLLATE UTF8_LCASE = 'ς', 'ß' COLLATE UTF8_LCASE = 'ẞ', 'K' COLLATE UTF8_LCASE = 'k'
--> schema struct<(collate(İ, UTF8_LCASE) = 'i̇' collate UTF8_LCASE):boolean,(collate(Σ, UTF8_LCASE) = 'ς' collate UTF8_LCASE):boolean,(collate(ß, UTF8_LCASE) = 'ẞ' collate UTF8_LCASE):boolean,(collate(K, UTF8_LCASE) = 'k' collate UTF8_LCASE):boolean>
--> (True, True, True, True)

SELECT c1 BETWEEN 'AAA' AND 'BBB' FROM t1 ORDER BY c2
--> schema struct<between(c1, AAA, BBB):boolean>
--> (True,)
--> (False,)
--> (None,)
--> (True,)
--> (True,)
--> (True,)

SELECT 'a' COLLATE UTF8_LCASE_RTRIM = 'A  ', 'a' COLLATE UTF8_BINARY_RTRIM = 'a '
--> schema struct<(collate(a, UTF8_LCASE_RTRIM) = 'A  ' collate UTF8_LCASE_RTRIM):boolean,(collate(a, UTF8_BINARY_RTRIM) = 'a ' collate UTF8_BINARY_RTRIM):boolean>
--> (True, True)

SELECT 'a' COLLATE UTF8_BINARY_AI
--> error COLLATION_INVALID_NAME 42704

SELECT 'a' COLLATE system.builtin.UTF8_LCASE
--> schema struct<collate(a, UTF8_LCASE):string collate UTF8_LCASE>
--> ('a',)

SELECT lower(c1), upper(c1), length(c1), initcap(c1), reverse(c1) FROM t1 WHERE c1 = 'AAA' ORDER BY c1 COLLATE UTF8_BINARY
--> schema struct<lower(c1):string collate UTF8_LCASE,upper(c1):string collate UTF8_LCASE,length(c1):int,initcap(c1):string collate UTF8_LCASE,reverse(c1):string collate UTF8_LCASE>
--> ('aaa', 'AAA', 3, 'Aaa', 'AAA')
--> ('aaa', 'AAA', 3, 'Aaa', 'aaa')

SELECT CAST(c1 AS STRING), collation(CAST(c1 AS STRING)), CAST(1 AS STRING COLLATE UTF8_LCASE), collation(CAST(1 AS STRING COLLATE UTF8_LCASE)) FROM t1 LIMIT 1
--> schema struct<c1:string,collation(CAST(c1 AS STRING)):string,CAST(1 AS STRING COLLATE UTF8_LCASE):string collate UTF8_LCASE,collation(CAST(1 AS STRING COLLATE UTF8_LCASE)):string>
--> ('aaa', 'SYSTEM.BUILTIN.UTF8_BINARY', '1', 'SYSTEM.BUILTIN.UTF8_LCASE')

SELECT array('a' COLLATE UTF8_LCASE, 'b' COLLATE UTF8_BINARY)
--> error COLLATION_MISMATCH.EXPLICIT 42P21

SELECT array('a' COLLATE UTF8_LCASE, 'b'), map('k', 'v' COLLATE UTF8_LCASE), struct('v' COLLATE UTF8_LCASE AS v)
--> schema struct<array(collate(a, UTF8_LCASE), 'b' collate UTF8_LCASE):array<string collate UTF8_LCASE>,map(k, collate(v, UTF8_LCASE)):map<string,string collate UTF8_LCASE>,struct(collate(v, UTF8_LCASE) AS v):struct<v:string collate UTF8_LCASE>>
--> (['a', 'b'], {'k': 'v'}, Row(v='v'))

SELECT if(true, c1, 'x') AS y FROM t1 WHERE c2 = 'x'
--> schema struct<y:string collate UTF8_LCASE>
--> ('aaa',)

DROP TABLE t1
--> schema struct<>

DROP TABLE t2
--> schema struct<>

SELECT 'a' COLLATE UTF8_LCASE || 'b' COLLATE UTF8_BINARY
--> error COLLATION_MISMATCH.EXPLICIT 42P21

SELECT typeof(coalesce('a' COLLATE UTF8_LCASE, 'b' COLLATE UTF8_LCASE_RTRIM))
--> error COLLATION_MISMATCH.EXPLICIT 42P21

SELECT array_contains(array('a'), 'A' COLLATE UTF8_LCASE), array('a', 'A' COLLATE UTF8_LCASE) = array('A', 'a')
--> schema struct<array_contains(array(a), collate(A, UTF8_LCASE)):boolean,(array('a' collate UTF8_LCASE, collate(A, UTF8_LCASE)) = array(A, a)):boolean>
--> (True, True)

SELECT 'Ab' COLLATE UTF8_LCASE LIKE 'a_', 'Ab' COLLATE UTF8_LCASE NOT LIKE 'A%', 'Ab' COLLATE UTF8_LCASE LIKE 'a\%' , 'A%' COLLATE UTF8_LCASE LIKE 'a$%' ESCAPE '$', 'x' LIKE 'X' COLLATE UTF8_LCASE
--> schema struct<collate(Ab, UTF8_LCASE) LIKE a_:boolean,(NOT collate(Ab, UTF8_LCASE) LIKE A%):boolean,collate(Ab, UTF8_LCASE) LIKE a\%:boolean,collate(A%, UTF8_LCASE) LIKE a$% ESCAPE '$':boolean,x LIKE collate(X, UTF8_LCASE):boolean>
--> (True, False, False, True, False)

SELECT max(x), min(x), count(DISTINCT x), count(x) FROM (SELECT 'a' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'B' COLLATE UTF8_LCASE UNION ALL SELECT 'A' COLLATE UTF8_LCASE)
--> schema struct<max(x):string collate UTF8_LCASE,min(x):string collate UTF8_LCASE,count(DISTINCT x):bigint,count(x):bigint>
--> ('B', 'a', 2, 3)

SELECT x, count(*) FROM (SELECT 'a ' COLLATE UTF8_BINARY_RTRIM AS x UNION ALL SELECT 'a' COLLATE UTF8_BINARY_RTRIM UNION ALL SELECT 'A' COLLATE UTF8_BINARY_RTRIM) GROUP BY x ORDER BY x
--> schema struct<x:string collate UTF8_BINARY_RTRIM,count(1):bigint>
--> ('A', 1)
--> ('a ', 2)

SELECT x, sum(n) FROM (SELECT 'A' COLLATE UTF8_LCASE AS x, 1 AS n UNION ALL SELECT 'a' COLLATE UTF8_LCASE, 2) GROUP BY GROUPING SETS ((x), ()) ORDER BY x
--> schema struct<x:string collate UTF8_LCASE,sum(n):bigint>
--> (None, 3)
--> ('A', 3)

SELECT x, first(n), last(n) FROM (SELECT 'A' COLLATE UTF8_LCASE AS x, 1 AS n) GROUP BY ALL
--> schema struct<x:string collate UTF8_LCASE,first(n):int,last(n):int>
--> ('A', 1, 1)

SELECT a.x, b.x FROM (SELECT 'A' COLLATE UTF8_LCASE AS x) a FULL JOIN (SELECT 'a' COLLATE UTF8_LCASE AS x) b ON a.x = b.x
--> schema struct<x:string collate UTF8_LCASE,x:string collate UTF8_LCASE>
--> ('A', 'a')

SELECT x FROM (SELECT 'A' COLLATE UTF8_LCASE AS x) a FULL JOIN (SELECT 'a' COLLATE UTF8_LCASE AS x) b USING (x)
--> schema struct<x:string collate UTF8_LCASE>
--> ('A',)

SELECT * FROM (SELECT 'A' COLLATE UTF8_LCASE AS x) a LEFT SEMI JOIN (SELECT 'a' COLLATE UTF8_LCASE AS x) b USING (x)
--> schema struct<x:string collate UTF8_LCASE>
--> ('A',)

SELECT * FROM (SELECT 'A' COLLATE UTF8_LCASE AS x) a LEFT ANTI JOIN (SELECT 'a' COLLATE UTF8_LCASE AS x) b ON a.x = b.x
--> schema struct<x:string collate UTF8_LCASE>

SELECT (SELECT count(*) FROM (SELECT 'a' COLLATE UTF8_LCASE AS y) WHERE y = x) FROM (SELECT 'A' COLLATE UTF8_LCASE AS x)
--> schema struct<scalarsubquery(x):bigint>
--> (1,)

SELECT DISTINCT x FROM (SELECT 'a' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'a' COLLATE UTF8_LCASE) ORDER BY x
--> schema struct<x:string collate UTF8_LCASE>
--> ('a',)

SELECT DISTINCT x, n FROM (SELECT 'a' COLLATE UTF8_LCASE AS x, 1 AS n UNION ALL SELECT 'A' COLLATE UTF8_LCASE, 2) ORDER BY n
--> schema struct<x:string collate UTF8_LCASE,n:int>
--> ('a', 1)
--> ('A', 2)

SELECT x FROM (SELECT 'b' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'A' COLLATE UTF8_LCASE) SORT BY x
--> schema struct<x:string collate UTF8_LCASE>
--> ('b',)
--> ('A',)

SELECT 'a' COLLATE utf8_lcase = 'A', 'a' collate UTF8_BINARY = 'A'
--> schema struct<(collate(a, utf8_lcase) = 'A' collate UTF8_LCASE):boolean,(collate(a, UTF8_BINARY) = A):boolean>
--> (True, False)

SELECT collation(1)
--> error DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE 42K09 7-18 'collation(1)'

SELECT collation(NULL), collation(CAST(NULL AS STRING))
--> schema struct<collation(NULL):string,collation(CAST(NULL AS STRING)):string>
--> ('SYSTEM.BUILTIN.UTF8_BINARY', 'SYSTEM.BUILTIN.UTF8_BINARY')

SELECT collate('a')
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-18 "collate('a')"

SELECT collate('a', 'UTF8_LCASE', 'x')
--> error WRONG_NUM_ARGS.WITHOUT_SUGGESTION 42605 7-37 "collate('a', 'UTF8_LCASE', 'x')"

SELECT collate(NULL, 'UTF8_LCASE')
--> schema struct<collate(NULL, UTF8_LCASE):string collate UTF8_LCASE>
--> (None,)

SELECT collate('a', c) FROM (SELECT 'UTF8_LCASE' AS c)
--> error NON_FOLDABLE_ARGUMENT 42K08 7-21 "collate('a', c)"

SELECT CAST(1 AS STRING COLLATE nope)
--> error COLLATION_INVALID_NAME 42704

SELECT count(DISTINCT x) OVER () FROM (SELECT 'a' COLLATE UTF8_LCASE AS x)
--> error DISTINCT_WINDOW_FUNCTION_UNSUPPORTED 0A000 7-31 'count(DISTINCT x) OVER ()'

SELECT row_number() OVER (PARTITION BY lower(x) ORDER BY x) AS r FROM (SELECT 'a' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'A' COLLATE UTF8_LCASE) ORDER BY r
--> schema struct<r:int>
--> (1,)
--> (2,)

SELECT count(*) OVER (PARTITION BY x ORDER BY x RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS r FROM (SELECT 'a' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'A' COLLATE UTF8_LCASE) ORDER BY r
--> schema struct<r:bigint>
--> (2,)
--> (2,)

SELECT min_by(x, x), max_by(x, n) FROM (SELECT 'B' COLLATE UTF8_LCASE AS x, 1 AS n UNION ALL SELECT 'a' COLLATE UTF8_LCASE, 2)
--> schema struct<min_by(x, x):string collate UTF8_LCASE,max_by(x, n):string collate UTF8_LCASE>
--> ('a', 'a')

SELECT percentile_approx(n, 0.5), x FROM (SELECT 'B' COLLATE UTF8_LCASE AS x, 1 AS n UNION ALL SELECT 'b' COLLATE UTF8_LCASE, 3) GROUP BY x
--> schema struct<percentile_approx(n, 0.5, 10000):int,x:string collate UTF8_LCASE>
--> (1, 'B')

SELECT x FROM (SELECT 'B' COLLATE UTF8_LCASE AS x UNION ALL SELECT 'a' COLLATE UTF8_LCASE) WHERE x BETWEEN 'A' AND 'b' ORDER BY x
--> schema struct<x:string collate UTF8_LCASE>
--> ('a',)
--> ('B',)

SELECT * FROM (SELECT 'B' COLLATE UTF8_LCASE AS x, 1 AS n) UNPIVOT (v FOR k IN (x))
--> schema struct<n:int,k:string,v:string collate UTF8_LCASE>
--> (1, 'x', 'B')

WITH RECURSIVE r(x, n) AS (SELECT 'a' COLLATE UTF8_LCASE, 1 UNION ALL SELECT x, n + 1 FROM r WHERE n < 2) SELECT x, n, x = 'A' FROM r ORDER BY n
--> schema struct<x:string collate UTF8_LCASE,n:int,(x = 'A' collate UTF8_LCASE):boolean>
--> ('a', 1, True)
--> ('a', 2, True)

SELECT 'a' COLLATE UTF8_LCASE AS x |> WHERE x = 'A' |> AGGREGATE count(*) GROUP BY x
--> schema struct<x:string collate UTF8_LCASE,count(1):bigint>
--> ('a', 1)

SELECT concat(array('a' COLLATE UTF8_LCASE), array('b')), concat_ws('-', 'a', 'b' COLLATE UTF8_LCASE) = 'A-B'
--> schema struct<concat(array(collate(a, UTF8_LCASE)), array(b)):array<string collate UTF8_LCASE>,(concat_ws('-' collate UTF8_LCASE, 'a' collate UTF8_LCASE, collate(b, UTF8_LCASE)) = 'A-B' collate UTF8_LCASE):boolean>
--> (['a', 'b'], True)

SELECT startswith('abc', 'AB' COLLATE UTF8_LCASE), 'abc' RLIKE 'B' COLLATE UTF8_LCASE
--> schema struct<startswith('abc' collate UTF8_LCASE, collate(AB, UTF8_LCASE)):boolean,RLIKE(abc, collate(B, UTF8_LCASE)):boolean>
--> (True, False)

SELECT 'A' COLLATE UTF8_LCASE = 'a' AND NOT 'A' COLLATE UTF8_LCASE <> 'a' AND 'A' COLLATE UTF8_LCASE <= 'a', ('b' COLLATE UTF8_LCASE, 1) > ('A', 1)
--> schema struct<(((collate(A, UTF8_LCASE) = 'a' collate UTF8_LCASE) AND (NOT (NOT (collate(A, UTF8_LCASE) = 'a' collate UTF8_LCASE)))) AND (collate(A, UTF8_LCASE) <= 'a' collate UTF8_LCASE)):boolean,(named_struct(col1, collate(b, UTF8_LCASE), col2, 1) > named_struct(col1, A, col2, 1)):boolean>
--> (True, True)

CREATE TABLE d1 (a STRING DEFAULT 'x' COLLATE UTF8_LCASE, b STRING COLLATE UTF8_LCASE NOT NULL COMMENT 'hi', c STRUCT<d: STRING COLLATE UTF8_LCASE, e: ARRAY<STRING COLLATE UTF8_LCASE>>, m MAP<STRING, STRING COLLATE UTF8_LCASE>) USING parquet
--> schema struct<>

CREATE TABLE d2 (b STRING COLLATE UTF8_LCASE NOT NULL COMMENT 'hi', c STRUCT<d: STRING COLLATE UTF8_LCASE, e: ARRAY<STRING COLLATE UTF8_LCASE>>, m MAP<STRING, STRING COLLATE UTF8_LCASE>) USING parquet
--> schema struct<>

INSERT INTO d2 VALUES ('B', named_struct('d', 'D', 'e', array('E')), map('k', 'V'))
--> schema struct<>

SELECT b = 'b', c.d = 'd', c.e[0] = 'e', m['k'] = 'v', b, c, m FROM d2
--> schema struct<(b = 'b' collate UTF8_LCASE):boolean,(c.d = 'd' collate UTF8_LCASE):boolean,(c.e[0] = 'e' collate UTF8_LCASE):boolean,(m[k] = 'v' collate UTF8_LCASE):boolean,b:string collate UTF8_LCASE,c:struct<d:string collate UTF8_LCASE,e:array<string collate UTF8_LCASE>>,m:map<string,string collate UTF8_LCASE>>
--> (True, True, True, True, 'B', Row(d='D', e=['E']), {'k': 'V'})

DESCRIBE d2
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('b', 'string collate UTF8_LCASE', 'hi')
--> ('c', 'struct<d:string collate UTF8_LCASE,e:array<string collate UTF8_LCASE>>', None)
--> ('m', 'map<string,string collate UTF8_LCASE>', None)

CREATE TABLE d3 (m MAP<STRING COLLATE UTF8_LCASE, INT>) USING parquet
--> error UNSUPPORTED_FEATURE.COLLATIONS_IN_MAP_KEYS 0A000

CREATE TABLE d4 LIKE d2
--> schema struct<>

DESCRIBE d4
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('b', 'string collate UTF8_LCASE', 'hi')
--> ('c', 'struct<d:string collate UTF8_LCASE,e:array<string collate UTF8_LCASE>>', None)
--> ('m', 'map<string,string collate UTF8_LCASE>', None)

UPDATE d2 SET b = 'x'
--> error UNSUPPORTED_FEATURE.TABLE_OPERATION 0A000

DROP TABLE d1
--> schema struct<>

DROP TABLE d2
--> schema struct<>

DROP TABLE d4
--> schema struct<>

CREATE TABLE f1 (a STRING, b INT) USING csv OPTIONS ('header'='true') DEFAULT COLLATION UTF8_LCASE COMMENT 'hi' TBLPROPERTIES ('x'='y') PARTITIONED BY (b)
--> schema struct<>

SHOW CREATE TABLE f1
--> schema struct<createtab_stmt:string>
--> ("CREATE TABLE spark_catalog.default.f1 (\n  a STRING COLLATE UTF8_LCASE,\n  b INT)\nUSING csv\nOPTIONS (\n  'header' = 'true')\nPARTITIONED BY (b)\nCOMMENT 'hi'\nDEFAULT COLLATION UTF8_LCASE\nTBLPROPERTIES (\n  'x' = 'y')\n",)

DESCRIBE EXTENDED f1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'string collate UTF8_LCASE', None)
--> ('b', 'int', None)
--> ('# Partition Information', '', '')
--> ('# col_name', 'data_type', 'comment')
--> ('b', 'int', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'default', '')
--> ('Table', 'f1', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'csv', '')
--> ('Comment', 'hi', '')
--> ('Collation', 'UTF8_LCASE', '')
--> ('Location', '{warehouse}/f1', '')
--> ('Partition Provider', 'Catalog', '')

CREATE TABLE f2 USING parquet DEFAULT COLLATION UTF8_LCASE AS SELECT 'a' AS x, CAST(1 AS STRING) AS y, CONCAT('a', 'b') AS z
--> schema struct<>

DESCRIBE f2
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'string collate UTF8_LCASE', None)
--> ('y', 'string collate UTF8_LCASE', None)
--> ('z', 'string collate UTF8_LCASE', None)

CREATE TABLE f3 (a STRING COLLATE UTF8_BINARY, b STRING) USING parquet DEFAULT COLLATION UTF8_LCASE
--> schema struct<>

CREATE TABLE f4 (a STRING) USING parquet DEFAULT COLLATION nope
--> error COLLATION_INVALID_NAME 42704

ALTER TABLE f3 ALTER COLUMN b TYPE STRING
--> schema struct<>

CREATE TABLE f6 (a STRING) USING parquet DEFAULT COLLATION UTF8_LCASE DEFAULT COLLATION UTF8_BINARY
--> error DUPLICATE_CLAUSES 42614 0-98 'CREATE TABLE f6 (a STRING) USING parquet DEFAULT COLLATION UTF8_LCASE DEFAULT COLLATION UTF8_BINARY'

DESCRIBE f3 b
--> schema struct<info_name:string,info_value:string>
--> ('col_name', 'b')
--> ('data_type', 'string collate UTF8_LCASE')
--> ('comment', 'NULL')

CREATE OR REPLACE TEMPORARY VIEW w2 AS SELECT a COLLATE UTF8_LCASE AS a FROM VALUES ('x'), ('X') AS t(a)
--> schema struct<>

SELECT a, count(*) FROM w2 GROUP BY a
--> schema struct<a:string collate UTF8_LCASE,count(1):bigint>
--> ('x', 2)

DROP VIEW IF EXISTS w1
--> schema struct<>

DROP TABLE f1
--> schema struct<>

DROP TABLE f2
--> schema struct<>

DROP TABLE f3
--> schema struct<>

DROP VIEW w2
--> schema struct<>
