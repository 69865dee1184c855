import Columnar

/// LIKE, ILIKE and everything with regular expressions.
enum RegularExpressionFunctions {
    static let definitions: [FunctionDefinition] = [
        like(
            "like", ignoresCase: false, "str like pattern[ ESCAPE escape] - Whether str matches a pattern with % and _."
        ),
        like("ilike", ignoresCase: true, "str ilike pattern[ ESCAPE escape] - Like `like`, case ignored."),
        .scalar(
            "rlike", aliases: ["regexp", "regexp_like"], .predicate,
            "rlike(str, regexp) - Whether str contains a match "
                + "of the regular expression.", ["rlike('%SystemDrive%', '.*Drive.*')"], count: 2...2
        ) { call in
            let types = try call.coerced([.text])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .boolean, canFail: true) { rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "rlike")
                return try rows.mapValid(UInt8(0)) { try expressions.matcher($0).find(x[$0]) ? 1 : 0 }
            }
        },
        .scalar(
            "regexp_replace", .string,
            "regexp_replace(str, regexp, rep[, position]) - Every match replaced; $1 stands "
                + "for a group.", ["regexp_replace('100-200', '(\\\\d+)', 'num')"], since: "1.5.0", count: 3...4
        ) { call in
            let types = try call.coerced([.text, .text, .text, .int])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .string, canFail: true) { rows, _ in
                let (x, replacements) = (rows.text(0), rows.text(2))
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_replace")
                let positions = types.count > 3 ? rows.fixed(3, as: Int32.self) : nil
                return try rows.mapText { row, out in
                    let matcher = try expressions.matcher(row)
                    let bytes = x[row]
                    let start = UTF8Text.advance(bytes, 0, by: Int(positions?[row] ?? 1) - 1)
                    let isValid = replace(
                        bytes, start, matcher, expressions.groupCount, replacements[row], into: &out)
                    guard isValid else {
                        throw invalidReplacement(
                            bytes, pattern: rows.text(1)[row], replacements[row], Int(positions?[row] ?? 1))
                    }
                    return true
                }
            }
        },
        .scalar(
            "regexp_extract", .string,
            "regexp_extract(str, regexp[, idx]) - A group of the first match; empty when there "
                + "is none.", ["regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 1)"], since: "1.5.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .string, canFail: true) { rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_extract")
                let groups = types.count > 2 ? rows.fixed(2, as: Int32.self) : nil
                return try rows.slices(of: x) { row in
                    let matcher = try expressions.matcher(row)
                    let group = Int(groups?[row] ?? 1)
                    try check(group, expressions.groupCount, "regexp_extract")
                    guard matcher.find(x[row]), let range = matcher.range(group) else {
                        return UnsafeRawBufferPointer(start: nil, count: 0)
                    }
                    return UTF8Text.slice(x[row], range.lowerBound, range.upperBound)
                }
            }
        },
        .scalar(
            "regexp_extract_all", .string, "regexp_extract_all(str, regexp[, idx]) - A group of every match.",
            ["regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)', 1)"], since: "3.1.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .array(.string, containsNull: true), canFail: true) {
                rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_extract_all")
                let groups = types.count > 2 ? rows.fixed(2, as: Int32.self) : nil
                return try rows.build { row, builder in
                    let matcher = try expressions.matcher(row)
                    let group = Int(groups?[row] ?? 1)
                    try check(group, expressions.groupCount, "regexp_extract_all")
                    matcher.eachMatch(x[row]) { _ in
                        let range = matcher.range(group) ?? 0..<0
                        builder.child(0).append(bytes: UTF8Text.slice(x[row], range.lowerBound, range.upperBound))
                        return true
                    }
                    builder.closeRange()
                }
            }
        },
        .scalar(
            "regexp_count", .string, "regexp_count(str, regexp) - The number of matches.",
            ["regexp_count('Steven Jones and Stephen Smith', 'Ste(v|ph)en')"], since: "3.4.0", count: 2...2
        ) { call in
            let types = try call.coerced([.text])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .integer, canFail: true) { rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_count")
                return try rows.mapValid(Int32(0)) { row in
                    var count: Int32 = 0
                    try expressions.matcher(row).eachMatch(x[row]) { _ in
                        count &+= 1
                        return true
                    }
                    return count
                }
            }
        },
        .scalar(
            "regexp_substr", .string, "regexp_substr(str, regexp) - The first match, null when there is none.",
            ["regexp_substr('Steven Jones', 'Ste(v|ph)en')"], since: "3.4.0", count: 2...2
        ) { call in
            let types = try call.coerced([.text])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .string, nullable: .always, canFail: true) { rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_substr")
                return try rows.slices(of: x) { row in
                    let matcher = try expressions.matcher(row)
                    guard matcher.find(x[row]), let range = matcher.range(0), !range.isEmpty else { return nil }
                    return UTF8Text.slice(x[row], range.lowerBound, range.upperBound)
                }
            }
        },
        .scalar(
            "regexp_instr", .string,
            "regexp_instr(str, regexp) - Where the first match begins, counted from 1; 0 when "
                + "there is none.", ["regexp_instr('user@spark.apache.org', '@[^.]*')"], since: "3.4.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .integer, canFail: true) { rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "regexp_instr")
                return try rows.mapValid(Int32(0)) { row in
                    let matcher = try expressions.matcher(row)
                    guard matcher.find(x[row]), let range = matcher.range(0) else { return 0 }
                    let before = UTF8Text.length(UTF8Text.slice(x[row], 0, range.lowerBound))
                    return Int32(truncatingIfNeeded: before &+ 1)
                }
            }
        },
        .scalar(
            "split", .string,
            "split(str, regexp[, limit]) - The parts between matches, at most `limit` of them when it "
                + "is positive.", ["split('oneAtwoBthreeC', '[ABC]')"], since: "1.5.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int])
            let cache = RegularExpressionCache()
            return .rows(call, argumentTypes: types, result: .array(.string, containsNull: false), canFail: true) {
                rows, _ in
                let x = rows.text(0)
                var expressions = RegularExpressionInput(rows.text(1), cache, function: "split")
                let limits = types.count > 2 ? rows.fixed(2, as: Int32.self) : nil
                if let text = rows.constantText(1), let delimiter = literal(text) {
                    return delimiter.withUnsafeBytes { split(rows, x, $0, limits) }
                }
                let patterns = rows.text(1)
                return try rows.build { row, builder in
                    let matcher = try expressions.matcher(row)
                    split(
                        x[row], matcher, limit: Int(limits?[row] ?? -1), endsEmpty: !patterns[row].isEmpty,
                        builder.child(0))
                    builder.closeRange()
                }
            }
        },
    ]

    private static func like(_ name: String, ignoresCase: Bool, _ usage: String) -> FunctionDefinition {
        .scalar(name, .predicate, usage, ["'Spark' \(name) 'S%'"], count: 2...3) { call in
            let types = try call.coerced([.text])
            let escape = call.stringLiteral(2)?.utf8.first ?? 0x5C
            // A pattern known beforehand and well-formed cannot fail for any row.
            let isSound = call.stringLiteral(1).map { text in
                Array(text.utf8).withUnsafeBytes { (try? LikePattern($0, escape: escape)) != nil }
            }
            return .rows(call, argumentTypes: types, result: .boolean, canFail: !(isSound ?? false)) { rows, _ in
                var rows = rows
                if ignoresCase { rows = try lowered(rows) }
                let x = rows.text(0)
                let patterns = rows.text(1)
                if patterns.step == 0 || rows.count == 1 {
                    return try LikePattern(patterns[0], escape: escape).test(rows, x)
                }
                var last: (row: Int, pattern: LikePattern)?
                return try rows.mapValid(UInt8(0)) { row in
                    if let last, StringView.equal(patterns.view(last.row), patterns.view(row)) {
                        return last.pattern.matches(x[row]) ? 1 : 0
                    }
                    let pattern = try LikePattern(patterns[row], escape: escape)
                    last = (row, pattern)
                    return pattern.matches(x[row]) ? 1 : 0
                }
            }
        }
    }

    private static func lowered(_ rows: Rows) throws -> Rows {
        let columns = try rows.arguments.map { column in
            try evaluateRows([column], count: rows.count, type: .string) { inner in
                let x = inner.text(0)
                return inner.mapText { row, out in
                    UTF8Text.writeCase(x[row], upper: false, into: &out)
                    return true
                }
            }
        }
        return Rows(arguments: columns, count: rows.count, type: rows.type, validity: rows.validity)
    }

    private static func check(_ group: Int, _ count: Int, _ function: String) throws {
        if group >= 0 && group <= count { return }
        throw FunctionError.invalidParameter(
            function, parameter: "idx", condition: "REGEX_GROUP_INDEX",
            detail: "Expects group index between 0 and \(count), but got \(group).",
            extra: ["groupCount": "\(count)", "groupIndex": "\(group)"])
    }

    private static func invalidReplacement(
        _ source: UnsafeRawBufferPointer, pattern: UnsafeRawBufferPointer, _ replacement: UnsafeRawBufferPointer,
        _ position: Int
    ) -> PyriteError {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        return PyriteError(
            .runtime, "INVALID_REGEXP_REPLACE", sqlState: "22023",
            "Could not perform regexp_replace for source = \"\(text(source))\", pattern = \"\(text(pattern))\", replacement "
                + "= \"\(text(replacement))\" and position = \(position).",
            parameters: [
                "source": text(source), "pattern": text(pattern), "replacement": text(replacement),
                "position": "\(position)",
            ])
    }

    /// Copies `bytes` with every match from `start` on replaced. `\$` and `\\` in the replacement stand for themselves,
    /// `$1` and `${name}` for groups. False when the replacement is of no use for a match.
    private static func replace(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ matcher: RegularExpression.Matcher, _ groupCount: Int,
        _ replacement: UnsafeRawBufferPointer, into out: inout ByteWriter
    ) -> Bool {
        var copied = 0
        var position = start
        while position <= bytes.count, matcher.find(bytes, from: position), let range = matcher.range(0) {
            out.append(UTF8Text.slice(bytes, copied, range.lowerBound))
            var index = 0
            while index < replacement.count {
                let byte = replacement[index]
                if byte == 0x5C {
                    guard index + 1 < replacement.count else { return false }
                    out.append(replacement[index + 1])
                    index += 2
                } else if byte == 0x24 {
                    guard index + 1 < replacement.count else { return false }
                    if replacement[index + 1] == 0x7B {
                        let name = replacement[(index + 2)...].prefix { $0 != 0x7D }
                        guard index + 2 + name.count < replacement.count, let group = matcher.group(named: name) else {
                            return false
                        }
                        index += 3 + name.count
                        if let part = matcher.range(group) {
                            out.append(UTF8Text.slice(bytes, part.lowerBound, part.upperBound))
                        }
                        continue
                    }
                    guard replacement[index + 1] &- 0x30 <= 9 else { return false }
                    var group = Int(replacement[index + 1] &- 0x30)
                    guard group <= groupCount else { return false }
                    index += 2
                    // More digits belong to the number as long as there is such a group.
                    while index < replacement.count, replacement[index] &- 0x30 <= 9,
                        group * 10 + Int(replacement[index] &- 0x30) <= groupCount
                    {
                        group = group * 10 + Int(replacement[index] &- 0x30)
                        index += 1
                    }
                    if let part = matcher.range(group) {
                        out.append(UTF8Text.slice(bytes, part.lowerBound, part.upperBound))
                    }
                } else {
                    out.append(byte)
                    index += 1
                }
            }
            copied = range.upperBound
            position = range.upperBound
            if range.isEmpty {
                guard position < bytes.count else { break }
                position = min(position + UTF8Text.width(bytes[position]), bytes.count)
            }
        }
        out.append(UTF8Text.slice(bytes, copied, bytes.count))
        return true
    }

    /// The text that a pattern stands for when it is nothing but a text, with or without an escape; else `nil`.
    private static func literal(_ pattern: [UInt8]) -> [UInt8]? {
        let special = Array("\\^$.|?*+()[]{}".utf8)
        if pattern.count == 2, pattern[0] == 0x5C, special.contains(pattern[1]) { return [pattern[1]] }
        return pattern.isEmpty || pattern.contains(where: special.contains) ? nil : pattern
    }

    /// The parts between occurrences of a text: views of the strings they are parts of.
    private static func split(
        _ rows: Rows, _ x: TextInput, _ delimiter: UnsafeRawBufferPointer, _ limits: FixedInput<Int32>?
    ) -> Column {
        let offsets = Buffer(capacity: (rows.count &+ 1) &* 4)
        let bounds = offsets.typed(Int32.self)
        var capacity = max(rows.count &* 4, 16)
        var parts = Buffer(capacity: capacity &* 16)
        var count = 0
        bounds[0] = 0
        for row in 0..<rows.count {
            if rows.validity?[row] ?? true {
                let bytes = x[row]
                let most = limits.map { Int($0[row]) } ?? -1
                var (start, made, isDone) = (0, 1, false)
                while !isDone {
                    var end = bytes.count
                    if most > 0 && made >= most {
                        isDone = true
                    } else if let hit = UTF8Text.find(delimiter, in: bytes, from: start) {
                        end = hit
                    } else {
                        isDone = true
                    }
                    if count == capacity {
                        let larger = Buffer(capacity: capacity &* 32)
                        larger.pointer.copyMemory(from: parts.pointer, byteCount: count &* 16)
                        parts = larger
                        capacity &*= 2
                    }
                    let part = UTF8Text.slice(bytes, start, end)
                    parts.typed(StringView.self)[count] =
                        part.baseAddress.map { StringView($0, length: part.count) } ?? StringView()
                    count &+= 1
                    made &+= 1
                    start = end &+ delimiter.count
                }
            }
            bounds[row &+ 1] = Int32(truncatingIfNeeded: count)
        }
        let elements = Column(.string, count: count, layout: .view(parts, heap: x.heap))
        return Column(
            rows.type, count: rows.count, layout: .array(offsets: offsets, elements: elements), validity: rows.validity)
    }

    private static func split(
        _ bytes: UnsafeRawBufferPointer, _ matcher: RegularExpression.Matcher, limit: Int, endsEmpty: Bool,
        _ parts: ColumnBuilder
    ) {
        var start = 0
        var count = 1
        matcher.eachMatch(bytes) { range in
            if limit > 0 && count >= limit { return false }
            // A match of no characters at the very beginning makes no part, nor at the end for the empty pattern.
            if range.isEmpty && (range.lowerBound == 0 || (range.lowerBound >= bytes.count && !endsEmpty)) {
                return true
            }
            parts.append(bytes: UTF8Text.slice(bytes, start, range.lowerBound))
            start = range.upperBound
            count += 1
            return true
        }
        parts.append(bytes: UTF8Text.slice(bytes, start, bytes.count))
    }
}
