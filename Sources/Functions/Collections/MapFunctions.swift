import Columnar

/// Maps put together, taken apart and read from text; arrays zipped and extended.
enum MapFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "map_concat", .map, "map_concat(map, …) - The entries of all maps.",
            ["map_concat(map(1, 'a', 2, 'b'), map(3, 'c'))"], since: "2.4.0", count: 0...Int.max
        ) { call in
            for (index, type) in call.types.enumerated() {
                if case .map = type { continue }
                if type != .null { throw call.mismatch(index, required: "\"MAP\"") }
            }
            let common =
                call.arguments.isEmpty ? .map(.string, .string, valueContainsNull: false) : try call.commonType()
            guard case .map = common else { throw call.mismatch(0, required: "\"MAP\"") }
            let types = call.types.map { _ in common }
            if types.isEmpty { return .constant(.map([], []), common, call) }
            return .rows(call, argumentTypes: types, result: common, canFail: true) { rows, context in
                let inputs = rows.arguments.compactMap { MapKernels.Input($0) }
                let column = rows.build { row, builder in
                    for input in inputs {
                        let range = input.range(row)
                        if range.isEmpty { continue }
                        builder.child(0).append(contentsOf: input.keys.slice(range))
                        builder.child(1).append(contentsOf: input.values.slice(range))
                    }
                    builder.closeRange()
                }
                return try MapKernels.checked(column, context)
            }
        },
        .scalar(
            "map_entries", .map, "map_entries(map) - The entries as an array of structs of key and value.",
            ["map_entries(map(1, 'a', 2, 'b'))"], since: "3.0.0", count: 1...1
        ) { call in
            guard case .map(let key, let value, let containsNull) = call.mapType(0) else {
                throw call.mismatch(0, required: "\"MAP\"")
            }
            let entry = DataType.structure(
                Schema([StructField("key", key, nullable: false), StructField("value", value, nullable: containsNull)]))
            let result = DataType.array(entry, containsNull: false)
            return .rows(call, argumentTypes: [call.mapType(0)], result: result) { rows, _ in
                guard case .map(let offsets, let keys, let values) = rows.arguments[0].flattened().layout else {
                    return .nulls(result, count: rows.count)
                }
                let entries = Column(entry, count: keys.count, layout: .structure([keys, values]))
                return Column(
                    result, count: rows.count, layout: .array(offsets: offsets, elements: entries),
                    validity: rows.validity)
            }
        },
        .scalar(
            "map_from_entries", .map, "map_from_entries(array) - A map of an array of structs of two fields.",
            ["map_from_entries(array(struct(1, 'a'), struct(2, 'b')))"], since: "2.4.0", count: 1...1
        ) { call in
            guard case .array(.structure(let schema), let containsNull) = call.types[0], schema.count == 2 else {
                throw call.mismatch(0, required: "\"ARRAY\" of pair \"STRUCT\"")
            }
            let result = DataType.map(
                schema[0].dataType, schema[1].dataType, valueContainsNull: schema[1].nullable)
            return .rows(
                call, argumentTypes: call.types, result: result, nullable: containsNull ? .always : .whenArgumentsAre,
                canFail: true
            ) { rows, context in
                guard let input = ArrayKernels.Input(rows.arguments[0]),
                    case .structure(let fields) = input.elements.layout, fields.count == 2
                else { return .nulls(result, count: rows.count) }
                let (keys, values) = (fields[0].flattened(), fields[1].flattened())
                let column = rows.build { row, builder in
                    let range = input.range(row)
                    // A null entry makes the whole map null.
                    if let validity = input.elements.validity, range.contains(where: { !validity[$0] }) {
                        return builder.appendNull()
                    }
                    if !range.isEmpty {
                        builder.child(0).append(contentsOf: keys.slice(range))
                        builder.child(1).append(contentsOf: values.slice(range))
                    }
                    builder.closeRange()
                }
                return try MapKernels.checked(column, context)
            }
        },
        .scalar(
            "str_to_map", .map,
            "str_to_map(text[, pairDelimiter[, valueDelimiter]]) - A map of a text cut at delimiters, which are regular "
                + "expressions.",
            ["str_to_map('a:1,b:2,c:3', ',', ':')"], since: "2.0.1", count: 1...3
        ) { call in
            let result = DataType.map(.string, .string, valueContainsNull: true)
            let types = try call.coerced([.text, .text, .text])
            return .rows(call, argumentTypes: types, result: result, canFail: true) { rows, context in
                let x = rows.text(0)
                let pairs = types.count > 1 ? rows.text(1) : nil
                let values = types.count > 2 ? rows.text(2) : nil
                let column = try rows.build { row, builder in
                    let bytes = x[row]
                    let pairPattern = try TextSplitter(pairs.map { $0[row] }, standard: ",")
                    let valuePattern = try TextSplitter(values.map { $0[row] }, standard: ":")
                    for pair in pairPattern.parts(of: bytes, limit: .max) {
                        let parts = valuePattern.parts(
                            of: UnsafeRawBufferPointer(rebasing: bytes[pair]), limit: 2)
                        guard let key = parts.first else { continue }
                        let text = UnsafeRawBufferPointer(rebasing: bytes[pair])
                        builder.child(0).append(bytes: UnsafeRawBufferPointer(rebasing: text[key]))
                        if parts.count > 1 {
                            builder.child(1).append(bytes: UnsafeRawBufferPointer(rebasing: text[parts[1]]))
                        } else {
                            builder.child(1).appendNull()
                        }
                    }
                    builder.closeRange()
                }
                return try MapKernels.checked(column, context)
            }
        },
        .scalar(
            "arrays_zip", .array, "arrays_zip(array, …) - An array of structs of the elements at each position.",
            ["arrays_zip(array(1, 2, 3), array(2, 3, 4))"], since: "2.4.0", count: 0...Int.max, bindZip),
        .scalar(
            "array_insert", .array,
            "array_insert(array, position, value) - The array with the value put in at a position from 1, or from the end.",
            ["array_insert(array(1, 2, 3, 4), 5, 5)"], since: "3.4.0", count: 3...3, bindInsert),
        .scalar(
            "shuffle", .array, "shuffle(array[, seed]) - The array in random order.", ["shuffle(array(1, 20, 3, 5))"],
            since: "2.4.0", count: 1...2
        ) { call in
            guard case .array = call.types[0] else { throw call.mismatch(0, required: "\"ARRAY\"") }
            let seed = call.integerLiteral(1) ?? Int64.random(in: Int64.min...Int64.max)
            let generators = PartitionStates { MersenneTwister(seed: seed &+ Int64($0)) }
            let type = call.types[0]
            return ScalarBinding(
                argumentTypes: call.types, resultType: type, nullable: call.arguments[0].nullable,
                isDeterministic: false
            ) { arguments, count, context in
                // An array that is the same in all rows is shuffled anew in each.
                let array = arguments[0].flattened()
                if case .null = array.layout { return .nulls(type, count: count) }
                let rows = Rows(arguments: [array], count: count, type: type, validity: array.validity)
                var column: Column?
                generators.use(context.partitionIndex) { generator in
                    column = ArrayKernels.rearranged(rows) { range, _ in
                        // The inside-out form of the shuffle of Fisher and Yates, which is Spark's.
                        var order = Array(range)
                        for index in order.indices {
                            let place = Int(generator.next(below: Int32(truncatingIfNeeded: index + 1)))
                            order[index] = order[place]
                            order[place] = range.lowerBound + index
                        }
                        return order
                    }
                }
                return column ?? .nulls(type, count: count)
            }
        },
    ]

    @Sendable private static func bindZip(_ call: Call) throws -> ScalarBinding {
        var fields: [StructField] = []
        for (index, argument) in call.arguments.enumerated() {
            if argument.type == .null {
                fields.append(StructField(argument.columnName ?? "\(index)", .null))
                continue
            }
            guard case .array(let element, _) = argument.type else {
                throw call.mismatch(index, required: "\"ARRAY\"")
            }
            fields.append(StructField(argument.columnName ?? "\(index)", element))
        }
        let entry = DataType.structure(Schema(fields))
        let result = DataType.array(entry, containsNull: false)
        if fields.isEmpty { return .constant(.array([]), result, call) }
        let width = fields.count
        return .rows(call, argumentTypes: call.types, result: result) { rows, _ in
            let inputs = rows.arguments.compactMap { ArrayKernels.Input($0) }
            guard inputs.count == width else { return .nulls(result, count: rows.count) }
            let offsets = Buffer(capacity: (rows.count + 1) * 4)
            let bounds = offsets.typed(Int32.self)
            bounds[0] = 0
            var picks = [[Int]](repeating: [], count: inputs.count)
            for row in 0..<rows.count {
                if rows.validity?[row] ?? true {
                    let ranges = inputs.map { $0.range(row) }
                    let longest = ranges.map(\.count).max() ?? 0
                    for index in 0..<longest {
                        for (input, range) in ranges.enumerated() {
                            picks[input].append(index < range.count ? range.lowerBound + index : -1)
                        }
                    }
                }
                bounds[row + 1] = Int32(truncatingIfNeeded: picks[0].count)
            }
            let columns = zip(inputs, picks).map { $0.elements.gather(Selection($1), allowingMissing: true) }
            let entries = Column(entry, count: picks[0].count, layout: .structure(columns.map { $0.flattened() }))
            return Column(
                result, count: rows.count, layout: .array(offsets: offsets, elements: entries),
                validity: rows.validity)
        }
    }

    @Sendable private static func bindInsert(_ call: Call) throws -> ScalarBinding {
        guard case .array(let element, _) = call.types[0] else { throw call.mismatch(0, required: "\"ARRAY\"") }
        guard let common = TypeCoercion.commonType(element, call.types[2], isANSI: call.context.isANSI) else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES", sqlState: "42K09",
                "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input to `array_insert` should have been "
                    + "\"ARRAY\" followed by a value with same element type, but it's [\"\(call.types[0].sql)\", "
                    + "\"\(call.types[2].sql)\"].",
                parameters: [
                    "sqlExpr": "\"\(call.sql)\"", "functionName": "`array_insert`", "dataType": "\"ARRAY\"",
                    "leftType": "\"\(call.types[0].sql)\"", "rightType": "\"\(call.types[2].sql)\"",
                ])
        }
        let result = DataType.array(common, containsNull: true)
        let insertsBeforeLast = call.context.legacy.contains(.insertsBeforeLast)
        var binding = ScalarBinding.rows(
            call, argumentTypes: [result, .integer, common], result: result, canFail: true, strict: false
        ) { rows, _ in
            let nulls = (rows.nulls(0), rows.nulls(1), rows.nulls(2))
            guard let input = ArrayKernels.Input(rows.arguments[0]) else { return .nulls(result, count: rows.count) }
            let positions = rows.fixed(1, as: Int32.self)
            let values = rows.constant(2) ?? rows.arguments[2]
            let isConstant = rows.constant(2) != nil
            return try rows.build { row, builder in
                if nulls.0[row] || nulls.1[row] { return builder.appendNull() }
                let given = Int(positions[row])
                if given == 0 {
                    throw PyriteError(
                        .runtime, "INVALID_INDEX_OF_ZERO", sqlState: "22003",
                        "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).")
                }
                let range = input.range(row)
                let elements = builder.child(0)
                func appendValue() {
                    if nulls.2[row] {
                        elements.appendNull()
                    } else {
                        let at = isConstant ? 0 : row
                        elements.append(contentsOf: values.slice(at..<(at + 1)))
                    }
                }
                func appendElements(_ part: Range<Int>) {
                    if !part.isEmpty { elements.append(contentsOf: input.elements.slice(part)) }
                }
                guard given.magnitude <= 1 << 24 else { throw PyriteError.internalError("The array is too long.") }
                if given > 0 {
                    let at = given - 1
                    if at <= range.count {
                        appendElements(range.lowerBound..<(range.lowerBound + at))
                        appendValue()
                        appendElements((range.lowerBound + at)..<range.upperBound)
                    } else {
                        appendElements(range)
                        for _ in range.count..<at { elements.appendNull() }
                        appendValue()
                    }
                } else {
                    let at = range.count + given + (insertsBeforeLast ? 0 : 1)
                    if at >= 0 {
                        appendElements(range.lowerBound..<(range.lowerBound + at))
                        appendValue()
                        appendElements((range.lowerBound + at)..<range.upperBound)
                    } else {
                        appendValue()
                        for _ in at..<0 { elements.appendNull() }
                        appendElements(range)
                    }
                }
                builder.closeRange()
            }
        }
        binding.strictArguments = 2
        return binding
    }
}

