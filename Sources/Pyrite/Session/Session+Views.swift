import Columnar
import Plans

extension Session {
    static let globalDatabase = "global_temp"

    /// A temporary view by a name of one part, or a global one by `global_temp.name`.
    func view(_ name: [String]) -> ViewTable.View? {
        if name.count == 1 { return views[name[0]] }
        if name.count == 2, name[0].lowercased() == Self.globalDatabase { return runtime.globalViews[name[1]] }
        return Self.sessionName(name).flatMap { views[$0] }
    }

    /// The last part of `session.a` and `system.session.a`, names of the session's own objects.
    static func sessionName(_ name: [String]) -> String? {
        let path = name.dropLast().map { $0.lowercased() }
        return path == ["session"] || path == ["system", "session"] ? name.last : nil
    }

    /// What columns of the view can be qualified with.
    func qualifier(ofView name: [String], _ view: ViewTable.View) -> [String] {
        name.count == 2 && Self.sessionName(name) == nil ? [Self.globalDatabase, view.name] : [view.name]
    }

    func createView(_ request: CreateView) throws {
        let isGlobal = request.scope == .global
        let named = Self.viewName(request.name, isGlobal: isGlobal)
        guard let name = named, !name.isEmpty else {
            guard request.origin == nil || isGlobal else {
                throw Self.invalidQualifier("VIEW", request.name).at(request.origin)
            }
            let text = request.name.joined(separator: ".")
            throw PyriteError(
                .analysis, "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", sqlState: "428EK",
                "CREATE TEMPORARY VIEW or the corresponding Dataset APIs only accept single-part view names, but got: "
                    + "\(text).", parameters: ["actualName": text])
        }
        var plan = bound(request.plan)
        if !request.columnNames.isEmpty {
            plan = .subqueryAlias(SubqueryAlias(plan, [name], columnNames: request.columnNames))
        }
        // What is wrong with the view is told when it is made.
        _ = try schema(of: plan)
        let table = isGlobal ? runtime.globalViews : views
        let text = request.text.isEmpty ? nil : request.text
        let view = ViewTable.View(name: name, plan: plan, text: text, database: currentDatabaseName)
        try table.insert(view, orReplace: request.orReplace)
    }

    private static func viewName(_ parts: [String], isGlobal: Bool) -> String? {
        if parts.count == 1 { return parts[0] }
        if !isGlobal, let name = sessionName(parts) { return name }
        if isGlobal, parts.count == 2, parts[0].lowercased() == globalDatabase { return parts[1] }
        return nil
    }

    /// A temporary object is named with another database than the session's own.
    static func invalidQualifier(_ type: String, _ name: [String]) -> PyriteError {
        let last = quoteIdentifier(name.last ?? "")
        let qualifier = name.dropLast().map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .parse, "INVALID_TEMP_OBJ_QUALIFIER", sqlState: "42602",
            "Temporary \(type) \(last) cannot be qualified with \(qualifier). Temporary objects can only be qualified with "
                + "SESSION or SYSTEM.SESSION.",
            parameters: ["objectType": type, "objectName": last, "qualifier": qualifier])
    }

    /// Whether there was a temporary view of this name. Its kept rows are let go.
    @discardableResult
    func dropTemporaryView(_ name: [String]) throws -> Bool {
        let dropped: ViewTable.View?
        if name.count == 1 {
            dropped = views.remove(name[0])
        } else if name.count == 2, name[0].lowercased() == Self.globalDatabase {
            dropped = runtime.globalViews.remove(name[1])
        } else {
            dropped = Self.sessionName(name).flatMap { views.remove($0) }
        }
        guard let dropped else { return false }
        if !caches.isEmpty, let plan = try? analyze(dropped.plan, context()) { caches.remove(plan) }
        return true
    }

    static func missingTable(_ name: [String]) -> PyriteError {
        let quoted = name.map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .analysis, "TABLE_OR_VIEW_NOT_FOUND", sqlState: "42P01",
            "The table or view \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog.\n"
                + "If you did not qualify the name with a schema, verify the current_schema() output, or qualify the name "
                + "with the correct schema and catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS or DROP "
                + "TABLE IF EXISTS.", parameters: ["relationName": quoted])
    }

    /// The query with the temporary views that it names put in their place, so that it keeps its meaning when they
    /// change; `nil` when it names none.
    package func withoutViews(_ plan: LogicalPlan) -> LogicalPlan? { namesViews(plan) ? bound(plan) : nil }

    private func namesViews(_ plan: LogicalPlan) -> Bool {
        if case .unresolvedRelation(let relation) = plan { return view(relation.nameParts) != nil }
        if case .with(let with) = plan, with.definitions.contains(where: { namesViews($0.plan) }) { return true }
        return plan.children.contains(where: namesViews)
            || plan.expressions.contains { expression in
                expression.contains { node in
                    guard case .unresolvedSubquery(let subquery) = node else { return false }
                    return namesViews(subquery.plan)
                }
            }
    }

    /// The plan with the views that it names put in their place, so that a view keeps its meaning when others change.
    func bound(_ plan: LogicalPlan) -> LogicalPlan { bound(plan, hidden: []) }

    /// `hidden`: names of common table expressions, which come before views.
    private func bound(_ plan: LogicalPlan, hidden: Set<String>) -> LogicalPlan {
        switch plan {
        case .unresolvedRelation(let relation):
            if relation.nameParts.count == 1, hidden.contains(relation.nameParts[0].lowercased()) { return plan }
            guard let view = view(relation.nameParts) else { return plan }
            return .subqueryAlias(SubqueryAlias(view.plan, qualifier(ofView: relation.nameParts, view)))
        case .with(var with):
            var hidden = hidden
            with.definitions = with.definitions.map { definition in
                var definition = definition
                definition.plan = bound(definition.plan, hidden: hidden)
                hidden.insert(definition.name.lowercased())
                return definition
            }
            with.child = bound(with.child, hidden: hidden)
            return .with(with)
        default:
            return plan.mapChildren { bound($0, hidden: hidden) }.mapExpressions { expression in
                expression.transformUp { node in
                    guard case .unresolvedSubquery(var subquery) = node else { return node }
                    subquery.plan = bound(subquery.plan, hidden: hidden)
                    return .unresolvedSubquery(subquery)
                }
            }
        }
    }
}
