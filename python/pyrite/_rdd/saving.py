# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""Saving an RDD to files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from pyrite._rdd import writables
from pyrite._rdd.codecs import codec_named
from pyrite._rdd.failures import Py4JJavaError
from pyrite._rdd.paths import local_path
from pyrite._rdd.sequence_files import java_array, write_file

if TYPE_CHECKING:
    from pyrite._rdd.codecs import Codec
    from pyrite.rdd import RDD as _RDD

    RDD = _RDD[Any]

#: Pickled batches in one record of an object file.
_RECORD_BATCHES = 10


class Saving:
    """Mixed into RDD."""

    def saveAsTextFile(self: RDD, path: str, compressionCodecClass: str | None = None) -> None:
        """Writes the elements as text, a line for each, to files in a new folder: one for each partition.

        ``compressionCodecClass``: the name of Hadoop's codec, such as ``org.apache.hadoop.io.compress.GzipCodec``.
        """
        codec = codec_named(compressionCodecClass) if compressionCodecClass else None

        def write(file: IO[bytes], items: Iterable[Any]) -> None:
            for item in items:
                file.write(_line(item))

        _save(self, path, write, codec, "part-{:05d}")

    def saveAsPickleFile(self: RDD, path: str, batchSize: int = 10) -> None:
        """Writes the elements to files in a new folder, for ``SparkContext.pickleFile`` here or in PySpark.

        ``batchSize``: how many elements are pickled together; 0 leaves that to us.
        """
        size = batchSize if batchSize > 0 else 1024

        def write(file: IO[bytes], items: Iterable[Any]) -> None:
            from pyrite._rdd.blocks import pickled_items

            def records() -> Iterator[tuple[None, bytes]]:
                source = iter(items)
                while True:
                    batches: list[bytes] = []
                    while len(batches) < _RECORD_BATCHES and (batch := list(islice(source, size))):
                        batches.append(pickled_items(batch))
                    if not batches:
                        return
                    yield None, java_array(batches)

            write_file(file, records(), writables.NULL, writables.BYTES, None)

        _save(self, path, write, None, "part-{:05d}")

    def saveAsSequenceFile(self: RDD, path: str, compressionCodecClass: str | None = None) -> None:
        """Writes pairs as Hadoop's sequence files. The first pair decides which classes keys and values have."""
        _save_sequence(self, path, compressionCodecClass, "part-{:05d}")

    def saveAsHadoopFile(
        self: RDD,
        path: str,
        outputFormatClass: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        compressionCodecClass: str | None = None,
    ) -> None:
        """Writes pairs by Hadoop's output formats: text or sequence files; no others."""
        _save_hadoop(self, path, outputFormatClass, (keyClass, valueClass), (keyConverter, valueConverter), False)

    def saveAsNewAPIHadoopFile(
        self: RDD,
        path: str,
        outputFormatClass: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
    ) -> None:
        """As :meth:`saveAsHadoopFile`, with the names of Hadoop's newer interface."""
        _save_hadoop(self, path, outputFormatClass, (keyClass, valueClass), (keyConverter, valueConverter), True)

    def saveAsHadoopDataset(
        self: RDD, conf: dict[str, str], keyConverter: str | None = None, valueConverter: str | None = None
    ) -> None:
        """As :meth:`saveAsHadoopFile`; path, format and classes are in the configuration."""
        _save_configured(self, conf, (keyConverter, valueConverter), False)

    def saveAsNewAPIHadoopDataset(
        self: RDD, conf: dict[str, str], keyConverter: str | None = None, valueConverter: str | None = None
    ) -> None:
        """As :meth:`saveAsNewAPIHadoopFile`; path, format and classes are in the configuration."""
        _save_configured(self, conf, (keyConverter, valueConverter), True)


def _line(item: Any) -> bytes:
    if isinstance(item, (bytes, bytearray)):
        return bytes(item) + b"\n"
    return (item if isinstance(item, str) else str(item)).encode() + b"\n"


