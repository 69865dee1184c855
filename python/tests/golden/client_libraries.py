"""Calls libraries that know only PySpark, and prints what they give.

It was run on PySpark to record client_libraries.txt.
"""

from __future__ import annotations

import datetime

import chispa
import quinn
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T


def show(name, function):
    try:
        print(f"{name}: {function()!r}")
    except Exception as error:
        print(f"{name}! {type(error).__name__}: {error}")


def main():
    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    spark = builder.config("spark.ui.enabled", "false").getOrCreate()
    people = spark.createDataFrame(
        [("jose", "  a  b ", 1), ("li", "c!d", 2), (None, "", None)], ["First Name", "text", "number"]
    )

    def rows(frame):
        return [tuple(row) for row in frame.collect()]

    # quinn
    show("two_columns", lambda: quinn.two_columns_to_dictionary(people, "number", "text"))
    show("dictionaries", lambda: quinn.to_list_of_dictionaries(people))
    text = F.col("text")
    for name in ("single_space", "remove_all_whitespace", "anti_trim", "remove_non_word_characters"):
        function = getattr(quinn, name)
        show(name, lambda function=function: rows(people.select(function(text))))
    show("snake_case", lambda: quinn.snake_case_col_names(people).columns)
    show("renamed", lambda: quinn.with_columns_renamed(str.upper)(people).columns)
    show("truthy", lambda: rows(people.select(quinn.is_null_or_blank(text), quinn.is_falsy(F.col("number") > 1))))
    lists = spark.createDataFrame([([1, 2, 3],), ([4, 5],)], ["numbers"])
    show("exists", lambda: rows(lists.select(quinn.exists(lambda n: n > 4)(F.col("numbers")))))
    show("forall", lambda: rows(lists.select(quinn.forall(lambda n: n > 1)(F.col("numbers")))))
    dates = spark.createDataFrame([(datetime.date(2024, 2, 28), datetime.date(2024, 3, 5))], ["a", "b"])
    show("weeks", lambda: rows(dates.select(quinn.week_start_date(F.col("a")), quinn.week_end_date(F.col("a")))))
    show("uuid5", lambda: rows(people.select(quinn.uuid5(text))))
    show("multi_equals", lambda: rows(people.select(quinn.multi_equals(2)(F.col("number"), F.col("number")))))
    show("is_not_in", lambda: rows(people.select(quinn.is_not_in(F.col("number"), [1, 5]))))
    split = spark.createDataFrame([("john,doe",), ("ann,lee",)], ["both"])
    show("split_col", lambda: rows(quinn.split_col(split, "both", ",", ["first", "last"])))
    nested = spark.createDataFrame([(1, (2, "x"), {"k": 3})], "id int, s struct<n:int, t:string>, m map<string,int>")
    show("sort_columns", lambda: quinn.sort_columns(people, "asc").columns)
    show("presence", lambda: quinn.validate_presence_of_columns(people, ["text", "missing"]))
    show("absence", lambda: quinn.validate_absence_of_columns(people, ["text"]))
    wanted = T.StructType([T.StructField("text", T.StringType(), True)])
    show("schema", lambda: quinn.validate_schema(people.select("number"), wanted))
    show("as_code", lambda: quinn.print_schema_as_code(nested.schema))
    show("appended", lambda: rows(quinn.append_if_schema_identical(split, split)))
    show("from_show", lambda: rows(quinn.show_output_to_df("+---+\n|  a|\n+---+\n|  1|\n+---+", spark)))
    show(
        "create_df",
        lambda: rows(quinn.create_df(spark, [("x", 1)], [("s", T.StringType(), True), ("n", T.IntegerType(), True)])),
    )

    # chispa
    same = spark.createDataFrame([("a", "a"), ("b", "b")], ["x", "y"])
    other = spark.createDataFrame([("a", "a"), ("b", "c")], ["x", "y"])
    show("columns", lambda: chispa.assert_column_equality(same, "x", "y"))
    show("columns differ", lambda: chispa.assert_column_equality(other, "x", "y"))
    show("frames", lambda: chispa.assert_df_equality(same, same.orderBy(F.desc("x")), ignore_row_order=True))
    show("frames differ", lambda: chispa.assert_df_equality(same, other))
    show("schemas differ", lambda: chispa.assert_df_equality(same, same.withColumn("y", F.lit(1))))
    near = spark.createDataFrame([(1.0, 1.1), (2.0, 2.05)], ["p", "q"])
    show("approximately", lambda: chispa.assert_approx_column_equality(near, "p", "q", 0.2))
    show("not approximately", lambda: chispa.assert_approx_column_equality(near, "p", "q", 0.01))
    approx = near.select("p")
    show(
        "approximate frames", lambda: chispa.assert_approx_df_equality(approx, near.select(F.col("q").alias("p")), 0.2)
    )
    show("order of columns", lambda: chispa.assert_df_equality(same, same.select("y", "x"), ignore_column_order=True))
    spark.stop()


main()
