import Columnar
import Plans
import SQL

/// Objects of the catalog as the statements that make them: what SHOW CREATE TABLE shows, and what the catalog keeps.
enum CatalogText {
    static func quoted(_ text: String) -> String {
        var out = "'"
        for character in text {
            if character == "'" || character == "\\" { out += "\\" }
            out.append(character)
        }
        return out + "'"
    }

    /// The name, in backticks where it needs them.
    static func name(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x5F
        }
        let isNumber = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        return isPlain && !isNumber ? text : quoteIdentifier(text)
    }

    static func name(_ parts: [String]) -> String { parts.map(name).joined(separator: ".") }

    static func properties(_ properties: [String: String]) -> String {
        let lines = properties.sorted { $0.key < $1.key }.map { "\n  \(quoted($0.key)) = \(quoted($0.value))" }
        return "(\(lines.joined(separator: ",")))"
    }

    /// With what looks like a secret made unreadable.
    static func redacted(_ properties: [String: String]) -> [String: String] {
        var shown = properties
        for key in properties.keys where isSecret(key) { shown[key] = "*********(redacted)" }
        return shown
    }

    private static func isSecret(_ key: String) -> Bool {
        let bytes = Array(key.lowercased().utf8)
        return ["secret", "password", "token", "access.key", "accesskey", "api.key", "apikey"].contains { word in
            let wanted = Array(word.utf8)
            guard bytes.count >= wanted.count else { return false }
            return (0...(bytes.count - wanted.count)).contains { Array(bytes[$0..<($0 + wanted.count)]) == wanted }
        }
    }

    /// `name TYPE NOT NULL DEFAULT 1 COMMENT 'text'`.
    static func column(_ field: StructField) -> String {
        let metadata = ColumnMetadata(json: field.metadata)
        var out = "\(name(field.name)) \(field.dataType.sqlWithCollations)"
        if !field.nullable { out += " NOT NULL" }
        if let text = metadata.defaultText { out += " DEFAULT \(text)" }
        if let comment = metadata.comment { out += " COMMENT \(quoted(comment))" }
        return out
    }
}

extension CreateTable {
    /// - Parameter isStored: for the catalog, not for users' eyes.
    func text(isStored: Bool) -> String {
        let options = isStored ? options : CatalogText.redacted(options)
        let properties = isStored ? properties : CatalogText.redacted(properties)
        var out = "CREATE TABLE \(CatalogText.name(name)) ("
        out += columns.map { "\n  \(CatalogText.column($0))" }.joined(separator: ",") + ")\n"
        if let provider { out += "USING \(provider)\n" }
        if !options.isEmpty { out += "OPTIONS \(CatalogText.properties(options))\n" }
        if !partitionColumns.isEmpty {
            out += "PARTITIONED BY (\(partitionColumns.map(CatalogText.name).joined(separator: ", ")))\n"
        }
        if let buckets {
            out += "CLUSTERED BY (\(buckets.columns.map(CatalogText.name).joined(separator: ", ")))\n"
            if !buckets.sortColumns.isEmpty {
                out += "SORTED BY (\(buckets.sortColumns.map(CatalogText.name).joined(separator: ", ")))\n"
            }
            out += "INTO \(buckets.count) BUCKETS\n"
        }
        if let location { out += "LOCATION \(CatalogText.quoted("file:" + location))\n" }
        if let comment { out += "COMMENT \(CatalogText.quoted(comment))\n" }
        if let collation { out += "DEFAULT COLLATION \(collation.name)\n" }
        if !properties.isEmpty { out += "TBLPROPERTIES \(CatalogText.properties(properties))\n" }
        return out
    }
}

extension CreateView {
    /// The database that names of one part in the view's query mean.
    static let databaseProperty = "view.currentDatabase"

    private static let columnsProperty = "view.query.columns"
    private static let columnListProperty = "view.hasColumnList"

    /// What users set; ``properties`` holds what the catalog needs besides.
    var userProperties: [String: String] { properties.filter { !$0.key.hasPrefix("view.") } }

    /// Whether the view was made with names for its columns.
    var hasColumnList: Bool {
        get { properties[Self.columnListProperty] == "true" }
        set { properties[Self.columnListProperty] = newValue ? "true" : nil }
    }

    /// Keeps the names and types of the query's columns.
    mutating func remember(_ output: Schema) {
        properties[Self.columnsProperty] = output.fields.map {
            "\(quoteIdentifier($0.name)) \($0.dataType.sql)\($0.nullable ? "" : " NOT NULL")"
        }.joined(separator: ", ")
    }

    /// The columns that the query had when the view was made; `nil` when the catalog does not tell.
    func rememberedColumns() throws -> [StructField]? {
        try properties[Self.columnsProperty].map { try SQLParser($0).parseTableSchema().fields }
    }

    func text(isStored: Bool) -> String {
        var out = "CREATE VIEW \(CatalogText.name(name))"
        if !columnNames.isEmpty {
            let lines = columnNames.enumerated().map { index, column in
                let comment = index < columnComments.count ? columnComments[index] : nil
                return "\n  \(CatalogText.name(column))" + (comment.map { " COMMENT \(CatalogText.quoted($0))" } ?? "")
            }
            out += " (\(lines.joined(separator: ",")))"
        }
        out += "\n"
        if isStored, let schemaMode { out += "WITH SCHEMA \(schemaMode.rawValue)\n" }
        if let collation { out += "DEFAULT COLLATION \(collation.name)\n" }
        if let comment { out += "COMMENT \(CatalogText.quoted(comment))\n" }
        let shown = isStored ? properties : CatalogText.redacted(userProperties)
        if !shown.isEmpty { out += "TBLPROPERTIES \(CatalogText.properties(shown))\n" }
        if !isStored, let schemaMode { out += "WITH SCHEMA \(schemaMode.rawValue)\n" }
        return out + "AS \(text)\n"
    }
}

extension CreateDatabase {
    var text: String {
        var out = "CREATE DATABASE \(CatalogText.name(name))"
        if let comment { out += "\nCOMMENT \(CatalogText.quoted(comment))" }
        if let location { out += "\nLOCATION \(CatalogText.quoted("file:" + location))" }
        if !properties.isEmpty { out += "\nWITH DBPROPERTIES \(CatalogText.properties(properties))" }
        return out + "\n"
    }
}

extension DataType {
    /// The type as DDL, plain strings with their collation, too.
    fileprivate var sqlWithCollations: String {
        switch self {
        case .string: "STRING COLLATE UTF8_BINARY"
        case .char, .varchar: "\(sql) COLLATE UTF8_BINARY"
        case .array(let element, _): "ARRAY<\(element.sqlWithCollations)>"
        case .map(let key, let value, _): "MAP<\(key.sqlWithCollations), \(value.sqlWithCollations)>"
        case .structure(let schema):
            "STRUCT<"
                + schema.fields.map {
                    "\(quoteIfNeeded($0.name)): \($0.dataType.sqlWithCollations)\($0.nullable ? "" : " NOT NULL")"
                }.joined(separator: ", ") + ">"
        default: sql
        }
    }
}
