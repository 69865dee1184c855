"""Writing nested columns and timestamps to Parquet: what was written comes back, here and in PyArrow."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from api import ON_PYSPARK, Row, T, errors

NESTED = """
    select id,
        if(id % 7 = 0, null, struct(id as a, if(id % 3 = 0, null, concat('text number ', id)) as b)) as s,
        if(id % 5 = 0, null, if(id % 5 = 1, array(), array(id, null, id + 1))) as l,
        if(id % 4 = 0, null, map(concat('k', id), if(id % 3 = 0, null, 1.5bd * id), 'same', 0bd)) as m,
        array(struct(id as x, array(cast(id as string), null) as y), null) as ls,
        array(array(cast(id as int)), array(), null) as ll,
        map(id, map('in', array(date'2020-01-01'))) as mm,
        struct(struct(if(id % 2 = 0, null, cast(id as double)) as d) as e) as ss
    from range({rows})
"""


@pytest.fixture(params=[20, 30_000])
def nested(spark, request):
    return spark.sql(NESTED.format(rows=request.param)).coalesce(1)


@pytest.mark.parametrize("codec", ["snappy", "zstd", "none"])
def test_round_trip(spark, nested, tmp_path, codec):
    path = str(tmp_path / "out")
    nested.write.parquet(path, compression=codec)
    again = spark.read.parquet(path)
    assert again.dtypes == nested.dtypes
    assert again.collect() == nested.collect()
    assert again.select("l").collect() == nested.select("l").collect()


def test_small_pages_and_groups(spark, nested, tmp_path):
    path = str(tmp_path / "out")
    nested.write.option("parquet.page.size", 1000).option("parquet.block.size", 200_000).parquet(path)
    assert spark.read.parquet(path).collect() == nested.collect()


def plain(value):
    """Rows as PyArrow gives them."""
    if isinstance(value, Row):
        return {key: plain(item) for key, item in value.asDict().items()}
    if isinstance(value, dict):
        return [(plain(key), plain(item)) for key, item in value.items()]
    return [plain(item) for item in value] if isinstance(value, list) else value


def test_pyarrow_reads_it(nested, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    nested.write.parquet(str(tmp_path / "out"))
    (file,) = (tmp_path / "out").glob("part-*")
    assert parquet.read_table(file).to_pylist() == [plain(row) for row in nested.collect()]
    column = parquet.ParquetFile(file).metadata.row_group(0).column(1)
    assert column.path_in_schema == "s.a"
    assert column.statistics.has_min_max and column.statistics.min == 1
    assert column.statistics.null_count == sum(row.s is None for row in nested.collect())


@pytest.mark.parametrize("kind", ["INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"])
def test_timestamps(spark, tmp_path, kind):
    path = str(tmp_path / "out")
    frame = spark.sql(
        "select timestamp_micros(id * 1000003 - 5000000000000000) t, timestamp_ntz'2020-01-01 00:00:00.123456' n, "
        "array(timestamp_micros(id), null) a, if(id % 2 = 0, null, timestamp'1969-12-31 23:59:59.999999') o "
        "from range(9)"
    )
    spark.conf.set("spark.sql.parquet.outputTimestampType", kind)
    try:
        frame.coalesce(1).write.parquet(path)
    finally:
        spark.conf.unset("spark.sql.parquet.outputTimestampType")

    def cut(value):
        if isinstance(value, datetime.datetime) and kind == "TIMESTAMP_MILLIS":
            return value.replace(microsecond=value.microsecond // 1000 * 1000)
        return [cut(item) for item in value] if isinstance(value, list) else value

    expected = [Row(t=cut(row.t), n=row.n, a=cut(row.a), o=cut(row.o)) for row in frame.collect()]
    assert spark.read.parquet(path).collect() == expected
    parquet = pytest.importorskip("pyarrow.parquet")
    (file,) = (tmp_path / "out").glob("part-*")
    schema = str(parquet.ParquetFile(file).schema)
    marks = {"INT96": "int96 field_id=-1 t", "TIMESTAMP_MICROS": "microseconds", "TIMESTAMP_MILLIS": "milliseconds"}
    assert marks[kind] in schema
    read = parquet.read_table(file).to_pylist()
    assert [row["t"].replace(tzinfo=None) for row in read] == [row.t for row in expected]


def test_default_timestamps_are_int96(spark, tmp_path):
    assert spark.conf.get("spark.sql.parquet.outputTimestampType") == "INT96"
    parquet = pytest.importorskip("pyarrow.parquet")
    spark.sql("select timestamp'2020-01-01 12:34:56.789' t").coalesce(1).write.parquet(str(tmp_path / "out"))
    (file,) = (tmp_path / "out").glob("part-*")
    column = parquet.ParquetFile(file).metadata.row_group(0).column(0)
    assert column.physical_type == "INT96"
    assert column.statistics is None or not column.statistics.has_min_max


@pytest.mark.skipif(ON_PYSPARK, reason="PySpark has no brotli")
@pytest.mark.parametrize("codec", ["snappy", "zstd", "gzip", "lz4", "lz4_raw", "brotli", "none", "uncompressed"])
def test_codecs(spark, tmp_path, codec):
    path = str(tmp_path / "out")
    frame = spark.sql("select id, array(id) a, cast(id as string) t from range(1000)").coalesce(1)
    frame.write.option("compression", codec).parquet(path)
    assert spark.read.parquet(path).collect() == frame.collect()
    spark.conf.set("spark.sql.parquet.compression.codec", codec)
    try:
        frame.write.mode("overwrite").parquet(path)
    finally:
        spark.conf.unset("spark.sql.parquet.compression.codec")
    (file,) = (tmp_path / "out").glob("part-*")
    suffix = {"gzip": ".gz", "lz4": ".lz4hadoop", "lz4_raw": ".lz4raw", "brotli": ".br"}.get(codec, f".{codec}")
    assert file.name.endswith("-c000.parquet" if codec in ("none", "uncompressed") else f"{suffix}.parquet")


def test_structs_without_fields(spark, tmp_path):
    with pytest.raises(errors.AnalysisException) as caught:
        schema = T.StructType([T.StructField("s", T.StructType([]))])
        spark.createDataFrame([((),)], schema).write.parquet(str(tmp_path / "out"))
    assert caught.value.getCondition() == "EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE"


def test_decimals_in_lists(spark, tmp_path):
    path = str(tmp_path / "out")
    frame = spark.sql("select array(1.50bd, null) a, array(cast(12345678901234567890.5 as decimal(38, 3))) b")
    frame.write.parquet(path)
    assert spark.read.parquet(path).collect() == [
        Row(a=[Decimal("1.50"), None], b=[Decimal("12345678901234567890.500")])
    ]
