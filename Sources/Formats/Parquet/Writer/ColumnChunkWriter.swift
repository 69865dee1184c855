import Columnar
import Glibc

/// Encodes one column of one row group after another: dictionary first, plain once that does not pay.
final class ColumnChunkWriter {
    let leaf: ParquetLeaf
    private let storage: ParquetStorage
    private let codec: BlockCodec
    private let pageSize: Int

    /// A finished page: header and compressed bytes.
    private var pages = ByteSink()
    private var pageCounts: (dictionary: Int32, plain: Int32) = (0, 0)
    private var uncompressedPages = 0
    private var dictionary: ChunkDictionary?
    /// A dictionary that earlier pages of the chunk refer to, given up since.
    private var retired: ChunkDictionary?
    private var bounds: ValueBounds
    private var nullCount = 0
    private var rowCount = 0

    // The page being filled.
    private var pageRows = 0
    private var pageNulls = 0
    private var levels: [UInt64] = []
    /// Of nested columns: a level (UInt32) for each entry.
    private var definitions = ByteSink()
    private var repetitions = ByteSink()
    private var indices = ByteSink()
    private var plain = ByteSink()
    private var bitCount = 0
    private var scratch = Buffer(capacity: 0)
    private var dense = Buffer(capacity: 0)

    init(_ leaf: ParquetLeaf, codec: CompressionCodec, level: Int?, pageSize: Int) {
        self.leaf = leaf
        storage = leaf.storage
        self.codec = BlockCodec(codec, level: level)
        self.pageSize = pageSize
        dictionary = ChunkDictionary(storage)
        bounds = ValueBounds(storage)
    }

    /// Bytes that the row group holds of this column so far, roughly.
    var byteCount: Int { pages.count + plain.count + indices.count + (dictionary?.byteCount ?? 0) }

    /// Appends all rows of a column of the field's type.
    func write(_ column: Column) throws {
        let column = column.isConstant ? column.flattened() : column
        let n = column.count
        guard n > 0 else { return }
        let missing = column.nullCount
        appendLevels(column, n, missing)
        rowCount += n
        pageRows += n
        pageNulls += missing
        nullCount += missing
        if missing < n { try appendValues(column, n, present: n - missing) }
        if indices.count / 2 + plain.count >= pageSize || pageRows >= 1 << 20 { try finishPage() }
    }

    /// Appends entries of a nested column: their levels, and the values of those at the greatest definition level. The
    /// first entry begins a record.
    func write(_ values: Column, definitions: [UInt32], repetitions: [UInt32]) throws {
        let n = definitions.count
        guard n > 0 else { return }
        definitions.withUnsafeBytes { self.definitions.append($0) }
        if leaf.maxRepetition > 0 { repetitions.withUnsafeBytes { self.repetitions.append($0) } }
        rowCount += n
        pageRows += n
        pageNulls += n - values.count
        nullCount += n - values.count
        if values.count > 0 { try appendValues(values, values.count, present: values.count) }
        if indices.count / 2 + plain.count >= pageSize || pageRows >= 1 << 20 { try finishPage() }
    }

