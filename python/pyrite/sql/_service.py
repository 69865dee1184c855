"""What the objects share that a session hands out: how they show themselves."""

from __future__ import annotations


class Service:
    """Shows itself by the PySpark class whose part it plays, so that a notebook prints what it prints there."""

    def __repr__(self) -> str:
        kind = type(self)
        home = kind.__module__.replace("pyrite", "pyspark", 1)
        return f"<{home}.{kind.__qualname__} object of Pyrite at {id(self):#x}>"
