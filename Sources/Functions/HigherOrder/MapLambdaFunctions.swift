import Columnar

/// Functions that apply a lambda to maps.
enum MapLambdaFunctions {
    static let definitions: [FunctionDefinition] = [
        HigherOrderFunction.definition(
            "map_filter", "map_filter(map, function) - The entries for which the function holds.",
            ["map_filter(map(1, 0, 2, 2, 3, -1), (k, v) -> k > v)"], since: "3.0.0", least: { _ in 2 },
            parameters: keyAndValue
        ) { call, results in
            try call.requireBoolean(results[0], position: 1)
            let type = call.mapType(0)
            return HigherOrderBinding(argumentTypes: [type], resultType: type, nullable: call.anyNullable) {
                arguments, lambdas, count, _ in
                let input = ElementSequence(arguments[0], count: count)
                guard input.parts.count == 2 else { return .nulls(type, count: count) }
                let truth = try lambdas[0](input.parts, input.rows)
                let kept = Selection(whereTrue: truth.type == .null ? .nulls(.boolean, count: truth.count) : truth)
                return Column(
                    type, count: count,
                    layout: .map(
                        offsets: input.offsets(keeping: kept), keys: input.parts[0].gather(kept),
                        values: input.parts[1].gather(kept)),
                    validity: input.validity)
            }
        },
        HigherOrderFunction.definition(
            "transform_keys", "transform_keys(map, function) - The map with other keys.",
            ["transform_keys(map_from_arrays(array(1, 2, 3), array(1, 2, 3)), (k, v) -> k + 1)"], since: "3.0.0",
            least: { _ in 2 }, parameters: keyAndValue
        ) { call, results in
            let value = try call.mapEntry(0).value
            let type = DataType.map(results[0].type, value.type, valueContainsNull: value.nullable)
            return HigherOrderBinding(
                argumentTypes: [call.mapType(0)], resultType: type, nullable: call.anyNullable, canFail: true
            ) { arguments, lambdas, count, context in
                let input = ElementSequence(arguments[0], count: count)
                guard input.parts.count == 2 else { return .nulls(type, count: count) }
                let keys = try lambdas[0](input.parts, input.rows).flattened()
                let column = Column(
                    type, count: count, layout: .map(offsets: input.offsets, keys: keys, values: input.parts[1]),
                    validity: input.validity)
                return try MapKernels.checked(column, context)
            }
        },
        HigherOrderFunction.definition(
            "transform_values", "transform_values(map, function) - The map with other values.",
            ["transform_values(map_from_arrays(array(1, 2, 3), array(1, 2, 3)), (k, v) -> v + 1)"], since: "3.0.0",
            least: { _ in 2 }, parameters: keyAndValue
        ) { call, results in
            let type = DataType.map(
                try call.mapEntry(0).key, results[0].type, valueContainsNull: results[0].nullable)
            return HigherOrderBinding(
                argumentTypes: [call.mapType(0)], resultType: type, nullable: call.anyNullable
            ) { arguments, lambdas, count, _ in
                let input = ElementSequence(arguments[0], count: count)
                guard input.parts.count == 2 else { return .nulls(type, count: count) }
                let values = try lambdas[0](input.parts, input.rows).flattened()
                return Column(
                    type, count: count, layout: .map(offsets: input.offsets, keys: input.parts[0], values: values),
                    validity: input.validity)
            }
        },
        HigherOrderFunction.definition(
            "map_zip_with",
            "map_zip_with(map1, map2, function) - What the function gives for each key and its values in two maps.",
            ["map_zip_with(map(1, 'a', 2, 'b'), map(1, 'x', 2, 'y'), (k, v1, v2) -> concat(v1, v2))"], since: "3.0.0",
            values: 2, least: { _ in 3 },
            parameters: { call, _, _ in
                let (left, right) = (try call.mapEntry(0), try call.mapEntry(1))
                return [
                    LambdaParameter(try commonKey(call), nullable: false), LambdaParameter(left.value.type),
                    LambdaParameter(right.value.type),
                ]
            }, bind: bindZip),
    ]

    @Sendable private static func keyAndValue(
        _ call: Call, _: Int, _: [FunctionArgument]
    ) throws -> [LambdaParameter] {
        let entry = try call.mapEntry(0)
        return [LambdaParameter(entry.key, nullable: false), entry.value]
    }

