import Columnar

extension HigherOrderFunction {
    /// The definition of a function whose first `values` arguments are values.
    static func definition(
        _ name: String, aliases: [String] = [], _ usage: String,
        _ examples: [String], since: String, values: Int = 1, lambdas: ClosedRange<Int> = 1...1,
        least: @escaping @Sendable (Int) -> Int = { _ in 1 },
        parameters: @escaping @Sendable (Call, Int, [FunctionArgument]) throws -> [LambdaParameter],
        bind: @escaping @Sendable (Call, [FunctionArgument]) throws -> HigherOrderBinding
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, aliases: aliases, group: .lambda, usage: usage, examples: examples, since: since,
            kind: .higherOrder(
                HigherOrderFunction(
                    valueCount: values, lambdaCount: lambdas,
                    parameters: { try parameters(Call(name, $0, $3), $1, $2) }, leastParameters: least,
                    bind: { try bind(Call(name, $0, $2), $1) })))
    }
}

extension Call {
    /// The element type of an array argument, and whether elements may be null.
    func arrayElement(_ index: Int) throws -> LambdaParameter {
        switch types[index] {
        case .array(let element, let containsNull): LambdaParameter(element, nullable: containsNull)
        default: throw mismatch(index, required: "\"ARRAY\"")
        }
    }

    /// The key and value of a map argument.
    func mapEntry(_ index: Int) throws -> (key: DataType, value: LambdaParameter) {
        switch types[index] {
        case .map(let key, let value, let containsNull): (key, LambdaParameter(value, nullable: containsNull))
        default: throw mismatch(index, required: "\"MAP\"")
        }
    }

    /// The array type that an argument is taken as; an untyped null is an array of them.
    func arrayType(_ index: Int) -> DataType {
        types[index] == .null ? .array(.null, containsNull: true) : types[index]
    }

    func mapType(_ index: Int) -> DataType {
        types[index] == .null ? .map(.null, .null, valueContainsNull: true) : types[index]
    }

    /// Fails unless a predicate gives a boolean.
    func requireBoolean(_ result: FunctionArgument, position: Int) throws {
        guard result.type == .boolean || result.type == .null else {
            let sql = "\(name)(\((arguments.map(\.sql) + [result.sql]).joined(separator: ", ")))"
            throw FunctionError.unexpectedInputType(
                sql: sql, position: position, required: "\"BOOLEAN\"", input: result)
        }
    }
}

/// The truth of a predicate's result by row: 0 false, 1 true, 2 null.
struct TruthInput {
    private let flags: FixedInput<UInt8>
    private let nulls: NullInput

    init(_ column: Column) {
        let flat = column.type == .null ? column : column.flattened()
        flags = FixedInput(flat)
        nulls = NullInput(flat)
    }

    @inline(__always) subscript(row: Int) -> UInt8 { nulls[row] ? 2 : flags[row] }
}

