import Columnar
import Functions
import Glibc

@testable import Formats

/// The folder `shared` beside the repository (or `PYRITE_SHARED`), which holds the Parquet project's test files; `nil`
/// when there is none.
func sharedFolder() -> String? {
    if let path = getenv("PYRITE_SHARED") { return String(cString: path) }
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: true).dropLast(4)
    let path = "/" + parts.joined(separator: "/") + "/shared"
    return access(path, R_OK) == 0 ? path : nil
}

func parquetTestFolder() -> String? {
    guard let path = sharedFolder().map({ $0 + "/data/parquet-testing" }), access(path, R_OK) == 0 else { return nil }
    return path
}

func sourceFile(_ path: String) -> SourceFile {
    var status = stat()
    stat(path, &status)
    return SourceFile(path: path, size: Int(status.st_size))
}

/// The names of the entries of a folder, sorted.
func listFolder(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// A value as text that is the same for PyArrow's value: integers (dates, timestamps and unscaled decimals too) in
/// decimal, floats by the bits of the double, strings and binary in hex.
func canonicalText(_ value: Value) -> String {
    func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    switch value {
    case .null: return "N"
    case .boolean(let flag): return flag ? "t" : "f"
    case .integer(let number): return String(number)
    case .float(let number): return number.isNaN ? "nan" : String(Double(number).bitPattern, radix: 16)
    case .double(let number): return number.isNaN ? "nan" : String(number.bitPattern, radix: 16)
    case .decimal(let number): return String(number)
    case .string(let text): return hex(text.utf8)
    case .binary(let bytes): return hex(bytes)
    case .array(let elements): return "[" + elements.map(canonicalText).joined(separator: ",") + "]"
    case .map(let keys, let values):
        return "{" + zip(keys, values).map { canonicalText($0) + ":" + canonicalText($1) }.joined(separator: ",") + "}"
    case .structure(let fields): return "(" + fields.map(canonicalText).joined(separator: ",") + ")"
    }
}

/// Reads a whole file: every split, in order.
func readParquet(
    _ path: String, schema: Schema? = nil, filters: [ScanFilter] = [], options: [String: String] = [:],
    maxBytes: Int = 1 << 27
) throws -> (schema: Schema, batches: [Batch]) {
    let format = ParquetFormat()
    let file = sourceFile(path)
    let options = FormatOptions(options)
    let schema = try schema ?? format.inferSchema(of: [file], options: options, context: EvaluationContext())
    var batches: [Batch] = []
    for split in try format.splits(of: [file], options: options, maxBytes: maxBytes) {
        let request = ScanRequest(columns: schema, dataSchema: schema, options: options, filters: filters)
        let reader = try format.reader(for: split, request: request)
        while let batch = try reader.next() { batches.append(batch) }
    }
    return (schema, batches)
}
