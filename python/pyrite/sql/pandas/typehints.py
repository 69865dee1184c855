"""What kind of function a function over series or arrays is, told from its type hints."""

from __future__ import annotations

from pyrite.errors import PySparkValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SCALAR, SCALAR_ITER, GROUPED_AGG, GROUPED_AGG_ITER = "scalar", "scalar iterator", "aggregate", "aggregate iterator"


def function_kind(func: Callable[..., Any], columns: tuple[type, ...]) -> str | None:
    """SCALAR, SCALAR_ITER, GROUPED_AGG or GROUPED_AGG_ITER; None when the hints fit none.

    ``columns`` are the types that stand for a column: ``pandas.Series`` and ``DataFrame``, or ``pyarrow.Array``. A hint
    that is missing is an error.
    """
    import inspect
    import typing

    signature = inspect.signature(func)
    try:
        hints = typing.get_type_hints(func)
    except (NameError, TypeError):
        hints = {}
    parameters = [
        hints.get(parameter.name, parameter.annotation)
        for parameter in signature.parameters.values()
        if parameter.annotation is not parameter.empty
    ]
    if len(parameters) != len(signature.parameters):
        raise _missing("all parameters", signature)
    if signature.return_annotation is signature.empty:
        raise _missing("the return type", signature)
    result = hints.get("return", signature.return_annotation)
    if all(_is_column(parameter, columns) for parameter in parameters):
        if _is_column(result, columns):
            return SCALAR
        return None if _is_iterator(result) or _is_tuple(result) else GROUPED_AGG
    if len(parameters) == 1 and _is_iterator(parameters[0]):
        element = _argument(parameters[0])
        if not (_is_column(element, columns) or _is_tuple_of(element, columns)):
            return None
        if _is_iterator(result):
            return SCALAR_ITER if _is_column(_argument(result), columns) else None
        return None if _is_column(result, columns) or _is_tuple(result) else GROUPED_AGG_ITER
    return None


def takes_iterator(func: Callable[..., Any]) -> bool:
    """Whether the last parameter of a function over groups is an iterator over batches of the group."""
    import inspect
    import typing

    try:
        hints = typing.get_type_hints(func)
        names = list(inspect.signature(func).parameters)
    except (NameError, TypeError, ValueError):
        return False
    return bool(names) and _is_iterator(hints.get(names[-1]))


def _missing(target: str, signature: Any) -> PySparkValueError:
    return PySparkValueError(
        errorClass="TYPE_HINT_SHOULD_BE_SPECIFIED", messageParameters={"target": target, "sig": str(signature)}
    )


def _is_column(hint: Any, columns: tuple[type, ...]) -> bool:
    import types
    import typing

    origin = typing.get_origin(hint)
    if origin is typing.Union or origin is getattr(types, "UnionType", None):
        return all(argument in columns for argument in typing.get_args(hint))
    return hint in columns


def _is_tuple_of(hint: Any, columns: tuple[type, ...]) -> bool:
    import typing

    return _is_tuple(hint) and all(part is Ellipsis or _is_column(part, columns) for part in typing.get_args(hint))


def _is_tuple(hint: Any) -> bool:
    import typing

    return typing.get_origin(hint) is tuple


def _is_iterator(hint: Any) -> bool:
    import collections.abc
    import typing

    return typing.get_origin(hint) in (
        collections.abc.Iterator,
        collections.abc.Iterable,
        collections.abc.Generator,
    )


def _argument(hint: Any) -> Any:
    import typing

    arguments = typing.get_args(hint)
    return arguments[0] if arguments else None
