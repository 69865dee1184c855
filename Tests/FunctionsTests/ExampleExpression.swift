import Columnar
import Functions

/// The part of SQL's expressions that function examples need: literals, calls, operators and casts.
indirect enum ExampleExpression {
    case literal(Value, DataType)
    case call(String, [ExampleExpression])
    case cast(ExampleExpression, DataType)

    struct Unsupported: Error { let reason: String }
}

/// A recursive-descent reader of `SELECT a, b, …`.
struct ExampleParser {
    private enum Token: Equatable {
        case word(String)
        case number(String)
        case text(String)
        case symbol(String)
        case end
    }

    private var tokens: [Token] = []
    private var position = 0

    init(_ sql: String) throws {
        var characters = Array(sql)
        characters.append("\n")
        var index = 0
        while index < characters.count {
            let c = characters[index]
            if c.isWhitespace {
                index += 1
            } else if c.isLetter || c == "_" {
                var end = index
                while characters[end].isLetter || characters[end].isNumber || characters[end] == "_" { end += 1 }
                tokens.append(.word(String(characters[index..<end])))
                index = end
            } else if c.isNumber || (c == "." && characters[index + 1].isNumber) {
                var end = index
                while characters[end].isNumber || characters[end] == "." { end += 1 }
                if characters[end] == "e" || characters[end] == "E" {
                    end += 1
                    if characters[end] == "-" || characters[end] == "+" { end += 1 }
                    while characters[end].isNumber { end += 1 }
                }
                while characters[end].isLetter { end += 1 }
                tokens.append(.number(String(characters[index..<end])))
                index = end
            } else if c == "'" || c == "\"" {
                var text = ""
                var end = index + 1
                while end < characters.count, characters[end] != c {
                    if characters[end] == "\\", end + 1 < characters.count {
                        end += 1
                        switch characters[end] {
                        case "n": text.append("\n")
                        case "t": text.append("\t")
                        case "%", "_": text += "\\" + String(characters[end])
                        default: text.append(characters[end])
                        }
                    } else {
                        text.append(characters[end])
                    }
                    end += 1
                }
                tokens.append(.text(text))
                index = end + 1
            } else {
                let two = index + 1 < characters.count ? String(characters[index...index + 1]) : ""
                let three = index + 2 < characters.count ? String(characters[index...index + 2]) : ""
                let symbol =
                    ["<=>", ">>>"].contains(three)
                    ? three : ["<=", ">=", "!=", "<>", "==", "||", "<<", ">>", "::"].contains(two) ? two : String(c)
                tokens.append(.symbol(symbol))
                index += symbol.count
            }
        }
        tokens.append(.end)
    }

