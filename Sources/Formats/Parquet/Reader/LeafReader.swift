import Columnar
import Glibc

/// Reads one flat column chunk row by row: levels, then values, across pages.
///
/// Rows that come from dictionary encoded pages stay a dictionary column over ``dictionary``, one object for the whole
/// chunk. Memory is bounded by the dictionary, the current page and the pages that the given columns point into.
final class LeafReader {
    let type: DataType
    private let node: ParquetSchema.Node
    private let pages: PageReader
    private var values: ValueDecoder
    private let width: Int
    /// Rows of the chunk that have not been read.
    private var chunkLeft: Int
    /// Rows of the current page that have not been read.
    private var pageLeft = 0
    private var levels: HybridDecoder?
    private var levelsOwner: Buffer?
    private(set) var dictionary: Column?
    /// A dictionary page that was passed over with the rows behind it, and where its body stands.
    private var unreadDictionary: (header: ParquetPageHeader, place: Int)?
    /// The current page's header until a row of it is wanted: then it is decompressed, and its rows passed over so far
    /// are skipped.
    private var unread: ParquetPageHeader?
    private var passedOver = 0

    init(
        file: ParquetFile, node: ParquetSchema.Node, chunk: ParquetColumnChunk, type: DataType,
        conversion: LeafConversion, rowCount: Int, verifiesChecksums: Bool
    ) throws {
        guard chunk.type == node.element.type else {
            throw ParquetError("column '\(node.name)' has another storage type in its data than in the schema")
        }
        guard chunk.valueCount == rowCount else {
            throw ParquetError(
                "column '\(node.name)' has \(chunk.valueCount) values in a row group of \(rowCount) rows")
        }
        self.node = node
        self.type = type
        pages = try PageReader(file: file, chunk: chunk, verifiesChecksums: verifiesChecksums)
        width = type.physicalType.width
        chunkLeft = rowCount
        values = ValueDecoder(node.element, conversion)
    }

    /// The next `count` rows; throws when the chunk has fewer.
    func read(_ count: Int) throws -> Column {
        var output = Output(capacity: count)
        var validity: Bitmap?
        var done = 0
        var present = 0
        while done < count {
            if pageLeft == 0 {
                try nextPage()
                continue
            }
            try load()
            let n = min(count - done, pageLeft)
            var dense = n
            if levels != nil {
                let isFull = try levels?.takeRun(of: 1, count: n) ?? true
                if isFull {
                    if let validity { setBits(validity.words, done, n) }
                } else {
                    let bitmap = validity ?? Bitmap(count: count, filledWith: false)
                    if validity == nil { setBits(bitmap.words, 0, done) }
                    validity = bitmap
                    dense = try levels?.decodeBits(into: bitmap.words, at: done, count: n) ?? n
                }
            }
            try append(n, dense: dense, done: done, validity: validity, to: &output)
            present += dense
            done += n
            pageLeft -= n
            chunkLeft -= n
        }
        return column(output, count: count, present: present, validity)
    }

    /// Those of the next `count` rows that `rows` names, in ascending order; the others are passed over, and pages without
    /// a row wanted are not even decompressed.
    func read(_ count: Int, selecting rows: Selection) throws -> Column {
        // Decoding a run of values in one go is several times faster than one by one.
        if rows.count > count / 6 { return try read(count).gather(rows) }
        let row = rows.rows
        var output = Output(capacity: rows.count)
        var validity: Bitmap?
        var done = 0
        var picked = 0
        var present = 0
        let scratch = Buffer(capacity: rows.count * 4)
        let positions = scratch.typed(Int32.self)
        while done < count {
            if pageLeft == 0 {
                let gap = (picked < rows.count ? Int(row[picked]) : count) - done
                done += try nextPage(passingOver: gap)
                continue
            }
            let n = min(count - done, pageLeft)
            var end = picked
            while end < rows.count && Int(row[end]) < done + n {
                positions[end - picked] = Int32(truncatingIfNeeded: Int(row[end]) - done)
                end += 1
            }
            let wanted = end - picked
            if wanted == 0 {
                try skip(n)
                done += n
                continue
            }
            try load()
            var dense = n
            var valid = wanted
            if levels != nil, try !(levels?.takeRun(of: 1, count: n) ?? true) {
                let bitmap = validity ?? Bitmap(count: rows.count, filledWith: false)
                if validity == nil { setBits(bitmap.words, 0, picked) }
                validity = bitmap
                (dense, valid) = try pickLevels(n, positions, wanted, into: bitmap, at: picked)
            } else if let validity {
                setBits(validity.words, picked, wanted)
            }
            try append(
                Piece(
                    rows: wanted, present: valid, at: picked, validity: validity, stored: dense, positions: positions),
                to: &output)
            present += valid
            picked = end
            done += n
            pageLeft -= n
            chunkLeft -= n
        }
        return column(output, count: rows.count, present: present, validity)
    }

