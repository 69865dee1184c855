import Columnar
import Glibc

/// The few operations on folders that writing and listing need.
package enum FileTree {
    package struct Entry: Sendable {
        package var name: String
        package var isFolder: Bool
        package var size: Int
        /// Microseconds since the epoch.
        package var modificationTime: Int64
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// The entries of a folder, sorted by name.
    package static func list(_ path: String) throws -> [Entry] {
        guard let directory = opendir(path) else { throw FileError.cannotRead(path, code: errno) }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while let item = readdir(directory) {
            let name = withUnsafePointer(to: &item.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            if let entry = entry("\(path)/\(name)", name) { entries.append(entry) }
        }
        return entries.sorted { $0.name < $1.name }
    }

    package static func entry(_ path: String, _ name: String) -> Entry? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        let time = Int64(info.st_mtim.tv_sec) &* 1_000_000 &+ Int64(info.st_mtim.tv_nsec) / 1_000
        return Entry(
            name: name, isFolder: info.st_mode & S_IFMT == S_IFDIR, size: Int(info.st_size), modificationTime: time)
    }

    /// The folder a path lies in and its last part.
    package static func split(_ path: String) -> (parent: String, name: String) {
        var trimmed = Substring(path)
        while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
        let parent = trimmed[..<slash]
        return (parent.isEmpty ? "/" : String(parent), String(trimmed[trimmed.index(after: slash)...]))
    }

    /// Makes a folder and all above it.
    package static func makeFolders(_ path: String) throws {
        if path.isEmpty || isFolder(path) { return }
        try makeFolders(split(path).parent == path ? "" : split(path).parent)
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw FileError.cannotWrite(path, code: errno) }
        guard isFolder(path) else { throw FileError.cannotWrite(path, code: ENOTDIR) }
    }

    package static func rename(_ source: String, to target: String) throws {
        if Glibc.rename(source, target) != 0 { throw FileError.cannotWrite(target, code: errno) }
    }

    /// Removes a file or a folder with all in it, as far as possible.
    package static func remove(_ path: String) {
        var info = stat()
        guard lstat(path, &info) == 0 else { return }
        if info.st_mode & S_IFMT == S_IFDIR {
            for entry in (try? list(path)) ?? [] { remove("\(path)/\(entry.name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// Moves every file of a folder to the same place in another.
    static func merge(_ source: String, into target: String) throws {
        try makeFolders(target)
        for entry in try list(source) {
            let from = "\(source)/\(entry.name)"
            let to = "\(target)/\(entry.name)"
            if entry.isFolder && isFolder(to) { try merge(from, into: to) } else { try rename(from, to: to) }
        }
    }

    /// Removes from `path` the data files of the folders that `staging` holds files for.
    static func removePartitions(of path: String, replacedBy staging: String) throws {
        for entry in try list(staging) where entry.isFolder {
            let inner = try list("\(staging)/\(entry.name)")
            if inner.contains(where: { !$0.isFolder }) {
                remove("\(path)/\(entry.name)")
            } else {
                try removePartitions(of: "\(path)/\(entry.name)", replacedBy: "\(staging)/\(entry.name)")
            }
        }
    }

    /// Removes staging folders of earlier jobs that were killed: nobody has changed them for a day.
    static func removeAbandoned(in parent: String, prefix: String) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let limit = (Int64(now.tv_sec) - 86_400) &* 1_000_000
        for entry in (try? list(parent)) ?? [] where entry.isFolder && entry.name.hasPrefix(prefix) {
            if entry.modificationTime < limit { remove("\(parent)/\(entry.name)") }
        }
    }
}
