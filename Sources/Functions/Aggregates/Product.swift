import Columnar

/// The product of a group's doubles: how many there were, and their product.
final class ProductAccumulator: StatisticsAccumulator {
    init() { super.init(width: 2) }

    override func update(
        _ arguments: [Column], groups: UnsafePointer<Int32>, count: Int, context: EvaluationContext
    ) throws {
        guard let column = arguments[0].flatUnlessNull(), let values = column.fixedValues(Double.self) else { return }
        let states = base
        eachValid(column.validity, groups, count) { row, group in
            let s = states + group &* 2
            s[1] = s[0] == 0 ? values[row] : s[1] * values[row]
            s[0] += 1
        }
    }

    override func combine(_ s: UnsafeMutablePointer<Double>, _ o: UnsafePointer<Double>) {
        if o[0] == 0 { return }
        s[1] = s[0] == 0 ? o[1] : s[1] * o[1]
        s[0] += o[0]
    }

    override func finish(_ s: UnsafePointer<Double>) -> Double? { s[0] == 0 ? nil : s[1] }
}

enum ProductFunctions {
    static let definitions: [FunctionDefinition] = {
        var product = FunctionDefinition.aggregate(
            "product", "product(expr) - The product of all values.", [], since: "3.2.0", count: 1...1
        ) { call in
            .make(try call.coerced([.double]), result: .double, state: [.double, .double]) { ProductAccumulator() }
        }
        product.isInternal = true
        return [product]
    }()
}
