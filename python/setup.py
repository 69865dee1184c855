"""The part of the build that pyproject.toml cannot say: the engine's shared library, and the wheel's tag.

`pip install ./python` takes the library that `make build` left in pyrite/_engine. Where there is none, it runs
`make build` when a Swift toolchain is on the path, and says what is missing when there is not.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
ENGINE = HERE / "pyrite" / "_engine" / "libpyrite.so"


def ensure_engine() -> None:
    """Builds the engine unless it is there."""
    if ENGINE.is_file():
        return
    makefile = HERE.parent / "Makefile"
    if not makefile.is_file():
        raise SystemExit(
            f"error: {ENGINE} is missing and this is not a checkout that could build it. "
            "Install a wheel, or run pip in a checkout of the whole project."
        )
    for tool, purpose in (("swift", "Swift 6.3 or newer compiles the engine"), ("make", "make runs the build")):
        if shutil.which(tool) is None:
            raise SystemExit(f"error: {ENGINE} is missing and cannot be built: no '{tool}' on the PATH. {purpose}.")
    subprocess.run(["make", "-C", str(makefile.parent), "build"], check=True)


class BuildWithEngine(build_py):
    """Copies the package with the engine in it."""

    def run(self) -> None:
        ensure_engine()
        super().run()


class PlatformWheel(bdist_wheel):
    """A wheel for one platform and any Python 3: the engine is reached through ctypes, not Python's C API."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple[str, str, str]:
        _, _, platform = super().get_tag()
        return "py3", "none", platform


class BinaryDistribution(Distribution):
    """Has a native library, so it is installed where a platform's packages are."""

    def has_ext_modules(self) -> bool:
        return True


setup(cmdclass={"build_py": BuildWithEngine, "bdist_wheel": PlatformWheel}, distclass=BinaryDistribution)
