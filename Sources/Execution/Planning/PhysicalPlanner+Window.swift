import Columnar
import Functions
import Plans

extension PhysicalPlanner {
    func planWindow(_ node: Plans.WindowOperator) throws -> PhysicalOperator {
        let child = try plan(node.child)
        var binder = self.binder(child.output)
        var windows: [(window: WindowExpression, attribute: Attribute)] = []
        for expression in node.expressions {
            guard case .window(let window) = expression.withoutAlias, let attribute = expression.outputAttribute else {
                throw PyriteError.internalError("not a window expression: \(expression.planText)")
            }
            windows.append((window, attribute))
        }
        guard let first = windows.first?.window else { return child }
        let (orderKeys, directions) = try bind(first.orderBy, child.output)
        return WindowFunctionOperator(
            child, partitionKeys: try first.partitionBy.map { try binder.bind($0) }, orderKeys: orderKeys,
            directions: directions,
            specifications: try windows.map { try specification($0.window, &binder) },
            output: child.output + windows.map(\.attribute), text: Expression.list(node.expressions))
    }

    private func specification(
        _ window: WindowExpression, _ binder: inout ExpressionBinder
    ) throws -> WindowSpecification {
        let function: WindowSpecification.Function
        switch window.function {
        case .aggregate(let call):
            function = .aggregate(
                AggregateSpecification(
                    name: call.name, arguments: try call.arguments.map { try binder.bind($0) }, binding: call.binding,
                    isDistinct: call.isDistinct, filter: try call.filter.map { try binder.bind($0) },
                    origin: call.origin?.context))
        case .windowFunction(let call):
            function = .ranking(
                name: call.name, arguments: try call.arguments.map { try binder.bind($0) },
                ignoresNulls: call.ignoreNulls)
        case .pythonUDF(let call):
            function = .python(command: call.command, arguments: try call.arguments.map { try binder.bind($0) })
        default: throw PyriteError.internalError("not a window function: \(window.function.planText)")
        }
        var result = WindowSpecification(
            function: function, type: window.function.dataType, isRows: false, lower: .unbounded,
            upper: window.orderBy.isEmpty ? .unbounded : .current)
        if let frame = window.frame {
            result.isRows = frame.unit == .rows
            let key = window.orderBy.first?.expression.dataType ?? .null
            result.lower = try bound(frame.lower, of: key, &binder)
            result.upper = try bound(frame.upper, of: key, &binder)
        }
        return result
    }

    private func bound(
        _ bound: WindowExpression.Bound, of keyType: DataType, _ binder: inout ExpressionBinder
    ) throws -> WindowSpecification.Bound {
        switch bound {
        case .unboundedPreceding, .unboundedFollowing: return .unbounded
        case .currentRow: return .current
        case .offset(let expression, let preceding):
            let frame = EvaluationFrame(
                Batch([], count: 1), context: context.evaluation, pythonRunner: context.pythonRunner)
            let value = try binder.bind(expression).evaluate(frame)
            let unscaled = decimalDistance(value, keyType)
            switch unscaled.map(Value.decimal) ?? value.value(at: 0) {
            case .integer(let number):
                let signed = preceding ? 0 &- number : number
                switch (value.type, keyType) {
                case (.yearMonthInterval, .yearMonthInterval): return .offset(.integer(signed))
                case (.yearMonthInterval, _): return .months(signed)
                case (.dayTimeInterval, .date) where signed % 86_400_000_000 == 0:
                    return .offset(.integer(signed / 86_400_000_000))
                case (.dayTimeInterval, .date): return .offset(.double(Double(signed) / 86_400_000_000))
                default: return .offset(.integer(signed))
                }
            case .double(let number): return .offset(.double(preceding ? -number : number))
            case .float(let number): return .offset(.float(preceding ? -number : number))
            case .decimal(let distance) where unscaled != nil:
                return .offset(.decimal(preceding ? 0 &- distance : distance))
            case .decimal(let unscaled):
                guard case .decimal(_, let scale) = value.type else { return .current }
                let number = (0..<scale).reduce(Double(unscaled)) { number, _ in number / 10 }
                return .offset(.double(preceding ? -number : number))
            default: throw PyriteError.internalError("a frame bound that is not a number: \(expression.planText)")
            }
        }
    }

    /// A distance of decimal keys at their scale; `nil` for other keys, and distances that are not exact numbers.
    private func decimalDistance(_ distance: Column, _ keyType: DataType) -> Int128? {
        guard case .decimal(_, let scale) = keyType else { return nil }
        switch (distance.value(at: 0), distance.type) {
        case (.integer(let number), _): return DecimalArithmetic.rescale(Int128(number), from: 0, to: scale)
        case (.decimal(let unscaled), .decimal(_, let from)):
            return DecimalArithmetic.rescale(unscaled, from: from, to: scale)
        default: return nil
        }
    }

    func planGenerate(_ node: Generate) throws -> PhysicalOperator {
        guard case .generator(let call) = node.function.withoutAlias else {
            throw PyriteError.internalError("not a generator: \(node.function.planText)")
        }
        let child = try plan(node.child)
        var binder = self.binder(child.output)
        return try GenerateOperator(
            child, function: call.name, arguments: try call.arguments.map { try binder.bind($0) },
            isOuter: node.isOuter, generated: node.output)
    }
}