/// Functions that apply a lambda to arrays.
enum ArrayLambdaFunctions {
    static let definitions: [FunctionDefinition] = [
        HigherOrderFunction.definition(
            "transform", "transform(array, function) - What the function gives for each element (and its position).",
            ["transform(array(1, 2, 3), x -> x + 1)", "transform(array(1, 2, 3), (x, i) -> x + i)"], since: "2.4.0",
            parameters: elementAndPosition
        ) { call, results in
            let type = DataType.array(results[0].type, containsNull: results[0].nullable)
            return HigherOrderBinding(
                argumentTypes: [call.arrayType(0)], resultType: type, nullable: call.anyNullable
            ) { arguments, lambdas, count, _ in
                let input = ElementSequence(arguments[0], count: count)
                let values = try applied(lambdas[0], input)
                return Column(
                    type, count: count, layout: .array(offsets: input.offsets, elements: values),
                    validity: input.validity)
            }
        },
        HigherOrderFunction.definition(
            "filter", "filter(array, function) - The elements for which the function holds.",
            ["filter(array(1, 2, 3), x -> x % 2 == 1)", "filter(array(0, 2, 3), (x, i) -> x > i)"], since: "2.4.0",
            parameters: elementAndPosition
        ) { call, results in
            try call.requireBoolean(results[0], position: 1)
            let type = call.arrayType(0)
            return HigherOrderBinding(argumentTypes: [type], resultType: type, nullable: call.anyNullable) {
                arguments, lambdas, count, _ in
                let input = ElementSequence(arguments[0], count: count)
                let kept = Selection(whereTrue: booleans(try applied(lambdas[0], input)))
                let elements = input.parts.first?.gather(kept) ?? Column(.null, count: 0, layout: .null)
                return Column(
                    type, count: count, layout: .array(offsets: input.offsets(keeping: kept), elements: elements),
                    validity: input.validity)
            }
        },
        test(
            "exists", "exists(array, function) - Whether the function holds for some element.",
            ["exists(array(1, 2, 3), x -> x % 2 == 0)"], since: "2.4.0", decisive: 1),
        test(
            "forall", "forall(array, function) - Whether the function holds for all elements.",
            ["forall(array(2, 4, 8), x -> x % 2 == 0)"], since: "3.0.0", decisive: 0),
        HigherOrderFunction.definition(
            "aggregate", aliases: ["reduce"],
            "aggregate(array, start, merge[, finish]) - Folds the elements into one value from the start on, and gives "
                + "what finish makes of it.",
            [
                "aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x)",
                "aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x, acc -> acc * 10)",
            ], since: "2.4.0", values: 2, lambdas: 1...2, least: { $0 == 0 ? 2 : 1 },
            parameters: { call, lambda, _ in
                let state = LambdaParameter(call.types[1])
                return lambda == 0 ? [state, try call.arrayElement(0)] : [state]
            }, bind: bindAggregate),
        HigherOrderFunction.definition(
            "zip_with",
            "zip_with(left, right, function) - What the function gives for the elements at each position of two "
                + "arrays; the shorter is filled up with nulls.",
            ["zip_with(array(1, 2), array(3, 4), (x, y) -> x + y)"], since: "2.4.0", values: 2, least: { _ in 2 },
            parameters: { call, _, _ in
                [LambdaParameter(try call.arrayElement(0).type), LambdaParameter(try call.arrayElement(1).type)]
            }, bind: bindZip),
        HigherOrderFunction.definition(
            "array_sort",
            "array_sort(array[, comparator]) - The array in ascending order, nulls last, or in the order of a "
                + "comparator that gives a negative number, 0 or a positive one.",
            [
                "array_sort(array('b', 'd', null, 'c', 'a'))",
                "array_sort(array(5, 6, 1), (left, right) -> case when left < right then -1 when left > right then 1 "
                    + "else 0 end)",
            ], since: "2.4.0", lambdas: 0...1, least: { _ in 2 },
            parameters: { call, _, _ in
                let element = try call.arrayElement(0)
                return [element, element]
            }, bind: bindSort),
    ]

    @Sendable private static func elementAndPosition(
        _ call: Call, _: Int, _: [FunctionArgument]
    ) throws -> [LambdaParameter] {
        [try call.arrayElement(0), LambdaParameter(.integer, nullable: false)]
    }

    /// The body's result for every element.
    private static func applied(_ body: LambdaBody, _ input: ElementSequence) throws -> Column {
        guard let elements = input.parts.first else { return Column(.null, count: 0, layout: .null) }
        return try body([elements, input.positions()], input.rows)
    }

    /// The body's result for the elements of each row in turn, up to the one that gives `decisive`; the rest is null.
    private static func appliedInTurn(_ body: LambdaBody, _ input: ElementSequence, until decisive: UInt8) throws
        -> Column
    {
        let builder = ColumnBuilder(.boolean, capacity: input.elementCount)
        guard let elements = input.parts.first else { return builder.finish() }
        let positions = input.positions()
        for row in 0..<input.count {
            var isDecided = false
            for element in Int(input.bounds[row])..<Int(input.bounds[row &+ 1]) {
                if isDecided {
                    builder.appendNull()
                    continue
                }
                let one = Selection([element])
                let result = try body([elements.gather(one), positions.gather(one)], Selection([row]))
                let truth = TruthInput(booleans(result))[0]
                isDecided = truth == decisive
                if truth == 2 { builder.appendNull() } else { builder.append(truth, as: UInt8.self) }
            }
        }
        return builder.finish()
    }

    /// A column of nulls becomes one of booleans.
    private static func booleans(_ column: Column) -> Column {
        column.type == .null ? .nulls(.boolean, count: column.count) : column
    }

