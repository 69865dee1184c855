"""The exceptions: hierarchy, conditions and the engine's errors."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import pyrite
from pyrite import errors
from pyrite._engine.failure import make_exception
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    NumberFormatException,
    ParseException,
    PySparkException,
    PySparkKeyError,
    PySparkTypeError,
    PySparkValueError,
    QueryContextType,
    UnknownException,
    conditions,
)

PACKAGE = Path(pyrite.__file__).parent


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("PySparkException", ["Exception"]),
        ("AnalysisException", ["PySparkException"]),
        ("ParseException", ["AnalysisException"]),
        ("TempTableAlreadyExistsException", ["AnalysisException"]),
        ("NumberFormatException", ["IllegalArgumentException"]),
        ("ArithmeticException", ["PySparkException"]),
        ("PythonException", ["PySparkException"]),
        ("SparkNoSuchElementException", ["PySparkException"]),
        ("PySparkValueError", ["PySparkException", "ValueError"]),
        ("PySparkTypeError", ["PySparkException", "TypeError"]),
        ("PySparkIndexError", ["PySparkException", "IndexError"]),
        ("PySparkAttributeError", ["PySparkException", "AttributeError"]),
        ("PySparkRuntimeError", ["PySparkException", "RuntimeError"]),
        ("PySparkAssertionError", ["PySparkException", "AssertionError"]),
        ("PySparkNotImplementedError", ["PySparkException", "NotImplementedError"]),
        ("PySparkPicklingError", ["PySparkException", "PicklingError"]),
        ("PySparkKeyError", ["PySparkException", "KeyError"]),
        ("PySparkImportError", ["PySparkException", "ImportError"]),
    ],
)
def test_hierarchy(name: str, bases: list[str]) -> None:
    assert [base.__name__ for base in getattr(errors, name).__bases__] == bases


def test_condition_fills_the_message() -> None:
    error = PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"arg_name": "n", "expected_type": "int", "arg_type": "str"},
    )
    assert str(error) == "[NOT_EXPECTED_TYPE] Argument `n` should be a int, got str."
    assert error.getMessage() == str(error)
    assert error.getCondition() == "NOT_EXPECTED_TYPE"
    assert error.getSqlState() == "42K09"
    assert error.getMessageParameters() == {"arg_name": "n", "expected_type": "int", "arg_type": "str"}
    assert error.getQueryContext() == []
    with pytest.warns(FutureWarning):
        assert error.getErrorClass() == "NOT_EXPECTED_TYPE"


def test_plain_message() -> None:
    error = PySparkValueError("just so")
    assert str(error) == "just so"
    assert error.getCondition() is None
    assert error.getSqlState() is None


def test_a_whole_message_has_its_condition_once() -> None:
    error = AnalysisException("[X_Y] Not so.", errorClass="X_Y", messageParameters={})
    assert str(error) == "[X_Y] Not so."


def test_wrong_parameters_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(AssertionError):
        PySparkValueError(errorClass="KEY_NOT_EXISTS", messageParameters={"wrong": "x"})
    with pytest.raises(ValueError, match="NO_SUCH_CONDITION"):
        PySparkValueError(errorClass="NO_SUCH_CONDITION", messageParameters={})


def test_errors_survive_pickling() -> None:
    error = PySparkKeyError(errorClass="KEY_NOT_EXISTS", messageParameters={"key": "k"})
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is PySparkKeyError
    assert str(copy) == str(error)
    assert copy.getMessageParameters() == {"key": "k"}


def test_engine_error_becomes_its_class() -> None:
    details = (
        '{"messageParameters": {"objectName": "`x`", "proposal": "`y`"}, "queryContext": [{"startLine": 1, '
        '"startPosition": 7, "startIndex": 7, "stopIndex": 7, "fragment": "x", "objectType": "", "objectName": ""}]}'
    )
    condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION"
    message = f"[{condition}] A column with name `x` cannot be resolved. SQLSTATE: 42703"
    error = make_exception("AnalysisException", condition, "42703", message, details)
    assert type(error) is AnalysisException
    assert str(error) == message
    assert error.getCondition() == condition
    assert error.getSqlState() == "42703"
    assert error.getMessageParameters() == {"objectName": "`x`", "proposal": "`y`"}
    (context,) = error.getQueryContext()
    assert context.contextType() is QueryContextType.SQL
    assert (context.fragment(), context.startIndex(), context.stopIndex()) == ("x", 7, 7)
    assert "line 1, position 7" in context.summary()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ParseException", ParseException),
        ("NumberFormatException", IllegalArgumentException),
        ("os", UnknownException),
        ("", UnknownException),
    ],
)
def test_engine_error_class_by_name(name: str, kind: type) -> None:
    assert isinstance(make_exception(name, "", "", "went wrong", "not json"), kind)
    assert str(make_exception(name, "", "", "went wrong", "")) == "went wrong"


def test_number_format_is_an_illegal_argument() -> None:
    with pytest.raises(IllegalArgumentException):
        raise NumberFormatException("x")
    with pytest.raises(PySparkException):
        raise NumberFormatException("x")


def _raised_conditions() -> Iterator[tuple[str, str, set[str] | None]]:
    """The conditions that the package raises, and their parameters where these are written out beside them."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            condition = given.get("errorClass")
            if not isinstance(condition, ast.Constant) or not isinstance(condition.value, str):
                continue
            if "message" in given or node.args:
                continue
            parameters = given.get("messageParameters")
            names = None
            if isinstance(parameters, ast.Dict) and all(isinstance(key, ast.Constant) for key in parameters.keys):
                names = {str(key.value) for key in parameters.keys if isinstance(key, ast.Constant)}
            yield f"{path.relative_to(PACKAGE)}:{node.lineno}", condition.value, names


def test_every_condition_raised_has_a_message() -> None:
    found = list(_raised_conditions())
    assert len(found) > 20
    for place, condition, names in found:
        assert conditions.is_known(condition), f"{place}: {condition} has no message"
        if names is not None:
            conditions.message(condition, dict.fromkeys(names, "x"))
