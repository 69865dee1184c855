import Columnar

/// The tree that a Python function was translated to by the client, before types are known.
///
/// It comes as nested JSON arrays, each with the node's name first: `["return", …]`-free expressions, `["if", c, a, b]`
/// for statements and conditional expressions alike, and `["let", slot, value, body]` for assignments.
indirect enum PythonNode {
    case argument(Int)
    case local(Int)
    case integer(Int64)
    case float(Double)
    case text([UInt8])
    case boolean(Bool)
    case none
    case conditional(PythonNode, then: PythonNode, otherwise: PythonNode)
    case bind(Int, PythonNode, body: PythonNode)
    /// An operator or function by its name in Python.
    case operation(String, [PythonNode])
    /// `format(value, spec)` of a whole number.
    case format(PythonNode, PythonFormat)
    /// `value[start:stop]`; `nil` where nothing is written.
    case slice(PythonNode, start: Int?, stop: Int?)

    /// `nil` when the text is not such a tree.
    init?(json: some Sequence<UInt8>) {
        var reader = JSONReader(String(decoding: Array(json), as: UTF8.self))
        guard let value = reader.readDocument(), let node = PythonNode(value) else { return nil }
        self = node
    }

    private init?(_ value: JSONReader.Value) {
        guard case .array(let items) = value, case .string(let name)? = items.first else { return nil }
        func node(_ index: Int) -> PythonNode? { index < items.count ? PythonNode(items[index]) : nil }
        func text(_ index: Int) -> String? {
            guard index < items.count, case .string(let text) = items[index] else { return nil }
            return text
        }
        func number(_ index: Int) -> Int? { text(index).flatMap { Int($0) } }
        // `["int", "5"]` is a constant; `["int", […]]` is a call of `int`, an operation as any other.
        let constant = text(1)
        switch name {
        case "arg":
            guard let index = number(1) else { return nil }
            self = .argument(index)
        case "local":
            guard let slot = number(1) else { return nil }
            self = .local(slot)
        case "int" where constant != nil:
            guard let number = constant.flatMap({ Int64($0) }) else { return nil }
            self = .integer(number)
        case "float" where constant != nil:
            guard let number = constant.flatMap({ Double($0) }) else { return nil }
            self = .float(number)
        case "str" where constant != nil: self = .text(Array((constant ?? "").utf8))
        case "bool" where constant != nil: self = .boolean(constant == "True")
        case "none": self = .none
        case "if":
            guard items.count == 4, let condition = node(1), let then = node(2), let otherwise = node(3) else {
                return nil
            }
            self = .conditional(condition, then: then, otherwise: otherwise)
        case "let":
            guard items.count == 4, let slot = number(1), let value = node(2), let body = node(3) else { return nil }
            self = .bind(slot, value, body: body)
        case "format":
            guard items.count == 3, let value = node(1), let format = text(2).flatMap({ PythonFormat($0) }) else {
                return nil
            }
            self = .format(value, format)
        case "slice":
            guard items.count == 4, let value = node(1), let start = text(2), let stop = text(3) else { return nil }
            guard start.isEmpty || Int(start) != nil, stop.isEmpty || Int(stop) != nil else { return nil }
            self = .slice(value, start: Int(start), stop: Int(stop))
        default:
            var children: [PythonNode] = []
            for item in items.dropFirst() {
                guard let child = PythonNode(item) else { return nil }
                children.append(child)
            }
            self = .operation(name, children)
        }
    }
}

/// A format specification of numbers: `[0][width][,][d|x|X|o|b]`, or `[0][width][,].nf`.
struct PythonFormat: Equatable {
    var width = 0
    var padsWithZeros = false
    var radix = 10
    var isUppercase = false
    /// Thousands are told apart by commas.
    var hasCommas = false
    /// Digits behind the point of `f`.
    var precision: Int?

    /// No format: as `str` writes numbers.
    static let standard = PythonFormat()

    private init() {}

    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        if let last = bytes.last, !(0x30...0x39).contains(last) {
            switch last {
            case UInt8(ascii: "d"): radix = 10
            case UInt8(ascii: "f"): precision = 6
            case UInt8(ascii: ","): bytes.append(0)
            case UInt8(ascii: "x"): radix = 16
            case UInt8(ascii: "X"): (radix, isUppercase) = (16, true)
            case UInt8(ascii: "o"): radix = 8
            case UInt8(ascii: "b"): radix = 2
            default: return nil
            }
            bytes = bytes.dropLast()
        }
        if precision != nil, let point = bytes.lastIndex(of: UInt8(ascii: ".")) {
            let text = String(decoding: bytes[(point + 1)...], as: UTF8.self)
            guard let digits = Int(text), (0...60).contains(digits) else { return nil }
            precision = digits
            bytes = bytes[..<point]
        }
        if bytes.last == UInt8(ascii: ",") {
            hasCommas = true
            bytes = bytes.dropLast()
        }
        if bytes.first == UInt8(ascii: "0") {
            padsWithZeros = true
            bytes = bytes.dropFirst()
        }
        // Zeros get commas too, and other bases have none.
        guard !hasCommas || (!padsWithZeros && radix == 10) else { return nil }
        guard !bytes.isEmpty else { return }
        guard let width = Int(String(decoding: bytes, as: UTF8.self)), width >= 0, width <= 200 else { return nil }
        self.width = width
    }
}
