"""The plans that Pyrite sends are those that PySpark's Spark Connect client sends, node for node."""

from __future__ import annotations

import types

import pytest

proto = pytest.importorskip("pyspark.sql.connect.proto", reason="needs pyspark's connect client", exc_type=ImportError)
spark_frames = pytest.importorskip("pyspark.sql.connect.dataframe")
spark_plans = pytest.importorskip("pyspark.sql.connect.plan")
spark_functions = pytest.importorskip("pyspark.sql.connect.functions.builtin")

from pyrite._connect.relation import Relation  # noqa: E402
from pyrite._connect.wire import decode, encode  # noqa: E402
from pyrite.sql import functions as F  # noqa: E402
from pyrite.sql.dataframe import DataFrame  # noqa: E402
from pyrite.sql.readwriter import DataFrameReader, DataFrameWriter, DataFrameWriterV2  # noqa: E402
from pyrite.sql.types import LongType, StringType, StructField, StructType  # noqa: E402


class OurSession:
    """Builds plans; commands are kept instead of run."""

    def __init__(self):
        self.commands = []

    def _execute_command(self, command):
        self.commands.append(encode("Plan", {"command": command}))
        return {}

    def _frame(self, kind, body, resources=()):
        return DataFrame(Relation(self, kind, body, resources), self)

    def frame(self, end):
        schema = StructType([StructField("a", LongType()), StructField("b", StringType())])
        return DataFrame(Relation(self, "range", {"start": 0, "end": end, "step": 1}), self, schema)


class SparkSession:
    """Likewise for PySpark."""

    session_id = "test"

    def __init__(self):
        self.commands = []
        self.client = types.SimpleNamespace(execute_command=self._command)
        self._client = self.client

    def _command(self, command, observations=None):
        self.commands.append(command)
        return None, {}, None

    def frame(self, end):
        from pyspark.sql import types as st

        frame = spark_frames.DataFrame(spark_plans.Range(0, end, 1), self)
        frame._cached_schema = st.StructType([st.StructField("a", st.LongType()), st.StructField("b", st.StringType())])
        frame._cached_schema_serialized = None
        return frame


def normalised(message):
    """The message with plan ids in order of appearance and without what tells where it was made."""
    numbers = {}

    def number(plan_id):
        return numbers.setdefault(plan_id, len(numbers))

    def visit(item):
        name = item.DESCRIPTOR.name
        if name == "Relation":
            item.common.ClearField("origin")
        if name == "Expression":
            item.ClearField("common")
        for field, value in item.ListFields():
            if field.name == "plan_id":
                item.plan_id = number(value)
            elif field.type == field.TYPE_MESSAGE:
                if field.message_type.GetOptions().map_entry:
                    continue
                for child in value if field.is_repeated else [value]:
                    visit(child)

    visit(message)
    return message


def our_plan(frame):
    message = proto.Relation()
    message.ParseFromString(frame._relation.encoded)
    return normalised(message)


def spark_plan(frame):
    return normalised(frame._plan.plan(None))


