CREATE TABLE t1 (c1 STRING COLLATE UTF8_LCASE, c2 STRING) USING parquet
--> schema struct<>

INSERT INTO t1 VALUES ('aaa', 'x'), ('AAA', 'X'), ('bbb', 'y'), ('Bbb', 'y'), ('ccc', 'Z'), (NULL, 'n')
--> schema struct<>

SELECT contains('a  ' COLLATE UTF8_BINARY_RTRIM, 'a'), startswith('ab  ' COLLATE UTF8_BINARY_RTRIM, 'ab '), endswith('ab  ' COLLATE UTF8_BINARY_RTRIM, 'b'), instr('ab  ' COLLATE UTF8_BINARY_RTRIM, 'b ')
--> schema struct<contains(collate(a  , UTF8_BINARY_RTRIM), 'a' collate UTF8_BINARY_RTRIM):boolean,startswith(collate(ab  , UTF8_BINARY_RTRIM), 'ab ' collate UTF8_BINARY_RTRIM):boolean,endswith(collate(ab  , UTF8_BINARY_RTRIM), 'b' collate UTF8_BINARY_RTRIM):boolean,instr(collate(ab  , UTF8_BINARY_RTRIM), 'b ' collate UTF8_BINARY_RTRIM):int>
--> (True, True, True, 2)

SELECT contains('A  ' COLLATE UTF8_LCASE_RTRIM, 'a   '), startswith('AB  ' COLLATE UTF8_LCASE_RTRIM, 'ab   '), endswith('AB  ' COLLATE UTF8_LCASE_RTRIM, 'b')
--> schema struct<contains(collate(A  , UTF8_LCASE_RTRIM), 'a   ' collate UTF8_LCASE_RTRIM):boolean,startswith(collate(AB  , UTF8_LCASE_RTRIM), 'ab   ' collate UTF8_LCASE_RTRIM):boolean,endswith(collate(AB  , UTF8_LCASE_RTRIM), 'b' collate UTF8_LCASE_RTRIM):boolean>
--> (True, True, True)

SELECT instr('AB  ' COLLATE UTF8_LCASE_RTRIM, 'b   '), locate('b   ', 'AB  ' COLLATE UTF8_LCASE_RTRIM), find_in_set('b ' COLLATE UTF8_LCASE_RTRIM, 'a,b  ,c')
--> schema struct<instr(collate(AB  , UTF8_LCASE_RTRIM), 'b   ' collate UTF8_LCASE_RTRIM):int,locate('b   ' collate UTF8_LCASE_RTRIM, collate(AB  , UTF8_LCASE_RTRIM), 1):int,find_in_set(collate(b , UTF8_LCASE_RTRIM), 'a,b  ,c' collate UTF8_LCASE_RTRIM):int>
--> (2, 2, 2)

SELECT replace('ab  ' COLLATE UTF8_BINARY_RTRIM, 'b', 'x'), replace('AB  c' COLLATE UTF8_LCASE_RTRIM, 'b ', 'x')
--> schema struct<replace(collate(ab  , UTF8_BINARY_RTRIM), 'b' collate UTF8_BINARY_RTRIM, 'x' collate UTF8_BINARY_RTRIM):string collate UTF8_BINARY_RTRIM,replace(collate(AB  c, UTF8_LCASE_RTRIM), 'b ' collate UTF8_LCASE_RTRIM, 'x' collate UTF8_LCASE_RTRIM):string collate UTF8_LCASE_RTRIM>
--> ('ax  ', 'Ax c')

SELECT split_part('a b c' COLLATE UTF8_LCASE_RTRIM, 'B', 1), substring_index('a.B.c' COLLATE UTF8_LCASE_RTRIM, 'b', 1), translate('AB  ' COLLATE UTF8_LCASE_RTRIM, 'a', 'x')
--> schema struct<split_part(collate(a b c, UTF8_LCASE_RTRIM), 'B' collate UTF8_LCASE_RTRIM, 1):string collate UTF8_LCASE_RTRIM,substring_index(collate(a.B.c, UTF8_LCASE_RTRIM), 'b' collate UTF8_LCASE_RTRIM, 1):string collate UTF8_LCASE_RTRIM,translate(collate(AB  , UTF8_LCASE_RTRIM), 'a' collate UTF8_LCASE_RTRIM, 'x' collate UTF8_LCASE_RTRIM):string collate UTF8_LCASE_RTRIM>
--> ('a ', 'a.', 'xB  ')

