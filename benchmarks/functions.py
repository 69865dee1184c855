"""The 40 most used functions on Pyrite, DuckDB and Polars: millions of rows a second of processor time.

    python benchmarks/functions.py [--rows N] [--write]

Each engine keeps the same rows in memory and computes the least result of one function over all of them, in a process
of its own on two cores. Processor time of all threads counts, the best of three runs, so that what else the machine
does matters little. `--write` puts the table into docs/benchmarks/functions.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import resource
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "benchmarks" / "functions.md"

# Name, SQL of Pyrite, SQL of DuckDB, expression of Polars ("" where an engine has no such function).
FUNCTIONS = [
    ("length", "length(s)", "length(s)", "s.str.len_chars()"),
    ("upper", "upper(s)", "upper(s)", "s.str.to_uppercase()"),
    ("lower", "lower(s)", "lower(s)", "s.str.to_lowercase()"),
    ("trim", "trim(s)", "trim(s)", "s.str.strip_chars()"),
    ("substring", "substring(s, 3, 5)", "substring(s, 3, 5)", "s.str.slice(2, 5)"),
    ("concat", "concat(s, '-', t)", "concat(s, '-', t)", "pl.concat_str(s, pl.lit('-'), t)"),
    ("replace", "replace(s, 'er', 'x')", "replace(s, 'er', 'x')", "s.str.replace_all('er', 'x', literal=True)"),
    ("split", "split(s, ' ')[0]", "string_split(s, ' ')[1]", "s.str.split(' ').list.get(0)"),
    ("split_part", "split_part(s, ' ', 2)", "split_part(s, ' ', 2)", ""),
    ("contains", "contains(s, 'ver')", "contains(s, 'ver')", "s.str.contains('ver', literal=True)"),
    ("startswith", "startswith(s, 'a')", "starts_with(s, 'a')", "s.str.starts_with('a')"),
    ("like", "s LIKE '%a%er%'", "s LIKE '%a%er%'", "s.str.contains('^.*a.*er.*$')"),
    ("instr", "instr(s, 'er')", "instr(s, 'er')", "s.str.find('er', literal=True)"),
    (
        "regexp_replace",
        "regexp_replace(s, '[aeiou]+', '_')",
        "regexp_replace(s, '[aeiou]+', '_', 'g')",
        "s.str.replace_all('[aeiou]+', '_')",
    ),
    (
        "regexp_extract",
        "regexp_extract(s, '([a-z]+) ([a-z]+)', 2)",
        "regexp_extract(s, '([a-z]+) ([a-z]+)', 2)",
        "s.str.extract('([a-z]+) ([a-z]+)', 2)",
    ),
    ("rlike", "s RLIKE '[0-9]{3}'", "regexp_matches(s, '[0-9]{3}')", "s.str.contains('[0-9]{3}')"),
    ("lpad", "lpad(t, 12, '0')", "lpad(t, 12, '0')", "t.str.pad_start(12, '0')"),
    ("reverse", "reverse(s)", "reverse(s)", "s.str.reverse()"),
    ("md5", "md5(s)", "md5(s)", ""),
    ("sha2", "sha2(s, 256)", "sha256(s)", ""),
    ("cast to int", "CAST(t AS INT)", "CAST(t AS INT)", "t.cast(pl.Int32)"),
    ("cast to string", "CAST(i AS STRING)", "CAST(i AS VARCHAR)", "i.cast(pl.String)"),
    ("cast double to string", "CAST(x AS STRING)", "CAST(x AS VARCHAR)", "x.cast(pl.String)"),
    ("round", "round(x, 2)", "round(x, 2)", "x.round(2)"),
    ("floor", "floor(x)", "floor(x)", "x.floor()"),
    ("abs", "abs(i)", "abs(i)", "i.abs()"),
    ("sqrt", "sqrt(x)", "sqrt(x)", "x.sqrt()"),
    ("exp", "exp(x / 1000)", "exp(x / 1000)", "(x / 1000).exp()"),
    ("ln", "ln(x + 1)", "ln(x + 1)", "(x + 1).log()"),
    ("pow", "pow(x, 1.5D)", "pow(x, 1.5)", "x.pow(1.5)"),
    ("coalesce", "coalesce(n, i)", "coalesce(n, i)", "pl.coalesce(n, i)"),
    (
        "case when",
        "CASE WHEN i > 500 THEN s ELSE t END",
        "CASE WHEN i > 500 THEN s ELSE t END",
        "pl.when(i > 500).then(s).otherwise(t)",
    ),
    ("greatest", "greatest(i, n)", "greatest(i, n)", "pl.max_horizontal(i, n)"),
    ("year", "year(ts)", "year(ts)", "ts.dt.year()"),
    ("month", "month(d)", "month(d)", "d.dt.month()"),
    ("date_trunc", "date_trunc('month', ts)", "date_trunc('month', ts)", "ts.dt.truncate('1mo')"),
    ("date_add", "date_add(d, 30)", "d + 30", "d.dt.offset_by('30d')"),
    (
        "date_format",
        "date_format(ts, 'yyyy-MM-dd HH:mm')",
        "strftime(ts, '%Y-%m-%d %H:%M')",
        "ts.dt.strftime('%Y-%m-%d %H:%M')",
    ),
    ("to_date", "to_date(u, 'yyyy-MM-dd')", "CAST(strptime(u, '%Y-%m-%d') AS DATE)", "u.str.to_date('%Y-%m-%d')"),
    (
        "get_json_object",
        "get_json_object(j, '$.b.c')",
        "json_extract_string(j, '$.b.c')",
        "j.str.json_path_match('$.b.c')",
    ),
]


def rows(count: int) -> Any:
    """The rows as an Arrow table: words, numbers as text, integers, doubles, dates, times and JSON."""
    import pyarrow

    words = ["river", "stone", "amber", "lantern", "copper", "ever after", "meadow", "tower", "sailor", "winter"]
    start = datetime.datetime(2019, 1, 1)
    numbers = [(index * 7919) % 1000 for index in range(count)]
    texts = [f"{words[n % 10]} {words[(n // 10) % 10]} {n:03d}" for n in numbers]
    return pyarrow.table(
        {
            "s": texts,
            "t": [str(n) for n in numbers],
            "i": pyarrow.array(numbers, pyarrow.int64()),
            "n": pyarrow.array([None if n % 4 == 0 else n for n in numbers], pyarrow.int64()),
            "x": [n / 7 for n in numbers],
            "d": [(start + datetime.timedelta(days=n)).date() for n in numbers],
            "ts": pyarrow.array(
                [start + datetime.timedelta(minutes=n * 997) for n in numbers], pyarrow.timestamp("us")
            ),
            "u": [(start + datetime.timedelta(days=n)).strftime("%Y-%m-%d") for n in numbers],
            "j": [f'{{"a": {n}, "b": {{"c": "{text}"}}}}' for n, text in zip(numbers, texts, strict=True)],
        }
    )


def pyrite(table: Any) -> Callable[[int], Any]:
    sys.path.insert(0, str(REPOSITORY / "python"))
    from pyrite.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    spark = builder.getOrCreate()
    spark.createDataFrame(table).createOrReplaceTempView("t")
    return lambda index: spark.sql(f"SELECT min({FUNCTIONS[index][1]}) FROM t").collect()


def duckdb(table: Any) -> Callable[[int], Any]:
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.register("source", table)
    connection.execute("CREATE TABLE t AS SELECT * FROM source")
    return lambda index: connection.execute(f"SELECT min({FUNCTIONS[index][2]}) FROM t").fetchall()


def polars(table: Any) -> Callable[[int], Any]:
    import polars as pl

    frame = pl.from_arrow(table).lazy()  # type: ignore[union-attr]
    columns = {name: pl.col(name) for name in table.column_names}
    return lambda index: frame.select(eval(FUNCTIONS[index][3], {"pl": pl, **columns}).min()).collect()


ENGINES: dict[str, Callable[[Any], Callable[[int], Any]]] = {"pyrite": pyrite, "duckdb": duckdb, "polars": polars}


def processor_seconds() -> float:
    """What all threads of this process have used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(engine: str, count: int) -> list[float | None]:
    """Processor seconds of each function, the best of three runs; `None` where the engine has none."""
    run = ENGINES[engine](rows(count))
    found: list[float | None] = []
    for index, function in enumerate(FUNCTIONS):
        if not function[1 + list(ENGINES).index(engine)]:
            found.append(None)
            continue
        times = []
        for _ in range(3):
            start = processor_seconds()
            run(index)
            times.append(processor_seconds() - start)
        found.append(min(times))
    return found


