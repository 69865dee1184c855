extension Schema {
    /// The tree that `printSchema()` prints, ending in a newline.
    package func treeString(maxLevel: Int = .max) -> String {
        var out = "root\n"
        appendTree(prefix: " |", level: 1, maxLevel: maxLevel, to: &out)
        return out
    }

    fileprivate func appendTree(prefix: String, level: Int, maxLevel: Int, to out: inout String) {
        guard level <= maxLevel else { return }
        for field in fields {
            out += "\(prefix)-- \(field.name): \(field.dataType.typeName) (nullable = \(field.nullable))\n"
            field.dataType.appendTree(prefix: prefix + "    |", level: level + 1, maxLevel: maxLevel, to: &out)
        }
    }
}

extension DataType {
    fileprivate func appendTree(prefix: String, level: Int, maxLevel: Int, to out: inout String) {
        guard level <= maxLevel else { return }
        switch self {
        case .structure(let schema):
            schema.appendTree(prefix: prefix, level: level, maxLevel: maxLevel, to: &out)
        case .array(let element, let containsNull):
            out += "\(prefix)-- element: \(element.typeName) (containsNull = \(containsNull))\n"
            element.appendTree(prefix: prefix + "    |", level: level + 1, maxLevel: maxLevel, to: &out)
        case .map(let key, let value, let valueContainsNull):
            out += "\(prefix)-- key: \(key.typeName)\n"
            key.appendTree(prefix: prefix + "    |", level: level + 1, maxLevel: maxLevel, to: &out)
            out += "\(prefix)-- value: \(value.typeName) (valueContainsNull = \(valueContainsNull))\n"
            value.appendTree(prefix: prefix + "    |", level: level + 1, maxLevel: maxLevel, to: &out)
        default: break
        }
    }
}
