import Columnar
import Plans
import SQL

/// Views that the catalog keeps: making them, and what they mean when they are read.
extension Session {
    func createPersistentView(_ request: CreateView) throws {
        let name = try objectName(request.name)
        guard CatalogStore.isValidName(name.name) else { throw Self.invalidName(request.name.last ?? "") }
        guard try store.databaseExists(name.database) else { throw Self.missingDatabase([name.database]) }
        if let existing = try store.object(name.database, name.name) {
            if request.ifNotExists { return }
            guard request.orReplace else { throw Self.tableExists(name.quoted) }
            guard case .view = existing else {
                throw Self.tableInsteadOfView(name, "CREATE OR REPLACE VIEW")
            }
        }
        try saveView(request, name)
    }

    static func tableInsteadOfView(_ name: ObjectName, _ operation: String) -> PyriteError {
        PyriteError(
            .analysis, "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", sqlState: "42809",
            "The table \(name.quoted) does not support \(operation).",
            parameters: ["tableName": name.quoted, "operation": operation])
    }

    func saveView(_ request: CreateView, _ name: ObjectName) throws {
        try rejectTemporary(in: request.plan, of: name)
        let isModeEnabled = configuration.isOn("spark.sql.legacy.viewSchemaBindingMode")
        if request.schemaMode != nil, !isModeEnabled {
            throw PyriteError(
                .parse, "FEATURE_NOT_ENABLED", sqlState: "56038",
                "The feature VIEW ... WITH SCHEMA ... is not enabled. Consider setting the config "
                    + "spark.sql.legacy.viewSchemaBindingMode to true to enable this capability.",
                parameters: [
                    "featureName": "VIEW ... WITH SCHEMA ...",
                    "configKey": "spark.sql.legacy.viewSchemaBindingMode", "configValue": "true",
                ])
        }
        let output = try schema(of: request.plan)
        var view = request
        view.name = [name.database, name.name]
        view.orReplace = false
        view.ifNotExists = false
        view.properties[CreateView.databaseProperty] = currentDatabaseName
        view.remember(output)
        if isModeEnabled, view.schemaMode == nil {
            let compensates = configuration.isOn("spark.sql.legacy.viewSchemaCompensation")
            view.schemaMode = compensates ? .compensation : .binding
        }
        view.hasColumnList = !view.columnNames.isEmpty
        // Names that are given do not change.
        if view.hasColumnList, view.schemaMode == .evolution { view.schemaMode = .typeEvolution }
        if view.columnNames.isEmpty {
            view.columnNames = output.names
        } else if view.columnNames.count != output.count {
            let isMore = view.columnNames.count > output.count
            throw PyriteError(
                .analysis,
                "CREATE_VIEW_COLUMN_ARITY_MISMATCH.\(isMore ? "NOT_ENOUGH_DATA_COLUMNS" : "TOO_MANY_DATA_COLUMNS")",
                sqlState: "21S01",
                "Cannot create view \(name.quoted), the reason is \(isMore ? "not enough" : "too many") data columns.",
                parameters: [
                    "viewName": name.quoted, "viewColumns": view.columnNames.joined(separator: ", "),
                    "dataColumns": output.names.joined(separator: ", "),
                ])
        }
        let written = view.columnComments
        view.columnComments = output.fields.enumerated().map { index, field in
            (index < written.count ? written[index] : nil) ?? ColumnMetadata(json: field.metadata).comment
        }
        var seen = Set<String>()
        for column in view.columnNames where !seen.insert(column.lowercased()).inserted {
            throw Self.columnExists(column)
        }
        try store.save(.view(view), name.database, name.name)
    }

