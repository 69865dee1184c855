import Columnar
import Formats
import Plans

/// ALTER TABLE and VIEW, TRUNCATE, partitions.
extension Session {
    func alterTable(_ parts: [String], _ change: TableChange, origin: Origin?) throws {
        if let temporary = view(parts) { return try alterView(temporary, parts, change, origin) }
        let (name, found) = try object(parts, origin: origin)
        switch (change, found) {
        case (.rename(let target, _), _): try rename(name, found, to: target)
        case (.setProperties(let properties), .table(var table)):
            table.properties.merge(properties) { _, new in new }
            if let comment = table.properties.removeValue(forKey: "comment") { table.comment = comment }
            try store.save(.table(table), name.database, name.name)
        case (.setProperties(let properties), .view(var view)):
            view.properties.merge(properties) { _, new in new }
            try store.save(.view(view), name.database, name.name)
        case (.unsetProperties(let keys), .table(var table)):
            for key in keys { table.properties[key] = nil }
            if keys.contains("comment") { table.comment = nil }
            try store.save(.table(table), name.database, name.name)
        case (.unsetProperties(let keys), .view(var view)):
            for key in keys { view.properties[key] = nil }
            try store.save(.view(view), name.database, name.name)
        case (.setViewQuery(let plan, let text), .view(let view)):
            var changed = CreateView(name: parts, plan: plan, scope: .persistent, orReplace: true)
            changed.text = text
            changed.comment = view.comment
            changed.properties = view.properties
            changed.schemaMode = view.schemaMode
            try saveView(changed, name)
        case (.setViewQuery, .table): throw Self.tableInsteadOfView(name, "ALTER VIEW ... AS").at(origin)
        case (.setViewSchemaMode(let mode), .view(var view)):
            view.schemaMode = mode
            try store.save(.view(view), name.database, name.name)
        case (.setCollation(let collation), .view(var view)):
            view.collation = collation
            try store.save(.view(view), name.database, name.name)
        case (.setComment(let comment), .table(var table)):
            table.comment = comment
            try store.save(.table(table), name.database, name.name)
        case (_, .view): throw Self.viewInsteadOfTable(name.quoted, origin)
        case (_, .table(let table)): try alter(name, table, change, origin)
        }
    }

    /// Temporary views may get another query or name.
    private func alterView(
        _ view: ViewTable.View, _ parts: [String], _ change: TableChange, _ origin: Origin?
    ) throws {
        let isGlobal = parts.count == 2 && Self.sessionName(parts) == nil
        switch change {
        case .setViewQuery(let plan, let text):
            var changed = CreateView(name: parts, plan: plan, scope: isGlobal ? .global : .local, orReplace: true)
            changed.text = text
            try createView(changed)
        case .rename(let target, _):
            let table = isGlobal ? runtime.globalViews : views
            var renamed = view
            renamed.name = target.last ?? view.name
            try table.insert(renamed, orReplace: false)
            _ = table.remove(view.name)
        case .setProperties, .unsetProperties:
            throw Self.viewInsteadOfTable(
                parts.map(quoteIdentifier).joined(separator: "."), origin,
                operation: "ALTER TABLE ... SET TBLPROPERTIES")
        default:
            throw Self.viewInsteadOfTable(
                parts.map(quoteIdentifier).joined(separator: "."), origin, operation: "ALTER TABLE")
        }
    }

    private func alter(_ name: ObjectName, _ table: CreateTable, _ change: TableChange, _ origin: Origin?) throws {
        var table = table
        switch change {
        case .addColumns(let fields):
            for field in fields {
                if table.columns.contains(where: { $0.name.lowercased() == field.name.lowercased() }) {
                    throw Self.columnExists(field.name)
                }
                var field = field
                if let collation = table.collation, field.dataType == .string { field.dataType = .text(collation) }
                table.columns.insert(field, at: table.columns.count - table.partitionColumns.count)
            }
        case .setCollation(let collation): table.collation = collation
        case .setColumnComment(let column, let comment):
            let index = try columnIndex(column, table)
            var metadata = ColumnMetadata(json: table.columns[index].metadata)
            metadata.comment = comment
            table.columns[index].metadata = metadata.json
        case .setColumnType(let column, let type, let comment):
            let index = try columnIndex(column, table)
            let isCollation = type.isString && table.columns[index].dataType.collation != nil
            if isCollation {
                table.columns[index].dataType = type == .string ? .text(table.collation ?? .utf8Binary) : type
            }
            guard isCollation || table.columns[index].dataType == type else {
                let field = table.columns[index]
                throw PyriteError(
                    .analysis, "NOT_SUPPORTED_CHANGE_COLUMN", sqlState: "0A000",
                    "ALTER TABLE ALTER/CHANGE COLUMN is not supported for changing \(name.quoted)'s column "
                        + "\(quoteIdentifier(field.name)) with type \"\(field.dataType.sql)\" to "
                        + "\(quoteIdentifier(field.name)) with type \"\(type.sql)\".",
                    parameters: [
                        "table": name.quoted, "originName": quoteIdentifier(field.name),
                        "originType": "\"\(field.dataType.sql)\"", "newName": quoteIdentifier(field.name),
                        "newType": "\"\(type.sql)\"",
                    ])
            }
            if let comment {
                var metadata = ColumnMetadata(json: table.columns[index].metadata)
                metadata.comment = comment
                table.columns[index].metadata = metadata.json
            }
        case .setLocation(let location): table.location = try FileListing.localPath(location)
        case .unsupported(let operation): throw Self.unsupportedOperation(name, operation)
        case .addPartitions(let partitions, let ifNotExists):
            return try addPartitions(partitions, name, table, ifNotExists: ifNotExists)
        case .dropPartitions(let partitions, let ifExists):
            return try dropPartitions(partitions, name, table, ifExists: ifExists)
        case .renamePartition(let old, let new): return try renamePartition(old, to: new, name, table)
        case .recoverPartitions: return caches.refresh(path: try location(name, table))
        default: throw Self.unsupportedOperation(name, "this ALTER TABLE")
        }
        try store.save(.table(table), name.database, name.name)
    }

