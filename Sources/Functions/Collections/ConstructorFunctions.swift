import Columnar

/// Arrays, structs and maps put together from columns.
enum ConstructorFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "array", .array, "array(a, b, …) - An array of the arguments.", ["array(1, 2, 3)"], since: "1.1.0",
            count: 0...Int.max
        ) { call in
            let element = try call.commonType()
            let types = [DataType](repeating: element, count: call.arguments.count)
            let type = DataType.array(element, containsNull: call.anyNullable)
            return ScalarBinding(argumentTypes: types, resultType: type, nullable: false) { arguments, count, _ in
                let offsets = Buffer(capacity: (count + 1) * 4)
                let bounds = offsets.typed(Int32.self)
                let width = arguments.count
                for row in 0...count { bounds[row] = Int32(truncatingIfNeeded: row &* width) }
                return Column(
                    type, count: count,
                    layout: .array(offsets: offsets, elements: interleaved(arguments, element, count)))
            }
        },
        .scalar(
            "struct", .structure,
            "struct(a, b, …) - A struct of the arguments, fields named as they are, or col1, col2, ….",
            ["struct(1, 2, 3)"], since: "1.4.0", count: 0...Int.max
        ) { call in
            let fields = call.arguments.enumerated().map { index, argument in
                StructField(
                    fieldName(argument) ?? "col\(index + 1)", argument.type, nullable: argument.nullable)
            }
            let type = DataType.structure(Schema(fields))
            return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: false) { arguments, count, _ in
                Column(type, count: count, layout: .structure(arguments.map { $0.flattened() }))
            }
        },
        .scalar(
            "named_struct", .structure, "named_struct(name1, value1, …) - A struct of named fields.",
            ["named_struct('a', 1, 'b', 2)"], since: "1.5.0", count: 0...Int.max
        ) { call in
            guard call.arguments.count % 2 == 0 else {
                throw FunctionError.wrongArgumentCount(
                    call.name, expected: "2n (n > 0)", actual: call.arguments.count)
            }
            var fields: [StructField] = []
            for index in stride(from: 0, to: call.arguments.count, by: 2) {
                guard let name = call.stringLiteral(index) else {
                    throw FunctionError.nonFoldable(
                        sql: call.sql, name: "name", type: .string, input: call.arguments[index].sql)
                }
                let value = call.arguments[index + 1]
                fields.append(StructField(name, value.type, nullable: value.nullable))
            }
            let type = DataType.structure(Schema(fields))
            return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: false) { arguments, count, _ in
                let values = stride(from: 1, to: arguments.count, by: 2).map { arguments[$0].flattened() }
                return Column(type, count: count, layout: .structure(values))
            }
        },
        .scalar(
            "map", .map, "map(key1, value1, …) - A map of keys and values.", ["map(1.0, '2', 3.0, '4')"],
            since: "2.0.0", count: 0...Int.max, bindMap),
        .scalar(
            "map_from_arrays", .map, "map_from_arrays(keys, values) - A map of two arrays.",
            ["map_from_arrays(array(1.0, 3.0), array('2', '4'))"], since: "2.4.0", count: 2...2
        ) { call in
            let types = try call.coerced([.array, .array])
            guard case .array(let key, _) = types[0], case .array(let value, let nulls) = types[1] else {
                throw call.mismatch(0, required: "\"ARRAY\"")
            }
            let type = DataType.map(key, value, valueContainsNull: nulls)
            return .rows(call, argumentTypes: types, result: type, canFail: true) { rows, context in
                guard let keys = ArrayKernels.Input(rows.arguments[0]),
                    let values = ArrayKernels.Input(rows.arguments[1])
                else { return .nulls(type, count: rows.count) }
                let column = try rows.build { row, builder in
                    let (a, b) = (keys.range(row), values.range(row))
                    guard a.count == b.count else {
                        throw PyriteError(
                            .runtime, "MAP_FROM_ARRAYS_LENGTH_MISMATCH", sqlState: "22000",
                            "The key array and value array of a map must have the same length.")
                    }
                    builder.child(0).append(contentsOf: keys.elements.slice(a))
                    builder.child(1).append(contentsOf: values.elements.slice(b))
                    builder.closeRange()
                }
                return try MapKernels.checked(column, context)
            }
        },
    ]

    /// The name of an argument that is a column or has an alias; other expressions give their fields none. An argument's
    /// text is its name, so what cannot be a name tells the others.
    private static func fieldName(_ argument: FunctionArgument) -> String? {
        if let alias = argument.alias { return alias }
        let text = argument.sql
        if case .string(let value)? = argument.literal, value == text { return nil }
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_",
            !text.contains("("), !["true", "false", "NULL"].contains(text)
        else { return nil }
        return text
    }

    /// Row 0 of every column, row 1 of every column, …
    static func interleaved(_ columns: [Column], _ type: DataType, _ count: Int) -> Column {
        if columns.isEmpty { return ColumnBuilder(type).finish() }
        let all = Column.concatenate(columns.map { $0.flattened() }, type: type)
        let rows = Selection(capacity: columns.count * count)
        var written = 0
        for row in 0..<count {
            for index in columns.indices {
                rows.rows[written] = Int32(truncatingIfNeeded: index &* count &+ row)
                written &+= 1
            }
        }
        rows.setCount(written)
        return columns.count == 1 ? all : all.gather(rows)
    }

    @Sendable private static func bindMap(_ call: Call) throws -> ScalarBinding {
        guard call.arguments.count % 2 == 0 else {
            throw FunctionError.wrongArgumentCount(call.name, expected: "2n (n > 0)", actual: call.arguments.count)
        }
        let keys = stride(from: 0, to: call.arguments.count, by: 2).map { call.arguments[$0] }
        let values = stride(from: 1, to: call.arguments.count, by: 2).map { call.arguments[$0] }
        guard let key = TypeCoercion.commonType(keys.map(\.type)),
            let value = TypeCoercion.commonType(values.map(\.type))
        else { throw FunctionError.differingArgumentTypes(call.name, sql: call.sql, call.types) }
        let type = DataType.map(key, value, valueContainsNull: values.contains(where: \.nullable))
        let types = call.arguments.indices.map { $0 % 2 == 0 ? key : value }
        return ScalarBinding(argumentTypes: types, resultType: type, nullable: false, canFail: true) {
            arguments, count, context in
            let width = arguments.count / 2
            let offsets = Buffer(capacity: (count + 1) * 4)
            for row in 0...count { offsets.typed(Int32.self)[row] = Int32(truncatingIfNeeded: row &* width) }
            let keyColumn = interleaved(stride(from: 0, to: arguments.count, by: 2).map { arguments[$0] }, key, count)
            let valueColumn = interleaved(
                stride(from: 1, to: arguments.count, by: 2).map { arguments[$0] }, value, count)
            let column = Column(
                type, count: count, layout: .map(offsets: offsets, keys: keyColumn, values: valueColumn))
            return try MapKernels.checked(column, context)
        }
    }
}

