import Columnar
import Connect
import ConnectProtocol

extension Service {
    /// ConfigRequest -> ConfigResponse.
    func config(_ bytes: [UInt8]) throws(PyriteError) -> [UInt8] {
        let request = try parseMessage(Spark_Connect_ConfigRequest.self, from: bytes, depthLimit: 100)
        var response = Spark_Connect_ConfigResponse()
        response.sessionID = request.sessionID
        response.pairs = try engineErrors { try answer(request.operation) }
        return try serialize(response)
    }

    private func answer(_ operation: Spark_Connect_ConfigRequest.Operation) throws -> [Spark_Connect_KeyValue] {
        switch operation.opType {
        case .set(let set):
            for pair in set.pairs {
                do {
                    try session.set(pair.key, to: pair.value)
                } catch  where set.silent {
                    continue
                }
            }
            return []
        case .get(let get):
            return try get.keys.map { key in
                guard let value = session.setting(key) else {
                    throw PyriteError(
                        .noSuchElement, "SQL_CONF_NOT_FOUND", sqlState: "42K0I",
                        "The SQL config \"\(key)\" cannot be found. Please verify that the config exists.",
                        parameters: ["sqlConf": "\"\(key)\""])
                }
                return pair(key, value)
            }
        case .getWithDefault(let get):
            // The default of the question takes precedence over that of the setting.
            let given = Dictionary(session.allSettings.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
            return get.pairs.map { question in
                pair(question.key, given[question.key] ?? (question.hasValue ? question.value : nil))
            }
        case .getOption(let get): return get.keys.map { pair($0, session.setting($0)) }
        case .getAll(let get):
            // With a prefix, the keys are told without it.
            let prefix = get.hasPrefix ? get.prefix : ""
            return session.allSettings.filter { $0.key.hasPrefix(prefix) }
                .map { pair(String($0.key.dropFirst(prefix.count)), $0.value) }
        case .unset(let unset):
            for key in unset.keys { try session.unset(key) }
            return []
        case .isModifiable(let question):
            return question.keys.map { pair($0, session.isModifiable($0) ? "true" : "false") }
        case nil:
            throw PyriteError(
                .illegalArgument, "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET", sqlState: "56K00",
                "The field op_type of ConfigRequest.Operation is not set.",
                parameters: ["fullName": "spark.connect.ConfigRequest.Operation", "name": "op_type"])
        }
    }

    private func pair(_ key: String, _ value: String?) -> Spark_Connect_KeyValue {
        .with {
            $0.key = key
            if let value { $0.value = value }
        }
    }
}
