import Columnar
import Glibc

/// The number of different values by HyperLogLog++ (Heule, Nunkesser and Hall, 2013): one byte a register, 2^precision
/// registers a group. Hashes, corrections and so the numbers are Spark's.
final class ApproximateCount: Accumulator {
    private let precision: Int
    private let registers: Int
    private var buffer: Buffer
    private var capacity: Int
    private var groups = 0
    private lazy var table = CardinalityBias.table(precision: precision)

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
        let m = Double(registers)
        var inverse = 0.0
        var empty = 0
        for index in 0..<registers {
            inverse += Double(sign: .plus, exponent: -Int(values[index]), significand: 1)
            if values[index] == 0 { empty += 1 }
        }
        let alpha: Double
        switch precision {
        case 4: alpha = 0.673
        case 5: alpha = 0.697
        case 6: alpha = 0.709
        default: alpha = 0.7213 / (1 + 1.079 / m)
        }
        let raw = alpha * m * m / inverse
        let corrected = raw < 5 * m && !table.estimates.isEmpty ? raw - bias(at: raw) : raw
        var result = corrected
        if empty > 0 {
            let counted = m * MathKernels.log(m / Double(empty))
            let threshold =
                CardinalityBias.thresholds.indices.contains(precision - 4)
                ? CardinalityBias.thresholds[precision - 4] : -1
            if counted <= threshold || raw <= 2.5 * m { result = counted }
        }
        return Int64(exactly: (result + 0.5).rounded(.down)) ?? 0
    }

    /// The mean of the biases measured at the six estimates nearest to this one.
    private func bias(at estimate: Double) -> Double {
        let (estimates, biases) = table
        var low = 0
        var high = estimates.count
        while low < high {
            let middle = (low + high) / 2
            if estimates[middle] < estimate { low = middle + 1 } else { high = middle }
        }
        func distance(_ index: Int) -> Double { (estimate - estimates[index]) * (estimate - estimates[index]) }
        var first = max(low - 5, 0)
        var end = min(first + 6, estimates.count)
        while end < estimates.count, distance(end) < distance(first) {
            first += 1
            end += 1
        }
        return biases[first..<end].reduce(0, +) / Double(end - first)
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
            let precision = max(4, min(24, Int(bits)))
            return .make(call.types, result: .long, nullable: false, state: [.binary]) {
                ApproximateCount(precision: precision)
            }
        }
    ]
}
