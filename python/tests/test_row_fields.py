"""Functions of rows that read a few fields only: the others are not made into Python objects."""

import datetime

import pytest

from pyrite._rdd.fields import ElementUse, fields_read

NAMES = ["a", "b", "c", "count"]
outside = None


def assigns(row):
    hour, zone = row.a, row["b"]
    if zone > 1 and row.b is not None:
        return hour, zone, outside
    return row.a


def constants(r):
    row = "r"
    return r.a, row, "r"


def loops(row):
    total = 0
    for _ in range(3):
        total += row.a
    return total


def yields(row):
    yield from row.a.split()


def handles(row):
    try:
        return row.a / row.b
    except ZeroDivisionError:
        return None


def rebinds(row):
    row = row.a
    return row.b


def encloses(row):
    return lambda: row.a


def deletes(row):
    value = row.a
    del row
    return value


@pytest.mark.parametrize(
    ("function", "fields"),
    [
        (assigns, [0, 1]),
        (constants, [0]),
        (loops, [0]),
        (yields, [0]),
        (handles, [0, 1]),
        (lambda row: 1, []),
        (lambda row: row[0], [0]),
        (lambda row: row.a.upper() + str(row["c"]), [0, 2]),
        (lambda row: (row.b.x, row[2][0]), [1, 2]),
        (lambda row: f"{row.a}{row.b!r}", [0, 1]),
        (lambda row, other=3: row.c + other, [2]),
        (lambda row: (outside if row.a else row).b, [0, 1]),
    ],
)
def test_fields_that_are_read(function, fields):
    assert sorted(fields_read([function], NAMES)) == fields


@pytest.mark.parametrize(
    "function",
    [
        rebinds,
        encloses,
        deletes,
        str,
        lambda row: row,
        lambda row: (kept := row).a or kept,
        lambda row: row[-1],
        lambda row: row[7],
        lambda row: row[1:2],
        lambda row: row["no"],
        lambda row: row.no,
        # A method of tuples, whatever the fields are.
        lambda row: row.count,
        lambda row: row.asDict(),
        lambda row: len(row),
        lambda *row: row,
        lambda row: locals(),
        lambda row: row == 1,
        lambda: 1,
    ],
)
def test_rows_that_may_be_seen_otherwise(function):
    assert fields_read([function], NAMES) is None


def test_chains():
    keep = ElementUse((loops,), True)
    last = ElementUse((handles,), False)
    assert keep.then(last) == ElementUse((loops, handles), False)
    assert keep.then(None) is None
    assert last.then(None) is last
    assert fields_read((loops, handles), NAMES) == {0, 1}


def test_rows_of_a_data_frame(session):
    frame = session.range(6, numPartitions=2).selectExpr(
        "id", "cast(id as string) s", "date_add(DATE'2024-01-01', cast(id as int)) d", "named_struct('n', id) t"
    )
    rdd = frame.rdd
    assert rdd.map(lambda row: row.s).collect() == list("012345")
    assert rdd.map(lambda row: row[1] + row["s"]).glom().collect() == [["00", "11", "22"], ["33", "44", "55"]]
    assert rdd.filter(lambda row: row.id > 3).map(lambda row: (row.t.n, row.d)).collect() == [
        (4, datetime.date(2024, 1, 5)),
        (5, datetime.date(2024, 1, 6)),
    ]
    assert rdd.map(lambda row: 1).sum() == 6
    assert rdd.flatMap(lambda row: [row.id, row.id]).count() == 12
    # Rows that go on are whole.
    assert repr(rdd.filter(lambda row: row.id == 5).collect()) == (
        "[Row(id=5, s='5', d=datetime.date(2024, 1, 6), t=Row(n=5))]"
    )
    assert rdd.filter(lambda row: row.id == 5).map(tuple).collect()[0][1] == "5"
    assert rdd.keyBy(lambda row: row.id).values().first().s == "0"
    assert rdd.zip(rdd.map(lambda row: row.s)).map(lambda pair: (pair[0].id, pair[1])).take(2) == [(0, "0"), (1, "1")]
    both = rdd.map(lambda row: row.s).union(rdd.map(lambda row: str(row.d)))
    assert both.collect()[5:7] == ["5", "2024-01-01"]


def test_a_persisted_data_frame_keeps_whole_rows(session):
    rdd = session.range(3, numPartitions=2).selectExpr("id", "id * 2 as twice").rdd
    mapped = rdd.map(lambda row: row.id)
    rdd.cache()
    assert mapped.collect() == [0, 1, 2]
    assert [row.twice for row in rdd.collect()] == [0, 2, 4]
    rdd.unpersist()
