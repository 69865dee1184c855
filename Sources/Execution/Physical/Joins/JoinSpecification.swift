import Columnar
import Plans

/// What a join does, with one side chosen to be built into a table and the other to probe it.
struct JoinSpecification: @unchecked Sendable {
    enum Mode: Sendable {
        /// Matching pairs only.
        case inner
        /// Probe rows without a match too, with nulls for the build side.
        case probeOuter
        /// Probe rows with a match, once.
        case semi
        /// Probe rows without a match.
        case anti
    }

    var kind: Join.Kind
    var mode: Mode
    /// Build rows without a match follow at the end, with nulls for the probe side.
    var emitsUnmatchedBuild: Bool
    var buildsLeft: Bool
    /// Over the probe side's columns and the build side's; empty: every pair of rows is a candidate.
    var probeKeys: [PhysicalExpression]
    var buildKeys: [PhysicalExpression]
    var nullSafe: [Bool]
    /// `NOT IN`: an anti join on one key in which a null key matches everything, on either side.
    var isNullAware = false
    /// Over the probe side's columns followed by the build side's.
    var residual: [PhysicalExpression]
    /// Columns of the probe and the build side that the output has, left side first.
    var probeColumns: [Int]
    var buildColumns: [Int]
    /// Of ``probeColumns``.
    var probeTypes: [DataType]
    /// For `explain`.
    var text: String

    /// The build rows that no probe row matched, with nulls for the probe side; `nil` when there are none.
    func unmatched(_ build: Batch, _ matched: UnsafeMutablePointer<UInt8>) -> Batch? {
        let rows = Selection(capacity: build.count)
        var written = 0
        for row in 0..<build.count {
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= matched[row] == 0 ? 1 : 0
        }
        rows.setCount(written)
        if written == 0 { return nil }
        let picked = build.picking(buildColumns).gather(rows)
        let nulls = probeTypes.map { Column.nulls($0, count: written) }
        return Batch(buildsLeft ? picked.columns + nulls : nulls + picked.columns, count: written)
    }

    /// What so many rows of the build side need beside their own bytes: a little while they are put together, and the
    /// table.
    func extraBuildBytes(rows: Int, bytes: Int) -> Int {
        bytes / 4 + JoinTable.bytes(rows: rows, keyTypes: buildKeys.map(\.type), nullSafe: nullSafe)
    }

    var operatorName: String {
        if probeKeys.isEmpty {
            return kind == .inner && residual.isEmpty ? "CartesianProduct" : "BroadcastNestedLoopJoin"
        }
        return "BroadcastHashJoin"
    }
}

/// Turns probe rows into output rows.
final class JoinProbe: BatchStream {
    private let specification: JoinSpecification
    private let table: JoinTable?
    private let build: Batch
    private let input: any BatchStream
    private let task: TaskContext
    /// A byte for each build row: whether it was matched; shared by all tasks, which only ever write 1.
    private let matched: UnsafeMutablePointer<UInt8>?
    /// A byte for each row of the input: whether it was matched.
    private let probeMatched: UnsafeMutablePointer<UInt8>?
    /// Rows of the input before the current batch.
    private var passed = 0

    private var batch: Batch?
    private var heads: Buffer?
    private var position = 0

    private static let chunkPairs = 32_768

    init(
        _ specification: JoinSpecification, table: JoinTable?, build: Batch, input: any BatchStream, task: TaskContext,
        matched: UnsafeMutablePointer<UInt8>?, probeMatched: UnsafeMutablePointer<UInt8>? = nil
    ) {
        self.specification = specification
        self.table = table
        self.build = build
        self.input = input
        self.task = task
        self.matched = matched
        self.probeMatched = probeMatched
    }

    func next() throws -> Batch? {
        while true {
            try task.job.context.cancellation.check()
            if let batch, position < batch.count {
                if let result = try advance(batch), result.count > 0 { return result }
                continue
            }
            passed += batch?.count ?? 0
            batch = nil
            guard let fresh = try input.next() else { return nil }
            batch = fresh
            position = 0
            if let table {
                let frame = EvaluationFrame(fresh, task: task)
                heads = table.heads(
                    try specification.probeKeys.map { try $0.evaluate(frame) }, count: fresh.count)
            }
        }
    }

    private func advance(_ batch: Batch) throws -> Batch? {
        let isFilter = specification.mode == .semi || specification.mode == .anti
        if isFilter && specification.residual.isEmpty {
            defer { position = batch.count }
            return filter(batch)
        }
        let start = position
        let (probeRows, buildRows) = candidates(batch)
        let end = position
        var (left, right) = (probeRows, buildRows)
        if !specification.residual.isEmpty && left.count > 0 {
            (left, right) = try holding(batch, left, right)
        }
        if let matched {
            for index in 0..<right.count { matched[Int(right.rows[index])] = 1 }
        }
        if let probeMatched {
            let flags = probeMatched + passed
            for index in 0..<left.count { flags[Int(left.rows[index])] = 1 }
        }
        switch specification.mode {
        case .inner: return output(batch, left, right, missing: false)
        case .probeOuter:
            let (outerLeft, outerRight, missing) = JoinProbe.withUnmatched(left, right, start..<end)
            return output(batch, outerLeft, outerRight, missing: missing)
        case .semi, .anti:
            return batch.gather(JoinProbe.rows(start..<end, matched: left, wanted: specification.mode == .semi))
                .picking(specification.probeColumns)
        }
    }

