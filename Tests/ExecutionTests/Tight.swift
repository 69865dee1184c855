import Columnar
import Functions
import Plans
import Testing

@testable import Execution

#if canImport(Glibc)
    import Glibc
#endif

/// An engine with little memory, which puts spill files where the test can look, and inputs many times as large.
struct Tight {
    static let rowCount: Int64 = 120_000

    let engine: QueryEngine
    var context = QueryContext()
    let directory: String

    init(memory: Int = 512 << 10, parallelism: Int = 2) {
        engine = QueryEngine(parallelism: parallelism, memoryLimit: memory)
        var template = Array("/tmp/pyrite-spill-test-XXXXXX".utf8CString)
        directory = template.withUnsafeMutableBufferPointer { path in
            path.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
        }
        context.settings.localDirectory = directory
        context.settings.shufflePartitions = 5
    }

    func rows(_ plan: LogicalPlan) throws -> [[Value]] {
        try engine.execute(plan, context: context).collect().flatMap(Runner.rows)
    }

    /// The rows with so little memory that some must go to disk, as they are with plenty: in order, or as sets.
    func expectSameRows(_ plan: LogicalPlan, inOrder: Bool = false) throws {
        var plenty = Runner()
        plenty.context.settings.shufflePartitions = 5
        let expected = try plenty.rows(plan)
        let found = try rows(plan)
        #expect(!expected.isEmpty)
        if inOrder {
            #expect(found == expected)
        } else {
            func counted(_ rows: [[Value]]) -> [[Value]: Int] {
                Dictionary(rows.map { ($0, 1) }, uniquingKeysWith: +)
            }
            let (left, right) = (counted(found), counted(expected))
            #expect(found.count == expected.count)
            if left != right, let row = left.first(where: { right[$0.key] != $0.value }) {
                Issue.record("\(row.key) \(row.value) times instead of \(right[row.key] ?? 0)")
            }
        }
        finish()
    }

    /// Rows went to disk, and nothing is left: neither a file, named or not, nor anything of the budget.
    func finish() {
        #expect((engine.events.jobs.last?.spilledBytes ?? 0) > 0)
        // A failed query's tasks may be about to end.
        for _ in 0..<500 where openFiles > 0 || engine.budget.reserved > 0 { usleep(10_000) }
        #expect(openFiles == 0)
        #expect(rmdir(directory) == 0)
        #expect(engine.budget.reserved == 0)
    }

    /// Files of the directory that this process holds open.
    private var openFiles: Int {
        (0..<1024).filter { descriptor in
            var path = [CChar](repeating: 0, count: 4096)
            guard readlink("/proc/self/fd/\(descriptor)", &path, path.count - 1) > 0 else { return false }
            return path.map { UInt8(bitPattern: $0) }.starts(with: directory.utf8)
        }.count
    }

    /// id, a text made of it, and a number in another order.
    static func wideRange() throws -> (LogicalPlan, [Attribute]) {
        let (range, id) = Build.range(0, rowCount, partitions: 6)
        let scattered = try Build.call(
            "%", try Build.call("*", .attribute(id), Build.long(7919)), Build.long(rowCount))
        let text = try Build.call(
            "concat", .literal(.string("the text of row "), .string),
            .cast(Plans.Cast(.attribute(id), to: .string, mode: .ansi)))
        let columns = [.attribute(id), Build.named(text, "t"), Build.named(scattered, "k")]
        return (.project(Project(range, columns)), columns.compactMap(\.outputAttribute))
    }
}
