import Columnar

/// A stable merge sort whose comparisons are made by a lambda, many at a time: the merges of all rows' runs advance in
/// step, so that the lambda is evaluated once for the next comparison of every merge.
enum LambdaSort {
    private struct Merge {
        let row: Int32
        var left: Int
        let leftEnd: Int
        var right: Int
        let rightEnd: Int
        var out: Int
    }

    /// Positions of the elements in sorted order, row by row. O(n log n) comparisons in O(longest row) evaluations.
    static func order(
        _ input: ElementSequence, _ elements: Column, _ comparator: LambdaBody
    ) throws -> Selection {
        let total = input.elementCount
        var current = Selection(capacity: total)
        for index in 0..<total { current.rows[index] = Int32(truncatingIfNeeded: index) }
        current.setCount(total)
        let bounds = input.bounds
        let longest = (0..<input.count).reduce(0) { max($0, Int(bounds[$1 + 1] - bounds[$1])) }
        var width = 1
        while width < longest {
            let next = Selection(capacity: total)
            var merges: [Merge] = []
            for row in 0..<input.count {
                let end = Int(bounds[row + 1])
                var start = Int(bounds[row])
                while start < end {
                    let middle = min(start + width, end)
                    let stop = min(start + 2 * width, end)
                    merges.append(
                        Merge(
                            row: Int32(truncatingIfNeeded: row), left: start, leftEnd: middle, right: middle,
                            rightEnd: stop, out: start))
                    start = stop
                }
            }
            try run(&merges, from: current, to: next, elements, comparator)
            next.setCount(total)
            current = next
            width *= 2
        }
        return current
    }

    private static func run(
        _ merges: inout [Merge], from source: Selection, to target: Selection, _ elements: Column,
        _ comparator: LambdaBody
    ) throws {
        while true {
            merges.removeAll { merge in
                guard merge.left == merge.leftEnd || merge.right == merge.rightEnd else { return false }
                var out = merge.out
                for index in merge.left..<merge.leftEnd {
                    target.rows[out] = source.rows[index]
                    out += 1
                }
                for index in merge.right..<merge.rightEnd {
                    target.rows[out] = source.rows[index]
                    out += 1
                }
                return true
            }
            if merges.isEmpty { return }
            let (a, b) = (Selection(capacity: merges.count), Selection(capacity: merges.count))
            let rows = Selection(capacity: merges.count)
            for (index, merge) in merges.enumerated() {
                a.rows[index] = source.rows[merge.left]
                b.rows[index] = source.rows[merge.right]
                rows.rows[index] = merge.row
            }
            a.setCount(merges.count)
            b.setCount(merges.count)
            rows.setCount(merges.count)
            let result = try comparator([elements.gather(a), elements.gather(b)], rows).flattened()
            let orders = FixedInput<Int32>(result)
            let nulls = NullInput(result)
            for index in merges.indices {
                if nulls[index] {
                    throw PyriteError(
                        .runtime, "COMPARATOR_RETURNS_NULL", sqlState: "22004",
                        "The comparator has returned a NULL for a comparison of two elements. It should return a "
                            + "positive integer for \"greater than\", 0 for \"equal\" and a negative integer for "
                            + "\"less than\".")
                }
                if orders[index] <= 0 {
                    target.rows[merges[index].out] = source.rows[merges[index].left]
                    merges[index].left += 1
                } else {
                    target.rows[merges[index].out] = source.rows[merges[index].right]
                    merges[index].right += 1
                }
                merges[index].out += 1
            }
        }
    }
}
