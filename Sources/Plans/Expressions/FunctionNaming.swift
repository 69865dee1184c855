/// How Spark prints calls: operators between their operands, some functions under another name or with the arguments that
/// they assume.
enum FunctionNaming {
    /// - Parameters:
    ///   - arguments: already printed.
    ///   - fragment: the call in the query text, which tells `-a` from `negative(a)`.
    static func text(_ name: String, _ arguments: [String], isDistinct: Bool, fragment: String?) -> String {
        let lowered = name.lowercased()
        if !isDistinct, let special = operatorText(lowered, arguments, fragment) ?? syntaxText(lowered, arguments) {
            return special
        }
        let all = arguments + (assumedArguments[lowered]?[arguments.count] ?? [])
        return "\(printedNames[lowered] ?? lowered)(\(isDistinct ? "DISTINCT " : "")\(all.joined(separator: ", ")))"
    }

    private static let binaryOperators: Set<String> = [
        "+", "-", "*", "/", "%", "div", "=", "<=>", "<", "<=", ">", ">=", "&", "|", "^", "<<", ">>", ">>>",
    ]

    private static func operatorText(_ name: String, _ arguments: [String], _ fragment: String?) -> String? {
        switch (name, arguments.count) {
        case (_, 2) where binaryOperators.contains(name): return "(\(arguments[0]) \(name) \(arguments[1]))"
        case ("==", 2): return "(\(arguments[0]) = \(arguments[1]))"
        case ("!=", 2), ("<>", 2): return "(NOT (\(arguments[0]) = \(arguments[1])))"
        case ("and", 2), ("or", 2): return "(\(arguments[0]) \(name.uppercased()) \(arguments[1]))"
        case ("not", 1), ("!", 1): return "(NOT \(arguments[0]))"
        case ("~", 1): return "~\(arguments[0])"
        case ("positive", 1), ("+", 1): return "(+ \(arguments[0]))"
        case ("-", 1): return "(- \(arguments[0]))"
        case ("negative", 1):
            let isCall = fragment?.first.map { $0 == "n" || $0 == "N" } ?? true
            return isCall ? nil : "(- \(arguments[0]))"
        case ("isnull", 1): return "(\(arguments[0]) IS NULL)"
        case ("isnotnull", 1): return "(\(arguments[0]) IS NOT NULL)"
        case ("in", 1...): return "(\(arguments[0]) IN (\(arguments.dropFirst().joined(separator: ", "))))"
        case ("like", 2): return "\(arguments[0]) LIKE \(arguments[1])"
        case ("like", 3): return "\(arguments[0]) LIKE \(arguments[1]) ESCAPE '\(arguments[2])'"
        case ("ilike", 3): return "ilike(\(arguments[0]), \(arguments[1]), \(arguments[2]))"
        case ("likeany", 1...), ("likeall", 1...), ("notlikeany", 1...), ("notlikeall", 1...):
            return "\(name)(\(arguments[0]))"
        case ("ilikeany", 1...), ("ilikeall", 1...): return "\(name.dropFirst())(lower(\(arguments[0])))"
        case ("notilikeany", 1...), ("notilikeall", 1...):
            return "not\(name.dropFirst(4))(lower(\(arguments[0])))"
        default: return nil
        }
    }

    /// Calls that Spark prints with words between the arguments.
    private static func syntaxText(_ name: String, _ arguments: [String]) -> String? {
        switch (name, arguments.count) {
        case ("extract", 2): return "extract(\(arguments[0]) FROM \(arguments[1]))"
        case ("datepart", 2): return "datepart(\(arguments[0]) FROM \(arguments[1]))"
        case ("trim", 2): return "TRIM(BOTH \(arguments[0]) FROM \(arguments[1]))"
        case ("ltrim", 2): return "TRIM(LEADING \(arguments[0]) FROM \(arguments[1]))"
        case ("rtrim", 2): return "TRIM(TRAILING \(arguments[0]) FROM \(arguments[1]))"
        case ("if", 3): return "(IF(\(arguments.joined(separator: ", "))))"
        case ("log", 1): return "LOG(E(), \(arguments[0]))"
        case ("first", 2), ("last", 2), ("any_value", 2), ("first_value", 2), ("last_value", 2):
            return "\(name)(\(arguments[0]))"
        case ("raise_error", 1): return "raise_error(USER_RAISED_EXCEPTION, map(errorMessage, \(arguments[0])))"
        case ("assert_true", 1): return "assert_true(\(arguments[0]), '\(arguments[0])' is not true!)"
        case ("from_json", 2...): return "from_json(\(arguments[0]))"
        case ("from_csv", 2...): return "from_csv(\(arguments[0]))"
        case ("aggregate", 3), ("reduce", 3):
            return "\(name)(\(arguments.joined(separator: ", ")), lambdafunction(namedlambdavariable(), "
                + "namedlambdavariable()))"
        default: return nil
        }
    }

    /// Names that are printed otherwise than lower case, or that are aliases of another.
    private static let printedNames: [String: String] = [
        "array_agg": "collect_list", "rlike": "RLIKE", "regexp": "REGEXP", "regexp_like": "REGEXP_LIKE",
        "ceil": "CEIL", "floor": "FLOOR", "power": "POWER", "sqrt": "SQRT", "signum": "SIGNUM", "log": "LOG",
        "log10": "LOG10", "log2": "LOG2", "exp": "EXP", "pi": "PI", "e": "E", "rank": "RANK",
        "dense_rank": "DENSE_RANK", "percent_rank": "PERCENT_RANK", "hypot": "HYPOT", "degrees": "DEGREES",
        "cbrt": "CBRT", "user": "current_user", "session_user": "current_user", "curdate": "current_date",
        "current_database": "current_schema", "dateadd": "date_add",
    ]

    /// By name and number of arguments given: the ones that Spark fills in and shows.
    private static let assumedArguments: [String: [Int: [String]]] = [
        "substring": [2: ["2147483647"]], "substr": [2: ["2147483647"]], "locate": [2: ["1"]],
        "position": [2: ["1"]], "overlay": [3: ["-1"]], "split": [2: ["-1"]], "regexp_replace": [3: ["1"]],
        "replace": [2: [""]], "lpad": [2: [" "]], "rpad": [2: [" "]], "lag": [1: ["1", "NULL"], 2: ["NULL"]],
        "lead": [1: ["1", "NULL"], 2: ["NULL"]], "percentile": [2: ["1"]],
        "approx_percentile": [2: ["10000"]], "percentile_approx": [2: ["10000"]],
        "unix_timestamp": [1: ["yyyy-MM-dd HH:mm:ss"]], "to_unix_timestamp": [1: ["yyyy-MM-dd HH:mm:ss"]],
        "from_unixtime": [1: ["yyyy-MM-dd HH:mm:ss"]], "months_between": [2: ["true"]], "sort_array": [1: ["true"]],
        "string_agg": [1: ["NULL"]], "listagg": [1: ["NULL"]],
    ]
}
