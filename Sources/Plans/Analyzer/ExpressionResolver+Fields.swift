import Columnar
import Functions

extension ExpressionResolver {
    /// `withField` and `dropFields`, which have no name in SQL: the struct with other fields, null where it is null.
    func resolveFieldUpdate(_ call: UnresolvedFunction, _ name: String) throws -> Expression? {
        guard
            (name == "update_field" && call.arguments.count == 3)
                || (name == "drop_field" && call.arguments.count == 2),
            case .literal(.string(let path), .string) = call.arguments[1]
        else { return nil }
        let structure = try resolve(call.arguments[0]).withoutAlias
        let value = try call.arguments.count == 3 ? resolve(call.arguments[2]).withoutAlias : nil
        return try update(structure, fieldParts(path)[...], value)
    }

    private func update(
        _ structure: Expression, _ path: ArraySlice<String>, _ value: Expression?
    ) throws -> Expression {
        guard case .structure(let schema) = structure.dataType else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", sqlState: "42K09",
                "Cannot resolve \"update_fields(\(structure.prettySQL))\" due to data type mismatch: The first parameter "
                    + "requires the \"STRUCT\" type, however \"\(structure.prettySQL)\" has the type "
                    + "\"\(structure.dataType.sql)\".",
                parameters: [
                    "inputSql": "\"\(structure.prettySQL)\"", "inputType": "\"\(structure.dataType.sql)\"",
                    "requiredType": "\"STRUCT\"",
                ])
        }
        guard let name = path.first else { return structure }
        var fields: [(name: String, value: Expression)] = []
        var isFound = false
        for field in schema.fields {
            let current = try extract(from: structure, .literal(.string(field.name), .string))
            guard field.name.lowercased() == name.lowercased() else {
                fields.append((field.name, current))
                continue
            }
            isFound = true
            if path.count > 1 {
                fields.append((field.name, try update(current, path.dropFirst(), value)))
            } else if let value {
                fields.append((name, value))
            }
        }
        if !isFound {
            guard path.count == 1 else {
                throw PyriteError(
                    .analysis, "FIELD_NOT_FOUND", sqlState: "42704",
                    "No such struct field \(quoteIdentifier(name)) in "
                        + "\(schema.fields.map { quoteIdentifier($0.name) }.joined(separator: ", ")).",
                    parameters: [
                        "fieldName": quoteIdentifier(name),
                        "fields": schema.fields.map { quoteIdentifier($0.name) }.joined(separator: ", "),
                    ])
            }
            if let value { fields.append((name, value)) }
        }
        guard !fields.isEmpty else {
            throw PyriteError(
                .analysis, "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", sqlState: "42K09",
                "Cannot resolve \"update_fields(\(structure.prettySQL))\" due to data type mismatch: Cannot drop all fields "
                    + "in struct.", parameters: ["sqlExpr": "\"\(structure.prettySQL)\""])
        }
        let made = try resolve(
            .unresolvedFunction(
                UnresolvedFunction(
                    ["named_struct"], fields.flatMap { [.literal(.string($0.name), .string), $0.value] })))
        guard structure.nullable else { return made }
        let isNull = try resolve(.unresolvedFunction(UnresolvedFunction(["isnull"], [structure])))
        return .caseWhen(
            branches: [CaseBranch(when: isNull, then: .literal(.null, made.dataType))], otherwise: made)
    }

    /// The parts of a dotted field name; backquotes keep dots.
    private func fieldParts(_ path: String) -> [String] {
        var parts: [String] = [""]
        var quoted = false
        for character in path {
            switch character {
            case "`": quoted.toggle()
            case "." where !quoted: parts.append("")
            default: parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
