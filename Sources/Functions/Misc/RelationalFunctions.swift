/// Window functions and generators: operators of the engine know them by name.
enum RelationalFunctions {
    static let definitions: [FunctionDefinition] =
        [
            window("row_number", "row_number() - The number of the row in its partition, from 1."),
            window("rank", "rank() - One more than the number of rows before the first peer."),
            window("dense_rank", "dense_rank() - One more than the number of different values before."),
            window("percent_rank", "percent_rank() - (rank - 1) / (rows - 1)."),
            window("cume_dist", "cume_dist() - The share of rows that are not behind."),
            window("ntile", "ntile(n) - The number of the bucket out of n."),
            window("lag", "lag(expr[, offset[, default]]) - The value so many rows before."),
            window("lead", "lead(expr[, offset[, default]]) - The value so many rows behind."),
            window(
                "counter_diff",
                "counter_diff(expr[, start]) - By how much a counter has grown since the row before; null where it has "
                    + "been reset: its value fell or its start moved on."),
            window("nth_value", "nth_value(expr, n) - The nth value of the frame."),
            generator("explode", "explode(expr) - A row for each element of an array or entry of a map."),
            generator("explode_outer", "explode_outer(expr) - Like explode, with a row of nulls for an empty one."),
            generator("posexplode", "posexplode(expr) - Like explode, with positions."),
            generator(
                "posexplode_outer", "posexplode_outer(expr) - Like posexplode, with a row of nulls for an empty one."),
            generator("inline", "inline(expr) - A row for each struct of an array."),
            generator("inline_outer", "inline_outer(expr) - Like inline, with a row of nulls for an empty array."),
            generator("stack", "stack(n, a, b, …) - The arguments in n rows."),
        ]

    private static func window(_ name: String, _ usage: String) -> FunctionDefinition {
        FunctionDefinition(name, group: .window, usage: usage, since: "2.0.0", kind: .window)
    }

    private static func generator(_ name: String, _ usage: String) -> FunctionDefinition {
        FunctionDefinition(name, group: .generator, usage: usage, since: "1.0.0", kind: .generator)
    }
}