    /// A persistent view may not outlive what it names.
    private func rejectTemporary(in plan: LogicalPlan, of name: ObjectName) throws {
        if case .unresolvedRelation(let relation) = plan, view(relation.nameParts) != nil {
            let quoted = relation.nameParts.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "INVALID_TEMP_OBJ_REFERENCE", sqlState: "42K0F",
                "Cannot create the persistent object \(name.quoted) of the type VIEW because it references to the temporary "
                    + "object \(quoted) of the type VIEW. Please make the temporary object \(quoted) persistent, or make the "
                    + "persistent object \(name.quoted) temporary.",
                parameters: ["obj": "VIEW", "objName": name.quoted, "tempObj": "VIEW", "tempObjName": quoted])
        }
        for child in plan.children { try rejectTemporary(in: child, of: name) }
        for expression in plan.expressions {
            for subquery in expression.unresolvedSubqueries { try rejectTemporary(in: subquery.plan, of: name) }
        }
        if case .with(let with) = plan {
            for definition in with.definitions { try rejectTemporary(in: definition.plan, of: name) }
        }
    }

    /// A persistent view's query, its names read in the database that the view was made in.
    func query(of view: CreateView) throws -> LogicalPlan {
        let database = view.properties[CreateView.databaseProperty] ?? CatalogStore.defaultDatabase
        var options = parserOptions
        options.defaultCollation = view.collation
        options.setting = nil
        let plan = qualified(try SQLParser(view.text, options: options).parseQuery(), database, hidden: [])
        if view.schemaMode == .evolution, !view.hasColumnList { return plan }
        guard let known = try view.rememberedColumns(), known.count == view.columnNames.count else {
            return .toDF(plan, names: view.columnNames)
        }
        let columns = known.enumerated().map { index, field in
            let alike = known.indices.filter { known[$0].name.lowercased() == field.name.lowercased() }
            let comment = index < view.columnComments.count ? view.columnComments[index] : nil
            return ViewQuery.Column(
                name: view.columnNames[index], queryName: field.name, ordinal: alike.firstIndex(of: index) ?? 0,
                count: alike.count, type: field.dataType,
                metadata: comment.map { ColumnMetadata(comment: $0).json ?? "" })
        }
        return .viewQuery(
            ViewQuery(
                plan, columns: columns, mode: view.schemaMode ?? .compensation,
                viewName: [CatalogStore.catalogName] + view.name.suffix(2), text: view.text))
    }

    /// A persistent view's columns: as they were when it was made, unless they go with those of its query.
    func columns(of view: CreateView, _ name: ObjectName) throws -> [StructField] {
        if view.schemaMode == .typeEvolution || view.schemaMode == .evolution,
            let fields = try? schema(of: .unresolvedRelation(UnresolvedRelation(name.parts))).fields
        {
            return fields
        }
        guard let known = try view.rememberedColumns(), known.count == view.columnNames.count else {
            return try schema(of: .unresolvedRelation(UnresolvedRelation(name.parts))).fields
        }
        return known.enumerated().map { index, field in
            let comment = index < view.columnComments.count ? view.columnComments[index] : nil
            return StructField(
                view.columnNames[index], field.dataType, nullable: field.nullable,
                metadata: ColumnMetadata(comment: comment).json)
        }
    }

    private func qualified(_ plan: LogicalPlan, _ database: String, hidden: Set<String>) -> LogicalPlan {
        switch plan {
        case .unresolvedRelation(var relation):
            guard relation.nameParts.count == 1, !hidden.contains(relation.nameParts[0].lowercased()) else {
                return plan
            }
            let name = relation.nameParts[0]
            relation.nameParts = [database, name]
            return .subqueryAlias(SubqueryAlias(.unresolvedRelation(relation), [database, name]))
        case .with(var with):
            var hidden = hidden
            with.definitions = with.definitions.map { definition in
                var definition = definition
                if with.isRecursive { hidden.insert(definition.name.lowercased()) }
                definition.plan = qualified(definition.plan, database, hidden: hidden)
                hidden.insert(definition.name.lowercased())
                return definition
            }
            with.child = qualified(with.child, database, hidden: hidden)
            return .with(with)
        default:
            return plan.mapChildren { qualified($0, database, hidden: hidden) }.mapExpressions { expression in
                expression.transformUp { node in
                    guard case .unresolvedSubquery(var subquery) = node else { return node }
                    subquery.plan = qualified(subquery.plan, database, hidden: hidden)
                    return .unresolvedSubquery(subquery)
                }
            }
        }
    }
}

extension Expression {
    /// The subqueries in an expression as it was written.
    fileprivate var unresolvedSubqueries: [Subquery] {
        var found: [Subquery] = []
        _ = contains { node in
            if case .unresolvedSubquery(let subquery) = node { found.append(subquery) }
            return false
        }
        return found
    }
}
