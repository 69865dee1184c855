import Columnar
import Plans
import Synchronization

/// Views by name, case ignored. Plans refer to nothing by name any more (see `Session.bound(_:)`).
final class ViewTable: Sendable {
    struct View: Sendable {
        var name: String
        var plan: LogicalPlan
        /// The query as written, for views that a statement made, and the database in use then.
        var text: String?
        var database = ""
    }
    private let views = Mutex<[String: View]>([:])

    subscript(name: String) -> View? { views.withLock { $0[name.lowercased()] } }

    /// All views, sorted by name.
    var all: [View] { views.withLock { Array($0.values) }.sorted { $0.name < $1.name } }

    /// Throws when there is one of that name and it may not be replaced.
    func insert(_ view: View, orReplace: Bool) throws {
        try views.withLock { views in
            let key = view.name.lowercased()
            guard orReplace || views[key] == nil else {
                let quoted = quoteIdentifier(view.name)
                throw PyriteError(
                    .tempTableExists, "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", sqlState: "42P07",
                    "Cannot create the temporary view \(quoted) because it already exists.\nChoose a different name, "
                        + "drop or replace the existing view.", parameters: ["relationName": quoted])
            }
            views[key] = view
        }
    }

    func remove(_ name: String) -> View? { views.withLock { $0.removeValue(forKey: name.lowercased()) } }

    func removeAll() { views.withLock { $0.removeAll() } }
}
