"""Generates taxi trips in the shape of New York's TLC trip records: CSV files by service, year and month.

    python generate.py --data data --rows 200000

writes `data/raw/{green,yellow,fhv}/YEAR/MONTH/*.csv` and `data/taxi_zone_lookup.csv`. The same seed and sizes give the
same bytes. Only the standard library is used; each month is one task of a process pool, and rows are put together from
prepared pieces (minutes, seconds, trips with their amounts), so that a million rows take a few seconds.
"""

from __future__ import annotations

import argparse
import calendar
import functools
import itertools
import json
import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

GREEN_HEADER = (
    "VendorID,lpep_pickup_datetime,lpep_dropoff_datetime,store_and_fwd_flag,RatecodeID,PULocationID,DOLocationID,"
    "passenger_count,trip_distance,fare_amount,extra,mta_tax,tip_amount,tolls_amount,ehail_fee,"
    "improvement_surcharge,total_amount,payment_type,trip_type,congestion_surcharge"
)
YELLOW_HEADER = (
    "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,RatecodeID,"
    "store_and_fwd_flag,PULocationID,DOLocationID,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,"
    "improvement_surcharge,total_amount,congestion_surcharge"
)
FHV_HEADER = (
    "dispatching_base_num,pickup_datetime,dropOff_datetime,PUlocationID,DOlocationID,SR_Flag,Affiliated_base_number"
)

ZONES = 265
# Trips by hour of the day, midnight first: quiet at four, busiest at six in the evening.
HOUR_WEIGHTS = (18, 12, 9, 6, 5, 6, 13, 24, 32, 32, 30, 32, 34, 34, 37, 38, 36, 42, 48, 44, 38, 36, 34, 27)
BOROUGHS = ("Manhattan", "Queens", "Brooklyn", "Bronx", "Staten Island")
POOL = 10_000
CHUNK = 50_000


@dataclass(frozen=True)
class Month:
    """One file to write."""

    service: str
    year: int
    month: int
    rows: int
    seed: int
    path: Path


