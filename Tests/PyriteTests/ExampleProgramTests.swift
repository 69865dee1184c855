import Foundation
import Testing

/// The program in `examples/swift`, as its reader would run it.
@Suite struct ExampleProgramTests {
    @Test func theRevenueExamplePrintsItsTableAndTheRowsItReadBack() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pyrite-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let products = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let example = URL(fileURLWithPath: products).deletingLastPathComponent()
            .appendingPathComponent("RevenueExample")
        let program = Process()
        let output = Pipe()
        program.executableURL = example
        program.arguments = [folder.path]
        program.standardOutput = output
        try program.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()

        #expect(program.terminationStatus == 0)
        #expect(
            printed == """
                +----+-----+-------+
                |zone|trips|revenue|
                +----+-----+-------+
                |   A|    2|   21.0|
                |   B|    1|   20.0|
                +----+-----+-------+

                A 2 21.0
                B 1 20.0

                """)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("_SUCCESS").path))
    }
}