SELECT trim('a' FROM 'Abca ' COLLATE UTF8_LCASE_RTRIM), rtrim('a', 'Abca ' COLLATE UTF8_LCASE_RTRIM), ltrim('a', 'Abca ' COLLATE UTF8_LCASE_RTRIM), trim(' A ' COLLATE UTF8_LCASE_RTRIM)
--> schema struct<TRIM(BOTH 'a' collate UTF8_LCASE_RTRIM FROM collate(Abca , UTF8_LCASE_RTRIM)):string collate UTF8_LCASE_RTRIM,TRIM(TRAILING 'a' collate UTF8_LCASE_RTRIM FROM collate(Abca , UTF8_LCASE_RTRIM)):string collate UTF8_LCASE_RTRIM,TRIM(LEADING 'a' collate UTF8_LCASE_RTRIM FROM collate(Abca , UTF8_LCASE_RTRIM)):string collate UTF8_LCASE_RTRIM,trim(collate( A , UTF8_LCASE_RTRIM)):string collate UTF8_LCASE_RTRIM>
--> ('bc ', 'Abc ', 'bca ', 'A')

SELECT instr('xİy' COLLATE UTF8_LCASE, 'y'), instr('xi̇y' COLLATE UTF8_LCASE, 'İ'), replace('xİy' COLLATE UTF8_LCASE, 'i̇', '-'), contains('xİy' COLLATE UTF8_LCASE, 'i'), contains('Σς' COLLATE UTF8_LCASE, 'σσ')
--> schema struct<instr(collate(xİy, UTF8_LCASE), 'y' collate UTF8_LCASE):int,instr(collate(xi̇y, UTF8_LCASE), 'İ' collate UTF8_LCASE):int,replace(collate(xİy, UTF8_LCASE), 'i̇' collate UTF8_LCASE, '-' collate UTF8_LCASE):string collate UTF8_LCASE,contains(collate(xİy, UTF8_LCASE), 'i' collate UTF8_LCASE):boolean,contains(collate(Σς, UTF8_LCASE), 'σσ' collate UTF8_LCASE):boolean>
--> (3, 2, 'x-y', False, True)

SELECT startswith('İy' COLLATE UTF8_LCASE, 'i'), startswith('İy' COLLATE UTF8_LCASE, 'i̇'), endswith('yİ' COLLATE UTF8_LCASE, 'i̇'), split_part('aİb' COLLATE UTF8_LCASE, 'i̇', 2), substring_index('aİbİc' COLLATE UTF8_LCASE, 'i̇', -1)
--> schema struct<startswith(collate(İy, UTF8_LCASE), 'i' collate UTF8_LCASE):boolean,startswith(collate(İy, UTF8_LCASE), 'i̇' collate UTF8_LCASE):boolean,endswith(collate(yİ, UTF8_LCASE), 'i̇' collate UTF8_LCASE):boolean,split_part(collate(aİb, UTF8_LCASE), 'i̇' collate UTF8_LCASE, 2):string collate UTF8_LCASE,substring_index(collate(aİbİc, UTF8_LCASE), 'i̇' collate UTF8_LCASE, -1):string collate UTF8_LCASE>
--> (False, True, True, 'b', 'c')

SELECT translate('İab' COLLATE UTF8_LCASE, 'i̇', '12'), translate('Abİ' COLLATE UTF8_LCASE, 'aİ', 'xy'), trim('i̇' FROM 'İabi̇' COLLATE UTF8_LCASE)
--> schema struct<translate(collate(İab, UTF8_LCASE), 'i̇' collate UTF8_LCASE, '12' collate UTF8_LCASE):string collate UTF8_LCASE,translate(collate(Abİ, UTF8_LCASE), 'aİ' collate UTF8_LCASE, 'xy' collate UTF8_LCASE):string collate UTF8_LCASE,TRIM(BOTH 'i̇' collate UTF8_LCASE FROM collate(İabi̇, UTF8_LCASE)):string collate UTF8_LCASE>
--> ('İab', 'xby', 'İab')

SELECT substring_index('aXbXc' COLLATE UTF8_LCASE, 'x', -1), substring_index('aXbxc' COLLATE UTF8_LCASE, 'X', -2), substring_index('aXbxc' COLLATE UTF8_LCASE, 'x', 5), substring_index('aXbxc' COLLATE UTF8_LCASE, 'x', 0), split_part('aXbxc' COLLATE UTF8_LCASE, 'x', -1), split_part('aXbxc' COLLATE UTF8_LCASE, '', 1), split_part('abc' COLLATE UTF8_LCASE, 'x', 5)
--> schema struct<substring_index(collate(aXbXc, UTF8_LCASE), 'x' collate UTF8_LCASE, -1):string collate UTF8_LCASE,substring_index(collate(aXbxc, UTF8_LCASE), 'X' collate UTF8_LCASE, -2):string collate UTF8_LCASE,substring_index(collate(aXbxc, UTF8_LCASE), 'x' collate UTF8_LCASE, 5):string collate UTF8_LCASE,substring_index(collate(aXbxc, UTF8_LCASE), 'x' collate UTF8_LCASE, 0):string collate UTF8_LCASE,split_part(collate(aXbxc, UTF8_LCASE), 'x' collate UTF8_LCASE, -1):string collate UTF8_LCASE,split_part(collate(aXbxc, UTF8_LCASE), '' collate UTF8_LCASE, 1):string collate UTF8_LCASE,split_part(collate(abc, UTF8_LCASE), 'x' collate UTF8_LCASE, 5):string collate UTF8_LCASE>
--> ('c', 'bxc', 'aXbxc', '', 'c', 'aXbxc', '')

