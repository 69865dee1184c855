import Columnar
import Functions
import Glibc
import Synchronization

/// Makes the output of a write job appear all at once or not at all.
///
/// Tasks write into a hidden folder inside the target's parent; on success the files are moved into place, then
/// `_SUCCESS` is written. What was there before goes only then, so a failed or killed job leaves it as it was. Folders
/// that a killed job left behind are removed by the next job that writes to the same target.
package final class WriteCommit: Sendable {
    package enum Mode: String, Sendable { case error, overwrite, append, ignore }

    /// The target folder.
    package let path: String
    private let mode: Mode
    private let staging: String
    /// Part of every file name of the job, so that appended files never meet older ones.
    private let jobID: String
    /// Overwrite only the partitions that the job writes (`partitionOverwriteMode=dynamic`).
    private let isDynamic: Bool

    /// Checks the target. `nil` when there is nothing to do: it exists and the mode says to leave it then.
    package init?(path: String, mode: Mode, isDynamic: Bool = false) throws {
        self.path = path
        self.mode = mode
        self.isDynamic = isDynamic
        let exists = FileTree.exists(path)
        if exists {
            switch mode {
            case .error:
                throw PyriteError(
                    .analysis, "PATH_ALREADY_EXISTS", sqlState: "42K04",
                    "Path file:\(path) already exists. Set mode as \"overwrite\" to overwrite the existing path.",
                    parameters: ["outputPath": "file:\(path)"])
            case .ignore: return nil
            case .overwrite, .append: break
            }
        }
        jobID = Self.randomIdentifier()
        let (parent, name) = FileTree.split(path)
        staging = "\(parent)/.\(name)._temporary-\(jobID)"
        try FileTree.makeFolders(parent)
        FileTree.removeAbandoned(in: parent, prefix: ".\(name)._temporary-")
        try FileTree.makeFolders(staging)
    }

    private static func randomIdentifier() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        var text = ""
        for index in 0..<32 {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text += String(decoding: [digits[Int(generator.next() & 15)]], as: UTF8.self)
        }
        return text
    }

    /// Where a task writes its file.
    ///
    /// - Parameters:
    ///   - folder: the `key=value/…` folders of a partitioned write, empty otherwise.
    ///   - partition: the task's partition, the file's number.
    ///   - sequence: counts the files of one task.
    ///   - suffix: of the format, such as `.snappy.parquet`.
    package func filePath(folder: String, partition: Int, sequence: Int, suffix: String) throws -> String {
        let directory = folder.isEmpty ? staging : "\(staging)/\(folder)"
        if !folder.isEmpty { try FileTree.makeFolders(directory) }
        let number = padded(partition, 5)
        // Spark separates the job's id by a dot in partition folders and by a dash elsewhere.
        let separator = folder.isEmpty ? "-" : "."
        return "\(directory)/part-\(number)-\(jobID)\(separator)c\(padded(sequence, 3))\(suffix)"
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(width - text.count, 0)) + text
    }

    /// Moves the files into place. After this the job has succeeded.
    package func commit() throws {
        if mode == .overwrite && FileTree.exists(path) {
            if isDynamic {
                try FileTree.removePartitions(of: path, replacedBy: staging)
            } else {
                try replace()
                return
            }
        }
        if !FileTree.exists(path) {
            try markSuccess(in: staging)
            try FileTree.rename(staging, to: path)
            return
        }
        try FileTree.merge(staging, into: path)
        FileTree.remove(staging)
        try markSuccess(in: path)
    }

    /// Exchanges old and new by two renames; the old data is deleted last.
    private func replace() throws {
        try markSuccess(in: staging)
        let (parent, name) = FileTree.split(path)
        let old = "\(parent)/.\(name)._replaced-\(jobID)"
        try FileTree.rename(path, to: old)
        do {
            try FileTree.rename(staging, to: path)
        } catch {
            try? FileTree.rename(old, to: path)
            throw error
        }
        FileTree.remove(old)
    }

    private func markSuccess(in folder: String) throws {
        let file = "\(folder)/_SUCCESS"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError.cannotWrite(file, code: errno) }
        close(descriptor)
    }

    /// Removes what the tasks wrote; the target stays as it was.
    package func abort() { FileTree.remove(staging) }
}

/// The `key=value` folder names of partitioned tables.
package enum PartitionPath {
    package static let nullName = "__HIVE_DEFAULT_PARTITION__"

    /// `name=value` with what file systems or Hive cannot hold written as %XX; a null or empty value has a name of its own.
    package static func folder(_ name: String, _ value: String?) -> String {
        guard let value, !value.isEmpty else { return "\(escaped(name))=\(nullName)" }
        return "\(escaped(name))=\(escaped(value))"
    }

    /// Characters that Hive escapes besides control characters.
    private static let special = Set("\"#%'*/:=?\\{[]^\u{7f}".utf8)

    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x20 || special.contains(byte) {
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func unescaped(_ text: String) -> String {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == 0x25, index + 2 < source.count,
                let code = UInt8(String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
