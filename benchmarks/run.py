"""Times the taxi job's steps on Pyrite, DuckDB, Polars and PySpark, side by side, and writes a table of ratios.

    python benchmarks/run.py [--green 1000000] [--yellow 4000000] [--fhv 4000000] [--repeat 3]
        [--engines ...] [--tasks ...]

Every engine but Pyrite is installed into an environment of its own. Each run is a cold process; of several, the best
counts. Results of all engines are compared before their times are.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

from environments import BENCHMARKS, PACKAGES, REPOSITORY, Environment, prepare
from measure import Measurement, RunFailed, process_environment, run
from report import Results, markdown
from tasks import TASKS

sys.path.insert(0, str(REPOSITORY / "examples" / "taxi"))
from generate import Sizes, generate

TIMEOUT_SECONDS = 900
ENGINES = [engine for engine in PACKAGES if (BENCHMARKS / "engines" / f"{engine}.py").is_file()]


def prepare_data(data: Path, sizes: Sizes, duckdb: Environment) -> None:
    if generate(data, sizes) or not (data / "parquet" / "hourly-yellow").is_dir():
        subprocess.run([str(duckdb.python), "prepare.py", str(data)], cwd=BENCHMARKS, check=True)


def time_task(environment: Environment, task: str, data: Path, output: Path, repeat: int) -> Measurement:
    """The best of several runs; the output of the last one stays."""
    variables = process_environment(environment.engine)
    command = [str(environment.python), "-m", f"engines.{environment.engine}", task, str(data), str(output)]
    best: Measurement | None = None
    for _ in range(repeat):
        shutil.rmtree(output, ignore_errors=True)
        measured = run(command, variables, BENCHMARKS, TIMEOUT_SECONDS)
        if best is None or measured.seconds < best.seconds:
            best = measured
    assert best is not None
    return best


def agree(left: dict[str, object], right: dict[str, object]) -> bool:
    """Whether two fingerprints are equal, sums of doubles up to the order of their terms."""
    if left.keys() != right.keys():
        return False
    for name, value in left.items():
        other = right[name]
        if isinstance(value, float) and isinstance(other, float):
            if not math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-6):
                return False
        elif value != other:
            return False
    return True


def verify(task: str, folders: dict[str, Path], duckdb: Environment) -> None:
    """Ends the program when engines disagree on a task's result."""
    parts = sorted(child.name for child in folders["duckdb"].iterdir() if child.is_dir()) or ["."]
    for part in parts:
        command = [str(duckdb.python), "verify.py", *(str(folder / part) for folder in folders.values())]
        done = subprocess.run(command, cwd=BENCHMARKS, check=True, capture_output=True, text=True)
        prints = dict(zip(folders, map(json.loads, done.stdout.splitlines()), strict=True))
        for engine, found in prints.items():
            if not agree(prints["duckdb"], found):
                raise SystemExit(f"{task}: {engine} and duckdb differ:\n{found}\n{prints['duckdb']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--green", type=int, default=1_000_000)
    parser.add_argument("--yellow", type=int, default=4_000_000)
    parser.add_argument("--fhv", type=int, default=4_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--data", type=Path, default=BENCHMARKS / "data")
    parser.add_argument("--report", type=Path, default=REPOSITORY / "docs" / "benchmarks" / "taxi.md")
    arguments = parser.parse_args()

    data = arguments.data.resolve()
    environments = [found for engine in arguments.engines if (found := prepare(engine)) is not None]
    duckdb = next((found for found in environments if found.engine == "duckdb"), None) or prepare("duckdb")
    assert duckdb is not None
    sizes = Sizes(arguments.green, arguments.yellow, arguments.fhv)
    prepare_data(data, sizes, duckdb)

    results: Results = {}
    failures: dict[tuple[str, str], str] = {}
    for task in arguments.tasks:
        folders = {}
        for environment in environments:
            output = data / "output" / environment.engine / task
            key = (environment.engine, task)
            try:
                results[key] = time_task(environment, task, data, output, arguments.repeat)
            except RunFailed as failure:
                failures[key] = str(failure)
                print(f"{task:16}{environment.engine:10}failed: {failure}", flush=True)
                continue
            folders[environment.engine] = output
            seconds, peak = results[key].seconds, results[key].peak / 2**20
            print(f"{task:16}{environment.engine:10}{seconds:8.2f} s {peak:8.0f} MiB", flush=True)
        if "duckdb" in folders:
            verify(task, folders, duckdb)
        shutil.rmtree(data / "output", ignore_errors=True)

    trips = f"{arguments.green:,} green, {arguments.yellow:,} yellow and {arguments.fhv:,} for-hire trips"
    table = markdown(environments, results, failures, f"{trips}; best of {arguments.repeat}", TASKS)
    arguments.report.parent.mkdir(parents=True, exist_ok=True)
    arguments.report.write_text(f"# The taxi job, step by step\n\nWritten by `make bench`.\n\n{table}")
    print(f"\n{table}\n{arguments.report}")
    if failures:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
