import Columnar
import ConnectProtocol
import Plans
import SwiftProtobuf
import Testing

@testable import Connect

// Short ways to write the messages that the tests need.

func column(_ name: String) -> Spark_Connect_Expression { .with { $0.unresolvedAttribute.unparsedIdentifier = name } }

func integer(_ value: Int32) -> Spark_Connect_Expression { .with { $0.literal.integer = value } }

func function(_ name: String, _ arguments: Spark_Connect_Expression...) -> Spark_Connect_Expression {
    .with {
        $0.unresolvedFunction.functionName = name
        $0.unresolvedFunction.arguments = arguments
    }
}

let rangeOfTen = Spark_Connect_Relation.with {
    $0.range.end = 10
    $0.range.step = 1
}

func project(_ input: Spark_Connect_Relation, _ expressions: Spark_Connect_Expression...) -> Spark_Connect_Relation {
    .with {
        $0.project.input = input
        $0.project.expressions = expressions
    }
}

func decodePlan(_ relation: Spark_Connect_Relation) throws -> LogicalPlan {
    var decoder = PlanDecoder()
    return try decoder.decode(relation)
}

func decodeExpression(_ message: Spark_Connect_Expression) throws -> Expression {
    var decoder = PlanDecoder()
    return try decoder.decode(message)
}

func planFailure(_ relation: Spark_Connect_Relation) -> PyriteError? {
    #expect(throws: PyriteError.self) { try decodePlan(relation) }
}

/// The plan of a relation built in place.
func plan(_ fill: (inout Spark_Connect_Relation) -> Void) throws -> LogicalPlan {
    try decodePlan(Spark_Connect_Relation.with(fill))
}
