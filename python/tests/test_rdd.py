"""RDDs: what PySpark answered, and what has no place in one expression."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from api import ON_PYSPARK, Row, StorageLevel

GOLDEN = Path(__file__).resolve().parent / "golden"
sys.path.insert(0, str(GOLDEN))

from rdd_namespace import answer, names  # noqa: E402

RECORDED = [json.loads(line) for line in (GOLDEN / "rdd_answers.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def sc(session):
    """The session's application, with the four cores that the answers were recorded with."""
    context = session.sparkContext
    before = context.master
    if not ON_PYSPARK:
        context._settings.set("spark.master", "local[4]")
    yield context
    if not ON_PYSPARK:
        context._settings.set("spark.master", before)


@pytest.mark.parametrize(("expression", "recorded"), RECORDED, ids=[expression for expression, _ in RECORDED])
def test_recorded_answers(sc, expression, recorded):
    assert answer(expression, names(sc, Row, StorageLevel)) == recorded


def test_an_exception_arrives_with_the_users_traceback_and_as_cause(sc):
    def divide(number):
        return 1 // number

    with pytest.raises(Exception, match="ZeroDivisionError") as caught:
        sc.parallelize([1, 0], 2).map(divide).collect()
    assert "Job aborted due to stage failure: Task 1 in stage" in str(caught.value)
    assert "return 1 // number" in str(caught.value)
    assert "/pyrite/_rdd/" not in str(caught.value)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_stop_iteration_in_a_function_is_an_error_and_not_the_end(sc):
    with pytest.raises(Exception, match="StopIteration"):
        sc.parallelize([1, 2, 3]).map(lambda _: next(iter(()))).collect()


def test_an_rdd_inside_of_a_task_is_an_error(sc):
    other = sc.parallelize([1])
    with pytest.raises(Exception, match="RDD"):
        sc.parallelize([1]).map(lambda _: other.count()).collect()


@pytest.mark.skipif(ON_PYSPARK, reason="calls what ends Pyrite's tasks")
def test_accumulators_lose_nothing_when_tasks_end_at_the_same_time(sc):
    from pyrite.accumulators import AccumulatorParam, add_gains

    class Slow(AccumulatorParam):
        def zero(self, value):
            return 0

        def addInPlace(self, first, second):
            time.sleep(0.001)
            return first + second

    total = sc.accumulator(0, Slow())
    adding = [threading.Thread(target=add_gains, args=({total.aid: 1},)) for _ in range(20)]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    assert total.value == 20


def test_accumulators_count_tasks_that_succeed_and_hide_their_value_in_tasks(sc):
    seen = sc.accumulator(0)
    numbers = sc.parallelize(range(10), 3)

    def look(number):
        seen.add(number)
        if number == 9:
            raise ValueError("stop")

    with pytest.raises(Exception, match="stop"):
        numbers.foreach(look)
    assert seen.value == sum(range(6))
    with pytest.raises(Exception, match="value"):
        numbers.map(lambda _: seen.value).collect()


def test_a_cached_rdd_is_computed_once(sc):
    calls = sc.accumulator(0)

    def count(number):
        calls.add(1)
        return [number]

    cached = sc.parallelize(range(6), 2).map(count).cache()
    assert cached.take(1) == [[0]]
    assert calls.value == 3
    assert cached.map(lambda item: item.append(0) or len(item)).sum() == 12
    assert cached.collect() == [[number] for number in range(6)]
    assert calls.value == 6
    cached.unpersist()
    cached.count()
    assert calls.value == 12


def test_a_shuffle_is_written_once_for_several_jobs(sc):
    calls = sc.accumulator(0)
    grouped = sc.parallelize(range(8), 2).map(lambda n: calls.add(1) or (n % 2, n)).groupByKey()
    first = sorted((key, sorted(values)) for key, values in grouped.collect())
    assert first == sorted((key, sorted(values)) for key, values in grouped.collect())
    assert calls.value == 8


