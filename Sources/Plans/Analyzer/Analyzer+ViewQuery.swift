import Columnar
import Functions

extension Analyzer {
    /// A persistent view's columns, taken from its query by name.
    func resolveViewQuery(_ view: ViewQuery, _ environment: Environment) throws -> Resolved {
        let child = try resolve(view.child, environment)
        let list = try view.columns.map { column -> Expression in
            let candidates = child.visible.filter { $0.name.lowercased() == column.queryName.lowercased() }
            guard candidates.count == column.count, candidates.indices.contains(column.ordinal) else {
                throw Self.incompatible(view, column, candidates)
            }
            let found = candidates[column.ordinal]
            var value = Expression.attribute(found)
            switch view.mode {
            case .binding:
                guard found.type.upCasts(to: column.type) else { throw Self.narrowing(found, to: column.type) }
                value = .cast(Cast(value, to: column.type, mode: .ansi))
            case .compensation: value = .cast(Cast(value, to: column.type, mode: .ansi))
            case .typeEvolution, .evolution: break
            }
            if found.type.simpleString == column.type.simpleString { value = .attribute(found) }
            let metadata = column.metadata ?? found.metadata
            return .alias(Alias(value, column.name, metadata: metadata))
        }
        return try project(child, try selectList(list, child, environment))
    }

    private static func incompatible(
        _ view: ViewQuery, _ column: ViewQuery.Column, _ candidates: [Attribute]
    ) -> PyriteError {
        let name = view.viewName.map(quoteIdentifier).joined(separator: ".")
        let found = "[\(candidates.map(\.name).joined(separator: ","))]"
        let suggestion =
            "CREATE OR REPLACE VIEW \(view.viewName.map(quoteIfNeeded).joined(separator: ".")) AS \(view.text)"
        return PyriteError(
            .analysis, "INCOMPATIBLE_VIEW_SCHEMA_CHANGE", sqlState: "51024",
            "The SQL query of view \(name) has an incompatible schema change and column \(column.queryName) cannot be "
                + "resolved. Expected \(column.count) columns named \(column.queryName) but got \(found).\nPlease try to "
                + "re-create the view by running: \(suggestion).",
            parameters: [
                "viewName": name, "colName": column.queryName, "expectedNum": "\(column.count)", "actualCols": found,
                "suggestion": suggestion,
            ])
    }

    private static func narrowing(_ column: Attribute, to type: DataType) -> PyriteError {
        let name = (column.qualifier + [column.name]).joined(separator: ".")
        let (from, to) = ("\"\(column.type.sql)\"", "\"\(type.sql)\"")
        return PyriteError(
            .analysis, "CANNOT_UP_CAST_DATATYPE", sqlState: "42846",
            "Cannot up cast \(name) from \(from) to \(to).\nThe type path of the target object is:\n\nYou can either add an "
                + "explicit cast to the input data or choose a higher precision type of the field in the target object",
            parameters: ["expression": name, "sourceType": from, "targetType": to, "details": ""])
    }
}

extension DataType {
    /// Whether all values of this type are values of the other one, too: what may be cast without losing anything.
    func upCasts(to other: DataType) -> Bool {
        if simpleString == other.simpleString { return true }
        switch (self, other) {
        case (.null, _): return true
        case (.array, _), (.map, _), (.structure, _): break
        case (_, let target) where target.isString: return true
        default: break
        }
        switch (self, other) {
        case (.date, .timestamp), (.date, .timestampNTZ), (.timestamp, .timestampNTZ), (.timestampNTZ, .timestamp):
            return true
        case (.decimal(let precision, let scale), .decimal(let wider, let widerScale)):
            return wider - widerScale >= precision - scale && widerScale >= scale
        case (_, .decimal(let precision, let scale)):
            guard isIntegral, case .decimal(let digits, _)? = asDecimal else { return false }
            return precision - scale >= digits
        case (.array(let a, let holdsNull), .array(let b, let mayHoldNull)):
            return a.upCasts(to: b) && (mayHoldNull || !holdsNull)
        case (.map(let a, let b, let holdsNull), .map(let c, let d, let mayHoldNull)):
            return a.upCasts(to: c) && b.upCasts(to: d) && (mayHoldNull || !holdsNull)
        case (.structure(let a), .structure(let b)):
            return a.fields.count == b.fields.count
                && zip(a.fields, b.fields).allSatisfy {
                    $0.dataType.upCasts(to: $1.dataType) && ($1.nullable || !$0.nullable)
                }
        default:
            guard let rank = TypeCoercion.rank(self), let target = TypeCoercion.rank(other) else { return false }
            return rank <= target
        }
    }
}
