import Columnar
import Functions

/// Grouping by windows of time: the windows become columns of a projection below the aggregation, which then groups by
/// a plain column.
extension Analyzer {
    /// The aggregation over a child that has the windows; `nil` when it groups by none.
    func withTimeWindows(_ node: Aggregate) throws -> Aggregate? {
        guard let index = node.groupBy.firstIndex(where: { Self.timeWindow($0.withoutAlias) != nil }),
            let call = Self.timeWindow(node.groupBy[index].withoutAlias), let time = call.arguments.first
        else { return nil }
        let name = call.nameParts[0].lowercased()
        let others = node.groupBy.enumerated().filter { $0.offset != index }.map(\.element)
        if others.contains(where: { Self.timeWindow($0.withoutAlias) != nil }) {
            throw PyriteError(
                .analysis, "_LEGACY_ERROR_TEMP_1039", sqlState: "",
                "Multiple time/session window expressions would result in a cartesian product of rows, therefore they are "
                    + "currently not supported.")
        }
        var aggregate = node
        let present = LogicalPlan.filter(
            Filter(node.child, .unresolvedFunction(UnresolvedFunction(["isnotnull"], [time]))))
        let star = Expression.unresolvedStar(target: nil, planID: nil)
        if name == "session_window" {
            aggregate.child = sessions(over: present, call, keys: others.map(\.withoutAlias))
        } else if call.arguments.count > 2 {
            var all = call
            if all.arguments.count == 3 { all.arguments.append(.literal(.string("0 seconds"), .string)) }
            all.arguments.append(.literal(.boolean(true), .boolean))
            let function = Expression.unresolvedFunction(
                UnresolvedFunction(["explode"], [.unresolvedFunction(all)]))
            aggregate.child = .generate(Generate(present, function: function, isOuter: false, columnNames: [name]))
        } else {
            aggregate.child = .project(Project(present, [star, .alias(Alias(.unresolvedFunction(call), name))]))
        }
        let column = Expression.unresolvedAttribute(UnresolvedAttribute([name]))
        let replace = { (expression: Expression) -> Expression in
            expression.transformUp { Self.timeWindow($0) == nil ? $0 : column }
        }
        aggregate.groupBy = node.groupBy.map(replace)
        aggregate.aggregates = node.aggregates.map(replace)
        return aggregate
    }

    private static func timeWindow(_ expression: Expression) -> UnresolvedFunction? {
        guard case .unresolvedFunction(let call) = expression, call.nameParts.count == 1,
            ["window", "session_window"].contains(call.nameParts[0].lowercased()), !call.arguments.isEmpty
        else { return nil }
        return call
    }

    /// Every row with its session: rows are numbered by how many sessions have begun, where one begins when its start
    /// lies behind the ends of all rows before it; a session then reaches from the least start to the greatest end.
    private func sessions(over child: LogicalPlan, _ call: UnresolvedFunction, keys: [Expression]) -> LogicalPlan {
        let star = Expression.unresolvedStar(target: nil, planID: nil)
        func column(_ name: String) -> Expression { .unresolvedAttribute(UnresolvedAttribute([name])) }
        func function(_ name: String, _ arguments: Expression...) -> Expression {
            .unresolvedFunction(UnresolvedFunction([name], arguments))
        }
        let own = "session window of the row"
        let begins = "session begins"
        let number = "session number"
        func part(_ name: String) -> Expression {
            .unresolvedExtract(child: column(own), extraction: .literal(.string(name), .string))
        }
        func over(
            _ value: Expression, _ partition: [Expression], isOrdered: Bool, upTo upper: WindowExpression.Bound
        ) -> Expression {
            .window(
                WindowExpression(
                    function: value, partitionBy: partition,
                    orderBy: isOrdered ? [SortOrder(part("start"))] : [],
                    frame: isOrdered ? WindowExpression.Frame(.rows, .unboundedPreceding, upper) : nil))
        }
        let one = Expression.literal(.integer(1), .integer)
        let withOwn = LogicalPlan.project(Project(child, [star, .alias(Alias(.unresolvedFunction(call), own))]))
        let reached = over(function("max", part("end")), keys, isOrdered: true, upTo: .offset(one, preceding: true))
        let beginning = Expression.caseWhen(
            branches: [CaseBranch(when: function("<=", part("start"), reached), then: .literal(.integer(0), .integer))],
            otherwise: one)
        let withBeginning = LogicalPlan.project(Project(withOwn, [star, .alias(Alias(beginning, begins))]))
        let count = over(function("sum", column(begins)), keys, isOrdered: true, upTo: .currentRow)
        let withNumber = LogicalPlan.project(Project(withBeginning, [star, .alias(Alias(count, number))]))
        let partition = keys + [column(number)]
        let session = function(
            "named_struct", .literal(.string("start"), .string),
            over(function("min", part("start")), partition, isOrdered: false, upTo: .currentRow),
            .literal(.string("end"), .string),
            over(function("max", part("end")), partition, isOrdered: false, upTo: .currentRow))
        return .project(Project(withNumber, [star, .alias(Alias(session, "session_window"))]))
    }
}
