import Columnar

/// A Python function whose types are known, ready to be computed without Python.
///
/// Every operation gives exactly Python's result or marks the row as doubtful: such rows are left to the function itself.
/// So are rows for which Python would raise an error.
final class PythonProgram: Sendable {
    indirect enum Step: Sendable {
        case argument(Int)
        case local(Int)
        case constant(PythonConstant)
        case conditional(Step, then: Step, otherwise: Step)
        case bind(Int, Step, body: Step)
        case binary(String, Step, Step, operands: PythonKind, result: PythonKind)
        case unary(String, Step, operand: PythonKind, result: PythonKind)
        case join([Part])
        case slice(Step, start: Int?, stop: Int?, isIndex: Bool)
        case change(Step, PythonTextChange)
        /// `round(value, digits)`.
        case round(Step, Int)
        /// Python has to do it: it raises an error, for one.
        case doubt

        enum Part: Sendable {
            case constant([UInt8])
            case text(Step)
            case number(Step, PythonFormat)
            case float(Step, PythonFormat?)
            case date(Step)
        }
    }

    let body: Step
    /// The arguments that the function reads.
    let arguments: Set<Int>
    let resultType: DataType

    /// `nil` where the function cannot be computed exactly for arguments of these types.
    init?(_ node: PythonNode, argumentTypes: [DataType], resultType: DataType) {
        var compiler = Compiler(argumentTypes)
        guard let (step, kind) = compiler.compile(node) else { return nil }
        let fits: Bool
        switch kind {
        case .none: fits = PythonKind(resultType) != nil
        case .integer: if case .integer? = PythonKind(resultType) { fits = true } else { fits = false }
        case .float: fits = resultType == .double
        case .boolean: fits = resultType == .boolean
        case .text: fits = resultType == .string
        case .date: fits = resultType == .date
        }
        guard fits else { return nil }
        body = step
        arguments = compiler.arguments
        self.resultType = resultType
    }

    /// The program in the third line of a command; `nil` when there is none, or it does not fit the types.
    static func of(command: [UInt8], argumentTypes: [DataType], resultType: DataType) -> PythonProgram? {
        let lines = command.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 2, let node = PythonNode(json: lines[2]) else { return nil }
        return PythonProgram(node, argumentTypes: argumentTypes, resultType: resultType)
    }

    /// Finds the kinds of all steps.
    private struct Compiler {
        private let argumentTypes: [DataType]
        private var locals: [Int: PythonKind] = [:]
        var arguments: Set<Int> = []

        init(_ argumentTypes: [DataType]) { self.argumentTypes = argumentTypes }

        mutating func compile(_ node: PythonNode) -> (Step, PythonKind)? {
            switch node {
            case .argument(let index):
                guard index < argumentTypes.count, index >= 0, let kind = PythonKind(argumentTypes[index]) else {
                    return nil
                }
                arguments.insert(index)
                return (.argument(index), kind)
            case .local(let slot): return locals[slot].map { (.local(slot), $0) }
            case .integer(let number): return (.constant(.integer(number)), .integer)
            case .float(let number): return (.constant(.float(number)), .float)
            case .boolean(let flag): return (.constant(.boolean(flag)), .boolean)
            case .text(let bytes): return (.constant(.text(bytes)), .text)
            case .none: return (.constant(.none), .none)
            case .conditional(let condition, let then, let otherwise):
                guard let (test, kind) = compile(condition), let (first, a) = compile(then),
                    let (second, b) = compile(otherwise), let joined = common(a, b)
                else { return nil }
                return (.conditional(truth(test, kind), then: first, otherwise: second), joined)
            case .bind(let slot, let value, let body):
                guard let (step, kind) = compile(value) else { return nil }
                locals[slot] = kind
                guard let (rest, result) = compile(body) else { return nil }
                return (.bind(slot, step, body: rest), result)
            case .format(let value, let format):
                switch (compile(value), format.precision) {
                case ((let step, .integer)?, nil): return (.join([.number(step, format)]), .text)
                case ((let step, .integer)?, _?):
                    let float = Step.unary("float", step, operand: .integer, result: .float)
                    return (.join([.float(float, format)]), .text)
                case ((let step, .float)?, _?): return (.join([.float(step, format)]), .text)
                default: return nil
                }
            case .slice(let value, let start, let stop):
                guard case (let step, .text)? = compile(value) else { return nil }
                return (.slice(step, start: start, stop: stop, isIndex: false), .text)
            case .operation(let name, let children): return operation(name, children)
            }
        }

