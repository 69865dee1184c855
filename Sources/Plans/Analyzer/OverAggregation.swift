import Columnar

/// What HAVING and ORDER BY see above an aggregation: the SELECT list's columns and, below, what it groups.
struct OverAggregation {
    let child: Resolved
    let builder: AggregationBuilder
    /// Whether a name means the column that is grouped by before the SELECT list's.
    let prefersGroups: Bool

    /// All names, those that win first; a name that comes again later is left out.
    var mixed: Resolved {
        let keys = groupedColumns
        let input = builder.input
        let visible = input.visible.filter { keys.contains($0.id) }
        let rest = input.visible.filter { !keys.contains($0.id) }
        let ordered = prefersGroups ? [visible, child.visible, rest] : [child.visible, visible, rest]
        var names: Set<String> = []
        var result = input
        result.visible = []
        for columns in ordered {
            result.visible += columns.filter { !names.contains($0.name.lowercased()) }
            names.formUnion(columns.map { $0.name.lowercased() })
        }
        return result
    }

    /// The columns of the input that are grouping expressions by themselves.
    private var groupedColumns: Set<AttributeID> {
        let keys = builder.groupingSets?.keys ?? builder.groupBy
        return Set(
            keys.compactMap { key in
                if case .attribute(let column) = key.withoutAlias { column.id } else { nil }
            })
    }

    /// How the text writes a column of the input.
    func name(of column: Attribute, in expression: Expression) -> UnresolvedAttribute? {
        firstName(in: expression) { name in
            guard case .found(let found, _) = builder.input.lookup(name.nameParts, planID: name.planID) else {
                return false
            }
            return found.id == column.id
        }
    }

    /// The first name in the text that means nothing here.
    func firstUnknownName(in expression: Expression) -> UnresolvedAttribute? {
        let mixed = mixed
        return firstName(in: expression) {
            if case .missing = mixed.lookup($0.nameParts, planID: $0.planID) { true } else { false }
        }
    }

    private func firstName(
        in expression: Expression, where matches: (UnresolvedAttribute) -> Bool
    ) -> UnresolvedAttribute? {
        if case .unresolvedAttribute(let name) = expression, matches(name) { return name }
        for child in expression.children {
            if let found = firstName(in: child, where: matches) { return found }
        }
        return nil
    }
}
