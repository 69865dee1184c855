import Columnar
import Glibc

extension PythonProgram {
    /// The results for all rows, and the rows that Python must compute, in order.
    func run(_ arguments: [Column], count: Int) throws -> (result: PythonVector, doubtful: [Int32]) {
        var vectors: [Int: PythonVector] = [:]
        for index in self.arguments {
            guard let vector = PythonVector.of(arguments[index]) else {
                throw PyriteError.internalError(
                    "an argument of a translated function has the type \(arguments[index].type.sql)")
            }
            vectors[index] = vector
        }
        let run = Run(vectors, count: count)
        let result = run.evaluate(body, Frame(count: count))
        run.mark(result, Frame(count: count))
        var doubtful: [Int32] = []
        let doubts = run.doubts.typed(UInt8.self)
        for row in 0..<count where doubts[row] != 0 { doubtful.append(Int32(truncatingIfNeeded: row)) }
        return (result, doubtful)
    }

    /// Some of the rows, with what was assigned for them.
    private final class Frame {
        let count: Int
        /// The batch's rows; `nil`: all of them.
        let rows: UnsafePointer<Int32>?
        private let storage: Buffer?
        private let parent: Frame?
        /// The parent's rows.
        private let places: UnsafePointer<Int32>?
        private let placeStorage: Buffer?
        var locals: [Int: PythonVector] = [:]
        var arguments: [Int: PythonVector] = [:]

        init(count: Int) {
            self.count = count
            rows = nil
            storage = nil
            parent = nil
            places = nil
            placeStorage = nil
        }

        init(_ parent: Frame, _ places: Buffer, count: Int) {
            self.count = count
            self.parent = parent
            self.placeStorage = places
            let chosen = UnsafePointer(places.typed(Int32.self))
            self.places = chosen
            if let above = parent.rows {
                let composed = Buffer(capacity: count * 4)
                gatherRows(above, chosen, composed.typed(Int32.self), count)
                storage = composed
                rows = UnsafePointer(composed.typed(Int32.self))
            } else {
                storage = nil
                rows = chosen
            }
        }

        func local(_ slot: Int) -> PythonVector {
            if let known = locals[slot] { return known }
            guard let parent, let places else { return .allNone(count) }
            let vector = parent.local(slot).gather(places, count: count)
            locals[slot] = vector
            return vector
        }
    }

    private final class Run {
        private let vectors: [Int: PythonVector]
        let doubts: Buffer

        init(_ vectors: [Int: PythonVector], count: Int) {
            self.vectors = vectors
            doubts = Buffer(capacity: count, zeroed: true)
        }

        /// Leaves a vector's doubtful rows to Python.
        func mark(_ vector: PythonVector, _ frame: Frame) {
            guard let statuses = vector.statuses else { return }
            let target = doubts.typed(UInt8.self)
            for row in 0..<frame.count where statuses[row] & PythonStatus.doubt != 0 {
                target[frame.rows.map { Int($0[row]) } ?? row] = 1
            }
        }

        func evaluate(_ step: Step, _ frame: Frame) -> PythonVector {
            switch step {
            case .argument(let index):
                guard let vector = vectors[index] else { return .allNone(frame.count) }
                guard let rows = frame.rows else { return vector }
                if let known = frame.arguments[index] { return known }
                let gathered = vector.gather(rows, count: frame.count)
                frame.arguments[index] = gathered
                return gathered
            case .local(let slot): return frame.local(slot)
            case .constant(let constant): return repeated(constant, frame.count)
            case .doubt: return .allDoubtful(frame.count)
            case .change(let value, let change): return changeTexts(change, evaluate(value, frame))
            case .round(let value, let digits): return roundFloats(evaluate(value, frame), digits: digits)
            case .bind(let slot, let value, let body):
                let vector = evaluate(value, frame)
                // An assignment that fails fails, whether its value is used or not.
                mark(vector, frame)
                frame.locals[slot] = vector
                return evaluate(body, frame)
            case .conditional(let condition, let then, let otherwise):
                return choose(evaluate(condition, frame), then, otherwise, frame)
            case .slice(let value, let start, let stop, let isIndex):
                return sliceTexts(evaluate(value, frame), start: start, stop: stop, isIndex: isIndex)
            case .join(let parts):
                return joinTexts(
                    parts.map { part in
                        switch part {
                        case .constant(let bytes): .constant(bytes)
                        case .text(let step): .texts(evaluate(step, frame))
                        case .number(let step, let format): .numbers(evaluate(step, frame), format)
                        case .float(let step, let format): .floats(evaluate(step, frame), format)
                        case .date(let step): .dates(evaluate(step, frame))
                        }
                    }, count: frame.count)
            case .unary(let name, let value, let operand, let result):
                return unary(name, evaluate(value, frame), operand, result)
            case .binary(let name, let left, let right, let operands, let result):
                return binary(name, evaluate(left, frame), evaluate(right, frame), operands, result)
            }
        }

