"""The binding against the engine itself: values of every type there and back, errors, interruption, many threads."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from typing import Any

import pytest
from test_arrow import EVERY_TYPE, VALUES, struct_of

from pyrite._engine.arrow.structs import heap, sweep
from pyrite._engine.session import EngineSession, Operation
from pyrite.errors import IllegalArgumentException, PySparkException, PySparkRuntimeError, PythonException

# The engine has no time of day yet.
TYPES = EVERY_TYPE.replace("t time, ", "")
ROWS = [(*row[:19], *row[20:]) for row in VALUES]


def test_every_type_through_the_engine(spark: Any) -> None:
    gc.collect()
    sweep()
    before = len(heap)
    frame = spark.createDataFrame(ROWS * 3, struct_of(TYPES))
    assert [tuple(row) for row in frame.collect()] == ROWS * 3
    assert [tuple(row) for row in frame.filter("a is not null").collect()] == [ROWS[0], ROWS[2]] * 3
    del frame
    gc.collect()
    sweep()
    # What went in is released with the table.
    assert len(heap) == before


def test_a_stream_for_other_libraries(spark: Any) -> None:
    pa = pytest.importorskip("pyarrow")
    with spark._execute(spark.range(10)._relation) as operation:
        assert pa.RecordBatchReader.from_stream(operation).read_all().num_rows == 10
    with spark._execute(spark.range(10)._relation) as operation:
        assert sum(pa.record_batch(batch).num_rows for batch in operation.arrow_batches()) == 10
    with spark._execute(spark.range(10)._relation) as operation:
        # Nobody takes it.
        operation.stream_capsule()


def test_handles_that_are_no_longer_open() -> None:
    try:
        session = EngineSession({})
    except PySparkException as error:
        pytest.skip(f"the engine cannot be opened: {error}")
    session.close()
    session.close()
    assert not session.is_open
    with pytest.raises(PySparkRuntimeError, match="SESSION_CLOSED"):
        session.status()
    with pytest.raises(IllegalArgumentException, match="INVALID_HANDLE"):
        Operation(2**63).wait()


def test_garbage_is_refused(spark: Any) -> None:
    engine = spark._engine
    for request in (b"", b"\xff" * 100, b"\x0a\x00", bytes(range(256))):
        for call in (engine.execute, engine.analyze, engine.config, engine.interrupt):
            try:
                result = call(request)
            except PySparkException as error:
                assert str(error)
            else:
                if isinstance(result, Operation):
                    result.release()
    assert spark.range(2).count() == 2


def test_ctrl_c_ends_a_query(spark: Any) -> None:
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        spark.range(10**12).selectExpr("sum(id % 7)").collect()
    assert time.perf_counter() - start < 5
    timer.join()
    assert spark.range(2).count() == 2


def test_a_failing_function_gives_its_exception_as_cause(spark: Any) -> None:
    spark.udf.register("inverse_of", lambda value: 1 // value, "long")
    with pytest.raises(PythonException, match="ZeroDivisionError") as raised:
        spark.sql("select inverse_of(id) from range(3)").collect()
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_functions_from_many_threads(spark: Any) -> None:
    spark.udf.register("next_of", lambda value: value + 1, "long")
    sums: list[int] = []

    def work() -> None:
        for _ in range(3):
            sums.append(spark.sql("select sum(next_of(id)) from range(1000)").collect()[0][0])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums == [500500] * 12
