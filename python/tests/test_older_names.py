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