        private func repeated(_ constant: PythonConstant, _ count: Int) -> PythonVector {
            switch constant {
            case .none: return .allNone(count)
            case .integer(let number):
                let values = Buffer(capacity: count * 8)
                values.typed(Int64.self).update(repeating: number, count: count)
                return PythonVector(.integer, count: count, values: values, status: nil)
            case .float(let number):
                let values = Buffer(capacity: count * 8)
                values.typed(Double.self).update(repeating: number, count: count)
                return PythonVector(.float, count: count, values: values, status: nil)
            case .boolean(let flag):
                let values = Buffer(capacity: count)
                values.typed(UInt8.self).update(repeating: flag ? 1 : 0, count: count)
                return PythonVector(.boolean, count: count, values: values, status: nil)
            case .text(let bytes):
                let heap = Buffer(capacity: bytes.count + 8, zeroed: true)
                bytes.withUnsafeBytes { source in
                    if let base = source.baseAddress { heap.pointer.copyMemory(from: base, byteCount: source.count) }
                }
                let view = StringView(heap.pointer, length: bytes.count)
                let values = Buffer(capacity: count * 16)
                values.typed(StringView.self).update(repeating: view, count: count)
                return PythonVector(.text, count: count, values: values, status: nil, heap: [heap])
            }
        }

        /// Each branch is computed for the rows that take it.
        private func choose(_ condition: PythonVector, _ then: Step, _ otherwise: Step, _ frame: Frame) -> PythonVector
        {
            mark(condition, frame)
            let count = frame.count
            let (yes, no) = (Buffer(capacity: count * 4), Buffer(capacity: count * 4))
            let (taken, left) = (yes.typed(Int32.self), no.typed(Int32.self))
            let flags = condition.flags
            var (first, second) = (0, 0)
            for row in 0..<count {
                taken[first] = Int32(truncatingIfNeeded: row)
                left[second] = Int32(truncatingIfNeeded: row)
                let flag = Int(flags[row])
                first &+= flag
                second &+= 1 &- flag
            }
            if second == 0 { return evaluate(then, frame) }
            if first == 0 { return evaluate(otherwise, frame) }
            let a = evaluate(then, Frame(frame, yes, count: first))
            let b = evaluate(otherwise, Frame(frame, no, count: second))
            return merged(a, UnsafePointer(taken), b, UnsafePointer(left), count)
        }

        private func merged(
            _ a: PythonVector, _ aRows: UnsafePointer<Int32>, _ b: PythonVector, _ bRows: UnsafePointer<Int32>,
            _ count: Int
        ) -> PythonVector {
            let kind = a.kind == .none ? b.kind : a.kind
            let values = Buffer(capacity: count * PythonVector.width(kind))
            for (part, rows) in [(a, aRows), (b, bRows)] {
                switch (kind, part.kind == .none) {
                case (.none, _): break
                case (.integer, false), (.date, false):
                    scatter(part.integers, rows, values.typed(Int64.self), part.count)
                case (.float, false): scatter(part.floats, rows, values.typed(Double.self), part.count)
                case (.boolean, false): scatter(part.flags, rows, values.typed(UInt8.self), part.count)
                case (.text, false): scatter(part.texts, rows, values.typed(StringView.self), part.count)
                case (.integer, true), (.float, true), (.date, true):
                    fill(values.typed(UInt64.self), rows, part.count, 0)
                case (.boolean, true): fill(values.typed(UInt8.self), rows, part.count, 0)
                case (.text, true): fill(values.typed(StringView.self), rows, part.count, StringView())
                }
            }
            var status: Buffer?
            if a.status != nil || b.status != nil {
                let joined = Buffer(capacity: count, zeroed: true)
                for (part, rows) in [(a, aRows), (b, bRows)] {
                    if let statuses = part.statuses { scatter(statuses, rows, joined.typed(UInt8.self), part.count) }
                }
                status = joined
            }
            return PythonVector(kind, count: count, values: values, status: status, heap: a.heap + b.heap)
        }

