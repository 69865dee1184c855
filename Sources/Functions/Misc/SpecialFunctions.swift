/// Functions that are evaluated lazily or rewritten: the analyzer knows them by name. Registered here so that every
/// list of functions has them.
enum SpecialFunctions {
    static let definitions: [FunctionDefinition] = [
        .special("and", .predicate, "expr1 and expr2 - Logical and.", ["true and false"]),
        .special("or", .predicate, "expr1 or expr2 - Logical or.", ["true or false"]),
        .special(
            "if", .conditional, "if(cond, a, b) - a when cond is true, else b.",
            ["if(1 < 2, 'a', 'b')"]),
        .special(
            "case", .conditional,
            "CASE expr WHEN value THEN result … ELSE default END - The first result whose value "
                + "equals expr.", ["CASE 1 WHEN 1 THEN 'a' END"]),
        .special(
            "when", .conditional,
            "CASE WHEN cond THEN result … ELSE default END - The result of the first condition "
                + "that is true.", ["CASE WHEN 1 > 0 THEN 1 ELSE 2.0 END"]),
        .special(
            "coalesce", .conditional, "coalesce(expr1, expr2, …) - The first argument that is not null.",
            ["coalesce(NULL, 1, NULL)"]),
        .special("nvl", .conditional, "nvl(a, b) - b when a is null, else a.", ["nvl(NULL, 1)"], since: "2.0.0"),
        .special(
            "ifnull", .conditional, "ifnull(a, b) - b when a is null, else a.", ["ifnull(NULL, 1)"], since: "2.0.0"),
        .special(
            "nvl2", .conditional, "nvl2(a, b, c) - b when a is not null, else c.", ["nvl2(NULL, 2, 1)"],
            since: "2.0.0"),
        .special(
            "nullif", .conditional, "nullif(a, b) - null when a equals b, else a.", ["nullif(2, 2)"], since: "2.0.0"),
        .special(
            "zeroifnull", .conditional, "zeroifnull(a) - 0 when a is null, else a.", ["zeroifnull(NULL)"],
            since: "4.0.0"),
        .special(
            "nullifzero", .conditional, "nullifzero(a) - null when a is 0, else a.", ["nullifzero(0)"],
            since: "4.0.0"),
        .special(
            "between", .predicate, "a between low and high - Whether low <= a and a <= high.",
            ["0.5 between 0.1 and 1.0"]),
        .special("cast", .conversion, "cast(expr AS type) - The value as another type.", ["cast('10' as int)"]),
    ]
}