    mutating func parseSelect() throws -> [ExampleExpression] {
        guard takeWord("select") else { throw ExampleExpression.Unsupported(reason: "no SELECT") }
        var items = [try expression(0)]
        while take(",") { items.append(try expression(0)) }
        _ = take(";")
        guard tokens[position] == .end else { throw ExampleExpression.Unsupported(reason: "\(tokens[position])") }
        return items
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard tokens[position] == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let found) = tokens[position], found.lowercased() == word else { return false }
        position += 1
        return true
    }

    private static let levels: [String: Int] = [
        "=": 2, "==": 2, "<=>": 2, "<": 2, "<=": 2, ">": 2, ">=": 2, "!=": 2, "<>": 2, "like": 2, "ilike": 2,
        "rlike": 2,
        "regexp": 2, "in": 2, "|": 3, "^": 4, "&": 5, "<<": 6, ">>": 6, ">>>": 6, "+": 7, "-": 7, "||": 7, "*": 8,
        "/": 8,
        "%": 8, "div": 8,
    ]

    private mutating func expression(_ minimum: Int) throws -> ExampleExpression {
        var left = try unary()
        while true {
            let name: String
            switch tokens[position] {
            case .symbol(let symbol): name = symbol
            case .word(let word): name = word.lowercased()
            default: return left
            }
            if name == "::" {
                position += 1
                left = .cast(left, try type())
                continue
            }
            guard let level = ExampleParser.levels[name], level >= minimum else { return left }
            position += 1
            if name == "in" {
                guard take("(") else { throw ExampleExpression.Unsupported(reason: "in") }
                var items = [left]
                repeat { items.append(try expression(0)) } while take(",")
                guard take(")") else { throw ExampleExpression.Unsupported(reason: "in") }
                left = .call("in", items)
                continue
            }
            let right = try expression(level + 1)
            if name == "like" || name == "ilike", takeWord("escape") {
                left = .call(name, [left, right, try unary()])
            } else {
                left = .call(name, [left, right])
            }
        }
    }

    private mutating func unary() throws -> ExampleExpression {
        if take("-") {
            let operand = try unary()
            switch operand {
            case .literal(.integer(let value), let type):
                // -2147483648 is an int though its digits alone are not.
                return .literal(.integer(0 &- value), value == 1 << 31 ? .integer : type)
            case .literal(.decimal(let value), let type): return .literal(.decimal(-value), type)
            case .literal(.double(let value), let type): return .literal(.double(-value), type)
            default: return .call("negative", [operand])
            }
        }
        if take("+") { return .call("positive", [try unary()]) }
        if take("~") { return .call("~", [try unary()]) }
        if take("!") { return .call("not", [try unary()]) }
        if takeWord("not") { return .call("not", [try expression(2)]) }
        return try primary()
    }

    private mutating func primary() throws -> ExampleExpression {
        let token = tokens[position]
        position += 1
        switch token {
        case .text(let text): return .literal(.string(text), .string)
        case .number(let text): return try number(text)
        case .symbol("("):
            let inner = try expression(0)
            guard take(")") else { throw ExampleExpression.Unsupported(reason: "parenthesis") }
            return inner
        case .word(let word): return try named(word)
        default: throw ExampleExpression.Unsupported(reason: "\(token)")
        }
    }

    private mutating func named(_ word: String) throws -> ExampleExpression {
        let lowered = word.lowercased()
        if case .text(let text) = tokens[position] {
            position += 1
            switch lowered {
            case "date": return .cast(.literal(.string(text), .string), .date)
            case "timestamp", "timestamp_ltz": return .cast(.literal(.string(text), .string), .timestamp)
            case "timestamp_ntz": return .cast(.literal(.string(text), .string), .timestampNTZ)
            case "x":
                let digits = Array(text.count % 2 == 0 ? text : "0" + text)
                let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(digits[$0...$0 + 1]), radix: 16)
                }
                return .literal(.binary(bytes), .binary)
            default: throw ExampleExpression.Unsupported(reason: word)
            }
        }
        switch lowered {
        case "null": return .literal(.null, .null)
        case "true": return .literal(.boolean(true), .boolean)
        case "false": return .literal(.boolean(false), .boolean)
        default: break
        }
        guard take("(") else { throw ExampleExpression.Unsupported(reason: "column \(word)") }
        if lowered == "cast" {
            let inner = try expression(0)
            guard takeWord("as") else { throw ExampleExpression.Unsupported(reason: "cast") }
            let target = try type()
            guard take(")") else { throw ExampleExpression.Unsupported(reason: "cast") }
            return .cast(inner, target)
        }
        if take(")") { return .call(lowered, []) }
        var arguments = [try expression(0)]
        while take(",") { arguments.append(try expression(0)) }
        guard take(")") else { throw ExampleExpression.Unsupported(reason: "\(tokens[position])") }
        return .call(lowered, arguments)
    }

    private func number(_ text: String) throws -> ExampleExpression {
        let lowered = text.lowercased()
        func body(_ suffix: Int) -> String { String(lowered.dropLast(suffix)) }
        if let value = Int64(lowered) {
            return .literal(.integer(value), value <= Int64(Int32.max) ? .integer : .long)
        }
        if lowered.hasSuffix("l"), let value = Int64(body(1)) { return .literal(.integer(value), .long) }
        if lowered.hasSuffix("s"), let value = Int64(body(1)) { return .literal(.integer(value), .short) }
        if lowered.hasSuffix("y"), let value = Int64(body(1)) { return .literal(.integer(value), .byte) }
        if lowered.hasSuffix("bd") { return try decimal(body(2)) }
        if lowered.hasSuffix("d"), let value = Double(body(1)) { return .literal(.double(value), .double) }
        if lowered.hasSuffix("f"), let value = Float(body(1)) { return .literal(.float(value), .float) }
        if lowered.contains("e"), let value = Double(lowered) { return .literal(.double(value), .double) }
        return try decimal(lowered)
    }

    private func decimal(_ text: String) throws -> ExampleExpression {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        guard let value = Int128(String(parts[0]) + fraction) else {
            throw ExampleExpression.Unsupported(reason: text)
        }
        var digits = String(value).count
        digits = max(digits, fraction.count)
        return .literal(.decimal(value), .decimal(precision: digits, scale: fraction.count))
    }

    private mutating func type() throws -> DataType {
        guard case .word(let name) = tokens[position] else { throw ExampleExpression.Unsupported(reason: "type") }
        position += 1
        switch name.lowercased() {
        case "int", "integer": return .integer
        case "bigint", "long": return .long
        case "smallint", "short": return .short
        case "tinyint", "byte": return .byte
        case "double": return .double
        case "float": return .float
        case "string": return .string
        case "boolean": return .boolean
        case "binary": return .binary
        case "date": return .date
        case "timestamp": return .timestamp
        case "timestamp_ntz": return .timestampNTZ
        case "decimal":
            guard take("("), case .number(let precision) = tokens[position] else { return .defaultDecimal }
            position += 1
            var scale = 0
            if take(","), case .number(let text) = tokens[position] {
                scale = Int(text) ?? 0
                position += 1
            }
            _ = take(")")
            return .decimal(precision: Int(precision) ?? 10, scale: scale)
        default: throw ExampleExpression.Unsupported(reason: name)
        }
    }
}

