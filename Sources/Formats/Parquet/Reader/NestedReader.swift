import Columnar
import Glibc

/// Reads a nested column row by row: the entries of each of its leaves, put together.
final class NestedReader {
    private let plan: NestedPlan
    private let type: DataType
    private let leaves: [NestedPlan.Leaf]
    private let readers: [NestedLeafReader]

    init(
        file: ParquetFile, plan: NestedPlan, leaves: [NestedPlan.Leaf], type: DataType, group: ParquetRowGroup,
        verifiesChecksums: Bool
    ) throws {
        self.plan = plan
        self.type = type
        self.leaves = leaves
        readers = try leaves.map { leaf in
            guard let index = leaf.node.leafIndex, index < group.columns.count else {
                throw ParquetError("column '\(leaf.node.name)' is not in a row group")
            }
            return try NestedLeafReader(
                file: file, leaf: leaf, chunk: group.columns[index], verifiesChecksums: verifiesChecksums)
        }
    }

    /// The next `count` rows; throws when a leaf has fewer.
    func read(_ count: Int) throws -> Column {
        let entries = try readers.map { try $0.read(count) }
        let column = try NestedAssembler(leaves: leaves, entries: entries).column(
            plan, type, NestedAssembler.Context(repetition: 0, definition: 0))
        guard column.count == count else { throw ParquetError("a nested column has rows of different length") }
        return column
    }
}

/// Reads the entries of one leaf, row by row.
final class NestedLeafReader {
    private let leaf: NestedPlan.Leaf
    private let pages: PageReader
    private var values: ValueDecoder
    private var dictionary: Column?
    /// Entries of the chunk and of the page whose levels have not been decoded.
    private var chunkLeft: Int
    private var pageLeft = 0
    private var definitionLevels: HybridDecoder?
    private var repetitionLevels: HybridDecoder?
    private var owners: [Buffer] = []
    /// Decoded levels, all of the current page, of which those from `start` on have not been given.
    private let definitions = Buffer(capacity: windowSize * 4)
    private let repetitions = Buffer(capacity: windowSize * 4)
    private var start = 0
    private var end = 0
    private static let windowSize = 4096
    /// More entries in one batch than this come from damaged files rather than from data.
    private static let maxEntries = 1 << 27

    init(file: ParquetFile, leaf: NestedPlan.Leaf, chunk: ParquetColumnChunk, verifiesChecksums: Bool) throws {
        guard chunk.type == leaf.node.element.type else {
            throw ParquetError("column '\(leaf.node.name)' has another storage type in its data than in the schema")
        }
        self.leaf = leaf
        pages = try PageReader(file: file, chunk: chunk, verifiesChecksums: verifiesChecksums)
        values = ValueDecoder(leaf.node.element, leaf.conversion)
        chunkLeft = chunk.valueCount
    }

    func read(_ rows: Int) throws -> LeafEntries {
        var definitionSink = ByteSink(capacity: rows * 4)
        var repetitionSink = ByteSink(capacity: leaf.node.maxRepetition > 0 ? rows * 4 : 0)
        var valueSink = ByteSink(capacity: rows * leaf.type.physicalType.width)
        var heap: [Buffer] = []
        var begun = 0
        var isComplete = false
        while !isComplete {
            if start == end {
                // The next row's first entry would have told the end of the last row; so does the end of the chunk.
                if begun == rows, leaf.node.maxRepetition == 0 { break }
                guard try fillWindow() else {
                    guard begun == rows else {
                        throw ParquetError("column '\(leaf.node.name)' ends \(rows - begun) rows too early")
                    }
                    break
                }
            }
            let taken = takeRows(rows, &begun, &isComplete)
            guard taken.isWhole else {
                throw ParquetError("column '\(leaf.node.name)' does not begin with the start of a row")
            }
            let n = taken.count
            let definition = definitions.typed(UInt32.self) + start
            definitionSink.append(UnsafeRawBufferPointer(start: definition, count: n * 4))
            if leaf.node.maxRepetition > 0 {
                let repetition = repetitions.typed(UInt32.self) + start
                repetitionSink.append(UnsafeRawBufferPointer(start: repetition, count: n * 4))
            }
            let full = UInt32(leaf.node.maxDefinition)
            var present = 0
            for i in 0..<n { present &+= definition[i] == full ? 1 : 0 }
            if present > 0 { try appendValues(present, to: &valueSink, heap: &heap) }
            start += n
            guard definitionSink.count <= Self.maxEntries * 4 else {
                throw ParquetError("a row of column '\(leaf.node.name)' has too many elements")
            }
        }
        return LeafEntries(
            count: definitionSink.count / 4, definitions: definitionSink.buffer,
            repetitions: leaf.node.maxRepetition > 0 ? repetitionSink.buffer : nil, values: valueSink.buffer,
            heap: heap)
    }

