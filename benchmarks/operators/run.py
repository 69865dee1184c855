"""Times single operators on Pyrite, DuckDB and Polars over the same table, side by side.

    python benchmarks/operators/run.py [--rows 5000000] [--repeat 3] [--engines ...] [--tasks ...]

Each cell is a cold process; of several, the best counts. `--rows 100000000` is the size that engines are usually
compared at. Answers are compared with DuckDB's, files written by their row counts.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from chart import bars
from environments import BENCHMARKS, REPOSITORY, Environment, prepare
from measure import Measurement, RunFailed, process_environment, run
from report import Failures, Results, markdown

from operators.session import ENGINES
from operators.tasks import GENERATE, TASKS

TIMEOUT_SECONDS = 1800


def generate(rows: int, duckdb: Environment) -> Path:
    """The table's folder, made when it is not there."""
    folder = BENCHMARKS / "data" / f"operators-{rows}"
    if not (folder / "complete").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        code = (
            f"import duckdb; c = duckdb.connect(); q = {GENERATE.format(rows=rows)!r}\n"
            f"c.execute(f\"COPY ({{q}}) TO '{folder}/t.parquet' (FORMAT parquet, COMPRESSION snappy)\")\n"
            f"c.execute(\"COPY (FROM '{folder}/t.parquet') TO '{folder}/t.csv' (FORMAT csv, HEADER)\")"
        )
        subprocess.run([str(duckdb.python), "-c", code], check=True)
        (folder / "complete").touch()
    return folder


def run_task(environment: Environment, task: str, data: Path, output: Path, repeat: int) -> tuple[Measurement, object]:
    """The best of several runs, and what the last one gave: rows, or the number of rows written."""
    command = [
        *("sh", "-c", 'exec "$@" > "$ANSWER"', "sh", str(environment.python), "-m", "operators.session"),
        *(environment.engine, task, str(data), str(output)),
    ]
    answer = data / "answer.json"
    variables = process_environment(environment.engine) | {"ANSWER": str(answer)}
    best: Measurement | None = None
    for _ in range(repeat):
        shutil.rmtree(output, ignore_errors=True)
        measured = run(command, variables, BENCHMARKS, TIMEOUT_SECONDS)
        if best is None or measured.seconds < best.seconds:
            best = measured
    assert best is not None
    return best, json.loads(answer.read_text())


def rows_written(duckdb: Environment, output: Path) -> int:
    query = f"SELECT count(*) FROM '{output}/*.parquet'"
    code = f"import duckdb; print(duckdb.connect().execute({query!r}).fetchall()[0][0])"
    return int(subprocess.run([str(duckdb.python), "-c", code], check=True, capture_output=True, text=True).stdout)


def agree(left: object, right: object) -> bool:
    """Whether two answers are equal, numbers up to the order in which they were added."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(agree(a, b) for a, b in zip(left, right, strict=True))
    try:
        return math.isclose(float(str(left)), float(str(right)), rel_tol=1e-6)
    except ValueError:
        return str(left).replace("T", " ")[:19] == str(right).replace("T", " ")[:19]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--report", type=Path, default=REPOSITORY / "docs" / "benchmarks")
    arguments = parser.parse_args()

    environments = [found for engine in arguments.engines if (found := prepare(engine)) is not None]
    duckdb = next((found for found in environments if found.engine == "duckdb"), None) or prepare("duckdb")
    assert duckdb is not None
    data = generate(arguments.rows, duckdb)
    results: Results = {}
    failures: Failures = {}
    for task in arguments.tasks:
        answers: dict[str, object] = {}
        for environment in environments:
            key = (environment.engine, task)
            output = data / "output" / environment.engine
            try:
                results[key], answers[environment.engine] = run_task(environment, task, data, output, arguments.repeat)
            except RunFailed as failure:
                failures[key] = str(failure)
                print(f"{task:20}{environment.engine:10}failed: {failure}", flush=True)
                continue
            if output.is_dir():
                answers[environment.engine] = rows_written(duckdb, output)
            seconds, peak = results[key].seconds, results[key].peak / 2**20
            print(f"{task:20}{environment.engine:10}{seconds:8.2f} s {peak:8.0f} MiB", flush=True)
        for engine, answer in answers.items():
            if "duckdb" in answers and not agree(answers["duckdb"], answer):
                failures[engine, task] = f"its answer differs from DuckDB's: {answer} and {answers['duckdb']}"
                del results[engine, task]
        shutil.rmtree(data / "output", ignore_errors=True)

    size = f"{arguments.rows:,} rows; best of {arguments.repeat}"
    table = markdown(environments, results, failures, size, {task: TASKS[task] for task in arguments.tasks})
    engines = [environment.engine for environment in environments]
    found = {engine: [results.get((engine, task)) for task in arguments.tasks] for engine in engines}
    values = {engine: [cell.seconds if cell else None for cell in row] for engine, row in found.items()}
    labels = [str(number + 1) for number in range(len(arguments.tasks))]
    legend = ", ".join(f"{label} {task}" for label, task in zip(labels, arguments.tasks, strict=True))
    arguments.report.mkdir(parents=True, exist_ok=True)
    millions = f"{arguments.rows / 1e6:g}"
    page = f"operators-{millions}m"
    title = f"Single operators over {millions} million rows"
    (arguments.report / f"{page}.svg").write_text(bars(f"{title}, seconds", labels, values))
    text = (
        f"# {title}\n\nWritten by `make bench`.\n\n"
        f"![seconds of each task]({page}.svg)\n\nIn the chart: {legend}.\n\n{table}"
    )
    (arguments.report / f"{page}.md").write_text(text)
    print(f"\n{text}")
    if failures:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
