import Columnar
import Plans
import Testing

@testable import SQL

@Suite struct StatementTests {
    private func statement(_ text: String) throws -> Statement { try SQLParser(text).parseStatement() }

    @Test(
        arguments: [
            ("set", nil, nil), ("SET a.b", "a.b", nil), ("set a.b = c d;", "a.b", "c d"),
            ("set `a b`=`c;`", "a b", "c;"),
            ("set time zone 'UTC'", "spark.sql.session.timeZone", "UTC"), ("set a=", "a", ""),
        ] as [(String, String?, String?)])
    func readsSettings(text: String, key: String?, value: String?) throws {
        guard case .set(let foundKey, let foundValue) = try statement(text) else {
            throw PyriteError.internalError("no SET")
        }
        #expect(foundKey == key)
        #expect(foundValue == value)
    }

    @Test func createsViews() throws {
        guard
            case .createView(let view) = try statement("create or replace global temporary view v(a, b) as select 1, 2")
        else { throw PyriteError.internalError("no view") }
        #expect(view.name == ["v"])
        #expect(view.columnNames == ["a", "b"])
        #expect(view.scope == .global)
        #expect(view.orReplace)
        guard case .dropView(let name, let ifExists) = try statement("drop view if exists a.v") else {
            throw PyriteError.internalError("no DROP")
        }
        #expect(name == ["a", "v"])
        #expect(ifExists)
    }

    @Test(arguments: [
        ("explain select 1", ExplainMode.simple), ("explain extended select 1", .extended),
        ("EXPLAIN FORMATTED WITH a AS (SELECT 1) SELECT * FROM a", .formatted), ("explain cost (select 1)", .cost),
        ("explain codegen select 1", .codegen),
    ])
    func explains(text: String, mode: ExplainMode) throws {
        guard case .explain(_, let found) = try statement(text) else { throw PyriteError.internalError("no EXPLAIN") }
        #expect(found == mode)
    }

    @Test func inserts() throws {
        guard case .insert(let insert) = try statement("insert overwrite table a.b partition (p = 1, q) (x) select 1")
        else { throw PyriteError.internalError("no INSERT") }
        #expect(insert.table == ["a", "b"])
        #expect(insert.isOverwrite)
        #expect(insert.partition.map(\.column) == ["p", "q"])
        #expect(insert.columns.map(\.nameParts) == [["x"]])
    }

    @Test func caches() throws {
        guard case .cache(let name, let plan, true) = try statement("cache lazy table t as select 1") else {
            throw PyriteError.internalError("no CACHE")
        }
        #expect(name == ["t"])
        #expect(plan != nil)
        guard case .uncache(_, let ifExists) = try statement("uncache table if exists t") else {
            throw PyriteError.internalError("no UNCACHE")
        }
        #expect(ifExists)
    }

    @Test func fillsParameters() throws {
        let parser = SQLParser(
            "select :x + ?, ?", parameters: ["x": .literal(.integer(1), .integer)],
            positional: [.literal(.integer(2), .integer), .literal(.string("s"), .string)])
        guard case .project(let project) = try parser.parseQuery().withoutOrigin else {
            throw PyriteError.internalError("no query")
        }
        #expect(project.expressions.map(\.prettySQL) == ["(1 + 2)", "s"])
    }

    @Test func saysWhereExpressionsStand() throws {
        let text = "select\n  é1 + `ä b` / 0"
        let error = #expect(throws: PyriteError.self) { try SQLParser(text).parseQuery() }
        #expect(error?.condition == "INVALID_IDENTIFIER")
        guard case .project(let project) = try SQLParser("select\n  'é', `ä b` / 0").parseQuery().withoutOrigin,
            case .unresolvedFunction(let call) = project.expressions[1], let origin = call.origin
        else { throw PyriteError.internalError("no call") }
        let context = origin.context
        #expect([context.line, context.startPosition, context.startIndex, context.stopIndex] == [2, 7, 14, 22])
        #expect(context.fragment == "`ä b` / 0")
    }
}