    /// How many entries of the window belong to the rows wanted.
    private func takeRows(_ rows: Int, _ begun: inout Int, _ isComplete: inout Bool) -> (count: Int, isWhole: Bool) {
        if leaf.node.maxRepetition == 0 {
            let n = min(end - start, rows - begun)
            begun += n
            isComplete = begun == rows
            return (n, true)
        }
        let repetition = repetitions.typed(UInt32.self)
        var position = start
        if begun == 0, repetition[position] != 0 { return (0, false) }
        while position < end {
            if repetition[position] == 0 {
                if begun == rows {
                    isComplete = true
                    break
                }
                begun += 1
            }
            position += 1
        }
        return (position - start, true)
    }

    private func appendValues(_ count: Int, to sink: inout ByteSink, heap: inout [Buffer]) throws {
        let width = leaf.type.physicalType.width
        let out = sink.reserve(count * width)
        if values.isDictionary {
            guard let dictionary else { throw ParquetError("a dictionary page is missing") }
            let picked = Selection(capacity: count)
            try values.decodeIndices(
                into: UnsafeMutableRawPointer(picked.rows).assumingMemoryBound(to: UInt32.self), count: count)
            picked.setCount(count)
            switch dictionary.gather(picked).layout {
            case .fixed(let buffer): memcpy(out, buffer.pointer, count * width)
            case .view(let buffer, let owners):
                memcpy(out, buffer.pointer, count * width)
                for owner in owners where !heap.contains(where: { $0 === owner }) { heap.append(owner) }
            default: throw ParquetError("a dictionary of an unknown form")
            }
        } else {
            for owner in try values.decode(into: out, count: count) where heap.last !== owner { heap.append(owner) }
        }
        sink.advance(count * width)
    }

    /// Decodes levels of the current or the next page; `false` at the end of the chunk.
    private func fillWindow() throws -> Bool {
        if pageLeft == 0 {
            guard chunkLeft > 0 else { return false }
            try nextPage()
        }
        let n = min(pageLeft, Self.windowSize)
        try decode(&definitionLevels, into: definitions, n, limit: leaf.node.maxDefinition)
        try decode(&repetitionLevels, into: repetitions, n, limit: leaf.node.maxRepetition)
        start = 0
        end = n
        pageLeft -= n
        chunkLeft -= n
        return true
    }

    private func decode(_ decoder: inout HybridDecoder?, into buffer: Buffer, _ n: Int, limit: Int) throws {
        let out = buffer.typed(UInt32.self)
        // Without a return here: a throwing function must not end in a call to memset (see test_machine_code.py).
        if decoder == nil { out.update(repeating: 0, count: n) }
        try decoder?.decode(into: out, count: n)
        var largest: UInt32 = 0
        for i in 0..<n { largest = max(largest, out[i]) }
        guard Int(largest) <= limit else { throw ParquetError("a level of \(largest) where \(limit) is the most") }
    }

    private func nextPage() throws {
        values.releasePage()
        definitionLevels = nil
        repetitionLevels = nil
        owners = []
        while let header = try pages.nextHeader() {
            switch header.kind {
            case .other: pages.skipBody(header)
            case .dictionary:
                guard dictionary == nil else {
                    throw ParquetError("column '\(leaf.node.name)' has two dictionary pages")
                }
                dictionary = try values.decodeDictionary(try pages.body(header), type: leaf.type)
            case .data, .dataV2:
                guard header.valueCount <= chunkLeft else {
                    throw ParquetError("a page of column '\(leaf.node.name)' has more values than its chunk")
                }
                if header.valueCount == 0 {
                    pages.skipBody(header)
                    continue
                }
                return try enter(try pages.body(header))
            }
        }
        throw ParquetError("column '\(leaf.node.name)' ends \(chunkLeft) values too early")
    }

    private func enter(_ page: PageReader.Page) throws {
        let header = page.header
        var bytes = page.values
        owners = [page.owner, page.levelsOwner]
        let repetitionWidth = bitWidth(of: leaf.node.maxRepetition)
        let definitionWidth = bitWidth(of: leaf.node.maxDefinition)
        if header.kind == .dataV2 {
            let split = header.repetitionByteCount
            if repetitionWidth > 0 {
                repetitionLevels = try HybridDecoder(
                    UnsafeRawBufferPointer(rebasing: page.levels[..<split]), width: repetitionWidth)
            }
            if definitionWidth > 0 {
                definitionLevels = try HybridDecoder(
                    UnsafeRawBufferPointer(rebasing: page.levels[split...]), width: definitionWidth)
            }
        } else {
            if repetitionWidth > 0 {
                let part = try LevelBytes.split(
                    &bytes, encoding: header.repetitionEncoding, width: repetitionWidth, count: header.valueCount)
                repetitionLevels = try HybridDecoder(part.bytes, width: repetitionWidth)
                if let owner = part.owner { owners.append(owner) }
            }
            if definitionWidth > 0 {
                let part = try LevelBytes.split(
                    &bytes, encoding: header.definitionEncoding, width: definitionWidth, count: header.valueCount)
                definitionLevels = try HybridDecoder(part.bytes, width: definitionWidth)
                if let owner = part.owner { owners.append(owner) }
            }
        }
        try values.enter(bytes, owner: page.owner, encoding: header.encoding, count: header.valueCount)
        pageLeft = header.valueCount
    }
}
