import Columnar
import Execution
import Formats
import Functions
import Plans
import SQL

/// INSERT, `insertInto`, `saveAsTable`: rows into tables of the catalog.
extension Session {
    func insert(_ request: Insert, control: QueryControl) throws {
        let (name, table) = try catalogTable(request.table, origin: request.origin)
        let fixed = try fixedPartition(request.partition, name, table)
        let targets = try insertTargets(request, name, table, fixed: fixed)
        let context = self.context(control)
        let input = try replacingDefaults(in: request.input, targets)
        let analyzed = try analyze(input, context)
        let root = try location(name, table)
        if request.isOverwrite { try rejectOverwriteOfSource(analyzed, root, name) }
        if request.ifNotExists, try !matchingPartitions(request.partition, name, table).isEmpty { return }
        let sources = try insertSources(request, name, table, targets: targets, analyzed.output)
        var narrowed: StructField?
        let list = try table.columns.map { field -> Expression in
            let value: Expression
            if let constant = fixed[field.name] {
                value = constant
            } else if let attribute = sources[field.name] {
                value = try storeAssigned(attribute, field, name)
                if attribute.type.isNumeric, field.dataType.isNumeric, attribute.type != field.dataType {
                    narrowed = narrowed ?? field
                }
            } else {
                value = try defaultValue(of: field)
            }
            return .alias(Alias(value, field.name, metadata: field.metadata, id: .fresh()))
        }
        var operation = WriteOperation(
            input: input, format: table.provider, target: .path(root), mode: .append,
            partitionBy: table.partitionColumns, options: table.options)
        let setting = configuration["spark.sql.sources.partitionOverwriteMode"]?.lowercased()
        let dynamic = request.isDynamic || setting == "dynamic"
        var replaced: [String] = []
        if request.isOverwrite, fixed.isEmpty {
            operation.mode = .overwrite
        } else if request.isOverwrite {
            // The files of the partitions that the constants name go once the new ones are there.
            replaced = try matchingPartitions(request.partition, name, table).flatMap { folder in
                ((try? FileTree.list("\(root)/\(folder)")) ?? []).map { "\(root)/\(folder)/\($0.name)" }
            }
        }
        do {
            try writeFiles(
                .project(Project(analyzed, list)), operation, format: table.provider ?? "parquet", to: root,
                isDynamic: dynamic && !table.partitionColumns.isEmpty, control)
        } catch let error as PyriteError where error.condition == "CAST_OVERFLOW" || error.isDecimalOverflow {
            guard let narrowed else { throw error }
            throw PyriteError(
                .arithmetic, "CAST_OVERFLOW_IN_TABLE_INSERT", sqlState: "22003",
                "Fail to assign a value to the \"\(narrowed.dataType.sql)\" type column or variable "
                    + "\(quoteIdentifier(narrowed.name)) due to an overflow. Use `try_cast` on the input value to tolerate "
                    + "overflow and return NULL instead.",
                parameters: [
                    "targetType": "\"\(narrowed.dataType.sql)\"", "columnName": quoteIdentifier(narrowed.name),
                ])
        }
        for path in replaced { FileTree.remove(path) }
        if !replaced.isEmpty { caches.refresh(path: root) }
        if request.isOverwrite, operation.mode == .overwrite, !FileTree.exists(root) { try FileTree.makeFolders(root) }
    }

    // MARK: Columns

    /// The constants of PARTITION (…), by column.
    private func fixedPartition(
        _ partition: [PartitionValue], _ name: ObjectName, _ table: CreateTable
    ) throws -> [String: Expression] {
        var fixed: [String: Expression] = [:]
        for value in partition {
            guard let column = table.partitionColumns.first(where: { $0.lowercased() == value.column.lowercased() }),
                let field = table.columns.first(where: { $0.name == column })
            else { throw Self.missingPartitions(name, [value]) }
            guard let written = value.value else { continue }
            let type = field.dataType.withoutStringLengths
            fixed[column] = .literal(try constant(.cast(Cast(written, to: type))).value, type)
        }
        return fixed
    }

