"""The tasks in PySpark's API, for both engines that have it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tasks import HOURLY, MONTHLY, SCHEMAS, crazy_stuff, trips_columns


def program(builder: Any, functions: Any) -> dict[str, object]:
    """The tasks as functions, on the sessions of a builder."""

    def session() -> Any:
        return builder.master("local[*]").config("spark.sql.session.timeZone", "UTC").getOrCreate()

    def csv_to_parquet(data: Path, output: Path) -> None:
        spark = session()
        for service, schema in SCHEMAS.items():
            ddl = ", ".join(f"{name} {kind}" for name, kind in schema)
            trips = spark.read.option("header", True).schema(ddl).csv(f"{data}/raw/{service}/*/*")
            trips.write.mode("overwrite").parquet(f"{output}/{service}")

    def monthly(data: Path, output: Path) -> None:
        spark = session()
        spark.read.parquet(f"{data}/parquet/green").createOrReplaceTempView("green")
        spark.read.parquet(f"{data}/parquet/yellow").createOrReplaceTempView("yellow")
        green = f"SELECT {trips_columns('lpep')}, 'green' AS service_type FROM green"
        yellow = f"SELECT {trips_columns('tpep')}, 'yellow' AS service_type FROM yellow"
        spark.sql(f"{green} UNION ALL {yellow}").createOrReplaceTempView("trips")
        spark.sql(MONTHLY).write.mode("overwrite").parquet(str(output))

    def hourly(data: Path, output: Path) -> None:
        spark = session()
        spark.read.parquet(f"{data}/parquet/yellow").createOrReplaceTempView("yellow")
        spark.sql(HOURLY).write.mode("overwrite").parquet(str(output))

    def outer_join(data: Path, output: Path) -> None:
        spark = session()
        sides = [
            spark.read.parquet(f"{data}/parquet/hourly-{service}")
            .withColumnRenamed("amount", f"{service}_amount")
            .withColumnRenamed("number_records", f"{service}_number_records")
            for service in ("green", "yellow")
        ]
        joined = sides[0].join(sides[1], on=["hour", "zone"], how="outer")
        joined.write.mode("overwrite").parquet(str(output))

    def udf(data: Path, output: Path) -> None:
        spark = session()
        base_kind = functions.udf(crazy_stuff, "string")
        bases = spark.read.parquet(f"{data}/parquet/fhv").select(
            base_kind("dispatching_base_num").alias("base_id"),
            functions.to_date("pickup_datetime").alias("pickup_date"),
            "PUlocationID",
            "DOlocationID",
        )
        bases.write.mode("overwrite").parquet(str(output))

    return {function.__name__: function for function in (csv_to_parquet, monthly, hourly, outer_join, udf)}
