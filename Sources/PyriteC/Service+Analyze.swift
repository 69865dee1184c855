import Columnar
import Connect
import ConnectProtocol
import Plans

extension Service {
    /// AnalyzePlanRequest -> AnalyzePlanResponse.
    func analyze(_ bytes: [UInt8]) throws(PyriteError) -> [UInt8] {
        try onLargeStack {
            let request = try parseMessage(Spark_Connect_AnalyzePlanRequest.self, from: bytes)
            var response = Spark_Connect_AnalyzePlanResponse()
            response.sessionID = request.sessionID
            response.result = try answer(request)
            return try serialize(response)
        }
    }

    private func answer(
        _ request: Spark_Connect_AnalyzePlanRequest
    ) throws -> Spark_Connect_AnalyzePlanResponse.OneOf_Result {
        switch request.analyze {
        case .schema(let schema):
            let type = Spark_Connect_DataType(try schemaOfResult(schema.plan))
            return .schema(.with { $0.schema = type })
        case .explain(let explain):
            let mode: ExplainMode =
                switch explain.explainMode {
                case .extended: .extended
                case .codegen: .codegen
                case .cost: .cost
                case .formatted: .formatted
                default: .simple
                }
            let text = try session.explain(try query(explain.plan), mode: mode)
            return .explain(.with { $0.explainString = text })
        case .treeString(let tree):
            let schema = try schemaOfResult(tree.plan)
            let text = schema.treeString(maxLevel: tree.hasLevel ? Int(tree.level) : .max)
            return .treeString(.with { $0.treeString = text })
        case .isLocal(let isLocal):
            let local = isLocalRelation(try query(isLocal.plan))
            return .isLocal(.with { $0.isLocal = local })
        case .isStreaming: return .isStreaming(.init())
        case .inputFiles(let inputFiles):
            let files = try session.inputFiles(of: try query(inputFiles.plan))
            return .inputFiles(.with { $0.files = files })
        case .sparkVersion: return .sparkVersion(.with { $0.version = compatibleSparkVersion })
        case .ddlParse(let ddl):
            let schema = try parseSchemaText(ddl.ddlString, session.parserOptions)
            return .ddlParse(.with { $0.parsed = Spark_Connect_DataType(schema) })
        case .sameSemantics(let same):
            let result = try session.isSame(try query(same.targetPlan), as: try query(same.otherPlan))
            return .sameSemantics(.with { $0.result = result })
        case .semanticHash(let hash):
            let result = try session.semanticHash(of: try query(hash.plan))
            return .semanticHash(.with { $0.result = result })
        case .persist(let persist):
            try session.persist(
                try plan(persist.relation), level: persist.hasStorageLevel ? persist.storageLevel : .memoryAndDisk)
            return .persist(.init())
        case .unpersist(let unpersist):
            try session.unpersist(try plan(unpersist.relation))
            return .unpersist(.init())
        case .getStorageLevel(let get):
            let level = try session.storageLevel(of: try plan(get.relation))
            return .getStorageLevel(.with { $0.storageLevel = level })
        case nil:
            throw PyriteError(
                .unsupported, "CONNECT_INVALID_PLAN.UNKNOWN_ANALYZE_METHOD", sqlState: "56K00",
                "The request asks for an analysis that is not known.",
                parameters: ["other": "\(request.unknownFields.data.count)"])
        }
    }

    private func query(_ message: Spark_Connect_Plan) throws -> LogicalPlan {
        var decoder = decoder()
        guard case .query(let plan) = try decoder.decode(message) else {
            throw PyriteError.unsupported("the analysis of a command")
        }
        return plan
    }

    private func plan(_ relation: Spark_Connect_Relation) throws -> LogicalPlan {
        var decoder = decoder()
        return try decoder.decode(relation)
    }

    private func schemaOfResult(_ message: Spark_Connect_Plan) throws -> Schema {
        var decoder = decoder()
        switch try decoder.decode(message) {
        case .query(let plan): return try session.schema(of: plan)
        case .catalog(let question): return try session.answer(question).schema
        case .statement, .sql, .partitionCount: return Schema()
        }
    }

    private func isLocalRelation(_ plan: LogicalPlan) -> Bool {
        switch plan {
        case .localRelation: true
        case .planID(let child, _), .located(let child, _): isLocalRelation(child)
        default: false
        }
    }
}

/// The Spark release whose behaviour the engine follows.
let compatibleSparkVersion = "4.3.0"
