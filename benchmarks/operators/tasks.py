"""The table and what is timed over it.

The table has the columns of the group-by benchmark that engines are usually compared by: texts and integers of few,
of a hundredth of the rows and of as many values as rows, in no order.
"""

from __future__ import annotations

# Makes the table in DuckDB; {rows} rows.
GENERATE = """
SELECT printf('id%03d', hash(i, 1) % 100) AS few_text,
    (hash(i, 2) % 100)::INTEGER AS few,
    printf('id%010d', hash(i, 3) % ({rows} // 100)) AS middle_text,
    (hash(i, 4) % ({rows} // 100))::INTEGER AS middle,
    printf('number %012d', hash(i, 5) % {rows}) AS many_text,
    (hash(i, 6) % {rows})::BIGINT AS many,
    (hash(i, 7) % 15)::INTEGER AS small,
    (hash(i, 8) % 1000000) / 10000.0::DOUBLE AS amount,
    TIMESTAMP '2020-01-01' + INTERVAL 1 MINUTE * (hash(i, 9) % 500000)::INTEGER AS instant
FROM range({rows}) t(i)
"""
COLUMNS = {
    "few_text": "STRING",
    "few": "INT",
    "middle_text": "STRING",
    "middle": "INT",
    "many_text": "STRING",
    "many": "BIGINT",
    "small": "INT",
    "amount": "DOUBLE",
    "instant": "TIMESTAMP",
}


def grouped(*keys: str) -> str:
    """A query of few rows over all groups of some keys."""
    names = ", ".join(keys)
    return (
        "SELECT COUNT(*) AS n, SUM(total) AS total, AVG(least) AS least, SUM(mean) AS mean FROM "
        f"(SELECT {names}, SUM(small) AS total, MIN(few) AS least, AVG(amount) AS mean FROM t GROUP BY {names}) AS g"
    )


# Queries that give few rows, in the SQL that all engines share. No sum of integers leaves 32 bits: Polars keeps their
# type, where the others widen it.
QUERIES = {
    "group_few": grouped("few"),
    "group_few_text": grouped("few_text"),
    "group_middle": grouped("middle"),
    "group_middle_text": grouped("middle_text"),
    "group_many": grouped("many"),
    "group_many_text": grouped("many_text"),
    "group_two": grouped("few", "middle"),
    "group_instants": grouped("instant", "few"),
    "window": "SELECT AVG(w) AS w FROM (SELECT SUM(small) OVER "
    "(PARTITION BY few ORDER BY many, instant ROWS BETWEEN 100 PRECEDING AND CURRENT ROW) AS w FROM t) AS g",
    "top": "SELECT many, instant FROM t ORDER BY many, instant LIMIT 10",
}
# Queries whose result is written as Parquet with snappy.
WRITES = {
    "sort_number": "SELECT * FROM t ORDER BY many, instant, amount",
    "sort_text": "SELECT * FROM t ORDER BY middle_text, many, amount",
    "write_parquet": "SELECT * FROM t",
}
# Of the table as CSV with a header: its types by looking at all of it, and the sums of its columns with types given.
CSV_SCHEMA = "csv_schema"
CSV_READ = "csv_read"
CSV_SUMS = "SELECT COUNT(*), COUNT(few_text), AVG(few), AVG(middle), SUM(many), SUM(amount), MAX(instant) FROM c"

TASKS = {
    "group_few": "100 groups by an integer: a sum, a minimum, a mean",
    "group_few_text": "the same by a text",
    "group_middle": "a hundredth as many groups as rows, by an integer",
    "group_middle_text": "the same by a text",
    "group_many": "about 0.63 times as many groups as rows, by an integer",
    "group_many_text": "the same by a text",
    "group_two": "nearly as many groups as rows, by two integers",
    "group_instants": "nearly as many groups as rows, by a timestamp and an integer",
    "window": "a sum over the last hundred rows, in 100 partitions",
    "top": "the first 10 rows by two columns",
    "sort_number": "all columns sorted by a number, written as Parquet",
    "sort_text": "all columns sorted by a text, written as Parquet",
    "write_parquet": "all columns written as Parquet with snappy",
    CSV_SCHEMA: "the types of a CSV file's columns, by looking at the whole file",
    CSV_READ: "sums over a CSV file with given types",
}