SELECT btrim('AabAa' COLLATE UTF8_LCASE, 'a'), trim(LEADING 'a' FROM 'AabAa' COLLATE UTF8_LCASE), trim(TRAILING 'a' FROM 'AabAa' COLLATE UTF8_LCASE), trim(' x ' COLLATE UTF8_LCASE)
--> schema struct<btrim(collate(AabAa, UTF8_LCASE), a):string collate UTF8_LCASE,TRIM(LEADING 'a' collate UTF8_LCASE FROM collate(AabAa, UTF8_LCASE)):string collate UTF8_LCASE,TRIM(TRAILING 'a' collate UTF8_LCASE FROM collate(AabAa, UTF8_LCASE)):string collate UTF8_LCASE,trim(collate( x , UTF8_LCASE)):string collate UTF8_LCASE>
--> ('b', 'bAa', 'Aab', 'x')

SELECT array_union(array('A' COLLATE UTF8_LCASE), array('a', 'b')), array_intersect(array('A' COLLATE UTF8_LCASE), array('a', 'b')), array_except(array('A' COLLATE UTF8_LCASE, 'c'), array('a', 'b')), arrays_overlap(array('A' COLLATE UTF8_LCASE), array('a', 'b'))
--> schema struct<array_union(array(collate(A, UTF8_LCASE)), array(a, b)):array<string collate UTF8_LCASE>,array_intersect(array(collate(A, UTF8_LCASE)), array(a, b)):array<string collate UTF8_LCASE>,array_except(array(collate(A, UTF8_LCASE), 'c' collate UTF8_LCASE), array(a, b)):array<string collate UTF8_LCASE>,arrays_overlap(array(collate(A, UTF8_LCASE)), array(a, b)):boolean>
--> (['A', 'b'], ['A'], ['c'], True)

SELECT array_remove(array('A' COLLATE UTF8_LCASE, 'b', 'a'), 'a'), array_min(array('b' COLLATE UTF8_LCASE, 'A')), array_max(array('b' COLLATE UTF8_LCASE, 'A')), sort_array(array('b' COLLATE UTF8_LCASE, 'A', 'C')), sort_array(array('b' COLLATE UTF8_LCASE, 'A', 'C'), false)
--> schema struct<array_remove(array(collate(A, UTF8_LCASE), 'b' collate UTF8_LCASE, 'a' collate UTF8_LCASE), 'a' collate UTF8_LCASE):array<string collate UTF8_LCASE>,array_min(array(collate(b, UTF8_LCASE), 'A' collate UTF8_LCASE)):string collate UTF8_LCASE,array_max(array(collate(b, UTF8_LCASE), 'A' collate UTF8_LCASE)):string collate UTF8_LCASE,sort_array(array(collate(b, UTF8_LCASE), 'A' collate UTF8_LCASE, 'C' collate UTF8_LCASE), true):array<string collate UTF8_LCASE>,sort_array(array(collate(b, UTF8_LCASE), 'A' collate UTF8_LCASE, 'C' collate UTF8_LCASE), false):array<string collate UTF8_LCASE>>
--> (['b'], 'A', 'b', ['A', 'b', 'C'], ['C', 'b', 'A'])

SELECT map('a' COLLATE UTF8_LCASE, 1, 'A', 2)
--> error DUPLICATED_MAP_KEY 23505

SELECT map_concat(map('a' COLLATE UTF8_LCASE, 1), map('A' COLLATE UTF8_LCASE, 2))
--> error DUPLICATED_MAP_KEY 23505

SELECT mode(c1) FROM t1 WHERE c1 >= 'C'
--> schema struct<mode(c1):string collate UTF8_LCASE>
--> ('ccc',)

SELECT mode(c1) FROM t1 WHERE c1 IN ('aaa', 'ccc')
--> schema struct<mode(c1):string collate UTF8_LCASE>
--> ('aaa',)

SELECT c1, c2, count(*) FROM t1 GROUP BY c1, c2 ORDER BY c1, c2
--> schema struct<c1:string collate UTF8_LCASE,c2:string,count(1):bigint>
--> (None, 'n', 1)
--> ('AAA', 'X', 1)
--> ('aaa', 'x', 1)
--> ('bbb', 'y', 2)
--> ('ccc', 'Z', 1)

