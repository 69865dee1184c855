/// A physical plan as Spark prints it.
enum PlanText {
    static func render(_ root: PhysicalOperator) -> String {
        var out = "== Physical Plan ==\n"
        if isAdaptive(root) {
            out += "AdaptiveSparkPlan isFinalPlan=false\n"
            append(root, prefix: "", isLast: true, to: &out)
        } else {
            append(root, prefix: "", isLast: true, isRoot: true, to: &out)
        }
        return out
    }

    /// Whether rows move between partitions, so that Spark would adapt the plan while it runs.
    static func isAdaptive(_ node: PhysicalOperator) -> Bool {
        node.isBreaker && node.explanations.contains { $0.hasPrefix("Exchange") || $0.hasPrefix("BroadcastExchange") }
            || node.children.count > 1 && !(node is UnionOperator) || node.children.contains(where: isAdaptive)
    }

    private static func append(
        _ node: PhysicalOperator, prefix: String, isLast: Bool, isRoot: Bool = false, to out: inout String
    ) {
        var prefix = prefix
        var isLast = isLast
        var isRoot = isRoot
        for line in node.explanations {
            out += isRoot ? "\(line)\n" : "\(prefix)\(isLast ? "+- " : ":- ")\(line)\n"
            if !isRoot { prefix += isLast ? "   " : ":  " }
            isRoot = false
            isLast = true
        }
        for (index, child) in node.children.enumerated() {
            append(child, prefix: prefix, isLast: index == node.children.count - 1, to: &out)
        }
    }
}
