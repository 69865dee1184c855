"""Reading and writing of files."""

from __future__ import annotations

import datetime
import gzip

import pytest
from api import ON_PYSPARK, F, Row, T, errors


def values(frame):
    return [tuple(row) for row in frame.collect()]


@pytest.fixture
def table(spark):
    return spark.createDataFrame([(1, "a", 1.5), (2, "b,c", None), (3, None, -2.0)], "n int, t string, f double")


def files(folder, suffix):
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(suffix))


def test_csv(spark, table, tmp_path):
    path = str(tmp_path / "out")
    table.coalesce(1).write.csv(path, header=True)
    (name,) = files(tmp_path / "out", ".csv")
    assert (tmp_path / "out" / name).read_text() == 'n,t,f\n1,a,1.5\n2,"b,c",\n3,,-2.0\n'
    assert (tmp_path / "out" / "_SUCCESS").exists()
    assert values(spark.read.csv(path, header=True)) == [("1", "a", "1.5"), ("2", "b,c", None), ("3", None, "-2.0")]
    inferred = spark.read.option("header", True).option("inferSchema", "true").csv(path)
    assert inferred.dtypes == [("n", "int"), ("t", "string"), ("f", "double")]
    assert values(inferred) == values(table)
    given = spark.read.schema("n bigint, t string, f float").csv(path, header=True)
    assert given.dtypes == [("n", "bigint"), ("t", "string"), ("f", "float")]
    assert given.count() == 3


def test_csv_with_a_schema_object(spark, tmp_path):
    (tmp_path / "x.csv").write_text("1;2020-01-02;x\n2;;y\n")
    schema = T.StructType(
        [T.StructField("n", T.IntegerType()), T.StructField("d", T.DateType()), T.StructField("t", T.StringType())]
    )
    frame = spark.read.csv(str(tmp_path / "x.csv"), schema=schema, sep=";")
    assert frame.schema == schema
    assert values(frame) == [(1, datetime.date(2020, 1, 2), "x"), (2, None, "y")]


def test_csv_without_a_header(spark, tmp_path):
    (tmp_path / "x.csv").write_text("1,2\n3,4\n")
    assert spark.read.csv(str(tmp_path / "x.csv")).columns == ["_c0", "_c1"]


