import Columnar
import Execution
import Formats
import Glibc
import Synchronization

/// What all sessions of a process share: the engine with its threads and memory, file formats, and global views.
package final class Runtime: Sendable {
    package let engine: QueryEngine
    let globalViews = ViewTable()
    let scans = ScanResolver()

    /// `memoryLimit`: bytes that queries may hold. A part of it is set aside for what flows between operators without
    /// being asked for: pages being decoded, batches on their way, and freed buffers kept for the next ones.
    init(parallelism: Int, memoryLimit: Int?) {
        let flowing = memoryLimit.map { min($0 / 4, BufferPool.usualBytes + parallelism * (16 << 20)) } ?? 0
        BufferPool.shared.keep(atMost: memoryLimit == nil ? BufferPool.usualBytes : flowing / 2)
        engine = QueryEngine(parallelism: parallelism, memoryLimit: memoryLimit.map { $0 - flowing })
    }

    private static let shared = Mutex<Runtime?>(nil)

    /// The process's runtime. The first session's settings size it; `spark.master` and `spark.driver.memory` of later
    /// sessions count only after the first runtime was let go by all its sessions.
    static func obtain(master: String, memory: String?) throws -> Runtime {
        let parallelism = try parallelism(ofMaster: master)
        let limit = memory.flatMap(ByteSize.parse).flatMap { $0 > 0 ? $0 : nil }
        return shared.withLock { runtime in
            if let runtime, runtime.engine.pool.width == parallelism { return runtime }
            let made = Runtime(parallelism: parallelism, memoryLimit: limit)
            runtime = made
            return made
        }
    }

    /// The threads that `local`, `local[n]`, `local[*]` and `local[n,retries]` ask for.
    static func parallelism(ofMaster master: String) throws -> Int {
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        if master == "local" { return 1 }
        if master.hasPrefix("local["), master.hasSuffix("]") {
            let inner = master.dropFirst(6).dropLast()
            let count = inner.prefix { $0 != "," }.filter { $0 != " " }
            if count == "*" { return cores }
            if let number = Int(count), number > 0 { return min(number, 1024) }
        }
        throw PyriteError(
            .sparkException, "INVALID_MASTER_URL", sqlState: "22023",
            "Could not parse Master URL: '\(master)'. Pyrite runs in this process: use local, local[n] or local[*].",
            parameters: ["master": master])
    }
}

/// The file formats by the names that `format("…")` takes.
enum FormatTable {
    static func format(_ name: String) throws -> any FileFormat {
        switch name.lowercased() {
        case "csv", "com.databricks.spark.csv": return CSVFormat()
        case "parquet": return ParquetFormat()
        case "text": return TextFormat()
        case "json": return JSONFormat()
        case "xml", "com.databricks.spark.xml": return XMLFormat()
        case "orc", "avro", "jdbc", "binaryfile":
            throw PyriteError.unsupported("the data source \(name)")
        default:
            throw PyriteError(
                .analysis, "DATA_SOURCE_NOT_FOUND", sqlState: "42K02",
                "Failed to find the data source: \(name). Make sure the provider name is correct and the package is "
                    + "properly registered and compatible with your Spark version.", parameters: ["provider": name])
        }
    }
}
