"""A course's notebooks on taxi trips (a test, schemas, SQL, group by and join, an own context), as a script that says
pyspark.

It was run on PySpark to record course_taxi.txt. The argument is a folder to work in.
"""

from __future__ import annotations

import datetime
import gzip
import os
import sys

import pandas as pd
import pyspark
from pyspark.conf import SparkConf
from pyspark.context import SparkContext
from pyspark.sql import SparkSession, types
from pyspark.sql import functions as F

folder = sys.argv[1]
os.chdir(folder)

# An own context, with settings for a remote file system, and a session on it
conf = (
    SparkConf()
    .setMaster("local[2]")
    .setAppName("test")
    .set("spark.sql.session.timeZone", "UTC")
    .set("spark.ui.enabled", "false")
    .set("spark.sql.shuffle.partitions", "4")
    .set("spark.hadoop.google.cloud.auth.service.account.enable", "true")
)
sc = SparkContext(conf=conf)
hadoop_conf = sc._jsc.hadoopConfiguration()
hadoop_conf.set("fs.AbstractFileSystem.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFS")
hadoop_conf.set("fs.gs.auth.service.account.enable", "true")
print(hadoop_conf.get("fs.gs.auth.service.account.enable"))
spark = SparkSession.builder.config(conf=sc.getConf()).getOrCreate()
print(pyspark.__version__.split(".")[0], spark.sparkContext is sc, spark.conf.get("spark.app.name"))

# A test: zones from CSV to Parquet
with open("taxi_zone_lookup.csv", "w") as file:
    file.write('"LocationID","Borough","Zone","service_zone"\n')
    for zone in range(1, 21):
        file.write(f'{zone},"{("EWR", "Queens", "Bronx")[zone % 3]}","Zone {zone}","Boro Zone"\n')
df = spark.read.option("header", "true").csv("taxi_zone_lookup.csv")
df.show(3)
df.write.parquet("zones")

# Schemas: raw files of months to Parquet with the types that they should have
start = datetime.datetime(2020, 1, 1)
HEADS = {
    "green": "VendorID,lpep_pickup_datetime,lpep_dropoff_datetime,store_and_fwd_flag,RatecodeID,PULocationID,"
    "DOLocationID,passenger_count,trip_distance,fare_amount,extra,mta_tax,tip_amount,tolls_amount,ehail_fee,"
    "improvement_surcharge,total_amount,payment_type,trip_type,congestion_surcharge",
    "yellow": "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,RatecodeID,"
    "store_and_fwd_flag,PULocationID,DOLocationID,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,"
    "improvement_surcharge,total_amount,congestion_surcharge",
}
TYPES = {
    "store_and_fwd_flag": types.StringType(),
    "trip_distance": types.DoubleType(),
    **{
        name: types.TimestampType()
        for name in (
            "lpep_pickup_datetime",
            "lpep_dropoff_datetime",
            "tpep_pickup_datetime",
            "tpep_dropoff_datetime",
        )
    },
    **{
        name: types.IntegerType()
        for name in (
            "VendorID",
            "RatecodeID",
            "PULocationID",
            "DOLocationID",
            "passenger_count",
            "payment_type",
            "trip_type",
        )
    },
}


def value(name, number, pickup):
    if name.endswith("pickup_datetime"):
        return str(pickup)
    if name.endswith("dropoff_datetime"):
        return str(pickup + datetime.timedelta(seconds=number * 7 % 5000))
    if name == "store_and_fwd_flag":
        return "N" if number % 5 else ""
    if name == "ehail_fee":
        return ""
    if isinstance(TYPES.get(name), types.IntegerType):
        return str(number * len(name) % 20 + 1)
    return str((number * len(name) % 400) / 4)


schemas = {}
for service, head in HEADS.items():
    names = head.split(",")
    schemas[service] = types.StructType(
        [types.StructField(name, TYPES.get(name, types.DoubleType()), True) for name in names]
    )
    for month in (1, 2):
        os.makedirs(f"raw/{service}/2020/{month:02d}")
        with gzip.open(f"raw/{service}/2020/{month:02d}/{service}_2020_{month:02d}.csv.gz", "wt") as file:
            file.write(head + "\n")
            for number in range(400):
                pickup = start + datetime.timedelta(days=31 * (month - 1), minutes=number * 37 % 2880)
                file.write(",".join(value(name, number, pickup) for name in names) + "\n")
        df = spark.read.option("header", "true").schema(schemas[service]).csv(f"raw/{service}/2020/{month:02d}/")
        df.repartition(4).write.parquet(f"pq/{service}/2020/{month:02d}/")
