import Columnar

/// Positions, tests, splitting and joining.
enum StringSearchFunctions {
    static let definitions: [FunctionDefinition] = [
        test("contains", "contains(a, b) - Whether a holds b.", .inside),
        test("startswith", "startswith(a, b) - Whether a begins with b.", .start),
        test("endswith", "endswith(a, b) - Whether a ends with b.", .end),
        .rows(
            "instr", .string,
            "instr(str, substr[, pos[, n]]) - Where the nth substr at or after pos begins, counted from 1; "
                + "0 when there is none. A negative pos searches backwards.", ["instr('SparkSQL', 'SQL')"],
            since: "1.5.0",
            parameters: [.text, .text, .int, .int], optional: 2, result: .integer
        ) { rows, _ in
            let (x, y) = (rows.text(0), rows.text(1))
            guard rows.arguments.count > 2 else {
                return rows.map { row -> Int32 in position(y[row], in: x[row], from: 1) }
            }
            let starts = rows.fixed(2, as: Int32.self)
            let turns = rows.arguments.count > 3 ? rows.fixed(3, as: Int32.self) : nil
            return rows.mapValid(Int32(0)) { row in
                occurrence(y[row], in: x[row], from: Int(starts[row]), turn: Int(turns?[row] ?? 1))
            }
        },
        .scalar(
            "locate", aliases: ["position"], .string,
            "locate(substr, str[, pos]) - Where substr begins at or after pos.",
            ["locate('bar', 'foobarbar')"], since: "1.5.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int].prefix(call.arguments.count).map { $0 })
            let nullable = call.arguments.contains(where: \.nullable)
            return .rows(
                call, argumentTypes: types, result: .integer, nullable: nullable ? .always : .never, strict: false
            ) { rows, _ in
                let (y, x) = (rows.text(0), rows.text(1))
                let (noNeedle, noText) = (rows.nulls(0), rows.nulls(1))
                guard rows.arguments.count > 2 else {
                    return rows.mapOptional(Int32(0)) { row in
                        noNeedle[row] || noText[row] ? nil : position(y[row], in: x[row], from: 1)
                    }
                }
                // Without a place to begin at nothing is found, whatever the texts are.
                let (starts, noStart) = (rows.fixed(2, as: Int32.self), rows.nulls(2))
                return rows.mapOptional(Int32(0)) { row -> Int32? in
                    if noStart[row] { return 0 }
                    return noNeedle[row] || noText[row] ? nil : position(y[row], in: x[row], from: Int(starts[row]))
                }
            }
        },
        .rows(
            "split_part", .string, "split_part(str, delimiter, n) - The nth part, from the end when n is negative.",
            ["split_part('11.12.13', '.', 3)"], since: "3.3.0", parameters: [.text, .text, .int], result: .string,
            nullable: .always,
            canFail: true
        ) { rows, _ in
            let (x, y) = (rows.text(0), rows.text(1))
            let n = rows.fixed(2, as: Int32.self)
            return try rows.slices(of: x) { row in
                if n[row] == 0 { throw zeroIndex() }
                return part(x[row], y[row], Int(n[row]))
            }
        },
        .rows(
            "substring_index", .string,
            "substring_index(str, delim, count) - What stands before the count-th delimiter, or "
                + "after it counted from the end.", ["substring_index('www.apache.org', '.', 2)"], since: "1.5.0",
            parameters: [.text, .text, .int], result: .string
        ) { rows, _ in
            let (x, y) = (rows.text(0), rows.text(1))
            let n = rows.fixed(2, as: Int32.self)
            return rows.slices(of: x) { index(x[$0], y[$0], Int(n[$0])) }
        },
        .rows(
            "find_in_set", .string,
            "find_in_set(str, list) - The place of str in a list parted by commas; 0 when absent.",
            ["find_in_set('ab','abc,b,ab,c,def')"], since: "1.5.0", parameters: [.text, .text], result: .integer
        ) { rows, _ in
            let (x, y) = (rows.text(0), rows.text(1))
            return rows.mapValid(Int32(0)) { row in
                if UTF8Text.find(x[row], in: y[row]) == nil || x[row].contains(0x2C) { return 0 }
                var start = 0
                var place: Int32 = 1
                while true {
                    var end = start
                    while end < y[row].count && y[row][end] != 0x2C { end += 1 }
                    if UTF8Text.equal(UTF8Text.slice(y[row], start, end), x[row]) { return place }
                    if end >= y[row].count { return 0 }
                    start = end + 1
                    place &+= 1
                }
            }
        },
        .scalar(
            "concat", aliases: ["||"], .collection,
            "concat(a, b, …) - Strings, binary values or arrays one after another.",
            ["concat('Spark', 'SQL')"], since: "1.5.0", count: 0...Int.max, bindConcat),
        .scalar(
            "concat_ws", .string,
            "concat_ws(sep, a, b, …) - Strings and arrays of strings joined by sep, nulls left out.",
            ["concat_ws(' ', 'Spark', 'SQL')"], since: "1.5.0", count: 1...Int.max
        ) { call in
            let types = try call.arguments.enumerated().map { index, argument -> DataType in
                if case .array(let element, _) = argument.type, index > 0, !element.isNested {
                    return .array(.string, containsNull: true)
                }
                guard !argument.type.isNested else {
                    throw call.mismatch(
                        index, required: index == 0 ? "\"STRING\"" : "(\"ARRAY<STRING>\" or \"STRING\")")
                }
                return .string
            }
            let nullable: FunctionDefinition.Nullability = call.arguments[0].nullable ? .always : .never
            return .rows(call, argumentTypes: types, result: .string, nullable: nullable, strict: false) { rows, _ in
                joined(rows, types)
            }
        },
        .scalar(
            "elt", .string, "elt(n, a, b, …) - The nth of the other arguments.", ["elt(1, 'scala', 'java')"],
            since: "2.0.0", count: 2...Int.max
        ) { call in
            let types = [DataType.integer] + [DataType](repeating: .string, count: call.arguments.count - 1)
            let isANSI = call.context.isANSI
            return .rows(call, argumentTypes: types, result: .string, nullable: .always, canFail: isANSI, strict: false)
            {
                rows, _ in
                let n = rows.fixed(0, as: Int32.self)
                let missing = rows.nulls(0)
                let texts = (1..<types.count).map { (rows.text($0), rows.nulls($0)) }
                return try rows.mapText { row, out in
                    if missing[row] { return false }
                    guard n[row] >= 1, Int(n[row]) <= texts.count else {
                        if !isANSI { return false }
                        throw PyriteError(
                            .arrayIndex, "INVALID_ARRAY_INDEX", sqlState: "22003",
                            "The index \(n[row]) is out of bounds. The array has \(texts.count) elements.",
                            parameters: ["indexValue": "\(n[row])", "arraySize": "\(texts.count)"])
                    }
                    let (text, nulls) = texts[Int(n[row]) - 1]
                    if nulls[row] { return false }
                    out.append(text[row])
                    return true
                }
            }
        },
    ]