TRANSFORMATIONS = {
    "range": lambda d, o, f: d,
    "select": lambda d, o, f: d.select("a", f.col("b") + 1),
    "select list": lambda d, o, f: d.select(["a", "b"]),
    "select star": lambda d, o, f: d.select("*"),
    "select nothing": lambda d, o, f: d.select(),
    "own column": lambda d, o, f: d.select(d.a, d["b"]),
    "own star": lambda d, o, f: d.select(d["*"]),
    "columns of both": lambda d, o, f: d.join(o, d.a == o.a).select(d.a, o.b),
    "selectExpr": lambda d, o, f: d.selectExpr("a + 1", "b as c"),
    "selectExpr list": lambda d, o, f: d.selectExpr(["a + 1", "b as c"]),
    "filter": lambda d, o, f: d.filter(f.col("a") > 1),
    "filter text": lambda d, o, f: d.where("a > 1"),
    "filter by item": lambda d, o, f: d[f.col("a") > 1],
    "select by item": lambda d, o, f: d[["a", "b"]],
    "withColumn": lambda d, o, f: d.withColumn("c", f.lit(1)),
    "withColumns": lambda d, o, f: d.withColumns({"c": f.lit(1), "d": f.col("a")}),
    "withMetadata": lambda d, o, f: d.withMetadata("a", {"k": 1}),
    "withColumnRenamed": lambda d, o, f: d.withColumnRenamed("a", "x"),
    "withColumnsRenamed": lambda d, o, f: d.withColumnsRenamed({"a": "x", "b": "y"}),
    "drop": lambda d, o, f: d.drop("a", "zz"),
    "drop column": lambda d, o, f: d.drop(f.col("a"), "b"),
    "toDF": lambda d, o, f: d.toDF("x", "y"),
    "colRegex": lambda d, o, f: d.select(d.colRegex("`a.*`")),
    "distinct": lambda d, o, f: d.distinct(),
    "dropDuplicates": lambda d, o, f: d.dropDuplicates(["a"]),
    "limit": lambda d, o, f: d.limit(3),
    "limit 0": lambda d, o, f: d.limit(0),
    "offset": lambda d, o, f: d.offset(2),
    "sample": lambda d, o, f: d.sample(0.5, 3),
    "sample with replacement": lambda d, o, f: d.sample(True, 0.5, 3),
    "sampleBy": lambda d, o, f: d.sampleBy("a", {1: 0.5, 2: 1}, 3),
    "randomSplit": lambda d, o, f: d.randomSplit([1.0, 2.0], 7)[1],
    "sort": lambda d, o, f: d.sort("a", f.col("b").desc()),
    "sort descending": lambda d, o, f: d.orderBy("a", "b", ascending=False),
    "sort mixed": lambda d, o, f: d.orderBy(["a", "b"], ascending=[True, False]),
    "sortWithinPartitions": lambda d, o, f: d.sortWithinPartitions("a"),
    "repartition": lambda d, o, f: d.repartition(3),
    "repartition by": lambda d, o, f: d.repartition(3, "a", f.col("b")),
    "repartition by only": lambda d, o, f: d.repartition("a"),
    "repartitionByRange": lambda d, o, f: d.repartitionByRange(3, "a", f.col("b").desc()),
    "repartitionById": lambda d, o, f: d.repartitionById(3, "a"),
    "coalesce": lambda d, o, f: d.coalesce(1),
    "join": lambda d, o, f: d.join(o),
    "join using": lambda d, o, f: d.join(o, "a"),
    "join using several": lambda d, o, f: d.join(o, ["a", "b"], "left_outer"),
    "join on several": lambda d, o, f: d.join(o, [d.a == o.a, d.b == o.b], "full"),
    "join anti": lambda d, o, f: d.join(o, "a", "left_anti"),
    "join semi": lambda d, o, f: d.join(o, "a", "semi"),
    "join right": lambda d, o, f: d.join(o, "a", "right"),
    "crossJoin": lambda d, o, f: d.crossJoin(o),
    "lateralJoin": lambda d, o, f: d.lateralJoin(o, how="left"),
    "union": lambda d, o, f: d.union(o),
    "unionAll": lambda d, o, f: d.unionAll(d),
    "unionByName": lambda d, o, f: d.unionByName(o, allowMissingColumns=True),
    "intersect": lambda d, o, f: d.intersect(o),
    "intersectAll": lambda d, o, f: d.intersectAll(o),
    "subtract": lambda d, o, f: d.subtract(o),
    "exceptAll": lambda d, o, f: d.exceptAll(o),
    "zip": lambda d, o, f: d.zip(o),
    "groupBy": lambda d, o, f: d.groupBy("a").agg(f.sum("b"), f.count("*")),
    "groupBy dict": lambda d, o, f: d.groupBy("a").agg({"b": "max"}),
    "groupBy sums": lambda d, o, f: d.groupBy("a").sum(),
    "groupBy mean": lambda d, o, f: d.groupBy("b").avg("a"),
    "rollup": lambda d, o, f: d.rollup("a", "b").count(),
    "cube": lambda d, o, f: d.cube(d.a).max("a"),
    "groupingSets": lambda d, o, f: d.groupingSets([["a"], ["b"], []], "a", "b").agg(f.sum("a")),
    "pivot": lambda d, o, f: d.groupBy("a").pivot("b", ["x", "y"]).sum("a"),
    "pivot all": lambda d, o, f: d.groupBy("a").pivot("b").count(),
    "agg": lambda d, o, f: d.agg(f.min("a"), f.max("a")),
    "unpivot": lambda d, o, f: d.unpivot("a", ["b"], "var", "val"),
    "unpivot all": lambda d, o, f: d.melt(["a"], None, "var", "val"),
    "transpose": lambda d, o, f: d.transpose("a"),
    "alias": lambda d, o, f: d.alias("t").select("t.a", "t.*"),
    "hint": lambda d, o, f: d.hint("repartition", 3),
    "broadcast": lambda d, o, f: d.join(f.broadcast(o), "a"),
    "fillna": lambda d, o, f: d.fillna(0),
    "fillna subset": lambda d, o, f: d.na.fill("x", ["b"]),
    "fillna dict": lambda d, o, f: d.fillna({"a": 1, "b": "x"}),
    "fillna float": lambda d, o, f: d.fillna(1.5).fillna(False),
    "dropna": lambda d, o, f: d.dropna(),
    "dropna all": lambda d, o, f: d.na.drop("all", subset="a"),
    "dropna thresh": lambda d, o, f: d.dropna(thresh=2),
    "replace": lambda d, o, f: d.replace(1, 2),
    "replace list": lambda d, o, f: d.na.replace(["x", "y"], ["z", None], "b"),
    "replace dict": lambda d, o, f: d.replace({1.5: None, 2.5: 3.5}, subset=["a"]),
    "describe": lambda d, o, f: d.describe("a", "b"),
    "summary": lambda d, o, f: d.summary("count", "min"),
    "crosstab": lambda d, o, f: d.stat.crosstab("a", "b"),
    "freqItems": lambda d, o, f: d.freqItems(["a"]),
    "zipWithIndex": lambda d, o, f: d.zipWithIndex(),
    "transform": lambda d, o, f: d.transform(lambda x, n: x.limit(n), 5),
    "scalar subquery": lambda d, o, f: d.select(o.agg(f.max("a")).scalar() + 1),
    "exists": lambda d, o, f: d.filter(o.where(o.a == d.a.outer()).exists()),
    "in subquery": lambda d, o, f: d.filter(d.a.isin(o.select("a"))),
    "struct in subquery": lambda d, o, f: d.filter(f.struct("a", "b").isin(o)),
    "window": lambda d, o, f: d.select(f.row_number()),
}


