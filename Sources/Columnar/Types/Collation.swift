/// How strings are compared, grouped and sorted.
package struct Collation: Hashable, Sendable {
    package enum Comparison: Hashable, Sendable {
        /// Byte by byte, and so by code point.
        case bytes
        /// By the lower case of each code point.
        case lowerCase
    }
    package let comparison: Comparison
    /// Whether spaces at the end do not count (`…_RTRIM`).
    package let ignoresTrailingSpaces: Bool

    /// What strings have that nobody gave a collation.
    package static let utf8Binary = Collation(.bytes, ignoresTrailingSpaces: false)

    /// All that there are.
    package static let all = [false, true].flatMap {
        [Collation(.bytes, ignoresTrailingSpaces: $0), Collation(.lowerCase, ignoresTrailingSpaces: $0)]
    }

    private init(_ comparison: Comparison, ignoresTrailingSpaces: Bool) {
        self.comparison = comparison
        self.ignoresTrailingSpaces = ignoresTrailingSpaces
    }

    /// The collation of a name, case ignored.
    ///
    /// - Throws: `COLLATION_INVALID_NAME`; that locales are not supported for the names of ICU's collations.
    package init(name: String) throws(PyriteError) {
        var rest = name.uppercased()
        ignoresTrailingSpaces = rest.hasSuffix("_RTRIM")
        if ignoresTrailingSpaces { rest = String(rest.dropLast(6)) }
        switch rest {
        case "UTF8_BINARY": comparison = .bytes
        case "UTF8_LCASE": comparison = .lowerCase
        case _ where rest.hasPrefix("UTF8_"):
            throw Self.unknown(name, rest.hasPrefix("UTF8_L") ? "UTF8_LCASE" : "UTF8_BINARY")
        default:
            let parts = rest.split(separator: "_")
            let locale = parts.first.map(String.init) ?? ""
            let isUnicode =
                locale == "UNICODE" && parts.dropFirst().allSatisfy { ["CI", "CS", "AI", "AS"].contains($0) }
            guard isUnicode || locale.utf8.count == 2 else { throw Self.unknown(name, "UNICODE") }
            throw PyriteError.unsupported("the collation \(name), whose order is that of a locale")
        }
    }

    /// The collation of a name in a schema, behind that of its provider: `spark.UTF8_LCASE`.
    package init(qualifiedName: String) throws(PyriteError) {
        try self.init(name: String(qualifiedName.drop { $0 != "." }.dropFirst()))
    }

    package var name: String {
        (comparison == .bytes ? "UTF8_BINARY" : "UTF8_LCASE") + (ignoresTrailingSpaces ? "_RTRIM" : "")
    }

    private static func unknown(_ name: String, _ proposal: String) -> PyriteError {
        PyriteError(
            .analysis, "COLLATION_INVALID_NAME", sqlState: "42704",
            "The value \(name) does not represent a correct collation name. Suggested valid collation names: "
                + "[\(proposal)].",
            parameters: ["collationName": name, "proposals": proposal])
    }
}

extension DataType {
    /// The string type of a collation.
    package static func text(_ collation: Collation) -> DataType {
        collation == .utf8Binary ? .string : .collated(collation)
    }

    /// The collation of strings, and of arrays of strings; `nil` for other types.
    package var collation: Collation? {
        switch self {
        case .string, .char, .varchar: .utf8Binary
        case .collated(let collation): collation
        case .array(let element, _): element.collation
        default: nil
        }
    }

    /// The type with another collation for its strings, and for those of its arrays and maps.
    package func collated(by collation: Collation) -> DataType {
        switch self {
        case .string, .collated, .char, .varchar: .text(collation)
        case .array(let element, let containsNull): .array(element.collated(by: collation), containsNull: containsNull)
        case .map(let key, let value, let containsNull):
            .map(key.collated(by: collation), value.collated(by: collation), valueContainsNull: containsNull)
        default: self
        }
    }

    /// Whether strings of another collation than UTF8_BINARY are in the type, however deep.
    package var hasCollation: Bool { holds { if case .collated = $0 { true } else { false } } }

    /// Whether maps with collated keys are in the type.
    package var hasCollatedKeys: Bool {
        holds { if case .map(let key, _, _) = $0 { key.hasCollation } else { false } }
    }

    /// The type with plain strings.
    package var withoutCollations: DataType {
        guard hasCollation else { return self }
        return switch self {
        case .collated: .string
        case .array(let element, let containsNull): .array(element.withoutCollations, containsNull: containsNull)
        case .map(let key, let value, let containsNull):
            .map(key.withoutCollations, value.withoutCollations, valueContainsNull: containsNull)
        case .structure(let schema): .structure(schema.withoutCollations)
        default: self
        }
    }
}

extension Schema {
    package var hasCollation: Bool { fields.contains { $0.dataType.hasCollation } }

    package var withoutCollations: Schema {
        Schema(
            fields.map {
                var field = $0
                field.dataType = field.dataType.withoutCollations
                return field
            })
    }
}
