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
        if done == 0 {
            output.isDictionary = values.isDictionary && dictionary != nil
            let bytes = output.capacity * (output.isDictionary ? 4 : width)
            output.buffer = Buffer(capacity: bytes)
        } else if output.isDictionary && !values.isDictionary && dense > 0 {
            flatten(&output, rows: done)
        }
        if output.isDictionary {
            let to = output.buffer.typed(UInt32.self) + done
            if dense > 0 { try values.decodeIndices(into: to, count: dense) }
            if dense < n, let validity { spreadValues(to, dense: dense, validity.words, done, n, zero: 0) }
            return
        }
        let to = output.buffer.pointer + done * width
        if dense > 0 {
            if values.isDictionary {
                guard let dictionary else { throw ParquetError("a dictionary page is missing") }
                let indices = Buffer(capacity: dense * 4)
                try values.decodeIndices(into: indices.typed(), count: dense)
                gather(dictionary, indices, dense, to)
                if case .view(_, let heap) = dictionary.layout { for owner in heap { output.keep(owner) } }
            } else {
                for owner in try values.decode(into: to, count: dense) { output.keep(owner) }
            }
        }
        if dense < n, let validity { spread(to, dense: dense, validity, done, n) }
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
            var dense = n
            if levels != nil, try levels?.takeRun(of: 1, count: n) == false {
                let bits = Bitmap(count: n, filledWith: false)
                dense = try levels?.decodeBits(into: bits.words, at: 0, count: n) ?? n
            }
            if dense > 0 { try values.skip(dense) }
            left -= n
            pageLeft -= n
            chunkLeft -= n
        }
    }

    /// Reads the dictionary page, if the chunk begins with one, without reading rows.
    func loadDictionary() throws {
        if dictionary == nil && pageLeft == 0 { try nextPage() }
    }

    /// Enters the next data page that has rows. Pages of at most `passingOver` rows are passed over instead; gives the
    /// rows passed over, and then has not entered a page.
    @discardableResult
    private func nextPage(passingOver limit: Int = 0) throws -> Int {
        values.releasePage()
        levels = nil
        levelsOwner = nil
        while let header = try pages.nextHeader() {
            switch header.kind {
            case .other: pages.skipBody(header)
            case .dictionary:
                guard dictionary == nil else { throw ParquetError("column '\(node.name)' has two dictionary pages") }
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
                try enter(try pages.body(header))
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
        pageLeft = header.valueCount
    }
}

private func gatherIndexed<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _: T.Type, _ index: UnsafePointer<UInt32>, _ out: UnsafeMutableRawPointer, _ n: Int
) {
    let from = source.assumingMemoryBound(to: T.self)
    let to = out.assumingMemoryBound(to: T.self)
    for i in 0..<n { to[i] = from[Int(index[i])] }
}

/// Levels at the start of a version 1 page.
enum LevelBytes {
    /// Takes the levels off the front of `bytes`. Bit-packed levels (an old form, highest bit first) are brought to the
    /// form of ``HybridDecoder`` in memory of their own.
    static func split(
        _ bytes: inout UnsafeRawBufferPointer, encoding: Int32, width: Int, count: Int
    ) throws -> (bytes: UnsafeRawBufferPointer, owner: Buffer?) {
        if encoding == ParquetEncoding.bitPacked.rawValue {
            let length = (count * width + 7) / 8
            guard length <= bytes.count else { throw ParquetError("a page's levels are longer than the page") }
            let packed = UnsafeRawBufferPointer(rebasing: bytes[0..<length])
            bytes = UnsafeRawBufferPointer(rebasing: bytes[length...])
            return repack(packed, width: width, count: count)
        }
        guard encoding == ParquetEncoding.rle.rawValue else {
            throw ParquetError("levels in encoding \(encoding) are not supported")
        }
        guard bytes.count >= 4, let base = bytes.baseAddress else { throw ParquetError("a page's levels are missing") }
        let length = Int(base.loadUnaligned(as: UInt32.self))
        guard length <= bytes.count - 4 else { throw ParquetError("a page's levels are longer than the page") }
        let part = UnsafeRawBufferPointer(rebasing: bytes[4..<4 + length])
        bytes = UnsafeRawBufferPointer(rebasing: bytes[(4 + length)...])
        return (part, nil)
    }

    private static func repack(
        _ packed: UnsafeRawBufferPointer, width: Int, count: Int
    ) -> (bytes: UnsafeRawBufferPointer, owner: Buffer?) {
        let groups = (count + 7) / 8
        let buffer = Buffer(capacity: 16 + groups * width + ParquetFile.slack, zeroed: true)
        let out = buffer.typed(UInt8.self)
        var length = 0
        var header = UInt64(groups) << 1 | 1
        while true {
            out[length] = UInt8(truncatingIfNeeded: header & 0x7F) | (header > 0x7F ? 0x80 : 0)
            header >>= 7
            length += 1
            if header == 0 { break }
        }
        for value in 0..<count {
            for bit in 0..<width {
                let from = value * width + bit
                guard packed[from >> 3] >> UInt8(7 - (from & 7)) & 1 != 0 else { continue }
                let to = value * width + (width - 1 - bit)
                out[length + (to >> 3)] |= 1 << UInt8(to & 7)
            }
        }
        return (UnsafeRawBufferPointer(start: buffer.pointer, count: length + groups * width), buffer)
    }
}
