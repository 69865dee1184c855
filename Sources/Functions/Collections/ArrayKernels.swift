import Columnar

/// Kernels over arrays that choose or reorder elements.
enum ArrayKernels {
    /// The bounds and elements of a flat or constant array argument.
    struct Input {
        let offsets: UnsafeMutablePointer<Int32>
        let elements: Column
        let step: Int
        private let owner: Column

        init?(_ column: Column) {
            owner = column
            switch column.layout {
            case .constant(let one):
                guard case .array(let offsets, let elements) = one.layout else { return nil }
                self.offsets = offsets.typed(Int32.self)
                self.elements = elements.flattened()
                step = 0
            case .array(let offsets, let elements):
                self.offsets = offsets.typed(Int32.self)
                self.elements = elements.flattened()
                step = 1
            default: return nil
            }
        }

        @inline(__always) func range(_ row: Int) -> Range<Int> {
            Int(offsets[row &* step])..<Int(offsets[row &* step &+ 1])
        }
    }

    /// An array column whose rows hold the elements that `body` names by position.
    static func rearranged(_ rows: Rows, _ body: (Range<Int>, Column) throws -> [Int]) rethrows -> Column {
        guard let input = Input(rows.arguments[0]) else { return .nulls(rows.type, count: rows.count) }
        let offsets = Buffer(capacity: (rows.count + 1) * 4)
        let bounds = offsets.typed(Int32.self)
        bounds[0] = 0
        var picks: [Int] = []
        for row in 0..<rows.count {
            if rows.validity?[row] ?? true { picks += try body(input.range(row), input.elements) }
            bounds[row + 1] = Int32(truncatingIfNeeded: picks.count)
        }
        let elements = input.elements.gather(Selection(picks))
        return Column(
            rows.type, count: rows.count, layout: .array(offsets: offsets, elements: elements), validity: rows.validity)
    }

    /// The arrays of all arguments one after another.
    static func concatenated(_ rows: Rows) -> Column {
        let inputs = rows.arguments.compactMap { Input($0) }
        return rows.build { row, builder in
            for input in inputs {
                let range = input.range(row)
                if !range.isEmpty { builder.child(0).append(contentsOf: input.elements.slice(range)) }
            }
            builder.closeRange()
        }
    }
}
