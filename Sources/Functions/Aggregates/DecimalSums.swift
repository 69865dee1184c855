import Columnar

/// Sums of decimals: in 64 bits for as long as all of them fit, then in 128 bits, which hold more than the 38 digits that a
/// result may have.
final class DecimalSums {
    /// `nil` when some sum does not fit.
    private var small: GroupValues<Int64>? = GroupValues(0)
    private var large: GroupValues<Int128>?
    fileprivate let seen = GroupValues<UInt8>(0)
    /// Groups whose sum left 128 bits; `nil`: none did.
    private var lost: GroupValues<UInt8>?
    private let narrow = NarrowSums()

    var count: Int { seen.count }

    func resize(_ groups: Int) {
        small?.resize(groups)
        large?.resize(groups)
        seen.resize(groups)
        lost?.resize(groups)
    }

    func add(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull() else { return }
        if narrow.add(column, groups, count, to: self) { return }
        if column.type.physicalType == .int64 {
            if let values = column.fixedValues(Int64.self) { add(values, column.validity, groups, count) }
        } else {
            if let values = column.fixedValues(Int128.self) { add(values, column.validity, groups, count) }
        }
    }

    private func add<V: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafePointer<V>, _ validity: Bitmap?, _ groups: UnsafePointer<Int32>, _ count: Int
    ) {
        var start = 0
        if let small {
            start = DecimalSums.addSmall(values, validity?.words, groups, count, small.base, seen.base)
            if start == count { return }
        }
        let (out, flags) = (widened().base, seen.base)
        let words = validity?.words
        for row in start..<count {
            if let words, words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let group = Int(groups[row])
            let (sum, overflow) = out[group].addingReportingOverflow(Int128(truncatingIfNeeded: values[row]))
            out[group] = sum
            flags[group] = 1
            if overflow { lose(group) }
        }
    }

    /// The number of rows that were added before one did not fit.
    private static func addSmall<V: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafePointer<V>, _ validity: UnsafePointer<UInt64>?, _ groups: UnsafePointer<Int32>, _ count: Int,
        _ out: UnsafeMutablePointer<Int64>, _ flags: UnsafeMutablePointer<UInt8>
    ) -> Int {
        for row in 0..<count {
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let group = Int(groups[row])
            let value = Int64(truncatingIfNeeded: values[row])
            let (sum, overflow) = out[group].addingReportingOverflow(value)
            if overflow || V(truncatingIfNeeded: value) != values[row] { return row }
            out[group] = sum
            flags[group] = 1
        }
        return count
    }

    /// Adds to the first groups `ways` numbers each, which it sets to 0.
    fileprivate func add(_ numbers: UnsafeMutablePointer<Int64>, ways: Int, groups: Int) {
        var first = 0
        if let small {
            let out = small.base
            while first < groups {
                let (result, overflow) = out[first].addingReportingOverflow(
                    DecimalSums.total(numbers + first &* ways, ways))
                if overflow { break }
                out[first] = result
                for way in first &* ways..<first &* ways &+ ways { numbers[way] = 0 }
                first &+= 1
            }
            if first == groups { return }
        }
        let out = widened().base
        for group in first..<groups {
            let (result, overflow) = out[group].addingReportingOverflow(
                Int128(DecimalSums.total(numbers + group &* ways, ways)))
            out[group] = result
            if overflow { lose(group) }
            for way in group &* ways..<group &* ways &+ ways { numbers[way] = 0 }
        }
    }

    @inline(__always) private static func total(_ numbers: UnsafeMutablePointer<Int64>, _ ways: Int) -> Int64 {
        var sum: Int64 = 0
        for way in 0..<ways { sum &+= numbers[way] }
        return sum
    }

    private func widened() -> GroupValues<Int128> {
        if let large { return large }
        let wide = GroupValues<Int128>(0)
        wide.resize(count)
        if let small {
            let (from, to) = (small.base, wide.base)
            for group in 0..<count { to[group] = Int128(from[group]) }
        }
        (small, large) = (nil, wide)
        return wide
    }

    private func lose(_ group: Int) {
        let flags = lost ?? GroupValues<UInt8>(0)
        flags.resize(count)
        flags.base[group] = 1
        lost = flags
    }

    /// The sums as a column of a 128-bit decimal type, and which groups overflowed.
    func state(_ type: DataType, _ groups: Range<Int>) -> [Column] {
        let sums: Column
        if let small {
            let wide = Buffer(capacity: groups.count * 16)
            let (from, to) = (small.base + groups.lowerBound, wide.typed(Int128.self))
            for index in 0..<groups.count { to[index] = Int128(from[index]) }
            sums = Column(type, count: groups.count, layout: .fixed(wide), validity: seen.validity(groups))
        } else {
            sums = widened().column(type, groups, seen: seen)
        }
        if let lost { return [sums, lost.column(.boolean, groups)] }
        let none = Buffer(capacity: groups.count, zeroed: true)
        return [sums, Column(.boolean, count: groups.count, layout: .fixed(none))]
    }

    /// As ``state(_:_:)``, in 64 bits where the sums fit.
    func heldState(_ type: DataType, _ groups: Range<Int>) -> [Column] {
        guard let small, case .decimal(_, let scale) = type else { return state(type, groups) }
        let none = Column(.boolean, count: 1, layout: .fixed(Buffer(capacity: 1, zeroed: true)))
        return [
            small.column(.decimal(precision: 18, scale: scale), groups, seen: seen),
            Column(.boolean, count: groups.count, layout: .constant(none)),
        ]
    }

    func merge(_ state: [Column], _ groups: UnsafePointer<Int32>, _ count: Int) {
        add(state[0], groups, count)
        if case .constant(let one) = state[1].layout, one.fixedValues(UInt8.self)?[0] == 0 { return }
        let flagState = state[1].flattened()
        if let flags = flagState.fixedValues(UInt8.self) {
            for row in 0..<count where flags[row] != 0 {
                _ = widened()
                lose(Int(groups[row]))
            }
        }
    }

    /// The sums, for loops over groups: as long as nothing is added.
    struct Reader {
        fileprivate let small: UnsafePointer<Int64>?
        fileprivate let large: UnsafePointer<Int128>?
        fileprivate let seen: UnsafePointer<UInt8>
        fileprivate let lost: UnsafePointer<UInt8>?

        @inline(__always) func sum(_ group: Int) -> Int128 {
            if let small { return Int128(small[group]) }
            return large.map { $0[group] } ?? 0
        }
        @inline(__always) func isSeen(_ group: Int) -> Bool { seen[group] != 0 }
        @inline(__always) func hasOverflowed(_ group: Int) -> Bool { lost.map { $0[group] != 0 } ?? false }
    }

    var reader: Reader {
        lost?.resize(count)
        return Reader(
            small: small.map { UnsafePointer($0.base) }, large: large.map { UnsafePointer($0.base) },
            seen: UnsafePointer(seen.base), lost: lost.map { UnsafePointer($0.base) })
    }

    var byteCount: Int {
        (small?.byteCount ?? 0) + (large?.byteCount ?? 0) + seen.byteCount + (lost?.byteCount ?? 0)
    }

    /// A state column wide enough for 128-bit sums.
    static func stateType(scale: Int) -> DataType { .decimal(precision: 38, scale: scale) }
}

/// Adds up a batch without checks where its values are so small that this cannot overflow 64 bits, and then adds the
/// batch's sums to those of the groups.
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
        let total = sums.count
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
            sums.add(scratch, ways: ways, groups: total)
            start = end
        }
    }
}
