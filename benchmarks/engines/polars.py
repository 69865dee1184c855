"""Polars: lazy frames on the streaming engine."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tasks import AMOUNTS, SCHEMAS, crazy_stuff, run_as_script

TYPES = {"INT": pl.Int32(), "DOUBLE": pl.Float64(), "STRING": pl.String(), "TIMESTAMP": pl.Datetime("us")}


def sink(frame: pl.LazyFrame, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    frame.sink_parquet(output / "part.parquet", compression="snappy")


def csv_to_parquet(data: Path, output: Path) -> None:
    for service, schema in SCHEMAS.items():
        # Declared as text and parsed with the format, which is faster than declaring the column as Datetime.
        types = {name: pl.String() if kind == "TIMESTAMP" else TYPES[kind] for name, kind in schema}
        times = [name for name, kind in schema if kind == "TIMESTAMP"]
        frame = pl.scan_csv(f"{data}/raw/{service}/*/*/*.csv", schema=types)
        frame = frame.with_columns(pl.col(times).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"))
        sink(frame, output / service)


def monthly(data: Path, output: Path) -> None:
    trips = []
    for service, prefix in (("green", "lpep"), ("yellow", "tpep")):
        frame = pl.scan_parquet(f"{data}/parquet/{service}/*.parquet")
        trips.append(
            frame.select(
                "passenger_count",
                "trip_distance",
                pl.col("PULocationID").alias("revenue_zone"),
                *AMOUNTS,
                pl.col(f"{prefix}_pickup_datetime").dt.truncate("1mo").alias("revenue_month"),
                pl.lit(service).alias("service_type"),
            )
        )
    report = (
        pl.concat(trips)
        .group_by("revenue_zone", "revenue_month", "service_type")
        .agg(
            *(pl.col(name).sum().alias(f"sum_{name}") for name in AMOUNTS),
            pl.col("passenger_count").mean().alias("avg_passenger_count"),
            pl.col("trip_distance").mean().alias("avg_trip_distance"),
        )
    )
    sink(report, output)


def hourly(data: Path, output: Path) -> None:
    pickup = pl.col("tpep_pickup_datetime")
    report = (
        pl.scan_parquet(f"{data}/parquet/yellow/*.parquet")
        .filter(pickup >= pl.datetime(2020, 1, 1))
        .group_by(pickup.dt.truncate("1h").alias("hour"), pl.col("PULocationID").alias("zone"))
        .agg(pl.col("total_amount").sum().alias("amount"), pl.len().cast(pl.Int64).alias("number_records"))
        .sort("hour", "zone")
    )
    sink(report, output)


def outer_join(data: Path, output: Path) -> None:
    sides = [
        pl.scan_parquet(f"{data}/parquet/hourly-{service}/*.parquet").rename(
            {"amount": f"{service}_amount", "number_records": f"{service}_number_records"}
        )
        for service in ("green", "yellow")
    ]
    sink(sides[0].join(sides[1], on=["hour", "zone"], how="full", coalesce=True), output)


def udf(data: Path, output: Path) -> None:
    bases = pl.scan_parquet(f"{data}/parquet/fhv/*.parquet").select(
        pl.col("dispatching_base_num").map_elements(crazy_stuff, return_dtype=pl.String).alias("base_id"),
        pl.col("pickup_datetime").dt.date().alias("pickup_date"),
        "PUlocationID",
        "DOlocationID",
    )
    sink(bases, output)


if __name__ == "__main__":
    run_as_script(globals())
