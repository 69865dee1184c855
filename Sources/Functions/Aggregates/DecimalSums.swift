import Columnar

/// Sums of decimals in 128 bits, which hold more than the 38 digits that a result may have.
struct DecimalSums {
    let sums = GroupValues<Int128>(0)
    let seen = GroupValues<UInt8>(0)
    /// Groups whose sum left 128 bits.
    let overflowed = GroupValues<UInt8>(0)
    private let narrow = NarrowSums()

    func resize(_ groups: Int) {
        sums.resize(groups)
        seen.resize(groups)
        overflowed.resize(groups)
    }

    func add(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull() else { return }
        if narrow.add(column, groups, count, to: self) { return }
        let (out, flags, lost) = (sums.base, seen.base, overflowed.base)
        if column.type.physicalType == .int64 {
            guard let values = column.fixedValues(Int64.self) else { return }
            eachValid(column.validity, groups, count) { row, group in
                let (sum, overflow) = out[group].addingReportingOverflow(Int128(values[row]))
                out[group] = sum
                flags[group] = 1
                if overflow { lost[group] = 1 }
            }
        } else {
            guard let values = column.fixedValues(Int128.self) else { return }
            eachValid(column.validity, groups, count) { row, group in
                let (sum, overflow) = out[group].addingReportingOverflow(values[row])
                out[group] = sum
                flags[group] = 1
                if overflow { lost[group] = 1 }
            }
        }
    }

    /// The sums as a column of a 128-bit decimal type, and which groups overflowed.
    func state(_ type: DataType, _ groups: Range<Int>) -> [Column] {
        [sums.column(type, groups, seen: seen), overflowed.column(.boolean, groups)]
    }

    func merge(_ state: [Column], _ groups: UnsafePointer<Int32>, _ count: Int) {
        add(state[0], groups, count)
        let flagState = state[1].flattened()
        if let flags = flagState.fixedValues(UInt8.self) {
            let lost = overflowed.base
            for row in 0..<count { lost[Int(groups[row])] |= flags[row] }
        }
    }

    var byteCount: Int { sums.byteCount + seen.byteCount + overflowed.byteCount }

    /// A state column wide enough for 128-bit sums.
    static func stateType(scale: Int) -> DataType { .decimal(precision: 38, scale: scale) }
}

/// Adds up a batch in 64 bits where its values are so small that this cannot overflow, and then adds the sums of the
/// groups to the 128-bit ones.
private final class NarrowSums {
    /// Sums of the batch by group, all zero between batches. With few groups each has four, so that neighbouring rows
    /// of one group do not wait for each other.
    private var partial = Buffer(capacity: 0)
    private var capacity = 0
    /// A batch of at most 2^13 rows of values below 2^49 stays below 2^62; longer ones are cut.
    private static let valueBits: UInt64 = 49
    private static let pieceRows = 1 << 13
    private static let fewGroups = 1 << 10

    /// `false` when the batch is not narrow or not worth it: then nothing has been done.
    func add(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int, to sums: DecimalSums) -> Bool {
        let total = sums.sums.count
        // Going over all groups after the batch must cost less than it saves.
        guard total &* 2 <= min(count, NarrowSums.pieceRows) else { return false }
        if column.type.physicalType == .int64 {
            guard let values = column.fixedValues(Int64.self), NarrowSums.areSmall(values, count) else { return false }
            add(values, stride: 1, column.validity, groups, count, total, to: sums)
        } else {
            guard let values = column.fixedValues(Int128.self), NarrowSums.areSmall(values, count) else { return false }
            // The low half of a small number is the number.
            values.withMemoryRebound(to: Int64.self, capacity: count &* 2) { halves in
                add(halves, stride: 2, column.validity, groups, count, total, to: sums)
            }
        }
        return true
    }

    private static func areSmall(_ values: UnsafePointer<Int64>, _ count: Int) -> Bool {
        var bits: UInt64 = 0
        for row in 0..<count { bits |= UInt64(bitPattern: values[row] ^ (values[row] &>> 63)) }
        return bits &>> valueBits == 0
    }

    private static func areSmall(_ values: UnsafePointer<Int128>, _ count: Int) -> Bool {
        var bits: UInt64 = 0
        for row in 0..<count {
            let low = Int64(truncatingIfNeeded: values[row])
            let high = UInt64(truncatingIfNeeded: values[row] &>> 64)
            let sign = low &>> 63
            bits |= UInt64(bitPattern: low ^ sign) | (high ^ UInt64(bitPattern: sign))
        }
        return bits &>> valueBits == 0
    }

    private func add(
        _ values: UnsafePointer<Int64>, stride: Int, _ validity: Bitmap?, _ groups: UnsafePointer<Int32>, _ count: Int,
        _ total: Int, to sums: DecimalSums
    ) {
        let ways = total <= NarrowSums.fewGroups ? 4 : 1
        if capacity < total &* ways {
            capacity = total &* ways &* 2
            partial = Buffer(capacity: capacity &* 8, zeroed: true)
        }
        let scratch = partial.typed(Int64.self)
        let flags = sums.seen.base
        var start = 0
        while start < count {
            let end = min(start &+ NarrowSums.pieceRows, count)
            if let words = validity?.words {
                for row in start..<end where words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0 {
                    let group = Int(groups[row])
                    scratch[group &* ways] &+= values[row &* stride]
                    flags[group] = 1
                }
            } else if ways == 4 {
                for row in start..<end {
                    let group = Int(groups[row])
                    scratch[group &<< 2 | (row & 3)] &+= values[row &* stride]
                    flags[group] = 1
                }
            } else {
                for row in start..<end {
                    let group = Int(groups[row])
                    scratch[group] &+= values[row &* stride]
                    flags[group] = 1
                }
            }
            fold(scratch, total, ways, sums)
            start = end
        }
    }

    private func fold(_ scratch: UnsafeMutablePointer<Int64>, _ total: Int, _ ways: Int, _ sums: DecimalSums) {
        let (out, lost) = (sums.sums.base, sums.overflowed.base)
        for group in 0..<total {
            var sum: Int64 = 0
            for way in group &* ways..<group &* ways &+ ways {
                sum &+= scratch[way]
                scratch[way] = 0
            }
            let (result, overflow) = out[group].addingReportingOverflow(Int128(sum))
            out[group] = result
            if overflow { lost[group] = 1 }
        }
    }
}
