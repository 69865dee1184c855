"""The 40 most used functions on Pyrite, DuckDB and Polars: millions of rows a second of processor time.

    python benchmarks/functions.py [--rows N] [--repeat N] [--only NAME ...] [--write]

Each engine holds the same rows in memory in its own form (a cached view, a table, a frame), in a process of its own
that lives for the whole run on two cores. For each function the three compute one figure over all rows, the same one:
the sum of the results' bytes (text), their sum (numbers), how many hold (conditions) or the latest (dates and times).
So every row's result is needed and little is done with it. What reading the rows and making the figure cost without
any function is measured too and shown as `base`; it is part of every other line, in all engines alike.

Processor time of all threads counts, the best of several runs, one engine right after the other for each function, so
that what else the machine does matters little. `--write` puts the table into docs/benchmarks/functions.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "benchmarks" / "functions.md"


class Function(NamedTuple):
    """A function in the words of each engine ("" where one has no such function), and the kind of its result."""

    name: str
    kind: str
    pyrite: str
    duckdb: str
    polars: str


# No function: what reading the rows and making the figure cost.
BASES = [
    Function("base: text", "text", "s", "s", "s"),
    Function("base: integer", "number", "i", "i", "i"),
    Function("base: double", "number", "x", "x", "x"),
]

FUNCTIONS = [
    Function(*one)
    for one in [
        ("length", "number", "length(s)", "length(s)", "s.str.len_chars()"),
        ("upper", "text", "upper(s)", "upper(s)", "s.str.to_uppercase()"),
        ("lower", "text", "lower(s)", "lower(s)", "s.str.to_lowercase()"),
        ("trim", "text", "trim(s)", "trim(s)", "s.str.strip_chars()"),
        ("substring", "text", "substring(s, 3, 5)", "substring(s, 3, 5)", "s.str.slice(2, 5)"),
        ("concat", "text", "concat(s, '-', t)", "concat(s, '-', t)", "pl.concat_str(s, pl.lit('-'), t)"),
        (
            "replace",
            "text",
            "replace(s, 'er', 'x')",
            "replace(s, 'er', 'x')",
            "s.str.replace_all('er', 'x', literal=True)",
        ),
        ("split", "text", "split(s, ' ')[0]", "string_split(s, ' ')[1]", "s.str.split(' ').list.get(0)"),
        ("split_part", "text", "split_part(s, ' ', 2)", "split_part(s, ' ', 2)", ""),
        ("contains", "flag", "contains(s, 'ver')", "contains(s, 'ver')", "s.str.contains('ver', literal=True)"),
        ("startswith", "flag", "startswith(s, 'a')", "starts_with(s, 'a')", "s.str.starts_with('a')"),
        ("like", "flag", "s LIKE '%a%er%'", "s LIKE '%a%er%'", "s.str.contains('^.*a.*er.*$')"),
        ("instr", "number", "instr(s, 'er')", "instr(s, 'er')", "s.str.find('er', literal=True)"),
        (
            "regexp_replace",
            "text",
            "regexp_replace(s, '[aeiou]+', '_')",
            "regexp_replace(s, '[aeiou]+', '_', 'g')",
            "s.str.replace_all('[aeiou]+', '_')",
        ),
        (
            "regexp_extract",
            "text",
            "regexp_extract(s, '([a-z]+) ([a-z]+)', 2)",
            "regexp_extract(s, '([a-z]+) ([a-z]+)', 2)",
            "s.str.extract('([a-z]+) ([a-z]+)', 2)",
        ),
        ("rlike", "flag", "s RLIKE '[0-9]{3}'", "regexp_matches(s, '[0-9]{3}')", "s.str.contains('[0-9]{3}')"),
        ("lpad", "text", "lpad(t, 12, '0')", "lpad(t, 12, '0')", "t.str.pad_start(12, '0')"),
        ("reverse", "text", "reverse(s)", "reverse(s)", "s.str.reverse()"),
        ("md5", "text", "md5(s)", "md5(s)", ""),
        ("sha2", "text", "sha2(s, 256)", "sha256(s)", ""),
        ("cast to bigint", "number", "CAST(t AS BIGINT)", "CAST(t AS BIGINT)", "t.cast(pl.Int64)"),
        ("cast to string", "text", "CAST(i AS STRING)", "CAST(i AS VARCHAR)", "i.cast(pl.String)"),
        ("cast double to string", "text", "CAST(x AS STRING)", "CAST(x AS VARCHAR)", "x.cast(pl.String)"),
        ("round", "number", "round(x, 2)", "round(x, 2)", "x.round(2)"),
        ("floor", "number", "floor(x)", "floor(x)", "x.floor()"),
        ("abs", "number", "abs(i)", "abs(i)", "i.abs()"),
        ("sqrt", "number", "sqrt(x)", "sqrt(x)", "x.sqrt()"),
        ("exp", "number", "exp(x / 1000)", "exp(x / 1000)", "(x / 1000).exp()"),
        ("ln", "number", "ln(x + 1)", "ln(x + 1)", "(x + 1).log()"),
        ("pow", "number", "pow(x, 1.5D)", "pow(x, 1.5)", "x.pow(1.5)"),
        ("coalesce", "number", "coalesce(n, i)", "coalesce(n, i)", "pl.coalesce(n, i)"),
        (
            "case when",
            "text",
            "CASE WHEN i > 500 THEN s ELSE t END",
            "CASE WHEN i > 500 THEN s ELSE t END",
            "pl.when(i > 500).then(s).otherwise(t)",
        ),
        ("greatest", "number", "greatest(i, n)", "greatest(i, n)", "pl.max_horizontal(i, n)"),
        ("year", "number", "year(ts)", "year(ts)", "ts.dt.year()"),
        ("month", "number", "month(d)", "month(d)", "d.dt.month()"),
        ("date_trunc", "time", "date_trunc('month', ts)", "date_trunc('month', ts)", "ts.dt.truncate('1mo')"),
        ("date_add", "time", "date_add(d, 30)", "d + 30", "d.dt.offset_by('30d')"),
        (
            "date_format",
            "text",
            "date_format(ts, 'yyyy-MM-dd HH:mm')",
            "strftime(ts, '%Y-%m-%d %H:%M')",
            "ts.dt.strftime('%Y-%m-%d %H:%M')",
        ),
        (
            "to_date",
            "time",
            "to_date(u, 'yyyy-MM-dd')",
            "CAST(strptime(u, '%Y-%m-%d') AS DATE)",
            "u.str.to_date('%Y-%m-%d')",
        ),
        (
            "get_json_object",
            "text",
            "get_json_object(j, '$.b.c')",
            "json_extract_string(j, '$.b.c')",
            "j.str.json_path_match('$.b.c')",
        ),
    ]
]

# How an engine makes one figure out of all results, by their kind.
FIGURES = {
    "pyrite": {"text": "sum(octet_length({}))", "number": "sum({})", "flag": "count_if({})", "time": "max({})"},
    "duckdb": {"text": "sum(strlen({}))", "number": "sum({})", "flag": "count_if({})", "time": "max({})"},
    "polars": {
        "text": "({}).str.len_bytes().sum()",
        "number": "({}).sum()",
        "flag": "({}).sum()",
        "time": "({}).max()",
    },
}


def rows(count: int) -> Any:
    """The rows as an Arrow table: words, numbers as text, integers, doubles, dates, times and JSON, in no order."""
    import pyarrow

    words = ["river", "stone", "amber", "lantern", "copper", "ever after", "meadow", "tower", "sailor", "winter"]
    start = datetime.datetime(2019, 1, 1)
    numbers = range(100_000)
    texts = [f"{words[n % 10]} {words[n // 10 % 10]} {n:05d}" for n in numbers]
    days = [start + datetime.timedelta(days=n % 3650) for n in numbers]
    table = pyarrow.table(
        {
            "s": texts,
            "t": [str(n) for n in numbers],
            "i": pyarrow.array(numbers, pyarrow.int64()),
            "n": pyarrow.array([None if n % 4 == 0 else n for n in numbers], pyarrow.int64()),
            "x": [n / 7 for n in numbers],
            "d": [day.date() for day in days],
            "ts": pyarrow.array([start + datetime.timedelta(minutes=n * 17) for n in numbers], pyarrow.timestamp("us")),
            "u": [day.strftime("%Y-%m-%d") for day in days],
            "j": [f'{{"a": {n}, "b": {{"c": "{text}"}}}}' for n, text in zip(numbers, texts, strict=True)],
        }
    )
    return table.take(random.Random(11).choices(numbers, k=count)).combine_chunks()


def pyrite(table: Any) -> Callable[[str], Any]:
    sys.path.insert(0, str(REPOSITORY / "python"))
    from pyrite.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    spark = builder.getOrCreate()
    frame = spark.createDataFrame(table).cache()
    frame.count()
    frame.createOrReplaceTempView("t")
    return lambda figure: spark.sql(f"SELECT {figure} FROM t").collect()[0][0]


def duckdb(table: Any) -> Callable[[str], Any]:
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.register("source", table)
    connection.execute("CREATE TABLE t AS SELECT * FROM source")

    def run(figure: str) -> Any:
        row = connection.execute(f"SELECT {figure} FROM t").fetchone()
        return row and row[0]

    return run


def polars(table: Any) -> Callable[[str], Any]:
    import polars as pl

    frame = pl.from_arrow(table).lazy()  # type: ignore[union-attr]
    names = {"pl": pl} | {name: pl.col(name) for name in table.column_names}
    return lambda figure: frame.select(eval(figure, names)).collect().item()


ENGINES: dict[str, Callable[[Any], Callable[[str], Any]]] = {"pyrite": pyrite, "duckdb": duckdb, "polars": polars}


def processor_seconds() -> float:
    """What all threads of this process have used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def serve(engine: str, count: int, repeat: int) -> None:
    """Reads figures to compute, a line each, and answers with the least processor and wall seconds and the value."""
    run = ENGINES[engine](rows(count))
    print("ready", flush=True)
    for line in sys.stdin:
        figure = json.loads(line)
        best = [math.inf, math.inf]
        value = None
        for _ in range(repeat):
            wall, processor = time.perf_counter(), processor_seconds()
            value = run(figure)
            best = [min(best[0], processor_seconds() - processor), min(best[1], time.perf_counter() - wall)]
        print(json.dumps([*best, str(value)]), flush=True)