/// Evaluates expressions through the registry, as the analyzer and the engine do together.
struct ExampleEvaluator {
    let context: EvaluationContext
    let count: Int
    /// Whether literals become flat columns instead of constants.
    let flattens: Bool

    func evaluate(_ expression: ExampleExpression) throws -> (column: Column, argument: FunctionArgument) {
        switch expression {
        case .literal(let value, let type):
            let constant = Column.constant(value, type, count: count)
            return (
                flattens ? constant.flattened() : constant,
                FunctionArgument(type: type, nullable: value.isNull, literal: value, sql: "\(value)")
            )
        case .cast(let inner, let type):
            let (column, argument) = try evaluate(inner)
            guard Cast.canCast(from: argument.type, to: type, mode: .ansi) else {
                throw ExampleExpression.Unsupported(reason: "cast of \(argument.type.sql) to \(type.sql)")
            }
            let cast = try Cast.cast(column, to: type, mode: .ansi, context: context)
            return (cast, FunctionArgument(type: type, nullable: argument.nullable, sql: argument.sql))
        case .call(let name, let inner):
            guard let definition = FunctionRegistry.builtIn[name], case .scalar(let bind) = definition.kind else {
                throw ExampleExpression.Unsupported(reason: "function \(name)")
            }
            let arguments = try inner.map { try evaluate($0) }
            let binding = try bind(arguments.map(\.argument), ResolutionContext(functionName: name))
            let columns = try zip(arguments, binding.argumentTypes).map { argument, type in
                try Cast.cast(argument.column, to: type, mode: .ansi, context: context)
            }
            let result = try binding.kernel(columns, count, context)
            return (result, FunctionArgument(type: binding.resultType, nullable: binding.nullable, sql: name))
        }
    }
}
