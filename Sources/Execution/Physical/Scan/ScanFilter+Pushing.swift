import Columnar
import Formats
import Plans

extension ScanFilter {
    /// The condition in the form that readers compare with statistics and dictionaries; `nil` when it has none or reads
    /// columns that are not in the files.
    init?(pushing expression: Expression, into schema: Schema) {
        switch expression {
        case .and(let left, let right):
            let parts = [left, right].compactMap { ScanFilter(pushing: $0, into: schema) }
            if parts.isEmpty { return nil }
            self = parts.count == 1 ? parts[0] : .all(parts)
        case .or(let left, let right):
            guard let a = ScanFilter(pushing: left, into: schema), let b = ScanFilter(pushing: right, into: schema)
            else { return nil }
            self = .any([a, b])
        case .call(let call): self.init(call, schema)
        default: return nil
        }
    }

    private init?(_ call: ScalarCall, _ schema: Schema) {
        func column(_ expression: Expression) -> StructField? {
            guard case .attribute(let attribute) = expression, let index = schema.index(ofName: attribute.name),
                schema.fields[index].dataType == attribute.type
            else { return nil }
            return schema.fields[index]
        }
        let arguments = call.arguments
        switch call.name {
        case "isnull" where arguments.count == 1:
            guard let field = column(arguments[0]) else { return nil }
            self = .isNull(column: field.name)
        case "isnotnull" where arguments.count == 1:
            guard let field = column(arguments[0]) else { return nil }
            self = .isNotNull(column: field.name)
        case "in" where arguments.count > 1:
            guard let field = column(arguments[0]) else { return nil }
            var values: [Value] = []
            for argument in arguments.dropFirst() {
                guard case .literal(let value, let type) = argument, type == field.dataType else { return nil }
                if !value.isNull { values.append(value) }
            }
            self = .oneOf(column: field.name, values)
        default:
            guard arguments.count == 2, let comparison = ScanFilter.comparison(call.name) else { return nil }
            if let field = column(arguments[0]), case .literal(let value, let type) = arguments[1],
                type == field.dataType, !value.isNull
            {
                self = .compare(column: field.name, comparison, value)
            } else if let field = column(arguments[1]), case .literal(let value, let type) = arguments[0],
                type == field.dataType, !value.isNull
            {
                self = .compare(column: field.name, ScanFilter.mirrored(comparison), value)
            } else {
                return nil
            }
        }
    }

    private static func comparison(_ name: String) -> Comparison? {
        switch name {
        case "=", "==": .equal
        case "!=", "<>": .notEqual
        case "<": .less
        case "<=": .lessOrEqual
        case ">": .greater
        case ">=": .greaterOrEqual
        default: nil
        }
    }

    private static func mirrored(_ comparison: Comparison) -> Comparison {
        switch comparison {
        case .equal, .notEqual: comparison
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
