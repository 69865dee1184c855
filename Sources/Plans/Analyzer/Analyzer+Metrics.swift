import Columnar
import Functions

extension Analyzer {
    /// The metrics are aggregates over the child's columns, as in a global aggregation.
    func resolveCollectMetrics(_ node: CollectMetrics, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let metrics = try selectList(node.metrics, child, environment).map { named($0) }
        for metric in metrics where !metric.containsAggregate {
            for id in metric.references where child.visible.contains(where: { $0.id == id }) {
                let sql = metric.withoutAlias.prettySQL
                throw PyriteError(
                    .analysis, "INVALID_OBSERVED_METRICS.NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE", sqlState: "42K0E",
                    "Invalid observed metrics. Attribute \"\(sql)\" can only be used as an argument to an aggregate function.",
                    parameters: ["expr": "\"\(sql)\""])
            }
        }
        return child.wrapped { .collectMetrics(CollectMetrics($0, name: node.name, metrics: metrics)) }
    }
}
