import Columnar
import Glibc

/// Decodes the values of a page, in whatever encoding it has, to values of the type asked for.
struct ValueDecoder {
    let element: ParquetSchemaElement
    let conversion: LeafConversion
    /// Bytes of a value as stored; of a view for byte arrays.
    let storedWidth: Int

    private(set) var encoding = ParquetEncoding.plain
    private(set) var owner: Buffer?
    var next: UnsafeRawPointer?
    private(set) var end: UnsafeRawPointer?
    /// Booleans: the next bit. Byte streams: the next value and the distance between streams.
    private var index = 0
    private var stride = 0
    var hybrid: HybridDecoder?
    private var delta: DeltaDecoder?
    private var suffixes: DeltaDecoder?
    /// Of delta byte arrays: the value before the next.
    private var previous: (owner: Buffer, start: UnsafeRawPointer, count: Int)?
    private var dictionaryCount = 0

    init(_ element: ParquetSchemaElement, _ conversion: LeafConversion) {
        self.element = element
        self.conversion = conversion
        storedWidth =
            switch element.type {
            case .boolean: 1
            case .int32, .float: 4
            case .int64, .double: 8
            case .int96: 12
            case .fixedLengthByteArray: element.typeLength
            case .byteArray, nil: 16
            }
    }

    var isDictionary: Bool { encoding == .rleDictionary }

    /// Lets go of the page's memory so that it can be used again.
    mutating func releasePage() {
        owner = nil
        next = nil
        end = nil
        hybrid = nil
        delta = nil
        suffixes = nil
        previous = nil
    }

    /// Begins a page whose values are `bytes`, of which `count` at most are present.
    mutating func enter(_ bytes: UnsafeRawBufferPointer, owner: Buffer, encoding raw: Int32, count: Int) throws {
        guard var encoding = ParquetEncoding(rawValue: raw) else {
            throw ParquetError("encoding \(raw) is not supported")
        }
        if encoding == .plainDictionary { encoding = .rleDictionary }
        self.encoding = encoding
        self.owner = owner
        guard let base = bytes.baseAddress else { throw ParquetError("a page has no bytes") }
        next = base
        end = base + bytes.count
        index = 0
        switch (encoding, element.type) {
        case (.plain, _): break
        case (.rleDictionary, .boolean): throw ParquetError("booleans are not dictionary encoded")
        case (.rleDictionary, _):
            // A page of nulls may have no bytes at all.
            guard bytes.count > 0 else { return }
            hybrid = try HybridDecoder(
                UnsafeRawBufferPointer(rebasing: bytes[1...]), width: Int(base.load(as: UInt8.self)))
        case (.rle, .boolean):
            guard bytes.count > 0 else { return }
            guard bytes.count >= 4 else { throw ParquetError("encoded booleans end too early") }
            let length = Int(base.loadUnaligned(as: UInt32.self))
            guard length <= bytes.count - 4 else { throw ParquetError("encoded booleans end too early") }
            hybrid = try HybridDecoder(UnsafeRawBufferPointer(rebasing: bytes[4..<4 + length]), width: 1)
        case (.deltaBinaryPacked, .int32), (.deltaBinaryPacked, .int64):
            guard bytes.count > 0 else { return }
            delta = try DeltaDecoder(bytes)
        case (.deltaLengthByteArray, .byteArray):
            guard bytes.count > 0 else { return }
            let lengths = try DeltaDecoder(bytes)
            delta = lengths
            next = try lengths.endOfData()
        case (.deltaByteArray, .byteArray), (.deltaByteArray, .fixedLengthByteArray):
            guard bytes.count > 0 else { return }
            let prefixes = try DeltaDecoder(bytes)
            let second = try prefixes.endOfData()
            let lengths = try DeltaDecoder(UnsafeRawBufferPointer(rebasing: bytes[(second - base)...]))
            delta = prefixes
            suffixes = lengths
            next = try lengths.endOfData()
        case (.byteStreamSplit, .int32), (.byteStreamSplit, .int64), (.byteStreamSplit, .float),
            (.byteStreamSplit, .double), (.byteStreamSplit, .fixedLengthByteArray):
            stride = bytes.count / storedWidth
        default:
            throw ParquetError("encoding \(raw) is not supported for \(element.type?.name ?? "this type")")
        }
    }

    static let tooShort = ParquetError("a page's values end too early")

    /// The next `count` dictionary indices, each within the dictionary.
    mutating func decodeIndices(into out: UnsafeMutablePointer<UInt32>, count: Int) throws {
        guard hybrid != nil else { throw Self.tooShort }
        try hybrid?.decode(into: out, count: count)
        try checkIndices(out, count)
    }