        private func truth(_ step: Step, _ kind: PythonKind) -> Step {
            .unary("truth", step, operand: kind, result: .boolean)
        }

        /// The kind of a value that is one or the other; a float that may be whole must say which it was.
        private func common(_ a: PythonKind, _ b: PythonKind) -> PythonKind? {
            if a == b { return a }
            if a == .none { return b }
            return b == .none ? a : nil
        }

        private mutating func operation(_ name: String, _ children: [PythonNode]) -> (Step, PythonKind)? {
            if name == "join" { return join(children) }
            if name == "doubt" { return (.doubt, .none) }
            if let changed = change(name, children) { return changed }
            if name == "index" {
                guard children.count == 2, case (let step, .text)? = compile(children[0]),
                    case .integer(let place) = children[1], place.magnitude < 1 << 31
                else { return nil }
                let start = Int(place)
                return (.slice(step, start: start, stop: start == -1 ? nil : start + 1, isIndex: true), .text)
            }
            var compiled: [(step: Step, kind: PythonKind)] = []
            for child in children {
                guard let (step, kind) = compile(child) else { return nil }
                compiled.append((step, kind))
            }
            if compiled.count == 1 { return unary(name, compiled[0].step, compiled[0].kind) }
            guard compiled.count == 2 else { return nil }
            return binary(name, compiled[0], compiled[1])
        }

        /// What takes constants besides a value; `nil` for anything else.
        private mutating func change(_ name: String, _ children: [PythonNode]) -> (Step, PythonKind)? {
            func text(_ index: Int) -> [UInt8]? {
                guard index < children.count, case .text(let bytes) = children[index] else { return nil }
                return bytes
            }
            func number(_ index: Int) -> Int? {
                guard index < children.count, case .integer(let number) = children[index] else { return nil }
                return number.magnitude < 1 << 20 ? Int(number) : nil
            }
            func pad(_ alignment: PythonTextChange.Alignment, _ fill: [UInt8]?) -> PythonTextChange? {
                guard let width = number(1), let fill, fill.count == 1 else { return nil }
                return .pad(alignment, width: width, fill: fill[0])
            }
            let change: PythonTextChange?
            switch name {
            case "replace":
                guard let old = text(1), !old.isEmpty, let new = text(2) else { return nil }
                change = .replace(old, with: new)
            case "ljust": change = pad(.left, text(2))
            case "rjust": change = pad(.right, text(2))
            case "zfill": change = pad(.zeros, [0x30])
            case "part":
                guard let separator = text(1), let index = number(2) else { return nil }
                change = .part(separator, index)
            case "reverse": change = .reversed
            case "capitalize": change = .capitalized
            case "title": change = .titled
            case "swapcase": change = .swapped
            case "round" where children.count == 2:
                guard let digits = number(1), (0...12).contains(digits), let (step, kind) = compile(children[0]) else {
                    return nil
                }
                if kind == .integer { return required(step, kind) }
                return kind == .float ? (.round(step, digits), .float) : nil
            default: return nil
            }
            guard let change, let first = children.first, case (let step, .text)? = compile(first) else { return nil }
            return (.change(step, change), .text)
        }

