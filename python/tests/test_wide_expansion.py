"""Rows that become very many rows do so a few at a time."""

from __future__ import annotations

import pytest
from api import errors


def test_all_rows_of_long_sequences_come(session) -> None:
    rows = session.sql("SELECT id, explode(sequence(1, 5000 + id)) AS x FROM range(0, 200, 1, 1)")
    found = rows.selectExpr("count(*)", "max(x)", "sum(id)", "count(DISTINCT id)").first()
    assert found == (1_019_900, 5_199, 102_146_700, 200)


def test_windows_that_slide_in_small_steps(session) -> None:
    rows = session.sql(
        "SELECT count(*) AS n, min(window.start) AS first FROM (SELECT window, count(*) FROM VALUES "
        "(TIMESTAMP '2024-01-01 00:00:00'), (TIMESTAMP '2024-01-01 00:00:10') AS t(b) "
        "GROUP BY window(b, '1 hour', '1 second'))"
    )
    assert rows.first().n == 3610
    with pytest.raises(errors.PySparkException, match="COLLECTION_SIZE_LIMIT_EXCEEDED"):
        session.sql(
            "SELECT window, count(*) FROM VALUES (TIMESTAMP '2024-01-01') AS t(b) "
            "GROUP BY window(b, '1 day', '1 microsecond')"
        ).collect()
