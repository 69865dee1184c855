import Columnar
import Plans

extension PhysicalPlanner {
    func planWindow(_ node: WindowOperator) throws -> PhysicalOperator {
        throw PyriteError.unsupported("window functions")
    }

    func planGenerate(_ node: Generate) throws -> PhysicalOperator {
        throw PyriteError.unsupported("generator functions")
    }
}
