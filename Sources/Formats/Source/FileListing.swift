import Columnar
import Functions
import Glibc

/// Finds the files that paths name: files, folders (all below them), and glob patterns.
package enum FileListing {
    /// The data files in order of their paths, with the `key=value` folders between the base path and the file.
    ///
    /// Names that begin with `_` or `.` are no data. Throws PATH_NOT_FOUND for a path that names nothing.
    package static func files(_ paths: [String], options: FormatOptions) throws -> [SourceFile] {
        let recursive = try options.flag("recursiveFileLookup", default: false)
        let ignoresMissing = try options.flag("ignoreMissingFiles", default: false)
        var found: [SourceFile] = []
        for written in paths {
            let path = try localPath(written)
            let matches = isPattern(path) ? expand(path) : FileTree.exists(path) ? [path] : []
            if matches.isEmpty {
                if ignoresMissing { continue }
                throw FileError.notFound(path)
            }
            for match in matches {
                if FileTree.isFolder(match) {
                    let base = options["basePath"].map { trimmed((try? localPath($0)) ?? $0) } ?? trimmed(match)
                    let initial = recursive ? [:] : partitionValues(between: base, and: trimmed(match))
                    try walk(trimmed(match), initial, recursive, depth: 0, &found)
                } else if let entry = FileTree.entry(match, FileTree.split(match).name) {
                    let values = options["basePath"].map {
                        partitionValues(between: trimmed((try? localPath($0)) ?? $0), and: FileTree.split(match).parent)
                    }
                    found.append(
                        SourceFile(
                            path: match, size: entry.size, modificationTime: entry.modificationTime,
                            partitionValues: values ?? [:]))
                }
            }
        }
        if let filter = options["pathGlobFilter"] {
            found = found.filter { fnmatch(filter, FileTree.split($0.path).name, 0) == 0 }
        }
        return found
    }

    /// The path on this machine that a path or `file:` URI names, made absolute.
    package static func localPath(_ written: String) throws -> String {
        var path = written
        if path.hasPrefix("file://") {
            path = String(path.dropFirst(7))
        } else if path.hasPrefix("file:") {
            path = String(path.dropFirst(5))
        } else if let scheme = path.range(of: "://") {
            let name = String(path[..<scheme.lowerBound])
            throw PyriteError(
                .unsupported, "UNSUPPORTED_FILE_SYSTEM", sqlState: "0A000",
                "Pyrite reads and writes local files only; the scheme '\(name)' of \(written) is not supported.",
                parameters: ["fileSystemClass": name])
        }
        if path.isEmpty {
            throw PyriteError(
                .illegalArgument, "INVALID_PATH", sqlState: "22023", "Can not create a Path from an empty string.")
        }
        if path.hasPrefix("/") { return withoutEmptyParts(path) }
        guard let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return withoutEmptyParts(
            String(cString: current) + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path))
    }

    /// `/a//b` as `/a/b`, so that names of files read alike however the path was put together.
    private static func withoutEmptyParts(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in path.utf8 where byte != 0x2F || bytes.last != 0x2F { bytes.append(byte) }
        return bytes.count == path.utf8.count ? path : String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func isPattern(_ path: String) -> Bool {
        !FileTree.exists(path) && path.utf8.contains { "*?[{".utf8.contains($0) }
    }

    private static func expand(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_BRACE, nil, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { index in
            result.gl_pathv[index].map { String(cString: $0) }
        }.filter { path in
            let name = FileTree.split(path).name
            return !name.hasPrefix("_") && !name.hasPrefix(".")
        }
    }

    private static func walk(
        _ folder: String, _ values: [String: String?], _ recursive: Bool, depth: Int, _ found: inout [SourceFile]
    ) throws {
        guard depth < 256 else { throw FileError.damaged(folder, "folders nest too deep (a symbolic link to itself?)") }
        for entry in try FileTree.list(folder) {
            let path = "\(folder)/\(entry.name)"
            let isHidden = entry.name.hasPrefix(".") || (entry.name.hasPrefix("_") && !entry.name.contains("="))
            if isHidden { continue }
            if entry.isFolder {
                let pair = recursive ? nil : keyValue(entry.name)
                // Plain folders below the path are read only on request, as in Spark.
                guard recursive || pair != nil else { continue }
                var inner = values
                if let pair { inner[pair.0] = .some(pair.1) }
                try walk(path, inner, recursive, depth: depth + 1, &found)
            } else {
                found.append(
                    SourceFile(
                        path: path, size: entry.size, modificationTime: entry.modificationTime, partitionValues: values)
                )
            }
        }
    }

    private static func keyValue(_ name: String) -> (String, String?)? {
        guard let equals = name.firstIndex(of: "="), equals > name.startIndex else { return nil }
        let value = PartitionPath.unescaped(String(name[name.index(after: equals)...]))
        return (
            PartitionPath.unescaped(String(name[..<equals])), value == PartitionPath.nullName ? nil : value
        )
    }

    private static func partitionValues(between base: String, and folder: String) -> [String: String?] {
        guard folder.hasPrefix(base), folder.count > base.count else { return [:] }
        var values: [String: String?] = [:]
        for part in folder.dropFirst(base.count).split(separator: "/") {
            if let (key, value) = keyValue(String(part)) { values[key] = .some(value) }
        }
        return values
    }

    /// The columns that the files' folders hold, in the order of the path, with the narrowest type that all values have:
    /// int, long, decimal, double, date, timestamp or string.
    package static func partitionSchema(of files: [SourceFile], userSchema: Schema?, context: EvaluationContext)
        -> Schema
    {
        guard let first = files.first(where: { !$0.partitionValues.isEmpty }) else { return Schema() }
        let order = first.path.split(separator: "/").compactMap { keyValue(String($0))?.0 }
            .filter { first.partitionValues.keys.contains($0) }
        return Schema(
            order.map { name in
                if let declared = userSchema?.fields.first(where: { $0.name.lowercased() == name.lowercased() }) {
                    return StructField(declared.name, declared.dataType)
                }
                let values = files.compactMap { $0.partitionValues[name] ?? nil }
                return StructField(name, type(of: values, context))
            })
    }

    private static func type(of values: [String], _ context: EvaluationContext) -> DataType {
        if values.isEmpty { return .string }
        let isLocal = context.legacy.contains(.timestampsAreLocal)
        let candidates: [DataType] = [.integer, .long, .double, .date, isLocal ? .timestampNTZ : .timestamp]
        for type in candidates {
            let fits = values.allSatisfy { text in
                let column = Column.constant(.string(text), .string, count: 1)
                // Numbers keep their text: `01` and ` 1` are no integers when they would change.
                guard let converted = try? Cast.cast(column, to: type, mode: .attempt, context: context),
                    !converted.isNull(0)
                else { return false }
                return type != .double || !text.lowercased().hasSuffix("d") && !text.lowercased().hasSuffix("f")
            }
            if fits { return type }
        }
        return .string
    }
}

extension String {
    /// Where `text` first occurs.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        guard let first = text.utf8.first else { return nil }
        var position = utf8.startIndex
        while let found = utf8[position...].firstIndex(of: first) {
            if utf8[found...].starts(with: text.utf8) {
                return found..<utf8.index(found, offsetBy: text.utf8.count)
            }
            position = utf8.index(after: found)
        }
        return nil
    }
}
