import Columnar

extension LogicalPlan {
    /// The analyzed plan with the `_metadata` of files given by scans and passed on where something above reads it.
    func withMetadataColumns() -> LogicalPlan {
        var known = Set<AttributeID>()
        collectMetadata(into: &known)
        guard !known.isEmpty, readsMetadata(known) else { return self }
        return exposing([], of: known).exactly(output)
    }

    private func collectMetadata(into known: inout Set<AttributeID>) {
        if case .scan(let scan) = self, let metadata = scan.metadata { known.insert(metadata.id) }
        for child in children { child.collectMetadata(into: &known) }
    }

    private func readsMetadata(_ columns: Set<AttributeID>) -> Bool {
        expressions.contains { !$0.references.isDisjoint(with: columns) }
            || children.contains { $0.readsMetadata(columns) }
    }

    /// Makes the plan give the `wanted` ones of the `known` columns.
    private func exposing(_ wanted: Set<AttributeID>, of known: Set<AttributeID>) -> LogicalPlan {
        var own = Set<AttributeID>()
        for expression in expressions { expression.collectReferences(into: &own) }
        own.formIntersection(known)
        let below = wanted.union(own)
        switch self {
        case .scan(var scan):
            guard let metadata = scan.metadata, wanted.contains(metadata.id),
                !scan.output.contains(where: { $0.id == metadata.id })
            else { return self }
            scan.output.append(metadata)
            return .scan(scan)
        case .project(var project):
            project.child = project.child.exposing(below, of: known)
            let present = Set(project.expressions.compactMap { $0.outputAttribute?.id })
            project.expressions += project.child.output
                .filter { wanted.contains($0.id) && !present.contains($0.id) }.map { .attribute($0) }
            return .project(project)
        case .filter, .sort, .limit, .repartition, .sample, .window, .generate, .hint, .join, .collectMetrics, .located,
            .planID:
            return mapChildren { $0.exposing(below, of: known) }
        case .aggregate, .expand: return mapChildren { $0.exposing(own, of: known) }
        default:
            // The rest depends on every column of its input.
            return mapChildren { $0.exposing(own, of: known).exactly($0.output) }
        }
    }

    private func exactly(_ columns: [Attribute]) -> LogicalPlan {
        let output = self.output
        if output.count == columns.count, zip(output, columns).allSatisfy({ $0.id == $1.id }) { return self }
        return .project(Project(self, columns.map { .attribute($0) }))
    }
}