def test_blocks_beyond_the_memory_budget_go_to_disk(sc):
    store = sc._scheduler.store
    before, spilled = store.budget, store.spilled
    store.budget = 100_000
    try:
        words = sc.parallelize([[str(number), number] for number in range(20_000)], 4).cache()
        assert words.count() == 20_000
        assert store.spilled > spilled
        total = words.map(lambda item: (item[0], item[1])).partitionBy(3).values().sum()
        assert total == sum(range(20_000))
    finally:
        store.budget = before


def test_merging_and_sorting_beyond_memory_use_files(monkeypatch):
    from pyrite import shuffle

    grown = iter(range(0, 10**9, 1000))
    monkeypatch.setattr(shuffle, "get_used_memory", lambda: next(grown))
    merger = shuffle.ExternalMerger(shuffle.SimpleAggregator(lambda a, b: a + b), 1)
    merger.mergeValues((number % 30_000, 1) for number in range(120_000))
    assert merger._parts
    assert sorted(merger.items()) == [(key, 4) for key in range(30_000)]
    items = [(number * 7919) % 100_003 for number in range(60_000)]
    assert list(shuffle.ExternalSorter(1).sorted(items)) == sorted(items)
    assert list(shuffle.ExternalSorter(1).sorted(items, reverse=True)) == sorted(items, reverse=True)


def test_checkpoints_cut_the_lineage(sc, tmp_path):
    sc.setCheckpointDir(str(tmp_path))
    calls = sc.accumulator(0)
    numbers = sc.parallelize(range(5), 2).map(lambda n: calls.add(1) or n * 2)
    numbers.checkpoint()
    assert (numbers.isCheckpointed(), numbers.getCheckpointFile()) == (False, None)
    assert numbers.count() == 5
    assert numbers.isCheckpointed()
    assert numbers.getCheckpointFile().startswith(f"file:{tmp_path}")
    before = calls.value
    assert numbers.collect() == [0, 2, 4, 6, 8]
    assert calls.value == before
    assert "ReliableCheckpointRDD" in numbers.map(str).toDebugString().decode()


def test_barrier_tasks_exchange_messages(sc):
    from pyrite import BarrierTaskContext

    def talk(items):
        context = BarrierTaskContext.get()
        said = context.allGather(f"{context.partitionId()}:{sum(items)}")
        context.barrier()
        return [said]

    expected = [["0:1", "1:5"], ["0:1", "1:5"]]
    assert sc.parallelize(range(4), 2).barrier().mapPartitions(talk).collect() == expected
    with pytest.raises(Exception, match="slots"):
        sc.parallelize(range(10), 10).barrier().mapPartitions(lambda items: items).count()


def test_cancelling_a_group_ends_its_job_at_once(sc):
    outcome = []

    def run():
        sc.setJobGroup("slow", "sleeps")
        try:
            sc.parallelize([1], 1).map(lambda _: time.sleep(30)).collect()
        except Exception as error:
            outcome.append(str(error))

    thread = threading.Thread(target=run)
    start = time.monotonic()
    thread.start()
    tracker = sc.statusTracker()
    while not tracker.getActiveStageIds() and time.monotonic() - start < 10:
        time.sleep(0.01)
    (job,) = tracker.getJobIdsForGroup("slow")
    assert tracker.getJobInfo(job).status == "RUNNING"
    sc.cancelJobGroup("slow")
    thread.join(10)
    assert time.monotonic() - start < 15
    assert "cancelled job group slow" in outcome[0]


def test_local_properties_reach_tasks_and_inheriting_threads(sc):
    from pyrite import InheritableThread, TaskContext

    sc.setLocalProperty("colour", "green")
    found = []
    try:
        thread = InheritableThread(target=lambda: found.append(sc.getLocalProperty("colour")))
        thread.start()
        thread.join()
        look = sc.parallelize([1]).map(lambda _: TaskContext.get().getLocalProperty("colour"))
        assert [*found, *look.collect()] == ["green", "green"]
    finally:
        sc.setLocalProperty("colour", None)


