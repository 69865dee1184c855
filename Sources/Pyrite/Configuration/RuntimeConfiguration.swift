import Columnar
import Execution
import Functions
import Glibc
import Synchronization

/// A session's settings: what was set, over the defaults. Safe to use from several threads.
package final class RuntimeConfiguration: Sendable {
    private let values: Mutex<[String: String]>
    /// What the session was opened with: RESET goes back to it.
    private let initial: [String: String]
    private let zones = Mutex<[String: TimeZoneRules]>([:])
    private let systemTimeZone = RuntimeConfiguration.findSystemTimeZone()

    /// Throws when a value does not fit its setting.
    init(_ settings: [String: String]) throws {
        for (key, value) in settings { try SettingDefinition.known[key]?.check(value) }
        initial = settings
        values = Mutex(settings)
    }

    /// The value set for a key, or its default; `nil` when it has neither.
    package subscript(key: String) -> String? {
        if let value = values.withLock({ $0[key] }) { return value }
        return key == "spark.sql.session.timeZone" ? systemTimeZone : SettingDefinition.known[key]?.defaultValue
    }

    /// Throws for settings that are fixed when the session is opened and for values that do not fit.
    package func set(_ key: String, to value: String) throws {
        try checkModifiable(key)
        // SET TIME ZONE LOCAL.
        if key == "spark.sql.session.timeZone", value.isEmpty { return try unset(key) }
        try SettingDefinition.known[key]?.check(value)
        values.withLock { $0[key] = value }
    }

    package func unset(_ key: String) throws {
        try checkModifiable(key)
        _ = values.withLock { $0.removeValue(forKey: key) }
    }

    /// Back to what the session was opened with.
    package func reset(_ key: String? = nil) throws {
        guard let key else { return values.withLock { $0 = initial } }
        try checkModifiable(key)
        values.withLock { $0[key] = initial[key] }
    }

    /// Whether a running session may change the key.
    package func isModifiable(_ key: String) -> Bool {
        SettingDefinition.known[key].map { !$0.isStatic && $0.key.hasPrefix("spark.sql.") } ?? false
    }

    /// What was set, sorted by key.
    package var all: [(key: String, value: String)] {
        values.withLock { $0.map { (key: $0.key, value: $0.value) } }.sorted { $0.key < $1.key }
    }

    /// A copy for a new session: the settings that this one was opened with.
    func fresh() throws -> RuntimeConfiguration { try RuntimeConfiguration(initial) }

    private func checkModifiable(_ key: String) throws {
        guard let definition = SettingDefinition.known[key], definition.isStatic else { return }
        throw PyriteError(
            .analysis, "CANNOT_MODIFY_STATIC_CONFIG", sqlState: "46110",
            "Cannot modify the value of the static Spark config: \"\(key)\".", parameters: ["key": "\"\(key)\""])
    }

    // MARK: Typed access

    func flag(_ key: String) -> Bool { self[key]?.lowercased() == "true" }

    /// For settings that are on unless they are turned off.
    func isOn(_ key: String) -> Bool { self[key]?.lowercased() != "false" }

    /// Which older behaviour settings ask for.
    var legacy: LegacyBehavior {
        var legacy: LegacyBehavior = []
        func insert(_ behavior: LegacyBehavior, if condition: Bool) { if condition { legacy.insert(behavior) } }
        func isOff(_ key: String) -> Bool { self[key]?.lowercased() == "false" }
        insert(.writesNullFields, if: isOff("spark.sql.jsonGenerator.ignoreNullFields"))
        insert(.insertsBeforeLast, if: flag("spark.sql.legacy.negativeIndexInArrayInsert"))
        insert(.bracketsComplexText, if: flag("spark.sql.legacy.castComplexTypesToString.enabled"))
        insert(.twoValuedExists, if: isOff("spark.sql.legacy.followThreeValuedLogicInArrayExists"))
        insert(.replacesMalformedText, if: flag("spark.sql.legacy.codingErrorAction"))
        let policy = self["spark.sql.legacy.timeParserPolicy"]?.uppercased()
        insert(.readsTimesAsBefore, if: policy == "LEGACY")
        insert(.timestampsAreLocal, if: self["spark.sql.timestampType"]?.uppercased() == "TIMESTAMP_NTZ")
        insert(.refusesChangedTimes, if: policy == "EXCEPTION")
        return legacy
    }

    func number(_ key: String) -> Int? { self[key].flatMap { Int($0) } }

    func size(_ key: String) -> Int? { self[key].flatMap(ByteSize.parse) }

    package var timeZoneName: String { self["spark.sql.session.timeZone"] ?? "UTC" }

    /// The session's zone. Read from the system once.
    package var timeZone: TimeZoneRules {
        let name = timeZoneName
        if let known = zones.withLock({ $0[name] }) { return known }
        guard let rules = try? TimeZoneRules.named(name) else { return .utc }
        zones.withLock { $0[name] = rules }
        return rules
    }

    /// What execution reads of the settings.
    var execution: ExecutionSettings {
        var settings = ExecutionSettings()
        if let count = number("spark.sql.shuffle.partitions") { settings.shufflePartitions = max(count, 1) }
        settings.coalescesPartitions =
            flag("spark.sql.adaptive.enabled") && flag("spark.sql.adaptive.coalescePartitions.enabled")
        if let size = size("spark.sql.adaptive.coalescePartitions.minPartitionSize") {
            settings.minPartitionBytes = max(size, 1)
        }
        if let size = size("spark.sql.adaptive.advisoryPartitionSizeInBytes") {
            settings.advisoryPartitionBytes = max(size, 1)
        }
        if let size = size("spark.sql.files.maxPartitionBytes") { settings.maxFilePartitionBytes = max(size, 1) }
        if let size = size("spark.sql.files.openCostInBytes") { settings.fileOpenCostBytes = max(size, 0) }
        if let size = size("spark.sql.autoBroadcastJoinThreshold") { settings.broadcastThreshold = size }
        settings.localDirectory = self["spark.local.dir"].map { String($0.prefix { $0 != "," }) }
        settings.defaultParallelism = number("spark.default.parallelism").map { max($0, 1) }
        return settings
    }

    /// TZ when it names a zone, else what the system's clock is set to, else UTC.
    private static func findSystemTimeZone() -> String {
        if let value = getenv("TZ") {
            var name = String(cString: value)
            if name.hasPrefix(":") { name.removeFirst() }
            if !name.isEmpty, (try? TimeZoneRules.named(name)) != nil { return name }
        }
        var buffer = [CChar](repeating: 0, count: 4096)
        if realpath("/etc/localtime", &buffer) != nil {
            let path = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            let parts = path.split(separator: "/")
            if let index = parts.lastIndex(of: "zoneinfo"), index + 1 < parts.count {
                let name = parts[(index + 1)...].joined(separator: "/")
                if (try? TimeZoneRules.named(name)) != nil { return name == "Etc/UTC" ? "Etc/UTC" : name }
            }
        }
        return "UTC"
    }
}
