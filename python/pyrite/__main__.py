"""The command line: ``pyrite run script.py`` runs a PySpark script on Pyrite."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from types import ModuleType, TracebackType
from typing import NoReturn

#: Options of spark-submit with the setting that each stands for; None where one process needs no such setting.
_OPTIONS: dict[str, tuple[str | None, str]] = {
    "--master": ("spark.master", "where to run: local, local[n] or local[*]"),
    "--name": ("spark.app.name", "the application's name"),
    "--driver-memory": ("spark.driver.memory", "memory of the engine, such as 4g"),
    "--driver-cores": ("spark.driver.cores", "noted as a setting"),
    "--executor-memory": ("spark.executor.memory", "noted as a setting: there are no executors besides this process"),
    "--executor-cores": ("spark.executor.cores", "noted as a setting"),
    "--num-executors": ("spark.executor.instances", "noted as a setting"),
    "--total-executor-cores": ("spark.cores.max", "noted as a setting"),
    "--py-files": ("spark.submit.pyFiles", ".py, .zip or .egg files to import from, separated by commas"),
    "--files": ("spark.files", "files for SparkFiles.get, separated by commas"),
    "--archives": ("spark.archives", "archives to be unpacked for SparkFiles.get, separated by commas"),
    "--packages": ("spark.jars.packages", "noted as a setting: Pyrite runs no Java"),
    "--jars": ("spark.jars", "noted as a setting: Pyrite runs no Java"),
    "--repositories": ("spark.jars.repositories", "noted as a setting"),
    "--driver-java-options": ("spark.driver.extraJavaOptions", "noted as a setting"),
    "--driver-class-path": ("spark.driver.extraClassPath", "noted as a setting"),
    "--driver-library-path": ("spark.driver.extraLibraryPath", "noted as a setting"),
    "--queue": ("spark.yarn.queue", "noted as a setting"),
    "--class": (None, "ignored: a Python script has no main class"),
    "--deploy-mode": (None, "ignored: the script always runs here"),
}


def main(arguments: list[str] | None = None) -> int:
    """Carries out a command line (else this process's) and returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser().parse_args(given)
    if parsed.command == "run":
        if "PYTHONHASHSEED" not in os.environ:
            _restart(given)
        return run(parsed.script, parsed.arguments, _settings(parsed), parsed.verbose)
    _parser().print_help()
    return 2


def _parser() -> argparse.ArgumentParser:
    from pyrite.version import __version__

    parser = argparse.ArgumentParser(prog="pyrite", description="PySpark's API on an engine in the Python process.")
    parser.add_argument("--version", action="version", version=f"pyrite {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    command = commands.add_parser(
        "run",
        help="run a script whose imports say pyspark or pyrite",
        description="Runs a Python script; `import pyspark` gives it Pyrite. The options are spark-submit's.",
        allow_abbrev=False,
    )
    for option, (_, text) in _OPTIONS.items():
        command.add_argument(option, help=text, metavar=option[2:].replace("-", "_").upper())
    command.add_argument("--conf", "-c", action="append", default=[], metavar="KEY=VALUE", help="a setting")
    command.add_argument("--properties-file", metavar="FILE", help="a file of settings, a line for each")
    command.add_argument("--verbose", "-v", action="store_true", help="print the settings first")
    command.add_argument("script", help="the script")
    command.add_argument("arguments", nargs=argparse.REMAINDER, help="what the script finds in sys.argv")
    return parser


def _settings(parsed: argparse.Namespace) -> dict[str, str]:
    """The settings that the options stand for; options and --conf count more than the file."""
    settings: dict[str, str] = {}
    if parsed.properties_file:
        with open(parsed.properties_file, encoding="utf-8") as file:
            for line in file:
                text = line.strip()
                if text and not text.startswith("#"):
                    key, _, value = text.partition("=") if "=" in text.split()[0] else text.partition(" ")
                    settings[key.strip()] = value.strip()
    for item in parsed.conf:
        key, equals, value = item.partition("=")
        if not equals:
            raise SystemExit(f"pyrite run: error: --conf needs KEY=VALUE, but got {item!r}")
        settings[key.strip()] = value.strip()
    for option, (name, _) in _OPTIONS.items():
        value = getattr(parsed, option[2:].replace("-", "_"))
        if name is not None and value is not None:
            settings[name] = value
    settings.setdefault("spark.app.name", os.path.basename(parsed.script))
    return settings


def _restart(arguments: list[str]) -> NoReturn:
    """Starts this program anew with the hash seed of Spark's own launcher.

    Keys are placed by their hashes under that seed: with it, Python's own fast hashes are the right ones.
    """
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pyrite", *arguments], environment)


def run(script: str, arguments: list[str], settings: dict[str, str], verbose: bool = False) -> int:
    """Runs a script as the main program, and returns its exit code."""
    from pyrite import conf
    from pyrite._imports import install_as_pyspark

    if not os.path.isfile(script):
        print(f"pyrite run: error: there is no file {script}", file=sys.stderr)
        return 2
    if verbose:
        for key, value in sorted(settings.items()):
            print(f"{key}={value}", file=sys.stderr)
    conf._submitted.clear()
    conf._submitted.update(settings)
    install_as_pyspark()
    sys.argv = [script, *arguments]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    module = ModuleType("__main__")
    module.__dict__.update({"__file__": script, "__builtins__": __builtins__})
    sys.modules["__main__"] = module
    with open(script, "rb") as file:
        source = file.read()
    try:
        exec(compile(source, script, "exec"), module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        traceback.print_exception(type(error), error, _own_frames(error, script))
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    finally:
        _stop()
    return 0


def _own_frames(error: BaseException, script: str) -> TracebackType | None:
    """The traceback from the script's first frame on."""
    link = error.__traceback__
    while link is not None and link.tb_frame.f_code.co_filename != script:
        link = link.tb_next
    return link


def _stop() -> None:
    """Ends the application that the script may have left running."""
    context = sys.modules.get("pyrite.context")
    active = context.SparkContext._active_spark_context if context is not None else None
    if active is not None:
        active.stop()


if __name__ == "__main__":
    sys.exit(main())
