"""Each error condition that the engine raises is shown somewhere: by a golden query, by a test, or here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from api import ON_PYSPARK, F, T, errors

ROOT = Path(__file__).resolve().parents[2]

# Failures of the machine, of other processes or of programs over the C interface, which no query brings about.
BEYOND_QUERIES = {
    "ARROW_STREAM_FAILED",
    "CALLBACK_THREAD_ALREADY_LENT",
    "CONNECT_INVALID_PLAN.UNKNOWN_ANALYZE_METHOD",
    "FEATURE_NOT_ENABLED",
    "FORKED_PROCESS",
    "INVALID_ARROW_DATA",
    "QUERY_TOO_DEEP",
    "SCRIPT_TRANSFORMATION_FAILED",
    "SPILL_FAILED",
    "UNSUPPORTED_ARROWTYPE",
}
# Described inside the parameters of DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT.
INSIDE_OTHERS = {"KLL_SKETCH_K_OUT_OF_RANGE", "TUPLE_INVALID_SKETCH_MODE"}
# Conditions that need more than a query and its answer: plans that only other programs send, gigabytes, or bytes that
# only another engine would write.
HARD_TO_REACH = {
    "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION",
    "DATATYPE_MISMATCH.NON_STRUCT_TYPE",
    "FAILED_READ_FILE.FILE_NOT_EXIST",
    "INVALID_MASTER_URL",
    "INVALID_NUM_PARTITIONS",
    "INVALID_PARTITION_OPERATION.PARTITION_MANAGEMENT_IS_UNSUPPORTED",
    "INVALID_PATH",
    "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_TABLE_ARGUMENT_PARTITIONING",
    "INVALID_XML_DOCUMENT",
    "INVALID_XPATH",
    "MALFORMED_CSV_RECORD",
    "PARQUET_TYPE_ILLEGAL",
    "PROTOBUF_DESCRIPTOR_FILE_NOT_FOUND",
    "NOT_CONSTANT",
    "SKETCH_INVALID_INPUT_BUFFER",
    "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS",
    "UDTF_RETURN_TYPE_MISMATCH",
    "UNEXPECTED_POSITIONAL_ARGUMENT",
    "UNSUPPORTED_FEATURE.LATERAL_JOIN_NEAREST_BY",
    "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_TABLE_ARGUMENT",
}
RAISED = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?:\.[A-Z0-9_]+)?)",\s*(?:sqlState: )?"[0-9A-Z]{5}"')


def _text(pattern: str) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in ROOT.glob(pattern) if path.name != "test_error_conditions.py"
    )


def test_each_condition_is_shown() -> None:
    if not (ROOT / "Sources").exists():
        pytest.skip("needs the engine's sources")
    raised = set(RAISED.findall(_text("Sources/**/*.swift")))
    assert len(raised) > 300
    recorded = set(re.findall(r"--> error (\S+)", _text("Tests/Golden/*.sql")))
    tests = _text("python/tests/*.py") + _text("Tests/**/*.swift")
    shown = (
        {"PIVOT_VALUE_LIMIT_EXCEEDED"}
        | {name for name in raised if name in tests}
        | {failure[1] for failure in [*FAILURES.values(), *NAMED_HERE.values()]}
    )
    known = recorded | shown | BEYOND_QUERIES | INSIDE_OTHERS | HARD_TO_REACH
    assert raised - known == set()
    assert (BEYOND_QUERIES | INSIDE_OTHERS | HARD_TO_REACH) - raised == set()


def _csv(spark: Any, folder: Path) -> str:
    (folder / "a.csv").write_text("a,b\n1,2\nx,3,4\n", encoding="utf-8")
    return str(folder / "a.csv")


FAILURES = {
    "all fields dropped": (
        lambda s, _: s.range(1).select(F.struct("id").alias("s")).select(F.col("s").dropFields("id")),
        "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS",
        "42K09",
    ),
    "only corrupt records": (
        lambda s, d: s.read.schema("a int, _corrupt_record string").csv(_csv(s, d)).select("_corrupt_record").collect(),
        "UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN",
        "0A000",
    ),
    "corrupt records as numbers": (
        lambda s, d: s.read.schema("a int, _corrupt_record int").csv(_csv(s, d)).collect(),
        "INVALID_CORRUPT_RECORD_TYPE",
        "42804",
    ),
    "char in a schema": (
        lambda s, d: s.read.schema("a char(3)").csv(_csv(s, d)).collect(),
        "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING",
        "0A000",
    ),
    "observed column": (
        lambda s, _: s.range(1).observe("m", F.col("id")).collect(),
        "INVALID_OBSERVED_METRICS.NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE",
        "42K0E",
    ),
    "unpivot of nothing": (
        lambda s, _: s.range(1).unpivot(["id"], [], "n", "v").collect(),
        "UNPIVOT_REQUIRES_VALUE_COLUMNS",
        "42K0A",
    ),
    "unknown statistic": (lambda s, _: s.range(1).summary("nosuch").collect(), "UNRECOGNIZED_STATISTIC", "42704"),
    "null in a column without nulls": (
        lambda s, _: s.sql("select cast(null as int) a").to(
            T.StructType([T.StructField("a", T.IntegerType(), nullable=False)])
        ),
        "NULLABLE_COLUMN_OR_FIELD",
        "42000",
    ),
    "numbers as text": (
        lambda s, d: s.range(1).write.text(str(d / "texts")),
        "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
        "0A000",
    ),
    "view name in parts": (
        lambda s, _: s.range(1).createTempView("a.b.c"),
        "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS",
        "428EK",
    ),
    "no buckets": (
        lambda s, _: s.range(1).write.bucketBy(0, "id").saveAsTable("bucketless"),
        "INVALID_BUCKET_COUNT",
        "22003",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failure(spark, tmp_path, name):
    action, condition, state = FAILURES[name]
    with pytest.raises(errors.PySparkException) as caught:
        action(spark, tmp_path)
    assert caught.value.getCondition() == condition
    assert caught.value.getSqlState() == state


# Where Spark throws a plain exception of Java.
NAMED_HERE = {
    "delimiter": (lambda s, d: s.read.option("sep", "").csv(_csv(s, d)), "INVALID_DELIMITER_VALUE.EMPTY_STRING"),
    "option": (lambda s, d: s.read.option("multiLine", "perhaps").json(_csv(s, d)), "INVALID_OPTION_VALUE"),
    "column of both sides": (
        lambda s, _: (lambda f: f.join(f, f.id == f.id).select(f.id).collect())(s.range(1)),
        "AMBIGUOUS_COLUMN_REFERENCE",
    ),
    "file system": (lambda s, _: s.read.csv("nosuchfs://x/y").collect(), "UNSUPPORTED_FILE_SYSTEM"),
    "catalog": (lambda s, _: s.catalog.setCurrentCatalog("nocatalog"), "CATALOG_NOT_FOUND"),
    "groupings": (
        lambda s, _: s.range(1).cube([F.col("id") + n for n in range(17)]).count().collect(),
        "GROUPING_SIZE_LIMIT_EXCEEDED",
    ),
    "path of a set": (
        lambda s, _: s.sql("select * from values (named_struct('b', 1)) t(a) |> set a.b = 2"),
        "UNSUPPORTED_FEATURE.SET_PIPE_OPERATOR_NESTED_COLUMN",
    ),
    "lengths of keys and values": (
        lambda s, _: s.sql("select map_from_arrays(array(1), array(1, 2))").collect(),
        "MAP_FROM_ARRAYS_LENGTH_MISMATCH",
    ),
    "temporary view if not there": (
        lambda s, _: s.sql("create temporary view if not exists never as select 1"),
        "INVALID_SQL_SYNTAX.CREATE_TEMP_VIEW_WITH_IF_NOT_EXISTS",
    ),
    "malformed line": (
        lambda s, d: s.read.option("mode", "FAILFAST").schema("a int, b int").csv(_csv(s, d)).collect(),
        "FAILED_READ_FILE.NO_HINT",
    ),
    "sequence": (lambda s, _: s.sql("select sequence(1, 10, -1)").collect(), "INVALID_PARAMETER_VALUE.SEQUENCE"),
}


@pytest.mark.skipif(ON_PYSPARK, reason="our own names")
@pytest.mark.parametrize("name", NAMED_HERE)
def test_failure_named_here(spark, tmp_path, name):
    action, condition = NAMED_HERE[name]
    with pytest.raises(errors.PySparkException) as caught:
        action(spark, tmp_path)
    assert caught.value.getCondition() == condition


@pytest.mark.skipif(ON_PYSPARK, reason="our own name")
def test_too_many_values_for_a_pivot(session):
    spark = session.newSession()
    spark.conf.set("spark.sql.pivotMaxValues", "2")
    with pytest.raises(errors.AnalysisException) as caught:
        spark.range(5).groupBy().pivot("id").count().collect()
    assert caught.value.getCondition() == "PIVOT_VALUE_LIMIT_EXCEEDED"
