import Columnar
import Functions

/// What `*`, `t.*`, `s.*` and `* EXCEPT (a)` stand for.
extension Analyzer {
    /// The columns of a star: all, those of a relation, or the fields of a struct. Attributes, or aliases with ids.
    /// With an `outer` query, a relation of that may be named too.
    func expandStar(
        _ target: [String]?, _ planID: Int64?, _ child: Resolved, outer: OuterQuery? = nil
    ) throws -> [Expression] {
        if let planID, let columns = child.planColumns[planID] {
            let present = Set(child.plan.output.map(\.id))
            return columns.filter { present.contains($0.id) }.map { .attribute($0) }
        }
        guard let target else { return child.visible.map { .attribute($0) } }
        let wanted = target.map { $0.lowercased() }
        func belongs(_ attribute: Attribute) -> Bool {
            attribute.qualifier.count >= wanted.count
                && zip(attribute.qualifier.suffix(wanted.count), wanted).allSatisfy { $0.lowercased() == $1 }
        }
        // The keys of a USING join come first.
        let matches = (child.hidden + child.visible).filter(belongs)
        if !matches.isEmpty { return matches.map { .attribute($0) } }
        if let fields = try structFields(target, child) { return fields }
        if let outer {
            let columns = outer.scope.visible.filter(belongs)
            if !columns.isEmpty { return columns.map { .attribute(outer.reading($0)) } }
        }
        let columns = child.visible.map { quoteIdentifier($0.name) }.joined(separator: ", ")
        let name = target.map(quoteIdentifier).joined(separator: ".")
        throw PyriteError(
            .analysis, "CANNOT_RESOLVE_STAR_EXPAND", sqlState: "42704",
            "Cannot resolve \(name).* given input columns \(columns). Please check that the specified table or struct "
                + "exists and is accessible in the input columns.",
            parameters: ["targetString": name, "columns": columns])
    }

    /// The fields of a column of struct type; `nil` when the name means nothing of the kind.
    private func structFields(_ name: [String], _ child: Resolved) throws -> [Expression]? {
        let resolver = ExpressionResolver(self, child, Environment())
        guard let structure = try? resolver.resolve(.unresolvedAttribute(UnresolvedAttribute(name))),
            case .structure(let schema) = structure.dataType
        else { return nil }
        return try schema.fields.map { field in
            let value = try resolver.extract(from: structure, .literal(.string(field.name), .string))
            return .alias(Alias(value, field.name, id: .fresh()))
        }
    }

    /// The columns without those that EXCEPT names; a name may lead into structs, which then lose the field.
    func leavingOut(
        _ names: [UnresolvedAttribute], from columns: [Expression], _ child: Resolved
    ) throws -> [Expression] {
        var scope = child
        scope.visible = columns.compactMap { column in
            if case .attribute(let attribute) = column { attribute } else { column.outputAttribute }
        }
        scope.hidden = []
        // By the column's id: the fields' paths to leave out; an empty path is the column itself.
        var paths: [AttributeID: [[String]]] = [:]
        for name in names {
            switch Resolved.lookup(name.nameParts, among: scope.visible) {
            case .missing: throw NameError.unresolved(name.nameParts, in: scope, origin: name.origin)
            case .ambiguous(let matches): throw NameError.ambiguous(name.nameParts, matches, origin: name.origin)
            case .found(let attribute, let nested):
                let path = nested.map { $0.lowercased() }
                if let known = paths[attribute.id]?.first(where: { path.starts(with: $0) || $0.starts(with: path) }) {
                    throw overlapping(names, known.isEmpty ? [attribute.name] : [attribute.name] + known, name.origin)
                }
                paths[attribute.id, default: []].append(path)
            }
        }
        return try columns.compactMap { column in
            guard let attribute = column.outputAttribute, let left = paths[attribute.id] else { return column }
            if left.contains(where: \.isEmpty) { return nil }
            let value = try without(left, column.withoutAlias, child)
            return .alias(Alias(value, attribute.name, id: .fresh()))
        }
    }

    private func overlapping(_ names: [UnresolvedAttribute], _ name: [String], _ origin: Origin?) -> PyriteError {
        let list = names.map { $0.nameParts.joined(separator: ".") }.joined(separator: ", ")
        return PyriteError(
            .analysis, "EXCEPT_OVERLAPPING_COLUMNS", sqlState: "42702",
            "Columns in an EXCEPT list must be distinct and non-overlapping, but got (\(list)).",
            parameters: ["columns": list]
        ).at(origin)
    }

    /// The struct made anew without the fields at the paths.
    private func without(_ paths: [[String]], _ value: Expression, _ child: Resolved) throws -> Expression {
        let resolver = ExpressionResolver(self, child, Environment())
        guard case .structure(let schema) = value.dataType else {
            if let name = paths.first?.first { _ = try resolver.extract(from: value, .literal(.string(name), .string)) }
            throw PyriteError(
                .analysis, "EXCEPT_NESTED_COLUMN_INVALID_TYPE", sqlState: "428H2",
                "EXCEPT column \(value.prettySQL) was resolved and expected to be StructType, but found type "
                    + "\"\(value.dataType.sql)\".",
                parameters: ["columnName": value.prettySQL, "dataType": "\"\(value.dataType.sql)\""])
        }
        var arguments: [Expression] = []
        for path in paths where !schema.fields.contains(where: { $0.name.lowercased() == path[0] }) {
            _ = try resolver.extract(from: value, .literal(.string(path[0]), .string))
        }
        for field in schema.fields {
            let name = Expression.literal(.string(field.name), .string)
            let inner = paths.filter { $0[0] == field.name.lowercased() }.map { Array($0.dropFirst()) }
            if inner.contains(where: \.isEmpty) { continue }
            var member = try resolver.extract(from: value, name)
            if !inner.isEmpty { member = try without(inner, member, child) }
            arguments += [name, member]
        }
        let made = try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["named_struct"], arguments)))
        guard value.nullable else { return made }
        let isNull = try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["isnull"], [value])))
        return .caseWhen(
            branches: [CaseBranch(when: isNull, then: .literal(.null, made.dataType))], otherwise: made)
    }
}

extension Expression {
    /// Where the first aggregate call of the expression stands in the text.
    var firstAggregateOrigin: Origin? {
        if case .aggregate(let call) = self { return call.origin }
        return children.lazy.compactMap(\.firstAggregateOrigin).first
    }
}

extension Expression {
    /// The expression with its subqueries as they stand, resolved, in another form of it: a name shows what they read.
    func withSubqueries(of resolved: Expression) -> Expression {
        var found: [Expression] = []
        resolved.collectSubqueries(into: &found)
        var written: [Expression] = []
        collectSubqueries(into: &written)
        guard !found.isEmpty, found.count == written.count else { return self }
        var next = 0
        return transformUp { node in
            guard case .unresolvedSubquery = node, next < found.count else { return node }
            next += 1
            return found[next - 1]
        }
    }

    private func collectSubqueries(into list: inout [Expression]) {
        for child in children { child.collectSubqueries(into: &list) }
        switch self {
        case .subquery, .unresolvedSubquery: list.append(self)
        default: break
        }
    }
}
