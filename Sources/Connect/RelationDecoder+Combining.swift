import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_Aggregate) throws(PyriteError) -> LogicalPlan {
        guard message.hasInput else {
            throw InvalidPlan.error("AGGREGATE_NEEDS_PLAN_INPUT", "An aggregate needs an input.")
        }
        let grouping: Aggregate.Grouping
        switch message.groupType {
        case .groupby: grouping = .plain
        case .rollup: grouping = .rollup
        case .cube: grouping = .cube
        case .pivot:
            guard message.hasPivot else {
                throw InvalidPlan.error("AGGREGATE_WITH_PIVOT_REQUIRES_PIVOT", "A pivot aggregate has no pivot.")
            }
            grouping = .pivot(column: try decode(message.pivot.col), values: try message.pivot.values.map(constant))
        case .groupingSets:
            var sets: [[Expression]] = []
            for set in message.groupingSets { sets.append(try decode(set.groupingSet)) }
            grouping = .sets(sets)
        case .unspecified: throw InvalidPlan.invalidEnum("Aggregate.GroupType", 0)
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("Aggregate.GroupType", number)
        }
        return .aggregate(
            Aggregate(
                try decode(message.input), groupBy: try decode(message.groupingExpressions),
                aggregates: try decode(message.aggregateExpressions), grouping: grouping,
                prependsGroupingColumns: true))
    }

    mutating func decode(_ message: Spark_Connect_Join) throws(PyriteError) -> LogicalPlan {
        let kind = try kind(message.joinType)
        guard !message.hasJoinCondition || message.usingColumns.isEmpty else {
            throw InvalidPlan.error(
                "USING_COLUMNS_OR_JOIN_CONDITION_SET_IN_JOIN",
                "A join has both a condition and columns that both sides share.")
        }
        let left = try decode(message.left)
        let right = try decode(message.right)
        let condition: Join.Condition
        if message.hasJoinCondition {
            condition = .on(try decode(message.joinCondition))
        } else {
            condition = message.usingColumns.isEmpty ? .none : .using(message.usingColumns)
        }
        return .join(Join(left, right, kind: kind, condition: condition))
    }

    /// The right side may refer to columns of the left.
    mutating func decode(_ message: Spark_Connect_LateralJoin) throws(PyriteError) -> LogicalPlan {
        .join(
            Join(
                try decode(message.left), try decode(message.right), kind: try kind(message.joinType),
                condition: message.hasJoinCondition ? .on(try decode(message.joinCondition)) : .none,
                isLateral: true))
    }

    private func kind(_ type: Spark_Connect_Join.JoinType) throws(PyriteError) -> Join.Kind {
        switch type {
        case .inner: return .inner
        case .fullOuter: return .full
        case .leftOuter: return .left
        case .rightOuter: return .right
        case .leftAnti: return .leftAnti
        case .leftSemi: return .leftSemi
        case .cross: return .cross
        case .unspecified: throw InvalidPlan.invalidEnum("Join.JoinType", 0)
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("Join.JoinType", number)
        }
    }

    mutating func decode(_ message: Spark_Connect_SetOperation) throws(PyriteError) -> LogicalPlan {
        guard message.hasLeftInput, message.hasRightInput else {
            throw InvalidPlan.error("SET_OPERATION_MUST_HAVE_TWO_INPUTS", "A set operation must have two inputs.")
        }
        let kind: SetOperation.Kind
        switch message.setOpType {
        case .union: kind = .union
        case .intersect:
            guard !message.byName else {
                throw InvalidPlan.error(
                    "INTERSECT_DOES_NOT_SUPPORT_UNION_BY_NAME", "INTERSECT does not match columns by name.")
            }
            kind = .intersect
        case .except:
            guard !message.byName else {
                throw InvalidPlan.error(
                    "EXCEPT_DOES_NOT_SUPPORT_UNION_BY_NAME", "EXCEPT does not match columns by name.")
            }
            kind = .except
        case .unspecified: throw InvalidPlan.invalidEnum("SetOperation.SetOpType", 0)
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("SetOperation.SetOpType", number)
        }
        guard message.byName || !message.allowMissingColumns else {
            throw InvalidPlan.error(
                "UNION_BY_NAME_ALLOW_MISSING_COL_REQUIRES_BY_NAME",
                "A union may miss columns only when it matches them by name.")
        }
        return .setOperation(
            SetOperation(
                kind, [try decode(message.leftInput), try decode(message.rightInput)], isAll: message.isAll,
                byName: message.byName, allowMissingColumns: message.allowMissingColumns))
    }

    /// Relations given by plan id are for subqueries; those with an alias are what a SQL text calls by that name.
    mutating func decode(_ message: Spark_Connect_WithRelations) throws(PyriteError) -> LogicalPlan {
        guard message.hasRoot else { throw InvalidPlan.notSet("root", of: "WithRelations") }
        guard case .sql(let sql) = message.root.relType else {
            return try with(references: message.references) { (decoder) throws(PyriteError) in
                try decoder.decode(message.root)
            }
        }
        return .with(With(try definitions(message.references), try decode(sql)))
    }

    mutating func definitions(
        _ references: [Spark_Connect_Relation]
    ) throws(PyriteError) -> [With.Definition] {
        var definitions: [With.Definition] = []
        for reference in references {
            guard case .subqueryAlias(let alias) = reference.relType else {
                throw InvalidPlan.error("INVALID_WITH_RELATION_REFERENCE", "A relation for a SQL text has no name.")
            }
            definitions.append(
                With.Definition(name: alias.alias, columnNames: [], plan: try decode(alias.input)))
        }
        return definitions
    }
}