@pytest.mark.parametrize("name", TRANSFORMATIONS)
@pytest.mark.filterwarnings("ignore")
def test_transformation(name):
    make = TRANSFORMATIONS[name]
    ours, theirs = OurSession(), SparkSession()
    frame = make(ours.frame(5), ours.frame(7), F)
    expected = make(theirs.frame(5), theirs.frame(7), spark_functions)
    assert our_plan(frame) == spark_plan(expected)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_bytes_are_those_of_protobuf(name):
    """Written in the order protobuf writes, and read back to the same message."""
    ours = OurSession()
    encoded = TRANSFORMATIONS[name](ours.frame(5), ours.frame(7), F)._relation.encoded
    message = proto.Relation()
    message.ParseFromString(encoded)
    assert message.SerializeToString(deterministic=True) == encoded
    assert encode("Relation", decode("Relation", encoded)) == encoded


WRITES = {
    "parquet": lambda w: w.parquet("/x"),
    "mode": lambda w: w.mode("overwrite").format("csv").option("header", True).save("/x"),
    "csv": lambda w: w.csv("/x", mode="append", sep=";", header=True, nullValue="-"),
    "partitionBy": lambda w: w.partitionBy("a", "b").json("/x", compression="gzip"),
    "saveAsTable": lambda w: w.mode("ignore").saveAsTable("db.t", format="parquet", partitionBy=["a"]),
    "insertInto": lambda w: w.insertInto("t", overwrite=True),
    "bucketBy": lambda w: w.bucketBy(4, "a").sortBy("b").saveAsTable("t"),
    "text": lambda w: w.text("/x", lineSep="|"),
    "orc": lambda w: w.mode("error").orc("/x"),
    "save with everything": lambda w: w.save("/x", "json", "append", ["a"], dateFormat="yyyy"),
}


