"""Table functions: classes that the engine calls with a row of arguments and that give rows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyrite._engine.placement import PlacedBatchFunction
from pyrite._engine.udf import scalar_function
from pyrite.errors import PySparkRuntimeError
from pyrite.sql.types import ArrayType, Row, StringType, StructType

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

#: The field by which the engine marks the rows of a table argument.
_TABLE_MARK = "pyrite_table"


def register_table_function(
    session: SparkSession, handler: type, name: str, schema: StructType, analyzed: Any, over_arrow: bool = False
) -> int:
    """Makes a table function known to the engine; gives the callback's number."""
    if over_arrow:
        maker = functools.partial(_over_arrow, handler, name, schema)
    else:
        maker = functools.partial(_over_batches, handler, name, schema, analyzed)
    function = PlacedBatchFunction(maker, ArrayType(schema, False), session.sparkContext._function_workers)
    return session._engine.register_callback(function)


def analysis_function(
    analyze: Callable[[list[Any], dict[str, Any]], Any], command: Callable[[Any], str]
) -> Callable[[Any, Any, Any], None]:
    """What the engine asks of a table function with ``analyze`` while it analyzes a query.

    For each argument come its name, what it is (``table``, ``constant`` or ``value``), its type in DDL and its value.
    The answer is lists of texts: the schema and what ``command`` gives; the columns to partition by; those to order by,
    each with its direction and the place of nulls; the columns to select, each with its alias. Or ``error`` and why.
    """
    from pyrite.sql._types.ddl import parse_ddl
    from pyrite.sql.udtf import AnalyzeArgument

    def answer(*given: Any) -> list[list[str]]:
        arguments: list[Any] = []
        named: dict[str, Any] = {}
        for name, kind, ddl, value in zip(*[iter(given)] * 4):
            described = AnalyzeArgument(parse_ddl(ddl), value, kind == "table", kind == "constant")
            if name:
                named[name] = described
            else:
                arguments.append(described)
        try:
            result = analyze(arguments, named)
        except Exception as error:
            return [["error", str(error)]]
        order: list[str] = []
        for item in result.orderBy:
            first = item.ascending if item.overrideNullsFirst is None else item.overrideNullsFirst
            order += [item.name, "asc" if item.ascending else "desc", "first" if first else "last"]
        selected = [text for item in result.select for text in (item.name, item.alias)]
        return [
            [result.schema.json(), command(result)],
            [item.name for item in result.partitionBy],
            order,
            selected,
        ]

    return scalar_function(answer, ArrayType(ArrayType(StringType(), False), False))


def _over_batches(handler: type, name: str, schema: StructType, analyzed: Any) -> Callable[[Any, Any, Any], None]:
    return scalar_function(table_function(handler, name, schema, analyzed), ArrayType(schema, False))


def _over_arrow(handler: type, name: str, schema: StructType) -> Callable[[Any, Any, Any], None]:
    """A function over batches that calls an instance of ``handler`` for each row of arguments, with Arrow data."""
    import pyarrow

    from pyrite._engine.partition import table_batches
    from pyrite._engine.vectorized import arrow_schema, exported, imported_batch
    from pyrite.sql.udtf import SkipRestOfInputTableException

    target, result_type = arrow_schema(schema), ArrayType(schema, False)

    def parts(method: Callable[..., Any], what: str, *arguments: Any) -> Iterator[Any]:
        try:
            result = method(*arguments)
            if result is not None and not hasattr(result, "__iter__"):
                raise PySparkRuntimeError(
                    errorClass="UDTF_RETURN_NOT_ITERABLE",
                    messageParameters={"type": type(result).__name__, "func": what},
                )
            for part in result or ():
                if not isinstance(part, (pyarrow.Table, pyarrow.RecordBatch)):
                    raise PySparkRuntimeError(errorClass="UDTF_ARROW_TYPE_CONVERSION_ERROR", messageParameters={})
                if part.num_columns != len(target):
                    raise PySparkRuntimeError(
                        errorClass="UDTF_RETURN_SCHEMA_MISMATCH",
                        messageParameters={
                            "expected": str(len(target)),
                            "actual": str(part.num_columns),
                            "func": what,
                        },
                    )
                yield from table_batches(part, target)
        except SkipRestOfInputTableException:
            return

    def call(input_schema: Any, batch: Any, output: Any) -> None:
        rows = imported_batch(input_schema, batch)
        batches: list[Any] = []
        ends = [0]
        for row in range(rows.num_rows):
            function = handler()
            arguments = [_arrow_argument(column.slice(row, 1)) for column in rows.columns]
            _check_arguments(function, name, tuple(arguments))
            given = [*parts(function.eval, "eval", *arguments)]
            if hasattr(function, "terminate"):
                given += parts(function.terminate, "terminate")
            batches += given
            ends.append(ends[-1] + sum(part.num_rows for part in given))
        table = pyarrow.Table.from_batches(batches, schema=target).combine_chunks()
        columns = [_one_array(column) for column in table.columns]
        structs = pyarrow.StructArray.from_arrays(columns, fields=list(target))
        exported(pyarrow.ListArray.from_arrays(pyarrow.array(ends, "int32"), structs), result_type, output)

    return call


