"""What is timed: the steps of the taxi job, each from files to files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

# Name: what an engine's function of that name does with (data, output), both folders.
TASKS = {
    "csv_to_parquet": "all trips from CSV (data/raw) to Parquet with snappy, one output folder for each service",
    "monthly": "green and yellow Parquet, renamed and united: eight sums and two averages by zone, month and service",
    "hourly": "yellow Parquet: revenue and trips by hour and zone, sorted by both",
    "outer_join": "the hourly reports of both colours joined (full outer) on hour and zone",
    "udf": "a Python function over the base number of every for-hire trip",
}

AMOUNTS = (
    "fare_amount",
    "extra",
    "mta_tax",
    "tip_amount",
    "tolls_amount",
    "improvement_surcharge",
    "total_amount",
    "congestion_surcharge",
)

GREEN = (
    ("VendorID", "INT"),
    ("lpep_pickup_datetime", "TIMESTAMP"),
    ("lpep_dropoff_datetime", "TIMESTAMP"),
    ("store_and_fwd_flag", "STRING"),
    ("RatecodeID", "INT"),
    ("PULocationID", "INT"),
    ("DOLocationID", "INT"),
    ("passenger_count", "INT"),
    ("trip_distance", "DOUBLE"),
    ("fare_amount", "DOUBLE"),
    ("extra", "DOUBLE"),
    ("mta_tax", "DOUBLE"),
    ("tip_amount", "DOUBLE"),
    ("tolls_amount", "DOUBLE"),
    ("ehail_fee", "DOUBLE"),
    ("improvement_surcharge", "DOUBLE"),
    ("total_amount", "DOUBLE"),
    ("payment_type", "INT"),
    ("trip_type", "INT"),
    ("congestion_surcharge", "DOUBLE"),
)
YELLOW = (
    ("VendorID", "INT"),
    ("tpep_pickup_datetime", "TIMESTAMP"),
    ("tpep_dropoff_datetime", "TIMESTAMP"),
    ("passenger_count", "INT"),
    ("trip_distance", "DOUBLE"),
    ("RatecodeID", "INT"),
    ("store_and_fwd_flag", "STRING"),
    ("PULocationID", "INT"),
    ("DOLocationID", "INT"),
    ("payment_type", "INT"),
    ("fare_amount", "DOUBLE"),
    ("extra", "DOUBLE"),
    ("mta_tax", "DOUBLE"),
    ("tip_amount", "DOUBLE"),
    ("tolls_amount", "DOUBLE"),
    ("improvement_surcharge", "DOUBLE"),
    ("total_amount", "DOUBLE"),
    ("congestion_surcharge", "DOUBLE"),
)
FHV = (
    ("dispatching_base_num", "STRING"),
    ("pickup_datetime", "TIMESTAMP"),
    ("dropOff_datetime", "TIMESTAMP"),
    ("PUlocationID", "INT"),
    ("DOlocationID", "INT"),
    ("SR_Flag", "STRING"),
    ("Affiliated_base_number", "STRING"),
)
SCHEMAS = {"green": GREEN, "yellow": YELLOW, "fhv": FHV}

# The monthly report in the SQL that all engines share; `trips` has the columns of both colours under common names.
MONTHLY = f"""
SELECT PULocationID AS revenue_zone, date_trunc('month', pickup_datetime) AS revenue_month, service_type,
    {", ".join(f"SUM({name}) AS sum_{name}" for name in AMOUNTS)},
    AVG(passenger_count) AS avg_passenger_count, AVG(trip_distance) AS avg_trip_distance
FROM trips GROUP BY 1, 2, 3
"""
HOURLY = """
SELECT date_trunc('hour', tpep_pickup_datetime) AS hour, PULocationID AS zone, SUM(total_amount) AS amount,
    COUNT(1) AS number_records
FROM yellow WHERE tpep_pickup_datetime >= TIMESTAMP '2020-01-01 00:00:00' GROUP BY 1, 2 ORDER BY 1, 2
"""


def trips_columns(prefix: str) -> str:
    """The SQL select list that brings a colour's trips to the names that both have."""
    columns = ", ".join(("passenger_count", "trip_distance", "PULocationID", *AMOUNTS))
    return f"{columns}, {prefix}_pickup_datetime AS pickup_datetime"


def crazy_stuff(base_num: str) -> str:
    num = int(base_num[1:])
    return f"s/{num:03x}" if num % 7 == 0 else f"a/{num:03x}" if num % 3 == 0 else f"e/{num:03x}"


def run_as_script(functions: dict[str, object]) -> None:
    """The main program of an engine's module: runs the task that the command line names."""
    task, data, output = sys.argv[1:]
    function = functions[task]
    assert isinstance(function, Callable)  # type: ignore[arg-type]
    function(Path(data), Path(output))
