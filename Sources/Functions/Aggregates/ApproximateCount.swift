import Columnar
import Glibc

/// The number of different values by HyperLogLog: one byte a register, 2^precision registers a group.
///
/// Estimated by Ertl's improved formula ("New cardinality estimation algorithms for HyperLogLog sketches", 2017), which
/// needs no tables of corrections.
final class ApproximateCount: Accumulator {
    private let precision: Int
    private let registers: Int
    private var buffer: Buffer
    private var capacity: Int
    private var groups = 0

    init(precision: Int) {
        self.precision = precision
        registers = 1 << precision
        capacity = 1
        buffer = Buffer(capacity: registers, zeroed: true)
    }

    func resize(groups count: Int) {
        if count > capacity {
            let grown = max(capacity * 2, count)
            let larger = Buffer(capacity: grown * registers, zeroed: true)
            memcpy(larger.pointer, buffer.pointer, groups * registers)
            (buffer, capacity) = (larger, grown)
        }
        groups = max(groups, count)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull() else { return }
        let base = buffer.typed(UInt8.self)
        let (shift, p) = (UInt64(64 - precision), UInt64(precision))
        eachValid(column.validity, groups, count) { row, group in
            let hash = XXHash64.hash(column, row, seed: 42)
            let index = Int(truncatingIfNeeded: hash >> shift)
            let rank = UInt8(truncatingIfNeeded: (hash << p | 1 << (p - 1)).leadingZeroBitCount + 1)
            let register = base + group * registers + index
            if register.pointee < rank { register.pointee = rank }
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let texts = TextInput(state[0].flattened())
        let base = buffer.typed(UInt8.self)
        for row in 0..<count {
            let bytes = texts[row]
            guard bytes.count == registers else { continue }
            let target = base + Int(groups[row]) * registers
            for index in 0..<registers { target[index] = max(target[index], bytes[index]) }
        }
    }

    func state(groups range: Range<Int>) throws -> [Column] {
        let builder = ColumnBuilder(.binary, capacity: range.count)
        for group in range {
            builder.append(bytes: UnsafeRawBufferPointer(start: buffer.pointer + group * registers, count: registers))
        }
        return [builder.finish()]
    }

    func result(groups range: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(.long, capacity: range.count)
        for group in range { builder.append(estimate(buffer.typed(UInt8.self) + group * registers)) }
        return builder.finish()
    }

    private func estimate(_ values: UnsafeMutablePointer<UInt8>) -> Int64 {
        let highest = 64 - precision
        var counts = [Int](repeating: 0, count: highest + 2)
        for index in 0..<registers { counts[min(Int(values[index]), highest + 1)] += 1 }
        let m = Double(registers)
        var z = m * tau(1 - Double(counts[highest + 1]) / m)
        for rank in stride(from: highest, through: 1, by: -1) { z = 0.5 * (z + Double(counts[rank])) }
        z += m * sigma(Double(counts[0]) / m)
        let result = m * m / (2 * M_LN2 * z)
        return Int64(exactly: result.rounded()) ?? 0
    }

    private func sigma(_ value: Double) -> Double {
        if value == 1 { return .infinity }
        var (x, y, z) = (value, 1.0, value)
        while true {
            x *= x
            let before = z
            z += x * y
            y += y
            if z == before { return z }
        }
    }

    private func tau(_ value: Double) -> Double {
        if value == 0 || value == 1 { return 0 }
        var (x, y, z) = (value, 1.0, 1 - value)
        while true {
            x = x.squareRoot()
            let before = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if z == before { return z / 3 }
        }
    }

    var byteCount: Int { buffer.capacity }
}

enum ApproximateCountFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate(
            "approx_count_distinct",
            "approx_count_distinct(expr[, relativeSD]) - The number of different values, "
                + "estimated.", ["approx_count_distinct(col)"], since: "1.6.0", count: 1...2
        ) { call in
            var deviation = 0.05
            if call.arguments.count > 1 {
                switch (call.arguments[1].literal, call.types[1]) {
                case (.double(let value)?, _): deviation = value
                case (.decimal(let unscaled)?, .decimal(_, let scale)):
                    deviation = DecimalArithmetic.double(unscaled, scale: scale)
                default: break
                }
            }
            let bits = (2 * MathKernels.log(1.106 / max(deviation, 0.001)) / MathKernels.log(2)).rounded(.up)
            let precision = max(4, min(18, Int(bits)))
            return .make(call.types, result: .long, nullable: false, state: [.binary]) {
                ApproximateCount(precision: precision)
            }
        }
    ]
}
