"""TPC-H's tables and the texts of its queries."""

from __future__ import annotations

from pathlib import Path

TABLES = ("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier")
QUERIES = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "queries").glob("q*.sql"))}


def query(name: str, scale: str) -> str:
    """The text of a query over tables of a scale: query 11's least share of all stock goes down as the stock grows."""
    return QUERIES[name].replace("* 0.0001", f"* {0.0001 / float(scale):.10f}".rstrip("0"))
