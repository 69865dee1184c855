import Columnar

/// Reads the row groups of one split, batch by batch.
///
/// Row groups that statistics, Bloom filters or dictionaries rule out are not read, nor are rows in pages that the page
/// index rules out. Columns with conditions are decoded first, one after the other, and each column only for the rows
/// that have survived so far.
final class ParquetReader: BatchReader {
    private let file: ParquetFile
    private let footer: ParquetFooter
    private let plan: ParquetScanPlan
    private let request: ScanRequest
    private let verifiesChecksums: Bool
    private var groups: ArraySlice<Int>
    private var columns: [LeafReader?] = []
    private var nested: [NestedReader?] = []
    /// Of the current row group: the next row to read, and the ranges of rows that may be wanted.
    private var position = 0
    private var candidates: ArraySlice<Range<Int>> = []
    private var limit: Int

    private let evaluator: FilterEvaluator
    private var cascade: FilterCascade
    private var rowsTested = 0
    private var rowsDropped = 0

    init(
        file: ParquetFile, footer: ParquetFooter, plan: ParquetScanPlan, groups: [Int], request: ScanRequest,
        verifiesChecksums: Bool
    ) {
        self.file = file
        self.footer = footer
        self.plan = plan
        self.request = request
        self.verifiesChecksums = verifiesChecksums
        self.groups = groups[...]
        limit = request.filters.isEmpty ? request.limit ?? .max : .max
        var positions: [String: Int] = [:]
        for (index, field) in request.columns.fields.enumerated() where positions[field.name.lowercased()] == nil {
            positions[field.name.lowercased()] = index
        }
        evaluator = FilterEvaluator(positions: positions)
        cascade = FilterCascade(request.filters, positions: positions)
    }

    func next() throws -> Batch? {
        try ParquetError.naming(file.path) {
            while limit > 0 {
                guard let range = candidates.first else {
                    guard try openGroup() else { return nil }
                    continue
                }
                if position < range.lowerBound {
                    try skip(range.lowerBound - position)
                    position = range.lowerBound
                }
                let count = min(batchRows, range.upperBound - position, limit)
                position += count
                if position == range.upperBound { candidates.removeFirst() }
                if let batch = try read(count) {
                    limit -= batch.count
                    return batch
                }
            }
            return nil
        }
    }

    /// Where few rows come through, more are looked at together, so that operators above do not get tiny batches.
    private var batchRows: Int {
        guard rowsTested > 1 << 14 else { return Batch.targetCount }
        let share = rowsTested / max(rowsTested - rowsDropped, 1)
        return Batch.targetCount * (share >= 32 ? 16 : share >= 8 ? 4 : 1)
    }

    /// Enters the next row group that may have rows wanted; `false` when there is none.
    private func openGroup() throws -> Bool {
        while let index = groups.popFirst() {
            let group = footer.metadata.rowGroups[index]
            let filters = request.filters
            if group.rowCount == 0 || !plan.mayMatch(filters, group, footer: footer) { continue }
            if filters.contains(where: { plan.bloomFiltersRuleOut($0, group, file: file) }) { continue }
            columns = try plan.outputs.map { output in
                guard case .leaf(let node, let conversion) = output.source, let leaf = node.leafIndex else {
                    return nil
                }
                return try LeafReader(
                    file: file, node: node, chunk: group.columns[leaf], type: output.field.dataType,
                    conversion: conversion, rowCount: group.rowCount, verifiesChecksums: verifiesChecksums)
            }
            nested = try plan.outputs.map { output in
                guard case .nested(let plan, let leaves) = output.source else { return nil }
                return try NestedReader(
                    file: file, plan: plan, leaves: leaves, type: output.field.dataType, group: group,
                    verifiesChecksums: verifiesChecksums)
            }
            if try dictionariesRuleOut(group) { continue }
            position = 0
            candidates = plan.candidates(filters, group, footer: footer, file: file).ranges[...]
            if !candidates.isEmpty { return true }
        }
        return false
    }

    /// Whether a condition fails for every value of a column's dictionary, where all of its pages use that.
    private func dictionariesRuleOut(_ group: ParquetRowGroup) throws -> Bool {
        for step in cascade.steps {
            switch step.filter {
            case .compare, .oneOf: break
            default: continue
            }
            guard let index = step.columns.first, case .leaf(let node, _) = plan.outputs[index].source,
                let leaf = node.leafIndex, group.columns[leaf].isFullyDictionaryEncoded, let reader = columns[index]
            else { continue }
            try reader.loadDictionary()
            if let dictionary = reader.dictionary, !evaluator.mayMatch(step.filter, dictionary: dictionary) {
                return true
            }
        }
        return false
    }

    /// The next `count` rows, or those of them that may satisfy the conditions; `nil` when none does.
    private func read(_ count: Int) throws -> Batch? {
        var result = [Column?](repeating: nil, count: columns.count)
        var survivors = Survivors(count: count)
        cascade.beginBatch()
        var isTested = false
        for (index, step) in cascade.steps.enumerated() where step.isActive {
            let start = FilterCascade.now()
            for column in step.columns where result[column] == nil {
                if survivors.count < survivors.held / 4 * 3 { survivors.compact(&result) }
                result[column] = try read(column, count, survivors.rows)
            }
            let tested = survivors.count
            let flags = evaluator.flags(step.filter, result, count: survivors.held)
            let dropped = survivors.keep(flags)
            cascade.report(
                index, tested: tested, dropped: dropped, nanoseconds: FilterCascade.now() - start)
            isTested = true
            if survivors.count == 0 { break }
        }
        if isTested {
            rowsTested += count
            rowsDropped += count - survivors.count
        }
        if survivors.count == 0 {
            for index in result.indices where result[index] == nil { try skip(index, count) }
            return nil
        }
        // Copying pays when it spares later operators many rows.
        if survivors.count < count / 4 * 3 { survivors.compact(&result) }
        for index in result.indices where result[index] == nil {
            result[index] = try read(index, count, survivors.rows)
        }
        return Batch(result.compactMap { $0 }, count: survivors.held)
    }

    /// A column's values at those of the next `count` rows that `rows` names (`nil`: at all).
    private func read(_ index: Int, _ count: Int, _ rows: Selection?) throws -> Column {
        guard let rows else { return try column(index, count) }
        if let reader = columns[index] { return try reader.read(count, selecting: rows) }
        return try column(index, count).gather(rows)
    }

    private func skip(_ index: Int, _ count: Int) throws {
        try columns[index]?.skip(count)
        _ = try nested[index]?.read(count)
    }

    private func skip(_ count: Int) throws {
        // Nested columns cannot pass over rows without reading them.
        var left = count
        while left > 0 {
            let n = min(left, 1 << 15)
            for index in columns.indices { try skip(index, n) }
            left -= n
        }
    }

    private func column(_ index: Int, _ count: Int) throws -> Column {
        if let reader = columns[index] { return try reader.read(count) }
        if let reader = nested[index] { return try reader.read(count) }
        return Column.nulls(plan.outputs[index].field.dataType, count: count)
    }
}
