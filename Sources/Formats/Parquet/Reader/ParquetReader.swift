import Columnar

/// Reads the row groups of one split, batch by batch.
///
/// Row groups that statistics or dictionaries rule out are not read. Columns with conditions are decoded first, and
/// where no row of a batch survives the others are passed over.
final class ParquetReader: BatchReader {
    private let file: ParquetFile
    private let footer: ParquetFooter
    private let plan: ParquetScanPlan
    private let request: ScanRequest
    private let verifiesChecksums: Bool
    private var groups: ArraySlice<Int>
    private var columns: [LeafReader?] = []
    private var nested: [NestedReader?] = []
    private var groupLeft = 0
    private var limit: Int

    private let evaluator: FilterEvaluator
    private let filterColumns: [Int]
    private let otherColumns: [Int]
    /// Evaluating conditions here is on trial: when it hardly drops rows it stops.
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
        evaluator = FilterEvaluator(request.filters, positions: positions)
        var used = Set<Int>()
        for filter in request.filters {
            filter.forEachColumn { name in if let index = positions[name.lowercased()] { used.insert(index) } }
        }
        filterColumns = used.sorted()
        otherColumns = request.columns.fields.indices.filter { !used.contains($0) }
    }

    func next() throws -> Batch? {
        try ParquetError.naming(file.path) {
            while limit > 0 {
                if groupLeft == 0 {
                    guard try openGroup() else { return nil }
                    continue
                }
                let count = min(isSelective ? Batch.targetCount * 4 : Batch.targetCount, groupLeft, limit)
                groupLeft -= count
                if let batch = try read(count) {
                    limit -= batch.count
                    return batch
                }
            }
            return nil
        }
    }

    /// Few rows come through: more are looked at together, so that operators above do not get tiny batches.
    private var isSelective: Bool { rowsTested > 1 << 14 && rowsDropped > rowsTested / 8 * 7 }

    /// Enters the next row group that may have rows wanted; `false` when there is none.
    private func openGroup() throws -> Bool {
        while let index = groups.popFirst() {
            let group = footer.metadata.rowGroups[index]
            if group.rowCount == 0 || !plan.mayMatch(request.filters, group, footer: footer) { continue }
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
            groupLeft = group.rowCount
            return true
        }
        return false
    }

    /// Whether a condition fails for every value of a column's dictionary, where all of its pages use that.
    private func dictionariesRuleOut(_ group: ParquetRowGroup) throws -> Bool {
        for filter in request.filters {
            guard case .compare(let name, _, _) = filter,
                let index = plan.outputs.firstIndex(where: { $0.field.name.lowercased() == name.lowercased() }),
                case .leaf(let node, _) = plan.outputs[index].source, let leaf = node.leafIndex,
                group.columns[leaf].isFullyDictionaryEncoded, let reader = columns[index]
            else { continue }
            try reader.loadDictionary()
            if let dictionary = reader.dictionary, !evaluator.mayMatch(filter, dictionary: dictionary) { return true }
        }
        return false
    }

    /// The next `count` rows, or those of them that may satisfy the conditions; `nil` when none does.
    private func read(_ count: Int) throws -> Batch? {
        var result = [Column?](repeating: nil, count: columns.count)
        let isTested = !filterColumns.isEmpty && (rowsTested < 1 << 17 || rowsDropped * 8 > rowsTested)
        if isTested {
            for index in filterColumns { result[index] = try column(index, count) }
            if let survivors = evaluator.survivors(result, count: count) {
                rowsTested += count
                rowsDropped += count - survivors.count
                if survivors.count == 0 {
                    for index in otherColumns {
                        try columns[index]?.skip(count)
                        _ = try nested[index]?.read(count)
                    }
                    return nil
                }
                for index in otherColumns { result[index] = try column(index, count) }
                let batch = Batch(result.compactMap { $0 }, count: count)
                // Copying pays when it spares later operators many rows.
                return survivors.count < count / 4 * 3 ? batch.gather(survivors) : batch
            }
            rowsTested += count
            for index in otherColumns { result[index] = try column(index, count) }
        } else {
            for index in columns.indices { result[index] = try column(index, count) }
        }
        return Batch(result.compactMap { $0 }, count: count)
    }

    private func column(_ index: Int, _ count: Int) throws -> Column {
        if let reader = columns[index] { return try reader.read(count) }
        if let reader = nested[index] { return try reader.read(count) }
        return Column.nulls(plan.outputs[index].field.dataType, count: count)
    }
}

extension ScanFilter {
    /// Calls `body` with the name of every column in the condition.
    func forEachColumn(_ body: (String) -> Void) {
        switch self {
        case .compare(let name, _, _), .oneOf(let name, _), .isNull(let name), .isNotNull(let name),
            .member(let name, _):
            body(name)
        case .any(let parts), .all(let parts): for part in parts { part.forEachColumn(body) }
        }
    }
}