    /// The columns that the input gives, in its order.
    private func insertTargets(
        _ request: Insert, _ name: ObjectName, _ table: CreateTable, fixed: [String: Expression]
    ) throws -> [StructField] {
        let open = table.columns.filter { fixed[$0.name] == nil }
        guard !request.columns.isEmpty else { return open }
        var seen = Set<String>()
        return try request.columns.map { column in
            guard column.nameParts.count == 1,
                let field = open.first(where: { $0.name.lowercased() == column.nameParts[0].lowercased() })
            else {
                let quoted = column.nameParts.map(quoteIdentifier).joined(separator: ".")
                let proposal = open.map { quoteIdentifier($0.name) }.joined(separator: ", ")
                throw PyriteError(
                    .analysis, "UNRESOLVED_COLUMN.WITH_SUGGESTION", sqlState: "42703",
                    "A column, variable, or function parameter with name \(quoted) cannot be resolved. Did you mean one of "
                        + "the following? [\(proposal)].", parameters: ["objectName": quoted, "proposal": proposal]
                ).at(request.headOrigin)
            }
            guard seen.insert(field.name).inserted else { throw Self.columnExists(field.name) }
            return field
        }
    }

    /// By column of the table: the input's column for it.
    private func insertSources(
        _ request: Insert, _ name: ObjectName, _ table: CreateTable, targets: [StructField], _ inputs: [Attribute]
    ) throws -> [String: Attribute] {
        var sources: [String: Attribute] = [:]
        if request.byName {
            for input in inputs {
                guard let field = targets.first(where: { $0.name.lowercased() == input.name.lowercased() }) else {
                    throw PyriteError(
                        .analysis, "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS", sqlState: "KD000",
                        "Cannot write incompatible data for the table \(name.quoted): Cannot write extra columns "
                            + "\(quoteIdentifier(input.name)).",
                        parameters: ["tableName": name.quoted, "extraColumns": quoteIdentifier(input.name)])
                }
                sources[field.name] = input
            }
            return sources
        }
        guard inputs.count == targets.count else { throw arityMismatch(request, name, table, targets, inputs) }
        for (field, input) in zip(targets, inputs) { sources[field.name] = input }
        return sources
    }

    private func arityMismatch(
        _ request: Insert, _ name: ObjectName, _ table: CreateTable, _ targets: [StructField], _ inputs: [Attribute]
    ) -> PyriteError {
        let dataColumns = inputs.map { quoteIdentifier($0.name) }.joined(separator: ", ")
        let tableColumns = targets.map { quoteIdentifier($0.name) }.joined(separator: ", ")
        if request.partition.contains(where: { $0.value != nil }), inputs.count < targets.count {
            return PyriteError(
                .analysis, "INSERT_PARTITION_COLUMN_ARITY_MISMATCH", sqlState: "21S01",
                "Cannot write to '\(name.quoted)', not enough data columns:\nTable columns: \(tableColumns).\nPartition "
                    + "columns with static values: "
                    + "\(request.partition.map { quoteIdentifier($0.column) }.joined(separator: ", ")).\n"
                    + "Data columns: \(dataColumns).",
                parameters: ["tableName": name.quoted, "tableColumns": tableColumns, "dataColumns": dataColumns])
        }
        let isLess = inputs.count < targets.count
        let kind = isLess ? "NOT_ENOUGH_DATA_COLUMNS" : "TOO_MANY_DATA_COLUMNS"
        return PyriteError(
            .analysis, "INSERT_COLUMN_ARITY_MISMATCH.\(kind)", sqlState: "21S01",
            "Cannot write to \(name.quoted), the reason is \(isLess ? "not enough" : "too many") data columns:\nTable "
                + "columns: \(tableColumns).\nData columns: \(dataColumns).",
            parameters: ["tableName": name.quoted, "tableColumns": tableColumns, "dataColumns": dataColumns])
    }

    // MARK: Values

    private func defaultValue(of field: StructField) throws -> Expression {
        let type = field.dataType.withoutStringLengths
        guard let text = ColumnMetadata(json: field.metadata).defaultText else { return .literal(.null, type) }
        let parsed = try SQLParser(text, options: parserOptions).parseExpression()
        return .literal(try constant(.cast(Cast(parsed, to: type))).value, type)
    }

    /// The input with the word DEFAULT, where it stands for a whole value, replaced by the column's default.
    private func replacingDefaults(in plan: LogicalPlan, _ targets: [StructField]) throws -> LogicalPlan {
        func replaced(_ values: [Expression]) throws -> [Expression] {
            try values.enumerated().map { index, value in
                guard index < targets.count, case .unresolvedAttribute(let name) = value.withoutAlias,
                    name.nameParts.count == 1, name.nameParts[0].lowercased() == "default"
                else { return value }
                return try defaultValue(of: targets[index])
            }
        }
        switch plan {
        case .inlineTable(var table):
            table.rows = try table.rows.map(replaced)
            return .inlineTable(table)
        case .located(let child, let origin): return .located(try replacingDefaults(in: child, targets), origin)
        case .subqueryAlias(var alias):
            alias.child = try replacingDefaults(in: alias.child, targets)
            return .subqueryAlias(alias)
        case .project(var project):
            project.expressions = try replaced(project.expressions)
            return .project(project)
        default: return plan
        }
    }

