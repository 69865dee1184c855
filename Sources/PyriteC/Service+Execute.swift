import Columnar
import Connect
import ConnectProtocol
import Plans
import SwiftProtobuf

extension Service {
    /// Starts an ExecutePlanRequest on a thread of its own and returns when it has passed analysis.
    func execute(_ bytes: [UInt8]) throws(PyriteError) -> Operation {
        let operation = Operation(session: entry.handle, timeZone: session.timeZone)
        let service = self
        entry.started(operation)
        do {
            try LargeStackThread.start {
                do throws(PyriteError) {
                    try engineErrors { try service.run(bytes, operation) }
                    operation.finish()
                } catch { operation.finish(error) }
                BufferPool.shared.trim()
                service.entry.ended(operation)
            }
        } catch {
            entry.ended(operation)
            throw error
        }
        try operation.waitUntilAnalyzed()
        return operation
    }

    private func run(_ bytes: [UInt8], _ operation: Operation) throws {
        let request = try parseMessage(Spark_Connect_ExecutePlanRequest.self, from: bytes)
        operation.identify(
            request.hasOperationID && !request.operationID.isEmpty ? request.operationID : randomIdentifier(),
            tags: request.tags)
        let control = RunControl(
            functions: CallbackRunner(process: process, operation: operation), operation: operation)
        var response = Spark_Connect_ExecutePlanResponse.with {
            $0.sessionID = request.sessionID
            $0.operationID = operation.identifier
            $0.responseID = randomIdentifier()
            $0.resultComplete = .init()
        }

        var decoder = decoder()
        switch try decoder.decode(request.plan) {
        case .query(let plan):
            try session.run(plan, control: control, analyzed: operation.analyzed, consume: operation.produce)
        case .catalog(let question):
            let (schema, batches) = try session.answer(question)
            operation.analyzed(schema)
            for batch in batches { try operation.produce(batch) }
        case .partitionCount(let plan):
            let (schema, batches) = try session.partitionCount(of: plan, control: control)
            operation.analyzed(schema)
            for batch in batches { try operation.produce(batch) }
        case .statement(let statement):
            operation.analyzed(Schema())
            _ = try session.run(statement, control: control)
        case .sql(.query(let plan), let relation):
            // Nothing runs yet, but what is wrong with the text is told now.
            _ = try session.schema(of: plan)
            operation.analyzed(Schema())
            // What a view means is settled now too: it may be another one when the query runs.
            response.sqlCommandResult.relation = try session.withoutViews(plan).map(keep) ?? relation
        case .sql(let statement, _):
            operation.analyzed(Schema())
            let (schema, batches) = try session.run(statement, control: control)
            response.sqlCommandResult.relation = try keep(
                .localRelation(LocalRelation(schema: schema, batches: batches)))
        }
        response.observedMetrics = operation.metrics.map { metrics in
            .with {
                $0.name = metrics.name
                $0.keys = metrics.values.map(\.name)
                $0.values = metrics.values.map { Spark_Connect_Expression.Literal($0.value, $0.type) }
            }
        }
        operation.answer(try serialize(response))
    }

    /// Keeps a query, or the rows that a statement answered with, as a table, and names it in a relation.
    private func keep(_ plan: LogicalPlan) throws -> Spark_Connect_Relation {
        let id = process.numbers.next()
        entry.insert(table: plan, id: id)
        let table = try Google_Protobuf_Any(message: Pyrite_InProcessTable.with { $0.tableID = id })
        return .with { $0.extension = table }
    }
}

/// A random UUID.
func randomIdentifier() -> String {
    func hex(_ value: UInt64, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
    let high = UInt64.random(in: .min ... .max)
    let low = UInt64.random(in: .min ... .max)
    return [
        hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0x0FFF | 0x4000, 4),
        hex(low >> 48 & 0x3FFF | 0x8000, 4), hex(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
}
