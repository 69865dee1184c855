import Plans
import Testing

@testable import SQL

/// The names that Spark 4.3 gave to columns without a name of their own.
@Suite struct ColumnNameTests {
    @Test(arguments: recorded.split(separator: "\n").map(String.init))
    func namesColumnAsSpark(line: String) throws {
        let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
        let expression = try SQLParser(parts[0]).parseExpression()
        #expect(expression.defaultColumnName == parts[1])
    }

    @Test func namesLongWindows() throws {
        let text = "sum(a) over (partition by b order by a, d desc rows between current row and unbounded following)"
        let name =
            "sum(a) OVER (PARTITION BY b ORDER BY a ASC NULLS FIRST, d DESC NULLS LAST "
            + "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"
        #expect(try SQLParser(text).parseExpression().defaultColumnName == name)
    }
}

/// Expression, tab, name.
private let recorded = #"""
    a + b	(a + b)
    a - b	(a - b)
    a * b	(a * b)
    a / b	(a / b)
    a % b	(a % b)
    a div b	(a div b)
    -a	(- a)
    +a	(+ a)
    - 5	-5
    +5	(+ 5)
    a & b	(a & b)
    a | b	(a | b)
    a ^ b	(a ^ b)
    a << 2	(a << 2)
    a >> 2	(a >> 2)
    a >>> 2	(a >>> 2)
    a = b	(a = b)
    a == b	(a = b)
    a != b	(NOT (a = b))
    a <> b	(NOT (a = b))
    a <=> b	(a <=> b)
    a < b	(a < b)
    a <= b	(a <= b)
    a > b	(a > b)
    a >= b	(a >= b)
    a > 1 and b > 2	((a > 1) AND (b > 2))
    a > 1 or b > 2	((a > 1) OR (b > 2))
    not a > 1	(NOT (a > 1))
    ! (a > 1)	(NOT (a > 1))
    a is null	(a IS NULL)
    a is not null	(a IS NOT NULL)
    f is true	(f <=> true)
    f is not true	(NOT (f <=> true))
    f is false	(f <=> false)
    f is unknown	(f IS NULL)
    f is not unknown	(f IS NOT NULL)
    a is distinct from b	(NOT (a <=> b))
    a is not distinct from b	(a <=> b)
    a between 1 and 2	between(a, 1, 2)
    a not between 1 and 2	(NOT between(a, 1, 2))
    a in (1, 2)	(a IN (1, 2))
    a not in (1, 2)	(NOT (a IN (1, 2)))
    s like 'a%'	s LIKE a%
    s not like 'a%'	(NOT s LIKE a%)
    s like 'a%' escape '!'	s LIKE a% ESCAPE '!'
    s ilike 'a%'	ilike(s, a%)
    s rlike 'a.*'	RLIKE(s, a.*)
    s regexp 'a.*'	RLIKE(s, a.*)
    s || 'x'	concat(s, x)
    s || s || 'y'	concat(concat(s, s), y)
    case when a > 1 then b end	CASE WHEN (a > 1) THEN b END
    case a when 1 then 'x' else 'y' end	CASE WHEN (a = 1) THEN x ELSE y END
    cast(a as string)	a
    cast(a as decimal(10,2))	a
    try_cast(s as int)	s
    s::int	s
    1L	1
    1S	1
    1Y	1
    1D	1.0
    1F	1.0
    1BD	1
    1e5	100000.0
    1.5e-3	0.0015
    1e5BD	100000
    .5	0.5
    'abc'	abc
    'a\'b'	a'b
    "abc"	abc
    r'a\n'	a\n
    'a' 'b'	ab
    FALSE	false
    null	NULL
    date '2020-01-01'	DATE '2020-01-01'
    timestamp '2020-01-01 12:00:00'	TIMESTAMP '2020-01-01 12:00:00'
    timestamp_ntz '2020-01-01 12:00:00'	TIMESTAMP_NTZ '2020-01-01 12:00:00'
    timestamp_ltz '2020-01-01 12:00:00'	TIMESTAMP '2020-01-01 12:00:00'
    interval 1 day	INTERVAL '1' DAY
    interval '1' day	INTERVAL '1' DAY
    interval 1 year 2 months	INTERVAL '1-2' YEAR TO MONTH
    interval '1-2' year to month	INTERVAL '1-2' YEAR TO MONTH
    interval '1 02:03:04' day to second	INTERVAL '1 02:03:04' DAY TO SECOND
    interval -1 day	INTERVAL '-1' DAY
    interval 1 week	INTERVAL '7' DAY
    interval 1 hour 30 minutes	INTERVAL '01:30' HOUR TO MINUTE
    interval '2' second	INTERVAL '02' SECOND
    interval '2.5' second	INTERVAL '02.5' SECOND
    interval 1 month	INTERVAL '1' MONTH
    interval '1 day 2 hours'	INTERVAL '1 02' DAY TO HOUR
    -interval 1 day	(- INTERVAL '1' DAY)
    count(*)	count(1)
    count(distinct a)	count(DISTINCT a)
    count(distinct a, b)	count(DISTINCT a, b)
    sum(distinct a)	sum(DISTINCT a)
    min(a) filter (where a > 1)	min(a) FILTER (WHERE (a > 1))
    first(a) ignore nulls	first(a)
    first(a, true)	first(a)
    array_agg(a)	collect_list(a)
    percentile(a, 0.5)	percentile(a, 0.5, 1)
    percentile_cont(0.5) within group (order by a)	percentile_cont(0.5) WITHIN GROUP (ORDER BY a)
    percentile_cont(0.5) within group (order by a desc)	percentile_cont(0.5) WITHIN GROUP (ORDER BY a DESC)
    percentile_disc(0.5) within group (order by a)	percentile_disc(0.5) WITHIN GROUP (ORDER BY a)
    listagg(s, ',') within group (order by s)	listagg(s, ,) WITHIN GROUP (ORDER BY s ASC NULLS FIRST)
    string_agg(s)	string_agg(s, NULL)
    count_if(a > 1)	count_if((a > 1))
    sum(a) over ()	sum(a) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    UPPER(s)	upper(s)
    substring(s from 1 for 2)	substring(s, 1, 2)
    substring(s, 2)	substring(s, 2, 2147483647)
    substring(s from 2)	substring(s, 2, 2147483647)
    trim(both 'x' from s)	TRIM(BOTH x FROM s)
    trim(leading 'x' from s)	TRIM(LEADING x FROM s)
    trim(trailing from s)	rtrim(s)
    trim(both from s)	trim(s)
    ltrim('x', s)	TRIM(LEADING x FROM s)
    btrim(s, 'x')	btrim(s, x)
    position('a' in s)	locate(a, s, 1)
    position('a', s)	position(a, s, 1)
    locate('a', s)	locate(a, s, 1)
    instr(s, 'a')	instr(s, a)
    overlay(s placing 'x' from 1)	overlay(s, x, 1, -1)
    overlay(s placing 'x' from 1 for 2)	overlay(s, x, 1, 2)
    concat(s, 'a')	concat(s, a)
    concat_ws(',', s, s)	concat_ws(,, s, s)
    if(a > 1, a, b)	(IF((a > 1), a, b))
    ceil(d)	CEIL(d)
    floor(d)	FLOOR(d)
    power(a, b)	POWER(a, b)
    sqrt(d)	SQRT(d)
    positive(a)	(+ a)
    signum(a)	SIGNUM(a)
    log(d)	LOG(E(), d)
    log10(d)	LOG10(d)
    exp(d)	EXP(d)
    pi()	PI()
    e()	E()
    current_date	current_date()
    current_timestamp	current_timestamp()
    current_user	current_user()
    current_database()	current_schema()
    extract(year from dt)	extract(year FROM dt)
    extract(month from dt)	extract(month FROM dt)
    extract(day from dt)	extract(day FROM dt)
    extract(hour from ts)	extract(hour FROM ts)
    extract(week from ts)	extract(week FROM ts)
    extract(dow from dt)	extract(dow FROM dt)
    date_part('year', dt)	date_part(year, dt)
    datepart('year', dt)	datepart(year FROM dt)
    dateadd(dt, 1)	date_add(dt, 1)
    dateadd(day, 1, ts)	timestampadd(day, 1, ts)
    date_add(day, 1, ts)	timestampadd(day, 1, ts)
    datediff(day, ts, ts)	timestampdiff(day, ts, ts)
    dt - dt	(dt - dt)
    ts - ts	(ts - ts)
    date_trunc('month', ts)	date_trunc(month, ts)
    trunc(dt, 'month')	trunc(dt, month)
    date_format(ts, 'yyyy')	date_format(ts, yyyy)
    to_date(s, 'yyyy')	to_date(s, yyyy)
    to_timestamp(s, 'yyyy')	to_timestamp(s, yyyy)
    unix_timestamp(ts)	unix_timestamp(ts, yyyy-MM-dd HH:mm:ss)
    from_unixtime(a)	from_unixtime(a, yyyy-MM-dd HH:mm:ss)
    next_day(dt, 'MON')	next_day(dt, MON)
    months_between(ts, ts)	months_between(ts, ts, true)
    m['k']	m[k]
    map('a', 1)	map(a, 1)
    named_struct('x', a, 'y', b)	named_struct(x, a, y, b)
    struct(a as x, b)	struct(a AS x, b)
    (a, b)	named_struct(a, a, b, b)
    st.x	x
    filter(arr, x -> x > 1)	filter(arr, lambdafunction((namedlambdavariable() > 1), namedlambdavariable()))
    exists(arr, x -> x > 1)	exists(arr, lambdafunction((namedlambdavariable() > 1), namedlambdavariable()))
    contains(s, 'a')	contains(s, a)
    startswith(s, 'a')	startswith(s, a)
    split(s, ',')	split(s, ,, -1)
    regexp_replace(s, 'a', 'b')	regexp_replace(s, a, b, 1)
    regexp_extract(s, 'a', 0)	regexp_extract(s, a, 0)
    regexp_like(s, 'a')	REGEXP_LIKE(s, a)
    replace(s, 'a', 'b')	replace(s, a, b)
    replace(s, 'a')	replace(s, a, )
    lpad(s, 5, 'x')	lpad(s, 5, x)
    lpad(s, 5)	lpad(s, 5,  )
    rpad(s, 5)	rpad(s, 5,  )
    isnull(a)	(a IS NULL)
    isnotnull(a)	(a IS NOT NULL)
    string(a)	a
    int(s)	s
    double(a)	a
    date(s)	s
    boolean(s)	s
    decimal(a)	a
    (select max(a) from t)	scalarsubquery()
    exists(select 1 from t)	exists()
    a in (select a from t)	(a IN (listquery()))
    a as x	x
    t.a	a
    t.st.x	x
    `a`	a
    `my col`	my col
    a + 1 + 2	((a + 1) + 2)
    a + 1L	(a + 1)
    d + a	(d + a)
    d * 1.5	(d * 1.5)
    d = a	(d = a)
    a > '1'	(a > 1)
    date_trunc('month', ts) as mm	mm
    cast(dt as timestamp)	dt
    a = 1 and f or not f	(((a = 1) AND f) OR (NOT f))
    d is null and (a = 1)	((d IS NULL) AND (a = 1))
    log2(d)	LOG2(d)
    log(2, d)	LOG(2, d)
    decode(s, 'utf-8')	decode(s, utf-8)
    encode(s, 'utf-8')	encode(s, utf-8)
    decode(a, 1, 'x', 'y')	decode(a, 1, x, y)
    from_json(s, 'a int')	from_json(s)
    get_json_object(s, '$.a')	get_json_object(s, $.a)
    schema_of_json('{"a":1}')	schema_of_json({"a":1})
    approx_percentile(a, 0.5)	approx_percentile(a, 0.5, 10000)
    sum(a) + 1	(sum(a) + 1)
    sum(a + b) / count(*)	(sum((a + b)) / count(1))
    conv('10', 2, 10)	conv(10, 2, 10)
    format_string('%d', a)	format_string(%d, a)
    printf('%d', a)	printf(%d, a)
    translate(s, 'a', 'b')	translate(s, a, b)
    substring_index(s, '.', 1)	substring_index(s, ., 1)
    find_in_set('a', s)	find_in_set(a, s)
    split_part(s, ',', 1)	split_part(s, ,, 1)
    ts::date	ts
    a::bigint + 1	(CAST(a AS BIGINT) + 1)
    cast(1 as tinyint)	CAST(1 AS TINYINT)
    cast('2020-01-01' as date)	CAST(2020-01-01 AS DATE)
    interval 1 year + interval 2 months	(INTERVAL '1' YEAR + INTERVAL '2' MONTH)
    count(distinct a) filter (where a > 0)	count(DISTINCT a) FILTER (WHERE (a > 0))
    map_from_arrays(array('a'), arr)	map_from_arrays(array(a), arr)
    bigint(a)	a
    1 + 1	(1 + 1)
    1 = 1	(1 = 1)
    'a' || 'b'	concat(a, b)
    -(a + b)	(- (a + b))
    - a * b	((- a) * b)
    not f	(NOT f)
    not (f and f)	(NOT (f AND f))
    not a in (1)	(NOT (a IN (1)))
    a not like 'b'	(NOT a LIKE b)
    (a + b) * 2	((a + b) * 2)
    2 + -3	(2 + -3)
    2 - (-3)	(2 - -3)
    5 - -a	(5 - (- a))
    make_interval(1, 2)	make_interval(1, 2, 0, 0, 0, 0, 0.000000)
    make_timestamp(2020,1,1,1,1,1)	make_timestamp(2020, 1, 1, 1, 1, 1)
    sort_array(arr)	sort_array(arr, true)
    nvl(s, 'it''s')	nvl(s, it's)
    'it''s'	it's
    '\\'	\
    unhex('41')	unhex(41)
    try_to_number('1', '9')	try_to_number(1, 9)
    to_number('1', '9')	to_number(1, 9)
    to_char(1, '9')	to_char(1, 9)
    hypot(d, d)	HYPOT(d, d)
    degrees(d)	DEGREES(d)
    cbrt(d)	CBRT(d)
    positive(-1)	(+ -1)
    sum(case when a > 1 then 1 else 0 end)	sum(CASE WHEN (a > 1) THEN 1 ELSE 0 END)
    any_value(a) ignore nulls	any_value(a)
    1 is null	(1 IS NULL)
    array(1,2) = array(1,2)	(array(1, 2) = array(1, 2))
    curdate()	current_date()
    cast(null as int)	CAST(NULL AS INT)
    cast(a as interval day to second)	a
    rlike(s, 'a')	RLIKE(s, a)
    like(s, 'a')	s LIKE a
    like(s, 'a', '!')	s LIKE a ESCAPE '!'
    ilike(s, 'a')	ilike(s, a)
    'a' like 'b'	a LIKE b
    array_join(arr, ',')	array_join(arr, ,)
    ifnull(null, 1)	ifnull(NULL, 1)
    to_unix_timestamp(ts)	to_unix_timestamp(ts, yyyy-MM-dd HH:mm:ss)
    assert_true(f)	assert_true(f, 'f' is not true!)
    raise_error('x')	raise_error(USER_RAISED_EXCEPTION, map(errorMessage, x))
    java_method('java.util.UUID', 'randomUUID')	java_method(java.util.UUID, randomUUID)
    """#
