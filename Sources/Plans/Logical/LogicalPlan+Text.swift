import Columnar

extension LogicalPlan {
    /// The plan as a tree, one operator a line, as Spark prints logical plans. Ends in a newline.
    package var treeString: String { tree(withStatistics: false) }

    /// ``treeString`` with the estimated size and rows of each operator's output.
    package var treeStringWithStatistics: String { tree(withStatistics: true) }

    private func tree(withStatistics: Bool) -> String {
        var out = ""
        appendTree(to: &out, indent: "", lead: "", withStatistics: withStatistics)
        return out
    }

    private func appendTree(to out: inout String, indent: String, lead: String, withStatistics: Bool) {
        if case .located(let child, _) = self {
            return child.appendTree(to: &out, indent: indent, lead: lead, withStatistics: withStatistics)
        }
        out += indent + lead + nodeText + (withStatistics ? ", \(statistics.text(output))" : "") + "\n"
        var inner = indent
        if lead == "+- " { inner += "   " } else if lead == ":- " { inner += ":  " }
        let children = self.children
        for (index, child) in children.enumerated() {
            child.appendTree(
                to: &out, indent: inner, lead: index == children.count - 1 ? "+- " : ":- ",
                withStatistics: withStatistics)
        }
    }

    /// The operator's own line.
    private var nodeText: String {
        switch self {
        case .unresolvedRelation(let node): "'UnresolvedRelation [\(node.nameParts.joined(separator: ", "))]"
        case .unresolvedTableFunction(let name, _, _):
            "'UnresolvedTableValuedFunction [\(name.joined(separator: ", "))]"
        case .scan(let node):
            if let source = node.source {
                "Relation \(list(node.output)) \(source.description)"
            } else {
                "'UnresolvedDataSource format: \(node.format), paths: [\(node.paths.joined(separator: ", "))]"
            }
        case .range(let node): "Range (\(node.start), \(node.end), step=\(node.step))"
        case .inlineTable: "'UnresolvedInlineTable"
        case .localRelation(let node): "LocalRelation \(list(node.output))"
        case .recursion(let node): "UnionLoop \(node.reference) \(list(node.output))"
        case .recursionReference(let node): "UnionLoopRef \(node.reference), \(list(node.output))"
        case .oneRow: "OneRowRelation"
        case .project(let node): "Project \(list(node.expressions))"
        case .filter(let node): "Filter \(node.condition.prettySQL)"
        case .aggregate(let node): "Aggregate \(list(node.groupBy)), \(list(node.aggregates))"
        case .sort(let node):
            "Sort [\(node.order.map(text).joined(separator: ", "))], \(node.isGlobal)"
        case .limit(let node):
            "\(node.isTail ? "Tail" : "GlobalLimit") \(node.count?.prettySQL ?? "all")"
                + (node.offset.map { ", Offset \($0.prettySQL)" } ?? "")
        case .distinct: "Distinct"
        case .deduplicate(let node): "Deduplicate [\(node.columns.joined(separator: ", "))]"
        case .subqueryAlias(let node): "SubqueryAlias \(node.qualifier.joined(separator: "."))"
        case .repartition(let node):
            switch node.scheme {
            case .coalesce: "Repartition \(node.partitionCount ?? 0), false"
            case .roundRobin: "Repartition \(node.partitionCount ?? 0), true"
            case .hash(let keys): "RepartitionByExpression \(list(keys))\(count(node))"
            case .direct(let number):
                "RepartitionByExpression \(list([number]))\(count(node))"
            case .range(let order):
                "RepartitionByExpression [\(order.map(text).joined(separator: ", "))]\(count(node))"
            }
        case .sample(let node):
            "Sample \(node.lowerBound), \(node.upperBound), \(node.withReplacement), \(node.seed ?? 0)"
        case .withColumns(let node): "'WithColumns \(list(node.columns.map { .alias($0) }))"
        case .dropColumns(let node):
            "'DropColumns [\((node.names + node.columns.map(\.prettySQL)).joined(separator: ", "))]"
        case .renameColumns(let node):
            "'WithColumnsRenamed [\(node.renames.map { "\($0.from) -> \($0.to)" }.joined(separator: ", "))]"
        case .viewQuery(let view): "'View (\(view.viewName.map(quoteIdentifier).joined(separator: ".")))"
        case .toDF(_, let names): "'UnresolvedSubqueryColumnAliases [\(names.joined(separator: ", "))]"
        case .window(let node): "Window \(list(node.expressions))"
        case .generate(let node): "Generate \(node.function.prettySQL), \(node.isOuter), \(list(node.output))"
        case .expand(let node): "Expand \(node.projections.count) times, \(list(node.output))"
        case .fillNulls: "'FillNulls"
        case .dropNulls: "'DropNulls"
        case .replaceValues: "'ReplaceValues"
        case .unpivot: "'Unpivot"
        case .hint(let node): "ResolvedHint (strategy=\(node.name.lowercased()))"
        case .toSchema: "'ToSchema"
        case .mapPartitions(let node) where node.script != nil:
            "ScriptTransformation \(node.script?.command ?? ""), \(list(node.output))"
        case .mapPartitions(let node): "MapInPython \(node.name), \(list(node.output))"
        case .describe: "'Summary"
        case .frequentItems: "'FreqItems"
        case .tableFunction(let node): "'PythonUDTF \(node.name)"
        case .collectMetrics(let node): "CollectMetrics \(node.name), \(list(node.metrics))"
        case .show(let node): "ShowString \(node.rowCount), \(node.truncate)"
        case .shared(let node): "Shared \(list(node.output)) of subplan \(node.id.number)"
        case .planID(_, let id): "Relation of plan \(id)"
        case .located(let child, _): child.nodeText
        case .with(let node): "'CTE [\(node.definitions.map(\.name).joined(separator: ", "))]"
        case .join(let node): "Join \(kindText(node.kind))\(conditionText(node.condition))"
        case .setOperation(let node): "\(setText(node))\(node.isAll && node.kind != .union ? " All" : "")"
        }
    }