    /// The value as a column of the table takes it: cast if every value of its type can be meant to be one of the
    /// column's.
    private func storeAssigned(_ attribute: Attribute, _ field: StructField, _ name: ObjectName) throws -> Expression {
        let type = field.dataType.withoutStringLengths
        guard Self.canStore(attribute.type, in: type) else {
            throw PyriteError(
                .analysis, "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST", sqlState: "KD000",
                "Cannot write incompatible data for the table \(name.quoted): Cannot safely cast "
                    + "\(quoteIdentifier(field.name)) \"\(attribute.type.sql)\" to \"\(type.sql)\".",
                parameters: [
                    "tableName": name.quoted, "colName": quoteIdentifier(field.name),
                    "srcType": "\"\(attribute.type.sql)\"", "targetType": "\"\(type.sql)\"",
                ])
        }
        var value = Expression.attribute(attribute)
        if attribute.type != type { value = .cast(Plans.Cast(value, to: type, mode: .ansi, isExplicit: false)) }
        switch field.dataType {
        case .char(let length): return StringLength.limited(value, to: length, pads: true)
        case .varchar(let length): return StringLength.limited(value, to: length, pads: false)
        default: return value
        }
    }

    /// Spark's store assignment (ANSI): what may be written without an explicit cast.
    static func canStore(_ from: DataType, in to: DataType) -> Bool {
        if from == to || from == .null { return true }
        switch (from, to) {
        case (.array(let a, _), .array(let b, _)): return canStore(a, in: b)
        case (.map(let a, let x, _), .map(let b, let y, _)): return canStore(a, in: b) && canStore(x, in: y)
        case (.structure(let a), .structure(let b)):
            return a.count == b.count && zip(a.fields, b.fields).allSatisfy { canStore($0.dataType, in: $1.dataType) }
        case (.array, _), (.map, _), (.structure, _), (_, .array), (_, .map), (_, .structure): return false
        case (_, .string), (_, .collated): return true
        case (.date, .timestamp), (.date, .timestampNTZ), (.timestamp, .date), (.timestamp, .timestampNTZ),
            (.timestampNTZ, .date), (.timestampNTZ, .timestamp), (.yearMonthInterval, .yearMonthInterval),
            (.dayTimeInterval, .dayTimeInterval):
            return true
        default: return from.isNumeric && to.isNumeric
        }
    }

    private func rejectOverwriteOfSource(_ plan: LogicalPlan, _ root: String, _ name: ObjectName) throws {
        if case .scan(let scan) = plan, scan.paths.contains(root) {
            throw PyriteError(
                .analysis, "UNSUPPORTED_OVERWRITE.TABLE", sqlState: "42902",
                "Can't overwrite the target that is also being read from: the target table is \(name.quoted).",
                parameters: ["table": name.quoted])
        }
        for child in plan.children { try rejectOverwriteOfSource(child, root, name) }
    }

    // MARK: saveAsTable and insertInto

    func writeTable(_ operation: WriteOperation, _ parts: [String], control: QueryControl) throws {
        if view(parts) != nil { throw Self.tableExists(parts.map(quoteIdentifier).joined(separator: ".")) }
        let name = try objectName(parts)
        if operation.isInsert {
            var request = Insert(parts, operation.input, isOverwrite: operation.mode == .overwrite)
            request.byName = operation.insertsByName
            request.isDynamic = operation.options.contains {
                $0.key.lowercased() == "partitionoverwritemode" && $0.value.lowercased() == "dynamic"
            }
            return try insert(request, control: control)
        }
        if let existing = try store.object(name.database, name.name) {
            switch operation.mode {
            case .error: throw Self.tableExists(name.quoted)
            case .ignore: return
            case .append:
                var request = Insert(parts, operation.input, isOverwrite: false)
                request.byName = true
                return try insert(request, control: control)
            case .overwrite:
                if case .table(let table) = existing {
                    try rejectOverwriteOfSource(
                        try analyze(operation.input, context(control)), try location(name, table), name)
                }
                try dropObject(name)
            }
        }
        var table = CreateTable(parts)
        table.provider = operation.format
        table.options = operation.options
        table.partitionColumns = operation.partitionBy
        table.query = operation.input
        try createTable(table, control: control)
    }
}

extension PyriteError {
    fileprivate var isDecimalOverflow: Bool { condition.hasPrefix("NUMERIC_VALUE_OUT_OF_RANGE") }
}
