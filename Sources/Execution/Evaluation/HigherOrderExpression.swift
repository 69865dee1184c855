import Columnar
import Functions
import Plans

/// The body of a lambda, bound to captured columns followed by its parameters.
struct BoundLambda {
    let captured: [Int]
    let body: PhysicalExpression
}

/// A function over arrays or maps that takes lambdas. A body is evaluated once for the elements of all rows of a batch.
final class HigherOrderExpression: PhysicalExpression, @unchecked Sendable {
    private let arguments: [PhysicalExpression]
    private let lambdas: [BoundLambda]
    private let kernel: HigherOrderBinding.Kernel
    private let origin: PyriteError.QueryContext?

    init(arguments: [PhysicalExpression], lambdas: [BoundLambda], call: HigherOrderCall) {
        self.arguments = arguments
        self.lambdas = lambdas
        kernel = call.binding.kernel
        origin = call.origin?.context
        super.init(
            type: call.binding.resultType,
            canFail: call.binding.canFail || arguments.contains(where: \.canFail)
                || lambdas.contains(where: \.body.canFail))
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        let columns = try arguments.map { try $0.evaluate(frame) }
        let bodies = lambdas.map { lambda -> LambdaBody in
            { parameters, rows in
                let captured = lambda.captured.map { frame.batch.columns[$0].gather(rows) }
                let inner = EvaluationFrame(
                    Batch(captured + parameters, count: rows.count), context: frame.context,
                    pythonRunner: frame.pythonRunner)
                return try lambda.body.evaluate(inner)
            }
        }
        do {
            return try kernel(columns, bodies, frame.count, frame.context)
        } catch var error as PyriteError where error.context == nil && origin != nil {
            error.context = origin
            throw error
        }
    }

    override var cost: Int { 64 + lambdas.reduce(0) { $0 + $1.body.cost } }
}