    /// Reads the levels of the next `n` rows. Sets the bits, from `start` on, of the rows at `positions` that have a value
    /// and turns those rows' positions into positions among the stored values. Gives the numbers of values stored and
    /// wanted.
    private func pickLevels(
        _ n: Int, _ positions: UnsafeMutablePointer<Int32>, _ wanted: Int, into bitmap: Bitmap, at start: Int
    ) throws -> (stored: Int, wanted: Int) {
        let bits = Bitmap(count: n, filledWith: false)
        let stored = try levels?.decodeBits(into: bits.words, at: 0, count: n) ?? 0
        let (words, out) = (bits.words, bitmap.words)
        var word = 0
        var before = 0
        var found = 0
        for index in 0..<wanted {
            let row = Int(positions[index])
            while word < row &>> 6 {
                before &+= words[word].nonzeroBitCount
                word &+= 1
            }
            let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: row & 63)
            let isValid = words[word] & bit != 0
            let rank = before &+ (words[word] & (bit &- 1)).nonzeroBitCount
            positions[found] = Int32(truncatingIfNeeded: rank)
            found &+= isValid ? 1 : 0
            let to = start &+ index
            out[to &>> 6] |= (isValid ? 1 : 0) &<< UInt64(truncatingIfNeeded: to & 63)
        }
        return (stored, found)
    }

    private func column(_ output: Output, count: Int, present: Int, _ validity: Bitmap?) -> Column {
        var validity = validity
        if count > 0 && present == 0 { return Column.nulls(type, count: count) }
        if present == count { validity = nil }
        if output.isDictionary, let dictionary {
            return Column(
                type, count: count, layout: .dictionary(indices: output.buffer, values: dictionary),
                validity: validity)
        }
        let layout: Column.Layout =
            type.physicalType == .view ? .view(output.buffer, heap: output.heap) : .fixed(output.buffer)
        return Column(type, count: count, layout: layout, validity: validity)
    }

    /// Values of a column being read: dictionary indices at first when the first page has them, else plain values.
    private struct Output {
        var buffer = Buffer(capacity: 0)
        var heap: [Buffer] = []
        var isDictionary = false
        var capacity: Int

        init(capacity: Int) { self.capacity = capacity }

        mutating func keep(_ owner: Buffer) {
            if heap.last !== owner { heap.append(owner) }
        }
    }

    private func append(_ n: Int, dense: Int, done: Int, validity: Bitmap?, to output: inout Output) throws {
        try append(Piece(rows: n, present: dense, at: done, validity: validity, stored: dense), to: &output)
    }

    /// Rows of one page on their way into a column.
    private struct Piece {
        var rows: Int
        /// Rows that have a value.
        var present: Int
        /// The first row's place in the column.
        var at: Int
        var validity: Bitmap?
        /// Values that the page holds for the rows and those passed over among them.
        var stored: Int
        /// Which of them are wanted; `nil`: all.
        var positions: UnsafeMutablePointer<Int32>?
    }

    private func append(_ piece: Piece, to output: inout Output) throws {
        let (n, dense, done, validity) = (piece.rows, piece.present, piece.at, piece.validity)
        if done == 0 {
            output.isDictionary = values.isDictionary && dictionary != nil
            let bytes = output.capacity * (output.isDictionary ? 4 : width)
            output.buffer = Buffer(capacity: bytes)
        } else if output.isDictionary && !values.isDictionary && dense > 0 {
            flatten(&output, rows: done)
        }
        if output.isDictionary {
            let to = output.buffer.typed(UInt32.self) + done
            try decodeIndices(piece, into: to)
            if dense < n, let validity { spreadValues(to, dense: dense, validity.words, done, n, zero: 0) }
            return
        }
        let to = output.buffer.pointer + done * width
        if dense == 0 {
            if piece.stored > 0 { try values.skip(piece.stored) }
        } else if values.isDictionary {
            guard let dictionary else { throw ParquetError("a dictionary page is missing") }
            let indices = Buffer(capacity: dense * 4)
            try decodeIndices(piece, into: indices.typed())
            gather(dictionary, indices, dense, to)
            if case .view(_, let heap) = dictionary.layout { for owner in heap { output.keep(owner) } }
        } else if let positions = piece.positions {
            let owners = try values.pick(into: to, width: width, at: positions, count: dense, of: piece.stored)
            for owner in owners { output.keep(owner) }
        } else {
            for owner in try values.decode(into: to, count: dense) { output.keep(owner) }
        }
        if dense < n, let validity { spread(to, dense: dense, validity, done, n) }
    }

    private func decodeIndices(_ piece: Piece, into out: UnsafeMutablePointer<UInt32>) throws {
        if piece.present == 0 {
            if piece.stored > 0 { try values.skip(piece.stored) }
        } else if let positions = piece.positions {
            try values.pickIndices(into: out, at: positions, count: piece.present, of: piece.stored)
        } else {
            try values.decodeIndices(into: out, count: piece.present)
        }
    }

    /// Replaces indices by the values that they stand for.
    private func flatten(_ output: inout Output, rows: Int) {
        guard let dictionary else { return }
        let flat = Buffer(capacity: output.capacity * width)
        gather(dictionary, output.buffer, rows, flat.pointer)
        output.buffer = flat
        output.isDictionary = false
        if case .view(_, let heap) = dictionary.layout { for owner in heap { output.keep(owner) } }
    }

    private func gather(_ dictionary: Column, _ indices: Buffer, _ count: Int, _ out: UnsafeMutableRawPointer) {
        let source: Buffer
        switch dictionary.layout {
        case .fixed(let buffer), .view(let buffer, _): source = buffer
        default: return
        }
        let index = UnsafePointer(indices.typed(UInt32.self))
        switch width {
        case 1: gatherIndexed(source.pointer, UInt8.self, index, out, count)
        case 2: gatherIndexed(source.pointer, UInt16.self, index, out, count)
        case 4: gatherIndexed(source.pointer, UInt32.self, index, out, count)
        case 8: gatherIndexed(source.pointer, UInt64.self, index, out, count)
        default: gatherIndexed(source.pointer, StringView.self, index, out, count)
        }
    }

    private func spread(_ values: UnsafeMutableRawPointer, dense: Int, _ validity: Bitmap, _ start: Int, _ n: Int) {
        switch width {
        case 1:
            spreadValues(values.assumingMemoryBound(to: UInt8.self), dense: dense, validity.words, start, n, zero: 0)
        case 2:
            spreadValues(values.assumingMemoryBound(to: UInt16.self), dense: dense, validity.words, start, n, zero: 0)
        case 4:
            spreadValues(values.assumingMemoryBound(to: UInt32.self), dense: dense, validity.words, start, n, zero: 0)
        case 8:
            spreadValues(values.assumingMemoryBound(to: UInt64.self), dense: dense, validity.words, start, n, zero: 0)
        default:
            spreadValues(
                values.assumingMemoryBound(to: StringView.self), dense: dense, validity.words, start, n,
                zero: StringView())
        }
    }

    /// Passes over rows; pages that are passed over whole are not even decompressed.
    func skip(_ count: Int) throws {
        var left = count
        while left > 0 {
            if pageLeft == 0 {
                left -= try nextPage(passingOver: left)
                continue
            }
            let n = min(left, pageLeft)
            if let header = unread {
                passedOver += n
                if n == pageLeft {
                    pages.skipBody(header)
                    unread = nil
                }
            } else {
                try skipStored(n)
            }
            left -= n
            pageLeft -= n
            chunkLeft -= n
        }
    }

    /// Passes over the levels and values of the next rows of the page.
    private func skipStored(_ n: Int) throws {
        var dense = n
        if levels != nil, try levels?.takeRun(of: 1, count: n) == false {
            let bits = Bitmap(count: n, filledWith: false)
            dense = try levels?.decodeBits(into: bits.words, at: 0, count: n) ?? n
        }
        if dense > 0 { try values.skip(dense) }
    }

    /// Decompresses the page that rows are about to be taken from, and the dictionary, where that has not been done.
    private func load() throws {
        if let (header, place) = unreadDictionary {
            unreadDictionary = nil
            dictionary = try values.decodeDictionary(try pages.body(header, at: place), type: type)
        }
        guard let header = unread else { return }
        unread = nil
        try enter(try pages.body(header))
        if passedOver > 0 { try skipStored(passedOver) }
    }

    /// Reads the dictionary page, if the chunk begins with one, without reading rows.
    func loadDictionary() throws {
        if dictionary == nil && pageLeft == 0 { try nextPage() }
    }

    /// Goes to the next data page that has rows. Pages of at most `passingOver` rows are passed over instead; gives the
    /// rows passed over, and then is at no page.
    @discardableResult
    private func nextPage(passingOver limit: Int = 0) throws -> Int {
        values.releasePage()
        levels = nil
        levelsOwner = nil
        while let header = try pages.nextHeader() {
            switch header.kind {
            case .other: pages.skipBody(header)
            case .dictionary:
                guard dictionary == nil, unreadDictionary == nil else {
                    throw ParquetError("column '\(node.name)' has two dictionary pages")
                }
                if limit > 0 {
                    unreadDictionary = (header, pages.position)
                    pages.skipBody(header)
                    continue
                }
                dictionary = try values.decodeDictionary(try pages.body(header), type: type)
            case .data, .dataV2:
                guard header.valueCount <= chunkLeft else {
                    throw ParquetError("a page of column '\(node.name)' has more values than are left in its chunk")
                }
                if header.valueCount == 0 {
                    pages.skipBody(header)
                    continue
                }
                if header.valueCount <= limit {
                    pages.skipBody(header)
                    chunkLeft -= header.valueCount
                    return header.valueCount
                }
                unread = header
                passedOver = 0
                pageLeft = header.valueCount
                return 0
            }
        }
        throw ParquetError("column '\(node.name)' ends \(chunkLeft) rows too early")
    }

    private func enter(_ page: PageReader.Page) throws {
        let header = page.header
        var bytes = page.values
        levelsOwner = page.levelsOwner
        if node.maxDefinition > 0 {
            if header.kind == .dataV2 {
                levels = try HybridDecoder(
                    UnsafeRawBufferPointer(rebasing: page.levels[header.repetitionByteCount...]), width: 1)
            } else {
                let part = try LevelBytes.split(
                    &bytes, encoding: header.definitionEncoding, width: 1, count: header.valueCount)
                levels = try HybridDecoder(part.bytes, width: 1)
                levelsOwner = part.owner ?? page.owner
            }
        }
        try values.enter(bytes, owner: page.owner, encoding: header.encoding, count: header.valueCount)
    }
}

private func gatherIndexed<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _: T.Type, _ index: UnsafePointer<UInt32>, _ out: UnsafeMutableRawPointer, _ n: Int
) {
    let from = source.assumingMemoryBound(to: T.self)
    let to = out.assumingMemoryBound(to: T.self)
    for i in 0..<n { to[i] = from[Int(index[i])] }
}
