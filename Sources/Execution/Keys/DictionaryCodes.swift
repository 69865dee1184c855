import Columnar

/// The rows of several key columns as small numbers, where every column is a dictionary or a constant: what has to be
/// looked up is then each combination of entries once, instead of each row.
///
/// Keeps what it learned for as long as batches come with the same dictionaries (those of a row group).
struct DictionaryCodes {
    private var values: [Column?] = []
    /// Group + 1 by code; 0: not seen yet.
    private var marks = Buffer(capacity: 0)
    private var domain = 0

    /// Codes of a batch, and the first row of each code that is not known yet.
    struct Batch {
        let codes: Buffer
        let fresh: Selection
    }

    /// `nil` when a column is neither, or there are too many combinations for so many rows.
    mutating func encode(_ columns: [Column], count: Int) -> Batch? {
        var domain = 1
        var dictionaries: [Column?] = []
        for column in columns {
            switch column.layout {
            case .dictionary(_, let values):
                // One more for null.
                domain &*= values.count &+ 1
                dictionaries.append(values)
            case .constant: dictionaries.append(nil)
            default: return nil
            }
            if domain > max(1024, count &* 2) { return nil }
        }
        let hasConstants = dictionaries.contains { $0 == nil }
        let isKnown =
            !hasConstants && dictionaries.count == values.count && zip(dictionaries, values).allSatisfy { $0 === $1 }
        if !isKnown {
            values = dictionaries
            self.domain = domain
            marks = Buffer(capacity: domain &* 4, zeroed: true)
        }
        let buffer = Buffer(capacity: count &* 4)
        let codes = buffer.typed(Int32.self)
        var isFirst = true
        for column in columns {
            guard case .dictionary(let indices, let values) = column.layout else { continue }
            let index = indices.typed(Int32.self)
            let factor = Int32(truncatingIfNeeded: values.count &+ 1)
            let last = Int32(truncatingIfNeeded: values.count)
            if let words = column.validity?.words {
                for row in 0..<count {
                    let valid = words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                    let code = valid != 0 ? index[row] : last
                    codes[row] = isFirst ? code : codes[row] &* factor &+ code
                }
            } else if isFirst {
                for row in 0..<count { codes[row] = index[row] }
            } else {
                for row in 0..<count { codes[row] = codes[row] &* factor &+ index[row] }
            }
            isFirst = false
        }
        if isFirst { for row in 0..<count { codes[row] = 0 } }
        return Batch(codes: buffer, fresh: fresh(codes, count))
    }

    private func fresh(_ codes: UnsafePointer<Int32>, _ count: Int) -> Selection {
        let marks = self.marks.typed(Int32.self)
        let rows = Selection(capacity: min(domain, count))
        var found = 0
        for row in 0..<count where marks[Int(codes[row])] == 0 {
            marks[Int(codes[row])] = -1
            rows.rows[found] = Int32(truncatingIfNeeded: row)
            found &+= 1
        }
        rows.setCount(found)
        return rows
    }

    /// Tells the groups of the codes that were new, and gives the group of every row.
    func groups(of batch: Batch, fresh groups: UnsafePointer<Int32>, count: Int) -> Buffer {
        let out = Buffer(capacity: count &* 4)
        let (to, codes, marks) = (out.typed(Int32.self), batch.codes.typed(Int32.self), marks.typed(Int32.self))
        for index in 0..<batch.fresh.count {
            marks[Int(codes[Int(batch.fresh.rows[index])])] = groups[index] &+ 1
        }
        for row in 0..<count { to[row] = marks[Int(codes[row])] &- 1 }
        return out
    }

    /// Forgets codes that were marked but not given groups.
    mutating func reset() { values = [] }
}
