import Columnar

extension Resolved {
    enum Lookup {
        case found(Attribute, nested: ArraySlice<String>)
        case ambiguous([Attribute])
        case missing
    }

    /// Finds the column that a name as written means: an optional qualifier, the column, then fields of nested structs.
    /// A longer qualifier wins. O(columns x parts).
    func lookup(_ parts: [String], planID: Int64?) -> Lookup {
        if let planID, let columns = planColumns[planID] {
            let present = Set((visible + hidden + plan.output).map(\.id))
            let candidates = columns.filter { present.contains($0.id) }
            return Resolved.lookup(parts, among: candidates)
        }
        let result = Resolved.lookup(parts, among: visible)
        if case .missing = result {
            if !metadata.isEmpty, case .missing = Resolved.lookup(parts, among: hidden) {
                return Resolved.lookup(parts, among: metadata)
            }
            return Resolved.lookup(parts, among: hidden)
        }
        if parts.count > 1, !hidden.isEmpty, case .found(_, let nested) = result, !nested.isEmpty {
            // `t.k` may be both field k of a column t and the hidden key of relation t: the relation wins.
            if case .found(let attribute, let rest) = Resolved.lookup(parts, among: hidden) {
                return .found(attribute, nested: rest)
            }
        }
        return result
    }

    static func lookup(_ parts: [String], among attributes: [Attribute]) -> Lookup {
        let lowered = parts.map { $0.lowercased() }
        for qualifierCount in stride(from: min(parts.count - 1, 3), through: 0, by: -1) {
            let name = lowered[qualifierCount]
            let qualifier = lowered[..<qualifierCount]
            var matches: [Attribute] = []
            for attribute in attributes where attribute.name.count == parts[qualifierCount].count {
                guard attribute.name.lowercased() == name, attribute.isQualified(by: qualifier) else { continue }
                if !matches.contains(where: { $0.id == attribute.id }) { matches.append(attribute) }
            }
            if matches.count > 1 { return .ambiguous(matches) }
            if let match = matches.first { return .found(match, nested: parts[(qualifierCount + 1)...]) }
        }
        return .missing
    }
}

extension Attribute {
    /// Whether the lower-case `parts` are the end of the attribute's qualifier.
    fileprivate func isQualified(by parts: ArraySlice<String>) -> Bool {
        guard parts.count <= qualifier.count else { return false }
        return zip(parts, qualifier.suffix(parts.count)).allSatisfy { $0 == $1.lowercased() }
    }

    /// The column under the name by which a query calls it: `SELECT ID` gives a column `ID` even where the table has `id`.
    /// - Parameter nested: the parts that follow the column's name.
    func named(as parts: [String], _ nested: ArraySlice<String>) -> Attribute {
        let position = parts.count - nested.count - 1
        guard parts.indices.contains(position), parts[position] != name else { return self }
        var renamed = self
        renamed.name = parts[position]
        return renamed
    }

    /// The name with its qualifier, quoted: `` `t`.`a` ``.
    var quotedName: String { (qualifier + [name]).map(quoteIdentifier).joined(separator: ".") }
}

extension PyriteError {
    var isUnresolvedColumn: Bool { condition.hasPrefix("UNRESOLVED_COLUMN") }
    /// Whether a name means nothing, more than one thing, or something without the wanted parts.
    var isAboutNames: Bool {
        isUnresolvedColumn
            || ["AMBIGUOUS_REFERENCE", "INVALID_EXTRACT_BASE_FIELD_TYPE", "FIELD_NOT_FOUND"].contains(condition)
    }
}

/// Errors about names, with suggestions.
enum NameError {
    static func unresolved(_ parts: [String], in scope: Resolved, origin: Origin?) -> PyriteError {
        let name = parts.map(quoteIdentifier).joined(separator: ".")
        let suggestions = similar(to: parts, among: scope.visible)
        var error: PyriteError
        if suggestions.isEmpty {
            error = PyriteError(
                .analysis, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", sqlState: "42703",
                "A column, variable, or function parameter with name \(name) cannot be resolved.",
                parameters: ["objectName": name])
        } else {
            let proposal = suggestions.joined(separator: ", ")
            error = PyriteError(
                .analysis, "UNRESOLVED_COLUMN.WITH_SUGGESTION", sqlState: "42703",
                "A column, variable, or function parameter with name \(name) cannot be resolved. Did you mean one of the "
                    + "following? [\(proposal)].",
                parameters: ["objectName": name, "proposal": proposal])
        }
        error.context = origin?.context
        return error
    }

    static func ambiguous(_ parts: [String], _ matches: [Attribute], origin: Origin?) -> PyriteError {
        let name = parts.map(quoteIdentifier).joined(separator: ".")
        let references = "[" + matches.map(\.quotedName).sorted().joined(separator: ", ") + "]"
        var error = PyriteError(
            .analysis, "AMBIGUOUS_REFERENCE", sqlState: "42704",
            "Reference \(name) is ambiguous, could be: \(references).",
            parameters: ["name": name, "referenceNames": references])
        error.context = origin?.context
        return error
    }

    /// At most five names, the nearest by edit distance first; of equally near ones the first by the alphabet. The written
    /// name is compared without its quotes, the others with theirs. The qualifier is left out when it tells nothing.
    private static func similar(to parts: [String], among attributes: [Attribute]) -> [String] {
        let sharesQualifier = Set(attributes.map { $0.qualifier.joined(separator: ".") }).count <= 1
        let isPlain = sharesQualifier && parts.count <= 1
        let target = parts.joined(separator: ".")
        let names = Set(
            attributes.map { attribute in
                let shown = isPlain ? [attribute.name] : Array(attribute.qualifier.suffix(1)) + [attribute.name]
                return shown.map(quoteIdentifier).joined(separator: ".")
            })
        return names.map { (distance(target, $0), $0) }.sorted { $0 < $1 }.prefix(5).map(\.1)
    }

    /// Levenshtein's edit distance. O(|a| x |b|).
    static func distance(_ a: String, _ b: String) -> Int {
        let x = Array(a.unicodeScalars)
        let y = Array(b.unicodeScalars)
        var row = Array(0...y.count)
        for i in 0..<x.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<y.count {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x[i] == y[j] ? 0 : 1))
                diagonal = above
            }
        }
        return row[y.count]
    }
}
