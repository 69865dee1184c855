/// A physical plan as Spark prints it.
enum PlanText {
    static func render(_ root: PhysicalOperator) -> String {
        var out = "== Physical Plan ==\nAdaptiveSparkPlan isFinalPlan=false\n"
        append(root, prefix: "", isLast: true, to: &out)
        return out
    }

    private static func append(_ node: PhysicalOperator, prefix: String, isLast: Bool, to out: inout String) {
        var prefix = prefix
        var isLast = isLast
        for line in node.explanations {
            out += "\(prefix)\(isLast ? "+- " : ":- ")\(line)\n"
            prefix += isLast ? "   " : ":  "
            isLast = true
        }
        for (index, child) in node.children.enumerated() {
            append(child, prefix: prefix, isLast: index == node.children.count - 1, to: &out)
        }
    }
}
