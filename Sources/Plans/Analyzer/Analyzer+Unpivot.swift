import Columnar
import Functions

extension Analyzer {
    /// UNPIVOT: each row once for every group of columns, with the group's name and values.
    func resolveUnpivot(_ node: Unpivot, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        var ids = try node.ids.map { try selectList($0, child, environment) } ?? []
        let groups = try unpivotGroups(node, ids, child, environment)
        if node.ids == nil {
            let used = groups.reduce(into: Set<AttributeID>()) { used, group in
                for column in group.columns { column.collectReferences(into: &used) }
            }
            ids = child.visible.filter { !used.contains($0.id) }.map { .attribute($0) }
        }
        guard !groups.isEmpty else {
            throw PyriteError(
                .analysis, "UNPIVOT_REQUIRES_VALUE_COLUMNS", sqlState: "42K0A",
                "At least one value column needs to be specified for UNPIVOT, all columns specified as ids.")
        }
        for group in groups where group.columns.count != node.valueColumns.count {
            throw PyriteError(
                .analysis, "UNPIVOT_VALUE_SIZE_MISMATCH", sqlState: "428C4",
                "All unpivot value columns must have the same size as there are value column names "
                    + "(\(node.valueColumns.joined(separator: ", "))).",
                parameters: ["names": node.valueColumns.joined(separator: ", ")])
        }
        let types = try node.valueColumns.indices.map { try commonType(of: groups.map { $0.columns }, at: $0) }
        let output =
            ids.compactMap(\.outputAttribute).map { Attribute($0.name, $0.type, nullable: $0.nullable) }
            + [Attribute(node.variableColumn, .string, nullable: false)]
            + node.valueColumns.enumerated().map { index, name in
                Attribute(name, types[index], nullable: groups.contains { $0.columns[index].nullable })
            }
        let projections = groups.map { group in
            ids.map(\.withoutAlias) + [.literal(.string(group.name), .string)]
                + zip(group.columns, types).map { coerced($0.withoutAlias, to: $1) }
        }
        let expanded = Resolved(.expand(Expand(child.plan, projections: projections, output: output)))
        guard node.excludesNulls else { return expanded }
        let resolver = ExpressionResolver(self, expanded, environment)
        let tests = try output.suffix(types.count).map { column in
            try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["isnotnull"], [.attribute(column)])))
        }
        guard let first = tests.first else { return expanded }
        let condition = tests.dropFirst().reduce(first) { Expression.or($0, $1) }
        return expanded.wrapped { .filter(Filter($0, condition)) }
    }

    private func unpivotGroups(
        _ node: Unpivot, _ ids: [Expression], _ child: Resolved, _ environment: Environment
    ) throws -> [(columns: [Expression], name: String)] {
        func name(_ columns: [Expression]) -> String {
            columns.map { $0.outputAttribute?.name ?? "" }.joined(separator: "_")
        }
        guard let written = node.groups else {
            let known = Set(ids.compactMap { $0.outputAttribute?.id })
            return child.visible.filter { !known.contains($0.id) }.map { ([.attribute($0)], $0.name) }
        }
        return try written.flatMap { group -> [(columns: [Expression], name: String)] in
            let columns = try selectList(group.columns, child, environment)
            // A star stands for as many groups as columns.
            if node.ids != nil, columns.count > 1, node.valueColumns.count == 1 {
                return columns.map { ([$0], name([$0])) }
            }
            return [(columns, group.name ?? name(columns))]
        }
    }

    private func commonType(of groups: [[Expression]], at index: Int) throws -> DataType {
        let values = groups.map { $0[index] }
        if let type = TypeCoercion.commonType(values.map(\.dataType), isANSI: isANSI),
            !values.contains(where: { $0.dataType.isString != type.isString && $0.dataType != .null })
        {
            return type
        }
        let types = values.map { "\"\($0.dataType.sql)\" (\(quoteIdentifier($0.outputAttribute?.name ?? "")))" }
        throw PyriteError(
            .analysis, "UNPIVOT_VALUE_DATA_TYPE_MISMATCH", sqlState: "42K09",
            "Unpivot value columns must share a least common type, some types do not: [\(types.joined(separator: ", "))].",
            parameters: ["types": types.joined(separator: ", ")])
    }
}
