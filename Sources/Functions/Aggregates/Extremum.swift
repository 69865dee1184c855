import Columnar
import Glibc

/// Least or greatest value of a fixed-width type.
final class FixedExtremum<T: Comparable & BitwiseCopyable>: Accumulator {
    private let values: GroupValues<T>
    private let seen = GroupValues<UInt8>(0)
    private let type: DataType
    private let isMax: Bool

    init(_ type: DataType, isMax: Bool, zero: T) {
        values = GroupValues(zero)
        self.type = type
        self.isMax = isMax
    }

    func resize(groups: Int) {
        values.resize(groups)
        seen.resize(groups)
    }

    private func take(_ column: Column, _ groups: UnsafePointer<Int32>, _ count: Int) {
        guard let column = column.flatUnlessNull(), let input = column.fixedValues(T.self) else { return }
        let (best, flags) = (values.base, seen.base)
        if isMax {
            eachValid(column.validity, groups, count) { row, group in
                if flags[group] == 0 || input[row] > best[group] { best[group] = input[row] }
                flags[group] = 1
            }
        } else {
            eachValid(column.validity, groups, count) { row, group in
                if flags[group] == 0 || input[row] < best[group] { best[group] = input[row] }
                flags[group] = 1
            }
        }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take(arguments[0], groups, count)
    }

    func updateSingle(_ arguments: [Column], count: Int, context: EvaluationContext) throws {
        guard let column = arguments[0].flatUnlessNull(), let input = column.fixedValues(T.self) else { return }
        var any = seen.base[0] != 0
        var best = values.base[0]
        if column.validity == nil, count > 0 {
            // Without nulls the loop keeps to minimum and maximum instructions.
            if !any { best = input[0] }
            any = true
            if isMax {
                for row in 0..<count { best = max(best, input[row]) }
            } else {
                for row in 0..<count { best = min(best, input[row]) }
            }
        } else {
            eachValid(column.validity, count) { row in
                if !any || (isMax ? input[row] > best : input[row] < best) { best = input[row] }
                any = true
            }
        }
        values.base[0] = best
        seen.base[0] = any ? 1 : 0
    }

    func merge(_ state: [Column], groups: UnsafePointer<Int32>, count: Int) throws { take(state[0], groups, count) }
    func state(groups: Range<Int>) throws -> [Column] { [values.column(type, groups, seen: seen)] }
    func result(groups: Range<Int>, context: EvaluationContext) throws -> Column {
        values.column(type, groups, seen: seen)
    }
    var byteCount: Int { values.byteCount + seen.byteCount }
}

/// Least or greatest float or double, NaN being above all.
final class FloatingExtremum<T: BinaryFloatingPoint & BitwiseCopyable>: Accumulator {
    private let values = GroupValues<T>(0)
    private let seen = GroupValues<UInt8>(0)
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
        guard let column = column.flatUnlessNull(), let input = column.fixedValues(T.self) else { return }
        let (best, flags) = (values.base, seen.base)
        if isMax {
            eachValid(column.validity, groups, count) { row, group in
                let value = input[row]
                if flags[group] == 0 || value > best[group] || value.isNaN { best[group] = value }
                flags[group] = 1
            }
        } else {
            eachValid(column.validity, groups, count) { row, group in
                let value = input[row]
                if flags[group] == 0 || value < best[group] || best[group].isNaN { best[group] = value }
                flags[group] = 1
            }
        }
    }

    func update(_ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext) throws {
        take(arguments[0], groups, count)
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
        guard call.types[0] == .boolean || call.types[0] == .null else {
            throw call.mismatch(0, required: "\"BOOLEAN\"")
        }
        return fixed(.boolean, isMax, UInt8(0))
    }

    private static func bind(_ call: Call, isMax: Bool) throws -> AggregateBinding {
        let type = call.types[0]
        guard type.isOrderable else {
            throw FunctionError.invalidOrdering("function \(call.name)", sql: call.sql, type)
        }
        switch type.physicalType {
        case .bool: return fixed(type, isMax, UInt8(0))
        case .int8: return fixed(type, isMax, Int8(0))
        case .int16: return fixed(type, isMax, Int16(0))
        case .int32: return fixed(type, isMax, Int32(0))
        case .int64: return fixed(type, isMax, Int64(0))
        case .int128: return fixed(type, isMax, Int128(0))
        case .float: return .make([type], result: type, state: [type]) { FloatingExtremum<Float>(type, isMax: isMax) }
        case .double: return .make([type], result: type, state: [type]) { FloatingExtremum<Double>(type, isMax: isMax) }
        case .view: return .make([type], result: type, state: [type]) { TextExtremum(type, isMax: isMax) }
        default:
            return .make([type], result: type, state: [type, type]) {
                PickAccumulator(.extremum(isMax: isMax), valueType: type, orderType: type)
            }
        }
    }

    private static func fixed<T: Comparable & BitwiseCopyable & Sendable>(
        _ type: DataType, _ isMax: Bool, _ zero: T
    ) -> AggregateBinding {
        .make([type], result: type, state: [type]) { FixedExtremum(type, isMax: isMax, zero: zero) }
    }
}
