import Foundation
import Functions
import Testing

/// `docs/functions.md` is written from the registry and kept equal to it: run the test with `PYRITE_RECORD_FUNCTIONS=1`
/// to write the page anew, and read the change before committing it.
@Suite struct ReferencePageTests {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/functions.md").standardizedFileURL

    /// The groups as the page calls them, in its order.
    static let groups: [(FunctionDefinition.Group, String)] = [
        (.aggregate, "Aggregates"), (.window, "Window functions"), (.math, "Mathematics"), (.bitwise, "Bits"),
        (.predicate, "Comparison and logic"), (.conditional, "Conditions"), (.conversion, "Conversion"),
        (.string, "Strings"), (.datetime, "Dates, times and intervals"), (.array, "Arrays"), (.map, "Maps"),
        (.structure, "Structs"), (.collection, "Collections"), (.lambda, "Functions that take functions"),
        (.generator, "Generators"), (.table, "Table functions"), (.hash, "Hashes"), (.json, "JSON"),
        (.variant, "Variant"), (.csv, "CSV"), (.xml, "XML"), (.url, "URLs"), (.sketch, "Sketches"),
        (.vector, "Vectors"), (.st, "Geometry and geography"), (.misc, "Other"),
    ]

    /// Text as it stands in a cell of a Markdown table.
    static func cell(_ text: String) -> String {
        text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "\n", with: " ")
    }

    static func code(_ text: String) -> String {
        text.contains("`") ? "`` \(cell(text)) ``" : "`\(cell(text))`"
    }

    static func row(_ definition: FunctionDefinition) -> String {
        // A usage reads `name(args) - meaning`.
        let parts = definition.usage.split(separator: " - ", maxSplits: 1).map(String.init)
        let call = parts.count == 2 ? parts[0] : definition.name
        let aliases = definition.aliases.sorted().map(code).joined(separator: ", ")
        let meaning = cell(parts.last ?? "") + (aliases.isEmpty ? "" : " Also called \(aliases).")
        return "| \(code(call)) | \(meaning) | \(definition.examples.first.map(code) ?? "") |"
    }

    static func page() -> String {
        var lines = [
            "# Functions", "",
            "Every built-in function, for SQL and for `pyrite.sql.functions` alike. The registry in `Sources/Functions` is",
            "the source of this page (`Tests/FunctionsTests/ReferencePageTests.swift`); `DESCRIBE FUNCTION EXTENDED name`",
            "says the same with all examples.",
        ]
        for (group, title) in groups {
            let members = FunctionRegistry.builtIn.definitions.filter { $0.group == group && !$0.isInternal }.sorted {
                $0.name < $1.name
            }
            guard !members.isEmpty else { continue }
            lines += ["", "## \(title)", "", "| function | meaning | example |", "| --- | --- | --- |"]
            lines += members.map(row)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func pageIsTheRegistrys() throws {
        let page = Self.page()
        if ProcessInfo.processInfo.environment["PYRITE_RECORD_FUNCTIONS"] != nil {
            try page.write(to: Self.path, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.path, encoding: .utf8)
        #expect(written == page, "docs/functions.md is out of date: run this test with PYRITE_RECORD_FUNCTIONS=1")
    }

    @Test func everyFunctionHasAGroupOfThePageAndSaysWhatItDoes() {
        let known = Set(Self.groups.map(\.0))
        for definition in FunctionRegistry.builtIn.definitions where !definition.isInternal {
            #expect(known.contains(definition.group), "\(definition.name)")
            #expect(definition.usage.contains(" - "), "\(definition.name)")
        }
    }
}
