import Columnar

/// How the types of a function that takes lambdas resolve.
package struct HigherOrderFunction: Sendable {
    /// How many value arguments come before the lambdas.
    package var valueCount: Int
    /// How many lambdas follow.
    package var lambdaCount: ClosedRange<Int>
    /// The parameters of a lambda, given the value arguments and what the lambdas before it give. Bodies that take fewer
    /// parameters than there are see the first of them, at least as many as ``leastParameters``.
    package var parameters:
        @Sendable (_ arguments: [FunctionArgument], _ lambda: Int, _ results: [FunctionArgument], ResolutionContext)
            throws -> [LambdaParameter]
    /// The least number of parameters of a lambda.
    package var leastParameters: @Sendable (_ lambda: Int) -> Int
    /// The kernel for these arguments and what the lambdas give.
    package var bind:
        @Sendable (_ arguments: [FunctionArgument], _ results: [FunctionArgument], ResolutionContext) throws
            -> HigherOrderBinding
}

/// The type of one parameter of a lambda.
package struct LambdaParameter: Sendable {
    package var type: DataType
    package var nullable: Bool

    package init(_ type: DataType, nullable: Bool = true) {
        self.type = type
        self.nullable = nullable
    }
}

/// A body applied to many elements at once.
///
/// - Parameters:
///   - parameters: a column for each parameter of the body, of equal length.
///   - rows: the row of the batch that each element belongs to, from which captured columns are read.
package typealias LambdaBody = (_ parameters: [Column], _ rows: Selection) throws -> Column

package struct HigherOrderBinding: Sendable {
    /// - Parameter lambdas: one body for each lambda; each takes as many parameters as it was written with.
    package typealias Kernel =
        @Sendable (_ arguments: [Column], _ lambdas: [LambdaBody], _ count: Int, EvaluationContext) throws -> Column

    package var argumentTypes: [DataType]
    package var resultType: DataType
    package var nullable: Bool
    package var canFail: Bool
    package var kernel: Kernel

    package init(
        argumentTypes: [DataType], resultType: DataType, nullable: Bool, canFail: Bool = false,
        kernel: @escaping Kernel
    ) {
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.nullable = nullable
        self.canFail = canFail
        self.kernel = kernel
    }
}

/// The elements of an array or map column in one sequence, without those that lie under null rows.
struct ElementSequence {
    /// count + 1 positions into ``parts``.
    let offsets: Buffer
    /// The array's elements, or the map's keys and values.
    let parts: [Column]
    /// The row that each element belongs to.
    let rows: Selection
    let validity: Bitmap?
    let count: Int

    var bounds: UnsafeMutablePointer<Int32> { offsets.typed(Int32.self) }

    init(_ column: Column, count: Int) {
        let flat = column.flattened()
        self.count = count
        validity = flat.validity
        let bounds: Buffer
        let source: [Column]
        switch flat.layout {
        case .array(let offsets, let elements): (bounds, source) = (offsets, [elements])
        case .map(let offsets, let keys, let values): (bounds, source) = (offsets, [keys, values])
        default: (bounds, source) = (Buffer(capacity: (count &+ 1) &* 4, zeroed: true), [])
        }
        let given = bounds.typed(Int32.self)
        let total = count == 0 ? 0 : max(0, Int(given[count]) &- Int(given[0]))
        let own = Buffer(capacity: (count &+ 1) &* 4)
        let ends = own.typed(Int32.self)
        let rows = Selection(capacity: total)
        let elements = Selection(capacity: total)
        var written = 0
        ends[0] = 0
        for row in 0..<count {
            if validity.map({ $0[row] }) ?? true, given[row] < given[row &+ 1] {
                for element in given[row]..<given[row &+ 1] {
                    rows.rows[written] = Int32(truncatingIfNeeded: row)
                    elements.rows[written] = element
                    written &+= 1
                }
            }
            ends[row &+ 1] = Int32(truncatingIfNeeded: written)
        }
        rows.setCount(written)
        elements.setCount(written)
        offsets = own
        self.rows = rows
        if count > 0, given[0] == 0, written == total, source.allSatisfy({ $0.count == written }) {
            parts = source.map { $0.flattened() }
        } else {
            parts = source.map { $0.flattened().gather(elements) }
        }
    }

    var elementCount: Int { rows.count }

    /// The position of each element in its row, from 0.
    func positions() -> Column {
        let buffer = Buffer(capacity: elementCount &* 4)
        let out = buffer.typed(Int32.self)
        let bounds = self.bounds
        for row in 0..<count where bounds[row] < bounds[row &+ 1] {
            for element in bounds[row]..<bounds[row &+ 1] { out[Int(element)] = element &- bounds[row] }
        }
        return Column(.integer, count: elementCount, layout: .fixed(buffer))
    }

    /// The sequence's rows with only the elements that `kept` lists, in order.
    func offsets(keeping kept: Selection) -> Buffer {
        let buffer = Buffer(capacity: (count &+ 1) &* 4)
        let out = buffer.typed(Int32.self)
        out[0] = 0
        var next = 0
        for row in 0..<count {
            while next < kept.count, kept.rows[next] < bounds[row &+ 1] { next &+= 1 }
            out[row &+ 1] = Int32(truncatingIfNeeded: next)
        }
        return buffer
    }
}