        private func unary(
            _ name: String, _ value: PythonVector, _ operand: PythonKind, _ result: PythonKind
        ) -> PythonVector {
            switch (name, operand) {
            case ("truth", _): return truth(of: value)
            case ("is_none", _): return isNone(value)
            case ("not", _): return computed(NotFlag.self, value, result)
            case ("neg", .integer): return computed(NegateInteger.self, value, result)
            case ("neg", .float): return computed(NegateFloat.self, value, result)
            case ("abs", .integer): return computed(MagnitudeOfInteger.self, value, result)
            case ("abs", .float): return computed(MagnitudeOfFloat.self, value, result)
            case ("float", .integer): return computed(IntegerToFloat.self, value, result)
            case ("int", .float): return computed(FloatToInteger.self, value, result)
            case ("int", .text): return parseIntegers(value)
            case ("len", .text): return lengths(value)
            case ("int", .boolean): return computed(FlagToInteger.self, value, result)
            case ("invert", .integer): return computed(InvertInteger.self, value, result)
            case ("float", .text): return parseFloats(value)
            case ("round", .float): return computed(RoundToInteger.self, value, result)
            case ("math.floor", .float): return computed(FloorToInteger.self, value, result)
            case ("math.ceil", .float): return computed(CeilingToInteger.self, value, result)
            case ("math.isnan", .float): return computed(IsNotANumber.self, value, result)
            case ("math.isinf", .float): return computed(IsInfinite.self, value, result)
            case ("math.isfinite", .float): return computed(IsFinite.self, value, result)
            case (_, .float) where result == .float: return mathematics(name, value)
            case ("year", .date): return computed(YearOfDate.self, value, result)
            case ("month", .date): return computed(MonthOfDate.self, value, result)
            case ("day", .date): return computed(DayOfDate.self, value, result)
            case ("weekday", .date): return computed(WeekdayOfDate.self, value, result)
            case ("isoweekday", .date): return computed(ISOWeekdayOfDate.self, value, result)
            case (_, .text) where result == .boolean: return classifyTexts(name, value)
            case ("same", _):
                let status = value.status == nil ? nil : doubting(value)
                return PythonVector(result, count: value.count, values: value.values, status: status, heap: value.heap)
            default: return changeTexts(name, value)
            }
        }

        private func binary(
            _ name: String, _ a: PythonVector, _ b: PythonVector, _ operands: PythonKind, _ result: PythonKind
        ) -> PythonVector {
            switch (name, operands) {
            case ("+", .integer): return computed(AddIntegers.self, a, b, result)
            case ("-", .integer): return computed(SubtractIntegers.self, a, b, result)
            case ("*", .integer): return computed(MultiplyIntegers.self, a, b, result)
            case ("//", .integer): return computed(FloorDivideIntegers.self, a, b, result)
            case ("%", .integer): return computed(RemainderOfIntegers.self, a, b, result)
            case ("/", .integer): return computed(DivideIntegers.self, a, b, result)
            case ("min", .integer): return computed(SmallerInteger.self, a, b, result)
            case ("max", .integer): return computed(LargerInteger.self, a, b, result)
            case ("+", .float): return computed(AddFloats.self, a, b, result)
            case ("-", .float): return computed(SubtractFloats.self, a, b, result)
            case ("*", .float): return computed(MultiplyFloats.self, a, b, result)
            case ("/", .float): return computed(DivideFloats.self, a, b, result)
            case ("%", .float): return computed(RemainderOfFloats.self, a, b, result)
            case ("min", .float): return computed(SmallerFloat.self, a, b, result)
            case ("max", .float): return computed(LargerFloat.self, a, b, result)
            case ("&", .integer): return computed(AndIntegers.self, a, b, result)
            case ("|", .integer): return computed(OrIntegers.self, a, b, result)
            case ("^", .integer): return computed(XorIntegers.self, a, b, result)
            case ("<<", .integer): return computed(ShiftLeft.self, a, b, result)
            case (">>", .integer): return computed(ShiftRight.self, a, b, result)
            case ("**", .integer): return computed(PowerOfIntegers.self, a, b, result)
            case ("**", .float): return computed(PowerOfFloats.self, a, b, result)
            case ("//", .float): return computed(FloorDivideFloats.self, a, b, result)
            case ("find", .text), ("count", .text): return placeTexts(name, a, b)
            case ("removeprefix", .text), ("removesuffix", .text): return trimTexts(name, a, b)
            case ("==", .date): return computed(Equal<Int64>.self, a, b, result)
            case ("<", .date): return computed(Less<Int64>.self, a, b, result)
            case ("<=", .date): return computed(LessOrEqual<Int64>.self, a, b, result)
            case ("==", .integer): return computed(Equal<Int64>.self, a, b, result)
            case ("==", .float): return computed(Equal<Double>.self, a, b, result)
            case ("==", .boolean): return computed(Equal<UInt8>.self, a, b, result)
            case ("<", .integer): return computed(Less<Int64>.self, a, b, result)
            case ("<", .float): return computed(Less<Double>.self, a, b, result)
            case ("<=", .integer): return computed(LessOrEqual<Int64>.self, a, b, result)
            case ("<=", .float): return computed(LessOrEqual<Double>.self, a, b, result)
            case ("==", .text), ("<", .text), ("<=", .text): return compareTexts(name, a, b)
            default: return findTexts(name, a, b)
            }
        }
    }
}

@inline(__always)
private func scatter<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, _ rows: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<T>, _ count: Int
) {
    for index in 0..<count { target[Int(rows[index])] = source[index] }
}

@inline(__always)
private func fill<T: BitwiseCopyable>(
    _ target: UnsafeMutablePointer<T>, _ rows: UnsafePointer<Int32>, _ count: Int, _ value: T
) {
    for index in 0..<count { target[Int(rows[index])] = value }
}