sample = pd.read_csv("raw/green/2020/01/green_2020_01.csv.gz", nrows=10)
print(spark.createDataFrame(sample[["VendorID", "trip_distance", "lpep_pickup_datetime"]]).dtypes)
df_green = spark.read.parquet("pq/green/*/*")
df_yellow = spark.read.parquet("pq/yellow/*/*")
df_yellow.printSchema()

# SQL over both services
df_green = df_green.withColumnRenamed("lpep_pickup_datetime", "pickup_datetime").withColumnRenamed(
    "lpep_dropoff_datetime", "dropoff_datetime"
)
df_yellow = df_yellow.withColumnRenamed("tpep_pickup_datetime", "pickup_datetime").withColumnRenamed(
    "tpep_dropoff_datetime", "dropoff_datetime"
)
yellow_columns = set(df_yellow.columns)
common_columns = [name for name in df_green.columns if name in yellow_columns]
print(common_columns)
df_trips = (
    df_green.select(common_columns)
    .withColumn("service_type", F.lit("green"))
    .unionAll(df_yellow.select(common_columns).withColumn("service_type", F.lit("yellow")))
)
df_trips.groupBy("service_type").count().orderBy("service_type").show()
df_trips.registerTempTable("trips_data")
spark.sql("SELECT service_type, count(1) FROM trips_data GROUP BY service_type ORDER BY 1").show()
df_result = spark.sql(
    """
    SELECT
        PULocationID AS revenue_zone,
        date_trunc('month', pickup_datetime) AS revenue_month,
        service_type,
        SUM(fare_amount) AS revenue_monthly_fare,
        SUM(tip_amount) AS revenue_monthly_tip_amount,
        SUM(total_amount) AS revenue_monthly_total_amount,
        AVG(passenger_count) AS avg_monthly_passenger_count,
        AVG(trip_distance) AS avg_monthly_trip_distance
    FROM trips_data
    GROUP BY 1, 2, 3
    """
)
df_result.coalesce(1).write.parquet("report/revenue/", mode="overwrite")
print(len([name for name in os.listdir("report/revenue") if name.endswith(".parquet")]))
spark.read.parquet("report/revenue").orderBy("revenue_zone", "revenue_month", "service_type").show(6)

# Group by and join
for service, frame in (("green", df_green), ("yellow", df_yellow)):
    frame.createOrReplaceTempView(service)
    revenue = spark.sql(
        f"""
        SELECT date_trunc('hour', pickup_datetime) AS hour, PULocationID AS zone, SUM(total_amount) AS amount,
               COUNT(1) AS number_records
        FROM {service} WHERE pickup_datetime >= '2020-01-01 00:00:00' GROUP BY 1, 2
        """
    )
    revenue.repartition(20).write.parquet(f"report/revenue/{service}", mode="overwrite")
print(len([name for name in os.listdir("report/revenue/green") if name.endswith(".parquet")]))
green, yellow = (
    spark.read.parquet(f"report/revenue/{service}")
    .withColumnRenamed("amount", f"{service}_amount")
    .withColumnRenamed("number_records", f"{service}_number_records")
    for service in ("green", "yellow")
)
df_join = green.join(yellow, on=["hour", "zone"], how="outer")
df_join.write.parquet("report/revenue/total", mode="overwrite")
df_join = spark.read.parquet("report/revenue/total")
df_zones = spark.read.parquet("zones")
joined = df_join.join(df_zones, df_join.zone == df_zones.LocationID)
joined.drop("LocationID", "zone").orderBy("hour", "Borough", "green_amount", "yellow_amount").show(5)
print(joined.drop("LocationID").columns)
print(joined.count(), joined.agg(F.sum("green_amount"), F.sum("yellow_number_records")).first())
spark.stop()
