import Columnar

/// What an analyzed plan computes, as text: equal for plans that give the same rows, whatever ids and names their columns
/// have. Linear in the plan's size.
package struct PlanFingerprint {
    private var text = ""
    private var numbers: [AttributeID: Int] = [:]

    package static func of(_ plan: LogicalPlan) -> String {
        var fingerprint = PlanFingerprint()
        fingerprint.write(plan)
        return fingerprint.text
    }

    private mutating func write(_ plan: LogicalPlan) {
        switch plan {
        case .subqueryAlias(let alias): return write(alias.child)
        case .planID(let child, _), .located(let child, _): return write(child)
        default: break
        }
        // The inputs first: they give the columns that the node's expressions refer to.
        text += "("
        for child in plan.children { write(child) }
        switch plan {
        case .scan(let scan):
            text += "scan \(scan.format) \(scan.table.map { [$0] } ?? scan.paths) \(sorted(scan.options)) "
            text += scan.userSchema.map { DataType.structure($0).simpleString } ?? ""
            if scan.table == nil {
                text += scan.source.map { "\($0.inputFiles) \(DataType.structure($0.schema).simpleString)" } ?? ""
            }
            define(scan.output)
            for filter in scan.pushedFilters { write(filter) }
            text += " \(scan.pushedLimit ?? -1)"
        case .range(let range):
            text += "range \(range.start) \(range.end) \(range.step) \(range.partitionCount ?? 0)"
            define(range.output)
        case .localRelation(let relation):
            text += "local \(DataType.structure(relation.schema).simpleString)"
            for batch in relation.partitions?.flatMap({ $0 }) ?? relation.batches {
                text += " \(batch.count)"
                if let column = batch.columns.first {
                    text += ":\(UInt(bitPattern: ObjectIdentifier(column).hashValue))"
                }
            }
            if let kept = relation.kept { text += " kept:\(UInt(bitPattern: ObjectIdentifier(kept).hashValue))" }
            define(relation.output)
        case .oneRow: text += "one"
        case .project(let node):
            text += "project"
            for expression in node.expressions { write(expression) }
        case .filter(let node):
            text += "filter"
            write(node.condition)
        case .aggregate(let node):
            text += "aggregate"
            for expression in node.groupBy { write(expression) }
            text += ";"
            for expression in node.aggregates { write(expression) }
        case .sort(let node):
            text += node.isGlobal ? "sort" : "sortWithin"
            for order in node.order { write(.sortOrder(order)) }
        case .limit(let node):
            text += node.isTail ? "tail" : "limit"
            if let count = node.count { write(count) }
            text += ";"
            if let offset = node.offset { write(offset) }
        case .distinct: text += "distinct"
        case .deduplicate(let node): text += "deduplicate \(node.columns)"
        case .repartition(let node):
            text += "repartition \(node.partitionCount ?? 0)"
            switch node.scheme {
            case .roundRobin: text += " robin"
            case .coalesce: text += " coalesce"
            case .hash(let keys): for key in keys { write(key) }
            case .direct(let number): write(number)
            case .range(let order): for key in order { write(.sortOrder(key)) }
            }
        case .sample(let node):
            text += "sample \(node.lowerBound) \(node.upperBound) \(node.withReplacement) \(node.seed ?? 0)"
        case .window(let node):
            text += "window"
            for expression in node.expressions { write(expression) }
        case .generate(let node):
            text += "generate \(node.isOuter)"
            write(node.function)
            define(node.output)
        case .expand(let node):
            text += "expand"
            for projection in node.projections {
                text += ";"
                for expression in projection { write(expression) }
            }
            define(node.output)
        case .hint(let node): text += "hint \(node.name)"
        case .mapPartitions(let node):
            text += "map \(String(decoding: node.command, as: UTF8.self)) \(node.schema)"
            if let script = node.script { text += "\(script)" }
            define(node.output)
        case .collectMetrics(let node):
            text += "metrics \(node.name)"
            for metric in node.metrics { write(metric) }
        case .show(let node):
            text += "show \(node.rowCount) \(node.truncate) \(node.isVertical) \(node.isHTML)"
        case .join(let node):
            text += "join \(node.kind)"
            if case .on(let condition) = node.condition { write(condition) }
        case .setOperation(let node):
            text += "\(node.kind) \(node.isAll)"
            define(node.output)
        case .shared(let node):
            text += "shared"
            define(node.output)
        default: text += "\(plan)"
        }
        text += ")"
    }

    private mutating func define(_ attributes: [Attribute]) { for attribute in attributes { _ = number(attribute.id) } }

    private mutating func number(_ id: AttributeID) -> Int {
        if let known = numbers[id] { return known }
        numbers[id] = numbers.count
        return numbers.count - 1
    }

    private mutating func write(_ expression: Expression) {
        text += "["
        switch expression {
        case .attribute(let attribute): text += "#\(number(attribute.id))"
        case .literal(let value, let type): text += "\(value):\(type.simpleString)"
        case .alias(let alias):
            write(alias.child)
            if let id = alias.id { text += "=#\(number(id))" }
        case .cast(let cast):
            text += "cast \(cast.type.simpleString) \(cast.mode.map { "\($0)" } ?? "")"
            write(cast.child)
        case .call(let call):
            text += "\(call.name) \(call.binding.resultType.simpleString)"
            for argument in call.arguments { write(argument) }
        case .higherOrder(let call):
            text += "\(call.name) \(call.binding.resultType.simpleString)"
            for lambda in call.lambdas { define(lambda.parameters) }
            for child in expression.children { write(child) }
        case .aggregate(let call):
            text += "\(call.name) \(call.isDistinct) \(call.filter == nil)"
            for child in expression.children { write(child) }
        case .pythonUDF(let call):
            text += "python \(String(decoding: call.command, as: UTF8.self)) \(call.resultType.simpleString)"
            for argument in call.arguments { write(argument) }
        case .windowFunction(let call):
            text += "\(call.name) \(call.ignoreNulls)"
            for argument in call.arguments { write(argument) }
        case .generator(let call):
            text += call.name
            for argument in call.arguments { write(argument) }
        case .window(let window):
            text += "window \(window.frame.map { "\($0)" } ?? "")"
            write(window.function)
            for key in window.partitionBy { write(key) }
            text += ";"
            for order in window.orderBy { write(.sortOrder(order)) }
        case .sortOrder(let order):
            text += "order \(order.ascending) \(order.nullsFirst)"
            write(order.expression)
        case .subquery(let query):
            switch query.kind {
            case .scalar: text += "scalar"
            case .exists: text += "exists"
            case .contains: text += "contains"
            }
            write(query.plan)
            for child in expression.children { write(child) }
        case .and: writeNode("and", expression)
        case .or: writeNode("or", expression)
        case .caseWhen(let branches, let otherwise): writeNode("case \(branches.count) \(otherwise == nil)", expression)
        case .coalesce: writeNode("coalesce", expression)
        default: text += "\(expression)"
        }
        text += "]"
    }

    private mutating func writeNode(_ name: String, _ expression: Expression) {
        text += name
        for child in expression.children { write(child) }
    }

    private func sorted(_ options: [String: String]) -> String {
        options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}
