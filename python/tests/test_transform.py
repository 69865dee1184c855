"""``SELECT TRANSFORM (…) USING 'command'``: what passes through a command of the shell."""

from __future__ import annotations

import threading
import time

import pytest
from api import errors


def test_more_rows_pass_than_pipes_hold(session) -> None:
    rows = session.sql("SELECT TRANSFORM(id, repeat('x', 50)) USING 'cat' AS (a BIGINT, b) FROM range(0, 60000, 1, 3)")
    assert rows.selectExpr("count(*)", "sum(a)", "sum(length(b))").first() == (60000, 1799970000, 3000000)


def test_commands_need_not_read_all(session) -> None:
    rows = session.sql("SELECT TRANSFORM(id, repeat('x', 99)) USING 'head -n 1' AS (a INT) FROM range(0, 50000, 1, 1)")
    assert [row.a for row in rows.collect()] == [0]


def test_a_command_runs_for_each_partition_with_rows(session) -> None:
    rows = session.sql("SELECT TRANSFORM(id) USING 'wc -l' AS (n INT) FROM range(0, 4, 1, 4) WHERE id > 0")
    assert [row.n for row in rows.collect()] == [1, 1, 1]


def test_failures_tell_what_the_command_says(session) -> None:
    rows = session.sql("SELECT TRANSFORM(id) USING 'echo out; echo wrong >&2; exit 3' AS (a) FROM range(1)")
    with pytest.raises(Exception, match="Subprocess exited with status 3. Error: (wrong)?"):
        rows.collect()


def test_errors_of_a_command_that_ends_well_do_not_count(session) -> None:
    command = "yes wrong | head -n 40000 >&2; cat"
    rows = session.sql(f"SELECT TRANSFORM(id) USING '{command}' AS (a) FROM range(2)")
    assert sorted(row.a for row in rows.collect()) == ["0", "1"]


def test_a_limit_ends_the_command(session) -> None:
    started = time.monotonic()
    rows = session.sql("SELECT TRANSFORM(id) USING 'yes' AS (a) FROM range(0, 10, 1, 1)")
    assert [row.a for row in rows.limit(3).collect()] == ["y", "y", "y"]
    assert time.monotonic() - started < 30


def test_interrupts_end_the_command(session) -> None:
    found: list[Exception] = []

    def run() -> None:
        try:
            session.sql("SELECT TRANSFORM(id) USING 'sleep 60' AS (a) FROM range(1)").collect()
        except errors.PySparkException as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    started = time.monotonic()
    while thread.is_alive() and time.monotonic() - started < 30:
        session.interruptAll()
        thread.join(0.1)
    assert not thread.is_alive()
    assert "cancel" in str(found[0]).lower()
