"""Names that older scripts and libraries import."""

from __future__ import annotations

import pytest
from api import ON_PYSPARK, Row, T, errors

if ON_PYSPARK:
    from pyspark.errors.exceptions import captured
    from pyspark.sql import HiveContext, SQLContext
    from pyspark.sql.utils import is_remote
else:
    from pyrite.errors.exceptions import captured
    from pyrite.sql import HiveContext, SQLContext
    from pyrite.sql.utils import is_remote


@pytest.mark.filterwarnings("ignore")
def test_contexts_from_before_sessions(spark):
    context = SQLContext(spark.sparkContext)
    context.registerDataFrameAsTable(context.createDataFrame([(1, "a")], ["n", "t"]), "older")
    assert context.sql("SELECT n FROM older").collect() == [Row(n=1)]
    assert "older" in context.tableNames()
    assert context.table("older").count() == context.range(1).count() == 1
    context.setConf("spark.test.older", "x")
    assert context.getConf("spark.test.older") == spark.conf.get("spark.test.older") == "x"
    assert context.getConf("spark.test.nothing", "y") == "y"
    context.cacheTable("older")
    context.uncacheTable("older")
    context.dropTempTable("older")
    assert "older" not in context.tableNames()
    assert issubclass(HiveContext, SQLContext)


def test_errors_of_classic_sessions(spark):
    with pytest.raises(captured.AnalysisException):
        spark.table("no_such_table").collect()
    assert ON_PYSPARK or captured.AnalysisException is errors.AnalysisException
    assert not is_remote()


def test_types_of_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    if ON_PYSPARK:
        from pyspark.sql.pandas.types import from_arrow_schema, from_arrow_type, to_arrow_schema, to_arrow_type
    else:
        from pyrite.sql.pandas.types import from_arrow_schema, from_arrow_type, to_arrow_schema, to_arrow_type
    schema = T.StructType([T.StructField("a", T.LongType()), T.StructField("b", T.ArrayType(T.StringType()), False)])
    assert from_arrow_schema(to_arrow_schema(schema)) == schema
    assert to_arrow_type(T.DecimalType(10, 2)) == pyarrow.decimal128(10, 2)
    assert from_arrow_type(pyarrow.int32()) == T.IntegerType()


@pytest.mark.skipif(ON_PYSPARK, reason="imports Pyrite's names")
def test_names_that_libraries_import(spark):
    """Names outside of the documented API that packages for PySpark use."""
    import io
    import json
    import logging
    import pickle

    from pyrite._globals import _NoValue
    from pyrite.logger import SPARK_LOG_SCHEMA, PySparkLogger
    from pyrite.serializers import CPickleSerializer
    from pyrite.sql.pandas.utils import require_minimum_pandas_version
    from pyrite.sql.utils import AnalysisException, CapturedException, get_active_spark_context, is_remote_only, to_str
    from pyrite.util import JVM_INT_MAX, VersionUtils, fail_on_stopiteration

    assert pickle.loads(pickle.dumps(_NoValue)) is _NoValue
    assert repr(_NoValue) == "<no value>"
    assert issubclass(AnalysisException, CapturedException)
    assert get_active_spark_context() is spark.sparkContext
    assert (is_remote_only(), to_str(True), to_str(None), to_str(1)) == (False, "true", None, "1")
    assert (VersionUtils.majorMinorVersion("4.3.0-SNAPSHOT"), JVM_INT_MAX) == ((4, 3), 2147483647)
    with pytest.raises(ValueError, match="no major and minor"):
        VersionUtils.majorMinorVersion("four")
    with pytest.raises(errors.PySparkRuntimeError, match="STOP_ITERATION_OCCURRED"):
        fail_on_stopiteration(next)(iter([]))
    assert CPickleSerializer().loads(pickle.dumps([1])) == [1]
    pytest.importorskip("pandas")
    require_minimum_pandas_version()

    logger, lines = PySparkLogger.getLogger("test_names"), io.StringIO()
    logger.handlers.clear()
    logger.addHandler(logging.StreamHandler(lines))
    logger.warning("seen %s", 3, user="me")
    try:
        raise ValueError("wrong")
    except ValueError:
        logger.exception("failed")
    logger.info("not written")
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert (first["level"], first["msg"], first["context"]) == ("WARNING", "seen 3", {"user": "me"})
    assert (second["exception"]["class"], second["exception"]["msg"]) == ("ValueError", "wrong")
    assert spark.createDataFrame([], SPARK_LOG_SCHEMA).columns[-1] == "logger"


@pytest.mark.skipif(ON_PYSPARK, reason="imports Pyrite's names")
def test_arrow_timestamps_as_points_in_time():
    pyarrow = pytest.importorskip("pyarrow")
    from pyrite.sql.pandas.types import from_arrow_schema, from_arrow_type

    stamp = pyarrow.timestamp("us")
    schema = pyarrow.schema(
        [("a", pyarrow.list_(stamp)), ("b", pyarrow.struct([("c", stamp)])), ("d", pyarrow.int32())]
    )
    assert from_arrow_type(stamp).simpleString() == "timestamp_ntz"
    assert from_arrow_type(stamp, prefer_timestamp_ntz=False).simpleString() == "timestamp"
    assert from_arrow_schema(schema, False).simpleString() == "struct<a:array<timestamp>,b:struct<c:timestamp>,d:int>"


@pytest.mark.filterwarnings("ignore")
def test_parameters_of_older_contexts(spark):
    context = SQLContext.getOrCreate()
    assert context.getConf("no.such.setting", None) is None
    assert context.getConf("no.such.setting", defaultValue="named") == "named"
    with pytest.raises(errors.PySparkException, match="SQL_CONF_NOT_FOUND"):
        context.getConf("no.such.setting")
    assert HiveContext(spark.sparkContext, None).range(2).count() == 2
