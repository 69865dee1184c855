import Columnar
import Execution
import Plans

extension Session {
    /// The plans of a query as text.
    package func explain(_ plan: LogicalPlan, mode: ExplainMode) throws -> String {
        let context = self.context()
        let analyzed = try analyze(plan, context)
        let optimized = try prepare(analyzed, context)
        let physical = try runtime.engine.explain(optimized, context: context, isFormatted: mode == .formatted)
        switch mode {
        case .simple, .formatted: return physical
        // Operators are compiled already; no code is made for a query.
        case .codegen: return "Found 0 WholeStageCodegen subtrees.\n"
        case .cost: return "== Optimized Logical Plan ==\n\(optimized.treeStringWithStatistics)\n\(physical)"
        case .extended:
            let columns = analyzed.output.map { "\($0.name): \($0.type.simpleString)" }.joined(separator: ", ")
            return "== Parsed Logical Plan ==\n\(plan.treeString)\n== Analyzed Logical Plan ==\n\(columns)\n"
                + "\(analyzed.treeString)\n== Optimized Logical Plan ==\n\(optimized.treeString)\n\(physical)"
        }
    }

    /// EXPLAIN: what is wrong with the query is its answer.
    func explained(_ plan: LogicalPlan, mode: ExplainMode) throws -> Answer {
        do {
            return AnswerTable.single("plan", .string, .string(try explain(plan, mode: mode)))
        } catch let error as PyriteError where error.kind == .analysis {
            var table = AnswerTable([StructField("plan", .string)])
            switch mode {
            case .simple, .formatted:
                let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
                table.append([.string("Error occurred during query planning: ")])
                for line in lines { table.append([.string(String(line))]) }
            case .extended:
                table.append([
                    .string(
                        "== Parsed Logical Plan ==\n\(plan.treeString)\n== Analyzed Logical Plan ==\n\(error.description)"
                    )
                ])
            case .codegen, .cost:
                table.append([.string("org.apache.spark.sql.AnalysisException: \(error.description)")])
            }
            return table.result
        }
    }

    /// The value of an expression that reads no columns.
    package func constant(_ expression: Expression) throws -> (value: Value, type: DataType) {
        let context = self.context()
        return try Analyzer(catalog: SessionCatalog(self, context), context: context.evaluation).constant(expression)
    }

    /// The files that a query reads.
    package func inputFiles(of plan: LogicalPlan) throws -> [String] {
        var files: [String] = []
        func visit(_ node: LogicalPlan) {
            if case .scan(let scan) = node { files += scan.source?.inputFiles ?? [] }
            for child in node.children { visit(child) }
        }
        visit(try analyze(plan, context()))
        var seen = Set<String>()
        return files.filter { seen.insert($0).inserted }
    }

    /// Whether two queries compute the same, names of columns aside.
    package func isSame(_ plan: LogicalPlan, as other: LogicalPlan) throws -> Bool {
        let context = self.context()
        return PlanFingerprint.of(try analyze(plan, context)) == PlanFingerprint.of(try analyze(other, context))
    }

    /// Equal for queries that ``isSame(_:as:)`` says are the same.
    package func semanticHash(of plan: LogicalPlan) throws -> Int32 {
        var hash: UInt32 = 2_166_136_261
        for byte in PlanFingerprint.of(try analyze(plan, context())).utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        return Int32(bitPattern: hash)
    }
}
