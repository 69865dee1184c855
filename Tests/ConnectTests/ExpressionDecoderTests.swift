import Columnar
import ConnectProtocol
import Functions
import Plans
import Testing

@testable import Connect

@Suite struct ExpressionDecoderTests {
    @Test func names() throws {
        let message = Spark_Connect_Expression.with {
            $0.unresolvedAttribute.unparsedIdentifier = "t.`a.b`"
            $0.unresolvedAttribute.planID = 3
        }
        guard case .unresolvedAttribute(let attribute) = try decodeExpression(message) else {
            Issue.record("no attribute")
            return
        }
        #expect(attribute.nameParts == ["t", "a.b"] && attribute.planID == 3)
    }

    @Test func stars() throws {
        guard case .unresolvedStar(nil, nil) = try decodeExpression(.with { $0.unresolvedStar = .init() }),
            case .unresolvedStar(["t"], nil) = try decodeExpression(
                .with { $0.unresolvedStar.unparsedTarget = "t.*" })
        else {
            Issue.record("no star")
            return
        }
        #expect(throws: PyriteError.self) {
            try decodeExpression(.with { $0.unresolvedStar.unparsedTarget = "t" })
        }
    }

    @Test func operatorsOfTheirOwn() throws {
        guard case .and = try decodeExpression(function("and", column("a"), column("b"))),
            case .or = try decodeExpression(function("or", column("a"), column("b"))),
            case .caseWhen(let branches, let otherwise) = try decodeExpression(
                function("when", column("a"), integer(1), column("b"), integer(2), integer(3))),
            case .unresolvedFunction(let equal) = try decodeExpression(function("==", column("a"), integer(1)))
        else {
            Issue.record("wrong operators")
            return
        }
        #expect(branches.count == 2 && otherwise != nil && equal.nameParts == ["="])
    }

    @Test func casts() throws {
        let message = Spark_Connect_Expression.with {
            $0.cast.expr = column("a")
            $0.cast.type = Spark_Connect_DataType(.date)
            $0.cast.evalMode = .try
        }
        guard case .cast(let cast) = try decodeExpression(message) else {
            Issue.record("no cast")
            return
        }
        #expect(cast.type == .date && cast.mode == .attempt && cast.isExplicit)
        #expect(throws: PyriteError.self) { try decodeExpression(.with { $0.cast.expr = column("a") }) }
    }

    @Test func patterns() throws {
        guard
            case .unresolvedRegex("(a|b)+", nil, nil) = try decodeExpression(
                .with { $0.unresolvedRegex.colName = "`(a|b)+`" }),
            case .unresolvedAttribute = try decodeExpression(.with { $0.unresolvedRegex.colName = "a" })
        else {
            Issue.record("no pattern")
            return
        }
    }

    @Test func windows() throws {
        let message = Spark_Connect_Expression.with {
            $0.window.windowFunction = function("sum", column("a"))
            $0.window.partitionSpec = [column("b")]
            $0.window.orderSpec = [.with { $0.child = column("c") }]
            $0.window.frameSpec.frameType = .row
            $0.window.frameSpec.lower.value = integer(-2)
            $0.window.frameSpec.upper.unbounded = true
        }
        guard case .window(let window) = try decodeExpression(message), let frame = window.frame,
            case .offset(.literal(.integer(2), .integer), preceding: true) = frame.lower,
            case .unboundedFollowing = frame.upper
        else {
            Issue.record("no window")
            return
        }
        #expect(window.partitionBy.count == 1 && window.orderBy.count == 1 && frame.unit == .rows)
    }

    @Test func functionsOfTheHost() throws {
        let message = Spark_Connect_Expression.with {
            $0.commonInlineUserDefinedFunction.functionName = "f"
            $0.commonInlineUserDefinedFunction.deterministic = true
            $0.commonInlineUserDefinedFunction.arguments = [column("a")]
            $0.commonInlineUserDefinedFunction.pythonUdf.outputType = Spark_Connect_DataType(.string)
            $0.commonInlineUserDefinedFunction.pythonUdf.evalType = 100
            $0.commonInlineUserDefinedFunction.pythonUdf.command = .init("pyrite-callback:17".utf8)
        }
        guard case .pythonUDF(let call) = try decodeExpression(message) else {
            Issue.record("no function")
            return
        }
        #expect(call.name == "f" && call.resultType == .string && call.isDeterministic && call.evalType == 100)
        #expect(call.command == Array("pyrite-callback:17".utf8))
    }

    @Test func lambdas() throws {
        let message = Spark_Connect_Expression.with {
            $0.lambdaFunction.function = function(
                "+", .with { $0.unresolvedNamedLambdaVariable.nameParts = ["x_1"] }, integer(1))
            $0.lambdaFunction.arguments = [.with { $0.nameParts = ["x_1"] }]
        }
        guard case .lambda(["x_1"], .unresolvedFunction) = try decodeExpression(message) else {
            Issue.record("no lambda")
            return
        }
    }
}