    /// SEMI and ANTI without further conditions need no pairs.
    private func filter(_ batch: Batch) -> Batch? {
        let rows = Selection(capacity: batch.count)
        let wantsMatch = specification.mode == .semi
        var written = 0
        if let heads = heads?.typed(Int32.self), table != nil {
            for row in 0..<batch.count {
                rows.rows[written] = Int32(truncatingIfNeeded: row)
                written &+= (heads[row] != 0) == wantsMatch ? 1 : 0
            }
        } else {
            for row in 0..<batch.count { rows.rows[row] = Int32(truncatingIfNeeded: row) }
            written = (build.count > 0) == wantsMatch ? batch.count : 0
        }
        rows.setCount(written)
        let picked = batch.picking(specification.probeColumns)
        return written == batch.count ? picked : picked.gather(rows)
    }

    /// Pairs of probe and build rows with equal keys, for whole probe rows from ``position`` on.
    private func candidates(_ batch: Batch) -> (Selection, Selection) {
        guard let table, let heads = heads?.typed(Int32.self) else { return product(batch) }
        let next = table.next
        if table.isUnique {
            let left = Selection(capacity: batch.count)
            let right = Selection(capacity: batch.count)
            let (p, b) = (left.rows, right.rows)
            var written = 0
            for row in 0..<batch.count {
                p[written] = Int32(truncatingIfNeeded: row)
                b[written] = heads[row] &- 1
                written &+= heads[row] != 0 ? 1 : 0
            }
            left.setCount(written)
            right.setCount(written)
            position = batch.count
            return (left, right)
        }
        var pairs = 0
        var row = position
        while row < batch.count && pairs < JoinProbe.chunkPairs {
            var head = heads[row]
            while head != 0 {
                pairs &+= 1
                head = next[Int(head &- 1)]
            }
            row &+= 1
        }
        let left = Selection(capacity: pairs)
        let right = Selection(capacity: pairs)
        let (p, b) = (left.rows, right.rows)
        var written = 0
        for probe in position..<row {
            var head = heads[probe]
            while head != 0 {
                p[written] = Int32(truncatingIfNeeded: probe)
                b[written] = head &- 1
                written &+= 1
                head = next[Int(head &- 1)]
            }
        }
        left.setCount(written)
        right.setCount(written)
        position = row
        return (left, right)
    }

    /// Every build row for each of the next probe rows.
    private func product(_ batch: Batch) -> (Selection, Selection) {
        let m = build.count
        let rows = min(batch.count &- position, max(1, JoinProbe.chunkPairs / max(m, 1)))
        let left = Selection(capacity: rows &* m)
        let right = Selection(capacity: rows &* m)
        var written = 0
        for probe in position..<position &+ rows {
            for other in 0..<m {
                left.rows[written] = Int32(truncatingIfNeeded: probe)
                right.rows[written] = Int32(truncatingIfNeeded: other)
                written &+= 1
            }
        }
        left.setCount(written)
        right.setCount(written)
        position &+= rows
        return (left, right)
    }

    /// The pairs for which the further conditions hold.
    private func holding(_ batch: Batch, _ left: Selection, _ right: Selection) throws -> (Selection, Selection) {
        var pairs = Batch(
            batch.columns.map { $0.gather(left) } + build.columns.map { $0.gather(right) }, count: left.count)
        var (left, right) = (left, right)
        for condition in specification.residual {
            let rows = Selection(
                whereTrue: TruthColumn(try condition.evaluate(EvaluationFrame(pairs, task: task))).column)
            if rows.count == pairs.count { continue }
            left = rows.through(left)
            right = rows.through(right)
            if rows.count == 0 { break }
            pairs = pairs.gather(rows)
        }
        return (left, right)
    }

    private func output(_ batch: Batch, _ left: Selection, _ right: Selection, missing: Bool) -> Batch {
        let n = left.count
        let isWhole = n == batch.count && left.isIdentity
        let probe = specification.probeColumns.map { isWhole ? batch.columns[$0] : batch.columns[$0].gather(left) }
        let built = specification.buildColumns.map { build.columns[$0].gather(right, allowingMissing: missing) }
        return Batch(specification.buildsLeft ? built + probe : probe + built, count: n)
    }

    /// Adds a pair with row -1 for each probe row of the range that has none; keeps the order of probe rows.
    private static func withUnmatched(
        _ left: Selection, _ right: Selection, _ range: Range<Int>
    ) -> (Selection, Selection, missing: Bool) {
        let capacity = left.count &+ range.count
        let outerLeft = Selection(capacity: capacity)
        let outerRight = Selection(capacity: capacity)
        var written = 0
        var pair = 0
        var missing = false
        for row in range {
            if pair >= left.count || Int(left.rows[pair]) != row {
                outerLeft.rows[written] = Int32(truncatingIfNeeded: row)
                outerRight.rows[written] = -1
                written &+= 1
                missing = true
                continue
            }
            while pair < left.count && Int(left.rows[pair]) == row {
                outerLeft.rows[written] = left.rows[pair]
                outerRight.rows[written] = right.rows[pair]
                written &+= 1
                pair &+= 1
            }
        }
        outerLeft.setCount(written)
        outerRight.setCount(written)
        return (outerLeft, outerRight, missing)
    }

    private static func rows(_ range: Range<Int>, matched left: Selection, wanted: Bool) -> Selection {
        let result = Selection(capacity: range.count)
        var written = 0
        var pair = 0
        for row in range {
            var found = false
            while pair < left.count && Int(left.rows[pair]) == row {
                found = true
                pair &+= 1
            }
            result.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= found == wanted ? 1 : 0
        }
        result.setCount(written)
        return result
    }
}

extension Selection {
    /// Whether entry i is i. O(count).
    fileprivate var isIdentity: Bool {
        for index in 0..<count where Int(rows[index]) != index { return false }
        return true
    }
}

extension Batch {
    /// Some of the columns.
    func picking(_ positions: [Int]) -> Batch { Batch(positions.map { columns[$0] }, count: count) }
}