SELECT c1, count(*) FROM t1 GROUP BY ROLLUP(c1) ORDER BY c1, 2
--> schema struct<c1:string collate UTF8_LCASE,count(1):bigint>
--> (None, 1)
--> (None, 6)
--> ('aaa', 2)
--> ('bbb', 2)
--> ('ccc', 1)

SELECT c1, grouping(c1), count(*) FROM t1 GROUP BY CUBE(c1, c2) HAVING count(*) > 1 ORDER BY 1, 2, 3
--> schema struct<c1:string collate UTF8_LCASE,grouping(c1):tinyint,count(1):bigint>
--> (None, 1, 2)
--> (None, 1, 6)
--> ('aaa', 0, 2)
--> ('bbb', 0, 2)
--> ('bbb', 0, 2)

SELECT upper(c1), count(*) FROM t1 GROUP BY c1 ORDER BY c1
--> schema struct<upper(c1):string collate UTF8_LCASE,count(1):bigint>
--> (None, 1)
--> ('AAA', 2)
--> ('BBB', 2)
--> ('CCC', 1)

SELECT lower(c1) AS l, count(*) FROM t1 GROUP BY lower(c1) ORDER BY l
--> schema struct<l:string collate UTF8_LCASE,count(1):bigint>
--> (None, 1)
--> ('aaa', 2)
--> ('bbb', 2)
--> ('ccc', 1)

SELECT c1 || 'x', count(*) FROM t1 GROUP BY c1 HAVING c1 > 'aaa' ORDER BY c1
--> schema struct<concat(c1, 'x' collate UTF8_LCASE):string collate UTF8_LCASE,count(1):bigint>
--> ('bbbx', 2)
--> ('cccx', 1)

SELECT count(*) FROM t1 a JOIN t1 b USING (c1)
--> schema struct<count(1):bigint>
--> (9,)

SELECT count(*) FROM t1 a NATURAL JOIN t1 b
--> schema struct<count(1):bigint>
--> (7,)

SELECT a.c1, count(*) FROM t1 a LEFT JOIN t1 b ON a.c1 = b.c1 AND a.c2 < b.c2 GROUP BY a.c1 ORDER BY 1
--> schema struct<c1:string collate UTF8_LCASE,count(1):bigint>
--> (None, 1)
--> ('aaa', 2)
--> ('bbb', 2)
--> ('ccc', 1)

SELECT c1 FROM t1 a WHERE EXISTS (SELECT 1 FROM t1 b WHERE b.c1 = a.c1 AND b.c2 <> a.c2) ORDER BY c1, c2
--> schema struct<c1:string collate UTF8_LCASE>
--> ('AAA',)
--> ('aaa',)

SELECT c1 FROM t1 WHERE c1 IN (SELECT c1 FROM t1 WHERE c2 = 'x') ORDER BY c2
--> schema struct<c1:string collate UTF8_LCASE>
--> ('AAA',)
--> ('aaa',)

SELECT c1 FROM t1 WHERE c1 NOT IN (SELECT c1 FROM t1 WHERE c2 = 'x') ORDER BY c1, c2
--> schema struct<c1:string collate UTF8_LCASE>
--> ('bbb',)
--> ('Bbb',)
--> ('ccc',)

SELECT c1 FROM t1 WHERE c1 = (SELECT max(c1) FROM t1)
--> schema struct<c1:string collate UTF8_LCASE>
--> ('ccc',)

SELECT c1 FROM t1 WHERE c1 IN (SELECT c2 FROM t1)
--> error INDETERMINATE_COLLATION_IN_EXPRESSION 42P22 27-48 'IN (SELECT c2 FROM t1)'

SELECT * FROM t1 a JOIN t1 b ON a.c1 = b.c2
--> error INDETERMINATE_COLLATION_IN_EXPRESSION 42P22 32-42 'a.c1 = b.c2'

SELECT c1 FROM t1 UNION SELECT c1 FROM t1 ORDER BY c1
--> schema struct<c1:string collate UTF8_LCASE>
--> (None,)
--> ('aaa',)
--> ('bbb',)
--> ('ccc',)

SELECT c1 FROM t1 INTERSECT SELECT 'AAA' COLLATE UTF8_LCASE ORDER BY c1
--> schema struct<c1:string collate UTF8_LCASE>
--> ('aaa',)

SELECT c1 FROM t1 EXCEPT SELECT 'AAA' COLLATE UTF8_LCASE ORDER BY c1
--> schema struct<c1:string collate UTF8_LCASE>
--> (None,)
--> ('bbb',)
--> ('ccc',)

SELECT c1 FROM t1 UNION ALL SELECT 'zzz' COLLATE UTF8_LCASE ORDER BY c1 DESC LIMIT 2
--> schema struct<c1:string collate UTF8_LCASE>
--> ('zzz',)
--> ('ccc',)

