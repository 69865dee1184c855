import Columnar
import Functions

/// The DataFrame methods that change the column list, as projections.
extension Analyzer {
    func resolveWithColumns(_ node: WithColumns, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let resolver = ExpressionResolver(self, child, environment)
        let columns = try node.columns.map { alias -> Alias in
            var resolved = alias
            resolved.child = try resolver.resolve(alias.child).withoutAlias
            resolved.id = .fresh()
            return resolved
        }
        if node.replacesOnly {
            for column in node.columns {
                guard case .missing = Resolved.lookup([column.name], among: child.visible) else { continue }
                throw NameError.unresolved([column.name], in: child, origin: nil)
            }
        }
        var pending = columns
        var list = child.visible.map { attribute -> Expression in
            guard let index = pending.firstIndex(where: { $0.name.lowercased() == attribute.name.lowercased() }) else {
                return .attribute(attribute)
            }
            return .alias(pending[index])
        }
        let replaced = Set(list.compactMap { if case .alias(let alias) = $0 { alias.id } else { nil } })
        pending.removeAll { alias in alias.id.map(replaced.contains) ?? false }
        list += pending.map { .alias($0) }
        let aggregates = list.contains(where: \.containsAggregate)
        guard !aggregates else {
            throw PyriteError(
                .analysis, "MISSING_GROUP_BY", sqlState: "42803",
                "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using "
                    + "OVER clauses.")
        }
        return keepingQualifiers(try project(child, list), of: child)
    }

    /// Columns that only passed through keep the qualifiers they had.
    private func keepingQualifiers(_ result: Resolved, of child: Resolved) -> Resolved {
        let qualifiers = Dictionary(child.visible.map { ($0.id, $0.qualifier) }, uniquingKeysWith: { a, _ in a })
        var copy = result
        copy.visible = result.visible.map {
            var attribute = $0
            attribute.qualifier = qualifiers[$0.id] ?? $0.qualifier
            return attribute
        }
        return copy
    }

    func resolveDropColumns(_ node: DropColumns, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let resolver = ExpressionResolver(self, child, environment)
        let names = Set(node.names.map { $0.lowercased() })
        if node.mustExist { for column in node.columns { _ = try resolver.resolve(column) } }
        // A column that does not exist is nothing to drop.
        let ids = Set(
            try node.columns.compactMap { expression -> AttributeID? in
                do {
                    guard case .attribute(let attribute) = try resolver.resolve(expression) else { return nil }
                    return attribute.id
                } catch let error as PyriteError where error.condition != "AMBIGUOUS_REFERENCE" {
                    return nil
                }
            })
        let kept = child.visible.filter { !ids.contains($0.id) && !names.contains($0.name.lowercased()) }
        if kept.count == child.visible.count { return child }
        return keepingQualifiers(try project(child, kept.map { .attribute($0) }), of: child)
    }

    func resolveRenameColumns(_ node: RenameColumns, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let list = child.visible.map { attribute -> Expression in
            let matching = node.renames.last { $0.from.lowercased() == attribute.name.lowercased() }
            guard let matching, matching.to != attribute.name else { return .attribute(attribute) }
            return .alias(Alias(.attribute(attribute), matching.to, id: .fresh()))
        }
        return keepingQualifiers(try project(child, list), of: child)
    }

    func resolveToDF(_ plan: LogicalPlan, _ names: [String], _ environment: Environment) throws -> Resolved {
        let child = try resolve(plan, environment)
        guard names.count == child.visible.count else {
            throw PyriteError(
                .analysis, "ASSIGNMENT_ARITY_MISMATCH", sqlState: "42802",
                "The number of columns or variables assigned or aliased: \(child.visible.count) does not match the number "
                    + "of source expressions: \(names.count).",
                parameters: ["numExpr": "\(names.count)", "numTarget": "\(child.visible.count)"])
        }
        return renamed(child, names)
    }

