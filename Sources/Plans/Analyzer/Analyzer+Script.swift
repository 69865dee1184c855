import Columnar

extension Analyzer {
    /// A script sees texts and gives texts: its input's columns are written as text below it (nested values as JSON), and
    /// its fields read as what they were declared to be above it. Fields that cannot be read are null.
    func resolveScript(_ node: MapPartitions, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment).trimmed()
        let inner = ExpressionResolver(self, child, environment)
        let texts = try child.visible.map { column -> Expression in
            let value = Expression.attribute(column)
            let text =
                column.type.isNested
                ? try inner.resolve(.unresolvedFunction(UnresolvedFunction(["to_json"], [value])))
                : coerced(value, to: .string)
            return .alias(Alias(text, column.name, id: .fresh()))
        }
        var script = node
        script.child = .project(Project(child.plan, texts))
        script.output = node.schema.fields.map { Attribute($0.name, .string, nullable: true) }
        let lines = Resolved(.mapPartitions(script))
        let outer = ExpressionResolver(self, lines, environment)
        let columns = try zip(script.output, node.schema.fields).map { column, field -> Expression in
            guard !field.dataType.isString else { return .attribute(column) }
            var value = Expression.attribute(column)
            if field.dataType.isNested {
                let type = Expression.literal(.string(field.dataType.sql), .string)
                value = try outer.resolve(.unresolvedFunction(UnresolvedFunction(["from_json"], [value, type])))
            } else {
                value = .cast(Cast(value, to: field.dataType, mode: .attempt, isExplicit: false))
            }
            return .alias(Alias(value, field.name, id: .fresh()))
        }
        return Resolved(.project(Project(lines.plan, columns)))
    }
}