SELECT c1 LIKE 'A%', c1 ILIKE 'A%', c1 RLIKE '^A', c1 LIKE ANY ('A%', 'B%') FROM t1 ORDER BY c1, c2
--> schema struct<c1 LIKE A%:boolean,ilike(c1, A%):boolean,RLIKE(c1, ^A):boolean,likeany(c1):boolean>
--> (None, None, None, None)
--> (True, True, True, True)
--> (True, True, True, True)
--> (False, False, False, True)
--> (False, False, False, True)
--> (False, False, False, False)

SELECT * FROM (SELECT c1, c2 FROM t1) PIVOT (count(*) FOR c1 IN ('AAA', 'bbb')) ORDER BY c2
--> schema struct<c2:string,AAA:bigint,bbb:bigint>
--> ('X', 1, None)
--> ('Z', None, None)
--> ('n', None, None)
--> ('x', 1, None)
--> ('y', None, 2)

SELECT CASE c1 WHEN 'AAA' THEN 1 WHEN 'BBB' THEN 2 ELSE 0 END AS k, decode(c1, 'AAA', 1, 2) AS d FROM t1 ORDER BY c1, c2
--> schema struct<k:int,d:int>
--> (0, 2)
--> (1, 1)
--> (1, 1)
--> (2, 2)
--> (2, 2)
--> (0, 2)

SELECT c1 IS DISTINCT FROM 'AAA', c1 <=> 'BBB', c1 != 'ccc', nullif(c1, 'AAA'), coalesce(c1, 'none'), nvl(c1, 'n'), ifnull(c1, 'i'), nvl2(c1, c1, 'x'), if(c1 = 'AAA', c1, 'no') FROM t1 ORDER BY c1, c2
--> schema struct<(NOT (c1 <=> 'AAA' collate UTF8_LCASE)):boolean,(c1 <=> 'BBB' collate UTF8_LCASE):boolean,(NOT (c1 = 'ccc' collate UTF8_LCASE)):boolean,nullif(c1, AAA):string collate UTF8_LCASE,coalesce(c1, 'none' collate UTF8_LCASE):string collate UTF8_LCASE,nvl(c1, n):string collate UTF8_LCASE,ifnull(c1, i):string collate UTF8_LCASE,nvl2(c1, c1, x):string collate UTF8_LCASE,(IF((c1 = 'AAA' collate UTF8_LCASE), c1, 'no' collate UTF8_LCASE)):string collate UTF8_LCASE>
--> (True, False, None, None, 'none', 'n', 'i', 'x', 'no')
--> (False, False, True, None, 'AAA', 'AAA', 'AAA', 'AAA', 'AAA')
--> (False, False, True, None, 'aaa', 'aaa', 'aaa', 'aaa', 'aaa')
--> (True, True, True, 'bbb', 'bbb', 'bbb', 'bbb', 'bbb', 'no')
--> (True, True, True, 'Bbb', 'Bbb', 'Bbb', 'Bbb', 'Bbb', 'no')
--> (True, False, False, 'ccc', 'ccc', 'ccc', 'ccc', 'ccc', 'no')

SELECT c1 COLLATE UTF8_BINARY AS b, count(*) FROM t1 GROUP BY b ORDER BY b
--> schema struct<b:string,count(1):bigint>
--> (None, 1)
--> ('AAA', 1)
--> ('Bbb', 1)
--> ('aaa', 1)
--> ('bbb', 1)
--> ('ccc', 1)

SELECT substr(c1, 2), left(c1, 1), right(c1, 1), lpad(c1, 5, '-'), rpad(c1, 5, '-'), repeat(c1, 2), overlay(c1 PLACING 'x' FROM 1), elt(1, c1, 'z'), concat_ws(',', c1, 'z'), format_string('%s', c1), to_json(struct(c1)), base64(c1), space(1), ascii(c1) FROM t1 WHERE c1 = 'CCC'
--> schema struct<substr(c1, 2, 2147483647):string collate UTF8_LCASE,left(c1, 1):string collate UTF8_LCASE,right(c1, 1):string collate UTF8_LCASE,lpad(c1, 5, '-' collate UTF8_LCASE):string collate UTF8_LCASE,rpad(c1, 5, '-' collate UTF8_LCASE):string collate UTF8_LCASE,repeat(c1, 2):string collate UTF8_LCASE,overlay(c1, 'x' collate UTF8_LCASE, 1, -1):string collate UTF8_LCASE,elt(1, c1, 'z' collate UTF8_LCASE):string collate UTF8_LCASE,concat_ws(',' collate UTF8_LCASE, c1, 'z' collate UTF8_LCASE):string collate UTF8_LCASE,format_string(%s, c1):string,to_json(struct(c1)):string,base64(c1):string,space(1):string,ascii(c1):int>
--> ('cc', 'c', 'c', '--ccc', 'ccc--', 'cccccc', 'xcc', 'ccc', 'ccc,z', 'ccc', '{"c1":"ccc"}', 'Y2Nj', ' ', 99)