        private func unary(_ name: String, _ step: Step, _ kind: PythonKind) -> (Step, PythonKind)? {
            func made(_ result: PythonKind) -> (Step, PythonKind) {
                (.unary(name, step, operand: kind, result: result), result)
            }
            switch (name, kind) {
            case ("not", _): return (.unary("not", truth(step, kind), operand: .boolean, result: .boolean), .boolean)
            case ("is_none", _): return made(.boolean)
            case ("neg", .integer), ("abs", .integer): return made(.integer)
            case ("neg", .float), ("abs", .float): return made(.float)
            case ("pos", .integer), ("pos", .float), ("int", .integer), ("str", .text), ("float", .float),
                ("bool", .boolean):
                return required(step, kind)
            case ("int", .text), ("int", .float), ("len", .text): return made(.integer)
            case ("float", .integer): return made(.float)
            case ("bool", _): return (truth(step, kind), .boolean)
            case ("int", .boolean), ("invert", .integer), ("round", .float), ("math.floor", .float),
                ("math.ceil", .float), ("year", .date), ("month", .date), ("day", .date), ("weekday", .date),
                ("isoweekday", .date):
                return made(.integer)
            case ("round", .integer), ("math.floor", .integer), ("math.ceil", .integer): return required(step, kind)
            case ("float", .text): return made(.float)
            case ("math.isnan", .float), ("math.isinf", .float), ("math.isfinite", .float): return made(.boolean)
            case ("math.sqrt", .float), ("math.exp", .float), ("math.log", .float), ("math.log2", .float),
                ("math.log10", .float), ("math.sin", .float), ("math.cos", .float), ("math.tan", .float),
                ("math.atan", .float), ("math.fabs", .float):
                return made(.float)
            case (_, .integer) where name.hasPrefix("math."):
                return unary(name, .unary("float", step, operand: .integer, result: .float), .float)
            case ("str", .float): return (.join([.float(step, nil)]), .text)
            case ("str", .date), ("isoformat", .date): return (.join([.date(step)]), .text)
            case ("isdigit", .text), ("isdecimal", .text), ("isnumeric", .text), ("isalpha", .text),
                ("isalnum", .text), ("isspace", .text), ("isupper", .text), ("islower", .text):
                return made(.boolean)
            case ("str", .integer):
                guard let plain = PythonFormat("d") else { return nil }
                return (.join([.number(step, plain)]), .text)
            case ("upper", .text), ("lower", .text), ("strip", .text), ("lstrip", .text), ("rstrip", .text):
                return made(.text)
            default: return nil
            }
        }

        /// The value as it is, but None is an error.
        private func required(_ step: Step, _ kind: PythonKind) -> (Step, PythonKind) {
            (.unary("same", step, operand: kind, result: kind), kind)
        }

        private func binary(
            _ name: String, _ a: (step: Step, kind: PythonKind), _ b: (step: Step, kind: PythonKind)
        ) -> (Step, PythonKind)? {
            var (left, right) = (a.step, b.step)
            var kind = a.kind
            if a.kind != b.kind {
                switch (a.kind, b.kind) {
                case (.integer, .float):
                    left = .unary("float", left, operand: .integer, result: .float)
                    kind = .float
                case (.float, .integer): right = .unary("float", right, operand: .integer, result: .float)
                default: return nil
                }
            }
            func made(_ result: PythonKind) -> (Step, PythonKind) {
                (.binary(name, left, right, operands: kind, result: result), result)
            }
            switch (name, kind) {
            case ("+", .integer), ("-", .integer), ("*", .integer), ("//", .integer), ("%", .integer):
                return made(.integer)
            case ("min", .integer), ("max", .integer):
                // min(1, 1.0) gives the first argument as it is: only equal kinds keep theirs.
                return made(.integer)
            case ("min", .float), ("max", .float): return a.kind == b.kind ? made(.float) : nil
            case ("/", .integer): return made(.float)
            case ("&", .integer), ("|", .integer), ("^", .integer), ("<<", .integer), (">>", .integer),
                ("**", .integer):
                return made(.integer)
            case ("**", .float), ("//", .float): return made(.float)
            case ("find", .text), ("count", .text): return made(.integer)
            case ("removeprefix", .text), ("removesuffix", .text): return made(.text)
            case ("+", .float), ("-", .float), ("*", .float), ("/", .float), ("%", .float): return made(.float)
            case ("+", .text): return (.join([.text(left), .text(right)]), .text)
            case ("==", .none), ("<", .none), ("<=", .none): return nil
            case ("==", _): return made(.boolean)
            case ("<", .boolean), ("<=", .boolean): return nil
            case ("<", _), ("<=", _): return made(.boolean)
            case ("startswith", .text), ("endswith", .text), ("contains", .text): return made(.boolean)
            default: return nil
            }
        }

        private mutating func join(_ children: [PythonNode]) -> (Step, PythonKind)? {
            var parts: [Step.Part] = []
            for child in children {
                if case .text(let bytes) = child {
                    parts.append(.constant(bytes))
                    continue
                }
                guard let (step, kind) = compile(child) else { return nil }
                switch (step, kind) {
                case (.join(let inner), .text): parts += inner
                case (_, .text): parts.append(.text(step))
                case (_, .integer):
                    guard let plain = PythonFormat("d") else { return nil }
                    parts.append(.number(step, plain))
                case (_, .float): parts.append(.float(step, nil))
                case (_, .date): parts.append(.date(step))
                default: return nil
                }
            }
            return (.join(parts), .text)
        }
    }
}

/// A constant of a translated function.
enum PythonConstant: Sendable {
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    case text([UInt8])
    case none
}
