"""SparkContext: the application that sessions and RDDs belong to."""

from __future__ import annotations

import os
import threading

from pyrite._rdd.reading import Reading
from pyrite.conf import SparkConf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, ClassVar, NoReturn

    from pyrite._engine.placement import FunctionWorkers
    from pyrite._engine.session import EngineSession
    from pyrite._hadoop import JavaContext
    from pyrite._rdd.scheduler import Scheduler
    from pyrite.accumulators import Accumulator, AccumulatorParam
    from pyrite.broadcast import Broadcast
    from pyrite.rdd import RDD
    from pyrite.status import StatusTracker

__all__ = ["SparkContext"]

_LOG_LEVELS = ("ALL", "DEBUG", "ERROR", "FATAL", "INFO", "OFF", "TRACE", "WARN")
_JOB_GROUP = "spark.jobGroup.id"
_JOB_DESCRIPTION = "spark.job.description"
_JOB_INTERRUPT = "spark.job.interruptOnCancel"
_JOB_TAGS = "spark.job.tags"
#: What marks the queries of a job group.
_GROUP_TAG = "spark-job-group-"
#: Elements of a local collection that Spark pickles together at most: slices are made of whole batches.
_LARGEST_BATCH = 1024
#: The memory that blocks of RDDs may take together before they go to disk.
_BLOCK_MEMORY = "1g"


