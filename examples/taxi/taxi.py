"""The taxi revenue pipeline: raw trip CSVs to monthly and hourly revenue reports.

    python taxi.py [--data DATA] [--output OUTPUT] [--rows 200000]

This is a PySpark script: change `pyrite` to `pyspark` in the import below and it runs on Spark, with the same results.
When DATA holds no trips, trips in the shape of New York's TLC records are generated there first.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import Sizes, generate
from pyrite.sql import DataFrame, SparkSession, types
from pyrite.sql import functions as F

MONEY = ("fare_amount", "extra", "mta_tax", "tip_amount", "tolls_amount")

GREEN_SCHEMA = types.StructType(
    [
        types.StructField("VendorID", types.IntegerType(), True),
        types.StructField("lpep_pickup_datetime", types.TimestampType(), True),
        types.StructField("lpep_dropoff_datetime", types.TimestampType(), True),
        types.StructField("store_and_fwd_flag", types.StringType(), True),
        types.StructField("RatecodeID", types.IntegerType(), True),
        types.StructField("PULocationID", types.IntegerType(), True),
        types.StructField("DOLocationID", types.IntegerType(), True),
        types.StructField("passenger_count", types.IntegerType(), True),
        types.StructField("trip_distance", types.DoubleType(), True),
        *(types.StructField(name, types.DoubleType(), True) for name in MONEY),
        types.StructField("ehail_fee", types.DoubleType(), True),
        types.StructField("improvement_surcharge", types.DoubleType(), True),
        types.StructField("total_amount", types.DoubleType(), True),
        types.StructField("payment_type", types.IntegerType(), True),
        types.StructField("trip_type", types.IntegerType(), True),
        types.StructField("congestion_surcharge", types.DoubleType(), True),
    ]
)

YELLOW_SCHEMA = types.StructType(
    [
        types.StructField("VendorID", types.IntegerType(), True),
        types.StructField("tpep_pickup_datetime", types.TimestampType(), True),
        types.StructField("tpep_dropoff_datetime", types.TimestampType(), True),
        types.StructField("passenger_count", types.IntegerType(), True),
        types.StructField("trip_distance", types.DoubleType(), True),
        types.StructField("RatecodeID", types.IntegerType(), True),
        types.StructField("store_and_fwd_flag", types.StringType(), True),
        types.StructField("PULocationID", types.IntegerType(), True),
        types.StructField("DOLocationID", types.IntegerType(), True),
        types.StructField("payment_type", types.IntegerType(), True),
        *(types.StructField(name, types.DoubleType(), True) for name in MONEY),
        types.StructField("improvement_surcharge", types.DoubleType(), True),
        types.StructField("total_amount", types.DoubleType(), True),
        types.StructField("congestion_surcharge", types.DoubleType(), True),
    ]
)

FHV_SCHEMA = (
    "dispatching_base_num STRING, pickup_datetime TIMESTAMP, dropOff_datetime TIMESTAMP, PUlocationID INT, "
    "DOlocationID INT, SR_Flag STRING, Affiliated_base_number STRING"
)

# What the green and yellow files have in common, in the green files' order.
COMMON_COLUMNS = [
    "VendorID",
    "pickup_datetime",
    "dropoff_datetime",
    "store_and_fwd_flag",
    "RatecodeID",
    "PULocationID",
    "DOLocationID",
    "passenger_count",
    "trip_distance",
    *MONEY,
    "improvement_surcharge",
    "total_amount",
    "payment_type",
    "congestion_surcharge",
]

MONTHLY_REVENUE = """
SELECT
    -- Revenue by zone, month and service
    PULocationID AS revenue_zone,
    date_trunc('month', pickup_datetime) AS revenue_month,
    service_type,

    SUM(fare_amount) AS revenue_monthly_fare,
    SUM(extra) AS revenue_monthly_extra,
    SUM(mta_tax) AS revenue_monthly_mta_tax,
    SUM(tip_amount) AS revenue_monthly_tip_amount,
    SUM(tolls_amount) AS revenue_monthly_tolls_amount,
    SUM(improvement_surcharge) AS revenue_monthly_improvement_surcharge,
    SUM(total_amount) AS revenue_monthly_total_amount,
    SUM(congestion_surcharge) AS revenue_monthly_congestion_surcharge,

    -- Additional calculations
    AVG(passenger_count) AS avg_monthly_passenger_count,
    AVG(trip_distance) AS avg_monthly_trip_distance