    func resolveToSchema(_ plan: LogicalPlan, _ schema: Schema, _ environment: Environment) throws -> Resolved {
        let child = try resolve(plan, environment)
        let list = try schema.fields.map { field -> Expression in
            guard case .found(let attribute, _) = Resolved.lookup([field.name], among: child.visible) else {
                guard field.nullable else { throw NameError.unresolved([field.name], in: child, origin: nil) }
                return .alias(Alias(.literal(.null, field.dataType), field.name, id: .fresh()))
            }
            guard field.nullable || !attribute.nullable else {
                throw PyriteError(
                    .analysis, "NULLABLE_COLUMN_OR_FIELD", sqlState: "42000",
                    "Column or field \(quoteIdentifier(field.name)) is nullable while it's required to be non-nullable.",
                    parameters: ["name": quoteIdentifier(field.name)])
            }
            let value = coerced(.attribute(attribute), to: field.dataType)
            return .alias(Alias(value, field.name, metadata: field.metadata, id: .fresh()))
        }
        return try project(child, list)
    }

    func resolveDeduplicate(_ node: Deduplicate, _ environment: Environment) throws -> Resolved {
        var child = try resolve(node.child, environment).trimmed()
        child.metadata = []
        for name in node.columns {
            if case .missing = Resolved.lookup([name], among: child.visible) {
                throw NameError.unresolved([name], in: child, origin: nil)
            }
        }
        if node.columns.isEmpty { return distinctRows(child) }
        let keys = node.columns.compactMap { name -> Attribute? in
            if case .found(let column, _) = Resolved.lookup([name], among: child.visible) { column } else { nil }
        }
        if keys.contains(where: { $0.type.hasCollation }) { return distinct(child, by: keys) }
        return child.wrapped { .deduplicate(Deduplicate($0, columns: node.columns)) }
    }

