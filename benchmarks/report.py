"""The benchmarks' tables, as Markdown."""

from __future__ import annotations

import datetime
import math
import os
from collections.abc import Iterable
from pathlib import Path

from environments import Environment
from measure import Measurement

Results = dict[tuple[str, str], Measurement]
Failures = dict[tuple[str, str], str]


def cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))


def heading(environments: list[Environment], sizes: str) -> str:
    """When, what and where."""
    versions = ", ".join(f"{environment.engine} {environment.version}" for environment in environments)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.date.today().isoformat()}; {versions}; {os.cpu_count()} cores of {cpu_name()}, {memory:.0f} GiB; "
        f"{sizes}."
    )


def times(
    engines: list[str], tasks: Iterable[str], results: Results, failures: Failures, with_sum: bool = False
) -> list[str]:
    """The seconds, and their ratios to Pyrite's."""
    others = [engine for engine in engines if engine != "pyrite"]
    lines = [
        "Seconds on the wall clock (ratio to Pyrite: above 1, Pyrite is faster):",
        "",
        "| task | " + " | ".join(engines) + " |",
        "|---|" + "---:|" * len(engines),
    ]
    ratios: dict[str, list[float]] = {engine: [] for engine in others}
    for task in tasks:
        base = results.get(("pyrite", task))
        cells = []
        for engine in engines:
            measured = results.get((engine, task))
            if measured is None:
                cells.append("failed" if (engine, task) in failures else "")
            elif engine == "pyrite" or base is None:
                cells.append(f"{measured.seconds:.2f}")
            else:
                ratio = measured.seconds / base.seconds
                ratios[engine].append(ratio)
                cells.append(f"{measured.seconds:.2f} ({ratio:.2f}x)")
        if any(cells):
            lines.append(f"| {task} | " + " | ".join(cells) + " |")
    if with_sum:
        sums = {engine: sum(m.seconds for (name, _), m in results.items() if name == engine) for engine in engines}
        whole = {engine for engine in engines if all((engine, task) in results for task in tasks)}
        cells = [
            "" if engine not in whole else f"{sums[engine]:.2f}" + ratio_text(sums, engine, whole) for engine in engines
        ]
        lines.append("| **sum** | " + " | ".join(cells) + " |")
    means = {engine: geometric_mean(values) for engine, values in ratios.items() if values}
    if means:
        cells = ["" if engine == "pyrite" else f"{means[engine]:.2f}x" if engine in means else "" for engine in engines]
        lines.append("| geometric mean | " + " | ".join(cells) + " |")
    return lines


def ratio_text(sums: dict[str, float], engine: str, whole: set[str]) -> str:
    return "" if engine == "pyrite" or "pyrite" not in whole else f" ({sums[engine] / sums['pyrite']:.2f}x)"


def peaks(engines: list[str], tasks: Iterable[str], results: Results) -> list[str]:
    """The peak memory of the tasks in MiB, where it was measured."""
    lines = ["| task | " + " | ".join(engines) + " |", "|---|" + "---:|" * len(engines)]
    for task in tasks:
        found = [results.get((engine, task)) for engine in engines]
        if any(found):
            cells = (f"{m.peak / 2**20:.0f}" if m and m.peak else "" for m in found)
            lines.append(f"| {task} | " + " | ".join(cells) + " |")
    return lines


def markdown(
    environments: list[Environment], results: Results, failures: Failures, sizes: str, tasks: dict[str, str]
) -> str:
    """Times and memory of tasks that each ran in a process of their own; `tasks` holds their meanings."""
    engines = [environment.engine for environment in environments]
    lines = [
        heading(environments, sizes) + " Each cell is a process of its own, from start to end.",
        "",
        *times(engines, tasks, results, failures),
        "",
        "Peak memory in MiB, of all the engine's processes:",
        "",
        *peaks(engines, tasks, results),
        "",
        "The tasks:",
        "",
    ]
    lines += [f"- `{name}`: {meaning}" for name, meaning in tasks.items()]
    for (engine, task), text in failures.items():
        lines += ["", f"{engine} failed at {task}: {text.strip().splitlines()[-1] if text.strip() else 'no output'}"]
    return "\n".join(lines) + "\n"