class SparkContext(Reading):
    """An application: its name, where it runs, the RDDs made by it, and the engine session of its first SparkSession.

    There is one at a time in a process. ``SparkSession.builder.getOrCreate()`` makes it.

    >>> with SparkContext("local[2]", "example") as sc:  # doctest: +SKIP
    ...     sc.parallelize([1, 2, 3]).sum()
    6
    """

    _active_spark_context: ClassVar[SparkContext | None] = None
    _lock: ClassVar[Any] = threading.RLock()
    _next_accum_id: ClassVar[int] = 0
    #: Scripts look whether spark-submit has started them, as it always has in PySpark.
    _properties: ClassVar[dict[str, str]] = {"SPARK_SUBMIT": "true"}
    #: PySpark's way to its Java process; there is none.
    _gateway: ClassVar[None] = None
    _jvm: ClassVar[None] = None

    PACKAGE_EXTENSIONS: ClassVar[tuple[str, ...]] = (".zip", ".egg", ".jar")

    def __init__(
        self,
        master: str | None = None,
        appName: str | None = None,
        sparkHome: str | None = None,
        pyFiles: list[str] | None = None,
        environment: dict[str, Any] | None = None,
        batchSize: int = 0,
        serializer: Any = None,
        conf: SparkConf | None = None,
        **options: Any,
    ) -> None:
        from pyrite._engine.session import EngineSession

        if conf is None or (conf.get("spark.executor.allowSparkContext") or "false").lower() != "true":
            SparkContext._assert_on_driver()
        settings = SparkConf()
        settings.setAll(conf.getAll() if conf is not None else [])
        for key, value in (("spark.master", master), ("spark.app.name", appName), ("spark.home", sparkHome)):
            if value is not None:
                settings.set(key, value)
        for name, text in (environment or {}).items():
            settings.setExecutorEnv(name, text)
        settings.setIfMissing("spark.master", "local[*]")
        settings.setIfMissing("spark.app.name", "pyrite")
        with SparkContext._lock:
            active = SparkContext._active_spark_context
            if active is not None:
                raise ValueError(
                    "Cannot run multiple SparkContexts at once; existing SparkContext"
                    f"(app={active.appName}, master={active.master})"
                )
            import time

            self._started = int(time.time() * 1000)
            self._process = os.getpid()
            settings.setIfMissing("spark.app.id", f"local-{self._started}")
            self._settings = settings
            self._batch_size = batchSize
            self.serializer = serializer
            self.sparkHome = settings.get("spark.home")
            prefix = "spark.executorEnv."
            self.environment = {key[len(prefix) :]: value for key, value in settings.getAll() if key.startswith(prefix)}
            self._engine: EngineSession | None = EngineSession(dict(settings.getAll()))
            self._local = threading.local()
            self._rdd_count = 0
            self._broadcast_count = 0
            self._folder: str | None = None
            self._java_context: JavaContext | None = None
            self._running_scheduler: Scheduler | None = None
            self._running_functions: FunctionWorkers | None = None
            self._added_files: dict[str, str] = {}
            self._added_archives: dict[str, str] = {}
            self._checkpoint_dir: str | None = None
            self._wanted_checkpoints: dict[int, RDD[Any]] = {}
            SparkContext._active_spark_context = self
        submitted = (settings.get("spark.submit.pyFiles") or "").split(",")
        for path in [*(pyFiles or []), *filter(None, submitted)]:
            self.addPyFile(path)
        for path in filter(None, (settings.get("spark.files") or "").split(",")):
            self.addFile(path)
        for path in filter(None, (settings.get("spark.archives") or "").split(",")):
            self.addArchive(path)

    @classmethod
    def getOrCreate(cls, conf: SparkConf | None = None) -> SparkContext:
        """The running application, or a new one."""
        with cls._lock:
            return cls._active_spark_context or cls(conf=conf)

    @classmethod
    def setSystemProperty(cls, key: str, value: str) -> None:
        """Sets a property of the process, as a Java program has them."""
        cls._properties[key] = value

    @classmethod
    def getSystemProperty(cls, key: str) -> str | None:
        """A property that :meth:`setSystemProperty` has set, or None."""
        return cls._properties.get(key)

    @staticmethod
    def _assert_on_driver() -> None:
        from pyrite.taskcontext import TaskContext

        if TaskContext.get() is not None:
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError(errorClass="CONTEXT_ONLY_VALID_ON_DRIVER", messageParameters={})

    def __getnewargs__(self) -> NoReturn:
        from pyrite.errors import PySparkRuntimeError

        raise PySparkRuntimeError(errorClass="CONTEXT_ONLY_VALID_ON_DRIVER", messageParameters={})

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        self.__getnewargs__()

    # The application

    @property
    def appName(self) -> str:
        """The application's name."""
        return self._settings.get("spark.app.name") or ""

    @property
    def master(self) -> str:
        """Where it runs, such as ``local[*]``."""
        return self._settings.get("spark.master") or ""

    @property
    def version(self) -> str:
        """The Spark version whose behaviour this is."""
        from pyrite.sql.session import SPARK_VERSION

        return SPARK_VERSION

    @property
    def pythonVer(self) -> str:
        """The version of Python that runs tasks, such as ``3.11``."""
        import sys

        return f"{sys.version_info[0]}.{sys.version_info[1]}"

    @property
    def pythonExec(self) -> str:
        """The program of worker processes."""
        import sys

        return os.environ.get("PYSPARK_PYTHON") or sys.executable

    @property
    def applicationId(self) -> str:
        """A name for this run of the application."""
        return self._settings.get("spark.app.id") or ""

    @property
    def startTime(self) -> int:
        """When the application started, in milliseconds since 1970."""
        return self._started

    @property
    def defaultParallelism(self) -> int:
        """The setting ``spark.default.parallelism``, else how many tasks run at the same time."""
        asked = self._settings.get("spark.default.parallelism")
        return int(asked) if asked else self._cores

    @property
    def _cores(self) -> int:
        """The number in ``local[n]``, or of this machine's cores."""
        import re

        match = re.match(r"local\[(\d+|\*)(?:,.*)?\]$", self.master)
        if match is None:
            return 1
        return (len(os.sched_getaffinity(0)) or 1) if match.group(1) == "*" else int(match.group(1))

    @property
    def defaultMinPartitions(self) -> int:
        """The least number of partitions of files, when none is asked for."""
        return min(self.defaultParallelism, 2)

    @property
    def uiWebUrl(self) -> str | None:
        """The address of the web interface, which is not running."""
        return None

    @property
    def resources(self) -> dict[str, Any]:
        """Resources of the driver besides cores and memory: none."""
        return {}

    def getConf(self) -> SparkConf:
        """A copy of the settings the application started with."""
        return SparkConf(loadDefaults=False).setAll(self._settings.getAll())

    @property
    def _conf(self) -> SparkConf:
        return self._settings

    def sparkUser(self) -> str:
        """The name of the user who runs the application."""
        import getpass

        return getpass.getuser()

    def setLogLevel(self, logLevel: str) -> None:
        """Which messages are shown, from ALL to OFF."""
        if str(logLevel).upper() not in _LOG_LEVELS:
            from pyrite.errors import IllegalArgumentException

            supported = ",".join(_LOG_LEVELS)
            raise IllegalArgumentException(
                f"requirement failed: Supplied level {logLevel} did not match one of: {supported}"
            )
        self._settings.set("spark.log.level", str(logLevel).upper())

    def stop(self) -> None:
        """Ends the application: what runs is cancelled, sessions are closed, temporary files removed."""
        with SparkContext._lock:
            engine, self._engine = self._engine, None
            scheduler, self._running_scheduler = self._running_scheduler, None
            functions, self._running_functions = self._running_functions, None
            folder, self._folder = self._folder, None
            if SparkContext._active_spark_context is self:
                SparkContext._active_spark_context = None
        if scheduler is not None:
            scheduler.close()
        if engine is not None:
            engine.close()
        if functions is not None:
            functions.close()
        if folder is not None:
            self._forget_files()
            _remove_folder(folder, self._process)

    def __enter__(self) -> SparkContext:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def _jsc(self) -> JavaContext:
        """PySpark's Java object for the application, which scripts ask for Hadoop's configuration. It has only that."""
        if self._java_context is None:
            from pyrite._hadoop import JavaContext

            self._java_context = JavaContext(self.getConf().getAll())
        return self._java_context

    def __repr__(self) -> str:
        return f"<SparkContext master={self.master} appName={self.appName}>"

    def _repr_html_(self) -> str:
        rows = (("Version", f"v{self.version}"), ("Master", self.master), ("AppName", self.appName))
        items = "".join([f"<dt>{name}</dt><dd><code>{value}</code></dd>" for name, value in rows])
        return f"<div><p><b>SparkContext</b></p><dl>{items}</dl></div>"

    # What RDDs need

    def _check_running(self) -> None:
        from pyrite._engine.library import check_process

        check_process()
        if self._engine is None:
            from pyrite.errors import SparkException

            raise SparkException("Cannot call methods on a stopped SparkContext.")

    @property
    def _temp_dir(self) -> str:
        """The application's folder for temporary files; it is removed when the application ends."""
        with SparkContext._lock:
            self._check_running()
            if self._folder is None:
                import atexit
                import tempfile

                self._folder = tempfile.mkdtemp(prefix="pyrite-", dir=self._settings.get("spark.local.dir"))
                atexit.register(_remove_folder, self._folder, os.getpid())
            return self._folder

    @property
    def _scheduler(self) -> Scheduler:
        """What runs jobs. Made when the first RDD is used."""
        scheduler = self._running_scheduler
        if scheduler is None:
            with SparkContext._lock:
                self._check_running()
                if self._running_scheduler is None:
                    from pyrite._rdd.blocks import BlockStore
                    from pyrite._rdd.scheduler import Scheduler
                    from pyrite.rdd import _mebibytes

                    budget = _mebibytes(self._settings.get("spark.pyrite.rdd.memory") or _BLOCK_MEMORY) << 20
                    self._running_scheduler = Scheduler(self, BlockStore(budget, self._temp_dir))
                scheduler = self._running_scheduler
        return scheduler

    @property
    def _function_workers(self) -> FunctionWorkers:
        """Where the Python functions of queries run, if not in this process."""
        functions = self._running_functions
        if functions is None:
            with SparkContext._lock:
                self._check_running()
                if self._running_functions is None:
                    from pyrite._engine.placement import FunctionWorkers

                    self._running_functions = FunctionWorkers(
                        self._worker_mode,
                        self._worker_count,
                        self.environment,
                        self._max_task_failures,
                        self._worker_surroundings,
                    )
                functions = self._running_functions
        return functions

    def _next_rdd_id(self) -> int:
        with SparkContext._lock:
            self._rdd_count += 1
            return self._rdd_count - 1

    @property
    def _worker_mode(self) -> str:
        """Whether tasks run in worker processes: ``always``, ``never``, or when they turn out to be heavy, ``auto``."""
        setting = self._settings.get("spark.pyrite.python.workers") or "auto"
        if setting.lstrip("-").isdigit():
            return "always" if int(setting) > 0 else "never"
        return "auto" if self._cores > 1 else "never"

    @property
    def _translates_functions(self) -> bool:
        """Whether plain Python functions are computed without Python: ``spark.pyrite.python.translate``."""
        return (self._settings.get("spark.pyrite.python.translate") or "true").lower() != "false"

    @property
    def _worker_count(self) -> int:
        setting = self._settings.get("spark.pyrite.python.workers") or ""
        return int(setting) if setting.isdigit() and int(setting) > 0 else self._cores

    @property
    def _max_task_failures(self) -> int:
        """How often a task is tried while its worker keeps dying."""
        return int(self._settings.get("spark.task.maxFailures") or 4)

    @property
    def _max_local_failures(self) -> int:
        """How often a task that raises is tried: once, or as ``local[n, failures]`` says."""
        import re

        match = re.match(r"local\[[^,]*,\s*(\d+)\s*\]$", self.master)
        return max(1, int(match.group(1))) if match else 1

    def _worker_surroundings(self) -> dict[str, Any]:
        """What a task finds in a worker process besides its own data."""
        import sys

        return {"path": [entry for entry in sys.path if entry], "folder": os.getcwd(), "files": self._files_dir()}

    # RDDs of local data

    def emptyRDD(self) -> RDD[Any]:
        """An RDD without partitions."""
        from pyrite._rdd.lineage import MadeSource
        from pyrite.rdd import RDD

        return RDD(MadeSource(list, "EmptyRDD", "emptyRDD at NativeMethodAccessorImpl.java:0"), self)

    def range(self, start: int, end: int | None = None, step: int = 1, numSlices: int | None = None) -> RDD[int]:
        """The numbers of Python's ``range``.

        >>> sc.range(2, 8, 2).collect()
        [2, 4, 6]
        """
        return self.parallelize(range(0, start, step) if end is None else range(start, end, step), numSlices)

    def parallelize(self, c: Iterable[Any], numSlices: int | None = None) -> RDD[Any]:
        """The elements of a local collection, in ``numSlices`` partitions (else the default parallelism).

        >>> sc.parallelize([0, 2, 3, 4, 6], 5).glom().collect()
        [[0], [2], [3], [4], [6]]
        """
        from pyrite._rdd.lineage import LocalSource
        from pyrite.rdd import RDD

        self._check_running()
        slices = int(numSlices) if numSlices is not None else self.defaultParallelism
        if isinstance(c, range):
            return self._parallel_range(c, slices)
        items = c if isinstance(c, (list, tuple)) else list(c)
        largest = self._batch_size if self._batch_size > 0 else _LARGEST_BATCH
        batch = max(1, min(len(items) // slices, largest)) if slices else 1
        batches = -(-len(items) // batch)
        bounds = [part * batches // slices * batch for part in range(slices + 1)]
        store = self._scheduler.store
        parts = [store.blocks_of(items[start:end]) for start, end in zip(bounds, bounds[1:])]
        return RDD(LocalSource(parts), self)

    def _parallel_range(self, numbers: Any, slices: int) -> RDD[int]:
        from pyrite._rdd.lineage import LocalSource
        from pyrite.rdd import RDD

        bounds = [int(part * len(numbers) / slices) for part in range(slices + 1)]
        parts = [numbers[start:end] for start, end in zip(bounds, bounds[1:])]
        rdd: RDD[Any] = RDD(LocalSource([[] for _ in parts]), self)
        return rdd.mapPartitionsWithIndex(lambda part, _: parts[part])

    def union(self, rdds: list[RDD[Any]]) -> RDD[Any]:
        """The elements of several RDDs: all partitions of the first, then those of the second, and so on."""
        from pyrite._rdd.lineage import AlignedUnionSource, UnionSource
        from pyrite.rdd import RDD

        first = rdds[0].partitioner
        if first is not None and all(rdd.partitioner == first for rdd in rdds):
            aligned: RDD[Any] = RDD(AlignedUnionSource(list(rdds)), self)
            aligned.partitioner = first
            return aligned
        return RDD(UnionSource(list(rdds)), self)

    def runJob(
        self,
        rdd: RDD[Any],
        partitionFunc: Callable[[Iterable[Any]], Iterable[Any]],
        partitions: Sequence[int] | None = None,
        allowLocal: bool = False,
    ) -> list[Any]:
        """What a function gives for the iterators of partitions (all, or those named), as one list.

        >>> sc.runJob(sc.parallelize(range(6), 3), lambda part: [number * number for number in part], [0, 2])
        [0, 1, 16, 25]
        """
        found = rdd._run(lambda iterator: list(partitionFunc(iterator)), partitions)
        return [item for part in found for item in part]

    # Shared values

    def broadcast(self, value: Any) -> Broadcast[Any]:
        """A value for tasks to read, sent to each process only once.

        >>> sc.broadcast([1, 2]).value
        [1, 2]
        """
        from pyrite.broadcast import Broadcast

        self._check_running()
        with SparkContext._lock:
            self._broadcast_count += 1
            number = self._broadcast_count - 1
        return Broadcast(self, value, number=number)

    def accumulator(self, value: Any, accum_param: AccumulatorParam[Any] | None = None) -> Accumulator[Any]:
        """A value for tasks to add to. Values other than numbers need an AccumulatorParam.

        >>> counter = sc.accumulator(0)
        >>> sc.parallelize([1, 2]).foreach(counter.add)
        >>> counter.value
        3
        """
        from pyrite import accumulators

        if accum_param is None:
            if isinstance(value, int):
                accum_param = accumulators.INT_ACCUMULATOR_PARAM
            elif isinstance(value, float):
                accum_param = accumulators.FLOAT_ACCUMULATOR_PARAM
            elif isinstance(value, complex):
                accum_param = accumulators.COMPLEX_ACCUMULATOR_PARAM
            else:
                raise TypeError(f"No default accumulator param for type {type(value)}")
        with SparkContext._lock:
            SparkContext._next_accum_id += 1
            number = SparkContext._next_accum_id - 1
        return accumulators.Accumulator(number, value, accum_param)

    # Checkpoints

    def setCheckpointDir(self, dirName: str) -> None:
        """Where checkpoints are saved: in a new folder inside of this one."""
        import uuid

        folder = os.path.join(os.path.abspath(dirName.removeprefix("file:")), str(uuid.uuid4()))
        os.makedirs(folder, exist_ok=True)
        self._checkpoint_dir = folder

    def getCheckpointDir(self) -> str | None:
        """The folder in which checkpoints are saved, or None."""
        return None if self._checkpoint_dir is None else f"file:{self._checkpoint_dir}"

    # Properties of this thread, for the jobs that it starts

    def _local_properties(self) -> dict[str, str]:
        found: dict[str, str] = getattr(self._local, "properties", {})
        return dict(found)

    def _set_local_properties(self, properties: dict[str, str]) -> None:
        self._local.properties = properties

    _job_properties = _local_properties

    def setLocalProperty(self, key: str, value: str | None) -> None:
        """Sets a property for the jobs that this thread starts; None removes it."""
        properties = self._local_properties()
        if value is None:
            properties.pop(key, None)
        else:
            properties[key] = str(value)
        self._local.properties = properties

    def getLocalProperty(self, key: str) -> str | None:
        """A property of this thread, or None."""
        return self._local_properties().get(key)

    def setJobGroup(self, groupId: str, description: str, interruptOnCancel: bool = False) -> None:
        """Puts the jobs that this thread starts into a group, which :meth:`cancelJobGroup` cancels."""
        self.setLocalProperty(_JOB_GROUP, groupId)
        self.setLocalProperty(_JOB_DESCRIPTION, description)
        self.setInterruptOnCancel(interruptOnCancel)

    def setInterruptOnCancel(self, interruptOnCancel: bool) -> None:
        """Accepted for PySpark's sake: what a cancelled job does is always interrupted."""
        self.setLocalProperty(_JOB_INTERRUPT, str(interruptOnCancel).lower())

    def setJobDescription(self, value: str) -> None:
        """Describes the jobs that this thread starts."""
        self.setLocalProperty(_JOB_DESCRIPTION, value)

    def addJobTag(self, tag: str) -> None:
        """Marks the jobs that this thread starts, for :meth:`cancelJobsWithTag`."""
        _check_tag(tag)
        self.setLocalProperty(_JOB_TAGS, ",".join(sorted({*self.getJobTags(), tag})))

    def removeJobTag(self, tag: str) -> None:
        """Takes a mark back."""
        _check_tag(tag)
        self.setLocalProperty(_JOB_TAGS, ",".join(sorted(self.getJobTags() - {tag})) or None)

    def getJobTags(self) -> set[str]:
        """This thread's marks."""
        return set(filter(None, (self.getLocalProperty(_JOB_TAGS) or "").split(",")))

    def clearJobTags(self) -> None:
        """Takes all of this thread's marks back."""
        self.setLocalProperty(_JOB_TAGS, None)

    # Running jobs

    def cancelJobGroup(self, groupId: str) -> None:
        """Cancels the running jobs and queries of a group."""
        self._interrupt({"interrupt_type": 2, "operation_tag": _GROUP_TAG + groupId})
        self._scheduler.cancel(lambda job: job.group == groupId, f"part of cancelled job group {groupId}")

    def cancelJobsWithTag(self, tag: str) -> None:
        """Cancels the running jobs and queries with a mark."""
        _check_tag(tag)
        self._interrupt({"interrupt_type": 2, "operation_tag": tag})
        self._scheduler.cancel(lambda job: tag in job.tags, f"cancelled job tags {tag}")

    def cancelAllJobs(self) -> None:
        """Cancels all running jobs and queries."""
        self._interrupt({"interrupt_type": 1})
        self._scheduler.cancel(lambda job: True, "as part of cancellation of all jobs")

    def _query_tags(self) -> set[str]:
        """The marks of queries that this thread starts: its own, and one for its group."""
        group = self.getLocalProperty(_JOB_GROUP)
        return self.getJobTags() if group is None else {*self.getJobTags(), _GROUP_TAG + group}

    def _interrupt(self, message: dict[str, Any]) -> None:
        """Cancels queries of all sessions."""
        from pyrite._connect.wire import encode
        from pyrite._engine.session import _open_sessions

        for engine in list(_open_sessions):
            engine.interrupt(encode("InterruptRequest", message))

    def statusTracker(self) -> StatusTracker:
        """What tells about running jobs and stages."""
        from pyrite.status import StatusTracker

        return StatusTracker(self._scheduler.history)

    def show_profiles(self) -> None:
        """Tasks are not profiled; this is an error."""
        from pyrite.errors import PySparkRuntimeError

        raise PySparkRuntimeError(errorClass="INCORRECT_CONF_FOR_PROFILE", messageParameters={})

    def dump_profiles(self, path: str) -> None:
        """Tasks are not profiled; this is an error."""
        self.show_profiles()


def _remove_folder(folder: str, process: int) -> None:
    """Removes a folder of this process; one of the process that this one was forked from stays."""
    import shutil

    if process == os.getpid():
        shutil.rmtree(folder, ignore_errors=True)


def _after_fork() -> None:
    # Another thread of the forked process may have held it.
    SparkContext._lock = threading.RLock()


os.register_at_fork(after_in_child=_after_fork)


def _check_tag(tag: str) -> None:
    if not tag or "," in tag:
        from pyrite.errors import IllegalArgumentException

        problem = "cannot be an empty string" if not tag else "cannot contain ','"
        raise IllegalArgumentException(f"requirement failed: Spark job tag {problem}.")
