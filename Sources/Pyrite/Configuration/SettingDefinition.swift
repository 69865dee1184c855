import Columnar
import Functions

/// A setting that the engine knows: its default, what values it takes and whether a running session may change it.
struct SettingDefinition: Sendable {
    enum Kind: Sendable {
        case text
        case flag
        case number
        /// Bytes, with a suffix such as `10MB` or without one.
        case size
        case timeZone
        /// One of some words, in any case.
        case choice([String])
    }
    var key: String
    var defaultValue: String?
    var kind: Kind
    /// Fixed when the session is opened.
    var isStatic = false

    /// The settings by key. Keys that are not among them may be set to anything and have no effect here.
    static let known: [String: SettingDefinition] = {
        let definitions = [
            SettingDefinition(key: "spark.sql.ansi.enabled", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.legacy.viewSchemaBindingMode", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.legacy.viewSchemaCompensation", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.ansi.doubleQuotedIdentifiers", defaultValue: "false", kind: .flag),
            SettingDefinition(key: "spark.sql.parser.escapedStringLiterals", defaultValue: "false", kind: .flag),
            SettingDefinition(key: "spark.sql.session.timeZone", defaultValue: nil, kind: .timeZone),
            SettingDefinition(key: "spark.sql.shuffle.partitions", defaultValue: "200", kind: .number),
            SettingDefinition(key: "spark.sql.autoBroadcastJoinThreshold", defaultValue: "10485760b", kind: .size),
            SettingDefinition(key: "spark.sql.files.maxPartitionBytes", defaultValue: "134217728b", kind: .size),
            SettingDefinition(key: "spark.sql.files.openCostInBytes", defaultValue: "4194304b", kind: .size),
            SettingDefinition(key: "spark.sql.adaptive.enabled", defaultValue: "true", kind: .flag),
            SettingDefinition(
                key: "spark.sql.adaptive.coalescePartitions.enabled", defaultValue: "true", kind: .flag),
            SettingDefinition(
                key: "spark.sql.adaptive.coalescePartitions.minPartitionSize", defaultValue: "1048576b", kind: .size),
            SettingDefinition(
                key: "spark.sql.adaptive.advisoryPartitionSizeInBytes", defaultValue: "67108864b", kind: .size),
            SettingDefinition(key: "spark.sql.caseSensitive", defaultValue: "false", kind: .flag),
            SettingDefinition(key: "spark.sql.repl.eagerEval.enabled", defaultValue: "false", kind: .flag),
            SettingDefinition(key: "spark.sql.repl.eagerEval.maxNumRows", defaultValue: "20", kind: .number),
            SettingDefinition(key: "spark.sql.repl.eagerEval.truncate", defaultValue: "20", kind: .number),
            SettingDefinition(
                key: "spark.sql.legacy.timeParserPolicy", defaultValue: "CORRECTED",
                kind: .choice(["EXCEPTION", "LEGACY", "CORRECTED"])),
            SettingDefinition(
                key: "spark.sql.timestampType", defaultValue: "TIMESTAMP_LTZ",
                kind: .choice(["TIMESTAMP_LTZ", "TIMESTAMP_NTZ"])),
            SettingDefinition(key: "spark.sql.mapKeyDedupPolicy", defaultValue: "EXCEPTION", kind: .text),
            SettingDefinition(key: "spark.sql.pivotMaxValues", defaultValue: "10000", kind: .number),
            SettingDefinition(key: "spark.sql.sources.default", defaultValue: "parquet", kind: .text),
            SettingDefinition(
                key: "spark.sql.sources.partitionOverwriteMode", defaultValue: "STATIC", kind: .text),
            SettingDefinition(
                key: "spark.sql.parquet.compression.codec", defaultValue: "snappy",
                kind: .choice([
                    "NONE", "UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "LZ4", "LZ4_RAW", "BROTLI", "ZSTD",
                ])),
            SettingDefinition(
                key: "spark.sql.parquet.outputTimestampType", defaultValue: "INT96",
                kind: .choice(["INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"])),
            SettingDefinition(key: "spark.sql.parquet.mergeSchema", defaultValue: "false", kind: .flag),
            SettingDefinition(
                key: "spark.sql.execution.arrow.pyspark.enabled", defaultValue: "false", kind: .flag),
            SettingDefinition(
                key: "spark.sql.execution.arrow.maxRecordsPerBatch", defaultValue: "10000", kind: .number),
            SettingDefinition(
                key: "spark.sql.warehouse.dir", defaultValue: "spark-warehouse", kind: .text, isStatic: true),
            SettingDefinition(
                key: "spark.sql.globalTempDatabase", defaultValue: "global_temp", kind: .text, isStatic: true),
            SettingDefinition(
                key: "spark.sql.catalogImplementation", defaultValue: "in-memory", kind: .text, isStatic: true),
            SettingDefinition(key: "spark.sql.extensions", defaultValue: nil, kind: .text, isStatic: true),
            SettingDefinition(
                key: "spark.sql.optimizer.inSetConversionThreshold", defaultValue: "10", kind: .number),
            SettingDefinition(key: "spark.sql.optimizer.inSetSwitchThreshold", defaultValue: "400", kind: .number),
            SettingDefinition(key: "spark.sql.crossJoin.enabled", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.codegen.wholeStage", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.parquet.filterPushdown", defaultValue: "true", kind: .flag),
            SettingDefinition(key: "spark.sql.broadcastTimeout", defaultValue: "300", kind: .text),
            SettingDefinition(
                key: "spark.sql.columnNameOfCorruptRecord", defaultValue: "_corrupt_record", kind: .text),
            SettingDefinition(key: "spark.master", defaultValue: "local[*]", kind: .text, isStatic: true),
            SettingDefinition(key: "spark.app.name", defaultValue: "pyrite", kind: .text),
            SettingDefinition(key: "spark.driver.memory", defaultValue: nil, kind: .size, isStatic: true),
            SettingDefinition(key: "spark.default.parallelism", defaultValue: nil, kind: .number, isStatic: true),
        ]
        return Dictionary(definitions.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }()

    /// Throws Spark's error for a value that the setting does not take.
    func check(_ value: String) throws {
        switch kind {
        case .text: return
        case .flag:
            if !["true", "false"].contains(value.lowercased()) { throw mismatch(value, "boolean") }
        case .number:
            if Int32(value) == nil { throw mismatch(value, "int") }
        case .size:
            if ByteSize.parse(value) == nil { throw mismatch(value, "byte size such as 50b, 100kb or 250mb") }
        case .choice(let options):
            if !options.contains(value.uppercased()) {
                let list = options.joined(separator: ", ")
                throw PyriteError(
                    .illegalArgument, "INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS", sqlState: "22022",
                    "The value '\(value)' in the config \"\(key)\" is invalid. It should be one of '\(list)'.",
                    parameters: ["confValue": value, "confName": key, "confOptions": list])
            }
        case .timeZone:
            if (try? TimeZoneRules.named(value)) == nil {
                throw PyriteError(
                    .illegalArgument, "INVALID_CONF_VALUE.TIME_ZONE", sqlState: "22022",
                    "The value '\(value)' in the config \"\(key)\" is invalid. Cannot resolve the given timezone.",
                    parameters: ["confValue": value, "confName": key])
            }
        }
    }

    private func mismatch(_ value: String, _ type: String) -> PyriteError {
        PyriteError(
            .illegalArgument, "INVALID_CONF_VALUE.TYPE_MISMATCH", sqlState: "22022",
            "The value '\(value)' in the config \"\(key)\" is invalid. The value should be a \(type).",
            parameters: ["confValue": value, "confName": key, "confType": type])
    }
}

/// Sizes as settings have them: `10MB`, `64m`, `1g`, `-1`, `10485760b`.
enum ByteSize {
    /// Bytes; `nil` when the text is no size.
    static func parse(_ text: String) -> Int? {
        let lowered = text.lowercased().filter { $0 != " " }
        let digits = lowered.prefix { $0.isNumber || $0 == "-" }
        guard let number = Int(digits) else { return nil }
        let factor: Int
        switch lowered.dropFirst(digits.count) {
        case "", "b": factor = 1
        case "k", "kb", "kib": factor = 1 << 10
        case "m", "mb", "mib": factor = 1 << 20
        case "g", "gb", "gib": factor = 1 << 30
        case "t", "tb", "tib": factor = 1 << 40
        case "p", "pb", "pib": factor = 1 << 50
        default: return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
