import Columnar
import Functions

extension Analyzer {
    /// Fails for columns that hold maps or variants, whose rows cannot be told apart.
    func requireComparable(_ columns: [Attribute], _ types: [DataType]) throws {
        for (column, type) in zip(columns, types) {
            let what = type.holdsMap ? "MAP" : type.holdsVariant ? "VARIANT" : nil
            guard let what else { continue }
            throw PyriteError(
                .analysis, "UNSUPPORTED_FEATURE.SET_OPERATION_ON_\(what)_TYPE", sqlState: "0A000",
                "The feature is not supported: Cannot have \(what) type columns in DataFrame which calls set operations "
                    + "(INTERSECT, EXCEPT, etc.), but the type of column \(quoteIdentifier(column.name)) is "
                    + "\"\(type.sql)\".",
                parameters: ["colName": quoteIdentifier(column.name), "dataType": "\"\(type.sql)\""])
        }
    }

    func resolveSetOperation(_ node: SetOperation, _ environment: Environment) throws -> Resolved {
        var inputs = try node.inputs.map { try resolve($0, environment).trimmed() }
        let planColumns = inputs.first?.planColumns ?? [:]
        if node.byName { inputs = try alignedByName(inputs, allowMissing: node.allowMissingColumns) }
        guard let first = inputs.first else { return Resolved(.oneRow) }
        for (position, input) in inputs.enumerated() where input.visible.count != first.visible.count {
            let name = node.kind == .union ? "UNION" : node.kind == .intersect ? "INTERSECT" : "EXCEPT"
            throw PyriteError(
                .analysis, "NUM_COLUMNS_MISMATCH", sqlState: "42826",
                "\(name) can only be performed on inputs with the same number of columns, but the first input has "
                    + "\(first.visible.count) columns and the \(FunctionError.ordinal(position)) input has "
                    + "\(input.visible.count) columns.",
                parameters: [
                    "operator": name, "firstNumColumns": "\(first.visible.count)",
                    "invalidOrdinalNum": FunctionError.ordinal(position), "invalidNumColumns": "\(input.visible.count)",
                ])
        }
        let types = try first.visible.indices.map { column -> DataType in
            try inputs.enumerated().dropFirst().reduce(first.visible[column].type) { type, entry in
                let other = entry.element.visible[column].type
                guard type.withoutCollations != other.withoutCollations || type == other,
                    let common = TypeCoercion.commonType(type, other, isANSI: isANSI)
                else {
                    throw incompatible(node.kind, column, entry.offset, type, other)
                }
                return common
            }
        }
        if node.kind != .union || !node.isAll { try requireComparable(first.visible, types) }
        inputs = inputs.map { cast($0, to: types, origin: node.origin) }
        switch node.kind {
        case .union:
            var operation = SetOperation(.union, inputs.map(\.plan), isAll: true)
            operation.output = first.visible.indices.map { column in
                Attribute(
                    first.visible[column].name, types[column],
                    nullable: inputs.contains { $0.visible[column].nullable })
            }
            var result = Resolved(.setOperation(operation))
            // `df.union(other).select(df["a"])` still finds the column, at its place in the union.
            let positions = Dictionary(
                first.visible.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
            result.planColumns = planColumns.mapValues { columns in
                columns.compactMap { positions[$0.id].map { operation.output[$0] } }
            }
            return node.isAll ? result : distinctRows(result)
        case .intersect, .except:
            return try bySemiJoin(node, inputs)
        }
    }

    private func incompatible(
        _ kind: SetOperation.Kind, _ column: Int, _ input: Int, _ a: DataType, _ b: DataType
    ) -> PyriteError {
        let name = kind == .union ? "UNION" : kind == .intersect ? "INTERSECT" : "EXCEPT"
        return PyriteError(
            .analysis, "INCOMPATIBLE_COLUMN_TYPE", sqlState: "42825",
            "\(name) can only be performed on tables with compatible column types. The \(FunctionError.ordinal(column)) "
                + "column of the \(FunctionError.ordinal(input)) table is \"\(b.sql)\" type which is not compatible with "
                + "\"\(a.sql)\" at the same column of the first table..",
            parameters: [
                "operator": name, "columnOrdinalNumber": FunctionError.ordinal(column),
                "tableOrdinalNumber": FunctionError.ordinal(input), "dataType1": "\"\(b.sql)\"",
                "dataType2": "\"\(a.sql)\"", "hint": "",
            ])
    }

    private func cast(_ input: Resolved, to types: [DataType], origin: Origin?) -> Resolved {
        if zip(input.visible, types).allSatisfy({ $0.type == $1 }) { return input }
        let expressions = zip(input.visible, types).map { attribute, type -> Expression in
            let value = coerced(.attribute(attribute), to: type, origin: origin)
            if case .attribute = value { return value }
            return .alias(Alias(value, attribute.name, id: .fresh()))
        }
        return Resolved(.project(Project(input.plan, expressions)))
    }

    /// The inputs with the columns of the first, found by name. With `allowMissing` columns that some inputs lack come
    /// last and are null there, and so are fields of structs, at any depth.
    private func alignedByName(_ inputs: [Resolved], allowMissing: Bool) throws -> [Resolved] {
        var columns = inputs[0].visible.map { (name: $0.name, type: $0.type) }
        if allowMissing {
            for column in inputs.dropFirst().flatMap(\.visible) {
                if let index = columns.firstIndex(where: { $0.name.lowercased() == column.name.lowercased() }) {
                    columns[index].type = columns[index].type.withFields(of: column.type)
                } else {
                    columns.append((column.name, column.type))
                }
            }
        }
        return try inputs.map { input in
            if !allowMissing, input.visible.count != columns.count {
                throw PyriteError(
                    .analysis, "NUM_COLUMNS_MISMATCH", sqlState: "42826",
                    "UNION can only be performed on inputs with the same number of columns, but the first input has "
                        + "\(columns.count) columns and the second input has \(input.visible.count) columns.",
                    parameters: [
                        "operator": "UNION", "firstNumColumns": "\(columns.count)", "invalidOrdinalNum": "second",
                        "invalidNumColumns": "\(input.visible.count)",
                    ])
            }
            let resolver = ExpressionResolver(self, input, Environment())
            let expressions = try columns.map { column -> Expression in
                if case .found(let attribute, _) = Resolved.lookup([column.name], among: input.visible) {
                    guard allowMissing, !attribute.type.hasFields(of: column.type) else { return .attribute(attribute) }
                    let value = try resolver.resolve(
                        Expression.attribute(attribute)
                            .reshaped(from: attribute.type, to: column.type, nullable: attribute.nullable))
                    return .alias(Alias(value.withoutAlias, attribute.name, id: .fresh()))
                }
                guard allowMissing else {
                    throw NameError.unresolved([column.name], in: input, origin: nil)
                }
                return .alias(Alias(.literal(.null, column.type), column.name, id: .fresh()))
            }
            return Resolved(.project(Project(input.plan, expressions)))
        }
    }

    /// INTERSECT and EXCEPT as semi and anti joins on all columns, nulls equal. With ALL the n-th copy of a row counts as
    /// a row of its own.
    private func bySemiJoin(_ node: SetOperation, _ inputs: [Resolved]) throws -> Resolved {
        let kind: Join.Kind = node.kind == .intersect ? .leftSemi : .leftAnti
        var result = inputs[0]
        for right in inputs.dropFirst() {
            let columns = result.visible
            let left = node.isAll ? try numbered(result) : result
            let other = node.isAll ? try numbered(right) : right
            let scope = Resolved(.join(Join(left.plan, other.plan, kind: .inner)))
            let resolver = ExpressionResolver(self, scope, Environment())
            let conditions = try zip(left.visible, other.visible).map { a, b in
                try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["<=>"], [.attribute(a), .attribute(b)])))
            }
            let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
            let plan = LogicalPlan.join(Join(left.plan, other.plan, kind: kind, condition: condition))
            var joined = Resolved(plan, visible: columns)
            joined = joined.trimmed()
            result = node.isAll ? joined : distinctRows(joined)
        }
        return result
    }

    /// The input with one more column: the number of each row among those equal to it.
    private func numbered(_ input: Resolved) throws -> Resolved {
        let keys = input.visible.map { Expression.attribute($0).collationKey }
        let order = SortOrder(.literal(.integer(1), .integer))
        let call = WindowFunctionCall(
            name: "row_number", arguments: [], resultType: .integer, nullable: false, ignoreNulls: false)
        let window = WindowExpression(function: .windowFunction(call), partitionBy: keys, orderBy: [order])
        let column = Expression.alias(Alias(.window(window), "copy", id: .fresh()))
        return Resolved(.window(WindowOperator(input.plan, [column])))
    }
}

