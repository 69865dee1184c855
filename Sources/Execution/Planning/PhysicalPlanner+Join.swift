import Columnar
import Plans

extension PhysicalPlanner {
    func planJoin(_ join: Join, _ required: Set<AttributeID>?) throws -> PhysicalOperator {
        if join.isLateral { throw PyriteError.unsupported("lateral joins") }
        var conditions: [Expression] = []
        switch join.condition {
        case .none: break
        case .on(let condition): conditions = condition.conjuncts
        case .using, .natural: throw PyriteError.internalError("USING or NATURAL reached execution unresolved")
        }
        let childRequired = with(required, conditions)
        let left = try plan(join.left, required: childRequired)
        let right = try plan(join.right, required: childRequired)
        let leftIDs = Set(left.output.map(\.id))
        let rightIDs = Set(right.output.map(\.id))

        var keys: [(left: Expression, right: Expression, nullSafe: Bool)] = []
        var residual: [Expression] = []
        let unlessUnknown = join.kind == .leftAnti && conditions.count == 1 ? conditions[0].unlessUnknown : nil
        for condition in unlessUnknown.map({ [$0] }) ?? conditions {
            if case .literal(.boolean(true), _) = condition { continue }
            guard case .call(let call) = condition, call.arguments.count == 2,
                call.name == "=" || call.name == "==" || call.name == "<=>",
                call.arguments[0].dataType == call.arguments[1].dataType
            else {
                residual.append(condition)
                continue
            }
            let (a, b) = (call.arguments[0], call.arguments[1])
            let (x, y) = (a.references, b.references)
            if !x.isEmpty && !y.isEmpty && x.isSubset(of: leftIDs) && y.isSubset(of: rightIDs) {
                keys.append((a, b, call.name == "<=>"))
            } else if !x.isEmpty && !y.isEmpty && x.isSubset(of: rightIDs) && y.isSubset(of: leftIDs) {
                keys.append((b, a, call.name == "<=>"))
            } else {
                residual.append(condition)
            }
        }

        let isNullAware = unlessUnknown != nil && !keys.isEmpty
        if !isNullAware, unlessUnknown != nil { residual = conditions }
        let buildsLeft = !isNullAware && choosesLeft(join, left.output, right.output, hasKeys: !keys.isEmpty)
        let (probe, build) = buildsLeft ? (right, left) : (left, right)
        var probeBinder = binder(probe.output)
        var buildBinder = binder(build.output)
        var pairBinder = binder(probe.output + build.output)
        let leftColumns = left.output.indices.filter { required?.contains(left.output[$0].id) ?? true }
        var rightColumns = right.output.indices.filter { required?.contains(right.output[$0].id) ?? true }
        let isFilter = join.kind == .leftSemi || join.kind == .leftAnti
        if isFilter { rightColumns = [] }

        let keyText = "[\(Expression.list(keys.map(\.left)))], [\(Expression.list(keys.map(\.right)))]"
        let conditionText = Expression.conjunction(residual).map { ", \($0.planText)" } ?? ""
        let specification = JoinSpecification(
            kind: join.kind,
            mode: isFilter && buildsLeft ? .inner : mode(join.kind, buildsLeft: buildsLeft),
            emitsUnmatchedBuild: join.kind == .full || (join.kind == .left && buildsLeft)
                || (join.kind == .right && !buildsLeft),
            buildsLeft: buildsLeft,
            probeKeys: try keys.map { try probeBinder.bind(buildsLeft ? $0.right : $0.left) },
            buildKeys: try keys.map { try buildBinder.bind(buildsLeft ? $0.left : $0.right) },
            nullSafe: keys.map(\.nullSafe), isNullAware: isNullAware,
            residual: try residual.map { try pairBinder.bind($0) },
            probeColumns: buildsLeft ? rightColumns : leftColumns,
            buildColumns: buildsLeft ? leftColumns : rightColumns,
            probeTypes: (buildsLeft ? rightColumns : leftColumns).map { probe.output[$0].type },
            text: "\(keys.isEmpty ? "" : keyText + ", ")\(join.kind.planText), "
                + "\(buildsLeft ? "BuildLeft" : "BuildRight")\(conditionText)\(isNullAware ? ", true" : "")")
        let output = self.output(join, left, right, leftColumns, rightColumns)
        if isFilter && buildsLeft {
            var filtering = specification
            filtering.mode = mode(join.kind, buildsLeft: false)
            filtering.buildsLeft = false
            (filtering.probeKeys, filtering.buildKeys) = (specification.buildKeys, specification.probeKeys)
            (filtering.probeColumns, filtering.buildColumns) = (leftColumns, [])
            filtering.probeTypes = leftColumns.map { left.output[$0].type }
            var reversedBinder = binder(left.output + right.output)
            filtering.residual = try residual.map { try reversedBinder.bind($0) }
            return BuildSideSemiJoinOperator(
                probe: probe, build: build, marking: specification, filtering: filtering, output: output)
        }
        if specification.emitsUnmatchedBuild {
            return OuterHashJoinOperator(probe: probe, build: build, specification, output: output)
        }
        return HashJoinOperator(probe: probe, build: build, specification, output: output)
    }

