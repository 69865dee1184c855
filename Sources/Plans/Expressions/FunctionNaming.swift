/// How Spark prints calls: operators between their operands, some functions under another name or with the arguments
/// that they assume.
enum FunctionNaming {
    /// - Parameters:
    ///   - arguments: already printed.
    ///   - fragment: the call in the query text, which tells `-a` from `negative(a)`.
    static func text(_ name: String, _ arguments: [String], isDistinct: Bool, fragment: String?) -> String {
        let lowered = name.lowercased()
        if !isDistinct, let special = operatorText(lowered, arguments, fragment) ?? syntaxText(lowered, arguments) {
            return special
        }
        let all = arguments + assumed(lowered, given: arguments.count)
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
        case ("ilike", 3): return "ilike(\(arguments[0]), \(arguments[1]))"
        case ("case", 2...), ("when", 2...):
            let branches = stride(from: 0, to: arguments.count - 1, by: 2).map {
                " WHEN \(arguments[$0]) THEN \(arguments[$0 + 1])"
            }
            let otherwise = arguments.count % 2 == 1 ? " ELSE \(arguments[arguments.count - 1])" : ""
            return "CASE\(branches.joined())\(otherwise) END"
        case ("get_field", 2): return "\(arguments[0]).\(arguments[1])"
        case ("get_item", 2): return "\(arguments[0])[\(arguments[1])]"
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
        case ("collation_key", 1): return arguments[0]
        case ("approx_count_distinct", 2): return "\(name)(\(arguments[0]))"
        case ("variant_get", 3), ("try_variant_get", 3): return "\(name)(\(arguments[0]), \(arguments[1]))"
        case ("make_timestamp_ltz", 1...3), ("try_make_timestamp_ltz", 1...3):
            return "make_timestamp(\(arguments.joined(separator: ", ")))"
        case ("try_make_timestamp_ntz", 1...3):
            return "try_make_timestamp_ntz(make_timestamp_ntz(\(arguments.joined(separator: ", "))))"
        case ("try_make_timestamp", 7):
            return "\(name)(\(arguments.dropLast().joined(separator: ", ")))"
        case ("try_to_time", 1...2): return "try_to_time(to_time(\(arguments.joined(separator: ", "))))"
        case ("semi_structured_extract", 2): return "variant_get(\(arguments[0]), \(arguments[1]))"
        case ("semi_structured_extract", 3):
            return "variant_get(\(arguments[0]), \(arguments[1])) AS \(arguments[2])"
        case ("uuid", 1): return "uuid()"
        case ("shuffle", 2): return "shuffle(\(arguments[0]))"
        case ("instr", 3): return "instr(\(arguments.joined(separator: ", ")), 1)"
        case ("time_bucket", 2):
            return "time_bucket(\(arguments.joined(separator: ", ")), TIMESTAMP '1970-01-01 00:00:00')"
        case ("mode", 2):
            return arguments[1] == "true"
                ? "mode() WITHIN GROUP (ORDER BY \(arguments[0]) DESC)" : "mode(\(arguments[0]))"
        case ("raise_error", 1): return "raise_error(USER_RAISED_EXCEPTION, map(errorMessage, \(arguments[0])))"
        case ("assert_true", 1): return "assert_true(\(arguments[0]), '\(arguments[0])' is not true!)"
        // Schemas and options are no arguments to Spark.
        case ("from_json", 2...), ("from_csv", 2...), ("from_xml", 2...), ("to_json", 2), ("to_csv", 2), ("to_xml", 2),
            ("schema_of_json", 2), ("schema_of_csv", 2), ("schema_of_xml", 2):
            return "\(name)(\(arguments[0]))"
        case ("rank", 1...), ("dense_rank", 1...), ("percent_rank", 1...): return "\(name.uppercased())()"
        case ("ceil", 2), ("floor", 2): return "\(name)(\(arguments[0]), \(arguments[1]))"
        case ("convert_timezone", 2):
            return "convert_timezone(current_timezone(), \(arguments[0]), \(arguments[1]))"
        case ("variablereference", 2): return "variablereference(\(arguments[0])=\(arguments[1]))"
        case ("likeall", 1...), ("likeany", 1...), ("notlikeall", 1...), ("notlikeany", 1...):
            return "\(name)(\(arguments[0]))"
        // Types called as functions are casts that Spark does not show.
        case ("boolean", 1), ("tinyint", 1), ("smallint", 1), ("int", 1), ("bigint", 1), ("float", 1), ("double", 1),
            ("decimal", 1), ("date", 1), ("timestamp", 1), ("binary", 1), ("string", 1):
            return arguments[0]
        // The order that Spark assumes, spelled out.
        case ("array_sort", 1):
            let x = "namedlambdavariable()"
            return
                "array_sort(\(arguments[0]), lambdafunction((IF(((\(x) IS NULL) AND (\(x) IS NULL)), 0, (IF((\(x) IS "
                + "NULL), 1, (IF((\(x) IS NULL), -1, (IF((\(x) < \(x)), -1, (IF((\(x) > \(x)), 1, 0)))))))))), \(x), \(x)))"
        case ("aggregate", 3), ("reduce", 3):
            return "\(name)(\(arguments.joined(separator: ", ")), lambdafunction(namedlambdavariable(), "
                + "namedlambdavariable()))"
        default: return nil
        }
    }

    /// Names that are printed otherwise than lower case, or that are aliases of another.
    private static let printedNames: [String: String] = {
        var names = [
            "array_agg": "collect_list", "pi": "PI", "e": "E", "curdate": "current_date", "random": "rand",
            "current_database": "current_schema", "dateadd": "date_add", "to_varchar": "to_char",
            "localtime": "current_time",
            "spark_partition_id": "SPARK_PARTITION_ID",
        ]
        for name in [
            "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "cos", "cosh", "cot", "csc",
            "degrees", "dense_rank", "exp", "expm1", "floor", "hypot", "log", "log10", "log1p", "log2", "percent_rank",
            "power", "radians", "rank", "regexp", "regexp_like", "rlike", "sec", "signum", "sin", "sinh", "sqrt", "tan",
            "tanh",
        ] {
            names[name] = name.uppercased()
        }
        return names
    }()

    /// By name: the arguments that Spark assumes and shows, from the first that may be left out on.
    private static let assumedArguments: [String: (from: Int, [String])] = [
        "round": (1, ["0"]), "bround": (1, ["0"]), "regexp_extract": (2, ["1"]), "regexp_extract_all": (2, ["1"]),
        "st_geomfromwkb": (1, ["0"]), "st_asbinary": (1, ["NDR"]), "hll_union": (2, ["false"]),
        "hll_union_agg": (1, ["false"]),
        "theta_union": (2, ["12"]), "tuple_union_theta_double": (2, ["12", "sum"]),
        "tuple_union_theta_integer": (2, ["12", "sum"]), "tuple_intersection_agg_double": (1, ["sum"]),
        "tuple_intersection_agg_integer": (1, ["sum"]), "tuple_intersection_double": (2, ["sum"]),
        "tuple_intersection_integer": (2, ["sum"]), "tuple_intersection_theta_double": (2, ["sum"]),
        "tuple_intersection_theta_integer": (2, ["sum"]), "tuple_sketch_summary_double": (1, ["sum"]),
        "tuple_sketch_summary_integer": (1, ["sum"]),
        "vector_norm": (1, ["2.0"]), "variant_set": (3, ["true"]), "try_variant_set": (3, ["true"]),
        "variant_strip_nulls": (1, ["true"]),
        "current_time": (0, ["6"]), "localtime": (0, ["6"]), "theta_union_agg": (1, ["12"]),
        "theta_sketch_agg": (1, ["12"]), "tuple_sketch_agg_double": (2, ["12", "sum"]),
        "tuple_sketch_agg_integer": (2, ["12", "sum"]), "tuple_union_agg_double": (1, ["12", "sum"]),
        "tuple_union_agg_integer": (1, ["12", "sum"]), "tuple_union_double": (2, ["12", "sum"]),
        "tuple_union_integer": (2, ["12", "sum"]), "approx_top_k_accumulate": (1, ["10000"]),
        "approx_top_k_estimate": (1, ["5"]), "try_aes_decrypt": (2, ["GCM", "DEFAULT", ""]),
        "try_make_interval": (0, ["0", "0", "0", "0", "0", "0", "0.000000"]),
        "aes_decrypt": (2, ["GCM", "DEFAULT", ""]), "aes_encrypt": (2, ["GCM", "DEFAULT", "", ""]),
        "approx_percentile": (2, ["10000"]), "approx_top_k": (1, ["5", "10000"]),
        "from_unixtime": (1, ["yyyy-MM-dd HH:mm:ss"]), "hll_sketch_agg": (1, ["12"]), "hmac": (2, ["SHA-256"]),
        "lag": (1, ["1", "NULL"]), "lead": (1, ["1", "NULL"]), "listagg": (1, ["NULL"]), "locate": (2, ["1"]),
        "lpad": (2, [" "]), "make_dt_interval": (0, ["0", "0", "0", "0.000000"]),
        "make_interval": (0, ["0", "0", "0", "0", "0", "0", "0.000000"]), "make_ym_interval": (0, ["0", "0"]),
        "mask": (1, ["X", "x", "n", "NULL"]), "months_between": (2, ["true"]), "overlay": (3, ["-1"]),
        "percentile": (2, ["1"]), "percentile_approx": (2, ["10000"]), "position": (2, ["1"]),
        "regexp_instr": (2, ["0"]), "regexp_replace": (3, ["1"]), "replace": (2, [""]), "rpad": (2, [" "]),
        "sentences": (1, ["", ""]), "sort_array": (1, ["true"]), "split": (2, ["-1"]), "str_to_map": (1, [",", ":"]),
        "string_agg": (1, ["NULL"]), "substr": (2, ["2147483647"]), "substring": (2, ["2147483647"]),
        "to_unix_timestamp": (1, ["yyyy-MM-dd HH:mm:ss"]),
        "unix_timestamp": (0, ["current_timestamp()", "yyyy-MM-dd HH:mm:ss"]),
    ]

    private static func assumed(_ name: String, given count: Int) -> ArraySlice<String> {
        guard let (first, all) = assumedArguments[name], count >= first, count - first < all.count else { return [] }
        return all[(count - first)...]
    }
}
