-- Stars, EXCEPT columns and fields of structs.
CREATE OR REPLACE TEMP VIEW sales AS SELECT * FROM VALUES (2012, "dotNET", 10000, 1), (2012, "Java", 20000, 2), (2012, "dotNET", 5000, 2), (2013, "dotNET", 48000, 1), (2013, "Java", 30000, 4), (2013, NULL, 100, NULL) AS t(year, course, earnings, q)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW emp AS SELECT * FROM VALUES (1, "ann", 10, 100.0, DATE "2020-01-01"), (2, "bob", 10, 200.0, DATE "2020-02-01"), (3, "cat", 20, 150.0, DATE "2020-03-01"), (4, "dan", 20, NULL, DATE "2020-04-01"), (5, "eve", NULL, 300.0, NULL), (6, "fay", 30, 50.0, DATE "2020-06-01") AS t(id, name, dept, pay, hired)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW dept AS SELECT * FROM VALUES (10, "dev"), (20, "ops"), (40, "hr"), (NULL, "none") AS t(dept, title)
--> schema struct<>

CREATE OR REPLACE TEMP VIEW nested AS SELECT 1 AS id, named_struct("a", 1, "b", named_struct("c", "x", "d", 2.5D)) AS s, array(1, 2, 3) AS arr, map("k", 1, "l", 2) AS m, array(named_struct("p", 1, "q", "u"), named_struct("p", 2, "q", "v")) AS st
--> schema struct<>

SELECT * EXCEPT (id) FROM emp ORDER BY name
--> schema struct<name:string,dept:int,pay:decimal(4,1),hired:date>
--> ('ann', 10, Decimal('100.0'), datetime.date(2020, 1, 1))
--> ('bob', 10, Decimal('200.0'), datetime.date(2020, 2, 1))
--> ('cat', 20, Decimal('150.0'), datetime.date(2020, 3, 1))
--> ('dan', 20, None, datetime.date(2020, 4, 1))
--> ('eve', None, Decimal('300.0'), None)
--> ('fay', 30, Decimal('50.0'), datetime.date(2020, 6, 1))

SELECT * EXCEPT (id, pay, hired) FROM emp
--> schema struct<name:string,dept:int>
--> ('ann', 10)
--> ('bob', 10)
--> ('cat', 20)
--> ('dan', 20)
--> ('eve', None)
--> ('fay', 30)

SELECT e.* EXCEPT (pay, hired), d.* EXCEPT (dept) FROM emp e JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,name:string,dept:int,title:string>
--> (1, 'ann', 10, 'dev')
--> (2, 'bob', 10, 'dev')
--> (3, 'cat', 20, 'ops')
--> (4, 'dan', 20, 'ops')

SELECT * EXCEPT (e.dept) FROM emp e JOIN dept d ON e.dept = d.dept
--> schema struct<id:int,name:string,pay:decimal(4,1),hired:date,dept:int,title:string>
--> (1, 'ann', Decimal('100.0'), datetime.date(2020, 1, 1), 10, 'dev')
--> (2, 'bob', Decimal('200.0'), datetime.date(2020, 2, 1), 10, 'dev')
--> (3, 'cat', Decimal('150.0'), datetime.date(2020, 3, 1), 20, 'ops')
--> (4, 'dan', None, datetime.date(2020, 4, 1), 20, 'ops')

SELECT * EXCEPT (nope) FROM emp
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-21 '* EXCEPT (nope)'

SELECT * EXCEPT (id, id) FROM emp
--> error EXCEPT_OVERLAPPING_COLUMNS 42702 7-23 '* EXCEPT (id, id)'

SELECT * EXCEPT (id, name, dept, pay, hired) FROM emp
--> schema struct<>
--> ()
--> ()
--> ()
--> ()
--> ()
--> ()

SELECT * EXCEPT (s.a) FROM nested
--> schema struct<id:int,s:struct<b:struct<c:string,d:double>>,arr:array<int>,m:map<string,int>,st:array<struct<p:int,q:string>>>
--> (1, Row(b=Row(c='x', d=2.5)), [1, 2, 3], {'k': 1, 'l': 2}, [Row(p=1, q='u'), Row(p=2, q='v')])

SELECT * EXCEPT (s.b.c, arr) FROM nested
--> schema struct<id:int,s:struct<a:int,b:struct<d:double>>,m:map<string,int>,st:array<struct<p:int,q:string>>>
--> (1, Row(a=1, b=Row(d=2.5)), {'k': 1, 'l': 2}, [Row(p=1, q='u'), Row(p=2, q='v')])

SELECT s.* FROM nested
--> schema struct<a:int,b:struct<c:string,d:double>>
--> (1, Row(c='x', d=2.5))

SELECT s.b.* FROM nested
--> schema struct<c:string,d:double>
--> ('x', 2.5)

SELECT s.*, id FROM nested
--> schema struct<a:int,b:struct<c:string,d:double>,id:int>
--> (1, Row(c='x', d=2.5), 1)

SELECT nested.s.* FROM nested
--> schema struct<a:int,b:struct<c:string,d:double>>
--> (1, Row(c='x', d=2.5))