    /// Notes which rows are present, as soon as one is not.
    private func appendLevels(_ column: Column, _ n: Int, _ missing: Int) {
        if missing == 0 && levels.isEmpty { return }
        if levels.isEmpty {
            levels = [UInt64](repeating: 0, count: (pageRows + 63) / 64)
            levels.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { setBits(base, 0, pageRows) } }
        }
        let words = (pageRows + n + 63) / 64
        while levels.count < words { levels.append(0) }
        let start = pageRows
        levels.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress else { return }
            if missing == 0 {
                setBits(base, start, n)
            } else if missing < n, let validity = column.validity {
                var position = 0
                while position < n {
                    // Word by word: bits behind the bitmap's end are not read.
                    let length = min(64, n - position)
                    let word = validity.words[position >> 6] & (length == 64 ? .max : (1 << UInt64(length)) - 1)
                    let bit = start + position
                    base[bit >> 6] |= word &<< UInt64(bit & 63)
                    if bit & 63 > 0, bit & 63 + length > 64 { base[bit >> 6 + 1] |= word &>> UInt64(64 - bit & 63) }
                    position += length
                }
            }
        }
    }

    private func appendValues(_ column: Column, _ n: Int, present: Int) throws {
        if case .dictionary(let from, let values) = column.layout {
            if dictionary != nil, values.count <= n, appendIndices(column, from, values, n) { return }
            return try appendFlat(column.flattened(), n, present: present)
        }
        try appendFlat(column, n, present: present)
    }

    /// Numbers the distinct values and translates the rows; `false` when the dictionary would grow too large.
    private func appendIndices(_ column: Column, _ from: Buffer, _ values: Column, _ n: Int) -> Bool {
        guard var dictionary else { return false }
        // Only values in use may enter the dictionary: it is what the statistics are taken from.
        let used = Buffer(capacity: values.count, zeroed: true)
        let flags = used.typed(UInt8.self)
        let index = UnsafePointer(from.typed(Int32.self))
        if let words = column.validity?.words {
            for i in 0..<n {
                flags[Int(index[i])] |= UInt8(truncatingIfNeeded: words[i &>> 6] &>> UInt64(i & 63) & 1)
            }
        } else {
            for i in 0..<n { flags[Int(index[i])] = 1 }
        }
        let picked = Selection(capacity: values.count)
        var count = 0
        for value in 0..<values.count {
            picked.rows[count] = Int32(truncatingIfNeeded: value)
            count += Int(flags[value])
        }
        picked.setCount(count)
        let distinct = count == values.count ? values : values.gather(picked)
        let source = storage.dense(distinct, count, present: count, scratch: &dense)
        let numbers = Buffer(capacity: count * 4)
        self.dictionary = nil
        let done = withExtendedLifetime(distinct) { dictionary.number(source, count, into: numbers.typed()) }
        self.dictionary = dictionary
        guard done == count else { return false }
        let translation = Buffer(capacity: values.count * 4, zeroed: true)
        let to = translation.typed(UInt32.self)
        for i in 0..<count { to[Int(picked.rows[i])] = numbers.typed(UInt32.self)[i] }
        let out = indices.reserve(n * 4).assumingMemoryBound(to: UInt32.self)
        var written = 0
        if let words = column.validity?.words {
            for i in 0..<n {
                out[written] = to[Int(index[i])]
                written &+= Int(truncatingIfNeeded: words[i &>> 6] &>> UInt64(i & 63) & 1)
            }
        } else {
            for i in 0..<n { out[i] = to[Int(index[i])] }
            written = n
        }
        indices.advance(written * 4)
        return true
    }

    private func appendFlat(_ column: Column, _ n: Int, present: Int) throws {
        let source = storage.dense(column, n, present: present, scratch: &dense)
        if var known = dictionary {
            let out = indices.reserve(present * 4).assumingMemoryBound(to: UInt32.self)
            dictionary = nil
            let done = known.number(source, present, into: out)
            dictionary = known
            if done == present {
                indices.advance(present * 4)
                if known.isWasteful(rows: rowCount - nullCount) { try abandonDictionary() }
                return
            }
            try abandonDictionary()
        }
        try appendPlain(source, present)
    }

    /// Goes on with plain values. The indices of the current page become values again; pages before stay as they are.
    private func abandonDictionary() throws {
        guard let dictionary else { return }
        self.dictionary = nil
        // Nothing refers to the dictionary of a first page: then it is not written.
        if pageCounts.dictionary > 0 { retired = dictionary }
        let count = indices.count / 4
        guard count > 0 else { return }
        let values = Buffer(capacity: count * storage.width)
        gatherValues(dictionary.values, indices.buffer.typed(), values.pointer, storage.width, count)
        indices.removeAll()
        try withExtendedLifetime((dictionary, values)) { try appendPlain(values.pointer, count) }
    }

    private func appendPlain(_ source: UnsafeRawPointer, _ count: Int) throws {
        bounds.include(source, count)
        switch storage.kind {
        case .boolean:
            let from = source.assumingMemoryBound(to: UInt8.self)
            let needed = (bitCount + count + 7) / 8
            if needed > plain.count {
                let added = needed - plain.count
                memset(plain.reserve(added), 0, added)
                plain.advance(added)
            }
            let bits = plain.buffer.typed(UInt8.self)
            for i in 0..<count {
                let bit = bitCount &+ i
                bits[bit &>> 3] |= (from[i] & 1) &<< UInt8(truncatingIfNeeded: bit & 7)
            }
            bitCount += count
        case .int32, .int64, .float, .double:
            plain.append(UnsafeRawBufferPointer(start: source, count: count * storage.width))
        case .fixed(let length): appendBigEndian(source, count, length, to: &plain)
        case .int96: appendTwelveBytes(source, count, to: &plain)
        case .bytes: try appendByteArrays(source, count, to: &plain)
        }
    }

    private func finishPage() throws {
        guard pageRows > 0 else { return }
        var body = ByteSink(capacity: 64 + plain.count + indices.count / 2)
        appendLevels(to: &body)
        let isDictionary = dictionary != nil
        if let dictionary {
            let count = indices.count / 4
            let width = bitWidth(of: dictionary.count - 1)
            body.append(UInt8(width))
            if count > 0 { encodeHybrid(indices.buffer.typed(), count: count, width: width, to: &body) }
            pageCounts.dictionary += 1
        } else {
            body.append(plain.bytes)
            pageCounts.plain += 1
        }
        try emit(body, type: 0) { [pageRows] header in
            header.structure(5) {
                $0.int32(1, Int32(pageRows))
                $0.int32(2, isDictionary ? ParquetEncoding.rleDictionary.rawValue : ParquetEncoding.plain.rawValue)
                $0.int32(3, ParquetEncoding.rle.rawValue)
                $0.int32(4, ParquetEncoding.rle.rawValue)
            }
        }
        pageRows = 0
        pageNulls = 0
        levels.removeAll(keepingCapacity: true)
        definitions.removeAll()
        repetitions.removeAll()
        indices.removeAll()
        plain.removeAll()
        bitCount = 0
    }

    /// The page's levels, each kind behind its length.
    private func appendLevels(to body: inout ByteSink) {
        func append(_ encode: (inout ByteSink) -> Void) {
            var encoded = ByteSink()
            encode(&encoded)
            body.append(UInt32(encoded.count))
            body.append(encoded.bytes)
        }
        let rows = pageRows
        guard leaf.isFlat else {
            if leaf.maxRepetition > 0 {
                append {
                    encodeHybrid(
                        repetitions.buffer.typed(), count: rows, width: bitWidth(of: leaf.maxRepetition), to: &$0)
                }
            }
            append {
                encodeHybrid(definitions.buffer.typed(), count: rows, width: bitWidth(of: leaf.maxDefinition), to: &$0)
            }
            return
        }
        if pageNulls == 0 { return append { encodeLevels(nil, count: rows, to: &$0) } }
        levels.append(0)
        levels.withUnsafeBufferPointer { bits in append { encodeLevels(bits.baseAddress, count: rows, to: &$0) } }
    }

    /// Compresses a page and appends it behind its header to ``pages``.
    private func emit(_ body: ByteSink, type: Int32, _ details: (inout ThriftCompactWriter) -> Void) throws {
        guard body.count <= Int(Int32.max) else {
            throw ParquetError("a page of column '\(leaf.path.joined(separator: "."))' has more than 2 GiB")
        }
        var packed = body.bytes
        if codec.codec != .uncompressed {
            let bound = codec.compressedBound(body.count)
            if scratch.capacity < bound { scratch = Buffer(capacity: bound + bound / 4) }
            let size = try codec.compress(
                body.bytes, into: UnsafeMutableRawBufferPointer(start: scratch.pointer, count: scratch.capacity))
            packed = UnsafeRawBufferPointer(start: scratch.pointer, count: size)
        }
        var header = ThriftCompactWriter()
        header.element {
            $0.int32(1, type)
            $0.int32(2, Int32(body.count))
            $0.int32(3, Int32(clamping: packed.count))
            details(&$0)
        }
        pages.append(header.bytes)
        pages.append(packed)
        uncompressedPages += body.count + header.bytes.count
    }

    /// Ends the row group: appends the chunk's pages to `output`, which starts at `offset` in the file, and gives what
    /// the footer says of it.
    func finishChunk(to output: (UnsafeRawBufferPointer) throws -> Void, at offset: Int) throws -> ChunkSummary {
        try finishPage()
        var summary = ChunkSummary(
            path: leaf.path, storage: storage, codec: codec.codec, rowCount: rowCount, nullCount: nullCount,
            dataPageOffset: offset)
        let data = pages
        pages = ByteSink()
        if let used = dictionary ?? retired, pageCounts.dictionary > 0 {
            bounds.include(used.values, used.count)
            var body = ByteSink(capacity: used.byteCount + 64)
            switch storage.kind {
            case .fixed(let length): appendBigEndian(used.values, used.count, length, to: &body)
            case .int96: appendTwelveBytes(used.values, used.count, to: &body)
            case .bytes: try appendByteArrays(used.values, used.count, to: &body)
            default: body.append(UnsafeRawBufferPointer(start: used.values, count: used.count * storage.width))
            }
            let count = used.count
            try emit(body, type: 2) {
                $0.structure(7) {
                    $0.int32(1, Int32(count))
                    $0.int32(2, ParquetEncoding.plain.rawValue)
                }
            }
            summary.dictionaryPageOffset = offset
            summary.dataPageOffset = offset + pages.count
            try output(pages.bytes)
        }
        try output(data.bytes)
        summary.compressedSize = pages.count + data.count
        summary.uncompressedSize = uncompressedPages
        summary.pageCounts = pageCounts
        summary.bounds = bounds.encoded()
        reset()
        return summary
    }

    private func reset() {
        pages = ByteSink()
        pageCounts = (0, 0)
        uncompressedPages = 0
        dictionary = ChunkDictionary(storage)
        retired = nil
        bounds = ValueBounds(storage)
        nullCount = 0
        rowCount = 0
    }
}

