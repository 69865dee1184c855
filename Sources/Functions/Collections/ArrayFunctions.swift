import Columnar

/// Sorting, joining, sets, and slices of arrays.
enum ArrayFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "sort_array", .array, "sort_array(array[, ascending]) - The array sorted; nulls first when ascending.",
            ["sort_array(array('b', 'd', null, 'c', 'a'), true)"], since: "1.5.0", count: 1...2
        ) { call in
            guard case .array(let element, _) = call.types[0] else { throw call.mismatch(0, required: "\"ARRAY\"") }
            guard element.isOrderable else { throw FunctionError.invalidOrdering(call.name, sql: call.sql, element) }
            if call.types.count > 1, call.types[1] != .boolean {
                throw call.mismatch(1, required: "\"BOOLEAN\"")
            }
            if call.arguments.count > 1, call.arguments[1].literal == nil {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "ascendingOrder", type: .boolean, input: call.arguments[1].sql)
            }
            let types = call.types
            return .rows(call, argumentTypes: types, result: call.types[0]) { rows, _ in
                let ascending = types.count < 2 || rows.fixed(1, as: UInt8.self)[0] != 0
                return ArrayKernels.rearranged(rows) { range, elements in
                    range.sorted {
                        let order = RowComparison.compare(elements, $0, elements, $1)
                        return ascending ? order < 0 : order > 0
                    }
                }
            }
        },
        .scalar(
            "array_distinct", .array, "array_distinct(array) - The array without repetitions.",
            ["array_distinct(array(1, 2, 3, null, 3))"], since: "2.4.0", count: 1...1
        ) { call in
            guard case .array = call.types[0] else { throw call.mismatch(0, required: "\"ARRAY\"") }
            return .rows(call, argumentTypes: call.types, result: call.types[0]) { rows, _ in
                ArrayKernels.rearranged(rows) { range, elements in
                    var kept: [Int] = []
                    for index in range
                    where !kept.contains(where: { RowComparison.compare(elements, $0, elements, index) == 0 }) {
                        kept.append(index)
                    }
                    return kept
                }
            }
        },
        .scalar(
            "array_compact", .array, "array_compact(array) - The array without nulls.",
            ["array_compact(array(1, 2, 3, null))"], since: "3.4.0", count: 1...1
        ) { call in
            let type = try call.coerced([.array])[0]
            guard case .array(let element, _) = type else { throw call.mismatch(0, required: "\"ARRAY\"") }
            return .rows(call, argumentTypes: [type], result: .array(element, containsNull: false)) { rows, _ in
                ArrayKernels.rearranged(rows) { range, elements in range.filter { !elements.isNull($0) } }
            }
        },
        .scalar(
            "array_remove", .array, "array_remove(array, value) - The array without the elements equal to the value.",
            ["array_remove(array(1, 2, 3, null, 3), 3)"], since: "2.4.0", count: 2...2
        ) { call in
            let (array, element) = try AccessFunctions.elementTypes(call)
            return .rows(call, argumentTypes: [array, element], result: array) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else { return .nulls(array, count: rows.count) }
                let value = rows.arguments[1]
                return rows.build { row, builder in
                    let kept = input.range(row).filter {
                        input.elements.isNull($0) || RowComparison.compare(input.elements, $0, value, row) != 0
                    }
                    builder.child(0).append(contentsOf: input.elements.gather(Selection(kept)))
                    builder.closeRange()
                }
            }
        },
        extremum("array_max", sign: 1), extremum("array_min", sign: -1),
        .scalar(
            "array_join", .array, "array_join(array, delimiter[, nullReplacement]) - The elements joined as text.",
            ["array_join(array('hello', 'world'), ' ')"], since: "2.4.0", count: 2...3
        ) { call in
            switch call.types[0] {
            case .array, .null: break
            default: throw call.mismatch(0, required: "\"ARRAY<STRING>\"")
            }
            let types = [DataType.array(.string, containsNull: true)] + call.types.dropFirst().map { _ in .string }
            return .rows(call, argumentTypes: types, result: .string) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else {
                    return .nulls(.string, count: rows.count)
                }
                let texts = TextInput(input.elements)
                let delimiter = rows.text(1)
                let replacement = types.count > 2 ? rows.text(2) : nil
                return rows.mapText { row, out in
                    var isFirst = true
                    for index in input.range(row) {
                        let isNull = input.elements.isNull(index)
                        if isNull && replacement == nil { continue }
                        if !isFirst { out.append(delimiter[row]) }
                        isFirst = false
                        if !isNull {
                            out.append(texts[index])
                        } else if let replacement {
                            out.append(replacement[row])
                        }
                    }
                    return true
                }
            }
        },
        .scalar(
            "slice", .array,
            "slice(array, start, length) - So many elements from start (from the end when negative) on.",
            ["slice(array(1, 2, 3, 4), 2, 2)"], since: "2.4.0", count: 3...3
        ) { call in
            let types = try call.coerced([.array, .int, .int])
            return .rows(
                call, argumentTypes: types, result: types[0], canFail: true
            ) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else {
                    return .nulls(call.types[0], count: rows.count)
                }
                let (starts, lengths) = (rows.fixed(1, as: Int32.self), rows.fixed(2, as: Int32.self))
                return try rows.build { row, builder in
                    let range = input.range(row)
                    let (start, length) = (Int(starts[row]), Int(lengths[row]))
                    if start == 0 {
                        throw FunctionError.invalidParameter(
                            "slice", parameter: "start", condition: "START",
                            detail: "Expects a positive or a negative value for `start`, but got 0.")
                    }
                    if length < 0 {
                        throw FunctionError.invalidParameter(
                            "slice", parameter: "length", condition: "LENGTH",
                            detail: "Expects `length` greater than or equal to 0, but got \(length).",
                            extra: ["length": "\(length)"])
                    }
                    let first = start > 0 ? start - 1 : range.count + start
                    if first >= 0 && first < range.count {
                        let from = range.lowerBound + first
                        builder.child(0).append(
                            contentsOf: input.elements.slice(from..<min(range.upperBound, from + length)))
                    }
                    builder.closeRange()
                }
            }
        },
        .scalar(
            "array_repeat", .array, "array_repeat(element, n) - An array of the element n times.",
            ["array_repeat('123', 2)"], since: "2.4.0", count: 2...2
        ) { call in
            let type = DataType.array(call.types[0], containsNull: call.arguments[0].nullable)
            return .rows(
                call, argumentTypes: [call.types[0], .integer], result: type,
                nullable: call.arguments[1].nullable ? .always : .never, canFail: true, strict: false
            ) { rows, _ in
                let value = rows.arguments[0].flattened()
                let n = rows.fixed(1, as: Int32.self)
                let missing = rows.nulls(1)
                return try rows.build { row, builder in
                    if missing[row] { return builder.appendNull() }
                    guard n[row] <= FunctionError.arrayLimit else {
                        throw FunctionError.tooManyElements("\(n[row])", parameter: "count", function: "array_repeat")
                    }
                    let picks = [Int](repeating: row, count: Int(max(0, n[row])))
                    builder.child(0).append(contentsOf: value.gather(Selection(picks)))
                    builder.closeRange()
                }
            }
        },
        .scalar(
            "flatten", .array, "flatten(arrays) - The elements of all inner arrays.",
            ["flatten(array(array(1, 2), array(3, 4)))"], since: "2.4.0", count: 1...1
        ) { call in
            guard case .array(.array(let element, let nulls), let outerNulls) = call.types[0] else {
                throw call.mismatch(0, required: "\"ARRAY\" of \"ARRAY\"")
            }
            let type = DataType.array(element, containsNull: nulls)
            return .rows(
                call, argumentTypes: call.types, result: type, nullable: outerNulls ? .always : .whenArgumentsAre
            ) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]), let inner = ArrayKernels.Input(input.elements)
                else { return .nulls(type, count: rows.count) }
                return rows.build { row, builder in
                    if input.range(row).contains(where: { input.elements.isNull($0) }) { return builder.appendNull() }
                    for index in input.range(row) {
                        builder.child(0).append(contentsOf: inner.elements.slice(inner.range(index)))
                    }
                    builder.closeRange()
                }
            }
        },
        set("array_union", "The elements of both, without repetitions.") { _ in
            true
        } second: {
            !$0
        },
        set("array_intersect", "The elements in both, without repetitions.") {
            $0
        } second: { _ in
            false
        },
        set("array_except", "The elements of the first that are not in the second.") {
            !$0
        } second: { _ in
            false
        },
        .scalar(
            "arrays_overlap", .array, "arrays_overlap(a, b) - Whether both have an element in common.",
            ["arrays_overlap(array(1, 2, 3), array(3, 4, 5))"], since: "2.4.0", count: 2...2
        ) { call in
            let type = try commonArray(call)
            guard case .array(_, let holdsNulls) = type else { throw call.mismatch(0, required: "\"ARRAY\"") }
            return .rows(
                call, argumentTypes: [type, type], result: .boolean, nullable: holdsNulls ? .always : .whenArgumentsAre
            ) { rows, _ in
                guard let x = ArrayKernels.Input(rows.arguments[0]), let y = ArrayKernels.Input(rows.arguments[1])
                else {
                    return .nulls(.boolean, count: rows.count)
                }
                return rows.mapOptional(UInt8(0)) { row in
                    var sawNull = false
                    for i in x.range(row) {
                        if x.elements.isNull(i) {
                            sawNull = true
                            continue
                        }
                        for j in y.range(row) {
                            if y.elements.isNull(j) {
                                sawNull = true
                            } else if RowComparison.compare(x.elements, i, y.elements, j) == 0 {
                                return 1
                            }
                        }
                    }
                    return sawNull && !x.range(row).isEmpty && !y.range(row).isEmpty ? nil : 0
                }
            }
        },
        append("array_append", atEnd: true), append("array_prepend", atEnd: false),
    ]

    private static func extremum(_ name: String, sign: Int) -> FunctionDefinition {
        .scalar(
            name, .array, "\(name)(array) - The \(sign > 0 ? "greatest" : "least") element.",
            ["\(name)(array(1, 20, null, 3))"], since: "2.4.0", count: 1...1
        ) { call in
            let type = try call.coerced([.array])[0]
            guard case .array(let element, _) = type else { throw call.mismatch(0, required: "\"ARRAY\"") }
            guard element.isOrderable else { throw FunctionError.invalidOrdering(name, sql: call.sql, element) }
            return .rows(call, argumentTypes: [type], result: element, nullable: .always) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else {
                    return .nulls(element, count: rows.count)
                }
                let picks = Selection(capacity: rows.count)
                for row in 0..<rows.count {
                    var best = -1
                    if rows.validity?[row] ?? true {
                        for index in input.range(row) where !input.elements.isNull(index) {
                            if best < 0 || RowComparison.compare(input.elements, index, input.elements, best) * sign > 0
                            {
                                best = index
                            }
                        }
                    }
                    picks.rows[row] = Int32(truncatingIfNeeded: best)
                }
                picks.setCount(rows.count)
                return input.elements.gather(picks, allowingMissing: true)
            }
        }
    }

    /// The type of two arrays whose elements have a common type; strings and numbers have none here.
    private static func commonArray(_ call: Call) throws -> DataType {
        var isMixed = false
        if case .array(let a, _) = call.types[0], case .array(let b, _) = call.types[1] {
            isMixed = a.isString != b.isString && a != .null && b != .null
        } else {
            isMixed = !call.types.contains(.null)
        }
        guard !isMixed, let type = TypeCoercion.commonType(call.types, isANSI: call.context.isANSI) else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES", sqlState: "42K09",
                "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input to function `\(call.name)` should have "
                    + "been two \"ARRAY\" with same element type, but it's [\"\(call.types[0].sql)\", "
                    + "\"\(call.types[1].sql)\"].",
                parameters: [
                    "sqlExpr": "\"\(call.sql)\"", "functionName": "`\(call.name)`", "arrayType": "\"ARRAY\"",
                    "leftType": "\"\(call.types[0].sql)\"", "rightType": "\"\(call.types[1].sql)\"",
                ])
        }
        return type == .null ? .array(.null, containsNull: true) : type
    }

    /// `first` and `second` say whether an element stays, given whether the other array holds it.
    private static func set(
        _ name: String, _ meaning: String, first: @escaping @Sendable (Bool) -> Bool,
        second: @escaping @Sendable (Bool) -> Bool
    ) -> FunctionDefinition {
        .scalar(
            name, .array, "\(name)(a, b) - \(meaning)", ["\(name)(array(1, 2, 3), array(1, 3, 5))"], since: "2.4.0",
            count: 2...2
        ) { call in
            let common = try commonArray(call)
            guard case .array(let element, _) = common else { throw call.mismatch(0, required: "\"ARRAY\"") }
            var type = common
            // What is in both is null only where both hold nulls.
            if name == "array_intersect", case .array(_, let x) = call.types[0], case .array(_, let y) = call.types[1] {
                type = .array(element, containsNull: x && y)
            } else if name == "array_except", case .array(_, let x) = call.types[0] {
                type = .array(element, containsNull: x)
            }
            let result = type
            return .rows(call, argumentTypes: [common, common], result: result) { rows, _ in
                guard let x = ArrayKernels.Input(rows.arguments[0]), let y = ArrayKernels.Input(rows.arguments[1])
                else {
                    return .nulls(result, count: rows.count)
                }
                func holds(_ input: ArrayKernels.Input, _ range: [Int], _ column: Column, _ index: Int) -> Bool {
                    range.contains { RowComparison.compare(input.elements, $0, column, index) == 0 }
                }
                return rows.build { row, builder in
                    let (a, b) = (Array(x.range(row)), Array(y.range(row)))
                    var kept: [Int] = []
                    for index in a where first(holds(y, b, x.elements, index)) && !holds(x, kept, x.elements, index) {
                        kept.append(index)
                    }
                    var more: [Int] = []
                    for index in b where second(holds(x, a, y.elements, index)) && !holds(y, more, y.elements, index) {
                        more.append(index)
                    }
                    builder.child(0).append(contentsOf: x.elements.gather(Selection(kept)))
                    builder.child(0).append(contentsOf: y.elements.gather(Selection(more)))
                    builder.closeRange()
                }
            }
        }
    }

    private static func append(_ name: String, atEnd: Bool) -> FunctionDefinition {
        .scalar(
            name, .array, "\(name)(array, element) - The array with the element at its \(atEnd ? "end" : "start").",
            ["\(name)(array('b', 'd'), 'c')"], since: "3.4.0", count: 2...2
        ) { call in
            let (array, element) = try AccessFunctions.elementTypes(call)
            guard case .array(let inner, _) = array else { throw call.mismatch(0, required: "\"ARRAY\"") }
            let type = DataType.array(inner, containsNull: true)
            return .rows(
                call, argumentTypes: [array, element], result: type,
                nullable: call.arguments[0].nullable ? .always : .never, strict: false
            ) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else { return .nulls(type, count: rows.count) }
                let missing = rows.nulls(0)
                let value = rows.arguments[1].flattened()
                return rows.build { row, builder in
                    if missing[row] { return builder.appendNull() }
                    let one = value.gather(Selection([value.count == 1 ? 0 : row]))
                    if !atEnd { builder.child(0).append(contentsOf: one) }
                    builder.child(0).append(contentsOf: input.elements.slice(input.range(row)))
                    if atEnd { builder.child(0).append(contentsOf: one) }
                    builder.closeRange()
                }
            }
        }
    }
}
