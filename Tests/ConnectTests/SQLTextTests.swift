import Columnar
import ConnectProtocol
import Plans
import Testing

@testable import Connect

@Suite struct SQLTextTests {
    @Test func expressions() throws {
        guard
            case .alias(let alias) = try decodeExpression(.with { $0.expressionString.expression = "a + 1 AS b" })
        else {
            Issue.record("no alias")
            return
        }
        #expect(alias.name == "b")
        let error = #expect(throws: PyriteError.self) {
            try decodeExpression(.with { $0.expressionString.expression = "a +" })
        }
        #expect(error?.kind == .parse)
    }

    @Test func typesAndSchemas() throws {
        let unparsed = Spark_Connect_DataType.with { $0.unparsed.dataTypeString = "array<decimal(5,2)>" }
        #expect(try DataType(unparsed) == .array(.decimal(precision: 5, scale: 2), containsNull: true))
        #expect(
            try parseSchemaText("a INT, b struct<c: string>")
                == Schema([
                    StructField("a", .integer),
                    StructField("b", .structure(Schema([StructField("c", .string)]))),
                ]))
        let json = """
            {"type":"struct","fields":[{"name":"t","type":"timestamp_ntz","nullable":true,"metadata":{}},
             {"name":"d","type":"decimal(10,2)","nullable":true,"metadata":{}},
             {"name":"i","type":"integer","nullable":false},{"name":"l","type":"long","nullable":true},
             {"name":"y","type":"interval year to month","nullable":true}]}
            """
        #expect(
            try parseSchemaText(json).fields.map(\.dataType)
                == [.timestampNTZ, .decimal(precision: 10, scale: 2), .integer, .long, .yearMonth])
        #expect(throws: PyriteError.self) { try parseSchemaText("a nonsense") }
    }

    @Test func queries() throws {
        guard case .project(let project) = try plan({ $0.sql.query = "SELECT a FROM t;" }).withoutOrigin,
            case .unresolvedRelation(let table) = project.child
        else {
            Issue.record("no query")
            return
        }
        #expect(table.nameParts == ["t"])
        #expect(planFailure(.with { $0.sql.query = "SELEC a" })?.kind == .parse)
    }

    @Test func parameters() throws {
        let named = try plan {
            $0.sql.query = "SELECT :x, ? "
            $0.sql.namedArguments = ["x": integer(5)]
            $0.sql.posArguments = [integer(6)]
        }
        guard case .project(let project) = named.withoutOrigin else {
            Issue.record("no query")
            return
        }
        let literals = project.expressions.map { expression -> Value? in
            switch expression {
            case .literal(let value, _): value
            case .alias(let alias): if case .literal(let value, _) = alias.child { value } else { nil }
            default: nil
            }
        }
        #expect(literals == [.integer(5), .integer(6)])
    }

    @Test func commands() throws {
        func request(_ fill: (inout Spark_Connect_SqlCommand) -> Void) throws -> PlanDecoder.Request {
            var decoder = PlanDecoder()
            return try decoder.decode(Spark_Connect_Plan.with { fill(&$0.command.sqlCommand) })
        }
        guard case .sql(.query, let relation) = try request({ $0.input.sql.query = "SELECT 1" }),
            case .sql(let sql)? = relation.relType
        else {
            Issue.record("no query")
            return
        }
        #expect(sql.query == "SELECT 1")
        guard case .sql(.createView(let view), _) = try request({ $0.sql = "CREATE TEMPORARY VIEW v AS SELECT 1" })
        else {
            Issue.record("no view")
            return
        }
        #expect(view.name == ["v"])
        let withFrame = try request {
            $0.input.withRelations.root.sql.query = "SELECT * FROM df"
            $0.input.withRelations.references = [
                .with {
                    $0.subqueryAlias.input = rangeOfTen
                    $0.subqueryAlias.alias = "df"
                }
            ]
        }
        guard case .sql(.query(.with(let with)), _) = withFrame else {
            Issue.record("no definitions")
            return
        }
        #expect(with.definitions.map(\.name) == ["df"])
        #expect(throws: PyriteError.self) { try request { $0.input = rangeOfTen } }
    }
}