    private func list(_ attributes: [Attribute]) -> String {
        "[" + attributes.map { "\($0.name)#\($0.id.number)\($0.type == .long ? "L" : "")" }.joined(separator: ",") + "]"
    }

    private func list(_ expressions: [Expression]) -> String {
        "["
            + expressions.map { expression in
                switch expression {
                case .attribute(let attribute):
                    return "\(attribute.name)#\(attribute.id.number)\(attribute.type == .long ? "L" : "")"
                case .alias(let alias):
                    return "\(alias.child.prettySQL) AS \(alias.name)\(alias.id.map { "#\($0.number)" } ?? "")"
                case .unresolvedAttribute(let attribute): return "'\(attribute.nameParts.joined(separator: "."))"
                default: return expression.prettySQL
                }
            }.joined(separator: ", ") + "]"
    }

    private func text(_ order: SortOrder) -> String {
        "\(order.expression.prettySQL) \(order.ascending ? "ASC" : "DESC") NULLS \(order.nullsFirst ? "FIRST" : "LAST")"
    }

    private func count(_ node: Repartition) -> String { node.partitionCount.map { ", \($0)" } ?? "" }

    private func kindText(_ kind: Join.Kind) -> String {
        switch kind {
        case .inner: "Inner"
        case .left: "LeftOuter"
        case .right: "RightOuter"
        case .full: "FullOuter"
        case .leftSemi: "LeftSemi"
        case .leftAnti: "LeftAnti"
        case .cross: "Cross"
        }
    }

    private func conditionText(_ condition: Join.Condition) -> String {
        switch condition {
        case .none: ""
        case .on(let expression): ", \(expression.prettySQL)"
        case .using(let names): ", USING [\(names.joined(separator: ", "))]"
        case .natural: ", NATURAL"
        }
    }

    private func setText(_ node: SetOperation) -> String {
        switch node.kind {
        case .union: "Union"
        case .intersect: "Intersect"
        case .except: "Except"
        }
    }
}
