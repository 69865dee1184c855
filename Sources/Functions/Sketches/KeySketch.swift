import Columnar

/// A theta sketch (Dasgupta, Lang, Rhodes, Thaler: "A Framework for Estimating Stream Expression Cardinalities"): the
/// hashes of the keys below a bound theta, each with a summary (a tuple sketch). While there are few keys the bound is
/// 1 and the count exact.
struct KeySketch {
    /// How the summaries of one key come together.
    enum Mode: String {
        case sum, min, max, alwaysone

        /// What a key of a theta sketch brings, which changes no summary that it meets.
        var neutral: Double {
            switch self {
            case .sum: 0
            case .min: .infinity
            case .max: -.infinity
            case .alwaysone: 1
            }
        }

        func merged(_ a: Double, _ b: Double) -> Double {
            switch self {
            case .sum: a + b
            case .min: Swift.min(a, b)
            case .max: Swift.max(a, b)
            case .alwaysone: 1
            }
        }
    }

    /// The numbers beside the keys: none in a theta sketch; integers are of 32 bits and wrap around.
    enum Summaries: UInt8 {
        case none, doubles, integers

        func merged(_ a: Double, _ b: Double, _ mode: Mode) -> Double {
            let value = mode.merged(a, b)
            return self == .integers && mode == .sum ? Double(Int32(truncatingIfNeeded: Int64(value))) : value
        }
    }

    static let limit = UInt64(Int64.max)
    /// The seed that DataSketches hashes with.
    static let seed: UInt64 = 9001

    /// Binary logarithm of the number of keys that are kept at least.
    var size: Int
    /// Hashes below this are kept; ``limit`` stands for 1.
    var theta = KeySketch.limit
    private(set) var entries: [UInt64: Double] = [:]

    let summaries: Summaries

    init(size: Int, _ summaries: Summaries) {
        self.size = size
        self.summaries = summaries
    }

    var isEmpty: Bool { entries.isEmpty && theta == Self.limit }
    var fraction: Double { Double(theta) / Double(Self.limit) }
    var estimate: Double { theta == Self.limit ? Double(entries.count) : Double(entries.count) / fraction }

    mutating func update(hash: UInt64, _ summary: Double, _ mode: Mode) {
        guard hash > 0, hash < theta else { return }
        if let known = entries[hash] {
            entries[hash] = summaries.merged(known, summary, mode)
            return
        }
        entries[hash] = mode == .alwaysone ? 1 : summary
        // Like the reference, whose table of 2k slots is rebuilt when it is 15/16 full.
        if entries.count > (2 << size) * 15 / 16 { trim(to: 1 << size) }
    }

    /// Keeps the `count` least hashes; the next one is the new bound.
    private mutating func trim(to count: Int) {
        guard entries.count > count else { return }
        let sorted = entries.keys.sorted()
        theta = sorted[count]
        entries = entries.filter { $0.key < theta }
    }

    mutating func union(_ other: KeySketch, _ mode: Mode) {
        theta = min(theta, other.theta)
        entries = entries.filter { $0.key < theta }
        for (hash, summary) in other.entries where hash < theta {
            if let known = entries[hash] {
                entries[hash] = summaries.merged(known, other.summary(summary, mode), mode)
            } else {
                entries[hash] = other.summary(summary, mode)
            }
        }
        trim(to: 1 << size)
    }

    mutating func intersect(_ other: KeySketch, _ mode: Mode?) {
        theta = min(theta, other.theta)
        var kept: [UInt64: Double] = [:]
        for (hash, summary) in entries where hash < theta {
            guard let right = other.entries[hash] else { continue }
            kept[hash] = mode.map { summaries.merged(summary, other.summary(right, $0), $0) } ?? summary
        }
        entries = kept
    }

    mutating func subtract(_ other: KeySketch) {
        theta = min(theta, other.theta)
        entries = entries.filter { $0.key < theta && other.entries[$0.key] == nil }
    }

    private func summary(_ own: Double, _ mode: Mode) -> Double { summaries == .none ? mode.neutral : own }

    /// The summaries of all keys together.
    func summary(_ mode: Mode) -> Double? {
        guard let first = entries.values.first else { return mode == .sum || mode == .alwaysone ? 0 : nil }
        if mode == .alwaysone { return Double(entries.count) }
        return entries.values.dropFirst().reduce(first) { mode.merged($0, $1) }
    }

    // MARK: Hashing

    /// The upper 63 bits of the first half of MurmurHash3's 128 bits.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 { murmur(bytes, seed) &>> 1 }

    static func hash(_ number: Int64) -> UInt64 {
        withUnsafeBytes(of: number.littleEndian) { hash($0) }
    }

