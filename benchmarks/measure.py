"""Runs a program in a process of its own and measures it from outside: wall time and peak memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class Measurement:
    """One run: seconds on the wall clock, and the most memory (bytes) that all its processes held at once."""

    seconds: float
    peak: int


class RunFailed(Exception):
    """The program failed; the text is what it printed last."""


def process_environment(engine: str) -> dict[str, str]:
    """The environment variables of an engine's process: only Pyrite is run from the checkout, and modules may be kept
    compiled as pip leaves those of the others."""
    variables = dict(os.environ)
    variables.pop("PYTHONPATH", None)
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    if engine == "pyrite":
        variables["PYTHONPATH"] = str(REPOSITORY / "python")
    return variables


def session_memory(session: int) -> int:
    """The resident memory, in bytes, of all processes of a session. Shared pages count once for each process."""
    total = 0
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # The process has ended.
        if int(fields[3]) == session:
            total += int(fields[21]) * PAGE
    return total


def run(command: list[str], environment: dict[str, str], folder: Path, timeout: float) -> Measurement:
    """Runs a command to its end. The memory of one process is exact; the sum over several is sampled."""
    sampled = 0
    ended = threading.Event()

    def sample(session: int) -> None:
        nonlocal sampled
        while not ended.wait(SAMPLE_SECONDS):
            sampled = max(sampled, session_memory(session))

    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        sampler = threading.Thread(target=sample, args=(process.pid,))
        sampler.start()
        killer = threading.Timer(timeout, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        killer.cancel()
        ended.set()
        sampler.join()
        if process.returncode != 0:
            output.seek(0)
            text = output.read().decode(errors="replace")
            raise RunFailed(f"exit status {process.returncode}\n{text[-3000:]}")
    return Measurement(seconds, max(sampled, usage.ru_maxrss * 1024))
