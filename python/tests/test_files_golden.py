"""Reading and writing of files as PySpark answered it: the questions of golden/files_questions.jsonl."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "golden"))

from file_questions import ask, lines, questions

ANSWERS = {answer["question"]: answer for answer in lines("files_answers.jsonl")}


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["question"])
def test_answer(spark, question, tmp_path):
    assert ask(spark, question, tmp_path) == ANSWERS[question["question"]]