class Measured(NamedTuple):
    """Seconds of one function on one engine, and the figure it gave."""

    processor: float
    wall: float
    value: str


class Engine:
    """A process that holds the rows and computes figures over them."""

    def __init__(self, name: str, count: int, repeat: int) -> None:
        self.name = name
        command = [sys.executable, __file__, "--serve", name, "--rows", str(count), "--repeat", str(repeat)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def answer(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} fails; its error is above")
        return line

    def measure(self, function: Function) -> Measured | None:
        """`None` where the engine has no such function."""
        call = getattr(function, self.name)
        if not call:
            return None
        assert self.process.stdin
        figure = FIGURES[self.name][function.kind].format(call)
        self.process.stdin.write(json.dumps(figure) + "\n")
        self.process.stdin.flush()
        return Measured(*json.loads(self.answer()))

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


def report(found: list[tuple[Function, dict[str, Measured | None]]], count: int) -> str:
    """The table as Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in ENGINES if name != "pyrite")
    lines = [
        "# Functions",
        "",
        "Written by `benchmarks/functions.py --write`.",
        "",
        f"{datetime.date.today()}; beside {versions}; {count:,} rows in memory, in each engine's own form.",
        "Each function's results are made one figure (bytes of text, sums of numbers, counts of what holds, the latest",
        "date), the same in every engine. The lines `base` do that without a function: part of the cost of the others.",
        "",
        "Millions of rows a second of processor time of all threads, the best of several runs, whole queries (ratio of",
        "Pyrite to the engine: above 1, Pyrite is faster):",
        "",
        "| function | " + " | ".join(ENGINES) + " |",
        "|---|" + "---:|" * len(ENGINES),
    ]
    processor: dict[str, list[float]] = {name: [] for name in ENGINES}
    wall: dict[str, list[float]] = {name: [] for name in ENGINES}
    for function, engines in found:
        own = engines["pyrite"]
        assert own
        cells = []
        for name, measured in engines.items():
            if measured is None:
                cells.append("")
                continue
            speed = f"{count / max(measured.processor, 1e-6) / 1e6:.1f}"
            ratio = measured.processor / own.processor
            cells.append(speed if name == "pyrite" else f"{speed} ({ratio:.2f}x)")
            if function not in BASES:
                processor[name].append(ratio)
                wall[name].append(measured.wall / own.wall)
        lines.append(f"| {function.name} | " + " | ".join(cells) + " |")
    for label, ratios in [("geometric mean", processor), ("geometric mean, wall clock", wall)]:
        means = ["" if name == "pyrite" else f"{geometric_mean(ratios[name]):.2f}x" for name in ENGINES]
        lines.append(f"| {label} | " + " | ".join(means) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--repeat", type=int, default=5, help="runs of which the best counts")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these functions")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks/functions.md")
    parser.add_argument("--serve", choices=list(ENGINES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.rows, given.repeat)
        return
    engines = [Engine(name, given.rows, given.repeat) for name in ENGINES]
    found = []
    for function in BASES + FUNCTIONS:
        if given.only and function.name not in given.only:
            continue
        found.append((function, {engine.name: engine.measure(function) for engine in engines}))
        values = {name: measured.value for name, measured in found[-1][1].items() if measured}
        print(f"{function.name}: {values}", file=sys.stderr)
    for engine in engines:
        engine.close()
    text = report(found, given.rows)
    print(text)
    if given.write:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
