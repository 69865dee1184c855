import Testing

@testable import SQL

/// Settings in the place of `${name}`.
@Suite struct VariableSubstitutionTests {
    @Test(arguments: [
        ("a ${b} c", "a [b] c"), ("${hivevar:b}", "[b]"), ("${nosuch:b}", "${nosuch:b}"), ("${}", "${}"),
        ("${a b}", "${a b}"),
        ("${", "${"), ("$${b}", "$[b]"), ("${ ${b}", "${ [b]"),
    ])
    func references(text: String, result: String) {
        #expect(VariableSubstitution.apply(to: text) { "[\($0)]" } == result)
    }

    @Test func manyOpeningsTakeLinearTime() {
        let text = String(repeating: "${", count: 1_000_000)
        #expect(VariableSubstitution.apply(to: text) { _ in "x" } == text)
    }

    @Test func circlesEnd() {
        let text = VariableSubstitution.apply(to: "${a}") { _ in String(repeating: "${a}", count: 1000) }
        #expect(text.utf8.count < 1 << 24)
    }
}
