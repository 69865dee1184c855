"""The command line, and PySpark's imports on Pyrite."""

from __future__ import annotations

import subprocess
import sys

import pytest
from api import ON_PYSPARK

if ON_PYSPARK:
    pytest.skip("these are not PySpark's", allow_module_level=True)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=100)


def test_a_script_that_says_pyspark_runs(session, tmp_path):
    (tmp_path / "helper.py").write_text("answer = 42\n")
    script = tmp_path / "job.py"
    script.write_text(
        "import sys\n"
        "import helper\n"
        "import pyspark\n"
        "import pyspark.sql.types as T\n"
        "from pyspark import SparkConf, SparkContext, SparkFiles, StorageLevel, TaskContext\n"
        "from pyspark.errors import AnalysisException\n"
        "from pyspark.rdd import RDD, portable_hash\n"
        "from pyspark.sql import SparkSession, functions as F\n"
        "from pyspark.sql.functions import col\n"
        "from pyspark.sql.window import Window\n"
        "from py4j.protocol import Py4JJavaError\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        "sc = spark.sparkContext\n"
        "print(sys.argv[1:], sc.master, sc.appName, spark.conf.get('spark.some.setting'), helper.answer)\n"
        "print(pyspark.__version__.split('.')[0], pyspark.version.__version__ == pyspark.__version__)\n"
        "print(sc.parallelize(['b', 'a', 'b']).countByValue()['b'], portable_hash('a') == hash('a'))\n"
        "print(spark.range(3).select(F.sum('id')).first()[0])\n"
        "try:\n"
        "    sc.parallelize([0]).map(lambda n: 1 / n).collect()\n"
        "except Py4JJavaError as error:\n"
        "    print('ZeroDivisionError' in str(error))\n"
        "try:\n"
        "    import pyspark.ml\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    done = python(
        *("-m", "pyrite", "run", "--master", "local[3]", "--name", "job", "--conf", "spark.some.setting=x y"),
        *("--driver-memory", "1g", "--py-files", str(tmp_path / "helper.py"), str(script), "first", "--second"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "['first', '--second'] local[3] job x y 42",
        "4 True",
        "2 True",
        "3",
        "True",
        "pyspark.ml is not part of Pyrite: there is no module pyrite.ml.",
    ]


def test_a_script_that_fails_shows_its_own_traceback(session, tmp_path):
    script = tmp_path / "job.py"
    script.write_text("def fail():\n    raise ValueError('no')\nfail()\n")
    done = python("-m", "pyrite", "run", str(script))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ValueError: no"
    assert "pyrite" not in done.stderr.replace(str(tmp_path), "")
    script.write_text("import sys\nsys.exit(3)\n")
    assert python("-m", "pyrite", "run", str(script)).returncode == 3
    assert python("-m", "pyrite", "run", str(tmp_path / "none.py")).returncode == 2


def test_the_real_pyspark_is_not_replaced_behind_its_back():
    code = (
        "import sys, types\n"
        "sys.modules['pyspark'] = types.ModuleType('pyspark')\n"
        "import pyrite\n"
        "try:\n"
        "    pyrite.install_as_pyspark()\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    assert "imported already" in python("-c", code).stdout


def test_modules_keep_their_names_and_are_the_same():
    code = (
        "import pyrite, importlib\n"
        "pyrite.install_as_pyspark()\n"
        "pyrite.install_as_pyspark()\n"
        "import pyspark.sql.functions, pyrite.sql.functions, pyspark.core.rdd\n"
        "print(pyspark.sql.functions is pyrite.sql.functions, pyspark.sql.functions.__spec__.name)\n"
        "print(pyspark.core.rdd.RDD is pyrite.RDD)\n"
    )
    done = python("-c", code)
    assert done.stdout.splitlines() == ["True pyrite.sql.functions", "True"], done.stderr


def test_an_application_that_was_stopped_makes_room_for_another(session):
    code = (
        "from pyrite import SparkContext\n"
        "from pyrite.sql import SparkSession\n"
        "sc = SparkContext('local[2]', 'first')\n"
        "spark = SparkSession(sc)\n"
        "sc.stop()\n"
        "print(SparkSession.getActiveSession())\n"
        "spark = SparkSession.builder.appName('second').getOrCreate()\n"
        "print(spark.range(3).count(), spark.sparkContext.appName)\n"
        "spark.sparkContext.stop()\n"
        "print(SparkContext.getOrCreate().parallelize([1, 2]).toDF('int').count())\n"
    )
    done = python("-c", code)
    assert done.stdout.splitlines() == ["None", "3 second", "2"], done.stderr
