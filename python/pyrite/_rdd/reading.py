# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""RDDs of files, and files that go along with the application."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from pyrite.context import SparkContext
    from pyrite.rdd import RDD

_SITE = "NativeMethodAccessorImpl.java:0"


class Reading:
    """Mixed into SparkContext."""

    def textFile(
        self: SparkContext,
        name: str,
        minPartitions: int | None = None,
        use_unicode: bool = True,
    ) -> RDD[Any]:
        """The lines of text files.

        ``name``: a file, a folder, a pattern with wildcards, or several of these separated by commas; files that end
        in ``.gz``, ``.bz2`` or ``.deflate`` are decompressed. ``use_unicode``: strings, else bytes.

        >>> sc.textFile("/data/words.txt").count()  # doctest: +SKIP
        235886
        """
        from pyrite._rdd.paths import is_plain, parts_of
        from pyrite._rdd.text_files import Lines

        wanted = minPartitions or self.defaultMinPartitions
        return self._files(
            lambda: [Lines(part, use_unicode) for part in parts_of(name, wanted, is_plain)],
            f"{name} MapPartitionsRDD",
            "textFile",
        )

    def wholeTextFiles(
        self: SparkContext,
        path: str,
        minPartitions: int | None = None,
        use_unicode: bool = True,
    ) -> RDD[Any]:
        """Pairs of the path (as a ``file:`` URL) and the whole content of text files."""

        def text(data: bytes) -> Any:
            return data.decode("utf-8", "replace") if use_unicode else data

        return self._whole_files(path, minPartitions, text, "wholeTextFiles")

    def binaryFiles(self: SparkContext, path: str, minPartitions: int | None = None) -> RDD[Any]:
        """Pairs of the path (as a ``file:`` URL) and the content of files, as bytes."""
        return self._whole_files(path, minPartitions, bytes, "binaryFiles")

    def binaryRecords(self: SparkContext, path: str, recordLength: int) -> RDD[bytes]:
        """The records of fixed length that binary files consist of."""
        from pyrite._rdd.paths import files_of

        def reader(file: str) -> Callable[[], Iterator[bytes]]:
            def run() -> Iterator[bytes]:
                with open(file, "rb") as stream:
                    while record := stream.read(recordLength):
                        if len(record) < recordLength:
                            raise ValueError(f"{file} does not consist of records of {recordLength} bytes")
                        yield record

            return run

        return self._files(
            lambda: [reader(file) for file, size in files_of(path) if size], "MapPartitionsRDD", "binaryRecords"
        )

    def pickleFile(self: SparkContext, name: str, minPartitions: int | None = None) -> RDD[Any]:
        """The elements that ``RDD.saveAsPickleFile`` has saved, here or in PySpark."""
        from pyrite._rdd.paths import files_of

        def reader(path: str) -> Callable[[], Iterator[Any]]:
            def run() -> Iterator[Any]:
                import pickle

                from pyrite._rdd.sequence_files import SequenceFile, java_array_items

                with open(path, "rb") as file:
                    data = file.read()
                for _, value in SequenceFile(data).records():
                    for batch in java_array_items(value[4:]):
                        yield from _batch_items(pickle.loads(batch))

            return run

        return self._files(
            lambda: [reader(path) for path, size in files_of(name) if size], "MapPartitionsRDD", "objectFile"
        )

    def sequenceFile(
        self: SparkContext,
        path: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        minSplits: int | None = None,
        batchSize: int = 0,
    ) -> RDD[Any]:
        """The pairs of Hadoop's sequence files. Of Hadoop's classes, those with a Python type."""
        _check_no_converters(keyConverter, valueConverter)
        return self._sequence_files(path)

    def hadoopFile(
        self: SparkContext,
        path: str,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[Any]:
        """Pairs of files by Hadoop's input formats: text, text with keys and values, sequence files; no others."""
        from pyrite._rdd.paths import is_plain, parts_of
        from pyrite._rdd.text_files import KeyValueLines, NumberedLines

        _check_no_converters(keyConverter, valueConverter)
        kind = inputFormatClass.rsplit(".", 1)[-1]
        if kind in ("SequenceFileInputFormat", "SequenceFileAsTextInputFormat"):
            return self._sequence_files(path)
        lines: Any = {"TextInputFormat": NumberedLines, "KeyValueTextInputFormat": KeyValueLines}.get(kind)
        if lines is None:
            raise _no_class(inputFormatClass)
        wanted = self.defaultMinPartitions
        return self._files(
            lambda: [lines(part) for part in parts_of(path, wanted, is_plain)], "NewHadoopRDD", "newAPIHadoopFile"
        )

    def newAPIHadoopFile(
        self: SparkContext,
        path: str,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[Any]:
        """As :meth:`hadoopFile`, with the names of Hadoop's newer interface."""
        return self.hadoopFile(path, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf)

    def hadoopRDD(
        self: SparkContext,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[Any]:
        """As :meth:`hadoopFile`; the path is in the configuration."""
        settings = conf or {}
        names = ("mapreduce.input.fileinputformat.inputdir", "mapred.input.dir")
        path = next((settings[name] for name in names if name in settings), None)
        if path is None:
            from pyrite._rdd.failures import Py4JJavaError

            raise Py4JJavaError("java.io.IOException: No input paths specified in job")
        return self.hadoopFile(path, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter)

    def newAPIHadoopRDD(
        self: SparkContext,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[Any]:
        """As :meth:`hadoopRDD`, with the names of Hadoop's newer interface."""
        return self.hadoopRDD(inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf)

    def _sequence_files(self: SparkContext, path: str) -> RDD[Any]:
        from pyrite._rdd.paths import files_of

        def reader(file: str) -> Callable[[], Iterator[Any]]:
            def run() -> Iterator[Any]:
                from pyrite._rdd.sequence_files import SequenceFile

                with open(file, "rb") as stream:
                    data = stream.read()
                return SequenceFile(data).pairs()

            return run

        return self._files(
            lambda: [reader(file) for file, size in files_of(path) if size], "MapPartitionsRDD", "sequenceFile"
        )

    def _whole_files(
        self: SparkContext,
        path: str,
        parts: int | None,
        convert: Callable[[bytes], Any],
        site: str,
    ) -> RDD[Any]:
        from pyrite._rdd.paths import groups_of

        def reader(group: list[str]) -> Callable[[], Iterator[tuple[str, Any]]]:
            def run() -> Iterator[tuple[str, Any]]:
                for name in group:
                    with open(name, "rb") as file:
                        yield f"file:{name}", convert(file.read())

            return run

        wanted = parts or self.defaultMinPartitions
        return self._files(lambda: [reader(group) for group in groups_of(path, wanted)], "BinaryFileRDD", site)

    def _files(
        self: SparkContext,
        find: Callable[[], list[Callable[[], Iterable[Any]]]],
        label: str,
        site: str,
    ) -> RDD[Any]:
        from pyrite._rdd.lineage import MadeSource
        from pyrite.rdd import RDD

        self._check_running()
        return RDD(MadeSource(find, label, f"{site} at {_SITE}"), self)

    # Files of the application

    def addFile(self: SparkContext, path: str, recursive: bool = False) -> None:
        """Gives tasks a file (or with ``recursive`` a folder), which they find by ``SparkFiles.get``.

        ``path``: a local path or a URL that starts with ``file:``, ``http:`` or ``https:``.
        """
        source, url = _fetched(path, self._temp_dir)
        if os.path.isdir(source) and not recursive:
            from pyrite.errors import SparkException

            raise SparkException(f"Added file {url} is a directory and recursive is not turned on.")
        _copy_in(source, os.path.join(self._files_dir(), os.path.basename(source.rstrip("/"))))
        self._added_files[url] = source

    def addPyFile(self: SparkContext, path: str) -> None:
        """Makes the modules of a ``.py``, ``.zip`` or ``.egg`` file importable here and in tasks."""
        import importlib
        import sys

        self.addFile(path)
        folder = self._files_dir()
        name = os.path.basename(path)
        entry = os.path.join(folder, name) if name[-4:].lower() in self.PACKAGE_EXTENSIONS else folder
        if entry not in sys.path:
            sys.path.insert(1, entry)
        importlib.invalidate_caches()

    @property
    def listFiles(self: SparkContext) -> list[str]:
        """The files that were added, as URLs."""
        return list(self._added_files)

    def addArchive(self: SparkContext, path: str) -> None:
        """Gives tasks the content of an archive, as a folder that they find by ``SparkFiles.get``.

        ``path``: as in :meth:`addFile`; after ``#`` may stand the name of the folder, which is else the file's name.
        """
        import shutil

        place, _, alias = path.partition("#")
        source, url = _fetched(place, self._temp_dir)
        target = os.path.join(self._files_dir(), alias or os.path.basename(source))
        shutil.unpack_archive(source, target)
        self._added_archives[f"{url}#{alias}" if alias else url] = source

    @property
    def listArchives(self: SparkContext) -> list[str]:
        """The archives that were added, as URLs."""
        return list(self._added_archives)

    def _files_dir(self: SparkContext) -> str:
        """The folder of added files, for SparkFiles."""
        from pyrite.files import SparkFiles

        folder = os.path.join(self._temp_dir, "files")
        if SparkFiles._root_directory != folder:
            os.makedirs(folder, exist_ok=True)
            SparkFiles._root_directory = folder
            SparkFiles._sc = self
        return folder

    def _forget_files(self: SparkContext) -> None:
        """Takes the folder of added files out of use."""
        import sys

        from pyrite.files import SparkFiles

        folder, SparkFiles._root_directory, SparkFiles._sc = SparkFiles._root_directory, None, None
        if folder is not None:
            sys.path[:] = [entry for entry in sys.path if not entry.startswith(folder)]


def _batch_items(value: Any) -> Iterable[Any]:
    """A pickled batch is a list; a single element was pickled by itself."""
    return value if isinstance(value, list) else [value]


def _fetched(path: str, folder: str) -> tuple[str, str]:
    """The local path and the URL of a file; what is elsewhere is downloaded."""
    from urllib.parse import urlparse
    from urllib.request import urlopen

    parts = urlparse(path)
    if parts.scheme in ("http", "https", "ftp"):
        target = os.path.join(folder, os.path.basename(parts.path))
        with urlopen(path) as response, open(target, "wb") as file:
            file.write(response.read())
        return target, path
    from pyrite._rdd.paths import local_path

    source = os.path.abspath(local_path(path))
    if not os.path.exists(source):
        from pyrite._rdd.failures import Py4JJavaError

        raise Py4JJavaError(f"java.io.FileNotFoundException: File file:{source} does not exist")
    return source, f"file:{source}"


def _copy_in(source: str, target: str) -> None:
    import filecmp
    import shutil

    if os.path.isdir(source):
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif not os.path.exists(target):
        shutil.copyfile(source, target)
    elif not filecmp.cmp(source, target, shallow=False):
        from pyrite.errors import SparkException

        raise SparkException(f"File {target} exists and does not match contents of file:{source}")


def _check_no_converters(*converters: str | None) -> None:
    if any(converters):
        raise _no_class(", ".join(filter(None, converters)))


def _no_class(name: str) -> Exception:
    from pyrite._rdd.failures import Py4JJavaError

    return Py4JJavaError(
        f"java.lang.ClassNotFoundException: {name}. Pyrite has no Java: of Hadoop's formats it knows "
        "TextInputFormat, KeyValueTextInputFormat, SequenceFileInputFormat, TextOutputFormat and "
        "SequenceFileOutputFormat, and no converters."
    )