def test_text_files_are_split_as_in_hadoop(sc, tmp_path):
    (tmp_path / "a.txt").write_text("".join(f"line{number}\n" for number in range(20)))
    (tmp_path / "b.txt").write_bytes(b"x\r\ny\rz\n\nlast")
    (tmp_path / "c.txt").touch()
    (tmp_path / "_hidden").write_text("no\n")
    lines = sc.textFile(str(tmp_path / "a.txt"), 4).glom().map(len).collect()
    assert lines == [6, 5, 5, 4]
    both = sc.textFile(str(tmp_path), 5)
    assert sorted(both.glom().map(len).collect()) == sorted([5, 5, 5, 4, 4, 2])
    assert sc.textFile(f"{tmp_path}/*.txt,{tmp_path}/a.txt").count() == 45
    assert sc.textFile(str(tmp_path / "b.txt"), 1, use_unicode=False).collect() == [b"x", b"y", b"z", b"", b"last"]
    assert dict(sc.wholeTextFiles(str(tmp_path)).mapValues(len).collect())[f"file:{tmp_path}/b.txt"] == 12
    missing = sc.textFile(str(tmp_path / "none"))
    with pytest.raises(Exception, match="Input path does not exist: file:"):
        missing.collect()


@pytest.mark.parametrize("codec", [None, "org.apache.hadoop.io.compress.GzipCodec", "BZip2Codec", "DefaultCodec"])
def test_text_files_are_written_and_read_back(sc, tmp_path, codec):
    path = str(tmp_path / "out")
    sc.parallelize(["ü", "b", 3, None, b"bytes"], 2).saveAsTextFile(path, codec)
    assert sorted(sc.textFile(path).collect()) == sorted(["ü", "b", "3", "None", "bytes"])
    assert "_SUCCESS" in os.listdir(path)
    with pytest.raises(Exception, match="already exists"):
        sc.parallelize([1]).saveAsTextFile(path)


