import Columnar

/// Where each column that a scan asks for comes from in one file.
struct ParquetScanPlan {
    enum Source {
        case leaf(ParquetSchema.Node, LeafConversion)
        case nested(NestedPlan, [NestedPlan.Leaf])
        /// The file has no such column, or its type holds nothing else: all rows are null.
        case missing
    }

    struct Output {
        var field: StructField
        var source: Source
    }

    var outputs: [Output]

    /// Matches names without regard to case, and checks types.
    init(_ columns: Schema, in footer: ParquetFooter, path: String) throws {
        let byName = Dictionary(grouping: footer.schema.columns) { $0.name.lowercased() }
        outputs = try columns.fields.map { field in
            let matches = byName[field.name.lowercased()] ?? []
            if matches.count > 1 {
                throw ParquetError.failedRead(
                    path,
                    "found duplicate field(s) \"\(field.name)\": [\(matches.map(\.name).joined(separator: ", "))] in "
                        + "case-insensitive mode")
            }
            guard let node = matches.first, field.dataType != .null else {
                return Output(field: field, source: .missing)
            }
            guard node.isFlat else {
                var leaves: [NestedPlan.Leaf] = []
                guard let plan = NestedPlan(node, as: field.dataType, leaves: &leaves) else {
                    throw ParquetError.typeMismatch(
                        path, column: field.name, expected: field.dataType, actual: node.typeDescription)
                }
                return Output(field: field, source: .nested(plan, leaves))
            }
            guard let conversion = LeafConversion(node, as: field.dataType) else {
                throw ParquetError.typeMismatch(
                    path, column: field.name, expected: field.dataType, actual: node.typeDescription)
            }
            return Output(field: field, source: .leaf(node, conversion))
        }
    }

    /// What the statistics of a row group tell of an output.
    ///
    /// `statistics`: those of `rowCount` of its rows, in place of the whole chunk's.
    func bounds(
        of index: Int, in group: ParquetRowGroup, footer: ParquetFooter, statistics: ParquetStatistics? = nil,
        rowCount: Int? = nil
    ) -> ChunkBounds? {
        guard case .leaf(let node, let conversion) = outputs[index].source, let leaf = node.leafIndex,
            leaf < group.columns.count
        else { return nil }
        let orders = footer.metadata.hasTypeOrder
        return ChunkBounds(
            statistics ?? group.columns[leaf].statistics, node: node, type: outputs[index].field.dataType,
            conversion: conversion, hasTypeOrder: leaf < orders.count && orders[leaf],
            rowCount: rowCount ?? group.rowCount)
    }

    /// The output of a name, whatever its case.
    func position(of name: String) -> Int? {
        let lowered = name.lowercased()
        return outputs.firstIndex { $0.field.name.lowercased() == lowered }
    }

    /// Whether statistics leave open that some row of the group satisfies all conditions.
    func mayMatch(_ filters: [ScanFilter], _ group: ParquetRowGroup, footer: ParquetFooter) -> Bool {
        filters.allSatisfy { mayMatch($0, group, footer) }
    }

    private func mayMatch(_ filter: ScanFilter, _ group: ParquetRowGroup, _ footer: ParquetFooter) -> Bool {
        switch filter {
        case .all(let parts): return parts.allSatisfy { mayMatch($0, group, footer) }
        case .any(let parts): return parts.contains { mayMatch($0, group, footer) }
        default:
            guard let name = filter.column, let index = position(of: name) else { return true }
            if case .missing = outputs[index].source {
                return filter.maySatisfyNull
            }
            return bounds(of: index, in: group, footer: footer)?.mayMatch(filter) ?? true
        }
    }
}
