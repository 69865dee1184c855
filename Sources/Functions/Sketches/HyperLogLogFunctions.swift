import Columnar
import Glibc

/// A HyperLogLog sketch of 2^size registers, each the longest run of zeros seen by its share of the hashes.
struct HyperLogLog: MergeableSketch {
    private(set) var size: Int
    private var registers: [UInt8]

    init(size: Int) {
        self.size = size
        registers = [UInt8](repeating: 0, count: 1 << size)
    }

    private mutating func add(_ hash: UInt64) {
        let slot = Int(hash &>> UInt64(64 - size))
        let run = UInt8(min((hash &<< UInt64(size)).leadingZeroBitCount, 63 - size) + 1)
        registers[slot] = max(registers[slot], run)
    }

    /// O. Ertl's estimator ("New cardinality estimation algorithms for HyperLogLog sketches", 2017), good over the whole
    /// range.
    var estimate: Double {
        let m = Double(registers.count)
        let q = 64 - size
        var counts = [Double](repeating: 0, count: q + 2)
        for register in registers { counts[min(Int(register), q + 1)] += 1 }
        var z = m * Self.tau(1 - counts[q + 1] / m)
        for index in stride(from: q, through: 1, by: -1) { z = 0.5 * (z + counts[index]) }
        z += m * Self.sigma(counts[0] / m)
        return m * m / (2 * log(2.0) * z)
    }

    private static func sigma(_ start: Double) -> Double {
        if start == 1 { return .infinity }
        var (x, y, z) = (start, 1.0, start)
        while true {
            x *= x
            let last = z
            z += x * y
            y += y
            if z == last { return z }
        }
    }

    private static func tau(_ start: Double) -> Double {
        if start == 0 || start == 1 { return 0 }
        var (x, y, z) = (start, 1.0, 1 - start)
        while true {
            x = x.squareRoot()
            let last = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if z == last { return z / 3 }
        }
    }

    /// Registers of different sizes are brought to the smaller one.
    mutating func merge(_ other: HyperLogLog) throws {
        var right = other
        if right.size < size { shrink(to: right.size) }
        if right.size > size { right.shrink(to: size) }
        for slot in registers.indices { registers[slot] = max(registers[slot], right.registers[slot]) }
    }

    private mutating func shrink(to target: Int) {
        var smaller = HyperLogLog(size: target)
        let bits = size - target
        for (slot, run) in registers.enumerated() where run > 0 {
            let low = slot & ((1 << bits) - 1)
            // The bits that no longer choose the register lengthen the run when they are zero.
            let own = low == 0 ? bits + Int(run) : bits - (Int.bitWidth - low.leadingZeroBitCount) + 1
            let wide = slot >> bits
            smaller.registers[wide] = max(smaller.registers[wide], UInt8(min(own, 64)))
        }
        self = smaller
    }

    mutating func update(_ arguments: [Column], _ row: Int) throws {
        if let hash = ThetaFunctions.hash(arguments[0], row) {
            // The key sketches' hash has 63 bits; the low ones are mixed once more to fill all.
            add(KeySketch.hash(Int64(bitPattern: hash)) &<< 1)
        }
    }

    var serialized: [UInt8] {
        var out = SketchWriter(.hyperLogLog)
        out.append(UInt8(size))
        let used = registers.count { $0 > 0 }
        out.append(UInt32(truncatingIfNeeded: used))
        if used * 4 < registers.count {
            for (slot, run) in registers.enumerated() where run > 0 {
                out.append(UInt32(truncatingIfNeeded: slot << 6 | Int(run)))
            }
        } else {
            for run in registers { out.append(run) }
        }
        return out.bytes
    }

    init(serialized bytes: UnsafeRawBufferPointer) throws { try self.init(bytes, function: "hll_sketch_agg") }

    init(_ bytes: UnsafeRawBufferPointer, function: String) throws {
        var reader = try SketchReader(bytes, .hyperLogLog, function)
        size = Int(try reader.next(UInt8.self))
        guard (4...21).contains(size) else { throw reader.malformed() }
        registers = [UInt8](repeating: 0, count: 1 << size)
        let used = Int(try reader.next(UInt32.self))
        if used * 4 < registers.count {
            for _ in 0..<used {
                let entry = Int(try reader.next(UInt32.self))
                guard entry >> 6 < registers.count else { throw reader.malformed() }
                registers[entry >> 6] = UInt8(entry & 63)
            }
        } else {
            for slot in registers.indices { registers[slot] = try reader.next(UInt8.self) }
        }
    }

    var byteCount: Int { registers.count + 32 }
}

/// Sketches that others are merged into.
private struct MergedHyperLogLog: MergeableSketch {
    var sketch: HyperLogLog?
    let allowsDifferent: Bool

    init(allowsDifferent: Bool) { self.allowsDifferent = allowsDifferent }

    mutating func update(_ arguments: [Column], _ row: Int) throws {
        guard let views = arguments[0].views else { return }
        try add(try HyperLogLog(StringView.bytes(views + row), function: "hll_union_agg"))
    }