/// What the footer says of a column chunk.
struct ChunkSummary {
    var path: [String]
    var storage: ParquetStorage
    var codec: CompressionCodec
    var rowCount: Int
    var nullCount: Int
    var dataPageOffset: Int
    var dictionaryPageOffset: Int?
    var compressedSize = 0
    var uncompressedSize = 0
    var pageCounts: (dictionary: Int32, plain: Int32) = (0, 0)
    var bounds: ValueBounds.Encoded?
}

private func gatherValues(
    _ values: UnsafeRawPointer, _ index: UnsafeMutablePointer<UInt32>, _ out: UnsafeMutableRawPointer, _ width: Int,
    _ n: Int
) {
    switch width {
    case 4:
        let (from, to) = (values.assumingMemoryBound(to: UInt32.self), out.assumingMemoryBound(to: UInt32.self))
        for i in 0..<n { to[i] = from[Int(index[i])] }
    case 8:
        let (from, to) = (values.assumingMemoryBound(to: UInt64.self), out.assumingMemoryBound(to: UInt64.self))
        for i in 0..<n { to[i] = from[Int(index[i])] }
    default:
        let (from, to) = (values.assumingMemoryBound(to: StringView.self), out.assumingMemoryBound(to: StringView.self))
        for i in 0..<n { to[i] = from[Int(index[i])] }
    }
}

