import Columnar

extension SketchKind {
    /// What is thrown for bytes that are no sketch of this kind.
    ///
    /// - Parameter other: the kind that the bytes are of, if any.
    func malformed(function: String, other: SketchKind?) -> PyriteError {
        let (family, maker, state) =
            switch self {
            case .theta: ("Theta", "the `theta_sketch_agg`", "22000")
            case .tuple: ("Tuple", "the corresponding `tuple_sketch_agg_*`", "22000")
            case .hyperLogLog: ("HLL", "the `hll_sketch_agg`", "22546")
            case .quantilesLong, .quantilesDouble, .quantilesFloat: ("KLL", "the `kll_sketch_agg`", "22000")
            }
        if self == .tuple, other == .theta {
            return PyriteError(
                .runtime, "TUPLE_INVALID_INPUT_SKETCH_BUFFER_FAMILY", sqlState: state,
                "Invalid call to `\(function)`; expected TUPLE sketch family but received COMPACT. Only valid Tuple sketch "
                    + "buffers (produced by `tuple_sketch_agg_*` functions) are supported as inputs.",
                parameters: ["function": "`\(function)`", "expectedFamily": "TUPLE", "actualFamily": "COMPACT"])
        }
        return PyriteError(
            .runtime, "\(family.uppercased())_INVALID_INPUT_SKETCH_BUFFER", sqlState: state,
            "Invalid call to `\(function)`; only valid \(family) sketch buffers are supported as inputs (such as those "
                + "produced by \(maker) function).", parameters: ["function": "`\(function)`"])
    }
}

extension Call {
    /// The binary logarithm of the size of a HyperLogLog or theta sketch, which must be an INT known before the query
    /// runs. A null counts as 0, which is out of range.
    func logarithmicSize(_ index: Int, in range: ClosedRange<Int64>, of kind: SketchKind) throws -> Int {
        guard index < arguments.count else { return 12 }
        let isHyperLogLog = kind == .hyperLogLog
        guard types[index] == .integer || types[index] == .null else { throw mismatch(index, required: "\"INT\"") }
        guard let literal = arguments[index].literal else {
            throw PyriteError(
                .analysis, isHyperLogLog ? "HLL_K_MUST_BE_CONSTANT" : "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT",
                sqlState: "42K0E",
                "Invalid call to `\(name)`; the `\(isHyperLogLog ? "K" : "lgNomEntries")` value must be a constant "
                    + "value, but got a non-constant expression.", parameters: ["function": "`\(name)`"])
        }
        let value = if case .integer(let number) = literal { number } else { Int64(0) }
        guard range.contains(value) else { throw sizeOutOfRange(value, range, of: kind) }
        return Int(value)
    }

    /// The binary logarithm of the size of a tuple sketch.
    func tupleSize(_ index: Int, in range: ClosedRange<Int64>) throws -> Int {
        guard index < arguments.count else { return 12 }
        let value = try requiredInteger(index, "lgNomEntries")
        guard range.contains(value) else {
            throw failedCheck(sizeOutOfRange(value, range, of: .tuple))
        }
        return Int(value)
    }

    /// The k of a KLL sketch.
    func quantileSize(_ index: Int) throws -> Int {
        guard index < arguments.count else { return QuantileSketch.standardSize }
        guard types[index] == .integer || types[index] == .null else { throw mismatch(index, required: "\"INT\"") }
        let k = try requiredInteger(index, "k")
        guard (8...65_535).contains(k) else {
            throw failedCheck(
                PyriteError(
                    .analysis, "KLL_SKETCH_K_OUT_OF_RANGE", sqlState: "22003",
                    "For function `\(name)`, the k parameter must be between 8 and 65535 (inclusive), but got \(k).",
                    parameters: ["functionName": "`\(name)`", "k": "\(k)"]))
        }
        return Int(k)
    }

    /// How a tuple sketch puts the summaries of a key together; sums when it is not told.
    func summaryMode(_ index: Int) throws -> KeySketch.Mode {
        guard index < arguments.count else { return .sum }
        let text = try foldableText(index, "mode")
        guard let mode = KeySketch.Mode(rawValue: text.lowercased()) else {
            throw failedCheck(
                PyriteError(
                    .analysis, "TUPLE_INVALID_SKETCH_MODE", sqlState: "22023",
                    "Invalid call to `\(name)`; mode '\(text)' is not supported. Valid modes are: sum, min, max, "
                        + "alwaysone.",
                    parameters: ["function": "`\(name)`", "mode": text, "validModes": "sum, min, max, alwaysone"]))
        }
        return mode
    }

    private func requiredInteger(_ index: Int, _ parameter: String) throws -> Int64 {
        switch arguments[index].literal {
        case .integer(let value)?: return value
        case .string(let text)?:
            guard let value = Int64(text) else {
                throw FunctionError.invalidCastInput(value: "'\(text)'", from: .string, to: .integer)
            }
            return value
        case .null?: throw FunctionError.unexpectedNull(sql: sql, name: parameter)
        default:
            throw FunctionError.nonFoldable(sql: sql, name: parameter, type: .integer, input: arguments[index].sql)
        }
    }

    private func sizeOutOfRange(_ value: Int64, _ range: ClosedRange<Int64>, of kind: SketchKind) -> PyriteError {
        let isHyperLogLog = kind == .hyperLogLog
        return PyriteError(
            .runtime, isHyperLogLog ? "HLL_INVALID_LG_K" : "SKETCH_INVALID_LG_NOM_ENTRIES",
            sqlState: isHyperLogLog ? "22546" : "22003",
            "Invalid call to `\(name)`; the `\(isHyperLogLog ? "lgConfigK" : "lgNomEntries")` value must be between "
                + "\(range.lowerBound) and \(range.upperBound), inclusive: \(value).",
            parameters: [
                "function": "`\(name)`", "min": "\(range.lowerBound)", "max": "\(range.upperBound)",
                "value": "\(value)",
            ])
    }

    /// What analysis throws for an argument that another condition describes.
    private func failedCheck(_ reason: PyriteError) -> PyriteError {
        let text = "[\(reason.condition)] \(reason.message) SQLSTATE: \(reason.sqlState)"
        return PyriteError(
            .analysis, "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: \(text).",
            parameters: ["sqlExpr": "\"\(sql)\"", "msg": text, "hint": ""])
    }
}
