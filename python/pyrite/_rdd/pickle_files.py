"""Partitions as files of pickled blocks, for checkpoints."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from pyrite._rdd.blocks import BLOCK_ELEMENTS, pickled_items


def write_part(path: str) -> Callable[[Iterable[Any]], None]:
    """A function that writes a partition's elements to a file."""

    def run(iterator: Iterable[Any]) -> None:
        source = iter(iterator)
        # A task that fails leaves no half of a file under the name.
        with open(f"{path}.part", "wb") as file:
            while items := list(islice(source, BLOCK_ELEMENTS)):
                file.write(pickled_items(items))
        os.replace(f"{path}.part", path)

    return run


def read_part(path: str) -> Callable[[], Iterator[Any]]:
    """A function that reads the elements of such a file."""

    def run() -> Iterator[Any]:
        with open(path, "rb") as file:
            while True:
                try:
                    items = pickle.load(file)
                except EOFError:
                    return
                yield from items

    return run
