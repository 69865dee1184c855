import Columnar
import Testing

@testable import SQL

/// Where Spark 4.3 sees the error in text that it does not accept, and what it says there.
@Suite struct SyntaxErrorTests {
    @Test(arguments: recorded.split(separator: "\n").map(String.init))
    func placesErrorAsSpark(line: String) throws {
        let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
        let error = #expect(throws: PyriteError.self) { try SQLParser(parts[0]).parseStatement() }
        let description = error?.description ?? ""
        let prefix = "[PARSE_SYNTAX_ERROR] Syntax error at or near "
        #expect(description.hasPrefix(prefix))
        let first = description.dropFirst(prefix.count).prefix { $0 != "\n" }
        #expect(first.replacing(" SQLSTATE: 42601", with: "") == parts[1])
    }

    @Test func marksTheLine() throws {
        let error = #expect(throws: PyriteError.self) {
            try SQLParser("SELECT a,\n  b c d\nFROM t").parseStatement()
        }
        #expect(
            error?.description == """
                [PARSE_SYNTAX_ERROR] Syntax error at or near 'd'. SQLSTATE: 42601 (line 2, pos 6)

                == SQL ==
                SELECT a,
                  b c d
                ------^^^
                FROM t

                """)
        #expect(error?.kind == .parse)
        #expect(error?.sqlState == "42601")
        #expect(error?.parameters.first { $0.name == "error" }?.value == "'d'")
    }

    @Test(arguments: [
        ("select 128Y", "INVALID_NUMERIC_LITERAL_RANGE"), ("select 1e400", "INVALID_NUMERIC_LITERAL_RANGE"),
        ("select 123456789012345678901234567890123456789", "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"),
        ("select date 'abc'", "INVALID_TYPED_LITERAL"), ("select x'GG'", "INVALID_TYPED_LITERAL"),
        ("select foo 'abc'", "UNSUPPORTED_TYPED_LITERAL"), ("select interval '1'", "INVALID_TYPED_LITERAL"),
        ("select a in ()", "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE"), ("select 1 /* x", "UNCLOSED_BRACKETED_COMMENT"),
        ("select a like 'b' escape 'cc'", "INVALID_ESC"), ("select \u{e9}", "INVALID_IDENTIFIER"),
        ("with a as (select 1), a as (select 2) select 3", "DUPLICATED_CTE_NAMES"),
        ("values (1, 2), (3)", "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH"),
        ("select cast(a as foo)", "UNSUPPORTED_DATATYPE"),
        ("select cast(a as decimal(10, 11))", "DECIMAL_SCALE_EXCEEDS_PRECISION"),
        ("select cast(a as varchar)", "DATATYPE_MISSING_SIZE"),
        ("select sum(a) over w", "MISSING_WINDOW_SPECIFICATION"),
        ("select :a", "UNBOUND_SQL_PARAMETER"), ("set a b", "INVALID_SET_SYNTAX"),
        ("select dateadd('day', 1, a)", "INVALID_PARAMETER_VALUE.DATETIME_UNIT"),
    ])
    func namesCondition(text: String, condition: String) throws {
        let error = #expect(throws: PyriteError.self) { try SQLParser(text).parseStatement() }
        #expect(error?.condition == condition)
    }

    @Test func marksThePart() throws {
        let error = #expect(throws: PyriteError.self) { try SQLParser("select a,\n date 'abc'").parseStatement() }
        #expect(
            error?.description == """
                [INVALID_TYPED_LITERAL] The value of the typed literal "DATE" is invalid: 'abc'. SQLSTATE: 42604
                == SQL (line 2, position 2) ==
                 date 'abc'
                 ^^^^^^^^^^

                """)
        #expect(error?.context?.fragment == "date 'abc'")
        #expect(error?.context?.startIndex == 11)
    }
}

