"""The benchmark's table, as Markdown."""

from __future__ import annotations

import datetime
import math
import os
from pathlib import Path

from environments import Environment
from measure import Measurement
from tasks import TASKS

Results = dict[tuple[str, str], Measurement]


def cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))


def markdown(
    environments: list[Environment], results: Results, failures: dict[tuple[str, str], str], sizes: str
) -> str:
    """The times, the ratios to Pyrite (above 1: Pyrite is faster) and the memory."""
    engines = [environment.engine for environment in environments]
    others = [engine for engine in engines if engine != "pyrite"]
    versions = ", ".join(f"{environment.engine} {environment.version}" for environment in environments)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        f"{datetime.date.today().isoformat()}; {versions}; {os.cpu_count()} cores of {cpu_name()}, {memory:.0f} GiB; "
        f"{sizes}. Each cell is a process of its own, from start to end.",
        "",
        "Seconds on the wall clock (ratio to Pyrite: above 1, Pyrite is faster):",
        "",
        "| task | " + " | ".join(engines) + " |",
        "|---|" + "---:|" * len(engines),
    ]
    ratios: dict[str, list[float]] = {engine: [] for engine in others}
    for task in TASKS:
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
    means = {engine: geometric_mean(values) for engine, values in ratios.items() if values}
    if means:
        cells = ["" if engine == "pyrite" else f"{means[engine]:.2f}x" if engine in means else "" for engine in engines]
        lines.append("| geometric mean | " + " | ".join(cells) + " |")
    lines += [
        "",
        "Peak memory in MiB, of all the engine's processes:",
        "",
        "| task | " + " | ".join(engines) + " |",
        "|---|" + "---:|" * len(engines),
    ]
    for task in TASKS:
        found = [results.get((engine, task)) for engine in engines]
        if any(found):
            lines.append(f"| {task} | " + " | ".join(f"{m.peak / 2**20:.0f}" if m else "" for m in found) + " |")
    lines += ["", "The tasks:", ""]
    lines += [f"- `{name}`: {meaning}" for name, meaning in TASKS.items()]
    for (engine, task), text in failures.items():
        lines += ["", f"{engine} failed at {task}: {text.strip().splitlines()[-1] if text.strip() else 'no output'}"]
    return "\n".join(lines) + "\n"