def _one_array(column: Any) -> Any:
    import pyarrow

    joined = column.combine_chunks()
    return pyarrow.concat_arrays(joined.chunks) if isinstance(joined, pyarrow.ChunkedArray) else joined


def _arrow_argument(value: Any) -> Any:
    """An argument as an array of one value; the rows of a table argument as a record batch."""
    import pyarrow

    kind = value.type
    if not (pyarrow.types.is_struct(kind) and [field.name for field in kind] == [_TABLE_MARK]):
        return value
    rows = value.field(0)
    structs = rows.flatten()
    schema = pyarrow.schema(list(rows.type.value_type))
    return pyarrow.RecordBatch.from_arrays(structs.flatten(), schema=schema)


def table_function(handler: type, name: str, schema: StructType, analyzed: Any) -> Callable[..., list[Any]]:
    """A function of one row of arguments that gives all rows of an instance: what ``eval`` and ``terminate`` gave."""
    from pyrite.sql.udtf import SkipRestOfInputTableException

    width, names = len(schema.fields), schema.names

    def instance() -> Any:
        import inspect

        takes = len(inspect.signature(vars(handler)["__init__"]).parameters) - 1 if "__init__" in vars(handler) else 0
        if analyzed is None and takes > 0:
            raise PySparkRuntimeError(
                errorClass="UDTF_CONSTRUCTOR_INVALID_NO_ANALYZE_METHOD", messageParameters={"name": name}
            )
        if takes > 1:
            raise PySparkRuntimeError(
                errorClass="UDTF_CONSTRUCTOR_INVALID_IMPLEMENTS_ANALYZE_METHOD", messageParameters={"name": name}
            )
        return handler(analyzed) if takes == 1 else handler()

    def rows_of(result: Any, method: str) -> list[Any]:
        if result is None:
            return []
        if not hasattr(result, "__iter__") or isinstance(result, (str, bytes)):
            raise PySparkRuntimeError(
                errorClass="UDTF_RETURN_NOT_ITERABLE",
                messageParameters={"type": type(result).__name__, "func": method},
            )
        rows = []
        for row in result:
            if isinstance(row, dict):
                row = tuple([row.get(field) for field in names])
            elif not isinstance(row, (tuple, list)):
                raise PySparkRuntimeError(
                    errorClass="UDTF_INVALID_OUTPUT_ROW_TYPE",
                    messageParameters={"type": type(row).__name__, "func": method},
                )
            if len(row) != width:
                raise PySparkRuntimeError(
                    errorClass="UDTF_RETURN_SCHEMA_MISMATCH",
                    messageParameters={"expected": str(width), "actual": str(len(row)), "func": method},
                )
            rows.append(tuple(row))
        return rows

    def call(*arguments: Any) -> list[Any]:
        table = next((index for index, argument in enumerate(arguments) if _is_table(argument)), None)
        function = instance()
        rows: list[Any] = []
        if table is None:
            _check_arguments(function, name, arguments)
            rows += rows_of(function.eval(*arguments), "eval")
        else:
            before, after = arguments[:table], arguments[table + 1 :]
            try:
                for row in arguments[table][0] or ():
                    rows += rows_of(function.eval(*before, row, *after), "eval")
            except SkipRestOfInputTableException:
                pass
        if hasattr(function, "terminate"):
            rows += rows_of(function.terminate(), "terminate")
        if hasattr(function, "cleanup"):
            function.cleanup()
        return rows

    return call


def _is_table(argument: Any) -> bool:
    return isinstance(argument, Row) and getattr(argument, "__fields__", None) in ([_TABLE_MARK], (_TABLE_MARK,))


def _check_arguments(function: Any, name: str, arguments: tuple[Any, ...]) -> None:
    import inspect

    try:
        inspect.signature(function.eval).bind(*arguments)
    except TypeError as error:
        raise PySparkRuntimeError(
            errorClass="UDTF_EVAL_METHOD_ARGUMENTS_DO_NOT_MATCH_SIGNATURE",
            messageParameters={"name": name, "reason": str(error)},
        ) from error
    except ValueError:
        return
