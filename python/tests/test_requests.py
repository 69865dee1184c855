"""What a session asks of the engine, and what it keeps and releases, with an engine that only takes notes."""

from __future__ import annotations

import gc
import types

import pytest

from pyrite._connect.relation import InProcessTable
from pyrite._connect.wire import decode, encode
from pyrite._engine.placement import FunctionWorkers
from pyrite.sql import functions as F
from pyrite.sql.session import SparkSession


class Operation:
    def __init__(self, response):
        self._response = response

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def wait(self):
        return False

    def response(self):
        return encode("ExecutePlanResponse", self._response)


class Engine:
    """Takes notes of requests and of what is held."""

    is_open = True

    def __init__(self):
        self.requests = []
        self.tables = set()
        self.callbacks = set()
        self.response = {}
        self.settings = {}

    def execute(self, request):
        self.requests.append(decode("ExecutePlanRequest", request))
        return Operation(self.response)

    def analyze(self, request):
        self.requests.append(decode("AnalyzePlanRequest", request))
        return encode("AnalyzePlanResponse", {"schema": {"schema": {"struct": {}}}})

    def config(self, request):
        operation = decode("ConfigRequest", request)["operation"]
        self.requests.append(operation)
        return encode("ConfigResponse", {"pairs": []})

    def interrupt(self, request):
        self.requests.append(decode("InterruptRequest", request))
        return encode("InterruptResponse", {"interrupted_ids": ["one"]})

    def import_table(self, source):
        self.tables.add(len(self.tables) + 1)
        return len(self.tables)

    def release_table(self, table):
        self.tables.remove(table)

    def register_callback(self, function):
        self.callbacks.add(len(self.callbacks) + 1)
        return len(self.callbacks)

    def release_callback(self, callback):
        self.callbacks.remove(callback)

    def close(self):
        self.is_open = False


@pytest.fixture
def engine():
    return Engine()


@pytest.fixture
def noted(engine):
    active = SparkSession.getActiveSession()
    default = SparkSession._default
    context = types.SimpleNamespace(stop=lambda: None, _query_tags=set, _engine=engine, _local_properties=dict)
    context._translates_functions = True
    context._function_workers = FunctionWorkers("never", 1, {}, 1, dict)
    session = SparkSession(context, engine)
    yield session
    session.stop()
    SparkSession._default = default
    SparkSession._active.session = active


def test_tables_live_as_long_as_plans_need_them(noted, engine):
    frame = noted.createDataFrame([(1,)], "a int")
    assert engine.tables == {1}
    derived = frame.select("a").union(frame).join(frame, "a")
    del frame
    gc.collect()
    assert engine.tables == {1}
    del derived
    gc.collect()
    assert engine.tables == set()


def test_views_keep_tables_until_they_are_replaced(noted, engine):
    noted.createDataFrame([(1,)], "a int").createOrReplaceTempView("v")
    gc.collect()
    assert engine.tables == {1}
    noted.range(1).createOrReplaceTempView("V")
    gc.collect()
    assert engine.tables == set()


def test_rows_that_a_command_answered_with_are_released(noted, engine):
    engine.tables.add(7)
    value = encode("pyrite.InProcessTable", {"table_id": 7})
    engine.response = {
        "sql_command_result": {"relation": {"extension": {"type_url": InProcessTable.TYPE_URL, "value": value}}}
    }
    frame = noted.sql("SHOW TABLES")
    assert engine.tables == {7}
    del frame
    gc.collect()
    assert engine.tables == set()


def test_functions_live_as_long_as_plans_need_them(noted, engine):
    frame = noted.range(1).select(F.udf(lambda x: x, "int")("id"))
    relation = decode("Relation", frame._relation.encoded)
    call = relation["project"]["expressions"][0]["common_inline_user_defined_function"]
    assert call["python_udf"]["command"].split(b"\n")[0] == b"pyrite-callback:1"
    assert call["python_udf"]["output_type"] == {"integer": {}}
    assert call["python_udf"]["eval_type"] == 100
    gc.collect()
    assert engine.callbacks == {1}
    limited = frame.limit(1)
    del frame
    gc.collect()
    assert engine.callbacks == {1}
    del limited
    gc.collect()
    assert engine.callbacks == set()


def test_a_function_is_registered_once(noted, engine):
    plus = F.udf(lambda x: x + 1, "bigint")
    noted.range(1).select(plus(plus("id")), plus("id"))
    noted.range(1).filter(plus("id") > 1)
    assert engine.callbacks == {1}


def test_registered_functions_stay(noted, engine):
    noted.udf.register("f", lambda x: x, "int")
    gc.collect()
    assert engine.callbacks == {1}
    command = engine.requests[-1]["plan"]["command"]["register_function"]
    assert command["function_name"] == "f"
    assert command["python_udf"]["command"].split(b"\n")[:2] == [b"pyrite-callback:1", b"x"]


def last_command(engine):
    """The command that was carried out last."""
    return next(request["plan"]["command"] for request in reversed(engine.requests) if "plan" in request)


def test_sql_with_parameters(noted, engine):
    noted.sql("select :a, :b", {"a": 1, "b": F.lit("x")})
    query = last_command(engine)["sql_command"]["input"]["sql"]
    assert query["named_arguments"] == {"a": {"literal": {"integer": 1}}, "b": {"literal": {"string": "x"}}}
    noted.sql("select ?", [None])
    query = last_command(engine)["sql_command"]["input"]["sql"]
    assert query["pos_arguments"] == [{"literal": {"null": {"null": {}}}}]


def test_sql_with_frames_filled_in(noted, engine):
    frame = noted.range(3)
    noted.sql(
        "select * from {d} join {d} where n = {text} and m < {n:d} and {c}", d=frame, text="a'b", n=5, c=F.col("z")
    )
    carried = last_command(engine)["sql_command"]["input"]["with_relations"]
    (view,) = carried["references"]
    name = view["subquery_alias"]["alias"]
    assert carried["root"]["sql"]["query"] == f"select * from {name} join {name} where n = 'a\\'b' and m < 5 and z"
    with pytest.raises(KeyError):
        noted.sql("select {nosuch}", other=1)


def test_tags(noted, engine):
    noted.addTag("mine")
    noted.range(1).createOrReplaceTempView("v")
    assert engine.requests[-1]["tags"] == ["mine"]
    assert noted.getTags() == {"mine"}
    noted.removeTag("mine")
    noted.range(1).createOrReplaceTempView("v")
    assert "tags" not in engine.requests[-1]
    assert noted.interruptTag("mine") == ["one"]
    assert engine.requests[-1] == {"interrupt_type": 2, "operation_tag": "mine"}
    assert noted.interruptAll() == ["one"]


def test_settings(noted, engine):
    noted.conf.set("a", True)
    assert engine.requests[-1] == {"set": {"pairs": [{"key": "a", "value": "true"}]}}
    assert noted.conf.get("a", None) is None
    assert engine.requests[-1] == {"get_option": {"keys": ["a"]}}
    noted.conf.get("a", "b")
    assert engine.requests[-1] == {"get_with_default": {"pairs": [{"key": "a", "value": "b"}]}}


def test_each_frame_is_analyzed_once(noted, engine):
    frame = noted.range(1).select("id")
    assert frame.columns == frame.schema.names == []
    assert frame.filter("id > 1").limit(3).dtypes == []
    assert len([request for request in engine.requests if "schema" in request]) == 4