extension Expression {
    /// A struct, or an array of structs, with the fields of a type made by ``DataType/withFields(of:)``: those that it
    /// lacks are null. The result is yet to be resolved.
    fileprivate func reshaped(
        from type: DataType, to wanted: DataType, nullable: Bool, depth: Int = 0
    ) -> Expression {
        if type.hasFields(of: wanted) { return self }
        switch (type, wanted) {
        case (.structure(let own), .structure(let schema)):
            let parts = schema.fields.flatMap { field -> [Expression] in
                let name = Expression.literal(.string(field.name), .string)
                guard let current = own.fields.first(where: { $0.name.lowercased() == field.name.lowercased() }) else {
                    return [name, .literal(.null, field.dataType)]
                }
                let value = Expression.unresolvedExtract(
                    child: self, extraction: .literal(.string(current.name), .string))
                return [
                    name,
                    value.reshaped(
                        from: current.dataType, to: field.dataType, nullable: nullable || current.nullable, depth: depth
                    ),
                ]
            }
            let made = Expression.unresolvedFunction(UnresolvedFunction(["named_struct"], parts))
            guard nullable else { return made }
            let isNull = Expression.unresolvedFunction(UnresolvedFunction(["isnull"], [self]))
            return .caseWhen(
                branches: [CaseBranch(when: isNull, then: .literal(.null, .null))], otherwise: made)
        case (.array(let own, let holdsNull), .array(let element, _)):
            let name = "element\(depth)"
            let body = Expression.unresolvedAttribute(UnresolvedAttribute([name]))
                .reshaped(from: own, to: element, nullable: holdsNull, depth: depth + 1)
            let lambda = Expression.lambda(parameters: [name], body: body)
            return .unresolvedFunction(UnresolvedFunction(["transform"], [self, lambda]))
        default: return self
        }
    }
}