    /// `exists` and `forall`: an element whose result is `decisive` decides; else a null result makes null.
    private static func test(
        _ name: String, _ usage: String, _ examples: [String], since: String, decisive: UInt8
    ) -> FunctionDefinition {
        HigherOrderFunction.definition(
            name, usage, examples, since: since, parameters: { call, _, _ in [try call.arrayElement(0)] }
        ) { call, results in
            try call.requireBoolean(results[0], position: 1)
            let isTwoValued = decisive == 1 && call.context.legacy.contains(.twoValuedExists)
            return HigherOrderBinding(
                argumentTypes: [call.arrayType(0)], resultType: .boolean,
                nullable: call.anyNullable || results[0].nullable
            ) { arguments, lambdas, count, _ in
                let input = ElementSequence(arguments[0], count: count)
                let results: Column
                do {
                    results = try applied(lambdas[0], input)
                } catch {
                    // Elements behind the decisive one may fail: they are not looked at.
                    results = try appliedInTurn(lambdas[0], input, until: decisive)
                }
                let truth = TruthInput(results)
                let buffer = Buffer(capacity: count)
                let out = buffer.typed(UInt8.self)
                let validity = Bitmap.copy(of: input.validity, count: count)
                let bounds = input.bounds
                for row in 0..<count {
                    var sawNull = false
                    var found = false
                    var element = Int(bounds[row])
                    let end = Int(bounds[row &+ 1])
                    while element < end && !found {
                        let value = truth[element]
                        found = value == decisive
                        sawNull = sawNull || value == 2
                        element &+= 1
                    }
                    out[row] = found ? decisive : 1 &- decisive
                    if sawNull && !found && !isTwoValued { validity.clear(row) }
                }
                return Column(
                    .boolean, count: count, layout: .fixed(buffer), validity: validity.allSet ? nil : validity)
            }
        }
    }

    // MARK: aggregate

    @Sendable private static func bindAggregate(
        _ call: Call, _ results: [FunctionArgument]
    ) throws -> HigherOrderBinding {
        let state = call.types[1]
        guard results[0].type.isSameApartFromNulls(as: state) else {
            let sql = "\(call.name)(\((call.arguments + results).map(\.sql).joined(separator: ", ")))"
            throw FunctionError.unexpectedInputType(
                sql: sql, position: 2, required: "\"\(state.sql)\"", input: results[0])
        }
        let type = results.count > 1 ? results[1].type : state
        return HigherOrderBinding(argumentTypes: [call.arrayType(0), state], resultType: type, nullable: true) {
            arguments, lambdas, count, _ in
            let input = ElementSequence(arguments[0], count: count)
            var folded = try fold(input, from: arguments[1], lambdas[0], state)
            if lambdas.count > 1 {
                let all = Selection(capacity: count)
                for row in 0..<count { all.rows[row] = Int32(truncatingIfNeeded: row) }
                all.setCount(count)
                folded = try lambdas[1]([folded], all)
            }
            let flat = folded.flattened()
            if case .null = flat.layout { return .nulls(type, count: count) }
            return Column(
                type, count: count, layout: flat.layout, validity: Bitmap.and(flat.validity, input.validity))
        }
    }

    /// The first elements of all rows, then the second ones, and so on: one evaluation for each position. Rows whose
    /// elements are used up leave, so that the whole costs as much as there are elements.
    private static func fold(
        _ input: ElementSequence, from start: Column, _ body: LambdaBody, _ type: DataType
    ) throws -> Column {
        let count = input.count
        let bounds = input.bounds
        guard let elements = input.parts.first else { return start }
        var active = (0..<count).map { Int32(truncatingIfNeeded: $0) }
        var states = start.flattened()
        var finished: [Column] = []
        var finishedRows: [Int32] = []
        var step: Int32 = 0
        while !active.isEmpty {
            let staying = Selection(capacity: active.count)
            let leaving = Selection(capacity: active.count)
            let picked = Selection(capacity: active.count)
            let rows = Selection(capacity: active.count)
            var (stays, leaves) = (0, 0)
            for (position, row) in active.enumerated() {
                if bounds[Int(row)] &+ step < bounds[Int(row) &+ 1] {
                    staying.rows[stays] = Int32(truncatingIfNeeded: position)
                    picked.rows[stays] = bounds[Int(row)] &+ step
                    rows.rows[stays] = row
                    stays &+= 1
                } else {
                    leaving.rows[leaves] = Int32(truncatingIfNeeded: position)
                    finishedRows.append(row)
                    leaves &+= 1
                }
            }
            staying.setCount(stays)
            leaving.setCount(leaves)
            picked.setCount(stays)
            rows.setCount(stays)
            if leaves > 0 { finished.append(states.gather(leaving)) }
            if stays == 0 { break }
            states = try body([states.gather(staying), elements.gather(picked)], rows).flattened()
            active = (0..<stays).map { rows.rows[$0] }
            step &+= 1
        }
        let order = Selection(capacity: count)
        for (position, row) in finishedRows.enumerated() {
            order.rows[Int(row)] = Int32(truncatingIfNeeded: position)
        }
        order.setCount(count)
        return Column.concatenate(finished.map { $0.reinterpreted(as: type) }, type: type).gather(order)
    }

    // MARK: zip_with

