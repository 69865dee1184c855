import Columnar
import Execution
import Plans
import Synchronization

/// The plans whose rows are kept, found by what they compute.
final class CacheManager: Sendable {
    /// Runs a plan and keeps its rows as the level says.
    typealias Compute = (LogicalPlan, StorageLevel) throws -> KeptRows

    /// One kept plan. Its rows are computed by the first query that needs them.
    final class Entry: Sendable {
        let plan: LogicalPlan
        let fingerprint: String
        let level: StorageLevel
        private let rows = Mutex<KeptRows?>(nil)

        init(_ plan: LogicalPlan, fingerprint: String, level: StorageLevel) {
            self.plan = plan
            self.fingerprint = fingerprint
            self.level = level
        }

        /// The rows. Others that ask at the same time wait for the first.
        func keptRows(_ compute: (StorageLevel) throws -> KeptRows) throws -> KeptRows {
            try rows.withLock { rows in
                if let rows { return rows }
                let computed = try compute(level)
                rows = computed
                return computed
            }
        }

        /// Has the rows computed anew by the next query that needs them.
        func forgetRows() { rows.withLock { $0 = nil } }
    }

    private let entries = Mutex<[String: Entry]>([:])

    var isEmpty: Bool { entries.withLock { $0.isEmpty } }

    func find(_ plan: LogicalPlan) -> Entry? {
        if isEmpty { return nil }
        let fingerprint = PlanFingerprint.of(plan)
        return entries.withLock { $0[fingerprint] }
    }

    /// Keeps the rows of an analyzed plan from now on. Does nothing when they are kept already.
    @discardableResult
    func insert(_ plan: LogicalPlan, level: StorageLevel) -> Entry {
        let fingerprint = PlanFingerprint.of(plan)
        return entries.withLock {
            if let known = $0[fingerprint] { return known }
            let entry = Entry(plan, fingerprint: fingerprint, level: level)
            $0[fingerprint] = entry
            return entry
        }
    }

    /// Whether the plan was kept.
    @discardableResult
    func remove(_ plan: LogicalPlan) -> Bool {
        let fingerprint = PlanFingerprint.of(plan)
        return entries.withLock { $0.removeValue(forKey: fingerprint) != nil }
    }

    func removeAll() { entries.withLock { $0.removeAll() } }

    /// Forgets the rows that come from files in a folder, or from the folders around it; they stay to be kept.
    func refresh(path: String) {
        if isEmpty { return }
        func isInside(_ a: String, _ b: String) -> Bool { a == b || a.hasPrefix(b + "/") }
        func reads(_ plan: LogicalPlan) -> Bool {
            if case .scan(let scan) = plan {
                return (scan.paths + (scan.table.map { [$0] } ?? [])).contains {
                    isInside($0, path) || isInside(path, $0)
                }
            }
            return plan.children.contains(where: reads)
        }
        for entry in entries.withLock({ Array($0.values) }) where reads(entry.plan) { entry.forgetRows() }
    }

    /// The plan with the kept parts replaced by their rows. `compute` runs plans whose rows are not there yet; those read
    /// from other kept rows in turn.
    func substitute(_ plan: LogicalPlan, compute: Compute) throws -> LogicalPlan {
        if isEmpty { return plan }
        return try replace(plan, except: nil, compute)
    }

    private func replace(
        _ plan: LogicalPlan, except excluded: Entry?, _ compute: Compute
    ) throws -> LogicalPlan {
        if let entry = find(plan), entry !== excluded {
            // The plan that is asked for, not the entry's: it knows the files of now.
            let kept = try entry.keptRows { level in try compute(try replace(plan, except: entry, compute), level) }
            let partitions = kept.partitions
            return .localRelation(
                LocalRelation(
                    schema: plan.schema, batches: [], partitions: partitions, kept: partitions == nil ? kept : nil,
                    output: plan.output))
        }
        return try plan.mapChildren { try replace($0, except: nil, compute) }.mapExpressions { expression in
            try expression.transformUp { node in
                guard case .subquery(var query) = node else { return node }
                query.plan = try replace(query.plan, except: nil, compute)
                return .subquery(query)
            }
        }
    }
}
