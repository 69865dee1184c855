import Columnar
import Plans
import SQL

/// The column of this name; dots separate a qualifier or a field of a struct.
public func col(_ name: String) -> Column {
    if name == "*" { return Column(.unresolvedStar(target: nil, planID: nil)) }
    return Column(.unresolvedAttribute(UnresolvedAttribute(name.split(separator: ".").map(String.init))))
}

/// A constant. Integers that fit are of SQL's type int, others bigint.
public func lit(_ value: Int) -> Column {
    Column(.literal(.integer(Int64(value)), Int32(exactly: value) == nil ? .long : .integer))
}
public func lit(_ value: Double) -> Column { Column(.literal(.double(value), .double)) }
public func lit(_ value: String) -> Column { Column(.literal(.string(value), .string)) }
public func lit(_ value: Bool) -> Column { Column(.literal(.boolean(value), .boolean)) }

/// An expression written in SQL. Throws when the text is none.
public func expr(_ sql: String) throws -> Column { Column(try SQLParser(sql).parseExpression()) }

/// Any built-in function by its SQL name; whether it exists is known when the DataFrame is analyzed.
public func function(_ name: String, _ arguments: Column...) -> Column { .call(name, arguments) }

public func count() -> Column { .call("count", [lit(1)]).alias("count") }
public func count(_ column: Column) -> Column { .call("count", [column]) }
public func countDistinct(_ column: Column) -> Column { .call("count", [column], isDistinct: true) }
public func sum(_ column: Column) -> Column { .call("sum", [column]) }
public func avg(_ column: Column) -> Column { .call("avg", [column]) }
public func min(_ column: Column) -> Column { .call("min", [column]) }
public func max(_ column: Column) -> Column { .call("max", [column]) }
public func first(_ column: Column) -> Column { .call("first", [column]) }

public func upper(_ column: Column) -> Column { .call("upper", [column]) }
public func lower(_ column: Column) -> Column { .call("lower", [column]) }
public func length(_ column: Column) -> Column { .call("length", [column]) }
public func concat(_ columns: Column...) -> Column { .call("concat", columns) }
public func coalesce(_ columns: Column...) -> Column { .call("coalesce", columns) }
public func round(_ column: Column, _ scale: Int = 0) -> Column { .call("round", [column, lit(scale)]) }
public func year(_ column: Column) -> Column { .call("year", [column]) }
public func month(_ column: Column) -> Column { .call("month", [column]) }
public func dateTrunc(_ unit: String, _ column: Column) -> Column { .call("date_trunc", [lit(unit), column]) }

func sqlType(_ text: String) throws -> DataType { try SQLParser(text).parseDataType() }