    private static func commonKey(_ call: Call) throws -> DataType {
        let (left, right) = (try call.mapEntry(0).key, try call.mapEntry(1).key)
        // Keys are not read as the other map's type for this.
        guard left.isString == right.isString || left == .null || right == .null,
            let key = TypeCoercion.commonType(left, right, isANSI: call.context.isANSI)
        else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES", sqlState: "42K09",
                "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input to the `map_zip_with` should have been "
                    + "two maps with compatible key types, but it's [\"\(left.sql)\", \"\(right.sql)\"].",
                parameters: [
                    "sqlExpr": "\"\(call.sql)\"", "functionName": "`map_zip_with`", "leftType": "\"\(left.sql)\"",
                    "rightType": "\"\(right.sql)\"",
                ])
        }
        return key
    }

    @Sendable private static func bindZip(_ call: Call, _ results: [FunctionArgument]) throws -> HigherOrderBinding {
        let key = try commonKey(call)
        let (left, right) = (try call.mapEntry(0).value, try call.mapEntry(1).value)
        let type = DataType.map(key, results[0].type, valueContainsNull: results[0].nullable)
        return HigherOrderBinding(
            argumentTypes: [
                .map(key, left.type, valueContainsNull: left.nullable),
                .map(key, right.type, valueContainsNull: right.nullable),
            ], resultType: type, nullable: call.anyNullable
        ) { arguments, lambdas, count, _ in
            let a = ElementSequence(arguments[0], count: count)
            let b = ElementSequence(arguments[1], count: count)
            guard a.parts.count == 2, b.parts.count == 2 else { return .nulls(type, count: count) }
            let validity = Bitmap.and(a.validity, b.validity)
            let merged = merge(a, b, validity)
            let entries = [
                Column.concatenate([a.parts[0], b.parts[0].reinterpreted(as: key)], type: key).gather(merged.keys),
                a.parts[1].gather(merged.left, allowingMissing: true),
                b.parts[1].gather(merged.right, allowingMissing: true),
            ]
            let values = try lambdas[0](entries, merged.rows).flattened()
            return Column(
                type, count: count, layout: .map(offsets: merged.offsets, keys: entries[0], values: values),
                validity: validity)
        }
    }

    private struct Merged {
        var offsets: Buffer
        /// Positions in the first map's keys followed by the second's.
        var keys: Selection
        /// Positions of the values, -1 for a key that is not there.
        var left: Selection
        var right: Selection
        var rows: Selection
    }

    /// The keys of the first map in order, then those that only the second has. Keys are compared by hash first.
    private static func merge(_ a: ElementSequence, _ b: ElementSequence, _ validity: Bitmap?) -> Merged {
        let capacity = a.elementCount &+ b.elementCount
        let offsets = Buffer(capacity: (a.count &+ 1) &* 4)
        let result = Merged(
            offsets: offsets, keys: Selection(capacity: capacity), left: Selection(capacity: capacity),
            right: Selection(capacity: capacity), rows: Selection(capacity: capacity))
        let hashes = (
            Murmur3.hash(columns: [a.parts[0]], count: a.elementCount),
            Murmur3.hash(columns: [b.parts[0]], count: b.elementCount)
        )
        let (x, y) = (hashes.0.typed(Int32.self), hashes.1.typed(Int32.self))
        defer { withExtendedLifetime(hashes) {} }
        let ends = offsets.typed(Int32.self)
        ends[0] = 0
        var written = 0
        func put(_ key: Int, _ left: Int, _ right: Int, _ row: Int) {
            result.keys.rows[written] = Int32(truncatingIfNeeded: key)
            result.left.rows[written] = Int32(truncatingIfNeeded: left)
            result.right.rows[written] = Int32(truncatingIfNeeded: right)
            result.rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= 1
        }
        for row in 0..<a.count {
            if validity.map({ $0[row] }) ?? true {
                let left = Int(a.bounds[row])..<Int(a.bounds[row &+ 1])
                let right = Int(b.bounds[row])..<Int(b.bounds[row &+ 1])
                for i in left {
                    let match = right.first {
                        x[i] == y[$0] && RowComparison.compare(a.parts[0], i, b.parts[0], $0) == 0
                    }
                    put(i, i, match ?? -1, row)
                }
                for j in right
                where !left.contains(where: {
                    x[$0] == y[j] && RowComparison.compare(a.parts[0], $0, b.parts[0], j) == 0
                }) {
                    put(a.elementCount &+ j, -1, j, row)
                }
            }
            ends[row &+ 1] = Int32(truncatingIfNeeded: written)
        }
        for selection in [result.keys, result.left, result.right, result.rows] { selection.setCount(written) }
        return result
    }
}