SELECT nested.* FROM nested
--> schema struct<id:int,s:struct<a:int,b:struct<c:string,d:double>>,arr:array<int>,m:map<string,int>,st:array<struct<p:int,q:string>>>
--> (1, Row(a=1, b=Row(c='x', d=2.5)), [1, 2, 3], {'k': 1, 'l': 2}, [Row(p=1, q='u'), Row(p=2, q='v')])

SELECT nope.* FROM nested
--> error CANNOT_RESOLVE_STAR_EXPAND 42704 7-12 'nope.*'

SELECT struct(*) FROM dept ORDER BY title
--> schema struct<struct(dept, title):struct<dept:int,title:string>>
--> (Row(dept=10, title='dev'),)
--> (Row(dept=40, title='hr'),)
--> (Row(dept=None, title='none'),)
--> (Row(dept=20, title='ops'),)

SELECT count(*), count(dept), count(DISTINCT *) FROM dept
--> schema struct<count(1):bigint,count(dept):bigint,count(DISTINCT dept, title):bigint>
--> (4, 3, 3)

SELECT concat(*) FROM (SELECT 'a' AS x, 'b' AS y)
--> schema struct<concat(x, y):string>
--> ('ab',)

SELECT array(*) FROM (SELECT 1 AS x, 2 AS y)
--> schema struct<array(x, y):array<int>>
--> ([1, 2],)

SELECT coalesce(*) FROM (SELECT NULL AS x, 2 AS y)
--> schema struct<coalesce(x, y):int>
--> (2,)

SELECT 1 IN (*) FROM (SELECT 1 AS x, 2 AS y)
--> schema struct<(1 IN (x, y)):boolean>
--> (True,)

SELECT * FROM nested WHERE s.a = 1
--> schema struct<id:int,s:struct<a:int,b:struct<c:string,d:double>>,arr:array<int>,m:map<string,int>,st:array<struct<p:int,q:string>>>
--> (1, Row(a=1, b=Row(c='x', d=2.5)), [1, 2, 3], {'k': 1, 'l': 2}, [Row(p=1, q='u'), Row(p=2, q='v')])

SELECT s.b.d, s['a'], m['k'], m.k, arr[1], st.p, st[0].q, st.q[1] FROM nested
--> schema struct<d:double,s.a:int,m[k]:int,k:int,arr[1]:int,p:array<int>,st[0].q:string,st.q[1]:string>
--> (2.5, 1, 1, 1, 2, [1, 2], 'u', 'v')

SELECT arr[10] FROM nested
--> error INVALID_ARRAY_INDEX 22003 7-13 'arr[10]'

SELECT get(arr, 10), try_element_at(arr, 10), m['zz'] FROM nested
--> schema struct<get(arr, 10):int,try_element_at(arr, 10):int,m[zz]:int>
--> (None, None, None)

SELECT m['zz'] FROM nested
--> schema struct<m[zz]:int>
--> (None,)

SELECT s.zz FROM nested
--> error FIELD_NOT_FOUND 42704 7-10 's.zz'

SELECT id.zz FROM nested
--> error INVALID_EXTRACT_BASE_FIELD_TYPE 42000 7-11 'id.zz'

SELECT named_struct('a', 1).a, struct(1, 2).col1, array(1, 2)[0], map(1, 'x')[1]
--> schema struct<named_struct(a, 1).a:int,struct(1, 2).col1:int,array(1, 2)[0]:int,map(1, x)[1]:string>
--> (1, 1, 1, 'x')

SELECT (1, 'a').col2, (SELECT struct(5 AS f)).f
--> schema struct<named_struct(col1, 1, col2, a).col2:string,scalarsubquery().f:int>
--> ('a', 5)

SELECT * EXCEPT (a) FROM VALUES (1, 2, 3) AS t(a, b, c) ORDER BY ALL
--> schema struct<b:int,c:int>
--> (2, 3)

SELECT emp.* EXCEPT (name, pay, hired) FROM emp WHERE dept = 10
--> schema struct<id:int,dept:int>
--> (1, 10)
--> (2, 10)

--@ set spark.sql.parser.quotedRegexColumnNames=true
SELECT `(a|C)`, t.`.*b` FROM VALUES (1, 2, 3) AS t(a, b, c)
--> schema struct<a:int,c:int,b:int>
--> (1, 3, 2)

SELECT `(a)?+.+` FROM VALUES (1, 2, 3) AS t(A, b, c) WHERE `a` = 1
--> schema struct<b:int,c:int>
--> (2, 3)

SELECT n.`(id|arr)`, t.`x.*` FROM nested AS n JOIN VALUES (1, 2) AS t(x, xid) ON n.id = t.x
--> schema struct<id:int,arr:array<int>,x:int,xid:int>
--> (1, [1, 2, 3], 1, 2)

--@ reset spark.sql.parser.quotedRegexColumnNames
SELECT `(a)?+.+` FROM VALUES (1, 2, 3) AS t(a, b, c)
--> error UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 7-15 '`(a)?+.+`'