    private mutating func add(_ other: HyperLogLog) throws {
        guard var known = sketch else {
            sketch = other
            return
        }
        if !allowsDifferent { try HyperLogLogFunctions.requireEqual(known, other, "hll_union_agg") }
        try known.merge(other)
        sketch = known
    }

    mutating func merge(_ other: MergedHyperLogLog) throws { if let inner = other.sketch { try add(inner) } }
    var serialized: [UInt8] { [allowsDifferent ? 1 : 0] + (sketch?.serialized ?? []) }
    init(serialized bytes: UnsafeRawBufferPointer) throws {
        allowsDifferent = bytes.first == 1
        sketch = bytes.count > 1 ? try HyperLogLog(serialized: UnsafeRawBufferPointer(rebasing: bytes[1...])) : nil
    }
    var byteCount: Int { sketch?.byteCount ?? 8 }
}

/// Functions over HyperLogLog sketches.
enum HyperLogLogFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "hll_sketch_agg", "hll_sketch_agg(expr[, size]) - A HyperLogLog sketch of the values.",
            ["hll_sketch_estimate(hll_sketch_agg(col, 12))"], since: "3.5.0", count: 1...2
        ) { call in
            let size = try call.logarithmicSize(1, in: 4...21, of: .hyperLogLog)
            let type: DataType =
                switch call.types[0] {
                case .byte, .short, .integer, .long, .null: .long
                case .string, .collated, .char, .varchar, .binary: call.types[0]
                default: throw call.mismatch(0, required: "(\"INT\" or \"BIGINT\" or \"STRING\" or \"BINARY\")")
                }
            return AggregateBinding(
                argumentTypes: [type] + call.types.dropFirst(), resultType: .binary, nullable: false,
                stateTypes: [.binary]
            ) {
                SketchAccumulator<HyperLogLog>(
                    .binary, make: { HyperLogLog(size: size) }, finish: { $1.append(.binary($0.serialized)) })
            }
        },
        .aggregate(
            "hll_union_agg", "hll_union_agg(sketch[, allowDifferent]) - The union of HyperLogLog sketches.",
            ["hll_union_agg(sketch, true)"], since: "3.5.0", count: 1...2
        ) { call in
            let allows = try allowsDifferentSizes(call, 1)
            return AggregateBinding(
                argumentTypes: try call.coerced([.binary, .any]), resultType: .binary, nullable: false,
                stateTypes: [.binary]
            ) {
                SketchAccumulator<MergedHyperLogLog>(
                    .binary, make: { MergedHyperLogLog(allowsDifferent: allows) },
                    finish: { $1.append(.binary(($0.sketch ?? HyperLogLog(size: 12)).serialized)) })
            }
        },
        .rows(
            "hll_sketch_estimate", .misc, "hll_sketch_estimate(sketch) - The number of different values.",
            ["hll_sketch_estimate(hll_sketch_agg(col))"], since: "3.5.0", parameters: [.binary], result: .long,
            canFail: true
        ) { rows, _ in
            let x = rows.text(0)
            return try rows.mapValid(Int64(0)) { row in
                Int64(try HyperLogLog(x[row], function: "hll_sketch_estimate").estimate.rounded())
            }
        },
        .scalar(
            "hll_union", .misc, "hll_union(left, right[, allowDifferent]) - The union of two HyperLogLog sketches.",
            ["hll_union(left, right)"], since: "3.5.0", count: 2...3
        ) { call in
            let allows = try allowsDifferentSizes(call, 2)
            let types = try call.coerced([.binary, .binary, .any])
            return .rows(call, argumentTypes: types, result: .binary, canFail: true) { rows, _ in
                let (x, y) = (rows.text(0), rows.text(1))
                return try rows.mapText { row, out in
                    var left = try HyperLogLog(x[row], function: "hll_union")
                    let right = try HyperLogLog(y[row], function: "hll_union")
                    if !allows { try requireEqual(left, right, "hll_union") }
                    try left.merge(right)
                    left.serialized.withUnsafeBytes { out.append($0) }
                    return true
                }
            }
        },
    ]

    private static func allowsDifferentSizes(_ call: Call, _ index: Int) throws -> Bool {
        guard call.arguments.count > index else { return false }
        guard call.types[index] == .boolean || call.types[index] == .null else {
            throw call.mismatch(index, required: "\"BOOLEAN\"")
        }
        return call.arguments[index].literal == .boolean(true)
    }

    static func requireEqual(_ left: HyperLogLog, _ right: HyperLogLog, _ function: String) throws {
        guard left.size != right.size else { return }
        throw PyriteError(
            .runtime, "HLL_UNION_DIFFERENT_LG_K", sqlState: "22000",
            "Sketches have different `lgConfigK` values: \(left.size) and \(right.size). Set the "
                + "`allowDifferentLgConfigK` parameter to true to call `\(function)` with different `lgConfigK` values.",
            parameters: ["left": "\(left.size)", "right": "\(right.size)", "function": "`\(function)`"])
    }
}
