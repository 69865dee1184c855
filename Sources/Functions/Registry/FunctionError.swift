import Columnar

/// Builders of the errors that functions raise, with Spark's conditions, SQLSTATEs and parameters.
package enum FunctionError {
    static let ansiConfig = "\"spark.sql.ansi.enabled\""

    // MARK: Analysis

    package static func wrongArgumentCount(_ name: String, expected: String, actual: Int) -> PyriteError {
        PyriteError(
            .analysis, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", sqlState: "42605",
            "The `\(name)` requires \(expected) parameters but the actual number is \(actual).",
            parameters: [
                "functionName": "`\(name)`", "expectedNum": expected, "actualNum": "\(actual)",
                "docroot": "https://spark.apache.org/docs/latest",
            ])
    }

    package static func unexpectedInputType(
        sql: String, position: Int, required: String, input: FunctionArgument
    ) -> PyriteError {
        let index = ordinal(position)
        return PyriteError(
            .analysis, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: The \(index) parameter requires the \(required) "
                + "type, "
                + "however \"\(input.sql)\" has the type \"\(input.type.sql)\".",
            parameters: [
                "sqlExpr": "\"\(sql)\"", "paramIndex": index, "requiredType": required,
                "inputSql": "\"\(input.sql)\"", "inputType": "\"\(input.type.sql)\"",
            ])
    }

    package static func differingTypes(sql: String, left: DataType, right: DataType) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: the left and right operands of the binary "
                + "operator have "
                + "incompatible types (\"\(left.sql)\" and \"\(right.sql)\").",
            parameters: ["sqlExpr": "\"\(sql)\"", "left": "\"\(left.sql)\"", "right": "\"\(right.sql)\""])
    }

    package static func wrongOperatorType(sql: String, required: String, actual: DataType) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: the binary operator requires the input type "
                + "\(required), "
                + "not \"\(actual.sql)\".",
            parameters: ["sqlExpr": "\"\(sql)\"", "inputType": required, "actualDataType": "\"\(actual.sql)\""])
    }

    package static func differingArgumentTypes(_ name: String, sql: String, _ types: [DataType]) -> PyriteError {
        let list = "[" + types.map { "\"\($0.sql)\"" }.joined(separator: ", ") + "]"
        return PyriteError(
            .analysis, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: Input to `\(name)` should all be the same type, "
                + "but it's "
                + "\(list).",
            parameters: ["sqlExpr": "\"\(sql)\"", "functionName": "`\(name)`", "dataType": list])
    }

    package static func invalidOrdering(_ name: String, sql: String, _ type: DataType) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: The `\(name)` does not support ordering on type "
                + "\"\(type.sql)\".",
            parameters: ["sqlExpr": "\"\(sql)\"", "functionName": "`\(name)`", "dataType": "\"\(type.sql)\""])
    }

    package static func castWithoutSuggestion(sql: String, from: DataType, to: DataType) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: cannot cast \"\(from.sql)\" to \"\(to.sql)\".",
            parameters: ["sqlExpr": "\"\(sql)\"", "srcType": "\"\(from.sql)\"", "targetType": "\"\(to.sql)\""])
    }

    package static func nonFoldable(sql: String, name: String, type: DataType, input: String) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: the input `\(name)` should be a foldable "
                + "\"\(type.sql)\" expression; however, got \"\(input)\".",
            parameters: [
                "sqlExpr": "\"\(sql)\"", "inputName": "`\(name)`", "inputType": "\"\(type.sql)\"",
                "inputExpr": "\"\(input)\"",
            ])
    }

    /// An argument that is null where the function must know it.
    package static func unexpectedNull(sql: String, name: String) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.UNEXPECTED_NULL", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: The `\(name)` must not be null.",
            parameters: ["sqlExpr": "\"\(sql)\"", "exprName": "`\(name)`"])
    }

    /// The column for malformed records is declared with another type than string.
    fileprivate static func corruptRecordType(_ column: String, _ type: DataType) -> PyriteError {
        PyriteError(
            .analysis, "INVALID_CORRUPT_RECORD_TYPE", sqlState: "42804",
            "The column `\(column)` for corrupt records must have the nullable STRING type, but got \"\(type.sql)\".",
            parameters: ["columnName": "`\(column)`", "actualType": "\"\(type.sql)\""])
    }

    /// An array that would be longer than arrays can be.
    static func tooManyElements(_ count: String, parameter: String, function: String) -> PyriteError {
        PyriteError(
            .runtime, "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", sqlState: "54000",
            "Can't create array with \(count) elements which exceeding the array size limit \(arrayLimit), the value of "
                + "parameter(s) `\(parameter)` in the function `\(function)` is invalid.",
            parameters: [
                "numberOfElements": count, "functionName": "`\(function)`", "maxRoundedArrayLength": "\(arrayLimit)",
                "parameter": "`\(parameter)`",
            ])
    }

    /// How many elements an array can have.
    static let arrayLimit = Int64(Int32.max - 15)

    /// A constant argument outside of what it may be, such as `[0, 10]`.
    static func valueOutOfRange(sql: String, name: String, range: String, value: String) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", sqlState: "42K09",
            "Cannot resolve \"\(sql)\" due to data type mismatch: The `\(name)` must be between \(range) (current value = "
                + "\(value)).",
            parameters: [
                "sqlExpr": "\"\(sql)\"", "exprName": "`\(name)`", "valueRange": range, "currentValue": value,
            ])
    }

    package static func nonFoldableArgument(_ name: String, parameter: String, type: DataType) -> PyriteError {
        PyriteError(
            .analysis, "NON_FOLDABLE_ARGUMENT", sqlState: "42K08",
            "The function `\(name)` requires the parameter `\(parameter)` to be a foldable expression of the type "
                + "\"\(type.sql)\", but the actual argument is a non-foldable.",
            parameters: ["funcName": "`\(name)`", "paramName": "`\(parameter)`", "paramType": "\"\(type.sql)\""])
    }

    // MARK: Arithmetic

    package static func divideByZero() -> PyriteError {
        PyriteError(
            .arithmetic, "DIVIDE_BY_ZERO", sqlState: "22012",
            "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. If necessary set "
                + "\(ansiConfig) to \"false\" to bypass this error.",
            parameters: ["config": ansiConfig])
    }

    package static func remainderByZero() -> PyriteError {
        PyriteError(
            .arithmetic, "REMAINDER_BY_ZERO", sqlState: "22012",
            "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead. If necessary set "
                + "\(ansiConfig) to \"false\" to bypass this error.",
            parameters: ["config": ansiConfig])
    }

    /// `alternative` is the name of the function that gives null instead, if there is one.
    package static func arithmeticOverflow(_ what: String, alternative: String? = nil) -> PyriteError {
        let hint = alternative.map { " Use '\($0)' to tolerate overflow and return NULL instead." } ?? ""
        return PyriteError(
            .arithmetic, "ARITHMETIC_OVERFLOW", sqlState: "22003",
            "\(what).\(hint) If necessary set \(ansiConfig) to \"false\" to bypass this error.",
            parameters: ["message": what, "alternative": hint, "config": ansiConfig])
    }

    package static func binaryOverflow(
        _ left: String, _ symbol: String, _ right: String, alternative: String
    ) -> PyriteError {
        PyriteError(
            .arithmetic, "BINARY_ARITHMETIC_OVERFLOW", sqlState: "22003",
            "\(left) \(symbol) \(right) caused overflow. Use `\(alternative)` to ignore overflow problem and return "
                + "NULL.",
            parameters: [
                "value1": left, "symbol": symbol, "value2": right, "functionName": "`\(alternative)`",
            ])
    }

    package static func numericOutOfRange(value: String, precision: Int, scale: Int) -> PyriteError {
        PyriteError(
            .arithmetic, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", sqlState: "22003",
            "The \(value) cannot be represented as Decimal(\(precision), \(scale)). If necessary set \(ansiConfig) to "
                + "\"false\" to bypass this error, and return NULL instead.",
            parameters: [
                "value": value, "precision": "\(precision)", "scale": "\(scale)", "config": ansiConfig,
            ])
    }

    // MARK: Casts

    package static func castOverflow(value: String, from: DataType, to: DataType) -> PyriteError {
        PyriteError(
            .arithmetic, "CAST_OVERFLOW", sqlState: "22003",
            "The value \(value) of the type \"\(from.sql)\" cannot be cast to \"\(to.sql)\" due to an overflow. Use "
                + "`try_cast` to tolerate overflow and return NULL instead.",
            parameters: [
                "value": value, "sourceType": "\"\(from.sql)\"", "targetType": "\"\(to.sql)\"",
                "ansiConfig": ansiConfig,
            ])
    }

    package static func invalidCastInput(
        value: String, from: DataType, to: DataType, kind: PyriteError.Kind = .numberFormat
    ) -> PyriteError {
        PyriteError(
            kind, "CAST_INVALID_INPUT", sqlState: "22018",
            "The value \(value) of the type \"\(from.sql)\" cannot be cast to \"\(to.sql)\" because it is malformed. "
                + "Correct the value as per the syntax, or change its target type. Use `try_cast` to tolerate "
                + "malformed "
                + "input and return NULL instead.",
            parameters: [
                "expression": value, "sourceType": "\"\(from.sql)\"", "targetType": "\"\(to.sql)\"",
                "ansiConfig": ansiConfig,
            ])
    }

    /// A text that is not written as intervals of the type are.
    static func unmatchedInterval(_ text: String, _ type: DataType) -> PyriteError {
        let (name, formats, notice): (String, String, Bool)
        switch type {
        case .yearMonthInterval(.year, .month):
            (name, formats, notice) = ("year-month", "`[+|-]y-m`, `INTERVAL [+|-]'[+|-]y-m' YEAR TO MONTH`", false)
        case .yearMonthInterval(let field, _):
            let unit = "\(field)"
            (name, formats, notice) = (
                "year-month", "`[+|-]\(unit.prefix(1))`, `INTERVAL [+|-]'[+|-]\(unit.prefix(1))' \(unit.uppercased())`",
                false
            )
        case .dayTimeInterval(let start, let end):
            let letters = ["d", "h", "m", "s.n"]
            let fields = letters[start.rawValue...max(start.rawValue, end.rawValue)]
            let body =
                fields.first == "d" && fields.count > 1
                ? "d " + fields.dropFirst().joined(separator: ":") : fields.joined(separator: ":")
            let span = start == end ? "\(start)" : "\(start) to \(end)"
            (name, formats, notice) = (
                "day-time", "`[+|-]\(body)`, `INTERVAL [+|-]'[+|-]\(body)' \(span.uppercased())`", true
            )
        default: (name, formats, notice) = ("", "", false)
        }
        let condition = notice ? "UNMATCHED_FORMAT_STRING_WITH_NOTICE" : "UNMATCHED_FORMAT_STRING"
        return PyriteError(
            .illegalArgument, "INVALID_INTERVAL_FORMAT.\(condition)", sqlState: "22006",
            "Error parsing '\(text)' to interval. Please ensure that the value provided is in a valid format for defining "
                + "an interval. Interval string does not match \(name) format of \(formats) when cast to "
                + "\(type.simpleString): \(text)."
                + (notice
                    ? " Set \"spark.sql.legacy.fromDayTimeString.enabled\" to \"true\" to restore the behavior before "
                        + "Spark 3.0." : ""),
            parameters: [
                "input": text, "intervalStr": name, "supportedFormat": formats, "typeName": type.simpleString,
            ])
    }

    // MARK: Dates and times

    /// What Spark says of a pattern that it does not take, which depends on whether its older formatter did.
    package static func invalidDateTimePattern(_ pattern: String) -> PyriteError {
        let letters = unquoted(pattern)
        if isOlderPattern(letters) {
            return PyriteError(
                .upgrade, "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION", sqlState: "42K0B",
                "You may get a different result due to the upgrading to Spark >= 3.0: Fail to recognize '\(pattern)' "
                    + "pattern in the DateTimeFormatter: only the formatter before Spark 3.0 knows it.",
                parameters: ["pattern": "'\(pattern)'", "config": "\"spark.sql.legacy.timeParserPolicy\""])
        }
        if let letter = letters.first(where: { "YWwuec".utf8.contains($0) }) {
            return PyriteError(
                .upgrade, "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN", sqlState: "42K0B",
                "You may get a different result due to the upgrading to Spark >= 3.0: All week-based patterns are "
                    + "unsupported since Spark 3.0, detected: \(Character(Unicode.Scalar(letter))).",
                parameters: ["c": String(Character(Unicode.Scalar(letter)))])
        }
        if let letter = letters.first(where: { "ABnNp".utf8.contains($0) }) {
            return invalidDateTimeCharacter(String(Character(Unicode.Scalar(letter))), pattern: pattern)
        }
        for run in ["qqqqq", "QQQQQ"] where letters.count >= 5 {
            let starts = 0...(letters.count - 5)
            guard starts.contains(where: { letters[$0..<($0 + 5)].elementsEqual(run.utf8) }) else { continue }
            return PyriteError(
                .illegalArgument, "INVALID_DATETIME_PATTERN.LENGTH", sqlState: "22007",
                "Unrecognized datetime pattern: \(run). Too many letters in datetime pattern: \(run). Please reduce "
                    + "pattern length.", parameters: ["pattern": run])
        }
        return unrecognizedDateTimePattern(pattern)
    }

    /// Throws for letters that patterns write, but do not read.
    static func checkReadable(pattern: String) throws {
        let letters = unquoted(pattern)
        guard let letter = letters.first(where: { "EFqQ".utf8.contains($0) }) else { return }
        if isOlderPattern(letters) { throw invalidDateTimePattern(pattern) }
        throw invalidDateTimeCharacter(String(Character(Unicode.Scalar(letter))), pattern: pattern)
    }

    static func unrecognizedDateTimePattern(_ pattern: String) -> PyriteError {
        PyriteError(
            .runtime, "INVALID_DATETIME_PATTERN.WITH_SUGGESTION", sqlState: "22007",
            "Unrecognized datetime pattern: '\(pattern)'. Form a valid datetime pattern with the letters of Spark's "
                + "datetime patterns.",
            parameters: [
                "pattern": "'\(pattern)'",
                "docroot": "https://spark.apache.org/docs/latest",
            ])
    }

    /// A text that patterns could read before Spark 3.0 only.
    static func parsedOnlyBefore(_ text: String) -> PyriteError {
        PyriteError(
            .upgrade, "INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER", sqlState: "42K0B",
            "You may get a different result due to the upgrading to Spark >= 3.0: Fail to parse '\(text)' in the new "
                + "parser. Set \"spark.sql.legacy.timeParserPolicy\" to \"LEGACY\" to have it read as before, or to "
                + "\"CORRECTED\" to treat it as an invalid datetime string.",
            parameters: ["datetime": "'\(text)'", "config": "\"spark.sql.legacy.timeParserPolicy\""])
    }

    /// The bytes of a pattern outside of quotes.
    private static func unquoted(_ pattern: String) -> [UInt8] {
        var isQuoted = false
        return pattern.utf8.filter { byte in
            if byte == 0x27 { isQuoted.toggle() }
            return !isQuoted && byte != 0x27
        }
    }

    /// Whether Java's SimpleDateFormat takes the pattern: its letters any number of times, `X` three times at most.
    private static func isOlderPattern(_ letters: [UInt8]) -> Bool {
        var zones = 0
        for byte in letters where (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A {
            zones = byte == 0x58 ? zones + 1 : 0
            guard "GyYMLwWDdFEuaHkKhmsSzZX".utf8.contains(byte), zones <= 3 else { return false }
        }
        return true
    }

    package static func invalidDateTimeCharacter(_ character: String, pattern: String) -> PyriteError {
        PyriteError(
            .illegalArgument, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", sqlState: "22007",
            "Unrecognized datetime pattern: \(pattern). Illegal pattern character found in datetime pattern: "
                + "\(character). Please provide legal character.",
            parameters: ["c": character, "pattern": pattern])
    }

    package static func cannotParseTimestamp(_ message: String, function: String) -> PyriteError {
        PyriteError(
            .dateTime, "CANNOT_PARSE_TIMESTAMP", sqlState: "22007",
            "\(message). Use `\(function)` to tolerate invalid input string and return NULL instead.",
            parameters: ["message": message, "func": "`\(function)`"])
    }

    package static func invalidTimeZone(_ name: String) -> PyriteError {
        PyriteError(
            .dateTime, "INVALID_TIMEZONE", sqlState: "22009",
            "The timezone: \(name) is invalid. The timezone must be either a region-based zone ID or a zone offset. "
                + "Region IDs must have the form 'area/city', such as 'America/Los_Angeles'. Zone offsets must be "
                + "in the "
                + "format '(+|-)HH', '(+|-)HH:mm' or '(+|-)HH:mm:ss', e.g '-08', '+01:00' or '-13:33:33', and must "
                + "be in "
                + "the range from -18:00 to +18:00. 'Z' and 'UTC' are accepted as synonyms for '+00:00'.",
            parameters: ["timeZone": name])
    }

    package static func dateTimeOverflow(_ what: String) -> PyriteError {
        PyriteError(
            .arithmetic, "DATETIME_OVERFLOW", sqlState: "22008", "Datetime operation overflow: \(what).",
            parameters: ["operation": what])
    }

    // MARK: Parameters

    /// `detail` ends the sentence; `extra` are the parameters of the sub-condition.
    package static func invalidParameter(
        _ function: String, parameter: String, condition: String, detail: String,
        extra: KeyValuePairs<String, String> = [:], kind: PyriteError.Kind = .runtime
    ) -> PyriteError {
        var error = PyriteError(
            kind, "INVALID_PARAMETER_VALUE.\(condition)", sqlState: "22023",
            "The value of parameter(s) `\(parameter)` in `\(function)` is invalid: \(detail)",
            parameters: ["parameter": "`\(parameter)`", "functionName": "`\(function)`"])
        let more = PyriteError(kind, "", sqlState: "", "", parameters: extra)
        error.parameters += more.parameters
        return error
    }

    /// A text as error messages quote it: `'it\'s'`.
    package static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "\\'") + "'" }

    /// `"first"`, `"second"`, … as Spark's messages count parameters.
    package static func ordinal(_ position: Int) -> String {
        let names = [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth",
        ]
        return position < names.count ? names[position] : "\(position + 1)th"
    }
}

extension Schema {
    /// Throws when the column for malformed records, if there is one, has another type than string. O(fields).
    package func checkCorruptRecordColumn(_ column: String) throws {
        for field in fields where field.name == column && !field.dataType.isString {
            throw FunctionError.corruptRecordType(column, field.dataType)
        }
    }
}