SELECT 'a' COLLATE UTF8_LCASE || 1, 'a' COLLATE UTF8_LCASE < 1
--> error CAST_INVALID_INPUT 22018 36-61 "'a' COLLATE UTF8_LCASE < 1"

SELECT CAST('1' COLLATE UTF8_LCASE AS INT), '1' COLLATE UTF8_LCASE + 1, CAST('2020-01-01' COLLATE UTF8_LCASE AS DATE), '2020-01-01' COLLATE UTF8_LCASE = DATE'2020-01-01', length('abc' COLLATE UTF8_LCASE), year('2020-01-01' COLLATE UTF8_LCASE)
--> schema struct<CAST(collate(1, UTF8_LCASE) AS INT):int,(collate(1, UTF8_LCASE) + 1):bigint,CAST(collate(2020-01-01, UTF8_LCASE) AS DATE):date,(collate(2020-01-01, UTF8_LCASE) = DATE '2020-01-01'):boolean,length(collate(abc, UTF8_LCASE)):int,year(collate(2020-01-01, UTF8_LCASE)):int>
--> (1, 2, datetime.date(2020, 1, 1), True, 3, 2020)

SELECT explode(array('a' COLLATE UTF8_LCASE, 'B')) AS x ORDER BY x
--> schema struct<x:string collate UTF8_LCASE>
--> ('a',)
--> ('B',)

SELECT split('aXbxc' COLLATE UTF8_LCASE, 'X'), split('aXbxc' COLLATE UTF8_LCASE, 'X', 2), regexp_extract_all('aXbx' COLLATE UTF8_LCASE, 'X', 0), regexp_instr('aXbx' COLLATE UTF8_LCASE, 'B'), regexp_substr('aXbx' COLLATE UTF8_LCASE, 'B')
--> schema struct<split(collate(aXbxc, UTF8_LCASE), X, -1):array<string collate UTF8_LCASE>,split(collate(aXbxc, UTF8_LCASE), X, 2):array<string collate UTF8_LCASE>,regexp_extract_all(collate(aXbx, UTF8_LCASE), X, 0):array<string collate UTF8_LCASE>,regexp_instr(collate(aXbx, UTF8_LCASE), B, 0):int,regexp_substr(collate(aXbx, UTF8_LCASE), B):string collate UTF8_LCASE>
--> (['a', 'b', 'c'], ['a', 'bxc'], ['X', 'x'], 3, 'b')

SELECT try_cast('x' COLLATE UTF8_LCASE AS INT), levenshtein('ABC' COLLATE UTF8_LCASE, 'abc', 1), sentences('Hi there' COLLATE UTF8_LCASE), size(array('a' COLLATE UTF8_LCASE)), inline(array(struct('a' COLLATE UTF8_LCASE)))
--> schema struct<TRY_CAST(collate(x, UTF8_LCASE) AS INT):int,levenshtein(collate(ABC, UTF8_LCASE), 'abc' collate UTF8_LCASE, 1):int,sentences(collate(Hi there, UTF8_LCASE), , ):array<array<string collate UTF8_LCASE>>,size(array(collate(a, UTF8_LCASE))):int,col1:string collate UTF8_LCASE>
--> (None, -1, [['Hi', 'there']], 1, 'a')

SELECT 'a' COLLATE UTF8_LCASE AS c, typeof(array('a' COLLATE UTF8_LCASE)), typeof(struct('a' COLLATE UTF8_LCASE AS z))
--> schema struct<c:string collate UTF8_LCASE,typeof(array(collate(a, UTF8_LCASE))):string,typeof(struct(collate(a, UTF8_LCASE) AS z)):string>
--> ('a', 'array<string collate UTF8_LCASE>', 'struct<z:string collate UTF8_LCASE>')

SELECT * FROM collations() WHERE NAME LIKE 'UTF8%'
--> schema struct<CATALOG:string,SCHEMA:string,NAME:string,LANGUAGE:string,COUNTRY:string,ACCENT_SENSITIVITY:string,CASE_SENSITIVITY:string,PAD_ATTRIBUTE:string,ICU_VERSION:string>
--> ('SYSTEM', 'BUILTIN', 'UTF8_BINARY', None, None, 'ACCENT_SENSITIVE', 'CASE_SENSITIVE', 'NO_PAD', None)
--> ('SYSTEM', 'BUILTIN', 'UTF8_LCASE', None, None, 'ACCENT_SENSITIVE', 'CASE_INSENSITIVE', 'NO_PAD', None)
--> ('SYSTEM', 'BUILTIN', 'UTF8_BINARY_RTRIM', None, None, 'ACCENT_SENSITIVE', 'CASE_SENSITIVE', 'RTRIM', None)
--> ('SYSTEM', 'BUILTIN', 'UTF8_LCASE_RTRIM', None, None, 'ACCENT_SENSITIVE', 'CASE_INSENSITIVE', 'RTRIM', None)