def test_csv_folders_patterns_and_lists(spark, tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.csv").write_text(f"{name}\n")
    with gzip.open(tmp_path / "d.csv.gz", "wt") as file:
        file.write("d\n")

    def read(*paths):
        return sorted(row[0] for row in spark.read.csv([str(path) for path in paths]).collect())

    assert read(tmp_path) == ["a", "b", "c", "d"]
    assert read(tmp_path / "[ab].csv") == ["a", "b"]
    assert read(tmp_path / "a.csv", tmp_path / "d.csv.gz") == ["a", "d"]
    assert read(tmp_path / "{b,c}.csv") == ["b", "c"]


def test_malformed_csv(spark, tmp_path):
    (tmp_path / "x.csv").write_text("1,a\nx,b\n3,c\n")
    path = str(tmp_path / "x.csv")
    assert values(spark.read.csv(path, "n int, t string")) == [(1, "a"), (None, "b"), (3, "c")]
    assert values(spark.read.csv(path, "n int, t string", mode="DROPMALFORMED")) == [(1, "a"), (3, "c")]
    kept = spark.read.csv(path, "n int, t string, _corrupt_record string")
    assert values(kept) == [(1, "a", None), (None, "b", "x,b"), (3, "c", None)]
    with pytest.raises(Exception) as caught:
        spark.read.csv(path, "n int, t string", mode="FAILFAST").collect()
    assert "MALFORMED_RECORD_IN_PARSING" in str(caught.value) or "FAILED_READ_FILE" in str(caught.value)


def test_parquet(spark, table, tmp_path):
    path = str(tmp_path / "out")
    table.write.parquet(path)
    again = spark.read.parquet(path)
    assert again.schema == table.schema
    assert sorted(values(again)) == sorted(values(table))
    assert sorted(values(spark.read.load(path))) == sorted(values(table))
    assert values(again.filter("n = 2").select("t")) == [("b,c",)]
    assert len(again.inputFiles()) >= 1
    assert again.inputFiles()[0].startswith("file:///")


def test_parquet_of_many_types(spark, tmp_path):
    frame = spark.sql(
        "select true a, cast(1 as tinyint) b, cast(2 as smallint) c, 3 d, 4L e, cast(1.5 as float) f, 2.5d g, "
        "1.25 h, 'text' i, cast('bin' as binary) j, date'2020-02-29' k, timestamp'2020-01-02 03:04:05.678901' l, "
        "timestamp_ntz'2020-01-02 03:04:05.678901' m, cast('12345678901234567890.5' as decimal(38,3)) n, "
        "cast(null as string) o"
    )
    path = str(tmp_path / "out")
    frame.write.parquet(path)
    assert spark.read.parquet(path).dtypes == frame.dtypes
    assert spark.read.parquet(path).collect() == frame.collect()


def test_parquet_and_pyarrow(spark, table, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table.coalesce(1).write.parquet(str(tmp_path / "out"), compression="zstd")
    (name,) = files(tmp_path / "out", ".parquet")
    assert parquet.read_table(tmp_path / "out" / name).to_pydict() == {
        "n": [1, 2, 3],
        "t": ["a", "b,c", None],
        "f": [1.5, None, -2.0],
    }
    parquet.write_table(pyarrow.table({"x": [1, None], "y": ["a", "b"]}), tmp_path / "in.parquet")
    assert values(spark.read.parquet(str(tmp_path / "in.parquet"))) == [(1, "a"), (None, "b")]


def test_number_of_files(spark, tmp_path):
    spark.range(100).repartition(6).write.parquet(str(tmp_path / "six"))
    assert len(files(tmp_path / "six", ".parquet")) == 6
    spark.range(100).repartition(6).coalesce(2).write.csv(str(tmp_path / "two"))
    assert len(files(tmp_path / "two", ".csv")) == 2


def test_modes(spark, tmp_path):
    path = str(tmp_path / "out")
    spark.range(2).write.parquet(path)
    with pytest.raises(errors.AnalysisException) as caught:
        spark.range(1).write.parquet(path)
    assert caught.value.getCondition() == "PATH_ALREADY_EXISTS"
    spark.range(1).write.mode("ignore").parquet(path)
    assert spark.read.parquet(path).count() == 2
    spark.range(3).write.mode("append").parquet(path)
    assert spark.read.parquet(path).count() == 5
    spark.range(1).write.parquet(path, mode="overwrite")
    assert spark.read.parquet(path).count() == 1


def test_failed_write_leaves_what_was_there(spark, tmp_path):
    path = str(tmp_path / "out")
    spark.range(2).write.parquet(path)
    with pytest.raises(errors.PySparkException):
        spark.range(5).select(F.raise_error("stop").alias("x")).write.mode("append").parquet(path)
    assert spark.read.parquet(path).count() == 2
    assert ON_PYSPARK or not (tmp_path / "out" / "_temporary").exists()


def test_partitioned(spark, tmp_path):
    path = str(tmp_path / "out")
    frame = spark.createDataFrame([(1, "a"), (2, "b"), (3, "a"), (4, None)], ["n", "k"])
    frame.write.partitionBy("k").parquet(path)
    folders = sorted(item.name for item in (tmp_path / "out").iterdir() if item.is_dir())
    assert folders == ["k=__HIVE_DEFAULT_PARTITION__", "k=a", "k=b"]
    again = spark.read.parquet(path)
    assert again.columns == ["n", "k"]
    assert sorted(values(again), key=str) == sorted(values(frame), key=str)
    assert values(again.filter("k = 'b'")) == [(2, "b")]


def test_text(spark, tmp_path):
    (tmp_path / "x.txt").write_text("one\ntwo\n")
    assert spark.read.text(str(tmp_path / "x.txt")).collect() == [Row(value="one"), Row(value="two")]


def test_missing_path(spark, tmp_path):
    with pytest.raises(errors.AnalysisException) as caught:
        spark.read.csv(str(tmp_path / "nosuch")).collect()
    assert caught.value.getCondition() == "PATH_NOT_FOUND"
    assert str(tmp_path / "nosuch") in str(caught.value)


@pytest.mark.skipif(ON_PYSPARK, reason="lets a Java exception through")
def test_unknown_format(spark, tmp_path):
    with pytest.raises(errors.PySparkException) as caught:
        spark.read.format("nosuch").load(str(tmp_path)).collect()
    assert caught.value.getCondition() == "DATA_SOURCE_NOT_FOUND"


def test_unknown_table(spark):
    with pytest.raises(errors.AnalysisException) as caught:
        spark.table("nosuch").collect()
    assert caught.value.getCondition() == "TABLE_OR_VIEW_NOT_FOUND"
