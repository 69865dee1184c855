-- Aggregation and grouping sets.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT dept, count(*) FROM emp GROUP BY dept
--> schema struct<dept:int,count(1):bigint>
--> (10, 2)
--> (20, 2)
--> (None, 1)
--> (30, 1)

SELECT dept, count(*) FROM emp GROUP BY 1
--> schema struct<dept:int,count(1):bigint>
--> (10, 2)
--> (20, 2)
--> (None, 1)
--> (30, 1)

SELECT dept AS d, sum(pay) FROM emp GROUP BY d
--> schema struct<d:int,sum(pay):decimal(14,1)>
--> (10, Decimal('300.0'))
--> (20, Decimal('150.0'))
--> (None, Decimal('300.0'))
--> (30, Decimal('50.0'))

SELECT dept, hired > DATE'2020-02-15' AS late, count(*) FROM emp GROUP BY ALL
--> schema struct<dept:int,late:boolean,count(1):bigint>
--> (10, False, 2)
--> (20, True, 2)
--> (30, True, 1)
--> (None, None, 1)

SELECT count(*), dept + 1 FROM emp GROUP BY ALL
--> schema struct<count(1):bigint,(dept + 1):int>
--> (2, 11)
--> (2, 21)
--> (1, 31)
--> (1, None)

SELECT dept, name, sum(pay) OVER () FROM emp GROUP BY ALL
--> error MISSING_AGGREGATION 42803

SELECT dept, sum(pay) FROM emp GROUP BY ROLLUP (dept)
--> schema struct<dept:int,sum(pay):decimal(14,1)>
--> (10, Decimal('300.0'))
--> (20, Decimal('150.0'))
--> (None, Decimal('800.0'))
--> (30, Decimal('50.0'))
--> (None, Decimal('300.0'))

