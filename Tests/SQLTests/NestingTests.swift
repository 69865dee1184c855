import Columnar
import Glibc
import Plans
import Testing

@testable import SQL

/// Text that is nested deeply or is very long gets an error or an answer; the process stays alive.
@Suite struct NestingTests {
    static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: [
        ("select " + repeated("(", 10_000) + "1" + repeated(")", 10_000)), ("select " + repeated("(", 10_000)),
        (repeated("select * from (", 10_000) + "select 1" + repeated(")", 10_000)),
        ("select " + repeated("not ", 10_000) + "a"), ("select " + repeated("- ", 10_000) + "a"),
        ("select " + repeated("f(", 10_000) + "1" + repeated(")", 10_000)),
        ("select " + repeated("case when a then ", 10_000) + "1" + repeated(" end", 10_000)),
        ("select " + repeated("x -> ", 10_000) + "x"), ("select a" + repeated("[1]", 10_000)),
        ("select cast(a as " + repeated("array<", 10_000) + "int" + repeated(">", 10_000) + ")"),
        ("select " + repeated("1 + ", 10_000) + "1"), ("select * from t" + repeated(" join t", 10_000)),
        (repeated("select 1 except ", 10_000) + "select 1"), (repeated("explain ", 10_000) + "select 1"),
    ])
    func refusesDeepText(text: String) throws {
        let error = #expect(throws: PyriteError.self) { try SQLParser(text).parseStatement() }
        #expect(error?.condition == "FAILED_TO_PARSE_TOO_COMPLEX")
        #expect(error?.kind == .parse)
    }

    @Test func readsManyUnions() throws {
        let plan = try SQLParser(Self.repeated("select 1 union all ", 5_000) + "select 2").parseQuery()
        guard case .setOperation(let union) = plan.withoutOrigin else { throw PyriteError.internalError("no union") }
        #expect(union.inputs.count == 5_001)
        #expect(union.isAll)
    }

    @Test func balancesLongConditions() throws {
        let text = Self.repeated("a = 1 or ", 5_000) + "b"
        #expect(Self.depth(try SQLParser(text).parseExpression()) < 20)
    }

    private static func depth(_ expression: Expression) -> Int {
        guard case .unresolvedFunction(let call) = expression, call.nameParts == ["or"] else { return 1 }
        return 1 + (call.arguments.map(depth).max() ?? 0)
    }

    @Test func allowsHundredsOfLevels() throws {
        _ = try SQLParser(Self.repeated("(", 200) + "1" + Self.repeated(")", 200)).parseExpression()
    }

    /// On a thread with the smallest usual stack the parser stops in time.
    @Test func staysWithinSmallStacks() throws {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, parseDeepText, nil)
        #expect(status == 0)
        guard status == 0 else { return }
        var result: UnsafeMutableRawPointer?
        pthread_join(thread, &result)
        #expect(result == UnsafeMutableRawPointer(bitPattern: 1))
    }
}

/// Answers 1 when the parser refused the text for its depth.
private func parseDeepText(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let text = NestingTests.repeated("f(", 900) + "1" + NestingTests.repeated(")", 900)
    do {
        _ = try SQLParser(text).parseExpression()
        return UnsafeMutableRawPointer(bitPattern: 1)
    } catch {
        let condition = (error as? PyriteError)?.condition
        return condition == "FAILED_TO_PARSE_TOO_COMPLEX" ? UnsafeMutableRawPointer(bitPattern: 1) : nil
    }
}
