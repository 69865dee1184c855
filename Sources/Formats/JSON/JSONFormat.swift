import Columnar
import Functions

/// JSON, an object on each line or, with `multiLine`, a value in each file, with the options of Spark's `json` source.
package struct JSONFormat: FileFormat {
    package init() {}

    package var name: String { "json" }

    // MARK: Reading

    package func inferSchema(
        of files: [SourceFile], options: FormatOptions, context: EvaluationContext
    ) throws -> Schema {
        let parsed = try JSONOptions(options.all, context: context)
        guard parsed.samplingRatio > 0 else {
            throw PyriteError(
                .illegalArgument, "_LEGACY_ERROR_SAMPLING_RATIO", sqlState: "",
                "requirement failed: samplingRatio (\(parsed.samplingRatio)) should be greater than 0")
        }
        let lines = try Self.lines(options)
        let splits = lines.splits(of: files.filter { $0.size > 0 }, maxBytes: 8 << 20)
        let parts = try ParallelSplits.map(splits) { split in
            var part = JSONSchemaInference(options: parsed, context: context)
            var sampler = RecordSampler(ratio: parsed.samplingRatio, seed: UInt64(split.byteRange.lowerBound))
            let records = try JSONRecords(split, lines)
            while try records.advance() {
                while let record = records.next() {
                    if sampler.takes() { try part.update(record.bytes) }
                }
            }
            return InferredPart(inference: part)
        }
        var whole = JSONSchemaInference(options: parsed, context: context)
        for part in parts { whole.merge(part.inference) }
        return try whole.schema()
    }

    /// What one thread found, handed over to another that then owns it alone.
    private struct InferredPart: @unchecked Sendable { let inference: JSONSchemaInference }

    static func lines(_ options: FormatOptions) throws -> LineOptions {
        if options["lineSep"]?.isEmpty == true {
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"lineSep\" cannot be an empty string.", parameters: ["option": "lineSep", "value": ""])
        }
        let name = options["encoding"] ?? options["charset"]
        return LineOptions(
            separator: options["lineSep"].map { Array($0.utf8) }, encoding: LineOptions.encoding(named: name),
            isWhole: try options.flag("multiLine", default: false))
    }

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        try Self.lines(options).splits(of: files, maxBytes: maxBytes)
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        try JSONFileReader(
            split, request, JSONOptions(request.options.all, context: request.context), Self.lines(request.options))
    }

    // MARK: Writing

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        try JSONFileWriter(path, schema, options, context)
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        ".json" + (try CompressionCodec.ofTextFile(options)).fileSuffix
    }
}

/// Takes about a share of the records, the same ones on every run.
private struct RecordSampler {
    private let threshold: UInt64
    private var state: UInt64

    init(ratio: Double, seed: UInt64) {
        threshold = ratio >= 1 ? .max : UInt64(ratio * 0x1p63) << 1
        state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func takes() -> Bool {
        if threshold == .max { return true }
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state < threshold
    }
}