    /// Throws when an index lies outside the dictionary.
    func checkIndices(_ out: UnsafePointer<UInt32>, _ count: Int) throws {
        guard let width = hybrid?.width, width >= 32 || 1 << width > dictionaryCount else { return }
        var largest: UInt32 = 0
        for i in 0..<count { largest = max(largest, out[i]) }
        guard Int(largest) < dictionaryCount else {
            throw ParquetError("a dictionary index of \(largest) where the dictionary has \(dictionaryCount) values")
        }
    }

    /// Decodes the next `count` values densely to `out` and gives the buffers that views among them point into.
    mutating func decode(into out: UnsafeMutableRawPointer, count: Int) throws -> [Buffer] {
        if element.type == .byteArray {
            if conversion.isDirect { return try decodeViews(into: out.assumingMemoryBound(to: StringView.self), count) }
            let scratch = Buffer(capacity: count * 16)
            let owners = try decodeViews(into: scratch.typed(), count)
            try convertLeaf(conversion, scratch.pointer, width: 16, into: out, count: count)
            return withExtendedLifetime(owners) { [] }
        }
        if element.type == .boolean {
            try decodeBooleans(into: out.assumingMemoryBound(to: UInt8.self), count)
            return []
        }
        let keepsBytes: Bool
        if case .fixedToView = conversion {
            keepsBytes = storedWidth > StringView.inlineCapacity
        } else {
            keepsBytes = false
        }
        if encoding == .plain {
            guard let start = next, let end, count <= (end - start) / storedWidth, let owner else {
                throw Self.tooShort
            }
            try convertLeaf(conversion, start, width: storedWidth, into: out, count: count)
            next = start + count * storedWidth
            return keepsBytes ? [owner] : []
        }
        if conversion.isDirect {
            try decodeStored(into: out, count)
            return []
        }
        let scratch = Buffer(capacity: count * storedWidth + ParquetFile.slack)
        try decodeStored(into: scratch.pointer, count)
        try convertLeaf(conversion, scratch.pointer, width: storedWidth, into: out, count: count)
        return keepsBytes ? [scratch] : []
    }

    /// Values as stored, for the encodings of fixed-width types other than PLAIN.
    private mutating func decodeStored(into out: UnsafeMutableRawPointer, _ count: Int) throws {
        switch encoding {
        case .deltaBinaryPacked:
            guard delta != nil else { throw Self.tooShort }
            if storedWidth == 4 {
                try delta?.decode(into: out.assumingMemoryBound(to: Int32.self), count: count)
            } else {
                try delta?.decode(into: out.assumingMemoryBound(to: Int64.self), count: count)
            }
        case .byteStreamSplit:
            guard let next, count <= stride - index else { throw Self.tooShort }
            joinByteStreams(next, stride: stride, index: index, width: storedWidth, into: out, count: count)
            index += count
        case .deltaByteArray:
            let views = Buffer(capacity: count * 16)
            let owners = try decodeDeltaByteArrays(into: views.typed(), count)
            let from = views.typed(StringView.self)
            for i in 0..<count {
                let bytes = StringView.bytes(UnsafePointer(from + i))
                guard bytes.count == storedWidth, let base = bytes.baseAddress else {
                    throw ParquetError("a value of \(bytes.count) bytes where all have \(storedWidth)")
                }
                memcpy(out + i * storedWidth, base, storedWidth)
            }
            withExtendedLifetime(owners) {}
        default: throw Self.tooShort
        }
    }

    private mutating func decodeBooleans(into out: UnsafeMutablePointer<UInt8>, _ count: Int) throws {
        if encoding == .plain {
            guard let next, let end, count <= (end - next) * 8 - index else { throw Self.tooShort }
            let bits = next.assumingMemoryBound(to: UInt8.self)
            let first = index
            for i in 0..<count {
                let bit = first &+ i
                out[i] = bits[bit &>> 3] &>> UInt8(truncatingIfNeeded: bit & 7) & 1
            }
            index += count
            return
        }
        guard hybrid != nil else { throw Self.tooShort }
        let scratch = Buffer(capacity: count * 4)
        let from = scratch.typed(UInt32.self)
        try hybrid?.decode(into: from, count: count)
        for i in 0..<count { out[i] = UInt8(truncatingIfNeeded: from[i] & 1) }
    }