    static func zeroIndex() -> PyriteError {
        PyriteError(
            .runtime, "INVALID_INDEX_OF_ZERO", sqlState: "22003",
            "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).")
    }

    private enum Place { case start, inside, end }

    private static func test(_ name: String, _ usage: String, _ place: Place) -> FunctionDefinition {
        .scalar(name, .string, usage, ["\(name)('Spark SQL', 'Spark')"], since: "3.3.0", count: 2...2) { call in
            let isBinary = call.types.allSatisfy { $0 == .binary }
            let types = isBinary ? call.types : try call.coerced([.text])
            return .rows(call, argumentTypes: types, result: .boolean) { rows, _ in
                let (x, y) = (rows.text(0), rows.text(1))
                switch place {
                case .start: return y.step == 0 ? begins(rows, x, y[0]) : rows.test { UTF8Text.hasPrefix(x[$0], y[$0]) }
                case .inside: return rows.test { UTF8Text.find(y[$0], in: x[$0]) != nil }
                case .end: return rows.test { UTF8Text.hasSuffix(x[$0], y[$0]) }
                }
            }
        }
    }

    /// Whether texts begin with one and the same: its first four bytes are compared within the views.
    private static func begins(_ rows: Rows, _ x: TextInput, _ prefix: UnsafeRawBufferPointer) -> Column {
        guard let base = prefix.baseAddress else { return rows.test { _ in true } }
        let length = prefix.count
        let known = min(length, 4)
        let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: known &* 8)) &- 1
        let wanted = StringView.word(base, known)
        return rows.test { row in
            let view = x.view(row)
            guard view.pointee.head &>> 32 & mask == wanted, view.pointee.length >= length else { return false }
            return length <= 4 || UTF8Text.hasPrefix(StringView.bytes(view), prefix)
        }
    }

    /// From a character position counted from 1; 0 when absent.
    @inline(__always)
    static func position(
        _ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int32 {
        guard start > 0 else { return 0 }
        if needle.isEmpty { return 1 }
        let first = UTF8Text.advance(bytes, 0, by: start &- 1)
        guard let hit = UTF8Text.find(needle, in: bytes, from: first) else { return 0 }
        return Int32(truncatingIfNeeded: UTF8Text.length(UTF8Text.slice(bytes, 0, hit)) &+ 1)
    }

    private static func occurrence(
        _ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int, turn: Int
    ) -> Int32 {
        if needle.isEmpty, turn > 0 { return 1 }
        guard turn > 0, start != 0 else { return 0 }
        if start > 0 {
            var found: Int32 = 0
            var from = start
            for _ in 0..<turn {
                found = position(needle, in: bytes, from: from)
                if found == 0 { return 0 }
                from = Int(found) + 1
            }
            return found
        }
        let length = UTF8Text.length(bytes)
        var limit = UTF8Text.advance(bytes, 0, by: max(0, length + start))
        guard length + start >= 0 else { return 0 }
        var hit = 0
        for _ in 0..<turn {
            guard let last = UTF8Text.findLast(needle, in: bytes, before: limit) else { return 0 }
            hit = last
            limit = last - 1
        }
        return Int32(truncatingIfNeeded: UTF8Text.length(UTF8Text.slice(bytes, 0, hit)) &+ 1)
    }

    private static func part(
        _ bytes: UnsafeRawBufferPointer, _ delimiter: UnsafeRawBufferPointer, _ n: Int
    ) -> UnsafeRawBufferPointer {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        if delimiter.count == 0 { return n == 1 || n == -1 ? bytes : none }
        var total = 1
        var position = 0
        while let hit = UTF8Text.find(delimiter, in: bytes, from: position) {
            total += 1
            position = hit + delimiter.count
        }
        let wanted = n > 0 ? n : total + n + 1
        guard wanted >= 1, wanted <= total else { return none }
        var start = 0
        for _ in 1..<wanted {
            guard let hit = UTF8Text.find(delimiter, in: bytes, from: start) else { return none }
            start = hit + delimiter.count
        }
        return UTF8Text.slice(bytes, start, UTF8Text.find(delimiter, in: bytes, from: start) ?? bytes.count)
    }

    private static func index(
        _ bytes: UnsafeRawBufferPointer, _ delimiter: UnsafeRawBufferPointer, _ n: Int
    ) -> UnsafeRawBufferPointer {
        if n == 0 || delimiter.count == 0 { return UnsafeRawBufferPointer(start: nil, count: 0) }
        if n > 0 {
            var position = 0
            for turn in 1...n {
                guard let hit = UTF8Text.find(delimiter, in: bytes, from: position) else { return bytes }
                if turn == n { return UTF8Text.slice(bytes, 0, hit) }
                position = hit + 1
            }
            return bytes
        }
        var end = bytes.count - delimiter.count
        for turn in 1...(-n) {
            guard end >= 0, let hit = UTF8Text.findLast(delimiter, in: bytes, before: end) else { return bytes }
            if turn == -n { return UTF8Text.slice(bytes, hit + delimiter.count, bytes.count) }
            end = hit - 1
        }
        return bytes
    }

    @Sendable private static func bindConcat(_ call: Call) throws -> ScalarBinding {
        if call.types.contains(where: { if case .array = $0 { true } else { false } }) {
            let type = try call.commonType()
            let types = [DataType](repeating: type, count: call.arguments.count)
            return .rows(call, argumentTypes: types, result: type) { rows, _ in ArrayKernels.concatenated(rows) }
        }
        let isBinary = !call.types.isEmpty && call.types.allSatisfy { $0 == .binary }
        let types = isBinary ? call.types : try call.coerced([.text])
        if types.isEmpty {
            return ScalarBinding(argumentTypes: [], resultType: .string, nullable: false) { _, count, _ in
                .constant(.string(""), .string, count: count)
            }
        }
        return .rows(call, argumentTypes: types, result: isBinary ? .binary : .string) { rows, _ in
            // Without their owners, whose references threads would count for every row.
            let inputs = types.indices.map { rows.text($0) }
            return inputs.map { (base: $0.base, step: $0.step) }.withUnsafeBufferPointer { texts in
                rows.mapText { row, out in
                    for text in texts { out.append(StringView.bytes(text.base + row &* text.step)) }
                    return true
                }
            }
        }
    }

    private static func joined(_ rows: Rows, _ types: [DataType]) -> Column {
        let separator = rows.text(0)
        let missing = rows.nulls(0)
        let columns = rows.arguments.dropFirst().map { $0.flattened() }
        return rows.mapText { row, out in
            if missing[row] { return false }
            var isFirst = true
            func add(_ bytes: UnsafeRawBufferPointer, _ out: inout ByteWriter) {
                if !isFirst { out.append(separator[row]) }
                isFirst = false
                out.append(bytes)
            }
            for column in columns where !column.isNull(row) {
                if let views = column.views {
                    add(StringView.bytes(views + row), &out)
                } else if case .array(let offsets, let elements) = column.layout {
                    let flat = elements.flattened()
                    guard let views = flat.views else { continue }
                    let bounds = offsets.typed(Int32.self)
                    for index in Int(bounds[row])..<Int(bounds[row + 1]) where !flat.isNull(index) {
                        add(StringView.bytes(views + index), &out)
                    }
                }
            }
            return true
        }
    }
}
