import Columnar
import Testing

@testable import Connect

@Suite struct AttributeNameTests {
    @Test(arguments: [
        ("a", ["a"]),
        ("a.b.c", ["a", "b", "c"]),
        ("`a.b`", ["a.b"]),
        ("`a.b`.c", ["a.b", "c"]),
        ("t.`x``y`", ["t", "x`y"]),
        ("with space", ["with space"]),
        ("ä.日本", ["ä", "日本"]),
        ("", [""]),
    ])
    func splitsAtDotsOutsideBackticks(text: String, parts: [String]) throws {
        #expect(try parseAttributeName(text) == parts)
    }

    @Test(arguments: ["a.", ".a", "a..b", "`a", "a`b`", "`a`b", "a.`", "."])
    func rejectsWhatIsNoName(text: String) {
        let error = #expect(throws: PyriteError.self) { try parseAttributeName(text) }
        #expect(error?.condition == "INVALID_ATTRIBUTE_NAME_SYNTAX")
        #expect(error?.parameters.first?.value == text)
    }
}
