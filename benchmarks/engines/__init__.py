"""One module for each engine. Each has a function for every task of `tasks.TASKS` and nothing else that is timed.

A module is run as `python -m engines.NAME TASK DATA OUTPUT` in a process of its own, so that start-up counts.
"""