SELECT year, course, sum(earnings) FROM sales GROUP BY ROLLUP (year, course)
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (None, None, 113100)
--> (2013, 'Java', 30000)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, sum(earnings) FROM sales GROUP BY CUBE (year, course)
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (None, 'dotNET', 63000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (None, None, 113100)
--> (None, 'Java', 50000)
--> (2013, 'Java', 30000)
--> (None, None, 100)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, sum(earnings) FROM sales GROUP BY year, course WITH ROLLUP
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (None, None, 113100)
--> (2013, 'Java', 30000)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, sum(earnings) FROM sales GROUP BY year, course WITH CUBE
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (None, 'dotNET', 63000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (None, None, 113100)
--> (None, 'Java', 50000)
--> (2013, 'Java', 30000)
--> (None, None, 100)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, sum(earnings) FROM sales GROUP BY GROUPING SETS ((year), (course), ())
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (None, 'dotNET', 63000)
--> (None, None, 113100)
--> (None, 'Java', 50000)
--> (None, None, 100)
--> (2013, None, 78100)

SELECT year, course, sum(earnings) FROM sales GROUP BY GROUPING SETS (year, (year, course))
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (2013, 'Java', 30000)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, sum(earnings) FROM sales GROUP BY year, ROLLUP (course)
--> schema struct<year:int,course:string,sum(earnings):bigint>
--> (2012, None, 35000)
--> (2012, 'dotNET', 15000)
--> (2012, 'Java', 20000)
--> (2013, 'Java', 30000)
--> (2013, 'dotNET', 48000)
--> (2013, None, 78100)
--> (2013, None, 100)

SELECT year, course, q, sum(earnings) FROM sales GROUP BY year, CUBE (course, q)
--> schema struct<year:int,course:string,q:int,sum(earnings):bigint>
--> (2012, 'dotNET', 2, 5000)
--> (2012, 'dotNET', 1, 10000)
--> (2012, 'Java', 2, 20000)
--> (2012, 'dotNET', None, 15000)
--> (2012, None, 1, 10000)
--> (2012, None, None, 35000)
--> (2012, 'Java', None, 20000)
--> (2012, None, 2, 25000)
--> (2013, 'Java', 4, 30000)
--> (2013, None, 1, 48000)
--> (2013, None, 4, 30000)
--> (2013, None, None, 100)
--> (2013, 'dotNET', 1, 48000)
--> (2013, 'dotNET', None, 48000)
--> (2013, None, None, 78100)
--> (2013, 'Java', None, 30000)
--> (2013, None, None, 100)
--> (2013, None, None, 100)

SELECT year, course, q, sum(earnings) FROM sales GROUP BY year, GROUPING SETS ((course), (q))
--> schema struct<year:int,course:string,q:int,sum(earnings):bigint>
--> (2012, 'dotNET', None, 15000)
--> (2012, None, 1, 10000)
--> (2012, 'Java', None, 20000)
--> (2012, None, 2, 25000)
--> (2013, None, 1, 48000)
--> (2013, None, 4, 30000)
--> (2013, None, None, 100)
--> (2013, 'dotNET', None, 48000)
--> (2013, 'Java', None, 30000)
--> (2013, None, None, 100)

SELECT year, course, q, count(*) FROM sales GROUP BY ROLLUP (year, (course, q))
--> schema struct<year:int,course:string,q:int,count(1):bigint>
--> (2012, 'dotNET', 2, 1)
--> (2012, 'dotNET', 1, 1)
--> (2012, 'Java', 2, 1)
--> (2012, None, None, 3)
--> (None, None, None, 6)
--> (2013, 'Java', 4, 1)
--> (2013, 'dotNET', 1, 1)
--> (2013, None, None, 3)
--> (2013, None, None, 1)

SELECT year, course, q, count(*) FROM sales GROUP BY ROLLUP (year), CUBE (course, q)
--> schema struct<year:int,course:string,q:int,count(1):bigint>
--> (2012, 'dotNET', 2, 1)
--> (None, 'dotNET', 1, 2)
--> (None, 'Java', 2, 1)
--> (2012, 'dotNET', 1, 1)
--> (2012, 'Java', 2, 1)
--> (2012, 'dotNET', None, 2)
--> (2012, None, 1, 1)
--> (2012, None, None, 3)
--> (None, 'dotNET', None, 3)
--> (None, None, 1, 2)
--> (None, None, None, 6)
--> (2012, 'Java', None, 1)
--> (2012, None, 2, 2)
--> (None, 'Java', None, 2)
--> (None, None, 2, 2)
--> (None, 'dotNET', 2, 1)
--> (2013, 'Java', 4, 1)
--> (2013, None, 1, 1)
--> (2013, None, 4, 1)
--> (None, None, 4, 1)
--> (2013, None, None, 1)
--> (None, None, None, 1)
--> (None, None, None, 1)
--> (2013, 'dotNET', 1, 1)
--> (2013, 'dotNET', None, 1)
--> (2013, None, None, 3)
--> (2013, 'Java', None, 1)
--> (None, 'Java', 4, 1)
--> (2013, None, None, 1)
--> (2013, None, None, 1)
--> (None, None, None, 1)

SELECT year, grouping(year), grouping(course), grouping_id(), count(*) FROM sales GROUP BY CUBE (year, course)
--> schema struct<year:int,grouping(year):tinyint,grouping(course):tinyint,grouping_id():bigint,count(1):bigint>
--> (2012, 0, 1, 1, 3)
--> (None, 1, 0, 2, 3)
--> (2012, 0, 0, 0, 2)
--> (2012, 0, 0, 0, 1)
--> (None, 1, 1, 3, 6)
--> (None, 1, 0, 2, 2)
--> (2013, 0, 0, 0, 1)
--> (None, 1, 0, 2, 1)
--> (2013, 0, 0, 0, 1)
--> (2013, 0, 1, 1, 3)
--> (2013, 0, 0, 0, 1)

SELECT year, grouping_id(year, course) AS g, count(*) FROM sales GROUP BY year, course WITH ROLLUP HAVING grouping_id() > 0
--> schema struct<year:int,g:bigint,count(1):bigint>
--> (2012, 1, 3)
--> (None, 3, 6)
--> (2013, 1, 3)

SELECT year, course, sum(earnings) s FROM sales GROUP BY CUBE (year, course) ORDER BY grouping(year), grouping(course), year, course
--> schema struct<year:int,course:string,s:bigint>
--> (2012, 'Java', 20000)
--> (2012, 'dotNET', 15000)
--> (2013, None, 100)
--> (2013, 'Java', 30000)
--> (2013, 'dotNET', 48000)
--> (2012, None, 35000)
--> (2013, None, 78100)
--> (None, None, 100)
--> (None, 'Java', 50000)
--> (None, 'dotNET', 63000)
--> (None, None, 113100)

SELECT grouping(year) FROM sales
--> error UNSUPPORTED_GROUPING_EXPRESSION 42K0E 7-20 'grouping(year)'

SELECT grouping(q) FROM sales GROUP BY CUBE (year)
--> error GROUPING_COLUMN_MISMATCH 42803

SELECT year FROM sales GROUP BY CUBE (year) HAVING grouping(year) = 1
--> schema struct<year:int>
--> (None,)

SELECT year + 1, count(*) FROM sales GROUP BY GROUPING SETS ((year + 1), ())
--> schema struct<(year + 1):int,count(1):bigint>
--> (2013, 3)
--> (None, 6)
--> (2014, 3)

SELECT dept, name FROM emp GROUP BY dept
--> error MISSING_AGGREGATION 42803

SELECT dept, count(*) FROM emp
--> error MISSING_GROUP_BY 42803 0-29 'SELECT dept, count(*) FROM emp'

SELECT name FROM emp HAVING count(*) > 1
--> error MISSING_GROUP_BY 42803 0-39 'SELECT name FROM emp HAVING count(*) > 1'

SELECT count(*) FROM emp HAVING count(*) > 1
--> schema struct<count(1):bigint>
--> (6,)

SELECT 1 FROM emp HAVING max(id) > 3
--> schema struct<1:int>
--> (1,)

SELECT dept FROM emp GROUP BY 3
--> error GROUP_BY_POS_OUT_OF_RANGE 42805 30-30 '3'

SELECT sum(pay) FROM emp GROUP BY 1
--> error GROUP_BY_POS_AGGREGATE 42903 34-34 '1'

SELECT dept FROM emp GROUP BY sum(pay)
--> error GROUP_BY_AGGREGATE 42903 30-37 'sum(pay)'

SELECT dept, sum(pay) FILTER (WHERE id > 1), count(*) FILTER (WHERE pay > 100) FROM emp GROUP BY dept
--> schema struct<dept:int,sum(pay) FILTER (WHERE (id > 1)):decimal(14,1),count(1) FILTER (WHERE (pay > 100)):bigint>
--> (10, Decimal('200.0'), 1)
--> (20, Decimal('150.0'), 1)
--> (None, Decimal('300.0'), 1)
--> (30, Decimal('50.0'), 0)

SELECT count(DISTINCT dept), sum(DISTINCT dept), count(DISTINCT dept, name) FROM emp
--> schema struct<count(DISTINCT dept):bigint,sum(DISTINCT dept):bigint,count(DISTINCT dept, name):bigint>
--> (3, 60, 5)

SELECT count(DISTINCT dept) FILTER (WHERE id < 4), avg(DISTINCT pay) FROM emp
--> schema struct<count(DISTINCT dept) FILTER (WHERE (id < 4)):bigint,avg(DISTINCT pay):decimal(8,5)>
--> (2, Decimal('160.00000'))

SELECT dept, count(*) AS c FROM emp GROUP BY dept HAVING c > 1 ORDER BY c DESC, dept
--> schema struct<dept:int,c:bigint>
--> (10, 2)
--> (20, 2)

SELECT dept, count(*) AS c FROM emp GROUP BY dept HAVING max(pay) > 150
--> schema struct<dept:int,c:bigint>
--> (10, 2)
--> (None, 1)

SELECT dept d FROM emp GROUP BY dept ORDER BY sum(pay) DESC, dept
--> schema struct<d:int>
--> (None,)
--> (10,)
--> (20,)
--> (30,)

SELECT sum(sum(pay)) FROM emp
--> error NESTED_AGGREGATE_FUNCTION 42607 11-18 'sum(pay)'

SELECT max(pay), min(name), first(id), last(id), any_value(1), avg(pay), stddev(pay), variance(id) FROM emp WHERE dept = 10
--> schema struct<max(pay):decimal(4,1),min(name):string,first(id):int,last(id):int,any_value(1):int,avg(pay):decimal(8,5),stddev(pay):double,variance(id):double>
--> (Decimal('200.0'), 'ann', 1, 2, 1, Decimal('150.00000'), 70.71067811865476, 0.5)

SELECT listagg(name, ',') WITHIN GROUP (ORDER BY name DESC) FROM emp
--> schema struct<listagg(name, ,) WITHIN GROUP (ORDER BY name DESC NULLS LAST):string>
--> ('fay,eve,dan,cat,bob,ann',)

SELECT dept, percentile_cont(0.5) WITHIN GROUP (ORDER BY pay) FROM emp GROUP BY dept
--> schema struct<dept:int,percentile_cont(0.5) WITHIN GROUP (ORDER BY pay):double>
--> (10, 150.0)
--> (20, 150.0)
--> (None, 300.0)
--> (30, 50.0)

SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY id DESC) FROM emp
--> schema struct<percentile_disc(0.25) WITHIN GROUP (ORDER BY id DESC):double>
--> (5.0,)

SELECT mode() WITHIN GROUP (ORDER BY dept) FROM emp
--> schema struct<mode() WITHIN GROUP (ORDER BY dept DESC):int>
--> (10,)

SELECT dept, count_if(pay > 100), bool_and(pay > 0), bool_or(pay > 250), every(id > 0) FROM emp GROUP BY dept
--> schema struct<dept:int,count_if((pay > 100)):bigint,bool_and((pay > 0)):boolean,bool_or((pay > 250)):boolean,every((id > 0)):boolean>
--> (10, 1, True, False, True)
--> (20, 1, True, False, True)
--> (None, 1, True, True, True)
--> (30, 0, True, False, True)

SELECT a, a + 1 AS b, b * 2 AS c FROM VALUES (1), (2) AS t(a)
--> schema struct<a:int,b:int,c:int>
--> (1, 2, 4)
--> (2, 3, 6)

SELECT dept AS d, sum(pay) AS s, s / 2 AS half FROM emp GROUP BY dept
--> schema struct<d:int,s:decimal(14,1),half:decimal(19,6)>
--> (10, Decimal('300.0'), Decimal('150.000000'))
--> (20, Decimal('150.0'), Decimal('75.000000'))
--> (None, Decimal('300.0'), Decimal('150.000000'))
--> (30, Decimal('50.0'), Decimal('25.000000'))

SELECT id AS x, x + 1 AS y, row_number() OVER (ORDER BY x) AS rn, rn + y FROM emp
--> error UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW 0A000

SELECT 1 AS a, 2 AS a, a + 1
--> error AMBIGUOUS_LATERAL_COLUMN_ALIAS 42702

SELECT id AS name, name FROM emp WHERE id = 1
--> schema struct<name:int,name:string>
--> (1, 'ann')

SELECT max(id) AS m, m + 1, (SELECT count(*) FROM dept WHERE dept > m) FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 68-68 'm'

SELECT collect_list(id), sort_array(collect_set(dept)) FROM emp WHERE id < 4
--> schema struct<collect_list(id):array<int>,sort_array(collect_set(dept), true):array<int>>
--> ([1, 2, 3], [10, 20])

SELECT dept, rank(150) WITHIN GROUP (ORDER BY pay) FROM emp GROUP BY dept
--> error INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX 42000 13-49 'rank(150) WITHIN GROUP (ORDER BY pay)'

SELECT count(1), count(NULL), count(pay), sum(NULL) FROM emp
--> schema struct<count(1):bigint,count(NULL):bigint,count(pay):bigint,sum(NULL):double>
--> (6, 0, 5, None)

SELECT sum(pay) FROM emp WHERE false
--> schema struct<sum(pay):decimal(14,1)>
--> (None,)

SELECT dept, sum(pay) FROM emp WHERE false GROUP BY dept
--> schema struct<dept:int,sum(pay):decimal(14,1)>

SELECT GROUPING(dept), dept FROM emp GROUP BY dept
--> error UNSUPPORTED_GROUPING_EXPRESSION 42K0E 7-20 'GROUPING(dept)'

SELECT year FROM sales GROUP BY year, year
--> schema struct<year:int>
--> (2012,)
--> (2013,)

SELECT count(*) FROM sales GROUP BY ()
--> error PARSE_SYNTAX_ERROR 42601

SELECT count(*) FROM sales GROUP BY GROUPING SETS (())
--> schema struct<count(1):bigint>
--> (6,)

SELECT max(id), 3 AS abc FROM emp GROUP BY id % abc ORDER BY 1
--> schema struct<max(id):int,abc:int>
--> (4, 3)
--> (5, 3)
--> (6, 3)

SELECT dept AS d, count(*) FROM emp GROUP BY coalesce(d, 0) + 1, d ORDER BY ALL
--> schema struct<d:int,count(1):bigint>
--> (None, 1)
--> (10, 2)
--> (20, 2)
--> (30, 1)

SELECT sum(id) FROM emp GROUP BY -1
--> error GROUP_BY_POS_OUT_OF_RANGE 42805 33-34 '-1'