SHOW COLLATIONS LIKE 'UTF8*'
--> schema struct<NAME:string,LANGUAGE:string,COUNTRY:string,ACCENT_SENSITIVITY:string,CASE_SENSITIVITY:string,PAD_ATTRIBUTE:string,ICU_VERSION:string>
--> ('UTF8_BINARY', None, None, 'ACCENT_SENSITIVE', 'CASE_SENSITIVE', 'NO_PAD', None)
--> ('UTF8_LCASE', None, None, 'ACCENT_SENSITIVE', 'CASE_INSENSITIVE', 'NO_PAD', None)
--> ('UTF8_BINARY_RTRIM', None, None, 'ACCENT_SENSITIVE', 'CASE_SENSITIVE', 'RTRIM', None)
--> ('UTF8_LCASE_RTRIM', None, None, 'ACCENT_SENSITIVE', 'CASE_INSENSITIVE', 'RTRIM', None)

CREATE TABLE t3 AS SELECT c1, c2, named_struct('x', c1) AS s, array(c1) AS a, map(c1, c2) AS m FROM t1 WHERE c1 IS NOT NULL
--> error UNSUPPORTED_FEATURE.COLLATIONS_IN_MAP_KEYS 0A000

CREATE TABLE t4 (a STRING, n INT) USING json DEFAULT COLLATION UTF8_LCASE
--> schema struct<>

INSERT INTO t4 VALUES ('A', 1), ('a', 2), ('b', 3)
--> schema struct<>

SHOW CREATE TABLE t4
--> schema struct<createtab_stmt:string>
--> ('CREATE TABLE spark_catalog.default.t4 (\n  a STRING COLLATE UTF8_LCASE,\n  n INT)\nUSING json\nDEFAULT COLLATION UTF8_LCASE\n',)

ALTER TABLE t4 ADD COLUMNS (z STRING)
--> schema struct<>

DESCRIBE t4
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'string collate UTF8_LCASE', None)
--> ('n', 'int', None)
--> ('z', 'string collate UTF8_LCASE', None)

ALTER TABLE t4 DEFAULT COLLATION UTF8_BINARY
--> schema struct<>

DESCRIBE EXTENDED t4
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('a', 'string collate UTF8_LCASE', None)
--> ('n', 'int', None)
--> ('z', 'string collate UTF8_LCASE', None)
--> ('', '', '')
--> ('# Detailed Table Information', '', '')
--> ('Catalog', 'spark_catalog', '')
--> ('Database', 'default', '')
--> ('Table', 't4', '')
--> ('Type', 'MANAGED', '')
--> ('Provider', 'json', '')
--> ('Collation', 'UTF8_BINARY', '')
--> ('Location', '{warehouse}/t4', '')

ALTER TABLE t1 ALTER COLUMN c2 TYPE STRING COLLATE UTF8_LCASE
--> schema struct<>

DESCRIBE t1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('c1', 'string collate UTF8_LCASE', None)
--> ('c2', 'string collate UTF8_LCASE', None)

CREATE VIEW v1 DEFAULT COLLATION UTF8_LCASE AS SELECT 'a' AS x, 'b' AS y
--> schema struct<>

DESCRIBE v1
--> schema struct<col_name:string,data_type:string,comment:string>
--> ('x', 'string collate UTF8_LCASE', None)
--> ('y', 'string collate UTF8_LCASE', None)

SELECT x = 'A', 'q' = 'Q' FROM v1
--> schema struct<(x = 'A' collate UTF8_LCASE):boolean,(q = Q):boolean>
--> (True, False)

SHOW CREATE TABLE v1
--> schema struct<createtab_stmt:string>
--> ("CREATE VIEW default.v1 (\n  x,\n  y)\nDEFAULT COLLATION UTF8_LCASE\nWITH SCHEMA COMPENSATION\nAS SELECT 'a' AS x, 'b' AS y\n",)

CREATE OR REPLACE TEMPORARY VIEW v2 DEFAULT COLLATION UTF8_LCASE AS SELECT 'a' AS x
--> schema struct<>

SELECT x = 'A' FROM v2
--> schema struct<(x = 'A' collate UTF8_LCASE):boolean>
--> (True,)

CREATE TABLE p1 (a INT, p STRING COLLATE UTF8_LCASE) USING parquet PARTITIONED BY (p)
--> error INVALID_PARTITION_COLUMN_DATA_TYPE 0A000

CREATE SCHEMA sc DEFAULT COLLATION UTF8_LCASE
--> error UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS 0A000

DESCRIBE SCHEMA EXTENDED sc
--> error SCHEMA_NOT_FOUND 42704

