import Columnar
import Functions
import Plans
import SQL

/// Functions whose body is SQL, and what SHOW and DESCRIBE say of functions.
extension Session {
    func createFunction(_ request: CreateFunction) throws {
        guard let last = request.name.last else { return }
        let key = last.lowercased()
        if request.isTemporary {
            guard request.orReplace || request.ifNotExists || temporaryFunction(key) == nil else {
                throw Self.functionExists(quoteIdentifier(last))
            }
            if request.ifNotExists, temporaryFunction(key) != nil { return }
            try check(request, try sqlFunction(request, name: [last]))
            setTemporaryFunction(key, request)
            return
        }
        let name = try objectName(request.name)
        guard CatalogStore.isValidName(name.name) else { throw Self.invalidName(last) }
        guard try store.databaseExists(name.database) else { throw Self.missingDatabase([name.database]) }
        if try store.function(name.database, name.name) != nil {
            if request.ifNotExists { return }
            guard request.orReplace else { throw Self.functionExists(name.quoted) }
        }
        try check(request, try sqlFunction(request, name: name.parts))
        try store.save(request, name.database, name.name)
    }

    private static func functionExists(_ quoted: String) -> PyriteError {
        PyriteError(
            .analysis, "ROUTINE_ALREADY_EXISTS", sqlState: "42723",
            "Cannot create the routine \(quoted) because a routine of that name already exists. Choose a different name, "
                + "drop or replace the existing routine, or add the IF NOT EXISTS clause to tolerate a pre-existing "
                + "routine.", parameters: ["routineName": quoted, "newRoutineType": "routine"])
    }

    func dropFunction(_ parts: [String], ifExists: Bool, isTemporary: Bool) throws {
        if isTemporary {
            guard let last = parts.last, dropTemporaryFunction(last.lowercased()) || ifExists else {
                throw Self.missingFunction(parts.map(quoteIdentifier).joined(separator: "."))
            }
            return
        }
        let name = try objectName(parts)
        guard try store.function(name.database, name.name) != nil else {
            if ifExists { return }
            throw Self.missingFunction(name.quoted)
        }
        try store.removeFunction(name.database, name.name)
    }

    private static func missingFunction(_ quoted: String) -> PyriteError {
        PyriteError(
            .analysis, "ROUTINE_NOT_FOUND", sqlState: "42883",
            "The routine \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog.\nTo "
                + "tolerate the error on drop use DROP ... IF EXISTS.", parameters: ["routineName": quoted])
    }

    /// A function with a SQL body by its name: temporary ones first.
    func sqlFunction(_ parts: [String]) throws -> SQLFunction? {
        if parts.count == 1, let found = temporaryFunction(parts[0].lowercased()) {
            return try sqlFunction(found, name: [found.name.last ?? parts[0]])
        }
        guard let name = try? objectName(parts), let found = try store.function(name.database, name.name) else {
            return nil
        }
        return try sqlFunction(found, name: name.parts)
    }

    private func sqlFunction(_ definition: CreateFunction, name: [String]) throws -> SQLFunction {
        let parser = SQLParser(definition.body, options: parserOptions)
        let body: SQLFunction.Body
        switch definition.result {
        case .scalar(let type): body = .expression(try parser.parseExpression(), type)
        case .table(let fields): body = .query(try parser.parseQuery(), Schema(fields))
        }
        let parameters = try definition.parameters.map { parameter in
            let written = try parameter.defaultText.map { try SQLParser($0, options: parserOptions).parseExpression() }
            return SQLFunction.Parameter(name: parameter.name, type: parameter.type, defaultValue: written)
        }
        return SQLFunction(name: name, parameters: parameters, body: body)
    }

    // MARK: Questions

    /// The names of user functions: temporary ones, and those of the database in use with their full names.
    private var userFunctionNames: [String] {
        get throws {
            let database = currentDatabaseName
            let stored = try store.functions(database).map { "\(CatalogStore.catalogName).\(database).\($0)" }
            return registeredFunctionNames + temporaryFunctionNames + stored
        }
    }

    func showFunctions(_ scope: Statement.FunctionScope, _ pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        var names: [String] = []
        if scope != .user { names += FunctionRegistry.builtIn.names }
        if scope != .system { names += try userFunctionNames }
        var table = AnswerTable([StructField("function", .string, nullable: false)])
        for name in Set(names).sorted() {
            let last = name.split(separator: ".").last.map(String.init) ?? name
            if pattern.matches(last) || pattern.matches(name) { table.append([.string(name)]) }
        }
        return table.result
    }

    func describeFunction(_ parts: [String], isExtended: Bool, origin: Origin?) throws -> Answer {
        var table = AnswerTable([StructField("function_desc", .string, nullable: false)])
        if let function = try sqlFunction(parts) {
            table.append([.string("Function: \(function.name.joined(separator: "."))")])
            let isTable = if case .query = function.body { true } else { false }
            table.append([.string("Type:     \(isTable ? "TABLE" : "SCALAR")")])
            if function.parameters.isEmpty { table.append([.string("Input:    ()")]) }
            for (index, parameter) in function.parameters.enumerated() {
                let lead = index == 0 ? "Input:    " : "          "
                table.append([.string("\(lead)\(parameter.name) \(parameter.type.sql)")])
            }
            switch function.body {
            case .expression(_, let type): table.append([.string("Returns:  \(type?.sql ?? "")")])
            case .query(_, let schema):
                for (index, field) in schema.fields.enumerated() {
                    table.append([
                        .string("\(index == 0 ? "Returns:  " : "          ")\(field.name) \(field.dataType.sql)")
                    ])
                }
            }
            return table.result
        }
        let isBuiltIn = parts.count == 1 || parts[parts.count - 2].lowercased() == "builtin"
        guard let last = parts.last, isBuiltIn, let definition = FunctionRegistry.builtIn[last] else {
            let quoted = parts.map(quoteIdentifier).joined(separator: ".")
            let path = "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`\(currentDatabaseName)`]"
            throw PyriteError(
                .analysis, "UNRESOLVED_ROUTINE", sqlState: "42883",
                "Cannot resolve routine \(quoted) on search path \(path).",
                parameters: ["routineName": quoted, "searchPath": path]
            ).at(origin)
        }
        table.append([.string("Function: \(definition.name)")])
        table.append([.string("Usage: \(definition.usage)")])
        let examples = definition.examples.map { "    > SELECT \($0);\n" }.joined()
        if isExtended { table.append([.string("Extended Usage:\n\(examples)")]) }
        return table.result
    }
}