    @Sendable private static func bindZip(_ call: Call, _ results: [FunctionArgument]) throws -> HigherOrderBinding {
        let type = DataType.array(results[0].type, containsNull: results[0].nullable)
        return HigherOrderBinding(
            argumentTypes: [call.arrayType(0), call.arrayType(1)], resultType: type, nullable: call.anyNullable
        ) { arguments, lambdas, count, _ in
            let left = ElementSequence(arguments[0], count: count)
            let right = ElementSequence(arguments[1], count: count)
            let validity = Bitmap.and(left.validity, right.validity)
            let (a, b) = (left.bounds, right.bounds)
            let offsets = Buffer(capacity: (count &+ 1) &* 4)
            let ends = offsets.typed(Int32.self)
            ends[0] = 0
            let capacity = left.elementCount &+ right.elementCount
            let rows = Selection(capacity: capacity)
            let picks = (Selection(capacity: capacity), Selection(capacity: capacity))
            var written = 0
            for row in 0..<count {
                if validity.map({ $0[row] }) ?? true {
                    let (n, m) = (a[row &+ 1] &- a[row], b[row &+ 1] &- b[row])
                    for element in 0..<max(n, m) {
                        rows.rows[written] = Int32(truncatingIfNeeded: row)
                        picks.0.rows[written] = element < n ? a[row] &+ element : -1
                        picks.1.rows[written] = element < m ? b[row] &+ element : -1
                        written &+= 1
                    }
                }
                ends[row &+ 1] = Int32(truncatingIfNeeded: written)
            }
            rows.setCount(written)
            picks.0.setCount(written)
            picks.1.setCount(written)
            let pairs = [
                left.parts.first?.gather(picks.0, allowingMissing: true) ?? .nulls(.null, count: written),
                right.parts.first?.gather(picks.1, allowingMissing: true) ?? .nulls(.null, count: written),
            ]
            let elements = try lambdas[0](pairs, rows)
            return Column(
                type, count: count, layout: .array(offsets: offsets, elements: elements), validity: validity)
        }
    }

    // MARK: array_sort

    @Sendable private static func bindSort(_ call: Call, _ results: [FunctionArgument]) throws -> HigherOrderBinding {
        let type = call.arrayType(0)
        let element = try call.arrayElement(0).type
        if let result = results.first, result.type != .integer {
            let sql = "\(call.name)(\(call.arguments[0].sql), \(result.sql))"
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.UNEXPECTED_RETURN_TYPE", sqlState: "42K09",
                "Cannot resolve \"\(sql)\" due to data type mismatch: The `lambdafunction` requires return \"INT\" "
                    + "type, but the actual is \"\(result.type.sql)\" type.",
                parameters: [
                    "sqlExpr": "\"\(sql)\"", "functionName": "`lambdafunction`", "expectedType": "\"INT\"",
                    "actualType": "\"\(result.type.sql)\"",
                ])
        }
        guard !results.isEmpty || element.isOrderable else {
            throw FunctionError.invalidOrdering(call.name, sql: call.sql, element)
        }
        return HigherOrderBinding(
            argumentTypes: [type], resultType: type, nullable: call.anyNullable, canFail: !results.isEmpty
        ) { arguments, lambdas, count, _ in
            let input = ElementSequence(arguments[0], count: count)
            guard let elements = input.parts.first else { return .nulls(type, count: count) }
            let order: Selection
            if let comparator = lambdas.first {
                order = try LambdaSort.order(input, elements, comparator)
            } else {
                order = Selection(capacity: input.elementCount)
                var picks: [Int] = []
                picks.reserveCapacity(input.elementCount)
                let bounds = input.bounds
                for row in 0..<count where bounds[row] < bounds[row &+ 1] {
                    picks += (Int(bounds[row])..<Int(bounds[row &+ 1])).sorted { a, b in
                        switch (elements.isNull(a), elements.isNull(b)) {
                        case (true, _): false
                        case (false, true): true
                        default: RowComparison.compare(elements, a, elements, b) < 0
                        }
                    }
                }
                for (position, pick) in picks.enumerated() {
                    order.rows[position] = Int32(truncatingIfNeeded: pick)
                }
                order.setCount(picks.count)
            }
            return Column(
                type, count: count, layout: .array(offsets: input.offsets, elements: elements.gather(order)),
                validity: input.validity)
        }
    }
}

extension DataType {
    /// Whether two types differ at most in what may be null inside them.
    func isSameApartFromNulls(as other: DataType) -> Bool {
        switch (self, other) {
        case (.array(let a, _), .array(let b, _)): a.isSameApartFromNulls(as: b)
        case (.map(let k, let v, _), .map(let l, let w, _)):
            k.isSameApartFromNulls(as: l) && v.isSameApartFromNulls(as: w)
        case (.structure(let a), .structure(let b)):
            a.count == b.count
                && zip(a.fields, b.fields).allSatisfy { $0.dataType.isSameApartFromNulls(as: $1.dataType) }
        default: self == other
        }
    }
}
