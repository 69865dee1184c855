import Columnar
import ConnectProtocol
import Plans

func parseTypeText(_ text: String) throws(PyriteError) -> DataType { throw .unsupported(text) }
func parseDDL(_ text: String) throws(PyriteError) -> Schema { throw .unsupported(text) }
func parseExpressionText(_ text: String) throws(PyriteError) -> Expression { throw .unsupported(text) }
extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_SQL) throws(PyriteError) -> LogicalPlan { throw .unsupported("sql") }
    mutating func decode(_ message: Spark_Connect_SqlCommand) throws(PyriteError) -> Request {
        throw .unsupported("sql")
    }
}
