"""Data sources written in Python, read and written as formats."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest
from api import ON_PYSPARK, Row, errors

pytest.importorskip("pyarrow")

if ON_PYSPARK:
    from pyspark.sql.datasource import (
        DataSource,
        DataSourceArrowWriter,
        DataSourceReader,
        DataSourceWriter,
        InputPartition,
        WriterCommitMessage,
    )
else:
    from pyrite.sql.datasource import (
        DataSource,
        DataSourceArrowWriter,
        DataSourceReader,
        DataSourceWriter,
        InputPartition,
        WriterCommitMessage,
    )


class Parts(DataSourceReader):
    def __init__(self, options):
        self.options = options

    def partitions(self):
        return [InputPartition(number) for number in range(int(self.options.get("PARTS", "2")))]

    def read(self, partition):
        kind = self.options.get("kind", "tuples")
        if kind == "tuples":
            yield (partition.value, "x")
            yield [partition.value, None]
        elif kind == "rows":
            yield Row(b="r", a=partition.value)
        elif kind == "batches":
            import pyarrow as pa

            yield pa.RecordBatch.from_pydict({"a": pa.array([1, 2], pa.int32()), "b": pa.array(["u", "v"])})
        elif kind == "short":
            yield (1,)
        elif kind == "scalar":
            yield 5
        elif kind == "type":
            yield ("z", "y")
        elif kind == "many":
            for number in range(25_000):
                yield number, str(number)


class NoIterator(DataSourceReader):
    def read(self, partition):
        return [(1, "a")]


@dataclass
class Written(WriterCommitMessage):
    rows: int


class Log(DataSourceWriter):
    def __init__(self, options, schema, overwrite):
        self.path, self.fail = options["path"], options.get("fail")
        self.say("init", schema.simpleString(), overwrite)

    def say(self, *words):
        with open(self.path, "a") as file:
            print(*words, file=file)

    def write(self, iterator):
        rows = list(iterator)
        if self.fail == "write":
            raise ValueError("no room")
        assert all(isinstance(row, Row) for row in rows)
        return 3 if self.fail == "message" else Written(len(rows))

    def commit(self, messages):
        self.say("commit", sorted(message.rows for message in messages))
        if self.fail == "commit":
            raise ValueError("too late")

    def abort(self, messages):
        self.say("abort", len(messages))


class Batches(DataSourceArrowWriter):
    def __init__(self, path):
        self.path = path

    def write(self, iterator):
        return Written(sum(batch.num_rows for batch in iterator))

    def commit(self, messages):
        with open(self.path, "wb") as file:
            pickle.dump(sum(message.rows for message in messages), file)


class Source(DataSource):
    @classmethod
    def name(cls):
        return "Mine"

    def schema(self):
        return "a int, b string"

    def reader(self, schema):
        return NoIterator() if self.options.get("kind") == "list" else Parts(self.options)

    def writer(self, schema, overwrite):
        if "batches" in self.options:
            return Batches(self.options["path"])
        return Log(self.options, schema, overwrite)


class Nothing(DataSource):
    pass


@pytest.fixture
def sources(spark):
    spark.dataSource.register(Source)
    spark.dataSource.register(Nothing)
    return spark


def read(spark, **options):
    return spark.read.format("mine").options(**options).load()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("tuples", [(0, "x"), (0, None), (1, "x"), (1, None)]),
        ("rows", [(0, "r"), (1, "r")]),
        ("batches", [(1, "u"), (2, "v"), (1, "u"), (2, "v")]),
    ],
)
def test_rows_of_partitions(sources, kind, expected):
    assert [tuple(row) for row in read(sources, kind=kind).collect()] == expected


def test_partitions_schema_and_conditions(sources):
    assert read(sources, parts="3").rdd.getNumPartitions() == 3
    assert read(sources, parts="3").where("a > 0").count() == 4
    given = sources.read.format("MINE").schema("a bigint, b string").load()
    assert given.dtypes == [("a", "bigint"), ("b", "string")]
    assert given.select("a").distinct().count() == 2


def test_more_rows_than_a_batch_holds(sources):
    many = read(sources, kind="many", parts="1")
    assert many.selectExpr("count(*)", "sum(a)", "max(length(b))").collect() == [(25_000, 312_487_500, 5)]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("short", "DATA_SOURCE_RETURN_SCHEMA_MISMATCH"),
        ("scalar", "DATA_SOURCE_INVALID_RETURN_TYPE"),
        ("list", "DATA_SOURCE_INVALID_RETURN_TYPE"),
        ("type", None),
    ],
)
def test_results_that_are_no_rows(sources, kind, message):
    with pytest.raises(errors.PythonException, match=message):
        read(sources, kind=kind).collect()


def test_sources_that_cannot(sources):
    with pytest.raises(errors.AnalysisException, match="schema is not implemented") as failure:
        sources.read.format("nothing").load()
    assert failure.value.getCondition() == "PYTHON_DATA_SOURCE_ERROR"
    with pytest.raises(errors.AnalysisException, match="reader is not implemented"):
        sources.read.format("nothing").schema("a int").load().collect()
    with pytest.raises(errors.AnalysisException, match="writer is not implemented"):
        sources.range(1).write.format("nothing").mode("append").save()


@pytest.mark.parametrize(
    ("mode", "fail", "lines"),
    [
        ("append", None, ["init struct<a:int,b:string> False", "commit [2, 2]"]),
        ("overwrite", None, ["init struct<a:int,b:string> True", "commit [2, 2]"]),
        ("append", "write", ["init struct<a:int,b:string> False", "abort 2"]),
        ("append", "message", ["init struct<a:int,b:string> False", "abort 2"]),
        ("append", "commit", ["init struct<a:int,b:string> False", "commit [2, 2]", "abort 2"]),
    ],
)
def test_writing(sources, tmp_path, mode, fail, lines):
    frame = sources.range(4).selectExpr("cast(id as int) a", "'x' b").repartition(2)
    writer = frame.write.format("mine").mode(mode).option("fail", fail)
    log = tmp_path / "log"
    if fail is None:
        writer.save(str(log))
    else:
        expected = {"write": "no room", "message": "WriterCommitMessage", "commit": "too late"}[fail]
        with pytest.raises((errors.PythonException, errors.AnalysisException), match=expected):
            writer.save(str(log))
    assert log.read_text().splitlines() == lines


def test_writing_record_batches(sources, tmp_path):
    sources.range(5).write.format("mine").mode("append").option("batches", 1).save(str(tmp_path / "sum"))
    assert pickle.loads((tmp_path / "sum").read_bytes()) == 5


@pytest.mark.parametrize(("mode", "shown"), [(None, "ErrorIfExists"), ("ignore", "Ignore")])
def test_modes_that_sources_do_not_know(sources, mode, shown):
    with pytest.raises(errors.AnalysisException, match=shown) as failure:
        sources.range(1).write.format("mine").mode(mode).save()
    assert failure.value.getCondition() == "UNSUPPORTED_DATA_SOURCE_SAVE_MODE"
    assert failure.value.getSqlState() == "0A000"
