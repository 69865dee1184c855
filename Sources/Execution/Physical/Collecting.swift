import Columnar

extension Job {
    /// All batches of an operator, by partition.
    func collect(_ plan: PhysicalOperator, _ name: String) throws -> [[Batch]] {
        let slots = Slots<[Batch]>(count: plan.partitionCount)
        try runPartitions(of: plan, name) { partition, stream in
            var batches: [Batch] = []
            while let batch = try stream.next() {
                try self.memory.reserve(batch.ownedByteCount)
                batches.append(batch)
            }
            slots[partition] = batches
        }
        return slots.values
    }

    /// All rows of an operator, by partition, in memory or on local disk.
    func spillable(_ plan: PhysicalOperator, _ name: String) throws -> [SpillableRows] {
        let slots = Slots<SpillableRows>(count: plan.partitionCount)
        let schema = plan.schema
        try runPartitions(of: plan, name) { partition, stream in
            let rows = SpillableRows(schema, job: self)
            while let batch = try stream.next() { try rows.append(batch) }
            slots[partition] = rows
        }
        return slots.values
    }

    /// The rows of many batches as one, columns copied in parallel. Fails when there are more rows than row numbers.
    /// Batches that nobody else holds are freed while they are copied.
    func concatenate(_ batches: consuming [Batch], schema: Schema) throws -> Batch {
        let total = batches.reduce(0) { $0 + $1.count }
        guard total < Int(Int32.max) else {
            throw PyriteError.unsupported("more than 2147483646 rows in one sort or join build side")
        }
        if batches.count == 1 { return batches[0] }
        let parts = Slots<[Column]>(Batch.columnLists(batches, width: schema.count))
        let columns = Slots<Column>(count: schema.count)
        try runStage("concatenate", taskCount: schema.count) { index in
            let list = parts.take(index) ?? []
            columns[index] = Column.concatenate(list, type: schema.fields[index].dataType)
        }
        BufferPool.shared.trim()
        return Batch(columns.values, count: total)
    }

    /// Rows of a large batch in another order, cut into batches, gathered in parallel.
    func gather(_ batch: Batch, _ rows: Selection, parts: Int) throws -> [[Batch]] {
        let size = Batch.targetCount * 4
        var pieces: [(part: Int, range: Range<Int>)] = []
        for part in 0..<parts {
            let range = part * rows.count / parts..<(part + 1) * rows.count / parts
            for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
                pieces.append((part, start..<min(start + size, range.upperBound)))
            }
        }
        let slots = Slots<Batch>(count: pieces.count)
        let ranges = pieces
        try runStage("gather", taskCount: pieces.count) { index in
            slots[index] = batch.gather(rows.slice(ranges[index].range))
        }
        var result = [[Batch]](repeating: [], count: parts)
        for (index, piece) in pieces.enumerated() {
            if let batch = slots[index] { result[piece.part].append(batch) }
        }
        return result
    }
}

extension Selection {
    /// Some of the entries, sharing memory.
    func slice(_ range: Range<Int>) -> Selection {
        let buffer = Buffer(
            borrowing: UnsafeMutableRawPointer(rows + range.lowerBound), capacity: range.count &* 4, owner: self)
        return Selection(sharing: buffer, count: range.count)
    }
}

extension Batch {
    /// Bytes that the rows take with their strings, whether these are shared with others or not. O(rows).
    var heldByteCount: Int {
        columns.reduce(0) { sum, column in
            var bytes = sum + column.count * max(column.type.physicalType.width, 1)
            guard column.type.physicalType == .view else { return bytes }
            switch column.layout {
            case .view(let buffer, _):
                let views = buffer.typed(StringView.self)
                for row in 0..<column.count where !views[row].isInline { bytes &+= views[row].length }
            case .dictionary(let indices, let values):
                guard let views = values.views else { return bytes }
                let index = indices.typed(Int32.self)
                for row in 0..<column.count where !views[Int(index[row])].isInline {
                    bytes &+= views[Int(index[row])].length
                }
            default: break
            }
            return bytes
        }
    }

    /// Bytes that the rows take themselves, shared string heaps not counted.
    var ownedByteCount: Int {
        columns.reduce(0) { sum, column in
            sum + column.count * max(column.type.physicalType.width, 1)
        }
    }
}