@functools.lru_cache
def prepared_zones(service: str, seed: int) -> list[str]:
    """Pairs of a trip's first and last zone, as in the file, each as often as it is to occur."""
    picks = random.Random(f"{seed} {service} zones")
    zones = [str(zone) for zone in range(1, ZONES + 1)]
    picks.shuffle(zones)
    weights = [1 + 3000 // rank for rank in range(1, ZONES + 1)]  # A few zones have most of the starts.
    if service == "fhv":  # Many for-hire bases report no zones.
        zones.append("")
        weights.append(sum(weights) // 5)
    starts = picks.choices(zones, weights, k=3 * POOL)
    return [f"{start},{picks.choice(zones)}" for start in starts]


def money(cents: int) -> str:
    """An amount as the TLC writes it: at least one decimal, no trailing zero."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest // 10}" if rest % 10 == 0 else f"{sign}{whole}.{rest:02d}"


def amounts(picks: random.Random, miles: float, payment: int) -> tuple[int, int, int, int, int, int, int, int]:
    """Fare, extra, tax, tip, tolls, improvement surcharge, total and congestion surcharge of a trip, in cents."""
    fare = round(250 + 250 * miles + picks.random() * 60 * miles, -1 if picks.random() < 0.7 else 0)
    fare = int(fare) // 50 * 50 if picks.random() < 0.9 else int(fare)
    extra = picks.choice((0, 0, 50, 100, 275))
    tax = 50
    tip = int(fare * picks.choice((0, 0.1, 0.15, 0.2, 0.25))) if payment == 1 else 0
    tolls = 612 if picks.random() < 0.04 else 0
    improvement = 30
    congestion = picks.choice((0, 250, 275))
    parts = (fare, extra, tax, tip, tolls, improvement)
    sign = -1 if payment in (3, 4) and picks.random() < 0.6 else 1
    total = sum(parts) + congestion
    return (*(sign * part for part in parts), sign * total, sign * congestion)  # type: ignore[return-value]


def green_trips(picks: random.Random) -> Iterator[tuple[str, str, str]]:
    """Pieces of a green trip: before the pick-up time, between drop-off time and zones, after the zones."""
    while True:
        if picks.random() < 0.06:  # A trip that was reported without its details.
            fare, extra, tax, tip, tolls, improvement, total, congestion = amounts(picks, picks.uniform(0.5, 20), 1)
            tail = f",{picks.uniform(0.5, 20):.2f},{money(fare)},{money(extra)},{money(tax)},{money(tip)},"
            yield "", ",,,", f",{tail}{money(tolls)},,{money(improvement)},{money(total)},,,"
            continue
        miles = round(picks.lognormvariate(0.7, 0.8), 2)
        payment = picks.choices((1, 2, 3, 4), (58, 40, 1, 1))[0]
        fare, extra, tax, tip, tolls, improvement, total, congestion = amounts(picks, miles, payment)
        passengers = picks.choices((1, 2, 3, 4, 5, 6, 0), (85, 7, 2, 1, 3, 1, 1))[0]
        yield (
            picks.choice("12222"),
            f",{picks.choices('NY', (99, 1))[0]},{picks.choices((1, 5, 2), (96, 3, 1))[0]},",
            f",{passengers},{miles},{money(fare)},{money(extra)},{money(tax)},{money(tip)},{money(tolls)},,"
            f"{money(improvement)},{money(total)},{payment},{picks.choices((1, 2), (97, 3))[0]},{money(congestion)}",
        )


def yellow_trips(picks: random.Random) -> Iterator[tuple[str, str, str]]:
    """Pieces of a yellow trip: before the pick-up time, between drop-off time and zones, after the zones."""
    while True:
        miles = round(picks.lognormvariate(0.6, 0.8), 1)
        if picks.random() < 0.05:
            fare, extra, tax, tip, tolls, improvement, total, congestion = amounts(picks, miles, 1)
            yield (
                "",
                f",,{miles},,,",
                f",,{money(fare)},{money(extra)},{money(tax)},{money(tip)},{money(tolls)},{money(improvement)},"
                f"{money(total)},",
            )
            continue
        payment = picks.choices((1, 2, 3, 4), (74, 24, 1, 1))[0]
        fare, extra, tax, tip, tolls, improvement, total, congestion = amounts(picks, miles, payment)
        passengers = picks.choices((1, 2, 3, 4, 5, 6, 0), (73, 15, 4, 2, 3, 2, 1))[0]
        rate = picks.choices((1, 2, 5, 3), (96, 2, 1, 1))[0]
        yield (
            picks.choice("122"),
            f",{passengers},{miles},{rate},{picks.choices('NY', (99, 1))[0]},",
            f",{payment},{money(fare)},{money(extra)},{money(tax)},{money(tip)},{money(tolls)},{money(improvement)},"
            f"{money(total)},{money(congestion)}",
        )


def fhv_trips(picks: random.Random) -> Iterator[tuple[str, str, str]]:
    """Pieces of a for-hire trip: base number, nothing, flag and affiliated base."""
    bases = [f"B{number:05d}" for number in picks.sample(range(1, 3_500), 700)]
    others = [*bases[:50], ""]
    while True:
        base = picks.choice(bases)
        affiliated = base if picks.random() < 0.8 else picks.choice(others)
        yield base, ",", f",{'1' if picks.random() < 0.03 else ''},{affiliated}"


@functools.lru_cache
def prepared_trips(service: str, seed: int) -> list[tuple[str, str, str]]:
    """The trips that a service's rows are drawn from, made once in each process."""
    _, make_trips = SERVICES[service]
    return list(itertools.islice(make_trips(random.Random(f"{seed} {service} trips")), POOL))


SERVICES = {
    "green": (GREEN_HEADER, green_trips),
    "yellow": (YELLOW_HEADER, yellow_trips),
    "fhv": (FHV_HEADER, fhv_trips),
}


def write_month(job: Month) -> int:
    """Writes one month's file and returns its size in bytes."""
    header, _ = SERVICES[job.service]
    picks = random.Random(f"{job.seed} {job.service} {job.year}-{job.month}")
    days = calendar.monthrange(job.year, job.month)[1]
    stamp = f",{job.year}-{job.month:02d}-"
    clock = [f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60)]
    dates = [f"{stamp}{day:02d} " for day in range(1, days + 1)]
    minutes = [date + time_of_day for date in dates for time_of_day in clock]
    per_hour = list(itertools.accumulate(HOUR_WEIGHTS * days))
    hours = range(0, 24 * 60 * days, 60)
    last = len(minutes) - 1
    trips = prepared_trips(job.service, job.seed)
    zones = prepared_zones(job.service, job.seed)
    # Minute of the hour and second of the start, minutes that the trip takes, second of the end.
    clocks = [
        (picks.randrange(60), f"{picks.randrange(60):02d}", picks.randrange(3, 45), f"{picks.randrange(60):02d}")
        for _ in range(POOL)
    ]

    job.path.parent.mkdir(parents=True, exist_ok=True)
    with job.path.open("w", encoding="ascii", newline="") as file:
        file.write(header + "\n")
        written = 0
        while written < job.rows:
            count = min(CHUNK, job.rows - written)
            rows = zip(
                picks.choices(trips, k=count),
                picks.choices(hours, cum_weights=per_hour, k=count),
                picks.choices(clocks, k=count),
                picks.choices(zones, k=count),
                strict=True,
            )
            file.writelines(
                f"{head}{minutes[hour + minute]}{second}{minutes[min(hour + minute + length, last)]}{end}"
                f"{middle}{pair}{tail}\n"
                for (head, middle, tail), hour, (minute, second, length, end), pair in rows
            )
            written += count
    return job.path.stat().st_size


def write_zones(path: Path) -> None:
    """Writes the zone lookup: 263 zones with a borough, then the two that mean unknown."""
    picks = random.Random("zone lookup")
    lines = ['"LocationID","Borough","Zone","service_zone"', '1,"EWR","Newark Airport","EWR"']
    for zone in range(2, ZONES - 1):
        borough = picks.choices(BOROUGHS, (26, 26, 23, 17, 8))[0]
        name = f"{borough} {picks.choice(('North', 'South', 'East', 'West', 'Park', 'Heights', 'Hill'))} {zone}"
        service = "Yellow Zone" if borough == "Manhattan" else "Boro Zone"
        lines.append(f'{zone},"{borough}","{name}","{service}"')
    lines += ['264,"Unknown","NV","N/A"', '265,"Unknown","NA","N/A"']
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


@dataclass(frozen=True)
class Sizes:
    """How many trips to generate, and for which year."""

    green: int
    yellow: int
    fhv: int
    year: int = 2020
    seed: int = 1


def generate(data: Path, sizes: Sizes) -> bool:
    """Generates the trips below `data` unless they are there in these sizes. Returns whether it wrote anything."""
    stamp = data / "generated.json"
    if stamp.is_file() and json.loads(stamp.read_text()) == asdict(sizes):
        return False
    stamp.unlink(missing_ok=True)
    shutil.rmtree(data / "raw", ignore_errors=True)
    jobs = []
    for service in SERVICES:
        rows = getattr(sizes, service)
        for month in range(1, 13):
            share = rows * month // 12 - rows * (month - 1) // 12
            folder = data / "raw" / service / str(sizes.year) / f"{month:02d}"
            path = folder / f"{service}_tripdata_{sizes.year}-{month:02d}.csv"
            jobs.append(Month(service, sizes.year, month, share, sizes.seed, path))
    write_zones(data / "taxi_zone_lookup.csv")
    jobs.sort(key=lambda job: -job.rows)
    processes = ProcessPoolExecutor(min(os.cpu_count() or 1, len(jobs)), multiprocessing.get_context("spawn"))
    with processes:
        for _ in processes.map(write_month, jobs):
            pass
    stamp.write_text(json.dumps(asdict(sizes)))
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data", help="folder to write to")
    parser.add_argument("--rows", type=int, default=200_000, help="green trips (default 200000)")
    parser.add_argument("--yellow", type=int, help="yellow trips (default 4 times the green ones)")
    parser.add_argument("--fhv", type=int, help="for-hire trips (default twice the green ones)")
    parser.add_argument("--year", type=int, default=2020)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sizes = Sizes(
        green=arguments.rows,
        yellow=4 * arguments.rows if arguments.yellow is None else arguments.yellow,
        fhv=2 * arguments.rows if arguments.fhv is None else arguments.fhv,
        year=arguments.year,
        seed=arguments.seed,
    )
    start = time.perf_counter()
    wrote = generate(arguments.data, sizes)
    total = sizes.green + sizes.yellow + sizes.fhv
    print(f"{total:,} trips {'written to' if wrote else 'are already in'} {arguments.data}", end="")
    print(f" ({time.perf_counter() - start:.1f} s)")


if __name__ == "__main__":
    main()
