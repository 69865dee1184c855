import Columnar

/// Elements, fields, keys, sizes.
enum AccessFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "element_at", .map,
            "element_at(array, index), element_at(map, key) - The element at an index counted from 1 "
                + "(from the end when negative), or the value of a key.", ["element_at(array(1, 2, 3), 2)"],
            since: "2.4.0",
            count: 2...2
        ) { try bindElement($0, .fromOne, raises: $0.context.isANSI) },
        .scalar(
            "try_element_at", .map,
            "try_element_at(array, index), try_element_at(map, key) - Like element_at, null "
                + "outside of the array.", ["try_element_at(array(1, 2, 3), 2)"], since: "3.5.0", count: 2...2
        ) {
            try bindElement($0, .fromOne, raises: false)
        },
        .scalar(
            "get", .array, "get(array, index) - The element at an index counted from 0, null outside of the array.",
            ["get(array(1, 2, 3), 0)"], since: "3.4.0", count: 2...2
        ) {
            try bindElement($0, .fromZero, raises: false)
        },
        .scalar(
            "get_item", .collection,
            "get_item(container, key) - container[key]: the element at an index counted from 0, "
                + "or the value of a key.", ["array(1, 2, 3)[0]"], since: "1.3.0", count: 2...2
        ) {
            try bindElement($0, .fromZero, raises: $0.context.isANSI)
        },
        .scalar(
            "get_field", .structure, "get_field(struct, name) - struct.name, of every element when it is an array.",
            ["named_struct('a', 1).a"], since: "1.3.0", count: 2...2, bindField),
        .scalar(
            "size", aliases: ["cardinality"], .collection, "size(expr) - The number of elements of an array or map.",
            ["size(array('b', 'd', 'c', 'a'))"], since: "1.5.0", count: 1...1
        ) { call in
            try bindSize(call, maps: true)
        },
        .scalar(
            "array_size", .array, "array_size(array) - The number of elements.", ["array_size(array(1, 2))"],
            since: "3.3.0", count: 1...1
        ) { call in try bindSize(call, maps: false) },
        .scalar(
            "array_contains", .array, "array_contains(array, value) - Whether the array holds the value.",
            ["array_contains(array(1, 2, 3), 2)"], since: "1.5.0", count: 2...2
        ) { call in
            guard !call.types.contains(.null) else {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.NULL_TYPE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: Null typed values cannot be used as "
                        + "arguments of `array_contains`.",
                    parameters: ["sqlExpr": "\"\(call.sql)\"", "functionName": "`array_contains`"])
            }
            let (array, element) = try elementTypes(call)
            var holdsNulls = true
            if case .array(_, let nulls) = call.types[0] { holdsNulls = nulls }
            return .rows(
                call, argumentTypes: [array, element], result: .boolean,
                nullable: holdsNulls ? .always : .whenArgumentsAre
            ) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else {
                    return .nulls(.boolean, count: rows.count)
                }
                let value = rows.arguments[1]
                return rows.mapOptional(UInt8(0)) { row in
                    var sawNull = false
                    for index in input.range(row) {
                        if input.elements.isNull(index) {
                            sawNull = true
                        } else if RowComparison.compare(input.elements, index, value, row) == 0 {
                            return 1
                        }
                    }
                    return sawNull ? nil : 0
                }
            }
        },
        .scalar(
            "array_position", .array,
            "array_position(array, value) - The place of the value, counted from 1; 0 when "
                + "absent.", ["array_position(array(312, 773, 708, 708), 708)"], since: "2.4.0", count: 2...2
        ) { call in
            let (array, element) = try elementTypes(call)
            return .rows(call, argumentTypes: [array, element], result: .long) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else { return .nulls(.long, count: rows.count) }
                let value = rows.arguments[1]
                return rows.mapValid(Int64(0)) { row in
                    let range = input.range(row)
                    for index in range where !input.elements.isNull(index) {
                        if RowComparison.compare(input.elements, index, value, row) == 0 {
                            return Int64(index - range.lowerBound + 1)
                        }
                    }
                    return 0
                }
            }
        },
        .scalar(
            "map_keys", .map, "map_keys(map) - The keys as an array.", ["map_keys(map(1, 'a', 2, 'b'))"],
            since: "2.0.0", count: 1...1
        ) { call in
            guard case .map(let key, _, _) = call.types[0] else { throw call.mismatch(0, required: "\"MAP\"") }
            return mapPart(call, .array(key, containsNull: true)) { keys, _ in keys }
        },
        .scalar(
            "map_values", .map, "map_values(map) - The values as an array.", ["map_values(map(1, 'a', 2, 'b'))"],
            since: "2.0.0", count: 1...1
        ) { call in
            guard case .map(_, let value, let nulls) = call.types[0] else {
                throw call.mismatch(0, required: "\"MAP\"")
            }
            return mapPart(call, .array(value, containsNull: true)) { _, values in values }
        },
        .scalar(
            "map_contains_key", .map, "map_contains_key(map, key) - Whether the map has the key.",
            ["map_contains_key(map(1, 'a', 2, 'b'), 1)"], since: "3.3.0", count: 2...2
        ) { call in
            guard case .map(let key, let value, let nulls) = call.types[0],
                let common = TypeCoercion.commonType(key, call.types[1])
            else { throw call.mismatch(0, required: "\"MAP\"") }
            let types: [DataType] = [.map(common, value, valueContainsNull: nulls), common]
            return .rows(call, argumentTypes: types, result: .boolean) { rows, _ in
                guard let input = MapKernels.Input(rows.arguments[0]) else {
                    return .nulls(.boolean, count: rows.count)
                }
                let wanted = rows.arguments[1]
                return rows.mapValid(UInt8(0)) { row in
                    input.range(row).contains { RowComparison.compare(input.keys, $0, wanted, row) == 0 } ? 1 : 0
                }
            }
        },
    ]

    private enum Base: Sendable { case fromZero, fromOne }

    static func elementTypes(_ call: Call) throws -> (DataType, DataType) {
        if call.types[0] == .null { return (.array(call.types[1], containsNull: true), call.types[1]) }
        guard case .array(let element, let nulls) = call.types[0] else { throw call.mismatch(0, required: "\"ARRAY\"") }
        guard let common = TypeCoercion.commonType(element, call.types[1]) else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES", sqlState: "42K09",
                "Cannot resolve \"\(call.sql)\" due to data type mismatch: Input to `\(call.name)` should have been "
                    + "\"ARRAY\" "
                    + "followed by a value with same element type, but it's [\"\(call.types[0].sql)\", "
                    + "\"\(call.types[1].sql)\"].",
                parameters: [
                    "sqlExpr": "\"\(call.sql)\"", "functionName": "`\(call.name)`", "dataType": "\"ARRAY\"",
                    "leftType": "\"\(call.types[0].sql)\"", "rightType": "\"\(call.types[1].sql)\"",
                ])
        }
        return (.array(common, containsNull: nulls), common)
    }

    private static func bindElement(_ call: Call, _ base: Base, raises: Bool) throws -> ScalarBinding {
        switch call.types[0] {
        case .array(let element, let holdsNulls):
            guard let index = ParameterType.int.target(call.types[1], isANSI: true) else {
                throw call.mismatch(1, required: "\"INT\"")
            }
            return .rows(
                call, argumentTypes: [call.types[0], index], result: element,
                nullable: raises && !holdsNulls ? .whenArgumentsAre : .always, canFail: raises
            ) { rows, _ in
                guard let input = ArrayKernels.Input(rows.arguments[0]) else {
                    return .nulls(element, count: rows.count)
                }
                let indices = rows.fixed(1, as: Int32.self)
                let picks = Selection(capacity: rows.count)
                for row in 0..<rows.count {
                    picks.rows[row] = -1
                    guard rows.validity?[row] ?? true else { continue }
                    let range = input.range(row)
                    let index = Int(indices[row])
                    var position = index
                    if base == .fromOne {
                        if index == 0 { throw StringSearchFunctions.zeroIndex() }
                        position = index > 0 ? index - 1 : range.count + index
                    }
                    if position >= 0 && position < range.count {
                        picks.rows[row] = Int32(truncatingIfNeeded: range.lowerBound + position)
                    } else if raises {
                        throw outOfBounds(base, index, range.count)
                    }
                }
                picks.setCount(rows.count)
                return input.elements.gather(picks, allowingMissing: true)
            }
        case .map(let key, let value, let nulls):
            guard let common = TypeCoercion.commonType(key, call.types[1]) else {
                throw FunctionError.differingTypes(sql: call.sql, left: call.types[0], right: call.types[1])
            }
            let types: [DataType] = [.map(common, value, valueContainsNull: nulls), common]
            return .rows(call, argumentTypes: types, result: value, nullable: .always) { rows, _ in
                guard let input = MapKernels.Input(rows.arguments[0]) else { return .nulls(value, count: rows.count) }
                let wanted = rows.arguments[1]
                let picks = Selection(capacity: rows.count)
                for row in 0..<rows.count {
                    picks.rows[row] = -1
                    guard rows.validity?[row] ?? true else { continue }
                    for index in input.range(row)
                    where RowComparison.compare(input.keys, index, wanted, row) == 0 {
                        picks.rows[row] = Int32(truncatingIfNeeded: index)
                        break
                    }
                }
                picks.setCount(rows.count)
                return input.values.gather(picks, allowingMissing: true)
            }
        case .null:
            return .rows(call, argumentTypes: call.types, result: .null, nullable: .always) { rows, _ in
                .nulls(.null, count: rows.count)
            }
        default: throw call.mismatch(0, required: "(\"ARRAY\" or \"MAP\")")
        }
    }

    private static func outOfBounds(_ base: Base, _ index: Int, _ count: Int) -> PyriteError {
        let isElementAt = base == .fromOne
        return PyriteError(
            .arrayIndex, isElementAt ? "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" : "INVALID_ARRAY_INDEX", sqlState: "22003",
            "The index \(index) is out of bounds. The array has \(count) elements. Use "
                + (isElementAt
                    ? "`try_element_at` to tolerate accessing element at invalid index and return NULL instead."
                    : "the SQL function `get()` to tolerate accessing element at invalid index and return NULL "
                        + "instead."),
            parameters: ["indexValue": "\(index)", "arraySize": "\(count)"])
    }

    @Sendable private static func bindField(_ call: Call) throws -> ScalarBinding {
        guard let name = call.stringLiteral(1) else {
            throw FunctionError.nonFoldable(sql: call.sql, name: "name", type: .string, input: call.arguments[1].sql)
        }
        func field(_ schema: Schema) throws -> (Int, StructField) {
            guard let index = schema.index(ofName: name) else {
                let names = schema.names.map(quoteIdentifier).joined(separator: ", ")
                throw PyriteError(
                    .analysis, "FIELD_NOT_FOUND", sqlState: "42704", "No such struct field `\(name)` in \(names).",
                    parameters: ["fieldName": "`\(name)`", "fields": names])
            }
            return (index, schema[index])
        }
        switch call.types[0] {
        case .structure(let schema):
            let (index, found) = try field(schema)
            return ScalarBinding(
                argumentTypes: [call.types[0], .string], resultType: found.dataType,
                nullable: call.arguments[0].nullable || found.nullable
            ) { arguments, count, _ in
                if case .constant(let one) = arguments[0].layout {
                    return Column(found.dataType, count: count, layout: .constant(child(one, index, found.dataType)))
                }
                return child(arguments[0], index, found.dataType)
            }
        case .array(.structure(let schema), let nulls):
            let (index, found) = try field(schema)
            let type = DataType.array(found.dataType, containsNull: nulls || found.nullable)
            return .rows(call, argumentTypes: [call.types[0], .string], result: type) { rows, _ in
                let column = rows.arguments[0].flattened()
                guard case .array(let offsets, let elements) = column.layout else {
                    return .nulls(type, count: rows.count)
                }
                return Column(
                    type, count: rows.count,
                    layout: .array(offsets: offsets, elements: child(elements, index, found.dataType)),
                    validity: rows.validity)
            }
        default:
            throw PyriteError(
                .analysis, "INVALID_EXTRACT_BASE_FIELD_TYPE", sqlState: "42000",
                "Can't extract a value from \"\(call.arguments[0].sql)\". Need a complex type [STRUCT, ARRAY, MAP] "
                    + "but got "
                    + "\"\(call.types[0].sql)\".",
                parameters: ["base": "\"\(call.arguments[0].sql)\"", "other": "\"\(call.types[0].sql)\""])
        }
    }

    /// A struct's field, null where the struct is.
    private static func child(_ column: Column, _ index: Int, _ type: DataType) -> Column {
        let flat = column.flattened()
        guard case .structure(let children) = flat.layout, index < children.count else {
            return .nulls(type, count: column.count)
        }
        guard let validity = flat.validity else { return children[index] }
        let field = children[index].flattened()
        if field.type == .null { return field }
        return Column(
            field.type, count: field.count, layout: field.layout, validity: Bitmap.and(field.validity, validity))
    }

    private static func bindSize(_ call: Call, maps: Bool) throws -> ScalarBinding {
        switch call.types[0] {
        case .array, .null: break
        case .map where maps: break
        default: throw call.mismatch(0, required: maps ? "(\"ARRAY\" or \"MAP\")" : "\"ARRAY\"")
        }
        if call.types[0] == .null, maps, !call.context.isANSI {
            return ScalarBinding(argumentTypes: call.types, resultType: .integer, nullable: false) { _, count, _ in
                .constant(.integer(-1), .integer, count: count)
            }
        }
        return .rows(call, argumentTypes: call.types, result: .integer) { rows, _ in
            let column = rows.arguments[0].flattened()
            let bounds: UnsafeMutablePointer<Int32>
            switch column.layout {
            case .array(let offsets, _), .map(let offsets, _, _): bounds = offsets.typed(Int32.self)
            default: return .nulls(.integer, count: rows.count)
            }
            return withExtendedLifetime(column) { rows.map { bounds[$0 &+ 1] &- bounds[$0] } }
        }
    }

    private static func mapPart(
        _ call: Call, _ type: DataType, _ part: @escaping @Sendable (Column, Column) -> Column
    ) -> ScalarBinding {
        .rows(call, argumentTypes: call.types, result: type) { rows, _ in
            let column = rows.arguments[0].flattened()
            guard case .map(let offsets, let keys, let values) = column.layout else {
                return .nulls(type, count: rows.count)
            }
            return Column(
                type, count: rows.count, layout: .array(offsets: offsets, elements: part(keys, values)),
                validity: column.validity)
        }
    }
}
