import Columnar

/// Bitmaps of 32,768 bits: positions in them, and their aggregates.
enum BitmapFunctions {
    static let byteCount = 4096
    private static let bits = Int64(byteCount * 8)

    static let definitions: [FunctionDefinition] = [
        .rows(
            "bitmap_bit_position", .misc, "bitmap_bit_position(n) - The bit of a number in its bitmap.",
            ["bitmap_bit_position(123)"], since: "3.5.0", parameters: [.long], result: .long
        ) { rows, _ in
            let x = rows.fixed(0, as: Int64.self)
            return rows.map { x[$0] > 0 ? (x[$0] &- 1) % bits : (0 &- x[$0]) % bits }
        },
        .rows(
            "bitmap_bucket_number", .misc, "bitmap_bucket_number(n) - The number of the bitmap that a number lies in.",
            ["bitmap_bucket_number(123)"], since: "3.5.0", parameters: [.long], result: .long
        ) { rows, _ in
            let x = rows.fixed(0, as: Int64.self)
            return rows.map { x[$0] > 0 ? 1 &+ (x[$0] &- 1) / bits : x[$0] / bits }
        },
        .rows(
            "bitmap_count", .misc, "bitmap_count(bitmap) - The number of bits that are set.",
            ["bitmap_count(X'1010')"], since: "3.5.0", parameters: [.binary], result: .long
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapValid(Int64(0)) { row in
                var count = 0
                for byte in x[row] { count &+= byte.nonzeroBitCount }
                return Int64(count)
            }
        },
        aggregate(
            "bitmap_construct_agg", "bitmap_construct_agg(position) - A bitmap with the bits at the positions set.",
            "bitmap_construct_agg(bitmap_bit_position(col))", .long, .set),
        aggregate(
            "bitmap_or_agg", "bitmap_or_agg(bitmap) - The bits that are set in some bitmap.", "bitmap_or_agg(col)",
            .binary, .union),
        aggregate(
            "bitmap_and_agg", "bitmap_and_agg(bitmap) - The bits that are set in all bitmaps.",
            "bitmap_and_agg(col)", .binary, .intersection),
    ]

    enum Operation { case set, union, intersection }

    private static func aggregate(
        _ name: String, _ usage: String, _ example: String, _ type: DataType, _ operation: Operation
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, group: .aggregate, usage: usage, examples: [example], since: "3.5.0",
            kind: .aggregate { arguments, context in
                let call = Call(name, arguments, context)
                try call.requireCount(1...1)
                let types = try call.coerced([.type(type)])
                return AggregateBinding(
                    argumentTypes: types, resultType: .binary, nullable: false, stateTypes: [.binary]
                ) { BitmapAccumulator(operation) }
            })
    }
}

/// One bitmap a group, made when its group first has a row.
private final class BitmapAccumulator: Accumulator {
    private let operation: BitmapFunctions.Operation
    private var bitmaps: [[UInt8]] = []
    private var groups = 0

    init(_ operation: BitmapFunctions.Operation) { self.operation = operation }

    func resize(groups: Int) {
        while bitmaps.count < groups { bitmaps.append([]) }
        self.groups = groups
    }

    private var empty: [UInt8] {
        [UInt8](repeating: operation == .intersection ? 0xFF : 0, count: BitmapFunctions.byteCount)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        let column = arguments[0].flattened()
        for row in 0..<count where !column.isNull(row) {
            let group = Int(groups[row])
            if bitmaps[group].isEmpty { bitmaps[group] = empty }
            if operation == .set {
                guard let positions = column.fixedValues(Int64.self) else { continue }
                let position = positions[row]
                guard position >= 0, position < Int64(BitmapFunctions.byteCount * 8) else {
                    throw PyriteError(
                        .arrayIndex, "INVALID_BITMAP_POSITION", sqlState: "22003",
                        "The 0-indexed bitmap position \(position) is out of bounds. The bitmap has "
                            + "\(BitmapFunctions.byteCount * 8) bits (\(BitmapFunctions.byteCount) bytes).",
                        parameters: [
                            "bitPosition": "\(position)", "bitmapNumBits": "\(BitmapFunctions.byteCount * 8)",
                            "bitmapNumBytes": "\(BitmapFunctions.byteCount)",
                        ])
                }
                bitmaps[group][Int(position >> 3)] |= 1 << UInt8(position & 7)
            } else if let views = column.views {
                combine(StringView.bytes(views + row), into: group)
            }
        }
    }

    /// A bitmap that is too short counts as filled up with zeros.
    private func combine(_ bytes: UnsafeRawBufferPointer, into group: Int) {
        for index in 0..<BitmapFunctions.byteCount {
            let byte = index < bytes.count ? bytes[index] : 0
            if operation == .intersection {
                bitmaps[group][index] &= byte
            } else {
                bitmaps[group][index] |= byte
            }
        }
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws {
        let column = state[0].flattened()
        guard let views = column.views else { return }
        for row in 0..<count where !column.isNull(row) {
            let group = Int(groups[row])
            if bitmaps[group].isEmpty { bitmaps[group] = empty }
            combine(StringView.bytes(views + row), into: group)
        }
    }

    func state(groups: Range<Int>) throws -> [Column] {
        let builder = ColumnBuilder(.binary, capacity: groups.count)
        for group in groups {
            if bitmaps[group].isEmpty { builder.appendNull() } else { builder.append(.binary(bitmaps[group])) }
        }
        return [builder.finish()]
    }

    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        let builder = ColumnBuilder(.binary, capacity: groups.count)
        for group in groups { builder.append(.binary(bitmaps[group].isEmpty ? empty : bitmaps[group])) }
        return builder.finish()
    }

    var byteCount: Int { groups * (BitmapFunctions.byteCount + 32) }
}