    private mutating func decodeViews(into out: UnsafeMutablePointer<StringView>, _ count: Int) throws -> [Buffer] {
        guard let owner, let start = next, let end else { throw Self.tooShort }
        switch encoding {
        case .plain:
            guard let after = viewPlainByteArrays(start, end, into: out, count: count) else { throw Self.tooShort }
            next = after
            return [owner]
        case .deltaLengthByteArray:
            guard delta != nil else { throw Self.tooShort }
            let lengths = Buffer(capacity: count * 4)
            let length = lengths.typed(Int32.self)
            try delta?.decode(into: length, count: count)
            var at = start
            for i in 0..<count {
                let n = Int(length[i])
                guard n >= 0, n <= end - at else { throw Self.tooShort }
                out[i] = viewOfPadded(at, n)
                at += n
            }
            next = at
            return [owner]
        case .deltaByteArray: return try decodeDeltaByteArrays(into: out, count)
        default: throw Self.tooShort
        }
    }

    /// Values that share a prefix with the value before them, put together in memory of their own.
    private mutating func decodeDeltaByteArrays(
        into out: UnsafeMutablePointer<StringView>, _ count: Int
    ) throws -> [Buffer] {
        guard delta != nil, suffixes != nil, let start = next, let end else { throw Self.tooShort }
        let lengths = Buffer(capacity: count * 8)
        let prefix = lengths.typed(Int32.self)
        let suffix = prefix + count
        try delta?.decode(into: prefix, count: count)
        try suffixes?.decode(into: suffix, count: count)
        var total = 0
        var before = previous?.count ?? 0
        var left = end - start
        for i in 0..<count {
            let (p, s) = (Int(prefix[i]), Int(suffix[i]))
            guard p >= 0, p <= before, s >= 0, s <= left else { throw Self.tooShort }
            before = p + s
            left -= s
            total += before
        }
        guard total <= Int(Int32.max) else { throw ParquetError("delta encoded strings of more than 2 GiB") }
        let arena = Buffer(capacity: total + ParquetFile.slack)
        var to = arena.pointer
        var from = start
        var last = previous?.start
        for i in 0..<count {
            let (p, s) = (Int(prefix[i]), Int(suffix[i]))
            if p > 0, let last { memcpy(to, last, p) }
            memcpy(to + p, from, s)
            out[i] = viewOfPadded(UnsafeRawPointer(to), p + s)
            last = UnsafeRawPointer(to)
            from += s
            to += p + s
        }
        next = from
        if count > 0, let last { previous = (arena, last, before) }
        return [arena]
    }

    /// Passes over the next `count` values.
    mutating func skip(_ count: Int) throws {
        switch (encoding, element.type) {
        case (.plain, .boolean), (.byteStreamSplit, _): index += count
        case (.plain, .byteArray):
            guard let start = next, let end, let after = skipPlainByteArrays(start, end, count: count) else {
                throw Self.tooShort
            }
            next = after
        case (.plain, _):
            guard let start = next, let end, count <= (end - start) / storedWidth else { throw Self.tooShort }
            next = start + count * storedWidth
        case (.rleDictionary, _), (.rle, _):
            guard hybrid != nil else { throw Self.tooShort }
            try hybrid?.skip(count)
        case (.deltaBinaryPacked, _):
            guard delta != nil else { throw Self.tooShort }
            try delta?.skip(count)
        case (.deltaByteArray, _):
            let views = Buffer(capacity: count * 16)
            _ = try decodeDeltaByteArrays(into: views.typed(), count)
        default:
            let views = Buffer(capacity: count * 16)
            _ = try decodeViews(into: views.typed(), count)
        }
    }

    /// The values of a dictionary page as a flat column of the type asked for.
    mutating func decodeDictionary(_ page: PageReader.Page, type: DataType) throws -> Column {
        guard
            page.header.encoding == ParquetEncoding.plain.rawValue
                || page.header.encoding == ParquetEncoding.plainDictionary.rawValue
        else { throw ParquetError("a dictionary in encoding \(page.header.encoding) is not supported") }
        let count = page.header.valueCount
        // Every stored value takes bytes, so a false count fails before memory is taken for it.
        let least = element.type == .byteArray ? 4 : storedWidth
        guard element.type != .boolean, count <= page.values.count / least else {
            throw ParquetError("a dictionary page is too short for its \(count) values")
        }
        try enter(page.values, owner: page.owner, encoding: ParquetEncoding.plain.rawValue, count: count)
        let width = type.physicalType.width
        // Zeroed, so that row 0 of an empty dictionary is defined memory.
        let out = Buffer(capacity: count * width, zeroed: count == 0)
        let owners = try decode(into: out.pointer, count: count)
        releasePage()
        dictionaryCount = count
        return Column(
            type, count: count,
            layout: type.physicalType == .view ? .view(out, heap: owners) : .fixed(out))
    }
}
