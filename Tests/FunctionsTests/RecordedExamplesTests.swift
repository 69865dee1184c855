import Columnar
import Foundation
import Functions
import Testing

/// Spark's own examples of its functions, with the answers that Spark 4.3 gave.
@Suite struct RecordedExamplesTests {
    struct Example: Decodable {
        let function: String
        let sql: String
        let schema: String?
        let rows: [String]?
    }

    enum Outcome {
        case passed
        case skipped(String)
        case failed(String)
    }

    /// Evaluates an example with constant and with flat columns.
    static func run(_ example: Example) -> Outcome {
        guard let expected = example.rows?.first, example.rows?.count == 1 else { return .skipped("no single row") }
        let context = EvaluationContext(queryStart: 1_700_000_000_000_000)
        for flattens in [false, true] {
            do {
                var parser = try ExampleParser(example.sql)
                let items = try parser.parseSelect()
                let evaluator = ExampleEvaluator(context: context, count: 3, flattens: flattens)
                let results = try items.map { try evaluator.evaluate($0) }
                for row in [0, 2] {
                    let texts = results.map { PythonText.write($0.column.value(at: row), $0.argument.type) }
                    let actual = "(" + texts.joined(separator: ", ") + (texts.count == 1 ? ",)" : ")")
                    if actual != expected { return .failed("\(actual) instead of \(expected)") }
                }
                let types = results.map { $0.argument.type.simpleString }.joined(separator: ",")
                if let schema = example.schema, results.count == 1, !schema.hasSuffix(":\(types)>") {
                    return .failed("type \(types) instead of \(schema)")
                }
            } catch let error as ExampleExpression.Unsupported {
                return .skipped(error.reason)
            } catch {
                return .failed("\(error)")
            }
        }
        return .passed
    }

    static func load(_ path: String) throws -> [Example] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(Example.self, from: Data($0.utf8))
        }
    }

    @Test func answersAreSparks() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let path = ProcessInfo.processInfo.environment["PYRITE_FUNCTION_EXAMPLES"]
        let examples = try Self.load(path ?? folder.appendingPathComponent("function_examples.jsonl").path)
        #expect(!examples.isEmpty)
        for example in examples {
            switch Self.run(example) {
            case .passed: if path != nil { print("PASSED \(example.sql)") }
            case .skipped(let reason):
                if path != nil {
                    print("SKIPPED \(example.sql): \(reason)")
                } else {
                    Issue.record("\(example.sql) cannot be evaluated: \(reason)")
                }
            case .failed(let difference):
                if path != nil {
                    print("FAILED \(example.sql): \(difference)")
                } else {
                    Issue.record("\(example.sql): \(difference)")
                }
            }
        }
    }
}