/// Kernels over maps.
enum MapKernels {
    /// Keys must not be null and must differ.
    static func checkKeys(_ keys: Column, _ range: Range<Int>) throws {
        for index in range {
            if keys.isNull(index) {
                throw PyriteError(
                    .runtime, "NULL_MAP_KEY", sqlState: "2200E", "Cannot use null as map key.")
            }
            for other in range.lowerBound..<index where RowComparison.compare(keys, other, keys, index) == 0 {
                let text = ValueText.plain(keys, row: index, context: EvaluationContext())
                throw PyriteError(
                    .runtime, "DUPLICATED_MAP_KEY", sqlState: "23505",
                    "Duplicate map key \(text) was found, please check the input data. If you want to remove the "
                        + "duplicated "
                        + "keys, you can set \"spark.sql.mapKeyDedupPolicy\" to \"LAST_WIN\" so that the key "
                        + "inserted at "
                        + "last takes precedence.",
                    parameters: ["key": text, "mapKeyDedupPolicy": "\"spark.sql.mapKeyDedupPolicy\""])
            }
        }
    }

    /// A column of maps whose keys are checked: of equal keys the last value counts where the session says so, and is an
    /// error otherwise.
    static func checked(_ column: Column, _ context: EvaluationContext) throws -> Column {
        let flat = column.flattened()
        guard case .map(let offsets, let keys, let values) = flat.layout else { return column }
        let bounds = offsets.typed(Int32.self)
        if !context.keepsLastOfEqualKeys {
            for row in 0..<flat.count where !flat.isNull(row) {
                try checkKeys(keys, Int(bounds[row])..<Int(bounds[row + 1]))
            }
            return column
        }
        let starts = Buffer(capacity: (flat.count + 1) * 4)
        starts.typed(Int32.self)[0] = 0
        var (keptKeys, keptValues): ([Int], [Int]) = ([], [])
        for row in 0..<flat.count {
            let first = keptKeys.count
            for index in flat.isNull(row) ? 0..<0 : Int(bounds[row])..<Int(bounds[row + 1]) {
                if keys.isNull(index) { try checkKeys(keys, index..<(index + 1)) }
                // The entry stays where its key came first.
                let found = (first..<keptKeys.count).first {
                    RowComparison.compare(keys, keptKeys[$0], keys, index) == 0
                }
                if let found {
                    keptValues[found] = index
                } else {
                    keptKeys.append(index)
                    keptValues.append(index)
                }
            }
            starts.typed(Int32.self)[row + 1] = Int32(truncatingIfNeeded: keptKeys.count)
        }
        let layout = Column.Layout.map(
            offsets: starts, keys: keys.gather(Selection(keptKeys)), values: values.gather(Selection(keptValues)))
        return Column(flat.type, count: flat.count, layout: layout, validity: flat.validity)
    }

    struct Input {
        let offsets: UnsafeMutablePointer<Int32>
        let keys: Column
        let values: Column
        let step: Int
        private let owner: Column

        init?(_ column: Column) {
            var flat = column
            var step = 1
            if case .constant(let one) = column.layout {
                flat = one
                step = 0
            }
            guard case .map(let offsets, let keys, let values) = flat.layout else { return nil }
            owner = flat
            self.offsets = offsets.typed(Int32.self)
            self.keys = keys.flattened()
            self.values = values.flattened()
            self.step = step
        }

        func range(_ row: Int) -> Range<Int> { Int(offsets[row &* step])..<Int(offsets[row &* step &+ 1]) }
    }
}