def report(found: dict[str, list[float | None]], count: int) -> str:
    """The table as Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in found if name != "pyrite")
    lines = [
        "# Functions",
        "",
        "Written by `benchmarks/functions.py --write`.",
        "",
        f"{datetime.date.today()}; beside {versions}; {count:,} rows in memory, the least result of each function.",
        "Millions of rows a second of processor time (ratio of Pyrite to the engine: above 1, Pyrite is faster):",
        "",
        "| function | " + " | ".join(found) + " |",
        "|---|" + "---:|" * len(found),
    ]
    ratios: dict[str, list[float]] = {name: [] for name in found}
    for index, function in enumerate(FUNCTIONS):
        own = found["pyrite"][index]
        cells = []
        for name, times in found.items():
            seconds = times[index]
            if seconds is None or own is None:
                cells.append("")
                continue
            speed = f"{count / max(seconds, 1e-6) / 1e6:.1f}"
            ratios[name].append(seconds / own)
            cells.append(speed if name == "pyrite" else f"{speed} ({seconds / own:.2f}x)")
        lines.append(f"| {function[0]} | " + " | ".join(cells) + " |")
    means = [
        "" if name == "pyrite" else f"{math.exp(sum(map(math.log, r)) / len(r)):.2f}x" for name, r in ratios.items()
    ]
    lines.append("| geometric mean | " + " | ".join(means) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks/functions.md")
    parser.add_argument("--child", choices=list(ENGINES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.child, given.rows)))
        return
    found = {}
    for engine in ENGINES:
        command = [sys.executable, __file__, "--child", engine, "--rows", str(given.rows)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{engine} fails:\n{done.stderr[-2000:]}")
        found[engine] = json.loads(done.stdout.splitlines()[-1])
    text = report(found, given.rows)
    print(text)
    if given.write:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
