"""The 22 TPC-H queries through the DataFrame API, for any package with PySpark's names.

``QUERIES["q01"](tables, F)`` gives the DataFrame of a query: ``tables`` is called with a table's name and gives its
DataFrame, ``F`` is the package's ``sql.functions``. The answers are those of ``queries/q01.sql``, column by column.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

Tables = Callable[[str], Any]


def volume(F: Any) -> Any:
    return F.col("l_extendedprice") * (1 - F.col("l_discount"))


def q01(tables: Tables, F: Any) -> Any:
    return (
        tables("lineitem")
        .where(F.col("l_shipdate") <= date(1998, 9, 2))
        .groupBy("l_returnflag", "l_linestatus")
        .agg(
            F.sum("l_quantity").alias("sum_qty"),
            F.sum("l_extendedprice").alias("sum_base_price"),
            F.sum(volume(F)).alias("sum_disc_price"),
            F.sum(volume(F) * (1 + F.col("l_tax"))).alias("sum_charge"),
            F.avg("l_quantity").alias("avg_qty"),
            F.avg("l_extendedprice").alias("avg_price"),
            F.avg("l_discount").alias("avg_disc"),
            F.count("*").alias("count_order"),
        )
        .orderBy("l_returnflag", "l_linestatus")
    )


def q02(tables: Tables, F: Any) -> Any:
    europe = (
        tables("partsupp")
        .join(tables("supplier"), F.col("ps_suppkey") == F.col("s_suppkey"))
        .join(tables("nation"), F.col("s_nationkey") == F.col("n_nationkey"))
        .join(tables("region").where(F.col("r_name") == "EUROPE"), F.col("n_regionkey") == F.col("r_regionkey"))
    )
    cheapest = europe.groupBy(F.col("ps_partkey").alias("cheapest_part")).agg(
        F.min("ps_supplycost").alias("cheapest_cost")
    )
    return (
        tables("part")
        .where((F.col("p_size") == 15) & F.col("p_type").like("%BRASS"))
        .join(europe, F.col("p_partkey") == F.col("ps_partkey"))
        .join(
            cheapest,
            (F.col("p_partkey") == F.col("cheapest_part")) & (F.col("ps_supplycost") == F.col("cheapest_cost")),
        )
        .select("s_acctbal", "s_name", "n_name", "p_partkey", "p_mfgr", "s_address", "s_phone", "s_comment")
        .orderBy(F.desc("s_acctbal"), "n_name", "s_name", "p_partkey")
        .limit(100)
    )


def q03(tables: Tables, F: Any) -> Any:
    return (
        tables("customer")
        .where(F.col("c_mktsegment") == "BUILDING")
        .join(
            tables("orders").where(F.col("o_orderdate") < date(1995, 3, 15)), F.col("c_custkey") == F.col("o_custkey")
        )
        .join(
            tables("lineitem").where(F.col("l_shipdate") > date(1995, 3, 15)),
            F.col("l_orderkey") == F.col("o_orderkey"),
        )
        .groupBy("l_orderkey", "o_orderdate", "o_shippriority")
        .agg(F.sum(volume(F)).alias("revenue"))
        .select("l_orderkey", "revenue", "o_orderdate", "o_shippriority")
        .orderBy(F.desc("revenue"), "o_orderdate")
        .limit(10)
    )


def q04(tables: Tables, F: Any) -> Any:
    late = tables("lineitem").where(F.col("l_commitdate") < F.col("l_receiptdate"))
    return (
        tables("orders")
        .where((F.col("o_orderdate") >= date(1993, 7, 1)) & (F.col("o_orderdate") < date(1993, 10, 1)))
        .join(late, F.col("l_orderkey") == F.col("o_orderkey"), "left_semi")
        .groupBy("o_orderpriority")
        .agg(F.count("*").alias("order_count"))
        .orderBy("o_orderpriority")
    )


def q05(tables: Tables, F: Any) -> Any:
    orders = tables("orders").where(
        (F.col("o_orderdate") >= date(1994, 1, 1)) & (F.col("o_orderdate") < date(1995, 1, 1))
    )
    return (
        tables("customer")
        .join(orders, F.col("c_custkey") == F.col("o_custkey"))
        .join(tables("lineitem"), F.col("l_orderkey") == F.col("o_orderkey"))
        .join(
            tables("supplier"),
            (F.col("l_suppkey") == F.col("s_suppkey")) & (F.col("c_nationkey") == F.col("s_nationkey")),
        )
        .join(tables("nation"), F.col("s_nationkey") == F.col("n_nationkey"))
        .join(tables("region").where(F.col("r_name") == "ASIA"), F.col("n_regionkey") == F.col("r_regionkey"))
        .groupBy("n_name")
        .agg(F.sum(volume(F)).alias("revenue"))
        .orderBy(F.desc("revenue"))
    )


def q06(tables: Tables, F: Any) -> Any:
    return (
        tables("lineitem")
        .where((F.col("l_shipdate") >= date(1994, 1, 1)) & (F.col("l_shipdate") < date(1995, 1, 1)))
        .where(F.col("l_discount").between(F.lit("0.05").cast("decimal(3,2)"), F.lit("0.07").cast("decimal(3,2)")))
        .where(F.col("l_quantity") < 24)
        .agg(F.sum(F.col("l_extendedprice") * F.col("l_discount")).alias("revenue"))
    )


def q07(tables: Tables, F: Any) -> Any:
    suppliers = tables("nation").select(F.col("n_nationkey").alias("supp_key"), F.col("n_name").alias("supp_nation"))
    customers = tables("nation").select(F.col("n_nationkey").alias("cust_key"), F.col("n_name").alias("cust_nation"))
    france_to_germany = (F.col("supp_nation") == "FRANCE") & (F.col("cust_nation") == "GERMANY")
    germany_to_france = (F.col("supp_nation") == "GERMANY") & (F.col("cust_nation") == "FRANCE")
    return (
        tables("supplier")
        .join(tables("lineitem"), F.col("s_suppkey") == F.col("l_suppkey"))
        .join(tables("orders"), F.col("o_orderkey") == F.col("l_orderkey"))
        .join(tables("customer"), F.col("c_custkey") == F.col("o_custkey"))
        .join(suppliers, F.col("s_nationkey") == F.col("supp_key"))
        .join(customers, F.col("c_nationkey") == F.col("cust_key"))
        .where(france_to_germany | germany_to_france)
        .where(F.col("l_shipdate").between(date(1995, 1, 1), date(1996, 12, 31)))
        .groupBy("supp_nation", "cust_nation", F.year("l_shipdate").alias("l_year"))
        .agg(F.sum(volume(F)).alias("revenue"))
        .orderBy("supp_nation", "cust_nation", "l_year")
    )


def q08(tables: Tables, F: Any) -> Any:
    customers = tables("nation").select(F.col("n_nationkey").alias("cust_key"), "n_regionkey")
    suppliers = tables("nation").select(F.col("n_nationkey").alias("supp_key"), F.col("n_name").alias("nation"))
    return (
        tables("part")
        .where(F.col("p_type") == "ECONOMY ANODIZED STEEL")
        .join(tables("lineitem"), F.col("p_partkey") == F.col("l_partkey"))
        .join(tables("supplier"), F.col("s_suppkey") == F.col("l_suppkey"))
        .join(tables("orders"), F.col("l_orderkey") == F.col("o_orderkey"))
        .where(F.col("o_orderdate").between(date(1995, 1, 1), date(1996, 12, 31)))
        .join(tables("customer"), F.col("o_custkey") == F.col("c_custkey"))
        .join(customers, F.col("c_nationkey") == F.col("cust_key"))
        .join(tables("region").where(F.col("r_name") == "AMERICA"), F.col("n_regionkey") == F.col("r_regionkey"))
        .join(suppliers, F.col("s_nationkey") == F.col("supp_key"))
        .groupBy(F.year("o_orderdate").alias("o_year"))
        .agg((F.sum(F.when(F.col("nation") == "BRAZIL", volume(F)).otherwise(0)) / F.sum(volume(F))).alias("mkt_share"))
        .orderBy("o_year")
    )


def q09(tables: Tables, F: Any) -> Any:
    amount = volume(F) - F.col("ps_supplycost") * F.col("l_quantity")
    return (
        tables("part")
        .where(F.col("p_name").like("%green%"))
        .join(tables("lineitem"), F.col("p_partkey") == F.col("l_partkey"))
        .join(tables("supplier"), F.col("s_suppkey") == F.col("l_suppkey"))
        .join(
            tables("partsupp"),
            (F.col("ps_suppkey") == F.col("l_suppkey")) & (F.col("ps_partkey") == F.col("l_partkey")),
        )
        .join(tables("orders"), F.col("o_orderkey") == F.col("l_orderkey"))
        .join(tables("nation"), F.col("s_nationkey") == F.col("n_nationkey"))
        .select(F.col("n_name").alias("nation"), F.year("o_orderdate").alias("o_year"), amount.alias("amount"))
        .groupBy("nation", "o_year")
        .agg(F.sum("amount").alias("sum_profit"))
        .orderBy("nation", F.desc("o_year"))
    )


def q10(tables: Tables, F: Any) -> Any:
    orders = tables("orders").where(
        (F.col("o_orderdate") >= date(1993, 10, 1)) & (F.col("o_orderdate") < date(1994, 1, 1))
    )
    return (
        tables("customer")
        .join(orders, F.col("c_custkey") == F.col("o_custkey"))
        .join(tables("lineitem").where(F.col("l_returnflag") == "R"), F.col("l_orderkey") == F.col("o_orderkey"))
        .join(tables("nation"), F.col("c_nationkey") == F.col("n_nationkey"))
        .groupBy("c_custkey", "c_name", "c_acctbal", "c_phone", "n_name", "c_address", "c_comment")
        .agg(F.sum(volume(F)).alias("revenue"))
        .select("c_custkey", "c_name", "revenue", "c_acctbal", "n_name", "c_address", "c_phone", "c_comment")
        .orderBy(F.desc("revenue"))
        .limit(20)
    )


def q11(tables: Tables, F: Any) -> Any:
    stock = (
        tables("partsupp")
        .join(tables("supplier"), F.col("ps_suppkey") == F.col("s_suppkey"))
        .join(tables("nation").where(F.col("n_name") == "GERMANY"), F.col("s_nationkey") == F.col("n_nationkey"))
    )
    value = F.sum(F.col("ps_supplycost") * F.col("ps_availqty"))
    least = stock.agg((value * F.lit("0.0001").cast("decimal(4,4)")).alias("least"))
    return (
        stock.groupBy("ps_partkey")
        .agg(value.alias("value"))
        .crossJoin(least)
        .where(F.col("value") > F.col("least"))
        .select("ps_partkey", "value")
        .orderBy(F.desc("value"))
    )


def q12(tables: Tables, F: Any) -> Any:
    urgent = F.col("o_orderpriority").isin("1-URGENT", "2-HIGH")
    return (
        tables("orders")
        .join(tables("lineitem"), F.col("o_orderkey") == F.col("l_orderkey"))
        .where(F.col("l_shipmode").isin("MAIL", "SHIP"))
        .where((F.col("l_commitdate") < F.col("l_receiptdate")) & (F.col("l_shipdate") < F.col("l_commitdate")))
        .where((F.col("l_receiptdate") >= date(1994, 1, 1)) & (F.col("l_receiptdate") < date(1995, 1, 1)))
        .groupBy("l_shipmode")
        .agg(
            F.sum(F.when(urgent, 1).otherwise(0)).alias("high_line_count"),
            F.sum(F.when(~urgent, 1).otherwise(0)).alias("low_line_count"),
        )
        .orderBy("l_shipmode")
    )


def q13(tables: Tables, F: Any) -> Any:
    return (
        tables("customer")
        .join(
            tables("orders"),
            (F.col("c_custkey") == F.col("o_custkey")) & ~F.col("o_comment").like("%special%requests%"),
            "left",
        )
        .groupBy("c_custkey")
        .agg(F.count("o_orderkey").alias("c_count"))
        .groupBy("c_count")
        .agg(F.count("*").alias("custdist"))
        .orderBy(F.desc("custdist"), F.desc("c_count"))
    )


def q14(tables: Tables, F: Any) -> Any:
    promotion = F.sum(F.when(F.col("p_type").like("PROMO%"), volume(F)).otherwise(0))
    return (
        tables("lineitem")
        .where((F.col("l_shipdate") >= date(1995, 9, 1)) & (F.col("l_shipdate") < date(1995, 10, 1)))
        .join(tables("part"), F.col("l_partkey") == F.col("p_partkey"))
        .agg((F.lit("100.00").cast("decimal(5,2)") * promotion / F.sum(volume(F))).alias("promo_revenue"))
    )


def q15(tables: Tables, F: Any) -> Any:
    revenue = (
        tables("lineitem")
        .where((F.col("l_shipdate") >= date(1996, 1, 1)) & (F.col("l_shipdate") < date(1996, 4, 1)))
        .groupBy(F.col("l_suppkey").alias("supplier_no"))
        .agg(F.sum(volume(F)).alias("total_revenue"))
    )
    highest = revenue.agg(F.max("total_revenue").alias("highest"))
    return (
        tables("supplier")
        .join(revenue, F.col("s_suppkey") == F.col("supplier_no"))
        .join(highest, F.col("total_revenue") == F.col("highest"))
        .select("s_suppkey", "s_name", "s_address", "s_phone", "total_revenue")
        .orderBy("s_suppkey")
    )


def q16(tables: Tables, F: Any) -> Any:
    complained = tables("supplier").where(F.col("s_comment").like("%Customer%Complaints%"))
    return (
        tables("partsupp")
        .join(tables("part"), F.col("p_partkey") == F.col("ps_partkey"))
        .where((F.col("p_brand") != "Brand#45") & ~F.col("p_type").like("MEDIUM POLISHED%"))
        .where(F.col("p_size").isin(49, 14, 23, 45, 19, 3, 36, 9))
        .join(complained, F.col("ps_suppkey") == F.col("s_suppkey"), "left_anti")
        .groupBy("p_brand", "p_type", "p_size")
        .agg(F.countDistinct("ps_suppkey").alias("supplier_cnt"))
        .orderBy(F.desc("supplier_cnt"), "p_brand", "p_type", "p_size")
    )


def q17(tables: Tables, F: Any) -> Any:
    usual = (
        tables("lineitem")
        .groupBy(F.col("l_partkey").alias("usual_part"))
        .agg((F.lit("0.2").cast("decimal(1,1)") * F.avg("l_quantity")).alias("small"))
    )
    return (
        tables("lineitem")
        .join(tables("part"), F.col("p_partkey") == F.col("l_partkey"))
        .where((F.col("p_brand") == "Brand#23") & (F.col("p_container") == "MED BOX"))
        .join(usual, F.col("p_partkey") == F.col("usual_part"))
        .where(F.col("l_quantity") < F.col("small"))
        .agg((F.sum("l_extendedprice") / F.lit("7.0").cast("decimal(2,1)")).alias("avg_yearly"))
    )


def q18(tables: Tables, F: Any) -> Any:
    large = (
        tables("lineitem")
        .groupBy(F.col("l_orderkey").alias("large_order"))
        .agg(F.sum("l_quantity").alias("quantity"))
        .where(F.col("quantity") > 300)
    )
    return (
        tables("customer")
        .join(tables("orders"), F.col("c_custkey") == F.col("o_custkey"))
        .join(large, F.col("o_orderkey") == F.col("large_order"), "left_semi")
        .join(tables("lineitem"), F.col("o_orderkey") == F.col("l_orderkey"))
        .groupBy("c_name", "c_custkey", "o_orderkey", "o_orderdate", "o_totalprice")
        .agg(F.sum("l_quantity").alias("sum_qty"))
        .orderBy(F.desc("o_totalprice"), "o_orderdate")
        .limit(100)
    )


def q19(tables: Tables, F: Any) -> Any:
    def bundle(brand: str, containers: list[str], quantity: int, size: int) -> Any:
        return (
            (F.col("p_brand") == brand)
            & F.col("p_container").isin(containers)
            & F.col("l_quantity").between(quantity, quantity + 10)
            & F.col("p_size").between(1, size)
        )

    small = bundle("Brand#12", ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], 1, 5)
    medium = bundle("Brand#23", ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], 10, 10)
    large = bundle("Brand#34", ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], 20, 15)
    return (
        tables("lineitem")
        .join(tables("part"), F.col("p_partkey") == F.col("l_partkey"))
        .where(F.col("l_shipmode").isin("AIR", "AIR REG") & (F.col("l_shipinstruct") == "DELIVER IN PERSON"))
        .where(small | medium | large)
        .agg(F.sum(volume(F)).alias("revenue"))
    )


def q20(tables: Tables, F: Any) -> Any:
    shipped = (
        tables("lineitem")
        .where((F.col("l_shipdate") >= date(1994, 1, 1)) & (F.col("l_shipdate") < date(1995, 1, 1)))
        .groupBy("l_partkey", "l_suppkey")
        .agg((F.lit("0.5").cast("decimal(1,1)") * F.sum("l_quantity")).alias("half"))
    )
    excess = (
        tables("partsupp")
        .join(
            tables("part").where(F.col("p_name").like("forest%")),
            F.col("ps_partkey") == F.col("p_partkey"),
            "left_semi",
        )
        .join(shipped, (F.col("l_partkey") == F.col("ps_partkey")) & (F.col("l_suppkey") == F.col("ps_suppkey")))
        .where(F.col("ps_availqty") > F.col("half"))
    )
    return (
        tables("supplier")
        .join(excess, F.col("s_suppkey") == F.col("ps_suppkey"), "left_semi")
        .join(tables("nation").where(F.col("n_name") == "CANADA"), F.col("s_nationkey") == F.col("n_nationkey"))
        .select("s_name", "s_address")
        .orderBy("s_name")
    )


def q21(tables: Tables, F: Any) -> Any:
    lines = tables("lineitem")
    others = lines.select(F.col("l_orderkey").alias("other_order"), F.col("l_suppkey").alias("other_supplier"))
    is_late = F.col("l_receiptdate") > F.col("l_commitdate")
    late = lines.where(is_late).select(
        F.col("l_orderkey").alias("late_order"), F.col("l_suppkey").alias("late_supplier")
    )
    return (
        tables("supplier")
        .join(lines.where(is_late), F.col("s_suppkey") == F.col("l_suppkey"))
        .join(tables("orders").where(F.col("o_orderstatus") == "F"), F.col("o_orderkey") == F.col("l_orderkey"))
        .join(tables("nation").where(F.col("n_name") == "SAUDI ARABIA"), F.col("s_nationkey") == F.col("n_nationkey"))
        .join(
            others,
            (F.col("other_order") == F.col("l_orderkey")) & (F.col("other_supplier") != F.col("l_suppkey")),
            "left_semi",
        )
        .join(
            late,
            (F.col("late_order") == F.col("l_orderkey")) & (F.col("late_supplier") != F.col("l_suppkey")),
            "left_anti",
        )
        .groupBy("s_name")
        .agg(F.count("*").alias("numwait"))
        .orderBy(F.desc("numwait"), "s_name")
        .limit(100)
    )


def q22(tables: Tables, F: Any) -> Any:
    code = F.substring("c_phone", 1, 2)
    customers = tables("customer").where(code.isin("13", "31", "23", "29", "30", "18", "17"))
    usual = customers.where(F.col("c_acctbal") > 0).agg(F.avg("c_acctbal").alias("usual"))
    return (
        customers.crossJoin(usual)
        .where(F.col("c_acctbal") > F.col("usual"))
        .join(tables("orders"), F.col("o_custkey") == F.col("c_custkey"), "left_anti")
        .groupBy(code.alias("cntrycode"))
        .agg(F.count("*").alias("numcust"), F.sum("c_acctbal").alias("totacctbal"))
        .orderBy("cntrycode")
    )


QUERIES: dict[str, Callable[[Tables, Any], Any]] = {
    name: value for name, value in sorted(globals().items()) if len(name) == 3 and name[0] == "q" and name[1:].isdigit()
}