/// Statement, tab, what stands near and where.
private let recorded = #"""
    select	end of input. (line 1, pos 6)
    select a frm t	't': extra input 't'. (line 1, pos 13)
    select a from t t2 t3	't3': extra input 't3'. (line 1, pos 19)
    select a from t limit 10 20	'20': extra input '20'. (line 1, pos 25)
    select (a from t	'from'. (line 1, pos 10)
    select a) from t	')'. (line 1, pos 8)
    select a from t where a >	end of input. (line 1, pos 25)
    select a from t where > a	'>'. (line 1, pos 22)
    select a b c from t	'c'. (line 1, pos 11)
    select cast(a as) from t	')'. (line 1, pos 16)
    select cast(a int) from t	'int': extra input 'int'. (line 1, pos 14)
    select cast(a as array<>) from t	'<>'. (line 1, pos 22)
    select a from t join	end of input. (line 1, pos 20)
    select a from t join u on	end of input. (line 1, pos 25)
    select a from t left u	'u'. (line 1, pos 21)
    select a from t cross u	'u': missing 'JOIN'. (line 1, pos 22)
    select a from (select b from t	end of input: missing ')'. (line 1, pos 30)
    select 'abc	'''. (line 1, pos 7)
    select "abc	'"'. (line 1, pos 7)
    select `abc	'`'. (line 1, pos 7)
    select a from t where a = 'x	'''. (line 1, pos 26)
    select a /* b */ c */	'*/': extra input '*/'. (line 1, pos 19)
    select a # b	'#'. (line 1, pos 9)
    select $a	'$'. (line 1, pos 7)
    select a from t; select b	'select': extra input 'select'. (line 1, pos 17)
    ;	';'. (line 1, pos 0)
    -- only comment	end of input. (line 1, pos 15)
    foo	'foo'. (line 1, pos 0)
    selec a from t	'selec'. (line 1, pos 0)
    SELECT a FROMM t WHERE x = 1	't'. (line 1, pos 15)
    select a..b	'.'. (line 1, pos 9)
    select .a	'.'. (line 1, pos 7)
    select interval 1	end of input. (line 1, pos 17)
    select interval 1 foo	'foo'. (line 1, pos 18)
    select count(*) filter (a > 1)	'('. (line 1, pos 23)
    select sum(a) over (order by a rows)	')'. (line 1, pos 35)
    select sum(a) over (order by a rows between 1)	')'. (line 1, pos 45)
    select a from t lateral view explode(b)	end of input. (line 1, pos 39)
    select a from t union	end of input. (line 1, pos 21)
    select a from t union all all select b from u	'all'. (line 1, pos 26)
    select a from t where a is	'is': extra input 'is'. (line 1, pos 24)
    select a from t where a is not	end of input. (line 1, pos 30)
    select a from t where a is nul	'is'. (line 1, pos 24)
    select a from t where a between 1	end of input. (line 1, pos 33)
    select a from t where a between 1 or 2	'or': missing 'AND'. (line 1, pos 34)
    select a from t where a like	'like': extra input 'like'. (line 1, pos 24)
    select a from t where a not b	'not'. (line 1, pos 24)
    with a as select 1 select 2	'select'. (line 1, pos 10)
    with a as (select 1), select 2	'2'. (line 1, pos 29)
    values	end of input. (line 1, pos 6)
    create view	end of input. (line 1, pos 11)
    create temp view v	end of input. (line 1, pos 18)
    drop view	end of input. (line 1, pos 9)
    insert t values (1)	't'. (line 1, pos 7)
    explain	end of input. (line 1, pos 7)
    explain foo select 1	'foo'. (line 1, pos 8)
    show foo	end of input: missing 'FUNCTIONS'. (line 1, pos 8)
    select a from t natural join u on a = b	'on'. (line 1, pos 31)
    select a from t join u using a	'a': missing '('. (line 1, pos 29)
    select a from t cluster by a order by b	'order'. (line 1, pos 29)
    select a from t offset 1 limit 2	'limit'. (line 1, pos 25)
    select top 1 a from t	'1'. (line 1, pos 11)
    select /*+ */ a from t	'*/'. (line 1, pos 11)
    select a from t order by a union select b from u	'union'. (line 1, pos 27)
    select a from t where a = 1 and	'and': extra input 'and'. (line 1, pos 28)
    select a from t where and a = 1	'a'. (line 1, pos 26)
    select a, b,, c from t	','. (line 1, pos 12)
    select , a from t	','. (line 1, pos 7)
    select a from t,, u	','. (line 1, pos 16)
    select f( from t	't'. (line 1, pos 15)
    select f(a,) from t	')'. (line 1, pos 11)
    select f(,a) from t	','. (line 1, pos 9)
    select f(a b) from t	'b': extra input 'b'. (line 1, pos 11)
    select a from t where (a = 1	end of input. (line 1, pos 28)
    select a from t where a = 1)	')': extra input ')'. (line 1, pos 27)
    select a from t where ((a = 1) and (b = 2)	end of input. (line 1, pos 42)
    select a is null is null	'null': extra input 'null'. (line 1, pos 20)
    select a between 1 and 2 between 3 and 4	'3'. (line 1, pos 33)
    select a in (1) in (2)	'('. (line 1, pos 19)
    select a like 'b' like 'c'	''c'': extra input ''c''. (line 1, pos 23)
    select a ! b	'!'. (line 1, pos 9)
    select a && b	'&'. (line 1, pos 10)
    select a === b	'='. (line 1, pos 11)
    select a => b	'=>'. (line 1, pos 9)
    select @a	'@'. (line 1, pos 7)
    select {a}	'{'. (line 1, pos 7)
    select [1,2]	'['. (line 1, pos 7)
    select 1 from dual where a = = 1	'='. (line 1, pos 29)
    select a from t where x = 1 order b	'order'. (line 1, pos 28)
    select a from t group a	'a': extra input 'a'. (line 1, pos 22)
    select a from t inner	end of input. (line 1, pos 21)
    select extract(year dt)	'dt': extra input 'dt'. (line 1, pos 20)
    select trim(both from)	')'. (line 1, pos 21)
    select substring(a from)	')'. (line 1, pos 23)
    select overlay(a placing b)	')'. (line 1, pos 26)
    select cast(a as map<int>)	'<': missing ')'. (line 1, pos 20)
    select cast(a as interval day to foo)	'to': missing ')'. (line 1, pos 30)
    select cast(a as interval second to day)	'to': missing ')'. (line 1, pos 33)
    select safe_cast(a as int)	'as'. (line 1, pos 19)
    """#
