import Columnar
import Plans

/// `SELECT TRANSFORM (a, b) USING 'command' AS (x, y INT) FROM t`.
extension Parser {
    var isScriptTransformation: Bool {
        guard at(.transform), peek(1).kind == .leftParenthesis else { return false }
        let next = token(at: closingParenthesis(of: index + 1) + 1)
        return next.keyword == .using || next.keyword == .row || isWord(next, "RECORDWRITER")
    }

    mutating func parseScriptTransformation(from given: LogicalPlan?, _ start: Int) throws -> LogicalPlan {
        index += 2
        let isMarked = (at(.all) || at(.distinct)) && peek(1).startsExpression
        if isMarked { advance() }
        var list = [try parseExpression()]
        while take(.comma) { list.append(try parseExpression()) }
        try expect(.rightParenthesis, ")")
        let input = try parseLineFormat(from: start)
        try rejectRecordClass("RECORDWRITER", from: start)
        try expect(.using)
        var script = ScriptTransformation(command: try parseString())
        script.input = input ?? script.input
        var fields: [StructField] = []
        if take(.as) { fields = try parseScriptColumns() }
        script.output = try parseLineFormat(from: start) ?? script.output
        try rejectRecordClass("RECORDREADER", from: start)
        if fields.isEmpty {
            script.isKeyValue = true
            fields = [StructField("key", .string), StructField("value", .string)]
        }
        let rows = try parseSelectedRows(list, from: given)
        if isMarked {
            throw failure(
                "UNSUPPORTED_FEATURE.TRANSFORM_DISTINCT_ALL", "0A000",
                "The feature is not supported: TRANSFORM with the DISTINCT/ALL clause.", from: start)
        }
        var node = MapPartitions(
            rows, name: "script", command: Array(script.command.utf8), schema: Schema(fields))
        node.script = script
        return .located(.mapPartitions(node), origin(from: start))
    }

    /// `(a, b INT)`, or the same without parentheses.
    private mutating func parseScriptColumns() throws -> [StructField] {
        let isOpen = take(.leftParenthesis)
        var fields: [StructField] = []
        repeat {
            let name = try parseIdentifier()
            let isBare = at(.comma) || at(.rightParenthesis) || (!isOpen && !isIdentifier(current)) || at(.from)
            fields.append(StructField(name, isBare ? .string : try parseDataType()))
        } while take(.comma)
        if isOpen { try expect(.rightParenthesis, ")") }
        return fields
    }

    /// `ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'x' …`; `nil` when there is none.
    private mutating func parseLineFormat(from start: Int) throws -> ScriptTransformation.RowFormat? {
        guard at(.row) else { return nil }
        advance()
        guard atWord("FORMAT") else { throw unexpected() }
        advance()
        if atWord("SERDE") {
            index = endOfStatement
            throw failure(
                "UNSUPPORTED_FEATURE.TRANSFORM_NON_HIVE", "0A000",
                "The feature is not supported: TRANSFORM with SERDE is only supported in hive mode.", from: start)
        }
        try expect(.delimited)
        var format = ScriptTransformation.RowFormat()
        while true {
            if at(.fields) || atWord("COLLECTION") || atWord("MAP") || atWord("LINES") {
                let isLines = atWord("LINES")
                let isFields = at(.fields)
                while !at(.string), !at(.doubleQuoted), !at(.endOfText) { advance() }
                let text = try parseString()
                if isFields { format.separator = text }
                if isLines, text != "\n" {
                    index = endOfStatement
                    throw failure(
                        "INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY", "42000",
                        "Invalid SQL syntax: LINES TERMINATED BY only supports newline '\\n' right now: \(text).",
                        ["delimiter": text], from: start)
                }
                if isFields, atWord("ESCAPED") {
                    index += 2
                    _ = try parseString()
                }
            } else if at(.null), isWord(peek(1), "DEFINED") {
                index += 3
                format.null = try parseString()
            } else {
                return format
            }
        }
    }

    private mutating func rejectRecordClass(_ word: String, from start: Int) throws {
        guard atWord(word) else { return }
        index = endOfStatement
        throw failure(
            "_LEGACY_ERROR_TEMP_0048", "", "Unsupported operation: Used defined record reader/writer classes.",
            from: start)
    }
}
