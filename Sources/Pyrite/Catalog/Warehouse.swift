import Columnar
import Formats
import Glibc

/// Tables that `saveAsTable` keeps: one folder each under `spark.sql.warehouse.dir`.
struct Warehouse: Sendable {
    struct Table: Sendable {
        var name: String
        var path: String
        var format: String
    }
    /// The folder as the setting names it.
    let folder: String

    /// The part of a name that names a table of the default database; `nil` for a name in another one.
    static func tableName(_ name: [String]) -> String? {
        let lowered = name.map { $0.lowercased() }
        switch lowered.count {
        case 1: break
        case 2 where lowered[0] == "default": break
        case 3 where lowered[0] == "spark_catalog" && lowered[1] == "default": break
        default: return nil
        }
        guard let last = lowered.last, !last.isEmpty, !last.hasPrefix("."), !last.hasPrefix("_"),
            !last.utf8.contains(0x2F)
        else { return nil }
        return last
    }

    /// The folder of a table, whether it exists or not.
    func path(_ name: String) throws -> String { try FileListing.localPath(folder) + "/" + name }

    func table(_ name: [String]) -> Table? {
        guard let name = Self.tableName(name), let path = try? path(name), FileTree.isFolder(path) else { return nil }
        return Table(name: name, path: path, format: format(path))
    }

    /// All tables, sorted by name.
    var tables: [Table] {
        guard let root = try? FileListing.localPath(folder), let entries = try? FileTree.list(root) else { return [] }
        return entries.compactMap { $0.isFolder ? table([$0.name]) : nil }
    }

    func remove(_ table: Table) { FileTree.remove(table.path) }

    /// By the names of the files.
    private func format(_ path: String) -> String {
        for entry in (try? FileTree.list(path)) ?? [] {
            if entry.isFolder {
                if entry.name.utf8.contains(UInt8(ascii: "=")) { return format("\(path)/\(entry.name)") }
            } else if entry.name.utf8.split(separator: UInt8(ascii: ".")).dropFirst().contains(where: {
                $0.elementsEqual("csv".utf8)
            }) {
                return "csv"
            }
        }
        return "parquet"
    }
}
