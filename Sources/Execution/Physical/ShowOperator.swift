import Columnar
import Plans

/// Formats rows as `show()` prints them: one row, one string column.
final class ShowOperator: MaterializedOperator, @unchecked Sendable {
    private let show: Show

    /// The child gives one row more than is shown when there are more.
    init(_ child: PhysicalOperator, show: Show) {
        self.show = show
        super.init(output: show.output, children: [child])
    }

    override var name: String { "CollectLimit" }
    override var explanation: String { "CollectLimit \(show.rowCount)" }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let limit = max(show.rowCount, 0)
        let batches = try job.collect(children[0], "show").flatMap { $0 }
        let total = batches.reduce(0) { $0 + $1.count }
        var rows: [[String]] = []
        for batch in batches {
            let wanted = min(batch.count, limit - rows.count)
            if wanted <= 0 { break }
            let part = batch.slice(0..<wanted)
            let columns = try part.columns.map {
                try PrettyText.strings(of: $0, count: wanted, context: job.context.evaluation)
            }
            for row in 0..<wanted { rows.append(columns.map { cut(escaped($0[row])) }) }
        }
        let names = children[0].output.map { escaped($0.name) }
        var text: String
        if show.isHTML {
            text = html(names, rows)
        } else if show.isVertical {
            text = vertical(names, rows)
        } else {
            text = table(names, rows)
        }
        if show.isVertical && !show.isHTML && rows.isEmpty {
            text += "(0 rows)\n"
        } else if total > limit {
            text += "only showing top \(limit) \(limit == 1 ? "row" : "rows")"
        }
        return [[Batch([Column.constant(.string(text), .string, count: 1)], count: 1)]]
    }

    private func cut(_ cell: String) -> String {
        let limit = show.truncate
        // Lengths count UTF-16 units, as Java's strings do.
        guard limit > 0, cell.utf16.count > limit else { return cell }
        let kept = limit < 4 ? limit : limit - 3
        return String(decoding: cell.utf16.prefix(kept), as: UTF16.self) + (limit < 4 ? "" : "...")
    }

    /// Characters that would break a line are written as escapes.
    private func escaped(_ cell: String) -> String {
        var out = ""
        for scalar in cell.unicodeScalars {
            switch scalar {
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0C}": out += "\\f"
            case "\u{08}": out += "\\b"
            case "\u{0B}": out += "\\v"
            case "\u{07}": out += "\\a"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private func table(_ names: [String], _ rows: [[String]]) -> String {
        var widths = names.map { max(3, displayWidth($0)) }
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], displayWidth(cell)) }
        }
        let line = "+" + widths.map { String(repeating: "-", count: $0) }.joined(separator: "+") + "+\n"
        func format(_ row: [String]) -> String {
            "|"
                + zip(row, widths).map { cell, width in
                    let padding = String(repeating: " ", count: width - displayWidth(cell))
                    return show.truncate > 0 ? padding + cell : cell + padding
                }.joined(separator: "|") + "|\n"
        }
        return line + format(names) + line + rows.map(format).joined() + line
    }

    private func vertical(_ names: [String], _ rows: [[String]]) -> String {
        let nameWidth = names.reduce(3) { max($0, displayWidth($1)) }
        let dataWidth = rows.reduce(3) { $1.reduce($0) { max($0, displayWidth($1)) } }
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(width - displayWidth(text), 0))
        }
        var out = ""
        for (index, row) in rows.enumerated() {
            let header = "-RECORD \(index)"
            out += header + String(repeating: "-", count: max(nameWidth + dataWidth + 5 - header.count, 0)) + "\n"
            for (name, cell) in zip(names, row) { out += " \(padded(name, nameWidth)) | \(padded(cell, dataWidth)) \n" }
        }
        return out
    }

    private func html(_ names: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\(htmlEscaped($0))</\(tag)>" }.joined() + "</tr>\n"
        }
        return "<table border='1'>\n" + line(names, "th") + rows.map { line($0, "td") }.joined() + "</table>\n"
    }

    private func htmlEscaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
        return out
    }
}

/// Columns a text takes on a terminal: East Asian wide characters take two.
func displayWidth(_ text: String) -> Int {
    text.utf16.reduce(0) { width, unit in
        switch unit {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6:
            width + 2
        default: width + 1
        }
    }
}