FROM trips_data
GROUP BY 1, 2, 3
"""

HOURLY_REVENUE = """
SELECT
    date_trunc('hour', {service}_pickup_datetime) AS hour,
    PULocationID AS zone,
    SUM(total_amount) AS amount,
    COUNT(1) AS number_records
FROM {service}
WHERE {service}_pickup_datetime >= '2020-01-01 00:00:00'
GROUP BY hour, zone
ORDER BY hour, zone
"""


def crazy_stuff(base_num: str) -> str:
    """Sorts for-hire bases into three kinds by their number."""
    num = int(base_num[1:])
    if num % 7 == 0:
        return f"s/{num:03x}"
    if num % 3 == 0:
        return f"a/{num:03x}"
    return f"e/{num:03x}"


class Steps:
    """Prints what is done and how long it took."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        print(f"{time.perf_counter() - start:8.2f} s  {title}", flush=True)

    def finish(self) -> None:
        print(f"{time.perf_counter() - self.began:8.2f} s  in all", flush=True)


def read_renamed(spark: SparkSession, folder: str, prefix: str) -> DataFrame:
    """A service's trips, with the time columns' prefix taken off."""
    return (
        spark.read.parquet(folder)
        .withColumnRenamed(f"{prefix}_pickup_datetime", "pickup_datetime")
        .withColumnRenamed(f"{prefix}_dropoff_datetime", "dropoff_datetime")
    )


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=here / "data", help="folder of the raw trips")
    parser.add_argument("--output", type=Path, default=here / "output", help="folder of the results")
    parser.add_argument("--rows", type=int, default=200_000, help="green trips to generate (default 200000)")
    parser.add_argument("--master", default="local[*]")
    arguments = parser.parse_args()
    data, output = arguments.data, arguments.output
    rows = arguments.rows

    steps = Steps()
    if (data / "generated.json").is_file() or not (data / "raw").is_dir():
        with steps.step(f"trips: {rows:,} green, {4 * rows:,} yellow, {2 * rows:,} for-hire, generated or still there"):
            generate(data, Sizes(green=rows, yellow=4 * rows, fhv=2 * rows))

    with steps.step("session"):
        spark = (
            SparkSession.builder.master(arguments.master)
            .appName("taxi revenue")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )

    # Raw CSV to Parquet, in as many files as there will be tasks to read them.
    for service, schema in (("green", GREEN_SCHEMA), ("yellow", YELLOW_SCHEMA), ("fhv", FHV_SCHEMA)):
        with steps.step(f"{service}: CSV to Parquet, 20 files"):
            trips = spark.read.option("header", "true").schema(schema).csv(f"{data}/raw/{service}/*/*")
            trips.repartition(20).write.parquet(f"{output}/pq/{service}", mode="overwrite")

    # Both colours in one view.
    green = read_renamed(spark, f"{output}/pq/green", "lpep")
    yellow = read_renamed(spark, f"{output}/pq/yellow", "tpep")
    trips_data = (
        green.select(COMMON_COLUMNS)
        .withColumn("service_type", F.lit("green"))
        .unionAll(yellow.select(COMMON_COLUMNS).withColumn("service_type", F.lit("yellow")))
    )
    trips_data.createOrReplaceTempView("trips_data")
    with steps.step("trips by service"):
        trips_data.groupBy("service_type").count().orderBy("service_type").show()

    with steps.step("monthly revenue by zone and service"):
        spark.sql(MONTHLY_REVENUE).coalesce(1).write.parquet(f"{output}/report/revenue", mode="overwrite")

    # Hourly revenue by zone, for each colour, then both beside each other.
    spark.read.parquet(f"{output}/pq/green").withColumnRenamed(
        "lpep_pickup_datetime", "green_pickup_datetime"
    ).createOrReplaceTempView("green")
    spark.read.parquet(f"{output}/pq/yellow").withColumnRenamed(
        "tpep_pickup_datetime", "yellow_pickup_datetime"
    ).createOrReplaceTempView("yellow")
    for service in ("green", "yellow"):
        with steps.step(f"hourly revenue, {service}"):
            hourly = spark.sql(HOURLY_REVENUE.format(service=service))
            hourly.repartition(20).write.parquet(f"{output}/report/revenue-{service}", mode="overwrite")

    with steps.step("outer join of both colours on hour and zone"):
        green_hours = (
            spark.read.parquet(f"{output}/report/revenue-green")
            .withColumnRenamed("amount", "green_amount")
            .withColumnRenamed("number_records", "green_number_records")
        )
        yellow_hours = (
            spark.read.parquet(f"{output}/report/revenue-yellow")
            .withColumnRenamed("amount", "yellow_amount")
            .withColumnRenamed("number_records", "yellow_number_records")
        )
        joined = green_hours.join(yellow_hours, on=["hour", "zone"], how="outer")
        joined.repartition(20).write.parquet(f"{output}/report/total", mode="overwrite")

    # The zones' names.
    with steps.step("join with the zone lookup"):
        zones = spark.read.option("header", "true").option("inferSchema", "true").csv(f"{data}/taxi_zone_lookup.csv")
        total = spark.read.parquet(f"{output}/report/total")
        by_zone = total.join(zones, total.zone == zones.LocationID).drop("LocationID").drop(total.zone)
        by_zone.coalesce(1).write.parquet(f"{output}/report/zones", mode="overwrite")

    # A Python function over every for-hire trip.
    with steps.step("Python function over the for-hire bases"):
        crazy_stuff_udf = F.udf(crazy_stuff, returnType=types.StringType())
        fhv = spark.read.parquet(f"{output}/pq/fhv")
        bases = (
            fhv.withColumn("pickup_date", F.to_date(fhv.pickup_datetime))
            .withColumn("dropoff_date", F.to_date(fhv.dropOff_datetime))
            .withColumn("base_id", crazy_stuff_udf(fhv.dispatching_base_num))
            .select("base_id", "pickup_date", "dropoff_date", "PUlocationID", "DOlocationID")
        )
        bases.write.parquet(f"{output}/report/fhv-bases", mode="overwrite")
    steps.finish()

    print("\nMonthly revenue, the ten largest:")
    report = spark.read.parquet(f"{output}/report/revenue")
    report.join(zones, report.revenue_zone == zones.LocationID).select(
        "Borough",
        "Zone",
        F.date_format("revenue_month", "yyyy-MM").alias("month"),
        "service_type",
        F.round("revenue_monthly_fare", 2).alias("fare"),
        F.round("revenue_monthly_tip_amount", 2).alias("tips"),
        F.round("revenue_monthly_total_amount", 2).alias("total"),
        F.round("avg_monthly_passenger_count", 3).alias("passengers"),
        F.round("avg_monthly_trip_distance", 3).alias("miles"),
    ).orderBy(F.desc("total")).show(10, truncate=False)

    print("For-hire bases, the most trips:")
    bases = spark.read.parquet(f"{output}/report/fhv-bases")
    bases.groupBy("base_id").agg(F.count("*").alias("trips")).orderBy(F.desc("trips"), "base_id").show(5)
    spark.stop()


if __name__ == "__main__":
    main()