def test_a_failed_save_leaves_nothing(sc, tmp_path):
    with pytest.raises(Exception, match="ZeroDivisionError"):
        sc.parallelize([1, 0], 2).map(lambda n: 1 // n).saveAsTextFile(str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("codec", [None, "org.apache.hadoop.io.compress.GzipCodec"])
@pytest.mark.parametrize(
    "pairs",
    [
        [(1, "one"), (2, "zwölf")],
        [(1.5, bytearray(b"xy"))],
        [(True, None)],
        [(10**12, {"a": 1, "b": 2.5})],
        [(f"key{number}", number) for number in range(3000)],
    ],
    ids=["int-text", "double-bytes", "boolean-null", "long-map", "many"],
)
def test_sequence_files_round_trip(sc, tmp_path, pairs, codec):
    path = str(tmp_path / "out")
    sc.parallelize(pairs, 1).saveAsSequenceFile(path, codec)
    assert sc.sequenceFile(path).collect() == pairs


def test_pickle_files_round_trip(sc, tmp_path):
    path = str(tmp_path / "out")
    items = [{"n": number} for number in range(57)]
    sc.parallelize(items, 3).saveAsPickleFile(path, 4)
    assert sc.pickleFile(path).collect() == items


def test_sequence_files_of_spark_are_read(sc, tmp_path):
    """The bytes are those of a file that Spark wrote."""
    data = (
        "5345510620"
        + b"org.apache.hadoop.io.IntWritable".hex()
        + "19"
        + b"org.apache.hadoop.io.Text".hex()
        + "000000000000a05c412d12d8e3f36dbfa5a3037bac65"
        + "000000080000000400000001036f6e65"
        + "000000080000000400000002"
        + "0374776f"
    )
    (tmp_path / "part-00000").write_bytes(bytes.fromhex(data))
    assert sc.sequenceFile(str(tmp_path)).collect() == [(1, "one"), (2, "two")]


def test_files_of_the_application(sc, tmp_path):
    from pyrite import SparkFiles

    (tmp_path / "numbers.txt").write_text("7")
    (tmp_path / "added_module.py").write_text("def seven():\n    return 7\n")
    sc.addFile(str(tmp_path / "numbers.txt"))
    sc.addPyFile(str(tmp_path / "added_module.py"))
    assert f"file:{tmp_path}/numbers.txt" in sc.listFiles

    def read(_):
        import added_module

        with open(SparkFiles.get("numbers.txt")) as file:
            return int(file.read()) == added_module.seven()

    assert sc.parallelize([1]).map(read).collect() == [True]


def test_status_of_jobs(sc):
    before = set(sc.statusTracker().getJobIdsForGroup(None))
    sc.parallelize([("a", 1)], 2).reduceByKey(lambda a, b: a + b).count()
    (job,) = set(sc.statusTracker().getJobIdsForGroup(None)) - before
    info = sc.statusTracker().getJobInfo(job)
    assert info.status == "SUCCEEDED"
    assert [sc.statusTracker().getStageInfo(stage).numCompletedTasks for stage in info.stageIds] == [2, 2]


def test_threads_share_an_application(session, sc):
    failures = []

    def work():
        try:
            for _ in range(3):
                pairs = sc.parallelize([(number % 7, number) for number in range(2000)], 3)
                assert sum(pairs.reduceByKey(lambda a, b: a + b).collectAsMap().values()) == sum(range(2000))
                assert sc.parallelize(range(300), 4).sortBy(lambda number: -number).first() == 299
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_ctrl_c_ends_a_job_and_the_application_lives_on():
    if ON_PYSPARK:
        pytest.skip("starts Pyrite")
    code = (
        "from pyrite import SparkContext\n"
        "sc = SparkContext('local[2]')\n"
        "def spin(_):\n"
        "    print('spins', flush=True)\n"
        "    while True:\n"
        "        pass\n"
        "try:\n"
        "    sc.parallelize([1], 1).map(spin).collect()\n"
        "except KeyboardInterrupt:\n"
        "    print(sc.parallelize([1, 2]).sum())\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "spins\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "3\n"
    assert process.returncode == 0


def test_cancelling_a_group_ends_its_queries(session, sc):
    outcome = []

    def run():
        sc.setJobGroup("queries", "counts")
        try:
            session.range(10**13).selectExpr("sum(id * id % 7)").collect()
        except Exception as error:
            outcome.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.5)
    while thread.is_alive():
        sc.cancelJobGroup("queries")
        thread.join(0.2)
    assert "OPERATION_CANCELED" in outcome[0] or ON_PYSPARK


def test_resource_profiles_are_noted(sc):
    if ON_PYSPARK:
        from pyspark import resource
    else:
        from pyrite import resource

    builder = resource.ResourceProfileBuilder()
    builder.require(resource.ExecutorResourceRequests().cores(4).memory("2g"))
    builder.require(resource.TaskResourceRequests().cpus(2))
    profile = builder.build
    assert profile.executorResources["memory"].amount == 2048
    assert profile.taskResources["cpus"].amount == 2.0
    numbers = sc.parallelize([1, 2])
    assert numbers.getResourceProfile() is None
    if not ON_PYSPARK:
        # Spark's local mode refuses profiles.
        assert numbers.withResources(profile).getResourceProfile() is profile
        assert numbers.map(str).collect() == ["1", "2"]


def test_tasks_do_not_share_what_functions_change(sc):
    seen: set[int] = set()

    def is_new(number, calls=[]):  # noqa: B006
        calls.append(number)
        if number in seen:
            return False
        seen.add(number)
        return len(calls) < 3

    numbers = sc.parallelize([1, 1, 2, 3, 1, 1, 2, 3], 2)
    assert numbers.filter(is_new).collect() == [1, 1]
    assert numbers.filter(is_new).collect() == [1, 1]
    assert seen == set()


def test_functions_may_capture_broadcast_values_and_accumulators(sc):
    names, calls = sc.broadcast({1: "one"}), sc.accumulator(0)

    def name(number):
        calls.add(1)
        return names.value.get(number)

    assert sc.parallelize([1, 2], 2).map(name).collect() == ["one", None]
    assert calls.value == 2
    names.destroy()
    with pytest.raises(Exception, match=r"destroyed|Broadcast"):
        sc.parallelize([1]).map(lambda number: names.value).collect()