/// 128-bit numbers as big-endian two's complement of `length` bytes.
private func appendBigEndian(_ source: UnsafeRawPointer, _ count: Int, _ length: Int, to sink: inout ByteSink) {
    let from = source.assumingMemoryBound(to: Int128.self)
    let out = sink.reserve(count * length + 16)
    for i in 0..<count {
        var swapped = from[i].bigEndian
        withUnsafeBytes(of: &swapped) { bytes in
            if let base = bytes.baseAddress { memcpy(out + i &* length, base + (16 - length), length) }
        }
    }
    sink.advance(count * length)
}

/// The low twelve of sixteen bytes.
private func appendTwelveBytes(_ source: UnsafeRawPointer, _ count: Int, to sink: inout ByteSink) {
    let from = source.assumingMemoryBound(to: UInt128.self)
    let out = sink.reserve(count * 12 + 16)
    // Sixteen bytes each: the next value overwrites what is too much.
    for i in 0..<count { (out + i &* 12).storeBytes(of: from[i], as: UInt128.self) }
    sink.advance(count * 12)
}

private func appendByteArrays(_ source: UnsafeRawPointer, _ count: Int, to sink: inout ByteSink) throws {
    let views = source.assumingMemoryBound(to: StringView.self)
    var total = 0
    for i in 0..<count { total &+= views[i].length &+ 4 }
    let start = sink.reserve(total + 16)
    var out = start
    for i in 0..<count {
        let length = views[i].length
        out.storeBytes(of: UInt32(truncatingIfNeeded: length), as: UInt32.self)
        out += 4
        if length <= 12 {
            // Twelve bytes whatever the length: the next value overwrites what is too much.
            out.storeBytes(of: UInt32(truncatingIfNeeded: views[i].head &>> 32), as: UInt32.self)
            (out + 4).storeBytes(of: views[i].tail, as: UInt64.self)
        } else if let bytes = views[i].address {
            memcpy(out, bytes, length)
        }
        out += length
    }
    sink.advance(total)
}
