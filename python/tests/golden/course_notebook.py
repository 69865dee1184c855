"""A course's notebook on trips of for-hire vehicles, as a script that says pyspark.

It was run on PySpark to record course_notebook.txt. The argument is a folder to work in.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections import namedtuple

import pandas as pd
import pyspark
from pyspark.sql import SparkSession, types
from pyspark.sql import functions as F

folder = sys.argv[1]
spark = (
    SparkSession.builder.master("local[2]")
    .appName("notebook")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "4")
    .getOrCreate()
)
print(pyspark.__version__.split(".")[0], spark.range(2).count())

# Raw data, its schema as pandas sees it, and as it should be
start = datetime.datetime(2021, 1, 1)
with open(os.path.join(folder, "trips.csv"), "w") as file:
    file.write(
        "hvfhs_license_num,dispatching_base_num,pickup_datetime,dropoff_datetime,PULocationID,DOLocationID,SR_Flag\n"
    )
    for number in range(5000):
        pickup = start + datetime.timedelta(minutes=number * 7 % 44640)
        dropoff = pickup + datetime.timedelta(seconds=300 + number * 13 % 3600)
        base = f"B{2500 + number * 17 % 400:05d}"
        shared = "1" if number % 11 == 0 else ""
        zones = f"{number * 31 % 260 + 1},{number * 57 % 260 + 1}"
        file.write(f"HV{number % 4 + 2:04d},{base},{pickup},{dropoff},{zones},{shared}\n")
sample = pd.read_csv(os.path.join(folder, "trips.csv"), nrows=100)
print(spark.createDataFrame(sample[["hvfhs_license_num", "PULocationID"]]).schema)
schema = types.StructType(
    [
        types.StructField("hvfhs_license_num", types.StringType(), True),
        types.StructField("dispatching_base_num", types.StringType(), True),
        types.StructField("pickup_datetime", types.TimestampType(), True),
        types.StructField("dropoff_datetime", types.TimestampType(), True),
        types.StructField("PULocationID", types.IntegerType(), True),
        types.StructField("DOLocationID", types.IntegerType(), True),
        types.StructField("SR_Flag", types.StringType(), True),
    ]
)
df = spark.read.option("header", "true").schema(schema).csv(os.path.join(folder, "trips.csv"))
df.repartition(24).write.parquet(os.path.join(folder, "fhvhv"), mode="overwrite")
print(len([name for name in os.listdir(os.path.join(folder, "fhvhv")) if name.endswith(".parquet")]))
df = spark.read.parquet(os.path.join(folder, "fhvhv"))
df.printSchema()


# Columns and a function
def crazy_stuff(base_num):
    num = int(base_num[1:])
    if num % 7 == 0:
        return f"s/{num:03x}"
    elif num % 3 == 0:
        return f"a/{num:03x}"
    else:
        return f"e/{num:03x}"


crazy_stuff_udf = F.udf(crazy_stuff, returnType=types.StringType())
(
    df.withColumn("pickup_date", F.to_date(df.pickup_datetime))
    .withColumn("dropoff_date", F.to_date(df.dropoff_datetime))
    .withColumn("base_id", crazy_stuff_udf(df.dispatching_base_num))
    .select("base_id", "pickup_date", "dropoff_date", "PULocationID", "DOLocationID")
    .filter(df.hvfhs_license_num == "HV0003")
    .orderBy("pickup_date", "base_id", "PULocationID")
    .show(5)
)

# SQL and joins
df.createOrReplaceTempView("trips")
revenue = spark.sql(
    """
    SELECT date_trunc('hour', pickup_datetime) AS hour, PULocationID AS zone,
           SUM(unix_timestamp(dropoff_datetime) - unix_timestamp(pickup_datetime)) AS amount, COUNT(1) AS number_records
    FROM trips WHERE pickup_datetime >= '2021-01-03 00:00:00' GROUP BY 1, 2
    """
)
left = revenue.filter("zone % 2 = 0").withColumnRenamed("amount", "left_amount").drop("number_records")
right = revenue.filter("zone % 3 = 0").withColumnRenamed("amount", "right_amount").drop("number_records")
left.join(right, on=["hour", "zone"], how="outer").orderBy("hour", "zone").show(8)

# RDDs
rdd = df.select("pickup_datetime", "PULocationID", "DOLocationID").rdd
print(rdd.getNumPartitions() > 0, rdd.count())


def filter_outliers(row):
    return row.pickup_datetime >= datetime.datetime(2021, 1, 5)


def prepare_for_grouping(row):
    hour = row.pickup_datetime.replace(minute=0, second=0, microsecond=0)
    return (hour, row.PULocationID), (row.DOLocationID * 0.5, 1)


def calculate_revenue(left_value, right_value):
    return left_value[0] + right_value[0], left_value[1] + right_value[1]


RevenueRow = namedtuple("RevenueRow", ["hour", "zone", "revenue", "count"])


def unwrap(row):
    return RevenueRow(hour=row[0][0], zone=row[0][1], revenue=row[1][0], count=row[1][1])


result_schema = types.StructType(
    [
        types.StructField("hour", types.TimestampType(), True),
        types.StructField("zone", types.IntegerType(), True),
        types.StructField("revenue", types.DoubleType(), True),
        types.StructField("count", types.IntegerType(), True),
    ]
)
df_result = (
    rdd.filter(filter_outliers).map(prepare_for_grouping).reduceByKey(calculate_revenue).map(unwrap).toDF(result_schema)
)
df_result.orderBy("hour", "zone").show(5)
df_result.write.parquet(os.path.join(folder, "revenue"))
print(spark.read.parquet(os.path.join(folder, "revenue")).agg(F.sum("revenue"), F.sum("count"), F.count("*")).first())

# mapPartitions with pandas
columns = ["hvfhs_license_num", "pickup_datetime", "PULocationID", "DOLocationID"]
duration_rdd = df.select(columns).rdd


def model_predict(frame):
    return frame.DOLocationID * 5


def apply_model_in_batch(rows):
    frame = pd.DataFrame(rows, columns=columns)
    frame["predicted_duration"] = model_predict(frame)
    yield from frame.itertuples()


df_predicts = duration_rdd.mapPartitions(apply_model_in_batch).toDF().drop("Index")
print(df_predicts.dtypes)
df_predicts.select("predicted_duration", "PULocationID").orderBy("predicted_duration", "PULocationID").show(5)
print(df_predicts.agg(F.sum("predicted_duration"), F.min("pickup_datetime")).first())
spark.stop()
