extension PlanText {
    /// The plan as `explain(mode="formatted")` prints it: the tree of operators by name and number, then what each one does.
    static func formatted(_ root: PhysicalOperator) -> String {
        var lines: [Line] = []
        var last = 0
        number(root, &lines, &last)
        var tree = "== Physical Plan ==\nAdaptiveSparkPlan (\(last + 1))\n"
        var details = ""
        var position = 0
        appendTree(root, lines, &position, prefix: "", isLast: true, to: &tree)
        for line in lines.sorted(by: { $0.number < $1.number }) {
            details += "\n(\(line.number)) \(line.name)\n"
            if !line.output.isEmpty { details += "Output [\(line.outputCount)]: \(line.output)\n" }
            if !line.arguments.isEmpty { details += "Arguments: \(line.arguments)\n" }
        }
        details += "\n(\(last + 1)) AdaptiveSparkPlan\nArguments: isFinalPlan=false\n"
        return tree + "\n" + details
    }

    private struct Line {
        var number: Int
        var name: String
        var output: String
        var outputCount: Int
        var arguments: String
    }

    /// Numbers the operators from the leaves up, inputs before what reads them; ``Line``s stand in the order of the tree.
    private static func number(_ node: PhysicalOperator, _ lines: inout [Line], _ last: inout Int) {
        let start = lines.count
        for text in node.explanations {
            let (name, arguments) = split(text)
            lines.append(
                Line(
                    number: 0, name: name, output: describe(node.output), outputCount: node.output.count,
                    arguments: arguments))
        }
        let end = lines.count
        for child in node.children { number(child, &lines, &last) }
        for index in (start..<end).reversed() {
            last += 1
            lines[index].number = last
        }
    }

    /// The operator's name and the rest of its line.
    private static func split(_ text: String) -> (String, String) {
        let scanned = text.hasPrefix("FileScan ") ? "Scan " + text.dropFirst("FileScan ".count) : text
        let start = scanned.hasPrefix("Scan ") ? scanned.index(scanned.startIndex, offsetBy: 5) : scanned.startIndex
        let end = scanned[start...].firstIndex { $0 == "(" || $0 == "[" || $0 == " " } ?? scanned.endIndex
        let rest = scanned[end...]
        return (String(scanned[..<end]), String(rest.first == " " ? rest.dropFirst() : rest))
    }

    private static func appendTree(
        _ node: PhysicalOperator, _ lines: [Line], _ position: inout Int, prefix: String, isLast: Bool,
        to out: inout String
    ) {
        var prefix = prefix
        var isLast = isLast
        for _ in node.explanations {
            out += "\(prefix)\(isLast ? "+- " : ":- ")\(lines[position].name) (\(lines[position].number))\n"
            position += 1
            prefix += isLast ? "   " : ":  "
            isLast = true
        }
        for (index, child) in node.children.enumerated() {
            appendTree(
                child, lines, &position, prefix: prefix, isLast: index == node.children.count - 1, to: &out)
        }
    }
}
