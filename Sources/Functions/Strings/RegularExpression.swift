import CPCRE2
import Columnar
import Synchronization

/// A regular expression of Java, compiled by PCRE2 with its just-in-time compiler.
final class RegularExpression: @unchecked Sendable {
    // The compiled code is not changed after `init`, and PCRE2 lets threads share it.
    private let code: OpaquePointer
    let groupCount: Int

    /// `nil` when the pattern is malformed.
    init?(_ pattern: [UInt8]) {
        var errorCode: Int32 = 0
        var errorOffset = 0
        let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF)
        guard let translated = JavaPattern.translated(pattern) else { return nil }
        let compiled = translated.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var empty: UInt8 = 0
            return withUnsafePointer(to: &empty) { placeholder in
                pcre2_compile_8(bytes.baseAddress ?? placeholder, bytes.count, options, &errorCode, &errorOffset, nil)
            }
        }
        guard let compiled else { return nil }
        code = compiled
        pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        var groups: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
        groupCount = Int(groups)
    }

    deinit { pcre2_code_free_8(code) }

    /// The number of a group by its name; `nil` when there is none of it.
    func group(named name: some Sequence<UInt8>) -> Int? {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        let number = text.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: UInt8.self) { pcre2_substring_number_from_name_8(code, $0.baseAddress) }
        }
        return number > 0 ? Int(number) : nil
    }

    /// Room for one thread's matches.
    final class Matcher {
        private let expression: RegularExpression
        private let data: OpaquePointer?

        init(_ expression: RegularExpression) {
            self.expression = expression
            data = pcre2_match_data_create_from_pattern_8(expression.code, nil)
        }

        deinit { pcre2_match_data_free_8(data) }

        /// Whether the expression is found at or after `start`; then ``range(_:)`` tells where.
        func find(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Bool {
            guard let data, start <= bytes.count else { return false }
            guard let base = bytes.baseAddress else {
                var empty: UInt8 = 0
                return withUnsafePointer(to: &empty) { pcre2_match_8(expression.code, $0, 0, 0, 0, data, nil) >= 0 }
            }
            return pcre2_match_8(
                expression.code, base.assumingMemoryBound(to: UInt8.self), bytes.count, start, 0, data, nil) >= 0
        }

        /// The number of a group by its name; `nil` when there is none of it.
        func group(named name: some Sequence<UInt8>) -> Int? { expression.group(named: name) }

        /// Where a group of the last match lies; `nil` when it took no part. Group 0 is the match.
        func range(_ group: Int) -> Range<Int>? {
            guard let data, group <= expression.groupCount, let offsets = pcre2_get_ovector_pointer_8(data) else {
                return nil
            }
            let (start, end) = (offsets[group * 2], offsets[group * 2 + 1])
            guard start != Int.max, start >= 0, end >= start else { return nil }
            return Int(start)..<Int(end)
        }

        /// Calls `body` for each match in turn, until it gives false.
        func eachMatch(_ bytes: UnsafeRawBufferPointer, _ body: (Range<Int>) throws -> Bool) rethrows {
            var position = 0
            while position <= bytes.count, find(bytes, from: position), let range = range(0) {
                guard try body(range) else { return }
                if range.isEmpty {
                    guard range.upperBound < bytes.count else { return }
                    position = min(
                        range.upperBound + UTF8Text.width(bytes[range.upperBound]), bytes.count)
                } else {
                    position = range.upperBound
                }
            }
        }
    }
}

/// Compiled expressions by pattern, shared by all batches of a query.
final class RegularExpressionCache: Sendable {
    private let compiled = Mutex<[[UInt8]: RegularExpression]>([:])

    func expression(_ pattern: UnsafeRawBufferPointer, function: String) throws -> RegularExpression {
        let key = Array(pattern)
        if let known = compiled.withLock({ $0[key] }) { return known }
        guard let fresh = RegularExpression(key) else {
            let text = String(decoding: key, as: UTF8.self)
            throw FunctionError.invalidParameter(
                function, parameter: "regexp", condition: "PATTERN", detail: "'\(text)'.",
                extra: ["value": "'\(text)'"])
        }
        compiled.withLock { expressions in
            // Patterns that come from data must not pile up.
            if expressions.count >= 1024 { expressions.removeAll() }
            expressions[key] = fresh
        }
        return fresh
    }
}

/// The expressions of an argument by row, compiled when they change.
struct RegularExpressionInput {
    private let texts: TextInput
    private let cache: RegularExpressionCache
    private let function: String
    private var last: (row: Int, matcher: RegularExpression.Matcher, groups: Int)?

    init(_ texts: TextInput, _ cache: RegularExpressionCache, function: String) {
        self.texts = texts
        self.cache = cache
        self.function = function
    }

    private(set) var groupCount = 0

    @inline(__always) mutating func matcher(_ row: Int) throws -> RegularExpression.Matcher {
        if let last, texts.step == 0 || StringView.equal(texts.view(last.row), texts.view(row)) {
            return last.matcher
        }
        let expression = try cache.expression(texts[row], function: function)
        let matcher = RegularExpression.Matcher(expression)
        groupCount = expression.groupCount
        last = (row, matcher, expression.groupCount)
        return matcher
    }
}