CREATE TABLE sc.t (a STRING) USING parquet
--> error SCHEMA_NOT_FOUND 42704

DROP SCHEMA sc
--> error SCHEMA_NOT_FOUND 42704

DECLARE VARIABLE vv STRING COLLATE UTF8_LCASE DEFAULT 'abc'
--> schema struct<>

CREATE TEMPORARY FUNCTION ff(s STRING COLLATE UTF8_LCASE) RETURNS BOOLEAN RETURN s = 'ABC'
--> schema struct<>

SELECT ff('abc')
--> schema struct<ff(abc):boolean>
--> (True,)

SELECT CAST(array('a') AS ARRAY<STRING COLLATE UTF8_LCASE>) = array('A')
--> schema struct<(array(a) = array(A)):boolean>
--> (True,)

SELECT 'a' COLLATE UTF8_LCASE BETWEEN 'A' AND 'B', 'a' COLLATE UTF8_LCASE NOT IN ('A'), NOT 'a' COLLATE UTF8_LCASE = 'A'
--> schema struct<between(collate(a, UTF8_LCASE), A, B):boolean,(NOT (collate(a, UTF8_LCASE) IN ('A' collate UTF8_LCASE))):boolean,(NOT (collate(a, UTF8_LCASE) = 'A' collate UTF8_LCASE)):boolean>
--> (True, False, False)

SELECT 'a' COLLATE UTF8_LCASE = c2 FROM t1 ORDER BY c2
--> schema struct<(collate(a, UTF8_LCASE) = c2):boolean>
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)

SELECT c1 = upper(c2) FROM t1
--> schema struct<(c1 = upper(c2)):boolean>
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (None,)

SELECT c1 = c2 COLLATE UTF8_LCASE FROM t1 ORDER BY c1, c2
--> schema struct<(c1 = collate(c2, UTF8_LCASE)):boolean>
--> (None,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)

SELECT c1 = (c2 || 'x') FROM t1
--> schema struct<(c1 = concat(c2, 'x' collate UTF8_LCASE)):boolean>
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (False,)
--> (None,)

SELECT 'a' COLLATE UTF8_LCAS
--> error COLLATION_INVALID_NAME 42704

SELECT 'a' COLLATE UNICODE_XX
--> error COLLATION_INVALID_NAME 42704

SELECT 'a' COLLATE UTF8_LCASE_RTRIM_X
--> error COLLATION_INVALID_NAME 42704

SELECT 'a' COLLATE UTF8_BINARY_CI
--> error COLLATION_INVALID_NAME 42704

SELECT 'a' COLLATE `nope`.UTF8_LCASE
--> error COLLATION_INVALID_NAME 42704

SELECT histogram_numeric(n, 2), percentile(n, 0.5), bit_and(n), hll_sketch_estimate(hll_sketch_agg(a)) FROM t4
--> schema struct<histogram_numeric(n, 2):array<struct<x:int,y:double>>,percentile(n, 0.5, 1):double,bit_and(n):int,hll_sketch_estimate(hll_sketch_agg(a, 12)):bigint>
--> ([Row(x=1, y=1.0), Row(x=2, y=2.0)], 2.0, 0, 2)

SELECT a FROM t4 WHERE a = 'A' AND n > 0 ORDER BY n
--> schema struct<a:string collate UTF8_LCASE>
--> ('A',)
--> ('a',)

SELECT zip_with(array('a' COLLATE UTF8_LCASE), array('A' COLLATE UTF8_LCASE), (x, y) -> x = y), arrays_zip(array('a' COLLATE UTF8_LCASE)), flatten(array(array('a' COLLATE UTF8_LCASE))), slice(array('a' COLLATE UTF8_LCASE), 1, 1), shuffle(array('a' COLLATE UTF8_LCASE)), reverse(array('a' COLLATE UTF8_LCASE))
--> schema struct<zip_with(array(collate(a, UTF8_LCASE)), array(collate(A, UTF8_LCASE)), lambdafunction((namedlambdavariable() = namedlambdavariable()), namedlambdavariable(), namedlambdavariable())):array<boolean>,arrays_zip(array(collate(a, UTF8_LCASE))):array<struct<0:string collate UTF8_LCASE>>,flatten(array(array(collate(a, UTF8_LCASE)))):array<string collate UTF8_LCASE>,slice(array(collate(a, UTF8_LCASE)), 1, 1):array<string collate UTF8_LCASE>,shuffle(array(collate(a, UTF8_LCASE))):array<string collate UTF8_LCASE>,reverse(array(collate(a, UTF8_LCASE))):array<string collate UTF8_LCASE>>
--> ([True], [Row(0='a')], ['a'], ['a'], ['a'], ['a'])

DROP TABLE t1
--> schema struct<>

DROP TABLE t4
--> schema struct<>

DROP VIEW v1
--> schema struct<>