@pytest.mark.parametrize("name", WRITES)
def test_write(name):
    from pyspark.sql.connect.readwriter import DataFrameWriter as SparkWriter

    ours, theirs = OurSession(), SparkSession()
    WRITES[name](DataFrameWriter(ours.frame(3)))
    WRITES[name](SparkWriter(theirs.frame(3)._plan, theirs, lambda info: None))
    assert command_of(ours.commands[0]) == normalised(theirs.commands[0])


def command_of(encoded):
    plan = proto.Plan()
    plan.ParseFromString(encoded)
    return normalised(plan.command)


WRITES_V2 = {
    "create": lambda w, f: w.using("parquet").tableProperty("k", "v").option("o", 1).create(),
    "append": lambda w, f: w.append(),
    "replace": lambda w, f: w.partitionedBy(f.col("a")).replace(),
    "createOrReplace": lambda w, f: w.createOrReplace(),
    "overwrite": lambda w, f: w.overwrite(f.col("a") > 1),
    "overwritePartitions": lambda w, f: w.overwritePartitions(),
}


@pytest.mark.parametrize("name", WRITES_V2)
def test_write_v2(name):
    from pyspark.sql.connect.readwriter import DataFrameWriterV2 as SparkWriter

    ours, theirs = OurSession(), SparkSession()
    WRITES_V2[name](DataFrameWriterV2(ours.frame(3), "t"), F)
    WRITES_V2[name](SparkWriter(theirs.frame(3)._plan, theirs, "t", lambda info: None), spark_functions)
    assert command_of(ours.commands[0]) == normalised(theirs.commands[0])


@pytest.mark.parametrize("replace", [True, False])
def test_views(replace):
    ours, theirs = OurSession(), SparkSession()
    ours._keep_for_view = lambda name, resources: None
    frame, expected = ours.frame(3), theirs.frame(3)
    (frame.createOrReplaceTempView if replace else frame.createGlobalTempView)("v")
    (expected.createOrReplaceTempView if replace else expected.createGlobalTempView)("v")
    assert command_of(ours.commands[0]) == normalised(theirs.commands[0])


READS = {
    "csv": lambda r: r.csv("/x", schema="a int", header=True, sep=";", inferSchema=False),
    "csv list": lambda r: r.option("header", "true").csv(["/x", "/y"]),
    "load": lambda r: r.format("json").options(multiLine=True, n=3).load("/x"),
    "parquet": lambda r: r.parquet("/x", "/y"),
    "text": lambda r: r.text("/x"),
    "json": lambda r: r.json("/x", mode="FAILFAST"),
    "table": lambda r: r.table("db.t"),
    "load nothing": lambda r: r.format("x").load(),
}


@pytest.mark.parametrize("name", READS)
def test_read(name):
    from pyspark.sql.connect.readwriter import DataFrameReader as SparkReader

    expected = spark_plan(READS[name](SparkReader(SparkSession())))
    if expected.read.HasField("data_source") and expected.read.data_source.schema == "":
        expected.read.data_source.ClearField("schema")
    assert our_plan(READS[name](DataFrameReader(OurSession()))) == expected
