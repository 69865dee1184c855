import Plans
import SQL

/// Reads files into a DataFrame; options are those of PySpark's readers.
public struct DataFrameReader: Sendable {
    private let session: Session
    private var options: [String: String] = [:]
    private var schema: String?

    init(_ session: Session) { self.session = session }

    public func option(_ name: String, _ value: String) -> DataFrameReader {
        var copy = self
        copy.options[name] = value
        return copy
    }
    public func option(_ name: String, _ value: Bool) -> DataFrameReader { option(name, value ? "true" : "false") }

    /// The columns, written as in SQL: `"id INT, name STRING"`.
    public func schema(_ ddl: String) -> DataFrameReader {
        var copy = self
        copy.schema = ddl
        return copy
    }

    public func csv(_ paths: String...) throws -> DataFrame { try load("csv", paths) }
    public func parquet(_ paths: String...) throws -> DataFrame { try load("parquet", paths) }

    private func load(_ format: String, _ paths: [String]) throws -> DataFrame {
        let given = try schema.map { try SQLParser($0, options: session.parserOptions).parseTableSchema() }
        return DataFrame(session, .scan(Scan(format: format, paths: paths, options: options, userSchema: given)))
    }
}

/// Writes a DataFrame as files, one for each of its partitions. Nothing is visible before all of them are complete.
public struct DataFrameWriter: Sendable {
    public enum Mode: Sendable { case error, overwrite, append, ignore }

    private let frame: DataFrame
    private var options: [String: String] = [:]
    private var mode = WriteOperation.Mode.error
    private var keys: [String] = []

    init(_ frame: DataFrame) { self.frame = frame }

    public func option(_ name: String, _ value: String) -> DataFrameWriter {
        var copy = self
        copy.options[name] = value
        return copy
    }
    public func option(_ name: String, _ value: Bool) -> DataFrameWriter { option(name, value ? "true" : "false") }

    /// What happens when the folder exists: by default, an error.
    public func mode(_ mode: Mode) -> DataFrameWriter {
        var copy = self
        switch mode {
        case .error: copy.mode = .error
        case .overwrite: copy.mode = .overwrite
        case .append: copy.mode = .append
        case .ignore: copy.mode = .ignore
        }
        return copy
    }

    /// A folder `name=value` for each value of these columns.
    public func partitionBy(_ names: String...) -> DataFrameWriter {
        var copy = self
        copy.keys = names
        return copy
    }

    public func csv(_ path: String) throws { try save("csv", path) }
    public func parquet(_ path: String) throws { try save("parquet", path) }

    private func save(_ format: String, _ path: String) throws {
        try frame.run(
            .write(
                WriteOperation(
                    input: frame.plan, format: format, target: .path(path), mode: mode, partitionBy: keys,
                    options: options)))
    }
}