extension FunctionArgument {
    /// The name of the column that the argument is; `nil` for another expression.
    var columnName: String? {
        guard literal == nil, let first = sql.unicodeScalars.first, first.properties.isAlphabetic || first == "_",
            sql.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) })
        else { return nil }
        return sql
    }
}

/// Cuts text at a delimiter that is a regular expression; plain characters are found without one.
struct TextSplitter {
    private let plain: [UInt8]
    private let matcher: RegularExpression.Matcher?

    init(_ delimiter: UnsafeRawBufferPointer?, standard: StaticString) throws {
        guard let delimiter else {
            plain = Array(UnsafeBufferPointer(start: standard.utf8Start, count: standard.utf8CodeUnitCount))
            matcher = nil
            return
        }
        plain = Array(delimiter)
        let special = Set("\\^$.|?*+()[]{}".utf8)
        guard plain.contains(where: special.contains) else {
            matcher = nil
            return
        }
        guard let expression = RegularExpression(plain) else {
            let text = String(decoding: plain, as: UTF8.self)
            throw FunctionError.invalidParameter(
                "str_to_map", parameter: "regexp", condition: "PATTERN", detail: "'\(text)'.",
                extra: ["value": "'\(text)'"])
        }
        matcher = RegularExpression.Matcher(expression)
    }

    /// The parts between the first `limit` - 1 delimiters.
    func parts(of text: UnsafeRawBufferPointer, limit: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        var position = 0
        while parts.count + 1 < limit, position <= text.count {
            guard let match = next(in: text, from: position) else { break }
            if match.isEmpty {
                position = match.upperBound + 1
                if match.lowerBound == 0 || match.lowerBound >= text.count { continue }
            }
            parts.append(start..<match.lowerBound)
            start = match.upperBound
            position = max(position, start)
        }
        parts.append(start..<text.count)
        return parts
    }

    private func next(in text: UnsafeRawBufferPointer, from position: Int) -> Range<Int>? {
        if let matcher { return matcher.find(text, from: position) ? matcher.range(0) : nil }
        if plain.isEmpty { return position < text.count ? position..<position : nil }
        return plain.withUnsafeBytes { needle in
            UTF8Text.find(needle, in: text, from: position).map { $0..<($0 + needle.count) }
        }
    }
}