    private func columnIndex(_ column: [String], _ table: CreateTable) throws -> Int {
        guard column.count == 1,
            let index = table.columns.firstIndex(where: { $0.name.lowercased() == column[0].lowercased() })
        else {
            let name = column.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "UNRESOLVED_COLUMN.WITH_SUGGESTION", sqlState: "42703",
                "A column, variable, or function parameter with name \(name) cannot be resolved. Did you mean one of the "
                    + "following? [\(table.columns.map { quoteIdentifier($0.name) }.joined(separator: ", "))].",
                parameters: ["objectName": name])
        }
        return index
    }

    private func rename(_ name: ObjectName, _ object: CatalogStore.Object, to target: [String]) throws {
        let new = try objectName(target, in: name.database)
        guard CatalogStore.isValidName(new.name) else { throw Self.invalidName(target.last ?? "") }
        guard try store.databaseExists(new.database) else { throw Self.missingDatabase([new.database]) }
        guard try store.object(new.database, new.name) == nil else { throw Self.tableExists(new.quoted) }
        switch object {
        case .table(var table):
            if table.location == nil {
                let old = try location(name, table)
                if FileTree.exists(old) { try FileTree.rename(old, to: try location(new, table)) }
            }
            table.name = new.parts
            try store.save(.table(table), new.database, new.name)
        case .view(var view):
            view.name = [new.database, new.name]
            try store.save(.view(view), new.database, new.name)
        }
        try store.remove(name.database, name.name)
    }

    func truncate(_ parts: [String], _ partition: [PartitionValue], origin: Origin?) throws {
        let (name, table) = try catalogTable(parts, origin: origin)
        let root = try location(name, table)
        defer { caches.refresh(path: root) }
        guard !partition.isEmpty else {
            for entry in (try? FileTree.list(root)) ?? [] where !entry.isFolder || table.partitionColumns.isEmpty {
                FileTree.remove("\(root)/\(entry.name)")
            }
            for folder in try partitionFolders(root, table) { empty("\(root)/\(folder)") }
            return
        }
        for folder in try matchingPartitions(partition, name, table) { empty("\(root)/\(folder)") }
    }

    private func empty(_ folder: String) {
        for entry in (try? FileTree.list(folder)) ?? [] { FileTree.remove("\(folder)/\(entry.name)") }
    }

    // MARK: Partitions

    /// The `a=1/b=2` folders of a partitioned table, sorted.
    func partitionFolders(_ root: String, _ table: CreateTable) throws -> [String] {
        var folders = [""]
        for _ in table.partitionColumns {
            folders = folders.flatMap { folder -> [String] in
                let path = folder.isEmpty ? root : "\(root)/\(folder)"
                return ((try? FileTree.list(path)) ?? []).compactMap { entry in
                    guard entry.isFolder, entry.name.utf8.contains(UInt8(ascii: "=")), entry.name.first != "." else {
                        return nil
                    }
                    return folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
                }
            }
        }
        return table.partitionColumns.isEmpty ? [] : folders.sorted()
    }

    /// The value of a partition's column as it stands in a folder's name.
    private func folderPart(_ value: PartitionValue, _ table: CreateTable) throws -> (column: String, text: String?) {
        guard let column = table.partitionColumns.first(where: { $0.lowercased() == value.column.lowercased() }),
            let field = table.columns.first(where: { $0.name == column })
        else { throw Self.missingPartitions(try objectName(table.name), [value]) }
        guard let expression = value.value else { return (column, nil) }
        let cast = Expression.cast(Cast(.cast(Cast(expression, to: field.dataType)), to: .string))
        var text: String?
        if case .string(let value) = try constant(cast).value { text = value }
        let folder = PartitionPath.folder(column, text)
        return (column, folder.split(separator: "=", maxSplits: 1).last.map(String.init))
    }

    static func missingPartitions(_ name: ObjectName, _ values: [PartitionValue]) -> PyriteError {
        let shown = values.map { "\(quoteIdentifier($0.column)) = \($0.value?.prettySQL ?? "")" }
        return PyriteError(
            .analysis, "PARTITIONS_NOT_FOUND", sqlState: "428FT",
            "The partition(s) PARTITION (\(shown.joined(separator: ", "))) cannot be found in table \(name.quoted).\nVerify "
                + "the partition specification and table name.\nTo tolerate the error on drop use ALTER TABLE … DROP IF "
                + "EXISTS PARTITION.",
            parameters: ["partitionList": "PARTITION (\(shown.joined(separator: ", ")))", "tableName": name.quoted])
    }

    /// The folders of the partitions that a specification of some columns means.
    func matchingPartitions(
        _ specification: [PartitionValue], _ name: ObjectName, _ table: CreateTable
    ) throws -> [String] {
        let wanted = try specification.map { try folderPart($0, table) }
        return try partitionFolders(try location(name, table), table).filter { folder in
            let parts = folder.split(separator: "/")
            return wanted.allSatisfy { column, text in
                text == nil || parts.contains { $0.lowercased() == "\(column)=\(text ?? "")".lowercased() }
            }
        }
    }

    /// The folder of one partition, given by all columns.
    private func folder(_ values: [PartitionValue], _ table: CreateTable) throws -> String {
        let given = try values.map { try folderPart($0, table) }
        return try table.partitionColumns.map { column in
            guard let value = given.first(where: { $0.column == column }), let text = value.text else {
                throw PyriteError(
                    .analysis, "INVALID_PARTITION_OPERATION.PARTITION_MANAGEMENT_IS_UNSUPPORTED", sqlState: "42601",
                    "The partition command is invalid. All partition columns must be given.")
            }
            return "\(column)=\(text)"
        }.joined(separator: "/")
    }

    private func addPartitions(
        _ partitions: [[PartitionValue]], _ name: ObjectName, _ table: CreateTable, ifNotExists: Bool
    ) throws {
        let root = try location(name, table)
        for values in partitions {
            let path = "\(root)/\(try folder(values, table))"
            if FileTree.exists(path) {
                if ifNotExists { continue }
                throw PyriteError(
                    .analysis, "PARTITIONS_ALREADY_EXIST", sqlState: "428FT",
                    "Cannot ADD or RENAME TO partition(s) \(values.map(\.column).joined(separator: ", ")) in table "
                        + "\(name.quoted) because they already exist.", parameters: ["tableName": name.quoted])
            }
            try FileTree.makeFolders(path)
        }
    }

    private func dropPartitions(
        _ partitions: [[PartitionValue]], _ name: ObjectName, _ table: CreateTable, ifExists: Bool
    ) throws {
        let root = try location(name, table)
        defer { caches.refresh(path: root) }
        for values in partitions {
            let folders = try matchingPartitions(values, name, table)
            if folders.isEmpty, !ifExists { throw Self.missingPartitions(name, values) }
            for folder in folders {
                FileTree.remove("\(root)/\(folder)")
                removeEmptyParents(of: folder, in: root)
            }
        }
    }

    private func removeEmptyParents(of folder: String, in root: String) {
        var parts = folder.split(separator: "/").map(String.init)
        while parts.count > 1 {
            parts.removeLast()
            let path = "\(root)/\(parts.joined(separator: "/"))"
            guard let entries = try? FileTree.list(path), entries.isEmpty else { return }
            FileTree.remove(path)
        }
    }

    private func renamePartition(
        _ old: [PartitionValue], to new: [PartitionValue], _ name: ObjectName, _ table: CreateTable
    ) throws {
        let root = try location(name, table)
        let (from, to) = (try folder(old, table), try folder(new, table))
        guard FileTree.exists("\(root)/\(from)") else { throw Self.missingPartitions(name, old) }
        try FileTree.makeFolders(FileTree.split("\(root)/\(to)").parent)
        try FileTree.rename("\(root)/\(from)", to: "\(root)/\(to)")
        removeEmptyParents(of: from, in: root)
    }

    func showPartitions(_ parts: [String], _ specification: [PartitionValue], origin: Origin?) throws -> Answer {
        let (name, table) = try catalogTable(parts, origin: origin)
        guard !table.partitionColumns.isEmpty else {
            throw PyriteError(
                .analysis, "INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY", sqlState: "42601",
                "The partition command is invalid. Table \(name.quoted) is not partitioned.",
                parameters: ["name": name.quoted])
        }
        var answer = AnswerTable([StructField("partition", .string, nullable: false)])
        for folder in try matchingPartitions(specification, name, table) { answer.append([.string(folder)]) }
        return answer.result
    }
}