def _save(
    rdd: RDD,
    path: str,
    write: Callable[[IO[bytes], Iterable[Any]], None],
    codec: Codec | None,
    name: str,
) -> None:
    """A file for each partition in a new folder; the folder appears file by file once all tasks have succeeded."""
    folder = os.path.abspath(local_path(path))
    if os.path.exists(folder):
        raise Py4JJavaError(
            f"org.apache.hadoop.mapred.FileAlreadyExistsException: Output directory file:{folder} already exists"
        )
    waiting = os.path.join(folder, "_temporary")
    os.makedirs(waiting)
    suffix = codec.suffix if codec is not None else ""

    def run(part: int, iterator: Iterable[Any]) -> Iterator[str]:
        import io

        target = os.path.join(waiting, name.format(part) + suffix)
        with open(target, "wb") as file:
            if codec is None:
                write(file, iterator)
            else:
                content = io.BytesIO()
                write(content, iterator)
                file.write(codec.compress(content.getvalue()))
        yield target

    try:
        for files in rdd.mapPartitionsWithIndex(run)._run(list):
            for file in files:
                os.replace(file, os.path.join(folder, os.path.basename(file)))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    os.rmdir(waiting)
    with open(os.path.join(folder, "_SUCCESS"), "wb"):
        pass


def _save_sequence(
    rdd: RDD,
    path: str,
    codec_name: str | None,
    name: str,
    classes: tuple[str | None, str | None] = (None, None),
) -> None:
    codec = codec_named(codec_name) if codec_name else None
    key_class, value_class = classes
    if key_class is None or value_class is None:
        first = rdd.take(1)
        if not first:
            raise Py4JJavaError("org.apache.spark.SparkException: No records to infer the types of")
        key_class = key_class or writables.class_of(first[0][0])
        value_class = value_class or writables.class_of(first[0][1])
    kinds = (key_class, value_class)

    def write(file: IO[bytes], items: Iterable[Any]) -> None:
        # Sequence files compress their own blocks: the file itself is as it is.
        write_file(file, items, *kinds, codec)

    _save(rdd, path, write, None, name)


def _save_hadoop(
    rdd: RDD,
    path: str,
    format_class: str,
    classes: tuple[str | None, str | None],
    converters: tuple[str | None, str | None],
    is_new: bool,
) -> None:
    from pyrite._rdd.reading import _check_no_converters, _no_class

    _check_no_converters(*converters)
    name = "part-r-{:05d}" if is_new else "part-{:05d}"
    kind = format_class.rsplit(".", 1)[-1]
    if kind == "SequenceFileOutputFormat":
        _save_sequence(rdd, path, None, name, classes)
    elif kind == "TextOutputFormat":

        def write(file: IO[bytes], items: Iterable[Any]) -> None:
            for key, value in items:
                # A missing key or value leaves the tab out.
                file.write(b"\t".join([_line(side)[:-1] for side in (key, value) if side is not None]) + b"\n")

        _save(rdd, path, write, None, name)
    else:
        raise _no_class(format_class)


def _save_configured(rdd: RDD, conf: dict[str, str], converters: tuple[str | None, str | None], is_new: bool) -> None:
    def setting(*names: str) -> str | None:
        return next((conf[name] for name in names if name in conf), None)

    path = setting("mapreduce.output.fileoutputformat.outputdir", "mapred.output.dir")
    if path is None:
        raise Py4JJavaError("org.apache.hadoop.mapred.InvalidJobConfException: Output directory not set.")
    form = setting(*("mapreduce.job.outputformat.class", "mapred.output.format.class", "mapreduce.outputformat.class"))
    classes = (
        setting("mapreduce.job.output.key.class", "mapred.output.key.class"),
        setting("mapreduce.job.output.value.class", "mapred.output.value.class"),
    )
    _save_hadoop(rdd, path, form or "TextOutputFormat", classes, converters, is_new)
