import Columnar
import Glibc

/// Least or greatest value of a fixed-width type; NaN is above all numbers.
///
/// Not generic: methods of a generic class that are called through a protocol are never specialized, and would look up
/// each comparison in a table. The loops are generic functions that the type chooses.
final class FixedExtremum: Accumulator {
    private let values: GroupBytes
    private let seen = GroupValues<UInt8>(0)
    private let type: DataType
    private let isMax: Bool

    init(_ type: DataType, isMax: Bool) {
        values = GroupBytes(width: type.physicalType.width)
        self.type = type
        self.isMax = isMax
    }

    func resize(groups: Int) {
        values.resize(groups)
        seen.resize(groups)
    }

    private func take(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull() else { return }
        switch type.physicalType {
        case .bool: take(column, groups, count, UInt8.self, <)
        case .int8: take(column, groups, count, Int8.self, <)
        case .int16: take(column, groups, count, Int16.self, <)
        case .int32: take(column, groups, count, Int32.self, <)
        case .int64: take(column, groups, count, Int64.self, <)
        case .int128: take(column, groups, count, Int128.self, <)
        case .float: take(column, groups, count, Float.self) { $0 < $1 || ($1.isNaN && !$0.isNaN) }
        default: take(column, groups, count, Double.self) { $0 < $1 || ($1.isNaN && !$0.isNaN) }
        }
    }

    @inline(__always)
    private func take<T: BitwiseCopyable>(
        _ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int, _: T.Type, _ isLess: (T, T) -> Bool
    ) {
        guard let input = column.fixedValues(T.self) else { return }
        let (best, flags) = (values.typed(T.self), seen.base)
        if isMax {
            eachValid(column.validity, groups, count) { row, group in
                if flags[group] == 0 || isLess(best[group], input[row]) { best[group] = input[row] }
                flags[group] = 1
            }
        } else {
            eachValid(column.validity, groups, count) { row, group in
                if flags[group] == 0 || isLess(input[row], best[group]) { best[group] = input[row] }
                flags[group] = 1
            }
        }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take(arguments[0], groups, count)
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), count > 0 else { return }
        if column.validity == nil {
            switch type.physicalType {
            case .bool: return reduce(column, count, UInt8.self)
            case .int8: return reduce(column, count, Int8.self)
            case .int16: return reduce(column, count, Int16.self)
            case .int32: return reduce(column, count, Int32.self)
            case .int64: return reduce(column, count, Int64.self)
            default: break
            }
        }
        let groups = Buffer(capacity: count * 4, zeroed: true)
        take(column, UnsafePointer(groups.typed(Int32.self)), count)
    }

    /// Without nulls and NaN the loop keeps to minimum and maximum instructions.
    @inline(__always)
    private func reduce<T: FixedWidthInteger & BitwiseCopyable>(_ column: Column, _ count: Int, _: T.Type) {
        guard let input = column.fixedValues(T.self) else { return }
        let target = values.typed(T.self)
        var best = seen.base[0] != 0 ? target[0] : input[0]
        if isMax {
            for row in 0..<count { best = max(best, input[row]) }
        } else {
            for row in 0..<count { best = min(best, input[row]) }
        }
        target[0] = best
        seen.base[0] = 1
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws { take(state[0], groups, count) }
    func state(groups: Range<Int>) throws -> [Column] { [values.column(type, groups, seen: seen)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        values.column(type, groups, seen: seen)
    }
    var byteCount: Int { values.byteCount + seen.byteCount }
}

/// Least or greatest string, kept in an arena of its own that is compacted when most of it is dead.
final class TextExtremum: Accumulator {
    private let values = GroupValues<StringView>(StringView())
    private let seen = GroupValues<UInt8>(0)
    private var arena = StringArena()
    private var arenaBytes = 0
    private var liveLimit = 1 << 20
    private let type: DataType
    private let isMax: Bool

    init(_ type: DataType, isMax: Bool) {
        self.type = type
        self.isMax = isMax
    }

    func resize(groups: Int) {
        values.resize(groups)
        seen.resize(groups)
    }

    private func take(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull(), let input = column.views else { return }
        let (best, flags) = (values.base, seen.base)
        let sign = isMax ? 1 : -1
        eachValid(column.validity, groups, count) { row, group in
            if flags[group] == 0 || StringView.compare(input + row, UnsafePointer(best + group)) * sign > 0 {
                let bytes = StringView.bytes(input + row)
                best[group] = arena.view(of: bytes)
                if bytes.count > StringView.inlineCapacity { arenaBytes &+= bytes.count }
                flags[group] = 1
            }
        }
        if arenaBytes > liveLimit { compact() }
    }

    private func compact() {
        var fresh = StringArena()
        var bytes = 0
        let best = values.base
        for group in 0..<values.count {
            let view = StringView.bytes(UnsafePointer(best + group))
            if view.count > StringView.inlineCapacity { bytes += view.count }
            best[group] = fresh.view(of: view)
        }
        arena = fresh
        arenaBytes = bytes
        liveLimit = max(1 << 20, bytes * 2)
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take(arguments[0], groups, count)
    }
    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws { take(state[0], groups, count) }
    func state(groups: Range<Int>) throws -> [Column] { [column(groups)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column { column(groups) }

    private func column(_ groups: Range<Int>) -> Column {
        let copy = Buffer(capacity: groups.count * 16)
        memcpy(copy.pointer, values.base + groups.lowerBound, groups.count * 16)
        return Column(
            type, count: groups.count, layout: .view(copy, heap: arena.buffers), validity: seen.validity(groups))
    }

    var byteCount: Int { values.byteCount + seen.byteCount + arenaBytes }
}

enum ExtremumFunctions {
    static let definitions: [FunctionDefinition] = [
        .aggregate("min", "min(expr) - The least value.", ["min(col)"], count: 1...1) { try bind($0, isMax: false) },
        .aggregate("max", "max(expr) - The greatest value.", ["max(col)"], count: 1...1) { try bind($0, isMax: true) },
        .aggregate(
            "bool_and", aliases: ["every"], "bool_and(expr) - Whether all values are true.", ["bool_and(col)"],
            since: "3.0.0", count: 1...1
        ) { try bindBoolean($0, isMax: false) },
        .aggregate(
            "bool_or", aliases: ["some", "any"], "bool_or(expr) - Whether some value is true.", ["bool_or(col)"],
            since: "3.0.0", count: 1...1
        ) { try bindBoolean($0, isMax: true) },
    ]

    private static func bindBoolean(_ call: Call, isMax: Bool) throws -> AggregateBinding {
        _ = try call.coerced([.boolean])
        return fixed(.boolean, isMax)
    }

    private static func bind(_ call: Call, isMax: Bool) throws -> AggregateBinding {
        let type = call.types[0]
        guard type.isOrderable else {
            throw FunctionError.invalidOrdering("function \(call.name)", sql: call.sql, type)
        }
        switch type.physicalType {
        case .bool, .int8, .int16, .int32, .int64, .int128, .float, .double: return fixed(type, isMax)
        case .view: return .make([type], result: type, state: [type]) { TextExtremum(type, isMax: isMax) }
        default:
            return .make([type], result: type, state: [type, type]) {
                PickAccumulator(.extremum(isMax: isMax), valueType: type, orderType: type)
            }
        }
    }

    private static func fixed(_ type: DataType, _ isMax: Bool) -> AggregateBinding {
        .make([type], result: type, state: [type]) { FixedExtremum(type, isMax: isMax) }
    }
}