    static func hash(_ number: Double) -> UInt64 {
        let canonical = number == 0 ? 0 : number.isNaN ? Double.nan : number
        return hash(Int64(bitPattern: canonical.bitPattern))
    }

    /// MurmurHash3 (x64, 128 bits) by A. Appleby: the first half.
    static func murmur(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64) -> UInt64 {
        let (c1, c2): (UInt64, UInt64) = (0x87C3_7B91_1142_53D5, 0x4CF5_AD43_2745_937F)
        func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x &<< n | x &>> (64 &- n) }
        func mix1(_ k: UInt64) -> UInt64 { rotate(k &* c1, 31) &* c2 }
        func mix2(_ k: UInt64) -> UInt64 { rotate(k &* c2, 33) &* c1 }
        func finish(_ k: UInt64) -> UInt64 {
            var h = k
            h ^= h &>> 33
            h = h &* 0xFF51_AFD7_ED55_8CCD
            h ^= h &>> 33
            h = h &* 0xC4CE_B9FE_1A85_EC53
            return h ^ h &>> 33
        }
        var (h1, h2) = (seed, seed)
        let blocks = bytes.count / 16
        for block in 0..<blocks {
            let k1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block &* 16, as: UInt64.self))
            let k2 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block &* 16 &+ 8, as: UInt64.self))
            h1 ^= mix1(k1)
            h1 = (rotate(h1, 27) &+ h2) &* 5 &+ 0x52DC_E729
            h2 ^= mix2(k2)
            h2 = (rotate(h2, 31) &+ h1) &* 5 &+ 0x3849_5AB5
        }
        var (k1, k2): (UInt64, UInt64) = (0, 0)
        for index in (blocks &* 16)..<max(blocks &* 16, bytes.count) {
            let at = index &- blocks &* 16
            if at < 8 {
                k1 |= UInt64(bytes[index]) &<< UInt64(8 &* at)
            } else {
                k2 |= UInt64(bytes[index]) &<< UInt64(8 &* (at &- 8))
            }
        }
        h2 ^= mix2(k2)
        h1 ^= mix1(k1)
        h1 ^= UInt64(bytes.count)
        h2 ^= UInt64(bytes.count)
        h1 = h1 &+ h2
        h2 = h2 &+ h1
        h1 = finish(h1)
        h2 = finish(h2)
        return h1 &+ h2
    }

    // MARK: Bytes

    /// Four bytes of mark and size, theta, then each hash with its summary, in order of hashes.
    var bytes: [UInt8] {
        var out = SketchWriter(summaries == .none ? .theta : .tuple)
        out.append(UInt8(size))
        out.append(theta)
        out.append(UInt32(truncatingIfNeeded: entries.count))
        for hash in entries.keys.sorted() {
            out.append(hash)
            if summaries != .none { out.append((entries[hash] ?? 0).bitPattern) }
        }
        return out.bytes
    }

    init(_ bytes: UnsafeRawBufferPointer, _ summaries: Summaries, function: String) throws {
        var reader = try SketchReader(bytes, summaries == .none ? .theta : .tuple, function)
        self.summaries = summaries
        size = Int(try reader.next(UInt8.self))
        guard (4...26).contains(size) else { throw reader.malformed() }
        theta = try reader.next(UInt64.self)
        let count = Int(try reader.next(UInt32.self))
        guard count <= bytes.count / 8 else { throw reader.malformed() }
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let hash = try reader.next(UInt64.self)
            entries[hash] = summaries != .none ? Double(bitPattern: try reader.next(UInt64.self)) : 1
        }
    }
}

/// What a sketch's bytes begin with. The layout is this engine's own; sketches of other engines are refused.
enum SketchKind: UInt8 {
    case theta = 0x71
    case tuple
    case hyperLogLog
    case quantilesLong
    case quantilesDouble
    case quantilesFloat
}

struct SketchWriter {
    private(set) var bytes: [UInt8]

    init(_ kind: SketchKind) { bytes = [0x50, 0x59, kind.rawValue] }

    mutating func append<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

struct SketchReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 3
    private let kind: SketchKind
    private let function: String

    init(_ bytes: UnsafeRawBufferPointer, _ kind: SketchKind, _ function: String) throws {
        self.bytes = bytes
        self.kind = kind
        self.function = function
        guard mark == kind else { throw malformed() }
    }

    /// The kind that the bytes begin with the mark of.
    private var mark: SketchKind? {
        guard bytes.count >= 3, bytes[0] == 0x50, bytes[1] == 0x59 else { return nil }
        return SketchKind(rawValue: bytes[2])
    }

    mutating func next<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws -> T {
        let end = position + MemoryLayout<T>.size
        guard end <= bytes.count else { throw malformed() }
        let value = T(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: T.self))
        position = end
        return value
    }

    func malformed() -> PyriteError { kind.malformed(function: function, other: mark) }
}
