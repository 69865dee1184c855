import Testing

@testable import Functions

/// Putting Java's regular expressions into PCRE2's syntax.
@Suite struct JavaPatternTests {
    private func translated(_ pattern: String) -> String? {
        JavaPattern.translated(Array(pattern.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("abc", "abc"), ("[a-c]", "[a-c]"), ("[^a-c]", "[^a-c]"), ("[]a]", "[\\]a]"), ("\\d+", "\\d+"),
        ("\\S", "[\\S]"),
        ("[a[bc]]", "[abc]"), ("[a[^b]]", "(?:(?:[a]|[^b]))"), ("[a-z&&[^e]]", "(?:(?=(?:[^e]))[a-z])"),
        ("[^a-z&&[b]]", "(?:(?!(?=[b])[a-z])(?s:.))"), ("\\p{Lower}", "[[:lower:]]"), ("[\\P{Digit}]", "[[:^digit:]]"),
        ("\\p{InThai}", "[\\x{e00}-\\x{e7f}]"), ("\\P{InThai}", "[^\\x{e00}-\\x{e7f}]"), ("\\0101", "\\x{41}"),
        ("\\uD83D\\uDE00", "\\x{1f600}"), ("\\Qa[b\\E", "\\Qa[b\\E"), ("[\\Q]\\E]", "[\\]]"), ("(?iu)a", "(?i)a"),
        ("(?U)\\w", "(*UCP)(?)\\w"), ("(?<n>a)", "(?<n>a)"), ("a{2,3}", "a{2,3}"),
    ])
    func translation(java: String, pcre: String) {
        #expect(translated(java) == pcre)
    }

    @Test(arguments: [
        "a{", "a{x}", "a{,2}", "[a", "[a[b]", "\\", "\\08", "\\u12", "\\p{", "\\p{In}", "\\p{a b}", "[&&",
    ])
    func whatJavaRefuses(pattern: String) {
        #expect(translated(pattern) == nil)
    }

    @Test func anyTextIsTranslatedOrRefused() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "[", "]", "^", "&&", "\\", "p", "P", "{", "}", "L", "Lower", "In", "Q", "E", "0", "7", "u", "(?", "i", "U",
            "-",
            ")", ":", "é", "\u{0}", "1,", "a",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<14, using: &generator)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let pcre = JavaPattern.translated(Array(pattern.utf8)) else { continue }
            #expect(pcre.count <= 40 * (pattern.utf8.count + 1), "\(pattern)")
            _ = RegularExpression(Array(pattern.utf8))
        }
    }
}
