import Columnar
import Formats
import Glibc
import Plans
import SQL

/// The catalog that a warehouse folder keeps: databases, tables, views and functions.
///
/// Each object is a file that holds the statement which makes it, under `.catalog` in the warehouse:
/// `DATABASE/database.sql`, `DATABASE/tables/NAME.sql`, `DATABASE/functions/NAME.sql`. Files are replaced by a rename, so
/// that readers in other sessions and processes see the old or the new one. Nothing is kept in memory.
struct CatalogStore: Sendable {
    enum Object: Sendable {
        case table(CreateTable)
        case view(CreateView)
    }

    static let catalogName = "spark_catalog"
    static let defaultDatabase = "default"

    /// The warehouse folder, absolute.
    let root: String

    init(folder: String) throws { root = try FileListing.localPath(folder) }

    private func folder(_ database: String) -> String { "\(root)/.catalog/\(database)" }

    /// Whether the text can be the name of a database, table or function.
    static func isValidName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200
            && name.utf8.allSatisfy {
                ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x5F
            }
    }

    // MARK: Databases

    var databases: [String] {
        let entries = (try? FileTree.list("\(root)/.catalog")) ?? []
        let found = entries.filter { $0.isFolder && FileTree.exists("\(folder($0.name))/database.sql") }.map(\.name)
        return (found.contains(Self.defaultDatabase) ? found : found + [Self.defaultDatabase]).sorted()
    }

    func database(_ name: String) throws -> CreateDatabase? {
        if Self.isValidName(name), let text = read("\(folder(name))/database.sql"),
            case .createDatabase(var database) = try SQLParser(text).parseStatement()
        {
            database.location = try database.location.map(FileListing.localPath)
            return database
        }
        guard name == Self.defaultDatabase else { return nil }
        return CreateDatabase(name: [name], ifNotExists: false, comment: "default database", location: root)
    }

    func databaseExists(_ name: String) -> Bool {
        name == Self.defaultDatabase || (Self.isValidName(name) && FileTree.exists("\(folder(name))/database.sql"))
    }

    func save(_ database: CreateDatabase) throws {
        let name = database.name[database.name.count - 1]
        try write(database.text, to: "\(folder(name))/database.sql")
    }

    func removeDatabase(_ name: String) { FileTree.remove(folder(name)) }

    // MARK: Tables and views

    func tables(_ database: String) -> [String] { names("\(folder(database))/tables") }

    func object(_ database: String, _ name: String) throws -> Object? {
        guard Self.isValidName(name), Self.isValidName(database),
            let text = read("\(folder(database))/tables/\(name).sql")
        else { return nil }
        switch try SQLParser(text).parseStatement() {
        case .createTable(var table):
            if let location = table.location { table.location = try FileListing.localPath(location) }
            return .table(table)
        case .createView(let view): return .view(view)
        default: return nil
        }
    }

    func save(_ object: Object, _ database: String, _ name: String) throws {
        let path = "\(folder(database))/tables/\(name).sql"
        switch object {
        case .table(let table): try write(table.text(isStored: true), to: path)
        case .view(let view): try write(view.text(isStored: true), to: path)
        }
    }

    func remove(_ database: String, _ name: String) { FileTree.remove("\(folder(database))/tables/\(name).sql") }

    /// The folder of a table that has no place of its own.
    func managedPath(_ database: String, _ name: String) throws -> String {
        "\(try self.database(database)?.location.map(FileListing.localPath) ?? root)/\(name)"
    }

    // MARK: Functions

    func functions(_ database: String) -> [String] { names("\(folder(database))/functions") }

    func function(_ database: String, _ name: String) throws -> CreateFunction? {
        guard Self.isValidName(name), Self.isValidName(database),
            let text = read("\(folder(database))/functions/\(name).sql"),
            case .createFunction(let function) = try SQLParser(text).parseStatement()
        else { return nil }
        return function
    }

    func save(_ function: CreateFunction, _ database: String, _ name: String) throws {
        try write(function.text, to: "\(folder(database))/functions/\(name).sql")
    }

    func removeFunction(_ database: String, _ name: String) {
        FileTree.remove("\(folder(database))/functions/\(name).sql")
    }

    // MARK: Files

    private func names(_ folder: String) -> [String] {
        ((try? FileTree.list(folder)) ?? []).compactMap { entry in
            !entry.isFolder && entry.name.hasSuffix(".sql") ? String(entry.name.dropLast(4)) : nil
        }
    }

    private func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(_ text: String, to path: String) throws {
        try FileTree.makeFolders(FileTree.split(path).parent)
        let temporary = "\(path).\(UInt64.random(in: .min ... .max))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError.cannotWrite(temporary, code: errno) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                close(descriptor)
                unlink(temporary)
                throw FileError.cannotWrite(path, code: errno)
            }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        try FileTree.rename(temporary, to: path)
    }
}