    func resolveRepartition(_ node: Repartition, _ environment: Environment) throws -> Resolved {
        var child = try resolve(node.child, environment)
        var copy = node
        if let count = node.partitionCount, count <= 0 {
            throw PyriteError(
                .illegalArgument, "INVALID_NUM_PARTITIONS", sqlState: "22023",
                "Number of partitions (\(count)) must be positive.", parameters: ["numPartitions": "\(count)"])
        }
        // Keys may be columns that the SELECT list did not keep.
        let select = child.selectInput
        func resolved(_ keys: [Expression]) throws -> [Expression] {
            let (expressions, extended) = try resolveReachingBelow(keys, child, environment)
            child = extended
            return expressions.map(\.withoutAlias)
        }
        switch node.scheme {
        case .hash(let keys):
            // Sort orders among the keys mean range partitioning, as for repartitionByRange.
            let orders = keys.compactMap { if case .sortOrder(let order) = $0 { order } else { nil } }
            if orders.count == keys.count, !orders.isEmpty {
                let keys = try resolved(orders.map(\.expression))
                copy.scheme = .range(zip(orders, keys).map { order, key in order.mapExpression { _ in key } })
            } else {
                copy.scheme = .hash(try resolved(keys))
            }
        case .range(let order):
            let keys = try resolved(order.map(\.expression))
            copy.scheme = .range(zip(order, keys).map { order, key in order.mapExpression { _ in key } })
        case .direct(let number):
            let number = try resolved([number])[0]
            guard number.dataType == .integer else {
                let (shown, type) = (number.prettySQL, number.dataType.sql)
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", sqlState: "42K09",
                    "Cannot resolve \"direct_shuffle_partition_id(\(shown))\" due to data type mismatch: The first "
                        + "parameter requires the \"INT\" type, however \"\(shown)\" has the type \"\(type)\".",
                    parameters: [
                        "sqlExpr": "\"direct_shuffle_partition_id(\(shown))\"", "paramIndex": "first",
                        "inputSql": "\"\(shown)\"", "inputType": "\"\(type)\"", "requiredType": "\"INT\"",
                    ])
            }
            copy.scheme = .direct(number)
        case .roundRobin, .coalesce: break
        }
        var result = child
        copy.child = child.plan
        result.plan = .repartition(copy)
        result.selectInput = select
        return result
    }

    // MARK: na functions

    func resolveFillNulls(_ node: FillNulls, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let resolver = ExpressionResolver(self, child, environment)
        let values = try node.values.map { try resolver.resolve($0).withoutAlias }
        for name in node.columns {
            if case .missing = Resolved.lookup([name], among: child.visible) {
                throw NameError.unresolved([name], in: child, origin: nil)
            }
        }
        let names = node.columns.map { $0.lowercased() }
        let list = try child.visible.map { attribute -> Expression in
            let value: Expression
            if names.isEmpty {
                value = values[0]
            } else if let index = names.firstIndex(of: attribute.name.lowercased()) {
                value = values.count == 1 ? values[0] : values[min(index, values.count - 1)]
            } else {
                return .attribute(attribute)
            }
            let fits =
                (value.dataType.isNumeric && attribute.type.isNumeric)
                || (value.dataType.isString && attribute.type.isString)
                || (value.dataType == .boolean && attribute.type == .boolean)
            guard fits else { return .attribute(attribute) }
            // NaN counts as missing in floating columns.
            var present = Expression.attribute(attribute)
            if attribute.type.isFloatingPoint {
                present = try resolver.resolve(
                    .unresolvedFunction(
                        UnresolvedFunction(["nanvl"], [present, .literal(.null, attribute.type)])))
            }
            let filled = Expression.coalesce([
                coerced(present, to: attribute.type),
                .cast(Cast(value, to: attribute.type, mode: .legacy, isExplicit: false)),
            ])
            return .alias(Alias(filled, attribute.name, metadata: attribute.metadata, id: .fresh()))
        }
        return try project(child, list)
    }

    func resolveDropNulls(_ node: DropNulls, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let resolver = ExpressionResolver(self, child, environment)
        let columns =
            try node.columns.isEmpty
            ? child.visible
            : node.columns.map { name in
                guard case .found(let attribute, _) = Resolved.lookup([name], among: child.visible) else {
                    throw NameError.unresolved([name], in: child, origin: nil)
                }
                return attribute
            }
        let minimum = node.minimumNonNulls ?? columns.count
        let present = try columns.map { attribute -> Expression in
            let notNull = Expression.unresolvedFunction(UnresolvedFunction(["isnotnull"], [.attribute(attribute)]))
            guard attribute.type.isFloatingPoint else { return try resolver.resolve(notNull) }
            let isNaN = Expression.unresolvedFunction(UnresolvedFunction(["isnan"], [.attribute(attribute)]))
            let number = Expression.unresolvedFunction(UnresolvedFunction(["not"], [isNaN]))
            return try resolver.resolve(.and(notNull, number))
        }
        let condition: Expression
        if minimum >= columns.count {
            guard let all = Expression.conjunction(present) else { return child }
            condition = all
        } else {
            let one = Expression.literal(.integer(1), .integer)
            let zero = Expression.literal(.integer(0), .integer)
            let counts = present.map {
                Expression.caseWhen(branches: [CaseBranch(when: $0, then: one)], otherwise: zero)
            }
            let sum = counts.dropFirst().reduce(counts[0]) {
                .unresolvedFunction(UnresolvedFunction(["+"], [$0, $1]))
            }
            let limit = Expression.literal(.integer(Int64(minimum)), .integer)
            condition = try resolver.resolve(.unresolvedFunction(UnresolvedFunction([">="], [sum, limit])))
        }
        return child.wrapped { .filter(Filter($0, condition)) }
    }

    func resolveReplaceValues(_ node: ReplaceValues, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let resolver = ExpressionResolver(self, child, environment)
        let names = Set(node.columns.map { $0.lowercased() })
        let list = try child.visible.map { attribute -> Expression in
            guard names.isEmpty || names.contains(attribute.name.lowercased()) else { return .attribute(attribute) }
            var branches: [CaseBranch] = []
            for (old, new) in node.replacements {
                let type = old.dataType == .null ? new.dataType : old.dataType
                let fits =
                    (type.isNumeric && attribute.type.isNumeric) || (type.isString && attribute.type.isString)
                    || (type == .boolean && attribute.type == .boolean)
                guard fits else { continue }
                let isOld = try resolver.resolve(
                    .unresolvedFunction(UnresolvedFunction(["<=>"], [.attribute(attribute), old])))
                branches.append(
                    CaseBranch(
                        when: isOld, then: .cast(Cast(new, to: attribute.type, mode: .legacy, isExplicit: false))))
            }
            if branches.isEmpty { return .attribute(attribute) }
            let replaced = Expression.caseWhen(branches: branches, otherwise: .attribute(attribute))
            return .alias(Alias(replaced, attribute.name, id: .fresh()))
        }
        return try project(child, list)
    }
}
