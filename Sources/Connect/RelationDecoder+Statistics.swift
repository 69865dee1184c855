import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_StatCov) throws(PyriteError) -> LogicalPlan {
        try pairwise(message.input, "covar_samp", message.col1, message.col2, "cov")
    }

    mutating func decode(_ message: Spark_Connect_StatCorr) throws(PyriteError) -> LogicalPlan {
        try pairwise(message.input, "corr", message.col1, message.col2, "corr")
    }

    private mutating func pairwise(
        _ input: Spark_Connect_Relation, _ function: String, _ first: String, _ second: String, _ name: String
    ) throws(PyriteError) -> LogicalPlan {
        let value = call(function, try column(first), try column(second))
        return aggregate(try decode(input), [.alias(Alias(value, name))])
    }

    /// One row: an array with the quantiles of each column.
    mutating func decode(_ message: Spark_Connect_StatApproxQuantile) throws(PyriteError) -> LogicalPlan {
        let child = try decode(message.input)
        let error = message.relativeError
        let accuracy = error > 0 ? Int64(max(1, min(1 / error, 2_147_483_647))) : 2_147_483_647
        let probabilities = Expression.unresolvedFunction(
            UnresolvedFunction(["array"], message.probabilities.map { .literal(.double($0), .double) }))
        var columns: [Expression] = []
        for name in message.cols {
            let number = Expression.cast(Cast(try column(name), to: .double))
            // NaN counts as missing.
            let present = call("nanvl", number, .literal(.null, .double))
            let quantiles = Expression.unresolvedFunction(
                UnresolvedFunction(
                    ["percentile_approx"], [present, probabilities, .literal(.integer(accuracy), .integer)]))
            let none = Expression.cast(
                Cast(
                    .unresolvedFunction(UnresolvedFunction(["array"], [])), to: .array(.double, containsNull: true)))
            columns.append(.coalesce([quantiles, none]))
        }
        let all = Expression.unresolvedFunction(UnresolvedFunction(["array"], columns))
        return aggregate(child, [.alias(Alias(all, "approx_quantile"))])
    }

    /// Counts of pairs: a row for each value of the first column, a column for each of the second.
    mutating func decode(_ message: Spark_Connect_StatCrosstab) throws(PyriteError) -> LogicalPlan {
        let child = try decode(message.input)
        func text(_ value: Expression) -> Expression {
            .coalesce([.cast(Cast(value, to: .string)), .literal(.string("null"), .string)])
        }
        let key = Expression.alias(Alias(text(try column(message.col1)), "\(message.col1)_\(message.col2)"))
        let backquote = Expression.literal(.string("`"), .string)
        let other = Expression.unresolvedFunction(
            UnresolvedFunction(
                ["replace"], [text(try column(message.col2)), backquote, .literal(.string(""), .string)]))
        let count = Expression.unresolvedFunction(UnresolvedFunction(["count"], [.literal(.integer(1), .integer)]))
        let table = LogicalPlan.aggregate(
            Aggregate(
                child, groupBy: [key], aggregates: [.alias(Alias(count, "count"))],
                grouping: .pivot(column: other, values: []), prependsGroupingColumns: true))
        return .fillNulls(FillNulls(table, columns: [], values: [.literal(.integer(0), .long)]))
    }

    /// Rows are kept with the probability that belongs to their stratum; those of other strata are dropped.
    mutating func decode(_ message: Spark_Connect_StatSampleBy) throws(PyriteError) -> LogicalPlan {
        let child = try decode(message.input)
        let stratum = try decode(message.col)
        var branches: [CaseBranch] = []
        for fraction in message.fractions {
            branches.append(
                CaseBranch(
                    when: call("=", stratum, try constant(fraction.stratum)),
                    then: .literal(.double(fraction.fraction), .double)))
        }
        let share = Expression.caseWhen(branches: branches, otherwise: .literal(.double(0), .double))
        let seed = message.hasSeed ? [Expression.literal(.integer(message.seed), .long)] : []
        let draw = Expression.unresolvedFunction(UnresolvedFunction(["rand"], seed))
        return .filter(Filter(child, call("<", draw, share)))
    }

    /// Values that may make up more than a share of the rows, as one array for each column.
    mutating func decode(_ message: Spark_Connect_StatFreqItems) throws(PyriteError) -> LogicalPlan {
        let child = try decode(message.input)
        let support = message.hasSupport ? message.support : 0.01
        guard support >= 1e-4, support <= 1 else {
            throw PyriteError(
                .illegalArgument, "INVALID_PARAMETER_VALUE", sqlState: "22023",
                "requirement failed: Support must be in [1e-4, 1], but got \(support).",
                parameters: ["parameter": "support"])
        }
        return .frequentItems(FrequentItems(child, columns: message.cols, support: support))
    }

    mutating func decode(_ message: Spark_Connect_StatSummary) throws(PyriteError) -> LogicalPlan {
        let statistics =
            message.statistics.isEmpty
            ? ["count", "mean", "stddev", "min", "25%", "50%", "75%", "max"] : message.statistics
        return .describe(Describe(try decode(message.input), columns: [], statistics: statistics))
    }

    mutating func decode(_ message: Spark_Connect_StatDescribe) throws(PyriteError) -> LogicalPlan {
        .describe(
            Describe(
                try decode(message.input), columns: message.cols,
                statistics: ["count", "mean", "stddev", "min", "max"]))
    }

    private func column(_ name: String) throws(PyriteError) -> Expression {
        .unresolvedAttribute(UnresolvedAttribute(try parseAttributeName(name)))
    }

    private func call(_ name: String, _ first: Expression, _ second: Expression) -> Expression {
        .unresolvedFunction(UnresolvedFunction([name], [first, second]))
    }

    private func aggregate(_ child: LogicalPlan, _ aggregates: [Expression]) -> LogicalPlan {
        .aggregate(Aggregate(child, groupBy: [], aggregates: aggregates))
    }
}
