"""The pool of Python worker processes."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

pytest.importorskip("cloudpickle")

from pyrite._workers import WorkerCallError, WorkerCancelled, WorkerCrashed, WorkerPool, portable
from pyrite._workers.pool import Cancellation


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(2) as workers:
        yield workers


class Point:
    def __init__(self, x):
        self.x = x


def test_a_call_runs_in_another_process_and_the_worker_is_used_again(pool):
    pid = portable(lambda: __import__("os").getpid())
    first = pool.call(pid)
    assert first != os.getpid()
    assert pool.call(pid) == first


def test_classes_of_the_caller_keep_their_identity(pool):
    found = pool.call(portable(lambda point: Point(point.x + 1)), Point(1))
    assert isinstance(found, Point)
    assert found.x == 2


def test_large_buffers_arrive_whole(pool):
    data = bytearray(os.urandom(3_000_000))
    assert pool.call(portable(lambda value: value), data) == data


def test_a_stream_is_pulled_by_its_consumer(pool):
    taken = []

    def inputs():
        for number in range(100):
            taken.append(number)
            yield number

    stream = pool.stream(portable(lambda items: (item * 2 for item in items)), inputs())
    assert [next(stream), next(stream)] == [0, 2]
    assert len(taken) <= 3
    stream.close()
    assert list(pool.stream(portable(lambda items: [sum(items)]), [1, 2, 3])) == [6]


def test_an_exception_arrives_with_its_traceback_and_is_not_repeated(pool, tmp_path):
    calls = tmp_path / "calls"

    def fails():
        with open(calls, "a") as file:
            file.write("x")
        return {}["missing"]

    with pytest.raises(WorkerCallError) as caught:
        pool.call(portable(fails))
    assert isinstance(caught.value.__cause__, KeyError)
    assert 'return {}["missing"]' in caught.value.traceback_text
    assert "worker.py" not in caught.value.traceback_text
    assert calls.read_text() == "x"


def test_an_exception_that_cannot_be_pickled_is_still_told(pool):
    def fails():
        class Local(Exception):
            def __reduce__(self):
                raise TypeError("no")

        raise Local("told")

    with pytest.raises(WorkerCallError, match="told") as caught:
        pool.call(portable(fails))
    assert caught.value.__cause__ is None


def test_a_dying_worker_is_replaced_and_its_call_repeated(pool, tmp_path):
    once = str(tmp_path / "once")

    def dies_once():
        import os

        if not os.path.exists(once):
            open(once, "w").close()
            os._exit(7)
        return "survived"

    crashes = []
    assert pool.call(portable(dies_once), on_crash=crashes.append) == "survived"
    assert [crash.exit_code for crash in crashes] == [7]


def test_a_call_that_always_kills_its_worker_fails_after_the_allowed_tries(capsys):
    def faults():
        import ctypes

        ctypes.string_at(0)

    with WorkerPool(1, max_failures=2) as pool:
        with pytest.raises(WorkerCrashed, match="SIGSEGV.*tried 2 times"):
            pool.call(portable(faults))
        assert pool.call(portable(lambda: "still works")) == "still works"
    assert "Segmentation fault" in capsys.readouterr().err


def test_what_a_call_prints_is_passed_on_before_it_returns(pool, capsys):
    def prints():
        import os

        print("from Python")
        print("a warning", file=sys.stderr)
        os.system("echo from a child")
        for _ in range(5000):
            print("x" * 50)

    pool.call(portable(prints))
    out, err = capsys.readouterr()
    assert out.startswith("from ")
    assert "from Python\n" in out
    assert "from a child\n" in out
    assert out.count("x" * 50) == 5000
    assert err == "a warning\n"


def test_cancelling_ends_a_sleeping_call(pool):
    cancellation = Cancellation()
    threading.Timer(0.3, cancellation.cancel).start()
    start = time.monotonic()
    with pytest.raises(WorkerCancelled):
        pool.call(portable(lambda: time.sleep(60)), cancellation=cancellation)
    assert time.monotonic() - start < 10


def test_calls_from_many_threads_share_the_workers(pool):
    double = portable(lambda value: value * 2)
    results = {}

    def call(value):
        results[value] = pool.call(double, value)

    threads = [threading.Thread(target=call, args=(value,)) for value in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == {value: value * 2 for value in range(12)}


def test_functions_start_anew_with_every_call(pool):
    def remembers(value, seen=[]):  # noqa: B006
        seen.append(value)
        return list(seen)

    function = portable(remembers)
    assert pool.call(function, 1) == [1]
    assert pool.call(function, 2) == [2]
