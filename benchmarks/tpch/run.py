"""Times the 22 queries of TPC-H on Pyrite, DuckDB, DataFusion, Polars and PySpark side by side, over the same files.

    python benchmarks/tpch/run.py [--scale 1] [--repeat 3] [--engines ...] [--queries ...] [--memory 1g]

A run is a cold process that makes a session and then runs the queries once, in order, fetching all rows. The engines
take turns; of several runs each query's best time and its largest peak of memory count. Answers are compared with
DuckDB's before times are.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from chart import bars
from environments import BENCHMARKS, REPOSITORY, Environment, prepare
from measure import Measurement, RunFailed, process_environment, run
from report import Failures, Results, heading, peaks, times

from tpch.session import ENGINES
from tpch.tables import QUERIES

TIMEOUT_SECONDS = 1800
Rows = list[list[object]]


def generate(scale: str) -> Path:
    """The tables' folder, made when it is not there."""
    folder = BENCHMARKS / "data" / f"tpch-{scale}"
    if not (folder / "complete").is_file():
        environment = prepare("tpchgen")
        if environment is None:
            raise SystemExit("tpchgen-cli cannot be installed")
        generator = environment.python.parent / "tpchgen-cli"
        subprocess.run([str(generator), "parquet", "-s", scale, f"--output-dir={folder}"], check=True)
        (folder / "complete").touch()
    return folder


def run_session(
    environment: Environment, data: Path, scale: str, queries: list[str], memory: str | None
) -> tuple[list[dict[str, object]], int]:
    """What a cold process printed, and its peak memory in bytes. ``memory`` bounds that of Pyrite and DuckDB."""
    variables = process_environment(environment.engine)
    if memory is not None:
        variables["BENCHMARK_MEMORY"] = memory
    output = data / f"{environment.engine}.jsonl"
    command = [
        *("sh", "-c", 'exec "$@" > "$OUTPUT"', "sh"),
        *(str(environment.python), "tpch/session.py", environment.engine, str(data), scale, *queries),
    ]
    measured = run(command, variables | {"OUTPUT": str(output)}, BENCHMARKS, TIMEOUT_SECONDS)
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    output.unlink()
    # Measuring a query's peak makes the system forget that of the process.
    return lines, max(measured.peak, *(line.get("peak") or 0 for line in lines), 0)


def number(cell: object) -> float | None:
    try:
        return float(str(cell))
    except ValueError:
        return None


def agree(left: Rows, right: Rows) -> bool:
    """Whether two answers are equal, numbers up to rounding: engines give averages different scales."""
    if len(left) != len(right):
        return False
    for a, b in zip(sorted(left, key=order), sorted(right, key=order), strict=True):
        for x, y in zip(a, b, strict=True):
            p, q = number(x), number(y)
            same = x == y if p is None or q is None else math.isclose(p, q, rel_tol=1e-4, abs_tol=1e-4)
            if not same:
                return False
    return True


def order(row: list[object]) -> list[str]:
    """By the cells that no engine rounds."""
    return [str(cell) for cell in row if number(cell) is None] + [f"{value:.0f}" for value in map(number, row) if value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--queries", nargs="+", choices=QUERIES, default=list(QUERIES))
    parser.add_argument("--data", type=Path, help="a folder that holds the tables already")
    parser.add_argument("--memory", help="what Pyrite and DuckDB may hold, such as 1g; else their defaults")
    parser.add_argument("--report", type=Path, default=REPOSITORY / "docs" / "benchmarks")
    arguments = parser.parse_args()

    data = (arguments.data or generate(arguments.scale)).resolve()
    environments = [found for engine in arguments.engines if (found := prepare(engine)) is not None]
    results: Results = {}
    failures: Failures = {}
    answers: dict[tuple[str, str], Rows] = {}
    whole: dict[str, int] = {}
    for _ in range(arguments.repeat):
        for environment in environments:
            engine = environment.engine
            try:
                lines, peak = run_session(environment, data, arguments.scale, arguments.queries, arguments.memory)
            except RunFailed as failure:
                failures[engine, "all"] = str(failure)
                print(f"{engine}: {failure}", flush=True)
                continue
            whole[engine] = max(whole.get(engine, 0), peak)
            for line in lines:
                key = (engine, str(line["query"]))
                if "error" in line:
                    failures[key] = str(line["error"])
                    continue
                answers[key] = line["rows"]
                seconds = float(str(line["seconds"]))
                before = results.get(key, Measurement(seconds, 0))
                results[key] = Measurement(min(seconds, before.seconds), max(int(line["peak"] or 0), before.peak))
            total = sum(float(str(line.get("seconds", 0))) for line in lines)
            print(f"{engine:12}{total:8.2f} s {peak / 2**20:8.0f} MiB", flush=True)

    for (engine, query), rows in answers.items():
        expected = answers.get(("duckdb", query))
        if expected is not None and not agree(expected, rows):
            failures[engine, query] = "its answer differs from DuckDB's"
            del results[engine, query]

    engines = [environment.engine for environment in environments]
    name = f"tpch-{arguments.scale}" + (f"-{arguments.memory}" if arguments.memory else "")
    text = "\n".join(
        [
            f"# TPC-H at scale {arguments.scale}",
            "",
            "Written by `make bench`.",
            "",
            heading(environments, f"best of {arguments.repeat}")
            + " A run is a cold process: a session, then the queries in order over Parquet files, all rows fetched.",
            "",
            *([f"Pyrite and DuckDB may hold {arguments.memory} of memory.", ""] if arguments.memory else []),
            f"![seconds of each query]({name}.svg)",
            "",
            *times(engines, arguments.queries, results, failures, with_sum=True),
            "",
            "Peak memory in MiB while the query runs, with what its process keeps of those before:",
            "",
            *peaks(engines, arguments.queries, results),
            "",
            "The most that a run held, all its processes together, in MiB: "
            + ", ".join(f"{engine} {peak / 2**20:.0f}" for engine, peak in whole.items())
            + ".",
            *(f"\n{engine} failed at {query}: {text}" for (engine, query), text in failures.items()),
            "",
        ]
    )
    arguments.report.mkdir(parents=True, exist_ok=True)
    (arguments.report / f"{name}.md").write_text(text)
    seconds = {engine: [results.get((engine, query)) for query in arguments.queries] for engine in engines}
    values = {engine: [found.seconds if found else None for found in row] for engine, row in seconds.items()}
    (arguments.report / f"{name}.svg").write_text(
        bars(f"TPC-H at scale {arguments.scale}, seconds", arguments.queries, values)
    )
    print(f"\n{text}")
    if failures:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
