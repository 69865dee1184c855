"""The Parquet project's test files, read by the engine and by PyArrow: equal values or a clear error.

The files lie in `shared/data/parquet-testing` beside the checkout, or where `PYRITE_SHARED` says.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from api import ON_PYSPARK

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = Path(os.environ.get("PYRITE_SHARED", REPOSITORY.parent / "shared")) / "data" / "parquet-testing"

pytestmark = [
    pytest.mark.skipif(not FILES.is_dir(), reason="the Parquet project's test files are not here"),
    pytest.mark.skipif(ON_PYSPARK, reason="Spark itself refuses some of the files"),
]

# PyArrow cannot represent the instants of the first, refuses the schema of the second, and cannot join the long strings
# of the third.
NOT_COMPARED = {"int96_from_spark.parquet", "incorrect_map_schema.parquet", "large_string_map.brotli.parquet"}
# Bad only in packing a one-value dictionary's indices in 0 bits, as good files do too.
READABLE = {"ARROW-GH-43605.parquet"}


def _flat(kind: Any) -> bool:
    return not pa.types.is_nested(kind) and not pa.types.is_time(kind)


def _comparable(column: Any) -> list[Any]:
    """Timestamps as microseconds, floats without distinct NaNs, everything else as Python has it."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_timestamp(kind):
        factor = {"s": (1_000_000, 1), "ms": (1000, 1), "us": (1, 1), "ns": (1, 1000)}[kind.unit]
        raw = column.cast(pa.int64()).to_pylist()
        return [None if value is None else value * factor[0] // factor[1] for value in raw]
    if pa.types.is_floating(kind):
        return [None if value is None else repr(float(value)) for value in column.to_pylist()]
    return list(column.to_pylist())


def _good() -> list[Path]:
    return sorted(FILES.glob("data/*.parquet")) if FILES.is_dir() else []


@pytest.mark.parametrize("path", _good(), ids=lambda path: path.name)
def test_values_equal_pyarrow(spark: Any, path: Path) -> None:
    if path.name in NOT_COMPARED:
        pytest.skip("PyArrow gives no values to compare with")
    expected = pq.ParquetFile(path, coerce_int96_timestamp_unit="us", arrow_extensions_enabled=False).read()
    names = [field.name for field in expected.schema if _flat(field.type)]
    if not names:
        pytest.skip("no flat column")
    frame = spark.read.parquet(str(path))
    actual = frame.select([frame[name] for name in names]).toArrow()
    assert actual.num_rows == expected.num_rows
    for name in names:
        assert _comparable(actual.column(name)) == _comparable(expected.column(name)), name


@pytest.mark.parametrize(
    "path",
    sorted([*FILES.glob("bad_data/*.parquet"), *FILES.glob("data/*.encrypted")]) if FILES.is_dir() else [],
    ids=lambda path: path.name,
)
def test_bad_files_give_an_error_that_names_them(spark: Any, path: Path) -> None:
    if path.name in READABLE:
        assert spark.read.parquet(str(path)).count() == 21186
        return
    with pytest.raises(Exception) as raised:
        spark.read.parquet(str(path)).collect()
    assert path.name in str(raised.value)


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "zstd", "lz4_raw", "brotli"])
def test_pyarrow_reads_what_is_written(spark: Any, tmp_path: Path, codec: str) -> None:
    frame = spark.sql(
        "select id, cast(id as int) i, cast(id % 3 as string) s, id / 7 d, cast(id as decimal(9, 2)) m9, "
        "cast(id as decimal(38, 4)) m38, if(id % 5 = 0, null, id) n, id % 2 = 0 b, "
        "date_add(date'2020-01-01', cast(id % 1000 as int)) day from range(20000)"
    )
    target = tmp_path / "out"
    frame.coalesce(1).write.option("compression", codec).parquet(str(target))
    (part,) = target.glob("part-*.parquet")
    written = pq.read_table(part)
    expected = frame.toArrow()
    assert written.column_names == expected.column_names
    for name in written.column_names:
        assert _comparable(written.column(name)) == _comparable(expected.column(name)), name
    # Columns read from files may hold nulls, so the schemas differ in that and the values are compared alone.
    read = spark.read.parquet(str(target)).toArrow()
    for name in expected.column_names:
        assert _comparable(read.column(name)) == _comparable(expected.column(name)), name