    private func output(
        _ join: Join, _ left: PhysicalOperator, _ right: PhysicalOperator, _ leftColumns: [Int], _ rightColumns: [Int]
    ) -> [Attribute] {
        let leftOutput = leftColumns.map { left.output[$0] }
        let rightOutput = rightColumns.map { right.output[$0] }
        switch join.kind {
        case .inner, .cross, .leftSemi, .leftAnti: return leftOutput + rightOutput
        case .left: return leftOutput + rightOutput.map(\.asNullable)
        case .right: return leftOutput.map(\.asNullable) + rightOutput
        case .full: return (leftOutput + rightOutput).map(\.asNullable)
        }
    }

    private func mode(_ kind: Join.Kind, buildsLeft: Bool) -> JoinSpecification.Mode {
        switch kind {
        case .inner, .cross: .inner
        case .leftSemi: .semi
        case .leftAnti: .anti
        case .full: .probeOuter
        case .left: buildsLeft ? .inner : .probeOuter
        case .right: buildsLeft ? .probeOuter : .inner
        }
    }

    /// Which side is built: the smaller one for inner joins (the right one when level, as in Spark), the side that need
    /// not be kept whole for outer, semi and anti joins unless it is much larger.
    private func choosesLeft(_ join: Join, _ left: [Attribute], _ right: [Attribute], hasKeys: Bool) -> Bool {
        let leftBytes = join.left.statistics.byteCount(left)
        let rightBytes = join.right.statistics.byteCount(right)
        switch join.kind {
        case .leftSemi, .leftAnti:
            // Small right sides are built either way, so that the left side's rows stream.
            return hasKeys && rightBytes > 1e6 && leftBytes * 2 < rightBytes && !join.right.asksForBroadcast
        case .inner, .cross, .full:
            if join.right.asksForBroadcast { return false }
            if join.left.asksForBroadcast { return true }
            return leftBytes < rightBytes
        case .left: return rightBytes > 64e6 && leftBytes * 4 < rightBytes && !join.right.asksForBroadcast
        case .right: return !(leftBytes > 64e6 && rightBytes * 4 < leftBytes && !join.left.asksForBroadcast)
        }
    }
}

extension Expression {
    /// `x = y` of a condition `x = y OR (x = y) IS NULL`, as `NOT IN` gives it.
    fileprivate var unlessUnknown: Expression? {
        guard case .or(let equality, .call(let test)) = self, test.name == "isnull",
            case .call(let call) = equality, call.name == "=", call.arguments.count == 2,
            test.arguments.first?.isSame(as: equality) == true
        else { return nil }
        return equality
    }
}

extension Join.Kind {
    /// As Spark's plans name it.
    var planText: String {
        switch self {
        case .inner: "Inner"
        case .left: "LeftOuter"
        case .right: "RightOuter"
        case .full: "FullOuter"
        case .leftSemi: "LeftSemi"
        case .leftAnti: "LeftAnti"
        case .cross: "Cross"
        }
    }
}

extension LogicalPlan {
    /// Whether the user asked for this side to be broadcast.
    fileprivate var asksForBroadcast: Bool {
        switch self {
        case .hint(let hint):
            ["broadcast", "broadcastjoin", "mapjoin"].contains(hint.name.lowercased()) || hint.child.asksForBroadcast
        case .subqueryAlias(let node): node.child.asksForBroadcast
        case .planID(let child, _), .located(let child, _): child.asksForBroadcast
        case .project(let node): node.child.asksForBroadcast
        case .filter(let node): node.child.asksForBroadcast
        default: false
        }
    }
}
