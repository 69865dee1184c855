import Columnar
import Formats
import Plans

extension Session {
    /// Keeps the rows of a query from its next run on.
    package func persist(_ plan: LogicalPlan, level: StorageLevel) throws {
        caches.insert(try analyze(plan, context()), level: level)
    }

    package func unpersist(_ plan: LogicalPlan) throws { caches.remove(try analyze(plan, context())) }

    package func storageLevel(of plan: LogicalPlan) throws -> StorageLevel {
        caches.isEmpty ? .none : caches.find(try analyze(plan, context()))?.level ?? .none
    }

    /// Keeps the rows of a view or table; `plan` makes the view first. Unless lazy, the rows are computed now.
    func cacheTable(_ name: [String], plan: LogicalPlan?, isLazy: Bool, control: QueryControl) throws {
        if let plan {
            try createView(CreateView(name: name, plan: plan, scope: .local, orReplace: false))
        }
        try cacheTable(name, level: .memoryAndDisk)
        if isLazy { return }
        let count = Aggregate(
            .unresolvedRelation(UnresolvedRelation(name)), groupBy: [],
            aggregates: [.unresolvedFunction(UnresolvedFunction(["count"], [.literal(.integer(1), .integer)]))])
        _ = try collect(.aggregate(count), control: control)
    }

    package func cacheTable(_ name: [String], level: StorageLevel) throws {
        caches.insert(try analyzedTable(name), level: level)
    }

    package func uncacheTable(_ name: [String], ifExists: Bool) throws {
        if ifExists, !exists(name) { return }
        caches.remove(try analyzedTable(name))
    }

    package func isCached(_ name: [String]) throws -> Bool { caches.find(try analyzedTable(name)) != nil }

    package func clearCache() { caches.removeAll() }

    /// Has the kept rows of a table, or of what a view reads, computed anew.
    package func refreshTable(_ name: [String], origin: Origin? = nil) throws {
        if view(name) != nil {
            let plan = try analyzedTable(name)
            for path in plan.scannedPaths { caches.refresh(path: path) }
            return
        }
        if case (let found, .table(let table)) = try object(name, origin: origin) {
            caches.refresh(path: try location(found, table))
        }
    }

    /// Has kept rows that come from files in this folder computed anew.
    package func refresh(path: String) throws { caches.refresh(path: try FileListing.localPath(path)) }

    /// The analyzed plan of a view or table itself, so that DataFrames it was made from share its rows.
    private func analyzedTable(_ name: [String]) throws -> LogicalPlan {
        try analyze(.unresolvedRelation(UnresolvedRelation(name)), context())
    }
}

extension LogicalPlan {
    /// The paths that the scans of the plan read.
    fileprivate var scannedPaths: [String] {
        if case .scan(let scan) = self { return scan.paths }
        return children.flatMap(\.scannedPaths)
    }
}
