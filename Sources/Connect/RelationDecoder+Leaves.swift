import Columnar
import ConnectProtocol
import Plans
import SwiftProtobuf

extension PlanDecoder {
    func decode(_ message: Spark_Connect_Read) throws(PyriteError) -> LogicalPlan {
        guard !message.isStreaming else { throw PyriteError.unsupported("streaming reads") }
        switch message.readType {
        case .namedTable(let table):
            return .unresolvedRelation(
                UnresolvedRelation(try parseAttributeName(table.unparsedIdentifier), options: table.options))
        case .dataSource(let source):
            guard source.predicates.isEmpty else {
                throw InvalidPlan.error(
                    "PREDICATES_NOT_SUPPORTED_FOR_DATA_SOURCE",
                    "Predicates are not supported for \(source.format) data sources.")
            }
            let schema = source.hasSchema && !source.schema.isEmpty ? try parseSchemaText(source.schema, options) : nil
            return .scan(
                Scan(
                    format: source.hasFormat && !source.format.isEmpty ? source.format : "parquet",
                    paths: source.paths, options: source.options, userSchema: schema))
        case nil: throw InvalidPlan.notSupported("read_type", of: "Read", unknown: message.unknownFields)
        }
    }

    /// Rows inside the plan. Clients in this process hand tables over by ``Pyrite_InProcessTable`` instead; only the empty
    /// relation needs no rows.
    func decode(_ message: Spark_Connect_LocalRelation) throws(PyriteError) -> LogicalPlan {
        guard !message.hasData || message.data.isEmpty else {
            throw PyriteError.unsupported("rows in the plan as an Arrow IPC stream")
        }
        guard message.hasSchema else {
            throw InvalidPlan.error(
                "SCHEMA_REQUIRED_FOR_LOCAL_RELATION", "A local relation without rows must have a schema.")
        }
        return .localRelation(LocalRelation(schema: try parseSchemaText(message.schema, options), batches: []))
    }

    func decode(_ message: Spark_Connect_Range) throws(PyriteError) -> LogicalPlan {
        guard message.step != 0 else { throw InvalidPlan.error("a range with step 0") }
        if message.hasNumPartitions { try checkPartitionCount(message.numPartitions) }
        return .range(
            RangeRelation(
                start: message.hasStart ? message.start : 0, end: message.end, step: message.step,
                partitionCount: message.hasNumPartitions ? Int(message.numPartitions) : nil))
    }

    func decode(_ message: Google_Protobuf_Any) throws(PyriteError) -> LogicalPlan {
        guard message.isA(Pyrite_InProcessTable.self) else { throw InvalidPlan.noHandler(message.typeURL) }
        let table: Pyrite_InProcessTable
        do {
            table = try Pyrite_InProcessTable(unpackingAny: message)
        } catch {
            throw InvalidPlan.malformed("not a pyrite.InProcessTable message (\(error))")
        }
        guard let relation = tables(table.tableID) else {
            throw InvalidPlan.error("the in-process table \(table.tableID), which is unknown or released")
        }
        return relation
    }

    func checkPartitionCount(_ count: Int32) throws(PyriteError) {
        guard count > 0 else {
            throw PyriteError(
                .illegalArgument, "INVALID_PARAMETER_VALUE", sqlState: "22023",
                "requirement failed: Number of partitions (\(count)) must be positive.",
                parameters: ["parameter": "numPartitions"])
        }
    }
}