extension DataType {
    /// This type with the fields of another one that its structs lack, behind its own.
    fileprivate func withFields(of other: DataType) -> DataType {
        switch (self, other) {
        case (.structure(let own), .structure(let others)):
            var fields = own.fields
            for field in others.fields {
                if let index = fields.firstIndex(where: { $0.name.lowercased() == field.name.lowercased() }) {
                    fields[index] = StructField(
                        fields[index].name, fields[index].dataType.withFields(of: field.dataType),
                        nullable: fields[index].nullable || field.nullable)
                } else {
                    fields.append(StructField(field.name, field.dataType))
                }
            }
            return .structure(Schema(fields))
        case (.array(let own, let ownNulls), .array(let others, let otherNulls)):
            return .array(own.withFields(of: others), containsNull: ownNulls || otherNulls)
        default: return self
        }
    }

    /// Whether structs have the same fields in the same order, so that no field is to be added or moved.
    fileprivate func hasFields(of other: DataType) -> Bool {
        switch (self, other) {
        case (.structure(let own), .structure(let others)):
            return own.fields.count == others.fields.count
                && zip(own.fields, others.fields).allSatisfy {
                    $0.name.lowercased() == $1.name.lowercased() && $0.dataType.hasFields(of: $1.dataType)
                }
        case (.array(let own, _), .array(let others, _)): return own.hasFields(of: others)
        default: return true
        }
    }
}
