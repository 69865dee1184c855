import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_Command) throws(PyriteError) -> Request {
        switch message.commandType {
        case .registerFunction(let function): return .statement(.registerFunction(try decode(function)))
        case .writeOperation(let write): return .statement(.write(try decode(write)))
        case .writeOperationV2(let write): return .statement(.write(try decode(write)))
        case .createDataframeView(let view):
            return .statement(
                .createView(
                    CreateView(
                        name: try parseAttributeName(view.name), plan: try decode(view.input),
                        scope: view.isGlobal ? .global : .local, orReplace: view.replace)))
        case .sqlCommand(let sql): return try decode(sql)
        case .registerTableFunction(let function):
            let call = try decode(call: function)
            return .statement(
                .registerFunction(
                    RegisterFunction(
                        name: call.name, resultType: call.resultType, isDeterministic: call.isDeterministic,
                        command: call.command, evalType: call.evalType)))
        case .extension(let any):
            guard any.typeURL == Self.partitionCountURL else { throw InvalidPlan.noHandler(any.typeURL) }
            let relation = try parseMessage(Spark_Connect_Relation.self, from: Array(any.value))
            return .partitionCount(try decode(relation))
        case nil: throw InvalidPlan.notSupported("command_type", of: "Command", unknown: message.unknownFields)
        }
    }

    private func decode(
        _ message: Spark_Connect_CommonInlineUserDefinedFunction
    ) throws(PyriteError) -> RegisterFunction {
        guard case .pythonUdf(let python) = message.function else {
            throw InvalidPlan.notSupported(
                "function", of: "CommonInlineUserDefinedFunction", unknown: message.unknownFields)
        }
        return RegisterFunction(
            name: message.functionName, resultType: try DataType(python.outputType),
            isDeterministic: message.deterministic, command: Array(python.command), evalType: Int(python.evalType))
    }

    private mutating func decode(_ message: Spark_Connect_WriteOperation) throws(PyriteError) -> WriteOperation {
        guard !message.hasBucketBy else { throw PyriteError.unsupported("bucketBy") }
        guard message.sortColumnNames.isEmpty else { throw PyriteError.unsupported("sortBy") }
        guard message.clusteringColumns.isEmpty else { throw PyriteError.unsupported("clusterBy") }
        let mode: WriteOperation.Mode
        switch message.mode {
        case .unspecified, .errorIfExists: mode = .error
        case .append: mode = .append
        case .overwrite: mode = .overwrite
        case .ignore: mode = .ignore
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("WriteOperation.SaveMode", number)
        }
        var options = message.options
        var isInsert = false
        let target: WriteOperation.Target
        switch message.saveType {
        case .path(let path): target = .path(path)
        case .table(let table):
            guard table.saveMethod != .insertInto || mode != .ignore else {
                throw InvalidPlan.error("insertInto with the mode ignore")
            }
            isInsert = table.saveMethod == .insertInto
            target = .table(try parseAttributeName(table.tableName))
        case nil:
            guard let place = options.first(where: { $0.key.lowercased() == "path" }) else {
                throw InvalidPlan.notSet("save_type", of: "WriteOperation")
            }
            options[place.key] = nil
            target = .path(place.value)
        }
        var operation = WriteOperation(
            input: try decode(message.input), format: message.hasSource ? message.source : nil, target: target,
            mode: mode, partitionBy: message.partitioningColumns, options: options)
        operation.isInsert = isInsert
        return operation
    }

    private mutating func decode(_ message: Spark_Connect_WriteOperationV2) throws(PyriteError) -> WriteOperation {
        let mode: WriteOperation.Mode
        switch message.mode {
        case .create: mode = .error
        case .append: mode = .append
        case .createOrReplace, .replace: mode = .overwrite
        case .overwrite, .overwritePartitions: throw PyriteError.unsupported("writeTo with a partial overwrite")
        case .unspecified: throw InvalidPlan.invalidEnum("WriteOperationV2.Mode", 0)
        case .UNRECOGNIZED(let number): throw InvalidPlan.invalidEnum("WriteOperationV2.Mode", number)
        }
        guard message.partitioningColumns.isEmpty, message.clusteringColumns.isEmpty else {
            throw PyriteError.unsupported("writeTo with partitionedBy or clusterBy")
        }
        return WriteOperation(
            input: try decode(message.input), format: message.hasProvider ? message.provider : nil,
            target: .table(try parseAttributeName(message.tableName)), mode: mode, options: message.options)
    }
}
