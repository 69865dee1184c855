"""Files of an RDD: paths as Hadoop takes them, and their split into partitions."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlparse

from pyrite._rdd.codecs import codec_of
from pyrite._rdd.failures import Py4JJavaError

#: The block size that Hadoop gives local files: no split is larger.
_BLOCK_BYTES = 32 << 20
#: A last split may be this much larger than the others.
_SLOP = 1.1


@dataclass(frozen=True)
class FilePart:
    """Some bytes of a file."""

    path: str
    start: int
    size: int


def local_path(path: str) -> str:
    """The path of a local file that may be written as a URL."""
    if path.startswith("file:"):
        return unquote(urlparse(path).path)
    scheme = path.split("://", 1)[0] if "://" in path else ""
    if scheme:
        raise Py4JJavaError(f'org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "{scheme}"')
    return path


def files_of(paths: str) -> list[tuple[str, int]]:
    """The files that paths name, with their sizes: separated by commas, with wildcards, folders for what they hold.

    Files whose names begin with a dot or an underscore are left out.
    """
    found: list[tuple[str, int]] = []
    for path in paths.split(","):
        pattern = os.path.abspath(local_path(path))
        matches = [pattern] if os.path.exists(pattern) else sorted(glob.glob(pattern))
        if not matches:
            what = "Pattern" if glob.has_magic(pattern) else "path"
            text = f"Input {what} file:{pattern} matches 0 files" if what == "Pattern" else ""
            text = text or f"Input path does not exist: file:{pattern}"
            raise Py4JJavaError(f"org.apache.hadoop.mapred.InvalidInputException: {text}")
        for match in matches:
            if os.path.isdir(match):
                for name in sorted(os.listdir(match)):
                    inside = os.path.join(match, name)
                    if name[0] in "._":
                        continue
                    if os.path.isdir(inside):
                        raise Py4JJavaError(f"java.io.IOException: Not a file: file:{inside}")
                    found.append((inside, os.path.getsize(inside)))
            else:
                found.append((match, os.path.getsize(match)))
    return found


def parts_of(paths: str, wanted: int, can_split: Callable[[str], bool] | None = None) -> list[FilePart]:
    """The files cut into about ``wanted`` parts of equal size; compressed files stay whole, empty ones have no part."""
    files = files_of(paths)
    goal = max(1, min(sum(size for _, size in files) // max(wanted, 1), _BLOCK_BYTES))
    parts = []
    for path, size in files:
        if can_split is not None and not can_split(path):
            if size:
                parts.append(FilePart(path, 0, size))
            continue
        start = 0
        while (size - start) / goal > _SLOP:
            parts.append(FilePart(path, start, goal))
            start += goal
        if start < size:
            parts.append(FilePart(path, start, size - start))
    return parts


def is_plain(path: str) -> bool:
    """Whether a file is not compressed."""
    return codec_of(path) is None


def groups_of(paths: str, wanted: int) -> list[list[str]]:
    """Whole files in about ``wanted`` groups of equal size."""
    files = files_of(paths)
    most = -(-sum(size for _, size in files) // max(wanted, 1))
    groups: list[list[str]] = []
    current: list[str] = []
    filled = 0
    for path, size in files:
        current.append(path)
        filled += size
        if filled >= most and most:
            groups.append(current)
            current, filled = [], 0
    return [*groups, current] if current else groups
