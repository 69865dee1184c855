"""XML files against what Spark read and wrote."""

from __future__ import annotations

import datetime
import gzip

import pytest
from api import ON_PYSPARK, F, Row, errors

PEOPLE = """<?xml version="1.0"?>
<!-- c <person>no</person> --><people><person id="7" k='z'><name>  Ann </name><age>31</age>\
<t>2020-01-02T03:04:05Z</t><d>2020-01-02</d><b>true</b><n/><many>1</many><many>2.5</many><mix>hi<in>1</in></mix>\
<![CDATA[x<y]]></person>
<person><name>Bob</name><age>x</age><many>3</many><person2>u</person2></person>
<person id="8"/>
<other>1</other></people>"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.xml"
    path.write_text(PEOPLE)
    return str(path)


@pytest.fixture
def rows(spark):
    return spark.createDataFrame(
        [(1, "a<&>\"'", [1, 2], Row(x=1, _y="q"), None), (2, None, [], None, 1.5)],
        "id int, name string, arr array<int>, st struct<x:int,_y:string>, d double",
    ).coalesce(1)


def written(folder, suffix=".xml"):
    (part,) = [path for path in folder.iterdir() if path.name.startswith("part-")]
    assert part.name.endswith(suffix)
    return gzip.decompress(part.read_bytes()).decode() if suffix.endswith("gz") else part.read_text()


def test_writing(rows, tmp_path):
    rows.write.xml(str(tmp_path / "x"), rowTag="person")
    assert written(tmp_path / "x") == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ROWS>\n    <person>\n        <id>1</id>\n'
        "        <name>a&lt;&amp;>\"'</name>\n        <arr>1</arr>\n        <arr>2</arr>\n"
        '        <st y="q">\n            <x>1</x>\n        </st>\n    </person>\n    <person>\n'
        "        <id>2</id>\n        <d>1.5</d>\n    </person>\n</ROWS>"
    )


def test_writing_with_options(rows, tmp_path):
    rows.write.xml(
        str(tmp_path / "x"), rowTag="p", rootTag="root a='1'", declaration="", nullValue="NULL", compression="gzip"
    )
    assert written(tmp_path / "x", ".xml.gz") == (
        '<root a="1">\n    <p>\n        <id>1</id>\n        <name>a&lt;&amp;>"\'</name>\n        <arr>1</arr>\n'
        '        <arr>2</arr>\n        <st y="q">\n            <x>1</x>\n        </st>\n        <d>NULL</d>\n    </p>\n'
        "    <p>\n        <id>2</id>\n        <name>NULL</name>\n        <st>NULL</st>\n        <d>1.5</d>\n    </p>\n"
        "</root>"
    )
    rows.limit(0).write.xml(str(tmp_path / "none"), rowTag="p")
    assert written(tmp_path / "none") == ""


def test_what_was_written_is_read(spark, rows, tmp_path):
    rows.write.xml(str(tmp_path / "x"), rowTag="person")
    frame = spark.read.xml(str(tmp_path / "x"), rowTag="person")
    schema = "struct<arr:array<bigint>,d:double,id:bigint,name:string,st:struct<_y:string,x:bigint>>"
    assert frame.schema.simpleString() == schema
    assert [tuple(row) for row in frame.collect()] == [
        ([1, 2], None, 1, "a<&>\"'", Row(_y="q", x=1)),
        (None, 1.5, 2, None, None),
    ]


def test_inferred_types(spark, people):
    frame = spark.read.xml(people, rowTag="person")
    assert frame.schema.simpleString() == (
        "struct<_VALUE:string,_id:bigint,_k:string,age:string,b:boolean,d:date,many:array<double>,"
        "mix:struct<_VALUE:string,in:bigint>,n:string,name:string,person2:string,t:timestamp>"
    )
    first, second, third = frame.drop("t", "n").collect()
    date = datetime.date(2020, 1, 2)
    assert tuple(first) == ("x<y", 7, "z", "31", True, date, [1.0, 2.5], Row(_VALUE="hi", **{"in": 1}), "Ann", None)
    assert tuple(second) == (None, None, None, "x", None, None, [3.0], None, "Bob", "u")
    assert tuple(third) == (None, 8) + (None,) * 8
    assert frame.select("many").where("name = 'Bob'").collect() == [Row(many=[3.0])]
    assert frame.count() == 3


@pytest.mark.parametrize(
    ("options", "schema"),
    [
        ({"inferSchema": "false"}, "struct<_VALUE:string,_id:string,_k:string,age:string,b:string,d:string"),
        ({"excludeAttribute": "true"}, "struct<_VALUE:string,age:string,b:boolean,d:date,many:array<double>"),
        ({"attributePrefix": "@", "valueTag": "#v"}, "struct<#v:string,@id:bigint,@k:string,age:string,b:boolean"),
        ({"rowTag": "nope"}, "struct<>"),
    ],
)
def test_options_of_inference(spark, people, options, schema):
    frame = spark.read.options(**{"rowTag": "person", **options}).format("xml").load(people)
    assert frame.schema.simpleString().startswith(schema)


def test_given_schema_and_modes(spark, people):
    def read(schema, **options):
        return [tuple(row) for row in spark.read.schema(schema).xml(people, rowTag="person", **options).collect()]

    expected = [("Ann", 31, 7, None), ("Bob", None, None, None), (None, None, 8, None)]
    assert read("name string, age int, _id int, zz string") == expected
    assert read("name string, age int", mode="DROPMALFORMED") == [("Ann", 31), (None, None)]
    assert read("name string, age int, _corrupt_record string") == [
        ("Ann", 31, None),
        ("Bob", None, PEOPLE),
        (None, None, None),
    ]
    assert read("name string", ignoreSurroundingSpaces="false") == [("  Ann ",), ("Bob",), (None,)]
    assert read("name string", nullValue="Bob") == [("Ann",), (None,), (None,)]
    with pytest.raises(Exception, match="MALFORMED_RECORD|collectToPython"):
        read("name string, age int", mode="FAILFAST")


def test_malformed_text_ends_a_file(spark, tmp_path):
    text = "<people><person><a>1</a></person><person><a>2</b></person><person><a>3</a></person></people>"
    (tmp_path / "b.xml").write_text(text)
    frame = spark.read.xml(str(tmp_path / "b.xml"), rowTag="person")
    assert frame.schema.simpleString() == "struct<_corrupt_record:string,a:bigint>"
    assert [tuple(row) for row in frame.collect()] == [(None, 1), (text, None)]


@pytest.mark.parametrize("text", ["", "<", "<p", "<p>", "<p a='>", "</p>", "<p/><p", "<!-- <p>1</p>", "<![CDATA[<p/>"])
def test_broken_texts_are_no_crash(spark, tmp_path, text):
    (tmp_path / "b.xml").write_text(text)
    assert spark.read.schema("a int").xml(str(tmp_path / "b.xml"), rowTag="p").count() <= 2


def test_texts_in_rows(spark):
    texts = spark.createDataFrame([("<p><a>1</a></p>",), ("<p><a>2</a></p>",)], ["value"])
    assert sorted(spark.read.xml(texts, rowTag="p").collect()) == [Row(a=1), Row(a=2)]
    rdd = spark.sparkContext.parallelize(["<p><a>1</a></p>"])
    assert spark.read.xml(rdd, rowTag="p").collect() == [Row(a=1)]


def test_a_row_tag_is_needed(spark, people, tmp_path):
    for action in (
        lambda: spark.read.format("xml").load(people).schema,
        lambda: spark.range(1).write.format("xml").save(str(tmp_path / "y")),
    ):
        with pytest.raises(errors.AnalysisException) as failure:
            action()
        assert failure.value.getCondition() == "XML_ROW_TAG_MISSING"
        assert failure.value.getSqlState() == "42KDF"


def test_many_rows_and_large_batches(spark, tmp_path):
    spark.range(20_000).select("id", F.concat(F.lit("n"), "id").alias("name")).write.xml(
        str(tmp_path / "many"), rowTag="r"
    )
    read = spark.read.xml(str(tmp_path / "many"), rowTag="r")
    assert read.agg(F.count("*"), F.sum("id"), F.max(F.length("name"))).first() == (20_000, 199_990_000, 6)
    assert ON_PYSPARK or read.limit(5).count() == 5
